"""Automatic ingest of a folder at each change."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpus.documents import path_text
from corpus.errors import LockedIndexError
from index.indexing.build import Report
from index.store import Row, Store
from ingest.files import is_candidate, leads_out
from ingest.lists import is_list

if TYPE_CHECKING:
    from ingest.fetch import Arrival

_SETTLED: Final = 1.0
"""Seconds for which a file must stay the same, since it may still be being copied."""

_TICK: Final = 300
"""Milliseconds between two looks at unsettled files, or at a locked index."""


@dataclass(slots=True)
class FolderChange:
    """Outcome of a change in the folder; the names are those of ``fetch``.

    ``unchanged`` files were touched without a change of content. ``refused`` is always empty, since
    files of unknown kinds are ignored.
    """

    fetched: list[Arrival] = field(default_factory=list)
    unchanged: list[Arrival] = field(default_factory=list)
    absent: list[Arrival] = field(default_factory=list)
    refused: list[Arrival] = field(default_factory=list)
    failed: list[Arrival] = field(default_factory=list)


def watch(
    store: Store,
    ingest: Callable[[Sequence[Path]], Report],
    folder: Path,
    stop: threading.Event | None = None,
    *,
    follow_links: bool = False,
) -> Iterator[FolderChange]:
    """Ingest a folder, then each change of it, until stopped; yield each change.

    While somebody else writes to the index, a change waits. Raises ``IndexStoreError`` where the
    index cannot be written for another reason.
    """
    import watchfiles

    stop = stop or threading.Event()
    waiting: set[Path] = {folder}
    looks = _Looks()
    # The watch begins before the first look, so that nothing falls between the two.
    for changes in watchfiles.watch(
        folder,
        watch_filter=lambda _, name: _matters(Path(name)),
        stop_event=stop,
        debounce=_TICK,
        rust_timeout=_TICK,
        yield_on_timeout=True,
        raise_interrupt=True,
    ):
        noticed_at = {Path(name) for _, name in changes}
        waiting |= {path for path in noticed_at if follow_links or not leads_out(path, folder)}
        ready = {path for path in waiting if path == folder or looks.is_settled(path)}
        if not ready:
            continue
        try:
            noticed = _take_in(store, ingest, ready)
        except LockedIndexError:
            continue
        waiting -= ready
        if noticed.fetched or noticed.unchanged or noticed.absent or noticed.failed:
            yield noticed


def _matters(path: Path) -> bool:
    """Whether a path may be a file or list to read, or a folder, which may be gone."""
    return (
        is_candidate(path) or is_list(path) or (not path.suffix and not path.name.startswith("."))
    )


class _Looks:
    """A memory of files that shows which stay the same, even if file times are wrong."""

    def __init__(self) -> None:
        self._seen: dict[Path, tuple[tuple[int, int], float]] = {}

    def is_settled(self, path: Path) -> bool:
        """Whether a file has stayed the same for ``_SETTLED`` seconds, or is gone."""
        try:
            stat = path.stat()
        except OSError:
            return True
        state, moment = (stat.st_mtime_ns, stat.st_size), time.monotonic()
        last_state, since = self._seen.get(path, (None, moment))
        if last_state != state:
            self._seen[path] = state, moment
            since = moment
        is_settled = time.time() - stat.st_mtime >= _SETTLED or moment - since >= _SETTLED
        if is_settled:
            self._seen.pop(path, None)
        return is_settled


def _take_in(
    store: Store, ingest: Callable[[Sequence[Path]], Report], paths: set[Path]
) -> FolderChange:
    """Ingest paths, and return which files came, changed, went, failed or stayed the same."""
    from ingest.fetch import Arrival  # here: a reader's process asks no server

    def arrivals(rows: Iterable[Row]) -> list[Arrival]:
        return [Arrival(row["symbol"], row["language"], file=row["shown"]) for row in rows]

    before = _list_known_files(store)
    report = ingest(sorted(paths))
    now = _list_known_files(store)
    noticed = FolderChange(
        absent=arrivals(row for path, row in before.items() if path not in now),
        fetched=arrivals(row for path, row in now.items() if before.get(path) != row),
        failed=[
            Arrival(None, None, file=file, message=message)
            for file, code, message in report.failed
            if code not in ("no-such-path", "empty-folder")
        ],
    )
    if report.unchanged and not noticed.fetched:
        touched = {path_text(path) for path in paths if path.is_file()}
        noticed.unchanged += arrivals(row for path, row in now.items() if path in touched)
    return noticed


def _list_known_files(store: Store) -> dict[str, Row]:
    return {row["shown"]: row for row in store.files.documents()}
