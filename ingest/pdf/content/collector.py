"""A collector of the glyphs that a page draws, with their places."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Container, Sequence
from typing import Any, Final, NamedTuple

from pdfminer.converter import PDFPageAggregator
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.psparser import PSLiteral
from pdfminer.utils import apply_matrix_pt, decode_text, mult_matrix

from ingest.pdf.content.frames import Rectangle
from ingest.pdf.content.glyphs import NOTHING, UNKNOWN, Glyph, clean_text
from ingest.pdf.content.table_cells import PagePath, Point

LONGEST_CLUSTER: Final = 6
"""Most glyphs in an ActualText cluster; tagged files have longer spans, read glyph by glyph."""

LEAST_ANGLE: Final = 3.0
"""Degrees within which a line is level, as on a page scanned askew."""

MOST_ANGLE: Final = 45.0
"""Degrees from which a single letter is not upright."""

WRITTEN_SIZE: Final = 10.0
"""Font size, in points, of a form value that the file does not draw."""

TICKED: Final = "\u2612"
"""Text for a ticked box: a ballot box with an x."""

SPACE: Final = 32
"""Code after which one-byte fonts add word spacing (PDF 32000-1, 9.3.3)."""

_BOLD: Final = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_BRACKETS: Final = frozenset("()[]{}<>«»‹›")
_SUBPATH: Final = re.compile("m[^m]+")
Clip = tuple[float, float, float, float]
"""Left, bottom, right, top of the visible area plus a point, in points, origin bottom left."""

EVERYTHING: Final[Clip] = (-math.inf, -math.inf, math.inf, math.inf)


class Collector(PDFPageAggregator):
    """A pdfminer device that collects glyphs; pdfplumber's dictionaries triple the time.

    It keeps nearly level left-to-right glyphs, except those whose direction in degrees is in
    ``apart``. Places of ``drawings`` and ``images`` count from the media box.
    """

    def __init__(
        self,
        manager: Any,
        page_number: int,
        height: float,
        apart: Container[int] = (),
        origin: Point = (0.0, 0.0),
    ) -> None:
        super().__init__(manager, pageno=page_number)
        self.height = height
        self.origin = origin
        self.drawings: list[PagePath] = []
        self.images: list[Rectangle] = []
        self.clip = EVERYTHING
        self.apart = apart
        self.letters = 0
        self.clipped: list[str] = []
        self.comments: list[tuple[Rectangle, str]] = []
        self.turned: Counter[int] = Counter()
        self.glyphs: list[Glyph] = []
        self._spans: list[tuple[str | None, int]] = []

    def paint_path(
        self,
        gstate: Any,
        stroke: bool,
        fill: bool,
        evenodd: bool,
        path: Sequence[Any],
    ) -> None:
        """Note a path by pdfminer's kind, without colour and pen."""
        shape = "".join([segment[0] for segment in path])
        if not shape.startswith("m"):
            return
        if shape.count("m") > 1:
            for part in _SUBPATH.finditer(shape):
                self.paint_path(gstate, stroke, fill, evenodd, path[part.start() : part.end()])
            return
        first, ctm = path[0], self.ctm
        points = [apply_matrix_pt(ctm, (s if s[0] != "h" else first)[-2:]) for s in path]
        # Where a path that is closed returns to its beginning before.
        if len(shape) > 3 and shape.endswith("lh") and points[-2] == points[0]:
            shape = f"{shape[:-2]}h"
            points.pop()
        if shape in {"ml", "mlh"}:
            self._draw("line", points[:2], is_stroked=stroke)
        elif shape in {"mlllh", "mllll"} and _is_upright(points):
            self._draw("rect", [points[0], points[2]], is_stroked=stroke)
        else:
            self._draw("curve", points, is_stroked=stroke)

    def _draw(self, kind: str, points: Sequence[Point], *, is_stroked: bool) -> None:
        xs, ys = zip(*points, strict=True)
        left, bottom, right, top = min(xs), min(ys), max(xs), max(ys)
        curve: list[Point] = []
        if kind == "curve":
            x0, y0 = self.origin
            curve = [(x0 + x, y0 + self.height - y) for x, y in points]
        box = self._measure_from_top(left, bottom, right, top)
        self.drawings.append(PagePath(kind, box, top - bottom, is_stroked, curve))

    def render_image(self, name: str, stream: Any) -> None:  # noqa: ARG002
        """Note the place of an image."""
        frame = self.cur_item
        self.images.append(self._measure_from_top(frame.x0, frame.y0, frame.x1, frame.y1))

    def _measure_from_top(self, left: float, bottom: float, right: float, top: float) -> Rectangle:
        x0, y0 = self.origin
        return left + x0, (self.height - top) + y0, right + x0, (self.height - bottom) + y0

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:  # noqa: ARG002
        """Note the start and ActualText of a marked span."""
        actual = props.get("ActualText") if isinstance(props, dict) else None
        text = decode_text(actual) if isinstance(actual, bytes) else None
        self._spans.append((text, len(self.glyphs)))

    def end_tag(self) -> None:
        """Give the glyphs of the span that ends its ActualText."""
        if not self._spans:
            return
        text, start = self._spans.pop()
        if text is not None:
            self._replace(text, start)

    def _replace(self, text: str, start: int) -> None:
        """Replace the glyphs from ``start`` on, if they are one cluster, by their ActualText."""
        glyphs = self.glyphs[start:]
        if not glyphs or len(glyphs) > max(LONGEST_CLUSTER, len(text)):
            return
        cleaned = clean_text(text)
        letters = "".join(glyph.text for glyph in glyphs)
        if len(glyphs) == 1 and len(letters) == 1 and letters in _BRACKETS and cleaned in _BRACKETS:
            # Which way a bracket opens is decided for the font as a whole: see
            # ingest.pdf.lines.bidi.
            return
        widest = max(glyphs, key=lambda glyph: glyph.x1 - glyph.x0)
        if any(abs(glyph.baseline - widest.baseline) > widest.size for glyph in glyphs):
            return
        self.glyphs[start:] = [
            widest._replace(
                text=cleaned,
                x0=min(glyph.x0 for glyph in glyphs),
                x1=max(glyph.x1 for glyph in glyphs),
            )
        ]

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Note a text's glyphs; compute once what they share."""
        font = textstate.font
        name, bold, is_vertical, is_multibyte, codes = _read_font(font)
        a, b, c, d, e, f = mult_matrix(textstate.matrix, self.ctm)
        fontsize, scaling = textstate.fontsize, textstate.scaling * 0.01
        along = a * scaling * fontsize, b * scaling * fontsize
        is_level = b == 0 and along[0] >= 0
        if is_vertical or not (is_level or abs(_compute_degrees(*along)) <= LEAST_ANGLE):
            super().render_string(textstate, seq, ncs, graphicstate)
            return
        charspace = textstate.charspace * scaling
        wordspace = 0 if is_multibyte else textstate.wordspace * scaling
        dxscale = 0.001 * fontsize * scaling
        rise_x, rise_y = c * textstate.rise, d * textstate.rise
        size = abs(fontsize) * ((c * c + d * d) ** 0.5)
        height = self.height
        left, bottom, right, top = self.clip
        new, add = tuple.__new__, self.glyphs.append
        pen, up = textstate.linematrix
        across, along_y = up * c, up * d
        y = along_y + f + rise_y
        letters = 0
        gap = 0.0
        for part in seq:
            if isinstance(part, bytes):
                for code in font.decode(part):
                    text, cleaned, is_alnum, width = codes[code]
                    pen += gap
                    gap = charspace
                    x = pen * a + across + e + rise_x
                    if b:
                        y = pen * b + along_y + f + rise_y
                    advance = width * fontsize * scaling
                    end = x + a * advance
                    pen += advance
                    if code == SPACE and wordspace:
                        pen += wordspace
                    middle = x + a * advance / 2
                    if not (left <= middle <= right and bottom <= y + 0.35 * size <= top):
                        self.clipped.append(cleaned)
                        continue
                    letters += is_alnum
                    if end < x:
                        x, end = end, x
                    # Past the checks of its own making, which took as long as all of the above.
                    add(new(Glyph, (text, x, end, height - y, size, name, bold, code)))
            elif isinstance(part, int | float):
                pen -= part * dxscale
                gap = charspace
        self.letters += letters
        textstate.linematrix = (pen, up)

    def render_char(
        self,
        matrix: tuple[float, float, float, float, float, float],
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,  # noqa: ARG002
        graphicstate: Any,  # noqa: ARG002
    ) -> float:
        """Note a glyph of vertical or slanted text, and return the pen's advance."""
        name, bold, vertical, _, codes = _read_font(font)
        code = codes[cid]
        advance = code.width * fontsize * scaling
        a, b, c, d, e, f = matrix
        x, y = e + c * rise, f + d * rise
        dx = (c if vertical else a) * advance
        size = abs(fontsize) * ((c * c + d * d) ** 0.5)
        along = (-c, -d) if vertical else (a * scaling, b * scaling)
        angle = _compute_degrees(along[0] * fontsize, along[1] * fontsize)
        if abs(angle) > LEAST_ANGLE:
            direction = round(angle) % 360
            self.turned[direction] += code.is_alnum
            if abs(angle) >= MOST_ANGLE or direction in self.apart:
                self.letters += code.is_alnum
                return advance
        if not self._is_seen(x + dx / 2, y + 0.35 * size):
            self.clipped.append(code.letters)
            return advance
        self.letters += code.is_alnum
        self.glyphs.append(
            Glyph(code.text, min(x, x + dx), max(x, x + dx), self.height - y, size, name, bold, cid)
        )
        return advance

    def write_text(self, text: str, corners: Sequence[tuple[float, float]]) -> None:
        """Add a glyph for each word of an undrawn text, between these corners."""
        left, top, right, bottom = self._find_box(corners)
        size = min(WRITTEN_SIZE, max(1.0, 0.7 * (bottom - top)))
        baseline = top + 0.8 * size
        for line in text.split("\n"):
            rtl = any(unicodedata.bidirectional(char) in {"R", "AL"} for char in line)
            x = 0.0
            for word in re.findall(r"\S+|\s+", line):
                width = 0.5 * size * len(word)
                if x and x + width > right - left:
                    x, baseline = 0.0, baseline + 1.2 * size
                x0 = right - x - width if rtl else left + x
                self.glyphs.append(
                    Glyph(clean_text(word), x0, x0 + width, baseline, size, "", False, 0)
                )
                x += width
            baseline += 1.2 * size

    def tick(self, corners: Sequence[tuple[float, float]]) -> None:
        """Add a glyph for a ticked box."""
        left, top, right, bottom = self._find_box(corners)
        size = bottom - top
        self.glyphs.append(Glyph(TICKED, left, right, bottom - 0.2 * size, size, "", False, 0))

    def note_remark(self, text: str, corners: Sequence[tuple[float, float]]) -> None:
        """Note a reader's remark and its place."""
        self.comments.append((self._find_box(corners), text))

    def _find_box(self, corners: Sequence[tuple[float, float]]) -> Rectangle:
        xs, ys = zip(*corners, strict=True)
        return min(xs), self.height - max(ys), max(xs), self.height - min(ys)

    def _is_seen(self, x: float, y: float) -> bool:
        left, bottom, right, top = self.clip
        return left <= x <= right and bottom <= y <= top


