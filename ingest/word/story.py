"""The paragraphs and tables of a story: body, cell, note, text box or header."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from corpus.documents import Change, ReadingWarning
from ingest import charts
from ingest.balance import Ledger, count_letters
from ingest.blocks import ParagraphFormat
from ingest.tables import Cell, DocumentNote, Item, Paragraph, Row, Table
from ingest.word.fields import balance_fields
from ingest.word.formulas import write_linear
from ingest.word.names import (
    DELETED,
    DIAGRAM,
    DRAWING,
    MATH,
    MC,
    REL,
    W,
    XmlElement,
    get_attribute,
    get_child_value,
    is_on,
    parse_integer,
    read_branch,
)
from ingest.word.notes import NoteBook
from ingest.word.numbering import Counters, Numbering
from ingest.word.package import WordPackage
from ingest.word.runs import (
    RunReader,
    RunText,
    read_words,
    split_behind_marks,
    strip_marks,
    strip_own_mark,
)
from ingest.word.shapes import Shape
from ingest.word.source import WordSource
from ingest.word.styles import Styles

_GOES_ON: Final = frozenset(";；؛")
"""The end of a list item, which has the level of a heading by mistake."""

LONGEST_HEADING: Final = 300
"""Longest heading, in characters; legal texts use heading styles for whole paragraphs."""


@dataclass(slots=True)
class StoryReader:
    """A reader of stories of one file, with shared styles, lists and notes.

    ``is_note``: the story is a footnote or endnote, which begins with its own mark. ``notes`` is
    None in headers and in notes.
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
        """Return the non-empty paragraphs and tables below ``root``, in order."""
        balance_fields(root)
        return self._read_items(root)

    def _read_items(self, root: Iterable[XmlElement]) -> tuple[Item, ...]:
        outer, self._pending = self._pending, []
        items = [*self._read_children(root), *self._flush()]
        self._pending = outer
        return tuple(items)

    def _read_children(self, children: Iterable[XmlElement]) -> Iterator[Item]:
        for element in children:
            kind = element.tag
            if kind == W + "p":
                yield from self._read_paragraph(element)
            elif kind == W + "tbl":
                yield from self._flush()
                table = self._read_table(element)
                if table.rows:
                    yield table
            elif kind in _CONTAINERS:
                yield from self._read_children(element)
            elif kind == MC + "AlternateContent":
                yield from self._read_children(read_branch(element))
            else:
                yield from self._read_rare(element)

    def _read_rare(self, element: XmlElement) -> Iterator[Item]:
        """Read a formula; note a deletion, or an embedded document that is not read."""
        if element.tag in DELETED:
            self._leave_out("deleted", element)
            self._note_deletion(element, read_words(element))
        elif element.tag in {MATH + "oMathPara", MATH + "oMath"}:
            if text := tidy(write_linear(element)):
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
        self.ledger.leave_out(rule, self._source.read_text(element))

    def _read_paragraph(self, element: XmlElement) -> Iterator[Item]:
        properties = element.find(W + "pPr")
        line = self._runs.read(element)
        line.first_change = len(self.changes)
        self.changes += line.changes
        mark = properties.find(W + "rPr") if properties is not None else None
        is_section_end = properties is not None and properties.find(W + "sectPr") is not None
        runs_on = _is_dropped_capital(properties) or (mark is not None and _is_mark_deleted(mark))
        if runs_on and not is_section_end:
            # Without its mark the paragraph runs on into the next one, whose properties stay.
            self._pending.append((properties, line))
            return
        lines = [*(before for _, before in self._pending), line]
        self._pending = []
        yield from self._build_paragraph(properties, lines)
        if is_section_end and self.notes is not None:
            self.notes.begin_section()

    def _flush(self) -> Iterator[Item]:
        pending, self._pending = self._pending, []
        lines = [line for _, line in pending]
        if any(line.text.strip() or line.shapes or line.notes for line in lines):
            yield from self._build_paragraph(pending[-1][0], lines)

    def _build_paragraph(
        self, properties: XmlElement | None, lines: list[RunText]
    ) -> Iterator[Item]:
        emptied = [line for line in lines[:-1] if not line.text.strip()]
        self._gone += [index for line in emptied for index in _list_changes(line)]
        whole = "".join(line.text for line in lines)
        bare = "".join(line.bare for line in lines)
        text = tidy(strip_marks(strip_own_mark(whole) if self.is_note else whole))
        notes = tuple(self._read_notes(lines, tuple(split_behind_marks(whole))))
        shapes = tuple(
            item for line in lines for shape in line.shapes for item in self._read_shape(shape)
        )
        mark = properties.find(W + "rPr") if properties is not None else None
        if not text and is_on(mark.find(W + "vanish") if mark is not None else None):
            # A paragraph that is hidden as a whole has no number either.
            label, level = None, None
        else:
            label, level = self._count_label(properties)
        if not text and not notes and not shapes and label is None:
            self._gone += _list_changes(lines[-1])
            return
        heading = self.styles.find_heading_level(properties) if text else None
        if heading is not None and len(text) <= LONGEST_HEADING and text[-1] not in _GOES_ON:
            text = " ".join(text.split("\n"))
        else:
            heading = None
        yield Paragraph(
            text,
            label,
            heading,
            level,
            self.styles.find_name(get_child_value(properties, "pStyle")),
            notes,
            shapes,
            tuple(index for line in lines if line not in emptied for index in _list_changes(line)),
            self._take_deleted(),
            self._build_format(properties, lines),
            tidy(strip_marks(bare)) if bare != whole else None,
        )

    def _build_format(self, properties: XmlElement | None, lines: list[RunText]) -> ParagraphFormat:
        look = self.styles.find_format(properties)
        letters_of_all = sum(len(line.text.strip()) for line in lines)
        plain = sum(line.plain for line in lines)
        bold = letters_of_all - plain if look.bold else sum(line.bold for line in lines)
        size = next((line.size for line in lines if line.size), look.size)
        upright = sum(line.upright for line in lines)
        slanted = letters_of_all - upright if look.italic else sum(line.italic for line in lines)
        return ParagraphFormat(
            look.centred, 2 * bold > letters_of_all, size, slanted > 0.9 * letters_of_all
        )

    def _take_deleted(self) -> tuple[int, ...]:
        """Return and reset the changes that deleted whole paragraphs since the last one kept."""
        gone = tuple(self._gone)
        self._gone.clear()
        return gone

    def _count_label(self, properties: XmlElement | None) -> tuple[str | None, int | None]:
        place = self.styles.find_list_place(properties)
        definition = self.numbering.find_definition(place.instance) if place is not None else None
        if place is None or definition is None:
            return None, None
        level = next(
            (
                bound
                for style in place.styles
                if (bound := definition.find_level_of_style(style)) is not None
            ),
            place.level or 0,
        )
        return self._counters.count_label(place.instance, definition, level), level

    def _read_notes(self, lines: list[RunText], rests: Sequence[str]) -> Iterator[DocumentNote]:
        marks = [mark for line in lines for mark in line.notes]
        # A mark in a field of another mark has no place of its own.
        rests_by_mark = rests if len(rests) == len(marks) else [None] * len(marks)
        for mark, rest in zip(marks, rests_by_mark, strict=True):
            note = self.notes.take(mark) if self.notes is not None else None
            if note is None:
                continue
            label, element = note
            first = len(self.changes)
            items = self._copy_for_story(notes=None, is_note=True).read(element)
            text = "\n".join(_list_texts(items))
            own = "".join(_list_texts(items, with_labels=False))
            self.ledger.add("number", count_letters(text) - count_letters(own))
            if mark.custom and text.startswith(mark.custom):
                self.ledger.leave_out("note-mark", mark.custom)
                text = text.removeprefix(mark.custom).lstrip()
            if text:
                yield DocumentNote(label, text, tuple(range(first, len(self.changes))), rest)

    def _read_shape(self, shape: Shape) -> Iterator[Item]:
        if shape.box is not None:
            # Word counts the lists of text boxes apart from those of the body.
            yield from self._copy_for_story(notes=self.notes)._read_items(shape.box)  # noqa: SLF001
        elif shape.diagram is not None:
            for text in _read_diagram_texts(self.package.parts.get(shape.diagram)):
                yield Paragraph(text)
        elif shape.chart is not None:
            chart = self.package.parts.get(shape.chart)
            chart_items, repeated = charts.read_items(chart) if chart is not None else ([], "")
            self.ledger.leave_out("repeated", repeated)
            yield from chart_items
        elif text := tidy(shape.text):
            yield Paragraph(text)

    def _copy_for_story(self, *, notes: NoteBook | None, is_note: bool = False) -> StoryReader:
        """Return a reader for an inner story, with its own counters."""
        return replace(
            self, notes=notes, is_note=is_note, _counters=Counters(), _pending=[], _gone=[]
        )

    def _note_deletion(self, where: XmlElement | None, text: str) -> None:
        if text.strip():
            self._add_change("deleted", where, text)

    def _add_change(
        self, kind: Literal["inserted", "deleted"], where: XmlElement | None, text: str
    ) -> int:
        """Add a change of a whole paragraph, row or cell, and return its index."""
        author, date = get_attribute(where, "author"), get_attribute(where, "date")
        self.changes.append(Change(kind, text.strip(), author, date))
        return len(self.changes) - 1

    def _read_table(self, element: XmlElement) -> Table:
        rows: list[Row] = []
        width = 0
        self._take_deleted()  # what was deleted before the table is in none of its cells
        open_columns: set[int] = set()
        for row in _descend(element, W + "tr"):
            properties = row.find(W + "trPr")
            deletion = properties.find(W + "del") if properties is not None else None
            if deletion is not None:
                self._leave_out("deleted", row)
                self._note_deletion(deletion, " ".join(_read_paragraph_texts(row)))
                continue
            column = _read_column_count(get_child_value(properties, "gridBefore"), least=0)
            cells: list[Cell] = []
            first_change = len(self.changes)
            changes: list[int] = []
            continued: set[int] = set()
            for cell in _descend(row, W + "tc"):
                of_cell = cell.find(W + "tcPr")
                cell_deletion = of_cell.find(W + "cellDel") if of_cell is not None else None
                if cell_deletion is not None:
                    self._leave_out("deleted", cell)
                    if text := " ".join(_read_paragraph_texts(cell)):
                        changes.append(self._add_change("deleted", cell_deletion, text))
                    continue
                span = _read_column_count(get_child_value(of_cell, "gridSpan"), least=1)
                merge = of_cell.find(W + "vMerge") if of_cell is not None else None
                begins = get_attribute(merge) == "restart"
                if merge is not None:
                    if not begins and column in open_columns:
                        # Word shows nothing of what a continued cell holds.
                        self._leave_out("merged-cell", cell)
                        continued.add(column)
                        column += span
                        continue
                    continued.add(column)
                if get_child_value(of_cell, "hMerge") == "continue" and cells:
                    self._leave_out("merged-cell", cell)
                    column += span
                    continue
                cells.append(Cell(column, span, self._read_items(cell)))
                changes += self._take_deleted()
                column += span
            open_columns = continued
            width = max(width, column)
            if any(cell.items for cell in cells):
                header = properties.find(W + "tblHeader") if properties is not None else None
                changes += self._note_row_insertion(properties, cells, first_change)
                rows.append(Row(tuple(cells), bool(is_on(header)), _is_bold(row), tuple(changes)))
        return Table(tuple(rows), width, self._has_lines(element))

    def _note_row_insertion(
        self, properties: XmlElement | None, cells: Iterable[Cell], first_change: int
    ) -> Iterator[int]:
        """Yield the change of a whole row, if it was inserted."""
        insertion = properties.find(W + "ins") if properties is not None else None
        # Word marks the row and, most often, but not always, the words in it.
        words = any(change.kind == "inserted" for change in self.changes[first_change:])
        if insertion is not None and not words:
            texts = (text for cell in cells for text in _list_texts(cell.items))
            yield self._add_change("inserted", insertion, " ".join(texts))

    def _has_lines(self, element: XmlElement) -> bool:
        """Whether lines separate the columns: of the table, its style, or a cell."""
        properties = element.find(W + "tblPr")
        direct = properties.find(W + "tblBorders") if properties is not None else None
        style = get_child_value(properties, "tblStyle")
        for borders in (
            *([direct] if direct is not None else []),
            *self.styles.find_table_borders(style),
        ):
            line = borders.find(W + "insideV")
            if line is not None:
                if get_attribute(line) not in _NO_LINE:
                    return True
                break
        return any(
            get_attribute(side) not in _NO_LINE
            for borders in element.iter(W + "tcBorders")
            for side in borders
            if side.tag in _SIDES
        )


