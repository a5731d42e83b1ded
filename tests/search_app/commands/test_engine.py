"""Vectors move to a server and back, and the status shows the state of the server."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import threading
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EngineError
from corpus.sample import FILES
from index import Index
from index.retrieval import ServerIndex, kept_vectors
from index.retrieval.vectors import Rows, Server
from index.retrieval.vectors.milvus import Milvus
from tests.commands import PROGRAM, Outcome, run
from tests.conftest import copy_index
from tests.file_server import file_server
from tests.index.access.archive import write_rules
from tests.milvus_server import MilvusServer

pytestmark = [pytest.mark.process, pytest.mark.usefixtures("encoder", "memory_engine")]

QUESTION = "Who tracks livestock with satellite ear tags?"
SYMBOL = "CWG-WSIS&SDG-40/INF/4"


@pytest.fixture
def folder(sample_index: Path, tmp_path: Path) -> Path:
    """An index without files of vectors."""
    copy_index(sample_index, tmp_path / "index")
    shutil.rmtree(tmp_path / "index" / "vectors")
    return tmp_path / "index"


def _search(folder: Path, engine: str = "", query: str = QUESTION) -> list[object]:
    outcome = run("search", query, "--json", index=folder, WSIS_SEARCH_ENGINE=engine)
    assert outcome.code == 0, outcome.err
    return [(hit["citation"], round(hit["score"], 3)) for hit in outcome.json()["hits"]]


@pytest.mark.thorough
def test_vectors_move_to_a_server_and_back(engine: str, folder: Path) -> None:
    address = engine
    before = _search(folder)
    shutil.rmtree(folder / "vectors")
    early = run("search", "livestock", index=folder, WSIS_SEARCH_ENGINE=address)
    assert early.code == 2
    assert f"are not at {address.partition('?')[0]}" in early.err
    assert "WSIS_SEARCH_ENGINE" in early.err
    for _ in range(2):  # the second finds all there, and looks again
        moved = run("engine", "copy", folder, address, "--json")
        assert moved.code == 0, moved.err
        report = moved.json()
        assert (report["from"], report["to"]) == (str(folder), address)
        assert report["rows"] > 500
        assert report["checked"] >= 20
    assert not (folder / "vectors").exists()
    assert _search(folder, address) == before
    state = run("status", "--json", index=folder, WSIS_SEARCH_ENGINE=address).json()
    assert state["engine"] == {
        "name": address.partition("://")[0],
        "rows": report["rows"],
        "generation": state["generation"],
        "behind": 0,
        "touched": 0,
        "is_usable": True,
    }
    assert state["vectors"] is None
    shown = run("status", index=folder, WSIS_SEARCH_ENGINE=address).out
    assert address.partition("?")[0] in shown
    assert "up to date" in shown
    assert run("status", "--json", index=folder).json()["engine"] is None
    back = run("engine", "copy", address, folder)
    assert back.code == 0, back.err
    assert f"Copied {report['rows']:,} vectors" in back.err
    listed = kept_vectors(folder)
    assert listed is not None
    assert listed.rows == report["rows"]
    assert _search(folder) == before


@pytest.mark.thorough
def test_a_reader_needs_the_server_and_a_published_copy(
    engine: str, folder: Path, tmp_path: Path
) -> None:
    """It asks the server for vectors, and never writes there, whatever it is ahead of."""
    address = engine
    before = _search(folder)
    assert run("engine", "copy", folder, address).code == 0
    assert run("publish", tmp_path / "published", index=folder).code == 0
    with file_server(tmp_path / "published") as files:
        reader = tmp_path / "reader"

        def read(*arguments: str) -> Outcome:
            there = {"WSIS_SEARCH_ENGINE": address, "WSIS_SEARCH_COPY": files.address}
            return run(*arguments, index=reader, given=b"", **there)

        answer = read("search", QUESTION, "--json")
        assert answer.code == 0, answer.err
        hits = answer.json()["hits"]
        assert [(hit["citation"], round(hit["score"], 3)) for hit in hits] == before
        assert not (reader / "vectors").exists()
        kept = ServerIndex(address).state()
        with Index.open(folder) as index:  # published before the server is brought up
            gone = index.store.files.all()[0].path
            index.store.files.remove(gone)
            index.publish(files.folder)
        report = read("follow", "--json")
        assert report.code == 0, report.err
        told_now = report.json()
        assert (told_now["is_new"], told_now["engine"]["behind"]) == (True, 1)
        assert told_now["engine"]["touched"] > 0
        assert read("search", QUESTION).code == 0
        assert ServerIndex(address).state() == kept
        refused = run("engine", "copy", reader, address, WSIS_SEARCH_COPY=files.address)
        assert refused.code == 2
        assert "is a copy" in refused.err


@pytest.mark.slow
def test_wrong_rows_are_not_searched_and_copied_again(
    engine: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = engine
    assert run("engine", "copy", folder, address).code == 0
    far = ServerIndex(address).server

    def rows() -> str:
        state = ServerIndex(address).state()
        assert state is not None
        assert state.rows is not None
        return state.rows.name

    far.remove_rows(rows(), [(41, 42)])
    short = run("engine", "copy", folder, address)
    assert short.code == 2
    assert "where there should be" in short.err
    assert "not at" in run("status", index=folder, WSIS_SEARCH_ENGINE=address).out
    kind = type(far)
    put_rows = kind.put_rows

    def other(self: Server, name: str, written: Rows) -> None:
        put_rows(self, name, written._replace(vectors=np.roll(written.vectors, 7, axis=0)))

    with monkeypatch.context() as broken:
        broken.setattr(kind, "put_rows", other)
        wrong = run("engine", "copy", folder, address)
    assert wrong.code == 2
    assert "does not find passage" in wrong.err
    assert run("engine", "copy", folder, address).code == 0
    first = rows()
    assert run("verify", "--repair", index=folder, WSIS_SEARCH_ENGINE=address).code in {0, 1}
    assert rows() != first


@pytest.mark.slow
def test_an_ingest_without_server_is_noted_and_made_up_for(
    milvus: MilvusServer, folder: Path
) -> None:
    address = milvus.address("away")
    assert run("engine", "copy", folder, address).code == 0
    (coming,) = FILES.glob("CWGWSIS40/*INF-0004!!MSW-E*")
    milvus.kill()
    try:
        outcome = run("ingest", coming, "--json", index=folder, WSIS_SEARCH_ENGINE=address)
        assert outcome.code == 2
        assert outcome.json()["ingested"] == 1
        assert "WSIS_SEARCH_ENGINE" in outcome.err
        assert "run this again" in outcome.err
        state = run("status", "--json", index=folder, WSIS_SEARCH_ENGINE=address).json()
        assert state["engine"]["is_usable"] is False
        assert state["engine"]["rows"] is None
        looked = run("verify", "--json", index=folder, WSIS_SEARCH_ENGINE=address).json()
        assert [finding["code"] for finding in looked["findings"]] == ["engine"]
        words = run("search", SYMBOL, "--mode", "lexical", "--json", index=folder)
        assert SYMBOL in str(words.json())
    finally:
        milvus.start()
    state = run("status", "--json", index=folder, WSIS_SEARCH_ENGINE=address).json()
    assert state["engine"]["behind"] > 0
    assert state["engine"]["touched"] > 0
    looked = run("verify", "--json", index=folder, WSIS_SEARCH_ENGINE=address).json()
    assert [finding["code"] for finding in looked["findings"]] == ["engine-behind"]
    behind = _search(folder, address, SYMBOL)
    assert SYMBOL in str(behind)
    again = run("ingest", coming, index=folder, WSIS_SEARCH_ENGINE=address)
    assert again.code == 0, again.err
    state = run("status", "--json", index=folder, WSIS_SEARCH_ENGINE=address).json()
    assert (state["engine"]["behind"], state["engine"]["touched"]) == (0, 0)
    assert run("verify", index=folder, WSIS_SEARCH_ENGINE=address).code == 0
    assert _search(folder, address, SYMBOL) == behind


def test_a_failing_copy_is_reported_without_password(folder: Path) -> None:
    for names in ((folder, folder), ("milvus://h:1/a", "milvus://h:1/b")):
        outcome = run("engine", "copy", *names)
        assert outcome.code == 2
        assert "milvus://HOST:PORT/NAME" in outcome.err
        assert "memory://HOST:PORT/NAME" in outcome.err
    address = "milvus://reader:secret@127.0.0.1:9/a"
    outcome = run("engine", "copy", folder, address)
    assert outcome.code == 2
    assert "cannot be reached at 127.0.0.1:9" in outcome.err
    assert "secret" not in outcome.err
    with Index.open(folder) as index, pytest.raises(EngineError, match="no address"):
        index.move_vectors(lambda *_: None, to="milvus://nowhere")


@pytest.mark.thorough
def test_the_view_of_a_class_is_searched_without_server(folder: Path) -> None:
    write_rules(folder, 'default = "public"\n')
    nobody = "milvus://127.0.0.1:9/a"
    seen = run("--as", "public", "search", QUESTION, "--json", index=folder)
    there = run(
        *("--as", "public", "search", QUESTION, "--json"), index=folder, WSIS_SEARCH_ENGINE=nobody
    )
    assert there.code == 0, there.err
    assert [hit["citation"] for hit in there.json()["hits"]] == [
        hit["citation"] for hit in seen.json()["hits"]
    ]
    state = run("--as", "public", "status", "--json", index=folder, WSIS_SEARCH_ENGINE=nobody)
    assert state.json()["engine"] is None


def _progress(address: str) -> int:
    """Return how far a copy has come: collections for texts, rows, their documents, or all."""
    far = Milvus(address)
    names = [name for name in far._call("list_collections") if name.startswith("killed")]
    if len(names) < 2:
        return len(names)
    with contextlib.suppress(EngineError):
        state = ServerIndex(address).state()
        return 2 if state is None else 3 + (state.rows is not None)
    return 2


@pytest.mark.slow
@pytest.mark.parametrize("far", range(1, 5))
def test_a_killed_copy_is_not_searched_and_is_resumed(
    own_milvus: MilvusServer, folder: Path, far: int
) -> None:
    address = own_milvus.address("killed")
    before = _search(folder)
    copying = subprocess.Popen(
        [PROGRAM, "engine", "copy", folder, address], stderr=subprocess.DEVNULL
    )
    while copying.poll() is None and _progress(address) < far:
        pass
    copying.kill()
    copying.wait()
    outcome = run("search", QUESTION, "--json", index=folder, WSIS_SEARCH_ENGINE=address)
    if outcome.code:
        assert "are not at milvus://127.0.0.1" in outcome.err
    else:
        assert _search(folder, address) == before
    assert run("engine", "copy", folder, address).code == 0
    assert _search(folder, address) == before


@pytest.mark.thorough
def test_a_folder_is_watched_on_while_the_server_is_away(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (coming,) = FILES.glob("CWGWSIS40/*INF-0004!!MSW-E*")
    (tmp_path / "in").mkdir()
    shutil.copy(coming, tmp_path / "in")
    monkeypatch.setenv("WSIS_SEARCH_ENGINE", "milvus://127.0.0.1:9/a")
    stop = threading.Event()
    with Index.open(folder) as index:
        for noticed in index.watch(tmp_path / "in", stop=stop):
            assert [document.symbol for document in noticed.fetched] == [SYMBOL]
            (failed,) = noticed.failed
            assert "WSIS_SEARCH_ENGINE" in (failed.message or "")
            stop.set()
