"""The bundled model, unpacked as a folder that sentence-transformers loads.

It is the reference, and the fallback where OpenVINO does not run.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from index.model import prompts, weights
from index.model.cache import folder as cache_folder
from index.model.weights import Header, WeightsFile

MODEL_NAME: Final = "multilingual-e5-small-q4"
"""Name by which an index remembers this model."""

_LAYOUT: Final = 1
"""Version of the unpacked layout; raise it with each change, so that old folders are not used."""

_MANIFEST: Final = "unpacked.json"


def folder(cache: Path | None = None) -> Path:
    """Return the folder of the unpacked model (by default in the cache), unpacking it first."""
    root = cache or cache_folder()
    target = root / f"{MODEL_NAME}-{weights.SHA256[:12]}-{_LAYOUT}"
    if _is_whole(target):
        return target
    source = weights.find()
    weights.check(source)
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=root, prefix=".unpacking-") as scratch:
            unpacked = Path(scratch) / "model"
            _unpack(WeightsFile(source), unpacked)
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


def _read_manifest(model: Path) -> dict[str, dict[str, Any]]:
    try:
        loaded: dict[str, dict[str, Any]] = json.loads((model / _MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {_MANIFEST: {"sha256": "", "bytes": -1}}
    return loaded


def _is_whole(model: Path) -> bool:
    # Sizes, not checksums: half a gigabyte would have to be read at every start.
    return all(
        (model / name).is_file() and (model / name).stat().st_size == expected["bytes"]
        for name, expected in _read_manifest(model).items()
    )


def _unpack(source: WeightsFile, target: Path) -> None:
    target.mkdir()
    (target / "1_Pooling").mkdir()
    _write_weights(target, source)
    _write_tokenizer(target, *source.vocabulary())
    _write_tokenizer_settings(target, source.header)
    _write_settings(target, source.header)
    manifest = {
        path.relative_to(target).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": weights.digest(path),
        }
        for path in sorted(target.rglob("*"))
        if path.is_file()
    }
    (target / _MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")


def _write_weights(target: Path, source: WeightsFile) -> None:
    # Imported here: only unpacking needs it.
    from safetensors.numpy import save_file

    header, tensor = source.header, source.tensor
    hidden, wide = header.hidden, header.intermediate
    state = {
        "embeddings.word_embeddings.weight": tensor("emb.word").reshape(-1, hidden),
        "embeddings.position_embeddings.weight": tensor("emb.pos").reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": np.zeros((header.types, hidden), np.float32),
        "embeddings.LayerNorm.weight": tensor("emb.ln.w"),
        "embeddings.LayerNorm.bias": tensor("emb.ln.b"),
    }
    types = tensor("emb.type").reshape(-1, hidden)
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
            state[f"{theirs}{long}.weight"] = tensor(f"{ours}{short}.w").reshape(rows, columns)
            state[f"{theirs}{long}.bias"] = tensor(f"{ours}{short}.b")
        for short, long in (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm")):
            state[f"{theirs}{long}.weight"] = tensor(f"{ours}{short}.w")
            state[f"{theirs}{long}.bias"] = tensor(f"{ours}{short}.b")
    # Never used (the vectors are means), but without it the loader reports it as missing.
    state["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float32)
    state["pooler.dense.bias"] = np.zeros(hidden, np.float32)
    save_file(
        {name: np.ascontiguousarray(value) for name, value in state.items()},
        target / "model.safetensors",
        metadata={"format": "pt"},
    )


def _write_tokenizer(target: Path, pieces: list[str], scores: NDArray[np.float32]) -> None:
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

    # The same normalisation as in index.model.tokenizer, whose constant tells of it.
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


def _write_tokenizer_settings(target: Path, header: Header) -> None:
    _write_json(
        target / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": header.positions,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "unk_token": "<unk>",
            "pad_token": "<pad>",
        },
    )


def _write_settings(target: Path, header: Header) -> None:
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
    _write_json(
        target / "config_sentence_transformers.json",
        {"prompts": prompts.E5, "default_prompt_name": None, "similarity_fn_name": "cosine"},
    )


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False), "utf-8")
