"""Are covers read as forms in two dimensions? Those of ``benchmarks.covers``, and single lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.covers.files import word_file
from benchmarks.covers.sheets import Sheet, sheets
from ingest.blocks import FileContent, ParagraphFormat, PrintedParagraph
from ingest.cover.facts import CoverFacts, facts
from ingest.cover.identity import CoverPart, read_statement
from ingest.read import read

PLAIN, CENTRED, BOLD = (
    ParagraphFormat(),
    ParagraphFormat(centred=True),
    ParagraphFormat(centred=True, bold=True),
)
TUNED = [*sheets("tuned"), *sheets("agencies")]


@pytest.mark.parametrize("sheet", TUNED, ids=[sheet.name for sheet in TUNED])
def test_the_facts_of_a_cover_in_word(sheet: Sheet, tmp_path: Path) -> None:
    """The pages of LibreOffice and Chromium are measured by ``python -m benchmarks.covers``."""
    assert read(word_file(sheet, tmp_path)).metadata.as_dict() == sheet.true()


def identity(*lines: str) -> tuple[str | None, str | None]:
    """The symbol that the lines of a cell state, or the number, and whether there is doubt."""
    statement = read_statement([CoverPart(line, 1) for line in lines])
    symbol = statement.parsed.symbol.canonical if statement.parsed else None
    return symbol, statement.numbered.number if statement.numbered else None


@pytest.mark.parametrize(
    ("lines", "symbol"),
    [
        (("Document CWG-WSIS-32/16-E", "Rev. 1", "25January 2018"), "CWG-WSIS-32/16(Rev.1)"),
        (("Document CWG-WSIS-32/16-E", "25 January 2018", "(Rev.1)"), "CWG-WSIS-32/16(Rev.1)"),
        (("Document", "CWG-WSIS-32/16-E"), "CWG-WSIS-32/16"),
        (("Addendum 1 to", "Document C24/8-E", "(Rev.2)"), "C24/8(Rev.2)(Add.1)"),
        (("Corrigendum 1 to", "Document C24/8-E"), "C24/8(Corr.1)"),
        (("Révision 2 au", "Document C24/8-F"), "C24/8(Rev.2)"),
        (("文件 C18/35-C", "修订1"), "C18/35(Rev.1)"),
        (("Документ C18/35-R", "Пересм. 1"), "C18/35(Rev.1)"),
        (("المراجعة 2", "للوثيقة C18/35-A"), "C18/35(Rev.2)"),
        (("A/79/62*–E/2024/3",), "A/79/62"),
        (("A/79/62", "E/2024/3"), "A/79/62"),
        (("CRC/C/GC/20¹",), "CRC/C/GC/20"),
        (("Document CWG-WSIS&SDG-39/INF-2-E",), "CWG-WSIS&SDG-39/INF/2"),
        (("Document C18/8-E", "(C18/7)"), "C18/8"),
        (("(C18/7)",), None),
    ],
)
def test_a_symbol_over_several_lines(lines: tuple[str, ...], symbol: str | None) -> None:
    assert identity(*lines) == (symbol, None)


def cover(
    *lines: PrintedParagraph, name: str = "x.pdf", running: tuple[str, ...] = ()
) -> CoverFacts:
    return facts(Path(name), FileContent((), running, cover=lines), "en")


def test_a_revision_in_a_title_is_none_of_the_documents() -> None:
    cover_facts = cover(
        PrintedParagraph("Document C18/8-E", PLAIN, 1),
        PrintedParagraph("Contribution by Kenya", CENTRED),
        PrintedParagraph("Revision 2", BOLD),
    )
    assert cover_facts.metadata.symbol == "C18/8"


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("Republic of Two Rivers", "A calendar of reports"),
        ("République des Deux Rivières", "Calendrier des rapports"),
        ("República de los Dos Ríos", "Calendario de los informes"),
        ("Республика Двуречье", "Календарь докладов"),
        ("جمهورية النهرين", "تقويم مشترك للتقارير"),
        ("两河共和国", "报告的共同日历"),
    ],
)
def test_a_state_close_above_a_title_is_the_source(source: str, title: str) -> None:
    metadata = cover(
        PrintedParagraph("Document CWG-WSIS&SDG-41/7", PLAIN, 1),
        PrintedParagraph(source, BOLD),
        PrintedParagraph(title, BOLD, is_close=True),
    ).metadata
    assert (metadata.source, metadata.title) == (source, title)


def test_a_first_heading_with_a_number_is_no_title() -> None:
    metadata = cover(
        PrintedParagraph("ECE/EB.AIR/WG.1/2025/93", PLAIN, 1),
        PrintedParagraph("Stations of schools", BOLD, 0),
        PrintedParagraph("Note by the secretariat", PLAIN, 0),
        PrintedParagraph("1. Background", BOLD, 0),
    ).metadata
    assert metadata.source == "Note by the secretariat"
    assert metadata.title == "Stations of schools"


@pytest.mark.parametrize(
    ("lines", "running"),
    [
        (("Document C18/8-E", "Document C18/9-E"), ()),
        (("Document C18/8-E", "Rev. 1", "Rev. 2"), ()),
        (("Document 20-E",), ("PP-14/21-E",)),
        (("Addendum 1 to", "Document 20-E"), ("PP-14/20(Add.2)-E",)),
    ],
)
def test_in_doubt_no_symbol_and_a_warning(lines: tuple[str, ...], running: tuple[str, ...]) -> None:
    cover_facts = cover(*(PrintedParagraph(line, PLAIN, 1) for line in lines), running=running)
    assert (cover_facts.metadata.symbol, cover_facts.metadata.revision) == (None, None)
    assert [warning.code for warning in cover_facts.warnings] == ["metadata-doubt"]


def test_the_symbol_in_the_header_wins_of_two() -> None:
    lines = [PrintedParagraph(line, PLAIN, 1) for line in ("Document C18/8-E", "Document C18/9-E")]
    assert cover(*lines, running=("C18/9-E",)).metadata.symbol == "C18/9"


def test_a_number_without_its_meeting() -> None:
    lines = [PrintedParagraph(line, PLAIN, 1) for line in ("Addendum 1 to", "Document 20-E")]
    cover_facts = cover(*lines)
    known = cover_facts.metadata
    assert (known.symbol, known.number, known.addendum) == (None, "20", "1")
    assert [warning.code for warning in cover_facts.warnings] == ["metadata-doubt"]
    assert cover(*lines, running=("PP-14/20(Add.1)-E",)).metadata.symbol == "PP-14/20(Add.1)"


def test_broken_days_of_a_meeting_are_no_date() -> None:
    cover_facts = cover(
        PrintedParagraph("Group – Geneva, 12-13", PLAIN, 0),
        PrintedParagraph("October 2023", PLAIN, 0, is_close=True),
        PrintedParagraph("Document C18/8-E", PLAIN, 1),
    )
    assert cover_facts.metadata.date is None


RECOMMENDATION_FILES = [
    ("T-REC-E.119-201704-I!!MSW-E.docx", "E.119 (04/2017)", "E.119", "2017-04"),
    ("T-REC-X.509-201910-I!Cor1!PDF-E.pdf", "X.509 (10/2019)(Corr.1)", "X.509", "2019-10"),
    ("T-REC-H.264-200305-I!Amd2!PDF-F.pdf", "H.264 (05/2003)(Amd.2)", "H.264", "2003-05"),
    ("T-REC-G.Sup39-201602-I!!PDF-E.pdf", "G.Supp39 (02/2016)", "G.Supp39", "2016-02"),
    ("T-REC-Y.4102-202011-P!!MSW-E.docx", "Y.4102 (11/2020)(pre-published)", "Y.4102", "2020-11"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "symbol", "number", "date"), RECOMMENDATION_FILES)
def test_the_name_of_a_recommendations_file(name: str, symbol: str, number: str, date: str) -> None:
    known = cover(PrintedParagraph("Text of a page", PLAIN), name=name).metadata
    assert (known.symbol, known.number, known.date) == (f"ITU-T Rec. {symbol}", number, date)


def test_print_counts_before_the_name_of_a_recommendations_file() -> None:
    lines = [
        PrintedParagraph("X.1258 (09/2021)", PLAIN, 0),
        PrintedParagraph("Recommendation ITU-T X.1258", BOLD),
    ]
    cover_facts = cover(*lines, name="T-REC-X.1258-202001-I!!MSW-E.docx")
    assert cover_facts.metadata.symbol == "ITU-T Rec. X.1258 (09/2021)"
    assert cover_facts.provenance["date"] == "cover"


def test_two_recommendations_on_a_cover_are_a_doubt() -> None:
    lines = [
        PrintedParagraph("Recommendation ITU-T X.1258", BOLD),
        PrintedParagraph("Recommendation ITU-T X.1259", BOLD),
    ]
    assert cover(*lines).metadata.symbol is None


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("A_RES_73_8.pdf", "A/RES/73/8"),
        ("ECE_TRADE_C_CEFACT_2019_26E.pdf", "ECE/TRADE/C/CEFACT/2019/26"),
        ("ece_agat_2020_inf1.pdf", "ECE/AGAT/2020/INF.1"),
        ("E_CN.16_2024_2.docx", "E/CN.16/2024/2"),
        ("S_RES_1325_2000.pdf", "S/RES/1325"),
        ("A_33.pdf", None),
        ("A_75_12_final.docx", None),
        ("E_mail_2024_3.pdf", None),
    ],
)
def test_a_united_nations_symbol_in_a_files_name(name: str, symbol: str | None) -> None:
    known = cover(PrintedParagraph("Text of a page", PLAIN), name=name).metadata
    assert known.symbol == symbol


@pytest.mark.parametrize("line", ["FOREWORD", "Title:", "E conomic Commission for Europe"])
def test_a_line_of_the_frame_is_no_title(line: str) -> None:
    lines = [PrintedParagraph("ECE/AGAT/2020/INF.1", PLAIN, 0), PrintedParagraph(line, BOLD)]
    assert cover(*lines).metadata.title is None


def test_a_body_above_session_and_item_is_no_title() -> None:
    lines = [
        PrintedParagraph("ECE/AGAT/2020/INF.1", PLAIN, 0),
        PrintedParagraph("Centre for Electronic Business", BOLD, is_heading=True),
        PrintedParagraph("Twenty-fourth session", PLAIN),
        PrintedParagraph("Item 5 of the provisional agenda", PLAIN),
        PrintedParagraph("Programme of work", BOLD, is_heading=True),
        PrintedParagraph("Note by the secretariat", BOLD),
    ]
    assert cover(*lines).metadata.title == "Programme of work"
