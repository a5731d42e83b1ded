"""Filters of passages, as a bit for each passage in memory, and counts of filters' values.

Seven bytes per passage hold version, kind, own language and whether it is a piece of a long
paragraph. So a filter costs one array look-up per passage.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from corpus.documents import PassageKind
from corpus.filters import FACETS, Filters
from corpus.languages import BY_CODE, choose_part_language
from index.store import SnapshotCache, Store

_KINDS: Final = {kind: number for number, kind in enumerate(get_args(PassageKind))}
_LANGUAGES: Final = {code: number for number, code in enumerate(BY_CODE, start=1)}
_OWN: Final = {
    (own, whole): number
    for own, number in _LANGUAGES.items()
    for whole in BY_CODE
    if choose_part_language(own, whole) != whole
}
"""Numbers of languages, for passages in another language than their version."""

_KEPT: Final = 16
"""Filters in the cache, each a byte per passage."""

_STATES: Final = 4
"""Moments in the cache, for searches that run while others write."""


class PassageMask(Collection[int]):
    """Passages that may be found, by id.

    ``bits`` are ``(n,)``, one for each id; higher ids are not included.
    """

    __slots__ = ("bits",)

    def __init__(self, bits: NDArray[np.bool_]) -> None:
        self.bits = bits

    @classmethod
    def of(cls, ids: Iterable[int]) -> PassageMask:
        """Make a mask of ids, unless they are one; what cannot be a passage's id is left out."""
        if isinstance(ids, PassageMask):
            return ids
        wanted = np.fromiter(ids, np.int64)
        wanted = wanted[(wanted >= 0) & (wanted < _REACH)]
        bits = np.zeros(int(wanted.max()) + 1 if len(wanted) else 1, np.bool_)
        bits[wanted] = True
        return cls(bits)

    def __contains__(self, passage: object) -> bool:
        if not isinstance(passage, int | np.integer):
            return False
        position = int(passage)
        return 0 <= position < len(self.bits) and bool(self.bits[position])

    def __iter__(self) -> Iterator[int]:
        return iter(self.ids.tolist())

    def __len__(self) -> int:
        return int(np.count_nonzero(self.bits))

    @property
    def ids(self) -> NDArray[np.int64]:
        """The ids, ascending."""
        return np.flatnonzero(self.bits)

    def only(self, passages: Iterable[int]) -> PassageMask:
        """Return the passages that are in both."""
        other = PassageMask.of(passages).bits
        bits = np.zeros(len(self.bits), np.bool_)
        both = min(len(bits), len(other))
        bits[:both] = self.bits[:both] & other[:both]
        return PassageMask(bits)

    def without(self, passages: Iterable[int]) -> PassageMask:
        """Return the passages that are not in another set."""
        gone = PassageMask.of(passages).bits
        bits = self.bits.copy()
        both = min(len(bits), len(gone))
        bits[:both] &= ~gone[:both]
        return PassageMask(bits)


def restrict_to(passages: Iterable[int], chosen: PassageMask | None) -> set[int]:
    """Return the passages that are in the mask; all of them if it is None."""
    return {*passages} if chosen is None else {passage for passage in passages if passage in chosen}


_REACH: Final = 1 << 28
"""Highest id of a passage that a mask takes in, to bound its memory."""


@dataclass(frozen=True, slots=True)
class _State:
    """The version, kind and language of each passage at one moment.

    Attributes:
        version: ``(n,)`` version of the passage with this id; 0 if it cannot be found.
        own: ``(n,)`` number of its language if it differs from its version's, else 0.
        piece: ``(n,)`` whether it is a piece of a long paragraph.
        document: ``(m,)`` document of the version with this id.
        totals: numbers of passages and of documents.
    """

    stamp: str
    version: NDArray[np.int32]
    kind: NDArray[np.int8]
    own: NDArray[np.int8]
    piece: NDArray[np.bool_]
    document: NDArray[np.int32]
    totals: tuple[int, int]


