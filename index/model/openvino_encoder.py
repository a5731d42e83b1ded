"""The bundled model on OpenVINO, which computes on its 4-bit weights without torch.

Texts a second on a Xeon with AMX: 88 in 16 bits, 62 on 4-bit weights, 41 in 8 bits, 30 in 32. Only
processors with AMX therefore use 16 bits for passages. Questions always use 8 bits: 3.7 ms, against
5.6 in 16 bits on an EPYC with VNNI (``benchmarks.speed.encode`` prints current values).
"""

from __future__ import annotations

import functools
import hashlib
import threading
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.model import network, prompts, weights
from index.model.cache import load_or_make
from index.model.default_model import MODEL_NAME
from index.model.engine import ov
from index.model.tokenizer import Tokenizer
from index.model.weights import WeightsFile

Vectors = NDArray[np.float32]
_Ids = NDArray[np.int32]

TOKENS: Final = 512
"""Tokens of a batch, padding included; larger batches leave the processor's cache."""

STEP: Final = 16
"""Multiple of tokens that texts are padded to in 16-bit arithmetic, whose units take 16 rows.

On a Xeon with AMX this takes 0.86 of the time for paragraphs and 0.94 for sentences. Steps of 4, 8
and 32 take 0.95, 0.92 and 0.87 for paragraphs.
"""

_COMPILED: Final = 100
"""Compiled lengths of text that OpenVINO keeps; without a limit, an ingest's memory grows."""

FEW: Final = 8
"""Number of passages up to which a second graph costs more than it gains."""

_FLAGS: Final = Path("/proc/cpuinfo")

WINDOW: Final = 4096
"""Passages whose tokens are held at a time."""


