"""A reader of presentations (.pptx), with a page for each slide and a heading for its title."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER

from corpus.documents import ReadingWarning
from corpus.errors import CorruptFileError, NoTextError
from corpus.text import clean, format_number
from ingest import charts
from ingest.balance import Balance, Ledger
from ingest.blocks import Block, FileContent
from ingest.files import zip_safety
from ingest.tables import Cell, Paragraph, Row, Table, build_blocks, format_rows

_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBILITY: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXTS: Final = (_DRAWING + "t", _MATH + "t")

_TITLES: Final = (
    PP_PLACEHOLDER.TITLE,
    PP_PLACEHOLDER.CENTER_TITLE,
    PP_PLACEHOLDER.VERTICAL_TITLE,
)
_RUNNING: Final = (
    PP_PLACEHOLDER.DATE,
    PP_PLACEHOLDER.FOOTER,
    PP_PLACEHOLDER.HEADER,
    PP_PLACEHOLDER.SLIDE_NUMBER,
)
_SAME_ROW: Final = 228_600
"""Shapes whose tops differ by less are side by side: a quarter of an inch, in English Metric Units.
"""

_SCHEMES: Final = (
    ("arabic", "decimal"),
    ("alphaLc", "lowerLetter"),
    ("alphaUc", "upperLetter"),
    ("romanLc", "lowerRoman"),
    ("romanUc", "upperRoman"),
    ("ea1", "chineseCounting"),
    ("arabicDb", "decimalFullWidth"),
)
"""Beginnings of ST_TextAutonumberScheme (ECMA-376 part 1, 20.1.10.61), with Word's names."""

_WRAPPINGS: Final = (("ParenBoth", "({})"), ("ParenR", "{})"), ("Period", "{}."), ("", "{}"))


def read(path: Path) -> FileContent:
    """Read the .pptx file at ``path``; raise ReadError for damage, a trap, or no text."""
    content = path.read_bytes()
    with zip_safety.open_zip(io.BytesIO(content), path.name) as archive:
        zip_safety.check_package(archive, path.name)
    try:
        presentation = pptx.Presentation(io.BytesIO(content))
        slides = list(presentation.slides)
    except Exception as error:
        # python-pptx raises KeyError, lxml's errors, PackageNotFoundError … as the damage has it.
        raise CorruptFileError(
            f"{path.name} is damaged and cannot be opened ({type(error).__name__}). Open it in "
            "PowerPoint or LibreOffice, which can often repair it, and save it again."
        ) from error
    reader = _SlideReader()
    for number, slide in enumerate(slides, start=1):
        try:
            reader.slide(slide, number)
        except Exception as error:  # noqa: BLE001
            message = f"Slide {number} could not be read to its end ({type(error).__name__})."
            reader.warnings.append(ReadingWarning("damaged-page", message))
    if not reader.blocks:
        raise NoTextError(
            f"{path.name} has no text on its slides, perhaps only pictures. Look for a version "
            "with text."
        )
    return FileContent(
        tuple(reader.blocks),
        running=tuple(dict.fromkeys(reader.running)),
        pages=len(slides),
        properties=_read_properties(presentation.core_properties),
        warnings=tuple(reader.warnings),
        balance=tuple(reader.balances),
    )


def _read_properties(core: Any) -> dict[str, str]:
    result = {name: clean(getattr(core, name) or "") for name in ("title", "author", "language")}
    if core.created:
        result["created"] = core.created.isoformat()
    return {name: value for name, value in result.items() if value}


class _SlideReader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.running: list[str] = []
        self.warnings: list[ReadingWarning] = []
        self.balances: list[Balance] = []
        self._ledger = Ledger()

    def slide(self, slide: Any, number: int) -> None:
        """Read a slide and note its balance, even if it cannot be read to its end."""
        self._ledger = Ledger()
        place = f"slide {number}"
        texts = list(_list_texts(slide))
        known = len(self.blocks)
        try:
            for branch in _replace_alternatives(slide.element):
                self._ledger.leave_out("alternate-content", _read_text_below(branch))
            self._read(slide, number)
        finally:
            for block in self.blocks[known:]:
                self._ledger.add("table", block.added)
            self.balances.append(
                self._ledger.balance(
                    place,
                    "".join(texts),
                    (block.text for block in self.blocks[known:]),
                    lambda: ((place, text) for text in texts),
                )
            )

    def _read(self, slide: Any, number: int) -> None:
        from_right = any(
            properties.get("rtl") == "1" for properties in slide.element.iter(_DRAWING + "pPr")
        )
        for shape in _sort_shapes(slide.shapes, from_right=from_right):
            self._read_shape(shape, number)
        if slide.has_notes_slide:
            for shape in slide.notes_slide.shapes:
                self._read_shape(shape, number, notes=True)

    def _read_shape(self, shape: Any, number: int, *, notes: bool = False) -> None:
        kind = shape.placeholder_format.type if shape.is_placeholder else None
        if getattr(shape, "has_table", False):
            self.blocks += self._rows(shape.table, number)
        elif kind in _RUNNING:
            self._ledger.leave_out("running-header", _read_text_below(shape.element))
            if not notes:
                self.running += [block.text for block in _read_paragraphs(shape.text_frame, number)]
        elif kind in _TITLES:
            text = " ".join(block.text for block in _read_paragraphs(shape.text_frame, number))
            text = text.replace("\n", " ")
            if text:
                self.blocks.append(Block("heading", text, level=1, page=number))
        elif getattr(shape, "has_text_frame", False):
            self.blocks += _read_paragraphs(shape.text_frame, number)
        elif getattr(shape, "has_chart", False):
            items, repeated = charts.read_items(pptx.oxml.parse_xml(shape.chart.part.blob))
            self._ledger.leave_out("repeated", repeated)
            self.blocks += [replace(block, page=number) for block in build_blocks(items)]
        elif hasattr(shape, "shapes"):
            for inner in shape.shapes:
                self._read_shape(inner, number, notes=notes)
        else:
            self.blocks += _read_diagram(shape, number)

    def _rows(self, table: Any, number: int) -> Iterator[Block]:
        rows = []
        for index, row in enumerate(table.rows):
            cells = []
            for column, cell in enumerate(row.cells):
                if cell.is_spanned:
                    self._ledger.leave_out("merged-cell", _read_text_below(cell._tc))  # noqa: SLF001
                    continue
                texts = [_read_text(paragraph) for paragraph in cell.text_frame.paragraphs]
                items = tuple(Paragraph(text) for text in texts if text)
                span = cell.span_width if cell.is_merge_origin else 1
                cells.append(Cell(column, min(span, len(table.columns) - column), items))
            rows.append(Row(tuple(cells), is_header=index == 0 and table.first_row))
        for text, _, added in format_rows(Table(tuple(rows), len(table.columns), has_lines=True)):
            if text:
                yield Block("table", text, page=number, added=added)


