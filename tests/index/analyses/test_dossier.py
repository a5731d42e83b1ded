"""A dossier holds what is to be read before a meeting, item by item, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.errors import QueryError
from corpus.filters import Filters
from corpus.sample import FILES
from index import Index
from index.model.encoder import Encoder
from index.retrieval import Question, Search
from search_app.citing.words import words
from tests.commands import run
from tests.conftest import copy_index, of_texts


@pytest.mark.thorough
def test_a_dossier_lists_documents_and_mandates_by_item(
    reports_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embed = Search.embed_texts
    embedded: list[str] = []

    def counting(search: Search, texts: Sequence[str]) -> list[Question]:
        embedded.extend(texts)
        return embed(search, texts)

    monkeypatch.setattr(Search, "embed_texts", counting)
    with Index.open(reports_index) as index:
        found = index.dossier("40")
    # The store has the vectors of the documents.
    assert len(embedded) == sum(len(item.mandates) for item in found.items)
    by_item = {item.item: item for item in found.items if item.documents}
    assert list(by_item) == ["4.1", "5", "7"]
    symbols = {
        name: [document.entry.symbol for document in item.documents]
        for name, item in by_item.items()
    }
    assert symbols["4.1"] == ["CWG-WSIS&SDG-40/3", "CWG-WSIS&SDG-40/3(Rev.1)"]
    assert symbols["7"] == ["CWG-WSIS&SDG-40/5"]
    warning = by_item["4.1"]
    assert [submitter.key for submitter in warning.documents[0].submitters] == ["JPN"]
    assert "PP Res. 214 (Bucharest, 2022)" in {
        reference.canonical for reference in warning.references
    }
    assert by_item["5"].absent["en"] == ("CWG-WSIS&SDG-40/INF/7",)
    report = by_item["7"]
    assert report.absent["ar"] == ("CWG-WSIS&SDG-40/5",)
    # The Chair's elements take up the roadmaps and the mandate of the Forum.
    taken_up = {(earlier.shown.symbol, earlier.shown.passage.label) for earlier in report.before}
    assert {("CWG-WSIS&SDG-39/2", "1.2"), ("CWG-WSIS&SDG-39/4", "3.1")} <= taken_up


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.thorough
def test_no_document_lends_an_item_its_title(
    reports_index: Path, encoder: Encoder, tmp_path: Path, language: str
) -> None:
    with Index.open(reports_index) as index:
        titles = {item.item: item.title for item in index.dossier("40", language).items}
    assert titles["4.1"], "a document and its revision have one title"
    # One document in Russian alone, one in English and Chinese: not told in another language.
    assert titles["5"] is None
    assert (titles["7"] is None) == (language == "ar")
    for number, (item, title) in enumerate(
        (
            ("5", "Digital skills for teachers"),
            ("5", "مهارات رقمية للمعلمين"),
            ("6", "Broadband for schools, health posts and libraries in remote valleys"),
        ),
        2,
    ):
        (tmp_path / f"S25-CWGWSIS42-C-000{number}!!MSW-E.txt").write_text(
            f"CWG-WSIS&SDG-42/{number}-E\n3 February 2025\nAgenda item: {item}\nSource: Kenya\n"
            f"{title}\n1\tThe group is invited to note this report.\n",
            "utf-8",
        )
    of_texts(tmp_path, encoder)
    markdown = tmp_path / "dossier.md"
    asked = ("dossier", "42", "--in", language)
    run(*asked, "--markdown", markdown, index=tmp_path / "index")
    headings = [line for line in markdown.read_text("utf-8").splitlines() if line.startswith("## ")]
    # What the agenda calls an item is unknown: a heading has its number alone.
    item = words(language).export["item"]
    assert headings[:2] == [f"## {item.format(number)}" for number in (5, 6)]
    at_a_terminal = run(*asked, index=tmp_path / "index").out.splitlines()
    assert headings[0].removeprefix("## ") in at_a_terminal
    shown_titles = [
        line.strip() for line in at_a_terminal if words(language).export["title"] in line
    ]
    for title in ("Digital skills for teachers", "مهارات رقمية للمعلمين"):
        assert any(line.endswith(title) for line in shown_titles)


def test_a_dossier_lists_the_mandates_due_at_its_meeting(reports_index: Path) -> None:
    with Index.open(reports_index) as index:
        due = [task for item in index.dossier("41", "ar").items for task in item.mandates]
    places = [(task.shown.symbol, task.shown.passage.label, task.shown.language) for task in due]
    assert ("CWG-WSIS&SDG-40/3(Rev.1)", "5.1", "ar") in places


@pytest.mark.thorough
def test_a_due_mandate_is_in_one_dossier_at_one_item(
    reports_index: Path, encoder: Encoder, tmp_path: Path
) -> None:
    """Whoever reads it, and whatever else is left out of it."""
    copy_index(reports_index, tmp_path / "index")
    added = (
        "CWGWSIS39/*C-0004!A1!MSW-[ECS]*",
        "CWGWSIS40/*INF-0004!!MSW-[EC]*",
        "CWGWSIS4*/*C-000[56]!!MSW-S*",
    )
    files = [
        path
        for part in (*added, "CWGWSIS41/*C-000[26]!!MSW-[EC]*")
        for path in sorted(FILES.glob(part))
    ]
    with Index.open(tmp_path / "index") as index:
        index.encoder = encoder
        assert not index.ingest(files, workers=1).failed
        languages = ("en", "zh", "es")
        due = {
            meeting: [
                [
                    (item.item, task.shown.symbol)
                    for item in index.dossier(meeting, language).items
                    for task in item.mandates
                ]
                for language in languages
            ]
            for meeting in ("39", "40", "41")
        }
        tasks = index.mandates(document="CWG-WSIS&SDG-39/4(Add.1)", due="2024-01-31")
        listed = [task for item in index.dossier("40").items for task in item.mandates]
        here = Filters(meetings=("39", "41"))
        some = index.dossier("41", filters=here).items
    assert due == {
        "39": [[], [], []],
        "40": [[(None, "CWG-WSIS&SDG-39/4(Add.1)")]] * len(languages),
        "41": [[(None, "CWG-WSIS&SDG-40/3(Rev.1)")]] * len(languages),
    }
    # Who is not known is called as the version that is read calls him.
    assert [task.mandate.addressees[2:] for task in tasks] == [("foundations",)]
    # That 41/6 calls for pledges to another fund is no report on them, nor what 40/5 wants done.
    assert [task.reported_in for task in (*listed, *tasks)] == [()] * 2
    assert not any(item.mandates for item in some)  # that 40 is left out does not put it off
    assert all(earlier.shown.meeting == "39" for item in some for earlier in item.before)


@pytest.mark.thorough
def test_a_mandate_due_at_council_is_in_the_dossier_before(
    encoder: Encoder, tmp_path: Path
) -> None:
    text = "1\tThe secretariat is requested to report to Council 2025 on alerts for herders."
    days = ("20 February 2024", "1 October 2024", "3 February 2025", "1 October 2025")
    for meeting, day in enumerate(days, 40):
        (tmp_path / f"S25-CWGWSIS{meeting}-C-0002!!MSW-E.txt").write_text(
            f"CWG-WSIS&SDG-{meeting}/2-E\n{day}\nAgenda item: 5\nSource: Kenya\nAlerts\n"
            + (text if meeting == 40 else "1\tHerders on the steppe get alerts by radio."),
            "utf-8",
        )
    with Index.open(of_texts(tmp_path, encoder)) as index:
        holds = [
            meeting
            for meeting in ("40", "41", "42", "43")
            if any(item.mandates for item in index.dossier(meeting).items)
        ]
    assert holds == ["42"]


@pytest.mark.thorough
def test_mandates_without_an_item_are_listed_in_one_place(encoder: Encoder, tmp_path: Path) -> None:
    texts = {
        46: "1\tThe secretariat is requested to report to Council 2025 on alerts for herders.",
        47: "1\tThe canteen opens at noon on Mondays.",
    }
    for meeting, text in texts.items():
        (tmp_path / f"S25-CWGWSIS{meeting}-C-0002!!MSW-E.txt").write_text(
            f"CWG-WSIS&SDG-{meeting}/2-E\n3 February {meeting + 1978}\nSource: Kenya\nA\n{text}",
            "utf-8",
        )
    with Index.open(of_texts(tmp_path, encoder)) as index:
        (item,) = index.dossier("47").items
    assert (item.item, len(item.documents), len(item.mandates)) == (None, 1, 1)


@pytest.mark.parametrize("name", ["40", "CWG-WSIS&SDG-40", "第40次会议"])
def test_a_meeting_has_several_names(reports_index: Path, name: str) -> None:
    from index.analyses.dossier import _find_meeting
    from index.lookup import catalogue

    with Index.open(reports_index) as index:
        assert _find_meeting(name, catalogue.entries(index.store)) == "40"


def test_an_absent_meeting_is_refused(reports_index: Path) -> None:
    with (
        Index.open(reports_index) as index,
        pytest.raises(QueryError, match=r"has those of: 39, 40.*fetch --meeting 77\)"),
    ):
        index.dossier("77")
    # Only what may be a number of this group can be fetched so.
    for name in ("C24", "foo"):
        outcome = run("dossier", name, index=reports_index)
        assert outcome.code == 2
        assert f"no document of meeting {name}. It has those of: 39, 40" in outcome.err
        assert "fetch" not in outcome.err


UNDATED = {
    "en": (
        "Satellite ear tags",
        "Herders on the steppe who tag their sheep by satellite lose fewer of them in a blizzard.",
        "Satellite ear tags let herders on the steppe find their sheep after a blizzard in winter.",
    ),
    "zh": (
        "卫星耳标",
        "草原上给羊佩戴卫星耳标的牧民在暴风雪中丢失的羊更少，因为卫星能够告诉他们羊群在哪里。",
        "卫星耳标让草原上的牧民在冬季暴风雪之后找到羊群，卫星能够告诉他们羊群在哪里过夜。",
    ),
}


@pytest.mark.model
@pytest.mark.parametrize("language", UNDATED)
@pytest.mark.thorough
def test_without_days_meetings_follow_each_other_by_number(
    encoder: Encoder, tmp_path: Path, language: str
) -> None:
    title, before, now = UNDATED[language]
    letter = {"en": "E", "zh": "C"}[language]
    for number, text in (("62", before), ("63", now), ("64", before)):
        (tmp_path / f"{number}.txt").write_text(
            f"CWG-WSIS&SDG-{number}/2-{letter}\n{title}\n1\t{text}\n", "utf-8"
        )
    with Index.open(of_texts(tmp_path, encoder)) as index:
        assert not any(document.date for document in index.documents())
        (item,) = index.dossier("63").items
    assert [earlier.shown.symbol for earlier in item.before] == ["CWG-WSIS&SDG-62/2"]


@pytest.mark.thorough
def test_matrix_names_a_newer_edition(word_index: Path) -> None:
    with Index.open(word_index) as index:
        references = [
            reference for item in index.dossier("40").items for reference in item.references
        ]
    newer = {reference.canonical: reference.newer for reference in references}
    assert newer["Council Res. 1332 (Rev. 2023)"] == "Council Resolution 1332 (Rev. 2024)"
    assert newer["PP Res. 140 (Rev. Bucharest, 2022)"] is None
    assert newer["A/RES/70/125"] is None
