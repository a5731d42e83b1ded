"""Models of sentence-transformers, with the prefixes that they know."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from index.model import prompts

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

Backend = Literal["torch", "onnx", "openvino"]
BACKENDS: Final[tuple[Backend, ...]] = ("torch", "onnx", "openvino")

BATCH: Final = 32
"""Texts of similar length per forward pass."""


class SentenceTransformerEncoder:
    """A model of sentence-transformers, with the prefixes that it was trained with.

    ``name`` is for the index, ``source`` a name or folder to load. Raises ``ModelError`` where that
    is no such model.
    """

    def __init__(self, name: str, source: str, backend: Backend = "torch") -> None:
        self.name = name
        self._model = _load(name, source, backend)
        dimension = self._model.get_embedding_dimension()
        if not dimension:
            raise ModelError(f"The model {name} does not say how long its vectors are.")
        self.dimension = int(dimension)
        self.model_tokens = int(self._model.max_seq_length or 512)
        known = {key: text for key, text in self._model.prompts.items() if text}
        # e5 folders made before prompts were part of the format have none.
        known = known or prompts.of_name(Path(source).name)
        self._query_prompt = known.get("query", "")
        self._passage_prompt = known.get("document", known.get("passage", ""))

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Embed passages: ``(len(texts), dimension)`` float32, unit length."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        # Long ones first, in batches of like length: little padding, and no slow end.
        order = sorted(range(len(texts)), key=lambda position: -len(texts[position]))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            vectors[chosen] = self._embed(
                [texts[position] for position in chosen], self._passage_prompt
            )
            if progress:
                progress(len(chosen))
        return vectors

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions: ``(len(texts), dimension)`` float32, unit length."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return self._embed(texts, self._query_prompt)

    def tokens(self, text: str) -> int:
        """Count the model's tokens of a passage with this text, prefix and ends included."""
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


def _load(name: str, source: str, backend: Backend) -> SentenceTransformer:
    if backend != "torch" and importlib.util.find_spec("optimum") is None:
        raise ModelError(
            f"The backend {backend} of WSIS_SEARCH_BACKEND needs the package optimum. Install it: "
            f'pip install "sentence-transformers[{backend}]", or leave the setting out.'
        )
    # Threads that spin while they wait slow everything down where other programs want a core.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    # Imported here: it takes seconds, and most commands do not need it.
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(source, backend=backend)
    except (
        Exception
    ) as error:  # whatever the libraries raise: a missing file, no network, a bad folder
        raise ModelError(
            f"The model {name} cannot be loaded: {str(error).strip().splitlines()[0]} "
            "Name a folder that holds a sentence-transformers model, or leave the setting out for "
            "the bundled one."
        ) from error
