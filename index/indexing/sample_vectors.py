"""Vectors of the sample corpus, which come with the program.

Embedding the sample corpus takes minutes on a small machine, and everybody who tries the program
waits for it. So its vectors come along, by the digest of the text that was embedded, as 16-bit
floats (a cosine of more than 0.999 with the ones that the model gives). A text that has changed
since has another digest and is embedded as any other.

    python -m index.indexing.sample_vectors INDEX    # writes the file from an index of the sample
"""

from __future__ import annotations

import sys
from importlib import resources
from pathlib import Path
from typing import Final

import numpy as np

from index.model import MODEL_NAME, Vectors
from index.store import Store

_FILE: Final = "sample.npz"


def sample_vectors(model: str) -> dict[bytes, Vectors]:
    """Return the vectors of the sample corpus by digest; none for another model than the bundled.

    Returns:
        ``(dimension,)`` float32, unit length.
    """
    source = resources.files("index") / "data" / _FILE
    if model != MODEL_NAME or not source.is_file():
        return {}
    with source.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
        digests, halves = arrays["digests"], arrays["vectors"]
    vectors = halves.astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return {bytes(digest): vector for digest, vector in zip(digests, vectors, strict=True)}


def put_sample_vectors(store: Store, model: str) -> None:
    """Put the vectors of the sample corpus into an index before it reads the sample.

    The next ingest drops unused ones at its end.
    """
    vectors = sample_vectors(model)
    if vectors:
        store.vectors.put(vectors)


def _write(index: Path) -> int:
    with Store(index) as store:
        if store.setting("model") != MODEL_NAME:
            raise SystemExit(f"The index in {index} was built with another model.")
        stored = store.vectors.all()
    digests = np.stack([np.frombuffer(digest, np.uint8) for digest, _ in stored])
    vectors = np.stack([np.frombuffer(value, "<f4") for _, value in stored]).astype(np.float16)
    path = Path(__file__).parents[1] / "data" / _FILE
    np.savez(path, digests=digests, vectors=vectors)
    return len(stored)


if __name__ == "__main__":
    print(f"{_write(Path(sys.argv[1]))} vectors")  # noqa: T201
