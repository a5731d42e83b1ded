"""Progress of work as bars on stderr, silent where that is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import TaskID

__all__ = ["bars", "waiting"]

_NAMES = {
    "checked": "Vectors checked",
    "copied": "Vectors copied",
    "files": "Files",
    "paragraphs": "Paragraphs",
    "passages": "Passages embedded",
    "queries": "Queries asked",
    "texts": "Texts embedded",
}


@contextmanager
def bars() -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function that shows progress bars for files, passages and queries."""
    # Imported here: the commands that only read show no bars.
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    shown = Progress(
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
    tasks: dict[str, TaskID] = {}
    totals: dict[str, int] = {}

    def tell(step: str, done: int, total: int) -> None:
        if not tasks:
            shown.start()  # not before: a command that has nothing to do shows no bar
        if step not in tasks:
            tasks[step] = shown.add_task(_NAMES[step], total=0)
            totals[step] = 0
        if step != "passages":
            totals[step] = total
        elif done == 0:
            totals[step] += total  # each file brings its own passages
        shown.update(tasks[step], total=totals[step], advance=done)

    try:
        yield tell
    finally:
        if tasks:
            shown.stop()


@contextmanager
def waiting(what: str) -> Iterator[Callable[[str], None]]:
    """Show work of unknown length; yield a function that shows its present step."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.markup import escape

    console = Console(stderr=True)
    with console.status(what) as status:
        yield lambda now: status.update(f"{what} {escape(now)}")
