"""Blocks in reading order, made of the lines and tables of all pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from corpus.documents import Box, PassageKind
from ingest.balance import Ledger, count_letters
from ingest.blocks import Block
from ingest.pdf.layout.columns import Flow, find_flows
from ingest.pdf.layout.headings import Body, find_body, is_annex_title, rank_headings
from ingest.pdf.layout.notes import (
    PageNote,
    find_open_marks,
    split_notes,
    strip_marks,
    take_carried_over,
)
from ingest.pdf.layout.paragraphs import (
    FLUSH,
    LineBlock,
    find_leading,
    hangs_below_numbers,
    runs_on,
    split_paragraphs,
)
from ingest.pdf.layout.tables import (
    RuledTable,
    find_header,
    format_rows,
    is_layout,
    join_cut_row,
)
from ingest.pdf.lines import Habits, Line, find_habits, join_paragraph
from ingest.tables import Row, cell_text

SAME_EDGE: Final = 6.0
"""Points by which a line may hang out of its text block."""

FEWEST_FLUSH: Final = 4
LEAST_FLUSH: Final = 0.3
"""Lines, and their share, that end at the margin of a justified text block."""

_TABLE: Final = "\ufdd2"
"""Text of a line that marks a table's place among lines: a noncharacter."""


@dataclass(slots=True)
class PageText:
    """The text of one page in one direction, in points; ``lines`` are outside tables, from the top.

    ``build_blocks`` moves ``notes`` from ``lines``. ``is_marginal``: turned text next to the page's
    text. ``width`` is 0 where unknown.
    """

    number: int
    height: float
    rtl: bool
    lines: list[Line]
    tables: list[RuledTable] = field(default_factory=list)
    notes: list[PageNote] = field(default_factory=list)
    is_marginal: bool = False
    width: float = 0.0


def build_blocks(pages: Sequence[PageText], ledger: Ledger) -> list[Block]:
    """Return the blocks of pages without running lines; ``ledger`` notes marks and headers."""
    every_line = [line for page in pages for line in page.lines]
    in_cells = [ln for page in pages for t in page.tables for c in t.list_cells() for ln in c.lines]
    habits = find_habits([*every_line, *in_cells])
    body = find_body(every_line or in_cells)
    last_note: PageNote | None = None
    open_marks: set[str] = set()
    for page in pages:
        for table in page.tables:
            table.read(habits)
        rows = [row for table in page.tables for row in table.words.rows]
        texts = [cell_text(cell) for row in rows for cell in row.cells]
        if page.is_marginal:
            continue
        page.lines, page.notes = split_notes(page.lines, texts, body.size, open_marks)
        open_marks = find_open_marks(page.lines, texts, page.notes)
        if last_note is not None and last_note.page == page.number - 1:
            page.lines = take_carried_over(page.lines, page.notes, last_note, body.size)
        last_note = page.notes[-1] if page.notes else None
    continued = _join_cut_rows([page for page in pages if not page.is_marginal])
    pieces = list(_build_pieces(pages, habits, continued))
    notes = _Notes(pages, habits, ledger)
    return list(_write_blocks(pieces, notes, habits, body))


def _join_cut_rows(pages: Sequence[PageText]) -> frozenset[int]:
    """Join rows that a page break cuts; return the ids of the tables that go on on a next page."""
    continued: set[int] = set()
    for page, following in pairwise(pages):
        if not page.tables or not following.tables:
            continue
        above = max(page.tables, key=lambda table: table.box[3])
        below = min(following.tables, key=lambda table: table.box[1])
        if (
            not _goes_on(above, below)
            or any(line.top > above.box[3] for line in page.lines)
            or any(line.bottom < below.box[1] for line in following.lines)
        ):
            continue
        continued.add(id(above))
        if joined := join_cut_row(above.words, below.words):
            above.words, below.words = joined
    return frozenset(continued)


def _build_pieces(
    pages: Sequence[PageText], habits: Habits, continued: AbstractSet[int]
) -> Iterator[LineBlock | RuledTable]:
    open_paragraph: LineBlock | None = None
    edges = RightEdges(pages)
    flows_by_page = {id(page): _find_page_flows(page) for page in pages if not page.is_marginal}
    hangs = hangs_below_numbers(flow.lines for flows in flows_by_page.values() for flow in flows)
    for page in pages:
        if page.is_marginal:
            # It is no part of the text, which may go on on the next page.
            yield from _read_marginal(page, habits)
            continue
        flows = flows_by_page.pop(id(page))
        for piece, begins in _build_page_pieces(
            page, flows, edges, habits, hangs=hangs, continued=continued
        ):
            if isinstance(piece, RuledTable):
                if open_paragraph is not None:
                    yield open_paragraph
                open_paragraph = None
                yield piece
            elif open_paragraph is None:
                open_paragraph = piece
            elif is_annex_title(open_paragraph, piece) or (
                begins and _carries_on(open_paragraph, piece)
            ):
                open_paragraph.lines.extend(piece.lines)
                open_paragraph.right = piece.right
            else:
                yield open_paragraph
                open_paragraph = piece
    if open_paragraph is not None:
        yield open_paragraph


