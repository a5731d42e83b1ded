"""Are real files, and what office programs and browsers print, read as they look?"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml import OxmlElement

from corpus.errors import NoTextError
from ingest.pdf.document import read
from tests.conftest import REAL_DATA

if TYPE_CHECKING:
    from ingest.blocks import Reading

FILES = REAL_DATA / "documents" / "pdf"
needs_files = pytest.mark.skipif(not FILES.is_dir(), reason=f"no real files at {FILES}")


def texts(reading: Reading, kind: str | None = None) -> list[str]:
    return [block.text for block in reading.blocks if kind in {None, block.kind}]


@needs_files
@pytest.mark.parametrize("name", ["XiaoBiaoSong", "right_to_left_02"])
def test_files_without_usable_fonts(name: str) -> None:
    with pytest.raises(NoTextError, match="no usable map to Unicode"):
        read(FILES / f"{name}.pdf")


@needs_files
def test_arabic_with_several_fonts() -> None:
    reading = read(FILES / "ArabicCIDTrueType.pdf")
    assert " ".join(texts(reading)) == " ".join(["انواع الخطوط العربية"] * 4)


@needs_files
def test_glyphs_drawn_twice_in_a_real_file() -> None:
    reading = read(FILES / "issue-71-duplicate-chars.pdf")
    assert "北京师范大学珠海分校" in texts(reading)
    assert not reading.warnings


@needs_files
def test_chinese_tables_with_two_rows_of_headers() -> None:
    tables = texts(read(FILES / "issue-336-example.pdf"), "table")
    assert (
        "车道数: 六 | 用地指标基准值: 2.1333 | 编制条件 路段交通量Q（peu/d）: 45000≤Q＜60000 | "
        "编制条件 大型车比例u（%）: 20＜μ≤30" in tables
    )
    assert "路段监控通信分中心: 1.7333 | 路段监控通信站: 0.8667 | 桥隧监控通信站: 0.5333" in tables


@needs_files
def test_a_report_of_22_pages() -> None:
    reading = read(FILES / "issue-67-example.pdf")
    assert "东北电气发展股份有限公司2018年第一季度报告全文" in reading.running
    assert (
        "归属于上市公司股东的净利润（元） | 本报告期: -4,648,986.52 | "
        "上年同期: -15,563,758.44 | 本报告期比上年同期增减: 70.13%" in texts(reading, "table")
    )
    assert "一、主要会计数据和财务指标" in texts(reading, "heading")


@needs_files
def test_fonts_with_a_cmap_of_their_own() -> None:
    assert any("Масштаб" in text for text in texts(read(FILES / "issue20232.pdf")))


@needs_files
def test_a_table_without_rules() -> None:
    found = texts(read(FILES / "issue-461-example.pdf"))
    assert "血红蛋白(HGB)\t仪器法\t159\tg/L\t[130-175]" in found


# What office programs and browsers print

PARAGRAPHS = {
    "ar": [
        (
            "لما كان الاعتراف بالكرامة المتأصلة في جميع أعضاء الأسرة البشرية وبحقوقهم المتساوية "
            "الثابتة هو أساس الحرية والعدل والسلام في العالم، قدمًا (CWG-WSIS&SDG-39/2)"
        ),
        (
            "وفقاً للقرار 140 (المراجَع في بوينس آيرس، 2017) والوثيقة CWG-WSIS-32/16(Rev.1) "
            "بحلول عام 2030 [A/RES/70/125] يولد جميع الناس أحرارًا متساوين (PP-14/20(Add.1))"
        ),
    ],
    "zh": ["人人生而自由，在尊严和权利上一律平等（见 A/RES/70/125 号决议）。" * 4],
    "ru": ["Все люди рождаются свободными и равными в своём достоинстве (А/70/1). " * 3],
}


def _paragraphs(language: str) -> list[str]:
    return [text.strip() for text in PARAGRAPHS[language]]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("language", PARAGRAPHS)
def test_pages_laid_out_by_libreoffice(tmp_path: Path, language: str) -> None:
    document = docx.Document()
    for text in _paragraphs(language):
        paragraph = document.add_paragraph()
        run = paragraph.add_run(text)
        if language == "ar":
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
            run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))
    document.save(str(tmp_path / "page.docx"))
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "page.docx"),
        ],
        check=True,
        capture_output=True,
    )
    assert texts(read(tmp_path / "page.pdf")) == _paragraphs(language)


@pytest.mark.skipif(not shutil.which("chromium"), reason="Chromium is not installed")
@pytest.mark.parametrize("language", PARAGRAPHS)
def test_pages_printed_by_chromium(tmp_path: Path, language: str) -> None:
    direction = "rtl" if language == "ar" else "ltr"
    body = "".join(f"<p>{text}</p>".replace("&", "&amp;") for text in _paragraphs(language))
    page = tmp_path / "page.html"
    page.write_text(f'<html lang="{language}" dir="{direction}"><meta charset="utf-8">{body}')
    subprocess.run(
        [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            f"--user-data-dir={tmp_path}/profile",
            f"--print-to-pdf={tmp_path}/page.pdf",
            str(page),
        ],
        check=True,
        capture_output=True,
    )
    assert texts(read(tmp_path / "page.pdf")) == _paragraphs(language)
