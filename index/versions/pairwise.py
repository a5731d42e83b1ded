"""Alignment of two texts by paragraphs: a dynamic program over beads.

A bead pairs one to three paragraphs of a side with those of the other, or with none. Gale and
Church (1993) score beads by lengths, Vecalign (Thompson and Koehn 2019) by vectors. Here vectors
decide first, lengths show merged paragraphs, and labels count as far as vectors agree.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.model import Vectors

Numbers = NDArray[np.int64]
Bead = tuple[int, int, int, int]
"""A range on the left and one on the right: start, stop, start, stop; stops are exclusive."""


@dataclass(frozen=True, slots=True)
class ParagraphRun:
    """A sequence of paragraphs.

    ``vectors`` are ``(n, dimension)`` float32, unit length, or zero. ``lengths`` are ``(n,)`` in
    letters, made comparable. Equal ``labels`` and ``kinds`` share numbers; -1 is no label.
    """

    vectors: Vectors
    lengths: NDArray[np.float64]
    labels: Numbers
    kinds: Numbers

    def __len__(self) -> int:
        return len(self.lengths)

    def part(self, start: int, stop: int) -> ParagraphRun:
        """Return the paragraphs from ``start`` to before ``stop``."""
        chosen = slice(start, stop)
        return ParagraphRun(
            self.vectors[chosen], self.lengths[chosen], self.labels[chosen], self.kinds[chosen]
        )


# What counts for and against a bead; a cosine of 1 counts 1. Chosen on assembled documents of
# ``benchmarks.alignment`` other than those of its table.
_FLOOR: Final = 0.3  # below this cosine two paragraphs are rather none of each other's
_UNEVEN: Final = 0.15  # against lengths that differ, by the square of the logarithm of their ratio
_SMOOTH: Final = 10.0  # letters that are added to lengths before they are compared
_BOTH: Final = 0.25  # against two paragraphs against two
_LABEL: Final = 0.4  # for equal labels, where labels can be trusted
_OTHER_LABEL: Final = 0.1  # against two different ones
_KIND: Final = 0.3  # against a heading next to a paragraph, a table's row next to either
_MIXED: Final = 0.5  # against two of these together on one side

_SEVERAL: Final = -0.025
"""Penalty for each further paragraph on a side; below 0, since averaging vectors loses some."""

POWER: Final = 0.5
"""Power of the length by which paragraphs on one side weigh in their common vector."""

_BEADS: Final = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2))
_MARGIN: Final = 3
"""Most paragraphs on one side of a bead."""

_FROM_LEFT: Final = len(_BEADS)
_FROM_RIGHT: Final = _FROM_LEFT + 1

_WHOLE: Final = 90_000
"""Cells up to which a table is filled whole; a larger one only near certain pairs."""

_BAND: Final = 40
_NARROW: Final = 15
"""Paragraphs to either side of an expected place that are compared."""

_LARGEST: Final = 16_000_000
"""Cells of the largest table; a larger one is divided at a certain pair near its middle."""

_ROWS: Final = 64
"""Rows whose beads are scored at a time."""


def unit(vectors: Vectors) -> Vectors:
    """Scale the rows of ``(n, dimension)`` to unit length; zero stays zero."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-6), np.float32)


