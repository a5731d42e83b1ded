"""Filters as SQL, and the errors for values that no document has.

If no value of a filter for meetings, series or source exists, the error lists existing ones.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from corpus import countries
from corpus.errors import QueryError
from corpus.filters import FACETS, Facet, Filters
from corpus.languages import BY_CODE, choose_part_language, find_language
from corpus.text import fold
from index.store.database import Database, Part
from index.store.passages import Passages

_NUMBER: Final = re.compile(r"[1-9]\d{0,2}", re.ASCII)
"""Pattern of a meeting's number, as ``fetch`` takes it; no group has met a thousand times."""


_NEAR: Final = 0.75
"""Least similarity of a suggested source, by difflib's ratio."""
_FEW_NEAR: Final = 5
_FEW_NAMED: Final = 10


def no_meeting(meeting: str, meetings: Iterable[str]) -> QueryError:
    """Return the error for a meeting without documents; it lists the meetings that have some."""
    in_order = tuple(sorted(meetings, key=_in_order))
    listed = ", ".join(in_order) or "none at all"
    advice = (
        f" Fetch the meeting's documents (wsis-search fetch --meeting {meeting}) and ingest them "
        "first."
        if _NUMBER.fullmatch(meeting)
        else ""
    )
    return QueryError(
        f"The index has no document of meeting {meeting}. It has those of: {listed}.{advice}",
        reason="no-meeting",
        meeting=meeting,
        held=in_order or ("–",),
    )


def _no_value(facet: Facet, value: str, values: Iterable[str]) -> QueryError:
    in_order = tuple(sorted(values)) or ("–",)
    return QueryError(
        f"The index has no document of the {facet.name} {value}. It has those of: "
        f"{', '.join(in_order)}.",
        reason=f"no-{facet.name}",
        held=in_order,
        **{facet.name: value},
    )


def no_source(
    source: str,
    sources: Iterable[tuple[int, str | None, str]],
    names: Mapping[str, str] = MappingProxyType({}),
    language: str = "en",
) -> QueryError:
    """Return the error for a source that no document has, with near ones, or the commonest."""
    semicolon = find_language(language).writing.semicolon
    every = [*sources]
    words: dict[str, str] = {}
    for _, _, value in every:
        for word in (fold(value), *fold(value).split()):
            words.setdefault(word, value)
    close = get_close_matches(fold(source), words, _FEW_NEAR, _NEAR)
    if close:
        listed = tuple(dict.fromkeys(names.get(words[word], words[word]) for word in close))
        near = semicolon.join(listed)
        return QueryError(
            f"No document of the index has a source with “{source}”. Did you mean: {near}?",
            reason="no-source-near",
            source=source,
            near=near,
            sources=listed,
        )
    of_each: dict[int, str] = {}
    for document, _, value in every:
        if _script(value) == _script(source):
            of_each.setdefault(document, value)
    most = Counter(of_each.values() or [value for _, _, value in every]).most_common(_FEW_NAMED)
    examples = semicolon.join(value for value, _ in most) or "–"
    return QueryError(
        f"No document of the index has a source with “{source}”. There are, among others: "
        f"{examples}.",
        reason="no-source",
        source=source,
        held=examples,
    )


def _script(text: str) -> str:
    letters = filter(str.isalpha, text)
    return next((unicodedata.name(letter, "").partition(" ")[0] for letter in letters), "")


def _has_source(filters: Filters, sources: Iterable[tuple[int, str | None, str]]) -> bool:
    if not filters.source:
        return True
    wanted, every = fold(filters.source), [source for _, _, source in sources]
    if any(wanted in fold(source) for source in every):
        return True
    codes = _countries_named(filters.source)
    return bool(codes) and any(
        codes <= set(countries.find(source)) for source in dict.fromkeys(every)
    )


