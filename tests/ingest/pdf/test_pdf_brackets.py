"""Are brackets known by their looks, whatever their fonts call them?"""

from __future__ import annotations

import pytest

from ingest.pdf.content.glyphs import Glyph
from ingest.pdf.lines.brackets import Brackets

ALEF = "ا"


def glyphs(*lines: str, font: str = "F") -> list[Glyph]:
    """Make glyphs from left to right, 5 points wide, each line 14 points below the one before."""
    return [
        Glyph(
            char,
            5.0 * position,
            5.0 * position + 5,
            14.0 * row,
            10,
            font,
            bold=False,
            code=ord(char),
        )
        for row, line in enumerate(lines, 1)
        for position, char in enumerate(line)
    ]


def find_inverted(*lines: str) -> set[str]:
    brackets = Brackets()
    brackets.add(glyphs(*lines))
    return {chr(int(name.split()[1])) for name in brackets.find_inverted()}


@pytest.mark.parametrize("line", [f"{ALEF} )2022 {ALEF}( {ALEF}", f"{ALEF} .)2022 {ALEF}( {ALEF}"])
def test_brackets_that_turn_their_backs_are_inverted(line: str) -> None:
    assert find_inverted(line) == set("()")


def test_brackets_that_enclose_text_are_not_inverted() -> None:
    assert find_inverted(f"{ALEF} (2022 {ALEF}) {ALEF}") == set()


def test_a_label_alone_shows_inverted_brackets() -> None:
    # As in `أ) …`: what was typed as a closing bracket is at the left of its letter.
    assert find_inverted(f"{ALEF * 4} ){ALEF}", f"{ALEF * 4} ){ALEF}") == {")"}
    assert find_inverted(f"{ALEF * 4} ({ALEF}") == set()


def test_halves_of_pairs_on_two_lines_do_not_mislead() -> None:
    # Each line ends one pair and begins another: paired up line by line they would look right.
    assert find_inverted(*[f"{ALEF * 3}( {ALEF} )22"] * 3) == set("()")
    assert find_inverted(*[f"{ALEF * 3}) {ALEF} (22"] * 3) == set()


def test_brackets_without_clear_place_are_paired() -> None:
    assert find_inverted(f"{ALEF}){ALEF}({ALEF}", f"{ALEF}){ALEF}(,{ALEF}") == set("()")


def test_one_font_may_be_inverted_and_another_not() -> None:
    brackets = Brackets()
    brackets.add(glyphs(f"{ALEF} ){ALEF}( {ALEF}", font="A"))
    brackets.add(glyphs(f"{ALEF} ({ALEF}) {ALEF}", font="B"))
    assert brackets.find_inverted() == {"A 40", "A 41"}


def test_latin_lines_of_an_arabic_page_show_inverted_brackets() -> None:
    # A reference that fills a line: its brackets are of a font that no line with Arabic shows.
    assert find_inverted(f"{ALEF * 9}", "2022) Rev(1 )AB", ")A/70/1(") == set("()")
    assert find_inverted("A/70/1", ")A/70/1(") == set(), "no page from right to left"
