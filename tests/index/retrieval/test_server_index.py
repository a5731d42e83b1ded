"""A server gives the answers that files give, at every moment, whatever breaks off.

Each test runs with the built-in engine, and with one that a package of somebody else brings.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EngineError
from index.model import Encoder
from index.retrieval import debiasing, server_index
from index.retrieval.dense import Dense
from index.retrieval.passage_filters import PassageMask
from index.retrieval.questions import Question
from index.retrieval.server_index import ServerIndex
from index.retrieval.vectors import Rows, Server, connect, engine_name
from index.store import Store
from tests.index.retrieval.test_growth import MODEL, Names, _put
from tests.memory_server import install


def _embed(dense: Dense, text: str) -> Question:
    return Question(text, vector=dense.questions([Question(text, language="en")])[0])


def _agree(store: Store, engine: str, local: Dense | None = None) -> None:
    """See that a server answers as files do, with filters and without."""
    local, far = local or Dense(store, MODEL), Dense(store, MODEL, engine=engine)
    every = range(1, store.passages.last() + 1)
    bits = np.zeros(store.passages.last() + 1, np.bool_)
    bits[np.random.default_rng(1).choice(bits.size, bits.size // 3, replace=False)] = True
    for text in ("document7 passage7x3", "document20", "document31 passage31x1"):
        question = _embed(local, text)
        assert np.allclose(_embed(far, text).embedding, question.embedding, atol=1e-6)
        for k, among, also in (
            (10, None, ()),
            (1000, None, ()),
            (10, PassageMask(bits), ()),
            (3, PassageMask.of([4, 250, 308]), ()),
            (3, PassageMask.of([]), ()),
            (2, None, (1, 150, 309, 10_000)),
        ):
            here, there = (dense.nearest(question, k, among, also) for dense in (local, far))
            assert dict(there) == pytest.approx(dict(here), abs=1e-5)
            assert [passage for passage, _ in there] == [passage for passage, _ in here]
        here_scores, there_scores = (
            dense.sentence_scores(question, every) for dense in (local, far)
        )
        assert here_scores.keys() == there_scores.keys()
        for passage, (spans, cosines) in there_scores.items():
            assert np.array_equal(spans, here_scores[passage][0])
            assert np.allclose(cosines, here_scores[passage][1], atol=1e-6)
    here_of, there_of = local.vectors_of(every), far.vectors_of(every)
    assert here_of.keys() == there_of.keys()
    assert all(np.allclose(here_of[passage], there_of[passage], atol=1e-6) for passage in here_of)


@pytest.mark.thorough
def test_answers_are_those_of_files_while_documents_come_and_go(store: Store, engine: str) -> None:
    local, far = Dense(store, MODEL), Dense(store, MODEL, engine=engine)
    for dense in (local, far):
        dense.keep()
    _agree(store, engine, local)
    _put(store, 31)
    store.files.remove(Path("/none/20.txt"))
    _put(store, 7, count=4)
    before = ServerIndex(engine).state()
    _agree(store, engine, local)  # the server knows nothing of it yet
    assert ServerIndex(engine).state() == before
    for dense in (local, far):
        dense.keep()
    _agree(store, engine, local)
    after = ServerIndex(engine).state()
    assert before is not None
    assert after is not None
    assert before.rows
    assert after.rows
    assert after.rows.name == before.rows.name
    for number in range(32, 44):
        _put(store, number)
    for dense in (local, far):
        dense.keep()
    _agree(store, engine, local)
    anew = ServerIndex(engine).state()
    assert anew is not None
    assert anew.rows
    assert anew.rows.name != after.rows.name


@pytest.mark.slow
def test_a_lagging_copy_answers_as_of_its_moment(store: Store, engine: str, tmp_path: Path) -> None:
    Dense(store, MODEL, engine=engine).keep()
    store.query("PRAGMA wal_checkpoint(TRUNCATE)")
    (tmp_path / "copy").mkdir()
    shutil.copy(store.folder / "index.sqlite3", tmp_path / "copy")
    local = Dense(store, MODEL)
    _put(store, 31)
    _put(store, 7, count=4)
    Dense(store, MODEL, engine=engine).keep()
    store.files.remove(Path("/none/20.txt"))
    Dense(store, MODEL, engine=engine).keep()
    state = ServerIndex(engine).state()
    with Store(tmp_path / "copy") as copy:
        local = Dense(copy, MODEL)
        _agree(copy, engine, local)
        Dense(copy, MODEL, engine=engine).keep()  # and leaves the server as it is
        assert ServerIndex(engine).state() == state
        _agree(copy, engine, local)
        for number in range(32, 44):
            _put(store, number)
        Dense(store, MODEL, engine=engine).keep()  # in a new collection, freed of languages anew
        far = Dense(copy, MODEL, engine=engine)
        here, there = (dense.nearest(_embed(dense, "document7"), 1000) for dense in (local, far))
        assert {passage for passage, _ in there} == {passage for passage, _ in here}


@pytest.mark.slow
def test_a_search_before_a_write_answers_as_of_its_beginning(store: Store, engine: str) -> None:
    far = Dense(store, MODEL, engine=engine)
    far.keep()
    question = _embed(far, "document7 passage7x3")
    with store.snapshot():
        before = far.nearest(question, 1000)
        with Store(store.folder) as other:
            other.files.remove(Path("/none/7.txt"))
            _put(other, 31)
            Dense(other, MODEL, engine=engine).keep()
        assert [passage for passage, _ in far.nearest(question, 1000)] == [
            passage for passage, _ in before
        ]
        with Store(store.folder) as other:
            for number in range(32, 44):
                _put(other, number)
            Dense(other, MODEL, engine=engine).keep()  # in a new collection
        assert [passage for passage, _ in far.nearest(question, 1000)] == [
            passage for passage, _ in before
        ]
    assert len(far.nearest(question, 1000)) == 420


def _address_in_messages(engine: str) -> str:
    """Return the address as messages have it."""
    return engine.partition("?")[0]


def test_a_reader_drops_rows_once_the_server_has_them(
    store: Store, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.retrieval.dense._ASIDE", 5)
    far = Dense(store, MODEL, engine=engine)
    far.keep()
    far.refresh()
    _put(store, 31)
    far.refresh()
    assert far._read_current_view().vectors.rows == 10
    far.keep()
    _put(store, 32, count=1)
    assert far._read_current_view().vectors.rows == 1


@pytest.mark.thorough
def test_a_state_replaced_while_read_is_read_again(
    store: Store, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = Dense(store, MODEL, engine=engine)
    far.keep()
    first = ServerIndex(engine).state()
    assert first is not None
    kind = type(connect(engine))
    whole, names = kind.text, []

    def writing(self: Server, name: str) -> str | None:
        names.append(name)
        if names == ["current", first.name]:
            _put(store, 31)
            far.keep()
        return whole(self, name)

    with monkeypatch.context() as slowed:
        slowed.setattr(kind, "text", writing)
        now = ServerIndex(engine).state()
    assert now is not None
    assert now.moments[-1].stamp == store.stamp


class _BrokenOffError(Exception):
    """The end of a process that a test stops."""


def _break(monkeypatch: pytest.MonkeyPatch, engine: str, method: str, after: int) -> None:
    """Let nothing happen any more when a method of the server was called so often."""
    kind = type(connect(engine))
    whole, calls = getattr(kind, method), []

    def stopping(*values: object) -> object:
        calls.append(values)
        if len(calls) > after:
            raise _BrokenOffError
        return whole(*values)

    monkeypatch.setattr(kind, method, stopping)


@pytest.mark.parametrize(
    ("method", "after"),
    [
        *(
            pytest.param(*call, marks=pytest.mark.slow)
            for call in (("put_text", 1), ("drop_rows", 0))
        ),
        *(
            pytest.param(*call, marks=pytest.mark.slow)
            for call in (("remove_rows", 0), ("put_text", 3))
        ),
        ("put_rows", 0),
    ],
)
@pytest.mark.thorough
def test_an_interrupted_update_is_not_searched_and_is_resumed(
    store: Store, engine: str, monkeypatch: pytest.MonkeyPatch, method: str, after: int
) -> None:
    local, far = Dense(store, MODEL), Dense(store, MODEL, engine=engine)
    local.keep()
    far.keep()
    _put(store, 31)
    _put(store, 7, count=4)
    with monkeypatch.context() as broken:
        _break(broken, engine, method, after)
        with pytest.raises(_BrokenOffError):
            far.keep()
    _agree(store, engine, local)
    store.files.remove(Path("/none/8.txt"))
    _agree(store, engine, local)
    far.keep()
    _agree(store, engine, local)
    state = ServerIndex(engine).state()
    assert state
    assert [moment.is_whole for moment in state.moments] == [True, True]


@pytest.mark.slow
def test_an_interrupted_first_copy_is_not_searched_and_is_resumed(
    store: Store, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debiasing, "_CHUNK", 50)
    local, far = Dense(store, MODEL), Dense(store, MODEL, engine=engine)
    local.keep()
    with monkeypatch.context() as broken:
        _break(broken, engine, "put_rows", 3)
        with pytest.raises(_BrokenOffError):
            far.keep()
    with pytest.raises(
        EngineError, match=rf"not at {_address_in_messages(engine)} yet .*WSIS_SEARCH_ENGINE"
    ):
        far.refresh()
    _put(store, 7, count=4)  # had been written
    store.files.remove(Path("/none/25.txt"))
    written: list[int] = []
    kind = type(connect(engine))
    put_rows = kind.put_rows

    def noting(self: Server, name: str, rows: Rows) -> None:
        written.extend(rows.ids.tolist())
        put_rows(self, name, rows)

    with monkeypatch.context() as seen:
        seen.setattr(kind, "put_rows", noting)
        far.keep()
    assert min(written) == 150
    _agree(store, engine, local)
    assert len(far.nearest(_embed(far, "document7"), 1000)) == 284


@pytest.mark.slow
def test_an_interrupted_renewal_leaves_the_old_rows(
    store: Store, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    local, far = Dense(store, MODEL), Dense(store, MODEL, engine=engine)
    local.keep()
    far.keep()
    for number in range(31, 44):
        _put(store, number)
    with monkeypatch.context() as broken:
        _break(broken, engine, "put_rows", 0)
        with pytest.raises(_BrokenOffError):
            far.keep()
    question = _embed(far, "document40 passage40x3")
    assert (
        store.passages.excerpts([nearest := far.nearest(question, 1)[0][0]])[nearest].passage.text
        == question.text
    )
    local.keep()
    far.keep()
    _agree(store, engine, local)
    state = ServerIndex(engine).state()
    assert state is not None
    assert state.rows
    server = ServerIndex(engine).server
    server.drop_rows([state.rows.name])
    assert state.rows.passages == server.count_rows(state.rows.name) == 430


@pytest.mark.thorough
def test_a_server_of_another_index_model_or_version_is_named(
    store: Store, engine: str, tmp_path: Path
) -> None:
    far = Dense(store, MODEL, engine=engine)
    far.keep()
    state = ServerIndex(engine).state()

    class Other(Names):
        name = "others"

    class Wider(Names):
        dimension = 33

    for model, expected in (
        (MODEL, "another index"),
        (Other(), "the model names with 32"),
        (Wider(), "32 dimensions"),
    ):
        encoder: Encoder = model
        with Store(tmp_path / f"other-{expected[:9]}", create=True) as other:
            _put(other, 1)
            dense = Dense(other, encoder, engine=engine)
            for ask in (dense.refresh, dense.keep):
                with pytest.raises(EngineError, match=rf"WSIS_SEARCH_ENGINE.*{expected}"):
                    ask()
    assert ServerIndex(engine).state() == state
    ServerIndex(engine).server.put_text("current", '{"version": 2}')
    for ask in (Dense(store, MODEL, engine=engine).refresh, far.keep):
        with pytest.raises(EngineError, match="Another version .*WSIS_SEARCH_ENGINE"):
            ask()


@pytest.mark.slow
def test_vectors_of_another_treatment_are_made_again(
    store: Store, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.model import neutral

    Dense(store, MODEL, engine=engine).keep()
    monkeypatch.setattr(neutral, "fingerprint", lambda model: f"newer {model}")
    far = Dense(store, MODEL, engine=engine)
    with pytest.raises(EngineError, match="Another version .*WSIS_SEARCH_ENGINE"):
        far.refresh()
    far.keep()
    _agree(store, engine)


@pytest.mark.slow
def test_an_older_database_is_not_written_over_a_later_one(
    store: Store, engine: str, tmp_path: Path
) -> None:
    store.query("PRAGMA wal_checkpoint(TRUNCATE)")
    (tmp_path / "copy").mkdir()
    shutil.copy(store.folder / "index.sqlite3", tmp_path / "copy")
    _put(store, 31)
    Dense(store, MODEL, engine=engine).keep()
    with Store(tmp_path / "copy") as copy:
        dense = Dense(copy, MODEL, engine=engine)
        with pytest.raises(EngineError, match="later state.*Bring the copy up to date"):
            dense.keep()
        with pytest.raises(EngineError, match="copy of the index knows nothing of"):
            dense.refresh()
        for number in range(31, 34):
            _put(copy, number, count=5)
        dense.keep()  # of another history, and further: made anew
        _agree(copy, engine)


@pytest.mark.thorough
def test_a_long_list_of_changes_is_dropped(
    store: Store, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_index, "_MOMENTS", 2)
    local, far = Dense(store, MODEL), Dense(store, MODEL, engine=engine)
    local.keep()
    stamps: Sequence[str] = []
    for number in range(31, 35):
        far.keep()
        stamps = [*stamps, store.stamp]
        _put(store, number)
    state = ServerIndex(engine).state()
    assert state
    assert [moment.stamp for moment in state.moments] == [*stamps[-2:]]
    _agree(store, engine, local)


@pytest.mark.thorough
def test_a_search_while_others_write_answers_as_of_one_moment(store: Store, engine: str) -> None:
    local, far = Dense(store, MODEL), Dense(store, MODEL, engine=engine)
    local.keep()
    far.keep()
    texts = [f"document{number} passage{number}x3" for number in (3, 7, 12, 31, 33)]
    questions = [_embed(local, text) for text in texts]
    done = threading.Event()
    answered = [threading.Event() for _ in range(3)]

    def write() -> None:
        with Store(store.folder) as own:
            writing = Dense(own, MODEL, engine=engine)
            try:
                for number in range(31, 39):
                    _put(own, number, count=3)
                    own.files.remove(Path(f"/none/{number - 25}.txt"))
                    writing.keep()
                    for event in answered:
                        event.clear()
                    for event in answered:  # each reader sees something of this moment
                        event.wait(10)
            finally:
                done.set()

    def read(dense: Dense, event: threading.Event) -> tuple[int, int]:
        same = 0
        stamps = set()
        while not done.is_set():
            for question in questions:
                with store.snapshot():
                    stamps.add(store.stamp)
                    there = [passage for passage, _ in dense.nearest(question, 40)]
                    assert there == [passage for passage, _ in local.nearest(question, 40)]
                    same += 1
                event.set()
        return same, len(stamps)

    with ThreadPoolExecutor(4) as pool:
        writing = pool.submit(write)
        asking = (far, far, Dense(store, MODEL, engine=engine))
        readers = [pool.submit(read, *pair) for pair in zip(asking, answered, strict=True)]
        writing.result()
        answers = [reader.result() for reader in readers]
    assert sum(same for same, _ in answers) > 20
    assert max(stamps for _, stamps in answers) > 3


@pytest.mark.usefixtures("memory_engine")
@pytest.mark.parametrize("setting", ["unknown://reader:secret@127.0.0.1:1/one", "secret", ""])
def test_an_unknown_scheme_is_refused_with_the_known_ones(setting: str) -> None:
    known = r"milvus:// or milvus\+tls:// or memory://"
    with pytest.raises(EngineError, match=rf"WSIS_SEARCH_ENGINE.*{known}") as raised:
        connect(setting)
    assert "secret" not in raised.value.message


@pytest.mark.usefixtures("memory_engine")
def test_a_scheme_finds_its_server_in_any_case() -> None:
    assert connect("Memory://one").address == "Memory://one"
    assert engine_name("MEMORY+tls://one") == "memory"


def test_a_package_that_cannot_be_loaded_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, broken="tests.memory_server:NoServer", lost="nowhere.at_all:Server")
    monkeypatch.syspath_prepend(tmp_path)
    for scheme, where in (("broken", "tests.memory_server:NoServer"), ("lost", "nowhere.at_all")):
        with pytest.raises(EngineError, match=rf"{scheme}://.*WSIS_SEARCH_ENGINE.*{where}"):
            connect(f"{scheme}://one")


def test_no_package_takes_the_scheme_of_the_built_in_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, milvus="tests.memory_server:MemoryServer")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(EngineError, match="no address of Milvus"):
        connect("milvus://one")
