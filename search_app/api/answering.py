"""What does a program get that asks from elsewhere? The contract's JSON, no path of the server."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version as installed
from pathlib import Path, PurePath
from typing import Any, Final

from corpus import symbols
from corpus.documents import Document
from corpus.errors import NoTextError, ReadError
from corpus.references import find
from index import Index
from index.lookup import Entry, Source, Trace, catalogue, originals
from index.retrieval import PER_DOCUMENT, Mode
from index.store import Excerpt, Filters, Store
from search_app import contract, drafts
from search_app.api.problems import ProblemError, without_folders

MAX_DRAFTS: Final = 2
"""Drafts that are read and compared at a time: each is read in a process of its own."""

Link = Callable[[Excerpt], str]
"""The address of a passage for people."""

_PATIENCE: Final = 30.0
"""Seconds that a draft waits for its turn."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that somebody sends, or a file in its stead.

    Attributes:
        text: of the draft; None for a file.
        name: of the file.
        content: of the file.
    """

    text: str | None = None
    name: str = "-"
    content: bytes = b""

    def read(self) -> Document:
        """Read it.

        Raises:
            ReadError: it gives no passages.
            QueryError: it is too long.
        """
        if self.text is not None:
            if not self.text.strip():
                raise NoTextError("The draft holds no text. Send its paragraphs, one a line.")
            return drafts.draft_of_text(self.text, self.name)
        return drafts.draft_of_bytes(self.name, self.content)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list: at most ``k``, behind the first ``offset``."""

    k: int
    offset: int = 0

    def of(self, all_of_it: Sequence[Any]) -> dict[str, Any]:
        """How many there are, and whether some are behind this page."""
        return {"total": len(all_of_it), "has_more": len(all_of_it) > self.offset + self.k}

    def cut(self, all_of_it: Sequence[Any]) -> Sequence[Any]:
        """Those on this page."""
        return all_of_it[self.offset : self.offset + self.k]


