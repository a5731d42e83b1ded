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
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from benchmarks.covers.files import add_notes, launch_chromium
from benchmarks.covers.sheets import Part as Note
from benchmarks.documents.sheets import Part, Sheet

_MARK: Final = re.compile(r"(\*[^*]+\*|\^[^^]+\^)|\{([^}]+)\}|(//)")
_HERE: Final = Path(__file__).parent

_OPTIONS: Final = {"ExportBookmarksToPDFDestination": {"type": "boolean", "value": "true"}}
"""LibreOffice writes bookmarks as named destinations, which tell the page of each paragraph."""

_FOUNTS: Final = {"serif": "Liberation Serif", "sans": "Liberation Sans"}
_HANGING: Final = 3.2
"""Centimetres before what is behind a tab in a list of references or abbreviations."""

_FORMS_OF_UNION: Final = ("standard", "assembly")
_LIST_NAME: Final = qn("w:name")
_COUNTERS: Final = {
    "decimal": "123456789", "decimalFullWidth": "１２３４５６７８９", "hindiNumbers": "١٢٣٤٥٦٧٨٩",
    "lowerLetter": "abcdefgh", "russianLower": "абвг", "arabicAlpha": "أبتث",
    "chineseCounting": "一二三四",
}  # fmt: skip
"""Word's names of the ways to count, by the signs that they begin with."""

_CENTRED: Final = {"standard": "KS", "assembly": "TMS"}
_STYLES: Final = {"C": "Call", "N": "Note", "X1": "toc 1", "X2": "toc 2", "X3": "toc 3"}
"""Names of styles in Word files, by the kinds of parts."""


def word_file(sheet: Sheet, folder: Path) -> Path:
    """Write the document as a Word file: heads and feet by page, bookmarks, real footnotes."""
    document = docx.Document()
    _set_styles(document, sheet)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(float(sheet.layout["height"]))
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.4)
    section.footer_distance = Cm(0.8)
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    _write_feet(sheet, section)
    is_page_start = False
    for index, part in enumerate(sheet.list_printed()):
        if part.kind == "=":
            is_page_start = index != sheet.body
            if not is_page_start:
                _begin_body(document)
        if part.kind in "F=":
            continue
        paragraph = _add_paragraph(document, part, sheet)
        paragraph.paragraph_format.page_break_before = is_page_start or None
        is_page_start = False
        _add_bookmark(paragraph, index)
    notes = [Note(part.label or "", part.text) for part in sheet.parts if part.kind == "F"]
    if notes:
        add_notes(document, notes, size=9, rtl=sheet.language == "ar")
    path = folder / f"{sheet.name}.docx"
    document.save(str(path))
    return path


def _set_styles(document: Any, sheet: Sheet) -> None:
    normal = document.styles["Normal"]
    size = float(sheet.layout["size"])
    normal.font.size = Pt(size)
    normal.font.name = _FOUNTS[sheet.layout["fount"]]
    normal.paragraph_format.space_after = Pt(6)
    kinds = {part.kind for part in sheet.parts}
    for kind, name in _STYLES.items():
        if kind not in kinds or (kind[0] == "X" and sheet.layout["contents"] != "styles"):
            continue
        style = document.styles.add_style(name, 1)
        style.base_style, style.font.italic = normal, kind == "C"
        if kind == "N":
            style.font.size = Pt(size - 1)
    if sheet.fields["form"] == "standard":
        for level in range(1, 5):
            font = document.styles[f"Heading {level}"].font
            font.size, font.bold, font.italic = Pt(size), True, False
            font.name, font.color.rgb = normal.font.name, RGBColor(0, 0, 0)


def _begin_body(document: Any) -> None:
    """Begin the section of the body: its pages count from 1, those before it in Roman numbers."""
    document.add_section(WD_SECTION.NEW_PAGE)
    front, body = list(document.sections)[-2:]
    for section, settings in ((front, {"fmt": "lowerRoman"}), (body, {"start": "1"})):
        counting = OxmlElement("w:pgNumType")
        for name, value in settings.items():
            counting.set(qn(f"w:{name}"), value)
        section._sectPr.append(counting)  # noqa: SLF001
        section.different_first_page_header_footer = "fmt" in settings


def _add_paragraph(document: Any, part: Part, sheet: Sheet) -> Any:
    """Add a part to the document, and return its first paragraph."""
    is_counted = sheet.layout.get("numbers") == "automatic" and part.kind in ("1", "(")
    label = f"{part.label}\t" if part.label and not is_counted else ""
    is_of_union = sheet.fields["form"] in _FORMS_OF_UNION
    if part.kind == "R" or (part.kind == "L" and "\t" in part.text and is_of_union):
        return _add_row(document, part, sheet)
    if part.kind[0] == "X" and part.kind != "X0" and sheet.layout["contents"] == "table":
        return _add_row(document, _make_entry_row(part), sheet)
    paragraph = document.add_paragraph(style=_find_style(document, part, sheet))
    _set_paragraph(paragraph, part, sheet)
    text = part.text
    if part.kind[0] == "X" and sheet.layout.get("contents") == "plain":
        text = text.replace("\t", " ")
    _write(paragraph, label + text, sheet, part)
    if is_counted:
        _set_number(document, paragraph, part, sheet)
    return paragraph


