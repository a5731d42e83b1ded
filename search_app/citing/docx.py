"""Layouts and precedents as Word files, each text set in its direction."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Emu, Length, Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from corpus.documents import Passage
from corpus.languages import direction
from corpus.text import clean
from index.analyses import DraftParagraph, Precedent
from search_app.citing.citation import citation, quote_passage, source_name
from search_app.citing.docx_runs import (
    add_marked,
    add_text,
    element,
    link_runs,
    set_direction,
    set_fonts,
)
from search_app.citing.layout import Layout, LayoutCell, LayoutSection, LayoutTable
from search_app.citing.precedent_differences import (
    describe_differences,
    find_label,
    find_shown_differences,
    format_share,
)
from search_app.citing.words import words
from search_app.citing.work import date_line, date_name, meeting_name

if TYPE_CHECKING:
    from search_app.localise import Locale

_INK: Final = RGBColor(0x1F, 0x2A, 0x37)
_QUIET: Final = RGBColor(0x55, 0x5F, 0x6B)
_SMALL: Final = Pt(9)
_LETTERS: Final = 155.0
"""Characters of a table's line across a page in landscape."""
_LONGEST_TITLE: Final = 255
_KEPT: Final = 12.0
"""Maximum lines of a row that is kept on one page: a quarter of one in landscape."""


def precedents_docx(
    paragraphs: Sequence[DraftParagraph], language: str, notes: Sequence[str] = ()
) -> bytes:
    """Write the precedents of a draft as tables in a DOCX file, in landscape, below the notes.

    Deleted words are struck out, inserted ones underlined. Arabic tables run from right to left.
    """
    from search_app.localise import Locale  # heavy, and most passages have no draft

    locale = Locale(language)
    say = words(language).export
    lines: list[_Line] = []
    near: list[_Line] = []
    for paragraph in paragraphs:
        passage = paragraph.passage
        text = " ".join(filter(None, (passage.label, passage.text)))
        draft = LayoutCell(text, passage.language)
        alike: list[tuple[LayoutCell, ...]] = []
        others: list[tuple[LayoutCell, ...]] = []
        for precedent in paragraph.precedents:
            cells = _lay_out_earlier(passage, precedent, locale)
            if find_label(precedent) in ("same_subject", "near"):
                others.append(cells[:-1])
            else:
                alike.append(cells)
        if not alike:
            reason = say["none"] if paragraph.is_compared else locale.text("precedents.too_short")
            reason = locale.text("precedents.near_below") if others else reason
            alike = [
                (LayoutCell(reason, is_quiet=True), *(LayoutCell(""),) * (len(_PRECEDENT) - 2))
            ]
        for cell_rows, rows_of_table in ((alike, lines), (others, near)):
            rows_of_table += [
                (None if position else draft, *cells) for position, cells in enumerate(cell_rows)
            ]
    columns = tuple(say[name] for name in _PRECEDENT)
    # A symbol fits into its column unbroken, and a group's name into a few lines.
    table = LayoutTable(columns, (0.2, 0.2, 0.2, 0.1, 0.14, 0.16), tuple(lines))
    sections = [LayoutSection(lines=tuple(map(LayoutCell, notes)), table=table)]
    if near:
        table = LayoutTable(columns[:-1], (0.25, 0.26, 0.23, 0.1, 0.16), tuple(near))
        sections.append(LayoutSection(locale.text("precedents.with_alike"), table=table))
    return report_docx(Layout(say["precedents"], tuple(sections), is_wide=True), language)


_Line = tuple[LayoutCell | None, ...]

_PRECEDENT: Final = ("draft", "earlier", "citation", "in_common", "source", "differences")


