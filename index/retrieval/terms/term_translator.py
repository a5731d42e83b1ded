"""Translator of a short question: its language, topic terms, and passages with equivalents.

A score sums the weights of a passage's words. Longer terms and acronyms are independent witnesses.
In a question of several words, the whole and the words count half each.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import compress
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.languages import BY_CODE, LANGUAGES, find_language
from corpus.text import is_han, terms
from index.retrieval.lexical import Lexical
from index.retrieval.passage_filters import PassageMask
from index.retrieval.questions import Question
from index.retrieval.terms import seed
from index.retrieval.terms.acronyms import term_of
from index.retrieval.terms.equivalents import Equivalents, TermEquivalents
from index.retrieval.terms.naming import TopicTerms, doing
from index.retrieval.terms.synonyms import Synonyms
from index.retrieval.word_engines import Shares
from index.store import SnapshotCache, Store
from index.words import (
    ACRONYM,
    Word,
    analyse,
    is_stop_word,
    names,
    stop_terms,
    with_article,
    words,
)

_FULLY: Final = 3
_NOT_AT_ALL: Final = 5
"""Content words up to which equivalents count in full, and from which they do not count."""

_SURE: Final = 0.08
"""Least weight of an equivalent. Measured as `weights.WEIGHT_OF_TERMS` was, at 1.0: nDCG@10 0.658
from 0.05, 0.655 from 0.1.
"""

_LEAST_SHARE: Final = 0.1
"""Share of the best word's weight that others need; all of them gain nothing."""

_MARKED: Final = 0.4
"""Least weight of an equivalent that is marked in a hit."""

_SPAN: Final = 16
"""Neighbouring words whose share of a topic counts. With 8 and 24, as many sources are named by
``python -m benchmarks.positions --fit``; with whole paragraphs, fewer.
"""

_ASKING: Final = ("?", "？", "؟")

_SCRIPTS: Final = (
    ("Hans", "\u4e00", "\u9fff"),
    ("Cyrl", "\u0400", "\u04ff"),
    ("Arab", "\u0600", "\u06ff"),
)
"""First and last letter of the scripts that tell a language."""

_LATIN: Final = tuple(language.code for language in LANGUAGES if language.script == "Latn")

_REMEMBERED: Final = 100
"""Questions in the cache of languages: a search asks several times."""


class _Form(NamedTuple):
    """Words that stand for a term of a question, and their share of all its words."""

    term: str
    words: tuple[str, ...]
    share: float


