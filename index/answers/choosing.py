"""Choice of the sentences of a search's hits that together answer its question.

A sentence is to the letter of its passage, and whole. The hits give their order, and the sentence
of a hit that is nearest to the question goes before its others. Sentences of other documents that
say the same, or the same with another figure or the contrary, are listed with it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

import numpy as np

from corpus.cards import Figures
from corpus.filters import Filters
from corpus.notes import own_notes
from index.analyses import (
    LanguageText,
    drop_superseded,
)
from index.answers.agreement import relate_sentences, without_references
from index.model import Vectors
from index.references import find_references
from index.retrieval import (
    Hit,
    Result,
    ResultNote,
    Search,
    SentenceMeasure,
    read_question,
)
from index.store import Excerpt, Store
from index.versions import passages_in
from index.words import phrases

_MOST: Final = 5
"""Most sentences of an answer: what is read at a glance."""

_PER_DOCUMENT: Final = 3
"""Most sentences of one document, so that others that answer have room."""

# The following are chosen on the questions of `benchmarks.answers` that are not held back.

_RELATED: Final = 0.75
"""Share of the best hit's score from which on its sentences may agree with those shown, or not."""

_BEHIND: Final = 0.01
"""Cosine that a hit loses for each hit before it, since the order of hits has more evidence."""

_AGAIN: Final = 0.04
"""Cosine that a sentence loses for each chosen one of its passage, and of its document."""

_COMPARED: Final = 24
"""Best sentences that are compared with one another, for agreement and repetition."""

_MAY_AGREE: Final = 0.5
"""Cosine of indexed sentences below which two are not compared."""

_SILENT: Final = frozenset({"weak-answers", "common-words", "unknown-reference"})
"""Codes of the search's notes with which no passage surely answers."""

_LEADING_IN: Final = re.compile(r"[:：]\s*$")
_GOES_ON: Final = re.compile(r"[;；؛]\W*\w{0,3}\W*$")
"""End of an item that another follows."""

_STOPPED: Final = re.compile(r"[.!?؟…。！？；;][”\"»’')\]』」）]*(?:\[\^?\d+\]|[⁰¹²³⁴-⁹]+)?\s*$")
"""End of a whole sentence, with its quotation marks and calls of notes."""

_NO_ANSWER: Final = ResultNote("no-answer", "No sentence of the documents seems to answer this.")


@dataclass(frozen=True, slots=True)
class AnswerLimits:
    """Limits of what an answer shows, chosen by ``python -m benchmarks.answers.limits``.

    Attributes:
        enough: share of the best hit's score from which on a hit speaks.
        near: share of the nearest sentence's cosine with the question from which on one speaks.
        strict: the same for a sentence in another language than the reader's, and for a row of a
            table. Names of columns are near to many questions.
        second: value that a further sentence of a passage may be behind its best one.
        doubtful: doubt in the hits above which nothing answers (``Result.doubt``).
    """

    enough: float = 0.85
    near: float = 0.4
    strict: float = 0.8
    second: float = 0.1
    doubtful: float = -1.1