def _make_entry_row(part: Part) -> Part:
    """Return an entry of the contents as a row: its number and title, and the page."""
    title, _, page = part.text.rpartition("\t")
    return Part("XR", f"{title.replace(chr(9), ' ')}\t{page}")


def _set_number(document: Any, paragraph: Any, part: Part, sheet: Sheet) -> None:
    """Let Word count the number of a paragraph; a list of items begins with its first number."""
    label = part.label or ""
    core = re.sub(r"[\W_]", "", label)
    place = sheet.parts.index(part)
    before = sheet.parts[place - 1]
    numbering = document.part.numbering_part.element
    lists = numbering.findall(qn("w:num"))
    is_first = part.kind == "(" and before.kind != "("
    name = part.kind if part.kind == "1" else f"({label.replace(core, '')}"
    known = [each for each in lists if each.get(_LIST_NAME) == name]
    if not known or is_first:
        kind = next(kind for kind, signs in _COUNTERS.items() if core[0] in signs)
        number = str(1000 + len(lists))
        abstract, level = OxmlElement("w:abstractNum"), OxmlElement("w:lvl")
        abstract.set(qn("w:abstractNumId"), number)
        level.set(qn("w:ilvl"), "0")
        values = {"start": "1", "numFmt": kind, "lvlText": label.replace(core, "%1", 1)}
        for tag, value in values.items():
            child = OxmlElement(f"w:{tag}")
            child.set(qn("w:val"), value)
            level.append(child)
        abstract.append(level)
        numbering.insert(0, abstract)
        instance, link = OxmlElement("w:num"), OxmlElement("w:abstractNumId")
        instance.set(qn("w:numId"), number)
        instance.set(_LIST_NAME, name)
        link.set(qn("w:val"), number)
        instance.append(link)
        numbering.append(instance)
        known = [instance]
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = int(known[-1].get(qn("w:numId")))


def _add_row(document: Any, part: Part, sheet: Sheet) -> Any:
    """Add a row to the table that ends the document, or to a new one."""
    cells = part.text.split("\t")
    body = document.element.body
    last = body[-2] if len(body) > 1 else None
    is_open = last is not None and last.tag == qn("w:tbl")
    table = document.tables[-1] if is_open else document.add_table(0, len(cells))
    if not is_open:
        table.style = "Table Grid" if part.kind == "R" else None
        if sheet.language == "ar":
            table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))  # noqa: SLF001
    paragraphs = [cell.paragraphs[0] for cell in table.add_row().cells]
    for paragraph, text in zip(paragraphs, cells, strict=True):
        _set_paragraph(paragraph, part, sheet)
        is_head = part.kind == "R" and not is_open
        _write(paragraph, text, sheet, Part("T", text) if is_head else part)
    return paragraphs[0]


def _find_style(document: Any, part: Part, sheet: Sheet) -> str | None:
    if part.kind[0] == "#":
        return f"Heading {part.kind[1]}"
    name = _STYLES.get(part.kind)
    if part.kind[0] == "X" and sheet.layout["contents"] != "styles":
        return None
    return name if name in [style.name for style in document.styles] else None


def _set_paragraph(paragraph: Any, part: Part, sheet: Sheet) -> None:
    if sheet.language == "ar":
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001
    place = paragraph.paragraph_format
    inner = 0.0 if part.is_cover else float(sheet.layout["margin"])
    place.left_indent = place.right_indent = Cm(inner)
    is_title = sheet.fields["form"] == "standard" and part.is_unnumbered
    if part.kind[0] in _CENTRED.get(sheet.fields["form"], "") or part.kind == "X0" or is_title:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif part.kind == "XP":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif re.fullmatch(r"X\d", part.kind):
        stops = place.tab_stops
        level = int(part.kind[1])
        place.left_indent = Cm(1.2 * (level - 1))
        stops.add_tab_stop(Cm(1.2 * level + 0.2 * (level > 1)))
        stops.add_tab_stop(Cm(16.4), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    elif part.kind == "P0" and "\t" in part.text:
        place.left_indent, place.first_line_indent = Cm(_HANGING), -Cm(_HANGING)
        place.tab_stops.add_tab_stop(Cm(_HANGING))
    elif part.kind in "OP1(":
        is_hanging = sheet.layout["first"] == "hanging" and part.kind in "1("
        step = Cm(1.2)
        place.left_indent = Cm(inner + 1.2 * (is_hanging + (part.kind == "(")))
        place.first_line_indent = -step if is_hanging else (step if part.kind in "P(" else 0)
        if sheet.layout["align"] == "justify":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _write_feet(sheet: Sheet, section: Any) -> None:
    for name, line in _list_feet(sheet).items():
        paragraph = _begin_line(section, name, sheet)
        if sheet.language == "ar":
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001
        paragraph.style = "Normal"
        if "//" in line:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16.6), WD_TAB_ALIGNMENT.RIGHT)
        for piece in re.split(r"(\{\w+\}|//)", line):
            if piece == "//":
                paragraph.add_run().add_break()
            elif piece.startswith("{"):
                field = OxmlElement("w:fldSimple")
                field.set(qn("w:instr"), piece.strip("{}"))
                paragraph._p.append(field)  # noqa: SLF001
            elif piece:
                paragraph.add_run(piece).font.size = Pt(9)


