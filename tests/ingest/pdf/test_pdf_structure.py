"""Do headers, headings, notes, tables and covers of a PDF file come out as what they are?"""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pytest

from corpus.documents import Box
from corpus.sample import FILES
from ingest.pdf.document import read
from ingest.read import read as document
from tests.ingest.pdf.pdf_writer import LINES, TEXT, Pdf, long_document, texts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "document.pdf"


def test_running_lines_are_left_out(path: Path) -> None:
    reading = read(long_document().save(path))
    assert not [t for t in texts(reading) if "39/2" in t or t.startswith("-")]
    assert reading.running[0] == "CWG-WSIS&SDG-39/2-E"
    assert "- 3 -" in reading.running
    assert len(set(reading.running)) == len(reading.running)


def test_lines_of_the_text_that_recur_are_kept(path: Path) -> None:
    pdf = Pdf()
    for number in range(1, 7):
        pdf.page()
        pdf.text(400, 40, "CWG-WSIS&SDG-39/2-E")
        words = [f"{line} {chr(96 + number) * 3}" for line in LINES]
        pdf.paragraph(60, 70, ["Answer of the contributor to the question", *words])
        pdf.paragraph(60, 200, LINES[: number % 3 + 1])
    reading = read(pdf.save(path))
    assert len([t for t in texts(reading) if "Answer of the contributor" in t]) == 6
    assert reading.running == ("CWG-WSIS&SDG-39/2-E",)


def test_text_that_two_pages_share_is_no_header(path: Path) -> None:
    pdf = Pdf()
    for number, name in enumerate(("Geneva", "Tunis", "Busan", "Doha", "Dubai", "Bali"), 1):
        pdf.page()
        pdf.text(400, 30, "CWG-WSIS&SDG-39/2-E")
        if number in {2, 3, 5}:
            pdf.text(60, 60, "Answer sheet for the questionnaire")
            for row in range(6):
                pdf.text(60, 160 + 40 * row, f"{row}) What is question number {row}?")
            pdf.text(60, 420, f"Answered in {name}")
        else:
            pdf.paragraph(60, 160, [f"{line} in {name}" for line in LINES])
    reading = read(pdf.save(path))
    assert sum("Answer sheet" in text for text in texts(reading)) == 3
    assert reading.running == ("CWG-WSIS&SDG-39/2-E",)


def test_feet_of_united_nations_pages_are_left_out(path: Path) -> None:
    pdf = Pdf()
    for number, foot in enumerate(("18-16895 (E)    031218", "2/3", "18-16895"), 1):
        pdf.page()
        pdf.paragraph(60, 100, [f"{line} {number}" for line in LINES])
        pdf.text(60, 700, "____________")
        pdf.text(60, 810, foot)
        pdf.text(400, 810, ("*1816895*", "18-16895", "3/3")[number - 1])
    reading = read(pdf.save(path))
    assert not [text for text in texts(reading) if "16895" in text or "__" in text or "/3" in text]


def test_a_head_on_one_page_alone_is_left_out(path: Path) -> None:
    pdf = Pdf().page()
    pdf.text(400, 40, "A/RES/73/8")
    pdf.text(60, 70, "73/8. The networks of the valleys", size=14, bold=True)
    pdf.paragraph(60, 100, LINES)
    pdf.page()
    pdf.text(60, 40, "A/RES/73/8")
    pdf.text(300, 40, "The networks of the valleys")
    pdf.paragraph(60, 80, LINES[::-1])
    reading = read(pdf.save(path))
    assert len([text for text in texts(reading) if "The networks of the valleys" in text]) == 1
    assert "A/RES/73/8" in reading.running


def test_a_symbol_of_another_document_is_no_head(path: Path) -> None:
    pdf = Pdf().page()
    pdf.text(400, 40, "E/2018/22")
    pdf.paragraph(60, 100, LINES)
    pdf.page()
    pdf.text(60, 40, "A/RES/73/9")
    pdf.paragraph(60, 80, LINES[::-1])
    assert any("A/RES/73/9" in text for text in texts(read(pdf.save(path))))


