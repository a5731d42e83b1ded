"""An interpreter of page content that collects glyphs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1, stream_value
from pdfminer.utils import MATRIX_IDENTITY, Matrix, apply_matrix_pt, mult_matrix

from ingest.pdf.content.annotations import Annotation, read_annotations
from ingest.pdf.content.cmap import mend
from ingest.pdf.content.collector import EVERYTHING, Clip, Collector
from ingest.pdf.content.operators import read_operations

_WITHOUT_TRACE: Final = frozenset(
    [
        *(b"w", b"J", b"j", b"M", b"d", b"ri", b"i", b"gs", b"Tr", b"sh", b"ET", b"BX", b"EX"),
        *(b"CS", b"cs", b"SC", b"SCN", b"sc", b"scn", b"G", b"g", b"RG", b"rg", b"K", b"k"),
    ]
)
"""Operators without effect on glyphs, such as colours: a quarter of a page's operators."""


class Interpreter(PDFPageInterpreter):
    """A pdfminer interpreter that follows clipping paths and ignores colours and pens.

    Chromium draws the next page's first letters below the edge, where the clip hides them.
    """

    def __init__(self, manager: Any, device: Collector, turn: Matrix | None = None) -> None:
        super().__init__(manager, device)
        self.collector = device
        self._turn = turn
        self._annotations: list[Annotation] = []
        self._clips: list[Clip] = []
        self._operators: dict[bytes, tuple[Callable[..., None] | None, int]] = {}

    def process_page(self, page: PDFPage) -> None:
        """Draw a page, its form values and texts typed over it."""
        self._annotations = list(read_annotations(page))
        super().process_page(page)

    def render_contents(
        self, resources: Any, streams: Sequence[object], ctm: Matrix = MATRIX_IDENTITY
    ) -> None:
        """Draw a page or a form, turned as the page is displayed."""
        ctm = mult_matrix(ctm, self._turn) if self._turn else ctm
        super().render_contents(resources, streams, ctm)
        for annotation in self._annotations:
            self.collector.clip = EVERYTHING
            self._draw(annotation, ctm)

    def _draw(self, annotation: Annotation, ctm: Matrix) -> None:
        """Draw an annotation; write its text where its appearance lacks it."""
        collector = self.collector
        start, letters = len(collector.glyphs), collector.letters
        form = annotation.appearance
        if form is not None:
            resources = resolve1(form.attrs.get("Resources")) or {}
            self.subinterp().render_contents(
                resources, [form], mult_matrix(annotation.compute_matrix(), ctm)
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
            collector.write_text(annotation.text, corners)
        if annotation.comment:
            collector.note_remark(annotation.comment, corners)

    def init_resources(self, resources: Any) -> None:
        """Create the fonts, and mend those with a CMap that pdfminer does not know."""
        super().init_resources(resources)
        specs = resolve1((resolve1(resources) or {}).get("Font")) or {}
        for name, font in self.fontmap.items():
            mend(font, resolve1(specs.get(name)) or {})

    def execute(self, streams: Sequence[object]) -> None:
        """Run a content's operators; skip a stream that is running already."""
        self.stream_ids.clear()
        contents: list[PDFStream] = []
        for stream in map(stream_value, streams):
            if stream.objid is not None and stream.objid not in self.parent_stream_ids:
                contents.append(stream)
                self.stream_ids.add(stream.objid)
        operators = self._operators
        for name, operands in read_operations(contents, _WITHOUT_TRACE):
            run, count = operators.get(name) or self._find_operator(name)
            if run is not None and len(operands) == count and not self.argstack:
                run(*operands)
                continue
            self.argstack += operands
            if run is None:
                continue
            if not count:
                run()
            elif len(self.argstack) >= count:
                last = self.argstack[-count:]
                del self.argstack[-count:]
                run(*last)
            else:
                self.argstack.clear()

    def _find_operator(self, name: bytes) -> tuple[Callable[..., None] | None, int]:
        """Return an operator's method, or None, and its number of operands; cache both."""
        method = name.decode("utf-8", "ignore").replace("*", "_a")
        method = method.replace('"', "_w").replace("'", "_q")
        run = getattr(self, f"do_{method}", None)
        operator = self._operators[name] = (run, run.__code__.co_argcount - 1 if run else 0)
        return operator

    def do_TJ(self, seq: Any) -> None:  # noqa: N802
        """Show text, without pdfminer's colours."""
        if self.textstate.font is not None:
            self.collector.render_string(self.textstate, seq, None, None)

    def do_q(self) -> None:
        """Save the graphics state, in which only the text state changes."""
        self.gstack.append((self.ctm, self.textstate.copy(), self.graphicstate))
        self._clips.append(self.collector.clip)

    def do_Q(self) -> None:  # noqa: N802
        """Restore the graphics state."""
        super().do_Q()
        if self._clips:
            self.collector.clip = self._clips.pop()

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802
        """Draw a form or an image; its clip ends with it."""
        clip = self.collector.clip
        super().do_Do(xobjid_arg)
        self.collector.clip = clip

    def do_W(self) -> None:  # noqa: N802
        """Narrow the clip to the box around the path plus a point."""
        path: Sequence[Any] = self.curpath
        ctm = self.ctm
        points = [
            apply_matrix_pt(ctm, segment[k : k + 2])
            for segment in path
            for k in range(1, len(segment), 2)
        ]
        if not points:
            return
        xs, ys = zip(*points, strict=True)
        left, bottom, right, top = self.collector.clip
        self.collector.clip = (
            max(left, min(xs) - 1),
            max(bottom, min(ys) - 1),
            min(right, max(xs) + 1),
            min(top, max(ys) + 1),
        )

    do_W_a = do_W  # noqa: N815
