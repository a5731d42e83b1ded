"""Are the habits of producers of PDF known: Typst, fpdf2, LibreOffice, browsers?"""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pdf.content.cmap import mend
from ingest.pdf.document import read
from tests.ingest.pdf.pdf_writer import LINES, TEXT, Pdf, texts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "document.pdf"


def test_a_mark_with_the_text_of_its_letter_counts_once(path: Path) -> None:
    # Typst: the raised mark is a glyph of its own, and both are called by the whole cluster.
    pdf = Pdf().page()
    for row in range(3):
        top = 100 + 14 * row
        place = pdf.text(60, top, "\ue010", actual="ا")
        pdf.text(place + 2.5, top - 1.2, "\u0651", actual="مّ")
        place = pdf.text(place, top, "\ue011", actual="مّ")
        pdf.text(place, top, "\ue012", actual="ل")
    assert " ".join(texts(read(pdf.save(path)))).split() == ["لمّا"] * 3


def test_the_stretch_of_arabic_words_is_no_damage(path: Path) -> None:
    # LibreOffice: a justified word is stretched with a glyph without Unicode, drawn on itself.
    pdf = Pdf(to_unicode={"\ue001": None}).page()
    for row in range(6):
        top = 100 + 14 * row
        place = pdf.text(60, top, "ملع")
        pdf.text(place, top, "\ue001")
        place = pdf.text(place + 2.5, top, "\ue001")
        pdf.text(place, top, "لا")
    reading = read(pdf.save(path))
    assert not reading.warnings
    assert " ".join(texts(reading)).split() == ["العلم"] * 6


def test_letters_without_unicode_stay_damage(path: Path) -> None:
    pdf = Pdf(to_unicode={"\ue001": None}).page()
    for row in range(6):
        pdf.text(60, 100 + 14 * row, "ملع\ue001\ue001لا ملع\ue001لا")
    pdf.page().paragraph(60, 100, LINES)
    assert [warning.code for warning in read(pdf.save(path)).warnings] == ["damaged-text"]


def test_the_second_column_may_begin_above_the_first(path: Path) -> None:
    # Browsers keep the space above the first paragraph, and have none where it goes on.
    pdf = Pdf().page()
    first = ["The Council Working Group on WSIS and", "SDGs met in Geneva and considered the"]
    second = ["contributions that were made by the", "Member States and the Sector Members"]
    pdf.paragraph(60, 112, first * 4)
    pdf.paragraph(300, 100, second * 4)
    assert " ".join(texts(read(pdf.save(path)))) == " ".join(first * 4 + second * 4)


def test_stretched_words_under_each_other_are_no_columns(path: Path) -> None:
    # LibreOffice, Russian in two columns: long words leave two a line, and room that lines up.
    pdf = Pdf().page()
    pairs = [
        ("representatives", "main groups"),
        ("opportunity", "make"),
        ("meaningful", "deposit in"),
        ("debates", "regarding"),
        ("reconsidering", "international"),
        ("agreement", "on forests"),
    ]
    full = "a line that fills its column wholly now"
    place = 100.0
    lines: list[str] = []
    for _ in range(3):
        pdf.text(60, place, full)
        lines.append(full)
        place += 13
    right = 60 + 32 * 5 + 7 * 2.5
    for left, last in pairs:
        pdf.text(60, place, f"{left} ")
        pdf.text(right - (len(last.replace(" ", "")) * 5 + last.count(" ") * 2.5), place, last)
        lines.append(f"{left} {last}")
        place += 13
    for row in range(9):
        pdf.text(300, 100 + 13 * row, full)
    text = " ".join(texts(read(pdf.save(path))))
    assert text == " ".join([*lines, *[full] * 9])


def test_columns_with_few_common_lines_are_separated(path: Path) -> None:
    pdf = Pdf().page()
    left = ["one side of a short page is read first"] * 6
    right = ["and then the other side of it is read"] * 3
    pdf.paragraph(60, 100, left)
    for row, top in enumerate((100, 112, 130)):
        pdf.text(270, top, right[row])
    assert " ".join(texts(read(pdf.save(path)))) == " ".join(left + right)


def test_han_characters_of_a_stretched_line_are_joined(path: Path) -> None:
    pdf = Pdf().page()
    pdf.text(60, 100, "人人享有生命自由和人身安全的权利")
    for row, char in enumerate("任何人不得任意剥夺。"):
        pdf.text(60 + 16.6 * row, 114, char)
    pdf.text(60, 128, "(A/70/684)")
    assert "任何人不得任意剥夺。" in " ".join(texts(read(pdf.save(path))))


def test_a_short_chinese_line_was_broken_at_a_space(path: Path) -> None:
    pdf = Pdf().page()
    full = "理事会信息社会世界峰会和可持续发展目标工作组在日内瓦举行了会议并"
    pdf.paragraph(60, 100, [full, "且通过了报告。", full, f"{full[:-4]}", "人人有权享有国籍。"])
    text = " ".join(texts(read(pdf.save(path))))
    assert text.endswith(f"{full[:-4]} 人人有权享有国籍。")
    assert f"{full}且通过了报告。" in text


def test_a_chinese_line_may_stretch_its_only_space(path: Path) -> None:
    # fpdf2 justifies so.
    pdf = Pdf().page()
    full = "理事会信息社会世界峰会和可持续发展目标工作组在日内瓦举行了会议并"
    lines = [full, full, full]
    pdf.paragraph(60, 100, lines)
    end = pdf.text(60, 136, "人人有权自由迁徙和居住。 ")
    words = "人人有权离开任何国家。"
    assert end < 380 - 10 * len(words)
    pdf.text(60 + 10 * len(full) - 10 * len(words), 136, words)
    pdf.text(60, 148, "并有权返回他的国家。")
    assert f"居住。 {words}" in " ".join(texts(read(pdf.save(path))))


class _Font:
    """Not a font that pdfminer makes: it is left alone."""

    cmap = None


def test_other_fonts_are_left_alone() -> None:
    font = _Font()
    mend(font, {})
    assert font.cmap is None


def test_widths_follow_the_glyph_map_of_the_file(path: Path) -> None:
    # fpdf2, OpenType fonts: codes are numbered anew, widths keep the font's own numbers.
    pdf = Pdf().page()
    pdf.paragraph(60, 100, LINES)
    data = pdf.as_bytes()
    codes = b"\n".join(b"<%04x> %d" % (ord(c), 5000 + ord(c)) for c in sorted(set(TEXT)))
    cmap = b"1 begincodespacerange <0000> <ffff> endcodespacerange\n%d begincidchar\n%s\nendcidchar"
    stream = cmap % (len(set(TEXT)), codes)
    for char in set(TEXT):
        data = data.replace(b" %d[" % ord(char), b" %d[" % (5000 + ord(char)))
        data = data.replace(b"/W[%d[" % ord(char), b"/W[%d[" % (5000 + ord(char)))
    # The trailer is found by scanning: pdfminer rebuilds the table when it does not fit.
    data = data.replace(b"/Encoding/Identity-H", b"/Encoding 99 0 R")
    extra = b"99 0 obj\n<</Type/CMap/CMapName/Own/Length %d>>\nstream\n%s\nendstream\nendobj\n"
    data = data.replace(b"%PDF-1.7\n", b"%PDF-1.7\n" + extra % (len(stream), stream), 1)
    path.write_bytes(data.replace(b"/DW 500", b"/DW 100"))
    assert texts(read(path)) == [TEXT]