def test_a_heading_that_two_pages_share_is_no_header(path: Path) -> None:
    pdf = Pdf()
    for name in ("Geneva", "Tunis"):
        pdf.page()
        pdf.text(60, 30, "CWG-WSIS&SDG-39/2-E")
        pdf.text(60, 70, "CoverStatement of the delegation", size=14)
        pdf.paragraph(60, 120, [f"{line} in {name}" for line in LINES])
    reading = read(pdf.save(path))
    assert texts(reading, "heading") == ["CoverStatement of the delegation"] * 2
    assert reading.running == ("CWG-WSIS&SDG-39/2-E",)


def test_the_number_of_a_section_is_no_page_number(path: Path) -> None:
    pdf = Pdf()
    for number in (1, 2, 3):
        pdf.page()
        pdf.text(60, 80, f"{number}", bold=True)
        pdf.text(100, 80, f"Section {'abc'[number - 1]} of this text", bold=True)
        pdf.paragraph(60, 110, LINES)
    headings = texts(read(pdf.save(path)), "heading")
    assert headings == [
        f"{number}\tSection {'abc'[number - 1]} of this text" for number in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param(("1.1", "2.1", "3.1"), id="chapters"),
        pytest.param(("1.2.1", "1.3.1", "2.2.1", "3.1.1"), id="subclauses"),
    ],
)
def test_a_title_behind_clause_numbers_is_no_page_head(
    path: Path, numbers: tuple[str, ...]
) -> None:
    pdf = Pdf()
    for number in numbers:
        pdf.page()
        pdf.text(400, 30, "CWG-WSIS&SDG-39/2-E")
        pdf.text(60, 70, f"{number} The hub opens", bold=True)
        pdf.paragraph(60, 110, [f"{line} ({number})" for line in LINES])
    reading = read(pdf.save(path))
    assert texts(reading, "heading") == [f"{number} The hub opens" for number in numbers]
    assert reading.running == ("CWG-WSIS&SDG-39/2-E",)


def test_single_clause_numbers_count_where_text_has_those_between(path: Path) -> None:
    pdf = Pdf()
    for number in (1, 5, 9):
        pdf.page()
        pdf.text(60, 70, f"{number} The hub opens", bold=True)
        rows = [f"{number + step} The {name} hub" for step, name in enumerate(("first", "last"), 1)]
        for row, text in enumerate([*rows, f"{number + 3} It closes in year {number}."]):
            pdf.text(60, 110 + 30 * row, text)
    headings = texts(read(pdf.save(path)))
    assert sum("The hub opens" in text for text in headings) == 3


@pytest.mark.parametrize(
    "heads",
    [
        pytest.param(("2 Report", "3 Report", "4 Report"), id="pages"),
        pytest.param(("2.4 Report", "2.5 Report", "2.6 Report"), id="chapter-and-page"),
        pytest.param(("3.1 Report", "3.1 Report", "3.2 Report"), id="section"),
    ],
)
def test_page_numbers_before_a_title_leave_it_a_page_head(
    path: Path, heads: tuple[str, ...]
) -> None:
    pdf = Pdf()
    for head in heads:
        pdf.page()
        pdf.text(60, 30, head)
        pdf.paragraph(60, 110, [f"{line} ({chr(97 + len(pdf.pages))})" for line in LINES])
    reading = read(pdf.save(path))
    assert not [text for text in texts(reading) if "Report" in text]
    assert reading.running == tuple(dict.fromkeys(heads))


def test_roman_numbers_of_front_pages_are_left_out(path: Path) -> None:
    pdf = Pdf()
    for number in ("", "ii", "iii", "iv"):
        pdf.page()
        pdf.paragraph(60, 110, [f"{line} ({number or 'first'})" for line in LINES])
        if number:
            pdf.text(60, 800, "Rec. ITU-T Y.2999 (03/2025)", size=8)
            pdf.text(400, 800, number, size=8)
    reading = read(pdf.save(path))
    assert not [text for text in texts(reading) if "Rec." in text or len(text) < 4]
    assert {"ii", "iii", "iv"} <= set(reading.running)


