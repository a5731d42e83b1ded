"""Candidates for the sentences of an answer: whole sentences of hits, with their evidence.

The hits give their order, and the sentence of a hit that is nearest to the question goes before its
others. How surely its paragraph answers is rated by fitted weights.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.filters import Filters
from corpus.notes import own_notes
from corpus.text import sentences as cut_sentences
from index.analyses import LanguageText, drop_superseded
from index.model import Vectors
from index.references import find_references
from index.retrieval import Hit, Result, Search, SentenceMeasure, matching_spans, read_question
from index.store import Excerpt, Store
from index.versions import passages_in
from index.words import phrases

EVIDENCE_FEATURES: Final = ("share", "meaning", "words", "terms", "foreign", "best", "base")
"""Names of the evidence that a paragraph answers.

``share`` is the score of its hit as a share of the best score, which is ``best``. ``meaning``,
``words`` and ``terms`` are as in ``PassageEvidence``.
"""

EVIDENCE_WEIGHTS: Final = "evidence.toml"
"""File with the weights and the limit ``unsure``, and the commands that fit them."""

_RELATED: Final = 0.75
"""Share of the best hit's score from which on its sentences may agree with those shown, or not."""

_BEHIND: Final = 0.01
"""Cosine that a hit loses for each hit before it, since the order of hits has more evidence."""

_SILENT: Final = frozenset({"weak-answers", "common-words", "unknown-reference"})
"""Codes of the search's notes with which no passage surely answers."""

_LEADING_IN: Final = re.compile(r"[:：]\s*$")
_GOES_ON: Final = re.compile(r"[;；؛]\W*\w{0,3}\W*$")
"""End of an item that another follows."""

_STOPPED: Final = re.compile(r"[.!?؟…。！？；;][”\"»’')\]』」）]*(?:\[\^?\d+\]|[⁰¹²³⁴-⁹]+)?\s*$")
"""End of a whole sentence, with its quotation marks and calls of notes."""


