"""The titles and data of a chart of Word or PowerPoint, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from ingest.tables import Cell, Item, Paragraph, Row, Table

CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_NAMES: Final = ("cat", "xVal")
_VALUES: Final = ("val", "yVal", "bubbleSize")


def read_text(root: Any) -> str:
    """Return all text of a chart part: titles, labels and stored data."""
    return " ".join(element.text or "" for element in root.iter(_DRAWING + "t", CHART + "v"))


def read_items(root: Any) -> tuple[list[Item], str]:
    """Return titles, labels and data table of a ``c:chartSpace``, and the repeats it leaves out."""
    result: list[Item] = []
    for paragraph in root.iter(_DRAWING + "p"):
        text = " ".join("".join(run.text or "" for run in paragraph.iter(_DRAWING + "t")).split())
        if text:
            result.append(Paragraph(text))
    repeated: list[str] = []
    groups: list[tuple[dict[str, str], list[tuple[str, dict[str, str]]]]] = []
    for series in root.iter(CHART + "ser"):
        name = " ".join(value.text or "" for value in series.iterfind(f"{CHART}tx//{CHART}v"))
        names = _read_points(series, _NAMES)
        columns = [
            (name if index == 0 else "", points)
            for index, kind in enumerate(_VALUES)
            if (points := _read_points(series, (kind,))) or (index == 0 and name)
        ]
        if groups and (groups[-1][0] == names):
            repeated += names.values()
            groups[-1][1].extend(columns)
        else:
            groups.append((names, columns))
    result += [table for names, columns in groups if (table := _make_table(names, columns)).rows]
    return result, " ".join(repeated)


def _read_points(series: Any, kinds: Sequence[str]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for kind in kinds:
        for point in series.iterfind(f"{CHART}{kind}//{CHART}pt"):
            place = point.get("idx") or ""
            text = " ".join((point.findtext(CHART + "v") or "").split())
            texts[place] = f"{text} {texts[place]}" if place in texts else text
    return texts


def _make_table(names: dict[str, str], columns: Sequence[tuple[str, dict[str, str]]]) -> Table:
    places = dict.fromkeys([*names, *(place for _, points in columns for place in points)])
    header = ["", *(name for name, _ in columns)]
    rows = [Row(tuple(_make_cells(header)), is_header=True)] if any(header) else []
    for place in places:
        texts = [names.get(place, ""), *(points.get(place, "") for _, points in columns)]
        rows.append(Row(tuple(_make_cells(texts))))
    return Table(tuple(rows), len(header), has_lines=True)


def _make_cells(texts: Sequence[str]) -> Iterator[Cell]:
    for column, text in enumerate(texts):
        yield Cell(column, 1, (Paragraph(text),) if text else ())