def test_a_letter_at_the_edge_of_a_page_is_no_page_number(path: Path) -> None:
    pdf = Pdf()
    for mark in ("x", "v", "i"):
        pdf.page()
        pdf.paragraph(60, 110, [f"{line} ({len(pdf.pages)})" for line in LINES])
        pdf.text(60, 800, mark)
    assert [text for text in texts(read(pdf.save(path))) if len(text) == 1] == ["x", "v", "i"]


def test_abbreviations_stay_with_their_explanations(path: Path) -> None:
    pdf = Pdf().page()
    pdf.paragraph(60, 60, LINES)
    terms = (("API", "Application Interface"), ("CN", "Community Network"), ("OID", "Identifier"))
    for row, (term, explanation) in enumerate(terms):
        pdf.text(60, 120 + 18 * row, term)
        pdf.text(130, 120 + 18 * row, explanation)
    pdf.text(60, 200, "[ITU-T X.660]")
    pdf.text(150, 200, "Names and numbers of things")
    reading = read(pdf.save(path))
    assert texts(reading)[-4:] == [
        *(f"{term}\t{explanation}" for term, explanation in terms),
        "[ITU-T X.660]\tNames and numbers of things",
    ]


def test_the_number_of_an_annex_and_its_title_are_one_heading(path: Path) -> None:
    pdf = Pdf().page()
    pdf.paragraph(60, 60, LINES)
    pdf.text(270, 140, "Annex A", bold=True)
    pdf.text(255, 170, "Trial of a hub", bold=True)
    pdf.paragraph(60, 200, LINES)
    assert texts(read(pdf.save(path)), "heading") == ["Annex A Trial of a hub"]


def test_a_header_alone_at_the_end_of_its_page_names_the_next_columns(path: Path) -> None:
    pdf = Pdf().page()
    pdf.paragraph(60, 60, LINES)
    pdf.page().paragraph(60, 60, LINES[::-1])
    columns = [60.0, 200.0, 340.0, 480.0]
    for top, rows in (
        (760, [("Field", "Content", "Example")]),
        (60, [("place", "point of access", "harbour"), ("name", "name of the hub", "valley")]),
    ):
        if top == 60:
            pdf.page()
        pdf.grid(columns, [top + 20.0 * row for row in range(len(rows) + 1)])
        for row, cells in enumerate(rows):
            for x, cell in zip(columns, cells, strict=False):
                pdf.text(x + 4, top + 20 * row + 14, cell, bold=cells[0] == "Field")
    assert texts(read(pdf.save(path)), "table") == [
        "Field | Content | Example",
        "Field: place | Content: point of access | Example: harbour",
        "Field: name | Content: name of the hub | Example: valley",
    ]


def test_headings_by_size_and_weight(path: Path) -> None:
    pdf = Pdf().page()
    pdf.text(60, 60, "Report of the Chair", size=16)
    pdf.text(60, 90, "Introduction", bold=True)
    pdf.paragraph(60, 110, LINES)
    pdf.text(60, 160, "Action lines", bold=True)
    pdf.paragraph(60, 180, LINES)
    reading = read(pdf.save(path))
    assert [(b.kind, b.level) for b in reading.blocks] == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", None),
        ("heading", 2),
        ("paragraph", None),
    ]


def test_footnotes_follow_the_block_that_calls_them(path: Path) -> None:
    pdf = Pdf().page()
    end = pdf.text(60, 100, "The Council adopted Resolution 1332")
    end = pdf.text(end, 96, "1", size=6)
    pdf.text(end, 100, " in Geneva.")
    pdf.paragraph(60, 140, LINES)
    pdf.text(60, 742, "1", size=5)
    pdf.text(66, 745, "Revised by Council 2024.", size=8)
    reading = read(pdf.save(path))
    assert [(b.kind, b.label, b.text) for b in reading.blocks] == [
        ("paragraph", None, "The Council adopted Resolution 1332 in Geneva."),
        ("footnote", "1", "Revised by Council 2024."),
        ("paragraph", None, TEXT),
    ]


