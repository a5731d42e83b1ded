"""Print a cover as a Word file, and as pages by LibreOffice and Chromium."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from benchmarks.covers.sheets import Part, Sheet

_MARK: Final = re.compile(r"\{(\^?)([^}]+)\}|//")

_ALIGNED: Final = {
    "C": WD_ALIGN_PARAGRAPH.CENTER, "B": WD_ALIGN_PARAGRAPH.CENTER, "G": WD_ALIGN_PARAGRAPH.RIGHT,
    "T": WD_ALIGN_PARAGRAPH.JUSTIFY,
}  # fmt: skip

_FOOTNOTES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"

_NOTES_HEAD: Final = (
    f"<w:footnotes {nsdecls('w')}>"
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r>'
    "</w:p></w:footnote>"
)
_NOTE: Final = (
    '<w:footnote w:id="{id}"><w:p>{paragraph}<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    '<w:footnoteRef/></w:r><w:r>{run}<w:t xml:space="preserve"> {text}</w:t></w:r>'
    "</w:p></w:footnote>"
)


def word_file(sheet: Sheet, folder: Path) -> Path:
    """The cover as a Word file; spaces and sizes differ from cover to cover."""
    document = docx.Document()
    variant = zlib.crc32(sheet.name.encode())
    normal = document.styles["Normal"]
    normal.font.size = Pt((11, 12, 10.5)[variant % 3])
    normal.font.name = ("Calibri", "Times New Roman")[variant // 3 % 2]
    normal.paragraph_format.space_after = Pt(0)
    between = Pt((12, 6, 18)[variant // 7 % 3])
    for kind, place in (("H", "header"), ("F", "footer")):
        texts = [part for part in sheet.parts if part.kind == kind]
        story = getattr(document.sections[0], place)
        for position, part in enumerate(texts):
            paragraph = story.paragraphs[0] if position == 0 else story.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _write(paragraph, part, sheet)
    for block in _blocks(sheet.parts):
        if isinstance(block, Part):
            paragraph = document.add_paragraph(style=_style(document, block.style))
            if block.kind in _ALIGNED:
                paragraph.alignment = _ALIGNED[block.kind]
            paragraph.paragraph_format.space_before = between
            _write(paragraph, block, sheet)
        else:
            _table(document, block, sheet)
    notes = [part for part in sheet.parts if part.kind.isdigit()]
    if notes:
        add_notes(document, notes)
    path = folder / f"{sheet.name}.docx"
    document.save(str(path))
    return path


def _blocks(parts: Sequence[Part]) -> Iterator[Part | list[list[list[Part]]]]:
    """The paragraphs of the body in their order, and tables: rows of cells of paragraphs."""
    rows: list[list[list[Part]]] = []
    for part in parts:
        if part.kind in "LMR=":
            if not rows or part.kind == "=":
                rows.append([])
            if part.kind == "=":
                continue
            row = rows[-1]
            cells = {cell[0].kind: cell for cell in row}
            if part.kind in cells:
                cells[part.kind].append(part)
            else:
                row.append([part])
            continue
        if rows:
            yield rows
            rows = []
        if part.kind not in "HF" and not part.kind.isdigit():
            yield part
    if rows:
        yield rows


def _columns(rows: Sequence[Sequence[Sequence[Part]]]) -> str:
    kinds = {cell[0].kind for row in rows for cell in row}
    return "".join(kind for kind in "LMR" if kind in kinds)


def _table(document: Any, rows: Sequence[Sequence[Sequence[Part]]], sheet: Sheet) -> None:
    kinds = _columns(rows)
    table = document.add_table(rows=len(rows), cols=len(kinds))
    if sheet.language == "ar":
        table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))  # noqa: SLF001
    for row, cells in zip(table.rows, rows, strict=True):
        for parts in cells:
            cell = row.cells[kinds.index(parts[0].kind)]
            for position, part in enumerate(parts):
                _write(cell.paragraphs[0] if position == 0 else cell.add_paragraph(), part, sheet)


def _style(document: Any, name: str | None) -> str | None:
    if name and name not in [style.name for style in document.styles]:
        document.styles.add_style(name, 1).base_style = document.styles["Normal"]
    return name


def _write(paragraph: Any, part: Part, sheet: Sheet) -> None:
    rtl = sheet.language == "ar"
    if rtl:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001
    position = 0
    for match in [*_MARK.finditer(part.text), None]:
        end = match.start() if match else len(part.text)
        if end > position:
            _run(paragraph, part.text[position:end], part, rtl=rtl)
        if match is None:
            break
        position = match.end()
        if match[0] == "//":
            paragraph.add_run().add_break()
        elif match[1]:
            _run(paragraph, match[2], part, rtl=rtl).font.superscript = True
        else:
            run = paragraph.add_run()
            run.font.superscript = True
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), match[2])
            run._r.append(reference)  # noqa: SLF001


def _run(paragraph: Any, text: str, part: Part, *, rtl: bool) -> Any:
    run = paragraph.add_run(text)
    if part.kind in "BI":
        run.bold = True
        run._r.get_or_add_rPr().append(OxmlElement("w:bCs"))  # noqa: SLF001
    if rtl:
        run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))  # noqa: SLF001
    return run


def add_notes(document: Any, notes: Sequence[Part], size: float = 0, *, rtl: bool = False) -> None:
    """Add the text of footnotes to a Word file; ``size`` is in points, 0 for that of the text."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part as PackagePart

    sizes = "".join(f'<w:{name} w:val="{round(2 * size)}"/>' for name in ("sz", "szCs") if size)
    look = {
        "run": f"<w:rPr>{sizes}{'<w:rtl/>' * rtl}</w:rPr>",
        "paragraph": "<w:pPr><w:bidi/></w:pPr>" * rtl,
    }
    body = "".join(
        _NOTE.format(id=note.kind, **look, text=html.escape(note.text)) for note in notes
    )
    blob = f"{_NOTES_HEAD}{body}</w:footnotes>".encode()
    parse_xml(blob)  # it is well formed
    uri = PackURI("/word/footnotes.xml")
    part = PackagePart(uri, _TYPE, blob, document.part.package)
    document.part.relate_to(part, _FOOTNOTES)


