"""Places of the marks of notes among the words of a line.

A mark behind the same words in both texts is one mark; any other is deleted and inserted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from index.analyses import WordChange
from ingest.tables import CELL_SEPARATOR
from search_app.citing.comparison_lines import Cells, ComparisonLine

_SIDES: Final = ("deleted", "inserted")


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a note in a line, at numbers of characters before its mark.

    ``old`` and ``new`` are its places in each text, or None; ``position`` is that in both together.
    """

    note: ComparisonLine
    old: int | None
    new: int | None
    position: int = 0

    @property
    def mark(self) -> str | None:
        """Tracked change of the mark: ``inserted``, ``deleted`` or None."""
        return None if self.both else _SIDES[self.old is None]

    @property
    def both(self) -> bool:
        """Whether both texts have the mark."""
        return self.old is not None and self.new is not None


def calls_of(line: ComparisonLine) -> list[Call]:
    """Return the calls of a line that is one paragraph, with their places in both texts."""
    places = []
    for side in ("old", "new"):
        carrier = getattr(line, side)
        label = f"{carrier.label}\t" if carrier and carrier.label else ""
        length = len(label) + len(carrier.text) if carrier else 0
        places.append(_find_places(line.notes, side, len(label), length))
    return [
        Call(note, *both) for note, both in zip(line.notes, zip(*places, strict=True), strict=True)
    ]


def calls_by_cell(line: ComparisonLine, old: Cells | None, new: Cells | None) -> list[list[Call]]:
    """Return the calls of a row, cell by cell."""
    calls: list[list[Call]] = [[] for _ in old or new or ()]
    places_by_side: list[list[tuple[int, int] | None]] = []
    for side, cells in (("old", old), ("new", new)):
        carrier = getattr(line, side)
        text = carrier.text if carrier else ""
        places = _find_places(line.notes, side, 0, len(text))
        places_by_side.append(
            [
                None if place is None or cells is None else _find_cell(cells, text, place)
                for place in places
            ]
        )
    for note, before, after in zip(line.notes, *places_by_side, strict=True):
        for cell in sorted({place[0] for place in (before, after) if place}):
            here, there = (
                place[1] if place and place[0] == cell else None for place in (before, after)
            )
            calls[cell].append(Call(note, here, there))
    return calls


def _find_places(
    notes: Sequence[ComparisonLine], side: str, shift: int, length: int
) -> list[int | None]:
    """Return each note's place in one text; none is before an earlier call."""
    places: list[int | None] = []
    following = length
    for note in reversed(notes):
        own = getattr(note, side)
        if own is None:
            places.append(None)
            continue
        if own.called_at is not None:
            following = min(own.called_at + shift, following)
        places.append(following)
    return places[::-1]


def _find_cell(cells: Cells, text: str, place: int) -> tuple[int, int]:
    """Return the number of the cell with a place of a row's text, and the place within it."""
    start = 0
    last_place = len(cells) - 1, len(cells[-1][1])
    for number, (_, cell) in enumerate(cells):
        if not cell:
            continue
        ends = (
            to for to in range(start + len(cell), len(text) + 1) if text[start:to].endswith(cell)
        )
        is_end = (to for to in ends if text.startswith(CELL_SEPARATOR, to) or to == len(text))
        end = next(is_end, None)
        if end is None:
            break
        last_place = number, len(cell)
        if place <= end:
            return number, max(0, place - (end - len(cell)))
        start = end + len(CELL_SEPARATOR)
    return last_place


def among(calls: Iterable[Call], pieces: Sequence[WordChange], *, is_counted: bool) -> list[Call]:
    """Return a paragraph's or cell's calls with their positions among the words of both texts."""
    last = {"old": 0, "new": 0}
    placed_calls: list[Call] = []
    for call in calls:
        gaps = {
            side: _find_gap(pieces, other, place)
            for side, other, place in (("old", "inserted", call.old), ("new", "deleted", call.new))
            if place is not None
        }
        first = max([gap[0] for gap in gaps.values()] + [last[side] for side in gaps])
        labels = {note.label for note in (call.note.old, call.note.new) if note}
        is_one = first <= min(gap[1] for gap in gaps.values())
        if not call.both or (is_one and (is_counted or len(labels) == 1)):
            last |= dict.fromkeys(gaps, first)
            placed_calls.append(replace(call, position=first))
            continue
        for side, (begin, _) in gaps.items():
            last[side] = max(begin, last[side])
            old, new = (call.old, None) if side == "old" else (None, call.new)
            placed_calls.append(Call(call.note, old, new, last[side]))
    return sorted(placed_calls, key=lambda placed_call: placed_call.position)


def _find_gap(pieces: Sequence[WordChange], without: str, place: int) -> tuple[int, int]:
    """Return the first and last position in both texts for a place in one of them."""
    length_before = seen = 0
    begin: int | None = None
    for piece in pieces:
        length = len(piece.text)
        if piece.kind != without:
            if begin is None and seen + length >= place:
                begin = length_before + place - seen
            if seen + length > place:
                return begin or 0, length_before + place - seen
            seen += length
        length_before += length
    return (length_before if begin is None else begin), length_before


def cut(pieces: Sequence[WordChange], calls: Sequence[Call]) -> Iterator[WordChange | Call]:
    """Yield the pieces, split at the calls of notes, and the calls between them."""
    ends = accumulate(len(piece.text) for piece in pieces)
    waiting = list(calls)
    for piece, end in zip(pieces, ends, strict=True):
        text, start = piece.text, end - len(piece.text)
        while waiting and waiting[0].position < end:
            call = waiting.pop(0)
            if call.position > start:
                yield WordChange(piece.kind, text[: call.position - start])
                text, start = text[call.position - start :], call.position
            yield call
        if text:
            yield WordChange(piece.kind, text)
    yield from waiting
