"""Reranker: it orders a question's best candidates by evidence, and tells if any answers."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus import countries, tables
from corpus.filters import Filters
from corpus.languages import find_language
from corpus.notes import own_notes
from index.references import nameable, strip_references
from index.retrieval import weights
from index.retrieval.evidence import LexicalEvidence, look_up_scores
from index.retrieval.fields import measure_doubt
from index.retrieval.passage_filters import PassageMask
from index.retrieval.questions import Question, length, words_in
from index.retrieval.ranking import Key, Ranked, Ranking
from index.retrieval.reranking.features import (
    DEPTH,
    NO_DOUBT,
    Evidence,
    features,
    number_keys,
    order,
    rate_doubt,
    signs,
)
from index.retrieval.reranking.features import weights as fitted_weights
from index.retrieval.scorers import average_over_versions
from index.retrieval.word_engines import Shares
from index.store import TABLES, SnapshotCache, Store
from index.versions import passages_in
from index.words import word_key

_NUMBER: Final = re.compile(r"\d+(?:\.\d+)*")

_WHOLE: Final = 10_000
"""Words of any paragraph at most: an answer has the question's words anywhere in it."""

_REMEMBERED: Final = 100_000
"""Passages whose sections and lengths are in the cache, some hundred bytes each."""


@dataclass(frozen=True, slots=True)
class RerankingSample:
    """Paragraphs for fitting: ``(n, f)`` features and ``(s,)`` signs (None: not judged)."""

    keys: list[Key]
    features: NDArray[np.float64]
    signs: NDArray[np.float64] | None


@dataclass(frozen=True, slots=True)
class TopicEvidence:
    """Evidence that paragraphs of an archive speak on a topic, as arrays with a row for each.

    Attributes:
        nearness: mean cosine of the best version and of all versions, in standard deviations above
            the mean of the archive.
        order: value in the learned order, likewise standardised.
        words: share of the topic's words that a version has, 0 to 1.
        coverage: square of the share of the topic's words or their equivalents that stand close
            together, rare ones more, as the mean of the versions.
        passages: number of passages in the archive.
        middle: mean cosine of the archive's paragraphs.
        spread: standard deviation of these cosines.
        known: share of the topic's words that the archive's best language has, 0 to 1.
    """

    documents: NDArray[np.int64]
    nearness: NDArray[np.float64]
    order: NDArray[np.float64]
    words: NDArray[np.float64]
    coverage: NDArray[np.float64]
    passages: int
    middle: float
    spread: float
    known: float


class _Frame(NamedTuple):
    """The section of a passage in every language, and its length in words."""

    section: tuple[str, ...]
    length: int


@dataclass(frozen=True, slots=True)
class PassageEvidence:
    """Evidence that a paragraph answers a question, by its best version.

    Attributes:
        meaning: cosine with the question.
        words: share of the question's words, 0 to 1.
        terms: share of the question's words or their equivalents, rare ones more, 0 to 1.
    """

    meaning: float
    words: float
    terms: float


