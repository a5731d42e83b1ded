"""How does a person see that work goes on? Bars on stderr, silent when nobody looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from index.build import Progress as Tell
from index.build import Step

__all__ = ["ingest_bars", "waiting"]

_NAMES = {"files": "Files", "passages": "Passages embedded"}


@contextmanager
def ingest_bars() -> Iterator[Tell]:
    """Show bars for files and passages, with counts and the time left."""
    console = Console(stderr=True)
    bars = Progress(
        TextColumn("{task.description:<18}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=False,
    )
    tasks: dict[Step, TaskID] = {}
    totals: dict[Step, int] = {}

    def tell(step: Step, done: int, total: int) -> None:
        if step not in tasks:
            tasks[step] = bars.add_task(_NAMES[step], total=0)
            totals[step] = 0
        if step == "files":
            totals[step] = total
        elif done == 0:
            totals[step] += total  # each file brings its own passages
        bars.update(tasks[step], total=totals[step], advance=done)

    with bars:
        yield tell


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show that something of unknown length goes on."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(what):
        yield
