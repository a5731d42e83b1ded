"""Order-keeping alignment of the paragraphs of all versions of a document.

Each version is aligned with one sequence of *units*: the paragraphs as most versions have them.
Then each is aligned anew with the units of all others, as for biological sequences (Barton and
Sternberg 1987). A unit's vector is the mean of its versions'.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.model import Vectors
from index.versions.pairwise import POWER, ParagraphRun, path, unit

Spans = NDArray[np.int64]

_CENTRE: Final = 10.0
"""Weight of zero, in paragraphs, against what a version's vectors have in common."""

_ROUNDS: Final = 2
"""Most times that each version is aligned anew with the others."""


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """The paragraphs of one version, in reading order.

    ``vectors`` are ``(n, dimension)`` float32, freed of their language, unit length; zero for none.
    ``lengths`` are ``(n,)`` in letters. Versions share the form of ``labels``; None for none.
    """

    vectors: Vectors
    lengths: NDArray[np.float64]
    labels: tuple[str | None, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Places of each version's paragraphs in the document.

    Attributes:
        units: per version ``(n, 2)``: first unit and last + 1 of each paragraph. Paragraphs in one
            unit are pieces of a split one; a paragraph with several units is merged.
        slots: per version the same in the finest pieces of any version; overlap means shared text.
    """

    units: tuple[Spans, ...]
    slots: tuple[Spans, ...]


def align(versions: Sequence[Paragraphs]) -> Alignment:
    """Align versions; return units and slots of each one's paragraphs, in the same order."""
    lines = _make_comparable(versions)
    units: list[Spans | None] = [None] * len(lines)
    # The version with the most paragraphs merges the fewest: the others find theirs in it.
    order = sorted(range(len(lines)), key=lambda line: -len(lines[line]))
    for line in order:
        _lay(line, lines, units)
    _settle(lines, units)
    if len(lines) > 2:
        for _ in range(_ROUNDS):
            before = [None if spans is None else spans.tolist() for spans in units]
            for line in order:
                _lay(line, lines, units)
                _settle(lines, units)
            if before == [None if spans is None else spans.tolist() for spans in units]:
                break
    final = tuple(spans for spans in units if spans is not None)
    return Alignment(final, _cut_slots(lines, final))


def _make_comparable(versions: Sequence[Paragraphs]) -> list[ParagraphRun]:
    """Remove what a version's vectors have in common, and scale lengths to one total."""
    totals = [float(version.lengths.sum()) or 1.0 for version in versions]
    usual = float(np.mean(totals))
    labels: dict[str | None, int] = {None: -1}
    kinds: dict[str, int] = {}
    result = []
    for version, total in zip(versions, totals, strict=True):
        mean = version.vectors.sum(axis=0) / (len(version.labels) + _CENTRE)
        has = np.linalg.norm(version.vectors, axis=1, keepdims=True) > 0
        result.append(
            ParagraphRun(
                unit(np.where(has, version.vectors - mean, np.float32(0))),
                version.lengths * (usual / total),
                np.array(
                    [labels.setdefault(label, len(labels)) for label in version.labels], np.int64
                ),
                np.array([kinds.setdefault(kind, len(kinds)) for kind in version.kinds], np.int64),
            )
        )
    return result


# --- one version along the units of the others ---------------------------------------------------


def _lay(index: int, lines: Sequence[ParagraphRun], units: list[Spans | None]) -> None:
    """Align one version with the units of the aligned others."""
    own, before = lines[index], units[index]
    units[index] = None
    place = _close_up(units, before)
    others = [other for other, spans in enumerate(units) if spans is not None]
    if not others:
        numbers = np.arange(len(own), dtype=np.int64)
        units[index] = np.stack([numbers, numbers + 1], axis=1)
        return
    profile = _make_profile(lines, units)
    along = None
    if before is not None and len(own) and len(profile):
        expected = np.interp(np.arange(len(profile)), place[before[:, 0]], np.arange(len(own)))
        along = expected.astype(np.int64)
    spans = np.zeros((len(own), 2), np.int64)
    moved = np.zeros(len(profile), np.int64)
    inserted = 0
    for a, b, c, d in path(profile, own, along):
        moved[a:b] = np.arange(a, b) + inserted
        if a == b:
            spans[c:d, 0] = np.arange(a, a + d - c) + inserted
            spans[c:d, 1] = spans[c:d, 0] + 1
            inserted += d - c
        else:
            spans[c:d] = (a + inserted, b + inserted)
    for other in others:
        old = units[other]
        if old is not None:
            units[other] = np.stack([moved[old[:, 0]], moved[old[:, 1] - 1] + 1], axis=1)
    units[index] = spans


def _close_up(units: list[Spans | None], left_out: Spans | None) -> Spans:
    """Remove unused units; return the new number of each, or of the next one, and of the end."""
    units_laid = [spans for spans in units if spans is not None]
    count = _count([*units_laid, left_out])
    used = np.zeros(count, np.int64)
    for spans in units_laid:
        used[_expand_spans(spans)[1]] = 1
    place = np.concatenate([[0], np.cumsum(used)])
    for index, old in enumerate(units):
        if old is not None:
            units[index] = place[old]
    return place


def _count(units: Sequence[Spans | None]) -> int:
    return max((int(spans.max()) for spans in units if spans is not None and len(spans)), default=0)


def _expand_spans(spans: Spans) -> tuple[Spans, Spans]:
    sizes = spans[:, 1] - spans[:, 0]
    paragraphs = np.repeat(np.arange(len(spans)), sizes)
    ends = np.cumsum(sizes)
    within = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - sizes, sizes)
    return paragraphs, spans[paragraphs, 0] + within


