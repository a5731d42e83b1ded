"""The record at a server of its rows: how they were made, and of which moments they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of the store that the rows were brought up to.

    Attributes:
        stamp: of the moment.
        generation: of the store, for people.
        rows: collection that was written to.
        touched: passages since the moment before.
        is_whole: whether all that was touched is written.
    """

    stamp: str
    generation: int
    rows: str
    touched: tuple[tuple[int, int], ...] = ()
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class RowsRecord:
    """A collection of rows.

    Attributes:
        name: of the collection.
        arrays: name of what frees vectors of their language as these were.
        groups: languages, by their numbers.
        fitted: how many rows there were when all were made.
        changed: how many were written since.
        passages: how many there are.
        done: passages with lower ids are written, while all are made.
        moment: that all are made of.
        weighed: version of the weights of words next to them.
        usual: how many words a passage had when all were made, by table.
    """

    name: str
    arrays: str
    groups: tuple[str, ...]
    fitted: int
    changed: int
    passages: int
    done: int
    moment: Moment
    weighed: str = ""
    usual: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ServerState:
    """The record at a server of what it keeps.

    Attributes:
        archive: id of the store.
        model: that its vectors are of.
        dimension: of the vectors.
        rows: that are searched; None while there are none.
        coming: rows that are being made, or were when that was interrupted.
        moments: of ``rows``, the latest last.
        name: of this state.
    """

    archive: str
    model: str
    dimension: int
    rows: RowsRecord | None = None
    coming: RowsRecord | None = None
    moments: tuple[Moment, ...] = ()
    name: str = ""

    def as_text(self) -> str:
        """Write it as a server keeps it."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str, name: str) -> Self:
        """Read the text of a state; ``name`` is what it is kept under."""
        values: dict[str, Any] = json.loads(text)
        values.pop("older", None)  # earlier versions wrote it
        for key in ("rows", "coming"):
            if values[key] is not None:
                made = values[key]
                groups, moment = tuple(made["groups"]), _read_moment(made["moment"])
                values[key] = RowsRecord(**{**made, "groups": groups, "moment": moment})
        moments = tuple(map(_read_moment, values["moments"]))
        return cls(**{**values, "moments": moments, "name": name})


def _read_moment(stored: Mapping[str, Any]) -> Moment:
    return Moment(**{**stored, "touched": tuple((a, b) for a, b in stored["touched"])})
