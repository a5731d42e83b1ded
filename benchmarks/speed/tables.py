"""Tables for README.md and bars for plots, from the figures of the benchmarks of speed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class TableWithBars:
    """A table in Markdown, and the bars that stand for it.

    Attributes:
        table: in Markdown.
        unit: of the bars.
        bars: name and length of each.
    """

    table: str
    unit: str
    bars: Sequence[tuple[str, float]]


def describe_machine(machine: Mapping[str, Any]) -> str:
    """Name the machine, in a line."""
    libraries = ", ".join(f"{name} {number}" for name, number in machine["libraries"].items())
    return (
        f"{machine['processor']}, {machine['cores']} cores, {machine['gigabytes']} GB, "
        f"load {machine['load'][0]} at the end; Python {machine['python']}, {libraries}."
    )


def encode(figures: Any) -> TableWithBars:
    """Texts a second."""
    other = "sentence-transformers"
    base = figures[f"{other}, per second"]
    rows = [
        ("wsis-search", figures["per second"], figures["ratio"], figures["ms a question"]),
        (other, base, 1, figures[f"{other}, ms a question"]),
    ]
    rows += [
        (f"wsis-search, in {bits} bits", rate, rate / base, "")
        for bits in (8, 16)
        if (rate := figures.get(f"in {bits} bits, per second"))
    ]
    table = _table(
        ("encoder", "texts a second", "ratio", "one question, ms"),
        [(name, f"{rate:.0f}", f"{ratio:.2f}", ms) for name, rate, ratio, ms in rows],
    )
    table += f"\n\n{figures['texts']} texts; lowest cosine of their vectors "
    table += f"{figures['lowest cosine']:.4f}, of those of questions "
    table += f"{figures['lowest cosine of questions']:.4f}."
    return TableWithBars(table, "texts a second", [(name, rate) for name, rate, _, _ in rows])


def ingest(figures: Any) -> TableWithBars:
    """Word files against other programs, memory, a folder that has not changed."""
    against = figures["against thirty lines"]
    rows: list[Sequence[object]] = []
    bars = []
    for name in ("wsis-search", "thirty lines", "txtai"):
        if name not in against:
            continue
        costs = sorted(against[name], key=lambda cost: cost["seconds"])
        middle = costs[len(costs) // 2]
        ratio = against.get(f"ratio to {name}", {"time": 1, "processor time": 1})
        rows.append(
            (
                f"{against['files']} Word files, {name}",
                f"{middle['seconds']:.1f}",
                f"{middle['processor_seconds']:.1f}",
                middle["megabytes"],
                f"{ratio['time']:.2f}",
            )
        )
        bars.append((name, middle["seconds"]))
    rows += [
        (
            f"{row['documents']:,} documents written at run time",
            f"{row['seconds']:.1f}",
            f"{row['processor_seconds']:.1f}",
            row["megabytes"],
            "",
        )
        for row in figures["memory"]
        if "seconds" in row
    ]
    if again := figures.get("unchanged"):
        rows.append(
            (
                f"{again['files']:,} unchanged files",
                f"{again['again, the command']:.2f}",
                f"{again['again, processor time']:.2f}",
                "",
                "",
            )
        )
    head = ("what", "s", "s of the processor", "MB at the peak", "our time / its time")
    return TableWithBars(_table(head, rows), "seconds for the Word files", bars)


def search(figures: Any) -> TableWithBars:
    """Milliseconds of each search."""
    times = figures["milliseconds"]
    table = _table(
        ("search", "median, ms", "worst, ms"),
        [(name, f"{item['median']:.0f}", f"{item['worst']:.0f}") for name, item in times.items()],
    )
    bars = [(name, item["median"]) for name, item in times.items()]
    return TableWithBars(
        f"{table}\n\n{figures['passages']:,} passages.", "milliseconds, median", bars
    )


def in_short(figures: Any) -> TableWithBars:
    """Return the table and bars of what the sentences above the hits add to a search."""
    head = ("language", "questions", "search, ms", "added, median ms", "added, 95 % ms")
    rows = [
        (
            code,
            row["questions"],
            *(f"{row[name]:.0f}" for name in ("search", "added", "added_95")),
        )
        for code, row in figures.items()
    ]
    bars = [(code, row["added"]) for code, row in figures.items()]
    return TableWithBars(_table(head, rows), "milliseconds added, median", bars)


def command(figures: Any) -> TableWithBars:
    """Seconds and memory of whole processes."""
    table = _table(
        ("process", "s, median", "MB at the peak", "of the reference"),
        [
            (name, f"{item['seconds']:.2f}", item["megabytes"], f"{item['ratio']:.2f}")
            for name, item in figures.items()
        ],
    )
    return TableWithBars(
        table, "seconds, median", [(name, item["seconds"]) for name, item in figures.items()]
    )


def pages(figures: Any) -> TableWithBars:
    """Pages of PDF a second."""
    rows = [
        (name, row["pages"], reader, f"{row['pages_per_second']:.0f}", f"{row['ratio']:.2f}")
        for name, readers in figures.items()
        for reader, row in readers.items()
    ]
    head = ("files", "pages", "reader", "pages a second", "× pdfplumber")
    bars = [(f"{row[2]}, {row[0]}", float(row[4])) for row in rows if row[2] != "pypdfium2"]
    return TableWithBars(_table(head, rows), "times pdfplumber's extract_text", bars)


def app(figures: Any) -> TableWithBars:
    """Return the table and bars of a reader's waits in the app."""
    rows = [
        (
            index,
            name,
            f"{item['median']:.0f}",
            f"{item['95 %']:.0f}" if "95 %" in item else "",
        )
        for index, waits in figures.items()
        for name, item in waits.items()
    ]
    bars = [(f"{name}, {index}", float(median)) for index, name, median, _ in rows]
    return TableWithBars(
        _table(("index", "wait", "median, ms", "95 %, ms"), rows), "milliseconds", bars
    )


def plot(shown: TableWithBars, path: Path) -> None:
    """Draw the bars."""
    import matplotlib as mpl  # here: tests read the tables of benchmarks, and draw nothing

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8, 1 + 0.35 * len(shown.bars)))
    names = [name for name, _ in shown.bars]
    drawn = axes.barh(names, [length for _, length in shown.bars], color="#1f6f8b")
    axes.bar_label(drawn, fmt="%.3g", padding=3)
    axes.invert_yaxis()
    axes.set_xlabel(shown.unit)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, bbox_inches="tight", dpi=120)
    plt.close(figure)


def put(page: Path, name: str, table: str) -> None:
    """Put a table between the marks of its part in a page."""
    text = page.read_text("utf-8")
    marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    page.write_text(marked.sub(lambda mark: f"{mark[1]}{table}\n{mark[2]}", text), "utf-8")


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
