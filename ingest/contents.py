"""Removal of typed tables of contents, whose lines repeat headings; readers drop live ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from corpus import tables
from corpus.text import fold
from ingest.blocks import Block
from ingest.passages import part_label
from ingest.tables import CELL_SEPARATOR

_STYLE: Final = re.compile(r"toc ?(?:[0-9]|heading)|table of figures", re.IGNORECASE)
"""Word's style names for such lines, English in every language."""

_PAGE: Final = r"(?:\d{1,4}|[ivxl]{1,7})"
_PARAGRAPHS: Final = r"\d{1,4}\s?[-–—－]\s?\d{1,4}"
"""The paragraphs of a chapter, which the contents of a report name before its page."""

_LEADER: Final = re.compile(
    r"(?:(?<!\t)\t|(?<![.·_‥…])[.·_‥…]{3}|(?<!\.)(?:\s\.){3})[.·_‥…\s]{0,400}+"
    rf"(?:{_PARAGRAPHS}\s{{1,9}}|\d{{1,4}}\t\s{{0,9}})?{_PAGE}(?=\s|$|[\u2e80-\u9fff])",
    re.IGNORECASE,
)
"""A leader and the page number after it; a PDF block may have several."""

_PAGES: Final = re.compile(r"[\divxl]{1,400}")
"""Numbers of pages, paragraphs and chapters: the rest of contents without their titles."""

_LAST_CELL: Final = re.compile(rf"(?:{_PARAGRAPHS}|{_PAGE})", re.IGNORECASE)
_MARKS: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c]")
"""Invisible marks of direction and width."""

_LONGEST: Final = 400
"""Largest number of letters in a heading that a line may repeat."""

_SHORTEST_LIST: Final = 3
"""Number of entries that must follow each other where their form alone does not show them."""

_REPEATED_SHARE: Final = 0.75
"""Share of a table's rows that later headings must repeat where no title is above the table."""


