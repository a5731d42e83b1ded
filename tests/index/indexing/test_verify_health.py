"""Verify finds nothing in an index that looks odd and yet is whole."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from corpus.documents import Document, Metadata
from index.indexing.build import build
from index.indexing.prepare import prepare
from index.indexing.verify import repair, verify
from index.model import Encoder
from index.replication import back_up, restore
from index.retrieval.search import Search
from index.store import DATABASE, Store, database
from ingest.files import archives
from ingest.read import READERS_VERSION

SAME: Final = "Two files hold the same text, as Resolution 140 says."

TEXTS: dict[bytes, str] = {
    b"plain.txt": "Resolution 140 is recalled.\n\nThe secretariat is requested to report.",
    b"empty.txt": "",
    b"spaces.txt": " \n\n\t\n",
    b"first.txt": SAME,
    b"second.txt": SAME,
    b"digits.txt": "1234567890\n\n12.5\n\n7",
    b"marks.txt": "?!\n\n---\n\n…",
    b"nothing.txt": "Before\x00 and after \u2400, Resolution 140 is recalled.",
    b"controls.txt": "\ufeffBell\x07, escape\x1b, end\x1a, delete\x7f and Resolution 140.",
    b"astral.txt": "\U0001d518\U0001f4a7\u200d\U0001f310 \U00020000 tell of Resolution 140.",
    b"marked.txt": "e\u0301 \u202ea\u202c \u2028 \u00ad \ufffd \ufffe \ue000: Resolution 140.",
    b"arabic.txt": "القرار ١٤٠ (المراجَع في بوخارست، 2022) يشجع هذا العمل.",
    b"word.txt": "x" * 3000,
    b"S24-CWGWSIS40-C-0003!!MSW-E.txt": "1\tWater is measured.\n\n2\tSee Resolution 140.",
    b"S24-CWGWSIS40-C-0003!!MSW-F.txt": "1\tL'eau est mesurée.\n\n2\tVoir la Résolution 140.",
}
"""Texts of a small archive, by the bytes of their files' names."""

if sys.platform == "linux":  # other systems have no such names
    TEXTS |= {
        b"caf\xe9 \xff.txt": "The name of this file is no UTF-8, says Resolution 140.",
        "naïve 💧 \n name.txt".encode(): "The name of this file has two lines.",
    }


@pytest.fixture(scope="module")
def built_index(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """An index of all texts, with its files of vectors."""
    folder = tmp_path_factory.mktemp("health")
    for name, text in TEXTS.items():
        (folder / os.fsdecode(name)).write_text(text, "utf-8")
    with Store(folder / "index", create=True) as store, store.finishing():
        build(store, encoder, [folder])
        Search(store, encoder).prepare()
    return folder / "index"


@pytest.fixture
def folder(built_index: Path, tmp_path: Path) -> Path:
    """A copy of the index."""
    shutil.copytree(built_index, tmp_path / "index")
    return tmp_path / "index"


def codes(folder: Path) -> list[str]:
    with Store(folder) as store:
        return [finding.code for finding in verify(store, content=True)]


def execute(folder: Path, *statements: str) -> None:
    """Run statements on a database, as any program does that knows SQLite."""
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement).fetchall()


def put_without_passages(folder: Path, path: Path) -> None:
    """Store a document of which nothing could be read, as an ingest would."""
    path.write_text("A page without text", "utf-8")
    document = Document(path, "txt", "en", None, Metadata(symbol="C24/1"), ())
    size, sha256 = archives.fingerprint(path)
    with Store(folder) as store:
        store.put_document(
            prepare(document), size=size, sha256=sha256, reader=READERS_VERSION, vectors={}
        )


def test_no_text_and_no_name_of_a_file_is_damage(built_index: Path) -> None:
    with Store(built_index) as store:
        failed = {record.path.name: record.code for record in store.files.all() if record.code}
        assert failed == {
            "empty.txt": "empty-file",
            "spaces.txt": "no-text",
            "marks.txt": "no-text",
        }
        assert len(store.files.all()) == len(TEXTS)
        assert len(store.query("SELECT 1 FROM mention")) >= 8
    assert codes(built_index) == []


def test_a_document_without_passages_is_whole(folder: Path, tmp_path: Path) -> None:
    put_without_passages(folder, tmp_path / "page.txt")
    with Store(folder) as store:
        assert "C24/1" in store.documents.symbols()
    assert codes(folder) == []


