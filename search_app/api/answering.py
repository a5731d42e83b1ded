"""What does a program get that asks from elsewhere? The contract's JSON, no path of the server."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version as installed
from pathlib import Path, PurePath
from typing import Any, Final

from corpus.errors import ReadError
from corpus.references import find
from index import Index
from index.access import ANONYMOUS, READER, Reader
from index.lookup import Entry, Source, catalogue, meeting_days, originals
from index.precedents import left_out
from index.retrieval import ASKED, PER_DOCUMENT, Mode
from index.store import Excerpt, Filters
from search_app import contract, drafts
from search_app.api.asked import Draft, Page
from search_app.api.filtering import (
    documents_called,
    filtered_out,
    is_among,
    let_through,
    named,
)
from search_app.api.problems import ProblemError, without_folders
from search_app.api.schema import ORIGINAL
from search_app.operations import (
    Link,
    answer_json,
    compare_answer,
    dossier_answer,
    mandates_answer,
    positions_answer,
)

MAX_DRAFTS: Final = 2
"""Drafts that are read and compared at a time: each is read in a process of its own."""

_PATIENCE: Final = 30.0
"""Seconds that a draft waits for its turn."""


class Answers:
    """What an index answers to programs; threads may share it.

    The index is opened at the first question, and opened again where another was put in its place.
    Every method raises what the method of ``Index`` of the same name does.

    Args:
        folder: of the index; there need not be one yet.
        model: setting of the model; None for the one that the index was built with.
        link: gives the address of a passage for people, which is told with it where there is one.
        open_index: gives the open index, where another part of the program has it open.
        reader: who asks where that is not said (``index.access``): for a server, somebody unknown;
            None for whoever runs the program.
    """

    def __init__(
        self,
        folder: Path,
        model: str | None = None,
        *,
        link: Link | None = None,
        open_index: Callable[[], Index] | None = None,
        reader: Reader | None = ANONYMOUS,
    ) -> None:
        self.folder = folder
        self._model = model
        self._open_index = open_index
        self._reader = reader
        self._link = link
        self._lock = threading.Lock()
        self._opened: tuple[tuple[int, int], Index] | None = None
        self._drafts = threading.BoundedSemaphore(MAX_DRAFTS)

    def index(self) -> Index:
        """The open index, as whoever asks sees it.

        Raises:
            IndexStoreError: there is none, or it cannot be used.
            AccessError: it cannot be told what they may see.
        """
        whole = self._whole()
        reader = READER.get() or self._reader
        return whole if reader is None else whole.seen_by(reader.sees)

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
        """Close the index, if it is open; the next question opens it again."""
        with self._lock:
            if self._opened is not None:
                self._opened[1].close()
                self._opened = None

    def state(self) -> str:
        """Name the state of the index: another name, perhaps another answer."""
        return f"{self.index().store.state}-{installed('wsis-search')}"

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
        """Find the passages that answer a question.

        They are shown in its language, or in another that is named, where they are there in it;
        ``original`` shows them as they are found.
        """
        index = self.index()
        result = index.told(
            index.search(
                query,
                k=page.k,
                offset=page.offset,
                filters=filters,
                shown_in=None if shown_in == ORIGINAL else shown_in or ASKED,
                mode=mode,
                all_revisions=all_revisions,
                per_document=PER_DOCUMENT,
            )
        )
        answer = _answer(result, result.shown_in)
        self._add_links(answer["hits"], (hit.shown for hit in result.hits))
        return answer

    def precedents(
        self,
        draft: Draft,
        *,
        k: int,
        filters: Filters,
        shown_in: str | None = None,
        language: str = "en",
    ) -> dict[str, Any]:
        """Find what was said before that says the same as each paragraph of a draft.

        Notes are said in a language, one of the six.

        Raises:
            ProblemError: others are being compared.
            ReadError: the draft cannot be read.
        """
        index = self.index()
        with self._one_of_few():
            whole, paragraphs = drafts.beginning(draft.read())
            found = index.precedents(whole, k=k, filters=filters, shown_in=shown_in)
        days = meeting_days(index.store)
        notes = drafts.notes_on(left_out(index.store, whole, filters), language)
        answer = _answer(contract.as_precedents(whole, found, days, notes, shown_in))
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
                "not-mentioned-near" if near else "not-mentioned",
                suggestions=near,
                reference=trace.canonical or reference.strip(),
                near=near,
            )
        allowed = index.store.documents_under(filters)
        if allowed is not None:
            trace = let_through(index, trace, allowed)
            if not trace.is_found:
                raise filtered_out(str(trace.canonical))
        answer = _answer(trace, language)
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
        card = index.show(named(symbol, label), language)
        allowed = index.store.documents_under(filters)
        if allowed is not None and not is_among(index, card.metadata.symbol, allowed):
            raise filtered_out(card.metadata.symbol or symbol)
        answer = _answer(card, language)
        self._add_links(answer["passages"], card.passages)
        return answer

    def passages(
        self, symbol: str, label: str | None, language: str | None, page: Page
    ) -> dict[str, Any]:
        """Show a part of a version."""
        card = self.index().show(named(symbol, label), language)
        return {
            "symbol": card.metadata.symbol,
            "language": card.language,
            "passages": _public(page.cut(card.passages), language),
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
        allowed = index.store.documents_under(filters)
        if allowed is not None:
            symbols_there = {one.symbol for one in index.documents() if one.id in allowed}
            for one in answer["equivalents"]:
                one["paragraphs"] = [
                    taught for taught in one["paragraphs"] if taught["symbol"] in symbols_there
                ]
            answer["equivalents"] = [one for one in answer["equivalents"] if one["paragraphs"]]
        return answer

    def compare(
        self,
        old: str,
        new: str | Draft,
        *,
        page: Page,
        filters: Filters | None = None,
        language: str | None = None,
        changed: bool = False,
    ) -> dict[str, Any]:
        """Compare a document with another, or with a draft that was made of it.

        Args:
            old: the earlier document.
            new: what it became.
            page: the paragraphs that are wanted.
            filters: that let the documents through.
            language: to compare in.
            changed: whether to tell only of paragraphs that differ.

        Raises:
            ProblemError: the filters do not let a document through, or others are being compared.
            ReadError: the draft cannot be read.
        """
        index = self.index()
        with self._one_of_few():
            became = new.read() if isinstance(new, Draft) else named(new, None)
            found = index.compare(named(old, None), became, language)
        allowed = index.store.documents_under(filters)
        if allowed is not None:
            for asked, side in ((old, found.old), (new, found.new)):
                if isinstance(asked, str) and not is_among(index, side.symbol, allowed):
                    raise filtered_out(side.symbol or asked)
        kept = [one for one in found.paragraphs if one.has_changed or not changed]
        part = replace(found, paragraphs=tuple(page.cut(kept)))
        answer = compare_answer(part, language or "en", self._link)
        return {**_named_files(answer_json(answer)), **page.of(kept)}

    def positions(
        self, topic: str, *, page: Page, filters: Filters, shown_in: str | None = None
    ) -> dict[str, Any]:
        """Find who said what on a topic."""
        found = self.index().positions(topic, filters=filters, shown_in=shown_in)
        part = replace(found, cells=tuple(page.cut(found.cells)))
        answer = positions_answer(part, found.shown_in, self._link)
        return {**_named_files(answer_json(answer)), **page.of(found.cells)}

    def mandates(
        self,
        *,
        page: Page,
        filters: Filters,
        document: str | None = None,
        addressee: str | None = None,
        due: str | None = None,
        shown_in: str | None = None,
    ) -> dict[str, Any]:
        """List who is asked to do what; where it is reported on is looked for on this page only."""
        index = self.index()
        found = index.mandates(
            document=named(document, None) if document else None,
            addressee=addressee,
            due=due,
            filters=filters,
            shown_in=shown_in,
            reported=False,
        )
        tasks = index.reported(page.cut(found))
        answer = mandates_answer(tasks, shown_in or "en", self._link)
        return {**_named_files(answer_json(answer)), **page.of(found)}

    def dossier(
        self, meeting: str, *, page: Page, filters: Filters, shown_in: str | None = None
    ) -> dict[str, Any]:
        """Draw up what to read before a meeting; a page is of items of the agenda."""
        found = self.index().dossier(meeting, shown_in, filters)
        part = replace(found, items=tuple(page.cut(found.items)))
        answer = dossier_answer(part, shown_in or "en", self._link)
        return {**_named_files(answer_json(answer)), **page.of(found.items)}

    def documents(self, filters: Filters, languages: Sequence[str], page: Page) -> dict[str, Any]:
        """List the documents with a passage that may be found under filters."""
        index = self.index()
        with index.store.snapshot():
            entries: Sequence[Entry] = index.documents(languages)
            allowed = index.store.documents_under(filters)
            if allowed is not None:
                entries = [entry for entry in entries if entry.id in allowed]
        return {"documents": _public(page.cut(entries)), **page.of(entries)}

    def files(self, symbol: str) -> dict[str, Any]:
        """List the files that the versions of a document were read from."""
        store = self.index().store
        name = named(symbol, None)
        document = catalogue.find(store, name)
        ids = [document] if document is not None else documents_called(store, name)
        if not ids:
            self.index().show(name)  # says that there is none, and what there is
        return {"files": _public([file for one in ids for file in catalogue.files(store, one)])}

    def original(self, sha256: str) -> tuple[Source, bytes]:
        """Give a file that a version was read from, as it was when it was read.

        Raises:
            ProblemError: the index knows none with this content, or it is not there any more as it
                was read.
        """
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
            raise ProblemError(503, "busy", "busy")
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


def _answer(value: object, language: str | None = None) -> dict[str, Any]:
    answer: dict[str, Any] = _public(value, language)
    return answer


def _public(value: object, language: str | None = None) -> Any:
    """JSON in which files are called by their names alone, cited as a language does."""
    return _named_files(contract.as_json(value, language))


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
