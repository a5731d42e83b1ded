"""Mandates of an index: the same from all versions, by addressee and date, with later reports."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus.documents import Passage
from corpus.errors import QueryError
from corpus.extract.mandates import dump, of_paragraphs, rules
from corpus.languages import BY_CODE
from corpus.sample import FILES
from index import Index
from index.analyses import Task
from index.analyses.paragraphs import whole_paragraphs
from index.model import Encoder
from search_app.citing.words import words as citation_words
from search_app.drafts import draft_of_text
from search_app.operations.layouts import when_name
from search_app.web.reports import due_key
from tests.commands import run
from tests.conftest import copy_index
from tests.index.earlier_schema import undo_steps

REVISED = "CWG-WSIS&SDG-40/3(Rev.1)"


@pytest.fixture(scope="module")
def index(reports_index: Path) -> Index:
    return Index.open(reports_index)


@pytest.mark.parametrize("symbol", [REVISED, "CWG-WSIS&SDG-40/5", "CWG-WSIS&SDG-39/2"])
def test_all_versions_hold_the_same(index: Index, symbol: str) -> None:
    def mandates_in(language: str) -> list[tuple[object, ...]]:
        return [
            (task.shown.passage.label, task.mandate.verb, task.mandate.addressees, task.due)
            for task in index.mandates(document=symbol, shown_in=language, with_reports=False)
        ]

    assert mandates_in("en")
    assert mandates_in("zh") == mandates_in("en")
    assert mandates_in("ar") == mandates_in("en")


@pytest.mark.parametrize("symbol", [REVISED, "CWG-WSIS&SDG-40/5"])
def test_each_version_by_itself_asks_the_same_people(index: Index, symbol: str) -> None:
    (entry,) = (document for document in index.documents() if document.symbol == symbol)
    read = {}
    for language in entry.languages:
        version = index.store.versions.find_shown(entry.id, language)
        assert version is not None
        paragraphs = whole_paragraphs([*index.store.passages.in_version(version).values()])
        read[language] = [
            (
                paragraphs[entry.paragraph].label,
                entry.mandate.addressee,
                entry.mandate.deadline,
            )
            for entry in of_paragraphs(paragraphs)
        ]
    assert len({tuple(mandates) for mandates in read.values()}) == 1, read


def test_filters_choose_the_mandates_that_are_listed(index: Index) -> None:
    tasks = index.mandates(addressee="秘书处", with_reports=False)
    for name in ("أمانة", "الأمانة"):  # Arabic names may be without their article
        assert index.mandates(addressee=name, with_reports=False) == tasks
    assert tasks
    assert all("Secretariat" in task.mandate.addressees for task in tasks)
    due = index.mandates(document="CWG-WSIS&SDG-40/3", due="41", with_reports=False)
    assert [(task.due_meeting, task.shown.passage.label) for task in due] == [("41", "5.1")]
    (forwarded,) = index.mandates(due="2024-10-31", with_reports=False)
    assert forwarded.mandate.addressee == "Secretary-General"
    assert forwarded.mandate.action.startswith("to forward the final text")
    assert forwarded in index.mandates(addressee="Secretary-General", with_reports=False)
    assert index.mandates(due="PP-26", with_reports=False) == []  # a mandate lasts until then
    with pytest.raises(QueryError, match="Nobody is known as “fishermen”.*Secretariat"):
        index.mandates(addressee="fishermen")
    with pytest.raises(QueryError, match="is not in the index"):
        index.mandates(document="CWG-WSIS&SDG-77/7")


@pytest.mark.parametrize("meeting", ["41", "meeting 41", " Meeting 41 "])
@pytest.mark.thorough
def test_a_mandate_counted_from_a_meeting_is_found_by_it(index: Index, meeting: str) -> None:
    (early,) = index.mandates(due=meeting, with_reports=False)
    assert early.mandate.deadline_text == "at least six weeks before its 41st meeting"
    assert (early.mandate.deadline, early.due, early.due_meeting) == (None, None, None)
    # The page's filter has it under that meeting, named as the reader writes it.
    assert due_key(early) == "meeting 41"
    assert [when_name(due_key(early), code) for code in ("en", "zh", "ar")] == [
        "meeting 41",
        "第41次会议",
        "الاجتماع 41",
    ]
    in_dossier = [task for item in index.dossier("41").items for task in item.mandates]
    assert early.mandate in [task.mandate for task in in_dossier]


@pytest.mark.parametrize(
    ("language", "early", "query"),
    [
        ("en", "at least six weeks before its 41st meeting", "to draw up for the exercise"),
        ("zh", "至迟在第41次会议召开六周之前", "为演练编写"),
        ("ar", "قبل الاجتماع 41 للفريق بستة أسابيع على الأقل", "أن تعد لأغراض التمرين"),
    ],
)
def test_the_revision_says_by_when_and_all_that_it_asks(
    index: Index, language: str, early: str, query: str
) -> None:
    tasks = index.mandates(document=REVISED, shown_in=language, with_reports=False)
    body, task = (task for task in tasks if task.shown.passage.label == "5.1")
    assert (body.mandate.addressee, body.mandate.deadline_text) == ("CWG-WSIS&SDG", None)
    assert task.mandate.addressee == "Member States"
    assert (task.mandate.deadline, task.due, task.due_meeting) == (None, None, None)
    assert task.mandate.deadline_text == early
    first, second = (task for task in tasks if task.shown.passage.label == "5.3")
    assert (first.mandate.verb, second.mandate.addressee) == ("recommends", "Secretariat")
    assert second.mandate.action.startswith(query)
    assert not first.mandate.action.startswith(query)
    before, compile_, only = index.mandates(
        document=REVISED, addressee="Secretariat", shown_in=language, with_reports=False
    )
    assert only == second
    assert "5.2" in before.mandate.action  # what the cover has the group ask
    assert compile_.shown.passage.label == "5.2"


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.parametrize(
    ("addressee", "labels"), [("Secretary-General", ["3.1", "3.2"]), ("Secretariat", ["3.3"])]
)
def test_whom_the_council_is_to_ask_is_found(
    index: Index, language: str, addressee: str, labels: list[str]
) -> None:
    tasks = index.mandates(
        document="CWG-WSIS&SDG-40/5", addressee=addressee, shown_in=language, with_reports=False
    )
    assert [task.shown.passage.label for task in tasks][: len(labels)] == labels
    assert all(task.is_proposal for task in tasks)
    assert all(task.mandate.action in task.text for task in tasks)


def _every(index: Index) -> list[list[Task]]:
    """All mandates, as readers of each language are told them."""
    return [index.mandates(with_reports=False, shown_in=code) for code in (None, *BY_CODE)]


@pytest.fixture
def index_copy(reports_index: Path, encoder: Encoder, tmp_path: Path) -> Iterator[Index]:
    copy_index(reports_index, tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        index.encoder = encoder
        yield index


@pytest.mark.thorough
def test_the_commands_of_the_tutorial_find_their_mandates(index_copy: Index) -> None:
    index_copy.ingest(sorted(FILES.glob("CWGWSIS41/*C-0006!!MSW-E*")), workers=1)
    tutorial = Path(__file__).parents[3] / "docs" / "tutorials" / "secretariat.md"
    lines = tutorial.read_text("utf-8").splitlines()
    commands = [
        shlex.split(line)[1:]
        for line in lines
        if line.startswith(("wsis-search mandates --addressee S", "wsis-search mandates --due"))
        and "--worksheet" not in line
    ]
    assert len(commands) == 2
    for words in commands:
        outcome = run(*words, index=index_copy.store.folder)
        assert outcome.code == 0, (words, outcome.err)


def _codes(index: Index) -> list[str]:
    return [
        finding.code
        for finding in index.verify(content=True)
        if finding.code.startswith("mandates")
    ]


def _change(index: Index, *statements: str) -> None:
    with index.store.transaction():
        for statement in statements:
            index.store.run(statement)


_OF_EARLIER_RULES = (
    "UPDATE mandates SET rules = 'of old', held = '[]'",
    (
        "UPDATE mandates SET checksum = checksum_of(CAST(version_id AS BLOB), "
        "CAST(rules AS BLOB), CAST(held AS BLOB))"
    ),
)
"""Statements that store mandates as an earlier version of the program did, which found none."""


def _count_findings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows with each version whose mandates are found in its texts."""
    versions: list[int] = []

    def find(passages: Sequence[Passage]) -> str:
        versions.append(len(passages))
        return dump(passages)

    monkeypatch.setattr(sys.modules["index.analyses.tasks"], "dump", find)
    return versions


