"""Choice of the sentences of a search's hits that together answer its question.

A sentence is to the letter of its passage, and whole. Few are shown where one paragraph answers
more surely than the others. Sentences of other documents that say the same, or the same with
another figure or the contrary, are listed with it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

import numpy as np

from corpus.cards import Figures
from corpus.filters import Filters
from corpus.text import find_antecedent
from index.answers.agreement import relate_sentences, without_references
from index.answers.candidates import (
    LIMITS,
    AnswerLimits,
    SentenceCandidate,
    is_silent,
    list_candidates,
)
from index.retrieval import Result, ResultNote, Search
from index.store import Excerpt, Store

_MOST: Final = 5
"""Most sentences of an answer: what is read at a glance."""

_PER_DOCUMENT: Final = 3
"""Most sentences of one document, so that others that answer have room."""

# The following are chosen on the questions of `benchmarks.answers` that are not held back.

_AGAIN: Final = 0.04
"""Cosine that a sentence loses for each chosen one of its passage, and of its document."""

_COMPARED: Final = 24
"""Best sentences that are compared with one another, for agreement and repetition."""

_MAY_AGREE: Final = 0.5
"""Cosine of indexed sentences below which two are not compared."""

_NO_ANSWER: Final = ResultNote("no-answer", "No sentence of the documents seems to answer this.")

UNSURE: Final = ResultNote(
    "unsure-answer", "These sentences are near to the question, but may not answer it."
)
"""Note on an answer that is shown although no sentence surely answers."""


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
        antecedent: the sentence before it, where its first words refer to that one; else empty.
    """

    shown: Excerpt
    text: str
    also: tuple[Excerpt, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    antecedent: str = ""


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

    @property
    def is_unsure(self) -> bool:
        """Whether a note says that the sentences may not answer."""
        return UNSURE in self.notes


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
        candidates = list_candidates(store, search, result, filters, limits)
        sentences = choose_among(search, candidates, limits)
    notes = result.notes
    if not sentences and not is_silent(result):
        notes = (*notes, _NO_ANSWER)
    elif sentences and rate_surest(candidates, limits) < limits.unsure:
        notes = (*notes, UNSURE)
    return ShortAnswer(result.query, result.language, result.shown_in, sentences, notes)


def choose_among(
    search: Search, candidates: Sequence[SentenceCandidate], limits: AnswerLimits = LIMITS
) -> tuple[AnswerSentence, ...]:
    """Choose among the candidates of a question, which come by their values."""
    relations = _relate(search, candidates)
    chosen = _select(candidates, relations, limits)
    return tuple(_make_sentence(position, candidates, relations) for position in chosen)


def rate_surest(candidates: Sequence[SentenceCandidate], limits: AnswerLimits = LIMITS) -> float:
    """Rate an answer by the sureness of the surest candidate that may be shown.

    Minus infinity stands for no candidate.
    """
    speaking = _list_speaking(candidates, limits).values()
    return max((candidate.sureness for candidate in speaking), default=-math.inf)


def _relate(search: Search, candidates: Sequence[SentenceCandidate]) -> _Relations:
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
    candidates: Sequence[SentenceCandidate],
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


def _list_speaking(
    candidates: Sequence[SentenceCandidate], limits: AnswerLimits
) -> dict[int, SentenceCandidate]:
    """Return by position the candidates that may be shown; the others only agree or do not."""
    surest = max((candidate.sureness for candidate in candidates), default=0.0)
    least = max(limits.sure, surest - limits.behind)
    sure = {
        place: candidate
        for place, candidate in enumerate(candidates)
        if place == 0 or candidate.sureness >= least  # the first one has the highest value
    }
    nearest = max((candidate.nearness for candidate in sure.values()), default=0.0)
    return {
        place: candidate
        for place, candidate in sure.items()
        if not candidate.is_strict or candidate.nearness >= nearest * limits.strict
    }


def _select(
    candidates: Sequence[SentenceCandidate], relations: _Relations, limits: AnswerLimits
) -> list[int]:
    """Select the positions of the sentences of an answer, those of a text in reading order."""
    chosen: list[int] = []
    by_passage: Counter[int] = Counter()
    by_document: Counter[int] = Counter()
    values = {
        place: candidate.value for place, candidate in _list_speaking(candidates, limits).items()
    }
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
    texts = [_find_text(candidates[place].shown) for place in chosen]
    return sorted(
        chosen,
        key=lambda place: (
            texts.index(_find_text(candidates[place].shown)),
            candidates[place].shown.passage_id,
            candidates[place].start,
        ),
    )


def _find_text(shown: Excerpt) -> tuple[object, ...]:
    """Return what a passage is read with: the items of a list, else the passage alone."""
    leads = tuple(lead.text for lead in shown.lead_ins)
    return (shown.symbol, shown.text_language, *leads) if leads else (shown.passage_id,)


def _make_sentence(
    place: int, candidates: Sequence[SentenceCandidate], relations: _Relations
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
    shown = candidate.shown
    antecedent = find_antecedent(shown.passage.text, candidate.start, shown.text_language)
    return AnswerSentence(shown, candidate.text, (*same.values(),), (*others.values(),), antecedent)
