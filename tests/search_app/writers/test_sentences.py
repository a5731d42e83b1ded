"""Sentences of a written text with their numbers, in six languages, however they are cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.writers import WriterError, WrittenSentence, split_sentences

TEXTS = {
    "en": "The Group met in May [1]. Was it the 41st meeting? [2] It adopted Dr. Lee's text.[1][3]",
    "fr": "Le Groupe s'est réuni en mai [1]. Était-ce la 41e réunion ? [2] Il a adopté le texte."
    "[1][3]",
    "es": "El Grupo se reunió en mayo [1]. ¿Era la 41.ª reunión? [2] Aprobó el texto. [1, 3]",
    "ru": "Группа собралась в мае [1]. Было ли это 41-е собрание? [2] Она приняла текст. [1; 3]",
    "ar": "اجتمع الفريق في مايو [١]. هل كان الاجتماع 41؟ [٢] واعتمد النص. [١، ٣]",
    "zh": "工作组于五月举行会议【1】。这是第41次会议吗？［2］会议通过了案文。[1]［3］",
}


@pytest.mark.parametrize("code", TEXTS)
@pytest.mark.parametrize("size", [1, 3, 400])
def test_numbers_belong_to_the_sentence_before(code: str, size: int) -> None:
    text = TEXTS[code]
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    sentences = [*split_sentences(pieces)]
    assert [sentence.numbers for sentence in sentences] == [(1,), (2,), (1, 3)]
    assert not [sentence for sentence in sentences if set(sentence.text) & set("[]【】［］")]


def test_a_sentence_comes_once_the_next_begins() -> None:
    pieces = iter(["One came [1", "]. [2", "] ", "Two", " came [3]."])
    sentences = split_sentences(pieces)
    assert next(sentences) == WrittenSentence("One came.", (1, 2))
    assert next(pieces) == " came [3]."


def test_numbers_before_each_sentence_belong_to_it() -> None:
    sentences = [*split_sentences(["[1] The plan was adopted. [2] It ends in 2030."])]
    assert [(each.text, each.numbers) for each in sentences] == [
        ("The plan was adopted.", (1,)),
        ("It ends in 2030.", (2,)),
    ]


def test_lists_and_markup_stay_text() -> None:
    text = "- <b>First</b> item [1]\n- Second item\n\n"
    assert [*split_sentences([text])] == [
        WrittenSentence("<b>First</b> item", (1,)),
        WrittenSentence("Second item", ()),
    ]


def test_characters_that_control_what_draws_them_are_dropped() -> None:
    text = "The \x1b[31mGroup\x00 met\u202e in\u200b May\ud800 [1]."
    (sentence,) = split_sentences([text])
    assert sentence == WrittenSentence("The [31mGroup met in May\ufffd.", (1,))


def test_a_bare_zero_is_kept_as_the_word_for_nothing() -> None:
    assert [*split_sentences(["[0]"])] == [WrittenSentence("", (0,))]
    assert [*split_sentences(["", " \n"])] == []


def test_a_text_without_end_is_refused() -> None:
    with pytest.raises(WriterError) as raised:
        [*split_sentences("word " for _ in range(10_000))]
    assert raised.value.reason == "no-answer"


@given(st.text("A.? [1],2]。】\n;«»-", max_size=60), st.integers(1, 7))
def test_pieces_give_what_the_whole_gives(text: str, size: int) -> None:
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert [*split_sentences(pieces)] == [*split_sentences([text])]
