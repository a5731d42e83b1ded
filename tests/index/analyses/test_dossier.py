"""A dossier holds what is to be read before a meeting, item by item, in the reader's language."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document

from corpus.errors import QueryError
from corpus.filters import Filters
from corpus.sample import FILES
from index import Index
from index.analyses import NEAR
from index.model.encoder import Encoder
from index.retrieval import Question, Search
from search_app.citing.words import words
from tests.commands import run
from tests.conftest import of_texts

RESOLUTION = {
    "en": "Resolution 140 (Rev. Bucharest, 2022) of the Plenipotentiary Conference",
    "zh": "全权代表大会第140号决议（2022年，布加勒斯特，修订版）",
    "ar": "القرار 140 (المراجَع في بوخارست، 2022) لمؤتمر المندوبين المفوضين",
}


@pytest.mark.thorough
def test_item_by_item(reports_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    embed = Search.embed_texts
    embedded: list[str] = []

    def counting(search: Search, texts: Sequence[str]) -> list[Question]:
        embedded.extend(texts)
        return embed(search, texts)

    monkeypatch.setattr(Search, "embed_texts", counting)
    with Index.open(reports_index) as index:
        found = index.dossier("40")
    documents = sum(len(item.documents) for item in found.items)
    assert len(embedded) == documents + sum(len(item.mandates) for item in found.items)
    by_item = {item.item: item for item in found.items if item.documents}
    assert list(by_item) == ["4.1", "5", "7"]
    symbols = {name: [one.entry.symbol for one in item.documents] for name, item in by_item.items()}
    assert symbols["4.1"] == ["CWG-WSIS&SDG-40/3", "CWG-WSIS&SDG-40/3(Rev.1)"]
    assert symbols["7"] == ["CWG-WSIS&SDG-40/5"]
    warning = by_item["4.1"]
    assert [one.key for one in warning.documents[0].submitters] == ["JPN"]
    assert "PP Res. 214 (Bucharest, 2022)" in {one.canonical for one in warning.references}
    assert by_item["5"].absent["en"] == ("CWG-WSIS&SDG-40/INF/7",)
    report = by_item["7"]
    assert report.absent["ar"] == ("CWG-WSIS&SDG-40/5",)
    # Paragraphs on reports to the meeting are near to a report, and none is on what it is about.
    assert [one for item in found.items for one in item.before] == []


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
    headings = [one for one in markdown.read_text("utf-8").splitlines() if one.startswith("## ")]
    assert headings[0] == f"## {words(language).export['item'].format('5')}"
    assert ("Broadband" in headings[1]) == (language == "en")
    # What is known is the title of the document, not what the agenda calls the item.
    before, _, behind = headings[1].partition(" – ")
    assert before == f"## {words(language).export['item'].format('6')}"
    assert behind in ("", "“Broadband for schools, health posts and libraries in remote…”")
    at_a_terminal = run(*asked, index=tmp_path / "index").out.splitlines()
    assert headings[0].removeprefix("## ") in at_a_terminal
    shown_titles = [
        line.strip() for line in at_a_terminal if words(language).export["title"] in line
    ]
    for title in ("Digital skills for teachers", "مهارات رقمية للمعلمين"):
        assert any(line.endswith(title) for line in shown_titles)


EARLIER = {
    "42/2": (
        "Alerts for herders",
        "1\tAn early warning of blizzards by radio saves herds, and satellite ear tags find them.",
    ),
    "42/3": (
        "Wool prices",
        (
            "1\tHerders on the steppe sell the wool of their sheep at a market in spring, "
            "to which buyers come from three towns."
        ),
    ),
}
LATER = (
    "43/2",
    "Satellite ear tags: early warning of blizzards",
    "1\tHerders on the steppe who tag their sheep lose fewer of them in years with much snow.",
)


@pytest.mark.thorough
def test_what_was_said_before_is_on_the_subject(encoder: Encoder, tmp_path: Path) -> None:
    documents = [(number, *told) for number, told in EARLIER.items()]
    for at, (number, title, text) in enumerate((*documents, LATER)):
        name = f"S25-CWGWSIS{number.replace('/', '-C-000')}!!MSW-E.txt"
        (tmp_path / name).write_text(
            f"CWG-WSIS&SDG-{number}-E\n{3 + at} February 202{5 + at // 2}\nAgenda item: 5\n"
            f"Source: Kenya\n{title}\n{text}\n2\tThe canteen opens at noon on Mondays.\n",
            "utf-8",
        )
    with Index.open(of_texts(tmp_path, encoder)) as index:
        near = index.search(LATER[2].partition("\t")[2], k=3).hits
        (item,) = index.dossier("43").items
    # The price of wool is near in meaning to both, and beside the point.
    assert "CWG-WSIS&SDG-42/3" in {one.found.symbol for one in near if one.score >= NEAR}
    assert [one.symbol for one in item.before] == ["CWG-WSIS&SDG-42/2"]


END = {"E": "The canteen opens at noon on Mondays.", "S": "El comedor abre los lunes a mediodía."}
SUBJECTS = {
    "44/2-E": (
        "Libraries",
        (
            "1\tLibrarians learn how to read to persons with disabilities, and how to print books "
            "that are read by touch."
        ),
    ),
    "44/3-S": (
        "Bibliotecas",
        (
            "1\tEn el campo, las personas con discapacidad piden prestados ordenadores de una "
            "escuela para leer noticias."
        ),
    ),
    "44/4-E": (
        "Travel",
        (
            "1\tOf the money for travel by air, one third was spent on tickets of persons with "
            "disabilities, at a price of 900 francs for each."
        ),
    ),
    "44/5-E": (
        "Markets",
        (
            "1\tOne trader told the others of the prices of the day by a network of radios that "
            "reaches nine valleys."
        ),
    ),
    "44/6-E": (
        "Canteens",
        (
            "1\tSoup is served at noon and bread in the evening, to whoever has worked in the "
            "fields on that day."
        ),
    ),
    "44/7-E": ("Herds", "1\tTwo herders in three count their sheep in the morning."),
    "45/2-E": (
        "Women, persons with disabilities and older persons",
        (
            "1\tCourses on the internet were held in the libraries of nine towns, for those who "
            "had never been online."
        ),
    ),
}


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.once
def test_what_names_a_subject_of_a_title_was_said_before(
    encoder: Encoder, tmp_path: Path, language: str
) -> None:
    for number, (title, text) in SUBJECTS.items():
        name = f"S25-CWGWSIS{number[:-2].replace('/', '-C-000')}!!MSW-{number[-1]}.txt"
        source, agenda = ("Source", "Agenda item") if number[-1] == "E" else ("Origen", "Punto")
        (tmp_path / name).write_text(
            f"CWG-WSIS&SDG-{number}\n{agenda}: 5\n{source}: Kenya\n"
            f"{title}\n{text}\n2\t{END[number[-1]]}\n",
            "utf-8",
        )
    with Index.open(of_texts(tmp_path, encoder)) as index:
        (item,) = index.dossier("45", language).items
    assert {one.symbol for one in item.before} == {"CWG-WSIS&SDG-44/2", "CWG-WSIS&SDG-44/3"}


@pytest.mark.slow  # it reads the Word files of all documents
def test_what_one_version_lies_near_to_is_not_on_the_same(word_index: Path) -> None:
    """Only the Chinese version of the grants for travel is near to a report on inclusion."""
    with Index.open(word_index) as index:
        items = index.dossier("41").items
    assert [one.symbol for item in items for one in item.before] == []


def test_what_falls_due_stands_in_it(reports_index: Path) -> None:
    with Index.open(reports_index) as index:
        due = [task for item in index.dossier("41", "ar").items for task in item.mandates]
    asked = [(one.shown.symbol, one.shown.passage.label, one.shown.language) for one in due]
    assert ("CWG-WSIS&SDG-40/3(Rev.1)", "5.1", "ar") in asked


@pytest.mark.thorough
def test_what_falls_due_stands_in_one_dossier_at_one_item(
    reports_index: Path, encoder: Encoder, tmp_path: Path
) -> None:
    """Whoever reads it, and whatever else is left out of it."""
    shutil.copytree(reports_index, tmp_path / "index")
    added = (
        "CWGWSIS39/*C-0004!A1!MSW-[ECS]*",
        "CWGWSIS40/*INF-0004!!MSW-[EC]*",
        "CWGWSIS4*/*C-000[56]!!MSW-S*",
    )
    files = [
        one
        for part in (*added, "CWGWSIS41/*C-000[26]!!MSW-[EC]*")
        for one in sorted(FILES.glob(part))
    ]
    with Index.open(tmp_path / "index") as index:
        index.encoder = encoder
        assert not index.ingest(files, workers=1).failed
        languages = ("en", "zh", "es")
        due = {
            meeting: [
                [
                    (item.item, one.shown.symbol)
                    for item in index.dossier(meeting, language).items
                    for one in item.mandates
                ]
                for language in languages
            ]
            for meeting in ("39", "40", "41")
        }
        asked = index.mandates(document="CWG-WSIS&SDG-39/4(Add.1)", due="2024-01-31")
        listed = [task for item in index.dossier("40").items for task in item.mandates]
        here = Filters(meetings=("39", "41"))
        some = index.dossier("41", filters=here).items
    assert due == {
        "39": [[], [], []],
        "40": [[(None, "CWG-WSIS&SDG-39/4(Add.1)")]] * len(languages),
        "41": [[(None, "CWG-WSIS&SDG-40/3(Rev.1)")]] * len(languages),
    }
    # Who is not known is called as the version that is read calls him.
    assert [one.mandate.addressees[2:] for one in asked] == [("foundations",)]
    # That 41/6 calls for pledges to another fund is no report on them, nor what 40/5 wants done.
    assert [one.reported_in for one in (*listed, *asked)] == [()] * 2
    assert not any(item.mandates for item in some)  # that 40 is left out does not put it off
    # Who has priority for grants in 39/4 is only in common with 41/6, on digital inclusion.
    assert not any(item.before for item in some)


@pytest.mark.thorough
def test_what_is_due_at_a_council_stands_in_the_last_dossier_before_it(
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
def test_what_belongs_to_no_item_stands_in_one_place(encoder: Encoder, tmp_path: Path) -> None:
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


def test_a_meeting_that_is_not_there(reports_index: Path) -> None:
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
        assert not any(one.date for one in index.documents())
        (item,) = index.dossier("63").items
    assert [one.symbol for one in item.before] == ["CWG-WSIS&SDG-62/2"]


@pytest.mark.parametrize("language", ["en", "zh", "ar"])
@pytest.mark.thorough
def test_the_command_writes_it(reports_index: Path, tmp_path: Path, language: str) -> None:
    word, markdown = tmp_path / "dossier.docx", tmp_path / "dossier.md"
    files = ("--docx", word, "--markdown", markdown)
    asked = ("dossier", "40", "--in", language, "--json")
    outcome = run(*asked, *files, index=reports_index)
    assert outcome.code == 0, outcome.err
    told = outcome.json()
    assert told["meeting"] == "40"
    assert set(told["items"][0]) == {
        *("item", "title", "documents", "before", "references", "mandates", "absent", "cites"),
    }
    title = told["items"][0]["title"]
    assert told["items"][0]["documents"][0]["languages"] == ["ar", "zh", "en", "fr"]
    say = words(language).export
    paragraphs = Document(str(word)).paragraphs
    headings = [one.text for one in paragraphs if one.style and "Head" in one.style.name]
    # A resolution is called as the reader's language writes it.
    names = {one["canonical"]: one["name"] for one in told["items"][0]["references"]}
    assert names["PP Res. 140 (Rev. Bucharest, 2022)"] == RESOLUTION[language]
    rows = [row.cells[0].text for table in Document(str(word)).tables for row in table.rows]
    assert RESOLUTION[language] in rows
    assert any(title[:40] in heading and "4.1" in heading for heading in headings)
    parts = ("item_documents", "before", "resolutions", "absent")
    assert {say[name] for name in parts} <= {*headings}
    text = markdown.read_text("utf-8")
    assert f"### {say['before']}" in text
    assert f"| {say['symbol']} | {say['title']} |" in text
