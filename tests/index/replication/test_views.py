"""Readers of a class get the answers of an index that never held the hidden documents."""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.alerts import Alert
from corpus.documents import Document
from corpus.errors import WsisSearchError
from corpus.filters import Filters
from index import Index
from index.access import CLASSES, Class, rules_of
from index.analyses import fill_fates
from index.model import Encoder
from index.store import Store
from index.store.database import Part
from tests.commands import run, start
from tests.conftest import copy_index
from tests.index.access.archive import HIDDEN, RULES, archive, make, put, write_rules

QUESTIONS = (
    "mountain yak",
    "yack montagnard",
    "What is the budget of the telecentres?",
    "quagga",
    HIDDEN,
    "CWG-WSIS&SDG-40/2",
    "connectivity of schools Japan",
)
ALERTS = (
    Alert("asked", query="quagga budget of the telecentres"),
    Alert("cited", cites=(HIDDEN,)),
    Alert("hidden", source="Brazil"),
    Alert("shown", source="Japan"),
)
_DIFFERS = {
    *("passage_id", "id", "milliseconds", "generation", "bytes", "ingested", "index"),
    *("vectors", "stamp", "read"),
}
"""Names of values that no two indexes share: ids, times and sizes."""


def _sees(seen: Class, document: Document, folder: Path) -> bool:
    rules = rules_of(folder)
    assert rules
    own_class = rules.class_of([(document.file, document.metadata.symbol)])
    return CLASSES.index(own_class) <= CLASSES.index(seen)