class OpenVinoEncoder:
    """The bundled model on OpenVINO.

    ``in_16_bits`` chooses the arithmetic for passages; None takes the faster. Raises ``ModelError``
    where the file is missing or damaged, ``RuntimeError`` where OpenVINO lacks this processor.
    """

    name: Final = MODEL_NAME

    def __init__(self, *, in_16_bits: bool | None = None) -> None:
        path = weights.find()
        self._weights = WeightsFile(path)
        header = self._weights.header
        self.dimension = header.hidden
        self.model_tokens = header.positions
        self._core = ov.Core()
        if "CPU" not in self._core.available_devices:
            raise RuntimeError("it has no plugin for this processor")
        can = self._core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        self.has_16_bits = "BF16" in can and (_has_tiles() if in_16_bits is None else in_16_bits)
        self._one = self._compile_for_questions(path, sorted(can)).create_infer_request()
        self._tokenizer = Tokenizer(self._weights, self.model_tokens)
        self._asking = threading.Lock()  # a request computes one thing at a time
        self._rows = self._weights.blocks("emb.word").reshape(-1, self.dimension // weights.BLOCK)
        types = self._weights.tensor("emb.type")[: self.dimension]
        self._positions = self._weights.tensor("emb.pos").reshape(-1, self.dimension) + types

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Embed passages: ``(len(texts), dimension)`` float32, unit length."""
        if len(texts) <= FEW:
            vectors = self._embed_each("document", texts)
            if progress and texts:
                progress(len(texts))
            return vectors
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), WINDOW):
            ids = self._tokenize("document", texts[start : start + WINDOW])
            self._embed(ids, vectors[start : start + WINDOW], progress)
        return vectors

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions: ``(len(texts), dimension)`` float32, unit length."""
        return self._embed_each("query", texts)

    def tokens(self, text: str) -> int:
        """Count the model's tokens of a passage with this text, prefix and ends included."""
        return len(self._tokenize("document", [text])[0])

    def _tokenize(self, role: str, texts: Sequence[str]) -> list[_Ids]:
        prefixed = [prompts.E5[role] + text for text in texts]
        return self._tokenizer.ids(prefixed, is_question=role == "query")

    def _embed_each(self, role: str, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        ids = self._tokenize(role, texts)
        for row, tokens in enumerate(ids):
            inputs = self._make_inputs([tokens])
            with self._asking:
                self._one.infer(inputs)
                vectors[row] = self._one.get_output_tensor(0).data[0]
        return vectors

    def _embed(
        self, ids: Sequence[_Ids], vectors: Vectors, progress: Callable[[int], None] | None
    ) -> None:
        done: list[int] = []  # filled by OpenVINO's threads, reported by this one

        def store_vectors(request: ov.InferRequest, chosen: list[int]) -> None:
            vectors[chosen] = request.get_output_tensor(0).data
            done.append(len(chosen))

        queue = ov.AsyncInferQueue(self._for_passages)
        queue.set_callback(store_vectors)
        step = STEP if self.has_16_bits else 1
        try:
            for chosen in _make_batches(ids, step):
                queue.start_async(
                    self._make_inputs([ids[position] for position in chosen], step), chosen
                )
                while progress and done:
                    progress(done.pop())
        finally:  # after Ctrl-C too: its threads would call an interpreter that has ended
            queue.wait_all()
        if progress and done:
            progress(sum(done))

    def _make_inputs(self, ids: Sequence[_Ids], step: int = 1) -> list[NDArray[np.float32]]:
        longest = min(_round_up(max(map(len, ids)), step), self.model_tokens)
        table = np.ones((len(ids), longest), np.int32)
        mask = np.zeros((len(ids), longest), np.float32)
        for row, tokens in enumerate(ids):
            table[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        words = weights.dequantise(self._rows[table]).reshape(*table.shape, -1)
        return [words + self._positions[:longest], mask]

    def _compile_for_questions(self, path: Path, can: list[str]) -> ov.CompiledModel:
        settings = self._make_settings(hint="LATENCY", precision="f32")
        file = path.stat()
        depends = repr(
            (network.LAYOUT, ov.__version__, settings, can, file.st_size, file.st_mtime_ns)
        )
        processor = self._core.get_property("CPU", "FULL_DEVICE_NAME")
        key = hashlib.sha256(f"{depends} {processor}".encode()).hexdigest()[:16]

        def compile_graph() -> bytes:
            weights.check(path)
            graph = network.build(self._weights, "i4")
            content: bytes = (
                self._core.compile_model(graph, "CPU", settings).export_model().getvalue()
            )
            return content

        # The graph's weights are not copied out of it: it has to stay.
        self._blob = load_or_make(f"{MODEL_NAME}-{key}.compiled", compile_graph)
        tensor = ov.Tensor(self._blob, ov.Shape([len(self._blob)]), ov.Type.u8)
        return self._core.import_model(tensor, "CPU", settings)

    @functools.cached_property
    def _for_passages(self) -> ov.CompiledModel:
        kind: network.Kind = "f32" if self.has_16_bits else "i8"
        precision = "bf16" if self.has_16_bits else "f32"
        settings = self._make_settings(hint="THROUGHPUT", precision=precision)
        graph = network.build(self._weights, kind)
        # Its threads abort a process that ends while it is still there.
        weakref.finalize(self, self.__dict__.pop, "_for_passages", None)
        try:
            few = {"CPU_RUNTIME_CACHE_CAPACITY": _COMPILED}
            return self._core.compile_model(graph, "CPU", settings | few)
        except RuntimeError:  # OpenVINO does not promise to know the name for ever
            return self._core.compile_model(graph, "CPU", settings)

    def _make_settings(self, *, hint: str, precision: str) -> dict[str, Any]:
        return {
            "PERFORMANCE_HINT": hint,
            "INFERENCE_PRECISION_HINT": precision,
            # Activations of so many numbers share a scale where they are made 8-bit.
            "DYNAMIC_QUANTIZATION_GROUP_SIZE": weights.BLOCK,
        }


def _has_tiles() -> bool:
    """Whether the processor has AMX; assumed where the system does not say."""
    try:
        return "amx_tile" in _FLAGS.read_text("ascii", "replace")
    except OSError:
        return True


def _round_up(length: int, step: int) -> int:
    return -(-length // step) * step


def _make_batches(ids: Sequence[_Ids], step: int) -> list[list[int]]:
    """Return batches of similar length, the longest first: little padding, and no slow end."""
    order = sorted(range(len(ids)), key=lambda position: -len(ids[position]))
    batches = []
    start = 0
    while start < len(order):
        size = max(1, TOKENS // _round_up(len(ids[order[start]]), step))
        batches.append(order[start : start + size])
        start += size
    return batches
