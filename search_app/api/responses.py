"""Answers of an index to programs, as JSON without the server's paths; bytes of originals."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib.metadata import version as installed
from pathlib import Path, PurePath
from typing import Any, Final

from corpus.errors import ReadError
from corpus.extract import symbols
from index import Index
from index.access import ANONYMOUS, READER, Reader
from index.lookup import SourceFile, catalogue, originals
from search_app.api.problems import ProblemError, without_folders
from search_app.drafts import Draft
from search_app.operations import (
    AnyOperation,
    JsonObject,
    Link,
    Page,
    RequestContext,
    describe_translator,
    describe_writer,
)

MAX_DRAFTS: Final = 2
"""Drafts that are read and compared at a time; each is read in a process of its own."""

_TURNS: Final = 4
"""Answers computed at a time. More slow each other down and take more memory
(``benchmarks.serving``); one would let a long report stop all others.
"""

_REPORTS: Final = 8
"""Reports that are kept for their next pages."""

_VERSION: Final = installed("wsis-search")
"""Version of the program, read once: a look-up searches the installed packages."""

_PATIENCE: Final = 30.0
"""Seconds that a draft waits for its turn."""

_LOOK: Final = 0.2
"""Seconds that a look at all places takes."""


class Answers:
    """Answers of an index to programs; threads may share them.

    The index opens at the first question, and again after it was replaced; ``folder`` need not
    exist yet. ``link`` returns the address of a passage for people. ``draft_places`` holds lock
    files by which server processes share the places for drafts; None means a single process. A
    ``reader`` of None is the person who runs the program (``index.access``).
    """

    def __init__(
        self,
        folder: Path,
        model: str | None = None,
        *,
        link: Link | None = None,
        open_index: Callable[[], Index] | None = None,
        reader: Reader | None = ANONYMOUS,
        draft_places: Path | None = None,
    ) -> None:
        self.folder = folder
        self._model = model
        self._open_index = open_index
        self._reader = reader
        self._link = link
        self._lock = threading.Lock()
        self._opened: tuple[tuple[int, int], Index] | None = None
        self._drafts = threading.BoundedSemaphore(MAX_DRAFTS)
        self._draft_places = draft_places
        self._turns = threading.BoundedSemaphore(_TURNS)
        self._reports: OrderedDict[object, Any] = OrderedDict()

    def index(self) -> Index:
        """Return the open index as the reader sees it; raise IndexStoreError or AccessError."""
        whole = self._whole()
        reader = READER.get() or self._reader
        return whole if reader is None else whole.view_for(reader.sees)

    def _whole(self) -> Index:
        if self._open_index is not None:
            return self._open_index()
        with self._lock:
            identity = self._identity()
            if self._opened is None or self._opened[0] != identity:
                index = Index.open(self.folder, self._model)
                index.follow()
                self._opened = (self._identity(), index)
            return self._opened[1]

    def close(self) -> None:
        """Close the index if it is open; the next question opens it again."""
        with self._lock:
            if self._opened is not None:
                self._opened[1].close()
                self._opened = None

    def state(self) -> str:
        """Return a name of the index's state; answers may differ only where the name does."""
        writer = hashlib.sha256(
            repr((describe_writer(), describe_translator())).encode()
        ).hexdigest()[:8]
        return f"{self.index().store.state}-{_VERSION}-{writer}"

    def answer(
        self,
        operation: AnyOperation,
        values: Mapping[str, object],
        page: Page | None = None,
        language: str = "en",
    ) -> JsonObject:
        """Return the JSON of the answer to a request; raise WsisSearchError where there is none."""
        index = self.index() if operation.needs_index else None
        asking = RequestContext(index, language=language, link=self._link, is_remote=True)
        request = operation.request_of({**values, **_select_document_names(operation, values)})
        is_draft = isinstance(values.get(operation.draft or ""), Draft)
        with self._one_of_few() if is_draft else self._turns:
            asking = replace(asking, page=page or asking.page)
            is_listed = operation.has_pages and operation.is_repeatable() and not is_draft
            found = (
                self._find_once(operation, asking, request)
                if is_listed
                else operation.find(asking, request)
            )
            result, part = operation.finish_page(asking, found)
        absent = operation.absent(result, request) if operation.absent else None
        if absent is not None:
            named = "no-body" if absent.lacks_body else "not-mentioned-near"
            raise ProblemError(
                404,
                "not-found",
                named if absent.suggestions else "not-mentioned",
                suggestions=absent.suggestions,
                reference=absent.name,
                near=absent.suggestions,
            )
        answer_json: JsonObject = _drop_folders(
            operation.as_json(operation.answered(result, request, asking), part if page else None)
        )
        return answer_json

    def _find_once(self, operation: AnyOperation, asking: RequestContext, request: Any) -> Any:
        """Return a report: a further page takes what its reader was given, of the same state.

        A first page is always asked of the index, which notes the question.
        """
        store, asker = asking.index.store, READER.get() or self._reader
        key = (store.folder, store.state, asker, operation.name, asking.language, request)
        with self._lock:
            kept = self._reports.get(key) if asking.page.offset else None
        report = operation.find(asking, request) if kept is None else kept
        with self._lock:
            self._reports[key] = report
            self._reports.move_to_end(key)
            while len(self._reports) > _REPORTS:
                self._reports.popitem(last=False)
        return report

    def original(self, sha256: str) -> tuple[SourceFile, bytes]:
        """Return an ingested file with its bytes as read; raise ``ProblemError`` without them."""
        index = self.index()
        source = catalogue.file_of_content(index.store, sha256)
        if source is None:
            raise ProblemError(404, "not-found", "file-unknown")
        try:
            content = originals.read(source)
        except ReadError:
            content = b""
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ProblemError(410, "gone", "file-gone", name=source.name)
        index.note("export", what=source.name)
        return source, content

    @contextlib.contextmanager
    def _one_of_few(self) -> Iterator[None]:
        deadline = time.monotonic() + _PATIENCE
        if not self._drafts.acquire(timeout=_PATIENCE):
            raise ProblemError(503, "busy", "busy")
        try:
            with self._place_among_processes(deadline):
                yield
        finally:
            self._drafts.release()

    @contextlib.contextmanager
    def _place_among_processes(self, deadline: float) -> Iterator[None]:
        """Hold a place for a draft that no other process has; a process that dies frees its own."""
        if self._draft_places is None:
            yield
            return
        from filelock import FileLock, Timeout  # here: one process locks nothing

        places = [
            FileLock(self._draft_places / f"draft-{number}.lock") for number in range(MAX_DRAFTS)
        ]
        for place in itertools.cycle(places):
            try:
                place.acquire(timeout=_LOOK / MAX_DRAFTS)
            except Timeout:
                if time.monotonic() > deadline:
                    raise ProblemError(503, "busy", "busy") from None
                continue
            try:
                yield
            finally:
                place.release()
            return

    def _identity(self) -> tuple[int, int]:
        try:
            status = (self.folder / "index.sqlite3").stat()
        except OSError:
            return 0, 0
        return status.st_dev, status.st_ino


def _select_document_names(operation: AnyOperation, values: Mapping[str, object]) -> dict[str, str]:
    """Return the documents that values name: symbols, or file names without folders."""
    names = {}
    for field in operation.fields:
        value = values.get(field.name)
        if isinstance(value, Draft) and value.text is not None and not value.text.strip():
            raise ProblemError(422, "no-text", "draft-empty")
        if field.parameter.names_document and isinstance(value, str):
            is_symbol = symbols.parse_asked(value.partition("#")[0].strip()) is not None
            names[field.name] = value if is_symbol else value.replace("\\", "/").rsplit("/", 1)[-1]
    return names


def _drop_folders(value: Any) -> Any:
    """Return JSON in which files have names without folders, also in messages."""
    if isinstance(value, dict):
        public = {name: _drop_folders(item) for name, item in value.items()}
        for name in ("file", "index"):
            if isinstance(public.get(name), str):
                public[name] = PurePath(public[name]).name
                if "message" in public:
                    public["message"] = without_folders(public["message"], value[name])
        return public
    if isinstance(value, list):
        return [_drop_folders(item) for item in value]
    return value
