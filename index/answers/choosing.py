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
from typing import Any, Final

import numpy as np

from corpus.extract.references import find
from corpus.filters import Filters
from corpus.notes import own_notes
from index.analyses import (
    TRANSLATION,
    LanguageText,
    drop_superseded,
    find_contraries,
    may_say_the_same,
    other_figures,
)
from index.model import Vectors
from index.references import find_references
from index.retrieval import (
    Hit,
    Question,
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

_PER_DOCUMENT: Final = 2
"""Most sentences of one document, so that others that answer have room."""

_ENOUGH: Final = 0.65
"""Share of the best hit's score from which on a hit speaks (`python -m benchmarks.answers`)."""

_COMPARED: Final = 24
"""Best sentences that are compared with one another, for agreement and repetition."""

_MAY_AGREE: Final = 0.6
"""Cosine of indexed sentences below which two are not compared."""

_RETOLD: Final = 0.65
"""Cosine from which a sentence repeats another of its language but for one figure."""

_SILENT: Final = frozenset({"weak-answers", "common-words", "unknown-reference"})
"""Codes of the search's notes with which no passage surely answers."""

_LEADING_IN: Final = re.compile(r"[:：]\s*$")
_STOPPED: Final = re.compile(r"[.!?؟…。！？；;][”\"»’')\]』」）]*(?:\[\^?\d+\]|[⁰¹²³⁴-⁹]+)?\s*$")
"""End of a whole sentence, with its quotation marks and calls of notes."""

_NO_ANSWER: Final = ResultNote("no-answer", "No sentence of the documents seems to answer this.")


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
    """A sentence that may answer; ``value`` is the score of its hit, less what it is behind."""

    shown: Excerpt
    text: str
    start: int
    document: int
    value: float
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
    store: Store, search: Search, result: Result, filters: Filters | None = None
) -> ShortAnswer:
    """Choose sentences of a search's hits that together answer its question.

    ``filters`` are those of the search. Superseded documents speak only where the question or the
    filters name them, or exclude the revision.
    """
    with store.snapshot():
        candidates = _list_candidates(store, search, result, filters)
        relations = _relate(search, candidates)
    chosen = _select(candidates, relations)
    sentences = tuple(_make_sentence(position, candidates, relations) for position in chosen)
    notes = result.notes
    if not sentences and not _is_silent(result):
        notes = (*notes, _NO_ANSWER)
    return ShortAnswer(result.query, result.language, result.shown_in, sentences, notes)


def _is_silent(result: Result) -> bool:
    """Whether a note of the search says already that nothing surely answers."""
    return bool(_SILENT & {note.code for note in result.notes})


def _list_candidates(
    store: Store, search: Search, result: Result, filters: Filters | None
) -> list[_SentenceCandidate]:
    """List the sentences of the hits that answer, the best first."""
    hits = _list_hits(store, result, filters)
    scores: dict[int, float] = {}
    for hit in hits:
        for passage in _list_passages(store, hit):
            scores.setdefault(passage, hit.score)
    if not scores:
        return []
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
            scores[measure.passage] + measure.lead,
            measure.vector,
        )
        for measure in _join_rows(excerpts, search.measure_sentences(result.query, spoken))
        if _speaks(store, excerpts[measure.passage], measure.span)
    ]
    candidates.sort(key=lambda candidate: candidate.value, reverse=True)
    wanted = read_question(result.query).phrases
    quoting = [
        candidate
        for candidate in candidates
        if all(phrases.holds(candidate.text, phrase) for phrase in wanted)
    ]
    return quoting or candidates


def _list_hits(store: Store, result: Result, filters: Filters | None) -> list[Hit]:
    """List the hits that answer a question, without superseded ones that nobody asked for."""
    if _is_silent(result):
        return []
    enough = _ENOUGH * max((hit.score for hit in result.hits), default=0.0)
    hits = [hit for hit in result.hits if hit.score >= enough]
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
    questions = _embed(search, [compared[place].text for pair in pairs for place in pair])
    for first, second in pairs:
        _relate_pair(search, compared, (first, second), questions, relations)
    return relations


def _embed(search: Search, texts: Sequence[str]) -> dict[str, Question]:
    different = [*dict.fromkeys(texts)]
    return dict(zip(different, search.embed_texts(different), strict=True)) if different else {}


def _relate_pair(
    search: Search,
    candidates: Sequence[_SentenceCandidate],
    pair: tuple[int, int],
    questions: Mapping[str, Question],
    relations: _Relations,
) -> None:
    """Note that two sentences say the same, or otherwise; nothing where that is not sure."""
    first, second = (candidates[place] for place in pair)
    cosine = float(questions[first.text].embedding @ questions[second.text].embedding)
    own, other = first.read_as, second.read_as
    if may_say_the_same(own, other, cosine):
        contraries = find_contraries(search, own, other, is_taken_over=True)
        for words in (contraries.opposites, contraries.negations, contraries.exchanged):
            if words:
                _note_other(candidates, pair, words.draft, words.earlier, relations)
                return
        if "negation" not in contraries.doubts:
            for place, counterpart in (pair, pair[::-1]):
                relations.same.setdefault(place, set()).add(counterpart)
        return
    figures = other_figures(own, other)
    is_one = len(figures.draft) == len(figures.earlier) == 1
    is_alike = cosine >= (_RETOLD if own.language == other.language else TRANSLATION)
    if is_one and is_alike and _list_references(own) == _list_references(other):
        _note_other(candidates, pair, figures.draft, figures.earlier, relations)


def _note_other(
    candidates: Sequence[_SentenceCandidate],
    pair: tuple[int, int],
    own: tuple[str, ...],
    other: tuple[str, ...],
    relations: _Relations,
) -> None:
    """Note at each of two sentences that the other says otherwise."""
    first, second = pair
    for place, counterpart, words in ((first, second, (own, other)), (second, first, (other, own))):
        candidate = candidates[counterpart]
        relations.other.setdefault(place, {})[counterpart] = Disagreement(
            candidate.shown, candidate.text, *words
        )


def _list_references(sentence: LanguageText) -> set[str]:
    return {mention.canonical for mention in find(sentence.text)}


def _select(candidates: Sequence[_SentenceCandidate], relations: _Relations) -> list[int]:
    """Select the positions of the sentences of an answer, those of a passage in reading order."""
    chosen: list[int] = []
    per_document: Counter[int] = Counter()
    texts: set[str] = set()
    for place, candidate in enumerate(candidates):
        if len(chosen) == _MOST:
            break
        is_repeated = candidate.text in texts or relations.same.get(place, set()) & {*chosen}
        if is_repeated or per_document[candidate.document] == _PER_DOCUMENT:
            continue
        chosen.append(place)
        texts.add(candidate.text)
        per_document[candidate.document] += 1
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