class Answers:
    """What an index answers to programs; threads may share it.

    The index is opened at the first question, and opened again where another was put in its place.
    Every method raises what the method of ``Index`` of the same name does.

    Args:
        folder: of the index; there need not be one yet.
        model: setting of the model; None for the one that the index was built with.
        link: gives the address of a passage for people, which is told with it where there is one.
        open_index: gives the open index, where another part of the program has it open.
    """

    def __init__(
        self,
        folder: Path,
        model: str | None = None,
        *,
        link: Link | None = None,
        open_index: Callable[[], Index] | None = None,
    ) -> None:
        self.folder = folder
        self._model = model
        self._open_index = open_index
        self._link = link
        self._lock = threading.Lock()
        self._opened: tuple[tuple[int, int], Index] | None = None
        self._drafts = threading.BoundedSemaphore(MAX_DRAFTS)

    def index(self) -> Index:
        """The open index.

        Raises:
            IndexStoreError: there is none, or it cannot be used.
        """
        if self._open_index is not None:
            return self._open_index()
        with self._lock:
            identity = self._identity()
            if self._opened is None or self._opened[0] != identity:
                index = Index.open(self.folder, self._model)
                self._opened = (self._identity(), index)
            return self._opened[1]

    def close(self) -> None:
        """Close the index, if it is open; the next question opens it again."""
        with self._lock:
            if self._opened is not None:
                self._opened[1].close()
                self._opened = None

    def state(self) -> str:
        """Name the state of the index: another name, perhaps another answer."""
        store = self.index().store
        return f"{store.stamp or store.generation}-{installed('wsis-search')}"

    def search(
        self,
        query: str,
        *,
        page: Page,
        filters: Filters,
        shown_in: str | None = None,
        mode: Mode = "hybrid",
        all_revisions: bool = False,
    ) -> dict[str, Any]:
        """Find the passages that answer a question."""
        result = self.index().search(
            query,
            k=page.k,
            offset=page.offset,
            filters=filters,
            shown_in=shown_in,
            mode=mode,
            all_revisions=all_revisions,
            per_document=PER_DOCUMENT,
        )
        answer = _answer(result)
        self._add_links(answer["hits"], (hit.shown for hit in result.hits))
        return answer

    def precedents(
        self, draft: Draft, *, k: int, filters: Filters, shown_in: str | None = None
    ) -> dict[str, Any]:
        """Find what was said before that says the same as each paragraph of a draft.

        Raises:
            ProblemError: others are being compared.
            ReadError: the draft cannot be read.
        """
        index = self.index()
        with self._one_of_few():
            whole, paragraphs = drafts.beginning(draft.read())
            found = index.precedents(whole, k=k, filters=filters, shown_in=shown_in)
        answer = _answer(contract.as_precedents(whole, found))
        for told, paragraph in zip(answer["paragraphs"], found, strict=True):
            self._add_links(told["hits"], (one.shown for one in paragraph.precedents))
        return {**answer, "all_paragraphs": paragraphs}

    def look_up(
        self, reference: str, language: str | None = None, filters: Filters | None = None
    ) -> dict[str, Any]:
        """Look up a reference; under filters, only documents that they let through are told.

        Raises:
            ProblemError: nothing is known of it; near forms stand in its suggestions.
        """
        index = self.index()
        trace = index.look_up(reference, language)
        near = tuple(dict.fromkeys((*trace.suggestions, *trace.see_also)))
        if not trace.is_found:
            raise ProblemError(
                404,
                "not-found",
                f"The index neither has nor mentions {trace.canonical or reference.strip()}."
                + (f" Did you mean: {', '.join(near)}?" if near else " Ask for another reference."),
                suggestions=near,
            )
        allowed = _documents_under(index, filters)
        if allowed is not None:
            trace = _let_through(index, trace, allowed)
            if not trace.is_found:
                raise _filtered_out(str(trace.canonical))
        answer = _answer(trace)
        self._add_links(answer["mentions"], (line.shown for line in trace.mentions))
        return answer

    def show(
        self,
        symbol: str,
        label: str | None = None,
        language: str | None = None,
        filters: Filters | None = None,
    ) -> dict[str, Any]:
        """Show a document, or one of its paragraphs.

        Raises:
            ProblemError: the filters do not let the document through.
        """
        index = self.index()
        card = index.show(_named(symbol, label), language)
        allowed = _documents_under(index, filters)
        if allowed is not None and not _is_among(index, card.metadata.symbol, allowed):
            raise _filtered_out(card.metadata.symbol or symbol)
        answer = _answer(card)
        self._add_links(answer["passages"], card.passages)
        return answer

    def passages(
        self, symbol: str, label: str | None, language: str | None, page: Page
    ) -> dict[str, Any]:
        """Show a part of a version."""
        card = self.index().show(_named(symbol, label), language)
        return {
            "symbol": card.metadata.symbol,
            "language": card.language,
            "passages": _public(page.cut(card.passages)),
            **page.of(card.passages),
        }

    def refs(self, draft: Draft) -> dict[str, Any]:
        """List the references in a text or a file.

        Raises:
            ProblemError: others are being read.
            ReadError: the file cannot be read.
        """
        if draft.text is not None:
            drafts.check_length(draft.text)
            found = [find(line) for line in draft.text.splitlines() if line.strip()]
        else:
            with self._one_of_few():
                found = [passage.mentions for passage in draft.read().passages]
        return contract.as_mentions(found)

    def equivalents(
        self, term: str, language: str | None = None, filters: Filters | None = None
    ) -> dict[str, Any]:
        """Tell what a term is in the other languages; under filters, as their documents say it."""
        index = self.index()
        answer = _answer(index.equivalents(term, language))
        allowed = _documents_under(index, filters)
        if allowed is not None:
            symbols_there = {one.symbol for one in index.documents() if one.id in allowed}
            for one in answer["equivalents"]:
                one["paragraphs"] = [
                    taught for taught in one["paragraphs"] if taught["symbol"] in symbols_there
                ]
            answer["equivalents"] = [one for one in answer["equivalents"] if one["paragraphs"]]
        return answer

    def documents(self, filters: Filters, languages: Sequence[str], page: Page) -> dict[str, Any]:
        """List the documents with a passage that may be found under filters."""
        index = self.index()
        with index.store.snapshot():
            entries: Sequence[Entry] = index.documents(languages)
            allowed = _documents_under(index, filters)
            if allowed is not None:
                entries = [entry for entry in entries if entry.id in allowed]
        return {"documents": _public(page.cut(entries)), **page.of(entries)}

    def files(self, symbol: str) -> dict[str, Any]:
        """List the files that the versions of a document were read from."""
        store = self.index().store
        name = _named(symbol, None)
        document = catalogue.find(store, name)
        ids = [document] if document is not None else _documents_called(store, name)
        if not ids:
            self.index().show(name)  # says that there is none, and what there is
        return {"files": _public([file for one in ids for file in catalogue.files(store, one)])}

    def original(self, sha256: str) -> tuple[Source, bytes]:
        """Give a file that a version was read from, as it was when it was read.

        Raises:
            ProblemError: the index knows none with this content, or it is not there any more as it
                was read.
        """
        source = catalogue.file_of_content(self.index().store, sha256)
        if source is None:
            raise ProblemError(
                404,
                "not-found",
                "The index knows no file with this content. The files of a document are listed by "
                "GET /api/v1/files?symbol=SYMBOL.",
            )
        try:
            content = originals.read(source)
        except ReadError:
            content = b""
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ProblemError(
                410,
                "gone",
                f"{source.name} is not there any more, or has changed since it was read. Whoever "
                "runs the server brings the index up to date: wsis-search ingest FOLDER.",
            )
        return source, content

    def status(self) -> dict[str, Any]:
        """Count what the index holds."""
        told = contract.as_json(self.index().status())
        for problem in (*told["failed"], *told["unbalanced"]):
            problem["message"] = without_folders(problem["message"], problem["file"])
        return {"index": self.folder.name, **_public(told)}

    def _add_links(self, told: Sequence[dict[str, Any]], shown: Iterable[Excerpt]) -> None:
        if self._link is not None:
            for one, excerpt in zip(told, shown, strict=True):
                one["link"] = self._link(excerpt)

    @contextlib.contextmanager
    def _one_of_few(self) -> Iterator[None]:
        if not self._drafts.acquire(timeout=_PATIENCE):
            raise ProblemError(
                503, "busy", "Other drafts are being compared. Ask again in some seconds."
            )
        try:
            yield
        finally:
            self._drafts.release()

    def _identity(self) -> tuple[int, int]:
        try:
            status = (self.folder / "index.sqlite3").stat()
        except OSError:
            return 0, 0
        return status.st_dev, status.st_ino


