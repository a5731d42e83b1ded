"""The headings that lead to a paragraph, and what ends each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus import tables
from corpus.text import latin
from ingest.blocks import Block
from ingest.passages.headings import is_cover_head
from ingest.passages.labels import CLAUSE, count_numbers, counts_on, is_next, normalise
from ingest.passages.resolutions import INNERMOST

_LEVELS: Final = 9

_ANNEX: Final = re.compile(
    rf"(?:{'|'.join(tables.load_shipped('reading')['annexes'])})(?:\s|(?<=[\u2e80-\u9fff]))(?P<number>[A-ZА-Я]|[IVX]{{1,5}}|\d{{1,2}})(?!\w)",
    re.IGNORECASE,
)
"""The beginning of an annex's title, with its letter or number."""


@dataclass(slots=True)
class SectionHeading:
    """A heading on the way to a paragraph: its level, label, and line with the label."""

    level: int
    label: str | None
    line: str
    is_preamble: bool = False

    @property
    def number(self) -> str | None:
        """The number before those of the clauses below: ``3``, ``A`` of an annex, or None."""
        if self.label is not None:
            return normalise(self.label) if CLAUSE.fullmatch(normalise(self.label)) else None
        annex = _ANNEX.match(self.line)
        return latin(annex["number"].lower()).upper() if annex else None


def enter_preamble(
    headings: list[SectionHeading], language: str | None, *, is_inside: bool
) -> None:
    """Add or remove the heading of a preamble, which no line of the document has."""
    is_open = bool(headings) and headings[-1].is_preamble
    if is_inside and not is_open:
        names = tables.load_shipped("reading")["preamble"]
        line = names.get(language, names["en"])
        headings.append(SectionHeading(INNERMOST, None, line, is_preamble=True))
    elif is_open and not is_inside:
        headings.pop()


def find_level(block: Block, depth: int, headings: Sequence[SectionHeading]) -> int:
    """Return the level of a block, 1 to 9, which is that of the heading if it is one."""
    if depth and block.kind != "heading":
        return depth
    if is_cover_head(block) and not any(heading.number for heading in headings):
        return _LEVELS  # it has nothing above it but the title, and only text below it
    return min(block.level or depth or 1, _LEVELS)


def leave(headings: list[SectionHeading], label: str) -> None:
    """Remove numbered headings that a decimal label is not under: 3.1 is not under 2."""
    if not count_numbers(label):
        return
    number = normalise(label)
    while headings:
        above = headings[-1].label
        if above is None or not count_numbers(above) or number.startswith(normalise(above) + "."):
            return
        headings.pop()


def leave_section(headings: list[SectionHeading], label: str, number_before: str) -> None:
    """Remove the headings of a section if a paragraph has the number of the next one.

    Numbers of a list, or of paragraphs that count through the document, end no section.
    """
    numbers = [heading.label for heading in headings if count_numbers(heading.label) == 1]
    if numbers and counts_on(numbers[-1], label) and not is_next(number_before, label):
        leave(headings, label)


def close_headings(
    headings: list[SectionHeading], block: Block, level: int, line_above: str
) -> int:
    """Remove the headings that end at a heading with this level; return its level.

    Pages print 3 and 3.1 in letters of one size, so clause numbers come before the size.
    """
    if _is_annex_title(headings, block, line_above):
        return max(level, headings[-1].level + 1)
    number = normalise(block.label or "")
    while headings and headings[-1].level >= level:
        if number.startswith(f"{headings[-1].number}."):
            return headings[-1].level + 1
        headings.pop()
    return level


def _is_annex_title(headings: Sequence[SectionHeading], block: Block, line_above: str) -> bool:
    """Whether a heading is the title of the annex whose number is the heading right above it."""
    return (
        bool(headings)
        and block.label is None
        and headings[-1].line == line_above
        and _ANNEX.fullmatch(line_above) is not None
        and _ANNEX.match(block.text) is None
    )
