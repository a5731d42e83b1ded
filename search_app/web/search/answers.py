"""Answers for the search page (hits, counts of filters, terms), cached until the index changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from corpus.errors import QueryError
from corpus.extract.references import find
from corpus.filters import Filters
from corpus.languages import BY_CODE
from index.answers import ShortAnswer
from index.retrieval import PER_DOCUMENT, Hit, Order, Result, Terminology, items_of
from index.store import Excerpt
from index.versions import as_one, versions_of
from index.words import words
from search_app.citing import source_name
from search_app.localise import FALLBACK, Locale, alphabetical_key
from search_app.web.search.state import AS_FOUND, PAGE_SIZE, SearchState
from search_app.web.session import keep_with_index, listen, loading, open_index, ready_index

COUNTED: Final = 100
"""Number of best passages among which the values of filters are counted: ten pages."""

_FIELDS: Final = {
    "meeting": "meetings",
    "series": "series",
    "language": "languages",
    "source": "submitters",
    "kind": "kinds",
}
"""Filters whose values are counted, by their names in ``Filters``; a format is no answer."""

_TERM: Final = 6
"""Maximum words of a question that may be a term; in Chinese, pairs of characters count."""


def answers(locale: Locale, state: SearchState) -> Result:
    """Return a page of hits; raise :class:`QueryError` as ``Index.search`` does."""
    return _result(
        state.query,
        as_written(locale, state.filters),
        choose_language(locale, state),
        state.order,
        state.page,
    )


def short_answer(locale: Locale, state: SearchState) -> ShortAnswer:
    """Return sentences of the first page's hits that together answer the question."""
    filters = as_written(locale, state.filters)
    return _short_answer(state.query, filters, choose_language(locale, state), state.order)


@keep_with_index(200)
def _short_answer(query: str, filters: Filters, shown_in: str | None, order: Order) -> ShortAnswer:
    return ready_index().answer(_result(query, filters, shown_in, order, 1), filters)


def choose_language(locale: Locale, state: SearchState) -> str | None:
    """Return the language in which hits are shown; None for the language of each."""
    return None if state.shown_in == AS_FOUND else state.shown_in or locale.code


@keep_with_index(200)
def _result(query: str, filters: Filters, shown_in: str | None, order: Order, page: int) -> Result:
    return ready_index().search(
        query,
        k=PAGE_SIZE,
        offset=(page - 1) * PAGE_SIZE,
        filters=filters,
        shown_in=shown_in,
        order=order,
        per_document=PER_DOCUMENT,
        with_revisions=False,
    )


def counts(locale: Locale, state: SearchState) -> Mapping[str, Sequence[tuple[str, int]]]:
    """Return each filter's values, with the number of passages for each under the other filters."""
    try:
        chosen = state.filters
    except QueryError:  # what is answered says so
        chosen = replace(state, since=None, until=None).filters
    filters = as_written(locale, chosen)
    every = _counts(filters, locale.code)
    if not state.query.strip() or loading().ready() is None:
        return every
    names = source_names(locale.code)
    counts_by_facet = dict(every)
    for facet, field in _FIELDS.items():
        listen()
        # What a filter lets through is not counted under itself.
        cleared: dict[str, Any] = {field: ()}
        others = replace(filters, **cleared)
        try:
            best = _best(state.query, others)
        except QueryError:
            return every
        passage_counts = Counter(
            value for excerpt in best for value in _values(facet, excerpt, names)
        )
        counts_by_facet[facet] = [
            (value, passage_counts[value])
            for value, _ in every[facet]
            if passage_counts[value] or value in state.of(facet)
        ]
    return counts_by_facet


def _values(facet: str, excerpt: Excerpt, names: Mapping[str, str]) -> Sequence[str]:
    values: dict[str, tuple[str | None, ...]] = {
        "meeting": (excerpt.meeting,),
        "series": (excerpt.series,),
        "language": excerpt.versions,
        "source": (names.get(excerpt.source or "", excerpt.source),),
        "kind": (excerpt.passage.kind,),
    }
    return [value for value in values[facet] if value]


@keep_with_index(200)
def _best(query: str, filters: Filters) -> list[Excerpt]:
    return [
        hit.found
        for hit in ready_index()
        .search(query, k=COUNTED, filters=filters, with_revisions=False)
        .hits
    ]


def has_page(shown: Excerpt) -> bool:
    """Whether a picture of the page can be shown next to a passage."""
    return (shown.symbol, shown.language) in _with_pages()


