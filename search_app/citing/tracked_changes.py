"""Comparisons as Word files with tracked changes (ECMA-376, part 1, 17.13.5), to the letter."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from docx.document import Document as WordDocument
from docx.shared import Length, Pt
from docx.text.paragraph import Paragraph

from corpus.languages import direction
from index.analyses import Comparison, WordChange, word_changes
from search_app.citing.comparison_lines import (
    Cells,
    ComparisonLine,
    Grid,
    GridRow,
    lay_out_comparison,
    part,
)
from search_app.citing.docx import document_bytes, new_document
from search_app.citing.docx_runs import add_run, add_text, directions, element, set_direction
from search_app.citing.footnotes import Footnotes
from search_app.citing.note_calls import Call, among, calls_by_cell, calls_of, cut
from search_app.citing.words import words

_AUTHOR: Final = "wsis-search"
_LEVELS: Final = 9
_MARKS: Final = {"inserted": "w:ins", "deleted": "w:del"}
_SMALL: Final = Pt(9)
_TWENTIETHS: Final = 635
"""EMU in a twentieth of a point, the unit of a table's measures."""


def comparison_docx(comparison: Comparison, language: str) -> bytes:
    """Write a comparison as a DOCX file with tracked changes.

    Tables that only arrange a page are paragraphs. A footnote whose call is not known is called at
    the end of its paragraph or row.
    """
    say = words(language).export
    title = say["comparison"].format(comparison.old.name, comparison.new.name)
    document = new_document(title, language, heading=False)
    add_text(document.sections[0].header.paragraphs[0], title, language)
    blocks = lay_out_comparison(comparison.paragraphs)
    is_counted = _is_counted(blocks)
    writer = _Writer(document, comparison.new.language, is_counted=is_counted)
    for block in blocks:
        if isinstance(block, Grid):
            writer.table(block)
        else:
            writer.line(block)
    return document_bytes(document)


def _is_counted(blocks: Iterable[ComparisonLine | Grid]) -> bool:
    """Whether the notes of both texts have the numbers that Word gives them by itself."""
    lines = [
        line
        for block in blocks
        for line in ([row.line for row in block.rows] if isinstance(block, Grid) else [block])
    ]
    notes = [note for line in lines for note in line.notes]
    return all(
        [note.label for note in side] == [str(number) for number, _ in enumerate(side, 1)]
        for side in (
            [note.old for note in notes if note.old],
            [note.new for note in notes if note.new],
        )
    )


