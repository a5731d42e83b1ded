"""How does text become a vector? A protocol, and sentence-transformers behind it."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from index.model import bundled

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["BATCH", "Encoder", "Vectors", "load", "model_name", "when_needed"]

Vectors = NDArray[np.float32]

BATCH: Final = 32
"""Texts per forward pass; of like length, since the shorter ones are padded."""

_E5_PROMPTS: Final = {"query": "query: ", "document": "passage: "}


class Encoder(Protocol):
    """Turns texts into vectors that can be compared by their inner product."""

    @property
    def name(self) -> str:
        """What the index remembers of the model; two encoders of one name give the same vectors."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Embed texts that are to be found.

        Args:
            texts: any number of them.
            progress: called with the number of texts done since it was called last.

        Returns:
            ``(len(texts), dimension)`` float32, unit length.
        """

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions: ``(len(texts), dimension)`` float32, unit length."""

    def tokens(self, text: str) -> int:
        """How many of the model's tokens a passage of this text takes, prefix and ends included."""

    @property
    def window(self) -> int:
        """How many tokens the model reads; what lies behind them does not reach the vector."""


def model_name(setting: str | None = None) -> str:
    """Name the model of a setting as the index remembers it, without loading it.

    Args:
        setting: a sentence-transformers name or folder; None for ``WSIS_SEARCH_MODEL`` or, where
            that is not set, the bundled model.
    """
    chosen = setting or os.environ.get("WSIS_SEARCH_MODEL") or bundled.MODEL_NAME
    path = Path(chosen)
    # A folder is remembered by its full path: `.` would be another model tomorrow.
    return str(path.resolve()) if chosen != bundled.MODEL_NAME and path.is_dir() else chosen


def load(setting: str | None = None) -> Encoder:
    """Load an embedding model; the bundled one unless a setting names another.

    Args:
        setting: as for :func:`model_name`.

    Raises:
        ModelError: it is not there, or not a sentence-transformers model.
    """
    name = model_name(setting)
    source = str(bundled.folder()) if name == bundled.MODEL_NAME else name
    return _SentenceTransformerEncoder(name, source)


def when_needed(setting: str | None = None, dimension: int | None = None) -> Encoder:
    """Give an embedding model that is loaded when it is first asked for something.

    A run over files that have not changed needs none, and loading it takes seconds.

    Args:
        setting: as for :func:`model_name`.
        dimension: of its vectors, where that is known.
    """
    return _DeferredEncoder(setting, dimension)


class _DeferredEncoder:
    """A model that is loaded at its first use."""

    def __init__(self, setting: str | None, dimension: int | None) -> None:
        self.name = model_name(setting)
        self._known_dimension = dimension

    @functools.cached_property
    def _encoder(self) -> Encoder:
        return load(self.name)

    @property
    def dimension(self) -> int:
        return self._known_dimension or self._encoder.dimension

    @property
    def window(self) -> int:
        return self._encoder.window

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        return self._encoder.passages(texts, progress) if texts else self._none()

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.queries(texts) if texts else self._none()

    def tokens(self, text: str) -> int:
        return self._encoder.tokens(text)

    def _none(self) -> Vectors:
        return np.zeros((0, self.dimension), np.float32)


class _SentenceTransformerEncoder:
    """Any sentence-transformers model, with the prefixes that it was trained with."""

    def __init__(self, name: str, source: str) -> None:
        self._name = name
        self._model = _load(name, source)
        dimension = self._model.get_embedding_dimension()
        if not dimension:
            raise ModelError(f"The model {name} does not say how long its vectors are.")
        self._dimension = int(dimension)
        prompts = {key: text for key, text in self._model.prompts.items() if text}
        if not prompts and "e5" in Path(source).name.lower():
            prompts = _E5_PROMPTS  # e5 folders made before prompts were part of the format
        self._query_prompt = prompts.get("query", "")
        self._passage_prompt = prompts.get("document", prompts.get("passage", ""))

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimension(self) -> int:
        return self._dimension

    @property
    def window(self) -> int:
        return int(self._model.max_seq_length or 512)

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        vectors = np.zeros((len(texts), self._dimension), np.float32)
        # Long ones first, in batches of like length: little padding, and no slow end.
        order = sorted(range(len(texts)), key=lambda at: -len(texts[at]))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            vectors[chosen] = self._embed([texts[at] for at in chosen], self._passage_prompt)
            if progress:
                progress(len(chosen))
        return vectors

    def queries(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self._dimension), np.float32)
        return self._embed(texts, self._query_prompt)

    def tokens(self, text: str) -> int:
        encoded: Any = self._model.tokenizer(self._passage_prompt + text)
        return len(encoded["input_ids"])

    def _embed(self, texts: Sequence[str], prompt: str) -> Vectors:
        vectors = self._model.encode(
            list(texts),
            prompt=prompt,
            batch_size=BATCH,
            convert_to_numpy=True,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)


def _load(name: str, source: str) -> SentenceTransformer:
    # Threads that spin while they wait slow everything down where other programs want a core.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    # Imported here: it takes seconds, and most commands do not need it.
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(source, device=_device())
    except (
        Exception
    ) as error:  # whatever the libraries raise: a missing file, no network, a bad folder
        raise ModelError(
            f"The model {name} cannot be loaded: {str(error).strip().splitlines()[0]} "
            "Name a folder that holds a sentence-transformers model, or leave the setting out for "
            "the bundled one."
        ) from error


def _device() -> str | None:
    # None lets the library choose, for those who have a GPU.
    return os.environ.get("WSIS_SEARCH_DEVICE")