class Reranker:
    """The learned order of an index's best candidates. Threads may share it."""

    def __init__(self, store: Store, ranking: Ranking) -> None:
        self._store = store
        self._ranking = ranking
        self._frames: SnapshotCache[int, _Frame] = SnapshotCache(store, _REMEMBERED)

    def reorder(
        self,
        question: Question,
        like: Sequence[tuple[Ranked, Key]],
        lexical: LexicalEvidence,
        *,
        is_unknown: bool,
    ) -> tuple[list[tuple[Ranked, Key]], float]:
        """Rerank the best hits and rate the doubt whether any answers; places keep their scores.

        ``like`` are hits with keys, best first, at least one. ``lexical`` is the evidence of the
        same question. ``is_unknown`` says that the index lacks all references that it names.
        The doubt is above 0 where none seems to answer.
        """
        is_short = length(question) <= weights.SHORT
        best = like[:DEPTH]
        evidence = self._gather(question, [passage for (passage, _), _ in best], lexical)
        places = order(evidence, is_short=is_short)
        ordered = [
            ((best[place][0][0], score), best[place][1])
            for place, ((_, score), _) in zip(places, best, strict=True)
        ]
        doubt = NO_DOUBT
        if not _is_sure(question):
            doubt = rate_doubt(
                self._measure_signs(question, evidence, places, is_unknown=is_unknown)
            )
        return [*ordered, *like[DEPTH:]], doubt

    def sample(
        self, question: Question, like: Sequence[tuple[Ranked, Key]], lexical: LexicalEvidence
    ) -> RerankingSample:
        """Measure the best hits for fitting; the arguments are those of :meth:`reorder`."""
        best = like[:DEPTH]
        is_short = length(question) <= weights.SHORT
        evidence = self._gather(question, [passage for (passage, _), _ in best], lexical)
        measured = None
        if best and not _is_sure(question):
            measured = self._measure_signs(question, evidence, order(evidence, is_short=is_short))
        keys = [key for _, key in best]
        return RerankingSample(keys, features(evidence, is_short=is_short), measured)

    def measure_topic(self, question: Question, k: int, lexical: LexicalEvidence) -> TopicEvidence:
        """Measure the best ``k`` substantive paragraphs for a topic against the archive."""
        choices = self._ranking.choices
        sample = choices.filter_passages(Filters()).ids
        if len(sample) > weights.SAMPLE:
            sample = sample[np.linspace(0, len(sample) - 1, weights.SAMPLE).astype(np.int64)]
        like = self._ranking.best_paragraphs(question, k, None, "hybrid", lexical)
        keys = self._store.facts.paragraphs_of(sample.tolist())
        passages = {key: passage for passage, key in keys.items()}
        rows = {key: passage for (passage, _), key in like}
        rows |= {key: passage for key, passage in passages.items() if key not in rows}
        evidence = self._gather(question, [*rows.values()], lexical)
        is_short = length(question) <= weights.SHORT
        values = features(evidence, is_short=is_short) @ fitted_weights().order
        is_telling = ~(evidence.signs | evidence.slight | evidence.openings)
        is_usual = np.array([key in passages for key in rows], np.bool_) & is_telling
        near = (evidence.meaning + evidence.translations) / 2
        is_measured = is_telling & (np.arange(len(rows)) < len(like))
        measured = [passage for passage, its in zip(rows.values(), is_measured, strict=True) if its]
        return TopicEvidence(
            evidence.documents[is_measured],
            _standardise(near, is_usual)[is_measured],
            _standardise(values, is_usual)[is_measured],
            np.maximum(evidence.words, evidence.translated_words)[is_measured],
            self._measure_coverage(question, measured),
            choices.totals(None)[0],
            *_describe(near, is_usual),
            # Pairs of Chinese characters across words are in no passage, the words are.
            max(
                self._ranking.evidence.query_coverage(question)[0],
                self._ranking.translated.measure_known(question, has_seed=False),
            ),
        )

    def measure_passages(
        self, question: Question, passages: Sequence[int]
    ) -> dict[int, PassageEvidence]:
        """Measure by passage how much of an embedded question its paragraph has."""
        versions_of = passages_in(self._store, passages)
        versions = {
            passage: {passage}.union(*versions_of.get(passage, {}).values()) for passage in passages
        }
        everyone = {other for own in versions.values() for other in own}
        among = PassageMask.of(everyone)
        _, matches = self._ranking.evidence.match(question, len(everyone), among)
        words = _merge_matches(matches)
        terms = self._ranking.translated.measure_spans(question, everyone, width=_WHOLE)
        cosines = self._ranking.dense.scores(question.embedding, sorted(everyone))
        return {
            passage: PassageEvidence(
                *(
                    max((scores.get(other, 0.0) for other in own), default=0.0)
                    for scores in (cosines, words, terms)
                )
            )
            for passage, own in versions.items()
        }

    # --- the inside ------------------------------------------------------------------------------

    def _measure_signs(
        self,
        question: Question,
        evidence: Evidence,
        places: Sequence[int],
        *,
        is_unknown: bool = False,
    ) -> NDArray[np.float64]:
        return signs(
            evidence,
            places,
            self._ranking.evidence.query_coverage(question),
            is_short=length(question) <= weights.SHORT,
            is_unknown=is_unknown,
        )

    def _gather(
        self, question: Question, passages: Sequence[int], lexical: LexicalEvidence
    ) -> Evidence:
        """Gather evidence of candidates, by the best version of each."""
        facts = self._store.facts.of(np.array(passages, np.int64))
        versions_of = passages_in(self._store, passages)
        versions = [((passage,), *versions_of.get(passage, {}).values()) for passage in passages]
        everyone = sorted({passage for by in versions for own in by for passage in own})
        cosines = self._ranking.dense.scores(question.embedding, everyone)
        near = [
            [cosines[passage] for own in by for passage in own if passage in cosines]
            for by in versions
        ]
        meaning = np.array([max(cosines_of, default=0.0) for cosines_of in near])
        matched = _merge_matches(lexical.matches)
        frames = self._frames.get_many(passages, self._read_frames)
        language = self._ranking.translated.recognise_language(question)
        codes = [TABLES[place] for place in facts.languages.tolist()]
        is_there = [
            language == code or language in versions_of.get(passage, ())
            for code, passage in zip(codes, passages, strict=True)
        ]
        return Evidence(
            meaning=meaning,
            translations=np.array(
                [sum(cosines_of) / max(1, len(cosines_of)) for cosines_of in near]
            ),
            around=lexical.surroundings.compute_bonuses(
                facts, measure_doubt(float(meaning.max(initial=0.0)), weights.SURE_OF_OTHERS)
            ),
            words=np.array(
                [max(matched.get(passage, 0.0) for own in by for passage in own) for by in versions]
            ),
            translated_words=_average(passages, versions, lexical.term_scores),
            sections=number_keys(
                [
                    (document, frames[passage].section)
                    for document, passage in zip(facts.documents.tolist(), passages, strict=True)
                ]
            ),
            documents=facts.documents,
            lengths=np.array([frames[passage].length for passage in passages], np.int64),
            signs=facts.signs,
            slight=facts.slight,
            tables=facts.tables,
            openings=facts.opening,
            accounts=self._have_accounts(question, passages, codes),
            own_language=np.array(is_there, np.bool_),
        )

    def _measure_coverage(self, question: Question, passages: Sequence[int]) -> NDArray[np.float64]:
        """Measure how much of a question stands close together in each passage's versions."""
        versions_of = passages_in(self._store, passages)
        versions = [((passage,), *versions_of.get(passage, {}).values()) for passage in passages]
        everyone = {passage for by in versions for own in by for passage in own}
        shares = self._ranking.translated.measure_spans(question, everyone)
        # Half of the words are less than half of the topic.
        squares = {passage: share**2 for passage, share in shares.items()}
        averages = average_over_versions(squares, versions)
        return np.array([averages.get(passage, 0.0) for passage in passages])

    def _read_frames(self, passages: Sequence[int]) -> dict[int, _Frame]:
        return {
            row["id"]: _Frame(_name_section(json.loads(row["heading"])), words_in(row["text"]))
            for row in self._store.passages.headings_and_texts(passages)
        }

    def _have_accounts(
        self, question: Question, passages: Sequence[int], codes: Sequence[str]
    ) -> NDArray[np.bool_]:
        """Tell which passages report the changes of a revision that the question is about."""
        if not _asks_of_revision(question.text):
            return np.zeros(len(passages), np.bool_)
        texts = {
            row["id"]: row["text"] for row in self._store.passages.headings_and_texts(passages)
        }
        notes = [
            bool(own_notes(texts[passage], code))
            for passage, code in zip(passages, codes, strict=True)
        ]
        return np.array(notes, np.bool_)


