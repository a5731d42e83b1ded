"""Sources: their documents, positions and mandates, by any of their names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import QueryError
from corpus.extract.submitters import Submitter
from corpus.filters import Filters
from index import Index
from index.analyses import SourceReport
from index.versions import versions_of
from search_app.citing.words import words
from search_app.operations import SOURCE, RequestContext, SourceAnswer, SourceRequest
from search_app.operations.layouts.source import source_layout

JOINT = "CWG-WSIS&SDG-39/4"
ORIGINAL, REVISED = "CWG-WSIS&SDG-40/3", "CWG-WSIS&SDG-40/3(Rev.1)"


@pytest.fixture(scope="module")
def index(said_index: Path) -> Iterator[Index]:
    with Index.open(said_index) as opened:
        yield opened


def _describe(index: Index, name: str, **options: Any) -> SourceReport:
    return index.read_source_documents(index.describe_source(name, **options))


def _labels(report: SourceReport) -> list[tuple[str | None, ...]]:
    return [
        (document.entry.symbol, position.shown.passage.label)
        for document in report.documents
        for position in document.positions
    ]


@pytest.mark.parametrize("name", ["البرازيل", "巴西", "Бразилия", "BRA", "Contribution by Brazil"])
def test_a_country_is_known_by_each_of_its_names(index: Index, name: str) -> None:
    english, other = _describe(index, "Brazil"), _describe(index, name)
    assert other.submitter == Submitter("country", "BRA")
    assert [document.entry.symbol for document in other.documents] == [JOINT]
    assert _labels(other) == _labels(english)
    assert [label for _, label in _labels(english)] == ["2.1", "3.1", "4.1", "b)"]


def test_arabic_readers_get_the_same_positions_in_arabic(index: Index) -> None:
    (english,) = _describe(index, "البرازيل").documents
    (arabic,) = _describe(index, "البرازيل", shown_in="ar").documents
    assert arabic.positions
    for own, theirs in zip(english.positions, arabic.positions, strict=True):
        assert theirs.shown.language == "ar"
        assert theirs.sentence in theirs.shown.passage.text
        assert theirs.shown.passage_id in versions_of(index.store, own.shown.passage_id)["ar"]
    assert english.positions[2].topic == "4 Regional dialogues"
    assert english.positions[2].sentence.startswith("Brazil and Portugal propose five regional")


def test_a_joint_document_stands_once_under_each_submitter(index: Index) -> None:
    brazil, portugal = map(index.describe_source, ("Brazil", "Portugal"))
    assert [document.entry.symbol for document in portugal.documents] == [JOINT]
    assert [by.key for by in portugal.documents[0].submitters] == ["BRA", "PRT"]
    keys = [[task.task.key for task in report.documents[0].tasks] for report in (brazil, portugal)]
    assert keys[0] == keys[1]
    assert keys[0]


def test_only_the_revision_has_positions_and_mandates(index: Index) -> None:
    documents = {d.entry.symbol: d for d in _describe(index, "日本").documents}
    assert not documents[ORIGINAL].positions + documents[ORIGINAL].tasks
    assert documents[ORIGINAL].entry.superseded_by == REVISED
    assert [p.shown.passage.label for p in documents[REVISED].positions][1:] == [
        "5.1",
        "5.2",
        "5.3",
    ]
    assert documents[REVISED].tasks


def test_no_cover_overtakes_what_another_document_asks(index: Index) -> None:
    (document,) = _describe(index, "Brazil").documents
    note = next(task for task in document.tasks if task.task.mandate.action.startswith("take note"))
    (fate,) = index.find_task_fates([note.task])
    assert not fate.overtaken_by
    assert (note.outcome, note.task.overtaken_by) == ("nothing", ())


def test_the_last_document_has_nothing_later(index: Index) -> None:
    documents = _describe(index, "Sénégal").documents
    newest = max(entry.date or "" for entry in index.documents())
    outcomes = {task.outcome for document in documents for task in document.tasks}
    assert documents[0].entry.date == newest
    assert outcomes == {"nothing-later"}


def test_a_body_is_a_source_of_what_it_asked_elsewhere(index: Index) -> None:
    report = _describe(index, "Совет")
    assert report.submitter == Submitter("office", "Council")
    assert report.documents
    for document in report.documents:
        assert report.submitter not in document.submitters
        assert not document.positions
        assert all(report.submitter in task.task.asked_by for task in document.tasks)


def test_only_mandates_of_the_asker_are_listed(index: Index) -> None:
    chair = Submitter("office", "Chair")
    every = index.mandates(with_reports=False)
    own = index.mandates(with_reports=False, asker=chair)
    assert own == [task for task in every if chair in task.asked_by]
    assert 0 < len(own) < len(every)


def test_filters_narrow_the_documents_of_a_source(index: Index) -> None:
    every = index.describe_source("secretariat").documents
    later = index.describe_source("secretariat", filters=Filters(meetings=("41",))).documents
    assert {document.entry.meeting for document in every} == {"40", "41"}
    assert {document.entry.meeting for document in later} == {"41"}


def test_a_document_without_positions_says_why(index: Index) -> None:
    request = SourceRequest("secretariat", filters=Filters(meetings=("40",)))
    answer: SourceAnswer = SOURCE.run(RequestContext(index, language="fr"), request)
    (document,) = answer.documents
    assert (document.symbol, document.positions) == ("CWG-WSIS&SDG-40/INF/4", ())
    (note,) = answer.notes
    assert (note.code, note.message) == ("no-positions", words("fr").export["source_no_positions"])
    layout = source_layout(_describe(index, "secretariat"), "fr")
    assert repr(note.message)[1:-1] in repr(layout)


@pytest.mark.parametrize(
    ("name", "reason", "values"),
    [
        ("Brasill", "no-source-near", {"near": "Brazil"}),
        ("Germany", "no-source", {}),
        ("Brazil and Portugal", "several-sources", {"names": "Brazil; Portugal"}),
        ("zzqx", "no-source", {}),
        ("", "no-source", {}),
    ],
)
def test_a_source_that_is_none_gives_others(
    index: Index, name: str, reason: str, values: dict[str, str]
) -> None:
    with pytest.raises(QueryError) as refusal:
        index.describe_source(name)
    assert refusal.value.reason == reason
    assert values.items() <= refusal.value.values.items()
