"""Does a PDF file come out as the blocks that a reader sees on its pages?"""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from corpus.errors import CorruptFileError, EncryptedFileError, NoTextError, UnreadableError
from ingest.pdf.document import read
from tests.ingest.pdf.bidi_forward import forward
from tests.ingest.pdf.pdf_writer import LINES, TEXT, Pdf, assemble, long_document, texts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "document.pdf"


# Paragraphs


def test_paragraphs_are_rebuilt_from_lines(path: Path) -> None:
    pdf = Pdf().page()
    top = pdf.paragraph(60, 100, LINES)
    pdf.paragraph(60, top + 8, LINES)
    reading = read(pdf.save(path))
    assert texts(reading) == [TEXT, TEXT]
    assert reading.pages == 1
    box = reading.blocks[0].boxes[0]
    assert (box.page, round(box.x0)) == (1, 60)
    assert 88 < box.top < 100
    assert 124 < box.bottom < 130


def test_paragraphs_without_space_between_end_with_a_short_line(path: Path) -> None:
    pdf = Pdf().page()
    top = 100.0
    for _ in range(4):
        top = pdf.paragraph(60, top, LINES)
    assert texts(read(pdf.save(path))) == [TEXT] * 4


def test_a_paragraph_runs_over_a_page_break(path: Path) -> None:
    pdf = Pdf().page()
    pdf.paragraph(60, 700, LINES[:2])
    pdf.page().paragraph(60, 100, [*LINES[2:]])
    reading = read(pdf.save(path))
    assert texts(reading) == [TEXT]
    assert [box.page for box in reading.blocks[0].boxes] == [1, 2]
    assert reading.blocks[0].page == 1


def test_hyphens_that_break_words_go_others_stay(path: Path) -> None:
    pdf = Pdf().page()
    lines = [
        "Here the information society and its infor-",
        "mation needs are described, as in the CWG-",
        "WSIS&SDG-39/2 of the Group and in A/RES/",
        "70/125, and in other documents, self-",
        "published and well-known.",
    ]
    pdf.paragraph(60, 100, lines)
    assert texts(read(pdf.save(path))) == [
        (
            "Here the information society and its information needs are described, as in the "
            "CWG-WSIS&SDG-39/2 of the Group and in A/RES/70/125, and in other documents, "
            "self-published and well-known."
        )
    ]


def test_chinese_lines_are_joined_without_a_space(path: Path) -> None:
    pdf = Pdf().page()
    lines = ["理事会信息社会世界峰会和可持续发展目标工作组于二零二四年在日内", "瓦举行会议。"]
    pdf.paragraph(60, 100, lines, step=14)
    assert texts(read(pdf.save(path))) == ["".join(lines)]


def test_typed_numbers_hang_before_a_tab(path: Path) -> None:
    pdf = Pdf().page()
    for row, number in enumerate(("2.10.1", "2.10.2", "a)")):
        pdf.text(60, 100 + 60 * row, number)
        pdf.paragraph(110, 100 + 60 * row, LINES)
    assert texts(read(pdf.save(path))) == [f"{n}\t{TEXT}" for n in ("2.10.1", "2.10.2", "a)")]


def test_glyphs_drawn_twice_come_once(path: Path) -> None:
    pdf = Pdf().page()
    pdf.text(60, 100, "Geneva 2024")
    pdf.text(60.3, 100, "Geneva 2024")
    assert texts(read(pdf.save(path))) == ["Geneva 2024"]


def test_clipped_text_is_not_read(path: Path) -> None:
    pdf = Pdf().page()
    pdf.raw("q 0 400 595 442 re W n")
    pdf.text(60, 100, "On the page")
    pdf.text(60, 700, "Below its edge")
    pdf.raw("Q")
    pdf.text(60, 200, "After it")
    assert " ".join(texts(read(pdf.save(path)))) == "On the page After it"


def test_columns_are_read_one_after_the_other(path: Path) -> None:
    left = [f"left column line number {row} of it" for row in range(8)]
    right = [f"right column line number {row} ok" for row in range(8)]
    pdf = Pdf().page()
    pdf.text(60, 60, "A line of introduction that runs over the width of both of the columns here")
    pdf.paragraph(60, 100, left)
    pdf.paragraph(320, 100, right)
    assert texts(read(pdf.save(path)))[1:] == [" ".join([*left, *right])] or texts(
        read(pdf.save(path))
    )[1:] == [" ".join(left), " ".join(right)]


