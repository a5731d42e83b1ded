"""Which tokens of the bundled model make up a text? SentencePiece cuts it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.model.kept import kept
from index.model.weights import SHA256, Weights, check

_START: Final = 0
_END: Final = 2
_UNKNOWN: Final = 3

_LAYOUT: Final = 1
"""Counts up when the kept vocabulary is made otherwise."""

_RULES: Final = "nmt_nfkc"
"""XLM-R's normalisation is this rule of SentencePiece.

The library's table is of a newer Unicode than the model's: of all code points, 174 differ, of which
the two that occur in documents are put right in front of it (U+200D was a space then, U+061C was
left alone; both are invisible). The rest are letters that Unicode did not have when the model was
made.
"""


class Tokenizer:
    """Cuts texts into the ids of the model's vocabulary.

    Args:
        weights: whose vocabulary it is.
        window: tokens of a text that are kept, both ends included.
    """

    def __init__(self, weights: Weights, window: int) -> None:
        # Imported here: a process that only asks for a model's name needs none of it.
        from sentencepiece import SentencePieceNormalizer, SentencePieceProcessor

        self._window = window
        self._normaliser: Any = SentencePieceNormalizer(
            rule_name=_RULES,
            add_dummy_prefix=False,
            escape_whitespaces=False,
            remove_extra_whitespaces=False,
        )
        self._processor: Any = SentencePieceProcessor()
        model = kept(f"vocabulary-{SHA256[:12]}-{_LAYOUT}.spm", lambda: _model(weights))
        self._processor.LoadFromSerializedProto(model.tobytes())

    def ids(self, texts: Sequence[str]) -> list[NDArray[np.int32]]:
        """Give the ids of each text, with start and end, at most a window of them."""
        clean = [
            re.sub(" {2,}", " ", text)
            for text in self._normaliser.Normalize([text.replace("\u200d", " ") for text in texts])
        ]
        return [
            np.array([_START, *ids[: self._window - 2], _END], np.int32)
            for ids in self._processor.EncodeAsIds(clean)
        ]


def _model(weights: Weights) -> bytes:
    # Imported here: only the making needs it.
    from sentencepiece import sentencepiece_model_pb2

    check(weights.path)
    model = sentencepiece_model_pb2.ModelProto()  # type: ignore[attr-defined]
    kinds = model.SentencePiece
    kind = dict.fromkeys((_START, 1, _END), kinds.CONTROL) | {_UNKNOWN: kinds.UNKNOWN}
    pieces, scores = weights.vocabulary()
    for at, (piece, score) in enumerate(zip(pieces, scores.tolist(), strict=True)):
        model.pieces.add(piece=piece, score=score, type=kind.get(at, kinds.NORMAL))
    trained = model.trainer_spec
    trained.model_type = trained.UNIGRAM
    trained.bos_id, trained.pad_id, trained.eos_id, trained.unk_id = _START, 1, _END, _UNKNOWN
    # Normalisation is a step of its own, since runs of spaces are made one behind it, and a space
    # at the end stays.
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.remove_extra_whitespaces = False
    content: bytes = model.SerializeToString()
    return content
