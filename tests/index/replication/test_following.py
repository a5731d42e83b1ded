"""A reader on another machine has what is published, by itself, and loses nothing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.documents import Document, Metadata, Passage
from corpus.errors import BackupError, CopyError
from index import Index
from index.indexing import verify
from index.indexing.prepare import prepare
from index.replication import publish, publisher, replica
from index.replication.publisher import LATEST
from index.replication.replica import Replica
from index.retrieval.dense import Dense
from index.store import Store
from search_app.api import Answers
from tests.commands import PROGRAM, run
from tests.file_server import FileServer, file_server
from tests.index.building import put
from tests.index.retrieval.test_growth import MODEL
from tests.tls import certificate


def _put(store: Store, number: int) -> None:
    text = f"Broadband for school {number}. " + os.urandom(20_000).hex()
    passage = Passage("paragraph", text, language="en")
    metadata = Metadata(symbol=f"C24/{number}")
    document = Document(Path(f"/none/{number}.txt"), "txt", "en", None, metadata, (passage,))
    texts = prepare(document).texts
    put(store, document, {digest: MODEL.of(text) for digest, text in texts.items()})


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Index]:
    with Store(tmp_path / "written", create=True) as store:
        store.vectors.use_model(MODEL)
        for number in range(3):
            _put(store, number)
    with Index.open(tmp_path / "written") as index:
        yield index


@pytest.fixture
def server(writer: Index, tmp_path: Path) -> Iterator[FileServer]:
    """Serves the folder that the writer's index is published in."""
    writer.publish(tmp_path / "published")
    with file_server(tmp_path / "published") as served:
        yield served


