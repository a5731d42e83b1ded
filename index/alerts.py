"""Alerts: saved searches, references and sources, and what is new to each.

The file numbers documents by symbol as they are first seen. A document is new if its number is
later than the alert's; another language is not new, but a replaced version is.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from filelock import FileLock, Timeout

from corpus import countries
from corpus.alerts import Alert
from corpus.bounds import check_names
from corpus.errors import AlertError
from corpus.extract.submitters import submitters
from corpus.filters import Filters
from corpus.text import fold
from index.store import Excerpt, Row, Store

if TYPE_CHECKING:
    from index.retrieval import Hit, Result

NAME: Final = "alerts.json"
"""Name of the file in an index's folder."""

FIRST: Final = 20
"""Hits of the whole archive among which a new passage must be: the first two pages."""

_DIGEST: Final = 16

_PATIENCE: Final = 10.0
"""Seconds to wait for another process that has the file."""


@dataclass(frozen=True, slots=True)
class News:
    """The new passages of an alert; for a source alone, the opening of each new document.

    ``alert`` is as it was before; ``seen`` is the number of the last checked document.
    """

    alert: Alert
    new: tuple[Hit, ...]
    seen: int


_Contents = dict[str, dict[str, set[str]]]
"""Digests of each document's files by language, by the document's key."""


@dataclass(slots=True)
class _AlertsFile:
    """The content of the file: the alerts, and the number and contents of each document."""

    alerts: dict[str, Alert] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    contents: _Contents = field(default_factory=dict)

    @property
    def last(self) -> int:
        return max(self.documents.values(), default=0)

    def knows(self, contents: _Contents) -> bool:
        return all(
            key in self.documents
            and all(
                digests <= self.contents.get(key, {}).get(language, set())
                for language, digests in versions.items()
            )
            for key, versions in contents.items()
        )

    def count(self, contents: _Contents) -> int:
        """Number the documents that are new or have a replaced version; return the last number."""
        last = self.last
        for key, versions in contents.items():
            known = self.contents.setdefault(key, {})
            is_new = key not in self.documents
            for language, digests in versions.items():
                before = known.get(language, set())
                # Another reader may see more of its files: what is only gone or added is no other.
                is_replaced = bool(before - digests) and bool(digests - before)
                known[language] = digests if is_replaced else before | digests
                is_new |= is_replaced
            if is_new:
                last += 1
                self.documents[key] = last
        return last