def _in_order(meeting: str) -> list[tuple[bool, int, str]]:
    """Return a sort key for meetings that puts 9 before 10, and both before C24."""
    parts = re.findall(r"\d+|\D+", meeting)
    return [(not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]


def _values_of(
    facet: Facet, sources: Iterable[tuple[int, str | None, str]]
) -> list[tuple[int, str]]:
    values_of = facet.of_source or (lambda _: ())
    pairs = ((document, value) for document, _, source in sources for value in values_of(source))
    return list(dict.fromkeys(pairs))


def _conditions(
    filters: Filters, sources: Callable[[], Sequence[tuple[int, str | None, str]]]
) -> tuple[str, list[object]]:
    """Return JOIN and WHERE over the view ``findable``, and the values for its question marks."""
    parts = ["TRUE"]
    values: list[object] = []

    def among(documents: Iterable[int]) -> None:
        # As one value: a word that most sources have leads to more than a statement takes.
        parts.append("document_id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps([*documents]))

    for field, facet in FACETS.items():
        wanted = getattr(filters, field)
        if not wanted or field == "submitters":
            continue
        if facet.of_source:
            among({document for document, own in _values_of(facet, sources()) if own in wanted})
            continue
        alternatives = [f"lower({facet.column}) {_write_in(wanted)}"]
        values.extend(value.lower().lstrip(".") for value in wanted)
        for own in filters.languages if field == "languages" else ():
            # In another language than its version.
            others = [code for code in BY_CODE if choose_part_language(own, code) == own != code]
            alternatives.append(f"(language = ? AND version_language {_write_in(others)})")
            values.extend((own, *others))
        parts.append(f"({' OR '.join(alternatives)})")
    if filters.symbols:
        parts.append(f"symbol {_write_in(filters.symbols)}")
        values.extend(filters.symbols)
    if filters.since:
        parts.append("date >= ?")
        values.append(filters.since)
    if filters.until:
        # The last character sorts behind whatever day or month follows.
        parts.append("date <= ?")
        values.append(filters.until + "~")
    if filters.source or filters.submitters:
        among(_documents_of(sources(), filters.source or "", filters.submitters))
    return f"JOIN document ON document.id = document_id WHERE {' AND '.join(parts)}", values


def _write_in(values: Collection[object]) -> str:
    return f"IN ({', '.join('?' * len(values))})"


def _documents_of(
    sources: Iterable[tuple[int, str | None, str]], part: str, whole_sources: Sequence[str]
) -> list[int]:
    """Return documents whose source contains ``part``, or names its country in any language."""
    wanted, whole = fold(part), {fold(source) for source in whole_sources}
    every = [*sources]
    folded = [(document, fold(source)) for document, _, source in every]
    containing = {document for document, source in folded if wanted in source}
    codes = _countries_named(part)
    if codes:
        naming = {source for _, _, source in every if codes <= set(countries.find(source))}
        containing |= {document for document, _, source in every if source in naming}
    from_sources = {document for document, source in folded if source in whole or not whole}
    return sorted(containing & from_sources)


def _countries_named(part: str) -> set[str]:
    """Return country codes if the text names countries and nothing else."""
    return set(countries.find(part)) if countries.is_list(part) else set()


class FilterQueries(Part):
    """Queries that apply filters."""

    def __init__(self, database: Database, passages: Passages) -> None:
        super().__init__(database)
        self._passages = passages

    def passages(self, filters: Filters | None = None) -> list[int]:
        """Return ids of passages that a search may find under the filters."""
        where, values = _conditions(filters or Filters(), self.sources)
        return self._database.query_column(f"SELECT findable.id FROM findable {where}", *values)  # noqa: S608

    def check(self, filters: Filters | None) -> None:
        """Raise ``QueryError`` where no document has any of the values of a filter."""
        if filters is None:
            return
        for field, facet in FACETS.items():
            values = getattr(filters, field)
            if not values or not facet.is_refused:
                continue
            values_here = {value for value, _ in self._values(facet)}
            if not {value.lower() for value in values_here} & {value.lower() for value in values}:
                wanted = ", ".join(values)
                raise (
                    no_meeting(wanted, values_here)
                    if field == "meetings"
                    else _no_value(facet, wanted, values_here)
                )
        if filters.source and not _has_source(filters, self.sources()):
            raise no_source(filters.source, self.sources())

    def _values(self, facet: Facet) -> list[tuple[str, int]]:
        """Return pairs of facet value and document; the document is 0 for a column of documents."""
        if facet.of_source:
            return [(value, document) for document, value in _values_of(facet, self.sources())]
        rows = self._database.query(f"SELECT DISTINCT {facet.column}, 0 FROM document")  # noqa: S608
        return [(row[0], row[1]) for row in rows if row[0]]

    def documents(self, filters: Filters | None) -> set[int] | None:
        """Return ids of documents with findable passages; None for all. Raises as :meth:`check`."""
        if filters is None or filters.is_empty:
            return None
        self.check(filters)
        return {*self._passages.documents_of(self.passages(filters)).values()}

    def versions(self, filters: Filters) -> list[int]:
        """Return ids of versions that match, whatever the kinds of their passages."""
        where, values = _conditions(replace(filters, kinds=()), self.sources)
        return self._database.query_column(
            "SELECT one.id FROM (SELECT id, document_id, language AS version_language, "  # noqa: S608
            f"NULL AS language, format FROM version) AS one {where}",
            *values,
        )

    def counts(self, facet: Facet, filters: Filters) -> list[tuple[str, int, int]]:
        """Return facet value, passages and documents that can be found, most documents first."""
        where, values = _conditions(filters, self.sources)
        column, join = facet.column, ""
        if facet.of_source:
            column, join = (
                "pair.value ->> 1",
                "JOIN json_each(?) AS pair ON pair.value ->> 0 = document_id",
            )
            values = [json.dumps(_values_of(facet, self.sources())), *values]
        rows = self._database.query(
            f"SELECT {column} AS value, count(*), count(DISTINCT document_id) "  # noqa: S608
            f"FROM findable {join} {where} AND {column} NOT NULL "
            "GROUP BY 1 ORDER BY 3 DESC, 2 DESC, 1",
            *values,
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def sources(self) -> list[tuple[int, str | None, str]]:
        """Return document, language and source of all versions with a source, in this order."""
        rows = self._database.query(
            "SELECT document_id, language, source FROM version WHERE source != '' ORDER BY 1, 2, 3"
        )
        return [(row["document_id"], row["language"], row["source"]) for row in rows]
