"""Tests of the command `dossier`: its files, and its lines at a terminal."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from docx import Document

from index.analyses import AgendaDocument, AgendaItem, Dossier, EarlierPassage
from index.lookup import CatalogueEntry
from search_app.citing import office_name
from search_app.citing.words import words
from search_app.localise import Locale
from search_app.operations.layouts.dossier import dossier_layout
from tests.commands import run
from tests.search_app.passages import passage

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def test_a_file_of_another_kind_is_refused(reports_index: Path, tmp_path: Path) -> None:
    path = tmp_path / "dossier.pdf"
    refused = run("dossier", "40", "--out", path, index=reports_index)
    assert refused.code == 2
    assert ".docx or .md" in " ".join(refused.err.split())
    assert not path.exists()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.once
def test_the_dossier_is_written_in_each_language(
    reports_index: Path, tmp_path: Path, language: str
) -> None:
    names = {end: tmp_path / f"dossier.{end}" for end in ("md", "docx")}
    for path in names.values():
        run("dossier", "40", "--in", language, "--out", path, index=reports_index)
    say, locale = words(language).export, Locale(language)
    say_paragraph = words(language).paragraph
    marked = names["md"].read_text("utf-8").replace("\\", "").splitlines()
    assert marked.count(f"## {say['texts_cited']}") == 1
    not_here = locale.text("references.not_here")
    (council,) = [line for line in marked if line.startswith("| C24/8")]
    assert council.startswith(f"| C24/8<br>{not_here} |")
    assert "5.2" in council
    assert any(
        line.replace("\N{LEFT-TO-RIGHT MARK}", "").startswith(
            f"| WSIS-05/TUNIS/DOC/6(Rev.1)<br>{say_paragraph.format('109')}<br>"
        )
        for line in marked
    )
    (revised,) = [line for line in marked if "40/3<br>" in line and "2.3.2" in line]
    before, _, behind = words(language).revised_by.partition("{}")
    assert revised.startswith(f"| CWG-WSIS&SDG-40/3<br>{before}CWG-WSIS&SDG-40/3(Rev.1)")
    assert f"(Rev.1){behind}<br>" in revised.replace("\N{LEFT-TO-RIGHT MARK}", "")
    tables = Document(str(names["docx"])).tables
    cells = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    assert [say[name] for name in ("symbol", "title", "source", "date")] in cells
    assert ["C24/8", not_here] in [row[0].split("\n") for row in cells]
    output = run("dossier", "40", "--in", language, index=reports_index).out
    assert say["cites"] in output
    lines = [line.strip("│ ").split("  ")[0].strip() for line in output.splitlines()]
    assert lines[lines.index("C24/8") + 1] == not_here
    named = [line.replace("\N{LEFT-TO-RIGHT MARK}", "") for line in lines]
    position = named.index("WSIS-05/TUNIS/DOC/6(Rev.1)")
    assert named[position + 1] == say_paragraph.format("109")
    first = run("dossier", "39", "--in", language, index=reports_index).out
    assert f"  {say['nothing_before'][:30]}" in first
    mandates = run("dossier", "41", "--in", language, index=reports_index).out
    assert f"\n{say['due']}" in mandates


@pytest.mark.parametrize(("language", "length"), [("en", 301), ("ar", 256), ("zh", 82)])
def test_a_passage_is_cut_where_its_english_version_would_be(language: str, length: int) -> None:
    first, rest = {
        "en": ("A short sentence. ", "a"),
        "ar": ("جملة قصيرة. ", "ب"),
        "zh": ("短句。", "文"),
    }[language]
    entry = CatalogueEntry(1, "C24/8", "C24/8", *(None,) * 7, {}, "report.docx")
    document = AgendaDocument(entry, (), None)
    for whole in (length - 1, length):
        text = first + rest * (whole - len(first))
        shown = passage(text, language=language)
        before = EarlierPassage(shown, (0, len(first)))
        item = AgendaItem("5", None, (document,), (before,), (), (), (), {})
        layout = dossier_layout(Dossier("40", None, (item,)), language)
        quoted = [cell.quoted for section in layout.sections for cell in section.lines]
        (part,) = filter(None, quoted)
        assert part.passage.text == (first.strip() if whole == length else text)
        cited = [cell.text for section in layout.sections for cell in section.lines if cell.links]
        assert any(text.endswith(office_name("Secretariat", language)) for text in cited)


RESOLUTION = {
    "en": "Resolution 140 (Rev. Bucharest, 2022) of the Plenipotentiary Conference",
    "zh": "全权代表大会第140号决议（2022年，布加勒斯特，修订版）",
    "ar": "القرار 140 (المراجَع في بوخارست، 2022) لمؤتمر المندوبين المفوضين",
}


@pytest.mark.parametrize("language", ["en", "zh", "ar"])
@pytest.mark.thorough
def test_the_dossier_is_written_as_word_and_markdown(
    reports_index: Path, tmp_path: Path, language: str
) -> None:
    word, markdown = tmp_path / "dossier.docx", tmp_path / "dossier.md"
    files = ("--docx", word, "--markdown", markdown)
    command = ("dossier", "40", "--in", language, "--json")
    outcome = run(*command, *files, index=reports_index)
    assert outcome.code == 0, outcome.err
    answer = outcome.json()
    assert answer["meeting"] == "40"
    assert set(answer["items"][0]) == {
        *("item", "title", "documents", "before", "references", "mandates", "absent", "cites"),
    }
    assert answer["items"][0]["documents"][0]["languages"] == ["ar", "zh", "en", "fr"]
    say = words(language).export
    paragraphs = Document(str(word)).paragraphs
    headings = [
        paragraph.text
        for paragraph in paragraphs
        if paragraph.style and "Head" in paragraph.style.name
    ]
    # A resolution is called as the reader's language writes it.
    names = {row["canonical"]: row["name"] for row in answer["items"][0]["references"]}
    assert names["PP Res. 140 (Rev. Bucharest, 2022)"] == RESOLUTION[language]
    tables = Document(str(word)).tables
    rows = [row.cells[0].text for table in tables for row in table.rows]
    assert rows.count(RESOLUTION[language]) == 1  # one matrix for all items
    assert say["item"].format("4.1") in headings
    assert {say[name] for name in ("before", "texts_cited", "languages")} <= {*headings}
    marks = {cell.text for row in tables[-1].rows[1:] for cell in row.cells[1:]}
    assert marks == {"✓", "–"}
    text = markdown.read_text("utf-8")
    assert f"### {say['before']}" in text
    assert f"| {say['symbol']} | {say['title']} |" in text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_dossiers_values_are_a_row_for_each_entry(
    reports_index: Path, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "dossier.csv"
    run("dossier", "40", "--in", language, "--csv", path, index=reports_index)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [*csv.DictReader(file)]
    say, locale = words(language).export, Locale(language)
    assert all(None not in row and None not in row.values() for row in rows)  # one table
    by_entry: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_entry.setdefault(row[say["entry"]], []).append(row)
    items = [row[locale.text("documents.agenda_item")] for row in by_entry[say["before"]]]
    assert all(items)
    assert all(row[say["text"]] and row[say["citation"]] for row in by_entry[say["before"]])
    assert all(row[say["cited_in"]] for row in by_entry[say["resolutions"]])
    for row in (*by_entry.get(say["due"], ()), *by_entry[say["due_later"]]):
        assert row[say["standing"]] in {say[key] for key in ("proposed", "decided", "not_said")}
        assert row[say["standing"]] not in row[say["addressee"]]
        assert row[say["asked_or_proposed_by"]] not in row[say["addressee"]]
        assert all(row[say[name]] for name in ("addressee", "deadline", "action"))


def test_the_dossier_says_what_falls_due_after_the_meeting(
    reports_index: Path, tmp_path: Path
) -> None:
    path = tmp_path / "dossier.docx"
    run("dossier", "41", "--in", "en", "--docx", path, index=reports_index)
    document = Document(str(path))
    heading = words("en").export["due_later"]
    assert heading in [paragraph.text for paragraph in document.paragraphs]
    deadlines = [row.cells[0].text for table in document.tables for row in table.rows]
    assert deadlines.count("31 October 2024") == 1
    output = run("dossier", "41", "--in", "en", index=reports_index).out
    assert f"\n{heading}" in output