def drop_contents(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks without tables of contents; all blocks where nothing else would be left."""
    last = _find_last_places(blocks)
    entries = {place for place, block in enumerate(blocks) if _has_style(block)}
    entries |= _find_typed(blocks, last)
    for title in [place for place, block in enumerate(blocks) if _is_title(block)]:
        entries |= _find_listed(blocks, title + 1, last)
    entries |= _find_tables(blocks, last)
    entries |= _find_titles(blocks, entries)
    kept = tuple(block for place, block in enumerate(blocks) if place not in entries)
    return kept or tuple(blocks)


def _has_style(block: Block) -> bool:
    return bool(block.style and _STYLE.fullmatch(" ".join(block.style.split())))


def _is_line(block: Block) -> bool:
    return block.kind in ("paragraph", "heading")


def _find_last_places(blocks: Sequence[Block]) -> dict[str, int]:
    """Return the last place of each short text that has no leader and is in no table."""
    last: dict[str, int] = {}
    for place, block in enumerate(blocks):
        if len(block.text) <= _LONGEST and not (_is_line(block) and _read_entries(block.text)):
            last |= dict.fromkeys(_list_keys(block.text), place)
    return last


def _is_repeated(title: str, place: int, last: Mapping[str, int]) -> bool:
    """Whether a block after ``place`` has the text of ``title``, with its number or without."""
    return any(last.get(key, -1) > place for key in _list_keys(title))


def _find_typed(blocks: Sequence[Block], last: Mapping[str, int]) -> set[int]:
    """Find lines by their form, if each title in them is the text of a later block."""
    candidates = {
        place: titles
        for place, block in enumerate(blocks)
        if _is_line(block) and (titles := _read_entries(block.text))
    }
    repeated = {
        place
        for place, titles in candidates.items()
        if all(_is_repeated(title, place, last) for title in titles)
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


def _find_listed(blocks: Sequence[Block], start: int, last: Mapping[str, int]) -> set[int]:
    """Find the entries right below the title of the contents.

    They have a leader and a page, or are made of the texts of later blocks, with a page or without.
    A page may join or part the lines of contents that have no leaders.
    """
    entries: set[int] = set()
    titles = 0
    for place in range(start, len(blocks)):
        text = _MARKS.sub("", blocks[place].text)
        if not _is_line(blocks[place]) or len(text) > _LONGEST * _SHORTEST_LIST:
            break
        label = blocks[place].label or ""
        count = len(_read_entries(text)) or _count_titles(f"{label} {text}", place, last)
        if count is None:
            break
        titles += count
        entries.add(place)
    return entries if titles >= _SHORTEST_LIST else set()


def _count_titles(text: str, place: int, last: Mapping[str, int]) -> int | None:
    """Count the later headings that a text is made of; None where it has other words too.

    Page numbers and names of columns are no other words.
    """
    rest = "".join(filter(str.isalnum, fold(_strip_columns(text))))
    known = [key for key, there in last.items() if there > place and len(key) > 1 and key in rest]
    count = 0
    for key in sorted(known, key=len, reverse=True):
        if not key.isdecimal() and not _PAGES.fullmatch(key) and key in rest:
            rest = rest.replace(key, " ", 1)
            count += 1
    return count if all(map(_PAGES.fullmatch, rest.split())) else None


def _strip_columns(text: str) -> str:
    return _read_words("page", "entry_columns").sub(" ", fold(text))


def _find_tables(blocks: Sequence[Block], last: Mapping[str, int]) -> set[int]:
    """Find the rows of contents that are typed as a table with the page in its last column."""
    entries: set[int] = set()
    place = 0
    while place < len(blocks):
        if blocks[place].kind != "table":
            place += 1
            continue
        end = place
        while end < len(blocks) and blocks[end].kind == "table":
            end += 1
        entries |= _find_rows(blocks, range(place, end), last)
        place = end
    return entries


def _find_rows(blocks: Sequence[Block], rows: range, last: Mapping[str, int]) -> set[int]:
    """Find the rows at the beginning of a table that name a title and its page."""
    names = [*blocks[rows.start].text.split(CELL_SEPARATOR)]
    pages: list[str] = []
    repeated = 0
    entries: set[int] = set()
    for place in rows:
        cells = _read_cells(blocks[place].text, names)
        page = cells.pop() if len(cells) > 1 and _LAST_CELL.fullmatch(cells[-1]) else ""
        while len(cells) > 1 and _LAST_CELL.fullmatch(cells[-1]):
            cells.pop()
        is_repeated = _is_repeated(" ".join(cells), rows.stop - 1, last)
        if page:
            pages.append(page)
            repeated += is_repeated
        elif not is_repeated and not all(map(_is_column_name, cells)):
            break
        entries.add(place)
    if len(pages) < _SHORTEST_LIST or not _is_ascending(pages):
        return set()
    above = rows.start - 1
    while above >= 0 and _is_column_name(blocks[above].text) and not _is_title(blocks[above]):
        above -= 1
    has_title = above >= 0 and _is_title(blocks[above])
    return entries if has_title or repeated >= _REPEATED_SHARE * len(pages) else set()


def _read_cells(row: str, names: Sequence[str]) -> list[str]:
    """Return the cells of a row without the names of their columns."""
    cells = _MARKS.sub("", row).split(CELL_SEPARATOR)
    return [
        next(
            (cell.removeprefix(f"{name}: ") for name in names if cell.startswith(f"{name}: ")), cell
        )
        for cell in cells
    ]


def _is_ascending(pages: Sequence[str]) -> bool:
    """Whether no page number is lower than the one before; Roman ones may come first."""
    numbers = [int(page) if page.isdecimal() else 0 for page in pages if page[0].isdecimal()]
    return all(first <= second for first, second in pairwise(numbers))


def _find_titles(blocks: Sequence[Block], entries: set[int]) -> set[int]:
    titles: set[int] = set()
    for place in sorted(entries):
        above = place - 1
        while above >= 0 and above not in entries and above not in titles:
            if not _is_title(blocks[above]) and not _is_column_name(blocks[above].text):
                break
            titles.add(above)
            above -= 1
    return titles


def _is_title(block: Block) -> bool:
    return bool(_read_words("contents").fullmatch(fold(block.text).strip(" :")))


def _is_column_name(text: str) -> bool:
    """Whether the text is the name of one or more columns of contents: ``Chapter Page``."""
    return bool(_read_words("page", "entry_columns").fullmatch(fold(text).strip(" :")))


@cache
def _read_words(*keys: str) -> re.Pattern[str]:
    words = tables.load_shipped("reading")
    longest_first = sorted((fold(word) for key in keys for word in words[key]), key=len)[::-1]
    word = f"(?:{'|'.join(longest_first)})"
    return re.compile(rf"{word}(?:\s?{word}){{0,3}}")
