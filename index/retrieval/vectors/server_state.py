"""Record at a server of its rows: how they were made, and of which moments they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of the store to which the rows were brought up.

    ``rows`` is the collection that was written to. ``touched`` are id ranges changed since the
    moment before. ``is_whole`` says that all changes are written.
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
        arrays: name of the text with the treatment that debiased the vectors.
        groups: languages, by number.
        fitted: number of rows when all were made.
        changed: number of rows written since.
        passages: number of passages.
        done: while all rows are made, lower ids are written.
        moment: at which all were made.
        weighed: version of the word weights.
        usual: mean words of a passage when all were made, by table.
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
    """The record at a server.

    Attributes:
        archive: id of the store.
        rows: searched collection; None before it is complete.
        coming: collection that is being made, or was when that was interrupted.
        moments: of ``rows``, latest last.
    """

    archive: str
    model: str
    dimension: int
    rows: RowsRecord | None = None
    coming: RowsRecord | None = None
    moments: tuple[Moment, ...] = ()
    name: str = ""

    def as_text(self) -> str:
        """Write the state as JSON text."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str, name: str) -> Self:
        """Read the text of a state that is stored under ``name``."""
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
