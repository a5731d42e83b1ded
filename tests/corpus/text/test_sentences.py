"""Sentences end where a reader of the language sees them end, and nowhere inside a reference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import sentences, split_long

CASES = {
    "en": [
        "See Art. 5 of the Constitution, i.e. the basic text.",
        "It was adopted (Rev. Bucharest, 2022) by Mr. Smith et al. in Geneva.",
        "Is it No. 4?",
        "XII. Amendment of the rules.",
        "It is!",
    ],
    "fr": [
        "Voir l'art. 5 de la Constitution.",
        "La Résolution 140 (Rév. Bucarest, 2022) a été adoptée par M. Dupont.",
        "Est-ce le doc. 4 ?",
    ],
    "es": [
        "Véase el art. 5 de la Constitución.",
        "La Resolución 140 (Rev. Bucarest, 2022) fue aprobada por el Sr. Pérez.",
        "Véanse los párrs. 140.2 y 144.1.",
        "¿Es el núm. 4?",
    ],
    "ru": [
        "См. ст. 5 Устава, т. е. основной текст.",
        "Резолюция 140 (Пересм. Бухарест, 2022 г.) принята в 2022 г. в Бухаресте.",
        "Лицензия стоит 35 долл. США в год.",
        "Срок – 23 час. 59 мин. по Гринвичу.",
        "Это так?",
    ],
    "ar": [
        "انظر المادة 5 من الدستور.",
        "اعتُمد القرار 140 (المراجَع في بوخارست، 2022).",
        "هل هذا صحيح؟",
    ],
    "zh": [
        "见《组织法》第5条。",
        "第140号决议（2022年，布加勒斯特，修订版）已获通过！",
        "这样对吗？",
        "“对。”",
        "会议结束；",
    ],
}


@pytest.mark.parametrize("code", CASES)
def test_sentences_of_each_language(code: str) -> None:
    joint = "" if code == "zh" else " "
    text = joint.join(CASES[code])
    assert [text[start:end].strip() for start, end in sentences(text)] == CASES[code]


@given(st.text(max_size=300), st.integers(1, 120))
def test_pieces_cover_the_text_and_fit(text: str, limit: int) -> None:
    spans = split_long(text, limit)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans) or text == ""
    wide = min(3, limit)
    assert wide >= 1
    for start, end in spans:
        piece = text[start:end].rstrip()
        weight = sum(3 if "\u2e80" <= c <= "\uffef" else 1 for c in piece)
        assert weight <= max(limit, 3)


def test_a_long_sentence_is_cut_after_a_comma() -> None:
    text = "one two three four five, six seven eight nine ten eleven twelve"
    pieces = [text[start:end] for start, end in split_long(text, 40)]
    assert pieces[0] == "one two three four five, "


def test_sentences_are_cut_in_linear_time() -> None:
    assert len(split_long("word " * 50_000, 1000)) >= 250
    assert len(sentences("A." * 50_000)) >= 1
    assert len(sentences("." * 500_000)) == 1
    assert len(split_long("a" * 2_000_000, 1000)) == 2_000


def test_the_number_of_an_item_is_no_sentence() -> None:
    text = "First words.\n2. The wall stands. It was in 2018. Then more."
    assert [text[start:end].strip() for start, end in sentences(text)] == [
        "First words.",
        "2. The wall stands.",
        "It was in 2018.",
        "Then more.",
    ]
