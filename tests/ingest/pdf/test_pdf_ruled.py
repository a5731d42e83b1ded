"""Are tables and doubles found as the plain way finds them, that takes longer?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sample import FILES
from ingest.pdf.content import cmap
from ingest.pdf.content.collector import Collector
from ingest.pdf.content.glyphs import SAME_PLACE, Glyph, drop_doubles
from ingest.pdf.content.interpreter import Interpreter
from ingest.pdf.content.table_cells import PagePath, find_tables
from tests.conftest import REAL_DATA

NAMES = ("S24-CWGWSIS40-C-0003!R1!PDF-E.pdf", "S24-CWGWSIS41-C-0002!!PDF-A.pdf")
RULED = ("issue-336-example.pdf", "issue-461-example.pdf", "issue20232.pdf", "right_to_left_03.pdf")


def files() -> Iterator[Path]:
    yield from (path for path in sorted(FILES.rglob("*.pdf")) if path.name in NAMES)
    real = REAL_DATA / "documents" / "pdf"
    yield from (real / name for name in RULED if (real / name).is_file())


def read_by_pdfplumber(page: Any) -> list[PagePath]:
    """Return lines, rectangles and curves of a page, as pdfplumber has them."""
    return [
        PagePath(
            item["object_type"],
            (item["x0"], item["top"], item["x1"], item["bottom"]),
            item["height"],
            item["stroke"],
            item["pts"] if item["object_type"] == "curve" else [],
        )
        for item in (*page.lines, *page.rects, *page.curves)
    ]


@pytest.mark.parametrize("path", list(files()), ids=lambda path: path.name)
@pytest.mark.thorough
def test_paths_and_tables_are_those_that_pdfplumber_finds(path: Path) -> None:
    count = 0
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            expected = read_by_pdfplumber(page)
            collector = Collector(pdf.rsrcmgr, 1, page.height, origin=page.mediabox[:2])
            Interpreter(pdf.rsrcmgr, collector).process_page(page.page_obj)
            assert sorted(collector.drawings) == sorted(expected)
            assert len(collector.images) == len(page.images)
            tables = [[tuple(row.cells) for row in table.rows] for table in page.find_tables()]
            assert find_tables(collector.drawings) == tables
            count += len(tables)
    assert count or path.name in NAMES


PLACES = st.integers(0, 60).map(lambda step: step / 2)


@given(st.lists(st.tuples(st.sampled_from("ab "), PLACES, PLACES), max_size=40))
def test_the_first_of_glyphs_at_one_place_is_read(drawn: list[tuple[str, float, float]]) -> None:
    glyphs = [Glyph(text, x, x + 3, y, 10.0, "F", False, 1) for text, x, y in drawn]
    kept: list[Glyph] = []
    for glyph in glyphs:
        near = SAME_PLACE * glyph.size
        if glyph.text == " " or not any(
            other.text == glyph.text
            and abs(other.x0 - glyph.x0) < near
            and abs(other.baseline - glyph.baseline) < near
            for other in kept
        ):
            kept.append(glyph)
    assert drop_doubles(glyphs) == kept


def test_only_shown_codes_of_a_font_are_read() -> None:
    texts = cmap._read_texts(b"1 beginbfrange <0000> <FFFF> <0000> endbfrange")
    assert texts is not None
    assert texts[0x41] == "A"
    assert texts.get(0x10000) is None
    assert len(texts) == 1


def test_the_later_of_two_glyphs_of_a_code_counts() -> None:
    ranges = b"1 begincidrange <00> <09> 20 endcidrange 1 begincidchar <05> 3 endcidchar"
    glyphs = cmap.CodeMap(cmap._read_glyphs(ranges), lambda glyph, offset: glyph + offset)
    assert [glyphs.get(code) for code in (0, 4, 5, 9, 10)] == [20, 24, 3, 29, None]


def test_separate_tables_are_two_and_one_cell_is_none() -> None:
    def grid(left: float, top: float, columns: int) -> list[PagePath]:
        boxes = [
            (left + 50 * column, top, left + 50 * column + 50, top + 20)
            for column in range(columns)
        ]
        return [PagePath("rect", box, 20.0, is_stroked=True) for box in boxes]

    tables = find_tables([*grid(100, 300, 3), *grid(300, 100, 1), *grid(100, 50, 2)])
    assert [len(row) for table in tables for row in table] == [2, 3]
