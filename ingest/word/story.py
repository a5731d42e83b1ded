"""Paragraphs and tables of a story (body, cell, note, text box, header), in order.

The XML becomes a small tree of paragraphs and tables with every number counted, tracked changes
accepted and notes attached; what is made of a table is decided in ``ingest.tables``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from corpus.documents import Change, ReadingWarning
from ingest import charts
from ingest.balance import Ledger, letters
from ingest.blocks import ParagraphFormat
from ingest.tables import Cell, DocumentNote, Item, Paragraph, Row, Table
from ingest.word.fields import balance_fields
from ingest.word.formulas import linear
from ingest.word.names import (
    DELETED,
    DIAGRAM,
    DRAWING,
    MATH,
    MC,
    REL,
    W,
    XmlElement,
    attribute,
    child_value,
    chosen_branch,
    integer,
    is_on,
)
from ingest.word.notes import NoteBook
from ingest.word.numbering import Counters, Numbering
from ingest.word.package import WordPackage
from ingest.word.runs import (
    RunReader,
    RunText,
    behind_marks,
    deleted_text,
    without_marks,
    without_own_mark,
)
from ingest.word.shapes import Shape
from ingest.word.source import WordSource
from ingest.word.styles import Styles

LONGEST_HEADING: Final = 300
"""Characters: a paragraph beyond this is no heading whatever its style says. The longest titles of
UN resolutions stay below; legal texts set whole paragraphs in heading styles for their numbers."""


@dataclass(slots=True)
class StoryReader:
    """Reads stories of one file, all with the same styles, lists and notes.

    Attributes:
        package: the file.
        styles: its styles.
        numbering: its lists.
        notes: its notes; None in stories that have none (headers, notes themselves).
        is_running: whether this is a page header or footer.
        is_note: whether this is a footnote or endnote, which begins with its own mark.
        changes: tracked changes met so far.
        warnings: what else was met.
        ledger: what was left out, and why.
    """

    package: WordPackage
    styles: Styles
    numbering: Numbering
    notes: NoteBook | None = None
    is_running: bool = False
    is_note: bool = False
    changes: list[Change] = field(default_factory=list)
    warnings: list[ReadingWarning] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    _counters: Counters = field(default_factory=Counters)
    _source: WordSource = field(init=False)
    _runs: RunReader = field(init=False)
    _pending: list[tuple[XmlElement | None, RunText]] = field(default_factory=list)
    _gone: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._source = WordSource(self.package)
        self._runs = RunReader(self.styles, self._source, self.ledger, is_running=self.is_running)

    def read(self, root: XmlElement) -> tuple[Item, ...]:
        """The paragraphs and tables below ``root``, in order; empty ones are left out."""
        balance_fields(root)
        return self._items(root)

    def _items(self, root: Iterable[XmlElement]) -> tuple[Item, ...]:
        outer, self._pending = self._pending, []
        items = [*self._walk(root), *self._flush()]
        self._pending = outer
        return tuple(items)

    def _walk(self, children: Iterable[XmlElement]) -> Iterator[Item]:
        for element in children:
            kind = element.tag
            if kind == W + "p":
                yield from self._paragraph(element)
            elif kind == W + "tbl":
                yield from self._flush()
                table = self._table(element)
                if table.rows:
                    yield table
            elif kind in _CONTAINERS:
                yield from self._walk(element)
            elif kind == MC + "AlternateContent":
                yield from self._walk(chosen_branch(element))
            else:
                yield from self._rare(element)

    def _rare(self, element: XmlElement) -> Iterator[Item]:
        """What seldom stands between paragraphs."""
        if element.tag in DELETED:
            self._leave_out("deleted", element)
            self._note_deletion(element, deleted_text(element))
        elif element.tag in {MATH + "oMathPara", MATH + "oMath"}:
            if text := tidy(linear(element)):
                yield Paragraph(text)
        elif element.tag == W + "altChunk":
            name, size = self.package.names.get(element.get(REL + "id") or "", ("", 0))
            part = f" ({name}, {size} bytes)" if name else ""
            self.warnings.append(
                ReadingWarning(
                    "embedded-document",
                    f"The file embeds another document{part}, which was not read. Open the file "
                    "in Word and save it again to make it part of the text.",
                )
            )

    def _leave_out(self, rule: str, element: XmlElement) -> None:
        self.ledger.leave_out(rule, self._source.text_of(element))

    def _paragraph(self, element: XmlElement) -> Iterator[Item]:
        properties = element.find(W + "pPr")
        line = self._runs.read(element)
        line.first_change = len(self.changes)
        self.changes += line.changes
        mark = properties.find(W + "rPr") if properties is not None else None
        is_section_end = properties is not None and properties.find(W + "sectPr") is not None
        runs_on = _is_dropped_capital(properties) or (mark is not None and _mark_is_deleted(mark))
        if runs_on and not is_section_end:
            # Without its mark the paragraph runs on into the next one, whose properties stay.
            self._pending.append((properties, line))
            return
        lines = [*(before for _, before in self._pending), line]
        self._pending = []
        yield from self._whole(properties, lines)
        if is_section_end and self.notes is not None:
            self.notes.next_section()

    def _flush(self) -> Iterator[Item]:
        pending, self._pending = self._pending, []
        lines = [line for _, line in pending]
        if any(line.text.strip() or line.shapes or line.notes for line in lines):
            yield from self._whole(pending[-1][0], lines)

    def _whole(self, properties: XmlElement | None, lines: list[RunText]) -> Iterator[Item]:
        emptied = [line for line in lines[:-1] if not line.text.strip()]
        self._gone += [at for line in emptied for at in _places(line)]
        whole = "".join(line.text for line in lines)
        bare = "".join(line.bare for line in lines)
        text = tidy(without_marks(without_own_mark(whole) if self.is_note else whole))
        notes = tuple(self._notes_of(lines, tuple(behind_marks(whole))))
        shapes = tuple(
            item for line in lines for shape in line.shapes for item in self._shape(shape)
        )
        mark = properties.find(W + "rPr") if properties is not None else None
        if not text and is_on(mark.find(W + "vanish") if mark is not None else None):
            # A paragraph that is hidden as a whole has no number either.
            label, level = None, None
        else:
            label, level = self._label(properties)
        if not text and not notes and not shapes and label is None:
            self._gone += _places(lines[-1])
            return
        heading = self.styles.heading_level(properties) if text else None
        if heading is not None and len(text) <= LONGEST_HEADING:
            text = " ".join(text.split("\n"))
        else:
            heading = None
        yield Paragraph(
            text,
            label,
            heading,
            level,
            self.styles.name(child_value(properties, "pStyle")),
            notes,
            shapes,
            tuple(at for line in lines if line not in emptied for at in _places(line)),
            self._taken(),
            self._look(properties, lines),
            tidy(without_marks(bare)) if bare != whole else None,
        )

    def _look(self, properties: XmlElement | None, lines: list[RunText]) -> ParagraphFormat:
        """How a paragraph is set: by its runs, or else by its style."""
        look = self.styles.look(properties)
        letters_of_all = sum(len(line.text.strip()) for line in lines)
        plain = sum(line.plain for line in lines)
        bold = letters_of_all - plain if look.bold else sum(line.bold for line in lines)
        size = next((line.size for line in lines if line.size), look.size)
        return ParagraphFormat(look.centred, 2 * bold > letters_of_all, size)

    def _taken(self) -> tuple[int, ...]:
        """The changes that have deleted whole paragraphs since the last one that stays."""
        gone = tuple(self._gone)
        self._gone.clear()
        return gone

    def _label(self, properties: XmlElement | None) -> tuple[str | None, int | None]:
        place = self.styles.list_place(properties)
        definition = self.numbering.definition(place.instance) if place is not None else None
        if place is None or definition is None:
            return None, None
        level = next(
            (
                bound
                for style in place.styles
                if (bound := definition.level_of_style(style)) is not None
            ),
            place.level or 0,
        )
        return self._counters.next_label(place.instance, definition, level), level

    def _notes_of(self, lines: list[RunText], rests: Sequence[str]) -> Iterator[DocumentNote]:
        marks = [mark for line in lines for mark in line.notes]
        # A mark in a field of another mark has no place of its own.
        known = rests if len(rests) == len(marks) else [None] * len(marks)
        for mark, rest in zip(marks, known, strict=True):
            taken = self.notes.take(mark) if self.notes is not None else None
            if taken is None:
                continue
            label, element = taken
            first = len(self.changes)
            items = self._aside(notes=None, is_note=True).read(element)
            text = "\n".join(_texts(items))
            own = "".join(_texts(items, with_labels=False))
            self.ledger.add("number", letters(text) - letters(own))
            if mark.custom and text.startswith(mark.custom):
                self.ledger.leave_out("note-mark", mark.custom)
                text = text.removeprefix(mark.custom).lstrip()
            if text:
                yield DocumentNote(label, text, tuple(range(first, len(self.changes))), rest)

    def _shape(self, shape: Shape) -> Iterator[Item]:
        if shape.box is not None:
            # Word counts the lists of text boxes apart from those of the body.
            yield from self._aside(notes=self.notes)._items(shape.box)  # noqa: SLF001
        elif shape.diagram is not None:
            for text in _diagram_texts(self.package.parts.get(shape.diagram)):
                yield Paragraph(text)
        elif shape.chart is not None:
            chart = self.package.parts.get(shape.chart)
            found, repeated = charts.items(chart) if chart is not None else ([], "")
            self.ledger.leave_out("repeated", repeated)
            yield from found
        elif text := tidy(shape.text):
            yield Paragraph(text)

    def _aside(self, *, notes: NoteBook | None, is_note: bool = False) -> StoryReader:
        """A reader for a story inside this one, with counters of its own."""
        return replace(
            self, notes=notes, is_note=is_note, _counters=Counters(), _pending=[], _gone=[]
        )

    def _note_deletion(self, where: XmlElement | None, text: str) -> None:
        if text.strip():
            self._note("deleted", where, text)

    def _note(
        self, kind: Literal["inserted", "deleted"], where: XmlElement | None, text: str
    ) -> int:
        """Add a change of a whole paragraph, row or cell; gives its place."""
        author, date = attribute(where, "author"), attribute(where, "date")
        self.changes.append(Change(kind, text.strip(), author, date))
        return len(self.changes) - 1

    def _table(self, element: XmlElement) -> Table:
        rows: list[Row] = []
        width = 0
        self._taken()  # what was deleted before the table stands in none of its cells
        open_columns: set[int] = set()
        for row in _descend(element, W + "tr"):
            properties = row.find(W + "trPr")
            deletion = properties.find(W + "del") if properties is not None else None
            if deletion is not None:
                self._leave_out("deleted", row)
                self._note_deletion(deletion, " ".join(_paragraph_texts(row)))
                continue
            column = _columns(child_value(properties, "gridBefore"), least=0)
            cells: list[Cell] = []
            first_change = len(self.changes)
            changes: list[int] = []
            continued: set[int] = set()
            for cell in _descend(row, W + "tc"):
                of_cell = cell.find(W + "tcPr")
                deleted = of_cell.find(W + "cellDel") if of_cell is not None else None
                if deleted is not None:
                    self._leave_out("deleted", cell)
                    if text := " ".join(_paragraph_texts(cell)):
                        changes.append(self._note("deleted", deleted, text))
                    continue
                span = _columns(child_value(of_cell, "gridSpan"), least=1)
                merge = of_cell.find(W + "vMerge") if of_cell is not None else None
                begins = attribute(merge) == "restart"
                if merge is not None:
                    if not begins and column in open_columns:
                        # Word shows nothing of what a continued cell holds.
                        self._leave_out("merged-cell", cell)
                        continued.add(column)
                        column += span
                        continue
                    continued.add(column)
                if child_value(of_cell, "hMerge") == "continue" and cells:
                    self._leave_out("merged-cell", cell)
                    column += span
                    continue
                cells.append(Cell(column, span, self._items(cell)))
                changes += self._taken()
                column += span
            open_columns = continued
            width = max(width, column)
            if any(cell.items for cell in cells):
                header = properties.find(W + "tblHeader") if properties is not None else None
                changes += self._row_insertion(properties, cells, first_change)
                rows.append(Row(tuple(cells), bool(is_on(header)), _is_bold(row), tuple(changes)))
        return Table(tuple(rows), width, self._has_lines(element))

    def _row_insertion(
        self, properties: XmlElement | None, cells: Iterable[Cell], first_change: int
    ) -> Iterator[int]:
        """The change that a whole row makes, if it was inserted."""
        insertion = properties.find(W + "ins") if properties is not None else None
        # Word marks the row and, most often, but not always, the words in it.
        words = any(change.kind == "inserted" for change in self.changes[first_change:])
        if insertion is not None and not words:
            texts = (text for cell in cells for text in _texts(cell.items))
            yield self._note("inserted", insertion, " ".join(texts))

    def _has_lines(self, element: XmlElement) -> bool:
        """Whether lines part the columns: by the table, its style, or any of its cells."""
        properties = element.find(W + "tblPr")
        direct = properties.find(W + "tblBorders") if properties is not None else None
        style = child_value(properties, "tblStyle")
        for borders in (
            *([direct] if direct is not None else []),
            *self.styles.table_borders(style),
        ):
            line = borders.find(W + "insideV")
            if line is not None:
                if attribute(line) not in _NO_LINE:
                    return True
                break
        return any(
            attribute(side) not in _NO_LINE
            for borders in element.iter(W + "tcBorders")
            for side in borders
            if side.tag in _SIDES
        )


_CONTAINERS: Final = frozenset(
    W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
)
_NO_LINE: Final = frozenset({None, "nil", "none"})
_SIDES: Final = frozenset(W + name for name in ("left", "right", "start", "end", "insideV"))


def _places(line: RunText) -> range:
    return range(line.first_change, line.first_change + len(line.changes))


def _columns(count: str | None, *, least: int) -> int:
    """A number of columns, brought into what Word allows (63) with a margin."""
    return min(max(integer(count) or least, least), 256)


def tidy(text: str) -> str:
    """``text`` in NFC, without white space at its ends or around its line breaks."""
    lines = (line.strip() for line in unicodedata.normalize("NFC", text).split("\n"))
    return "\n".join(line for line in lines if line)


def _is_dropped_capital(properties: XmlElement | None) -> bool:
    """Whether a paragraph is only the large first letter of the next one."""
    frame = properties.find(W + "framePr") if properties is not None else None
    return attribute(frame, "dropCap") in {"drop", "margin"}


def _mark_is_deleted(mark: XmlElement) -> bool:
    return mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None


def _descend(parent: XmlElement, wanted: str) -> Iterator[XmlElement]:
    """The rows of a table, or the cells of a row, also those inside content controls."""
    for element in parent:
        if element.tag == wanted:
            yield element
        elif element.tag in _CONTAINERS:
            yield from _descend(element, wanted)
        elif element.tag == MC + "AlternateContent":
            for child in chosen_branch(element):
                if child.tag == wanted:
                    yield child


def _paragraph_texts(element: XmlElement) -> Iterator[str]:
    for paragraph in element.iter(W + "p"):
        if text := deleted_text(paragraph).strip():
            yield text


def _is_bold(row: XmlElement) -> bool:
    """Whether every run with text in the row is set in bold, by itself."""
    runs = [run for run in row.iter(W + "r") if run.find(W + "t") is not None]
    return bool(runs) and all(is_on(run.find(f"{W}rPr/{W}b")) for run in runs)


def _texts(items: Iterable[Item], *, with_labels: bool = True) -> Iterator[str]:
    """The words of paragraphs and tables, one string for each paragraph, with its number or not."""
    for item in items:
        if isinstance(item, Paragraph):
            label = item.label if with_labels else None
            if text := " ".join(part for part in (label, item.text) if part):
                yield text
            yield from _texts(item.shapes, with_labels=with_labels)
        else:
            for row in item.rows:
                for cell in row.cells:
                    yield from _texts(cell.items, with_labels=with_labels)


def _diagram_texts(root: XmlElement | None) -> Iterator[str]:
    for point in root.iter(DIAGRAM + "pt") if root is not None else ():
        for paragraph in point.iter(DRAWING + "p"):
            text = tidy("".join(found.text or "" for found in paragraph.iter(DRAWING + "t")))
            if text:
                yield text
