"""Scanned pages are read where Tesseract is installed, and say so."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from corpus.errors import NoTextError
from corpus.sample import FILES
from ingest.blocks import FileContent
from ingest.pdf import document as pdf
from ingest.pdf import ocr
from ingest.read import read

needs_tesseract = pytest.mark.skipif(
    not ocr.find_languages() >= {"ara", "chi_sim", "eng", "fra", "rus", "spa"},
    reason="Tesseract or one of its six languages is not installed",
)

A_DOT: float = 72 / 200
"""Points, at the resolution of the scans made here."""

TOP = 0.52
"""Share of a page that the scans show: less to read, so quicker."""


def make_scan(source: Path, target: Path) -> Path:
    """Make a scan of the upper half of a document's first page."""
    with pypdfium2.PdfDocument(source) as document:
        page = document[0].render(scale=1 / A_DOT).to_pil().convert("L")
    page.paste(255, (0, int(TOP * page.height), page.width, page.height))
    page.save(target, "PDF", resolution=200)
    return target


def pairs(reading: FileContent, height: float) -> Counter[str]:
    """Count pairs of letters side by side: the order of cells does not matter."""
    texts = [b.text for b in reading.blocks if b.page == 1 and b.boxes[0].bottom < height]
    return Counter(
        text[position : position + 2]
        for text in (re.sub(r"\W", "", text) for text in texts)
        for position in range(len(text) - 1)
    )


@needs_tesseract
@pytest.mark.parametrize(
    ("letter", "language", "at_least"),
    # Measured with Tesseract 5.5: 0.998, 0.991, 0.988, 0.986, 0.881, 0.973.
    [
        ("E", "en", 0.9),
        ("F", "fr", 0.9),
        ("S", "es", 0.9),
        ("R", "ru", 0.9),
        ("A", "ar", 0.8),
        ("C", "zh", 0.8),
    ],
)
def test_a_scan_in_each_language(
    letter: str, language: str, at_least: float, tmp_path: Path
) -> None:
    source = min((FILES / "CWGWSIS40").glob(f"*C-0003!!PDF-{letter}*"))
    path = make_scan(source, tmp_path / "scan.pdf")
    reading = pdf.read(path)
    height = TOP * 842 - 30
    expected, got = pairs(pdf.read(source), height), pairs(reading, height + 20)
    share = (expected & got).total() / expected.total()
    assert share > at_least, f"{share:.3f}"
    assert [warning.code for warning in reading.warnings] == ["ocr"]
    assert "Page 1 is scanned" in reading.warnings[0].message
    document = read(path)
    assert document.language == language
    assert document.passages[0].page == 1


@needs_tesseract
def test_boxes_are_in_points_from_the_top_left(tmp_path: Path) -> None:
    image = Image.new("L", (1654, 2339), 255)  # A4
    draw = ImageDraw.Draw(image)
    draw.text((400, 1000), "The Group notes the report of Document C24/8.", 0, font_size=40)
    image.save(tmp_path / "scan.pdf", resolution=200)
    (block,) = pdf.read(tmp_path / "scan.pdf").blocks
    assert block.text == "The Group notes the report of Document C24/8."
    (box,) = block.boxes
    assert box.page == 1
    assert box.x0 == pytest.approx(400 * A_DOT, abs=3)
    assert box.top == pytest.approx(1000 * A_DOT, abs=8)
    assert box.bottom == pytest.approx(1050 * A_DOT, abs=8)


@needs_tesseract
def test_a_picture_gives_no_text(tmp_path: Path) -> None:
    picture = Image.effect_noise((800, 1100), 90)
    picture.save(tmp_path / "photo.pdf", resolution=100)
    with pytest.raises(NoTextError, match=r"photo\.pdf gives no text"):
        pdf.read(tmp_path / "photo.pdf")


@needs_tesseract
def test_time_that_is_over_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSIS_SEARCH_READ_SECONDS", "0.000000001")
    Image.new("L", (800, 1100), 255).save(tmp_path / "scan.pdf", resolution=100)
    scans = ocr.Scans(tmp_path / "scan.pdf")
    assert scans.read_lines(1) == []
    assert "ran out of time" in scans.explain_failure(1)
    assert scans.list_warnings() == []


def test_tesseract_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_languages", frozenset)
    Image.new("L", (800, 1100), 255).save(tmp_path / "scan.pdf", resolution=100)
    with pytest.raises(NoTextError, match="it is scanned"):
        pdf.read(tmp_path / "scan.pdf")
    assert "Install Tesseract" in ocr.Scans(tmp_path / "scan.pdf").explain_failure(1)


def test_a_program_that_fails_is_no_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_languages", lambda: frozenset(["eng"]))
    monkeypatch.setattr("shutil.which", lambda _: "/bin/false")
    Image.new("L", (800, 1100), 255).save(tmp_path / "scan.pdf", resolution=100)
    scans = ocr.Scans(tmp_path / "scan.pdf")
    assert scans.read_lines(1) == []
    assert "failed" in scans.explain_failure(1)


@pytest.mark.parametrize(
    ("numbers", "shown"), [([3], "3"), ([1, 2, 3], "1–3"), ([1, 3, 4, 9], "1, 3–4, 9")]
)
def test_page_numbers_as_people_write_them(numbers: list[int], shown: str) -> None:
    assert ocr._format_ranges(numbers) == shown