@pytest.fixture
def folder(server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The reader's folder: nothing is in it yet."""
    monkeypatch.setenv("WSIS_SEARCH_COPY", server.address)
    return tmp_path / "reader" / "index"


def _publish(writer: Index, server: FileServer, number: int = 7) -> None:
    _put(writer.store, number)
    assert writer.publish(server.folder)[1]


def _symbols(index: Index) -> list[str]:
    hits = index.search("broadband", mode="lexical", k=20)
    return sorted(hit.found.symbol or "" for hit in hits.hits)


@pytest.mark.thorough
def test_an_empty_folder_becomes_the_index_and_follows_it(
    writer: Index, server: FileServer, folder: Path
) -> None:
    with Index.open(folder) as reader:
        assert (reader.store.id, reader.store.stamp) == (writer.store.id, writer.store.stamp)
        assert len(_symbols(reader)) == 3
        dense = Dense(reader.store, MODEL)
        assert len(dense.vectors_of([1, 2, 3, 4])) == 3
        assert not reader.take_over()
        _publish(writer, server)
        with reader.store.snapshot():
            assert len(reader.store.documents.symbols()) == 3
            taken: list[bool] = []
            other = threading.Thread(target=lambda: taken.append(reader.take_over()))
            other.start()  # it does not wait for this search
            other.join(30)
            assert taken == [True]
            assert len(reader.store.documents.symbols()) == 3  # which has one state to its end
        assert len(_symbols(reader)) == 4
        assert len(dense.vectors_of([1, 2, 3, 4])) == 4
        assert reader.store.stamp == writer.store.stamp
        assert verify(reader.store, content=True) == []  # the files are on another machine
        with writer.store.transaction():
            writer.store.run("DELETE FROM file WHERE id = 1")
            writer.store.files.drop_orphans()
        writer.publish(server.folder)
        assert reader.take_over()
        assert len(_symbols(reader)) == 3
        status = reader.status()
    assert status.copy is not None
    assert (status.copy.address, status.copy.behind, status.copy.trouble) == (
        server.address,
        0,
        None,
    )
    assert [path.name for path in folder.glob(".*")] == []


def test_searches_go_on_while_copies_arrive(
    writer: Index, server: FileServer, folder: Path
) -> None:
    """Every reader sees one of the published states, whole."""
    seen: list[int] = []
    is_done = threading.Event()
    with Index.open(folder) as reader:

        def ask() -> None:
            while not is_done.is_set():
                with reader.store.snapshot():
                    shown = len(reader.store.documents.symbols())
                    assert shown == reader.store.passages.count() == reader.store.words.count("en")
                seen.append(len(_symbols(reader)))

        asking = threading.Thread(target=ask)
        asking.start()
        try:
            for number in range(10, 14):
                _publish(writer, server, number)
                count = len(seen)
                assert reader.take_over()
                while len(seen) < count + 2 and asking.is_alive():
                    asking.join(0.01)
        finally:
            is_done.set()
            asking.join()
    assert seen == sorted(seen)
    assert set(seen) == {3, 4, 5, 6, 7}


def test_a_server_takes_copies_over_by_itself(
    writer: Index, server: FileServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica, "LOOK_SECONDS", 1)
    answers = Answers(folder, reader=None)
    try:
        assert len(answers.index().store.documents.symbols()) == 3
        _publish(writer, server)
        deadline = time.monotonic() + 60
        while len(answers.index().store.documents.symbols()) < 4 and time.monotonic() < deadline:
            threading.Event().wait(0.05)
        assert len(answers.index().store.documents.symbols()) == 4
    finally:
        answers.close()


def test_a_failing_notifier_of_copies_is_logged(
    writer: Index,
    server: FileServer,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(replica, "LOOK_SECONDS", 1)
    _publish(writer, server)
    following = Replica(folder, server.address, "access.toml")
    is_called = threading.Event()

    def notify() -> None:
        is_called.set()
        raise CopyError("The answers could not be prepared.")

    following.start(notify)
    try:
        assert is_called.wait(60)
        deadline = time.monotonic() + 60
        while "could not be prepared" not in caplog.text and time.monotonic() < deadline:
            threading.Event().wait(0.05)
    finally:
        following.stop()
    assert "could not be prepared" in caplog.text


def test_a_broken_off_download_is_resumed(writer: Index, server: FileServer, folder: Path) -> None:
    server.most = 50_000
    with pytest.raises(CopyError, match=r"WSIS_SEARCH_COPY.*There is no index in .* until then"):
        Index.open(folder)
    assert not (folder / "index.sqlite3").exists()
    with Index.open(_after(folder, server)) as reader:
        assert server.asked[-1][1] == "bytes=50000-"
        assert len(_symbols(reader)) == 3
        server.most = 50_000
        _publish(writer, server)
        with pytest.raises(CopyError, match="copy that is here goes on being searched"):
            reader.take_over()
        assert len(_symbols(reader)) == 3
        _publish(writer, server, 8)  # what was begun is replaced by then
        server.most = None
        assert reader.take_over()
        assert [part for _, part in server.asked[-2:]] == [None, None]
        assert len(_symbols(reader)) == 5
    assert list(folder.glob(".*")) == []


def _after(folder: Path, server: FileServer) -> Path:
    server.most = None
    return folder


@pytest.mark.process
@pytest.mark.thorough
def test_a_reader_killed_while_downloading_leaves_its_copy(
    writer: Index, server: FileServer, folder: Path
) -> None:
    Index.open(folder).close()
    _publish(writer, server)
    server.most, server.holds = 60_000, True
    command = [str(PROGRAM), "--index", str(folder), "follow"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        assert server.held.wait(60)
        begun = 0
        while begun < 50_000 and process.poll() is None:
            threading.Event().wait(0.02)
            begun = sum(path.stat().st_size for path in folder.glob(".*.part"))
        process.send_signal(signal.SIGKILL)
    server.most, server.holds = None, False
    with Index.open(folder) as reader:
        assert len(_symbols(reader)) == 3
    done = run("follow", "--json", index=folder, WSIS_SEARCH_COPY=server.address)
    assert done.code in {0, 2}, done.err  # this model cannot be loaded, to prepare vectors
    assert server.asked[-1][1] == f"bytes={begun}-"
    with Index.open(folder) as reader:
        assert len(_symbols(reader)) == 4


def test_one_that_ends_behind_the_database_does_it_again(
    writer: Index, server: FileServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Index.open(folder) as reader:
        _publish(writer, server)
        become = Store.become

        def ends(store: Store, path: Path) -> None:
            become(store, path)
            raise KeyboardInterrupt

        with monkeypatch.context() as ending:
            ending.setattr(Store, "become", ends)
            with pytest.raises(KeyboardInterrupt):
                reader.take_over()
        assert len(_symbols(reader)) == 4
        assert reader.take_over()
        assert not reader.take_over()
        assert len(_symbols(reader)) == 4


def _say(server: FileServer, **changed: Any) -> None:
    """Say something else of the latest copy."""
    path = server.folder / LATEST
    content = json.loads(path.read_text("utf-8"))
    copy = changed.pop("copy", {})
    path.write_text(
        json.dumps({**content, **changed, "copy": {**content["copy"], **copy}}), "utf-8"
    )


def _damage(server: FileServer) -> None:
    (copy,) = (path for path in server.folder.glob("*.zip") if path.name.startswith("4-"))
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    copy.write_bytes(content)


def _remove(server: FileServer) -> None:
    for path in server.folder.glob("4-*.zip"):
        path.unlink()


BAD: dict[str, tuple[Callable[[FileServer], object], str]] = {
    "damaged": (_damage, "damaged, or was changed on its way"),
    "shorter": (lambda s: _say(s, bytes=10**9), "broke off"),
    "gone": (_remove, "the server says 404 for 4-"),
    "nothing": (lambda s: (s.folder / LATEST).unlink(), "says 404 for published.json"),
    "refused": (lambda s: setattr(s, "status", 401), "says 401"),
    "a page": (lambda s: (s.folder / LATEST).write_text("<html>"), "not what wsis-search publish"),
    "a list": (lambda s: (s.folder / LATEST).write_text("[]"), "not what wsis-search publish"),
    "elsewhere": (lambda s: _say(s, file="../../etc/passwd"), "not what wsis-search publish"),
    "newer": (lambda s: _say(s, format=9), "newer wsis-search"),
    "no number": (lambda s: _say(s, schema="new"), "not what wsis-search publish"),
    "newer tables": (lambda s: _say(s, schema=999), "newer wsis-search"),
    "other index": (lambda s: _say(s, copy={"id": "other"}), "another index.*--index"),
    "other model": (lambda s: _say(s, copy={"model": "m"}), r"another model \(m\)"),
    "other copy": (lambda s: _say(s, copy={"documents": 9}), "not the copy that was named"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.once
def test_an_unusable_copy_is_reported_and_the_old_one_stays(
    name: str, writer: Index, server: FileServer, folder: Path
) -> None:
    spoil, message = BAD[name]
    with Index.open(folder) as reader:
        _publish(writer, server)
        spoil(server)
        with pytest.raises(CopyError, match=f"WSIS_SEARCH_COPY.*{message}.*goes on being searched"):
            reader.take_over()
        assert len(_symbols(reader)) == 3
        copy = reader.status().copy
        assert copy is not None
        assert copy.trouble is not None
        server.status = None
        if name in {"newer", "other index"}:
            with pytest.raises(BackupError, match="newer wsis-search|another index"):
                writer.publish(server.folder)
        else:
            _put(writer.store, 8)
            writer.publish(server.folder)
            assert reader.take_over()
            assert len(_symbols(reader)) == 5
            assert list(folder.glob(".*")) == []


def test_without_the_network_a_copy_reports_its_age(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Index.open(folder).close()
    with file_server(tmp_path / "published") as other:
        monkeypatch.setenv("WSIS_SEARCH_COPY", other.address.replace("//", "//reader:secret@"))
        with Index.open(folder) as reader:  # it may move to another address
            assert not reader.take_over()
            assert other.sent["Authorization"].startswith("Basic ")
    done = run("follow", index=folder, WSIS_SEARCH_COPY=other.address)
    assert done.code == 2
    assert "cannot be reached" in done.err
    assert "Traceback" not in done.err
    shown = run("status", index=folder).out
    assert f"of {other.address}" in " ".join(shown.split())
    assert "known to be as the index there was at 20" in " ".join(shown.split())
    assert "cannot be reached" in shown
    assert "secret" not in shown + (folder / "copied.json").read_text("utf-8")
    copy = run("status", "--json", index=folder).json()["copy"]
    # A copy is known to equal the index from when its publication began: a second may end between.
    assert copy["current"] <= copy["made"] <= copy["asked"]
    assert (copy["behind"], copy["is_usable"]) == (0, False)
    with Index.open(folder) as reader:
        assert len(_symbols(reader)) == 3
    missing = run("search", "broadband", index=tmp_path / "new", WSIS_SEARCH_COPY=other.address)
    assert missing.code == 2
    assert "There is no index in" in missing.err


def test_a_copy_is_written_nowhere_but_where_it_is_published(
    writer: Index, server: FileServer, folder: Path, tmp_path: Path
) -> None:
    document = tmp_path / "new.txt"
    document.write_text("Something new for all schools.", "utf-8")
    for address in (server.address, ""):  # it stays a copy without the setting
        done = run("ingest", document, index=folder, WSIS_SEARCH_COPY=address)
        assert done.code == 2
        assert "is a copy of what is published elsewhere" in done.err
    done = run("verify", "--repair", index=folder, WSIS_SEARCH_COPY="")
    assert "is a copy" in done.err
    with Index.open(folder) as reader:
        assert (reader.store.stamp, len(_symbols(reader))) == (writer.store.stamp, 3)
        with pytest.raises(CopyError):
            reader.store.put_setting("new", "there")
        reader.back_up(tmp_path / "copy.zip")
    Index.restore(tmp_path / "copy.zip", tmp_path / "own")
    with Store(tmp_path / "own") as own:  # what is made of it is an index of its own
        own.put_setting("new", "there")
    outcome = run("search", "x", index=tmp_path / "own", WSIS_SEARCH_COPY=server.address)
    assert outcome.code == 2
    assert "is not a copy" in outcome.err
    outcome = run("search", "x", index=folder, WSIS_SEARCH_COPY="share/archive")
    assert "WSIS_SEARCH_COPY is not an address" in outcome.err
    outcome = run("follow", index=folder, WSIS_SEARCH_COPY="")
    assert "Set WSIS_SEARCH_COPY" in outcome.err


def test_rules_come_along_and_go_but_for_the_readers_own(
    writer: Index, server: FileServer, folder: Path
) -> None:
    rules = writer.store.folder / "access.toml"
    rules.write_text('default = "members"\n[[documents]]\nsymbol = "C24/1"\nclass = "public"\n')
    assert writer.publish(server.folder)[1]
    assert not writer.publish(server.folder)[1]
    with Index.open(folder) as reader:
        own = folder / "access.toml"
        assert own.stat().st_mode & 0o777 == 0o600
        assert reader.view_for("public").store.documents.symbols() == ["C24/1"]
        _publish(writer, server)  # what the class sees follows
        reader.take_over()
        assert reader.view_for("public").store.documents.symbols() == ["C24/1"]
        assert len(reader.store.documents.symbols()) == 4
        for text in ('default = "member-states"\n', ""):
            rules.write_text(text) if text else rules.unlink()
            writer.publish(server.folder)
            assert reader.take_over()
            assert own.exists() == bool(text)
        own.write_text('default = "members"\n')
        rules.write_text('default = "public"\n')
        writer.publish(server.folder)
        assert reader.take_over()
        assert "members" in own.read_text()


def test_the_view_of_a_class_is_published_by_itself(writer: Index, tmp_path: Path) -> None:
    rules = writer.store.folder / "access.toml"
    rules.write_text('default = "members"\n[[documents]]\nsymbol = "C24/1"\nclass = "public"\n')
    writer.view_for("public").publish(tmp_path / "public")
    with file_server(tmp_path / "public") as public, pytest.MonkeyPatch.context() as there:
        there.setenv("WSIS_SEARCH_COPY", public.address)
        with Index.open(tmp_path / "everybody") as reader:
            assert reader.store.documents.symbols() == ["C24/1"]
            assert not (reader.store.folder / "access.toml").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk(writer: Index, server: FileServer, folder: Path) -> None:
    with Index.open(folder) as reader:
        _publish(writer, server)
        name = json.loads((server.folder / LATEST).read_text("utf-8"))["file"]
        part = folder / f".{name}.part"
        part.symlink_to("/dev/full")
        with pytest.raises(CopyError, match=r"WSIS_SEARCH_COPY.*no room in .*goes on"):
            reader.take_over()
        assert not part.is_symlink()  # others need the room that there is
        assert len(_symbols(reader)) == 3
        assert reader.take_over()
        assert len(_symbols(reader)) == 4


def test_copies_stay_for_who_fetches_them_and_then_go(
    writer: Index, server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copies() -> set[str]:
        return {path.name for path in server.folder.glob("*.zip")}

    first = copies()
    (server.folder / "of the operator.zip").touch()
    assert not writer.publish(server.folder)[1]
    _publish(writer, server)
    assert copies() > first
    for name in first:
        os.utime(server.folder / name, (1.0, 1.0))
    _put(writer.store, 8)
    monkeypatch.setattr(publisher, "_KEPT", 0)
    with Store(writer.store.folder) as store:
        latest, is_new = publish(store, server.folder, {})
    assert is_new
    assert copies() == {latest.file, "of the operator.zip"}
    assert (server.folder / latest.file).stat().st_mode & 0o044  # a server of files may read it
    with Store(tmp_path / "other", create=True) as other:
        with pytest.raises(BackupError, match="is empty"):
            publish(other, server.folder, {})
        other.vectors.use_model(MODEL)
        with pytest.raises(BackupError, match="another index"):
            publish(other, server.folder, {})


def test_the_command_publishes_and_follows(
    writer: Index, tmp_path: Path, server: FileServer
) -> None:
    target = tmp_path / "elsewhere"
    first = run("publish", target, "--json", index=writer.store.folder)
    assert first.code == 0, first.err
    answer = first.json()
    assert answer["is_new"]
    assert answer["documents"] == 3
    assert Path(answer["path"]).stat().st_size == answer["file_bytes"]
    again = run("publish", target, index=writer.store.folder)
    assert "Still the latest: generation" in again.err
    shutil.rmtree(target)
    target.write_text("")
    wrong = run("publish", target, index=writer.store.folder)
    assert wrong.code == 2
    assert "Nothing can be published in" in wrong.err
    # It is a backup, too.
    (copy,) = server.folder.glob("*.zip")
    restored = tmp_path / "restored"
    assert Index.restore(copy, restored).documents == 3


def test_over_tls_by_an_authority_of_ones_own(
    server: FileServer, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = certificate(tmp_path)
    with file_server(server.folder, made.context()) as safe:
        monkeypatch.setenv("WSIS_SEARCH_COPY", safe.address)
        monkeypatch.setenv("WSIS_SEARCH_COPY_KEY", "token")
        with pytest.raises(CopyError, match=r"(?i)certificate"):
            Index.open(folder)
        monkeypatch.setenv("SSL_CERT_FILE", str(made.authority))
        with Index.open(folder) as reader:
            assert len(_symbols(reader)) == 3
        assert safe.sent["Authorization"] == "Bearer token"


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)


@pytest.mark.parametrize("name", [LATEST, "*.zip"])
def test_what_was_published_is_looked_through_and_published_anew(
    writer: Index, server: FileServer, name: str
) -> None:
    assert not [finding for finding in writer.verify() if finding.kind == "damage"]
    _flip(next(server.folder.glob(name)))
    (finding,) = (finding for finding in writer.verify() if finding.kind == "damage")
    assert (finding.code, finding.file) == ("published", str(server.folder))
    outcome = run("verify", server.folder, "--json", index=writer.store.folder, WSIS_SEARCH_COPY="")
    assert outcome.code == 1
    assert [finding["code"] for finding in outcome.json()["findings"]] == ["copy"]
    writer.encoder = MODEL
    writer.repair()
    assert not [finding for finding in writer.verify() if finding.kind == "damage"]
    whole = run("verify", server.folder, index=writer.store.folder, WSIS_SEARCH_COPY="")
    assert (whole.code, "Each copy is whole" in whole.out) == (0, True)


def test_a_changed_copy_is_fetched_again(writer: Index, server: FileServer, folder: Path) -> None:
    with Index.open(folder) as reader:
        reader.encoder = MODEL
        assert reader.verify() == []
        connection = sqlite3.connect(folder / "index.sqlite3")
        connection.execute("DELETE FROM document WHERE id = 1")
        connection.commit()
        connection.close()
        assert "other-copy" in {finding.code for finding in reader.verify()}
        reader.repair()
        assert reader.verify() == []
        assert reader.store.documents.symbols() == writer.store.documents.symbols()
    assert server.folder.is_dir()


def test_backups_are_verified(writer: Index, tmp_path: Path) -> None:
    for name in ("copy.zip", "copy"):
        writer.back_up(tmp_path / name)
    paths = [tmp_path / "copy.zip", tmp_path / "copy"]
    assert Index.verify_copies(paths) == []
    _flip(tmp_path / "copy.zip")
    _flip(tmp_path / "copy" / "index.sqlite3")
    findings = Index.verify_copies([*paths, tmp_path / "none.zip"])
    assert [finding.file for finding in findings] == [*map(str, paths), str(tmp_path / "none.zip")]
