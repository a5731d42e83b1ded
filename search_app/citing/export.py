"""Files of a basket of passages: Word, OpenDocument, PDF, Markdown, CSV, BibTeX or RIS."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import chain, repeat
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal

from corpus.spreadsheets import write_csv
from index.store import Excerpt
from ingest.office import can_write_papers, convert_paper
from search_app.citing import markdown
from search_app.citing.citation import (
    citation,
    name_translation,
    own_note,
    paragraph,
    quote_passage,
    quote_translation,
    version_symbol,
    with_notes,
)
from search_app.citing.layout import Layout, LayoutCell, LayoutSection
from search_app.citing.plain_links import public_link
from search_app.citing.reference_managers import as_bibtex, as_ris
from search_app.citing.words import language_name, one_line, words
from search_app.citing.work import (
    date_line,
    date_name,
    documents_cited,
    meeting_name,
    official_text,
)

if TYPE_CHECKING:
    from search_app.citing.docx import precedents_docx, report_docx
    from search_app.citing.tracked_changes import comparison_docx
else:

    def __getattr__(name: str) -> Any:
        """Import what writes Word files when it is needed: its library is heavy."""
        if name not in __all__:
            raise AttributeError(name)
        room = "tracked_changes" if name == "comparison_docx" else "docx"
        return getattr(import_module(f"search_app.citing.{room}"), name)


__all__ = [
    "EXPORTS",
    "PAPERS",
    "Export",
    "available_exports",
    "comparison_docx",
    "date_name",
    "meeting_name",
    "precedents_docx",
    "report_csv",
    "report_docx",
    "report_markdown",
]


@dataclass(frozen=True, slots=True)
class Export:
    """Kind of file in which passages leave the app.

    ``extension`` has no full stop. ``writer`` is one of ``PAPERS``, or a function that writes
    passages with the reader's notes. ``needs_office`` says whether LibreOffice must be installed.
    """

    extension: str
    mime: str
    writer: str | Callable[[Sequence[Excerpt], str, Sequence[str]], bytes]
    needs_office: bool = False

    def function(
        self,
        passages: Sequence[Excerpt],
        language: str,
        notes: Sequence[str] = (),
        remarks: Sequence[str] = (),
    ) -> bytes:
        """Return the bytes of a file of passages; only papers have a place for remarks.

        ``notes`` (of the reader) and ``remarks`` (of the program) are in the order of the passages;
        each is empty for none.
        """
        if callable(self.writer):
            return self.writer(passages, language, notes)
        return PAPERS[self.writer](passages_layout(passages, language, notes, remarks), language)


def passages_layout(
    passages: Sequence[Excerpt],
    language: str,
    notes: Sequence[str] = (),
    remarks: Sequence[str] = (),
) -> Layout:
    """Lay out passages, each quoted with its citation, and the documents cited behind them.

    ``notes`` and ``remarks`` are in the order of the passages. A passage leads to its public
    address, else to the official text of its document.
    """
    say = words(language).export
    lines: list[LayoutCell] = []
    remarks_or_none = chain(remarks, repeat(""))
    for (shown, note), remark in zip(with_notes(passages, notes), remarks_or_none, strict=False):
        own = "\n".join(filter(None, (remark, own_note(note, language) if note else "")))
        spoken = shown.passage.language or shown.language
        citation_line = citation(shown, language)
        quoted = quote_passage(shown)  # of a passage that a link alone named, there is none
        lines += [
            *([LayoutCell(quoted, spoken, form="quote")] if quoted else []),
            LayoutCell(
                citation_line,
                is_quiet=True,
                below=own,
                address=public_link(shown) or official_text(shown, language),
                form="citation",
            ),
            *_lay_out_translation(shown, language),
        ]
    works = (
        LayoutCell(work.entry, address=work.official_text, form="work")
        for work in documents_cited(passages, language)
    )
    sections = [LayoutSection(lines=(*lines,))]
    if passages:
        sections.append(LayoutSection(say["documents"], lines=(*works,)))
    return Layout(say["passages"], tuple(sections))


def _lay_out_translation(shown: Excerpt, language: str) -> Iterator[LayoutCell]:
    """Yield a machine translation behind its original: what it is, the text, what differs."""
    if translation := shown.translation:
        label, *differs = name_translation(shown, language)
        yield LayoutCell(label, is_quiet=True)
        yield LayoutCell(translation.text, translation.language, form="quote")
        yield from (LayoutCell(text, is_quiet=True) for text in differs)


def report_markdown(report: Layout, language: str) -> bytes:
    """Write a report as Markdown in UTF-8; cells have ``<br>`` where they break."""
    lines = [f"# {markdown.escape(report.title)}", "", markdown.escape(date_line(language)), ""]
    for section in report.sections:
        if section.heading:
            lines += [f"{'#' * (section.level + 1)} {markdown.escape(section.heading)}", ""]
        for line in section.lines:
            lines += _write_markdown_line(line)
        if section.lines and section.lines[-1].form == "work":
            lines.append("")
        if section.table:
            lines.append(f"| {' | '.join(map(markdown.escape_cell, section.table.columns))} |")
            lines.append("|---" * len(section.table.columns) + "|")
            for row in section.table.rows:
                cells = ("" if cell is None else markdown.escape_cell(cell.whole) for cell in row)
                lines.append(f"| {' | '.join(cells)} |")
            lines.append("")
    return ("\n".join(lines).rstrip() + "\n").encode()


def _write_markdown_line(line: LayoutCell) -> list[str]:
    if line.form == "work":
        entry = markdown.link(line.text, line.address) if line.address else None
        return [f"- {entry or markdown.escape_start(line.text)}"]
    if line.form == "quote":
        return [markdown.quote(line.text), ""]
    if line.form == "citation":
        note = [markdown.escape_paragraph(line.below), ""] if line.below else []
        cited = markdown.link(line.text, line.address) if line.address else None
        return [f"— {cited or markdown.escape(line.text)}", "", *note]
    if line.address:
        return [markdown.link(line.text, line.address), ""]
    return [markdown.escape_paragraph(line.text), ""]


def report_csv(report: Layout, language: str) -> bytes:
    """Write the tables of a report as one CSV file; rows repeat cells that go on from above.

    A cell's lines are joined by the separator of the reader's language. Tables with other columns
    follow after an empty row. The encoding is UTF-8 with byte order mark, as spreadsheets need it.
    """
    rows: list[Sequence[str]] = []
    columns: tuple[str, ...] | None = None
    for table in (section.table for section in report.sections if section.table):
        if table.columns != columns:
            if columns is not None:
                rows.append(())
            columns = table.columns
            rows.append(columns)
        above = [""] * len(table.columns)
        for row in table.rows:
            above = [
                old if cell is None else _join_lines(cell, language)
                for old, cell in zip(above, row, strict=True)
            ]
            rows.append(above)
    return write_csv(rows)


def _join_lines(cell: LayoutCell, language: str) -> str:
    """Return a cell as one line, without line breaks of the document's text."""
    text = one_line(cell.text) if cell.language else cell.text
    lines = [*text.splitlines(), *cell.below.splitlines()]
    return words(language).between_documents.join(filter(None, lines))


