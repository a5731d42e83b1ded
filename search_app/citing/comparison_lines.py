"""Lines and tables of a comparison of two texts, in their order in one document of both.

Each text's parts keep their order, so a row that lost its place is deleted and inserted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from corpus.documents import Passage
from index.analyses import ParagraphPair, WordChange, word_changes
from ingest.cells import rebuild_tables
from ingest.tables import Row, cell_text

Cells = tuple[tuple[int, str], ...]
"""Cells of a row, each as the number of columns that it spans and its text."""


@dataclass(slots=True, eq=False)
class ComparisonLine:
    """A paragraph, row of a table or note.

    ``old`` or ``new`` is None where that text lacks it. ``move`` is a name that the old and the new
    place of a moved passage share.
    """

    old: Passage | None
    new: Passage | None
    words: tuple[WordChange, ...]
    move: str | None = None
    notes: list[ComparisonLine] = field(default_factory=list)

    @property
    def mark(self) -> str | None:
        """Tracked change of the whole line: ``inserted``, ``deleted`` or None."""
        return None if self.old and self.new else "deleted" if self.old else "inserted"


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a table, with its cells in each text that has it."""

    line: ComparisonLine
    old: Cells | None
    new: Cells | None
    is_header: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of one text, or of both."""

    columns: int
    rows: tuple[GridRow, ...]

    @property
    def mark(self) -> str | None:
        """Tracked change of the whole table, as for a line."""
        marks = {row.line.mark for row in self.rows}
        return marks.pop() if len(marks) == 1 else None


def lay_out_comparison(paragraphs: Sequence[ParagraphPair]) -> list[ComparisonLine | Grid]:
    """Return the lines and tables of a comparison in their order in the document."""
    tables = _Tables(paragraphs)
    lines: list[ComparisonLine] = []
    olds: dict[int, ComparisonLine] = {}
    news: dict[int, ComparisonLine] = {}
    notes: list[tuple[ParagraphPair, bool]] = []
    for step, at_old_place in _order_pairs(paragraphs):
        if _find_kind(step) == "footnote":
            notes.append((step, at_old_place))
            continue
        for line in _make_lines(step, at_old_place=at_old_place, stays=tables.stays(step)):
            lines.append(line)
            if line.old and step.old_place is not None:
                olds[step.old_place] = line
            if line.new and step.new_place is not None:
                news[step.new_place] = line
    # Only before all other text is there nothing that calls a note.
    lines[:0] = list(_attach_notes(notes, olds, news))
    return list(tables.gather(lines, olds, news))


def part(mark: str, text: str) -> tuple[WordChange, ...]:
    """Return a text of only one side as pieces."""
    return (WordChange("deleted" if mark == "deleted" else "inserted", text),) if text else ()


def _find_kind(step: ParagraphPair) -> str:
    shown = step.new or step.old
    return shown.kind if shown else "paragraph"


def _order_pairs(paragraphs: Sequence[ParagraphPair]) -> Iterator[tuple[ParagraphPair, bool]]:
    """Yield each paragraph at its place, and a moved one at its old place, too (True)."""
    moves = sorted(
        (pair for pair in paragraphs if pair.is_moved), key=lambda pair: pair.old_place or 0
    )
    for pair in paragraphs:
        if not pair.is_moved and pair.old_place is not None:
            while moves and (moves[0].old_place or 0) < pair.old_place:
                yield moves.pop(0), True
        yield pair, False
    yield from ((pair, True) for pair in moves)


def _make_lines(
    step: ParagraphPair, *, at_old_place: bool, stays: bool
) -> Iterator[ComparisonLine]:
    """Yield one line for a paragraph, or two where it is deleted here and inserted there."""
    if step.old and step.new and stays and not step.is_moved:
        yield ComparisonLine(step.old, step.new, step.words)
        return
    # Word knows no moving of rows, nor of what was changed.
    is_same = step.is_moved and step.change == "same" and _find_kind(step) != "table"
    move = f"move{step.old_place}" if is_same else None
    if step.old and (at_old_place or not step.is_moved):
        yield ComparisonLine(step.old, None, part("deleted", _join_side(step, "inserted")), move)
    if step.new and not at_old_place:
        yield ComparisonLine(None, step.new, part("inserted", _join_side(step, "deleted")), move)


def _join_side(step: ParagraphPair, without: str) -> str:
    return "".join(piece.text for piece in step.words if piece.kind != without)


# --- notes ---------------------------------------------------------------------------------------


def _attach_notes(
    steps: Sequence[tuple[ParagraphPair, bool]],
    olds: Mapping[int, ComparisonLine],
    news: Mapping[int, ComparisonLine],
) -> Iterator[ComparisonLine]:
    """Add each note to the line before it, which calls it; yield notes without such a line."""
    for step, at_old_place in steps:
        old, new = _find_line_before(step.old_place, olds), _find_line_before(step.new_place, news)
        for line in _make_lines(step, at_old_place=at_old_place, stays=old is new):
            carrier = new if line.new else old
            if carrier is None:
                yield line
                continue
            texts = [passage.text if passage else "" for passage in (line.old, line.new)]
            line.words = tuple(word_changes(*texts))  # its number is its mark
            line.move = None
            carrier.notes.append(line)


def _find_line_before(
    place: int | None, lines: Mapping[int, ComparisonLine]
) -> ComparisonLine | None:
    """Return the last line before a place: notes follow what calls them."""
    before = range((place or 0) - 1, -1, -1)
    return next((lines[position] for position in before if position in lines), None)


# --- tables --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _TableRow:
    """A row of one text, with the number of its table."""

    table: int
    columns: int
    has_header: bool
    row: Row

    @property
    def cells(self) -> Cells:
        """All cells of the row; those that the text leaves out are empty."""
        cells: list[tuple[int, str]] = []
        column = 0
        for cell in (*self.row.cells, None):
            to = cell.column if cell else self.columns
            cells += [(1, "")] * (to - column)
            if cell:
                cells.append((cell.span, cell_text(cell)))
                column = cell.column + cell.span
        return tuple(cells)

    def is_like(self, other: _TableRow) -> bool:
        """Whether two rows can be written as one."""
        mine, others = (
            (row.columns, row.has_header, row.row.is_header, [span for span, _ in row.cells])
            for row in (self, other)
        )
        return mine == others


class _Tables:
    """Tables of two texts, paired where they have the same columns."""

    def __init__(self, paragraphs: Sequence[ParagraphPair]) -> None:
        self._old = _place_rows({pair.old_place: pair.old for pair in paragraphs})
        self._new = _place_rows({pair.new_place: pair.new for pair in paragraphs})
        shared: Counter[tuple[int, int]] = Counter()
        for step in paragraphs:
            old, new = self._of(step)
            if old and new and not step.is_moved and old.is_like(new):
                shared[old.table, new.table] += 1
        self._partner: dict[int, int] = {}  # table of the first text -> of the second
        for (left, right), _ in shared.most_common():
            if left not in self._partner and right not in self._partner.values():
                self._partner[left] = right

    def _of(self, step: ParagraphPair) -> tuple[_TableRow | None, _TableRow | None]:
        old = None if step.old_place is None else self._old.get(step.old_place)
        return old, None if step.new_place is None else self._new.get(step.new_place)

    def stays(self, step: ParagraphPair) -> bool:
        """Whether a paragraph that is a row can be written as one row of both texts."""
        old, new = self._of(step)
        if old is None or new is None:
            return True
        return self._partner.get(old.table) == new.table and old.is_like(new)

    def gather(
        self,
        lines: Sequence[ComparisonLine],
        olds: Mapping[int, ComparisonLine],
        news: Mapping[int, ComparisonLine],
    ) -> Iterator[ComparisonLine | Grid]:
        """Put each table's rows together, at the first row that both texts have."""
        old_rows = {line: self._old[place] for place, line in olds.items() if place in self._old}
        new_rows = {line: self._new[place] for place, line in news.items() if place in self._new}
        tables: dict[tuple[str, int], list[ComparisonLine]] = {}
        for line in lines:
            if line in old_rows or line in new_rows:
                tables.setdefault(self._name(old_rows.get(line), new_rows.get(line)), []).append(
                    line
                )
        begins = {}
        for table_lines in tables.values():
            first = next((line for line in table_lines if line.old and line.new), table_lines[0])
            begins[first] = table_lines
        for line in lines:
            if line in begins:
                yield _make_grid(begins[line], old_rows, new_rows)
            elif line not in old_rows and line not in new_rows:
                yield line

    def _name(self, old: _TableRow | None, new: _TableRow | None) -> tuple[str, int]:
        if new:
            return "new", new.table
        table = old.table if old else 0
        return ("new", self._partner[table]) if table in self._partner else ("old", table)


