"""Headings among the numbered paragraphs, and the heads of boxes on covers."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from corpus import tables
from corpus.documents import PassageKind
from corpus.text import fold
from ingest.blocks import Block
from ingest.passages.labels import counts_on, normalise

_HEADING_LETTERS: Final = 120

_SENTENCE_END: Final = re.compile(r"[.。!！?？؟;；،,，:：…]['\"”»’)）]*$")

_LEADS_IN: Final = re.compile(r"[:：]\s*$")


_SERIES: Final = re.compile(r"([^\W\d_]{3,20})\s(?:\d{1,3}|[IVX]{1,5})[.:]?")
"""A line that is a word and its number: ``MEASURE 3``."""


def raise_series(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with all lines such as ``MEASURE 3`` as headings where one of them is."""
    names = [_SERIES.fullmatch(block.text) if not block.label else None for block in blocks]
    levels = {
        (name[1], block.is_bold): block.level
        for name, block in zip(names, blocks, strict=True)
        if name and block.kind == "heading"
    }
    return [
        replace(block, kind="heading", level=levels[name[1], block.is_bold])
        if name and block.kind == "paragraph" and (name[1], block.is_bold) in levels
        else block
        for name, block in zip(names, blocks, strict=True)
    ]


def list_kinds(blocks: Sequence[Block], depths: Sequence[int]) -> Iterator[PassageKind]:
    """Yield the kind of each block's passage, with headings found among the paragraphs."""
    numbered = _find_numbered_headings(blocks, depths)
    for index, block in enumerate(blocks):
        is_heading = index in numbered or (block.kind == "paragraph" and is_cover_head(block))
        yield "heading" if is_heading else block.kind


@functools.cache
def _cover_heads() -> frozenset[str]:
    languages = tables.load_shipped("cover_heads").values()
    return frozenset(fold(head) for heads in languages for head in heads)


def is_cover_head(block: Block) -> bool:
    """Whether the block heads a box on the cover: `Summary`, `Suite à donner`, `目的`."""
    return block.label is None and fold(block.text).rstrip(": ") in _cover_heads()


def _find_numbered_headings(blocks: Sequence[Block], depths: Sequence[int]) -> set[int]:
    """Return the places of unstyled numbered lines that are headings, such as ``2⇥Activities``."""
    headings = {
        index
        for index, block in enumerate(blocks)
        if block.kind == "paragraph" and _is_over_text(blocks, depths, index)
    }
    for run in _find_runs(blocks, depths):
        over_text = headings.intersection(run)
        headings -= {
            index for index in over_text if _is_item(blocks, depths, index, run, len(over_text))
        }
    return headings


def _is_over_text(blocks: Sequence[Block], depths: Sequence[int], index: int) -> bool:
    """Whether a numbered line seems to have text under it, as a list's last item also does."""
    block = blocks[index]
    head = block.text[: _HEADING_LETTERS + 1]
    letters = sum(3 if "\u2e80" <= character <= "\uffef" else 1 for character in head)
    if letters > _HEADING_LETTERS or _SENTENCE_END.search(block.text) or "\n" in block.text:
        return False
    following = _find_neighbour(blocks, index, 1)
    if following is None or not depths[index]:
        return False
    if depths[following] > depths[index]:
        return normalise(blocks[following].label or "").startswith(
            normalise(block.label or "") + "."
        )
    return depths[index] == 1 and blocks[following].label is None and block.page is None


def _find_runs(blocks: Sequence[Block], depths: Sequence[int]) -> list[list[int]]:
    """Return the places of single numbers of one kind that follow each other, run by run."""
    runs: list[list[int]] = []
    last: dict[tuple[int | None, bool], list[int]] = {}
    for index, block in enumerate(blocks):
        if block.kind == "paragraph" and depths[index] == 1:
            kind = _classify_number(block)
            if kind in last and _follows(blocks[last[kind][-1]], block):
                last[kind].append(index)
            else:
                last[kind] = [index]
                runs.append(last[kind])
    return runs


def _is_item(
    blocks: Sequence[Block], depths: Sequence[int], index: int, run: Sequence[int], over_text: int
) -> bool:
    """Whether a numbered line with text under it is a list item, as the numbers of its run show."""
    first = index
    while (above := _find_number_above(blocks, depths, first)) is not None:
        first = above
    lead = _find_neighbour(blocks, first, -1)
    is_led = lead is not None and _LEADS_IN.search(blocks[lead].text) is not None
    following = _find_neighbour(blocks, index, 1)
    if following is not None and depths[following]:
        # Behind an item `2.` the text may go on with its own 2.2; under a heading 2.1 is first.
        part = normalise(blocks[following].label or "")
        if not is_led or part == f"{normalise(blocks[index].label or '')}.1":
            return False
    if is_led:
        return first < index or len(run) == 1
    return first < index and not blocks[index].is_bold and 2 * over_text <= len(run)


def _find_number_above(blocks: Sequence[Block], depths: Sequence[int], index: int) -> int | None:
    """Return the place of the number before a block's, with only notes and `a)` in between."""
    above = _find_neighbour(blocks, index, -1)
    while above is not None and blocks[above].label is not None and not depths[above]:
        above = _find_neighbour(blocks, above, -1)
    return above if above is not None and _follows(blocks[above], blocks[index]) else None


def _follows(first: Block, second: Block) -> bool:
    """Whether the second block's number comes right after the first one's and has its kind."""
    return (
        counts_on(first.label, second.label or "")
        and first.kind == second.kind
        and _classify_number(first) == _classify_number(second)
    )


def _classify_number(block: Block) -> tuple[int | None, bool]:
    return block.level, (block.label or "").endswith(".")


def _find_neighbour(blocks: Sequence[Block], index: int, step: int) -> int | None:
    """Return the place of the nearest block after (1) or before (-1) that is no footnote."""
    index += step
    while 0 <= index < len(blocks) and blocks[index].kind == "footnote":
        index += step
    return index if 0 <= index < len(blocks) else None