def as_csv(passages: Sequence[Excerpt], language: str, notes: Sequence[str]) -> bytes:
    """Write passages as CSV (``write_csv``) with headings in a language; notes come last.

    A translation follows the original in its cell, named as such.
    """
    say = words(language).export
    columns = (
        *("citation", "symbol", "title", "source", "meeting", "date"),
        *("heading", "place", "page", "language", "text", "file"),
        "note",
    )
    rows: list[Sequence[str | int | None]] = [[say[column] for column in columns]]
    rows += [
        (
            citation(excerpt, language),
            version_symbol(excerpt),
            excerpt.title,
            excerpt.source,
            meeting_name(excerpt, language),
            excerpt.date,
            excerpt.passage.heading_line,
            paragraph(excerpt, language),
            excerpt.passage.page,
            language_name(excerpt.language, language),
            _quote_in_cell(excerpt, language),
            excerpt.file_name,
            note,
        )
        for excerpt, note in with_notes(passages, notes)
    ]
    return write_csv(rows)


def _quote_in_cell(shown: Excerpt, language: str) -> str:
    parts = (quote_passage(shown, " "), quote_translation(shown, language))
    return " ".join(filter(None, parts))


EXPORTS: Final[Mapping[str, Export]] = MappingProxyType(
    {
        "docx": Export(
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx",
        ),
        "odt": Export("odt", "application/vnd.oasis.opendocument.text", "odt", needs_office=True),
        "pdf": Export("pdf", "application/pdf", "pdf", needs_office=True),
        "markdown": Export("md", "text/markdown; charset=utf-8", "markdown"),
        "csv": Export("csv", "text/csv; charset=utf-8", as_csv),
        "bibtex": Export("bib", "application/x-bibtex; charset=utf-8", as_bibtex),
        "ris": Export("ris", "application/x-research-info-systems; charset=utf-8", as_ris),
    }
)
"""Kinds of files by name; each writes passages in their order."""


def available_exports() -> Mapping[str, Export]:
    """Return the kinds of files that can be made on this machine, by name."""
    has_office = can_write_papers()
    return {
        name: export for name, export in EXPORTS.items() if has_office or not export.needs_office
    }


_one_office = threading.Lock()  # each LibreOffice takes some 200 MB of memory


def _make_office_writer(target: Literal["odt", "pdf"]) -> Callable[[Layout, str], bytes]:
    def write(report: Layout, language: str) -> bytes:
        with _one_office:
            return convert_paper(_report_docx(report, language), target)

    return write


def _report_docx(report: Layout, language: str) -> bytes:
    from search_app.citing.docx import report_docx

    return report_docx(report, language)


PAPERS: Final[Mapping[str, Callable[[Layout, str], bytes]]] = MappingProxyType(
    {
        "docx": _report_docx,
        "odt": _make_office_writer("odt"),
        "pdf": _make_office_writer("pdf"),
        "markdown": report_markdown,
        "csv": report_csv,
    }
)
"""Functions that write a layout in the reader's language, by the kind of file."""
