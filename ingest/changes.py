"""Changes that a file proposes (tracked, or marked ADD, MOD …), each with its passage.

The marks of ITU proposals are Latin in all languages: ``MOD  ARB/39A7/1``, then the text. They may
be on the provision's line (``ADD  5.134A …``), in brackets if editorial, or in a table cell.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from corpus import tables
from corpus.documents import Change, ChangeKind, Passage
from corpus.languages import LETTERS
from corpus.text import fold_with_places, join_patterns
from ingest import passages
from ingest.blocks import Block, FileContent
from ingest.tables import CELL_SEPARATOR

_KINDS: Final[dict[str, ChangeKind]] = {
    "ADD": "add",
    "MOD": "modify",
    "SUP": "suppress",
    "NOC": "no-change",
}

_NUMBER: Final = (
    # Who proposes, the document with its addenda, the proposal: RCC/12(Add.13)/1, CAN/MEX/47A1/2.
    r"[A-Z][A-Z&]{0,9}(?:\s?/\s?[A-Z][A-Z&-]{0,9})*\s?/\s?\d{1,4}"
    rf"(?:\s?\((?:Add|Rev|Corr)\.\s?\d+\)|[ARC]\d{{1,3}})*(?:-[{LETTERS}])?"
    r"(?:\s?/\s?\d{1,4})+(?:\s?#\s?\d+)?"
)
_MARK: Final = r"(?P<open>\()?(?P<mark>ADD|MOD|SUP|NOC)(?(open)\))\*?"

_LINE: Final = re.compile(
    rf"{_MARK}(?:(?:\s+|(?<=\)))(?P<number>{_NUMBER}))?(?:(?P<gap>\s+)(?P<rest>\S.*))?", re.DOTALL
)
_NUMBER_FIRST: Final = re.compile(rf"(?P<number>{_NUMBER})\s+{_MARK}")
_NUMBER_ALONE: Final = re.compile(_NUMBER)

_WORDS: Final = tables.load_shipped("reading")

_PROVISION: Final = re.compile(rf"\d|no\.?\s?\d|№|{join_patterns(_WORDS['provisions'])}")
"""Beginning of a provision right after its mark; needed without a tab, as ADD is also a word."""

_FAR: Final = 400
"""Largest offset in a block, in characters, at which a mark may be."""

_REASONS: Final = re.compile(join_patterns(_WORDS["reasons"]) + r"\s*(?::|$)")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of a proposal in a file's blocks.

    ``target`` is the block that it applies to, this one or a later one, ``text`` the text after it.
    ``deleted`` has indexes in ``FileContent.changes`` of deletions that it suppresses.
    """

    kind: ChangeKind
    block: int
    target: int | None
    text: str = ""
    proposal: str | None = None
    deleted: tuple[int, ...] = ()


def place_changes(reading: FileContent, passages_of_file: Sequence[Passage]) -> tuple[Change, ...]:
    """Return tracked changes and marks of proposals, in reading order, with their passages."""
    proposed = list(marks(reading.blocks))
    if not proposed and not reading.changes:
        return ()
    places = _BlockFinder(reading, passages_of_file)
    changes: list[tuple[int, Change]] = []
    for mark in proposed:
        index = places.of(mark.block if mark.target is None else mark.target, "")
        label, text = passages.part_label(mark.text)
        if mark.deleted:
            text = " ".join(reading.changes[number].text for number in mark.deleted)
        elif mark.target is not None and not text:
            label = passages_of_file[index].label if index is not None else None
            text = places.text(mark.target)
        change = Change(mark.kind, " ".join(text.split()), None, None, label, index, mark.proposal)
        changes.append((mark.block, change))
    block_of = {
        change: number for number, block in enumerate(reading.blocks) for change in block.changes
    }
    gone_before = {
        change: number
        for number, block in enumerate(reading.blocks)
        for change in block.deleted_before
    }
    last = 0
    for number, change in enumerate(reading.changes):
        block = block_of.get(number)
        last = gone_before.get(number, last) if block is None else block
        words = change.text if change.kind == "inserted" else ""
        index = places.of(block, words)
        label = passages_of_file[index].label if index is not None else None
        changes.append((last, replace(change, passage=index, label=label)))
    changes.sort(key=lambda item: item[0])
    return tuple(change for _, change in changes)


