"""The documents that those of an item cite, each with the paragraphs that do so."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from corpus.extract.references import find
from index import Index
from index.access import CLASSES
from index.analyses import CitedDocument
from index.model import Encoder
from index.store import strip_revision
from search_app.citing.words import words
from search_app.localise import Locale
from tests.commands import run
from tests.conftest import of_texts
from tests.index.access.archive import HIDDEN

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def _cited(index: Index, meeting: str, language: str) -> dict[str | None, list[CitedDocument]]:
    return {one.item: list(one.cites) for one in index.dossier(meeting, language).items}


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.thorough
def test_what_documents_cite_is_told_with_where(reports_index: Path, language: str) -> None:
    with Index.open(reports_index) as index:
        by_item = {
            name: found
            for meeting in ("39", "40", "41")
            for name, found in _cited(index, meeting, language).items()
        }
    for one in (one for found in by_item.values() for one in found):
        assert one.cited_in
        for shown in one.cited_in:
            there = {strip_revision(mention.canonical) for mention in find(shown.passage.text)}
            assert strip_revision(one.symbol) in there
    assert [one.symbol for one in by_item["7"]] == [
        *("CWG-WSIS&SDG-39/2", "CWG-WSIS&SDG-39/4", "CWG-WSIS&SDG-40/3"),
        *("C24/8", "WSIS-03/GENEVA/DOC/5", "WSIS-05/TUNIS/DOC/6(Rev.1)"),
    ]
    held = [one.entry is not None for one in by_item["7"]]
    assert held == [True, True, True, False, False, False]
    first, second, revised, council, *_ = by_item["7"]
    assert {one.language for one in first.cited_in} == {"zh" if language == "zh" else "en"}
    assert first.entry
    assert first.title == first.entry.title
    assert first.entry.title_language == language
    assert [one.key for one in second.submitters] == ["BRA", "PRT"]
    assert revised.superseded_by == "CWG-WSIS&SDG-40/3(Rev.1)"
    assert [one.passage.label for one in revised.cited_in] == [None, "2.3.2"]
    assert (council.title, council.superseded_by) == (None, None)
    # What a document revises is no other document; an addendum and what it is added to are two.
    assert [one.symbol for one in by_item["4.1"]] == [
        *("CWG-WSIS&SDG-39/2", "WSIS-03/GENEVA/DOC/5", "WSIS-05/TUNIS/DOC/6(Rev.1)")
    ]
    added, tunis = by_item["4.2"]
    assert added.symbol == "CWG-WSIS&SDG-39/4(Add.1)"
    assert {one.symbol for one in added.cited_in} == {"CWG-WSIS&SDG-39/4"}
    assert tunis.symbol == "WSIS-05/TUNIS/DOC/6(Rev.1)"
    assert "109" in tunis.named_paragraphs
    # What a revision has replaced does not cite beside it.
    places = [(one.symbol, one.passage.label) for one in by_item["4.1"][0].cited_in]
    assert places == [("CWG-WSIS&SDG-40/3(Rev.1)", None), ("CWG-WSIS&SDG-40/3(Rev.1)", "5.2")]


@pytest.mark.slow  # it reads the Word files of all documents
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_each_resolution_is_told_with_where(word_index: Path, language: str) -> None:
    with Index.open(word_index) as index:
        told = {
            (meeting, item.item): {one.canonical: one for one in item.references}
            for meeting in ("39", "40")
            for item in index.dossier(meeting, language).items
        }
    for one in (one for cited in told.values() for one in cited.values()):
        assert one.paragraphs == len(one.cited_in) > 0
        for shown in one.cited_in:
            assert one.canonical in {each.canonical for each in find(shown.passage.text)}
    # 39/7 names one in a single paragraph, and so does 40/5.
    for where, canonical, symbol, label in (
        (("39", "5"), "PP Res. 203 (Rev. Bucharest, 2022)", "CWG-WSIS&SDG-39/7", "2.2"),
        (("40", "7"), "A/RES/70/1", "CWG-WSIS&SDG-40/5", "1.1"),
    ):
        places = told[where][canonical].cited_in
        assert [(one.symbol, one.passage.label) for one in places] == [(symbol, label)]
    counted = [one.paragraphs for one in told["40", "7"].values()]
    assert counted == sorted(counted, reverse=True)


@pytest.mark.thorough
def test_revisions_of_a_document_are_one(encoder: Encoder, tmp_path: Path) -> None:
    texts = {
        ("41", "0003!R2", "41/3(Rev.2)"): "1\tHerders get alerts by radio.",
        ("41", "0004", "41/4"): "1\tWool is sold in spring.",
        ("42", "0002", "42/2"): (
            "1\tDocument CWG-WSIS&SDG-41/3 proposed alerts.\n"
            "2\tDocument CWG-WSIS&SDG-41/3(Rev.1) made them fewer, as CWG-WSIS&SDG-42/2 says.\n"
            "3\tDocuments A/71/212, CWG-WSIS&SDG-41/10 and CWG-WSIS&SDG-41/4 are on wool."
        ),
    }
    for (meeting, number, symbol), text in texts.items():
        part = number if "!" in number else f"{number}!"
        (tmp_path / f"S25-CWGWSIS{meeting}-C-{part}!MSW-E.txt").write_text(
            f"CWG-WSIS&SDG-{symbol}-E\nAgenda item: 5\nSource: Kenya\nAlerts and wool\n{text}\n",
            "utf-8",
        )
    with Index.open(of_texts(tmp_path, encoder)) as index:
        (cites,) = _cited(index, "42", "en").values()
    assert [(one.symbol.partition("-41")[2], one.entry is not None) for one in cites] == [
        *(("/4", True), ("/3(Rev.1)", False), ("/10", False), ("", False))
    ]
    assert cites[-1].symbol == "A/71/212"
    named = cites[1]
    assert named.superseded_by == "CWG-WSIS&SDG-41/3(Rev.2)"
    assert [one.passage.label for one in named.cited_in] == ["1", "2"]


def test_what_a_reader_may_not_see_is_not_said_to_be_held(classed_index: Path) -> None:
    with Index.open(classed_index) as whole:
        told = {
            seen: [
                one for found in _cited(whole.view_for(seen), "40", "en").values() for one in found
            ]
            for seen in CLASSES[:2]
        }
    for seen, cites in told.items():
        (hidden,) = [one for one in cites if one.symbol == HIDDEN]
        assert (hidden.entry is None) == (not hidden.title) == (seen == "public")


def test_a_file_of_another_kind_is_refused(reports_index: Path, tmp_path: Path) -> None:
    path = tmp_path / "dossier.pdf"
    refused = run("dossier", "40", "--out", path, index=reports_index)
    assert refused.code == 2
    assert ".docx or .md" in " ".join(refused.err.split())
    assert not path.exists()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.once
def test_it_is_drawn_in_each_language(reports_index: Path, tmp_path: Path, language: str) -> None:
    names = {end: tmp_path / f"dossier.{end}" for end in ("md", "docx")}
    for path in names.values():
        run("dossier", "40", "--in", language, "--out", path, index=reports_index)
    say, locale = words(language).export, Locale(language)
    say_paragraph = words(language).paragraph
    marked = names["md"].read_text("utf-8").replace("\\", "").splitlines()
    assert marked.count(f"## {say['texts_cited']}") == 1
    not_here = locale.text("references.not_here")
    (council,) = [one for one in marked if one.startswith("| C24/8")]
    assert council.startswith(f"| C24/8<br>{not_here} |")
    assert "5.2" in council
    assert any(
        one.replace("\N{LEFT-TO-RIGHT MARK}", "").startswith(
            f"| WSIS-05/TUNIS/DOC/6(Rev.1)<br>{say_paragraph.format('109')}<br>"
        )
        for one in marked
    )
    (revised,) = [one for one in marked if "40/3<br>" in one and "2.3.2" in one]
    before, _, behind = words(language).revised_by.partition("{}")
    assert revised.startswith(f"| CWG-WSIS&SDG-40/3<br>{before}CWG-WSIS&SDG-40/3(Rev.1)")
    assert f"(Rev.1){behind}<br>" in revised.replace("\N{LEFT-TO-RIGHT MARK}", "")
    tables = Document(str(names["docx"])).tables
    cells = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    assert [say[name] for name in ("symbol", "title", "source", "date")] in cells
    assert ["C24/8", not_here] in [one[0].split("\n") for one in cells]
    said = run("dossier", "40", "--in", language, index=reports_index).out
    assert say["cites"] in said
    lines = [line.strip("│ ").split("  ")[0].strip() for line in said.splitlines()]
    assert lines[lines.index("C24/8") + 1] == not_here
    named = [line.replace("\N{LEFT-TO-RIGHT MARK}", "") for line in lines]
    position = named.index("WSIS-05/TUNIS/DOC/6(Rev.1)")
    assert named[position + 1] == say_paragraph.format("109")
    assert f"  {say['nothing_before'][:30]}" in said
    mandates = run("dossier", "41", "--in", language, index=reports_index).out
    assert f"\n{say['due']}" in mandates


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.once
def test_a_resolution_of_the_united_nations_is_told_by_its_symbol(
    reports_index: Path, language: str
) -> None:
    """``Resolution 68/302``, as 39/4 writes it, does not say whose it is."""
    with Index.open(reports_index) as index:
        names = {
            rest.canonical: rest.name
            for item in index.dossier("39", language).items
            for rest in item.references
        }
    assert names["A/RES/68/302"] == "A/RES/68/302"