def path(left: ParagraphRun, right: ParagraphRun, along: Numbers | None = None) -> list[Bead]:
    """Return the best order-keeping sequence of beads."""
    rows, columns = len(left), len(right)
    if not rows or not columns:
        return [(0, rows, 0, 0)] * bool(rows) + [(rows, rows, 0, columns)] * bool(columns)
    if rows * columns <= _WHOLE:
        return _fill_table(left, right, np.zeros(rows, np.int64), columns)
    if along is not None and rows * columns <= _LARGEST:
        return _fill_table(left, right, along, _NARROW)
    pairs = _find_certain_pairs(left, right)
    if rows * columns > _LARGEST:
        row, column = min(
            (pair for pair in pairs if rows // 8 < pair[0] < rows - rows // 8),
            key=lambda pair: abs(2 * pair[0] - rows),
            default=(rows // 2, columns // 2),
        )
        first = path(left.part(0, row), right.part(0, column))
        second = path(left.part(row, rows), right.part(column, columns))
        return first + [(a + row, b + row, c + column, d + column) for a, b, c, d in second]
    centre = np.interp(
        np.arange(rows),
        [-1, *(row for row, _ in pairs), rows],
        [-1, *(column for _, column in pairs), columns],
    )
    return _fill_table(left, right, centre.astype(np.int64), _BAND)


def _find_certain_pairs(left: ParagraphRun, right: ParagraphRun) -> list[tuple[int, int]]:
    """Return pairs that are each other's nearest, in the longest chain that keeps the order."""
    near = left.vectors @ right.vectors.T
    best = near.argmax(axis=1)
    back = near.argmax(axis=0)
    mutual = [
        (row, int(column))
        for row, column in enumerate(best)
        if back[column] == row and near[row, column] > 0.5
    ]
    return _find_longest_chain(mutual)


def _find_longest_chain(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    ends: list[int] = []
    which: list[int] = []
    previous = [-1] * len(pairs)
    for index, (_, column) in enumerate(pairs):
        place = bisect_left(ends, column)
        ends[place : place + 1] = [column]
        previous[index] = which[place - 1] if place else -1
        which[place : place + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = which[-1] if which else -1
    while index >= 0:
        chain.append(pairs[index])
        index = previous[index]
    return chain[::-1]


def _fill_table(left: ParagraphRun, right: ParagraphRun, centre: Numbers, band: int) -> list[Bead]:
    """Fill the table of the dynamic program along a band, and return the best beads."""
    rows, columns = len(left), len(right)
    scorer = _Scorer(left, right)
    low = np.concatenate([[0], np.maximum(0, centre - band)])
    high = np.concatenate([[columns], np.minimum(columns, centre + 1 + band)])
    high[-1] = columns
    np.minimum.accumulate(low[::-1], out=low[::-1])
    np.maximum.accumulate(high, out=high)
    # Each row has to begin where the one above ended, or earlier.
    low[1:] = np.minimum(low[1:], high[:-1])
    # A margin of what no bead can come from, so that none has to be tested for.
    best = np.full((_MARGIN + rows + 1, _MARGIN + columns + 1), -np.inf, np.float32)
    best[_MARGIN, _MARGIN:] = 0
    came = np.full((rows + 1, columns + 1), _FROM_RIGHT, np.int8)
    gained = np.empty((len(_BEADS) + 1, columns + 1), np.float32)
    scores: list[Vectors] = []
    start = first = 0
    for row in range(1, rows + 1):
        if (row - 1) % _ROWS == 0:
            last = min(rows, row - 1 + _ROWS)
            start, first = row - _MARGIN, int(low[row]) - _MARGIN
            scores = scorer.block(start, last, first, int(high[last]))
        lo, size = int(low[row]), int(high[row] + 1 - low[row])
        # A paragraph without a partner costs nothing.
        gained[_FROM_LEFT, :size] = best[row - 1 + _MARGIN, lo + _MARGIN : lo + _MARGIN + size]
        for kind, (a, b) in enumerate(_BEADS):
            begin = lo - b
            np.add(
                best[row - a + _MARGIN, begin + _MARGIN : begin + _MARGIN + size],
                scores[kind][row - a - start, begin - first : begin - first + size],
                out=gained[kind, :size],
            )
        here = gained[:, :size].max(axis=0)
        how = gained[:, :size].argmax(axis=0)
        passed = np.maximum.accumulate(here)
        how[passed > here] = _FROM_RIGHT
        best[row + _MARGIN, lo + _MARGIN : lo + _MARGIN + size] = passed
        came[row, lo : lo + size] = how
    return list(_read_off(came))[::-1]


def _read_off(came: NDArray[np.int8]) -> Iterator[Bead]:
    """Yield the beads of the best path, from the last to the first."""
    row, column = came.shape[0] - 1, came.shape[1] - 1
    while row or column:
        how = int(came[row, column])
        if row == 0 or (how == _FROM_RIGHT and column):
            a, b = 0, 1
        elif how >= _FROM_LEFT or column == 0:
            a, b = 1, 0
        else:
            a, b = _BEADS[how]
        yield row - a, row, column - b, column
        row, column = row - a, column - b


class _Scorer:
    def __init__(self, left: ParagraphRun, right: ParagraphRun) -> None:
        self._left, self._right = left, right
        self._vectors = [
            line.vectors * ((line.lengths + 1) ** POWER)[:, None].astype(np.float32)
            for line in (left, right)
        ]
        self._runs = [
            [_sum_neighbours(vectors, line.lengths, size) for size in range(1, _MARGIN + 1)]
            for vectors, line in zip(self._vectors, (left, right), strict=True)
        ]
        self._one_kind = len({*left.kinds.tolist(), *right.kinds.tolist()}) == 1
        self._mixed = [
            [_penalise_mixed(line.kinds, size) for size in range(1, _MARGIN + 1)]
            for line in (left, right)
        ]
        self._no_labels = bool((left.labels < 0).all() or (right.labels < 0).all())
        self._trust = _measure_trust(left, right)

    def block(self, start: int, stop: int, first: int, end: int) -> list[Vectors]:
        """Return scores by kind of bead: ``(stop - start, end + 1 - first)``; -inf for none."""
        top, begin = max(0, start), max(0, first)
        # Beads that begin in the last row or column reach beyond them.
        products = (
            self._vectors[0][top : stop + _MARGIN - 1]
            @ self._vectors[1][begin : end + _MARGIN - 1].T
        )
        result = []
        for a, b in _BEADS:
            table = np.full((stop - start, end + 1 - first), -np.inf, np.float32)
            norms, lengths = self._runs[0][a - 1]
            other_norms, other_lengths = self._runs[1][b - 1]
            rows, columns = slice(top, stop), slice(begin, end)
            score = _measure_cosines(products, norms[rows], other_norms[columns], a, b)
            height, width = score.shape
            score -= np.float32(_FLOOR)
            apart = lengths[rows, None] - other_lengths[None, columns]
            apart *= apart
            np.minimum(apart, np.float32(2), out=apart)
            apart *= np.float32(_UNEVEN)
            score -= apart
            if min(a, b) > 1:
                score -= np.float32(_BOTH)
            elif a + b > 2:
                score -= np.float32(_SEVERAL * (a + b - 2))
            if not self._one_kind:
                unlike = (
                    self._left.kinds[top : top + height, None]
                    != self._right.kinds[None, begin : begin + width]
                )
                score -= np.float32(_KIND) * unlike
                score -= self._mixed[0][a - 1][rows, None]
                score -= self._mixed[1][b - 1][None, columns]
            if (a, b) == (1, 1) and not self._no_labels:
                score += self._score_labels(slice(top, top + height), slice(begin, begin + width))
            table[top - start : top - start + height, begin - first : begin - first + width] = score
            result.append(table)
        return result

    def _score_labels(self, rows: slice, columns: slice) -> Vectors:
        own_labels, other = self._left.labels[rows, None], self._right.labels[None, columns]
        counts = np.where(own_labels == other, np.float32(_LABEL), np.float32(-_OTHER_LABEL))
        both = (own_labels >= 0) & (other >= 0)
        return np.asarray(counts * both * self._trust[rows, None], np.float32)


def _measure_cosines(
    products: Vectors, norms: Vectors, other_norms: Vectors, a: int, b: int
) -> Vectors:
    """Return cosines of sums of ``a`` neighbours and of ``b`` neighbours, by row and column."""
    height, width = len(norms), len(other_norms)
    # The product of sums is the sum of the products.
    cosines = np.zeros((height, width), np.float32)
    for down in range(a):
        for along in range(b):
            cosines += products[down : down + height, along : along + width]
    cosines /= norms[:, None]
    cosines /= other_norms[None, :]
    return cosines


def _sum_neighbours(
    vectors: Vectors, lengths: NDArray[np.float64], size: int
) -> tuple[Vectors, Vectors]:
    """Return norms of sums of neighbours' vectors, and logarithms of their texts' lengths."""
    count = max(0, len(lengths) - size + 1)
    together = np.zeros((count, vectors.shape[1]), np.float32)
    letters = np.full(count, _SMOOTH, np.float32)
    for start in range(size):
        together += vectors[start : start + count]
        letters += lengths[start : start + count].astype(np.float32)
    return np.maximum(np.linalg.norm(together, axis=1), np.float32(1e-6)), np.log(letters)


def _penalise_mixed(kinds: Numbers, size: int) -> Vectors:
    count = max(0, len(kinds) - size + 1)
    unlike = np.zeros(count, bool)
    for start in range(1, size):
        unlike |= kinds[start : start + count] != kinds[:count]
    return np.asarray(_MIXED * unlike, np.float32)


def _measure_trust(left: ParagraphRun, right: ParagraphRun) -> Vectors:
    """Return the trust in labels around each row: an inserted paragraph may renumber the rest."""
    trust = np.ones(len(left), np.float32)
    places: dict[int, list[int]] = {}
    for column, label in enumerate(right.labels.tolist()):
        places.setdefault(label, []).append(column)
    seen: Counter[int] = Counter()
    rows, agreed = [], []
    for row, label in enumerate(left.labels.tolist()):
        nth = seen[label]
        seen[label] += 1
        columns = places.get(label, [])
        if label < 0 or nth >= len(columns):
            continue
        column = columns[nth]
        near = right.vectors[max(0, column - 3) : column + 4] @ left.vectors[row]
        if not near.any():
            continue
        rows.append(row)
        agreed.append(float(right.vectors[column] @ left.vectors[row] >= near.max() - 0.1))
    if rows:
        share = [np.mean(agreed[max(0, index - 2) : index + 3]) for index in range(len(agreed))]
        trust = np.interp(np.arange(len(trust)), rows, share).astype(np.float32)
    return trust