class _BlockFinder:
    """A lookup of a block's passages by the start of its text."""

    def __init__(self, reading: FileContent, found: Sequence[Passage]) -> None:
        self._found = found
        self._block_starts = passages.starts(reading.blocks)
        self._starts = [passage.start for passage in found]

    def of(self, block: int | None, words: str) -> int | None:
        """Return the index of the block's passage; of several pieces, the one with ``words``."""
        pieces = self._pieces(block)
        words = " ".join(words.split())
        holding = (index for index in pieces if words in " ".join(self._found[index].text.split()))
        return next(holding, pieces[0] if pieces else None)

    def text(self, block: int) -> str:
        """Return the block's whole text without its label."""
        return " ".join(self._found[index].text for index in self._pieces(block))

    def _pieces(self, block: int | None) -> range:
        start = self._block_starts[block] if block is not None else None
        if start is None or block is None:
            return range(0)
        behind = next(
            (later for later in self._block_starts[block + 1 :] if later is not None), start + 2**60
        )
        return range(bisect_left(self._starts, start), bisect_left(self._starts, behind))


def marks(blocks: Sequence[Block]) -> Iterator[Mark]:
    """Yield the marks of proposals in ``blocks``, in reading order."""
    for index, block in enumerate(blocks):
        if block.kind == "table":
            yield from _find_marks_in_row(block.text, index)
            continue
        line = _match_mark(block)
        if line is None:
            continue
        rest = (line["rest"] or "").strip() if "rest" in line.re.groupindex else ""
        number = line["number"]
        following = _find_next(blocks, index)
        if number is None and not rest and following is not None:
            # The number may be on a line of its own.
            alone = _NUMBER_ALONE.fullmatch(_normalise(blocks[following].text))
            if alone is not None:
                number, following = alone[0], _find_next(blocks, following)
        kind = _KINDS[line["mark"]]
        deleted: tuple[int, ...] = ()
        if kind == "suppress" and not rest and following is not None:
            deleted = blocks[following].deleted_before
        if not rest and following is not None and (deleted or _is_no_target(blocks[following])):
            following = None
        yield Mark(
            kind,
            index,
            index if rest else following,
            rest,
            re.sub(r"\s", "", number) if number else None,
            deleted,
        )


def _find_marks_in_row(text: str, block_index: int) -> Iterator[Mark]:
    """Yield the marks in the cells of a table row, where column names may precede them."""
    cells = text.split(CELL_SEPARATOR)
    lines = [_match_cell(cell) for cell in cells]
    places = [place for place, line in enumerate(lines) if line is not None]
    for place, until in pairwise([*places, len(cells)]):
        line = lines[place]
        if line is None:
            continue
        number = line["number"]
        behind = cells[place + 1 : until]
        if number is None and behind and _NUMBER_ALONE.fullmatch(_strip_column_name(behind[0])):
            number = _strip_column_name(behind.pop(0))
        if not behind and len(places) == 1:
            behind = cells[:place]
        rest = line["rest"] if "rest" in line.re.groupindex else None
        applies_to = CELL_SEPARATOR.join(filter(None, [rest, *behind]))
        # Without it, ADD and MOD are the names of columns.
        if applies_to:
            kind = _KINDS[line["mark"]]
            yield Mark(
                kind,
                block_index,
                block_index,
                applies_to,
                re.sub(r"\s", "", number) if number else None,
            )


def _match_cell(cell: str) -> re.Match[str] | None:
    if not any(mark in cell[:_FAR] for mark in _KINDS):
        return None
    return _match_mark(Block("paragraph", cell)) or _match_mark(
        Block("paragraph", _strip_column_name(cell))
    )


def _strip_column_name(cell: str) -> str:
    return _normalise(cell.partition(": ")[2] or cell)


def _match_mark(block: Block) -> re.Match[str] | None:
    """Match a block that marks a proposal, perhaps with its provision; None for any other."""
    if block.kind not in ("paragraph", "heading") or block.label is not None:
        return None
    if not any(mark in block.text[:_FAR] for mark in _KINDS):
        return None
    text = _normalise(block.text)
    line = _LINE.fullmatch(text)
    if line is None:
        return _NUMBER_FIRST.fullmatch(text)
    rest = line["rest"]
    if rest and line["number"] is None:
        is_provision = _PROVISION.match(fold_with_places(rest).text) is not None
        if "\t" not in line["gap"] and "\n" not in line["gap"] and not is_provision:
            return None
    return line


def _normalise(text: str) -> str:
    shown = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return shown.replace("（", "(").replace("）", ")").replace("／", "/").strip()


def _find_next(blocks: Sequence[Block], index: int) -> int | None:
    return next(
        (
            later
            for later in range(index + 1, len(blocks))
            if blocks[later].kind != "footnote" and blocks[later].text.strip()
        ),
        None,
    )


def _is_no_target(block: Block) -> bool:
    """Whether a block is the next mark, or gives the reason of a proposal."""
    return (
        _match_mark(block) is not None
        or _REASONS.match(fold_with_places(block.text).text.strip()) is not None
    )
