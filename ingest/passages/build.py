"""Conversion of blocks to passages, with long texts cut."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from corpus.documents import Passage
from corpus.languages import direction
from corpus.text import clean, language_of, split_long
from ingest.balance import count_letters
from ingest.blocks import Block
from ingest.passages.headings import list_kinds, raise_series
from ingest.passages.label_blocks import part_labels, turn_numbers
from ingest.passages.label_paths import begin_path, extend_path, make_label_path
from ingest.passages.labels import count_numbers
from ingest.passages.resolutions import find_resolution_parts, mark_calls
from ingest.passages.sections import (
    SectionHeading,
    close_headings,
    enter_preamble,
    find_level,
    leave,
    leave_section,
)

LIMIT: Final = 1100
"""Longest passage, in letters (Chinese: three); at most 339 tokens, in a window of 512."""


def passages(blocks: Sequence[Block], version_language: str | None) -> tuple[Passage, ...]:
    """Make a version's passages in reading order; a text in another language keeps its own code."""
    labelled, preamble = _label_blocks(blocks, version_language)
    depths = [count_numbers(block.label) for block in labelled]
    kinds = list_kinds(labelled, depths)
    headings: list[SectionHeading] = []
    levels: list[tuple[str, str]] = []  # (style, label) of the list items that lead here
    result: list[Passage] = []
    start = 0
    carrier = ""
    number = ""  # the single number of the last numbered paragraph
    for place, (block, depth, kind) in enumerate(zip(labelled, depths, kinds, strict=True)):
        if not block.text:
            continue
        enter_preamble(headings, version_language, is_inside=place in preamble)
        if block.label and kind != "footnote":
            levels = extend_path(begin_path(levels, depth, kind), block.label)
            if kind == "heading" or depth != 1:
                leave(headings, block.label)
            else:
                leave_section(headings, block.label, number)
                number = block.label
        elif kind == "heading":
            levels = []
        level = find_level(block, depth, headings)
        if kind == "heading":
            level = close_headings(headings, block, level, carrier)
        whole = Passage(
            kind=kind,
            text=block.text,
            label=block.label,
            label_path=make_label_path(levels, block, kind),
            heading=tuple(heading.line for heading in headings),
            page=block.page,
            boxes=block.boxes,
            language=language_of(block.text, expected=version_language),
            start=start,
            called_at=_find_call(block, carrier) if kind == "footnote" else None,
        )
        carrier = carrier if kind == "footnote" else block.text
        result.extend(_cut(whole, block.turns))
        start += len(block.text) + 1
        if kind == "heading":
            line = f"{block.label} {block.text}" if block.label else block.text
            headings.append(SectionHeading(level, block.label, line))
            if not block.label:
                levels = []
    return tuple(result)


def _label_blocks(
    blocks: Sequence[Block], version_language: str | None
) -> tuple[list[Block], Collection[int]]:
    """Part the labels of blocks from their texts; return also the places of preambles."""
    labelled = [piece for pieces in part_labels(blocks) for piece in pieces]
    if direction(version_language) == "rtl":
        labelled = turn_numbers(labelled)
    parts = find_resolution_parts(labelled)
    return raise_series(mark_calls(labelled, parts)), parts.preamble


def starts(blocks: Sequence[Block]) -> tuple[int | None, ...]:
    """Return each block's offset, as ``Passage.start`` counts; None for one without a passage."""
    offsets: list[int | None] = []
    start = 0
    for pieces in part_labels(blocks):
        texts = [piece.text for piece in pieces if piece.text]
        offsets.append(start if texts else None)
        start += sum(len(text) + 1 for text in texts)
    return tuple(offsets)


def _find_call(note: Block, carrier: str) -> int | None:
    """Return the offset of a note's mark in the text that calls it, by the text after the mark."""
    if note.rest is None:
        return None
    rest = "".join(clean(note.rest).split())
    places = [index for index, character in enumerate(carrier) if not character.isspace()]
    if len(rest) > len(places) or not "".join(carrier.split()).endswith(rest):
        return None
    behind = len(places) - len(rest)
    if not behind:
        return 0
    hangs_on = not note.rest[:1].strip()
    return places[behind - 1] + 1 if hangs_on else places[behind]


def _cut(whole: Passage, turns: Sequence[tuple[int, int]]) -> list[Passage]:
    """Return the pieces of a long passage, each with its pages; ``turns`` as in ``Block``."""
    spans = split_long(whole.text, LIMIT)
    if len(spans) == 1:
        return [whole]
    pieces = []
    left = count_letters(whole.text)  # from the piece on: a number was parted from the beginning
    for number, (start, end) in enumerate(spans, start=1):
        text = whole.text[start:end]
        page = _find_page(left, turns, whole.page)
        left -= count_letters(text)
        last = _find_page(left + 1, turns, whole.page)
        pieces.append(
            replace(
                whole,
                text=text.rstrip(),
                start=whole.start + start,
                page=page,
                boxes=tuple(
                    box for box in whole.boxes if page and last and page <= box.page <= last
                ),
                piece=number,
            )
        )
    return pieces


def _find_page(left: int, turns: Sequence[tuple[int, int]], first: int | None) -> int | None:
    """Return the page of the letter from which ``left`` letters remain."""
    return max((page for page, there in turns if there >= left), default=first)
