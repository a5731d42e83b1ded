"""Numbers that name no body: the document that has them says whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus.documents import Passage
from corpus.extract.references import DocumentFrame, find_in_document, find_in_passage
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


BARE = (
    "As in Y.4102/Y.2074, Recommendations V.34 and V.90, Rec. A.1, A.Supp3, A Suppl. 4 and X.1303."
)
BARE_CANONICALS = [
    *("ITU-T Rec. Y.4102/Y.2074", "ITU-T Rec. V.34", "ITU-T Rec. V.90", "ITU-T Rec. A.1"),
    *("ITU-T Rec. A.Supp3", "ITU-T Rec. A.Supp4", "ITU-T Rec. X.1303"),
]


@pytest.mark.parametrize(
    "frame",
    [
        {"symbol": "ITU-T Rec. X.1258 (09/2021)"},
        {"symbol": "TSAG-22/20"},
        {"name": "T-REC-E.119-201704-I!!MSW-E.docx"},
        {"cover": ["Telecommunication Standardization Advisory Group (TSAG)", "ITU-T"]},
    ],
)
def test_a_document_of_itu_t_owns_recommendations_without_sector(frame: dict[str, Any]) -> None:
    assert canonicals(BARE, **frame) == BARE_CANONICALS


@pytest.mark.parametrize("symbol", ["CWG-WSIS&SDG-39/2", "C24/8", "R15-TG5.1-C-0036", None])
def test_no_other_document_has_recommendations_without_sector(symbol: str | None) -> None:
    assert canonicals(BARE, "ITU-T X.1303 is named.", symbol=symbol) == ["ITU-T Rec. X.1303"]


@pytest.mark.parametrize(
    "text",
    [
        "Table A.1 and clause B.2.3 of Annex C.4, figure I.1, question Q.3.",
        "See p.123 and www.x.509 and T-X.1258-1 and no.500, and e.g.100.",
    ],
)
def test_sections_and_pages_are_no_recommendations(text: str) -> None:
    assert canonicals(text, symbol="ITU-T Rec. X.1258 (09/2021)") == []


def test_a_number_of_another_sector_stays_with_it() -> None:
    texts = ["It follows ITU-T X.1303 and ITU-R M.2083.", "See M.2083 and X.1303."]
    assert canonicals(*texts, symbol="ITU-T Rec. X.1258 (09/2021)") == [
        *("ITU-T Rec. X.1303", "ITU-R Rec. M.2083", "ITU-R Rec. M.2083", "ITU-T Rec. X.1303")
    ]


@pytest.mark.parametrize("language", ASSEMBLY)
def test_a_part_of_a_document_has_its_references(language: str) -> None:
    cover, text = ASSEMBLY[language]
    passages = [Passage("paragraph", text)]
    (mentions,) = find_in_document(passages, DocumentFrame(None, "x.docx", [cover]))
    assert [mention.canonical for mention in find_in_passage(text, mentions)] == ["WTSA Res. 1"]
    assert find_in_passage(text, ()) == ()


def test_a_part_has_references_with_the_year_of_an_edition() -> None:
    text = "It follows Resolution 1 (Rev. 2016). PP Resolution 140 is recalled."
    (mentions,) = find_in_document([Passage("paragraph", text)], DocumentFrame("WTSA24/5", "x"))
    assert mentions[0].body == "WTSA"
    assert find_in_passage(text, mentions) == mentions


def test_a_part_names_no_body_that_its_passage_names_twice() -> None:
    text = "It follows Resolution 20. WTSA Resolution 20 and PP Resolution 20 differ."
    (mentions,) = find_in_document([Passage("paragraph", text)], DocumentFrame("WTSA24/5", "x"))
    assert [mention.canonical for mention in find_in_passage(text, mentions)] == [
        *("WTSA Res. 20", "PP Res. 20")
    ]


NEARBY = {
    "en": "The World Telecommunication Standardization Assembly met. Resolution 1 is its rule.",
    "fr": "L'Assemblée mondiale de normalisation des télécommunications a siégé. La Résolution 1 "
    "fixe son règlement.",
    "es": "La Asamblea Mundial de Normalización de las Telecomunicaciones se reunió. La "
    "Resolución 1 fija su reglamento.",
    "ru": "Всемирная ассамблея по стандартизации электросвязи собралась. Резолюция 1 "
    "устанавливает ее правила.",
    "ar": "اجتمعت الجمعية العالمية لتقييس الاتصالات. ويحدد القرار 1 نظامها الداخلي.",
    "zh": "世界电信标准化全会召开了会议。第1号决议规定了其议事规则。",
}


@pytest.mark.parametrize("language", NEARBY)
def test_an_assembly_named_nearby_owns_a_number(language: str) -> None:
    assert canonicals(NEARBY[language]) == ["WTSA Res. 1"]


OF_OTHERS = {
    "en": ("The meeting adopted Decision 1.", "As resolution 1 of the report says, it is late."),
    "fr": ("La réunion a adopté la Décision 1.", "La résolution 1 du rapport remercie l'hôte."),
    "es": ("La reunión adoptó la Decisión 1.", "La resolución 1 del informe da las gracias."),
    "ru": ("Собрание приняло Решение 1.", "Резолюция 1 этого отчета благодарит хозяев."),
    "ar": ("اعتمد الاجتماع المقرر 1.", "يشكر القرار 1 الوارد في التقرير المضيف."),
    "zh": ("会议通过了第1号决定。", "该报告的第1号决议感谢东道国。"),
}


@pytest.mark.parametrize("language", OF_OTHERS)
def test_what_a_meeting_or_a_report_decides_is_no_reference(language: str) -> None:
    for text in OF_OTHERS[language]:
        assert canonicals(text) == []
