"""Vectors of the sample corpus that the program ships, since embedding takes minutes.

They are 16-bit floats by digest of the text; the cosine with the model's vectors exceeds 0.999.

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
    """Return the sample's unit vectors by digest; none for a model other than the bundled one."""
    source = resources.files("index") / "data" / _FILE
    if model != MODEL_NAME or not source.is_file():
        return {}
    with source.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
        digests, halves = arrays["digests"], arrays["vectors"]
    vectors = halves.astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return {bytes(digest): vector for digest, vector in zip(digests, vectors, strict=True)}


def put_sample_vectors(store: Store, model: str) -> None:
    """Put the sample's vectors into an index before its ingest, which deletes unused ones."""
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
