"""Blocks in reading order, of the lines and tables of all pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from corpus.documents import Box, PassageKind
from ingest.balance import Ledger, letters
from ingest.blocks import Block
from ingest.pdf.layout.columns import flows
from ingest.pdf.layout.headings import Body, body_of, heading_levels
from ingest.pdf.layout.notes import PageNote, carried_over, notes_of, without_marks
from ingest.pdf.layout.paragraphs import LineBlock, leading_of, paragraphs, runs_on
from ingest.pdf.layout.tables import RuledTable, header_of, is_layout, rows_as_text
from ingest.pdf.lines import Habits, Line, habits, joined
from ingest.tables import Row, cell_text

_TABLE: Final = "\ufdd2"
"""A noncharacter: the text of the line that holds a table's place among the lines of its page."""


@dataclass(slots=True)
class PageText:
    """What stands on one page: its lines from the top, its ruled tables, its notes.

    Attributes:
        number: from 1.
        height: in points.
        rtl: whether it is mostly written from right to left.
        lines: outside tables.
        tables: ruled ones.
        notes: at its foot; taken out of ``lines`` by ``blocks``.
        beside: whether this is what stands turned beside the page's text, in another direction.
        width: in points; 0 where it is not known.
    """

    number: int
    height: float
    rtl: bool
    lines: list[Line]
    tables: list[RuledTable] = field(default_factory=list)
    notes: list[PageNote] = field(default_factory=list)
    beside: bool = False
    width: float = 0.0


def blocks(pages: Sequence[PageText], ledger: Ledger) -> list[Block]:
    """The blocks of a document.

    Args:
        pages: in order, running lines taken out.
        ledger: where marks of notes and headers of tables are taken down.
    """
    every_line = [line for page in pages for line in page.lines]
    in_cells = [ln for page in pages for t in page.tables for c in t.cells() for ln in c.lines]
    known = habits([*every_line, *in_cells])
    body = body_of(every_line or in_cells)
    last_note: PageNote | None = None
    for page in pages:
        for table in page.tables:
            table.read(known)
        rows = [row for table in page.tables for row in table.words.rows]
        texts = [cell_text(cell) for row in rows for cell in row.cells]
        if page.beside:
            continue
        page.lines, page.notes = notes_of(page.lines, texts, body.size)
        if last_note is not None and last_note.page == page.number - 1:
            page.lines = carried_over(page.lines, page.notes, last_note, body.size)
        last_note = page.notes[-1] if page.notes else None
    pieces = list(_pieces(pages, known))
    notes = _Notes(pages, known, ledger)
    return list(_as_blocks(pieces, notes, known, body))


def _pieces(pages: Sequence[PageText], known: Habits) -> Iterator[LineBlock | RuledTable]:
    """Paragraphs and tables in reading order, paragraphs joined over columns and pages."""
    open_paragraph: LineBlock | None = None
    rights = _right_edges(pages)
    for page in pages:
        if page.beside:
            # It is no part of the text, which may go on on the next page.
            yield from _beside(page, known)
            continue
        for piece, begins in _page_pieces(page, rights, known):
            if isinstance(piece, RuledTable):
                if open_paragraph is not None:
                    yield open_paragraph
                open_paragraph = None
                yield piece
            elif open_paragraph is None:
                open_paragraph = piece
            elif begins and _carries_on(open_paragraph, piece):
                open_paragraph.lines.extend(piece.lines)
                open_paragraph.right = piece.right
            else:
                yield open_paragraph
                open_paragraph = piece
    if open_paragraph is not None:
        yield open_paragraph


def _page_pieces(
    page: PageText, rights: dict[tuple[bool, int], float], known: Habits
) -> Iterator[tuple[LineBlock | RuledTable, bool]]:
    """The pieces of one page, and whether each begins a column or what follows a table."""
    leading = leading_of(page.lines)
    places = [_place(at, table) for at, table in enumerate(page.tables)]
    for flow in flows([*page.lines, *places], rtl=page.rtl):
        beside = flow.aside or flow.column
        right = None if beside else _right_edge(flow.lines, rights)
        for part in _parted(flow.lines):
            if part[0].text.startswith(_TABLE):
                for piece in _table_pieces(page.tables[int(part[0].text[1:])], known):
                    yield piece, False
                continue
            found = paragraphs(part, right=right, leading=leading, known=known, beside=beside)
            for at, paragraph in enumerate(found):
                paragraph.aside, paragraph.column = flow.aside, flow.column
                yield paragraph, at == 0


def _carries_on(before: LineBlock, first: LineBlock) -> bool:
    """Whether a paragraph is carried over to the first one of the next column or page."""
    return (
        not (first.aside or before.aside)
        and (first.lines[0].page > before.lines[-1].page or first.column)
        and before.column == first.column
        and runs_on(before, first)
    )


def _beside(page: PageText, known: Habits) -> Iterator[LineBlock]:
    leading = leading_of(page.lines)
    for flow in flows(page.lines, rtl=page.rtl, aside=True):
        for paragraph in paragraphs(flow.lines, leading=leading, known=known, beside=True):
            paragraph.aside = True
            yield paragraph