def _plain(value: Any, names: Mapping[int, str]) -> Any:
    """A value without ids; those of passages are told by what they are of."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(getattr(value, field.name), names)
            for field in dataclasses.fields(value)
            if field.name not in _DIFFERS
        }
    if isinstance(value, dict):
        return {
            names.get(key, key) if isinstance(key, int) else key: _plain(item, names)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [_plain(item, names) for item in value]
    if isinstance(value, float):
        return value
    return value if isinstance(value, str | int | None) else repr(value)


def _try(ask: Any) -> Any:
    try:
        return ask()
    except WsisSearchError as error:
        return f"{error.code}: {error.message}"


def _everything(index: Index) -> Iterator[tuple[str, Any]]:
    """All that an index can be asked."""
    passages = index.store.filters.passages()
    shown = index.excerpts(passages)
    names = {key: f"{excerpt.file} {excerpt.passage.label}" for key, excerpt in shown.items()}
    by_name = {name: key for key, name in names.items()}
    for question in QUESTIONS:
        for mode in ("hybrid", "dense", "lexical"):
            yield f"search {question} {mode}", index.search(question, mode=mode, k=30)
        yield f"search {question} fr", index.search(question, shown_in="fr", per_document=1)
        yield f"terms {question}", index.equivalent_terms(question)
        yield f"sentences {question}", _plain(index.best_sentences(question, passages), names)
        yield f"positions {question}", index.positions(question)
    for term in ("mountain yak", "budget", "quagga", "telecentre"):
        yield f"equivalents {term}", _try(lambda term=term: index.equivalents(term, "en"))
    for name in (HIDDEN, "CWG-WSIS&SDG-40/2", f"{HIDDEN}#1", "note.txt", "40/9", "40/4"):
        yield f"show {name}", _try(lambda name=name: index.show(name))
        yield f"look up {name}", _try(lambda name=name: index.look_up(name))
        yield f"dossier {name}", _try(lambda name=name: index.dossier(name))
        yield (
            f"compare {name}",
            _try(lambda name=name: index.compare("CWG-WSIS&SDG-40/2", name)),
        )
        yield (
            f"related {name}",
            [index.find_related(by_name[key]) for key in by_name if name in key],
        )
    for name in ("40", "39"):
        yield f"dossier {name}", _try(lambda name=name: index.dossier(name))
    yield "mandates", index.mandates()
    yield "precedents", index.precedents(archive()[0])
    with tempfile.TemporaryDirectory() as scratch:
        alerts = index.alerts(Path(scratch, "alerts.json"))
        yield "alerts", alerts.check("fr", ALERTS)
        for reference in (HIDDEN, "40/9"):
            begun = Alert("begun", cites=(reference,))
            yield f"alert {reference}", _try(lambda alert=begun: alerts.begin(alert))
    yield "facets", index.facets(Filters(languages=("en",)))
    yield "graph", sorted(map(repr, index.graph().nodes)) + sorted(map(repr, index.graph().edges))
    yield "documents", index.documents(("fr",))
    yield "status", index.status()


def _all_told(index: Index) -> dict[str, Any]:
    names = {
        passage: f"{excerpt.file} {excerpt.passage.label}"
        for passage, excerpt in index.excerpts(index.store.filters.passages()).items()
    }
    folder = str(index.store.folder)
    return {what: _without(_plain(answer, names), folder) for what, answer in _everything(index)}


def _without(value: Any, folder: str) -> Any:
    return re.sub(re.escape(folder), "INDEX", value) if isinstance(value, str) else value


def _lines(value: Any) -> list[str]:
    return json.dumps(value, indent=1, ensure_ascii=False).split("\n")


@pytest.fixture(scope="module")
def whole(classed_index: Path, encoder: Encoder) -> Iterator[Index]:
    """An index with rules; to be read only."""
    with Index.open(classed_index) as index:
        index.encoder = encoder
        yield index


@pytest.mark.parametrize("seen", CLASSES[:-1])
@pytest.mark.once
def test_a_view_equals_an_index_without_the_hidden(
    whole: Index, seen: Class, tmp_path: Path, encoder: Encoder
) -> None:
    held = [document for document in archive() if _sees(seen, document, whole.store.folder)]
    assert 0 < len(held) < len(archive())
    view = whole.view_for(seen)
    with make(tmp_path, encoder, ()) as never:
        # The model gives a text the same vector but for the last bit, as the others of its batch
        # are: so that all the rest is compared to the letter, the vectors are taken over.
        stored = {digest: np.frombuffer(value, "<f4") for digest, value in view.store.vectors.all()}
        never.store.vectors.put(stored)
        put(never, held)
        assert {digest for digest, _ in never.store.vectors.all()} == set(stored)
        expected, answers = _all_told(never), _all_told(view)
    for what, answer in expected.items():
        assert _lines(answers[what]) == _lines(answer), what
    if seen == "public":
        assert "quagga reserve" not in repr(answers)
        assert "Swiss" not in repr(answers)


def test_no_query_of_the_store_gives_what_is_hidden(whole: Index) -> None:
    """Whatever the store can be asked without arguments, and each of its tables."""
    view = whole.view_for("public").store
    for name in (row["name"] for row in view.query("SELECT name FROM sqlite_master")):
        if name.startswith(("sqlite_autoindex", "passage_", "version_", "mention_", "touched_")):
            continue
        try:
            rows = view.query(f"SELECT * FROM {name}")  # noqa: S608
        except WsisSearchError:
            continue  # an index or a trigger
        table = repr([tuple(row) for row in rows])
        assert "quagga" not in table.lower(), name
        assert "Rev.1" not in table, name
    count = 0
    parts = [part for part in vars(view).values() if isinstance(part, Part)]
    for name, method in (named for part in parts for named in inspect.getmembers(part)):
        if name.startswith(("_", "drop", "fill", "merge")) or not inspect.ismethod(method):
            continue
        arguments = inspect.signature(method).parameters.values()
        if any(parameter.default is parameter.empty for parameter in arguments):
            continue
        count += 1
        answer = method()
        table = repr(list(answer) if isinstance(answer, Iterator) else answer)
        assert "quagga" not in table.lower(), name
    assert count > 15
    # The rows that are gone are not in the file either.
    content = b"".join(path.read_bytes() for path in view.folder.glob("index.sqlite3*"))
    assert b"quagga" not in content.lower()


def test_a_class_has_fates_only_in_revisions_it_sees(tmp_path: Path, encoder: Encoder) -> None:
    first, hidden = (
        document
        for document in archive()
        if "40/2" in (document.metadata.symbol or "") and document.language == "en"
    )
    last_known = dataclasses.replace(hidden.metadata, symbol="CWG-WSIS&SDG-40/2(Rev.2)")
    last = dataclasses.replace(
        hidden,
        file=Path("/archive/40-2-Rev2-EN.txt"),
        metadata=last_known,
        passages=(*first.passages[:2], dataclasses.replace(first.passages[3], label="3")),
    )

    def pairs(index: Index) -> list[tuple[str, str]]:
        rows = index.store.query(
            "SELECT older.shown, newer.shown FROM revision "
            "JOIN version AS one ON one.id = version_id "
            "JOIN file AS older ON older.id = one.file_id "
            "JOIN version AS two ON two.id = newer_id "
            "JOIN file AS newer ON newer.id = two.file_id ORDER BY 1, 2"
        )
        return [(Path(row[0]).stem, Path(row[1]).stem) for row in rows]

    with make(tmp_path, encoder, (first, last)) as index:
        fill_fates(index.store)
        write_rules(index.store.folder, RULES)
        view = index.view_for("public")
        before = view.show("CWG-WSIS&SDG-40/2").passages
        assert pairs(view) == [("40-2-EN", "40-2-Rev2-EN")]
        stamp = view.store.stamp
        put(index, [hidden])
        fill_fates(index.store)
        assert len(pairs(index)) == 3
        view = index.view_for("public")
        assert view.store.stamp == stamp  # nothing that they see has changed
        assert view.show("CWG-WSIS&SDG-40/2").passages == before
        index.store.files.remove(last.file)
        assert pairs(index.view_for("public")) == []
        assert index.show("CWG-WSIS&SDG-40/2").passages[0].superseded_by == hidden.metadata.symbol


def test_a_view_follows_the_index_and_the_rules(tmp_path: Path, encoder: Encoder) -> None:
    documents = archive()
    with make(tmp_path / "index", encoder, documents[:-2]) as index:
        write_rules(index.store.folder, RULES)
        before = index.view_for("public")
        assert not before.search("electricity", mode="lexical").hits
        put(index, documents[-2:])
        assert index.view_for("public") is before
        assert before.search("electricity", mode="lexical").hits
        stamp = before.store.stamp
        assert index.view_for("public").store.stamp == stamp  # nothing to do
        # What is derived of the same documents comes along, too.
        index.store.mandates.fill("other rules", lambda _: "[]")
        index.view_for("public").mandates(with_reports=False)  # stores nothing of its own
        view = index.view_for("public").store
        kept = view.query("SELECT version_id AS id, rules FROM mandates ORDER BY 1")
        assert [passage["id"] for passage in kept] == sorted(view.versions.documents())
        assert {document["rules"] for document in kept} == {"other rules"}
        index.store.files.remove(documents[-2].file)
        left = index.view_for("public").search("electricity", mode="lexical").hits
        assert {hit.found.language for hit in left} == {"fr"}  # by what the word is in French
        # A file of a document that moves to another place, and rules that change.
        further = '[[documents]]\nsymbol="*40/5"\nclass="members"\n'
        write_rules(index.store.folder, RULES + further)
        assert not index.view_for("public").search("électricité", mode="lexical").hits
        assert index.view_for("members").search("électricité", mode="lexical").hits
        write_rules(index.store.folder, 'default = "public"\n')
        assert index.view_for("public").search("quagga", mode="lexical").hits
        write_rules(index.store.folder, 'default = "members"\n')
        assert index.view_for("public").store.passages.is_empty
        assert index.view_for("member-states") is index


def test_the_command_sees_what_a_class_sees(whole: Index) -> None:
    folder = whole.store.folder
    assert run("show", HIDDEN, index=folder).code == 0
    other = "CWG-WSIS&SDG-40/9"
    hidden, unknown = (
        run("--as", "public", "show", symbol, index=folder) for symbol in (HIDDEN, other)
    )
    assert (hidden.code, unknown.code) == (2, 2)
    assert hidden.err.replace(HIDDEN, "X") == unknown.err.replace(other, "X")


@pytest.mark.process
def test_concurrent_first_readers_get_a_whole_copy(classed_index: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    copy_index(classed_index, folder, "seen")
    question = ("--as", "public", "search", "telecentres", "--mode", "lexical", "--json")
    with ThreadPoolExecutor(4) as at_once:
        processes = [at_once.submit(start, *question, index=folder) for _ in range(4)]
        outcomes = [process.result() for process in processes]
    assert [outcome.code for outcome in outcomes] == [0] * 4, [outcome.err for outcome in outcomes]
    hits = [[hit["text"] for hit in outcome.json()["hits"]] for outcome in outcomes]
    assert hits[0]
    assert hits == [hits[0]] * 4
    assert "quagga" not in repr(hits)
    with Store(folder / "seen" / "public") as copy:
        assert not list(copy.checks.faults())


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([("/a/b.docx", "CWG-WSIS&SDG-40/2")], "public"),
        ([("/a/b.docx", "CWG-WSIS&SDG-40/3")], "members"),
        ([("/a/b.docx", "cwg-wsis&sdg-40/3(Rev.1)")], "members"),
        ([("/a/OPEN/b.docx", "CWG-WSIS&SDG-40/3")], "public"),
        ([("/a/open/b.docx", "CWG-WSIS&SDG-40/3"), ("/a/b.docx", "CWG-WSIS&SDG-40/3")], "members"),
        ([("/a/drafts/b.zip/c.docx", None)], "member-states"),
        ([("/a/b.docx", None)], "member-states"),  # its symbol could be one that is hidden
    ],
)
def test_the_class_of_a_document(
    tmp_path: Path, files: list[tuple[str, str | None]], expected: str
) -> None:
    write_rules(tmp_path, RULES)
    rules = rules_of(tmp_path)
    assert rules
    assert rules.class_of([(Path(path), symbol) for path, symbol in files]) == expected


def test_people_get_class_and_role_by_their_claims(tmp_path: Path) -> None:
    write_rules(
        tmp_path,
        'default = "public"\n'
        '[[people]]\nclaim="email"\nvalue="*@itu.example"\nclass="members"\nrole="editor"\n'
        '[[people]]\nclaim="groups"\nvalue="states"\nclass="member-states"\n',
    )
    rules = rules_of(tmp_path)
    assert rules
    verified = {"email": "A@itu.example", "email_verified": True}
    assert rules.person(verified) == ("members", "editor")
    assert rules.person({"email": "a@itu.example"}) == ("public", "reader")
    assert rules.person({"email": "a@itu.example.org", "email_verified": True})[0] == "public"
    assert rules.person({"groups": ["all", "states"]}) == ("member-states", "reader")
    assert rules.person({}) == ("public", "reader")
