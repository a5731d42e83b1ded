"""The tokenizer of the bundled model: SentencePiece cuts a text into tokens.

Loading the vocabulary takes a third of a second, so a question only looks up its own pieces.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_left
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.model.cache import load_or_make
from index.model.weights import SHA256, WeightsFile, check

_START: Final = 0
_END: Final = 2
_UNKNOWN: Final = 3

_SPACE: Final = "\u2581"

_PENALTY: Final = np.float32(10)
"""Distance of an unknown letter below the rarest piece (SentencePiece's ``kUnkPenalty``)."""

_SHORT: Final = 500
"""Letters that are cut sooner than the vocabulary is loaded."""

_LAYOUT: Final = 1
"""Version of the cached vocabulary; raise it with each change."""

_RULES: Final = "nmt_nfkc"
"""SentencePiece's rules for XLM-R's normalisation, with two code points set as in the model.

The library's Unicode is newer: 174 code points differ. Only U+200D and U+061C occur in documents.
"""


class Tokenizer:
    """A tokenizer into the ids of the model's vocabulary; ``window`` is its limit of tokens."""

    def __init__(self, weights: WeightsFile, window: int) -> None:
        # Imported here: a process that only asks for a model's name needs none of it.
        from sentencepiece import SentencePieceNormalizer

        self._window = window
        self._weights = weights
        self._normaliser: Any = SentencePieceNormalizer(
            rule_name=_RULES,
            add_dummy_prefix=False,
            escape_whitespaces=False,
            remove_extra_whitespaces=False,
        )
        self._pieces = _Pieces(weights)
        self._has_answered = False
        self._whole: Future[Any] | None = None
        self._beginning = threading.Lock()

    def ids(self, texts: Sequence[str], *, is_question: bool = False) -> list[NDArray[np.int32]]:
        """Return the ids of each text, with start and end, at most the window."""
        clean = [
            re.sub(" {2,}", " ", text)
            for text in self._normaliser.Normalize([text.replace("\u200d", " ") for text in texts])
        ]
        is_there = self._whole is not None and self._whole.done()
        if is_question and not is_there and sum(map(len, clean)) <= _SHORT:
            if self._has_answered:
                self._load_vocabulary()  # who asks twice goes on asking: begun, and not waited for
            self._has_answered = True
            cut = [self._pieces.cut(text) for text in clean]
        else:
            cut = self._load_vocabulary().result().EncodeAsIds(clean)
        return [np.array([_START, *ids[: self._window - 2], _END], np.int32) for ids in cut]

    def _load_vocabulary(self) -> Future[Any]:
        with self._beginning:
            if self._whole is None:
                pool = ThreadPoolExecutor(1)
                self._whole = pool.submit(self._take_in)
                pool.shutdown(wait=False)
            return self._whole

    def _take_in(self) -> Any:
        from sentencepiece import SentencePieceProcessor

        processor = SentencePieceProcessor()
        model = load_or_make(
            f"vocabulary-{SHA256[:12]}-{_LAYOUT}.spm", lambda: _make_model(self._weights)
        )
        processor.LoadFromSerializedProto(model.tobytes())
        return processor


class _Pieces:
    """Pieces of the vocabulary in order of their letters, for a few look-ups."""

    def __init__(self, weights: WeightsFile) -> None:
        self._starts, self._scores, self._letters = weights.pieces()
        order = load_or_make(f"order-{SHA256[:12]}-{_LAYOUT}", lambda: _order(weights))
        self._order = order.view("<u4")
        self._least = self._scores[_UNKNOWN + 1 :].min() - _PENALTY

    def cut(self, text: str) -> list[int]:
        """Cut a text into its likeliest pieces (arXiv:1804.10959), adding scores in 32 bits."""
        letters = (_SPACE + text.replace(" ", _SPACE)) if text else ""
        # By where it ends: the score of the best way there, where its last piece begins, which.
        best: list[tuple[np.float32, int, int]] = [(np.float32(0), 0, _UNKNOWN)]
        best += [(np.float32(-np.inf), 0, _UNKNOWN)] * len(letters)
        for start in range(len(letters)):
            so_far = best[start][0]
            pieces = self._find_from(letters, start)
            if not pieces or pieces[0][0] != start + 1:
                pieces.append((start + 1, _UNKNOWN))
            for end, piece in pieces:
                score = so_far + (self._least if piece == _UNKNOWN else self._scores[piece])
                if score > best[end][0]:
                    best[end] = score, start, piece
        ids: list[int] = []
        end = len(letters)
        while end:
            _, end, piece = best[end]
            if piece != _UNKNOWN or ids[-1:] != [_UNKNOWN]:  # unknown letters in a row are one
                ids.append(piece)
        return ids[::-1]

    def _find_from(self, letters: str, start: int) -> list[tuple[int, int]]:
        """Return end and id of the pieces that begin at a letter, the shortest first."""
        pieces = []
        position = 0
        for end in range(start + 1, len(letters) + 1):
            wanted = letters[start:end].encode()
            position = bisect_left(self._order, wanted, position, key=self._read_piece)
            nearest = (
                self._read_piece(self._order[position]) if position < len(self._order) else b""
            )
            if nearest == wanted:
                pieces.append((end, int(self._order[position])))
            elif not nearest.startswith(wanted):
                break
        return pieces

    def _read_piece(self, number: int) -> bytes:
        return bytes(self._letters[self._starts[number] : self._starts[number + 1]])


def _order(weights: WeightsFile) -> bytes:
    check(weights.path)
    starts, _, letters = weights.pieces()
    numbers = range(_UNKNOWN + 1, len(starts) - 1)
    ordered = sorted(
        numbers, key=lambda number: bytes(letters[starts[number] : starts[number + 1]])
    )
    return np.array(ordered, "<u4").tobytes()


def _make_model(weights: WeightsFile) -> bytes:
    # Imported here: only the making needs it.
    from sentencepiece import sentencepiece_model_pb2

    check(weights.path)
    model = sentencepiece_model_pb2.ModelProto()  # type: ignore[attr-defined]
    kinds = model.SentencePiece
    kind = dict.fromkeys((_START, 1, _END), kinds.CONTROL) | {_UNKNOWN: kinds.UNKNOWN}
    pieces, scores = weights.vocabulary()
    for number, (piece, score) in enumerate(zip(pieces, scores.tolist(), strict=True)):
        model.pieces.add(piece=piece, score=score, type=kind.get(number, kinds.NORMAL))
    trained = model.trainer_spec
    trained.model_type = trained.UNIGRAM
    trained.bos_id, trained.pad_id, trained.eos_id, trained.unk_id = _START, 1, _END, _UNKNOWN
    # Normalisation is a step of its own, since runs of spaces are made one behind it, and a space
    # at the end stays.
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.remove_extra_whitespaces = False
    content: bytes = model.SerializeToString()
    return content