def _named(symbol: str, label: str | None) -> str:
    """A document's name as ``Index.show`` takes it: a symbol, or a file's name without folders."""
    if symbols.parse(symbol.partition("#")[0].strip()) is None:
        symbol = symbol.replace("\\", "/").rsplit("/", 1)[-1]
    return f"{symbol.partition('#')[0]}#{label}" if label else symbol


def _documents_under(index: Index, filters: Filters | None) -> set[int] | None:
    """The documents with a passage that may be found under filters; None for all."""
    if filters is None or filters.is_empty:
        return None
    passages = index.store.findable(filters)
    return set(index.store.documents_of(passages).values()) if passages else set()


def _is_among(index: Index, symbol: str | None, allowed: set[int]) -> bool:
    return symbol is not None and catalogue.find(index.store, symbol) in allowed


def _let_through(index: Index, trace: Trace, allowed: set[int]) -> Trace:
    ids = [line.shown.passage_id for line in trace.mentions]
    documents = index.store.documents_of(ids) if ids else {}
    card = trace.document
    is_there = card is not None and _is_among(index, card.metadata.symbol, allowed)
    return replace(
        trace,
        document=card if is_there else None,
        mentions=tuple(
            line for line in trace.mentions if documents[line.shown.passage_id] in allowed
        ),
    )


def _filtered_out(what: str) -> ProblemError:
    return ProblemError(
        404, "not-found", f"Nothing of {what} passes the filters. Leave some of them out."
    )


def _documents_called(store: Store, name: str) -> list[int]:
    rows = store.document_files()
    return list(dict.fromkeys(row["id"] for row in rows if PurePath(row["shown"]).name == name))


def _answer(value: object) -> dict[str, Any]:
    answer: dict[str, Any] = _public(value)
    return answer


def _public(value: object) -> Any:
    """JSON in which files are called by their names alone."""
    return _named_files(contract.as_json(value))


def _named_files(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: PurePath(item).name
            if name == "file" and isinstance(item, str)
            else _named_files(item)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [_named_files(item) for item in value]
    return value