def _make_grid(
    lines: Sequence[ComparisonLine],
    olds: Mapping[ComparisonLine, _TableRow],
    news: Mapping[ComparisonLine, _TableRow],
) -> Grid:
    rows = []
    columns, is_header = 0, False
    for line in lines:
        old, new = olds.get(line), news.get(line)
        for row in filter(None, (old, new)):
            columns, is_header = row.columns, row.row.is_header
        before, after = (row.cells if row else None for row in (old, new))
        rows.append(GridRow(line, before, after, is_header))
    return Grid(columns, tuple(rows))


def _place_rows(passages: Mapping[int | None, Passage | None]) -> dict[int, _TableRow]:
    """Return the rows of a text by their places; notes do not split a table."""
    by_place = {
        place: passage for place, passage in passages.items() if place is not None and passage
    }
    places = sorted(place for place, passage in by_place.items() if passage.kind != "footnote")
    rows_by_place: dict[int, _TableRow] = {}
    tables = 0
    for is_table, group in groupby(places, lambda place: by_place[place].kind == "table"):
        rows = [*group] if is_table else []
        row_places = iter(rows)
        for table in rebuild_tables([by_place[place].text for place in rows]):
            has_header = table.rows[0].is_header
            for row in table.rows:
                rows_by_place[next(row_places)] = _TableRow(tables, table.columns, has_header, row)
            tables += 1
    return rows_by_place