def _begin_line(section: Any, name: str, sheet: Sheet) -> Any:
    """Return the paragraph for a line at the edge of pages; a head may be a table of two cells."""
    place = getattr(section, name)
    if "header" not in name or sheet.layout.get("head") != "table":
        return place.paragraphs[0]
    table = place.add_table(1, 2, Cm(16.6))
    left, right = (cell.paragraphs[0] for cell in table.rows[0].cells)
    left.add_run(sheet.fields["job"]).font.size = Pt(9)
    return right


def _list_feet(sheet: Sheet) -> dict[str, str]:
    """Return the lines at the edges of pages by the names that Word has for these places."""
    number, job = "{PAGE}/{NUMPAGES}", sheet.fields["job"]
    symbol, title = sheet.fields["symbol"], sheet.title
    match sheet.fields["form"]:
        case "standard":
            return {"even_page_footer": f"{{PAGE}}\t{job}", "footer": f"{job}\t{{PAGE}}"}
        case "assembly":
            head = f"- {{PAGE}} -//{symbol}"
            return {"even_page_header": head, "header": head}
        case "union":
            return {
                "even_page_header": symbol,
                "header": symbol,
                "even_page_footer": number,
                "footer": number,
            }
    if sheet.layout.get("foot") == "centre":
        line = f"{{PAGE}}//{job}"
        head = f"{symbol}\t{title}"
        return {
            "first_page_footer": job,
            "even_page_header": head,
            "header": head,
            "even_page_footer": line,
            "footer": line,
        }
    return {
        "first_page_footer": f"{job}\t*{re.sub(r'[^0-9]', '', job)}*",
        "even_page_header": f"{symbol}\t{title}",
        "header": f"{title}\t{symbol}",
        "even_page_footer": f"{number}\t{job}",
        "footer": f"{job}\t{number}",
    }


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
            run = paragraph.add_run(piece.strip("*^") if len(piece) > 1 else piece)
            run.italic = True if piece.startswith("*") and len(piece) > 1 else None
            is_bold = part.kind in ("T", "K", "X0") or (piece.startswith("^") and len(piece) > 1)
            run.bold = True if is_bold else None
            if is_bold:
                run._r.get_or_add_rPr().append(OxmlElement("w:bCs"))  # noqa: SLF001
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
            "isTitle": part.is_unnumbered,
            "tokens": _split_tokens(part, sheet) or [""],
            "cells": [_format(cell, sheet) for cell in part.text.split("\t")],
        }
        for index, part in enumerate(sheet.list_printed())
        if part.kind != "F"
    ]
    notes = {label: _format(text, sheet) for label, text in sheet.notes.items()}
    return {
        "language": sheet.language,
        "title": sheet.title,
        "parts": parts,
        "body": sheet.body,
        "hanging": f"{_HANGING}cm",
        "centred": _CENTRED.get(sheet.fields["form"], ""),
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
        is_bold = piece.startswith("^") and len(piece) > 1
        plain = piece.strip("*^") if is_italic or is_bold else piece
        pattern = r"[\u2e80-\uffef][，。；：、）》」]*|[^\s\u2e80-\uffef]+\s*|\s+"
        for word in re.findall(r"//|\t|" + pattern, plain):
            text = {"//": "<br>", "\t": "\t"}.get(word) or html.escape(word)
            if text[0] in ",.;:，。；：、،؛" and tokens and not is_italic:
                tokens[-1] += text
            else:
                tag = "i" if is_italic else "b" if is_bold else ""
                tokens.append(f"<{tag}>{text}</{tag}>" if tag else text)
    return tokens


def _format(text: str, sheet: Sheet) -> str:
    return "".join(_split_tokens(Part("F", text), sheet))
