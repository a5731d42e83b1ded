"""Servers that keep vectors and words: their protocol, and the choice by an address's scheme.

A setting has the address of a server, and the scheme before ``://`` says whose it is. One is built
in; a package brings another by an entry point of the group ``wsis_search.engines``. Its name is the
scheme, its value a callable that takes the setting and returns a :class:`Server`.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EngineError
from index.model import Vectors
from index.retrieval.vectors.engine import Holding, Scored, Sparse, Whole
from index.retrieval.vectors.parts import Rows

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

VARIABLE: Final = "WSIS_SEARCH_ENGINE"
GROUP: Final = "wsis_search.engines"
"""Entry points of this group bring servers."""

_BUILT_IN: Final = {
    "milvus": "index.retrieval.vectors.milvus:Milvus",
    "milvus+tls": "index.retrieval.vectors.milvus:Milvus",
}
"""In code, since entry points are known of installed packages only, and not of a folder of code."""


class GoneError(EngineError):
    """A collection, or a text, is not there (any more)."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The passages of a server that may be found.

    Attributes:
        allows: takes ids of passages, and says of each whether it may be found.
        ids: of all that may, in order; None where these are nearly all.
        share: which part of all passages they are, above 0 where a server is asked.
    """

    allows: Callable[[Whole], NDArray[np.bool_]]
    ids: Whole | None = None
    share: float = 1.0


class Server(Protocol):
    """A server that keeps rows of vectors, the words of passages next to them, and texts.

    Threads share it. It is asked when it is first needed: to make one raises an error only where
    the setting is no address. A method raises ``EngineError`` where the server cannot do it, and
    ``GoneError`` where the text or the collection is not there. Who asks after something was
    written finds it.
    """

    @property
    def address(self) -> str:
        """The address, for people: without a password."""

    def text(self, name: str) -> str | None:
        """Return a text by its name; None where there is none."""

    def put_text(self, name: str, text: str) -> None:
        """Keep a text, of any length. One of less than 1,000 letters is replaced in one step."""

    def drop_texts(self, but: Sequence[str]) -> None:
        """Delete all texts but these."""

    def new_rows(self, dimension: int, expected: int) -> str:
        """Make a collection of rows, with one of words, for about so many; return a new name."""

    def drop_rows(self, but: Sequence[str]) -> None:
        """Delete all collections of rows but these, with their words."""

    def put_rows(self, name: str, rows: Rows) -> None:
        """Write all rows of some passages, in the place of those that an earlier try wrote."""

    def put_words(self, name: str, words: Mapping[int, Sparse]) -> None:
        """Write the words of passages, in the place of those that are there."""

    def settle_rows(self, name: str) -> None:
        """Put what was written where it is searched quickly; not asked for after each few."""

    def remove_rows(self, name: str, ranges: Sequence[tuple[int, int]]) -> None:
        """Delete all rows and words of passages: ranges of ids, from and to (not included)."""

    def count_rows(self, name: str) -> int:
        """Count the rows of a collection."""

    def count_words(self, name: str) -> int:
        """Count the passages that have words next to the rows of a collection."""

    def rows_of(self, name: str, passages: Sequence[int], dimension: int) -> Iterator[Rows]:
        """Return the rows of passages, those of one together and in the order of writing.

        Args:
            name: of the collection.
            passages: ids, each once; those that are not there are left out.
            dimension: length of a vector.
        """

    def nearest(
        self, name: str, query: Vectors, k: int, group: int, selection: Selection
    ) -> Scored:
        """Find the nearest passages of a group, exactly, each once and the nearest first.

        Args:
            name: of the collection.
            query: ``(dimension,)`` float32, unit length.
            k: at most how many.
            group: its number.
            selection: the passages that may be found.
        """

    def with_words(
        self,
        name: str,
        queries: Sequence[Sparse],
        k: int,
        selection: Selection,
        *,
        has_weights: bool = False,
    ) -> list[list[Holding]]:
        """Find for each query the passages whose words have the highest inner product with it.

        Args:
            name: of the collection of rows that the words are next to.
            queries: weights of words.
            k: at most how many for each.
            selection: the passages that may be found.
            has_weights: whether the weights of each passage's words are needed.
        """


def connect(setting: str) -> Server:
    """Return the server that a setting names, by the scheme of its address.

    Raises:
        EngineError: nobody knows the scheme, its package is broken, or the rest is no address.
    """
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
    """Return what an engine is called: its scheme, up to a ``+``; empty where there is none."""
    return _read_scheme(setting).partition("+")[0]


def schemes() -> list[str]:
    """Return the schemes of all servers that are known here."""
    return [*dict.fromkeys(entry.name for entry in _find_entries())]


def encode_arrays(arrays: Mapping[str, Vectors]) -> str:
    """Return arrays of 32-bit floats as a text for a server: a line for each."""
    return "\n".join(
        f"{key}\t{','.join(map(str, array.shape))}\t"
        + base64.b64encode(np.ascontiguousarray(array, "<f4").tobytes()).decode()
        for key, array in arrays.items()
    )


def decode_arrays(text: str) -> dict[str, Vectors]:
    """Return the arrays of a text of :func:`encode_arrays`."""
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
    """Return entry points, of one scheme or of all: the built-in ones cannot be replaced."""
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
