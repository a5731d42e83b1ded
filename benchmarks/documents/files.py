"""Print a document as a Word file, and as pages by LibreOffice and Chromium."""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import docx
import pypdfium2
import pypdfium2.raw
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from benchmarks.covers.files import add_notes, launch_chromium
from benchmarks.covers.sheets import Part as Note
from benchmarks.documents.sheets import Part, Sheet

_MARK: Final = re.compile(r"(\*[^*]+\*)|\{([^}]+)\}|(//)")
_HERE: Final = Path(__file__).parent

_OPTIONS: Final = {"ExportBookmarksToPDFDestination": {"type": "boolean", "value": "true"}}
"""LibreOffice writes bookmarks as named destinations, which tell the page of each paragraph."""

_FOUNTS: Final = {"serif": "Liberation Serif", "sans": "Liberation Sans"}


def word_file(sheet: Sheet, folder: Path) -> Path:
    """Write the document as a Word file: heads and feet by page, bookmarks, real footnotes."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.size = Pt(float(sheet.layout["size"]))
    normal.font.name = _FOUNTS[sheet.layout["fount"]]
    normal.paragraph_format.space_after = Pt(6)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(float(sheet.layout["height"]))
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.4)
    section.footer_distance = Cm(0.8)
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    _write_feet(sheet, section)
    for index, part in enumerate(sheet.parts):
        if part.kind == "F":
            continue
        paragraph = document.add_paragraph(style=_find_style(document, part))
        _set_paragraph(paragraph, part, sheet)
        _add_bookmark(paragraph, index)
        label = f"{part.label}\t" if part.label else ""
        _write(paragraph, label + part.text, sheet, part)
    notes = [Note(part.label or "", part.text) for part in sheet.parts if part.kind == "F"]
    if notes:
        add_notes(document, notes, size=9, rtl=sheet.language == "ar")
    path = folder / f"{sheet.name}.docx"
    document.save(str(path))
    return path


def _find_style(document: Any, part: Part) -> str | None:
    if part.kind[0] == "#":
        return f"Heading {part.kind[1]}"
    if part.kind != "C":
        return None
    if "Call" not in [style.name for style in document.styles]:
        style = document.styles.add_style("Call", 1)
        style.base_style, style.font.italic = document.styles["Normal"], True
    return "Call"


def _set_paragraph(paragraph: Any, part: Part, sheet: Sheet) -> None:
    if sheet.language == "ar":
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001
    place = paragraph.paragraph_format
    inner = 0.0 if part.is_cover else float(sheet.layout["margin"])
    place.left_indent = place.right_indent = Cm(inner)
    if part.kind in "OP1(":
        is_hanging = sheet.layout["first"] == "hanging" and part.kind in "1("
        step = Cm(1.2)
        place.left_indent = Cm(inner + 1.2 * (is_hanging + (part.kind == "(")))
        place.first_line_indent = -step if is_hanging else (step if part.kind in "P(" else 0)
        if sheet.layout["align"] == "justify":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _write_feet(sheet: Sheet, section: Any) -> None:
    number, job = "{PAGE}/{NUMPAGES}", sheet.fields["job"]
    symbol, title = sheet.fields["symbol"], sheet.title
    is_union = sheet.fields["form"] == "union"
    lines = {
        "first_page_footer": "" if is_union else f"{job}\t*{re.sub(r'[^0-9]', '', job)}*",
        "even_page_header": symbol if is_union else f"{symbol}\t{title}",
        "header": symbol if is_union else f"{title}\t{symbol}",
        "even_page_footer": number if is_union else f"{number}\t{job}",
        "footer": number if is_union else f"{job}\t{number}",
    }
    for name, line in lines.items():
        paragraph = getattr(section, name).paragraphs[0]
        if sheet.language == "ar":
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001
        paragraph.style = "Normal"
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16.6), WD_TAB_ALIGNMENT.RIGHT)
        for piece in re.split(r"(\{\w+\})", line):
            if piece.startswith("{"):
                field = OxmlElement("w:fldSimple")
                field.set(qn("w:instr"), piece.strip("{}"))
                paragraph._p.append(field)  # noqa: SLF001
            elif piece:
                paragraph.add_run(piece).font.size = Pt(9)


def _add_bookmark(paragraph: Any, index: int) -> None:
    for kind in ("bookmarkStart", "bookmarkEnd"):
        mark = OxmlElement(f"w:{kind}")
        mark.set(qn("w:id"), str(index))
        if kind == "bookmarkStart":
            mark.set(qn("w:name"), f"part{index}")
        paragraph._p.append(mark)  # noqa: SLF001


def _write(paragraph: Any, text: str, sheet: Sheet, part: Part) -> None:
    for piece in filter(None, _MARK.split(text)):
        if piece == "//":
            paragraph.add_run().add_break()
        elif piece in sheet.notes and f"{{{piece}}}" in text:
            run = paragraph.add_run()
            run.font.superscript = True
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), piece)
            run._r.append(reference)  # noqa: SLF001
        else:
            run = paragraph.add_run(piece.strip("*") if len(piece) > 1 else piece)
            run.italic = True if piece.startswith("*") and len(piece) > 1 else None
            run.bold = True if part.kind == "T" else None
            if run.italic:
                run._r.get_or_add_rPr().append(OxmlElement("w:iCs"))  # noqa: SLF001
            if sheet.language == "ar":
                run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))  # noqa: SLF001


def print_by_libreoffice(files: Sequence[Path], folder: Path) -> dict[str, dict[int, int]]:
    """Print Word files as PDF, and return the page of each part, by the names of the files."""
    profile = f"-env:UserInstallation=file://{folder}/libreoffice"
    target = f"pdf:writer_pdf_Export:{json.dumps(_OPTIONS)}"
    command = ["soffice", "--headless", profile, "--convert-to", target, "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True)  # noqa: S603
    return {file.stem: _read_destinations(folder / f"{file.stem}.pdf") for file in files}


def _read_destinations(path: Path) -> dict[int, int]:
    raw = pypdfium2.raw
    pages: dict[int, int] = {}
    with pypdfium2.PdfDocument(path) as document:
        for index in range(raw.FPDF_CountNamedDests(document)):
            name = f"part{index}".encode()
            if place := raw.FPDF_GetNamedDestByName(document, name):
                pages[index] = raw.FPDFDest_GetDestPageIndex(document, place) + 1
    return pages


def print_by_chromium(sheets: Sequence[Sheet], folder: Path) -> dict[str, dict[int, int]]:
    """Print documents as web pages to PDF, and return the page of each part, by their names."""
    from playwright.sync_api import sync_playwright

    pages: dict[str, dict[int, int]] = {}
    with sync_playwright() as driver:
        browser = launch_chromium(driver)
        page = browser.new_page()
        for sheet in sheets:
            page.set_content((_HERE / "page.html").read_text("utf-8"))
            numbers = page.evaluate("paginate", _describe(sheet))
            pages[sheet.name] = {int(index): number for index, number in numbers.items()}
            page.pdf(
                path=str(folder / f"{sheet.name}.pdf"),
                prefer_css_page_size=True,
                print_background=True,
            )
        browser.close()
    return pages


def _describe(sheet: Sheet) -> dict[str, Any]:
    parts = [
        {
            "index": index,
            "kind": {"#": f"h{part.kind[1:]}", "(": "item", "1": "number"}.get(
                part.kind[0], part.kind
            ),
            "label": part.label or "",
            "tokens": _split_tokens(part, sheet),
        }
        for index, part in enumerate(sheet.parts)
        if part.kind != "F"
    ]
    notes = {label: _format(text, sheet) for label, text in sheet.notes.items()}
    return {
        "language": sheet.language,
        "title": sheet.title,
        "parts": parts,
        "notes": notes,
        **sheet.fields,
        **sheet.layout,
    }


def _split_tokens(part: Part, sheet: Sheet) -> list[str]:
    """Split a paragraph into words, or Chinese signs, each as HTML."""
    tokens: list[str] = []
    for piece in filter(None, _MARK.split(part.text)):
        if piece in sheet.notes and f"{{{piece}}}" in part.text:
            tokens[-1] += f"<sup>{piece}</sup>"
            continue
        is_italic = piece.startswith("*") and len(piece) > 1
        plain = piece.strip("*") if is_italic else piece
        pattern = r"[\u2e80-\uffef][，。；：、）》」]*|[^\s\u2e80-\uffef]+\s*|\s+"
        for word in re.findall(r"//|\t|" + pattern, plain):
            text = {"//": "<br>", "\t": "\t"}.get(word) or html.escape(word)
            if text[0] in ",.;:，。；：、،؛" and tokens and not is_italic:
                tokens[-1] += text
            else:
                tokens.append(f"<i>{text}</i>" if is_italic else text)
    return tokens


def _format(text: str, sheet: Sheet) -> str:
    return "".join(_split_tokens(Part("F", text), sheet))
