"""Text in drawings of a Word file: text boxes, shapes, diagrams and charts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.word.names import (
    CHART,
    DIAGRAM,
    DRAWING,
    MC,
    REL,
    VML,
    W,
    XmlElement,
    read_branch,
)


@dataclass(frozen=True, slots=True)
class Shape:
    """Text in a drawing: a text box, a shape's text, or the part of a diagram or chart."""

    box: XmlElement | None = None
    text: str = ""
    diagram: str | None = None
    chart: str | None = None


def find_shapes(element: XmlElement) -> Iterator[Shape]:
    """Yield the outermost text boxes and drawings below ``element``, once each."""
    for child in element:
        yield from _read_shapes(child)


def _read_shapes(element: XmlElement) -> Iterator[Shape]:
    kind = element.tag
    if kind == W + "txbxContent":
        yield Shape(box=element)
    elif kind == MC + "AlternateContent":
        for child in read_branch(element):
            yield from _read_shapes(child)
    elif kind == VML + "textpath":
        yield Shape(text=element.get("string") or "")
    elif kind == DRAWING + "p":
        yield Shape(text="".join(run.text or "" for run in element.iter(DRAWING + "t")))
    elif kind == DIAGRAM + "relIds":
        yield Shape(diagram=element.get(REL + "dm"))
    elif kind == CHART + "chart":
        yield Shape(chart=element.get(REL + "id"))
    else:
        yield from find_shapes(element)