def test_a_raised_number_without_a_note_stays(path: Path) -> None:
    pdf = Pdf().page()
    end = pdf.text(60, 100, "An area of 20 km")
    pdf.text(end, 96, "2", size=6)
    assert texts(read(pdf.save(path))) == ["An area of 20 km2"]


def test_a_note_continues_at_the_next_pages_foot(path: Path) -> None:
    pdf = Pdf().page()
    end = pdf.text(60, 100, "The Council adopted Resolution 1332")
    pdf.text(end, 96, "1", size=6)
    pdf.paragraph(60, 140, LINES)
    pdf.text(60, 742, "1", size=5)
    pdf.text(66, 745, "Revised by Council 2024 after a long debate on", size=8)
    pdf.page().paragraph(60, 100, LINES)
    pdf.text(60, 745, "its mandate.", size=8)
    reading = read(pdf.save(path))
    assert texts(reading, "footnote") == [
        "Revised by Council 2024 after a long debate on its mandate."
    ]
    assert [box.page for b in reading.blocks if b.label == "1" for box in b.boxes] == [1, 2]


def _column(pdf: Pdf, x: float, top: float, marked: int | None, count: int) -> None:
    """Return lines of a column; one of them calls note 1 or 2 by a raised mark at its end."""
    for row in range(count):
        end = pdf.text(x, top + 12 * row, f"These are words of line {row} of the column")
        if row == marked:
            pdf.text(end, top + 12 * row - 4, "1" if x < 300 else "2", size=6)


def test_notes_are_read_at_the_foot_of_their_column(path: Path) -> None:
    pdf = Pdf().page()
    for row, name in enumerate(("Geneva", "Tunis")):
        x = 200.0 + 100 * row
        pdf.text(pdf.text(x, 80, name), 76, str(row + 1), size=6)
        pdf.text(pdf.text(x, 96, str(row + 1), size=6), 100, f"{name} office")
    _column(pdf, 60, 130, 3, 40)
    _column(pdf, 320, 130, 5, 40)
    pdf.text(pdf.text(60, 640, "1", size=5), 644, "The first note", size=8)
    pdf.text(60, 654, "and its second line", size=8)
    pdf.text(pdf.text(320, 640, "2", size=5), 644, "The other note", size=8)
    reading = read(pdf.save(path))
    notes = {block.label: block.text for block in reading.blocks if block.kind == "footnote"}
    assert notes == {"1": "The first note and its second line", "2": "The other note"}
    text = " ".join(texts(reading, "paragraph"))
    assert text.count("line 39 of the column") == 2
    assert text.index("line 39 of") < text.rindex("line 0 of")
    assert "Geneva office" in text


def test_a_raised_mark_in_mid_page_begins_no_notes(path: Path) -> None:
    pdf = Pdf().page()
    pdf.text(pdf.text(60, 60, "The Group"), 56, "1", size=6)
    pdf.text(pdf.text(60, 86, "1", size=6), 90, "The first of its members")
    pdf.paragraph(60, 120, LINES * 8)
    pdf.text(pdf.text(60, 500, "2", size=6), 504, "is how the line before goes on")
    assert texts(read(pdf.save(path)), "footnote") == []


def test_a_table_goes_on_over_a_page_break(path: Path) -> None:
    pdf = Pdf().page()
    pdf.paragraph(60, 60, LINES)
    rows = [("Region", "2021", "2024"), ("Africa", "174", "52"), ("Europe", "95", "22")]
    for top, part in ((700, rows[:2]), (60, [rows[0], rows[2]])):
        if top == 60:
            pdf.page()
        pdf.grid([60, 200, 340, 480], [top, top + 20, top + 40])
        for position, row in enumerate(part):
            for column, cell in enumerate(row):
                bold = row is rows[0]
                pdf.text(66 + 140 * column, top + 14 + 20 * position, cell, bold=bold)
    pdf.paragraph(60, 200, LINES)
    assert texts(read(pdf.save(path)), "table") == [
        "Region | 2021 | 2024",
        "Region: Africa | 2021: 174 | 2024: 52",
        "Region: Europe | 2021: 95 | 2024: 22",
    ]