LIMITS: Final = AnswerLimits()
"""Limits of the answers that readers see."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A sentence of another document that says otherwise.

    ``own`` are the figures or words of the answer's sentence that differ, and ``other`` those of
    this one.
    """

    shown: Excerpt
    text: str
    own: tuple[str, ...]
    other: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence that answers a question.

    Attributes:
        shown: its passage, in the reader's language where a version has it.
        text: the sentence, to the letter; of a table, the row.
        also: passages of other documents with a sentence that says the same.
        disagreements: sentences of other documents that say otherwise.
    """

    shown: Excerpt
    text: str
    also: tuple[Excerpt, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """Sentences that together answer a question, the best first; none where nothing answers.

    Attributes:
        language: language of the question; None where unknown.
        shown_in: preferred language of the sentences.
    """

    question: str
    language: str | None
    shown_in: str | None
    sentences: tuple[AnswerSentence, ...]
    notes: tuple[ResultNote, ...] = ()


@dataclass(frozen=True, slots=True)
class _SentenceCandidate:
    """A sentence that may answer.

    Attributes:
        share: score of its hit, as a share of the best hit's.
        lead: what it is behind the best sentence of its passage, at most 0.
        value: score of its hit with the lead, less what the hit is behind the first.
        nearness: its cosine with the question.
        is_strict: whether it is a row of a table, or in another language than the reader's.
    """

    shown: Excerpt
    text: str
    start: int
    document: int
    share: float
    lead: float
    value: float
    nearness: float
    is_strict: bool
    vector: Vectors = field(repr=False, compare=False)

    @property
    def read_as(self) -> LanguageText:
        """The sentence as comparators take it."""
        return LanguageText(self.text, self.shown.text_language)


@dataclass(frozen=True, slots=True)
class _Relations:
    """Pairs of candidates by their positions, each in both directions."""

    same: dict[int, set[int]] = field(default_factory=dict)
    other: dict[int, dict[int, Disagreement]] = field(default_factory=dict)


def choose_sentences(
    store: Store,
    search: Search,
    result: Result,
    filters: Filters | None = None,
    limits: AnswerLimits = LIMITS,
) -> ShortAnswer:
    """Choose sentences of a search's hits that together answer its question.

    ``filters`` are those of the search. Superseded documents speak only where the question or the
    filters name them, or exclude the revision.
    """
    with store.snapshot():
        candidates = _list_candidates(store, search, result, filters, limits)
        relations = _relate(search, candidates)
    chosen = _select(candidates, relations, limits)
    sentences = tuple(_make_sentence(position, candidates, relations) for position in chosen)
    notes = result.notes
    if not sentences and not _is_silent(result):
        notes = (*notes, _NO_ANSWER)
    return ShortAnswer(result.query, result.language, result.shown_in, sentences, notes)


def _is_silent(result: Result) -> bool:
    """Whether a note of the search says already that nothing surely answers."""
    return bool(_SILENT & {note.code for note in result.notes})


def _list_candidates(
    store: Store, search: Search, result: Result, filters: Filters | None, limits: AnswerLimits
) -> list[_SentenceCandidate]:
    hits = _list_hits(store, result, filters, limits)
    scores: dict[int, float] = {}
    values: dict[int, float] = {}
    for place, hit in enumerate(hits):
        for passage in _list_passages(store, hit):
            scores.setdefault(passage, hit.score)
            values.setdefault(passage, hit.score - _BEHIND * place)
    if not scores:
        return []
    best = max(hit.score for hit in hits) or 1.0
    excerpts = store.passages.excerpts([*scores])
    boilerplate = store.facts.roles([*scores]).signs
    documents = store.passages.documents_of([*scores])
    spoken = [passage for passage in scores if passage not in boilerplate]
    candidates = [
        _SentenceCandidate(
            excerpts[measure.passage],
            excerpts[measure.passage].passage.text[slice(*measure.span)].strip(),
            measure.span[0],
            documents[measure.passage],
            scores[measure.passage] / best,
            measure.lead,
            values[measure.passage] + measure.lead,
            measure.nearness,
            _is_strict(excerpts[measure.passage], result.shown_in),
            measure.vector,
        )
        for measure in _join_rows(excerpts, search.measure_sentences(result.query, spoken))
        if _is_understood(excerpts[measure.passage], measure.span)
        and _speaks(store, excerpts[measure.passage], measure.span)
    ]
    candidates.sort(key=lambda candidate: candidate.value, reverse=True)
    wanted = read_question(result.query).phrases
    quoting = [
        candidate
        for candidate in candidates
        if all(phrases.holds(candidate.text, phrase) for phrase in wanted)
    ]
    return quoting or candidates


def _is_strict(shown: Excerpt, language: str | None) -> bool:
    return shown.passage.kind == "table" or language not in (None, shown.text_language)


def _list_hits(
    store: Store, result: Result, filters: Filters | None, limits: AnswerLimits
) -> list[Hit]:
    """List the hits that answer a question, without superseded ones that nobody asked for."""
    if _is_silent(result) or result.doubt > limits.doubtful:
        return []
    best = max((hit.score for hit in result.hits), default=0.0)
    hits = [hit for hit in result.hits if hit.score >= _RELATED * best]
    if not any(hit.shown.superseded_by for hit in hits):
        return hits
    references = find_references(store, read_question(result.query).text).references
    asked_for = {
        *(reference.canonical for reference in references),
        *(filters or Filters()).symbols,
    }
    return drop_superseded(store, hits, filters, asked_for)


def _list_passages(store: Store, hit: Hit) -> Iterator[int]:
    """Yield the ids of the passages that a hit shows: pieces, items of a list, rows of a table."""
    shown, found = hit.shown, hit.found
    if shown.passage_id == found.passage_id or found.passage.piece:
        yield shown.passage_id
    else:
        code = shown.language or ""
        yield from passages_in(store, [found.passage_id], code)[found.passage_id][code]
    yield from (excerpt.passage_id for excerpt in (*hit.items, *hit.rows))


def _join_rows(
    excerpts: Mapping[int, Excerpt], measures: Sequence[SentenceMeasure]
) -> Iterator[SentenceMeasure]:
    """Yield the measures, each row of a table as one sentence."""
    for measure in measures:
        passage = excerpts[measure.passage].passage
        if passage.kind != "table":
            yield measure
        elif measure.lead == 0:
            yield SentenceMeasure(
                measure.passage, (0, len(passage.text)), measure.nearness, 0.0, measure.vector
            )


def _speaks(store: Store, shown: Excerpt, span: tuple[int, int]) -> bool:
    """Whether a sentence is whole, and neither a heading, a lead-in nor on the document itself."""
    passage = shown.passage
    text = passage.text[slice(*span)]
    if passage.kind == "heading" or _LEADING_IN.search(text):
        return False
    if any(start <= span[0] < end for start, end in own_notes(passage.text, shown.language)):
        return False
    if not passage.piece:
        return True
    if span[1] >= len(passage.text.rstrip()) and not _STOPPED.search(text):
        return False
    if span[0] or passage.piece == 1:
        return True
    whole = store.passages.paragraph_text(shown.passage_id)
    return _STOPPED.search(whole[: max(0, whole.find(passage.text))]) is not None


def _is_understood(shown: Excerpt, span: tuple[int, int]) -> bool:
    """Whether a row of a table has column names, and an item of a list what leads into it."""
    passage = shown.passage
    if passage.kind == "table":
        return bool(shown.row and any(name for name, _ in shown.row.cells))
    if span[0] or passage.piece > 1 or shown.lead_ins or passage.kind != "paragraph":
        return True
    return not (passage.text.lstrip()[:1].islower() or _GOES_ON.search(passage.text))


def _relate(search: Search, candidates: Sequence[_SentenceCandidate]) -> _Relations:
    """Compare sentences of different documents that are near one another."""
    compared = candidates[:_COMPARED]
    relations = _Relations()
    if len(compared) < 2:
        return relations
    vectors: Any = np.stack([candidate.vector for candidate in compared])
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = vectors / np.maximum(lengths, 1e-6)
    pairs = [
        (first, second)
        for first, second in np.argwhere(np.triu(vectors @ vectors.T >= _MAY_AGREE, 1)).tolist()
        if compared[first].document != compared[second].document
    ]
    texts = {
        place: without_references(compared[place].text) for place in {*chain.from_iterable(pairs)}
    }
    pairs = [pair for pair in pairs if all(texts[place] for place in pair)]
    different = [*dict.fromkeys(texts[place] for pair in pairs for place in pair)]
    questions = dict(zip(different, search.embed_texts(different), strict=True))
    for pair in pairs:
        first_question, second_question = (questions[texts[place]] for place in pair)
        cosine = float(first_question.embedding @ second_question.embedding)
        own, other = (compared[place].read_as for place in pair)
        agreement = relate_sentences(search, own, other, cosine)
        if agreement is None:
            continue
        if agreement.differing is None:
            for place, counterpart in (pair, pair[::-1]):
                relations.same.setdefault(place, set()).add(counterpart)
        else:
            _note_other(compared, pair, agreement.differing, relations)
    return relations


def _note_other(
    candidates: Sequence[_SentenceCandidate],
    pair: tuple[int, int],
    differing: Figures,
    relations: _Relations,
) -> None:
    """Note at each of two sentences that the other says otherwise."""
    words = differing.draft, differing.earlier
    for (place, counterpart), (own, other) in ((pair, words), (pair[::-1], words[::-1])):
        candidate = candidates[counterpart]
        relations.other.setdefault(place, {})[counterpart] = Disagreement(
            candidate.shown, candidate.text, own, other
        )


def _list_speaking(candidates: Sequence[_SentenceCandidate], limits: AnswerLimits) -> list[int]:
    """List the positions of the candidates that are shown; the others only agree or do not."""
    speaking = [
        place for place, candidate in enumerate(candidates) if candidate.share >= limits.enough
    ]
    nearest = max((candidates[place].nearness for place in speaking), default=0.0)
    return [
        place
        for place in speaking
        if candidates[place].nearness
        >= nearest * (limits.strict if candidates[place].is_strict else limits.near)
    ]


def _select(
    candidates: Sequence[_SentenceCandidate], relations: _Relations, limits: AnswerLimits
) -> list[int]:
    """Select the positions of the sentences of an answer, those of a passage in reading order."""
    chosen: list[int] = []
    by_passage: Counter[int] = Counter()
    by_document: Counter[int] = Counter()
    values = {place: candidates[place].value for place in _list_speaking(candidates, limits)}
    while values and len(chosen) < _MOST:
        place = max(values, key=lambda place: values[place])
        candidate = candidates[place]
        chosen.append(place)
        by_passage[candidate.shown.passage_id] += 1
        by_document[candidate.document] += 1
        values = {
            other: later.value
            - _AGAIN * (by_passage[later.shown.passage_id] + by_document[later.document])
            for other, later in enumerate(candidates)
            if other in values
            and later.text != candidate.text
            and other not in relations.same.get(place, ())
            and by_document[later.document] < _PER_DOCUMENT
            and (later.lead >= -limits.second or not by_passage[later.shown.passage_id])
        }
    passages = [candidates[place].shown.passage_id for place in chosen]
    return sorted(
        chosen,
        key=lambda place: (
            passages.index(candidates[place].shown.passage_id),
            candidates[place].start,
        ),
    )


def _make_sentence(
    place: int, candidates: Sequence[_SentenceCandidate], relations: _Relations
) -> AnswerSentence:
    """Make a sentence of an answer, with one passage of each document that agrees or does not."""
    candidate = candidates[place]
    same = {
        candidates[other].document: candidates[other].shown
        for other in sorted(relations.same.get(place, ()), reverse=True)
    }
    others = {
        candidates[other].document: disagreement
        for other, disagreement in sorted(relations.other.get(place, {}).items(), reverse=True)
        if candidates[other].document not in same
    }
    return AnswerSentence(candidate.shown, candidate.text, (*same.values(),), (*others.values(),))