def _lay_out_earlier(
    passage: Passage, precedent: Precedent, locale: Locale
) -> tuple[LayoutCell, ...]:
    shown, language = precedent.shown, locale.code
    share = format_share(precedent, locale)
    standing = locale.text(f"precedents.{find_label(precedent)}")
    own = shown.passage.language or shown.language
    source_lines = [
        source_name(shown.source, language),
        meeting_name(shown, language),
        date_name(shown.date, language),
    ]
    differences = find_shown_differences(passage, precedent)
    texts = differences.texts
    marked = texts.both if texts and not texts.is_same else ()
    remarks = [locale.text(f"precedents.{name}") for name in differences.notes]
    return (
        LayoutCell(quote_passage(shown), own),
        LayoutCell(
            "\n".join(
                (citation(shown, language), *describe_differences(precedent, language), *remarks)
            )
        ),
        LayoutCell("\n".join(filter(None, (standing, share)))),
        LayoutCell("\n".join(part for part in source_lines if part)),
        LayoutCell("".join(text for _, text in marked), own, marked=marked),
    )


def report_docx(report: Layout, language: str) -> bytes:
    """Write a report as a DOCX file."""
    document = new_document(report.title, language, landscape=report.is_wide)
    for section in report.sections:
        if section.heading:
            add_text(document.add_heading(level=section.level), section.heading, language)
        for line in section.lines:
            _add_line(document, line, language)
        if section.table:
            _add_table(document, section.table, language)
    return document_bytes(document)


def _add_line(document: WordDocument, line: LayoutCell, language: str) -> None:
    style, size, space = _LINES[line.form]
    paragraph = document.add_paragraph(style=style)
    if space is not None:
        paragraph.paragraph_format.space_after = Pt(6) if line.below else space
    if line.form in ("quote", "citation"):
        # A passage has at most a third of a page, so that little is left empty.
        paragraph.paragraph_format.keep_together = True
        paragraph.paragraph_format.keep_with_next = line.form == "quote" or bool(line.below)
    add_text(
        paragraph, line.text, line.language or language, size=size, colour=_choose_colour(line)
    )
    if line.address:
        link_runs(paragraph, line.address)
    if line.below:
        note = document.add_paragraph()
        _shade(note._p.get_or_add_pPr())  # noqa: SLF001
        note.paragraph_format.space_after = space
        add_text(note, line.below, language, size=size)


_LINES: Final[Mapping[str, tuple[str | None, Length | None, Length | None]]] = {
    "line": (None, None, Pt(4)),
    "quote": ("Quote", None, None),
    "citation": (None, Pt(10), Pt(18)),
    "work": ("List Paragraph", None, None),
}
"""Style, size and space below of each form of line that is not the usual one."""


def _add_table(document: WordDocument, table: LayoutTable, language: str) -> None:
    page = document.sections[0]
    across = (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)
    widths = [Emu(round(across * share / sum(table.widths))) for share in table.widths]
    word_table = document.add_table(rows=1, cols=len(widths), style="Table Grid")
    word_table.autofit = False
    for column, width in zip(word_table.columns, widths, strict=True):
        column.width = width
    if direction(language) == "rtl":
        word_table._tbl.tblPr.insert(1, element("w:bidiVisual"))  # noqa: SLF001
    head = word_table.rows[0]
    head._tr.get_or_add_trPr().append(element("w:tblHeader"))  # noqa: SLF001
    for cell, name in zip(head.cells, table.columns, strict=True):
        _shade(cell._tc.get_or_add_tcPr())  # noqa: SLF001
        _fill(cell.paragraphs[0], name, language, bold=True)
    above: list[_Cell] = list(head.cells)
    for row in table.rows:
        for number, (cell, content) in enumerate(zip(word_table.add_row().cells, row, strict=True)):
            if content is None:
                above[number].merge(cell)
                _drop_empty_end(above[number])
                continue
            above[number] = cell
            _write(cell, content, language)
    for line, is_kept in zip(
        word_table.rows, [True, *_check_row_lengths(table, across)], strict=True
    ):
        if is_kept:
            line._tr.get_or_add_trPr().insert(0, element("w:cantSplit"))  # noqa: SLF001
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = width


def _check_row_lengths(table: LayoutTable, across: int) -> Iterator[bool]:
    """Yield whether to keep each row on one page; a long one would leave most of a page empty."""
    letters = [_LETTERS * across / Mm(267) * share / sum(table.widths) for share in table.widths]
    lines = [0.0] * len(letters)
    for row in table.rows:
        lines = [
            old if cell is None else len(cell.whole) / width
            for old, cell, width in zip(lines, row, letters, strict=True)
        ]
        yield max(lines) <= _KEPT