def _make_profile(lines: Sequence[ParagraphRun], units: Sequence[Spans | None]) -> ParagraphRun:
    """Return the sequence of units, with the weighted mean of the versions for each."""
    count = _count(units)
    vectors = np.zeros((count, lines[0].vectors.shape[1]), np.float32)
    lengths = np.zeros(count)
    sizes = np.zeros(count)
    values: list[tuple[Spans, Spans, Spans]] = []
    for line, spans in zip(lines, units, strict=True):
        if spans is None:
            continue
        paragraphs, places = _expand_spans(spans)
        size = (spans[:, 1] - spans[:, 0])[paragraphs]
        share = line.lengths[paragraphs] / size
        weight = ((share + 1) ** POWER).astype(np.float32)
        own = np.zeros_like(vectors)
        np.add.at(own, places, weight[:, None] * line.vectors[paragraphs])
        # A paragraph over several units tells less of each.
        spread = np.ones(count, np.float32)
        np.maximum.at(spread, places, size.astype(np.float32))
        vectors += unit(own) / spread[:, None]
        np.add.at(lengths, places, share)
        sizes[places] += 1
        values.append((spans[:, 0], line.labels, line.kinds))
    firsts, labels, kinds = (np.concatenate(part) for part in zip(*values, strict=True))
    has = labels >= 0
    return ParagraphRun(
        unit(vectors),
        lengths / np.maximum(sizes, 1),
        _find_commonest(firsts[has], labels[has], count),
        _find_commonest(firsts, kinds, count),
    )


def _find_commonest(units: Spans, values: Spans, count: int) -> Spans:
    """Return the most frequent value of each unit; -1 where it has none."""
    result = np.full(count, -1, np.int64)
    if len(units):
        pairs, votes = np.unique(np.stack([units, values]), axis=1, return_counts=True)
        order = np.argsort(votes, kind="stable")
        result[pairs[0][order]] = pairs[1][order]
    return result


# --- units as most versions have them ------------------------------------------------------------


def _settle(lines: Sequence[ParagraphRun], units: list[Spans | None]) -> None:
    """Split the units that most versions split, and join those that most versions join."""
    cuts = _find_cuts(lines, units, by_most=True)
    for index, old in enumerate(units):
        if old is not None:
            units[index] = _cut_spans(lines[index], old, cuts)
    _join_units(units)


def _cut_slots(lines: Sequence[ParagraphRun], units: Sequence[Spans]) -> tuple[Spans, ...]:
    """Cut the units into the finest pieces that any version has."""
    cuts = _find_cuts(lines, units, by_most=False)
    return tuple(_cut_spans(line, spans, cuts) for line, spans in zip(lines, units, strict=True))


@dataclass(frozen=True, slots=True)
class _Cuts:
    """Cuts of ``count`` units: shares of a unit's length, by unit."""

    count: int
    shares: dict[int, NDArray[np.float64]]


