"""Tables are made again of the texts of their rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.documents import TableRow
from corpus.sample import FILES
from ingest.cells import rebuild_rows, rebuild_tables
from ingest.read import read
from ingest.tables import Cell, Paragraph, Row, Table, cell_text, format_rows


def _cells(table: Table) -> list[list[tuple[int, int, str]]]:
    return [[(cell.column, cell.span, cell_text(cell)) for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("file", sorted(FILES.glob("CWGWSIS4[01]/*C-000[36]!!MSW-?.docx")))
@pytest.mark.thorough
def test_the_sample_has_its_columns_again(file: Path) -> None:
    lines = [passage.text for passage in read(file).passages if passage.kind == "table"]
    (table,) = rebuild_tables(lines)
    assert table.rows[0].is_header
    assert table.columns >= 3
    assert all(len(row.cells) == table.columns for row in table.rows)
    assert [text for text, _, _ in format_rows(table)] == lines


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["Year | Sum", "Year: 2023 | Sum: 5", "Sum: 6"],
            [[(0, 1, "Year"), (1, 1, "Sum")], [(0, 1, "2023"), (1, 1, "5")], [(1, 1, "6")]],
        ),
        (  # the first column has no name
            ["Year | Sum", "Geneva | Year: 2023 | Sum: 5", "Nairobi"],
            [
                [(1, 1, "Year"), (2, 1, "Sum")],
                [(0, 1, "Geneva"), (1, 1, "2023"), (2, 1, "5")],
                [(0, 1, "Nairobi")],
            ],
        ),
        (  # over two columns; the sign itself in a cell
            ["Year | Sum", "Year: 2023 | Sum: 5 | 6", "Year Sum: none"],
            [[(0, 1, "Year"), (1, 1, "Sum")], [(0, 1, "2023"), (1, 1, "5 | 6")], [(0, 2, "none")]],
        ),
        (  # no header, and nothing that would be taken for one
            ["In 2023 | 5", "In 2024 | 6 | 7"],
            [[(0, 1, "In 2023"), (1, 1, "5")], [(0, 1, "In 2024"), (1, 1, "6"), (2, 1, "7")]],
        ),
        (  # read again, the first row would be one: so each is a cell
            ["Year | Place | Sum", "2023 | Geneva | 5"],
            [[(0, 1, "Year | Place | Sum")], [(0, 1, "2023 | Geneva | 5")]],
        ),
    ],
)
def test_rows_are_parted(lines: list[str], expected: list[list[tuple[int, int, str]]]) -> None:
    (table,) = rebuild_tables(lines)
    assert _cells(table) == expected


def test_tables_behind_each_other_are_parted() -> None:
    table = ["Year | Sum", "Year: 2023 | Sum: 5"]
    other = ["Place | Sum", "Place: Geneva | Sum: 5"]
    tables = rebuild_tables([*table, *other, *other])
    assert [len(table.rows) for table in tables] == [2, 2, 2]


WORDS = st.text("ab:| ", min_size=1, max_size=6).map(str.strip).filter(bool)


@settings(max_examples=200)
@given(st.lists(st.lists(WORDS, min_size=2, max_size=3), min_size=1, max_size=4), st.booleans())
def test_every_row_of_a_table_is_given_back(rows: list[list[str]], is_header: bool) -> None:
    made = [
        Row(tuple(Cell(column, 1, (Paragraph(text),)) for column, text in enumerate(row)))
        for row in rows
    ]
    made[0] = Row(made[0].cells, is_header)
    lines = [text for text, _, _ in format_rows(Table(tuple(made), 3, has_lines=True))]
    tables = rebuild_tables(lines)
    assert sum(len(table.rows) for table in tables) == len(lines)
    for table in tables:
        texts, lines = lines[: len(table.rows)], lines[len(table.rows) :]
        if table.columns > 1:
            assert [text for text, _, _ in format_rows(table)] == texts
        else:
            assert [cell_text(row.cells[0]) for row in table.rows] == texts


TABLE = ["Region | Hubs", "Region: Africa | Hubs: 14", "Region: Asia"]
AFRICA = (("Region", "Africa"), ("Hubs", "14"))


@pytest.mark.parametrize(
    ("lines", "position", "above", "row"),
    [
        (TABLE, 1, "Table 2: Hubs", TableRow("2", 1, AFRICA)),
        (TABLE, 2, "表2：中心", TableRow("2", 2, (("Region", "Asia"),))),
        (TABLE, 0, "Tableau 2 – Pôles", TableRow("2", None, (("", "Region"), ("", "Hubs")))),
        (TABLE, 1, "الجدول 2-1: المراكز", TableRow("2-1", 1, AFRICA)),
        (TABLE, 1, "Table 2 shows the hubs.", TableRow(None, 1, AFRICA)),
        (TABLE, 1, None, TableRow(None, 1, AFRICA)),
        # Without names of columns, of two tables, or beside other numbers no row is told.
        (
            ["Asia | 12", "Oman | 3"],
            1,
            "Cuadro A1.",
            TableRow("A1", None, (("", "Oman"), ("", "3"))),
        ),
        ([*TABLE, "City | Day", "City: Dili"], 1, "Table 2: Hubs", TableRow(None, None, AFRICA)),
        (
            ["No. | Hubs", "No.: 7 | Hubs: 14"],
            1,
            "Таблица 2. Узлы",
            TableRow("2", None, (("No.", "7"), ("Hubs", "14"))),
        ),
    ],
)
def test_a_row_has_table_and_number_where_both_are_sure(
    lines: list[str], position: int, above: str | None, row: TableRow
) -> None:
    table_row = rebuild_rows(lines, [position], above)[0]
    assert replace(table_row, caption=None) == row
    assert table_row.caption == (above if row.table else None)


@pytest.mark.parametrize("file", sorted(FILES.glob("CWGWSIS40/*C-0003!!*-?.*")))
@pytest.mark.thorough
def test_the_rows_of_sample_tables_have_their_numbers(file: Path) -> None:
    passages = read(file).passages
    first = next(position for position, passage in enumerate(passages) if passage.kind == "table")
    lines = [passage.text for passage in passages if passage.kind == "table"]
    rows = rebuild_rows(lines, range(len(lines)), passages[first - 1].text)
    assert [(row.table, row.number) for row in rows] == [
        ("1", number or None) for number in range(6)
    ]
    assert all(len(row.cells) == 4 for row in rows)