_CONTAINERS: Final = frozenset(
    W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
)
_NO_LINE: Final = frozenset({None, "nil", "none"})
_SIDES: Final = frozenset(W + name for name in ("left", "right", "start", "end", "insideV"))


def _list_changes(line: RunText) -> range:
    return range(line.first_change, line.first_change + len(line.changes))


def _read_column_count(count: str | None, *, least: int) -> int:
    """Return a number of columns within Word's limit (63), with a margin."""
    return min(max(parse_integer(count) or least, least), 256)


def tidy(text: str) -> str:
    """Return ``text`` in NFC, without empty lines and white space at line ends."""
    lines = (line.strip() for line in unicodedata.normalize("NFC", text).split("\n"))
    return "\n".join(line for line in lines if line)


def _is_dropped_capital(properties: XmlElement | None) -> bool:
    """Whether a paragraph is only the next one's large first letter."""
    frame = properties.find(W + "framePr") if properties is not None else None
    return get_attribute(frame, "dropCap") in {"drop", "margin"}


def _is_mark_deleted(mark: XmlElement) -> bool:
    return mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None


def _descend(parent: XmlElement, tag: str) -> Iterator[XmlElement]:
    """Yield a table's rows, or a row's cells, inside content controls too."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _CONTAINERS:
            yield from _descend(element, tag)
        elif element.tag == MC + "AlternateContent":
            for child in read_branch(element):
                if child.tag == tag:
                    yield child


def _read_paragraph_texts(element: XmlElement) -> Iterator[str]:
    for paragraph in element.iter(W + "p"):
        if text := read_words(paragraph).strip():
            yield text


def _is_bold(row: XmlElement) -> bool:
    runs = [run for run in row.iter(W + "r") if run.find(W + "t") is not None]
    return bool(runs) and all(is_on(run.find(f"{W}rPr/{W}b")) for run in runs)


def _list_texts(items: Iterable[Item], *, with_labels: bool = True) -> Iterator[str]:
    for item in items:
        if isinstance(item, Paragraph):
            label = item.label if with_labels else None
            if text := " ".join(part for part in (label, item.text) if part):
                yield text
            yield from _list_texts(item.shapes, with_labels=with_labels)
        else:
            for row in item.rows:
                for cell in row.cells:
                    yield from _list_texts(cell.items, with_labels=with_labels)


def _read_diagram_texts(root: XmlElement | None) -> Iterator[str]:
    for point in root.iter(DIAGRAM + "pt") if root is not None else ():
        for paragraph in point.iter(DRAWING + "p"):
            text = tidy("".join(run.text or "" for run in paragraph.iter(DRAWING + "t")))
            if text:
                yield text
