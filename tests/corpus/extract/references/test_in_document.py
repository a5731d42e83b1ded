"""Numbers that name no body: the document that has them says whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.documents import Passage
from corpus.extract.references import DocumentFrame, find_in_document
from ingest.read import read

ASSEMBLY = {
    "en": ("World Telecommunication Standardization Assembly", "As in Resolution 1, it resolves"),
    "fr": ("Assemblée mondiale de normalisation des télécommunications", "Selon la Résolution 1"),
    "es": ("Asamblea Mundial de Normalización de las Telecomunicaciones", "Según la Resolución 1"),
    "ru": ("Всемирная ассамблея по стандартизации электросвязи", "Согласно Резолюции 1"),
    "ar": ("الجمعية العالمية لتقييس الاتصالات", "وفقاً للقرار 1"),
    "zh": ("世界电信标准化全会", "按照第1号决议"),
}
COMMISSION = {
    "en": ("Economic Commission for Europe", "The report was adopted (Decision 1)."),
    "fr": ("Commission économique pour l'Europe", "Le rapport a été adopté (décision 1)."),
    "es": ("Comisión Económica para Europa", "Se aprobó el informe (decisión 1)."),
    "ru": ("Европейская экономическая комиссия", "Доклад был принят (решение 1)."),
    "ar": ("اللجنة الاقتصادية لأوروبا", "واعتُمد التقرير (المقرر 1)."),
    "zh": ("欧洲经济委员会", "报告获得通过（第1号决定）。"),
}


def canonicals(
    *texts: str, symbol: str | None = None, name: str = "x.docx", cover: Sequence[str] = ()
) -> list[str]:
    """The references of a document's paragraphs."""
    passages = [Passage("paragraph", text) for text in texts]
    found = find_in_document(passages, DocumentFrame(symbol, name, cover))
    return [mention.canonical for mentions in found for mention in mentions]


@pytest.mark.parametrize("language", ASSEMBLY)
def test_an_assembly_on_the_cover_owns_bare_resolutions(language: str) -> None:
    cover, text = ASSEMBLY[language]
    assert canonicals(text, cover=[cover]) == ["WTSA Res. 1"]


@pytest.mark.parametrize("language", COMMISSION)
def test_a_decision_of_another_organisation_is_none_of_itus(language: str) -> None:
    cover, text = COMMISSION[language]
    assert canonicals(text, cover=[cover]) == []
    assert canonicals(text, symbol="ECE/TRADE/C/CEFACT/2019/26") == []


@pytest.mark.parametrize(
    ("symbol", "name", "canonical"),
    [
        ("CWG-WSIS&SDG-39/2", "x.docx", "PP Res. 40"),
        ("C24/8", "x.docx", "PP Res. 40"),
        ("PP-22/20", "x.docx", "PP Res. 40"),
        ("WTSA24/5", "x.docx", "WTSA Res. 40"),
        ("WTDC22/5", "x.docx", "WTDC Res. 40"),
        ("WRC23/5", "x.docx", "WRC Res. 40"),
        ("SG12/167", "x.docx", "WTSA Res. 40"),
        ("R15-TG5.1-C-0036", "x.docx", "Res. 40"),
        ("ITU-T Rec. X.1258 (09/2021)", "x.docx", "WTSA Res. 40"),
        (None, "T-RES-T.1-2016-MSW-E.docx", "WTSA Res. 40"),
        (None, "T-REC-E.119-201704-I!!MSW-E.docx", "WTSA Res. 40"),
        (None, "x.docx", "Res. 40"),
    ],
)
def test_symbol_or_file_name_says_whose_a_number_is(
    symbol: str | None, name: str, canonical: str
) -> None:
    assert canonicals("It follows Resolution 40.", symbol=symbol, name=name) == [canonical]


def test_numbers_beyond_those_of_assemblies_stay_with_the_union() -> None:
    text = "Resolution 140, Resolution 1332 and Decision 562 are recalled, and Decision 5."
    assert canonicals(text, symbol="WTSA24/5") == [
        *("PP Res. 140", "Council Res. 1332", "Council Dec. 562", "Dec. 5")
    ]


def test_a_body_named_with_the_number_elsewhere_owns_it() -> None:
    beside = "Resolution 20 (Rev. Bucharest, 2022) of the Plenipotentiary Conference is recalled."
    found = canonicals("It follows Resolution 20 and Resolution 1.", beside, symbol="WTSA24/5")
    assert found == ["PP Res. 20", "WTSA Res. 1", "PP Res. 20 (Rev. Bucharest, 2022)"]


def test_two_bodies_named_with_a_number_decide_nothing() -> None:
    texts = ["Resolution 20.", "WTSA Resolution 20 and PP Resolution 20 differ."]
    assert canonicals(*texts, symbol="WTSA24/5")[0] == "WTSA Res. 20"


def test_the_heading_of_a_resolution_owns_its_other_numbers() -> None:
    assert canonicals("RESOLUTION 1 (Rev. Hammamet, 2016)", "It follows Resolution 22.") == [
        *("WTSA Res. 1 (Rev. Hammamet, 2016)", "WTSA Res. 22")
    ]


def test_a_text_that_speaks_of_itu_means_its_resolutions() -> None:
    assert canonicals("ITU met.", "It follows Resolution 140.") == ["PP Res. 140"]


def test_a_number_in_one_range_alone_needs_no_document() -> None:
    text = "Resolution 140, Resolution 1332 and Decision 562 are recalled, and Decision 5."
    assert canonicals(text) == ["PP Res. 140", "Council Res. 1332", "Council Dec. 562", "Dec. 5"]


def test_an_open_reference_has_number_but_no_body(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("The club follows Resolution 7.\n\nIt met in May.\n", encoding="utf-8")
    (mention,) = [mention for passage in read(path).passages for mention in passage.mentions]
    assert (mention.canonical, mention.body, mention.number) == ("Res. 7", None, "7")
    assert mention.text == "Resolution 7"


def test_a_file_of_the_commission_gives_no_decision_of_itu(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(
        "ECE/TRADE/C/CEFACT/2019/26\n\nReport of the session\n\n"
        "The Plenary adopted the report (Decision 1) and took note of ITU's statement.\n",
        encoding="utf-8",
    )
    document = read(path)
    assert document.metadata.symbol == "ECE/TRADE/C/CEFACT/2019/26"
    assert [mention for passage in document.passages[2:] for mention in passage.mentions] == []
