"""Does verify see what is wrong with an index, and say what to do about it?"""

from __future__ import annotations

import inspect
import re
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from benchmarks.trust.world import content_of, differences, write_document
from corpus.errors import DamagedIndexError, NoIndexError
from index import Index
from index.indexing.build import build
from index.indexing.derivation_checks import find_other_rows
from index.indexing.verify import repair, verify
from index.model.encoder import Encoder
from index.retrieval.search import Search
from index.store import DATABASE, Store
from index.store.checks import Checks
from index.store.database import fresh_schema
from index.store.schema import checksum, checksum_over
from tests.commands import run

ROOT: Final = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def built_index(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    folder = tmp_path_factory.mktemp("verify")
    (folder / "one.txt").write_text("Resolution 140 of the Plenipotentiary Conference.", "utf-8")
    (folder / "two.txt").write_text("Resolución 140 de la Conferencia.", "utf-8")
    with Store(folder / "index", create=True) as store:
        build(store, encoder, [folder / "one.txt", folder / "two.txt"])
    return folder


@pytest.fixture
def folder(built_index: Path, tmp_path: Path) -> Path:
    shutil.copytree(built_index / "index", tmp_path / "index")
    return tmp_path / "index"


def codes(folder: Path) -> list[str]:
    with Store(folder) as store:
        return [finding.code for finding in verify(store, content=True)]


def test_a_whole_index_has_no_findings(folder: Path) -> None:
    assert codes(folder) == []


def sum_anew(table: str) -> str:
    """Return a statement that gives each row of a table the checksum of what it holds by now."""
    return f"UPDATE {table} SET checksum = {checksum_over(table)}"  # noqa: S608 - from this file


def unseen(statement: str) -> tuple[str, ...]:
    """Return statements that change versions as a disk does, without the trigger of checksums."""
    name = "version_checksum_update"
    return f"DROP TRIGGER {name}", statement, fresh_schema()[name][1]


PLANTED: Final[Sequence[tuple[str, tuple[str, ...]]]] = (
    ("checksum", ("UPDATE document SET checksum = checksum + 1",)),
    ("checksum", ("UPDATE version SET checksum = NULL",)),
    ("checksum", ("UPDATE passage SET page = 7",)),
    ("checksum", ("UPDATE passage SET heading = '[]' || char(10)",)),
    ("checksum", ("UPDATE mention SET canonical = 'SDG 9'",)),
    ("mentions", ("UPDATE mention SET start = start + 1, stop = stop + 1", sum_anew("mention"))),
    ("passages", ("UPDATE passage SET ordinal = ordinal + 1", sum_anew("passage"))),
    ("dimension", ("UPDATE setting SET value = '3x4' WHERE name = 'dimension'",)),
    ("checksum", unseen("UPDATE version SET meeting_days = '2031-01-01/2031-01-02'")),
    ("checksum", unseen("UPDATE version SET same_as = 2 WHERE id = 1")),
    ("checksum", ("UPDATE passage SET borrowed_page = 7",)),
    ("checksum", ("UPDATE passage SET called_at = 3",)),
    ("mentions", ("DELETE FROM mention",)),
    ("mentions", ("INSERT INTO mention SELECT * FROM mention WHERE passage_id = 1",)),
    ("names", ("UPDATE file SET shown = 'other.txt' WHERE id = 1",)),
    ("roles", ("DELETE FROM role",)),
    ("roles", ("UPDATE role SET roles = 8 - roles WHERE passage_id = 1",)),
    ("fields", ("DELETE FROM fields",)),
    ("fields", ("INSERT INTO fields (rowid, heading, title) VALUES (999, 'water', '')",)),
    ("words", ("INSERT INTO words_en (rowid, words, wholes) VALUES (999, 'water', '')",)),
    ("words", ("INSERT INTO words_en (rowid, words, wholes) VALUES (2, 'water', '')",)),
    ("neutraliser", ("INSERT INTO neutraliser VALUES ('pairs.tsv', '2031-01-01', x'00')",)),
    ("settings", ("DELETE FROM setting WHERE name = 'model'",)),
    ("settings", ("DELETE FROM setting WHERE name = 'id'",)),
    ("settings", ("UPDATE setting SET value = 'often' WHERE name = 'generation'",)),
    ("dimension", ("DELETE FROM setting WHERE name = 'dimension'",)),
    ("schema", ("DROP INDEX passage_embedded",)),
    ("schema", ("DROP TRIGGER passage_words",)),
    ("schema", ("DROP TRIGGER touched_version",)),
    ("schema", ("DROP TABLE role",)),
    ("schema", ("DROP TABLE slots",)),
    ("schema", ("DROP TABLE words_fr",)),
    ("vector-length", ("UPDATE vector SET value = x'00'", sum_anew("vector"))),
    ("vector-checksum", ("UPDATE vector SET value = zeroblob(length(value))",)),
    ("vectors-missing", ("DELETE FROM vector",)),
    ("sentence-vectors-missing", ("UPDATE passage SET cut = 0",)),
    ("words", ("DELETE FROM words_en",)),
    ("words", ("UPDATE words_es SET words = 'mar' WHERE rowid = 2",)),
    ("mandates-missing", ("DELETE FROM mandates",)),
    ("mandates-missing", ("UPDATE mandates SET rules = 'of old'", sum_anew("mandates"))),
    ("mandates-checksum", ("UPDATE mandates SET held = '[0]'",)),
    ("mandates", ("UPDATE mandates SET held = '[0]'", sum_anew("mandates"))),
    (
        "digest",
        (
            "UPDATE passage SET embedded = (SELECT embedded FROM passage WHERE id = 2)",
            sum_anew("passage"),
        ),
    ),
    (
        "digest sentences",
        ("INSERT INTO sentence VALUES (1, 0, 9, (SELECT embedded FROM passage WHERE id = 2))",),
    ),
    ("variants", ("UPDATE passage SET variant = 'start+1:0' WHERE id = 2",)),
    ("orphans", ("INSERT INTO slots VALUES (999, 0, 1)",)),
    ("orphans", ("DELETE FROM document",)),
    ("database", ("UPDATE passage SET label_path = '[\"'", sum_anew("passage"))),
    (
        "database schema",
        (
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_master SET sql = replace(sql, '_id, variant)', '_id, text)')",
        ),
    ),
    ("file-changed", ("UPDATE file SET sha256 = 'other'",)),
    ("file-changed", ("UPDATE file SET bytes = bytes + 1",)),
    ("file-gone names", ("UPDATE file SET path = CAST('/nowhere/one.txt' AS BLOB) WHERE id = 1",)),
    ("unfinished", ("INSERT INTO setting VALUES ('unfinished', '2031-01-01T00:00:00+00:00')",)),
)
"""Codes, and statements that plant what each of them names and nothing else."""

BEHIND: Final = {
    *("vectors-missing", "sentence-vectors-missing", "mandates-missing"),
    *("file-changed", "file-gone", "unfinished"),
}
"""Codes of what the next ingest makes up for; all others are of damage."""

ELSEWHERE: Final = {
    "empty": "tests/index/indexing/test_verify.py",
    "slots": "tests/index/indexing/test_verify.py",
    "slots-missing": "tests/index/indexing/test_verify.py",
    "vectors-file": "tests/index/indexing/test_verify.py",
    "engine": "tests/search_app/commands/test_engine.py",
    "engine-behind": "tests/search_app/commands/test_engine.py",
    "seen": "tests/index/replication/test_class_copies.py",
    "revisions-missing": "tests/index/analyses/test_fates.py",
    "revision-checksum": "tests/index/analyses/test_fates.py",
    "revisions": "tests/index/analyses/test_fates.py",
}
"""Codes that other tests plant, and the modules of these tests."""

CODE: Final = re.compile(
    r'(?:(?:_damage|_derived|_behind|_missing)\(\s*|yield |^        \(\s*)"([a-z-]+)"'
    r'|Finding\(\s*"\w+",\s*"([a-z-]+)"',
    re.MULTILINE,
)
"""A code in the source of what gives it."""


REPAIRED: Final = {
    *("names", "roles", "fields", "words", "neutraliser", "settings", "dimension", "schema"),
}
"""Codes of what repair makes anew, beside what other tests repair."""


def plant(folder: Path, statements: Sequence[str]) -> None:
    """Run statements on the database of an index, as a disk or a stranger does."""
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as connection:
        connection.create_function("checksum_of", -1, checksum)
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize(("code", "statements"), PLANTED)
def test_each_fault_is_named(folder: Path, code: str, statements: Sequence[str]) -> None:
    """A fault has the name of its kind and no other, and the message says what to do."""
    plant(folder, statements)
    with Store(folder) as store:
        findings = verify(store, content=True)
    assert {finding.code for finding in findings} == set(code.split())
    for finding in findings:
        assert re.search(r"ngest|--repair|Run it again", finding.message)
        assert finding.kind == ("behind" if finding.code in BEHIND else "damage")


@pytest.mark.parametrize(
    ("code", "statements"),
    [(code, statements) for code, statements in PLANTED if code in REPAIRED],
)
def test_repair_makes_derived_data_again(
    folder: Path, built_index: Path, encoder: Encoder, code: str, statements: Sequence[str]
) -> None:
    plant(folder, statements)
    before = content_of(built_index / "index")
    with Index.open(folder) as index:
        index.encoder = encoder
        assert {finding.code for finding in index.verify(content=True)} == {code}
        index.repair()
        assert index.verify(content=True) == []
    assert differences(content_of(folder), before) == []
    with Store(folder) as store:
        assert store.checks.wrong_parts() == {}


def test_vectors_are_made_again_where_the_models_name_is_lost(
    folder: Path, encoder: Encoder
) -> None:
    plant(folder, ["DELETE FROM setting WHERE name = 'model'"])
    with Store(folder) as store:
        with store.transaction():
            vectors = store.vectors.all()
            store.run("DELETE FROM vector")
            store.insert(
                "vector",
                [{"digest": key, "value": value[4:] + value[:4]} for key, value in vectors],
            )
        repair(store, encoder)
        assert verify(store, content=True) == []
        texts = {row["embedded"]: row["text"] for row in store.checks.texts()}
        assert len(texts) == 2
        assert all(
            (store.vectors.by_digest([key])[key] * encoder.passages([text])[0]).sum() > 0.98
            for key, text in texts.items()
        )


def test_missing_or_stray_sentences_and_slots_are_repaired(
    tmp_path: Path, encoder: Encoder
) -> None:
    paragraph = (
        "The first sentence tells of rivers and of lakes. The second one tells of roads and dust."
    )
    (tmp_path / "alone.txt").write_text(f"1\t{paragraph}\n\n2\t{paragraph}", "utf-8")
    for number in (0, 1):  # two versions of one document
        write_document(tmp_path, number)
    with Index.open(tmp_path / "index", create=True) as index:
        index.encoder = encoder
        index.ingest([tmp_path])
        assert index.verify(content=True) == []
        before = content_of(tmp_path / "index")
        alone = index.store.query("SELECT max(passage_id) AS id FROM sentence")[0]["id"]
        for code, statement in (
            ("sentences", "DELETE FROM sentence"),
            ("sentences", f"DELETE FROM sentence WHERE passage_id = {alone}"),  # noqa: S608
            ("slots", f"INSERT INTO slots VALUES ({alone}, 0, 1)"),  # noqa: S608
            ("slots", "DELETE FROM slots WHERE passage_id = (SELECT min(passage_id) FROM slots)"),
            ("slots-missing", "DELETE FROM slots"),
        ):
            with index.store.transaction():
                index.store.run(statement)
            assert code in {finding.code for finding in index.verify(content=True)}, statement
            index.repair()
            assert index.verify(content=True) == []
            assert differences(content_of(tmp_path / "index"), before) == []


@pytest.mark.parametrize("name", ["dimension", "generation", "model"])
def test_the_command_names_a_lost_or_damaged_setting(folder: Path, name: str) -> None:
    for statement in (
        f"UPDATE setting SET value = '3x4' WHERE name = '{name}'",  # noqa: S608
        f"DELETE FROM setting WHERE name = '{name}'",  # noqa: S608
    ):
        if name == "model" and "3x4" in statement:
            continue
        plant(folder, [statement])
        outcome = run("verify", index=folder)
        assert outcome.code == 1
        assert "--repair" in outcome.out
        assert "Traceback" not in outcome.err


def test_each_code_is_planted() -> None:
    sources = [Path(inspect.getfile(own)) for own in (verify, find_other_rows, Checks)]
    # Names that are put together.
    given = {"vector-checksum", "mandates-checksum", "revision-checksum"}
    for source in sources:
        given |= {code or other for code, other in CODE.findall(source.read_text("utf-8"))}
    assert given == {code for codes, _ in PLANTED for code in codes.split()} | ELSEWHERE.keys()
    for code, module in ELSEWHERE.items():
        assert f'"{code}"' in (ROOT / module).read_text("utf-8")


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


def test_the_next_run_drops_remains_of_a_killed_prune(
    folder: Path, built_index: Path, encoder: Encoder
) -> None:
    with Index.open(folder) as index:
        index.encoder = encoder
        with pytest.raises(RuntimeError), index.store.finishing():
            index.store.files.remove(built_index / "two.txt")
            raise RuntimeError
        before = len(index.store.query("SELECT 1 FROM vector"))
        assert index.ingest([built_index / "one.txt"]).ingested == 0
        assert len(index.store.query("SELECT 1 FROM vector")) == before / 2
        assert index.verify(content=True) == []


def test_repair_makes_derived_data_again_and_names_the_rest(folder: Path, encoder: Encoder) -> None:
    with Index.open(folder) as index:
        index.encoder = encoder
        index.prepare()
        (vectors,) = folder.glob("vectors/*.npz")
        vectors.write_bytes(vectors.read_bytes()[:-20])
        with index.store.transaction():
            index.store.run("UPDATE vector SET value = zeroblob(length(value))")
            index.store.run("DELETE FROM words_en")
            index.store.run("UPDATE passage SET variant = 'paragraph:6#1'")
        assert {finding.code for finding in index.verify(content=True)} == {
            *("vectors-file", "vector-checksum", "words", "variants")
        }
        index.repair()
        assert index.verify(content=True) == []
        assert index.search("plenipotentiary", mode="lexical").hits
        assert len(index.search("a resolution", mode="dense").hits) == 2
        with index.store.transaction():
            index.store.run("UPDATE passage SET text = 'x' WHERE id = 1")
        index.repair()
        left = [finding for finding in index.verify() if finding.code == "checksum"]
        assert (left[0].file or "").endswith("one.txt")
        assert "ingest --force" in left[0].message
        with index.store.transaction():
            index.store.run("UPDATE passage SET label_path = '[\"' WHERE id = 1")
        index.repair()  # it cannot read what it was made of, and says so
        messages = {finding.code: finding.message for finding in index.verify(content=True)}
        assert "ingest --force" in messages["database"]


def test_repair_learns_the_dimension_from_the_model(folder: Path, encoder: Encoder) -> None:
    with Index.open(folder) as index:
        index.encoder = encoder
        index.store.put_setting("dimension", "many")
        assert [finding.code for finding in index.verify()] == ["dimension"]
        index.repair()
        assert index.verify(content=True) == []


def test_repair_aligns_the_versions_again(tmp_path: Path, encoder: Encoder) -> None:
    """A bit that is flipped there is found by SQLite's index alone, which is made anew."""
    for number in (0, 1):  # two versions of one document
        write_document(tmp_path, number)
    with Index.open(tmp_path / "index", create=True) as index:
        index.encoder = encoder
        index.ingest([tmp_path])
        laid = [row["variant"] for row in index.store.query("SELECT variant FROM passage")]
        with index.store.transaction():
            index.store.run("UPDATE passage SET variant = 'paragraph:6#1'")
        index.repair()
        again = [row["variant"] for row in index.store.query("SELECT variant FROM passage")]
        assert again == laid != ["paragraph:6#1"] * len(laid)
        # What is left of a document is called as it was among its versions, and that is no fault.
        index.store.files.remove(index.store.files.all()[-1].path)
        assert not {finding.code for finding in index.verify(content=True)} - {"file-gone"}


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


def test_a_flipped_bit_of_vectors_is_found_while_search_works(
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
                assert [finding.code for finding in verify(store)] == ["vectors-file"]
                assert Search(store, encoder).search("a resolution").hits
                if not path.exists():  # it was made anew
                    break