def _write(cell: _Cell, content: LayoutCell, language: str) -> None:
    """Write a cell; the part below the text is a paragraph of its own direction."""
    first, text_language = cell.paragraphs[0], content.language or language
    if content.marked:
        first.paragraph_format.space_after = Pt(2)
        add_marked(first, content.marked, text_language, size=_SMALL)
        return
    is_quiet = content.is_quiet or None
    _fill(first, content.text, text_language, italic=is_quiet, colour=_choose_colour(content))
    if content.address:
        link_runs(first, content.address)
    if content.below:
        _fill(cell.add_paragraph(), content.below, language, colour=_QUIET)


def _choose_colour(cell: LayoutCell) -> RGBColor | None:
    return _QUIET if cell.is_quiet else None


def _fill(paragraph: Paragraph, text: str, language: str | None, **formats: Any) -> None:
    paragraph.paragraph_format.space_after = Pt(2)
    add_text(paragraph, text, language, size=_SMALL, **formats)


def _drop_empty_end(cell: _Cell) -> None:
    """Drop the empty paragraphs that merging leaves, one for each cell."""
    for paragraph in cell.paragraphs[1:]:
        if not paragraph.text:
            paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001


def _shade(properties: Any) -> None:
    properties.append(element("w:shd", val="clear", color="auto", fill="E8ECF1"))


def new_document(
    title: str, language: str, *, landscape: bool = False, heading: bool = True
) -> WordDocument:
    """Make an A4 document with its styles and, where ``heading``, its title and date."""
    document = Document()
    section = document.sections[0]
    width, height = Mm(210), Mm(297)
    section.page_width, section.page_height = (height, width) if landscape else (width, height)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Mm(15 if landscape else 22)
    section.top_margin = section.bottom_margin = Mm(22)
    _set_styles(document)
    if heading:
        add_text(document.add_heading(level=0), title, language)
        add_text(document.add_paragraph(), date_line(language), language, colour=_QUIET)
    _add_page_number(section.footer.paragraphs[0], language)
    if direction(language) == "rtl":
        section._sectPr.insert_element_before(element("w:bidi"), "w:docGrid")  # noqa: SLF001
    about = document.core_properties
    about.title, about.language = clean(title)[:_LONGEST_TITLE], language
    about.author = about.comments = ""
    about.created = about.modified = datetime.now(UTC).replace(tzinfo=None)
    return document


def _set_styles(document: WordDocument) -> None:
    sizes = {"Normal": 11, "Quote": 11, "List Paragraph": 10, "Title": 20}
    sizes |= {"Heading 1": 14, "Heading 2": 12, "Heading 3": 11}
    for name, size in sizes.items():
        style = document.styles[name]
        properties = style.element.get_or_add_rPr()
        set_fonts(properties)
        style.font.size = Pt(size)
        style.font.italic = False
        style.font.color.rgb = _INK
        for old in properties.findall(qn("w:szCs")) + properties.findall(qn("w:iCs")):
            properties.remove(old)
        properties.find(qn("w:sz")).addnext(element("w:szCs", val=str(2 * size)))
    quote = document.styles["Quote"].paragraph_format
    quote.left_indent = quote.right_indent = Mm(8)
    quote.space_after = Pt(4)
    quote.line_spacing = 1.15
    entry = document.styles["List Paragraph"].paragraph_format
    entry.left_indent, entry.first_line_indent, entry.space_after = Mm(8), -Mm(8), Pt(4)
    # A rule under the title and Word's own blue are decoration that no official text has.
    for border in document.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break


def _add_page_number(paragraph: Paragraph, language: str) -> None:
    set_direction(paragraph, language)
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        if kind:
            run._r.append(element("w:fldChar", fldCharType=kind))  # noqa: SLF001
        else:
            code = element("w:instrText")
            code.text = "PAGE"
            run._r.append(code)  # noqa: SLF001
        run.font.size = _SMALL


def document_bytes(document: WordDocument) -> bytes:
    """Return a document as the bytes of its file."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