class TermTranslator:
    """A translator of short questions' words. Threads may share it."""

    def __init__(self, store: Store, lexical: Lexical) -> None:
        self.equivalents = Equivalents(store)
        self._synonyms = Synonyms(store, self.equivalents)
        self._store = store
        self._lexical = lexical
        self._languages: SnapshotCache[tuple[str, str | None, str | None], str] = SnapshotCache(
            store, _REMEMBERED
        )

    def strength(self, question: Question) -> float:
        """Return the weight of equivalents, 0 to 1: less for longer questions, 0 with operators."""
        if question.has_operators or question.is_text or len(question.text) > 20 * _NOT_AT_ALL:
            return 0.0
        code = self.language(question)
        telling = [word for word in words(question.text, code) if not is_stop_word(word, code)]
        # A Chinese word has mostly two characters, and is found as each pair of neighbours.
        han = sum(map(is_han, question.text))
        count = sum(not is_han(word.term[0]) for word in telling) + (han + 1) // 2
        return max(0.0, min(1.0, (_NOT_AT_ALL - count) / (_NOT_AT_ALL - _FULLY)))

    def language(self, question: Question) -> str:
        """Return the language of a question's words, by script or archive; the reader's wins."""
        key = question.text, question.language, question.reader
        return self._languages.get(key, lambda: self._recognise_by_words(question))

    def _recognise_by_words(self, question: Question) -> str:
        """Return a language by script, or the Latin one whose texts have most of the words."""
        for script, first, last in _SCRIPTS:
            if any(first <= character <= last for character in question.text):
                return next(language.code for language in LANGUAGES if language.script == script)
        guess = question.language if question.language in _LATIN else "en"

        def likely(code: str) -> tuple[bool, bool, float, bool]:
            occurs, share = self._look_up(question.text, code)
            is_theirs = code == question.reader and self._has_all(question.text, code)
            return occurs, is_theirs, share, code == guess

        return max(_LATIN, key=likely)

    def matches(self, question: Question, among: PassageMask | None) -> dict[str, Shares]:
        """Find by language the passages with a question's equivalents, and how surely, 0 to 1."""
        code = self.language(question)
        whole, weights = self._weigh_terms(question, code)
        full = sum(weights.values()) or 1.0
        known = self._learn_each(question, code, (whole, *weights))
        shares = self._find_holding(known, among)
        result: dict[str, Shares] = {}
        for other in shares:
            of_all = _score_holding(known[whole].get(other), shares[other])
            if len(weights) > 1:
                each = [
                    (_score_holding(known[term].get(other), shares[other]), weight)
                    for term, weight in weights.items()
                ]
                of_words = _sum_shares(
                    [(ids, sure * weight / full) for (ids, sure), weight in each]
                )
                both = _sum_shares([(ids, 0.5 * sure) for ids, sure in (of_all, of_words)])
                of_all = both if len(of_all[0]) else of_words
            if len(of_all[0]):
                result[other] = of_all
        return result

    def measure_spans(
        self, question: Question, passages: Collection[int], *, width: int = _SPAN
    ) -> dict[int, float]:
        """Measure by passage the share of a question's words in ``width`` neighbouring ones.

        It is 0 to 1, and rare words count for more. Other languages have equivalents, which count
        as surely as they are known. Passages with none of them are left out.
        """
        code = self.language(question)
        _, weights = self._weigh_terms(question, code)
        full = sum(weights.values()) or 1.0
        known = self._learn_each(question, code, weights)
        own: dict[str | None, list[int]] = {}
        for passage, other in self._store.facts.languages_of(passages).items():
            own.setdefault(other, []).append(passage)
        shares: dict[int, float] = {}
        for other in BY_CODE:
            forms: dict[str, list[_Form]] = {}
            for term, weight in weights.items():
                learned = known[term].get(other)
                called = [(it.term, it.weight) for it in learned.equivalents] if learned else []
                for form, sure in [(term, 1.0)] if other == code else called:
                    form_words = tuple(form.split())
                    share = min(1.0, sure) * weight / full
                    forms.setdefault(form_words[0], []).append(_Form(term, form_words, share))
            texts = self._store.words.terms_of(own.get(other, ()) if forms else (), other)
            for passage, text in texts.items():
                if share := _measure_span(text.split(), forms, width):
                    shares[passage] = share
        return shares

    def measure_known(self, question: Question, *, has_seed: bool = True) -> float:
        """Return the share of a question's words, by weight, that the archive or the seed has.

        Without ``has_seed`` only the archive's passages in the question's language count.
        """
        code = self.language(question)
        _, weights = self._weigh_terms(question, code)
        other = self._lexical.colliding(question.text, code)
        parts = {word for term in weights for word in term.split()} - other
        counts = self._store.words.counts(code, [*parts])
        known = sum(
            weight
            for term, weight in weights.items()
            if all(counts.get(("words", word), 0) for word in term.split())
            or (has_seed and self._learn(term, code, other))
        )
        return known / sum(weights.values()) if weights else 1.0

    def holding(self, question: Question) -> list[int]:
        """List passages with all of a question's words, side by side where some have them so."""
        code = self.language(question)
        if not self._lexical.size(code):
            return []
        whole = " ".join(word.term for word in words(question.text, code))
        whole_matches = self._store.words.with_term(code, whole)[0].tolist() if whole else []
        return whole_matches or sorted(self._lexical.with_all(question.text, code))

    def list_marks(self, question: Question) -> dict[str, tuple[str, ...]]:
        """Return the surest equivalents of a short question by language, to mark in hits."""
        if not self.strength(question):
            return {}
        code = self.language(question)
        whole, weights = self._weigh_terms(question, code)
        marks: dict[str, dict[str, None]] = {}
        for term in dict.fromkeys([whole, *weights]):
            for other, sure in self._find_surest(term, code).items():
                marks.setdefault(other, {}).update(dict.fromkeys(sure))
        return {other: tuple(own) for other, own in marks.items()}

    def recognise_language(self, question: Question) -> str | None:
        """Return a question's language; for a short one, that of its words (:meth:`language`)."""
        is_symbol = question.language is None and "/" in question.text
        if is_symbol or not self._is_short(question):
            return question.language
        code, reader = (
            self._recognise_topic_language(replace(question, reader=None)),
            question.reader,
        )
        if reader is None or not {code, reader} <= {*_LATIN}:
            return code
        return reader if self._has_all(question.text, reader) else code

    def naming(self, question: Question) -> TopicTerms | None:
        """Return the terms of a short topic; None for a sentence. Operators are ignored."""
        if question.text.endswith(_ASKING) or not self._is_short(question):
            return None
        text, code = terms.unify(question.text), self._recognise_topic_language(question)
        text_words = [
            replace(word, term=with_article(word.literal)) if _is_no_stop_word(word, code) else word
            for word in words(text, code)
        ]
        counts = self._store.words.counts(code, [word.term for word in text_words])
        telling = tuple(_pick_telling(text_words, code, counts))
        named = tuple(term for term in telling if term not in doing(code))
        telling = named if len(named) > 1 else telling
        if not telling:
            return None
        by_language: dict[str, dict[str, tuple[str, ...]]] = {}
        for term in telling:
            for other, own in self._find_surest(term, code).items():
                by_language.setdefault(other, {})[term] = own
        whole = {
            other: _drop_parts(own)
            for other, own in self._find_surest(term_of(question.text, code), code).items()
        }
        for other in by_language if len(telling) > 1 else ():
            if other not in whole and not find_language(other).is_spaced:
                whole[other] = self._find_compound(telling, by_language, other)
        # Of one word letters do not tell whether it is a name; what other languages call it does.
        everywhere = (
            names(text)
            if len(text_words) > 1 or not by_language
            else frozenset(analyse(text, None).wholes)
        )
        alike: dict[str, dict[str, tuple[str, ...]]] = {}
        for term in telling:
            for other, own in self._synonyms.of(term, code).items():
                alike.setdefault(other, {})[term] = own
        return TopicTerms(code, telling, everywhere, by_language, whole, text, alike)

    def _find_compound(
        self,
        telling: Sequence[str],
        by_language: Mapping[str, Mapping[str, tuple[str, ...]]],
        code: str,
    ) -> tuple[str, ...]:
        """Find a Chinese compound whose equivalent has every word of a topic: 太阳能."""
        for first in (own[0] for own in by_language[code].values() if own and " " in own[0]):
            for other, called in self._find_surest(first, code).items():
                forms_of = by_language.get(other, {})
                if called and all(
                    any(f" {form} " in f" {called[0]} " for form in forms_of.get(term, ()))
                    for term in telling
                ):
                    return (first,)
        return ()

    def has_shared_terms(self, question: Question) -> bool:
        """Whether a question has acronyms or numbers, which languages share."""
        return any(
            ACRONYM.fullmatch(word) or any(map(str.isdigit, word)) for word in question.text.split()
        )

    def _recognise_topic_language(self, question: Question) -> str:
        """Return :meth:`language`, or the one with most of the words if none has the whole."""
        code = self.language(question)
        if code not in _LATIN or self._look_up(question.text, code)[0]:
            return code

        def count_known(candidate: str) -> tuple[int, bool]:
            own = {word.term for word in words(question.text, candidate)}
            counts = self._store.words.counts(candidate, [*own])
            known_terms = {term for term in own if counts.get(("words", term), 0)}
            known_terms |= {
                term
                for term in own - known_terms
                if seed.load_seed().rows_with(term, candidate).any()
            }
            return len(known_terms), candidate == code

        return max(_LATIN, key=count_known)

    def _weigh_terms(self, question: Question, code: str) -> tuple[str, dict[str, float]]:
        """Return the whole question as a term, and its content words with weights."""
        text_words = words(question.text, code)
        size = self._lexical.size(code)
        counts = self._store.words.counts(code, [word.term for word in text_words])
        weights = {
            term: math.log(
                (size + 1) / (min(counts.get(("words", word), 0) for word in term.split()) + 0.5)
            )
            for term in _pick_telling(text_words, code, counts)
        }
        return term_of(question.text, code), weights

    def _learn_each(
        self, question: Question, code: str, terms: Iterable[str]
    ) -> dict[str, dict[str, TermEquivalents]]:
        colliding = self._lexical.colliding(question.text, code)
        return {term: self._learn(term, code, colliding) for term in terms}

    def _find_holding(
        self,
        known: Mapping[str, Mapping[str, TermEquivalents]],
        among: PassageMask | None,
    ) -> dict[str, dict[str, Shares]]:
        """Find by language the passages that hold each equivalent."""
        sought: dict[str, dict[str, float]] = {}
        for other in filter(self._lexical.size, BY_CODE):
            for learned in known.values():
                for term, weight in _list_sought(learned.get(other)):
                    by_term = sought.setdefault(other, {})
                    by_term[term] = by_term.get(term, 0.0) + weight
        return self._lexical.engine.with_each(sought, among)

    def _learn(
        self, term: str, code: str, colliding: Collection[str]
    ) -> dict[str, TermEquivalents]:
        return {} if term in colliding else self.equivalents.learn(term, code)

    def _is_short(self, question: Question) -> bool:
        return (
            self.strength(replace(question, phrases=(), without=(), near=(), without_near=())) > 0
        )

    def _find_surest(self, term: str, code: str) -> dict[str, tuple[str, ...]]:
        return {
            other: tuple(
                equivalent.term for equivalent in equivalents if equivalent.weight >= _MARKED
            )
            for other, equivalents in self.equivalents.of(term, code).items()
        }

    def _has_all(self, text: str, code: str) -> bool:
        own = [word.term for word in words(text, code)]
        counts = self._store.words.counts(code, own)
        return all(counts.get(("words", term), 0) for term in own)

    def _look_up(self, text: str, code: str) -> tuple[bool, float]:
        """Return whether a language has a text as a whole, and how often its words."""
        text_terms = [word.term for word in words(text, code)]
        whole = " ".join(text_terms)
        size = self._lexical.size(code) + 1
        counts = self._store.words.counts(code, text_terms)
        occurs = bool(whole) and (
            len(self._store.words.with_term(code, whole)[0]) > 0
            or bool(self.equivalents.of(whole, code))
        )
        share = sum(math.log1p(counts.get(("words", term), 0) * 1000 / size) for term in text_terms)
        return occurs, share