def _list_texts(slide: Any) -> Iterator[str]:
    """Yield all text of a slide: notes, charts and diagrams too."""
    for whole in (slide, slide.notes_slide) if slide.has_notes_slide else (slide,):
        yield from (element.text or "" for element in whole.element.iter(*_TEXTS))
        # A part that is missing or damaged is reported where it is read.
        for chart in whole.element.iter(charts.CHART + "chart"):
            with contextlib.suppress(KeyError, SyntaxError, ValueError):
                part = whole.part.related_part(chart.get(_RELATION + "id"))
                yield charts.read_text(pptx.oxml.parse_xml(part.blob))
        for identifiers in whole.element.iter(_DIAGRAM + "relIds"):
            with contextlib.suppress(KeyError, SyntaxError, ValueError):
                part = whole.part.related_part(identifiers.get(_RELATION + "dm"))
                yield _read_text_below(pptx.oxml.parse_xml(part.blob))


def _read_text_below(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(*_TEXTS))


def _replace_alternatives(root: Any) -> Iterator[Any]:
    """Replace each alternative by its first branch with words, and yield the other branches."""
    while (alternate := root.find(f".//{_COMPATIBILITY}AlternateContent")) is not None:
        branches = sorted(alternate, key=lambda branch: not _read_text_below(branch))
        yield from branches[1:]
        for child in branches[0] if branches else ():
            alternate.addprevious(child)
        alternate.getparent().remove(alternate)


def _sort_shapes(shapes: Iterable[Any], *, from_right: bool) -> list[Any]:
    """Return shapes in reading order: the title first, groups together."""

    def top(shape: Any) -> int:
        return shape.top or 0

    def side(shape: Any) -> int:
        left = shape.left or 0
        return -(left + (shape.width or 0)) if from_right else left

    def is_title(shape: Any) -> bool:
        return shape.is_placeholder and shape.placeholder_format.type in _TITLES

    rows: list[list[Any]] = []
    for shape in sorted(shapes, key=lambda shape: (not is_title(shape), top(shape))):
        if rows and not is_title(rows[-1][0]) and top(shape) - top(rows[-1][0]) < _SAME_ROW:
            rows[-1].append(shape)
        else:
            rows.append([shape])
    result = []
    for row in rows:
        for shape in sorted(row, key=side):
            inner = getattr(shape, "shapes", None)
            result += [shape] if inner is None else _sort_shapes(inner, from_right=from_right)
    return result


def _read_paragraphs(frame: Any, number: int) -> Iterator[Block]:
    counts: dict[tuple[int, str], int] = {}
    for paragraph in frame.paragraphs:
        text = _read_text(paragraph)
        if not text:
            continue
        level = paragraph.level
        properties = paragraph._p.pPr  # noqa: SLF001 - python-pptx has no API for numbers
        counter = None if properties is None else properties.find(_DRAWING + "buAutoNum")
        for deeper in [key for key in counts if key[0] > level or counter is None]:
            if deeper[0] >= level:
                del counts[deeper]
        label = None
        if counter is not None:
            scheme = counter.get("type") or "arabicPeriod"
            start = int(counter.get("startAt") or 1)
            counts[level, scheme] = counts.get((level, scheme), start - 1) + 1
            label = _format_label(scheme, counts[level, scheme])
        yield Block("paragraph", text, label=label, level=level if label else None, page=number)


def _read_text(paragraph: Any) -> str:
    return clean(
        "".join(
            "\n" if node.tag == _DRAWING + "br" else node.text or ""
            for node in paragraph._p.iter(*_TEXTS, _DRAWING + "br")  # noqa: SLF001
        )
    )


def _format_label(scheme: str, number: int) -> str:
    style = next((name for start, name in _SCHEMES if scheme.startswith(start)), "decimal")
    wrapping = next(form for end, form in _WRAPPINGS if scheme.endswith(end))
    return wrapping.format(format_number(number, style))


def _read_diagram(shape: Any, number: int) -> Iterator[Block]:
    """Yield the texts of a SmartArt diagram from its own part."""
    for identifiers in shape.element.iter(_DIAGRAM + "relIds"):
        part = shape.part.related_part(identifiers.get(_RELATION + "dm"))
        root = pptx.oxml.parse_xml(part.blob)
        for point in root.iter(_DIAGRAM + "pt"):
            for paragraph in point.iter(_DRAWING + "p"):
                text = clean("".join(run.text or "" for run in paragraph.iter(_DRAWING + "t")))
                if text:
                    yield Block("paragraph", text, page=number)