def print_by_libreoffice(files: Sequence[Path], folder: Path) -> None:
    """Print Word files to PDF, in one call."""
    profile = f"-env:UserInstallation=file://{folder}/libreoffice"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True)  # noqa: S603


def print_by_chromium(some: Sequence[Sheet], folder: Path) -> list[Path]:
    """Print the covers as web pages to PDF, in one browser."""
    from playwright.sync_api import sync_playwright

    made: list[Path] = []
    with sync_playwright() as driver:
        browser = launch_chromium(driver)
        page = browser.new_page()
        for sheet in some:
            page.set_content(_page(sheet))
            target = folder / f"{sheet.name}.pdf"
            page.pdf(path=str(target), format="A4", margin=_MARGIN)
            made.append(target)
        browser.close()
    return made


def launch_chromium(driver: Any) -> Any:
    """Start the Chromium of the system, with or without windows, or else Playwright's own."""
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    return driver.chromium.launch(executable_path=path, args=["--no-sandbox"])


_MARGIN: Final[Any] = dict.fromkeys(("top", "bottom", "left", "right"), "2cm")

_CSS: Final = (
    "body{font:12pt Liberation Serif,Noto Naskh Arabic,Noto Serif CJK SC;margin:0}"
    "p{margin:0 0 %dpt}td{vertical-align:top;width:50%%}td p{margin:0}table{width:100%%}"
    ".C,.B{text-align:center}.B,.I{font-weight:bold}.G{text-align:end}.T{text-align:justify}"
    ".H,.F{text-align:center;font-size:9pt}sup{font-size:60%%}.note{font-size:9pt}"
    "footer{margin-top:40pt;border-top:1px solid}"
)


def _page(sheet: Sheet) -> str:
    direction = "rtl" if sheet.language == "ar" else "ltr"
    body = "".join(
        _paragraph(block) if isinstance(block, Part) else _html_table(block)
        for block in _blocks(sheet.parts)
    )
    head = "".join(_paragraph(part) for part in sheet.parts if part.kind == "H")
    notes = "".join(
        f'<p class="note"><sup>{part.kind}</sup> {_inline(part.text)}</p>'
        for part in sheet.parts
        if part.kind.isdigit()
    )
    foot = f"<footer>{notes}</footer>" if notes else ""
    space = (6, 12, 10)[zlib.crc32(sheet.name.encode()) % 3]
    return (
        f'<!doctype html><html lang="{sheet.language}" dir="{direction}"><meta charset="utf-8">'
        f"<style>{_CSS % space}</style>{head}{body}{foot}"
    )


def _html_table(rows: Sequence[Sequence[Sequence[Part]]]) -> str:
    kinds = _columns(rows)
    lines = []
    for row in rows:
        cells = {cell[0].kind: "".join(map(_paragraph, cell)) for cell in row}
        lines.append("".join(f"<td>{cells.get(kind, '')}</td>" for kind in kinds))
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _paragraph(part: Part) -> str:
    return f'<p class="{part.kind}">{_inline(part.text)}</p>'


def _inline(text: str) -> str:
    return _MARK.sub(
        lambda match: "<br>" if match[0] == "//" else f"<sup>{match[2]}</sup>",
        html.escape(text),
    )