def _find_cuts(
    lines: Sequence[ParagraphRun], units: Sequence[Spans | None], *, by_most: bool
) -> _Cuts:
    """Find the units that most versions cut (``by_most``), or that any does."""
    count = _count(units)
    whole = np.zeros(count, np.int64)
    shares_at: dict[int, list[NDArray[np.float64]]] = {}
    for line, spans in zip(lines, units, strict=True):
        if spans is None:
            continue
        inside = _find_shared_units(spans)
        is_filled = np.zeros(count, np.int64)
        is_filled[_expand_spans(spans)[1]] = 1
        is_filled[list(inside)] = 0
        whole += is_filled
        for place, paragraphs in inside.items():
            shares_at.setdefault(place, []).append(_measure_shares(line, paragraphs))
    shares = {}
    for place, several in shares_at.items():
        if by_most and len(several) <= whole[place]:
            continue
        sizes = Counter(map(len, several))
        size = sizes.most_common(1)[0][0] if by_most else max(sizes)
        shares[place] = np.mean([share for share in several if len(share) == size], axis=0)
    return _Cuts(count, shares)


def _find_shared_units(spans: Spans) -> dict[int, list[int]]:
    """Return the units that several paragraphs of one version share, with their places."""
    alone = spans[:, 1] - spans[:, 0] == 1
    places, counts = np.unique(spans[alone, 0], return_counts=True)
    several = places[counts > 1]
    return {
        int(place): np.flatnonzero(alone & (spans[:, 0] == place)).tolist() for place in several
    }


def _measure_shares(line: ParagraphRun, paragraphs: Sequence[int]) -> NDArray[np.float64]:
    """Return where paragraphs end within their common length, without the last one."""
    ends = np.cumsum(line.lengths[list(paragraphs)] + 1)
    return np.asarray(ends[:-1] / ends[-1])


def _cut_spans(line: ParagraphRun, spans: Spans, cuts: _Cuts) -> Spans:
    """Number the pieces of cut units, and assign them to paragraphs."""
    sizes = np.ones(cuts.count, np.int64)
    for place, shares in cuts.shares.items():
        sizes[place] += len(shares)
    begins = np.concatenate([[0], np.cumsum(sizes)])
    result = begins[spans]
    for place, paragraphs in _find_shared_units(spans).items():
        if place not in cuts.shares:
            continue
        cut_at = cuts.shares[place]
        if len(paragraphs) == sizes[place]:
            borders = list(range(int(sizes[place]) + 1))
        else:
            near = [
                1 + int(np.abs(cut_at - share).argmin())
                for share in _measure_shares(line, paragraphs)
            ]
            borders = [0, *near, int(sizes[place])]
        for paragraph, first, stop in zip(paragraphs, borders, borders[1:], strict=False):
            begin = min(first, int(sizes[place]) - 1)
            result[paragraph] = (begins[place] + begin, begins[place] + max(stop, begin + 1))
    # Two against two, then cut: an earlier paragraph must not end after a later one.
    np.maximum.accumulate(result[:, 0], out=result[:, 0])
    result[:, 1] = np.minimum.accumulate(np.maximum(result[:, 1], result[:, 0] + 1)[::-1])[::-1]
    return result


def _join_units(units: list[Spans | None]) -> None:
    """Join units that most versions have as one paragraph; change ``units`` in place."""
    count = _count(units)
    if not count:
        return
    votes = np.zeros(count, np.int64)
    is_joined = np.zeros(count, bool)
    for spans in units:
        if spans is None or not len(spans):
            continue
        paragraphs, places = _expand_spans(spans)
        holder = np.full(count, -1, np.int64)
        holder[places] = paragraphs
        both = (holder[:-1] >= 0) & (holder[1:] >= 0)
        same = both & (holder[:-1] == holder[1:])
        votes[1:] += both.astype(np.int64) - 2 * same
        is_joined[1:] |= same
    # Of two versions that differ, the one with the longer paragraph decides.
    begins = (votes > 0) | ~is_joined
    number = np.concatenate([np.cumsum(begins) - 1, [int(begins.sum())]])
    for index, old in enumerate(units):
        if old is not None:
            units[index] = np.stack([number[old[:, 0]], number[old[:, 1] - 1] + 1], axis=1)