def _right_edges(pages: Sequence[PageText]) -> dict[tuple[bool, int], float]:
    """How far lines that start at one place run in the document, on the scale of ``Line.end``.

    A page on which all lines are short does not tell; the farthest tenth of a hundred lines does,
    whatever hangs over.
    """
    ends: dict[tuple[bool, int], list[float]] = {}
    for page in pages:
        for line in () if page.beside else page.lines:
            ends.setdefault(_left_key(line), []).append(line.end)
    return {key: sorted(found)[int(0.97 * len(found))] for key, found in ends.items()}


def _left_key(line: Line) -> tuple[bool, int]:
    return line.rtl, round(line.start / 6)


def _right_edge(lines: Sequence[Line], rights: dict[tuple[bool, int], float]) -> float | None:
    # The ends of lines in the two directions lie on different scales.
    rtl = sum(line.rtl for line in lines) * 2 > len(lines)
    ends = (rights.get(_left_key(line), line.end) for line in lines if line.rtl == rtl)
    return max(ends, default=None)


def _place(at: int, table: RuledTable) -> Line:
    x0, top, x1, bottom = table.box
    # A line's edges follow from its baseline and size; these two give the table's own.
    size = (bottom - top) / 1.02
    return Line(
        f"{_TABLE}{at}", table.page, x0, x1, top + 0.8 * size, size, False, table.rtl, x1 - x0
    )


def _parted(lines: Sequence[Line]) -> Iterator[list[Line]]:
    part: list[Line] = []
    for line in lines:
        if line.text.startswith(_TABLE):
            if part:
                yield part
            yield [line]
            part = []
        else:
            part.append(line)
    if part:
        yield part


def _table_pieces(table: RuledTable, known: Habits) -> Iterator[LineBlock | RuledTable]:
    if not is_layout(table.words, table.page):
        yield table
        return
    for cell in table.cells():
        for paragraph in paragraphs(cell.lines, right=cell.edge, known=known, beside=True):
            paragraph.aside = True
            yield paragraph


def _as_blocks(
    pieces: Sequence[LineBlock | RuledTable], notes: _Notes, known: Habits, body: Body
) -> Iterator[Block]:
    levels = heading_levels([p for p in pieces if isinstance(p, LineBlock)], body)
    at = -1
    above: RuledTable | None = None
    header: Row | None = None
    for piece in pieces:
        yield from notes.before(
            piece.page if isinstance(piece, RuledTable) else piece.lines[0].page
        )
        if isinstance(piece, RuledTable):
            header = header if above is not None and _goes_on(above, piece) else None
            for text, row in rows_as_text(piece.words, header, notes.ledger):
                yield from notes.with_block("table", text, [row.box] if row.box else [])
            header = header or header_of(piece.words)
            above = piece
            continue
        at += 1
        above, header = None, None
        # A paragraph that runs over two columns has two right edges.
        text = joined(piece.lines, known, column=None if piece.column else piece.right)
        level = levels.get(at)
        before = [
            (line.page, joined(piece.lines[:place], known))
            for place, line in enumerate(piece.lines)
            if place and line.page > piece.lines[place - 1].page
        ]
        yield from notes.with_block(
            "heading" if level else "paragraph", text, piece.boxes(), level=level, before=before
        )
    yield from notes.before(None)


def _goes_on(above: RuledTable, below: RuledTable) -> bool:
    return (
        below.page == above.page + 1
        and len(above.edges) == len(below.edges)
        and all(abs(a - b) < 4 for a, b in zip(above.edges, below.edges, strict=True))
    )


class _Notes:
    """The notes of all pages, until the block that calls each was met."""

    def __init__(self, pages: Sequence[PageText], known: Habits, ledger: Ledger) -> None:
        self.ledger = ledger
        self._known = known
        self._waiting = {(note.page, note.label): note for page in pages for note in page.notes}
        for note in self._waiting.values():
            ledger.leave_out("note-mark", note.label)

    def with_block(
        self,
        kind: PassageKind,
        text: str,
        boxes: Sequence[Box],
        *,
        level: int | None = None,
        before: Sequence[tuple[int, str]] = (),
    ) -> Iterator[Block]:
        """A block, and the notes that it calls right behind it.

        Of each further page that it stands on, ``before`` is the text that stands before it.
        """
        on_pages = {box.page for box in boxes}
        labels = {label for page, label in self._waiting if page in on_pages}
        plain, called = without_marks(text, labels)
        plain = plain.strip()
        if plain:
            turns = tuple(
                (page, letters(plain) - letters(without_marks(above, labels)[0]))
                for page, above in before
            )
            yield Block(
                kind, plain, level=level, page=boxes[0].page, boxes=tuple(boxes), turns=turns
            )
        for label, rest in called:
            self.ledger.leave_out("note-mark", label)
            for page in sorted(on_pages):
                note = self._waiting.pop((page, label), None)
                if note is not None:
                    yield replace(self._block(note), rest=rest)
                    break

    def before(self, page: int | None) -> Iterator[Block]:
        """The notes of earlier pages that no block called: another note did, or a header."""
        for key in [key for key in self._waiting if page is None or key[0] < page]:
            yield self._block(self._waiting.pop(key))

    def _block(self, note: PageNote) -> Block:
        text, _ = without_marks(joined(note.lines, self._known), frozenset())
        boxes = LineBlock(note.lines, 0, 0).boxes()
        return Block("footnote", text.strip(), label=note.label, page=note.page, boxes=boxes)
