"""An encoder that keeps vectors on disk by text, so that measuring again takes seconds.

A folder holds one ``.npz`` per batch: digests of texts, their vectors, and the vector of a probe.
Another vector for the probe means another model under the name: old vectors are not used.
"""

from __future__ import annotations

import hashlib
import os
import uuid
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from index.model import Encoder, Vectors

_PROBE: Final = "World Summit on the Information Society 信息社会世界峰会"

_SAME: Final = 1e-3
"""Largest difference in an entry of the probe's vector; threads and batches cause 1e-6."""

_BATCH: Final = 1000
"""Texts embedded between two files, so that an interruption loses little."""


class CachingEncoder:
    """An encoder that embeds each text once, and keeps its vector in a folder.

    If the folder cannot be written, the cache lasts as long as this object.
    """

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self._encoder = encoder
        name = hashlib.sha256(encoder.name.encode("utf-8")).hexdigest()[:16]
        self._folder = folder / name
        self._known: dict[str, dict[bytes, Vectors]] = {}
        self._probe = encoder.queries([_PROBE])

    @property
    def name(self) -> str:
        """Name of the wrapped encoder."""
        return self._encoder.name

    @property
    def dimension(self) -> int:
        """Dimension of the wrapped encoder."""
        return self._encoder.dimension

    @property
    def model_tokens(self) -> int:
        """Window of the wrapped encoder, in tokens."""
        return self._encoder.model_tokens

    def tokens(self, text: str) -> int:
        """Count tokens as the wrapped encoder does."""
        return self._encoder.tokens(text)

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Embed passages: ``(n, dimension)`` float32, unit length."""
        return self._embed("passages", texts, self._encoder.passages, progress)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions: ``(n, dimension)`` float32, unit length."""
        return self._embed("queries", texts, self._encoder.queries, None)

    # --- the inside ------------------------------------------------------------------------------

    def _embed(
        self,
        role: str,
        texts: Sequence[str],
        embed: Callable[[Sequence[str]], Vectors],
        progress: Callable[[int], None] | None,
    ) -> Vectors:
        known = self._load(role)
        digests = [hashlib.sha256(text.encode("utf-8")).digest() for text in texts]
        missing = {
            digest: text for digest, text in zip(digests, texts, strict=True) if digest not in known
        }
        if progress:
            progress(len(texts) - len(missing))
        # Of like length, so that little is padded.
        order = sorted(missing, key=lambda digest: len(missing[digest]), reverse=True)
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            vectors = embed([missing[digest] for digest in chosen])
            known.update(zip(chosen, vectors, strict=True))
            self._keep(role, chosen, vectors)
            if progress:
                progress(len(chosen))
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return np.stack([known[digest] for digest in digests])

    def _load(self, role: str) -> dict[bytes, Vectors]:
        if role not in self._known:
            self._known[role] = known = {}
            for path in sorted(self._folder.glob(f"{role}-*.npz")):
                known.update(self._read(path))
        return self._known[role]

    def _read(self, path: Path) -> dict[bytes, Vectors]:
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
                probe, keys = stored["probe"], stored["digests"]
                vectors = np.asarray(stored["vectors"], np.float32)
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return {}
        shape = (len(keys), self.dimension)
        if (
            vectors.shape != shape
            or probe.shape != self._probe.shape
            or np.abs(probe - self._probe).max() > _SAME
        ):
            return {}
        return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}

    def _keep(self, role: str, digests: Sequence[bytes], vectors: Vectors) -> None:
        """Write vectors to a new file of the folder; do nothing where the disk refuses."""
        name = f"{role}-{uuid.uuid4().hex}.npz"
        scratch = self._folder / f".{name}.{os.getpid()}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with scratch.open("wb") as stream:
                np.savez(
                    stream,
                    probe=self._probe,
                    digests=np.frombuffer(b"".join(digests), np.uint8).reshape(len(digests), -1),
                    vectors=vectors,
                )
            scratch.replace(self._folder / name)
        except OSError:
            # A full or read-only disk: they are embedded anew another time.
            scratch.unlink(missing_ok=True)
