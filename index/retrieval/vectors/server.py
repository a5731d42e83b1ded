"""Servers of vectors and words: protocol, choice by an address's scheme, arrays as text.

A package adds a server by an entry point of the group ``wsis_search.engines``. Its name is the
scheme, its value a callable from the setting to a :class:`Server`.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EngineError
from corpus.settings import ENGINE
from index.model import Vectors
from index.retrieval.vectors.engine import Holding, Scored, Sparse, Whole
from index.retrieval.vectors.parts import Rows

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

VARIABLE: Final = ENGINE.name
GROUP: Final = "wsis_search.engines"
"""Group of the entry points of servers."""

_BUILT_IN: Final = {
    "milvus": "index.retrieval.vectors.milvus:Milvus",
    "milvus+tls": "index.retrieval.vectors.milvus:Milvus",
}
"""Servers in code, since entry points exist for installed packages only."""


class GoneError(EngineError):
    """A collection or a text does not exist (any more)."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The passages of a server that may be found.

    ``allows`` tells it of each id. ``ids`` are all that may, ascending; None if these are nearly
    all. ``share`` is that of all passages, above 0.
    """

    allows: Callable[[Whole], NDArray[np.bool_]]
    ids: Whole | None = None
    share: float = 1.0


class Server(Protocol):
    """A server that keeps rows of vectors, the words of their passages, and texts.

    Threads share it. It connects when first needed. Methods raise ``EngineError`` on failure and
    ``GoneError`` for a missing text or collection. Reads see all earlier writes.
    """

    @property
    def address(self) -> str:
        """The address for people, without a password."""

    def text(self, name: str) -> str | None:
        """Return a text by name; None if there is none."""

    def put_text(self, name: str, text: str) -> None:
        """Write a text of any length; below 1,000 letters it is replaced in one step."""

    def drop_texts(self, but: Sequence[str]) -> None:
        """Delete all texts but these."""

    def new_rows(self, dimension: int, expected: int) -> str:
        """Create collections for about ``expected`` rows and their words; return a new name."""

    def drop_rows(self, but: Sequence[str]) -> None:
        """Delete all collections of rows, with their words, but these."""

    def put_rows(self, name: str, rows: Rows) -> None:
        """Write all rows of passages, over rows of an earlier try."""

    def put_words(self, name: str, words: Mapping[int, Sparse]) -> None:
        """Write the words of passages, over earlier ones."""

    def settle_rows(self, name: str) -> None:
        """Compact what was written for quick searches; not called after small writes."""

    def remove_rows(self, name: str, ranges: Sequence[tuple[int, int]]) -> None:
        """Delete all rows and words of passages, by half-open ranges of ids."""

    def count_rows(self, name: str) -> int:
        """Count the rows of a collection."""

    def count_words(self, name: str) -> int:
        """Count the passages that have words beside a collection of rows."""

    def rows_of(self, name: str, passages: Sequence[int], dimension: int) -> Iterator[Rows]:
        """Yield rows of unique passages, one passage after the other, without absent ones."""

    def nearest(
        self, name: str, query: Vectors, k: int, group: int, selection: Selection
    ) -> Scored:
        """Find the ``k`` nearest passages of a group, exactly, each once, nearest first."""

    def with_words(
        self,
        name: str,
        queries: Sequence[Sparse],
        k: int,
        selection: Selection,
        *,
        has_weights: bool = False,
    ) -> list[list[Holding]]:
        """Find for each query the ``k`` passages with the highest inner product of words."""


def connect(setting: str) -> Server:
    """Return the server of an address; raise EngineError if scheme or address is invalid."""
    scheme = _read_scheme(setting)
    entries = _find_entries(scheme)
    if not entries:
        named = f"{scheme}:// is not among them" if scheme else "What is set has none of these"
        known = " or ".join(f"{known}://" for known in schemes())
        raise EngineError(
            f"What names the engine of vectors is no address of one that is known here "
            f"({VARIABLE}). It begins with {known}; {named}. Correct it, or install the package "
            "that brings this engine."
        )
    try:
        make: Callable[[str], Server] = entries[0].load()
    except (ImportError, AttributeError) as error:
        raise EngineError(
            f"The engine of vectors for {scheme}:// ({VARIABLE}) cannot be loaded from "
            f"{entries[0].value}: {error}. Install the package that brings it anew."
        ) from error
    return make(setting)


def engine_name(setting: str) -> str:
    """Return the scheme of a setting, up to a ``+``; empty if there is none."""
    return _read_scheme(setting).partition("+")[0]


def schemes() -> list[str]:
    """List the schemes of all known servers."""
    return [*dict.fromkeys(entry.name for entry in _find_entries())]


def encode_arrays(arrays: Mapping[str, Vectors]) -> str:
    """Write arrays of 32-bit floats as a text, a line for each."""
    return "\n".join(
        f"{key}\t{','.join(map(str, array.shape))}\t"
        + base64.b64encode(np.ascontiguousarray(array, "<f4").tobytes()).decode()
        for key, array in arrays.items()
    )


def decode_arrays(text: str) -> dict[str, Vectors]:
    """Read the arrays of a text from :func:`encode_arrays`."""
    arrays = {}
    for line in text.split("\n"):
        key, shape, body = line.split("\t")
        values = np.frombuffer(base64.b64decode(body), "<f4").astype(np.float32)
        arrays[key] = values.reshape([int(length) for length in shape.split(",")])
    return arrays


# --- the inside ------------------------------------------------------------------------------


def _read_scheme(setting: str) -> str:
    scheme, separator, _ = setting.strip().partition("://")
    return scheme.lower() if separator else ""


def _find_entries(scheme: str | None = None) -> list[EntryPoint]:
    """Return entry points of one scheme or all; built-in ones cannot be replaced."""
    from importlib.metadata import EntryPoint, entry_points  # here: most need no server

    built_in = [
        EntryPoint(name, value, GROUP)
        for name, value in _BUILT_IN.items()
        if scheme in (None, name)
    ]
    if scheme is not None and built_in:
        return built_in
    others = entry_points(group=GROUP)
    return [*built_in, *(entry for entry in others if scheme in (None, entry.name))]
