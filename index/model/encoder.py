"""Encoders, which turn text into vectors: their protocol, and the choice among them.

OpenVINO runs the bundled model. sentence-transformers runs others, or a service embeds that speaks
OpenAI's protocol.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus import settings
from corpus.errors import ModelError, ModelWarning
from index.model import default_model

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """A model that turns texts into vectors, to be compared by inner product."""

    @property
    def name(self) -> str:
        """Name that an index remembers; encoders of one name give the same vectors."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Embed passages: ``(len(texts), dimension)`` float32, unit length.

        ``progress`` takes the number of texts done since its last call.
        """

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions: ``(len(texts), dimension)`` float32, unit length."""

    def tokens(self, text: str) -> int:
        """Count the model's tokens of a passage with this text, prefix and ends included."""

    @property
    def model_tokens(self) -> int:
        """Number of tokens that the model reads; later ones do not affect the vector."""


def model_name(setting: str | None = None) -> str:
    """Return a setting's model as the index remembers it, without loading it.

    A setting is a name or folder of sentence-transformers, or an address such as
    ``http://localhost:8080/v1#model``. None stands for ``WSIS_SEARCH_MODEL``, or else the bundled
    model.
    """
    chosen = setting or settings.MODEL.text or default_model.MODEL_NAME
    path = Path(chosen)
    # A folder is remembered by its full path: `.` would be another model tomorrow.
    return str(path.resolve()) if chosen != default_model.MODEL_NAME and path.is_dir() else chosen


def load(setting: str | None = None) -> Encoder:
    """Load the model of a setting as in :func:`model_name`; raise ``ModelError`` if it cannot."""
    name = model_name(setting)
    if name.startswith(("http://", "https://")):
        # Imported here, like every encoder below: each brings a library that the others do without.
        from index.model.service import ServiceEncoder

        return ServiceEncoder(name)
    backend = settings.BACKEND.word
    is_bundled = name == default_model.MODEL_NAME
    if is_bundled and backend in {"", "openvino"}:
        try:
            from index.model.openvino_encoder import OpenVinoEncoder

            return OpenVinoEncoder()
        except (ImportError, RuntimeError) as error:
            reason = str(error).strip().splitlines() or [type(error).__name__]
            warnings.warn(
                f"OpenVINO cannot be used here ({reason[0]}), so the model runs on PyTorch: it "
                "starts some seconds later, is slower and needs 500 MB of space once.",
                ModelWarning,
                stacklevel=2,
            )
            backend = "torch"
    from index.model.sentence_transformer import BACKENDS, Backend, SentenceTransformerEncoder

    chosen: Backend = next((known for known in BACKENDS if known == backend), "torch")
    try:
        source = str(default_model.folder()) if is_bundled else name
        return SentenceTransformerEncoder(name, source, chosen)
    except ImportError as error:
        raise ModelError(
            f"The model {name} needs the package sentence-transformers, which cannot be used here "
            f"({error}). Install it: pip install sentence-transformers, or leave --model, "
            "WSIS_SEARCH_MODEL and WSIS_SEARCH_BACKEND out for the bundled model on OpenVINO."
        ) from error


def when_needed(setting: str | None = None, dimension: int | None = None) -> Encoder:
    """Return an encoder that loads its model at first use, since that takes seconds."""
    return _DeferredEncoder(setting, dimension)


class _DeferredEncoder:
    def __init__(self, setting: str | None, dimension: int | None) -> None:
        self.name = model_name(setting)
        self._known_dimension = dimension

    @functools.cached_property
    def _encoder(self) -> Encoder:
        encoder = load(self.name)
        if self._known_dimension not in {None, encoder.dimension}:
            raise ModelError(
                f"The model {self.name} gives vectors of {encoder.dimension} numbers now, and the "
                f"index was built with {self._known_dimension}. Name the model it was built with, "
                "or build it anew."
            )
        return encoder

    @property
    def dimension(self) -> int:
        return self._known_dimension or self._encoder.dimension

    @property
    def model_tokens(self) -> int:
        return self._encoder.model_tokens

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        return self._encoder.passages(texts, progress) if texts else self._make_empty()

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.queries(texts) if texts else self._make_empty()

    def tokens(self, text: str) -> int:
        return self._encoder.tokens(text)

    def _make_empty(self) -> Vectors:
        return np.zeros((0, self.dimension), np.float32)
