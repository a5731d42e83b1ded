"""An index that others write to, and bad input: answers stay whole, and no thread sees a half."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import process_time

import numpy as np
import pytest

from corpus.documents import Document, Metadata, Passage
from corpus.errors import IndexStoreError, QueryError, WsisSearchError
from corpus.filters import Filters
from corpus.text import language_of
from index.analyses.precedents.drafts import _group_paragraphs, precedents
from index.lookup import show
from index.model import neutral
from index.model.encoder import Encoder
from index.model.neutral import AffineMap, Neutraliser
from index.retrieval.evidence import LexicalEvidence
from index.retrieval.passage_filters import FilterIndex, PassageMask
from index.retrieval.questions import Question, read_question
from index.retrieval.ranking import Mode
from index.retrieval.search import Search
from index.store import Store
from index.versions import align_documents
from index.words import analysis, phrases
from tests.commands import start
from tests.conftest import copy_index


@pytest.fixture
def store(sample_index: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the sample's index, to be changed."""
    copy_index(sample_index, tmp_path / "index")
    with Store(tmp_path / "index") as opened:
        yield opened


def test_a_thread_sees_nothing_of_what_another_has_not_finished(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store:
        seen: list[str | None] = []
        reader = threading.Thread(target=lambda: seen.append(store.setting("half")))
        with pytest.raises(RuntimeError), store.transaction():
            store.write_setting("half", "done")
            reader.start()
            reader.join(0.2)
            raise RuntimeError
        reader.join()
        assert seen == [None]


def test_a_snapshot_stays_as_it_is_while_another_process_writes(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store, Store(tmp_path) as other:
        with store.snapshot():
            assert store.setting("new") is None
            other.put_setting("new", "there")
            with store.snapshot():
                assert store.setting("new") is None
        assert store.setting("new") == "there"


def test_readers_do_not_wait_and_keep_their_first_state(store: Store, encoder: Encoder) -> None:
    search = Search(store, encoder)

    def scores(filters: Filters | None = None) -> list[tuple[int, float]]:
        result = search.search("artificial intelligence", filters=filters)
        return [(hit.found.passage_id, hit.score) for hit in result.hits]

    results: list[list[tuple[int, float]]] = []
    with store.snapshot():
        before = scores()
        first = store.passages.documents_of([before[0][0]])
        path = next(
            file.path
            for file in store.files.all()
            if before[0][0] in store.passages.of_file(file.id)
        )
        with Store(store.folder) as other:
            other.files.remove(path)
        reader = threading.Thread(target=lambda: results.append(scores()))
        reader.start()
        reader.join(60)  # while this one holds its snapshot
        assert scores() == before
        assert scores(Filters(languages=("en", "fr", "es", "ar", "ru", "zh")))[0] == before[0]
        assert store.passages.documents_of([before[0][0]]) == first
    assert len(results) == 1
    assert before[0][0] not in dict(results[0])
    assert scores() == results[0]


def test_filters_agree_with_a_database_that_has_changed(store: Store) -> None:
    choices = FilterIndex(store)
    every = (
        Filters(),
        Filters(languages=("fr", "zh"), kinds=("paragraph", "table")),
        Filters(meetings=("40",), since="2020", until="2030", formats=("docx",)),
        Filters(series=("inf",), source="a"),
    )

    def check() -> None:
        for filters in every:
            chosen = choices.filter_passages(filters)
            assert list(chosen) == sorted(store.filters.passages(filters))
            documents = set(store.passages.documents_of(chosen).values())
            assert choices.totals(chosen) == (len(chosen), len(documents))
        assert choices.totals(None) == choices.totals(choices.filter_passages(Filters()))

    check()
    assert len(choices.filter_passages(every[1])) > 0
    with Store(store.folder) as other:
        other.files.remove(other.files.all()[0].path)
    check()


def test_a_failing_commit_is_undone(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store:
        with pytest.raises(WsisSearchError), store.transaction():
            store.run("PRAGMA defer_foreign_keys = ON")
            store.run("INSERT INTO version (file_id, document_id, format) VALUES (7, 7, 'txt')")
        store.put_setting("new", "there")
        assert store.query("SELECT * FROM version") == []


def test_an_aborted_transaction_raises_the_first_error(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store:
        with pytest.raises(RuntimeError), store.transaction():
            store.run("ROLLBACK")  # as SQLite does by itself where the disk is full
            raise RuntimeError
        store.put_setting("new", "there")


def test_an_index_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store:
        store.query("PRAGMA query_only = 1")
        with pytest.raises(IndexStoreError, match=r"readonly.*writable.*copy"):
            store.put_setting("new", "there")


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_hits_are_whole_while_a_file_is_forgotten(
    store: Store, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, mode: Mode
) -> None:
    search = Search(store, encoder)
    ranked = search._ranking.rank

    def and_then_forgotten(
        question: Question,
        k: int,
        among: PassageMask | None,
        how: Mode,
        evidence: LexicalEvidence | None,
    ) -> list[tuple[int, float]]:
        ranking = ranked(question, k, among, how, evidence)
        with Store(store.folder) as other:
            for record in other.files.all():
                other.files.remove(record.path)
        return ranking

    monkeypatch.setattr(search._ranking, "rank", and_then_forgotten)
    assert search.search("artificial intelligence", k=5, mode=mode).hits
    assert search.search("artificial intelligence", k=5, mode=mode).hits == ()


def test_a_draft_is_compared_while_files_are_forgotten(
    store: Store, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    statement = Passage("paragraph", "Artificial intelligence serves development.", language="en")
    draft = Document(Path("draft.txt"), "txt", "en", None, Metadata(), (statement,))
    search = Search(store, encoder)
    ranked = search.rank

    def and_then_forgotten(
        question: Question, k: int, *, among: Sequence[int] | None = None, mode: Mode = "hybrid"
    ) -> list[tuple[int, float]]:
        hits = ranked(question, k, among=among, mode=mode)
        for record in store.files.all():
            store.files.remove(record.path)
        return hits

    monkeypatch.setattr(search, "rank", and_then_forgotten)
    (paragraph,) = precedents(store, search, draft)
    assert paragraph.precedents == ()


def test_a_source_with_more_documents_than_statement_values_is_filtered(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store:
        with store.transaction():
            store.connection.executemany(
                "INSERT INTO file (id, path, shown, bytes, sha256, reader, ingested) "
                "VALUES (?1, ?1, ?1, 0, '', 0, '')",
                [(number,) for number in range(1_500)],
            )
            store.run("INSERT INTO document (id, key) SELECT id, id FROM file")
            store.run(
                "INSERT INTO version (id, file_id, document_id, source, format) "
                "SELECT id, id, id, 'Chair', 'txt' FROM file"
            )
        # Builds of SQLite differ in it; the oldest that are in use take 999.
        with store.snapshot():
            store.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)
            assert store.filters.passages(Filters(source="chair")) == []


@pytest.mark.parametrize("text", ["\udcff", "C24/8#\udcff", "\ud800\x00"])
def test_a_text_of_no_characters_is_not_in_the_index(store: Store, text: str) -> None:
    with pytest.raises(QueryError, match="not in the index"):
        show(store, text)
    assert store.filters.passages(Filters(meetings=(text,), source=text)) == []


def test_a_file_is_shown_by_its_whole_name_only(store: Store) -> None:
    (row,) = store.query("SELECT shown FROM file WHERE shown LIKE '%C-0003!!MSW-E.docx'")
    name = Path(row["shown"]).name
    for asked_for in (row["shown"], name, f"CWGWSIS40/{name}"):
        assert show(store, asked_for).metadata.symbol == "CWG-WSIS&SDG-40/3"
    for part in ("x", ".docx", name[1:]):
        with pytest.raises(QueryError):
            show(store, part)


def test_a_chinese_word_rules_out_itself_and_not_its_characters(
    store: Store, encoder: Encoder
) -> None:
    quoted = Search(store, encoder)._ranking.quoted
    rows = store.query(
        "SELECT passage.id, text FROM passage JOIN version ON version.id = version_id "
        "WHERE passage.language = 'zh' AND same_as IS NULL AND NOT leads"
    )
    texts = {row["id"]: row["text"] for row in rows}
    ids = sorted(texts)
    kept = set(quoted.holding(read_question("数字 -工作"), PassageMask.of(ids)) or ())
    assert kept == {passage for passage in ids if "工作" not in texts[passage]}
    assert len(kept) < len(ids)
    assert any("工" in texts[passage] and "作" in texts[passage] for passage in kept)


def test_a_new_treatment_aligns_the_versions_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert align_documents(store) == 0
    mean = np.full(384, 0.25, np.float32)
    store.vectors.put_neutraliser(
        Neutraliser({"": AffineMap(mean)}, {"": AffineMap(mean)}), "nothing"
    )
    used: list[float] = []
    original = neutral.neutral

    def neutralise(vectors: np.ndarray, neutraliser: Neutraliser, code: str | None) -> np.ndarray:
        used.append(float(neutraliser.passages[""].mean[0]))
        return original(vectors, neutraliser, code)

    monkeypatch.setattr(neutral, "neutral", neutralise)
    assert align_documents(store) >= 1
    assert set(used) == {0.25}
    assert align_documents(store) == 0


@pytest.mark.parametrize("run", ["a", "1", "A", "é", "ب", "a/", "1.", "a@", "数1"])
def test_a_run_of_a_page_takes_no_time(run: str) -> None:
    text = run * (20_000 // len(run))
    began = process_time()
    analysis.names(text)
    analysis.analyse(text, "en")
    language_of(text)
    assert process_time() - began < 4  # by the square of the length it took 10 to 60


@pytest.mark.parametrize("phrase", ["ـ", "ـــ"])
def test_a_phrase_of_marks_alone_finds_nothing(phrase: str) -> None:
    assert phrases.spans("المعلـومات", phrase) == []
    assert not phrases.holds("المعلـومات", phrase)


def test_digits_of_every_script_match_only_themselves() -> None:
    assert phrases.holds("अनुच्छेद ३", "३")
    assert phrases.holds("الفقرة ٣", "3")


def test_pieces_of_figures_do_not_join_the_paragraph_before() -> None:
    statement = Passage("paragraph", "Broadband is a matter of urgency.", language="en")
    figures = Passage("paragraph", "1 2 3 4 5 6 7", language="en")
    more = Passage("paragraph", "8 9 10 11", language="en", piece=2)
    assert _group_paragraphs([statement, figures, more], Metadata()) == [
        [statement],
        [figures, more],
    ]


@pytest.mark.process
def test_each_concurrent_ingest_succeeds_or_names_the_running_one(tmp_path: Path) -> None:
    (files := tmp_path / "files").mkdir()
    for number in range(40):
        text = f"{number}. Telecentre {number} brings connectivity to schools in rural areas."
        (files / f"{number}.txt").write_text(text, "utf-8")
    folder = tmp_path / "index"
    with ThreadPoolExecutor(3) as pool:
        outcomes = [*pool.map(lambda _: start("ingest", files, "--json", index=folder), range(3))]
    # On a slow machine one waits longer than ten seconds for the others, and says so.
    assert all(run.code == 0 or "is running since" in run.err for run in outcomes)
    assert sum(run.json()["ingested"] for run in outcomes if run.code == 0) == 40
    with Store(folder) as store:
        assert not list(store.checks.faults())
        assert store.passages.count() == 40
        assert store.ingest_in_progress is None