def _average(
    passages: Sequence[int],
    versions: Sequence[Collection[Collection[int]]],
    shares: Mapping[str, Shares],
) -> NDArray[np.float64]:
    """Return the shares of words that passages have, each as the mean of its versions."""
    everyone = {passage for by in versions for own in by for passage in own}
    averages = average_over_versions(look_up_scores(everyone, shares), versions)
    return np.array([averages.get(passage, 0.0) for passage in passages])


def _standardise(values: NDArray[np.float64], is_usual: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return values in standard deviations above the mean of the usual ones."""
    middle, spread = _describe(values, is_usual)
    return (values - middle) / spread if spread > 1e-9 else np.zeros(len(values))


def _describe(values: NDArray[np.float64], is_usual: NDArray[np.bool_]) -> tuple[float, float]:
    """Return the mean and the standard deviation of the usual values."""
    usual = values[is_usual]
    return (float(usual.mean()), float(usual.std())) if len(usual) else (0.0, 0.0)


def _merge_matches(matches: Mapping[str, Sequence[tuple[int, float]]]) -> dict[int, float]:
    """Return the share of a question's words in each passage, in any table, 0 to 1."""
    best: dict[int, float] = {}
    for own in matches.values():
        for passage, share in own:
            best[passage] = max(min(1.0, share), best.get(passage, 0.0))
    return best


def _name_section(headings: Sequence[str]) -> tuple[str, ...]:
    """Name a section for every language: by the numbers or the texts of its headings."""
    numbers = [_NUMBER.match(heading) for heading in headings]
    return tuple(match[0] if match else text for match, text in zip(numbers, headings, strict=True))


def _asks_of_revision(text: str) -> bool:
    """Whether a question is about a revision, not only about an edition of a resolution."""
    # To read references takes far longer: most questions have no such word anywhere.
    return _speaks_of_revision(text) and _speaks_of_revision(strip_references(text, nameable(text)))


def _speaks_of_revision(text: str) -> bool:
    keys = {word_key(word) for word in re.findall(r"[^\W\d_]+", text)}
    for code, words in tables.load("bodies")["words"].items():
        called = {word_key(word.rstrip(".")) for word in words["revision"]}
        if called & keys or (
            not find_language(code).is_spaced and any(key in text for key in called)
        ):
            return True
    return False


def _is_sure(question: Question) -> bool:
    """Whether a question answers by itself: it is only a phrase, or names a country."""
    return question.is_quoted or bool(countries.find(question.text))
