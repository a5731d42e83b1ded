"""References whose number is written in words."""

from __future__ import annotations

import pytest

from corpus.extract.references import (
    bare_number,
    find_in_lookup,
    find_in_query,
    find_number_words,
    find_other_bodies,
)

NUMBERS = [
    ("one hundred and forty", "140"),
    ("one hundred forty", "140"),
    ("one-forty", "140"),
    ("one four zero", "140"),
    ("thirteen thirty-two", "1332"),
    ("one thousand three hundred and thirty-two", "1332"),
    ("five hundred and sixty-two", "562"),
    ("cent quarante", "140"),
    ("quatre-vingt-dix-neuf", "99"),
    ("soixante et onze", "71"),
    ("treize cent trente-deux", "1332"),
    ("mille trois cent trente-deux", "1332"),
    ("ciento cuarenta", "140"),
    ("mil trescientos treinta y dos", "1332"),
    ("сто сорок", "140"),
    ("тысяча триста тридцать два", "1332"),
    ("مائة وأربعون", "140"),
    ("المائة والأربعون", "140"),
    ("ألف وثلاثمائة واثنان وثلاثون", "1332"),
    ("خمسة وعشرون", "25"),
    ("خمسة عشر", "15"),
    ("一百四十", "140"),
    ("一千三百三十二", "1332"),
    ("一千零五", "1005"),
    ("一四〇", "140"),
    ("十五", "15"),
]

REFERENCES = [
    ("resolution one hundred and forty", "PP Res. 140", "resolution one hundred and forty"),
    (
        "What does Resolution One Hundred and Forty ask of the Council?",
        "PP Res. 140",
        "Resolution One Hundred and Forty",
    ),
    ("la résolution cent quarante", "PP Res. 140", "résolution cent quarante"),
    ("la resolución ciento cuarenta", "PP Res. 140", "resolución ciento cuarenta"),
    ("резолюция сто сорок", "PP Res. 140", "резолюция сто сорок"),
    ("القرار مائة وأربعون", "PP Res. 140", "القرار مائة وأربعون"),
    ("第一百四十号决议", "PP Res. 140", "第一百四十号决议"),
    ("decision five hundred and sixty-two", "Council Dec. 562", None),
    ("resolution thirteen thirty-two of the Council", "Council Res. 1332", None),
    ("SDG four", "SDG 4", None),
    ("action line C five", "WSIS C5", None),
]


@pytest.mark.parametrize(("text", "figures"), NUMBERS)
def test_a_number_in_words_has_its_figures(text: str, figures: str) -> None:
    (number,) = find_number_words(text)
    assert (number.figures, text[number.start : number.end]) == (figures, text)


def test_numbers_that_a_conjunction_parts_are_two() -> None:
    figures = [number.figures for number in find_number_words("resolutions seventy and eighty")]
    assert figures == ["70", "80"]


@pytest.mark.parametrize("text", ["which one is it", "un", "一带一路", "三个决议", "zero", "零"])
def test_other_words_are_no_number(text: str) -> None:
    assert not [*find_number_words(text)]


@pytest.mark.parametrize(("question", "canonical", "written"), REFERENCES)
def test_a_question_names_a_reference_by_a_number_in_words(
    question: str, canonical: str, written: str | None
) -> None:
    (mention,) = find_in_query(question)
    assert mention.canonical == canonical
    assert mention.text == question[mention.start : mention.end]
    assert written in {None, mention.text}
    assert [mention.canonical for mention in find_in_lookup(question)] == [canonical]


@pytest.mark.parametrize(
    "question", ["which resolutions one should cite", "two resolutions and three decisions"]
)
def test_words_next_to_a_resolution_are_no_reference(question: str) -> None:
    assert find_in_query(question) == ()


def test_a_number_in_words_finds_resolutions_of_other_bodies() -> None:
    in_words = [
        mention.canonical for mention in find_other_bodies("resolution one hundred and forty")
    ]
    assert in_words == [mention.canonical for mention in find_other_bodies("resolution 140")]
    assert in_words


@pytest.mark.parametrize(
    ("text", "number"),
    [("140", "140"), (" ١٤٠ ", "140"), ("cent quarante", "140"), ("40/5", None), ("C5", None),
     ("resolution 140", None), ("14000", None)],
)  # fmt: skip
def test_a_number_alone_is_no_reference(text: str, number: str | None) -> None:
    assert bare_number(text) == number