@keep_with_index(2)
def _with_pages() -> set[tuple[str, str]]:
    return open_index().store.versions.with_pages()


def as_written(locale: Locale, filters: Filters) -> Filters:
    """Return filters with the sources as documents name them, in place of the reader's names."""
    if not filters.submitters:
        return filters
    wanted = {name_source(locale, submitter) for submitter in filters.submitters}
    sources = [source for source, name in source_names(locale.code).items() if name in wanted]
    return replace(filters, submitters=tuple(sources or filters.submitters))


def name_source(locale: Locale, source: str) -> str:
    """Return the interface's name of a source, from any name of it."""
    return source_names(locale.code).get(source) or source_name(source, locale.code)


@keep_with_index(10)
def source_names(language: str) -> Mapping[str, str]:
    """Return each source's name in a language, by its form in any version."""
    rows = open_index().store.filters.sources()
    # Who is no country, group or office has the name that the best known version gives.
    names: dict[int, tuple[int, str]] = {}
    for document, code, source in rows:
        ranked_name = (0 if code == language else 1 if code == FALLBACK else 2, source)
        names[document] = min(names.get(document, ranked_name), ranked_name)
    # One form may be in documents whose names differ: the best known one is its name.
    ranked_names: dict[str, tuple[int, str]] = {}
    for document, _, source in rows:
        name = names[document]
        ranked_names[source] = min(ranked_names.get(source, name), name)
    return {source: source_name(name, language) for source, (_, name) in ranked_names.items()}


@keep_with_index(200)
def _counts(filters: Filters, language: str) -> dict[str, list[tuple[str, int]]]:
    values_by_facet = {
        name: [(count.value, count.passages) for count in values]
        for name, values in open_index().facets(filters).items()
    }
    names = source_names(language)
    sources: dict[str, int] = {}
    for source, passages in values_by_facet["source"]:
        name = names.get(source, source)
        sources[name] = sources.get(name, 0) + passages
    values_by_facet["source"] = sorted(sources.items(), key=lambda item: alphabetical_key(item[0]))
    values_by_facet["meeting"].sort(
        key=lambda item: (item[0].isdigit(), item[0].zfill(9)), reverse=True
    )
    values_by_facet["language"] = [
        (code, n) for code in BY_CODE for value, n in values_by_facet["language"] if value == code
    ]
    return values_by_facet


@keep_with_index(200)
def sentences(question: str, passages: tuple[int, ...]) -> Mapping[int, tuple[int, int]]:
    """Return the offsets of the sentence nearest to the question, by passage id."""
    return ready_index().best_sentences(question, passages)


@keep_with_index(200)
def equivalent_terms(question: str, reader: str | None) -> Mapping[str, tuple[str, ...]]:
    """Return the words of a short question in each language, for marks in hits."""
    return ready_index().equivalent_terms(question, reader)


def terminology(question: str) -> Terminology | None:
    """Return a term's equivalents; None where the question is no term of a few words."""
    if len(words(question, None)) > _TERM or find(question):
        return None
    try:
        return _terminology(question)
    except QueryError:
        return None


@keep_with_index(200)
def _terminology(term: str) -> Terminology:
    return open_index().equivalents(term)


def version(hit: Hit, language: str) -> Excerpt:
    """Return a hit's paragraph in another language; as shown where there is no such version."""
    if hit.found.language == language:
        return hit.found
    index = open_index()
    ids = versions_of(index.store, hit.found.passage_id).get(language, ())
    excerpts = index.excerpts(ids)
    return as_one(hit.found, [excerpts[passage] for passage in ids]) if ids else hit.shown


def list_pieces(hit: Hit, shown: Excerpt) -> list[int]:
    """Return the ids of the passages whose text a hit shows as one."""
    store = open_index().store
    ids = versions_of(store, hit.found.passage_id).get(shown.language or "", ())
    is_joined = not hit.found.passage.piece and shown.passage.piece == 1 and len(ids) > 1
    return [*ids] if is_joined and shown.passage_id in ids else [shown.passage_id]


def items_under(shown: Excerpt) -> tuple[Excerpt, ...]:
    """Return the items of the list that a passage introduces."""
    return items_of(open_index().store, [shown]).get(shown.passage_id, ())


@keep_with_index(200)
def find_related(passage: int) -> tuple[Hit, ...]:
    """Return the passages of other documents that are nearest to one."""
    return ready_index().find_related(passage)