class FilterIndex:
    """Filters over the passages of a store. Threads may share it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._states: tuple[_State, ...] = ()
        self._known: SnapshotCache[Filters, PassageMask] = SnapshotCache(store, _KEPT)

    def filter_passages(self, filters: Filters) -> PassageMask:
        """Return the passages that a search may find under filters."""
        return self._known.get(filters, lambda: self._apply_filters(filters))

    def _apply_filters(self, filters: Filters) -> PassageMask:
        state = self._read_current()
        bits = self._filter_versions(state, filters)
        if filters.languages and state.own.any():
            wanted = [_LANGUAGES[code] for code in filters.languages]
            in_all = self._filter_versions(state, replace(filters, languages=()))
            bits |= in_all & np.isin(state.own, wanted)
        if filters.kinds:
            kinds = np.zeros(len(_KINDS), np.bool_)
            kinds[[_KINDS[kind] for kind in filters.kinds]] = True
            bits &= kinds[state.kind]
        return PassageMask(bits)

    def _filter_versions(self, state: _State, filters: Filters) -> NDArray[np.bool_]:
        versions = np.zeros(len(state.document), np.bool_)
        versions[self._store.filters.versions(filters)] = True
        versions[0] = False
        return versions[state.version]

    def of_documents(self, documents: Collection[int]) -> PassageMask:
        """Return the passages of documents that a search may find."""
        state = self._read_current()
        versions = np.isin(state.document, [*documents])
        versions[0] = False
        return PassageMask(versions[state.version])

    def pieces(self) -> PassageMask:
        """Return the passages that are pieces of long paragraphs."""
        return PassageMask(self._read_current().piece)

    def totals(self, chosen: PassageMask | None) -> tuple[int, int]:
        """Count passages and their documents; None counts all."""
        state = self._read_current()
        if chosen is None:
            return state.totals
        return _count_all(state.version[: len(chosen.bits)][chosen.bits], state.document)

    # --- the inside ------------------------------------------------------------------------------

    def _read_current(self) -> _State:
        stamp = self._store.stamp
        if (state := self._find_state(stamp)) is None:
            with self._lock:
                state = self._find_state(stamp) or self._read_state(stamp)
                self._states = (state, *self._states[: _STATES - 1])
        return state

    def _find_state(self, stamp: str) -> _State | None:
        return next((state for state in self._states if state.stamp == stamp), None)

    def _read_state(self, stamp: str) -> _State:
        """Read the state of all passages, only changed ones where an earlier state is known."""
        size = self._store.passages.last() + 1
        version, kind = np.zeros(size, np.int32), np.zeros(size, np.int8)
        own, piece = np.zeros(size, np.int8), np.zeros(size, np.bool_)
        ranges: Sequence[tuple[int, int]] = [(0, size)]
        for before in self._states:
            touched = self._store.moments.find_touched(before.stamp)
            if touched is not None:
                ranges = touched
                same = min(size, len(before.version))
                version[:same], kind[:same] = before.version[:same], before.kind[:same]
                own[:same], piece[:same] = before.own[:same], before.piece[:same]
                break
        for start, stop in ranges:
            version[start:stop] = 0
            rows = self._store.passages.findable_kinds(start, stop)
            if rows:
                ids = [row["id"] for row in rows]
                version[ids] = [row["version_id"] for row in rows]
                kind[ids] = [_KINDS[row["kind"]] for row in rows]
                piece[ids] = [row["is_piece"] for row in rows]
                own[ids] = [_OWN.get((row["language"], row["version_language"]), 0) for row in rows]
        documents = self._store.versions.documents()
        document = np.zeros(max(documents, default=0) + 1, np.int32)
        document[list(documents)] = list(documents.values())
        totals = _count_all(version[version > 0], document)
        return _State(stamp, version, kind, own, piece, document, totals)


def _count_all(versions: NDArray[np.int32], document: NDArray[np.int32]) -> tuple[int, int]:
    version_ids = np.bincount(versions, minlength=1).nonzero()[0]
    # Not `np.unique`, which loads NumPy's masked arrays.
    return len(versions), int(np.count_nonzero(np.bincount(document[version_ids], minlength=1)))


@dataclass(frozen=True, slots=True)
class Count:
    """A value of a filter, with the numbers of passages and documents under it."""

    value: str
    passages: int
    documents: int


def facets(store: Store, filters: Filters | None = None) -> dict[str, tuple[Count, ...]]:
    """Count by facet the passages and documents of each value, most documents first.

    A facet's own filter does not count for it, so that its other values show.
    """
    nothing = Filters()
    chosen = filters or nothing
    counts: dict[str, tuple[Count, ...]] = {}
    for own, facet in FACETS.items():
        others = replace(chosen, **{own: getattr(nothing, own)})
        if own == "submitters":
            others = replace(others, source=None)  # chooses among the same values
        counts[facet.name] = tuple(Count(*row) for row in store.filters.counts(facet, others))
    return counts
