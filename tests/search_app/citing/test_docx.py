"""Word files: the direction of each text, whole symbols, tables, and what a draft changes."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from corpus.cards import Figures
from corpus.documents import Passage
from corpus.extract.submitters import Submitter
from corpus.languages import direction
from index import Index
from index.analyses import DraftParagraph, Precedent
from index.store import Excerpt
from ingest.read import read
from search_app.citing.citation import citation, submitter_name
from search_app.citing.docx import precedents_docx
from search_app.citing.docx_runs import add_marked, add_text, split_by_direction
from search_app.citing.export import report_docx
from search_app.citing.layout import Layout, LayoutCell, LayoutSection, LayoutTable
from search_app.citing.words import words
from search_app.drafts import draft_of_text
from search_app.localise import Locale
from search_app.operations import FoundMandates, FoundPrecedents
from search_app.operations.layouts.mandates import mandates_layout
from search_app.operations.layouts.passages import precedents_layout
from tests.search_app.passages import BASKET, LANGUAGES, TEXTS, export, passage


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_sets_each_paragraph_in_its_direction(language: str) -> None:
    document = Document(io.BytesIO(export("docx", BASKET, language)))
    by_text = {paragraph.text: paragraph for paragraph in document.paragraphs}
    for shown in BASKET:
        quoted = by_text[shown.passage.text]._p
        cited = by_text[citation(shown, language)]._p
        for paragraph, written in ((quoted, shown.language), (cited, language)):
            rtl = direction(written) == "rtl"
            assert (paragraph.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None) == rtl
            runs = {
                "".join(run.itertext()): run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None
                for run in paragraph.findall(qn("w:r"))
            }
            assert any(runs.values()) == rtl
            for text, right_to_left in runs.items():
                assert not (right_to_left and re.search("[A-Za-z]", text)), text
    title = document.paragraphs[0]._p
    assert (title.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None) == (language == "ar")


@pytest.mark.parametrize(
    ("title", "language", "line", "expected"),
    [
        ("تقييم القمة (WSIS)", "ar", "ru", "rtl"),
        ("تقييم القمة (WSIS)", "ar", "fr", "rtl"),
        ("Results of the القمة (WSIS)", "en", "ar", "ltr"),
        ("تقييم القمة (WSIS)", "ar", "ar", None),
        ("تقييم القمة (2022)", "ar", "en", None),
        ("Results of the القمة", "en", "en", None),
    ],
)
def test_a_title_of_both_directions_stays_whole_in_word(
    title: str, language: str, line: str, expected: str | None
) -> None:
    shown = passage(language=language, title=title)
    entry = Document(io.BytesIO(export("docx", [shown], line))).paragraphs[-1]._p
    embedded = [*entry.iter(qn("w:dir"))]
    assert [part.get(qn("w:val")) for part in embedded] == ([expected] if expected else [])
    if expected:
        texts = [
            (text.text, text.getparent().find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None)
            for text in embedded[0].iter(qn("w:t"))
        ]
        whole = "".join(text for text, _ in texts)
        assert whole.strip("\u202a\u202b\u202c") == title
        assert whole[0] == ("\u202b" if expected == "rtl" else "\u202a")
        assert whole[-1] == "\u202c"
        for text, right_to_left in texts:
            letters = re.sub("[^A-Za-z\u0621-\u064a]", "", text)
            assert not letters or letters.isascii() != right_to_left


def test_remarks_in_a_word_table_have_their_own_direction() -> None:
    line = "الوثيقة CWG-WSIS&SDG-39/INF/2-E، الفقرة 4.2، الصفحة 3"
    row = (LayoutCell("Nets were mended.", "en", below=line),)
    report = Layout("س", (LayoutSection(table=LayoutTable(("س",), (1.0,), (row,))),))
    (table,) = Document(io.BytesIO(report_docx(report, "ar"))).tables
    text, below = table.rows[1].cells[0].paragraphs
    assert (text.text, below.text) == ("Nets were mended.", line)
    is_from_the_right = [
        paragraph._p.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None
        for paragraph in (text, below)
    ]
    assert is_from_the_right == [False, True]


def test_word_keeps_a_symbol_in_one_run() -> None:
    document = Document(io.BytesIO(export("docx", BASKET[:1], "ar")))
    runs = [run.text for paragraph in document.paragraphs for run in paragraph.runs]
    assert "CWG-WSIS&SDG-39/2-A" in runs
    assert "Rev. Bucharest, 2022" in runs


def test_a_symbol_in_word_does_not_break_at_its_hyphens() -> None:
    content = export("docx", BASKET[:1], "ar")
    story = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    hyphen = "</w:t><w:noBreakHyphen/><w:t[^>]*>"
    assert re.search(f"CWG{hyphen}WSIS&amp;SDG{hyphen}39/2{hyphen}A<", story)
    assert "CWG-WSIS" not in story


def test_word_names_fonts_for_all_scripts() -> None:
    content = export("docx", BASKET, "zh")
    styles = zipfile.ZipFile(io.BytesIO(content)).read("word/styles.xml").decode()
    for style in ("Normal", "Title", "Quote", "Heading1"):
        xml = re.search(rf'<w:style [^>]*w:styleId="{style}".*?</w:style>', styles, re.DOTALL)
        assert xml
        assert re.search(r'w:eastAsia="SimSun"', xml[0])
        assert re.search(r'w:cs="Arial"', xml[0])
    story = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert 'w:hint="eastAsia"' in story
    assert 'w:bidi="ar-SA"' in story


def test_a_word_file_reads_as_what_was_written(tmp_path: Path) -> None:
    file = tmp_path / "basket.docx"
    file.write_bytes(export("docx", BASKET, "fr"))
    texts = [passage.text for passage in read(file).passages]
    for shown in BASKET:
        assert shown.passage.text in texts


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "الوثيقة CWG-WSIS&SDG-39/2-A، الفقرة 3.14",
            "ar",
            [("الوثيقة ", True), ("CWG-WSIS&SDG-39/2-A", False), ("، الفقرة 3.14", True)],
        ),
        (
            "الوثيقة CWG-WSIS-32/16-A(Rev.1)، الصفحة 5",
            "ar",
            [("الوثيقة ", True), ("CWG-WSIS-32/16-A(Rev.1)", False), ("، الصفحة 5", True)],
        ),
        (
            "القمة (WSIS+20)، 2024",
            "ar",
            [("القمة (", True), ("WSIS+20", False), (")، 2024", True)],
        ),
        ("A/70/1", "ar", [("A/70/1", False)]),
        (
            "المقصدين 5.b و9.c",
            "ar",
            [("المقصدين ", True), ("5.b", False), (" و", True), ("9.c", False)],
        ),
        ("المقصد 9.ج في عام 2023.ITU", "ar", [("المقصد 9.ج في عام 2023.", True), ("ITU", False)]),
        (
            "under “4 أنشطة الاتحاد”, p. 3",
            "en",
            [("under “4 ", False), ("أنشطة الاتحاد", True), ("”, p. 3", False)],
        ),
        (
            "خُصص 380 000 فرنك",
            "ar",
            [("خُصص ", True), ("380 000", False), (" فرنك", True)],
        ),
        ("2024", "ar", [("2024", True)]),
        ("", "ar", []),
    ],
)
def test_runs_go_one_way(text: str, language: str, expected: list[tuple[str, bool]]) -> None:
    assert split_by_direction(text, language) == expected


@given(st.text(st.sampled_from("aZ1 .,()[]-/،؛ابت2中я\u200e\u200f"), max_size=40))
def test_runs_make_up_the_text(text: str) -> None:
    for language in ("ar", "en"):
        runs = split_by_direction(text, language)
        assert "".join(piece for piece, _ in runs) == text
        assert all(piece for piece, _ in runs)


def test_only_arabic_keeps_a_figure_with_its_letter() -> None:
    for language, seen in (("ar", "المقصد \u200e9.c"), ("en", "المقصد 9.c")):
        paragraph = Document().add_paragraph()
        add_text(paragraph, "المقصد 9.c", language)
        assert paragraph.text == seen
        marked = Document().add_paragraph()
        add_marked(marked, [("plain", "المقصد "), ("inserted", "9.c")], language)
        assert marked.text == seen


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_a_number_with_spaces_runs_from_the_left_in_arabic(space: str) -> None:
    text, held = f"خُصص 380{space}000 فرنك", f"خُصص \u200e380\u200e{space}\u200e000 فرنك"
    paragraph = Document().add_paragraph()
    add_text(paragraph, text, "ar")
    assert paragraph.text == held
    assert f"\u200e380\u200e{space}\u200e000" in [run.text for run in paragraph.runs]
    marked = Document().add_paragraph()
    add_marked(
        marked, [("plain", "خُصص "), ("inserted", f"380{space}000"), ("plain", " فرنك")], "ar"
    )
    assert marked.text == held
    (number,) = (run._r for run in marked.runs if "380" in run.text)
    assert number.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is None


def _earlier(
    shown: Excerpt, share: float | None, reuse: Literal["verbatim"] | None = "verbatim"
) -> Precedent:
    none = Figures()
    text = shown.passage.text
    return Precedent(0.9, shown, shown, shown, text, share, reuse, (), none, none, ())


def _draft(text: str, label: str | None, language: str, *earlier: Precedent) -> DraftParagraph:
    return DraftParagraph(Passage("paragraph", text, label, language=language), earlier)


def test_a_long_row_of_precedents_may_break_between_pages() -> None:
    rows = [
        _draft(text, None, "en", *(_earlier(BASKET[2], None),) * 2)
        for text in ("A short paragraph.", "A long paragraph. " * 40)
    ]
    (table,) = Document(io.BytesIO(precedents_docx(rows, "en"))).tables
    kept = [bool(row._tr.xpath("w:trPr/w:cantSplit")) for row in table.rows[1:]]
    assert kept == [True, True, False, False]  # each paragraph is next to two earlier texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_precedents_are_written_as_a_table(language: str) -> None:
    rows = [
        _draft(TEXTS["ar"], "3", "ar", _earlier(BASKET[0], 0.834), _earlier(BASKET[1], None)),
        _draft("nothing like it", None, "en"),
        replace(_draft("Thank you.", None, "en"), is_compared=False),
    ]
    document = Document(io.BytesIO(precedents_docx(rows, language, ["400 of 1,600"])))
    (table,) = document.tables
    say = words(language).export
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    names = ("draft", "earlier", "citation", "in_common", "source", "differences")
    assert cells[0] == [say[name] for name in names]
    draft = f"3 {TEXTS['ar']}"
    assert cells[1][:3] == [draft, TEXTS["ar"], citation(BASKET[0], language)]
    assert "83" in cells[1][3]
    # Who submitted it, at which meeting, and when.
    assert cells[1][4].split("\n")[0] == submitter_name(
        Submitter("office", "Secretariat"), language
    )
    assert "2023" in cells[1][4]
    # The two are the same: there are no differences.
    assert cells[1][5] == ""
    # Another language is not laid over the draft, and the cell says so, as the screen does.
    label, apart = (
        Locale(language).text(f"precedents.{name}") for name in ("verbatim", "other_language")
    )
    cited = f"{citation(BASKET[1], language)}\n{apart}"
    assert cells[2][:4] == [draft, TEXTS["zh"], cited, label]
    assert cells[2][5] == ""
    assert cells[3] == ["nothing like it", say["none"], "", "", "", ""]
    assert cells[4][:2] == ["Thank you.", Locale(language).text("precedents.too_short")]
    assert "400 of 1,600" in [paragraph.text for paragraph in document.paragraphs]
    mirrored = table._tbl.tblPr.find(qn("w:bidiVisual")) is not None
    assert mirrored == (language == "ar")
    section = document.sections[0]
    assert section.page_width
    assert section.page_height
    assert section.page_width > section.page_height


@pytest.mark.parametrize("language", ["ar", "en", "fr", "ru", "es"])
def test_words_and_rows_of_the_mandates_table_stay_whole(sample_index: Path, language: str) -> None:
    with Index.open(sample_index) as index:
        report = mandates_layout(
            FoundMandates((*index.mandates(shown_in=language, with_reports=False),)), language
        )
    document = Document(io.BytesIO(report_docx(report, language)))
    # The note on what is no mandate is on the page, and goes along.
    scope = words(language).export["mandates_scope"]
    assert scope in [paragraph.text for paragraph in document.paragraphs]
    table = document.tables[0]
    may_split = [row for row in table.rows if not row._tr.xpath("w:trPr/w:cantSplit")]
    # A quarter of a page: what leads into a long item makes it longer.
    assert all(max(len(cell.text) for cell in row.cells) > 300 for row in may_split)
    assert len(may_split) < len(table.rows) / 2
    margins, letter, bold = 10.8, 0.55 * 9, 1.18  # points; of a font of nine
    for position, column in enumerate(table.columns):
        head, *texts = (row.cells[position].text for row in table.rows)
        long = [len(word) for text in texts for word in text.split() if word.isalpha()]
        longest = max([bold * max(map(len, head.split())), *long])
        assert column.width
        assert column.width.pt - margins > letter * longest


@pytest.mark.parametrize("language", LANGUAGES)
def test_precedents_that_are_only_near_have_their_own_table(language: str) -> None:
    partly, near = _earlier(BASKET[0], 0.6, None), _earlier(BASKET[1], None, None)
    rows = [_draft("one", None, "en", partly, near), _draft("two", None, "en", near)]
    document = Document(io.BytesIO(precedents_docx(rows, language)))
    alike, apart = (
        [[cell.text for cell in row.cells] for row in table.rows] for table in document.tables
    )
    below = Locale(language).text("precedents.near_below")
    assert [row[:2] for row in alike[1:]] == [["one", TEXTS["ar"]], ["two", below]]
    assert [row[:2] for row in apart[1:]] == [["one", TEXTS["zh"]], ["two", TEXTS["zh"]]]
    heading = Locale(language).text("precedents.with_alike")
    assert heading in [paragraph.text for paragraph in document.paragraphs]


def test_an_arabic_list_of_symbols_is_right_to_left() -> None:
    paragraph = Document().add_paragraph()
    add_text(paragraph, "INF/7، INF/8؛ 39/2، الفقرة 3", "ar")
    runs = [run.text for run in paragraph.runs]
    # Not where Arabic follows: there the letters tell.
    assert runs == ["INF/7", "\u200f، ", "INF/8", "؛ 39/2، الفقرة 3"]


def test_changes_of_a_draft_are_struck_out_and_underlined() -> None:
    shown = passage("The secretariat shall publish two reports every year in all languages.")
    draft = "The secretariat shall publish three reports every year in all languages."
    row = _draft(draft, None, "en", _earlier(shown, 0.8))
    (table,) = Document(io.BytesIO(precedents_docx([row], "en"))).tables
    runs = table.rows[1].cells[5].paragraphs[0].runs
    assert [run.text.strip() for run in runs if run.font.strike] == ["two"]
    assert [run.text.strip() for run in runs if run.font.underline] == ["three"]


@pytest.mark.parametrize(
    ("share", "changes"),
    [(0.9, {"negations": Figures(("not",), ())}), (0.4, {}), (0.4, {"reuse": None})],
)
def test_what_is_marked_on_the_screen_is_marked_in_word(
    share: float, changes: dict[str, Any]
) -> None:
    shown = passage("The secretariat shall publish two reports every year. It meets in June.")
    draft = "The secretariat shall not publish two reports every year."
    row = _draft(draft, None, "en", replace(_earlier(shown, share), **changes))
    (table,) = Document(io.BytesIO(precedents_docx([row], "en"))).tables
    runs = table.rows[1].cells[5].paragraphs[0].runs
    assert [run.text.strip() for run in runs if run.font.underline] == ["not"]
    found = FoundPrecedents(draft_of_text(draft), [row], (), {}, None)
    (section,) = precedents_layout(found, "en").sections
    own, notes = section.pairs[0].sides
    assert [text.strip() for mark, text in own[0].marked if mark == "inserted"] == ["not"]
    said = table.rows[1].cells[2].text.split("\n")
    left_out = Locale("en").text("precedents.rest_left_out")
    assert left_out in said
    assert left_out in [cell.text for cell in notes]


@pytest.mark.parametrize(
    ("language", "earlier", "draft", "laid_over"),
    [
        (
            "en",
            "In accordance with Resolution 140, the secretariat shall report.",
            "Recalling Resolution 140, the secretariat shall report.",
            "In accordance with Recalling Resolution 140, the secretariat shall report.",
        ),
        (
            "ar",
            "يقرر فريق العمل أن يمدد ولاية فريق الخبراء سنة واحدة.",
            "يقرر فريق العمل أن تمدد ولاية فريق الخبراء سنة واحدة.",
            "يقرر فريق العمل أن يمدد تمدد ولاية فريق الخبراء سنة واحدة.",
        ),
        (
            "zh",
            "请秘书处每年提交两份报告。",
            "请秘书处每年提交三份报告。",
            "请秘书处每年提交两三份报告。",
        ),
    ],
)
def test_words_that_a_draft_changes_are_separate_runs(
    language: str, earlier: str, draft: str, laid_over: str
) -> None:
    shown = passage(earlier, language=language)
    row = _draft(draft, None, language, _earlier(shown, 0.8))
    (table,) = Document(io.BytesIO(precedents_docx([row], language))).tables
    runs = table.rows[1].cells[5].paragraphs[0].runs
    own = "".join(run.text for run in runs if not run.font.strike)
    assert own == draft
    assert "".join(run.text for run in runs if not run.font.underline) == earlier
    assert "".join(run.text for run in runs) == laid_over
