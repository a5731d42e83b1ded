"""Progress of work as bars on stderr, silent where that is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

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
    bars_shown: list[Progress] = []
    tasks: dict[str, TaskID] = {}
    totals: dict[str, int] = {}

    def tell(step: str, done: int, total: int) -> None:
        if not bars_shown:
            # Not before: a command that has nothing to do shows no bar, and starts without rich.
            bars_shown.append(_make_bars())
            bars_shown[0].start()
        (shown,) = bars_shown
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
        for shown in bars_shown:
            shown.stop()


def _make_bars() -> Progress:
    from rich import progress
    from rich.console import Console

    console = Console(stderr=True)
    return progress.Progress(
        progress.TextColumn("{task.description:<18}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeElapsedColumn(),
        progress.TextColumn("left"),
        progress.TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=False,
    )


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
