"""Index at a server: its vectors and words, and the moments of the store that they are of.

Each moment lists the passages changed since the one before. A store at another moment hides these
at the server and makes them itself, so each reader gets the answers of its own moment. A writer
announces an incomplete moment first. New rows go to a new collection until it is complete.
"""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from corpus.errors import EngineError, LockedIndexError
from index.model import Encoder, Vectors, neutral
from index.retrieval import debiasing
from index.retrieval.debiasing import Treatment
from index.retrieval.vectors import (
    VARIABLE,
    GoneError,
    Moment,
    RowCollection,
    RowsRecord,
    ServerState,
    ServerWithDelta,
    connect,
    decode_arrays,
    encode_arrays,
    merge_ranges,
)
from index.store import Store
from index.words import WEIGHTS_VERSION

Ranges = Sequence[tuple[int, int]]
Tell = Callable[[int, int], None]
"""Function that takes the number of passages done and of all."""

_VERSION: Final = 1
_CURRENT: Final = "current"
_MOMENTS: Final = 100
"""Most moments in the list: a store that is behind by more cannot use the server."""

_SETTLED: Final = 2000
"""Changed rows from which on a server settles: 15,000 unsettled ones slowed a search twentyfold."""

_WEIGHED: Final = 1000
"""Passages whose words are written at a time: a megabyte or two."""

_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """The distance of a server from a store.

    ``rows`` include obsolete ones. ``generation`` is the store's at the server's last update. A
    search makes ``touched`` passages itself, since the server's differ.
    """

    rows: int
    generation: int
    touched: int


