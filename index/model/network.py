"""The network of the bundled model, as a graph of OpenVINO.

It is a BERT of twelve layers (arXiv:1810.04805). The vector is the mean of its outputs, scaled to
unit length (arXiv:2402.05672). Token embeddings, the largest tensor, are looked up outside.
"""

from __future__ import annotations

from typing import Any, Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from index.model.engine import op, ov
from index.model.weights import BLOCK, WeightsFile, numbers

LAYOUT: Final = 1
"""Version of the graph; raise it with each change, so that cached graphs are not used."""

Kind = Literal["f32", "i8", "i4"]
"""Form of the weights in the graph: unpacked, or in blocks with a scale."""

_FAR: Final = 1e4
"""Value subtracted from the attention to padding; it removes all, in 16 bits too."""


def build(weights: WeightsFile, kind: Kind) -> ov.Model:
    """Build the graph from token embeddings to text vectors, for one form of weights.

    Inputs are embeddings ``(texts, tokens, hidden)`` and a mask ``(texts, tokens)``, 1 for tokens
    and 0 for padding, in float32. The output is ``(texts, hidden)`` float32, unit length. Vectors
    of all kinds agree but for rounding: ``f32`` is fastest with 16-bit arithmetic, ``i8`` without,
    and ``i4`` takes the least memory.
    """
    return _Network(weights, kind).model()


class _Network:
    def __init__(self, weights: WeightsFile, kind: Kind) -> None:
        self._weights = weights
        self._kind = kind
        self._header = weights.header

    def model(self) -> ov.Model:
        embeddings = op.parameter([-1, -1, self._header.hidden], ov.Type.f32, name="embeddings")
        mask = op.parameter([-1, -1], ov.Type.f32, name="mask")
        far = op.unsqueeze(
            op.multiply(op.subtract(mask, _make_floats(1)), _make_floats(_FAR)), _make_ints(1, 2)
        )
        hidden = self._normalise(embeddings, "emb.ln")
        for layer in range(self._header.layers):
            hidden = self._build_layer(hidden, far, f"l{layer}.")
        counted = op.unsqueeze(mask, _make_ints(2))
        total = op.reduce_sum(op.multiply(hidden, counted), _make_ints(1))
        mean = op.divide(total, op.reduce_sum(counted, _make_ints(1)))
        vectors = op.normalize_l2(mean, _make_ints(1), 1e-12, "max")
        return ov.Model([vectors], [embeddings, mask], "multilingual-e5-small")

    def _build_layer(self, hidden: Any, far: Any, layer: str) -> Any:
        # One multiplication for queries, keys and values.
        parts = op.split(
            self._build_dense(hidden, layer, "q", "k", "v"), op.constant(np.int64(-1)), 3
        )
        query, key, value = (self._split_heads(parts.output(index)) for index in range(3))
        scale = _make_floats((self._header.hidden / self._header.heads) ** -0.5)
        attended = op.scaled_dot_product_attention(query, key, value, far, scale)
        attended = op.transpose(attended, _make_ints(0, 2, 1, 3))
        attended = op.reshape(attended, _make_ints(0, 0, self._header.hidden), special_zero=True)
        hidden = op.add(hidden, self._build_dense(attended, layer, "ao"))
        hidden = self._normalise(hidden, f"{layer}aln")
        wide = op.gelu(self._build_dense(hidden, layer, "fi"), "erf")
        hidden = op.add(hidden, self._build_dense(wide, layer, "fo"))
        return self._normalise(hidden, f"{layer}oln")

    def _split_heads(self, hidden: Any) -> Any:
        heads = self._header.heads
        shape = _make_ints(0, 0, heads, self._header.hidden // heads)
        return op.transpose(op.reshape(hidden, shape, special_zero=True), _make_ints(0, 2, 1, 3))

    def _normalise(self, hidden: Any, name: str) -> Any:
        even = op.mvn(hidden, _make_ints(-1), True, self._header.epsilon, "INSIDE_SQRT")
        scale, shift = (self._weights.tensor(f"{name}.{part}") for part in "wb")
        return op.add(op.multiply(even, _make_floats(scale)), _make_floats(shift))

    def _build_dense(self, hidden: Any, layer: str, *names: str) -> Any:
        bias = np.concatenate([self._weights.tensor(f"{layer}{name}.b") for name in names])
        matrix = self._build_matrix([f"{layer}{name}.w" for name in names], len(bias))
        product = op.matmul(hidden, matrix, transpose_a=False, transpose_b=True)
        return op.add(product, _make_floats(bias))

    def _build_matrix(self, names: list[str], rows: int) -> Any:
        """Return ``(rows, columns)`` of weights in the pattern that OpenVINO calls compressed."""
        if self._kind == "f32":
            whole = np.concatenate([self._weights.tensor(name) for name in names])
            return _make_floats(whole.reshape(rows, -1))
        blocks = np.concatenate([self._weights.blocks(name) for name in names])
        shape = (rows, len(blocks) // rows, BLOCK)
        signed = numbers(blocks).astype(np.int8) - 8
        if self._kind == "i8":
            stored = op.constant(signed.reshape(shape))
        else:
            halves = signed.view(np.uint8) & 0x0F
            packed = halves[:, 0::2] | halves[:, 1::2] << 4
            # The tensor is only a view of the array; without a copy it would outlive it.
            tensor = ov.Tensor(packed.reshape(-1), ov.Shape(shape), ov.Type.i4)
            stored = ov.op.Constant(tensor, shared_memory=False)
        scales = op.constant(np.ascontiguousarray(blocks["scale"]).reshape(*shape[:2], 1))
        scaled = op.multiply(op.convert(stored, "f16"), scales)
        return op.convert(op.reshape(scaled, _make_ints(rows, -1), special_zero=False), "f32")


def _make_floats(values: ArrayLike) -> Any:
    return op.constant(np.asarray(values, np.float32))


def _make_ints(*values: int) -> Any:
    array: NDArray[np.int64] = np.array(values, np.int64)
    return op.constant(array)
