"""Tests of the command `dossier`: its files, and its lines at a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.analyses import AgendaDocument, AgendaItem, Dossier, EarlierPassage
from index.lookup import CatalogueEntry
from search_app.citing import office_name
from search_app.operations.layouts.dossier import dossier_layout
from tests.commands import run
from tests.search_app.passages import passage


def test_a_file_of_another_kind_is_refused(reports_index: Path, tmp_path: Path) -> None:
    path = tmp_path / "dossier.pdf"
    refused = run("dossier", "40", "--out", path, index=reports_index)
    assert refused.code == 2
    assert ".docx or .md" in " ".join(refused.err.split())
    assert not path.exists()


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