def test_a_word_broken_by_a_narrow_cell_is_whole(path: Path) -> None:
    pdf = Pdf().page()
    pdf.page()
    pdf.paragraph(60, 60, [f"{line} " for line in LINES * 3])
    pdf.grid([60, 105, 300, 480], [200, 240, 270])
    for row, line in enumerate(("Paragr", "aph")):
        pdf.text(66, 214 + 12 * row, line, bold=True)
    pdf.text(111, 214, "Views", bold=True)
    pdf.text(306, 214, "Solution", bold=True)
    for x, text in ((66, "3.1"), (111, "Two days"), (306, "Asia-Pacific")):
        pdf.text(x, 254, text)
    assert texts(read(pdf.save(path)), "table")[0] == "Paragraph | Views | Solution"


def test_an_indented_line_of_a_cell_goes_on_below_its_indent(path: Path) -> None:
    pdf = Pdf().page()
    pdf.grid([60, 200, 340, 480], [100, 120, 160, 200])
    for x, text in ((66, "项目"), (206, "本期"), (346, "上期")):
        pdf.text(x, 114, text)
    for top, end in ((134, "金"), (174, "额")):
        pdf.text(86, top, "支付利息及佣金的现款", size=10.8)
        pdf.text(66, top + 18, end, size=10.8)
        pdf.text(206, top, "25")
        pdf.text(346, top, "55")
    assert texts(read(pdf.save(path)), "table")[1] == (
        "项目: 支付利息及佣金的现款金 | 本期: 25 | 上期: 55"
    )


def test_a_stretched_title_of_two_characters_is_one_word(path: Path) -> None:
    pdf = Pdf().page()
    pdf.text(250, 60, "附", size=16)
    pdf.text(310, 60, "件", size=16)
    pdf.paragraph(60, 100, ["会议审议了这些文稿，并请秘书处提交报告。"])
    first, _ = read(pdf.save(path)).blocks
    assert (first.kind, first.text) == ("heading", "附件")


def test_a_sign_next_to_a_title_leaves_it_a_heading(path: Path) -> None:
    pdf = Pdf().page()
    pdf.text(60, 60, "Report of the Chair", size=16)
    pdf.text(60, 100, "★", size=8)
    pdf.text(100, 100, "Action lines", size=16)
    pdf.paragraph(60, 130, LINES)
    blocks = read(pdf.save(path)).blocks
    assert [block.text for block in blocks if block.kind == "heading"] == [
        "Report of the Chair",
        "Action lines",
    ]


def test_a_number_below_a_short_line_begins_a_paragraph(path: Path) -> None:
    pdf = Pdf().page()
    pdf.paragraph(
        60, 60, ["会议审议了这些文稿，并请秘书处在下次会议上提交报告，说明每一份报告何时发出、"]
    )
    pdf.text(94, 112, "（3）论坛的总结，八月。")
    pdf.text(60, 134, "4、日历不应超过一页。附件1举例。")
    lines = texts(read(pdf.save(path)))
    assert lines[-2:] == ["（3）论坛的总结，八月。", "4、日历不应超过一页。附件1举例。"]


@pytest.mark.parametrize("caption", ["Figure 1 – Hours", "Box 2: The island", "Table 3 - Days"])
def test_a_caption_close_below_a_full_line_is_its_own(path: Path, caption: str) -> None:
    pdf = Pdf().page()
    pdf.paragraph(60, 60, [*LINES[:2], caption])
    assert texts(read(pdf.save(path)))[-1] == caption