def test_what_is_centred_below_a_covers_columns_is_in_neither(path: Path) -> None:
    pdf = Pdf().page()
    pdf.text(96, 100, "议程项目：5")
    pdf.text(312, 100, "2025年1月20日")
    pdf.text(312, 120, "原文：中文")
    pdf.text(267, 140, "关于学校的提案", bold=True)
    pdf.text(90, 160, "摘要", bold=True)
    pdf.text(90, 180, "本文件提出三项建议，并说明这些建议需要哪些资源以及由谁提供。")
    texts = [block.text for block in read(pdf.save(path)).blocks]
    assert texts[-4:] == [
        "原文：中文",
        "关于学校的提案",
        "摘要",
        "本文件提出三项建议，并说明这些建议需要哪些资源以及由谁提供。",
    ]


def test_cells_of_a_cover_without_rules(path: Path) -> None:
    pdf = Pdf().page()
    pdf.text(60, 100, "Council Working Group on WSIS and SDGs")
    pdf.text(60, 114, "39th meeting, Geneva, 2024")
    pdf.text(380, 100, "Document CWG-WSIS&SDG-39/2-E")
    pdf.text(380, 114, "15 January 2024")
    pdf.text(380, 128, "Original: English")
    pdf.paragraph(60, 200, LINES)
    lines = texts(read(pdf.save(path)))
    assert "Document CWG-WSIS&SDG-39/2-E" in " | ".join(lines)
    joined = " ".join(lines)
    assert joined.index("39th meeting") < joined.index("Document CWG")
    assert joined.index("15 January 2024") < joined.index("Original: English")


# Arabic


def arabic(pdf: Pdf, top: float, line: str, right: float = 535, **options: object) -> None:
    """Return one line laid out from right to left, by the bidi algorithm."""
    seen = forward(line, rtl=True)
    width = sum(2.5 if char == " " else 5 for char in seen)
    pdf.text(right - width, top, seen, **options)  # type: ignore[arg-type]


def test_arabic_comes_in_logical_order(path: Path) -> None:
    lines = [
        "وفقا للقرار 140 (المراجع في بوينس آيرس، 2017) والوثيقة CWG-WSIS&SDG-39/2 التي",
        "قدمت إلى الاجتماع (A/RES/70/125).",
    ]
    pdf = Pdf().page()
    for number, line in enumerate(lines):
        arabic(pdf, 100 + 14 * number, line)
    assert texts(read(pdf.save(path))) == [" ".join(lines)]


def test_brackets_with_swapped_names_are_read_right(path: Path) -> None:
    swap = {"(": ")", ")": "("}
    pdf = Pdf(to_unicode=swap).page()
    for row in range(3):
        arabic(pdf, 100 + 40 * row, "نهاية الفقرة الأولى من الوثيقة (المرفق) كما وردت")
    lines = texts(read(pdf.save(path)))
    assert lines == ["نهاية الفقرة الأولى من الوثيقة (المرفق) كما وردت"] * 3


def test_a_reference_broken_at_its_hyphen(path: Path) -> None:
    pdf = Pdf().page()
    # Within its paragraph the hyphen runs with the reference, as the algorithm has it.
    pdf.text(200, 100, "CWG-WSIS&SDG-) " + "الفقرة الأولى من الوثيقة"[::-1])
    pdf.text(455, 114, "(39/2")
    lines = texts(read(pdf.save(path)))
    assert " ".join(lines).replace("SDG- ", "SDG-") == (
        "الفقرة الأولى من الوثيقة (CWG-WSIS&SDG-39/2)"
    )


def test_presentation_forms_ligatures_marks_and_tatweel(path: Path) -> None:
    pdf = Pdf(to_unicode={"Q": "ا\u0644", "\u0640": "\u0640"}).page()
    # From the left: shaped forms, a lam-alef whose map is turned, a stretch, a mark in a cluster.
    end = pdf.text(100, 100, "\ufe94\ufef4\ufe91\u0640\u0640\ufeae\ufecc")
    end = pdf.text(end, 100, "Q")
    end = pdf.text(end, 100, "ا ")
    end = pdf.text(end, 100, "ا")
    pdf.text(end, 100, "XY", actual="م\u064b")
    assert texts(read(pdf.save(path))) == ["م\u064bا العربية".replace("العربية", "الاعربية")]