def _find_page_flows(page: PageText) -> list[Flow]:
    places = [_mark_place(index, table) for index, table in enumerate(page.tables)]
    return find_flows([*page.lines, *places], rtl=page.rtl)


def _build_page_pieces(
    page: PageText,
    flows: Sequence[Flow],
    edges: RightEdges,
    habits: Habits,
    *,
    hangs: bool,
    continued: AbstractSet[int],
) -> Iterator[tuple[LineBlock | RuledTable, bool]]:
    """Yield a page's pieces, and whether each begins a column or follows a table."""
    leading = replace(find_leading(page.lines), hangs=hangs)
    for flow in flows:
        has_neighbours = flow.aside or flow.column
        rights = None if has_neighbours else edges.find_rights(flow.lines)
        for part in _split_at_tables(flow.lines):
            if part[0].text.startswith(_TABLE):
                table = page.tables[int(part[0].text[1:])]
                whole = id(table) in continued
                for piece in [table] if whole else _read_table(table, habits):
                    yield piece, False
                continue
            page_paragraphs = split_paragraphs(
                part, rights=rights, leading=leading, habits=habits, has_neighbours=has_neighbours
            )
            for index, paragraph in enumerate(page_paragraphs):
                paragraph.aside, paragraph.column = flow.aside, flow.column
                yield paragraph, index == 0


def _carries_on(before: LineBlock, first: LineBlock) -> bool:
    """Whether a paragraph continues in the first one of the next column or page."""
    return (
        not (first.aside or before.aside)
        and (first.lines[0].page > before.lines[-1].page or first.column)
        and before.column == first.column
        and runs_on(before, first)
    )


def _read_marginal(page: PageText, habits: Habits) -> Iterator[LineBlock]:
    leading = find_leading(page.lines)
    for flow in find_flows(page.lines, rtl=page.rtl, aside=True):
        for paragraph in split_paragraphs(
            flow.lines, leading=leading, habits=habits, has_neighbours=True
        ):
            paragraph.aside = True
            yield paragraph


class RightEdges:
    """The right edges to which lines of a document can run, by the places where they start.

    The farthest tenth of a hundred lines proves an edge, as one page may have only short lines.
    Lines to the very margin prove a text block, as a page head or cover may be wider.
    """

    def __init__(self, pages: Sequence[PageText]) -> None:
        ends: dict[tuple[bool, int], list[float]] = {}
        for page in pages:
            for line in () if page.is_marginal else page.lines:
                ends.setdefault(_round_start(line), []).append(line.end)
        self._ends = {key: sorted(values)[int(0.97 * len(values))] for key, values in ends.items()}
        self._blocks = [
            (key[0], 6.0 * key[1], self._ends[key])
            for key, values in ends.items()
            if _is_flush(values, self._ends[key])
        ]

    def find_rights(self, flow: Sequence[Line]) -> dict[int, float]:
        """Return how far each line of a flow can run, by its ``id``."""
        # The ends of lines in the two directions lie on different scales.
        rtl = sum(line.rtl for line in flow) * 2 > len(flow)
        farthest = max(
            (self._ends.get(_round_start(line), line.end) for line in flow if line.rtl == rtl),
            default=0.0,
        )
        return {id(line): self._find_block(line, farthest) for line in flow}

    def _find_block(self, line: Line, farthest: float) -> float:
        """Return the right edge of the narrowest text block around a line."""
        rights = (
            right
            for rtl, left, right in self._blocks
            if rtl == line.rtl and left <= line.start + SAME_EDGE and line.end <= right + SAME_EDGE
        )
        return min(rights, default=farthest)


def _is_flush(ends: Sequence[float], right: float) -> bool:
    at_margin = sum(abs(end - right) < FLUSH for end in ends)
    return at_margin >= FEWEST_FLUSH and at_margin > LEAST_FLUSH * len(ends)


def _round_start(line: Line) -> tuple[bool, int]:
    return line.rtl, round(line.start / 6)


def _mark_place(index: int, table: RuledTable) -> Line:
    x0, top, x1, bottom = table.box
    # A line's edges follow from its baseline and size; these two give the table's own.
    size = (bottom - top) / 1.02
    return Line(
        f"{_TABLE}{index}", table.page, x0, x1, top + 0.8 * size, size, False, table.rtl, x1 - x0
    )


