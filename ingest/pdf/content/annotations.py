"""Text of annotations on a page: form values, text typed over the page, comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import MATRIX_IDENTITY, Matrix, apply_matrix_pt, decode_text, mult_matrix

HIDDEN: Final = 2 | 32
"""Flags of hidden annotations (PDF 32000-1, 12.5.3)."""

PASSWORD: Final = 1 << 13
PUSH_BUTTON: Final = 1 << 16
"""Flags of form fields (PDF 32000-1, 12.7.4)."""

MOST_PARENTS: Final = 20

_NOT_TEXT: Final = frozenset({"Link", "Popup"})


@dataclass(frozen=True, slots=True)
class Annotation:
    """A visible annotation; a ``comment`` is a reader's remark and is not drawn.

    ``rectangle`` is left, bottom, right, top in units of the page's content. ``ticked`` is the
    state of a box or button; None for others.
    """

    rectangle: tuple[float, float, float, float]
    text: str
    comment: str
    ticked: bool | None
    appearance: PDFStream | None

    def compute_matrix(self) -> Matrix:
        """Compute the matrix from its appearance to the page (PDF 32000-1, 12.5.5)."""
        form = self.appearance.attrs if self.appearance is not None else {}
        matrix = _read_numbers(form.get("Matrix"), 6) or MATRIX_IDENTITY
        left, bottom, right, top = _read_numbers(form.get("BBox"), 4) or (0.0, 0.0, 1.0, 1.0)
        corners = [apply_matrix_pt(matrix, (x, y)) for x in (left, right) for y in (bottom, top)]
        xs, ys = zip(*corners, strict=True)
        x0, y0, x1, y1 = self.rectangle
        across = (x1 - x0) / ((max(xs) - min(xs)) or 1)
        up = (y1 - y0) / ((max(ys) - min(ys)) or 1)
        fit = (across, 0.0, 0.0, up, x0 - across * min(xs), y0 - up * min(ys))
        return mult_matrix(matrix, fit)


def read_annotations(page: Any) -> Iterator[Annotation]:
    """Yield a page's visible annotations in file order, without links and passwords."""
    references = resolve1(page.annots)
    for item in references if isinstance(references, list) else ():
        entries = resolve1(item)
        if not isinstance(entries, dict):
            continue
        kind = _read_name(entries.get("Subtype"))
        corners = _read_numbers(entries.get("Rect"), 4)
        flags = resolve1(entries.get("F"))
        if kind in _NOT_TEXT or not corners or (isinstance(flags, int) and flags & HIDDEN):
            continue
        x0, y0, x1, y1 = corners
        rectangle = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        contents = _read_text(entries.get("Contents"))
        if kind == "Widget":
            yield _read_field(entries, rectangle)
        elif kind == "FreeText":
            yield Annotation(rectangle, contents, "", None, _find_appearance(entries))
        else:
            yield Annotation(rectangle, "", contents, None, _find_appearance(entries))


def _read_field(
    entries: dict[str, Any], rectangle: tuple[float, float, float, float]
) -> Annotation:
    kind = _read_name(_find_inherited(entries, "FT"))
    flags = _find_inherited(entries, "Ff")
    flags = flags if isinstance(flags, int) else 0
    value = _find_inherited(entries, "V")
    values = value if isinstance(value, list) else [value]
    text = "\n".join(filter(None, map(_read_text, values)))
    if kind == "Btn" and not flags & PUSH_BUTTON:
        state = _read_name(entries.get("AS")) or _read_name(value)
        return Annotation(rectangle, "", "", state not in {"", "Off"}, None)
    if kind not in {"Tx", "Ch"} or flags & PASSWORD:
        text = ""
    return Annotation(rectangle, text, "", None, _find_appearance(entries))


def _find_inherited(entries: dict[str, Any], key: str) -> Any:
    for _ in range(MOST_PARENTS):
        if key in entries:
            return resolve1(entries[key])
        parent = resolve1(entries.get("Parent"))
        if not isinstance(parent, dict):
            return None
        entries = parent
    return None


def _find_appearance(entries: dict[str, Any]) -> PDFStream | None:
    appearances = resolve1(entries.get("AP"))
    normal = resolve1(appearances.get("N")) if isinstance(appearances, dict) else None
    if isinstance(normal, dict):
        normal = resolve1(normal.get(_read_name(entries.get("AS"))))
    return normal if isinstance(normal, PDFStream) else None


def _read_text(value: Any) -> str:
    value = resolve1(value)
    if isinstance(value, PDFStream):
        value = value.get_data()
    if not isinstance(value, bytes):
        return ""
    return decode_text(value).replace("\r\n", "\n").replace("\r", "\n").strip("\x00\n\t ")


def _read_name(value: Any) -> str:
    value = resolve1(value)
    return str(value.name) if isinstance(value, PSLiteral) else ""


def _read_numbers(value: Any, count: int) -> Any:
    value = resolve1(value)
    if not isinstance(value, list) or len(value) != count:
        return None
    numbers = [resolve1(item) for item in value]
    return tuple(map(float, numbers)) if all(isinstance(x, int | float) for x in numbers) else None
