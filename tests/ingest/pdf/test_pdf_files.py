"""Is what office programs and browsers print read as it looks?"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement

from ingest.blocks import FileContent
from ingest.pdf.document import read

pytestmark = pytest.mark.process


def texts(reading: FileContent, kind: str | None = None) -> list[str]:
    return [block.text for block in reading.blocks if kind in {None, block.kind}]


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
@pytest.mark.thorough
def test_pages_of_libreoffice_are_read(tmp_path: Path) -> None:
    sources = []
    for language in PARAGRAPHS:
        document = docx.Document()
        for text in _paragraphs(language):
            paragraph = document.add_paragraph()
            run = paragraph.add_run(text)
            if language == "ar":
                paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
                run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))
        sources.append(tmp_path / f"{language}.docx")
        document.save(str(sources[-1]))
    # Once for all: starting it is what takes long.
    office = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    subprocess.run(
        [*office, "--convert-to", "pdf", "--outdir", tmp_path, *sources],
        check=True,
        capture_output=True,
    )
    for language in PARAGRAPHS:
        assert texts(read(tmp_path / f"{language}.pdf")) == _paragraphs(language)


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