def _measure_span(words: Sequence[str], forms: Mapping[str, Sequence[_Form]], width: int) -> float:
    """Return the highest sum of shares, each term once, in ``width`` neighbouring words."""
    # A loop over the words of all versions would take most of the time of a topic.
    places = compress(range(len(words)), map(forms.__contains__, words))
    hits = [
        (place, form)
        for place in places
        for form in forms[words[place]]
        if len(form.words) == 1 or tuple(words[place : place + len(form.words)]) == form.words
    ]
    highest = 0.0
    for first, (start, _) in enumerate(hits):
        shares: dict[str, float] = {}
        for place, form in hits[first:]:
            if place >= start + width:
                break
            shares[form.term] = max(form.share, shares.get(form.term, 0.0))
        highest = max(highest, sum(shares.values()))
    return highest


def _list_sought(learned: TermEquivalents | None) -> list[tuple[str, float]]:
    """Return the terms that stand for a term in another language, with weights."""
    return [] if learned is None else [*_list_words(learned), *_list_further(learned)]


def _drop_parts(forms: Sequence[str]) -> tuple[str, ...]:
    """Drop forms within a surer one, such as `distance` in `participation à distance`."""
    return tuple(
        form
        for position, form in enumerate(forms)
        if not any(f" {form} " in f" {surer} " for surer in forms[:position])
    )


