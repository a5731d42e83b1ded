"""Who said what on a topic, and when? By submitters and meetings, the telling sentence of each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.submitters import Submitter, submitters
from index.references import find_references
from index.reports.naming import naming
from index.reports.paragraphs import in_language
from index.retrieval import (
    NEAR,
    TAKEN_OVER,
    TRANSLATION,
    Hit,
    Note,
    Search,
    read_question,
    share_in_common,
)
from index.store import Excerpt, Filters, Row, Store

_HITS: Final = 400
"""Paragraphs that are looked through for a topic."""

_REUSED: Final = 5
"""Other documents that are named for a cell."""


@dataclass(frozen=True, slots=True)
class Reuse:
    """Where a paragraph stands again, before or after.

    Attributes:
        shown: the other paragraph.
        share: of the cell's paragraph that stands there word for word, 0 to 1; None where the two
            are in different languages.
    """

    shown: Excerpt
    share: float | None


@dataclass(frozen=True, slots=True)
class Position:
    """What a submitter said on a topic at a meeting.

    Attributes:
        submitter: one of those of the document.
        meeting: of the document, or None.
        shown: the paragraph that says most, in the reader's language where it is there.
        sentence: of it, the one that says most.
        score: how near the paragraph is to the topic, 0 to 1.
        names_topic: whether the paragraph or a heading above it has the topic's words, or what they
            are in the language of one of its versions; if not, it is only near in meaning. None
            where that cannot be told, or where the topic is a question or a sentence.
        reuse: where the paragraph stands again, the earliest first.
    """

    submitter: Submitter
    meeting: str | None
    shown: Excerpt
    sentence: str
    score: float
    names_topic: bool | None = None
    reuse: tuple[Reuse, ...] = ()


@dataclass(frozen=True, slots=True)
class Positions:
    """What was said on a topic.

    Attributes:
        topic: as it was asked for.
        language: in which it seems to be asked; None where it cannot be told.
        shown_in: language that cells are in where it is there.
        cells: countries first, then groups, offices and others; each by meetings.
        notes: what the reader should know of how the topic was taken.
    """

    topic: str
    language: str | None
    shown_in: str
    cells: tuple[Position, ...]
    notes: tuple[Note, ...] = ()


def positions(
    store: Store,
    search: Search,
    topic: str,
    *,
    filters: Filters | None = None,
    shown_in: str | None = None,
    reader: str = "en",
) -> Positions:
    """Find what was said on a topic.

    Args:
        store: of the index.
        search: over it.
        topic: some words or a question, in any of the six languages; a reference as well.
        filters: what may be found.
        shown_in: language to show it in, where it is there.

            By default the language of the topic.
        reader: language of whoever asks, where that of the topic cannot be told.

    Returns:
        A cell for each submitter and meeting. None where nothing answers well: then nobody spoke
        on it.

    Raises:
        QueryError: nothing is asked, too much is, or a filter is not understood.
    """
    language = search.language(topic, shown_in or reader)
    shown_in = shown_in or language or reader
    result = search.search(topic, k=_HITS, filters=filters, shown_in=shown_in)
    if any(note.code == "weak-answers" for note in result.notes):
        return Positions(topic, language, shown_in, (), result.notes)
    roles = store.roles([hit.found.passage_id for hit in result.hits])
    idle = roles.signs | roles.opening | roles.slight
    telling = [
        hit
        for hit in result.hits
        if hit.found.passage_id not in idle and hit.found.passage.kind in ("paragraph", "table")
    ]
    documents = store.documents_of([hit.found.passage_id for hit in result.hits])
    # Who has a heading or a footnote on it speaks on it, in the paragraph that is nearest.
    speaking = {
        documents[hit.found.passage_id]
        for hit in result.hits
        if hit.score >= NEAR and hit.found.passage_id not in roles.signs | roles.opening
    }
    near = [
        hit
        for hit in telling
        if hit.score >= NEAR or hit.is_exact or documents[hit.found.passage_id] in speaking
    ]
    # To one or two words no paragraph may be so near; where some answer well, the first one counts.
    best = _best_of_cells(store, near or telling[:1], documents)
    named = _naming(store, search, topic, list(best.values()))
    sentences = search.best_sentences(topic, [hit.shown.passage_id for hit in best.values()])
    reuse = {
        hit.found.passage_id: _reuse(store, search, hit)
        for hit in {hit.found.passage_id: hit for hit in best.values()}.values()
    }
    cells = [
        Position(
            submitter,
            meeting,
            hit.shown,
            _sentence(hit.shown, sentences),
            hit.score,
            named[hit.found.passage_id],
            reuse[hit.found.passage_id],
        )
        for (submitter, meeting), hit in best.items()
    ]
    cells.sort(key=_in_order)
    return Positions(topic, language, shown_in, tuple(cells), result.notes)


def _naming(
    store: Store, search: Search, topic: str, hits: Sequence[Hit]
) -> dict[int, bool | None]:
    found = naming(store, search.naming(topic), [hit.found.passage_id for hit in hits])
    if not find_references(store, read_question(topic).text).has_words:
        found |= {hit.found.passage_id: True for hit in hits if hit.is_exact}
    return found


def submitters_of(store: Store) -> Mapping[int, tuple[Submitter, ...]]:
    """The submitters of each document, by its id: read from one version, the English one first."""
    sources: dict[int, str] = {}
    for document, language, source in store.sources():
        if language == "en" or document not in sources:
            sources[document] = source
    return {row["id"]: _of_document(row, sources.get(row["id"])) for row in store.documents()}


def _of_document(row: Row, source: str | None) -> tuple[Submitter, ...]:
    return submitters(source, tuple(json.loads(row["countries"] or "[]")))


def _best_of_cells(
    store: Store, hits: Sequence[Hit], documents: Mapping[int, int]
) -> dict[tuple[Submitter, str | None], Hit]:
    known = submitters_of(store)
    best: dict[tuple[Submitter, str | None], Hit] = {}
    for hit in hits:  # best first
        for submitter in known.get(documents[hit.found.passage_id], ()):
            best.setdefault((submitter, hit.found.meeting), hit)
    return best


def _sentence(shown: Excerpt, sentences: Mapping[int, tuple[int, int]]) -> str:
    text = shown.passage.text
    start, end = sentences.get(shown.passage_id, (0, len(text)))
    return text[start:end].strip()


def _reuse(store: Store, search: Search, hit: Hit) -> tuple[Reuse, ...]:
    """Other documents that took the paragraph over, or that it was taken from."""
    related = search.related(hit.found.passage_id, _REUSED)
    near = [one.found.passage_id for one in related if one.score >= TRANSLATION]
    ids = dict.fromkeys([*(one.passage_id for one in hit.stands_for), *near])
    own = store.paragraph_text(hit.shown.passage_id)
    reuse = []
    for shown in in_language(store, [*ids], hit.shown.language):
        if shown.language != hit.shown.language:
            reuse.append(Reuse(shown, None))
            continue
        share = share_in_common(own, store.paragraph_text(shown.passage_id))
        if share >= TAKEN_OVER:
            reuse.append(Reuse(shown, share))
    return tuple(sorted(reuse, key=lambda one: (one.shown.date or "~", one.shown.symbol or "")))


_KINDS: Final = ("country", "group", "office", "other")


def _in_order(cell: Position) -> tuple[int, str, int, str]:
    meeting = cell.meeting or ""
    number = int(meeting) if meeting.isdecimal() else 0
    return _KINDS.index(cell.submitter.kind), cell.submitter.name("en"), number, meeting
