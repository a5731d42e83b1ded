"""A server of Milvus that is away, slow or wrongly named is told; long lists are asked in parts."""

from __future__ import annotations

import pytest

from corpus.errors import EngineError
from index.retrieval.dense import Dense
from index.retrieval.vectors import Rows
from index.retrieval.vectors.milvus import Address, Milvus, client
from index.retrieval.word_engines import ServerWords, StoreWords
from index.store import Store
from tests.index.retrieval.test_growth import MODEL, _put
from tests.index.retrieval.test_server_index import _agree, _embed
from tests.milvus_server import MilvusServer

pytestmark = pytest.mark.process


@pytest.mark.slow
def test_more_passages_than_one_expression_names_or_one_answer_has(
    store: Store, milvus: MilvusServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = milvus.address("long")
    Dense(store, MODEL, engine=engine).keep()
    for listed, most in ((7, 16_384), (7, 20), (1000, 20)):
        monkeypatch.setattr(client, "_LISTED", listed)
        monkeypatch.setattr(client, "_MOST", most)
        monkeypatch.setattr(client, "_FETCHED", 15)
        _agree(store, engine)


@pytest.mark.slow
def test_the_next_run_resumes_after_a_silent_server(store: Store, own_milvus: MilvusServer) -> None:
    engine = own_milvus.address("gone", 2)
    local, far = Dense(store, MODEL), Dense(store, MODEL, engine=engine)
    local.keep()
    far.keep()
    question = _embed(far, "document7 passage7x3")
    before = far.nearest(question, 5)
    own_milvus.hold()
    with pytest.raises(EngineError, match="within 2 seconds.*WSIS_SEARCH_ENGINE"):
        far.nearest(question, 5)
    own_milvus.go_on()
    assert far.nearest(question, 5) == before
    own_milvus.kill()
    _put(store, 31)
    new = Dense(store, MODEL, engine=engine)
    for ask in (lambda: far.nearest(question, 5), far.keep, new.refresh):
        with pytest.raises(EngineError, match="cannot be reached at 127.0.0.1.*WSIS_SEARCH_ENGINE"):
            ask()
    own_milvus.start()
    _agree(store, engine, local)
    far.keep()
    _agree(store, engine, local)


@pytest.mark.slow
def test_a_server_lost_during_an_update_is_compensated(
    store: Store, own_milvus: MilvusServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = own_milvus.address("gone", 5)
    local, far = Dense(store, MODEL), Dense(store, MODEL, engine=engine)
    local.keep()
    far.keep()
    _put(store, 31)
    put_rows = Milvus.put_rows

    def killing(self: Milvus, name: str, rows: Rows) -> None:
        own_milvus.kill()
        put_rows(self, name, rows)

    with monkeypatch.context() as broken:
        broken.setattr(Milvus, "put_rows", killing)
        with pytest.raises(EngineError, match="cannot be reached"):
            far.keep()
    own_milvus.start()
    _agree(store, engine, local)
    far.keep()
    _agree(store, engine, local)


@pytest.mark.parametrize(
    "setting",
    [
        *("milvus://127.0.0.1/collection", "milvus://127.0.0.1:19530", "milvus://"),
        *("milvus://:19530/one", "milvus://127.0.0.1:x/one", "milvus://127.0.0.1:1/a-b"),
        *("milvus://127.0.0.1:1/one?timeout=x", "milvus://127.0.0.1:1/one?timeout=0"),
        *("milvus://127.0.0.1:1/one?wait=1", "milvus://[::1/one", "milvus://127.0.0.1:1/a/b"),
    ],
)
@pytest.mark.once
def test_a_wrong_address_is_refused_with_the_right_form(store: Store, setting: str) -> None:
    with pytest.raises(EngineError, match=r"WSIS_SEARCH_ENGINE.*milvus://\[USER:PASSWORD@\]HOST"):
        Dense(store, MODEL, engine=setting)


def test_an_address_of_ipv6_is_refused() -> None:
    with pytest.raises(EngineError, match=r"WSIS_SEARCH_ENGINE.*IPv6.*name that"):
        Address.of("milvus://[::1]:19530/archive")


def test_an_address_has_user_and_timeout_and_hides_the_password() -> None:
    address = Address.of("milvus://reader:p%40ss@localhost:19530/archive?timeout=2.5")
    assert address == Address("localhost:19530", "archive", "reader:p@ss", 2.5)
    assert str(address) == "milvus://localhost:19530/archive"
    assert "p@ss" not in repr(address)


@pytest.mark.thorough
def test_without_the_server_words_come_from_the_store(
    store: Store, own_milvus: MilvusServer
) -> None:
    dense = Dense(store, MODEL, engine=own_milvus.address("away", 2))
    dense.keep()
    here = StoreWords(store)
    there = ServerWords(dense, here)
    words = {"en": {("words", "document0"): 1.0}}
    before = there.with_any(words, 5, None)
    own_milvus.kill()
    assert there.with_any(words, 5, None) == here.with_any(words, 5, None)
    assert [passage for passage, _ in before["en"]]
    ids, _ = there.with_each({"en": {"document0": 1.0}}, None)["en"]["document0"]
    own, _ = here.with_each({"en": {"document0": 1.0}}, None)["en"]["document0"]
    assert ids.tolist() == own.tolist() != []
