"""Do rows carry their headers, and do tables that only arrange a page read as text?"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.word.document import read

WordFile = Callable[..., Path]

LINES = '<w:tblPr><w:tblBorders><w:insideV w:val="single"/></w:tblBorders></w:tblPr>'


def paragraph(text: str, properties: str = "", of_run: str = "") -> str:
    """Return a paragraph with one run."""
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{of_run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"
    )


def cell(text: str, properties: str = "", of_run: str = "") -> str:
    """Return a cell with one paragraph, or with the XML given."""
    inner = text if text.startswith("<") else paragraph(text, of_run=of_run)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """Return a row of cells; plain words become cells."""
    inner = "".join(content if content.startswith("<w:tc>") else cell(content) for content in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def table(*rows: str, properties: str = LINES) -> str:
    """Return a table, with lines between its columns by default."""
    return f"<w:tbl>{properties}{''.join(rows)}</w:tbl>"


def blocks(path: Path) -> list[tuple[str, str]]:
    """Return kind and text of all blocks."""
    return [(block.kind, block.text) for block in read(path).blocks]


def texts(path: Path) -> list[str]:
    """Return texts of all blocks."""
    return [text for _, text in blocks(path)]


def test_marked_header_rows_are_repeated(word_file: WordFile) -> None:
    header = "<w:tblHeader/>"
    two = '<w:gridSpan w:val="2"/>'
    body = table(
        row("Country", cell("2023", two), properties=header),
        row("", cell("Q1"), cell("Q2"), properties=header),
        row("France", "5", "6"),
        row(cell("All of them: ", '<w:gridSpan w:val="3"/>')),
    )
    assert blocks(word_file(body)) == [
        ("table", "Country | 2023"),
        ("table", "Q1 | Q2"),
        ("table", "Country: France | 2023 Q1: 5 | 2023 Q2: 6"),
        ("table", "Country 2023 Q1 Q2: All of them:"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (
            ("Action", "Lead", "By"),
            ("Study", "ITU", "2025"),
            "Action: Study | Lead: ITU | By: 2025",
        ),
        (("", "Lead", "By"), ("1", "ITU", "2025"), "1 | Lead: ITU | By: 2025"),
        (("C1", "Lead", "By"), ("C2", "ITU", "2025"), "C2 | ITU | 2025"),
        (("Same", "Same", "By"), ("a", "b", "c"), "a | b | c"),
        (("Key", "Value"), ("Other", "Thing"), "Other | Thing"),
    ],
)
def test_first_rows_that_look_like_headers(
    word_file: WordFile, first: tuple[str, ...], second: tuple[str, ...], expected: str
) -> None:
    assert texts(word_file(table(row(*first), row(*second))))[1] == expected


def test_two_columns_have_a_header_if_it_alone_is_bold(word_file: WordFile) -> None:
    bold = [cell(text, of_run="<w:b/>") for text in ("Term", "Meaning")]
    assert texts(word_file(table(row(*bold), row("ITU", "Union")))) == [
        "Term | Meaning",
        "Term: ITU | Meaning: Union",
    ]


def test_two_columns_with_figures_below_have_a_header(word_file: WordFile) -> None:
    body = table(row("Country", "Resolution"), row("France", "140"), row("Chile", "70/125"))
    assert texts(word_file(body))[1:] == [
        "Country: France | Resolution: 140",
        "Country: Chile | Resolution: 70/125",
    ]
    pairs = table(row("Source:", "Secretariat"), row("Number:", "12"), row("Date:", "2024"))
    assert texts(word_file(pairs))[1:] == ["Number: | 12", "Date: | 2024"]


def test_merged_cells_read_once(word_file: WordFile) -> None:
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        row("Goal", "Target", "Year"),
        row(cell("Goal 9", begins), "9.c", "2020"),
        row(cell("never shown", goes_on), "9.b", "2030"),
        row(cell("stands alone", ""), "9.a", "2030"),
        row(cell("nothing above", goes_on), "8.a", "2030"),
    )
    assert texts(word_file(body))[1:] == [
        "Goal: Goal 9 | Target: 9.c | Year: 2020",
        "Target: 9.b | Year: 2030",
        "Goal: stands alone | Target: 9.a | Year: 2030",
        "Goal: nothing above | Target: 8.a | Year: 2030",
    ]


def test_rows_and_cells_in_content_controls(word_file: WordFile) -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    second = f"<w:tr>{control(cell('1'))}{cell('2')}{cell('3')}{cell('4')}</w:tr>"
    body = table(row("A", "B", "C", "D"), control(second))
    assert texts(word_file(body))[1] == "A: 1 | B: 2 | C: 3 | D: 4"


def test_nested_tables_follow_their_row(word_file: WordFile) -> None:
    inner = table(row("x 1", "y"), row("z", "u"))
    body = table(
        row("A 1", cell(paragraph("B") + inner + paragraph("after"))), row("C", "D")
    ) + paragraph("end")
    assert texts(word_file(body)) == ["A 1 | B after", "x 1 | y", "z | u", "C | D", "end"]


def test_words_of_a_cell_are_on_one_line(word_file: WordFile) -> None:
    two = paragraph("Resolution 140") + "<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r></w:p>"
    assert texts(word_file(table(row(cell(two), "1"), row("", "")))) == ["Resolution 140 a b | 1"]


def test_a_cover_reads_as_paragraphs(word_file: WordFile) -> None:
    body = table(
        row("Council Working Group", ""),
        row(cell(paragraph("Geneva") + paragraph("2024")), "Document CWG-WSIS&amp;SDG-39/2-E"),
        row("", "Original: English"),
        properties="",
    )
    assert blocks(word_file(body)) == [
        ("paragraph", "Council Working Group"),
        ("paragraph", "Geneva"),
        ("paragraph", "2024"),
        ("paragraph", "Document CWG-WSIS&SDG-39/2-E"),
        ("paragraph", "Original: English"),
    ]


def test_a_table_without_lines_behind_text_stays_a_table(word_file: WordFile) -> None:
    rows = table(row("Geneva", "C24/8"), row("Paris", "C24/9"), properties="")
    assert blocks(word_file(paragraph("Report") + rows))[1:] == [
        ("table", "Geneva | C24/8"),
        ("table", "Paris | C24/9"),
    ]


def test_columns_of_running_text_read_as_paragraphs(word_file: WordFile) -> None:
    rows = table(row("word " * 50, "слово " * 50), properties="")
    assert [kind for kind, _ in blocks(word_file(paragraph("Report") + rows))] == ["paragraph"] * 3


def test_a_table_without_lines_but_with_headers_stays_a_table(word_file: WordFile) -> None:
    body = table(row("Year", "Cases", "Convictions"), row("2004", "134", "37"), properties="")
    assert texts(word_file(body))[1] == "Year: 2004 | Cases: 134 | Convictions: 37"


def test_cells_of_numbered_paragraphs_read_as_paragraphs(word_file: WordFile) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    left = paragraph("welcomes the report", numbered) + paragraph("requests", numbered)
    body = table(row(cell(left), cell("Note 1")), row("a", "b"))
    blocks = read(word_file(body, numbering=numbering)).blocks
    assert [(block.kind, block.label) for block in blocks[:2]] == [
        ("paragraph", "1."),
        ("paragraph", "2."),
    ]


def test_numbers_of_rows_are_part_of_the_row(word_file: WordFile) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    empty = '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
    rows = [row(cell(empty), "Study 1", "ITU"), row(cell(empty), "Study 2", "UNESCO")]
    assert texts(word_file(table(*rows), numbering=numbering)) == [
        "1. | Study 1 | ITU",
        "2. | Study 2 | UNESCO",
    ]


def test_thousands_of_merged_cells_are_quick(word_file: WordFile) -> None:
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        row(*(cell(f"c{column}", begins if number % 50 == 0 else goes_on) for column in range(10)))
        for number in range(1000)
    ]
    path = word_file(table(*rows))
    begun = time.perf_counter()
    assert len(read(path).blocks) == 20
    # 10,000 cells take 0.3 s; python-docx's row.cells takes minutes.
    assert time.perf_counter() - begun < 60


def test_rows_without_own_words_keep_their_content(word_file: WordFile) -> None:
    inner = table(row("Rate", "5 %"), row("Term", "2 years"))
    box = (
        "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        f"{paragraph('In a box')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    note = '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    body = table(
        row("Name", "Value"),
        row(cell(f"{inner}<w:p/>"), cell("<w:p/>")),
        row(cell(box), cell(note)),
        row("Sum", "7"),
    )
    notes = f'<w:footnote w:id="2">{paragraph("A note.")}</w:footnote>'
    assert blocks(word_file(paragraph("Before") + body, footnotes=notes)) == [
        ("paragraph", "Before"),
        ("table", "Name | Value"),
        ("table", "Rate | 5 %"),
        ("table", "Term | 2 years"),
        ("footnote", "A note."),
        ("paragraph", "In a box"),
        ("table", "Sum | 7"),
    ]
