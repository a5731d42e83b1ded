"""Does the sample hold what it promises, and do its files say what its texts say?"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.languages import LANGUAGES
from corpus.sample import FILES
from tools.sample.build import SAMPLE, Version, main, make, read_manifest, versions
from tools.sample.markup import W, runs
from tools.sample.package import AUTHOR, content_hash, unpack
from tools.sample.pages import AUTOMATIC
from tools.sample.printing import PrintingError
from tools.sample.texts import (
    HEAD_KEYS,
    Block,
    SampleText,
    SampleTextError,
    footnote_marks,
    parse_text,
    read_documents,
    read_text,
)
from tools.sample.words import NOTICES, WORDS, cover_date, document_lines, original_line

if TYPE_CHECKING:
    from pathlib import Path

SIX = {language.code for language in LANGUAGES}
DOCUMENTS = read_documents(SAMPLE)
VERSIONS = tuple(versions())
ABJAD = dict(zip("أبجدهوزحط", "abcdefghi", strict=True))


def _name(version: Version) -> str:
    return f"{version.document.folder}/{version.language}"


def _text(folder: str, language: str) -> SampleText:
    return read_text(SAMPLE / "text" / folder / f"{language}.txt")


def _folders_in_six() -> list[str]:
    return [item.folder for item in DOCUMENTS if len(item.languages) > 1]


# What the corpus is made of


def test_the_sample_has_twelve_documents_with_revision_and_addendum() -> None:
    assert len(DOCUMENTS) >= 12
    assert {item.issue for item in DOCUMENTS} >= {"A1", "R1"}


def test_every_document_is_in_the_six_languages_or_in_one() -> None:
    for document in DOCUMENTS:
        assert set(document.languages) == SIX or document.languages == (document.original,)


def test_each_language_has_an_information_document_of_its_own() -> None:
    alone = [item for item in DOCUMENTS if len(item.languages) == 1]
    assert {item.original for item in alone} == SIX
    assert all("/INF/" in item.symbol for item in alone)


def test_symbols_and_folders_name_the_same_document() -> None:
    for document in DOCUMENTS:
        _, series, number, *issue = document.folder.split("-")
        between = "/INF/" if series == "INF" else "/"
        words = {"A": "Add", "R": "Rev"}
        behind = "".join(f"({words[part[0]]}.{part[1:]})" for part in issue)
        expected = f"CWG-WSIS&SDG-{document.meeting}{between}{int(number)}{behind}"
        assert document.symbol == expected


# The versions of a document say the same


def _shape(block: Block) -> tuple[object, ...]:
    label = block.label
    if label and block.kind == "item":
        label = ABJAD.get(label[0], label[0]) + ")"
    return block.kind, label, len(block.cells), footnote_marks(block)


@pytest.mark.parametrize("folder", _folders_in_six())
def test_the_versions_of_a_document_have_the_same_structure(folder: str) -> None:
    expected = [_shape(block) for block in _text(folder, "en").blocks]
    for language in SIX:
        assert [_shape(block) for block in _text(folder, language).blocks] == expected, language


def _figures(block: Block, *, digits: int) -> Counter[str]:
    joined = "|".join((block.text, *block.cells))
    joined = re.sub(r"(?<=\d)[ \u00a0\u202f,](?=\d{3}(?!\d))", "", joined)
    return Counter(figure for figure in re.findall(r"\d+", joined) if len(figure) >= digits)


@pytest.mark.parametrize("folder", _folders_in_six())
def test_the_versions_of_a_document_have_the_same_figures(folder: str) -> None:
    english = _text(folder, "en").blocks
    for language in sorted(SIX - {"en"}):
        # Chinese writes months as figures, and Arabic WSIS+20 as “after 20 years”.
        digits = 3 if language in {"ar", "zh"} else 1
        for block, original in zip(_text(folder, language).blocks, english, strict=True):
            figures, expected = (_figures(item, digits=digits) for item in (block, original))
            assert figures == expected, f"{language}: {block.label} {block.text}"


@pytest.mark.parametrize("version", VERSIONS, ids=_name)
def test_every_text_has_headings_footnotes_and_one_table(version: Version) -> None:
    blocks = _text(version.document.folder, version.language).blocks
    kinds = Counter(block.kind for block in blocks)
    assert kinds["heading"] >= 3
    assert kinds["footnote"] >= 1
    rows = [index for index, block in enumerate(blocks) if block.kind == "row"]
    assert len(rows) >= 4
    assert rows == list(range(rows[0], rows[0] + len(rows))), "one table, in one piece"


# The files are those that the texts give


def test_the_manifest_lists_exactly_the_files_of_the_folder() -> None:
    manifest = read_manifest(FILES)
    assert set(manifest) == {version.docx for version in VERSIONS}
    listed = {path for entry in manifest.values() for path in (entry.docx, entry.pdf)}
    there = {path.relative_to(FILES).as_posix() for path in FILES.glob("*/*")}
    assert there == listed


@pytest.mark.parametrize("version", VERSIONS, ids=_name)
@pytest.mark.once
def test_the_word_file_is_the_one_that_the_text_gives(version: Version) -> None:
    on_disk = (FILES / version.docx).read_bytes()
    assert unpack(on_disk) == unpack(version.word_file(SAMPLE)), "run python -m tools.sample.build"


@pytest.mark.parametrize("version", VERSIONS, ids=_name)
def test_the_pdf_was_printed_from_the_word_file(version: Version) -> None:
    entry = read_manifest(FILES)[version.docx]
    assert entry.content == entry.printed == content_hash((FILES / version.docx).read_bytes())
    pdf = (FILES / version.pdf).read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert f"/CreationDate(D:{version.document.issued:%Y%m%d}".encode() in pdf


def test_the_files_stay_small() -> None:
    assert sum(path.stat().st_size for path in FILES.glob("*/*")) < 15_000_000


def test_the_same_text_gives_the_same_bytes() -> None:
    version = next(item for item in VERSIONS if item.language == "ar")
    assert version.word_file(SAMPLE) == version.word_file(SAMPLE)


@pytest.mark.parametrize("version", VERSIONS, ids=_name)
def test_cover_and_footers_carry_the_notice(version: Version) -> None:
    opened = docx.Document(str(FILES / version.docx))
    notice = NOTICES[version.language]
    assert notice in opened.tables[0].rows[1].cells[0].text
    section = opened.sections[0]
    assert section.different_first_page_header_footer
    for footer in (section.footer, section.first_page_footer):
        assert footer.paragraphs[0].text == notice


def test_the_properties_are_those_of_the_document() -> None:
    version = next(item for item in VERSIONS if item.docx.endswith("CWGWSIS40-C-0005!!MSW-F.docx"))
    properties = docx.Document(str(FILES / version.docx)).core_properties
    assert properties.author == AUTHOR
    assert properties.title == _text("CWGWSIS40-C-0005", "fr").title
    assert properties.language == "fr"
    assert properties.created is not None
    assert properties.created.date() == date(2024, 2, 1)


def test_only_pages_after_the_first_carry_the_symbol() -> None:
    opened = docx.Document(str(FILES / "CWGWSIS39/S23-CWGWSIS39-C-0004!A1!MSW-E.docx"))
    section = opened.sections[0]
    assert section.header.paragraphs[1].text == "CWG-WSIS&SDG-39/4(Add.1)-E"
    assert [item.text for item in section.first_page_header.paragraphs] == [""]


def _parts(docx_name: str) -> dict[str, ET.Element]:
    members = unpack((FILES / docx_name).read_bytes())
    return {name: ET.fromstring(body) for name, body in members.items()}  # noqa: S314 - our own


def test_arabic_runs_from_right_to_left_throughout() -> None:
    parts = _parts("CWGWSIS41/S24-CWGWSIS41-C-0002!!MSW-A.docx")
    main_part = parts["word/document.xml"]
    for part in (main_part, parts["word/footnotes.xml"], parts["word/footer1.xml"]):
        for element in part.iter(f"{{{W}}}p"):
            if element.find(f"{{{W}}}r/{{{W}}}t") is not None:
                assert element.find(f"{{{W}}}pPr/{{{W}}}bidi") is not None
        for run in part.iter(f"{{{W}}}r"):
            words = "".join(item.text or "" for item in run.iter(f"{{{W}}}t"))
            is_marked = run.find(f"{{{W}}}rPr/{{{W}}}rtl") is not None
            assert is_marked or not re.search(r"[\u0600-\u06ff]", words)
            assert not (is_marked and re.search(r"[A-Za-z0-9]", words))
    tables = main_part.findall(f".//{{{W}}}tbl")
    assert len(tables) == 3
    assert all(table.find(f"{{{W}}}tblPr/{{{W}}}bidiVisual") is not None for table in tables)
    assert main_part.find(f".//{{{W}}}sectPr/{{{W}}}bidi") is not None


@pytest.mark.parametrize("language", sorted(SIX))
def test_two_documents_leave_their_numbers_to_word(language: str) -> None:
    numbered = [item for item in VERSIONS if item.document.folder in AUTOMATIC]
    assert {item.document.folder for item in numbered} == AUTOMATIC
    version = next(item for item in numbered if item.language == language)
    parts = _parts(version.docx)
    labelled = [
        block
        for block in _text(version.document.folder, language).blocks
        if block.label and block.kind not in {"footnote", "heading"}
    ]
    levels = [item.get(f"{{{W}}}val") for item in parts["word/document.xml"].iter(f"{{{W}}}ilvl")]
    assert levels == ["3" if item.kind == "item" else str(item.depth - 1) for item in labelled]
    headings = [
        style.find(f"{{{W}}}pPr/{{{W}}}numPr/{{{W}}}ilvl")
        for style in parts["word/styles.xml"].iter(f"{{{W}}}style")
        if (style.get(f"{{{W}}}styleId") or "").startswith("Heading")
    ]
    assert [level.get(f"{{{W}}}val") for level in headings if level is not None] == ["0", "1"]
    formats = [
        item.get(f"{{{W}}}val") for item in parts["word/numbering.xml"].iter(f"{{{W}}}numFmt")
    ]
    assert formats[3] == ("arabicAbjad" if language == "ar" else "lowerLetter")


def test_the_other_documents_have_no_list() -> None:
    parts = _parts("CWGWSIS40/S24-CWGWSIS40-INF-0004!!MSW-R.docx")
    assert "word/numbering.xml" not in parts
    assert all(part.find(f".//{{{W}}}numPr") is None for part in parts.values())


def test_footnotes_are_real_and_the_table_repeats_its_head() -> None:
    parts = _parts("CWGWSIS40/S24-CWGWSIS40-INF-0008!!MSW-C.docx")
    main_part = parts["word/document.xml"]
    marks = [item.get(f"{{{W}}}id") for item in main_part.iter(f"{{{W}}}footnoteReference")]
    notes = [item.get(f"{{{W}}}id") for item in parts["word/footnotes.xml"]]
    assert marks == ["1"]
    assert notes == ["-1", "0", "1"]
    heads = [row.find(f"{{{W}}}trPr/{{{W}}}tblHeader") for row in main_part.iter(f"{{{W}}}tr")]
    assert sum(head is not None for head in heads) == 1


# Covers


@pytest.mark.parametrize("language", sorted(SIX))
def test_covers_have_words_for_all_meetings_months_and_languages(language: str) -> None:
    words = WORDS[language]
    assert set(words.meetings) == {item.meeting for item in DOCUMENTS}
    assert len(words.months) == 12
    assert set(words.language_names) == SIX


def test_cover_lines_have_the_forms_of_their_language() -> None:
    by_folder = {item.folder: item for item in DOCUMENTS}
    addendum = by_folder["CWGWSIS39-C-0004-A1"]
    assert document_lines(addendum, "es") == ("Addéndum 1 al", "Documento CWG-WSIS&SDG-39/4-S")
    assert document_lines(addendum, "zh") == ("补遗1", "文件 CWG-WSIS&SDG-39/4-C")
    assert original_line(addendum, "ar") == "الأصل: بالإسبانية"
    revision = by_folder["CWGWSIS40-C-0003-R1"]
    assert document_lines(revision, "ru") == ("Пересмотр 1", "Документа CWG-WSIS&SDG-40/3-R")
    assert original_line(by_folder["CWGWSIS39-INF-0002"], "en") == "English only"
    assert cover_date(date(2024, 2, 1), "fr") == "1er février 2024"
    assert cover_date(date(2024, 2, 1), "zh") == "2024年2月1日"
    assert cover_date(date(2023, 10, 2), "ru") == "2 октября 2023 года"


def test_file_names_are_those_of_itu() -> None:
    by_folder = {item.folder: item for item in DOCUMENTS}
    assert by_folder["CWGWSIS40-INF-0004"].file_name("en", "MSW") == (
        "S24-CWGWSIS40-INF-0004!!MSW-E.docx"
    )
    assert by_folder["CWGWSIS39-C-0004-A1"].file_name("zh", "PDF") == (
        "S23-CWGWSIS39-C-0004!A1!PDF-C.pdf"
    )


# The text format

HEAD = "".join(f"{key}: {key} words\n" for key in HEAD_KEYS) + "---\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: x\n", "no line “---”"),
        ("title: x\n---\n", "the head lacks source"),
        ("title: x\ntitle: y\n---\n", "t.txt:2: “title” stands twice"),
        ("subject: x\n---\n", "t.txt:1: the head has"),
        (HEAD + "# Introduction\n", "t.txt:7: a heading is"),
        (HEAD + "1.1\tFine.\n\nb\tNot fine.\n", "t.txt:9: before the tab stands “b”"),
        (HEAD + "1.1\tMark[^1].\n", "the footnotes are [] and their marks ['1']"),
        (HEAD + "1.1\tMark[^1].\n[^1] Note.\n", "t.txt:8: a footnote is"),
        (HEAD + "| a | b |\n| a |\n", "rows have [1, 2] cells"),
    ],
)
def test_an_error_in_a_text_names_its_place(text: str, message: str) -> None:
    with pytest.raises(SampleTextError, match=re.escape(message)):
        parse_text(text, "t.txt")


def test_a_text_is_parsed_block_by_block() -> None:
    body = "# 1\tHead\n1.1.2\tWords[^1]\nأ)\tItem\n[^1]: Note\nLoose words\n| a | b |\n"
    assert parse_text(HEAD + body, "t.txt").blocks == (
        Block("heading", "Head", "1"),
        Block("paragraph", "Words[^1]", "1.1.2"),
        Block("item", "Item", "أ)"),
        Block("footnote", "Note", "1"),
        Block("paragraph", "Loose words"),
        Block("row", "", None, ("a", "b")),
    )


@given(st.text())
def test_any_text_is_parsed_or_refused_with_a_message(text: str) -> None:
    message = "t.txt"
    try:
        parse_text(HEAD + text, "t.txt")
    except SampleTextError as error:
        message = str(error)
    assert message.startswith("t.txt")


# Runs


def _pieces(text: str, language: str) -> list[tuple[str, bool]]:
    return [
        (
            "".join(item.text or "" for item in run.iter(f"{{{W}}}t")),
            run.find(f"{{{W}}}rPr/{{{W}}}rtl") is not None,
        )
        for run in runs(text, language)
    ]


def test_figures_symbols_and_quotations_are_left_to_right_inside_arabic() -> None:
    left_to_right = [
        "1\u00a0240",
        "CWG-WSIS&SDG-39/4(Add.1)",
        "C2",
        "12%",
        "WSIS Stocktaking",
        "RFC 6530",
        "On n'apprend pas à nager.",
    ]
    text = 'من 1 240 في {}، و{} ({}) و({})، {}: "{}" ثم.'.format(*left_to_right[1:])
    pieces = _pieces(text, "ar")
    assert [words for words, is_rtl in pieces if not is_rtl] == left_to_right


@given(st.text(st.sampled_from("اب،؛ aZé19(),.-/&%»«\u00a0")), st.sampled_from(sorted(SIX)))
def test_runs_lose_nothing(text: str, language: str) -> None:
    joined = "".join(words for words, _ in _pieces(text, language))
    assert joined.replace("\u00a0", " ") == text.replace("\u00a0", " ")


# The script


def test_a_second_run_writes_only_changed_files(tmp_path: Path) -> None:
    files = tmp_path / "files"
    assert make(SAMPLE, files, only="CWGWSIS39-INF-0002", with_pdf=False) == 1
    assert make(SAMPLE, files, only="CWGWSIS39-INF-0002", with_pdf=False) == 0
    path = files / "CWGWSIS39/S23-CWGWSIS39-INF-0002!!MSW-E.docx"
    before = path.read_bytes()
    path.unlink()
    assert make(SAMPLE, files, only="CWGWSIS39-INF-0002", with_pdf=False) == 1
    assert path.read_bytes() == before
    path.write_bytes(b"broken")
    assert make(SAMPLE, files, only="CWGWSIS39-INF-0002", with_pdf=False) == 1
    assert path.read_bytes() == before


def test_files_of_documents_that_are_gone_are_removed(tmp_path: Path) -> None:
    files = tmp_path / "files"
    stale = files / "CWGWSIS39" / "S23-CWGWSIS39-C-0099!!MSW-E.docx"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"old")
    assert make(SAMPLE, files, with_pdf=False) == len(VERSIONS)
    assert not stale.exists()
    assert len(read_manifest(files)) == len(VERSIONS)


def test_without_libreoffice_the_message_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PrintingError, match=r"LibreOffice is missing.*--no-pdf"):
        make(SAMPLE, tmp_path / "files", only="CWGWSIS39-INF-0002")


def test_an_unknown_folder_is_named_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "CWGWSIS99-C-0001", "--no-pdf"]) == 1
    assert "CWGWSIS99-C-0001" in capsys.readouterr().err