@pytest.mark.thorough
@pytest.mark.parametrize("change", [_OF_EARLIER_RULES, ("DELETE FROM mandates",)])
def test_the_first_report_stores_mandates_of_new_rules(
    index_copy: Index, change: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _every(index_copy)
    assert min(map(len, before)) > 20
    _change(index_copy, *change)
    assert _codes(index_copy) == ["mandates-missing"]
    versions = _count_findings(monkeypatch)
    assert _every(index_copy) == before
    read = len(versions)
    assert read
    with Index.open(index_copy.store.folder) as next_one:
        next_one.encoder = index_copy.encoder
        assert _every(next_one) == before
    assert len(versions) == read
    index_copy.ingest([])  # finds those of documents that no report lists
    assert _codes(index_copy) == []


@pytest.mark.thorough
def test_a_read_only_index_finds_new_mandates_once(
    index_copy: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _every(index_copy)
    _change(index_copy, *_OF_EARLIER_RULES)
    versions = _count_findings(monkeypatch)
    monkeypatch.setattr("index.store.database._is_writable", lambda _: False)
    with Index.open(index_copy.store.folder) as read_only:
        read_only.encoder = index_copy.encoder
        assert _every(read_only) == before
        read = len(versions)
        assert _every(read_only) == before
        assert len(versions) == read
    rules = index_copy.store.query_column("SELECT DISTINCT rules FROM mandates")
    assert rules == ["of old"]
    report = run("mandates", "--json", index=index_copy.store.folder)
    assert "wsis-search ingest FOLDER" in report.err
    monkeypatch.undo()
    assert "wsis-search ingest" not in run("mandates", index=index_copy.store.folder).err


@pytest.mark.thorough
def test_a_report_during_an_ingest_stores_nothing(index_copy: Index) -> None:
    before = _every(index_copy)
    _change(index_copy, *_OF_EARLIER_RULES)
    with index_copy.store.finishing():
        assert _every(index_copy) == before
        assert index_copy.store.query_column("SELECT DISTINCT rules FROM mandates") == ["of old"]
    assert _every(index_copy) == before
    assert rules() in index_copy.store.query_column("SELECT DISTINCT rules FROM mandates")


@pytest.mark.thorough
def test_mandates_found_before_a_change_are_not_stored(index_copy: Index) -> None:
    _change(index_copy, *_OF_EARLIER_RULES)
    store = index_copy.store
    with store.snapshot():
        for version in store.versions.documents():
            store.mandates.read_or_find(version, rules(), dump)
    store.files.remove(store.files.all()[0].path)
    store.mandates.store_found(rules())
    assert store.query_column("SELECT DISTINCT rules FROM mandates") == ["of old"]


@pytest.mark.thorough
def test_a_year_that_is_over_is_what_is_reported_on(index_copy: Index, tmp_path: Path) -> None:
    file = tmp_path / "S25-CWGWSIS42-C-0002!!MSW-E.txt"
    file.write_text(
        "CWG-WSIS&SDG-42/2-E\n3 February 2025\nSource: Kenya\nReports\n"
        "1\tThe secretariat is requested to report to the Council in 2024.\n"
        "2\tThe secretariat is requested to report to the Council in 2025.\n",
        "utf-8",
    )
    index_copy.ingest([file], workers=1)
    tasks = index_copy.mandates(document="CWG-WSIS&SDG-42/2", with_reports=False)
    assert [task.due for task in tasks] == [None, "2025"]
    assert [task.mandate.deadline_text for task in tasks] == [None, "in 2025"]


@pytest.mark.thorough
def test_an_index_of_an_earlier_schema_is_read_as_before(
    index_copy: Index, encoder: Encoder
) -> None:
    _change(index_copy, "UPDATE version SET meeting_days = NULL")  # as that schema has none
    with Index.open(index_copy.store.folder) as undated:
        undated.encoder = encoder
        before = _every(undated)
    undo_steps(index_copy.store, back_to="mandates")
    with Index.open(index_copy.store.folder) as earlier:
        earlier.encoder = encoder
        assert _every(earlier) == before
        assert _codes(earlier) == ["mandates-missing"]
        earlier.ingest([])
        assert _codes(earlier) == []
        assert _every(earlier) == before


@pytest.mark.thorough
def test_damaged_mandates_in_the_store_are_not_used(index_copy: Index) -> None:
    before = _every(index_copy)
    _change(index_copy, "UPDATE mandates SET held = replace(held, 'Secretariat', 'Council')")
    assert _every(index_copy) == before
    assert _codes(index_copy) == ["mandates-checksum"]
    _change(
        index_copy,
        "UPDATE mandates SET checksum = checksum_of(CAST(version_id AS BLOB), "
        "CAST(rules AS BLOB), CAST(held AS BLOB))",
    )
    assert _codes(index_copy) == ["mandates"]
    index_copy.repair()
    assert _codes(index_copy) == []
    assert _every(index_copy) == before


@pytest.mark.thorough
def test_own_words_change_the_mandates_of_a_reader(
    index_copy: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _every(index_copy)
    path = tmp_path / "begging.txt"
    path.write_text(BEGGING, "utf-8")
    index_copy.ingest([path], workers=1)
    assert _every(index_copy) == before
    (tmp_path / "mandates.toml").write_text("[verbs.beseeches]\nen = { with = ['beseeches'] }\n")
    monkeypatch.setenv("WSIS_SEARCH_TABLES", str(tmp_path))
    monkeypatch.setattr("index.store.database._is_writable", lambda _: False)
    with Index.open(index_copy.store.folder) as read_only:
        (first, *others) = read_only.mandates(with_reports=False)
        assert first.mandate.verb == "beseeches"
        assert others == before[0]
    monkeypatch.undo()
    assert _every(index_copy) == before


@pytest.mark.model
@pytest.mark.thorough
def test_mandates_are_deleted_and_changed_with_their_file(tmp_path: Path) -> None:
    path = tmp_path / "begging.txt"
    with Index.open(tmp_path / "index", create=True) as index:
        for verb in ("invites", "requests"):
            path.write_text(BEGGING.replace("beseeches", verb), "utf-8")
            index.ingest([path], workers=1)
            assert [task.mandate.verb for task in index.mandates(with_reports=False)] == [verb]
            assert len(index.store.query("SELECT 1 FROM mandates")) == 1
        path.unlink()
        index.ingest([], prune=True)
        assert index.mandates(with_reports=False) == []
        assert index.store.query("SELECT 1 FROM mandates") == []


BEGGING = """Document CWG-WSIS&SDG-60/1-E
2 October 2040
English only
1\tThe Council beseeches the secretariat to publish a glossary of alerting terms.
"""
ASKED = """Document CWG-WSIS&SDG-50/2-E
2 October 2030
English only
1\tThe secretariat is requested to publish a glossary of alerting terms in the six languages.
2\tMember States are invited to plant trees along the canal.
"""
TOLD = """Document CWG-WSIS&SDG-51/4-E
3 March 2031
English only
1\tThe secretariat has published the glossary of alerting terms in the six languages.
2\tThe canal, of which Document CWG-WSIS&SDG-50/2 speaks, is too dry for the trees on its banks.
3\tNew trees now grow along the canal that Governments of the region planted there last spring.
"""
IN_CHINESE = """CWG-WSIS&SDG-50/2-C 号文件
2030年10月2日
原文：英文
1\t请秘书处以六种语文出版一份预警术语表。
2\t请成员国沿运河植树。
"""


@pytest.fixture(scope="module")
def index_with_reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("followed")
    texts = {"asked-e.txt": ASKED, "asked-c.txt": IN_CHINESE, "told.txt": TOLD}
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    with Index.open(folder / "index", create=True) as index:
        index.ingest([folder / name for name in texts], workers=1)
    return folder / "index"


@pytest.mark.model
@pytest.mark.parametrize("language", BY_CODE)
@pytest.mark.once
def test_later_documents_report_on_them(index_with_reports: Path, language: str) -> None:
    with Index.open(index_with_reports) as index:
        tasks = index.mandates(document="CWG-WSIS&SDG-50/2", shown_in=language)
    assert tasks[0].shown.language == ("zh" if language == "zh" else "en")
    # That the canal is too dry is something else of that document; which trees grow is not said.
    assert [
        [
            (report.shown.symbol, report.shown.passage.label, report.is_near_only)
            for report in task.reported_in
        ]
        for task in tasks
    ] == [[("CWG-WSIS&SDG-51/4", "1", False)], [("CWG-WSIS&SDG-51/4", "3", True)]]


@pytest.mark.model
@pytest.mark.parametrize(
    ("language", "phrase"),
    [
        ("en", "Later, near in meaning"),
        ("fr", "Plus tard, proche par le sens"),
        ("es", "Más tarde, próximo en significado"),
        ("ru", "Позднее, близко по смыслу"),
        ("zh", "此后，意思相近"),
        ("ar", "لاحقاً، قريب في المعنى"),
    ],
)
@pytest.mark.once
def test_a_passage_that_is_only_near_is_no_report(
    index_with_reports: Path, tmp_path: Path, language: str, phrase: str
) -> None:
    values = tmp_path / "mandates.csv"
    command = ("mandates", "--in", language)
    outcome = run(*command, "--json", "--csv", values, index=index_with_reports)
    reports = [report for task in outcome.json()["mandates"] for report in task["reported_in"]]
    assert [report["near_only"] for report in reports] == [False, True]
    assert values.read_text("utf-8-sig").count(phrase) == 1
    shown = run(*command, index=index_with_reports).out
    assert shown.count(phrase) == 1


@pytest.mark.model
@pytest.mark.thorough
def test_mandates_are_shown_in_the_readers_language(tmp_path: Path) -> None:
    texts = {
        "e.txt": ASKED.replace("English only", "Original: Chinese"),
        "c.txt": IN_CHINESE.replace("原文：英文", "原文：中文"),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    with Index.open(tmp_path / "index", create=True) as index:
        index.ingest([tmp_path / name for name in texts], workers=1)

    def print_mandates(*arguments: str, locale: str = "C.UTF-8") -> tuple[set[str], str]:
        words = ("mandates", *arguments)
        json = run(*words, "--json", index=tmp_path / "index", LC_ALL=locale).json()
        shown = run(*words, index=tmp_path / "index", LC_ALL=locale).out.splitlines()[0]
        return {mandate["language"] for mandate in json["mandates"]}, shown

    titles = {code: citation_words(code).export["mandates"] for code in ("en", "zh")}
    assert print_mandates() == ({"en"}, titles["en"])
    assert print_mandates(locale="de_DE.UTF-8") == ({"en"}, titles["en"])
    assert print_mandates(locale="zh_CN.UTF-8") == ({"zh"}, titles["zh"])
    assert print_mandates("--in", "en", locale="zh_CN.UTF-8") == ({"en"}, titles["en"])
    assert print_mandates("--document", "CWG-WSIS&SDG-50/2-C")[0] == {"zh"}
    assert print_mandates("--language", "zh")[0] == {"zh"}


def test_a_revision_is_no_report(reports_index: Path) -> None:
    with Index.open(reports_index) as index:
        tasks = index.mandates(document="CWG-WSIS&SDG-40/3")
    assert tasks
    assert all(report.shown.symbol != REVISED for task in tasks for report in task.reported_in)


def test_readers_of_all_languages_see_the_same_askers(reports_index: Path) -> None:
    with Index.open(reports_index) as index:
        askers = {
            tuple((task.asked_by, task.is_proposal) for task in tasks) for tasks in _every(index)
        }
    assert len(askers) == 1
    ((first, *others),) = askers
    assert first[1] is True
    assert any(is_proposal is False for _, is_proposal in others)


@pytest.mark.model
@pytest.mark.thorough
def test_an_unknown_addressee_is_found_by_its_written_name(tmp_path: Path) -> None:
    for letter, text in (
        ("E", "Member States and foundations are invited to contribute to the travel fund."),
        ("C", "请成员国和基金会向差旅基金捐款。"),
    ):
        (tmp_path / f"{letter}.txt").write_text(
            f"CWG-WSIS&SDG-50/2-{letter}\n2030-10-02\n1\t{text}\n", "utf-8"
        )
    with Index.open(tmp_path / "index", create=True) as index:
        index.ingest(sorted(tmp_path.glob("*.txt")), workers=1)
        for name, language in (("Foundations", "en"), ("foundations", "zh"), ("基金会", "zh")):
            (task,) = index.mandates(addressee=name, shown_in=language, with_reports=False)
            written = {"en": "foundations", "zh": "基金会"}[language]
            assert task.mandate.addressees == ("Member States", written)
        (task,) = index.mandates(addressee="基金会", shown_in="en", with_reports=False)
        draft = draft_of_text("Invites Member States to pay into the travel fund of delegates.")
        for name in ("基金会", "foundations"):
            (asked,) = index.find_earlier_mandates(draft, addressee=name, shown_in="zh")
            assert [earlier.task.key for earlier in asked.earlier] == [task.key]
        with pytest.raises(QueryError, match="Nobody is known as “fishermen”"):
            index.mandates(addressee="fishermen", with_reports=False)


@pytest.mark.model
@pytest.mark.thorough
def test_requests_to_members_are_found_for_member_states(real_data: Path, tmp_path: Path) -> None:
    (file,) = (real_data / "council-report").glob("*.txt")
    with Index.open(tmp_path / "index", create=True) as index:
        index.ingest([file], workers=1)
        tasks = index.mandates(addressee="成员国", with_reports=False)
    addressees = {task.shown.passage.label: task.mandate.addressees for task in tasks}
    for label in ("3.2", "3.4", "3.5", "3.10", "3.11"):  # 成员
        assert addressees[label][0] == "Members"