class Alerts:
    """The alerts of an index in one file, which several processes may use.

    The file is readable for its owner alone; the first saved alert creates it. ``search`` is
    ``Search.search``.
    """

    def __init__(self, path: Path, store: Store, search: Callable[..., Result]) -> None:
        self._path = path
        self._store = store
        self._search = search

    def list_saved(self) -> tuple[Alert, ...]:
        """Return the alerts, by name; raise AlertError where the file cannot be read."""
        return tuple(sorted(self._read().alerts.values(), key=lambda alert: alert.name))

    def add(self, alert: Alert) -> None:
        """Save an alert; documents already in the index are not new to it.

        Raises ``AlertError`` where it is empty, its name is taken, or the file cannot be written;
        ``QueryError`` where a reference or question is not valid.
        """
        self._refuse_empty(alert)
        with self._change() as file:
            if alert.name in file.alerts:
                raise AlertError(
                    f"There is an alert {alert.name} already. Give another name, or remove it "
                    f"first: wsis-search alerts remove “{alert.name}”."
                )
            file.alerts[alert.name] = self._from_now(alert, file)

    def begin(self, alert: Alert) -> Alert:
        """Start an alert that is stored elsewhere; raise errors as :meth:`add` does."""
        self._refuse_empty(alert)
        with self._change() as file:
            return self._from_now(alert, file)

    def _from_now(self, alert: Alert, file: _AlertsFile) -> Alert:
        after = file.count(_read_contents(self._store))
        return replace(alert, after=after)

    def _refuse_empty(self, alert: Alert) -> None:
        """Raise an error for an alert without content, or with a wrong question or reference."""
        if not (alert.query or alert.cites or alert.source or alert.item):
            raise AlertError(
                "An alert needs a question, a reference (--cites), a source (--from) or an item of "
                "the agenda (--item)."
            )
        from index.lookup import look_up
        from index.retrieval import read_question

        check_names(alert.name, alert.source, alert.item)
        if alert.query:
            read_question(alert.query)
        for reference in alert.cites:
            look_up(self._store, reference)

    def remove(self, name: str) -> None:
        """Delete an alert; raise AlertError where there is none of that name."""
        with self._change() as file:
            if file.alerts.pop(name, None) is None:
                known = ", ".join(sorted(file.alerts)) or "none"
                raise AlertError(f"There is no alert {name}. There are: {known}.")

    def check(
        self, language: str | None = None, alerts: Sequence[Alert] | None = None
    ) -> list[News]:
        """Find the news of all saved or the given alerts; they stay until marked as reported.

        News are in the alert's language, else in ``language``. Raises ``AlertError`` where the file
        cannot be used.
        """
        rows = {row["key"]: row for row in self._store.documents.all()}
        file = self._read()
        chosen = [*file.alerts.values()] if alerts is None else alerts
        if not chosen:
            return []
        contents = _read_contents(self._store)
        if not file.knows(contents):
            with self._change() as file:
                file.count(contents)
        seen = file.last
        news = []
        for alert in sorted(chosen, key=lambda alert: alert.name):
            passing = _find_passing(self._store, alert.filters)
            new = {
                key: row
                for key, row in rows.items()
                if file.documents[key] > alert.after
                and (passing is None or row["id"] in passing)
                and _is_wanted(self._store, row, alert)
            }
            shown_in = alert.shown_in or language
            hits = _find_hits(self._store, self._search, alert, new, shown_in) if new else ()
            news.append(News(alert, tuple(hits), seen))
        return news

    def mark_as_reported(self, news: Sequence[News]) -> None:
        """Store that news have reached their reader; raise AlertError where that fails."""
        with self._change() as file:
            for each in news:
                alert = file.alerts.get(each.alert.name)
                if alert:
                    file.alerts[alert.name] = replace(alert, after=max(alert.after, each.seen))

    def _read(self) -> _AlertsFile:
        try:
            content = json.loads(self._path.read_text("utf-8"))
            alerts = [_make_alert(values) for values in content["alerts"]]
            contents = {
                key: {language: set(digests) for language, digests in versions.items()}
                for key, versions in content.get("contents", {}).items()
            }
            by_name = {alert.name: alert for alert in alerts}
            return _AlertsFile(by_name, dict(content["documents"]), contents)
        except FileNotFoundError:
            return _AlertsFile()
        except OSError as error:
            raise AlertError(
                f"The alerts in {self._path} cannot be read: {error.strerror or error}."
            ) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise AlertError(
                f"{self._path} does not hold alerts ({error}). Mend it, or move it away: then "
                "there are none, and they have to be saved again."
            ) from error

    @contextmanager
    def _change(self) -> Iterator[_AlertsFile]:
        """Yield the file's content, which is written back whole or not at all."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self._path}.lock", timeout=_PATIENCE):
                file = self._read()
                yield file
                written = {
                    "alerts": [asdict(alert) for alert in file.alerts.values()],
                    "documents": file.documents,
                    "contents": {
                        key: {language: sorted(digests) for language, digests in versions.items()}
                        for key, versions in file.contents.items()
                    },
                }
                part = self._path.with_suffix(".part")
                handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                with open(handle, "w", encoding="utf-8") as out:  # noqa: PTH123 - of a descriptor
                    json.dump(written, out, ensure_ascii=False)
                    out.flush()
                    os.fsync(out.fileno())
                part.replace(self._path)
        except Timeout as error:
            raise AlertError(
                f"Another process has had {self._path} for {_PATIENCE:g} s. Try again."
            ) from error
        except OSError as error:
            raise AlertError(
                f"{self._path} cannot be written: {error.strerror or error}. Name another place "
                "for it in WSIS_SEARCH_ALERTS."
            ) from error


def _read_contents(store: Store) -> _Contents:
    contents: _Contents = {}
    for row in store.files.documents():
        # So much of a digest tells the versions of a document apart.
        digest = str(row["sha256"])[:_DIGEST]
        contents.setdefault(row["key"], {}).setdefault(row["language"] or "", set()).add(digest)
    return contents


def _make_alert(values: dict[str, Any]) -> Alert:
    filters = Filters(**_with_tuples(values["filters"]))
    return Alert(**_with_tuples(values) | {"filters": filters})


def _with_tuples(values: dict[str, Any]) -> dict[str, Any]:
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return values | lists


def _find_passing(store: Store, filters: Filters) -> set[int] | None:
    if filters.is_empty:
        return None
    passages = store.filters.passages(filters)
    return set(store.passages.documents_of(passages).values()) if passages else set()


def _is_wanted(store: Store, document: Row, alert: Alert) -> bool:
    if alert.item and document["agenda_item"] != alert.item:
        return False
    return not alert.source or _is_from(store, document, alert.source)


def _is_from(store: Store, document: Row, source: str) -> bool:
    """Whether it is from a country, group or office, which any language may name."""
    codes = set(countries.find(source))
    if codes:
        return bool(codes & set(json.loads(document["countries"] or "[]")))
    sources = [version["source"] or "" for version in store.versions.read_shown(document["id"])]
    wanted = set(submitters(source))
    if any(submitter.kind != "other" for submitter in wanted):
        return any(not wanted.isdisjoint(submitters(source)) for source in sources)
    return any(fold(source) in fold(other) for other in sources)


def _find_hits(
    store: Store,
    search: Callable[..., Result],
    alert: Alert,
    new: dict[str, Row],
    language: str | None,
) -> list[Hit]:
    """Find hits in the ``new`` documents: answers, citing passages, or else their openings."""
    from index.retrieval import Hit

    if alert.query:
        result = search(alert.query, k=FIRST, filters=alert.filters, shown_in=language)
        if any(note.code == "weak-answers" for note in result.notes):
            return []
        mentioned = _find_mentioning(store, alert.cites, language) if alert.cites else None
        hits = [hit for hit in result.hits if hit.found.document_key in new]
        if mentioned is not None:
            symbols = {excerpt.document_key for excerpt in mentioned}
            hits = [hit for hit in hits if hit.found.document_key in symbols]
        return [replace(hit, rank=rank) for rank, hit in enumerate(hits, 1)]
    if alert.cites:
        shown = [
            excerpt
            for excerpt in _find_mentioning(store, alert.cites, language)
            if excerpt.document_key in new
        ]
    else:
        shown = [_find_opening(store, row, language) for row in new.values()]
    return [
        Hit(rank, 1.0, excerpt, excerpt, is_exact=True) for rank, excerpt in enumerate(shown, 1)
    ]


def _find_mentioning(
    store: Store, references: Sequence[str], language: str | None
) -> list[Excerpt]:
    from index.lookup import look_up

    best = {
        line.shown.passage_id: line.shown
        for reference in references
        for line in look_up(store, reference, language).mentions
    }
    return list(best.values())


def _find_opening(store: Store, document: Row, language: str | None) -> Excerpt:
    """Return the first telling paragraph of a document, in a language or its original one."""
    from index.lookup import catalogue

    versions = {row["language"] for row in store.versions.read_shown(document["id"])}
    chosen = language if language in versions else document["original_language"]
    passages = catalogue.version_passages(
        store, document["id"], chosen if chosen in versions else min(versions, key=str)
    )
    shown = store.passages.excerpts(passages)
    roles = store.facts.roles(passages)
    idle = roles.signs | roles.slight
    texts = [shown[each] for each in passages if shown[each].passage.kind == "paragraph"]
    telling = [excerpt for excerpt in texts if excerpt.passage_id not in idle]
    return (*telling, *texts, shown[passages[0]])[0]