def test_marks_follow_the_letter_of_their_typing(path: Path) -> None:
    pdf = Pdf().page()
    # Shaped text is drawn from left to right, a mark before its letter.
    pdf.text(100, 100, "لخ\u064fي")
    assert texts(read(pdf.save(path))) == ["ي\u064fخل"]


def test_arabic_numbers_hang_at_the_right(path: Path) -> None:
    pdf = Pdf().page()
    pdf.text(515, 100, "2.1")
    arabic(pdf, 100, "وفقا للقرار الصادر عن المؤتمر", right=480)
    arabic(pdf, 114, "العالمي.", right=480)
    lines = texts(read(pdf.save(path)))
    assert lines[0].startswith("2.1\tوفقا للقرار")


def test_a_stretched_glyph_named_bracket_is_left_out(path: Path) -> None:
    pdf = Pdf().page()
    # From the left, as they are seen.
    for row, line in enumerate(("ةلو[د", "مال[س", "را[رق", "ب (أ)")):
        pdf.text(100, 100 + 14 * row, line)
    text = " ".join(texts(read(pdf.save(path))))
    assert text == "دولة سلام قرار (أ) ب"


# Files that cannot be read, or not whole


def test_an_encrypted_file_asks_for_a_password(path: Path) -> None:
    with pytest.raises(EncryptedFileError, match=r"document\.pdf is protected by a password"):
        read(long_document().save(path, user="secret"))


def test_a_file_that_only_restricts_its_use_is_read(path: Path) -> None:
    assert read(long_document().save(path, owner="secret")).blocks


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"junk " * 400, b"\0" * 900])
def test_a_damaged_file_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(CorruptFileError, match=r"document\.pdf is damaged"):
        read(path)


def test_a_file_cut_short(path: Path) -> None:
    whole = long_document(40).as_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CorruptFileError, match=r"document\.pdf is damaged or cut short"):
        read(path)


@pytest.mark.parametrize("missing", [14, 20, 40, 100])
def test_a_file_without_its_last_bytes_is_rebuilt(path: Path, missing: int) -> None:
    path.write_bytes(long_document(4).as_bytes()[:-missing])
    reading = read(path)
    assert reading.pages == 4
    assert {block.page for block in reading.blocks} == {1, 2, 3, 4}
    assert [warning.code for warning in reading.warnings] == ["repaired-file"]


def test_pages_that_can_be_read_are_read(path: Path) -> None:
    pdf = long_document(3)
    content = pdf.as_bytes().replace(b"/Contents 12 0 R", b"/Contents 99 0 R")
    path.write_bytes(content)
    reading = read(path)
    assert {block.page for block in reading.blocks} == {1, 3}
    assert [(w.code, "Page 2" in w.message) for w in reading.warnings] == [("damaged-page", True)]


def test_a_missing_file_says_so(path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"document\.pdf could not be read"):
        read(path)


def test_scanned_pages_are_reported(path: Path) -> None:
    pdf = long_document(2)
    pdf.page().image()
    reading = read(pdf.save(path))
    assert [w.code for w in reading.warnings] == ["scanned-page"]
    assert "Page 3" in reading.warnings[0].message


def test_nothing_but_scans(path: Path) -> None:
    pdf = Pdf()
    for _ in range(3):
        pdf.page().image()
    with pytest.raises(NoTextError, match="any of its 3 pages: it is scanned"):
        read(pdf.save(path))


@pytest.mark.parametrize("target", [None, "\ue012", "\ufffd", "\u0003", "ꦗ"])
def test_pages_with_damaged_font_maps_are_reported(path: Path, target: str | None) -> None:
    pdf = Pdf(to_unicode=dict.fromkeys("aeiou", target))
    pdf.page().paragraph(60, 100, LINES)
    pdf.used.update("XYZ")
    pdf.page().text(60, 100, "BCD FGH 123")
    reading = read(pdf.save(path))
    assert [(w.code, w.message[:24]) for w in reading.warnings] == [
        ("damaged-text", "The text of page 1 canno")
    ]
    assert texts(reading) == ["BCD FGH 123"]


