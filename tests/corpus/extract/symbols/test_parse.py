"""Symbols and file names of documents, both ways."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import tables
from corpus.extract import symbols
from corpus.extract.symbols import grammar
from corpus.languages import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

# What is written, its canonical form, and the language that its letter tells.
WRITTEN = [
    ("CWG-WSIS&SDG-39/2", "CWG-WSIS&SDG-39/2", None),
    ("CWG-WSIS&SDG-40/INF/4", "CWG-WSIS&SDG-40/INF/4", None),
    ("ＣＷＧ－ＷＳＩＳ＆ＳＤＧ－３９／２", "CWG-WSIS&SDG-39/2", None),
    ("CWG-WSIS&SDG-٣٩/٢", "CWG-WSIS&SDG-39/2", None),
    ("cwg 39/2", "CWG-WSIS&SDG-39/2", None),
    ("Document CWG-WSIS-32/16-E Rev. 1", "CWG-WSIS-32/16(Rev.1)", "en"),
    ("WG-WSIS-32/19-E Rev. 1", "CWG-WSIS-32/19(Rev.1)", "en"),
    ("WG-WSIS-39/2", "CWG-WSIS&SDG-39/2", None),
    ("CWG-WSIS&SDG-32/16(Rev.1)", "CWG-WSIS-32/16(Rev.1)", None),
    ("C24/8", "C24/8", None),
    ("С24/8", "C24/8", None),
    ("C2024/8", "C24/8", None),
    ("Documento C19/35-S", "C19/35", "es"),
    ("文件 C18/35-C", "C18/35", "zh"),
    ("الوثيقة C24/42-A", "C24/42", "ar"),
    ("Документ RRB18-3/14-R", "RRB18-3/14", "ru"),
    ("Document WTDC17/11-F", "WTDC17/11", "fr"),
    ("PP-14/20(Add.1)", "PP-14/20(Add.1)", None),
    ("PP18/48", "PP-18/48", None),
    ("Addendum 1 to Document C24/20-E", "C24/20(Add.1)", "en"),
    ("Révision 1 au Document C24/8-F", "C24/8(Rev.1)", "fr"),
    ("Addéndum 1 al Documento C24/67-S", "C24/67(Add.1)", "es"),
    ("Revisión 1 al Documento C24/38-S", "C24/38(Rev.1)", "es"),
    ("Дополнительный документ 1 к Документу C24/62-R", "C24/62(Add.1)", "ru"),
    ("Пересмотр 1 Документа CWG-WSIS&SDG-39/2-R", "CWG-WSIS&SDG-39/2(Rev.1)", "ru"),
    ("الإضافة 1 للوثيقة C24/48-A", "C24/48(Add.1)", "ar"),
    ("المراجعة 2 للوثيقة C24/48-A", "C24/48(Rev.2)", "ar"),
    ("C18/35-C修订1", "C18/35(Rev.1)", "zh"),
    ("C18/35号文件补遗1", "C18/35(Add.1)", None),
    ("WSIS-05/TUNIS/DOC/6(Rev.1)-S", "WSIS-05/TUNIS/DOC/6(Rev.1)", "es"),
    ("A/70/684", "A/70/684", None),
    ("А/70/684", "A/70/684", None),
    ("A/RES/70/125", "A/RES/70/125", None),
    ("E/RES/2023/3", "E/RES/2023/3", None),
    ("A/RES/217(III)A", "A/RES/217(III)A", None),
    ("S/RES/1325 (2000)", "S/RES/1325", None),
    ("A/RES/70/125 (2015)", "A/RES/70/125", None),
    ("A/RES/70/\n125", "A/RES/70/125", None),
    ("A/69/968/Add.1", "A/69/968/Add.1", None),
    ("E/CN.16/2024/2", "E/CN.16/2024/2", None),
    ("CEDAW/C/BGD/6-7", "CEDAW/C/BGD/6-7", None),
    ("S24-CWGWSIS39-C-0002", "CWG-WSIS&SDG-39/2", None),
    ("CWG-WSIS&SDG-41/3-R1-E", "CWG-WSIS&SDG-41/3(Rev.1)", "en"),
    ("CL-25/44", "CL-25/44", None),
    ("DM-26/1000", "DM-26/1000", None),
    ("TDAG16-21/8(Rev.1)", "TDAG16-21/8(Rev.1)", None),
    ("RPM-AMS17/19-E", "RPM-AMS17/19", "en"),
    ("CWG-Internet-11/2", "CWG-Internet-11/2", None),
    ("CWG-FHR-20/11", "CWG-FHR-20/11", None),
    ("CWG-SFP-5/3", "CWG-SFP-5/3", None),
    ("CWG-LANG-14/INF/2", "CWG-LANG-14/INF/2", None),
    ("EG-ITRs-6/3", "EG-ITRs-6/3", None),
    ("IEG-WTPF-26-3/5-E", "IEG-WTPF-26-3/5", "en"),
    ("T25-SG13-260227-TD-WP1-0367", "T25-SG13-260227-TD-WP1-0367", None),
    ("R19-WP3M-C-0253!N08!MSW-E.docx", "R19-WP3M-C-0253(Ann.8)", "en"),
    ("S25-CL-C-0093!N08!MSW-E", "C25/93(Ann.8)", "en"),
]


@pytest.mark.parametrize(("written", "canonical", "language"), WRITTEN)
def test_any_written_form_leads_to_one(written: str, canonical: str, language: str | None) -> None:
    parsed = symbols.parse(written)
    assert parsed is not None
    assert (parsed.symbol.canonical, parsed.language) == (canonical, language)


@pytest.mark.parametrize("canonical", sorted({canonical for _, canonical, _ in WRITTEN}))
def test_a_canonical_form_parses_to_itself(canonical: str) -> None:
    parsed = symbols.parse(canonical)
    assert parsed is not None
    assert parsed.symbol.canonical == canonical


@pytest.mark.parametrize(("written", "canonical", "language"), WRITTEN)
def test_found_in_running_text(written: str, canonical: str, language: str | None) -> None:
    text = f"... ({written}), ..."
    (match,) = symbols.find(text)
    assert (match.symbol.canonical, match.language) == (canonical, language)
    assert text[match.start : match.end] in written


@pytest.mark.parametrize(
    "text",
    ["24/7", "km/h", "and/or", "12/10/2023", "ISO/IEC 27001", "A/H1N1", "C4/C5", "1/2", "N/A",
     "TCP/IP", "Document 20-E", "Question 5/1", "39/2", "12/10", "39/40, 38/40",
     "CL-600", "//", "a/", ""],
)  # fmt: skip
def test_texts_that_are_no_symbol_are_not_parsed(text: str) -> None:
    assert symbols.parse(text) is None
    assert list(symbols.find(text)) == []


@pytest.mark.parametrize(
    ("query", "canonical", "language"),
    [
        ("40/5", "CWG-WSIS&SDG-40/5", None),
        (" 40/inf/7-R", "CWG-WSIS&SDG-40/INF/7", "ru"),
        ("40/3(Rev.1)", "CWG-WSIS&SDG-40/3(Rev.1)", None),
        ("٤٠/٥", "CWG-WSIS&SDG-40/5", None),
        ("４０／５", "CWG-WSIS&SDG-40/5", None),
        ("C24/8-E", "C24/8", "en"),
    ],
)
def test_a_symbol_is_parsed_without_its_group(
    query: str, canonical: str, language: str | None
) -> None:
    parsed = symbols.parse_asked(query)
    assert parsed
    assert (parsed.symbol.canonical, parsed.language) == (canonical, language)


@pytest.mark.parametrize("text", ["24/7 support", "1/2 of them", "40/", "40/5.docx", "2024/5"])
def test_other_numbers_are_no_numbers_of_the_group(text: str) -> None:
    assert symbols.parse_asked(text) is None


def test_every_field_of_a_symbol_is_parsed() -> None:
    parsed = symbols.parse("CWG-WSIS&SDG-40/INF/0004(Rev.2)-R")
    assert parsed is not None
    assert parsed.language == "ru"
    assert parsed.symbol == symbols.Symbol(
        "CWG-WSIS&SDG", "40", "INF", "4", "2", None, "CWG-WSIS&SDG-40/INF/4(Rev.2)"
    )


# A file's name, the symbol, and sector, year, format, language.
NAMES = [
    ("S24-CWGWSIS39-C-0002!R1!MSW-E.docx", "CWG-WSIS&SDG-39/2(Rev.1)", "S", 2024, "MSW", "en"),
    ("S24-CLCWGWSIS39-C-0002!!PDF-A.pdf", "CWG-WSIS&SDG-39/2", "S", 2024, "PDF", "ar"),
    ("S18-PP-C-0048!A1!MSW-A", "PP-18/48(Add.1)", "S", 2018, "MSW", "ar"),
    ("S14-PP-C-0067!A1!MSW-S", "PP-14/67(Add.1)", "S", 2014, "MSW", "es"),
    ("D14-TDAG22-C-0038!R1!MSW-S", "TDAG22/38(Rev.1)", "D", 2014, "MSW", "es"),
    ("S18-PP-C-2000!!MSW-A", "PP-18/2000", "S", 2018, "MSW", "ar"),
    ("R15-WRS16-SP-0003!!PDF-E.pdf", "WRS16/SP/3", "R", 2015, "PDF", "en"),
    ("T25-SG12-C-0167!R1!ZIP-E.zip", "SG12/167(Rev.1)", "T", 2025, "ZIP", "en"),
    ("S25-CL-C-0093", "C25/93", "S", 2025, None, None),
    ("S25-SG-CIR-0044!!MSW-E", "CL-25/44", "S", 2025, "MSW", "en"),
    ("S24-CWGWSIS39-C-0002_R1_MSW-E (1).docx", "CWG-WSIS&SDG-39/2(Rev.1)", "S", 2024, "MSW", "en"),
    ("C24-8-E.pdf", "C24/8", None, None, "PDF", "en"),
    ("CWG-WSIS&SDG-39-2-E.docx", "CWG-WSIS&SDG-39/2", None, None, "MSW", "en"),
    ("CWGWSIS39-INF-0002_E.docx", "CWG-WSIS&SDG-39/INF/2", None, None, "MSW", "en"),
    ("CWGWSIS39-C-0004-A1", "CWG-WSIS&SDG-39/4(Add.1)", None, None, None, None),
]


@pytest.mark.parametrize(("name", "canonical", "sector", "year", "kind", "language"), NAMES)
def test_a_file_name_gives_symbol_sector_year_and_language(
    name: str,
    canonical: str,
    sector: str | None,
    year: int | None,
    kind: str | None,
    language: str | None,
) -> None:
    parsed = symbols.parse_file_name(name)
    assert parsed is not None
    assert parsed.symbol.canonical == canonical
    assert (parsed.sector, parsed.year, parsed.format, parsed.language) == (
        sector, year, kind, language,
    )  # fmt: skip


@pytest.mark.parametrize(
    "name", ["readme.docx", "report-2024-05-E.docx", "minutes.pdf", "", "1.txt"]
)
def test_other_file_names(name: str) -> None:
    assert symbols.parse_file_name(name) is None


def test_a_user_adds_a_meeting_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "S26-XWGWSIS44-C-0002!!MSW-E.docx"
    assert symbols.parse_file_name(name) is None
    (tmp_path / "bodies.toml").write_text('[group]\ncodes = ["XWGWSIS"]\n', encoding="utf-8")
    monkeypatch.setenv("WSIS_SEARCH_TABLES", str(tmp_path))
    parsed = symbols.parse_file_name(name)
    assert parsed is not None
    assert parsed.symbol.canonical == "CWG-WSIS&SDG-44/2"


def test_a_user_adds_a_body(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert symbols.parse("CWG-Space-3/2") is None
    (tmp_path / "bodies").mkdir()
    (tmp_path / "bodies" / "cwg-space.toml").write_text(
        'body = "CWG-Space"\nwritten = ["CWG-Space"]\ncodes = ["CWGSPACE"]\n', encoding="utf-8"
    )
    monkeypatch.setenv("WSIS_SEARCH_TABLES", str(tmp_path))
    for written in ("CWG-Space-3/2", "S26-CWGSPACE3-C-0002!!MSW-E"):
        parsed = symbols.parse(written)
        assert parsed is not None
        assert (parsed.symbol.canonical, parsed.symbol.meeting) == ("CWG-Space-3/2", "CWG-Space-3")


@pytest.mark.parametrize("content", ["codes = [", '[group]\ncodes = "XWGWSIS"\n'])
def test_a_user_s_table_that_does_not_fit(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bodies.toml").write_text(content, encoding="utf-8")
    monkeypatch.setenv("WSIS_SEARCH_TABLES", str(tmp_path))
    with pytest.raises(tables.TableError, match=r"bodies\.toml"):
        symbols.parse("C24/8")


@given(
    meeting=st.integers(1, 120), number=st.integers(1, 9999), series=st.sampled_from(["C", "INF"]),
    change=st.sampled_from(["", "(Rev.1)", "(Add.2)", "(Add.1)(Rev.3)"]),
    language=st.sampled_from(LANGUAGES),
)  # fmt: skip
def test_a_canonical_symbol_is_parsed_to_itself(
    meeting: int, number: int, series: str, change: str, language: object
) -> None:
    letter = getattr(language, "letter", "")
    part = "" if series == "C" else f"{series}/"
    parsed = symbols.parse(f"CWG-WSIS&SDG-{meeting}/{part}{number}{change}-{letter}")
    assert parsed is not None
    assert parsed.language == getattr(language, "code", None)
    again = symbols.parse(parsed.symbol.canonical)
    assert again is not None
    assert again.symbol == parsed.symbol
    changes = re.sub(r"\((.)\w+\.(\d+)\)", r"\1\2", change)
    name = f"S24-CWGWSIS{meeting}-{series}-{number:04}!{changes}!MSW-{letter}.docx"
    named = symbols.parse_file_name(name)
    assert named is not None
    assert (named.symbol, named.language) == (parsed.symbol, parsed.language)


@given(st.text(max_size=200))
def test_no_text_crashes(text: str) -> None:
    symbols.parse(text)
    symbols.parse_file_name(text)
    for match in symbols.find(text):
        assert 0 <= match.start < match.end <= len(text)


@given(st.text(alphabet="CWGSIDPRAEaс/-&.()! 0123456789٣３第", max_size=80))
def test_no_near_symbol_crashes(text: str) -> None:
    parsed = symbols.parse(text)
    if parsed:
        again = symbols.parse(parsed.symbol.canonical)
        assert again is not None
        assert again.symbol.canonical == parsed.symbol.canonical
    list(symbols.find(text))


def test_a_pattern_is_compiled_at_its_first_use() -> None:
    made = grammar.Grammar(tables.load("bodies"), tables.load_each("bodies").values())
    assert "un" not in vars(made)
    assert made.un.match("a/res/70/125")
    assert vars(made)["un"] is made.un
    with pytest.raises(AttributeError):
        _ = made.no_such_pattern