MAINTENANCE: Final[dict[str, tuple[str, ...]]] = {
    "vacuum": ("VACUUM",),
    "vacuum with pages of another size": (
        "PRAGMA journal_mode = DELETE",
        "PRAGMA page_size = 16384",
        "VACUUM",
    ),
    "indexes made anew": ("REINDEX",),
    "statistics": ("ANALYZE",),
    "another journal": ("PRAGMA journal_mode = TRUNCATE",),
    "incremental vacuum": ("PRAGMA auto_vacuum = INCREMENTAL", "VACUUM"),
    "words merged": (
        "INSERT INTO words_en (words_en) VALUES ('optimize')",
        "INSERT INTO words_ar (words_ar) VALUES ('rebuild')",
    ),
    "an index of an administrator's own": ("CREATE INDEX own ON passage (kind)",),
    "numbers of a program": ("PRAGMA user_version = 7", "PRAGMA application_id = 7"),
}
"""Changes of an administrator to a database with SQLite's own tools, by a name."""


@pytest.mark.parametrize("name", MAINTENANCE)
def test_maintenance_by_sqlite_is_no_damage(folder: Path, name: str) -> None:
    execute(folder, *MAINTENANCE[name])
    assert codes(folder) == []


def copy_while_written(folder: Path, _: Encoder) -> Path:
    """Copy the folder in the middle of a transaction, which is what a kill leaves of it."""
    killed = folder.with_name("killed")
    with Store(folder) as store:
        store.put_setting("a", "setting that stands in the journal alone")
        with store.transaction():
            store.run("DELETE FROM file")
            shutil.copytree(folder, killed)
    assert (killed / f"{DATABASE}-wal").stat().st_size > 0
    return killed


def drop_shared_memory(folder: Path, encoder: Encoder) -> Path:
    killed = copy_while_written(folder, encoder)
    (killed / f"{DATABASE}-shm").unlink()
    return killed


def restore_backup(folder: Path, _: Encoder) -> Path:
    with Store(folder) as store:
        back_up(store, folder.with_name("copy.zip"))
    restore(folder.with_name("copy.zip"), folder.with_name("restored"))
    return folder.with_name("restored")


def copy_by_sqlite(folder: Path, _: Encoder) -> Path:
    copy = folder.with_name("copy")
    copy.mkdir()
    execute(folder, f"VACUUM INTO '{copy / DATABASE}'")
    return copy


def drop_vectors(folder: Path, _: Encoder) -> Path:
    shutil.rmtree(folder / "vectors")
    return folder


def read_again(folder: Path, encoder: Encoder) -> Path:
    with Store(folder) as store, store.finishing():
        paths = [record.path for record in store.files.all()]
        build(store, encoder, paths, force=True)
    return folder


def repair_index(folder: Path, encoder: Encoder) -> Path:
    with Store(folder) as store:
        repair(store, encoder)
    return folder


def renew_identity(folder: Path, _: Encoder) -> Path:
    with Store(folder) as store:
        store.renew_identity()
    return folder


def remove_versions(folder: Path, _: Encoder) -> Path:
    with Store(folder) as store:
        for record in store.files.all():
            if record.path.name.endswith(("MSW-F.txt", "first.txt")):
                store.files.remove(record.path)
    return folder


@pytest.mark.parametrize(
    "treat",
    [
        copy_while_written,
        drop_shared_memory,
        restore_backup,
        copy_by_sqlite,
        drop_vectors,
        read_again,
        repair_index,
        renew_identity,
        remove_versions,
    ],
    ids=lambda treat: treat.__name__,
)
def test_a_whole_index_stays_whole(
    folder: Path, encoder: Encoder, treat: Callable[[Path, Encoder], Path]
) -> None:
    result = treat(folder, encoder)
    assert codes(result) == []
    assert codes(result) == []  # opening it has changed nothing


@pytest.mark.parametrize("has_journal", [False, True])
def test_an_index_that_cannot_be_written_is_whole(
    folder: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, has_journal: bool
) -> None:
    result = copy_while_written(folder, encoder) if has_journal else folder
    monkeypatch.setattr(database, "_is_writable", lambda _: False)  # a test may run as root
    result.chmod(0o555)
    try:
        assert codes(result) == []
    finally:
        result.chmod(0o755)
