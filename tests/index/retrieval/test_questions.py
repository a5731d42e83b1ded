"""Quotation marks and a minus ask for something; nothing else in a question does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import QueryError
from index.retrieval.questions import Proximity, Question, read_question
from index.words.phrases import holds, spans


@pytest.mark.parametrize(
    ("query", "text", "phrases", "without"),
    [
        ('"digital divide"', "digital divide", ("digital divide",), ()),
        ("« fracture numérique » UIT", "fracture numérique UIT", ("fracture numérique",), ()),
        ("„цифровой разрыв“ МСЭ", "цифровой разрыв МСЭ", ("цифровой разрыв",), ()),
        ("关于“数字鸿沟”的报告", "关于数字鸿沟的报告", ("数字鸿沟",), ()),
        ("「数字鸿沟」『性别』", "数字鸿沟性别", ("数字鸿沟", "性别"), ()),
        ("الفجوة ”الرقمية“", "الفجوة الرقمية", ("الرقمية",), ()),
        ("divide -gender", "divide", (), ("gender",)),
        ('divide -"gender gap" now', "divide now", (), ("gender gap",)),
        ("فجوة \u200f-الجنسين", "فجوة", (), ("الجنسين",)),
        ("鸿沟 -性别", "鸿沟", (), ("性别",)),
        ("flood -CWG-WSIS", "flood", (), ("CWG-WSIS",)),
        ("CWG-WSIS 2023-2024 a - b", "CWG-WSIS 2023-2024 a - b", (), ()),
        ('"the Group."', "the Group.", ("the Group",), ()),
        ('an "open end', 'an "open end', (), ()),
        ('an -"open end', 'an -"open end', (), ()),
        ('5" and 6" disks', '5" and 6" disks', (), ()),
        ('"" flood', "flood", (), ()),
        (
            'NEAR(a, b) AND "c d" OR * ^x:y NOT',
            "NEAR(a, b) AND c d OR * ^x:y NOT",
            ("c d",),
            (),
        ),
    ],
)
def test_a_question_is_read(
    query: str, text: str, phrases: tuple[str, ...], without: tuple[str, ...]
) -> None:
    question = read_question(query)
    assert (question.text, question.phrases, question.without) == (text, phrases, without)


@pytest.mark.parametrize(
    ("query", "is_quoted"),
    [
        ('"digital divide"', True),
        ("«fracture numérique», „цифровой разрыв“ -UIT", True),
        ('"the Group."?', True),
        ('"digital divide" gap', False),
        ("关于“数字鸿沟”的报告", False),
        ("digital divide", False),
        ('5" disks', False),
    ],
)
def test_a_question_may_have_only_phrases(query: str, is_quoted: bool) -> None:
    assert read_question(query).is_quoted == is_quoted


@pytest.mark.parametrize(
    ("query", "text", "near", "without"),
    [
        ('"digital NEAR/5 divide"', "digital divide", [("digital", "divide")], []),
        (
            "«fracture near/5 numérique» UIT",
            "fracture numérique UIT",
            [("fracture", "numérique")],
            [],
        ),
        ("“数字 NEAR/5 鸿沟”", "数字 鸿沟", [("数字", "鸿沟")], []),
        ("«الفجوة NEAR/٥ الرقمية»", "الفجوة الرقمية", [("الفجوة", "الرقمية")], []),
        ('"gender gap NEAR/5 ITU" floods', "gender gap ITU floods", [("gender gap", "ITU")], []),
        ('floods -"early NEAR/5 warning"', "floods", [], [("early", "warning")]),
    ],
)
def test_words_near_each_other_are_read(
    query: str, text: str, near: list[tuple[str, str]], without: list[tuple[str, str]]
) -> None:
    question = read_question(query)
    assert question.text == text
    assert question.near == tuple(Proximity(parts, (5,)) for parts in near)
    assert question.without_near == tuple(Proximity(parts, (5,)) for parts in without)
    assert not question.phrases
    assert question.is_quoted == (bool(near) and text.count(" ") == 1 and "UIT" not in text)


def test_several_words_may_be_near_each_other() -> None:
    (near,) = read_question('"a NEAR/2 b NEAR/30 c d"').near
    assert near == Proximity(("a", "b", "c d"), (2, 30))
    assert str(near) == "a NEAR/2 b NEAR/30 c d"


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ('"digital NEAR/ divide"', "near-number"),
        ('"digital NEAR/five divide"', "near-number"),
        ('"digital NEAR/1000 divide"', "near-number"),
        ('"digital NEAR/5"', "near-words"),
        ('-"NEAR/5 divide" floods', "near-words"),
        ('"数 NEAR/5 鸿沟"', "near-words"),
        ("digital NEAR/5 divide", "near-unquoted"),
    ],
)
def test_malformed_proximity_is_refused_with_its_reason(query: str, reason: str) -> None:
    with pytest.raises(QueryError) as refused:
        read_question(query)
    assert refused.value.reason == reason


@pytest.mark.parametrize("query", ["-gender", '-"gender gap"', "-a -b", "\u200f-كلمة"])
def test_only_ruling_out_is_no_question(query: str) -> None:
    with pytest.raises(QueryError, match="only says what not to find"):
        read_question(query)


def test_marks_in_a_long_text_are_text() -> None:
    paragraph = 'The Group noted the "Digital Cooperation" report -as amended. ' * 8
    assert read_question(paragraph) == Question(paragraph.strip(), is_text=True, language="en")
    quoted = f'"{"a long quotation " * 40}"'
    assert read_question(quoted).phrases


@given(st.text())
def test_any_text_is_read_or_refused_for_a_reason(query: str) -> None:
    try:
        question = read_question(query)
    except QueryError:
        return
    assert any(character.isalnum() for character in question.text)
    for phrase in (*question.phrases, *question.without):
        assert phrase[0].isalnum()
        assert phrase[-1].isalnum()
        spans(query, phrase)


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("The Digital  \n Divide.", "digital divide", "Digital  \n Divide"),
        ("المجتمع والأمنِ السيبرانـي قال", "الأمن السيبراني", "الأمنِ السيبرانـي"),
        ("弥合数 字\n鸿沟的", "数字鸿沟", "数 字\n鸿沟"),
        ("在WSIS论坛上", "WSIS 论坛", "WSIS论坛"),
        ("l’UIT décide", "l'uit", "l’UIT"),
        ("en 2023–2024", "2023-2024", "2023–2024"),
        ("عام ٢٠٢٤", "2024", "٢٠٢٤"),
        ("第１４０号", "140", "１４０"),
        ("WSIS+20", "WSIS", "WSIS"),
        ("the party", "art", None),
        ("résumé", "resume", None),
        ("digital, divide", "digital divide", None),
        ("كتبَها", "كتب", None),
        ("2024", "202", None),
    ],
)
def test_a_phrase_is_found_as_a_reader_would(text: str, phrase: str, expected: str | None) -> None:
    assert [text[start:stop] for start, stop in spans(text, phrase)] == (
        [expected] if expected else []
    )
    assert holds(text, phrase) is (expected is not None)