def test_one_damaged_font_does_not_spoil_the_page(path: Path) -> None:
    # The bold font shares its map with the regular one: of it, only its own letters are damaged.
    pdf = Pdf(to_unicode=dict.fromkeys("αβγδεζ", "\ue012"))
    pdf.page().paragraph(60, 100, LINES * 3)
    pdf.text(60, 300, "αβγδ εζαβ γδεζ", bold=True)
    reading = read(pdf.save(path))
    assert " ".join(texts(reading)).count("considered the contributions") == 3
    assert [w.code for w in reading.warnings] == ["damaged-text"]
    assert reading.warnings[0].message.startswith("12 of the ")
    assert "on page 1 cannot be used and were left out" in reading.warnings[0].message
    assert "Test-Bold" in reading.warnings[0].message


def test_letters_of_formulas_and_other_scripts_are_no_damage(path: Path) -> None:
    pdf = Pdf(to_unicode=dict(zip("ĀāĂăĄą", "𝑥𝐴𝛼𝛽𝑛𝒮", strict=True)))
    pdf.page().paragraph(60, 100, ["Let Ā be in ā and ĂĀ + ă = Ą in ą", "ქართული", *LINES])
    reading = read(pdf.save(path))
    assert reading.warnings == ()
    assert " ".join(texts(reading)).startswith(
        "Let x be in A and αx + β = n in S ქართული The Council"
    )


def test_rotated_text_is_read_at_its_place(path: Path) -> None:
    pdf = long_document(1)
    pdf.raw("q 0 1 -1 0 600 0 cm")
    pdf.text(100, 800, "turned on its side")
    pdf.raw("Q")
    reading = read(pdf.save(path))
    assert reading.warnings == ()
    turned = next(block for block in reading.blocks if block.text == "turned on its side")
    # Its baseline goes up from (600 - 42, 100), counted from the bottom left corner.
    box = turned.boxes[0]
    assert (box.page, round(box.x1), round(box.bottom)) == (1, 560, 742)
    assert box.bottom - box.top > 60 > box.x1 - box.x0


@pytest.mark.parametrize("matrix", ["0 1 -1 0 595 0", "0 -1 1 0 0 842", "-1 0 0 -1 595 842"])
def test_a_page_of_turned_text_is_read_with_its_tables(path: Path, matrix: str) -> None:
    pdf = Pdf().page()
    pdf.raw(f"q {matrix} cm 1 0 0 1 0 -247 cm")
    pdf.paragraph(60, 290, LINES)
    pdf.grid([60, 160, 260, 360], [340, 360, 380, 400])
    for row, names in enumerate([["Name", "Place", "Year"], ["WSIS", "Tunis", "2005"]]):
        for column, name in enumerate(names):
            pdf.text(65 + 100 * column, 355 + 20 * row, name)
    pdf.raw("Q")
    reading = read(pdf.save(path))
    assert reading.warnings == ()
    assert texts(reading) == [
        TEXT,
        "Name | Place | Year",
        "Name: WSIS | Place: Tunis | Year: 2005",
    ]
    boxes = [box for block in reading.blocks for box in block.boxes]
    assert all(0 <= box.x0 < box.x1 <= 595 and 0 <= box.top < box.bottom <= 842 for box in boxes)


def test_a_stamp_across_each_page_is_running_text(path: Path) -> None:
    pdf = Pdf()
    for number in range(1, 5):
        pdf.page().paragraph(60, 100, [f"{line} ({number})" for line in LINES])
        pdf.raw("q 0.7 0.7 -0.7 0.7 300 0 cm")
        pdf.text(100, 500, "DRAFT TEXT", size=40)
        pdf.raw("Q")
    reading = read(pdf.save(path))
    assert reading.warnings == ()
    assert sum("Geneva" in text for text in texts(reading)) == 4


def test_letters_in_many_directions_are_counted(path: Path) -> None:
    pdf = long_document(1)
    for row in range(12):
        pdf.raw(f"q 0.{row + 1:02} 0.5 -0.5 0.{row + 1:02} 300 300 cm")
        pdf.text(10, 800, "x")
        pdf.raw("Q")
    reading = read(pdf.save(path))
    assert [(w.code, w.message[:20]) for w in reading.warnings] == [
        ("turned-text", "12 letters on page 1")
    ]


def test_the_properties_of_the_file_are_read(path: Path) -> None:
    pdf = long_document(1)
    pdf.info = {"Title": "Report", "Author": "ITU", "CreationDate": "D:20240115103000Z"}
    pdf.language = "en-GB"
    assert read(pdf.save(path)).properties == {
        "title": "Report",
        "author": "ITU",
        "created": "2024-01-15T10:30:00",
        "language": "en-GB",
    }