def _list_words(learned: TermEquivalents) -> list[tuple[str, float]]:
    least = _LEAST_SHARE * max(learned.words.values(), default=0.0)
    return [(word, weight) for word, weight in learned.words.items() if weight > least]


def _list_further(learned: TermEquivalents) -> list[tuple[str, float]]:
    return [
        (equivalent.term, equivalent.weight)
        for equivalent in learned.further
        if equivalent.weight >= _SURE
    ]


def _score_holding(learned: TermEquivalents | None, shares_of: Mapping[str, Shares]) -> Shares:
    telling = (
        []
        if learned is None
        else [(shares_of[word], weight) for word, weight in _list_words(learned)]
    )
    further = (
        []
        if learned is None
        else [(shares_of[term], weight) for term, weight in _list_further(learned)]
    )
    certainty = _make_zeros([ids for (ids, _), _ in (*telling, *further)])
    order: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
    for (ids, _), weight in telling:  # all passages at once, a term after the other
        order.append(ids[certainty[ids] == 0])
        certainty[ids] = np.minimum(1.0, certainty[ids] + weight)
    for (ids, nearness), weight in further:
        order.append(ids[certainty[ids] == 0])
        certainty[ids] = 1 - (1 - certainty[ids]) * (1 - weight * (0.5 + 0.5 * nearness))
    passages = np.concatenate(order)
    return passages, certainty[passages]


