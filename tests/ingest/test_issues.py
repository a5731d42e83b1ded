"""Mistakes with real files that must not return: one test for each file.

The files lie beside the checkout and are not part of it; without them the tests are skipped.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from corpus.errors import NoTextError
from ingest import cover, pdf, plain, word
from ingest.blocks import FileContent
from ingest.pdf.content import Glyph, fill_unknown
from ingest.read import read
from tests.conftest import REAL_DATA


def real_file(name: str) -> Path:
    path = REAL_DATA / name
    if not path.is_file():
        pytest.skip(f"no real file at {path}")
    return path


def texts(reading: FileContent, kind: str | None = None) -> list[str]:
    return [block.text for block in reading.blocks if kind in {None, block.kind}]


def test_chinese_windows_fonts_of_single_bytes_are_read_by_their_names() -> None:
    path = real_file("documents/pdf/XiaoBiaoSong.pdf")
    with pypdfium2.PdfDocument(path) as document:
        expected = document[0].get_textpage().get_text_range()
    letters = "".join("".join(texts(pdf.read(path))).split())
    # The two readers differ only in the order of the number at the top of the page.
    assert Counter(letters) == Counter("".join(expected.split()))
    assert "关于红军作战的原则" in letters


@pytest.mark.parametrize(
    ("font", "content"),
    [
        ("宋体", "关于".encode("gb2312") + b"\xa1"),  # half a letter is left over
        ("宋体", b"\xff\xff"),  # GB 2312 has no such letter
        ("Songti", "关于".encode("gb2312")),
    ],
)
def test_bytes_that_are_no_whole_chinese_letters_are_left(font: str, content: bytes) -> None:
    name = font.encode("gb2312").decode("latin-1")
    glyphs = [
        Glyph(chr(code), 6.0 * place, 6.0 * place + 6, 100, 12, name, False, code)
        for place, code in enumerate(content)
    ]
    assert fill_unknown(glyphs, Path("none.pdf"), 1) == glyphs


def test_arabic_fonts_without_a_map_to_unicode_gave_nonsense() -> None:
    with pytest.raises(NoTextError, match="no usable map to Unicode"):
        pdf.read(real_file("documents/pdf/right_to_left_02.pdf"))


def test_arabic_words_in_several_fonts_fell_apart() -> None:
    reading = pdf.read(real_file("documents/pdf/ArabicCIDTrueType.pdf"))
    assert " ".join(texts(reading)) == " ".join(["انواع الخطوط العربية"] * 4)


def test_glyphs_drawn_twice_are_read_once() -> None:
    reading = pdf.read(real_file("documents/pdf/issue-71-duplicate-chars.pdf"))
    assert "北京师范大学珠海分校" in texts(reading)
    assert not reading.warnings


def test_second_header_rows_of_chinese_tables_are_headers() -> None:
    tables = texts(pdf.read(real_file("documents/pdf/issue-336-example.pdf")), "table")
    assert (
        "车道数: 六 | 用地指标基准值: 2.1333 | 编制条件 路段交通量Q（peu/d）: 45000≤Q＜60000 | "
        "编制条件 大型车比例u（%）: 20＜μ≤30" in tables
    )
    assert "路段监控通信分中心: 1.7333 | 路段监控通信站: 0.8667 | 桥隧监控通信站: 0.5333" in tables


def test_headers_and_tables_of_a_long_report_are_separate() -> None:
    reading = pdf.read(real_file("documents/pdf/issue-67-example.pdf"))
    assert "东北电气发展股份有限公司2018年第一季度报告全文" in reading.running
    assert (
        "归属于上市公司股东的净利润（元） | 本报告期: -4,648,986.52 | "
        "上年同期: -15,563,758.44 | 本报告期比上年同期增减: 70.13%" in texts(reading, "table")
    )
    assert "一、主要会计数据和财务指标" in texts(reading, "heading")


def test_fonts_with_a_cmap_of_their_own_gave_no_text() -> None:
    reading = pdf.read(real_file("documents/pdf/issue20232.pdf"))
    assert any("Масштаб" in text for text in texts(reading))


def test_the_rows_of_a_table_without_rules_fell_apart() -> None:
    reading = pdf.read(real_file("documents/pdf/issue-461-example.pdf"))
    assert "血红蛋白(HGB)\t仪器法\t159\tg/L\t[130-175]" in texts(reading)


@pytest.mark.thorough
def test_an_arabic_report_keeps_its_notes_and_header_symbol() -> None:
    path = real_file("documents/docx/stress010.docx")
    reading = word.read(path)
    notes = [block.label for block in reading.blocks if block.kind == "footnote"]
    assert notes == [str(number) for number in range(1, 12)]
    assert "CEDAW/C/BGD/6-7" in reading.running
    singles = Counter(block.text for block in reading.blocks if block.style == "__Single Txt")
    assert sum(singles.values()) > 600
    assert [text for text, count in singles.items() if count > 1 and len(text) > 40] == []
    known = cover.facts(path, reading, "ar")
    assert known.metadata.symbol == "CEDAW/C/BGD/6-7"
    assert known.metadata.date == "2010-03-24"
    assert known.metadata.original_language == "en"
    assert known.metadata.source == "بنغلاديش"
    assert known.metadata.title is not None
    assert known.metadata.title.startswith("النظر في التقارير المقدمة من الدول الأطراف")
    assert known.warnings == []


def test_a_report_does_not_take_a_mentioned_symbol() -> None:
    path = real_file("council-report/council-2024-cwg-wsis-sdg-report.zh.txt")
    cover_facts = cover.facts(path, plain.read(path), "zh")
    assert set(cover_facts.metadata.as_dict().values()) == {None}
    assert cover_facts.provenance == {"language": "text"}
    assert cover_facts.warnings == []


def test_rows_without_own_words_keep_tables_and_boxes() -> None:
    lines = texts(word.read(real_file("documents/docx/60329.docx")))
    assert sum(len(text.split()) for text in lines) > 600
    lines = texts(word.read(real_file("documents/docx/240-DOP-1013A.docx")))
    assert sum(len(text.split()) for text in lines) > 1_300
    assert "Nested table" in " ".join(texts(word.read(real_file("documents/docx/bug65738.docx"))))


def test_items_separated_by_soft_breaks_have_own_numbers() -> None:
    passages = read(real_file("documents/docx/stress015.docx")).passages
    labels = [passage.label for passage in passages if passage.label]
    assert labels[:6] == ["1.", "2.", "3.", "4.", "1.", "2."]
    assert not any(passage.text.endswith(("\n2.", "\n3.", "\n4.")) for passage in passages)


def test_text_below_a_raised_mark_is_no_footnote() -> None:
    reading = pdf.read(real_file("documents/pdf/multi-column-2p.pdf"))
    notes = {block.label: block.text for block in reading.blocks if block.kind == "footnote"}
    assert set(notes) == {"∗", "1", "2", "3", "4"}
    assert notes["2"].startswith("For instance, the exact match score")
    assert notes["3"].endswith("as observed by Wang et al. (2019).")
    body = " ".join(texts(reading, "paragraph"))
    assert "contexts, where traditional sparse vector space models" in body
    assert "arXiv:2004.04906v3" in body


def test_wrapped_first_cells_of_a_table_are_one_row() -> None:
    tables = texts(pdf.read(real_file("documents/pdf/right_to_left_03.pdf")), "table")
    assert "آيا توليدکننده محصول، استاندارد مذکور را اخذ نموده است؟ | بلی خير" in tables
    assert not [text for text in tables if text in {"نموده است؟", "بورس", "داخلی"}]


@pytest.mark.parametrize("number", range(13))
@pytest.mark.thorough
def test_pages_lost_letters_without_a_word(number: int) -> None:
    files = sorted((REAL_DATA / "documents" / "pdf").glob("*.pdf"))
    if number >= len(files):
        pytest.skip(f"no such real file in {REAL_DATA}")
    try:
        reading = pdf.read(files[number])
    except NoTextError:
        return
    assert [(b.place, b.difference) for b in reading.balance if b.difference] == []