class _Code(NamedTuple):
    """The text and width of a font's code; ``letters`` leaves out signs for unknown letters."""

    text: str
    letters: str
    is_alnum: bool
    width: float


class _Codes(dict[int, _Code]):
    def __init__(self, font: Any) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, code: int) -> _Code:
        try:
            text = self._font.to_unichr(code)
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        letters = clean_text(text)
        visible = NOTHING if text == "" else UNKNOWN if text == "\x00" else letters
        self[code] = properties = _Code(
            visible, letters, text.isalnum(), self._font.char_width(code)
        )
        return properties


class _Font(NamedTuple):
    name: str
    bold: bool
    is_vertical: bool
    is_multibyte: bool
    codes: _Codes


def _read_font(font: Any) -> _Font:
    facts: _Font | None = getattr(font, "drawn", None)
    if facts is None:
        name = font.fontname
        name = name.decode("latin-1") if isinstance(name, bytes) else str(name)
        flags = font.flags if isinstance(font.flags, int) else 0
        bold = bool(_BOLD.search(name)) or bool(flags & 0x40000)
        vertical, multibyte = font.is_vertical(), font.is_multibyte()
        facts = font.drawn = _Font(name, bold, vertical, multibyte, _Codes(font))
    return facts


def _is_upright(points: Sequence[Point]) -> bool:
    """Whether a closed path of four corners is an upright rectangle."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy), last = points
    return last == (ax, ay) and (
        (ax == bx and by == cy and cx == dx and dy == ay)
        or (ay == by and bx == cx and cy == dy and dx == ax)
    )


def _compute_degrees(right: float, up: float) -> float:
    return math.degrees(math.atan2(up, right))