def _sum_shares(several: Sequence[Shares]) -> Shares:
    sums = _make_zeros([ids for ids, _ in several])
    ids_in_order: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
    for ids, shares in several:
        ids_in_order.append(ids[sums[ids] == 0])
        sums[ids] += shares
    passages = np.sort(np.concatenate(ids_in_order))
    return passages, sums[passages]


def _make_zeros(several: Sequence[NDArray[np.int64]]) -> NDArray[np.float64]:
    return np.zeros(1 + max((int(ids.max()) for ids in several if len(ids)), default=0))


def _is_no_stop_word(word: Word, code: str) -> bool:
    """Whether an Arabic word only shares the stem of a stop word: ولاية, a mandate, has لا."""
    joins = find_language(code).joins_particles
    return joins and word.term in stop_terms(code) and not is_stop_word(word, code)


def _pick_telling(
    text_words: Sequence[Word], code: str, counts: Mapping[tuple[str, str], int]
) -> list[str]:
    """Return the content words of a question, each once; Chinese is cut by :func:`_cut`."""
    telling: dict[str, None] = {}
    run: list[Word] = []
    for word, behind in zip(text_words, [*text_words[1:], None], strict=True):
        if word.term in stop_terms(code):
            continue
        if not is_han(word.term[0]):
            telling[word.term] = None
            continue
        run.append(word)
        if behind is None or behind.start != word.start + 1:
            telling.update(dict.fromkeys(_cut(run, counts)))
            run = []
    return list(telling)


def _cut(run: Sequence[Word], counts: Mapping[tuple[str, str], int]) -> list[str]:
    """Cut a Chinese run into words of two or three characters that most passages have."""
    # Best way to cut the first so many characters: how much its words occur, and the words.
    best: dict[int, tuple[float, list[str]]] = {0: (0.0, [])}
    for end in range(2, len(run) + 2):
        ways = []
        for size in (2, 3):
            if before := best.get(end - size):
                pairs = [word.term for word in run[end - size : end - 1]]
                least = min((counts.get(("words", pair), 0) for pair in pairs), default=0)
                ways.append((before[0] + size * math.log1p(least), [*before[1], " ".join(pairs)]))
        if ways:
            best[end] = max(ways)
    return best[len(run) + 1][1]
