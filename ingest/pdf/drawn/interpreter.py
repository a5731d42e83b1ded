"""What does the content of a page draw? pdfminer's interpreter, listened to glyph by glyph."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import replace
from typing import Any, Final

from pdfminer.converter import PDFPageAggregator
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import MATRIX_IDENTITY, Matrix, apply_matrix_pt, decode_text, mult_matrix

from ingest.pdf.drawn.annotations import Annotation, shown_on
from ingest.pdf.drawn.cmap import mend
from ingest.pdf.drawn.frames import Rectangle
from ingest.pdf.drawn.glyphs import NOTHING, UNKNOWN, Glyph, clean_text

LONGEST_CLUSTER: Final = 6
"""Glyphs that one ActualText may stand for and still count as one cluster: four letters of a
ligature and two marks. Longer spans (tagged files) are read glyph by glyph."""

LEAST_ANGLE: Final = 3.0
"""Degrees by which a line of a page that was scanned askew may differ from a level one."""

MOST_ANGLE: Final = 45.0
"""Degrees from which a single letter is no upright one."""

WRITTEN_SIZE: Final = 10.0
"""Points in which the value of a form field is taken to be set where nothing draws it."""

TICKED: Final = "\u2612"
"""What is read where a box of a form is ticked: a ballot box with an x."""

_BOLD: Final = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_BRACKETS: Final = frozenset("()[]{}<>«»‹›")
_Clip = tuple[float, float, float, float]


class Interpreter(PDFPageInterpreter):
    """Follows clipping paths too: what they cut off is not on the page.

    Chromium draws the first letters of the next page below the edge of the one before.
    """

    def __init__(self, manager: Any, device: Collector, turn: Matrix | None = None) -> None:
        super().__init__(manager, device)
        self.collector = device
        self._turn = turn
        self._annotations: list[Annotation] = []
        self._clips: list[_Clip | None] = []

    def process_page(self, page: PDFPage) -> None:
        """Draw a page, and what was filled in and typed over it."""
        self._annotations = list(shown_on(page))
        super().process_page(page)

    def render_contents(
        self, resources: Any, streams: Sequence[object], ctm: Matrix = MATRIX_IDENTITY
    ) -> None:
        """Draw a page or a form; a page turned, where this was asked for."""
        ctm = mult_matrix(ctm, self._turn) if self._turn else ctm
        super().render_contents(resources, streams, ctm)
        for annotation in self._annotations:
            self.collector.clip = None
            self._draw(annotation, ctm)

    def _draw(self, annotation: Annotation, ctm: Matrix) -> None:
        """Draw an annotation as the file says; write its text where the file does not, or less."""
        collector = self.collector
        start, letters = len(collector.glyphs), collector.letters
        form = annotation.appearance
        if form is not None:
            resources = resolve1(form.attrs.get("Resources")) or {}
            self.subinterp().render_contents(
                resources, [form], mult_matrix(annotation.matrix(), ctm)
            )
        if self._turn:
            return
        left, bottom, right, top = annotation.rectangle
        corners = [apply_matrix_pt(ctm, (x, y)) for x in (left, right) for y in (bottom, top)]
        if annotation.ticked:
            collector.tick(corners)
        # A value that is longer than its field is cut off by the field's edge.
        elif sum(map(str.isalnum, annotation.text)) > collector.letters - letters:
            del collector.glyphs[start:]
            collector.write(annotation.text, corners)
        if annotation.comment:
            collector.remark(annotation.comment, corners)

    def init_resources(self, resources: Any) -> None:
        """Make the fonts, those mended whose CMap pdfminer does not know."""
        super().init_resources(resources)
        specs = resolve1((resolve1(resources) or {}).get("Font")) or {}
        for name, font in self.fontmap.items():
            mend(font, resolve1(specs.get(name)) or {})

    def do_q(self) -> None:
        """Save the graphics state."""
        super().do_q()
        self._clips.append(self.collector.clip)

    def do_Q(self) -> None:  # noqa: N802
        """Restore the graphics state."""
        super().do_Q()
        if self._clips:
            self.collector.clip = self._clips.pop()

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802
        """Draw a form or an image; a clip within ends with it."""
        clip = self.collector.clip
        super().do_Do(xobjid_arg)
        self.collector.clip = clip

    def do_W(self) -> None:  # noqa: N802
        """Narrow the clip to the box around the path."""
        points = [
            apply_matrix_pt(self.ctm, (float(segment[k]), float(segment[k + 1])))
            for segment in self.curpath
            for k in range(1, len(segment) - 1, 2)
        ]
        if not points:
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        new = (min(xs), min(ys), max(xs), max(ys))
        old = self.collector.clip
        if old is not None:
            new = (
                max(old[0], new[0]),
                max(old[1], new[1]),
                min(old[2], new[2]),
                min(old[3], new[3]),
            )
        self.collector.clip = new

    do_W_a = do_W  # noqa: N815


class Collector(PDFPageAggregator):
    """Keeps glyphs as values of our own: pdfplumber's dictionaries cost three times the reading.

    Only those that run from left to right, or nearly so unless their direction, in degrees, is in
    ``apart``: text of which there is enough to be read on its own. The letters and digits in other
    directions are counted (``turned``). ``comments`` are readers' remarks, with their places,
    ``clipped`` the texts of glyphs that a clipping path cuts off.

    Drawings and images are kept as pdfminer does, for pdfplumber to find tables in. It also reads
    ActualText, with which LibreOffice and Chromium say what letters a cluster of
    glyphs stands for where the glyphs alone do not tell (marks, ligatures, glyphs without Unicode).
    """

    def __init__(
        self, manager: Any, page_number: int, height: float, apart: Container[int] = ()
    ) -> None:
        super().__init__(manager, pageno=page_number)
        self.height = height
        self.clip: _Clip | None = None
        self.apart = apart
        self.letters = 0
        self.clipped: list[str] = []
        self.comments: list[tuple[Rectangle, str]] = []
        self.turned: Counter[int] = Counter()
        self.glyphs: list[Glyph] = []
        self._spans: list[tuple[str | None, int]] = []
        self._fonts: dict[int, tuple[Any, str, bool]] = {}

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:  # noqa: ARG002
        """Note where a marked span begins, and what text it says it is."""
        actual = props.get("ActualText") if isinstance(props, dict) else None
        text = decode_text(actual) if isinstance(actual, bytes) else None
        self._spans.append((text, len(self.glyphs)))

    def end_tag(self) -> None:
        """Give the glyphs of the span that ends the text that it has of its own."""
        if not self._spans:
            return
        text, start = self._spans.pop()
        if text is not None:
            self._replace(text, start)

    def _replace(self, text: str, start: int) -> None:
        glyphs = self.glyphs[start:]
        if not glyphs or len(glyphs) > max(LONGEST_CLUSTER, len(text)):
            return
        cleaned = clean_text(text)
        drawn = "".join(glyph.text for glyph in glyphs)
        if len(glyphs) == 1 and len(drawn) == 1 and drawn in _BRACKETS and cleaned in _BRACKETS:
            # Which way a bracket opens is decided for the font as a whole: see
            # ingest.pdf.lines.bidi.
            return
        widest = max(glyphs, key=lambda glyph: glyph.x1 - glyph.x0)
        if any(abs(glyph.baseline - widest.baseline) > widest.size for glyph in glyphs):
            return
        self.glyphs[start:] = [
            replace(
                widest,
                text=cleaned,
                x0=min(glyph.x0 for glyph in glyphs),
                x1=max(glyph.x1 for glyph in glyphs),
            )
        ]

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
        """Note the glyph, and give how far the pen advances."""
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        advance: float = font.char_width(cid) * fontsize * scaling
        a, b, c, d, e, f = matrix
        x, y = e + c * rise, f + d * rise
        vertical = font.is_vertical()
        dx = (c if vertical else a) * advance
        size = abs(fontsize) * ((c * c + d * d) ** 0.5)
        along = (-c, -d) if vertical else (a * scaling, b * scaling)
        angle = math.degrees(math.atan2(along[1] * fontsize, along[0] * fontsize))
        if abs(angle) > LEAST_ANGLE:
            direction = round(angle) % 360
            self.turned[direction] += text.isalnum()
            if abs(angle) >= MOST_ANGLE or direction in self.apart:
                self.letters += text.isalnum()
                return advance
        if self.clip is not None and not self._is_seen(x + dx / 2, y + 0.35 * size):
            self.clipped.append(clean_text(text))
            return advance
        self.letters += text.isalnum()
        _, name, bold = self._font(font)
        self.glyphs.append(
            Glyph(
                NOTHING if text == "" else UNKNOWN if text == "\x00" else clean_text(text),
                min(x, x + dx),
                max(x, x + dx),
                self.height - y,
                size,
                name,
                bold,
                cid,
            )
        )
        return advance

    def write(self, text: str, corners: Sequence[tuple[float, float]]) -> None:
        """Add glyphs, a word each, for a text that is not drawn, between these corners."""
        left, top, right, bottom = self._box(corners)
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
        """Add a glyph for a box of a form that is ticked."""
        left, top, right, bottom = self._box(corners)
        size = bottom - top
        self.glyphs.append(Glyph(TICKED, left, right, bottom - 0.2 * size, size, "", False, 0))

    def remark(self, text: str, corners: Sequence[tuple[float, float]]) -> None:
        """Note what a reader remarked at a place of the page."""
        self.comments.append((self._box(corners), text))

    def _box(self, corners: Sequence[tuple[float, float]]) -> Rectangle:
        xs, ys = zip(*corners, strict=True)
        return min(xs), self.height - max(ys), max(xs), self.height - min(ys)

    def _is_seen(self, x: float, y: float) -> bool:
        left, bottom, right, top = self.clip or (0.0, 0.0, 0.0, 0.0)
        return left - 1 <= x <= right + 1 and bottom - 1 <= y <= top + 1

    def _font(self, font: Any) -> tuple[Any, str, bool]:
        known = self._fonts.get(id(font))
        if known is None:
            name = font.fontname
            name = name.decode("latin-1") if isinstance(name, bytes) else str(name)
            flags = font.flags if isinstance(font.flags, int) else 0
            bold = bool(_BOLD.search(name)) or bool(flags & 0x40000)
            known = self._fonts[id(font)] = (font, name, bold)
        return known