@dataclass(slots=True)
class _Writer:
    document: WordDocument
    language: str | None
    is_counted: bool
    date: str = field(default_factory=lambda: datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    footnotes: Footnotes = field(init=False)

    def __post_init__(self) -> None:
        self.footnotes = Footnotes(self.document)

    # --- paragraphs ------------------------------------------------------------------------------

    def line(self, line: ComparisonLine) -> None:
        """Write a paragraph with its changes and its notes."""
        paragraph = self.document.add_paragraph()
        shown = line.new or line.old
        if shown is not None and shown.kind == "heading":
            paragraph.style = f"Heading {min(len(shown.heading) + 1, _LEVELS)}"
        if line.move:
            self._write_move(paragraph, line)
        else:
            self._whole(paragraph, _MARKS.get(line.mark or ""))
            self._runs(paragraph, line.words, calls=calls_of(line))

    def _whole(self, paragraph: Paragraph, mark: str | None) -> None:
        """Mark a whole paragraph, so that it goes where its text goes."""
        if mark:
            properties = element("w:rPr")
            properties.append(self._change(mark))
            paragraph._p.get_or_add_pPr().append(properties)  # noqa: SLF001
        set_direction(paragraph, self.language)

    def _runs(
        self,
        paragraph: Paragraph,
        pieces: Sequence[WordChange],
        size: Length | None = None,
        calls: Sequence[Call] = (),
        moved: str | None = None,
    ) -> None:
        """Write pieces of text and calls of notes, each as its change, into a paragraph."""
        # A number that alone was changed runs as the symbol that it is of.
        sides = {
            side: directions(
                "".join(piece.text for piece in pieces if piece.kind in ("same", side)),
                self.language,
            )
            for side in ("deleted", "inserted")
        }
        offsets = {"deleted": 0, "inserted": 0}
        for piece in cut(pieces, among(calls, pieces, is_counted=self.is_counted)):
            if isinstance(piece, Call):
                self._note(paragraph, piece)
                continue
            side = "deleted" if piece.kind == "deleted" else "inserted"
            runs_left = sides[side][offsets[side] : offsets[side] + len(piece.text)]
            mark = moved or _MARKS.get(piece.kind)
            holder = self._change(mark) if mark else None
            self._put(paragraph, piece.text, runs_left, holder, size)
            for other in ("deleted", "inserted"):
                if piece.kind in ("same", other):
                    offsets[other] += len(piece.text)

    def _write_move(self, paragraph: Paragraph, line: ComparisonLine) -> None:
        mark = "w:moveFrom" if line.old else "w:moveTo"
        self._whole(paragraph, mark)
        number = str(next(self.numbers))
        attributes = {"author": _AUTHOR, "date": self.date, "name": line.move or ""}
        paragraph._p.append(element(f"{mark}RangeStart", id=number, **attributes))  # noqa: SLF001
        self._runs(paragraph, line.words, calls=calls_of(line), moved=mark)
        paragraph._p.append(element(f"{mark}RangeEnd", id=number))  # noqa: SLF001

    def _put(
        self,
        paragraph: Paragraph,
        text: str,
        from_right: list[bool],
        holder: Any,
        size: Length | None = None,
    ) -> None:
        if holder is not None:
            paragraph._p.append(holder)  # noqa: SLF001
        for rtl, group in itertools.groupby(
            zip(text, from_right, strict=True), lambda pair: pair[1]
        ):
            piece = "".join(character for character, _ in group)
            run = add_run(paragraph, piece, self.language, right_to_left=rtl, size=size)
            if holder is not None:
                holder.append(run)
        _mark_deleted(holder)

    def _change(self, mark: str) -> Any:
        return element(mark, id=str(next(self.numbers)), author=_AUTHOR, date=self.date)

    # --- tables ----------------------------------------------------------------------------------

    def table(self, grid: Grid) -> None:
        """Write a table: new rows, deleted rows, and the changes in the others."""
        page = self.document.sections[0]
        across = (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)
        width = across // grid.columns // _TWENTIETHS
        word_table = self.document.add_table(rows=0, cols=grid.columns, style="Table Grid")
        if self.language and direction(self.language) == "rtl":
            word_table._tbl.tblPr.insert(1, element("w:bidiVisual"))  # noqa: SLF001
        for row in grid.rows:
            word_table._tbl.append(self._row(row, width))  # noqa: SLF001
        # Word makes one table of two with nothing between them.
        self._whole(self.document.add_paragraph(), _MARKS.get(grid.mark or ""))

    def _row(self, row: GridRow, width: int) -> Any:
        row_xml, properties = element("w:tr"), element("w:trPr")
        if row.is_header:
            properties.append(element("w:tblHeader"))
        mark = _MARKS.get(row.line.mark or "")
        if mark:
            properties.append(self._change(mark))
        if len(properties):
            row_xml.append(properties)
        calls = calls_by_cell(row.line, row.old, row.new)
        for (span, pieces), cell_calls in zip(_pair_cells(row.old, row.new), calls, strict=True):
            cell, of_cell, inside = element("w:tc"), element("w:tcPr"), element("w:p")
            of_cell.append(element("w:tcW", w=str(span * width), type="dxa"))
            if span > 1:
                of_cell.append(element("w:gridSpan", val=str(span)))
            cell.append(of_cell)
            cell.append(inside)
            row_xml.append(cell)
            paragraph = Paragraph(inside, self.document._body)  # noqa: SLF001
            paragraph.paragraph_format.space_after = Pt(2)
            self._whole(paragraph, mark)
            self._runs(paragraph, pieces, _SMALL, cell_calls)
        return row_xml

    # --- notes -----------------------------------------------------------------------------------

    def _note(self, paragraph: Paragraph, note_call: Call) -> None:
        """Write a call of a note into a paragraph, and the note with its changes."""
        old, new = (
            note.label if note else None for note in (note_call.note.old, note_call.note.new)
        )
        mark, label = note_call.mark, (old if note_call.old is not None else new)
        pieces = note_call.note.words
        if mark and not note_call.note.mark:
            # A mark that went elsewhere cannot be tracked: the note goes, and comes with another.
            texts = [piece.text for piece in pieces if piece.kind in ("same", mark)]
            pieces = part(mark, "".join(texts))
        call, own, inside = self.footnotes.add(None if self.is_counted else label or "*")
        for where, run in ((paragraph, call), (inside, own)):
            holder = self._change(_MARKS[mark]) if mark else None
            if holder is None:
                where._p.append(run)  # noqa: SLF001
            else:
                holder.append(run)
                where._p.append(holder)  # noqa: SLF001
                _mark_deleted(holder)
        inside.paragraph_format.space_after = Pt(2)
        set_direction(inside, self.language)
        space = WordChange(pieces[0].kind if mark and pieces else "same", " ")
        self._runs(inside, (space, *pieces), _SMALL)


def _mark_deleted(holder: Any) -> None:
    """Put deleted text into the element that Word has for it."""
    if holder is not None and holder.tag == element("w:del").tag:
        for text_element in holder.iter(element("w:t").tag):
            text_element.tag = element("w:delText").tag


def _pair_cells(
    old: Cells | None, new: Cells | None
) -> Iterator[tuple[int, tuple[WordChange, ...]]]:
    for (span, before), (_, after) in zip(old or new or (), new or old or (), strict=True):
        yield span, tuple(word_changes(before if old else "", after if new else ""))
