"""A copy of an index is the index, whole, and another one."""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
from pathlib import Path

import pytest

from corpus.alerts import Alert
from corpus.documents import Document, Metadata, Passage
from corpus.errors import BackupError, IndexStoreError
from index import Index
from index.indexing import verify
from index.indexing.prepare import prepare
from index.replication import back_up, restore
from index.retrieval.dense import Dense
from index.store import Store, database
from index.store.schema import FIRST_CHECKED, MIGRATIONS, checksum, checksum_over
from tests.commands import run
from tests.conftest import copy_index
from tests.index.building import put
from tests.index.retrieval.test_growth import MODEL


def _put(store: Store, number: int) -> None:
    passage = Passage("paragraph", f"Broadband for school {number}.", language="en")
    metadata = Metadata(symbol=f"C24/{number}")
    document = Document(Path(f"/none/{number}.txt"), "txt", "en", None, metadata, (passage,))
    texts = prepare(document).texts
    put(store, document, {digest: MODEL.of(text) for digest, text in texts.items()})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store(tmp_path / "index", create=True) as store:
        store.vectors.use_model(MODEL)
        for number in range(3):
            _put(store, number)
        Dense(store, MODEL).keep()
    return tmp_path / "index"


def test_a_copy_counts_the_passages_that_a_search_finds(sample_index: Path, tmp_path: Path) -> None:
    index = copy_index(sample_index, tmp_path / "index")
    status = run("status", "--json", index=index).json()
    assert status["findable"] < status["passages"]
    copied = run("backup", tmp_path / "copy.zip", "--json", index=index).json()
    assert copied["passages"] == status["findable"]
    published = run("publish", tmp_path / "published", index=index)
    assert f"{status['findable']:,} passages" in published.err


@pytest.mark.parametrize("name", ["copy.zip", "copy"])
def test_a_restored_index_is_equal_with_its_own_identity(
    folder: Path, tmp_path: Path, name: str
) -> None:
    with Store(folder) as store, Store(folder) as writer:
        with writer.transaction():  # what is not committed is not copied, nor waited for
            writer.run("DELETE FROM file")
            made = back_up(store, tmp_path / name)
            writer.run("ROLLBACK")
            writer.run("BEGIN")
        assert (made.documents, made.passages, made.model) == (3, 3, MODEL.name)
        restored = tmp_path / "restored"
        assert restore(tmp_path / name, restored) == made
        with Store(restored) as again:
            assert again.id not in {store.id, ""}
            assert again.stamp != store.stamp
            assert [row["symbol"] for row in again.documents.all()] == store.documents.symbols()
            assert {finding.code for finding in verify(again, content=True)} == {"file-gone"}
            _put(again, 7)
            ids = again.query("SELECT id FROM passage")
            assert len(Dense(again, MODEL).vectors_of([row["id"] for row in ids])) == 4
    assert sorted(path.name for path in restored.iterdir() if "sqlite" not in path.name) == [
        "vectors"
    ]


def test_a_copy_describes_itself_rightly_while_others_write(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(folder) as store, Store(folder) as writer:
        before, copy_to = store.stamp, store.copy_to

        def copy_later(path: Path) -> None:
            _put(writer, 7)
            copy_to(path)

        monkeypatch.setattr(store, "copy_to", copy_later)
        made = back_up(store, tmp_path / "copy")
    assert (made.stamp, made.documents, made.passages) == (before, 3, 3)
    with Store(tmp_path / "copy") as copied:
        assert (copied.stamp, copied.generation) == (made.stamp, made.generation)
        assert len(copied.documents.all()) == copied.passages.count() == 3


@pytest.mark.parametrize("name", ["copy.zip", "copy"])
def test_alerts_go_with_the_index(folder: Path, tmp_path: Path, name: str) -> None:
    with Index.open(folder) as index:
        index.alerts().add(Alert("Schools", source="Brazil", notify=("mailto://a:secret@b.org",)))
        index.back_up(tmp_path / name)
    Index.restore(tmp_path / name, tmp_path / "restored")
    kept = tmp_path / "restored" / "alerts.json"
    assert kept.read_bytes() == (folder / "alerts.json").read_bytes()
    # It may hold passwords.
    secret = kept if name == "copy" else tmp_path / name
    assert {path.stat().st_mode & 0o777 for path in (kept, secret)} == {0o600}


@pytest.mark.parametrize("name", ["copy.zip", "copy"])
def test_a_restored_index_opens_nothing_that_was_closed(
    folder: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = tmp_path / "elsewhere.toml"  # the rules go along wherever they stand
    rules.write_text('default = "members"\n[[documents]]\nsymbol = "C24/1"\nclass = "public"\n')
    monkeypatch.setenv("WSIS_SEARCH_ACCESS", str(rules))
    with Index.open(folder) as index:
        made = index.back_up(tmp_path / name)
        index.view_for("public").back_up(tmp_path / "seen.zip")
    assert set(made.beside) == {"access.toml"}
    monkeypatch.delenv("WSIS_SEARCH_ACCESS")
    Index.restore(tmp_path / name, tmp_path / "restored")
    with Index.open(tmp_path / "restored") as again:
        assert again.view_for("public").store.documents.symbols() == ["C24/1"]
    # What a class sees is all there is in its own copy.
    Index.restore(tmp_path / "seen.zip", tmp_path / "seen")
    with Index.open(tmp_path / "seen") as seen:
        assert seen.store.documents.symbols() == ["C24/1"]
        assert seen.view_for("public") is seen
    # A copy that has lost its rules is no copy.
    if name == "copy":
        (tmp_path / name / "access.toml").unlink()
    else:
        with zipfile.ZipFile(tmp_path / name) as archive:
            held = {
                member: archive.read(member)
                for member in archive.namelist()
                if member != "access.toml"
            }
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for item, content in held.items():
                archive.writestr(item, content)
    with pytest.raises(BackupError, match=r"access\.toml is not the one"):
        Index.restore(tmp_path / name, tmp_path / "other")
    assert not (tmp_path / "other" / "index.sqlite3").exists()


def test_a_copy_of_the_first_format_is_restored(folder: Path, tmp_path: Path) -> None:
    with Store(folder) as store:
        back_up(store, tmp_path / "copy")
    manifest = tmp_path / "copy" / "manifest.json"
    content = json.loads(manifest.read_text("utf-8")) | {"format": 1}
    del content["beside"]
    manifest.write_text(json.dumps(content), "utf-8")
    assert restore(tmp_path / "copy", tmp_path / "restored").documents == 3


def test_a_copy_that_would_replace_or_is_damaged_is_refused(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.zip"
    with Store(folder) as store:
        back_up(store, copy)
        with pytest.raises(BackupError, match="already"):
            back_up(store, copy)
    with pytest.raises(BackupError, match="already"):
        restore(copy, folder)
    with zipfile.ZipFile(copy) as archive:
        archive.extractall(tmp_path / "unpacked")
    base = tmp_path / "unpacked" / "index.sqlite3"
    content = bytearray(base.read_bytes())
    content[5000] ^= 1
    base.write_bytes(content)
    with pytest.raises(BackupError, match="damaged"):
        restore(tmp_path / "unpacked", tmp_path / "other")
    manifest = tmp_path / "unpacked" / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text("utf-8")) | {"format": 9}))
    with pytest.raises(BackupError, match="newer"):
        restore(tmp_path / "unpacked", tmp_path / "other")
    for bad in (b"", b"{}", copy.read_bytes()[:300]):
        (tmp_path / "bad.zip").write_bytes(bad)
        with pytest.raises(BackupError, match="no copy"):
            restore(tmp_path / "bad.zip", tmp_path / "other")
    with pytest.raises(BackupError, match="no copy"):
        restore(tmp_path / "nothing", tmp_path / "other")
    assert not (tmp_path / "other" / "index.sqlite3").exists()