def test_a_line_far_inside_is_no_first_line_of_a_paragraph(path: Path) -> None:
    pdf = Pdf().page()
    pdf.paragraph(60, 60, LINES)
    pdf.text(320, 108, "(Geneva, 2022)")
    pdf.paragraph(60, 120, LINES)
    assert texts(read(pdf.save(path))) == [TEXT, "(Geneva, 2022)", TEXT]


def test_narrow_gaps_are_spaces_where_a_page_draws_none(path: Path) -> None:
    pdf = Pdf().page()
    for row, line in enumerate(LINES):
        x = 60.0
        for word in line.split():
            x = pdf.text(x, 60 + 12 * row, word) + 1.7
    assert texts(read(pdf.save(path))) == [TEXT]


def test_letters_set_apart_are_one_word(path: Path) -> None:
    pdf = Pdf().page()
    x = 60.0
    for letter in "ANNEXES":
        x = pdf.text(x, 60, letter) + 1.7
    assert texts(read(pdf.save(path))) == ["ANNEXES"]


def test_narrow_justified_columns(path: Path) -> None:
    pdf = Pdf().page()
    full = ["a", "gamma", "further", "stretched", "onward", "by"]
    rotated = [full[row % 6 :] + full[: row % 6] for row in range(12)]
    lines = [["alpha", "beta"] if row % 3 == 1 else words for row, words in enumerate(rotated)]
    for x in (60, 300):
        for row, words in enumerate(lines):
            widths = [5 * len(word) for word in words]
            space = (200 - sum(widths)) / (len(words) - 1)
            place = float(x)
            for word, width in zip(words, widths, strict=True):
                pdf.text(place, 100 + 13 * row, word)
                place += width + space
    text = " ".join(texts(read(pdf.save(path))))
    assert text == " ".join(" ".join(words) for words in lines * 2)


def test_a_colon_in_a_column_of_text_begins_no_entry(path: Path) -> None:
    pdf = Pdf().page()
    left = [
        "The Group agreed on what it calls a much simplified",
        "two-stage review: first the text",
    ]
    for x in (40, 310):
        for row in range(10):
            pdf.paragraph(x, 60 + 30 * row, left, step=12)
    assert f"{left[0]} {left[1]}" in texts(read(pdf.save(path)))


def test_cover_lines_and_captions_are_no_headings(path: Path) -> None:
    pdf = Pdf().page()
    pdf.text(180, 100, "Contribution by Kenya", bold=True)
    pdf.text(120, 130, "Solar power for schools", size=16)
    pdf.paragraph(60, 200, LINES)
    pdf.text(60, 260, "Table 1: Cost by region", bold=True)
    pdf.paragraph(60, 290, LINES)
    document = read(pdf.save(path))
    assert texts(document, "heading") == ["Solar power for schools"]


def test_dates_and_entries_next_to_a_title_are_separate(path: Path) -> None:
    pdf = Pdf().page()
    entries = ["Document CWG-WSIS&SDG-39/2-E", "15 January 2024", "Original: English"]
    pdf.paragraph(60, 100, ["Council Working Group on WSIS", "39th meeting"], step=20)
    pdf.paragraph(340, 100, entries, step=20)
    pdf.paragraph(60, 260, LINES)
    lines = texts(read(pdf.save(path)))
    assert [entry for entry in entries if entry in lines] == entries


def test_rows_of_a_ruled_table_repeat_their_headers(path: Path) -> None:
    pdf = Pdf().page()
    pdf.page()
    pdf.grid([60, 200, 340, 480], [100, 120, 140, 160])
    rows = [("Goal", "Action line", "Year"), ("SDG 9", "C2", "2003"), ("SDG 4", "C4", "2005")]
    for position, row in enumerate(rows):
        for column, cell in enumerate(row):
            pdf.text(66 + 140 * column, 114 + 20 * position, cell)
    pdf.paragraph(60, 200, LINES)
    reading = read(pdf.save(path))
    assert texts(reading, "table") == [
        "Goal | Action line | Year",
        "Goal: SDG 9 | Action line: C2 | Year: 2003",
        "Goal: SDG 4 | Action line: C4 | Year: 2005",
    ]
    assert texts(reading, "paragraph") == [TEXT]
    assert reading.blocks[1].boxes[0].top == pytest.approx(120, abs=1)


