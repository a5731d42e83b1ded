"""What does a file propose to change, and in which of its passages?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from corpus.documents import Change, Passage
from ingest import passages, proposals
from ingest.blocks import Reading


def placed(reading: Reading, found: Sequence[Passage]) -> tuple[Change, ...]:
    """The tracked changes and the marks of proposals, in reading order, each with its passage.

    Args:
        reading: what a reader found.
        found: its passages (``ingest.passages.passages`` of the same blocks).
    """
    marks = list(proposals.find(reading.blocks))
    if not marks and not reading.changes:
        return ()
    places = _Places(reading, found)
    changes: list[tuple[int, Change]] = []
    for mark in marks:
        at = places.of(mark.block if mark.target is None else mark.target, "")
        label, text = passages.part_label(mark.text)
        if mark.deleted:
            text = " ".join(reading.changes[number].text for number in mark.deleted)
        elif mark.target is not None and not text:
            label = found[at].label if at is not None else None
            text = places.text(mark.target)
        change = Change(mark.kind, " ".join(text.split()), None, None, label, at, mark.proposal)
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
        at = places.of(block, words)
        label = found[at].label if at is not None else None
        changes.append((last, replace(change, passage=at, label=label)))
    changes.sort(key=lambda item: item[0])
    return tuple(change for _, change in changes)


class _Places:
    """Finds the passages of a block by where its text begins."""

    def __init__(self, reading: Reading, found: Sequence[Passage]) -> None:
        self._found = found
        self._block_starts = passages.starts(reading.blocks)
        self._starts = [passage.start for passage in found]

    def of(self, block: int | None, words: str) -> int | None:
        """The place of the block's passage; of the piece that has ``words``, where it was cut."""
        pieces = self._pieces(block)
        words = " ".join(words.split())
        holding = (at for at in pieces if words in " ".join(self._found[at].text.split()))
        return next(holding, pieces[0] if pieces else None)

    def text(self, block: int) -> str:
        """All of the block's text, its label not included."""
        return " ".join(self._found[at].text for at in self._pieces(block))

    def _pieces(self, block: int | None) -> range:
        start = self._block_starts[block] if block is not None else None
        if start is None or block is None:
            return range(0)
        behind = next(
            (one for one in self._block_starts[block + 1 :] if one is not None), start + 2**60
        )
        return range(bisect_left(self._starts, start), bisect_left(self._starts, behind))
