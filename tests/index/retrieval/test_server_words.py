"""Words at a server are found as the store finds them, at every moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.documents import Document, Metadata, Passage
from corpus.errors import EngineError
from index.indexing.prepare import prepare
from index.retrieval import transfer
from index.retrieval.dense import Dense
from index.retrieval.passage_filters import PassageMask
from index.retrieval.server_index import ServerIndex
from index.retrieval.vectors import connect
from index.retrieval.word_engines import ServerWords, StoreWords
from index.store import Store
from tests.index.building import put
from tests.index.retrieval.test_growth import MODEL

TEXTS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "Schools need broadband. Schools in the mountains need broadband most, and teachers.",
        "Broadband for every school by 2030, says Resolution 1332.",
        "The need of broadband is not the broadband of need.",
        "Nothing of it is said here, in a sentence that goes on for longer than the others do.",
    ),
    "fr": ("Les écoles ont besoin du haut débit.", "Le débit de l'eau est haut en avril."),
    "zh": ("可持续发展目标与学校宽带", "发展学校的目标可以持续", "宽带宽带宽带"),
    "de": ("Schulen brauchen Breitband.", "—"),
}

ASKED: Mapping[str, Mapping[tuple[str, str], float]] = {
    "en": {("words", "school"): 1.2, ("words", "broadband"): 0.4, ("wholes", "1332"): 2.0},
    "fr": {("words", "debit"): 1.0},
    "zh": {("words", "宽带"): 0.7, ("words", "学校"): 1.4, ("wholes", "展"): 0.1},
    "other": {("words", "breitband"): 3.0},
    "ru": {("words", "школ"): 1.0},
}

TERMS: Mapping[str, Mapping[str, float]] = {
    "en": {"school": 0.5, "broadband": 0.3, "need broadband": 0.6, "of broadband": 0.1},
    "zh": {"可持 持续 续发 发展": 0.9, "宽带": 0.2, "目标": 0.4},
}


class _Nobody(StoreWords):
    """Answers nothing: what is found comes from the server."""

    def __init__(self) -> None:
        pass


def _put(store: Store, number: int) -> None:
    code = [*TEXTS][number % 4]
    passages = tuple(
        Passage("paragraph", f"{text} {number % 5}", f"{position}", language=code)
        for position, text in enumerate(TEXTS[code] * (1 + number % 3))
    )
    document = Document(
        Path(f"/none/{number}.txt"), "txt", code, None, Metadata(symbol=f"C24/{number}"), passages
    )
    texts = prepare(document).texts
    put(store, document, {digest: MODEL.of(text) for digest, text in texts.items()})


def _agree(store: Store, dense: Dense, apart: float = 1e-5) -> None:
    """See that a server finds words as the store does, up to what the usual length changes."""
    here, there = StoreWords(store), ServerWords(dense, _Nobody())
    size = store.passages.last() + 1
    queries = {code: own for code, own in ASKED.items() if here.size(code)}
    weights = {
        code: {
            (column, term): _rarity(here.size(code), store.words.counts(code, [term]), column, term)
            for column, term in own
        }
        for code, own in queries.items()
    }
    for among in (
        None,
        PassageMask(np.arange(size) % 3 == 0),
        PassageMask.of([2, 5]),
        PassageMask.of([]),
    ):
        local, far = (store.with_any(weights, 500, among) for store in (here, there))
        assert far.keys() == local.keys()
        assert any(local.values()) or among is not None
        for code, own in local.items():
            assert dict(far[code]) == pytest.approx(dict(own), rel=apart)
            scores = [score for _, score in far[code]]
            assert scores == sorted(scores, reverse=True)
            assert len(there.with_any({code: weights[code]}, 2, among)[code]) == min(2, len(own))
        held, far_held = (store.with_each(TERMS, among) for store in (here, there))
        for code, terms in TERMS.items():
            for term in terms:
                ids, shares = held[code][term]
                far_ids, far_shares = far_held[code][term]
                assert {*far_ids.tolist()} == {*ids.tolist()}
                assert among is not None or len(ids)
                assert dict(zip(far_ids.tolist(), far_shares.tolist(), strict=True)) == (
                    pytest.approx(dict(zip(ids.tolist(), shares.tolist(), strict=True)), rel=apart)
                )


def _rarity(size: int, counts: Mapping[tuple[str, str], int], column: str, term: str) -> float:
    """Return the weight that FTS5 gives to a word."""
    passages = counts.get((column, term), 0)
    return max(1e-6, float(np.log((size - passages + 0.5) / (passages + 0.5))))


@pytest.mark.thorough
def test_scores_equal_those_of_the_store_after_changes(store: Store, engine: str) -> None:
    dense = Dense(store, MODEL, engine=engine)
    dense.keep()
    _agree(store, dense)
    _put(store, 31)
    store.files.remove(Path("/none/20.txt"))
    _put(store, 6)
    before = ServerIndex(engine).state()
    _agree(store, dense, 0.05)  # the server knows nothing of it yet
    assert ServerIndex(engine).state() == before
    dense.keep()
    after = ServerIndex(engine).state()
    assert before
    assert after
    assert before.rows
    assert after.rows
    assert after.rows.name == before.rows.name
    _agree(store, dense, 0.05)
    for number in range(32, 44):
        _put(store, number)
    dense.keep()  # anew, with the usual length of now
    _agree(store, dense)
    state = ServerIndex(engine).state()
    assert state
    assert state.rows
    assert state.rows.name != after.rows.name
    counts = sum(store.words.count(code) for code in ("en", "fr", "zh", "other"))
    assert 0 < ServerIndex(engine).server.count_words(state.rows.name) <= counts
    assert transfer.to_server(store, MODEL, engine, lambda *_: None).rows == state.rows.fitted


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("method", "after"), [("put_words", 0), pytest.param("put_text", 2, marks=pytest.mark.slow)]
)
def test_words_that_were_written_in_part_are_not_searched(
    store: Store, engine: str, monkeypatch: pytest.MonkeyPatch, method: str, after: int
) -> None:
    dense = Dense(store, MODEL, engine=engine)
    dense.keep()
    _put(store, 31)
    _put(store, 7)
    kind = type(connect(engine))
    whole, calls = getattr(kind, method), []

    def stopping(*values: object) -> object:
        calls.append(values)
        if len(calls) > after:
            raise KeyboardInterrupt
        return whole(*values)

    with monkeypatch.context() as broken:
        broken.setattr(kind, method, stopping)
        with pytest.raises(KeyboardInterrupt):
            dense.keep()
    _agree(store, dense, 0.05)
    _agree(store, Dense(store, MODEL, engine=engine), 0.05)
    dense.keep()
    _agree(store, dense, 0.05)


@pytest.mark.thorough
def test_a_server_without_words_or_with_others_gets_them(store: Store, engine: str) -> None:
    Dense(store, MODEL, engine=engine).keep()
    served = ServerIndex(engine)
    state = served.state()
    assert state
    assert state.rows
    served._put(replace(state, rows=replace(state.rows, weighed="", usual={})))
    dense = Dense(store, MODEL, engine=engine)
    with pytest.raises(EngineError, match="Another version .*WSIS_SEARCH_ENGINE"):
        dense.refresh()
    dense.keep()
    _agree(store, dense)
    # What is not all there is found when it is moved there.
    kept = served.state()
    assert kept
    assert kept.rows
    served.server.remove_rows(kept.rows.name, [(1, 2)])
    with pytest.raises(EngineError, match="words of"):
        transfer.to_server(store, MODEL, engine, lambda *_: None)
    transfer.to_server(store, MODEL, engine, lambda *_: None)
