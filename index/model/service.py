"""Vectors from an address that speaks OpenAI's protocol for embeddings.

vLLM, llama.cpp, Ollama and text-embeddings-inference do. The model stands after a number sign:
``http://localhost:8080/v1#multilingual-e5-small``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import numpy as np
from numpy.typing import NDArray

from corpus import settings
from corpus.errors import ModelError
from index.model import prompts

Vectors = NDArray[np.float32]

BATCH: Final = 64
"""Texts of a request."""

_SECONDS: Final = 120.0
"""Time limit of an answer; a server without a GPU needs it for a batch of long texts."""


class ServiceEncoder:
    """A model behind an address, which ends in ``#`` and the model's name.

    ``WSIS_SEARCH_MODEL_KEY``, if set, is sent as the key. Raises ``ModelError`` where the address
    does not answer with vectors.
    """

    model_tokens: Final = 512
    """Window of the smallest of such models, since the protocol does not state any."""

    def __init__(self, address: str) -> None:
        self.name = address
        self._place, _, self._model = address.partition("#")
        if not self._model:
            raise ModelError(
                f"The address {address} does not say which model. Name it behind a number sign: "
                f"{address}#model-name"
            )
        if "@" in urlsplit(address).netloc:
            raise ModelError(
                "The address of the model holds a password, which the index would remember. Leave "
                "it out and set WSIS_SEARCH_MODEL_KEY instead."
            )
        key = settings.MODEL_KEY.text
        self._client = httpx.Client(
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=httpx.Timeout(_SECONDS, connect=10),
            transport=httpx.HTTPTransport(retries=2),
        )
        known = prompts.of_name(self._model)
        self._query_prompt = known.get("query", "")
        self._passage_prompt = known.get("document", "")
        self.dimension = 0  # until the first answer
        self.dimension = self._request(["a"]).shape[1]

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Embed passages: ``(len(texts), dimension)`` float32, unit length."""
        return self._embed(self._passage_prompt, texts, progress)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions: ``(len(texts), dimension)`` float32, unit length."""
        return self._embed(self._query_prompt, texts, None)

    def tokens(self, text: str) -> int:
        """Return the most tokens that a passage can take, since the protocol does not count."""
        return len(self._passage_prompt) + len(text) + 2

    def _embed(
        self, prompt: str, texts: Sequence[str], progress: Callable[[int], None] | None
    ) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), BATCH):
            batch = [prompt + text for text in texts[start : start + BATCH]]
            vectors[start : start + BATCH] = self._request(batch)
            if progress:
                progress(len(batch))
        return vectors

    def _request(self, texts: list[str]) -> Vectors:
        try:
            answer = self._client.post(
                f"{self._place.rstrip('/')}/embeddings",
                json={"model": self._model, "input": texts, "encoding_format": "float"},
            )
            answer.raise_for_status()
            vectors = _parse_vectors(answer.json())
        except httpx.HTTPStatusError as error:
            raise ModelError(
                f"The model's address {self._place} answers with an error "
                f"({error.response.status_code}): {error.response.text.strip()[:300]}"
            ) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ModelError(
                f"The model's address {self._place} cannot be reached "
                f"({str(error) or type(error).__name__}). Start the service, or name another model "
                "with --model."
            ) from error
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(
                f"The model's address {self._place} does not answer with vectors as OpenAI's "
                "protocol has them. The address mostly ends in /v1."
            ) from error
        if len(vectors) != len(texts):
            raise ModelError(
                f"The model's address {self._place} gives {len(vectors)} vectors for {len(texts)} "
                "texts."
            )
        if self.dimension not in {0, vectors.shape[1]}:
            raise ModelError(
                f"The model's address {self._place} gives vectors of {vectors.shape[1]} numbers "
                f"now; before, they had {self.dimension}. Another model stands behind it: name the "
                "right one, or build the index anew."
            )
        return vectors


def _parse_vectors(answer: Any) -> Vectors:
    rows = sorted(answer["data"], key=lambda row: int(row["index"]))
    vectors = np.array([row["embedding"] for row in rows], np.float32)
    if vectors.ndim != 2 or not np.isfinite(vectors).all():
        raise ValueError("not a table of numbers")
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)
