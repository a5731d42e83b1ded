"""All text of a Word file by element names alone, for its balance (``ingest.balance``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from ingest import charts
from ingest.word.names import (
    CHART,
    DIAGRAM,
    DRAWING,
    MATH,
    REL,
    VML,
    W,
    XmlElement,
)
from ingest.word.package import WordPackage

_TEXTS: Final = (
    *(W + "t", W + "delText", MATH + "t", DRAWING + "t"),
    *(VML + "textpath", DIAGRAM + "relIds", CHART + "chart"),
)


class WordSource:
    """The text of one file, with diagrams and charts in their places."""

    def __init__(self, package: WordPackage) -> None:
        self._parts = package.parts

    def read_text(self, element: XmlElement) -> str:
        """Return all text in ``element``, deleted and hidden text too."""
        return "".join(self._read_element(child) for child in element.iter(*_TEXTS))

    def _read_element(self, element: XmlElement) -> str:
        kind = element.tag
        if kind == VML + "textpath":
            return element.get("string") or ""
        if kind == DIAGRAM + "relIds":
            diagram = self._parts.get(element.get(REL + "dm") or "")
            texts = diagram.iter(DRAWING + "t") if diagram is not None else ()
            return "".join(child.text or "" for child in texts)
        if kind == CHART + "chart":
            chart = self._parts.get(element.get(REL + "id") or "")
            return charts.read_text(chart) if chart is not None else ""
        return element.text or ""

    def read_pieces(self, root: XmlElement, part: str) -> Iterator[tuple[str, str]]:
        """Yield place (for people) and text of each paragraph."""
        tables = {table: number for number, table in enumerate(root.iter(W + "tbl"), start=1)}
        paragraphs = {element: number for number, element in enumerate(root.iter(W + "p"), start=1)}
        texts: defaultdict[XmlElement | None, str] = defaultdict(str)
        for child in root.iter(*_TEXTS):
            texts[next(child.iterancestors(W + "p"), None)] += self._read_element(child)
        for paragraph, text in texts.items():
            if paragraph is None:
                yield part, text
                continue
            table = next(paragraph.iterancestors(W + "tbl"), None)
            if table is None:
                yield f"{part}, paragraph {paragraphs[paragraph]}", text
                continue
            row = next(paragraph.iterancestors(W + "tr"), None)
            number = next(
                (number for number, other in enumerate(table.iter(W + "tr"), 1) if other is row), 1
            )
            yield f"{part}, table {tables[table]}, row {number}", text