def test_an_index_that_cannot_be_written_is_searched(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    monkeypatch.setattr(database, "_is_writable", lambda _: False)  # a test may run as root
    folder.chmod(0o555)
    try:
        with Store(folder) as store:
            dense = Dense(store, MODEL)
            dense.keep()
            assert len(dense.vectors_of([1, 2, 3])) == 3
            assert store.words.count("en") == 3
            with pytest.raises(IndexStoreError, match="readonly"):
                store.put_setting("new", "there")
    finally:
        folder.chmod(0o755)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("steps", range(1, len(MIGRATIONS)))
def test_an_index_of_every_earlier_schema_is_brought_forward(steps: int, tmp_path: Path) -> None:
    """Filled as a program of that time would, by the columns that have been there ever since."""
    with Store(tmp_path / "new", create=True) as store:
        _put(store, 1)
        now = {
            name: [dict(row) for row in store.query(f"SELECT * FROM {name}")]  # noqa: S608
            for name in ("file", "document", "version", "passage", "vector")
        }
    (tmp_path / "old").mkdir()
    connection = sqlite3.connect(tmp_path / "old" / "index.sqlite3", isolation_level=None)
    connection.create_function("checksum_of", -1, checksum)
    connection.execute("CREATE TABLE migration (id INTEGER, name TEXT, done TEXT)")
    connection.execute("CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT)")
    connection.execute("INSERT INTO setting VALUES ('id', 'of old'), ('generation', '7')")
    connection.execute("INSERT INTO setting VALUES ('model', 'names'), ('dimension', '32')")
    for number, (name, step) in enumerate(MIGRATIONS[:steps], start=1):
        step(connection)
        connection.execute("INSERT INTO migration VALUES (?, ?, '2025-01-01')", (number, name))
    for table, rows in now.items():
        there = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        for row in rows:
            columns = [name for name in there if name in row]
            connection.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608
                f"VALUES ({', '.join('?' * len(columns))})",
                [row[column] for column in columns],
            )
        is_summed = "checksums of more columns" in dict(MIGRATIONS[:steps])
        if "checksum" in there and not is_summed:
            sums = checksum_over(table, checked=FIRST_CHECKED) if table in FIRST_CHECKED else "NULL"
            connection.execute(f"UPDATE {table} SET checksum = {sums}")  # noqa: S608
    connection.close()
    with Store(tmp_path / "old") as store:
        assert store.id == "of old"
        assert store.documents.symbols() == ["C24/1"]
        assert [
            finding.code for finding in verify(store, content=True) if finding.kind == "damage"
        ] == []
        assert len(store.words.with_every("en", [("words", "school")])) == 1
        assert store.words.places_with({"school": 1.0}, 5) == []
        assert len(Dense(store, MODEL).vectors_of([1])) == 1


def test_a_broken_off_copy_is_replaced_and_its_remains_removed(
    folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    left = copy / ".wsis-search-run-killed"
    left.mkdir(parents=True)
    os.utime(left, (1.7e9, 1.7e9))
    with Store(folder) as store:
        back_up(store, copy)
        (copy / "index.sqlite3").unlink()  # as far as a killed one may come
        back_up(store, copy)
        with pytest.raises(BackupError, match="already"):
            back_up(store, copy)
    assert sorted(path.name for path in copy.iterdir()) == ["index.sqlite3", "manifest.json"]
