"""Producers of the pages that are read again: six of PDF, and the Word file itself.

Each gets the same paragraphs, lays them out as its manual shows, justified where that is asked
for, and shapes Arabic itself. Noto, Liberation and DejaVu fonts of the system are used (Debian:
fonts-noto-core, fonts-noto-cjk, fonts-liberation, fonts-dejavu-core).
"""

from __future__ import annotations

import html
import importlib
import importlib.util
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

__all__ = ["CANNOT", "list_producers", "word_file"]

CANNOT: Final = {("ReportLab", "ar")}
"""ReportLab 5.1 shapes Arabic, but orders bidirectional text only with a library that is not on
PyPI: without it, the words on the page stand in the wrong order."""

Producer = Callable[[str, Sequence[str], Path, bool], Path]
"""Takes a language, paragraphs, a folder and whether to set two justified columns; gives a file."""

_FONTS: Final = Path("/usr/share/fonts")
_SERIF: Final = _FONTS / "truetype/liberation/LiberationSerif-Regular.ttf"
_SANS: Final = _FONTS / "truetype/dejavu/DejaVuSans.ttf"
_NASKH: Final = _FONTS / "truetype/noto/NotoNaskhArabic-Regular.ttf"
_HAN: Final = _FONTS / "opentype/noto/NotoSansCJK-Regular.ttc"
_SIMPLIFIED: Final = 2
"""Place of Simplified Chinese in the collection."""


def list_producers(*, columns: bool) -> Iterator[tuple[str, Producer]]:
    """The producers that are installed here, by name.

    Args:
        columns: only those that can set text in columns by themselves.
    """
    if shutil.which("soffice"):
        yield "LibreOffice", _by_libreoffice
    if shutil.which("chromium") or shutil.which("chromium-headless-shell"):
        yield "Chromium", _by_chromium
    for module, name, producer in (
        ("weasyprint", "WeasyPrint", _by_weasyprint),
        ("typst", "Typst", _by_typst),
        ("fpdf", "fpdf2", _by_fpdf2),
        ("reportlab", "ReportLab", _by_reportlab),
    ):
        if columns and module in {"fpdf", "reportlab"}:
            continue
        if importlib.util.find_spec(module):
            yield name, producer


def word_file(language: str, texts: Sequence[str], folder: Path, *, columns: bool = False) -> Path:
    """The paragraphs as a DOCX file."""
    document = docx.Document()
    for text in texts:
        paragraph = document.add_paragraph()
        run = paragraph.add_run(text)
        if columns:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if language == "ar":
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001
            run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))  # noqa: SLF001
    section: Any = document.sections[0]._sectPr  # noqa: SLF001
    if columns:
        width = section.find(qn("w:cols"))
        if width is None:
            width = OxmlElement("w:cols")
            section.append(width)
        width.set(qn("w:num"), "2")
        if language == "ar":
            section.append(OxmlElement("w:bidi"))
    path = folder / f"{language}-LibreOffice.docx"
    document.save(str(path))
    return path


def _by_libreoffice(language: str, texts: Sequence[str], folder: Path, columns: bool) -> Path:
    source = word_file(language, texts, folder, columns=columns)
    profile = f"-env:UserInstallation=file://{folder}/libreoffice"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(source)], check=True, capture_output=True)  # noqa: S603
    return source.with_suffix(".pdf")


def _page(language: str, texts: Sequence[str], columns: bool) -> str:
    direction = "rtl" if language == "ar" else "ltr"
    body = "".join(f"<p>{html.escape(text)}</p>" for text in texts)
    style = "<style>div { columns: 2; text-align: justify }</style>" if columns else ""
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><meta charset="utf-8">'
        f"{style}<div>{body}</div>"
    )


def _by_chromium(language: str, texts: Sequence[str], folder: Path, columns: bool) -> Path:
    source = folder / f"{language}-Chromium.html"
    source.write_text(_page(language, texts, columns), encoding="utf-8")
    target = source.with_suffix(".pdf")
    program = shutil.which("chromium-headless-shell") or "chromium"
    command = [program, "--headless", "--no-sandbox", "--disable-gpu"]
    command += ["--disable-background-networking", f"--user-data-dir={folder}/chromium"]
    command += [f"--print-to-pdf={target}", "--no-pdf-header-footer", str(source)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    return target


def _by_weasyprint(language: str, texts: Sequence[str], folder: Path, columns: bool) -> Path:
    target = folder / f"{language}-WeasyPrint.pdf"
    weasyprint = importlib.import_module("weasyprint")
    weasyprint.HTML(string=_page(language, texts, columns)).write_pdf(target)
    return target


def _by_typst(language: str, texts: Sequence[str], folder: Path, columns: bool) -> Path:
    direction = ", dir: rtl" if language == "ar" else ""
    fonts = '("Liberation Serif", "Noto Naskh Arabic", "Noto Sans CJK SC")'
    source = folder / f"{language}-Typst.typ"
    source.write_text(
        f'#set page(paper: "a4", columns: {2 if columns else 1})\n'
        f'#set text(font: {fonts}, lang: "{language}"{direction})\n#set par(justify: true)\n'
        + "\n\n".join(f"#({json.dumps(text, ensure_ascii=False)})" for text in texts),
        encoding="utf-8",
    )
    target = source.with_suffix(".pdf")
    importlib.import_module("typst").compile(source, output=target)
    return target


def _by_fpdf2(language: str, texts: Sequence[str], folder: Path, columns: bool) -> Path:  # noqa: ARG001
    pdf = importlib.import_module("fpdf").FPDF()
    pdf.add_page()
    if language == "zh":
        pdf.add_font("text", fname=_HAN, collection_font_number=_SIMPLIFIED)
    else:
        pdf.add_font("text", fname=_NASKH if language == "ar" else _SERIF)
    pdf.add_font("latin", fname=_SANS)
    pdf.set_fallback_fonts(["latin"])
    pdf.set_font("text", size=11)
    pdf.set_text_shaping(use_shaping_engine=True, direction="rtl" if language == "ar" else None)
    # Justified, a Chinese line has all its room in its one space, and nobody would print it so.
    align = {"ar": "R", "zh": "L"}.get(language, "J")
    for text in texts:
        pdf.multi_cell(0, None, text, align=align, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(2)
    target = folder / f"{language}-fpdf2.pdf"
    pdf.output(str(target))
    return target


def _by_reportlab(language: str, texts: Sequence[str], folder: Path, columns: bool) -> Path:  # noqa: ARG001
    metrics = importlib.import_module("reportlab.pdfbase.pdfmetrics")
    platypus = importlib.import_module("reportlab.platypus")
    styles = importlib.import_module("reportlab.lib.styles")
    font = "STSong-Light" if language == "zh" else "text"
    if language == "zh":
        fonts = importlib.import_module("reportlab.pdfbase.cidfonts")
        metrics.registerFont(fonts.UnicodeCIDFont(font))
    else:
        fonts = importlib.import_module("reportlab.pdfbase.ttfonts")
        metrics.registerFont(fonts.TTFont(font, str(_SANS)))
    options: dict[str, Any] = {"alignment": 4}
    if language == "zh":
        options = {"alignment": 0, "wordWrap": "CJK"}
    style = styles.ParagraphStyle(
        "text", fontName=font, fontSize=10, leading=14, spaceAfter=6, **options
    )
    target = folder / f"{language}-ReportLab.pdf"
    document = platypus.SimpleDocTemplate(str(target))
    document.build([platypus.Paragraph(html.escape(text), style) for text in texts])
    return target
