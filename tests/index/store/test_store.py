"""The database keeps what it was given, whole, and says what is wrong with it."""

from __future__ import annotations

import multiprocessing
import sqlite3
from collections.abc import Sequence
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.documents import Document, Metadata, Passage
from corpus.errors import (
    DamagedIndexError,
    IndexStoreError,
    LockedIndexError,
    NoIndexError,
    QueryError,
    ReadError,
)
from corpus.filters import Filters
from index.store import TABLES, Store, database
from index.store.schema import MIGRATIONS
from tests.index.building import put


def test_a_folder_without_an_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError, match=r"ingest FOLDER"):
        Store(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_reported_as_damaged(tmp_path: Path) -> None:
    (tmp_path / "index.sqlite3").write_bytes(b"not a database at all" * 100)
    with pytest.raises(DamagedIndexError, match="damaged"):
        Store(tmp_path)


def test_a_database_that_cannot_be_opened_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python 3.13 warns of a connection that is forgotten, and Windows deletes no file of one."""
    opened: list[sqlite3.Connection] = []
    real = sqlite3.connect

    def connect(*arguments: Any, **more: Any) -> sqlite3.Connection:
        opened.append(real(*arguments, **more))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", connect)
    path = tmp_path / "index.sqlite3"
    for content in (b"", b"not a database at all" * 100):
        path.write_bytes(content)
        with pytest.raises(IndexStoreError):
            Store(tmp_path)
    assert len(opened) >= 2
    for connection in opened:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")


def test_a_second_writer_has_to_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LOCK_SECONDS", 0.1)
    with Store(tmp_path, create=True) as first, Store(tmp_path) as second:
        with first.transaction(), pytest.raises(LockedIndexError, match="try again"):
            second.put_setting("model", "x")
        second.put_setting("model", "x")
        assert first.setting("model") == "x"


def test_a_second_ingest_has_to_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LOCK_SECONDS", 0.1)
    with Store(tmp_path, create=True) as first, Store(tmp_path) as second:
        waiting = pytest.raises(LockedIndexError, match=r"is running since \d{4}-.*searched")
        with first.finishing(), waiting, second.finishing():
            pass
        with second.finishing() as is_left:
            assert not is_left


def test_ingest_that_died_is_not_said_to_run(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store, Store(tmp_path) as reader:
        assert reader.find_running_ingest() is None
        with pytest.raises(KeyboardInterrupt), store.finishing():
            assert reader.find_running_ingest() == (0, 0)
            store.note_ingest(12, 40)
            assert reader.find_running_ingest() == (12, 40)
            raise KeyboardInterrupt
        assert reader.ingest_in_progress is not None
        assert reader.find_running_ingest() is None


def test_a_broken_rule_of_the_tables_is_no_damage(tmp_path: Path) -> None:
    twice = "INSERT INTO setting VALUES ('name', 'value')"
    with Store(tmp_path, create=True) as store:
        with store.transaction():
            store.run(twice)
        with pytest.raises(LockedIndexError, match="not damaged"), store.transaction():
            store.run(twice)
        assert not list(store.checks.faults())
    path = tmp_path / "index.sqlite3"
    content = path.read_bytes()
    path.write_bytes(content[: 4096 * 4] + bytes(4096 * 36) + content[4096 * 40 :])
    with pytest.raises(DamagedIndexError), Store(tmp_path) as store, store.transaction():
        store.run(twice)


def test_a_closed_index_is_not_called_damaged(tmp_path: Path) -> None:
    store = Store(tmp_path, create=True)
    store.close()
    with pytest.raises(IndexStoreError, match="closed meanwhile") as refused:
        store.setting("model")
    assert not isinstance(refused.value, DamagedIndexError)


def _open(folders: Sequence[Path]) -> None:
    for folder in folders:
        Store(folder, create=True).close()


@pytest.mark.process
def test_many_processes_may_open_a_new_index_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    folders = [tmp_path / str(number) for number in range(5)]
    processes = [context.Process(target=_open, args=(folders,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 3
    for folder in folders:
        with Store(folder) as store:
            assert len(store.query("SELECT * FROM migration")) == len(MIGRATIONS)


def test_a_failed_transaction_leaves_everything_as_it_was(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store:
        path = tmp_path / "a.txt"
        store.files.put_failure(path, size=1, sha256="a", reader=1, error=ReadError("broken"))
        with pytest.raises(RuntimeError), store.transaction():
            store.run("DELETE FROM file")
            raise RuntimeError
        record = store.files.by_path(path)
        assert record is not None
        assert (record.code, record.message) == ("unreadable", "broken")


def test_each_index_has_an_identity_of_its_own(tmp_path: Path) -> None:
    with (
        Store(tmp_path / "a", create=True) as first_store,
        Store(tmp_path / "b", create=True) as other,
    ):
        assert len(first_store.id) == 32
        assert first_store.id != other.id
        identity = first_store.id
    with Store(tmp_path / "a") as again:
        assert again.id == identity
        assert len(again.query("SELECT * FROM migration")) >= 1


def test_roles_of_passages_agree_for_all_and_for_some(
    tmp_path: Path,
) -> None:
    passages = [
        Passage("paragraph", "Geneva, 3 to 7 June 2030", language="en"),
        Passage("paragraph", "This paper says in short what the group did. " * 9, language="en"),
        Passage("paragraph", "The group met twice, as planned. " * 5, "1", ("1",)),
        Passage("paragraph", "It took note of these papers, one after the other, as always:"),
        Passage("table", "Paper | Country"),
        Passage("table", "Paper: C30/1 | Country: Utopia"),
        Passage("footnote", "See the report, which was published again later. " * 4),
    ]
    made = Document(Path("/none/1.txt"), "txt", "en", None, Metadata(), tuple(passages))
    with Store(tmp_path, create=True) as store:
        put(store, made, {})
        roles = store.facts.roles()
        assert roles.signs == {1, 4, 5}
        assert roles.opening == {2}
        assert roles.tables == {5, 6}
        assert roles.slight >= {1, 4, 5, 7}
        assert roles.slight.isdisjoint({2, 3})
        some = store.facts.roles([2, 4, 6])
        assert [*map(set, (some.signs, some.opening, some.tables))] == [{4}, {2}, {6}]
        assert some.slight == roles.slight & {2, 4, 6}
        with store.transaction():  # as an older program left it
            store.run("DELETE FROM role")
            store.write_setting("roles", "by other rules")
    with Store(tmp_path) as again:
        assert again.facts.roles() == roles
        again.files.remove(made.file)
        assert not again.query("SELECT 1 FROM role")


@pytest.mark.parametrize(
    ("head", "code"), [("References", "en"), ("المراجع", "ar"), ("参考文件：", "zh")]
)
def test_headings_in_boxes_of_a_cover_are_no_text(head: str, code: str, tmp_path: Path) -> None:
    title = "Digital registers in villages"
    passages = [
        Passage("heading", title),
        Passage("heading", head, None, (), (title,)),
        Passage("paragraph", "A/RES/70/125; C23/5", None, (), (title, head)),
        Passage(
            "paragraph",
            "This paper says in short what the group did. " * 9,
            None,
            (),
            (title, head),
        ),
        Passage(
            "paragraph", "The group met twice, as planned. " * 5, "1", ("1",), ("Introduction",)
        ),
        Passage("paragraph", "A/RES/70/125; C23/5", None, (), ("Annex", head)),
    ]
    made = Document(Path("/none/1.txt"), "txt", code, None, Metadata(), tuple(passages))
    with Store(tmp_path, create=True) as store:
        put(store, made, {})
        texts = {row["id"]: row["text"] for row in store.query("SELECT id, text FROM findable")}
        roles = store.facts.roles()
    assert [texts[passage] for passage in sorted(roles.opening)] == [passages[3].text]
    assert passages[2].text in {texts[passage] for passage in roles.signs}
    assert max(texts) not in roles.signs | roles.opening


def test_passages_by_id_are_found_without_scanning_versions(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store:
        for where in ("id IN (1, 2)", "id >= 1 AND id < 3"):
            statement = f"EXPLAIN QUERY PLAN SELECT kind FROM findable_by_id WHERE {where}"  # noqa: S608
            steps = [row["detail"] for row in store.query(statement)]
            assert len(steps) == 2
            assert all("PRIMARY KEY" in step for step in steps), steps
            assert "passage" in steps[0]


def test_vectors_have_the_order_of_their_arrival(tmp_path: Path) -> None:
    vectors = np.random.default_rng(1).random((400, 384), np.float32)
    digests = [sha256(b"%d" % number).digest() for number in range(400)]
    with Store(tmp_path, create=True) as store:
        store.vectors.put(dict(zip(digests, vectors, strict=True)))
        held = store.query("SELECT digest FROM vector ORDER BY rowid")
        assert [row["digest"] for row in held] == digests


def test_dates_that_are_reversed_are_refused() -> None:
    for since, until in (("2024", "2023"), ("2024-03", "2024-02-28")):
        with pytest.raises(QueryError, match="later than the last") as refused:
            Filters(since=since, until=until)
        assert refused.value.reason == "dates-reversed"
    Filters(since="2024-03", until="2024")
    Filters(since="2024", until="2024-03")


@pytest.mark.parametrize("date", ["2024-02-30", "2023-02-29", "2024-13", "2024-04-31", "0000"])
def test_a_day_that_there_is_not_is_no_filter(date: str) -> None:
    for name in ("since", "until"):
        with pytest.raises(QueryError, match=f"{date} is not a date"):
            Filters.from_values(**{name: date})
    assert Filters(since="2024-02-29", until="2024-12").since == "2024-02-29"


def test_loaded_facts_are_not_queried_again(
    sample_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> list[database.Row]:
        raise AssertionError(arguments)

    passages = range(1, 200)
    with Store(sample_index) as store, store.snapshot():
        terms = store.words.vocabulary("zh", 2, 2)[:20]
        expected = store.facts.paragraphs_of(passages), store.words.counts("zh", terms)
    assert len(expected[0]) > 100
    assert len(expected[1]) >= len(terms)
    with Store(sample_index) as store:
        for _ in chain(store.facts.take_in(), store.words.take_in()):
            pass
        with store.snapshot():
            monkeypatch.setattr(store, "query", refuse)
            assert store.facts.paragraphs_of(expected[0]) == expected[0]
            assert store.words.counts("zh", terms) == expected[1]


def test_words_of_headings_and_titles_take_one_query(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passages = (
        Passage("paragraph", "It is late.", "1", heading=("School meals",)),
        Passage("paragraph", "It is early.", "2", heading=("School roads", "Bridges")),
        Passage("paragraph", "It is noon.", "3", heading=("Weather",)),
    )
    english = Document(Path("/none/1.txt"), "txt", "en", None, Metadata(title="On meals"), passages)
    weights = {"school": 0.5, "bridg": 0.25, "meal": 0.125, "dragon": 1.0}
    calls = list[str]()
    with Store(tmp_path, create=True) as store:
        put(store, english, {})
        late, early, noon = store.filters.passages()
        places = {place: rest for place, *rest in store.words.places_with(weights, 5)}
        assert [place for place, *_ in store.words.places_with(weights, most_of_each=1)] == [
            early,
            late,
        ]
    statements = []
    for terms in ({"school": 0.5}, weights):
        with Store(tmp_path) as store, store.snapshot():
            query = store.query

            def watch(statement: str, *values: object, query: Any = query) -> list[database.Row]:
                calls.append(statement)
                return list(query(statement, *values))

            monkeypatch.setattr(store, "query", watch)
            store.words.places_with(terms, 5)
            first = len(calls)
            store.words.places_with(terms, 5)
        assert len(calls) == first > 0  # they are kept for the moment
        statements.append(first)
        calls.clear()
    document = places[late][0]
    assert places == {
        late: [document, 0.625, 0.125],
        early: [document, 0.75, 0.125],
        noon: [document, 0.0, 0.125],
    }
    assert statements[1] == statements[0]


def test_facts_in_arrays_agree_with_those_by_passage(sample_index: Path) -> None:
    with Store(sample_index) as store:
        ids = np.array(store.filters.passages()[::3], np.int64)
        facts = store.facts.of(ids)
        roles = store.facts.roles(ids.tolist())
        keys, codes = (
            store.facts.paragraphs_of(ids.tolist()),
            store.facts.languages_of(ids.tolist()),
        )
    for chosen, expected in (
        (facts.signs, roles.signs),
        (facts.slight, roles.slight),
        (facts.tables, roles.tables),
        (facts.opening, roles.opening),
    ):
        assert {*ids[chosen].tolist()} == expected
    assert facts.documents.tolist() == [keys[passage][0] for passage in ids.tolist()]
    assert [TABLES[language] for language in facts.languages.tolist()] == [
        codes[passage] for passage in ids.tolist()
    ]
    numbers = dict(zip(ids.tolist(), facts.paragraphs.tolist(), strict=True))
    pairs = {(numbers[item], keys[item]) for item in numbers}
    assert len(pairs) == len({*numbers.values()}) == len({*keys.values()})
    turned = facts.at(np.arange(len(ids))[::-1])
    assert turned.paragraphs.tolist() == facts.paragraphs[::-1].tolist()


def test_ids_without_passage_are_left_out(sample_index: Path) -> None:
    with Store(sample_index) as store:
        last = store.passages.last()
        for _ in range(2):
            with store.snapshot():
                assert store.facts.paragraphs_of([-1, last, 10**12]).keys() == {last}
                assert store.facts.languages_of([10**12]) == {}


def test_facts_of_passages_are_of_the_read_moment(tmp_path: Path) -> None:
    passages = tuple(Passage("paragraph", f"The group met {n} times.", f"{n}") for n in range(1, 4))
    english = Document(Path("/none/1.txt"), "txt", "en", None, Metadata(), passages)
    with Store(tmp_path, create=True) as store, Store(tmp_path) as other:
        put(store, english, {})
        (first, *_) = store.filters.passages()
        with store.snapshot():
            before = store.facts.paragraphs_of([first])
            other.versions.put_variants(before[first][0], [(first, "another")])
            assert store.facts.paragraphs_of([first]) == before
        assert store.facts.paragraphs_of([first]) == {first: (before[first][0], "another")}