@cache
def _read_evidence() -> Mapping[str, float]:
    return tomllib.loads(files(__package__).joinpath(EVIDENCE_WEIGHTS).read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class AnswerLimits:
    """Limits of what an answer shows, chosen by ``python -m benchmarks.answers.limits``.

    Attributes:
        evidence: value of a unit of sureness, in cosine, for the order of sentences.
        sure: sureness from which on a sentence may be shown; the first one may in any case.
        behind: sureness that a sentence may be behind the surest one.
        strict: share of the nearest of these sentences' cosine with the question from which on one
            in another language than the reader's is shown, or a row of a table. Names of columns
            are near to many questions.
        second: value that a further sentence of a passage may be behind its best one.
        doubtful: doubt in the hits above which nothing answers (``Result.doubt``).
        unsure: sureness of the surest sentence below which an answer is marked as unsure, chosen by
            ``python -m benchmarks.answers.unsure``.
    """

    evidence: float = 0.05
    sure: float = -1.5
    behind: float = 3.0
    strict: float = 0.8
    second: float = 0.1
    doubtful: float = -1.1
    unsure: float = field(default_factory=lambda: _read_evidence()["unsure"])


LIMITS: Final = AnswerLimits()
"""Limits of the answers that readers see."""


@dataclass(frozen=True, slots=True)
class SentenceCandidate:
    """A sentence that may answer.

    Attributes:
        lead: what it is behind the best sentence of its passage, at most 0.
        value: score of its hit with the lead and the sureness, less what the hit is behind the
            first.
        sureness: fitted log-odds that its paragraph answers or helps.
        features: evidence of its paragraph, as ``EVIDENCE_FEATURES``.
        nearness: its cosine with the question.
        is_strict: whether it is a row of a table, or in another language than the reader's.
    """

    shown: Excerpt
    text: str
    start: int
    document: int
    lead: float
    value: float
    sureness: float
    features: NDArray[np.float64] = field(repr=False, compare=False)
    nearness: float
    is_strict: bool
    vector: Vectors = field(repr=False, compare=False)

    @property
    def read_as(self) -> LanguageText:
        """The sentence as comparators take it."""
        return LanguageText(self.text, self.shown.text_language)


def is_silent(result: Result) -> bool:
    """Whether a note of the search says already that nothing surely answers."""
    return bool(_SILENT & {note.code for note in result.notes})


def list_candidates(
    store: Store, search: Search, result: Result, filters: Filters | None, limits: AnswerLimits
) -> list[SentenceCandidate]:
    """List the sentences of a search's hits that may answer its question, the best first.

    ``filters`` are those of the search. Where the question has quoted phrases, only sentences with
    them may answer, if there are any.
    """
    hits = _list_hits(store, result, filters, limits)
    scores: dict[int, float] = {}
    values: dict[int, float] = {}
    for place, hit in enumerate(hits):
        for passage in _list_passages(store, hit):
            scores.setdefault(passage, hit.score)
            values.setdefault(passage, hit.score - _BEHIND * place)
    if not scores:
        return []
    excerpts = store.passages.excerpts([*scores])
    boilerplate = store.facts.roles([*scores]).signs
    documents = store.passages.documents_of([*scores])
    idle = boilerplate | _find_rows_apart(search, result, excerpts)
    spoken = [passage for passage in scores if passage not in idle]
    features = _measure_features(search, result, scores, excerpts)
    sureness = {passage: float(own @ _read_weights()) for passage, own in features.items()}
    candidates = [
        SentenceCandidate(
            excerpts[measure.passage],
            _drop_lead(excerpts[measure.passage].passage.text, measure.span),
            measure.span[0],
            documents[measure.passage],
            measure.lead,
            values[measure.passage] + measure.lead + limits.evidence * sureness[measure.passage],
            sureness[measure.passage],
            features[measure.passage],
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


def _find_rows_apart(
    search: Search, result: Result, excerpts: Mapping[int, Excerpt]
) -> frozenset[int]:
    """Find the rows of tables of which a topic has only names of columns, and no value.

    One row of many says nothing of such a topic. Rows in other languages than the reader's have
    values whose words may be unknown, and longer questions may ask for any row.
    """
    language = result.shown_in
    rows = {
        passage: [value for _, value in shown.row.cells]
        for passage, shown in excerpts.items()
        if shown.passage.kind == "table" and shown.row and shown.text_language == language
    }
    if not rows or not search.is_topic(result.query, result.language):
        return frozenset()
    terms = search.equivalent_terms(result.query, language).get(language or "", ())
    return frozenset(
        passage
        for passage, values in rows.items()
        if not any(matching_spans(value, language, result.query, terms) for value in values)
    )


def _measure_features(
    search: Search, result: Result, scores: Mapping[int, float], excerpts: Mapping[int, Excerpt]
) -> dict[int, NDArray[np.float64]]:
    """Measure for each passage the features of :data:`EVIDENCE_FEATURES`."""
    best = max(scores.values()) or 1.0
    measured = search.measure_passages(result.query, [*scores], result.shown_in)
    return {
        passage: np.array(
            [
                scores[passage] / best,
                evidence.meaning,
                evidence.words,
                evidence.terms,
                _is_foreign(excerpts[passage], result.shown_in),
                best,
                1.0,
            ]
        )
        for passage, evidence in measured.items()
    }


@cache
def _read_weights() -> NDArray[np.float64]:
    return np.array([_read_evidence()[name] for name in EVIDENCE_FEATURES])


def _is_strict(shown: Excerpt, language: str | None) -> bool:
    return shown.passage.kind == "table" or _is_foreign(shown, language)


def _is_foreign(shown: Excerpt, language: str | None) -> bool:
    """Whether a passage is shown in another language than the reader's."""
    return language not in (None, shown.text_language)


def _drop_lead(text: str, span: tuple[int, int]) -> str:
    """Return a sentence without a short one behind it that leads into the next.

    Sentences of few letters have no vector of their own: ``Two weaknesses remain.``
    """
    sentence = text[slice(*span)]
    spans = cut_sentences(sentence)
    if len(spans) > 1 and text[span[1] :].strip():
        (start, end), (_, before) = spans[-1], spans[-2]
        last = sentence[start:end]
        if len(last) < before and not any(map(str.isdecimal, last)):
            sentence = sentence[:before]
    return sentence.strip()


def _list_hits(
    store: Store, result: Result, filters: Filters | None, limits: AnswerLimits
) -> list[Hit]:
    """List the hits that answer a question, without superseded ones that nobody asked for."""
    if is_silent(result) or result.doubt > limits.doubtful:
        return []
    named = find_references(store, read_question(result.query).text)
    if named.ask_for_documents:
        return []  # these are the hits
    best = max((hit.score for hit in result.hits), default=0.0)
    hits = [hit for hit in result.hits if hit.score >= _RELATED * best]
    if not any(hit.shown.superseded_by for hit in hits):
        return hits
    asked_for = {
        *(reference.canonical for reference in named.references),
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