@pytest.mark.parametrize("ruled", [False, True])
def test_shades_behind_the_lines_of_a_cell_make_no_rows(path: Path, *, ruled: bool) -> None:
    pdf = Pdf().page()
    for row, (name, value) in enumerate(
        [
            (["The name of the", "contribution"], "WSIS"),
            (["The place of the", "meeting"], "Geneva"),
            (["The other place,", "and its date"], "Tunis"),
        ]
    ):
        top = 100 + 28 * row
        pdf.shade(60, top, 200, top + 14)
        pdf.shade(60, top + 14, 200, top + 28)
        pdf.paragraph(66, top + 10, name, step=14)
        pdf.text(206, top + 18, value)
        if ruled:
            pdf.rule(60, top + 14, 200, top + 14)
    pdf.grid([60, 200, 340], [100, 128, 156, 184])
    text = " ".join(texts(read(pdf.save(path))))
    assert ("The name of the contribution" in text) == (not ruled)
    assert ("The place of the meeting" in text) == (not ruled)


def test_a_ruled_cover_comes_as_paragraphs(path: Path) -> None:
    pdf = Pdf().page()
    pdf.grid([60, 300, 540], [100, 150, 200])
    pdf.text(66, 114, "Agenda item: 2")
    pdf.text(306, 114, "Document C24/8-E")
    pdf.text(306, 128, "15 March 2024")
    pdf.text(66, 164, "Report by the Secretary-General")
    pdf.paragraph(60, 260, LINES)
    reading = read(pdf.save(path))
    assert {block.kind for block in reading.blocks} == {"paragraph"}
    assert "Agenda item: 2" in texts(reading)
    assert not any(" | " in text for text in texts(reading))


def test_cells_of_a_cover_stay_apart(tmp_path: Path) -> None:
    """The left cell runs up to the right one, and its lines have other heights."""
    pdf = Pdf().page()
    left = ("Council Working Group on Information", "32nd meeting, Geneva", "24-25 January 2018")
    for row, line in enumerate(left):
        pdf.text(72, 72 + 13 * row, line)
    for row, line in enumerate(("Document C18/8-E", "Rev. 1", "25 January 2018", "English only")):
        pdf.text(280, 72 + 13 * row, line)
    pdf.text(285, 160, "Kenya")
    pdf.text(310, 156, "1", size=6)
    pdf.text(232, 190, "Schools and their networks")
    pdf.paragraph(72, 230, LINES)
    parts = read(pdf.save(tmp_path / "cover.pdf")).cover
    assert [part.text for part in parts if part.cell == 1] == [
        "Document C18/8-E", "Rev. 1", "25 January 2018", "English only",
    ]  # fmt: skip
    assert [part.text for part in parts if part.cell == 0] == list(left)
    middle = [part.text for part in parts if part.look is not None and part.look.centred]
    assert middle == ["Kenya", "Schools and their networks"]


@pytest.mark.parametrize(
    "name",
    [
        "CWGWSIS41/S24-CWGWSIS41-C-0006!!PDF-F.pdf",
        "CWGWSIS40/S24-CWGWSIS40-INF-0004!!PDF-R.pdf",
    ],
)
@pytest.mark.thorough
def test_a_piece_of_a_paragraph_has_its_own_page(name: str) -> None:
    (piece,) = (passage for passage in document(FILES / name).passages if passage.piece > 1)
    assert piece.label == "3.2"
    assert piece.page == 3
    assert [box.page for box in piece.boxes] == [3]
    with pdfplumber.open(FILES / name) as file:
        text = file.pages[2].crop(_rectangle(piece.boxes[0])).extract_text()
    assert piece.text[:40] in " ".join(text.split())


def _rectangle(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.top, box.x1, box.bottom
