"""Removal of typed tables of contents, whose lines repeat headings; readers drop live ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from corpus import tables
from corpus.text import fold
from ingest.blocks import Block
from ingest.passages import part_label

_STYLE: Final = re.compile(r"toc ?(?:[0-9]|heading)|table of figures", re.IGNORECASE)
"""Word's style names for such lines, English in every language."""

_LEADER: Final = re.compile(
    r"(?:(?<!\t)\t|(?<![.·_‥…])[.·_‥…]{3}|(?<!\.)(?:\s\.){3})[.·_‥…\s]{0,400}+"
    r"(?:\d{1,4}|[ivxl]{1,7})(?=\s|$|[\u2e80-\u9fff])",
    re.IGNORECASE,
)
"""A leader and the page number after it; a PDF block may have several."""

_MARKS: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c]")
"""Invisible marks of direction and width."""

_LONGEST: Final = 400
"""Largest number of letters in a heading that a line may repeat."""


def drop_contents(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks without tables of contents; all blocks where nothing else would be left."""
    entries = {place for place, block in enumerate(blocks) if _has_style(block)}
    entries |= _find_typed(blocks)
    entries |= _find_titles(blocks, entries)
    kept = tuple(block for place, block in enumerate(blocks) if place not in entries)
    return kept or tuple(blocks)


def _has_style(block: Block) -> bool:
    return bool(block.style and _STYLE.fullmatch(" ".join(block.style.split())))


def _find_typed(blocks: Sequence[Block]) -> set[int]:
    """Find lines by their form, if each title in them is the text of a later block."""
    candidates = {
        place: titles
        for place, block in enumerate(blocks)
        if block.kind in ("paragraph", "heading") and (titles := _read_entries(block.text))
    }
    if not candidates:
        return set()
    last: dict[str, int] = {}
    for place, block in enumerate(blocks):
        if place not in candidates and len(block.text) <= _LONGEST:
            last |= dict.fromkeys(_list_keys(block.text), place)
    repeated = {
        place
        for place, titles in candidates.items()
        if all(any(last.get(key, -1) > place for key in _list_keys(title)) for title in titles)
    }
    # One line alone may be a figure with its name: "Seats", a tab, "40".
    return {
        place
        for place in repeated
        if len(candidates[place]) > 1 or repeated & {place - 2, place - 1, place + 1, place + 2}
    }


def _read_entries(text: str) -> list[str]:
    """Return the titles in a block of such lines; empty if the block has other text."""
    text = _MARKS.sub("", text)
    titles, end = [], 0
    for leader in _LEADER.finditer(text):
        titles.append(text[end : leader.start()].strip())
        end = leader.end()
    return [] if text[end:].strip() or not all(titles) else titles


def _list_keys(text: str) -> Iterator[str]:
    """Yield a heading's letters with its number and without."""
    for part in (text, part_label(text)[1]):
        if key := "".join(filter(str.isalnum, fold(part))):
            yield key


def _find_titles(blocks: Sequence[Block], entries: set[int]) -> set[int]:
    titles: set[int] = set()
    for place in sorted(entries):
        above = place - 1
        while above >= 0 and above not in entries and above not in titles:
            if not _read_words().fullmatch(fold(blocks[above].text).strip(" :")):
                break
            titles.add(above)
            above -= 1
    return titles


@cache
def _read_words() -> re.Pattern[str]:
    words = tables.load_shipped("reading")
    return re.compile("|".join(map(fold, (*words["contents"], *words["page"]))))
