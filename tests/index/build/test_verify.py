"""Does verify see what is wrong with an index, and say what to do about it?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks.trust.world import write_document
from corpus.errors import DamagedIndexError, NoIndexError
from index import Index
from index.build.build import build
from index.build.verify import verify
from index.model.encoder import Encoder
from index.retrieval.search import Search
from index.store import Store


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    folder = tmp_path_factory.mktemp("verify")
    (folder / "one.txt").write_text("Resolution 140 of the Plenipotentiary Conference.", "utf-8")
    (folder / "two.txt").write_text("Resolución 140 de la Conferencia.", "utf-8")
    with Store(folder / "index", create=True) as store:
        build(store, encoder, [folder / "one.txt", folder / "two.txt"])
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built / "index", tmp_path / "index")
    return tmp_path / "index"


def codes(folder: Path) -> list[str]:
    with Store(folder) as store:
        return [one.code for one in verify(store, content=True)]


def test_a_whole_index_has_no_findings(folder: Path) -> None:
    assert codes(folder) == []


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE passage SET text = 'x' || text", "mentions"),
        ("UPDATE passage SET ordinal = ordinal + 1", "passages"),
        ("UPDATE vector SET value = x'00'", "vector-length"),
        ("DELETE FROM vector", "vectors-missing"),
        ("INSERT INTO sentence VALUES (1, 0, 9, x'00')", "sentence-vectors-missing"),
        ("UPDATE passage SET cut = 0", "sentence-vectors-missing"),
        ("UPDATE passage SET text = 'y' || text WHERE id = 2", "checksum"),
        ("UPDATE passage SET page = 7", "checksum"),
        ("UPDATE mention SET canonical = 'SDG 9'", "checksum"),
        ("UPDATE vector SET value = zeroblob(length(value))", "vector-checksum"),
        ("DELETE FROM words_en", "words"),
        ("DELETE FROM mandates", "mandates-missing"),
        ("UPDATE mandates SET held = '[0]'", "mandates-checksum"),
        ("INSERT INTO sentence VALUES (1, 0, 9, x'01')", "digest"),
        ("UPDATE passage SET variant = 'start+1:0' WHERE id = 2", "variants"),
        ("UPDATE file SET sha256 = 'other'", "file-changed"),
        ("UPDATE file SET path = CAST('/nowhere/one.txt' AS BLOB) WHERE id = 1", "file-gone"),
    ],
)
def test_each_fault_is_named(folder: Path, statement: str, code: str) -> None:
    with Store(folder) as store, store.transaction():
        store._run(statement)
    assert code in codes(folder)
    with Store(folder) as store:
        found = verify(store, content=True)
    (message, *_) = [one.message for one in found if one.code == code]
    assert "ngest" in message or "--repair" in message


def test_an_index_of_nothing_is_not_up_to_date(tmp_path: Path) -> None:
    Store(tmp_path, create=True).close()
    assert codes(tmp_path) == ["empty"]
    with Store(tmp_path) as store, pytest.raises(RuntimeError), store.finishing():
        raise RuntimeError
    assert codes(tmp_path) == ["unfinished"]
    with Store(tmp_path) as store, store.finishing():
        pass
    assert codes(tmp_path) == ["empty"]
    (tmp_path / "index.sqlite3").write_bytes(b"")
    with pytest.raises(NoIndexError, match=r"empty.*ingest"):
        codes(tmp_path)


def test_what_a_killed_prune_left_is_dropped_by_the_next_run(
    folder: Path, built: Path, encoder: Encoder
) -> None:
    with Index.open(folder) as index:
        index.encoder = encoder
        with pytest.raises(RuntimeError), index.store.finishing():
            index.store.remove(built / "two.txt")
            raise RuntimeError
        before = len(index.store.query("SELECT 1 FROM vector"))
        assert index.ingest([built / "one.txt"]).ingested == 0
        assert len(index.store.query("SELECT 1 FROM vector")) == before / 2
        assert index.verify(content=True) == []


def test_what_is_derived_is_made_anew_and_what_is_not_is_said(
    folder: Path, encoder: Encoder
) -> None:
    with Index.open(folder) as index:
        index.encoder = encoder
        index.prepare()
        (vectors,) = folder.glob("vectors/*.npz")
        vectors.write_bytes(vectors.read_bytes()[:-20])
        with index.store.transaction():
            index.store._run("UPDATE vector SET value = zeroblob(length(value))")
            index.store._run("DELETE FROM words_en")
            index.store._run("UPDATE passage SET variant = 'paragraph:6#1'")
        assert {one.code for one in index.verify(content=True)} == {
            *("vectors-file", "vector-checksum", "words", "variants")
        }
        index.repair()
        assert index.verify(content=True) == []
        assert index.search("plenipotentiary", mode="lexical").hits
        assert len(index.search("a resolution", mode="dense").hits) == 2
        with index.store.transaction():
            index.store._run("UPDATE passage SET text = 'x' WHERE id = 1")
        index.repair()
        left = [one for one in index.verify() if one.code == "checksum"]
        assert (left[0].file or "").endswith("one.txt")
        assert "ingest --force" in left[0].message
        with index.store.transaction():
            index.store._run("UPDATE passage SET label_path = '[\"' WHERE id = 1")
        index.repair()  # it cannot read what it was made of, and says so
        told = {one.code: one.message for one in index.verify(content=True)}
        assert "ingest --force" in told["database"]


def test_versions_are_laid_side_by_side_anew(tmp_path: Path, encoder: Encoder) -> None:
    """A bit that is flipped there is found by SQLite's index alone, which is made anew."""
    for number in (0, 1):  # two versions of one document
        write_document(tmp_path, number)
    with Index.open(tmp_path / "index", create=True) as index:
        index.encoder = encoder
        index.ingest([tmp_path])
        laid = [row["variant"] for row in index.store.query("SELECT variant FROM passage")]
        with index.store.transaction():
            index.store._run("UPDATE passage SET variant = 'paragraph:6#1'")
        index.repair()
        again = [row["variant"] for row in index.store.query("SELECT variant FROM passage")]
        assert again == laid != ["paragraph:6#1"] * len(laid)
        # What is left of a document is called as it was among its versions, and that is no fault.
        index.store.remove(index.store.files()[-1].path)
        assert not {one.code for one in index.verify(content=True)} - {"file-gone"}


def test_a_schema_that_is_no_text_is_damage(folder: Path) -> None:
    """SQLite quotes what it does not understand, in bytes that cannot be decoded."""
    with Store(folder) as store:
        store.query("PRAGMA wal_checkpoint(TRUNCATE)")
    path = folder / "index.sqlite3"
    content = path.read_bytes()
    assert content.count(b"CREATE TABLE file") == 1
    path.write_bytes(content.replace(b"CREATE TABLE file", b"CREATE TABL\xc9 file"))
    with pytest.raises(DamagedIndexError, match="restore it from a copy"):
        codes(folder)


def test_a_flipped_bit_in_a_file_of_vectors_is_found_and_the_search_goes_on(
    folder: Path, encoder: Encoder
) -> None:
    with Store(folder) as store:
        Search(store, encoder).prepare()
        names = {path.name for path in (folder / "vectors").iterdir()}
        for name in names:
            path = folder / "vectors" / name
            if not path.exists():
                continue
            content = bytearray(path.read_bytes())
            for byte in (3, 40, len(content) - 9):
                content[byte] ^= 1 << byte % 8
                path.write_bytes(content)
                assert [one.code for one in verify(store)] == ["vectors-file"]
                assert Search(store, encoder).search("a resolution").hits
                if not path.exists():  # it was made anew
                    break