def _split_at_tables(lines: Sequence[Line]) -> Iterator[list[Line]]:
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


def _read_table(table: RuledTable, habits: Habits) -> Iterator[LineBlock | RuledTable]:
    if not is_layout(table.words, table.page):
        yield table
        return
    for cell in table.list_cells():
        for paragraph in split_paragraphs(
            cell.lines, right=cell.edge, habits=habits, has_neighbours=True
        ):
            paragraph.aside = True
            yield paragraph


def _write_blocks(
    pieces: Sequence[LineBlock | RuledTable], notes: _Notes, habits: Habits, body: Body
) -> Iterator[Block]:
    levels = rank_headings([p for p in pieces if isinstance(p, LineBlock)], body)
    index = -1
    above: RuledTable | None = None
    header: Row | None = None
    for piece in pieces:
        yield from notes.take_before(
            piece.page if isinstance(piece, RuledTable) else piece.lines[0].page
        )
        if isinstance(piece, RuledTable):
            if not piece.words.rows:
                continue
            header = _carry_header(above, piece, header)
            for text, row in format_rows(piece.words, header, notes.ledger):
                yield from notes.place_block("table", text, [row.box] if row.box else [])
            header = header or find_header(piece.words)
            above = piece
            continue
        index += 1
        above, header = None, None
        # A paragraph that runs over two columns has two right edges.
        text = join_paragraph(piece.lines, habits, column=None if piece.column else piece.right)
        level = levels.get(index)
        before = [
            (line.page, join_paragraph(piece.lines[:place], habits))
            for place, line in enumerate(piece.lines)
            if place and line.page > piece.lines[place - 1].page
        ]
        yield from notes.place_block(
            "heading" if level else "paragraph",
            text,
            piece.find_boxes(),
            level=level,
            before=before,
            is_italic=piece.italic,
        )
    yield from notes.take_before(None)


def _carry_header(above: RuledTable | None, piece: RuledTable, header: Row | None) -> Row | None:
    """Return the header of a table that goes on from the page before; None for another one."""
    if above is None or not _goes_on(above, piece):
        return None
    if header is None and len(above.words.rows) == 1:
        # The header is alone at the end of its page.
        return find_header(replace(piece.words, rows=(*above.words.rows, *piece.words.rows)))
    return header


def _goes_on(above: RuledTable, below: RuledTable) -> bool:
    return (
        below.page == above.page + 1
        and len(above.edges) == len(below.edges)
        and all(abs(a - b) < 4 for a, b in zip(above.edges, below.edges, strict=True))
    )


class _Notes:
    """The notes of all pages that wait for the block with their mark."""

    def __init__(self, pages: Sequence[PageText], habits: Habits, ledger: Ledger) -> None:
        self.ledger = ledger
        self._known = habits
        self._waiting = {
            (note.called_on or note.page, note.label): note for page in pages for note in page.notes
        }
        for note in self._waiting.values():
            ledger.leave_out("note-mark", note.label)

    def place_block(
        self,
        kind: PassageKind,
        text: str,
        boxes: Sequence[Box],
        *,
        level: int | None = None,
        before: Sequence[tuple[int, str]] = (),
        is_italic: bool = False,
    ) -> Iterator[Block]:
        """Yield a block and then its notes; ``before`` has the text before each further page."""
        on_pages = {box.page for box in boxes}
        labels = {label for page, label in self._waiting if page in on_pages}
        plain, called = strip_marks(text, labels)
        plain = plain.strip()
        if plain:
            turns = tuple(
                (page, count_letters(plain) - count_letters(strip_marks(above, labels)[0]))
                for page, above in before
            )
            yield Block(
                kind,
                plain,
                level=level,
                page=boxes[0].page,
                boxes=tuple(boxes),
                turns=turns,
                is_italic=is_italic,
            )
        for label, rest in called:
            self.ledger.leave_out("note-mark", label)
            for page in sorted(on_pages):
                note = self._waiting.pop((page, label), None)
                if note is not None:
                    yield replace(self._build_block(note), rest=rest)
                    break

    def take_before(self, page: int | None) -> Iterator[Block]:
        """Yield the notes of earlier pages whose marks no block has."""
        for key in [key for key in self._waiting if page is None or key[0] < page]:
            yield self._build_block(self._waiting.pop(key))

    def _build_block(self, note: PageNote) -> Block:
        text, _ = strip_marks(join_paragraph(note.lines, self._known), frozenset())
        boxes = LineBlock(note.lines, 0, 0).find_boxes()
        return Block("footnote", text.strip(), label=note.label, page=note.page, boxes=boxes)