class ServerIndex:
    """An index at a server. Threads may share it; an invalid address raises EngineError."""

    def __init__(self, setting: str) -> None:
        self.server = connect(setting)
        self._arrays = lru_cache(2)(self._read_arrays)

    @property
    def address(self) -> str:
        """The address of the server, for people."""
        return self.server.address

    def state(self) -> ServerState | None:
        """Read the server's record, or None; raise EngineError if it cannot be read."""
        for _ in range(_TRIES):
            current = self._read_current()
            if current is None:
                return None
            with contextlib.suppress(GoneError):  # who writes may be quicker
                text = self.server.text(current["state"])
                if text is not None:
                    return ServerState.from_text(text, current["state"])
        raise GoneError(f"{self.address} ({VARIABLE}) lacks what its rows are of.")

    def open(self, store: Store, encoder: Encoder) -> tuple[ServerWithDelta, Treatment, Ranges]:
        """Open the server's rows for the store's moment: rows, treatment, ranges to make here."""
        state, rows, known = self._require_state(store, encoder.name, encoder.dimension)
        arrays = self._arrays(rows.arrays)
        if not self._is_current(rows, encoder):
            raise EngineError(
                f"Another version of this program brought the vectors to {self.address} "
                f"({VARIABLE}). Bring them up to date: wsis-search ingest FOLDER"
            )
        groups = range(len(rows.groups))
        vectors = ServerWithDelta(
            RowCollection(self.server, rows.name, groups, rows.passages, state.dimension),
            lambda: self._list_written_since(state, rows),
            lambda ranges: store.words.weights_between(ranges, rows.usual),
            store.stamp,
        )
        return vectors, debiasing.treatment_of(arrays, rows.groups), known

    def status(self, store: Store) -> ServerStatus:
        """Return the distance of the server from the store; raise EngineError as :meth:`open`."""
        model, dimension = store.setting("model") or "", int(store.setting("dimension") or 0)
        state, rows, known = self._require_state(store, model, dimension)
        generation = max(moment.generation for moment in state.moments if moment.is_whole)
        return ServerStatus(rows.fitted + rows.changed, generation, sum(b - a for a, b in known))

    def keep(
        self, store: Store, encoder: Encoder, tell: Tell | None = None, *, is_needed: bool = False
    ) -> None:
        """Bring the server up to the moment of a writable store, continuing interrupted work."""
        from filelock import FileLock, Timeout  # here: who only asks locks nothing

        try:
            with FileLock(store.folder / "engine.lock", timeout=0), store.snapshot():
                self._keep(store, encoder, tell)
        except Timeout as error:
            if is_needed:
                raise LockedIndexError(
                    f"Another process brings the vectors to {self.address} at the moment. "
                    "Run this again when it has finished."
                ) from error

    def forget(self, store: Store) -> None:
        """Remove an index from the server's searches; raise EngineError if that fails."""
        model, dimension = store.setting("model") or "", int(store.setting("dimension") or 0)
        state = self._read_fitting_state(store, model, dimension)
        if state is not None:
            self._put(replace(state, rows=None, coming=None, moments=()))
            self.server.drop_rows([])

    # --- the inside ------------------------------------------------------------------------------

    def _require_state(
        self, store: Store, model: str, dimension: int
    ) -> tuple[ServerState, RowsRecord, list[tuple[int, int]]]:
        """Return the server's record, its rows, and the ranges of obsolete passages."""
        state = self._read_fitting_state(store, model, dimension)
        if state is None or state.rows is None:
            raise EngineError(
                f"The vectors of this index are not at {self.address} yet ({VARIABLE}), or "
                "not all of them. Bring them there: wsis-search ingest FOLDER"
            )
        known = _find_differences(state, store)
        if known is None:
            raise EngineError(
                f"What {self.address} keeps ({VARIABLE}) is of a state that this copy of "
                "the index knows nothing of. Bring the copy up to date; or, where documents are "
                "taken in here, bring the server up: wsis-search ingest FOLDER"
            )
        return state, state.rows, known

    def _read_current(self) -> dict[str, Any] | None:
        text = self.server.text(_CURRENT)
        if text is None:
            return None
        current: dict[str, Any] = json.loads(text)
        if current["version"] != _VERSION:
            raise EngineError(
                f"Another version of this program wrote {self.address}. Name another "
                f"collection in {VARIABLE}, or use that version."
            )
        return current

    def _list_written_since(self, opened: ServerState, rows: RowsRecord) -> Ranges | None:
        """Return the passages written since; None if unknown."""
        current = self._read_current()
        if current is not None and current["state"] == opened.name:
            return ()
        now = self.state()
        last = [moment.stamp for moment in opened.moments if moment.is_whole][-1]
        stamps = [] if now is None else [moment.stamp for moment in now.moments]
        if now is None or last not in stamps:
            return None
        later = now.moments[stamps.index(last) + 1 :]
        return [each for moment in later if moment.rows == rows.name for each in moment.touched]

    def _put(self, state: ServerState) -> ServerState:
        """Write the record in one step, after all that it names."""
        state = replace(state, name=secrets.token_hex(8))
        self.server.put_text(state.name, state.as_text())
        made = [record for record in (state.rows, state.coming) if record is not None]
        current = {"version": _VERSION, "state": state.name}
        self.server.put_text(_CURRENT, json.dumps(current))
        self.server.drop_texts([_CURRENT, state.name, *(record.arrays for record in made)])
        return state

    def _read_fitting_state(self, store: Store, model: str, dimension: int) -> ServerState | None:
        """Return the record; raise EngineError if it is of another index or model."""
        state = self.state()
        if state is None:
            return None
        where = f"{self.address} ({VARIABLE})"
        if model and (state.model, state.dimension) != (model, dimension):
            raise EngineError(
                f"{where} keeps vectors of the model {state.model} with {state.dimension} "
                f"dimensions, and this index has those of {model} with "
                f"{dimension}. Name another collection."
            )
        if state.archive != store.id:
            raise EngineError(
                f"{where} keeps the vectors of another index. Name another collection for this one."
            )
        return state

    def _keep(self, store: Store, encoder: Encoder, tell: Tell | None) -> None:
        """Bring the server's rows up to date: not at all, by changed passages, or all anew."""
        state = self._read_fitting_state(store, encoder.name, encoder.dimension)
        if state is None:
            state = ServerState(store.id, encoder.name, encoder.dimension)
        known = _find_differences(state, store)
        if known is None and state.moments and store.generation < state.moments[-1].generation:
            raise EngineError(
                f"{self.address} ({VARIABLE}) keeps the vectors of a later state than this "
                "copy of the index has. Bring the copy up to date, or name another collection."
            )
        rows = state.rows
        if rows is not None and known is not None and self._is_current(rows, encoder):
            is_behind = any(
                moment.is_whole and moment.stamp == store.stamp for moment in state.moments
            )
            # A copy that is behind changes nothing.
            if not known or is_behind or self._has_updated(state, rows, store, encoder, known):
                return
        self._make(state, store, encoder, tell)

    def _has_updated(
        self, state: ServerState, rows: RowsRecord, store: Store, encoder: Encoder, ranges: Ranges
    ) -> bool:
        """Write changed passages and return True, if they are few enough."""
        treatment = debiasing.treatment_of(self._arrays(rows.arrays), rows.groups)
        new = sum(len(some.ids) for some in treatment.rows(store, encoder.dimension, ranges))
        gone = sum(b - a for a, b in ranges)
        if max(rows.changed + new, gone) > debiasing.GROWN * rows.fitted or not treatment.knows(
            set(treatment.groups[len(rows.groups) :])
        ):
            return False
        whole = tuple(earlier for earlier in state.moments if earlier.is_whole)
        moment = Moment(store.stamp, store.generation, rows.name, tuple(ranges), is_whole=False)
        state = self._put(replace(state, moments=(*whole, moment), coming=None))
        self.server.drop_rows([rows.name])
        self.server.remove_rows(rows.name, ranges)
        for some in treatment.rows(store, encoder.dimension, ranges):
            self.server.put_rows(rows.name, some)
        self._put_words(rows, store, ranges)
        if new > _SETTLED:
            self.server.settle_rows(rows.name)
        self._put(
            replace(
                state,
                moments=(*whole, replace(moment, is_whole=True))[-_MOMENTS:],
                rows=replace(
                    rows,
                    groups=tuple(treatment.groups),
                    changed=rows.changed + new,
                    passages=store.vectors.count_findable(),
                ),
            )
        )
        return True

    def _make(self, state: ServerState, store: Store, encoder: Encoder, tell: Tell | None) -> None:
        """Make all rows, in a new collection."""
        known, coming = _find_differences(state, store), state.coming
        since = None if coming is None else store.moments.find_touched(coming.moment.stamp)
        if coming is None or since is None or not self._is_usable(coming, encoder):
            coming, treatment = self._begin_rows(store, encoder)
            since = []
            state = self._put(replace(state, coming=coming))
        else:
            treatment = debiasing.treatment_of(self._arrays(coming.arrays), coming.groups)
        last = store.passages.last() + 1
        self.server.drop_rows([record.name for record in (state.rows, coming) if record])
        for some in treatment.rows(store, encoder.dimension, [(coming.done, last)]):
            self.server.put_rows(coming.name, some)
            done = int(some.ids[-1]) + 1
            self._put_words(coming, store, [(coming.done, done)])
            coming = replace(coming, done=done, groups=tuple(treatment.groups))
            state = self._put(replace(state, coming=coming))
            if tell is not None:
                tell(min(coming.done, last), last)
        self._put_words(coming, store, [(coming.done, last)])  # of what has no vectors
        self.server.settle_rows(coming.name)
        # A store that does not know the moments before cannot tell what was touched since.
        before = [] if known is None else [earlier for earlier in state.moments if earlier.is_whole]
        begun = replace(coming.moment, touched=tuple(known or ()))
        moment = Moment(store.stamp, store.generation, coming.name)
        now = replace(moment, touched=tuple(since), is_whole=False)
        rows = replace(
            coming,
            fitted=self.server.count_rows(coming.name),
            passages=store.vectors.count_findable(),
        )
        state = self._put(
            replace(
                state,
                rows=rows,
                coming=None,
                moments=(*before, begun, *([now] if since else []))[-_MOMENTS:],
            )
        )
        if since and not self._has_updated(state, rows, store, encoder, since):
            self._make(state, store, encoder, tell)

    def _begin_rows(self, store: Store, encoder: Encoder) -> tuple[RowsRecord, Treatment]:
        treatment = debiasing.fit_treatment(store, encoder.dimension, "full")
        expected = store.vectors.count_findable() + store.vectors.count_sentences()
        arrays = secrets.token_hex(8)
        vectors = neutral.as_arrays(treatment.neutraliser, encoder.name)
        self.server.put_text(arrays, encode_arrays(vectors))
        name = self.server.new_rows(encoder.dimension, expected)
        moment = Moment(store.stamp, store.generation, name)
        made = RowsRecord(name, arrays, tuple(treatment.groups), 0, 0, 0, 0, moment)
        return replace(made, weighed=WEIGHTS_VERSION, usual=store.words.usual_lengths()), treatment

    def _read_arrays(self, name: str) -> dict[str, Vectors]:
        text = self.server.text(name)
        if text is None:
            raise GoneError(f"{self.address} lacks how its rows were made ({VARIABLE}).")
        return decode_arrays(text)

    def _put_words(self, made: RowsRecord, store: Store, ranges: Ranges) -> None:
        for start, stop in ranges:
            for first in range(start, stop, _WEIGHED):
                some = [(first, min(first + _WEIGHED, stop))]
                self.server.put_words(made.name, store.words.weights_between(some, made.usual))

    def _is_current(self, made: RowsRecord, encoder: Encoder) -> bool:
        """Whether this version of the program makes rows and weights in this way."""
        arrays = self._arrays(made.arrays)
        return made.weighed == WEIGHTS_VERSION and neutral.is_current(arrays, encoder.name)

    def _is_usable(self, made: RowsRecord, encoder: Encoder) -> bool:
        try:
            self.server.count_rows(made.name)
            return self._is_current(made, encoder)
        except GoneError:
            return False


def _find_differences(state: ServerState, store: Store) -> list[tuple[int, int]] | None:
    """Return the passages that differ in a store; None if unknown."""
    since: list[tuple[int, int]] = []
    for moment in reversed(state.moments):
        touched = store.moments.find_touched(moment.stamp) if moment.is_whole else None
        if touched is not None:
            return merge_ranges([*touched, *since])
        since += moment.touched
    return None
