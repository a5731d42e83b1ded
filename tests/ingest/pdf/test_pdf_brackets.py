"""Are brackets known by their looks, whatever their fonts call them?"""

from __future__ import annotations

import pytest

from ingest.pdf.content.glyphs import Glyph
from ingest.pdf.lines.brackets import Brackets

ALEF = "ا"


def glyphs(*lines: str, font: str = "F") -> list[Glyph]:
    """Make glyphs from left to right, 5 points wide, each line 14 points below the one before."""
    return [
        Glyph(char, 5.0 * at, 5.0 * at + 5, 14.0 * row, 10, font, bold=False, code=ord(char))
        for row, line in enumerate(lines, 1)
        for at, char in enumerate(line)
    ]


def inverted(*lines: str) -> set[str]:
    brackets = Brackets()
    brackets.add(glyphs(*lines))
    return {chr(int(name.split()[1])) for name in brackets.find_inverted()}


@pytest.mark.parametrize("line", [f"{ALEF} )2022 {ALEF}( {ALEF}", f"{ALEF} .)2022 {ALEF}( {ALEF}"])
def test_brackets_that_turn_their_backs_are_inverted(line: str) -> None:
    assert inverted(line) == set("()")


def test_brackets_that_hold_what_stands_between_are_not() -> None:
    assert inverted(f"{ALEF} (2022 {ALEF}) {ALEF}") == set()


def test_labels_tell_by_themselves() -> None:
    # As in `أ) …`: what was typed as a closing bracket is at the left of its letter.
    assert inverted(f"{ALEF * 4} ){ALEF}", f"{ALEF * 4} ){ALEF}") == {")"}
    assert inverted(f"{ALEF * 4} ({ALEF}") == set()


def test_halves_of_pairs_on_two_lines_do_not_mislead() -> None:
    # Each line ends one pair and begins another: paired up line by line they would look right.
    assert inverted(*[f"{ALEF * 3}( {ALEF} )22"] * 3) == set("()")
    assert inverted(*[f"{ALEF * 3}) {ALEF} (22"] * 3) == set()


def test_where_places_do_not_tell_brackets_pair_up() -> None:
    assert inverted(f"{ALEF}){ALEF}({ALEF}", f"{ALEF}){ALEF}(,{ALEF}") == set("()")


def test_one_font_may_be_inverted_and_another_not() -> None:
    brackets = Brackets()
    brackets.add(glyphs(f"{ALEF} ){ALEF}( {ALEF}", font="A"))
    brackets.add(glyphs(f"{ALEF} ({ALEF}) {ALEF}", font="B"))
    assert brackets.find_inverted() == {"A 40", "A 41"}


def test_a_line_of_latin_letters_on_an_arabic_page_tells_too() -> None:
    # A reference that fills a line: its brackets are of a font that no line with Arabic shows.
    assert inverted(f"{ALEF * 9}", "2022) Rev(1 )AB", ")A/70/1(") == set("()")
    assert inverted("A/70/1", ")A/70/1(") == set(), "no page from right to left"
