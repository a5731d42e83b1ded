"""Does text laid out by the bidi algorithm come back in the order in which it was typed?"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.pdf.lines.bidi import find_logical_order, mirror
from tests.ingest.pdf.bidi_forward import forward

REFERENCES = (
    "CWG-WSIS&SDG-39/2",
    "CWG-WSIS&SDG-40/INF/4",
    "CWG-WSIS-32/16(Rev.1)",
    "C24/8",
    "A/RES/70/125",
    "PP-14/20(Add.1)",
    "WSIS-05/TUNIS/DOC/6(Rev.1)",
    "Resolution 140 (Rev. Bucharest, 2022)",
)

ARABIC_LINES = [
    "القمة العالمية لمجتمع المعلومات",
    "القرار 5 (المراجَع في بوينس آيرس، 2017)",
    "بحلول عام 2030 (A/RES/70/125)",
    "الفقرة 2.10.1 من الوثيقة C24/8.",
    "في الفترة 2020-2023، وفقاً للمادة 3",
    "نسبة 25% من 1,250 بلداً",
    "الاتحاد (ITU) والأمم المتحدة (UN)",
    "[المادة 7] (أ) و(ب) (ج)",
    'انظر «القرار 140» و"الوثيقة 42-A".',
    "٣٧ - قدمت المنظمة ٩٠١٫٥ دولار",
    "الميزانية 1\u00a0240\u00a0000 فرنك و694\u00a0200 دولار",
    "5\u00a0300 شخص و2,5 في المائة من 9\u00a0640,5 كيلومتر",
    "تكلفة 10 Mbit/s، وباقة 5 GB تكلف 1\u00a0200 kWh",
    "المقاصد 4.6 و5.b و9.c والمؤشر 5.b.1",
    "الفقرات 27-31 و2.1-2.4 و110–130 من 5-6 مارس",
    "للفترة 2023-24 وفي 2024-01-15 أو 12/10/2023",
    "العنوان (WSIS+20) (27-31 مايو 2024)",
    'في مايو 2023: "Une école raccordée sans',
    *(f"وفقاً للوثيقة {reference} التي قدمت" for reference in REFERENCES),
    *(f"نهاية الفقرة. ({reference})" for reference in REFERENCES),
    *(f"نهاية [{reference}] الفقرة" for reference in REFERENCES),
]


def logical(items: Sequence[str], *, rtl: bool) -> str:
    """Return the text of one line in the order in which it was typed."""
    return "".join(
        mirror(items[position]) if turned else items[position]
        for position, turned in find_logical_order(items, rtl=rtl)
    )


@pytest.mark.parametrize("line", ARABIC_LINES)
def test_an_arabic_line_survives_both_orders(line: str) -> None:
    assert logical(forward(line, rtl=True), rtl=True) == line


@pytest.mark.parametrize(
    "line",
    [
        "The word الاتحاد means union.",
        "ITU (الاتحاد الدولي للاتصالات) is the Union",
        "from القرار 140 (بوسان) on",
        "No Arabic at all (Rev.1), 2022.",
    ],
)
def test_arabic_words_in_a_line_from_left_to_right(line: str) -> None:
    assert logical(forward(line, rtl=False), rtl=False) == line


@pytest.mark.parametrize(
    ("seen", "typed"),
    [
        # The reference goes on in the next line: its hyphen is no hyphen before it.
        ("CWG-WSIS&SDG-) ةيقفتا", "اتفقية (CWG-WSIS&SDG-"),
        # The second half: a number from which brackets go on.
        ("ةقفن (39/2", "39/2) نفقة"),
        ("(14/20(Add.1)", "14/20(Add.1))"),
        # "And" is written with the word that follows it.
        ("CWG-و ةقيثو", "وثيقة وCWG-"),
        # Without an Arabic letter before it a range is laid out from left to right.
        ("2024 سرام 5-6", "5-6 مارس 2024"),
        ("CHF 500", "CHF 500"),
    ],
)
def test_reference_broken_at_the_end_of_the_line(seen: str, typed: str) -> None:
    assert logical(seen, rtl=True) == typed


def test_glyphs_of_several_letters_stay_whole() -> None:
    assert logical(["ع", "ا", "م", "ت", "ج", "لا", "ا"], rtl=True) == "الاجتماع"


def test_a_line_of_numbers_alone_keeps_its_date() -> None:
    assert logical("2024-01-15", rtl=True) == "2024-01-15"


WORD_AR = st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", min_size=1, max_size=6)
# The one unit that these letters make is read behind the number that it is before.
WORD_LATIN = st.text("abcdefgABCXYZ", min_size=1, max_size=6).filter("dB".__ne__)
NUMBER = st.from_regex(r"[1-9][0-9]{0,3}([./,][0-9]{1,2})?", fullmatch=True)
WORD = st.one_of(WORD_AR, WORD_AR, WORD_LATIN, st.sampled_from(REFERENCES))
LIKE_GROUPS = re.compile(r"(?<!\d)\d{3}(?:[.,]\d+)?%? [1-9]\d{0,2}(?!\d)")
PHRASE_AR = (
    st.lists(st.one_of(WORD_AR, NUMBER), min_size=1, max_size=4)
    .map(" ".join)
    .filter(lambda phrase: not LIKE_GROUPS.search(phrase))
)
LATIN = st.one_of(
    st.lists(st.one_of(WORD_LATIN, st.sampled_from(REFERENCES)), min_size=1, max_size=2).map(
        " ".join
    ),
    st.tuples(WORD_LATIN, NUMBER).map(" ".join),
)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """Return Arabic with numbers, Latin runs and brackets, as documents have it.

    A number is not right before a Latin run: that looks as if it were behind it. Nor are 100 and
    1 side by side: that looks like 1 100.
    """
    parts = [draw(WORD_AR)]
    for _ in range(draw(st.integers(0, 5))):
        kind = draw(st.integers(0, 4))
        if kind == 0:
            parts.append(draw(PHRASE_AR) + " " + draw(WORD_AR))
        elif kind == 1:
            parts.extend((draw(LATIN), draw(WORD_AR)))
        elif kind == 2:
            parts.extend((f"({draw(LATIN)})", draw(WORD_AR)))
        elif kind == 3:
            parts.extend((f"[{draw(WORD_AR)} {draw(PHRASE_AR)}]", draw(WORD_AR)))
        else:
            parts.append(draw(NUMBER) + draw(st.sampled_from([".", "،", ""])) + " " + draw(WORD_AR))
    return " ".join(parts)


@given(sentences())
@settings(max_examples=300, deadline=None)
@pytest.mark.thorough
def test_sentences_come_back(sentence: str) -> None:
    assert logical(forward(sentence, rtl=True), rtl=True) == sentence


ANY = st.lists(
    st.one_of(WORD_AR, WORD_LATIN, NUMBER, st.sampled_from([*"()[]-/.:,&% ", " ", " ", "٣٧"])),
    max_size=12,
).map("".join)


@given(ANY)
@settings(max_examples=300, deadline=None)
@pytest.mark.thorough
def test_nothing_is_lost(text: str) -> None:
    for rtl in (True, False):
        order = [position for position, _ in find_logical_order(text, rtl=rtl)]
        assert sorted(order) == list(range(len(text)))


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_unicode_is_taken(text: str) -> None:
    assert len(logical(text, rtl=True)) == len(text)


@given(st.lists(st.one_of(WORD_AR, WORD_LATIN), min_size=1, max_size=6).map(" ".join))
@settings(deadline=None)
def test_a_line_back_in_visual_order_looks_alike(text: str) -> None:
    for rtl in (True, False):
        seen = forward(text, rtl=rtl)
        assert forward(logical(seen, rtl=rtl), rtl=rtl) == seen