@pytest.mark.thorough
def test_memory_stays_flat(path: Path) -> None:
    peaks = []
    for pages in (10, 60):
        long_document(pages).save(path)
        tracemalloc.start()
        read(path)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # Fifty more pages keep their lines, not their glyphs: about 1 kB a line.
    assert peaks[1] - peaks[0] < 50 * 20_000


@pytest.mark.slow
def test_ten_thousand_empty_pages(path: Path) -> None:
    pdf = Pdf()
    for _ in range(10_000):
        pdf.page()
    with pytest.raises(NoTextError, match="10000 pages"):
        read(pdf.save(path))


HAN = "信息社会世界首脑会议小组注意到报告"
HAN_NUMBERS = (
    3984, 3855, 3360, 2038, 3415, 2232, 3438, 2871, 2038, 4208, 3948, 4678, 4607, 4201, 1438, 1041,
    1761,
)  # fmt: skip
"""The numbers of these signs in the collection Adobe-GB1."""


def _save_without_map(
    path: Path, shown: bytes, ordering: str, *, encoding: str = "", cmap: str = ""
) -> Path:
    """Save a page whose font has no map to Unicode, but an encoding by name or of its own."""
    content = b"BT /F1 12 Tf 60 700 Td <%s> Tj ET" % shown.hex().encode()
    codes = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{cmap} endcmap end end"
    ).encode()
    encoding_entry = f"/{encoding}" if encoding else "6 0 R"
    objects: list[tuple[bytes, bytes | None]] = [
        (b"<</Type/Catalog/Pages 2 0 R>>", None),
        (b"<</Type/Pages/Count 1/Kids[3 0 R]>>", None),
        (
            (
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
                b"/Resources<</Font<</F1 5 0 R>>>>>>"
            ),
            None,
        ),
        (b"<</Length %d>>" % len(content), content),
        (
            (
                f"<</Type/Font/Subtype/Type0/BaseFont/Own/Encoding {encoding_entry}"
                "/DescendantFonts[7 0 R]>>"
            ).encode(),
            None,
        ),
        (b"<</Type/CMap/CMapName/Own/Length %d>>" % len(codes), codes),
        (
            (
                "<</Type/Font/Subtype/CIDFontType0/BaseFont/Own/DW 1000"
                f"/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})/Supplement 2>>"
                "/FontDescriptor<</Type/FontDescriptor/FontName/Own/Flags 4/Ascent 800"
                "/Descent -200/CapHeight 700/StemV 80/ItalicAngle 0/FontBBox[0 -200 1000 800]>>>>"
            ).encode(),
            None,
        ),
    ]
    path.write_bytes(assemble(objects, "/Root 1 0 R", None))
    return path


def _write_codes(first: int) -> tuple[bytes, str]:
    """Return codes that count from the first one, and the part of a CMap for them."""
    codes = range(first, first + len(HAN_NUMBERS))
    pairs = "".join(
        f"<{code:04x}> {number}\n" for code, number in zip(codes, HAN_NUMBERS, strict=True)
    )
    shown = b"".join(code.to_bytes(2, "big") for code in codes)
    return shown, f"{len(codes)} begincidchar\n{pairs}endcidchar"


def test_a_font_with_a_cmap_of_its_own_is_read_by_its_collection(path: Path) -> None:
    shown, cmap = _write_codes(1)
    reading = read(_save_without_map(path, shown, "GB1", cmap=cmap))
    assert [block.text for block in reading.blocks] == [HAN]
    assert not reading.warnings


def test_an_unknown_font_is_read_as_pdfium_knows_it(path: Path) -> None:
    shown = HAN.encode("utf-16-be")
    reading = read(_save_without_map(path, shown, "Own", encoding="UniGB-UCS2-H"))
    assert [block.text for block in reading.blocks] == [HAN]
    assert not reading.warnings


@pytest.mark.parametrize("first", [1, 0x41, 0x430, 0x4E00])
def test_codes_that_pdfium_passes_off_as_letters_are_left_out(first: int, path: Path) -> None:
    shown, cmap = _write_codes(first)
    with pytest.raises(NoTextError, match="no usable map to Unicode"):
        read(_save_without_map(path, shown, "Own", cmap=cmap))
