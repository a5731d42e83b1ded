"""Equivalents of a term in other languages, learned from paragraphs in several languages.

Words that occur together across versions translate one another (Gale and Church 1991). Candidates
are weighed by Dunning's log-likelihood (1993) times Dice's coefficient. Ridge regression (Hoerl and
Kennard 1970) weighs how much each word of a passage says for the term. It runs per question, so
changes of the archive count at once.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.languages import BY_CODE, find_language
from index.retrieval.terms import acronyms, seed
from index.store import SnapshotCache, Store
from index.versions import passages_in
from index.words import stop_terms

_PARAGRAPHS: Final = 120
"""Most paragraphs from which a term is learned."""

_LEAST: Final = 2
"""Fewest paragraphs in which two terms occur together."""

_LONGEST: Final = 3
"""Most words of an equivalent; a Chinese one may have two more pairs."""

_OFTEN: Final = 0.15
"""Share of the most frequent candidate's paragraphs that another candidate needs."""

_COUNTED: Final = 10
"""Candidates of one word, and as many of several, whose passages are counted."""

_KEPT: Final = 6
"""Most equivalents of a term in a language."""

_WITNESSES: Final = 60
"""Words of another language that the regression weighs."""

_SHRUNK: Final = 8.0
"""Penalty of the regression, as paragraphs that speak against a word."""

_SURE: Final = 5.0
"""Log-likelihood at which a pair is half certain."""

_IN_THE_TABLE: Final = 0.9
"""Certainty of entries in :func:`acronyms.table`: an acronym may have other meanings."""

_NAMED: Final = 0.8
"""Certainty that an acronym means the words before it in a text."""

_REMEMBERED: Final = 2000
"""Terms in the cache."""


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A term of another language.

    ``term`` has terms of :mod:`index.words`, separated by spaces. ``weight`` is certainty, 0 to 1.
    ``paragraphs`` are passages with the original term, whose versions have this one.
    """

    term: str
    weight: float
    paragraphs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TermEquivalents:
    """The terms that correspond to a term in another language.

    ``words`` give the certainty, from 0, that a passage with a word has the term; it adds up.
    ``further`` equivalents are not in ``words``: of several words, or from a table.
    """

    equivalents: list[Equivalent]
    words: Mapping[str, float]
    further: list[Equivalent]


class Equivalents:
    """The equivalents of an archive's terms. Threads may share it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: SnapshotCache[tuple[str, str], dict[str, TermEquivalents]] = SnapshotCache(
            store, _REMEMBERED
        )

    def of(self, term: str, code: str) -> dict[str, list[Equivalent]]:
        """Return the equivalents of a term of language ``code``, by language, surest first."""
        return {
            other: learned.equivalents
            for other, learned in self.learn(term, code).items()
            if learned.equivalents
        }

    def learn(self, term: str, code: str) -> dict[str, TermEquivalents]:
        """Return the equivalents as :meth:`of` does, with words that indicate the term."""
        return self._known.get((term, code), lambda: self._gather(term, code))

    def _gather(self, term: str, code: str) -> dict[str, TermEquivalents]:
        """Merge equivalents from the archive, tables, the seed, and other forms of an acronym."""
        learned = self._learn(term, code)
        own = {other: entry.equivalents for other, entry in learned.items()}
        further = {other: entry.further for other, entry in learned.items()}
        witnesses = [own, *_look_up_tables(term, code)]
        forms = acronyms.find_other_forms(self._store, term, code)
        for other_form, paragraphs in list(forms.items())[:_KEPT]:
            witnesses.append({code: [Equivalent(other_form, _NAMED, paragraphs)]})
            # What is said of a long form in other languages holds for its acronym.
            meant = [
                {
                    other: entry.equivalents
                    for other, entry in self._learn(other_form, code).items()
                },
                *_look_up_tables(other_form, code),
            ]
            witnesses += [
                {
                    other: [
                        replace(equivalent, weight=_NAMED * equivalent.weight)
                        for equivalent in several
                    ]
                    for other, several in one_witness.items()
                }
                for one_witness in meant
            ]
        return {
            other: TermEquivalents(
                merged,
                learned[other].words if other in learned else {},
                _merge_witnesses([witness.get(other, []) for witness in (further, *witnesses[1:])]),
            )
            for other in BY_CODE
            if (merged := _merge_witnesses([witness.get(other, []) for witness in witnesses]))
        }

    def _learn(self, term: str, code: str) -> dict[str, TermEquivalents]:
        """Learn equivalents by language from paragraphs with a term and rows of the seed."""
        holding = self._store.words.with_term(code, term)[0][:_PARAGRAPHS].tolist()
        versions = passages_in(self._store, holding) if len(holding) >= _LEAST else {}
        # In order of what is next to them, in which the paragraphs of an equivalent are given.
        in_order = sorted(
            versions, key=lambda paragraph: (next(iter(versions[paragraph].values()))[0], paragraph)
        )
        rows = seed.load_seed().rows_with(term, code)
        equivalents = {}
        for other in BY_CODE:
            paragraphs = {
                paragraph: versions[paragraph][other]
                for paragraph in in_order
                if other in versions[paragraph]
            }
            known = seed.load_seed().count_words(rows, other, _LEAST) if other != code else {}
            if other != code and (len(paragraphs) >= _LEAST or known):
                equivalents[other] = self._weigh(paragraphs, other, known, rows)
        return equivalents

    def _weigh(
        self,
        paragraphs: Mapping[int, tuple[int, ...]],
        other: str,
        known: Mapping[str, tuple[int, int]],
        rows: seed.Rows,
    ) -> TermEquivalents:
        """Weigh candidates in a language; ``known`` has seed rows with both, and with the word."""
        by_text = self._group_paragraphs(paragraphs, other)
        several = by_text if len(by_text) >= _LEAST else {}
        terms = {
            paragraph: [text.split() for text in texts_beside]
            for texts_beside, paragraph in several.items()
        }
        where = _locate_terms(terms, other, {word: both for word, (both, _) in known.items()})
        together = _count_together(where, known)
        counts = self._store.words.counts(other, [gram for gram in together if " " not in gram])
        size = self._store.words.count(other) + seed.load_seed().size
        taught = int(rows.sum())

        def weight(gram: str, having: int) -> float:
            """Weigh a candidate that so many passages of the archive have."""
            both = together[gram]
            if " " in gram:  # the seed does not say what is side by side
                return likeness(both, len(by_text), max(both, having), size)
            having += known.get(gram, (0, 0))[1]
            return likeness(both, len(by_text) + taught, max(both, having), size)

        def estimate(gram: str) -> float:
            """Return a first weight, before passages with versions are counted."""
            return weight(gram, counts.get(("words", gram), len(where.get(gram, ()))))

        best_first = sorted(together, key=lambda gram: (-estimate(gram), -len(gram), gram))
        single = [gram for gram in best_first if " " not in gram]
        candidates = single[:_COUNTED] + [gram for gram in best_first if " " in gram][:_COUNTED]
        aligned = self._store.words.count_aligned(other, candidates)
        weights = {gram: weight(gram, having) for gram, having in aligned.items()}
        chosen = _choose_equivalents(weights, where)
        witnesses = single[:_WITNESSES]
        in_all = _estimate_totals(witnesses, together, known, aligned, counts)
        in_archive = _mark_words(witnesses, where, by_text.values())
        seed_rows, in_seed = seed.load_seed().mark_words(witnesses, other)
        words = _weigh_against_one_another(witnesses, in_archive, in_seed, rows[seed_rows], in_all)
        return TermEquivalents(
            chosen, words, [equivalent for equivalent in chosen if equivalent.term not in words]
        )

    def _group_paragraphs(
        self, paragraphs: Mapping[int, tuple[int, ...]], other: str
    ) -> dict[tuple[str, ...], int]:
        """Return one paragraph for each different text in the other language."""
        texts = self._store.words.terms_of(
            [passage for many in paragraphs.values() for passage in many], other
        )
        # A paragraph that revisions repeat is one witness.
        return {
            tuple(texts.get(passage, "") for passage in many): paragraph
            for paragraph, many in paragraphs.items()
        }


def _locate_terms(
    texts: Mapping[int, Sequence[Sequence[str]]], code: str, known: Mapping[str, int]
) -> dict[str, list[int]]:
    """Find the paragraphs of each frequent candidate; ``known`` counts rows of the seed."""
    stop = stop_terms(code)
    words = {paragraph: set().union(*many) for paragraph, many in texts.items()}
    word_counts = Counter(chain.from_iterable(words.values()))
    # Most words are in one paragraph alone, which is too few.
    together = {
        word: count + known.get(word, 0)
        for word, count in word_counts.items()
        if (count >= _LEAST or word in known) and len(word) > 1 and word not in stop
    }
    most = max(max(together.values(), default=0), max(known.values(), default=0))
    least = max(_LEAST, _OFTEN * most)
    single = {word for word, both in together.items() if both >= least}
    often = {word for word, count in word_counts.items() if count >= least}
    begins = {word for word in often if len(word) > 1 and word not in stop}
    where: dict[str, list[int]] = {}
    for paragraph, many in texts.items():
        candidates = words[paragraph] & single
        for terms in many:
            for position, (word, behind) in enumerate(pairwise(terms)):
                if word in begins and behind in often:
                    candidates.update(
                        gram for gram, _ in yield_longer(terms, position, code, often)
                    )
        for gram in candidates:
            where.setdefault(gram, []).append(paragraph)
    return where


def _count_together(
    paragraphs: Mapping[str, Sequence[int]], seed_counts: Mapping[str, tuple[int, int]]
) -> dict[str, int]:
    """Count paragraphs and seed rows with the term and each candidate, without rare ones."""
    together = {gram: len(own) for gram, own in paragraphs.items()}
    for word, (both, _) in seed_counts.items():
        together[word] = together.get(word, 0) + both
    least = max(_LEAST, _OFTEN * max(together.values(), default=0))
    return {gram: both for gram, both in together.items() if both >= least}


def _choose_equivalents(
    weights: Mapping[str, float], where: Mapping[str, Sequence[int]]
) -> list[Equivalent]:
    """Choose the surest candidates that are not within a surer one."""
    chosen: list[Equivalent] = []
    for gram in sorted(weights, key=lambda gram: (-weights[gram], -len(gram), gram)):
        if len(chosen) < _KEPT and not any(f" {gram} " in f" {surer.term} " for surer in chosen):
            chosen.append(Equivalent(gram, weights[gram], tuple(where.get(gram, ()))))
    return chosen


def _estimate_totals(
    words: Sequence[str],
    together: Mapping[str, int],
    known: Mapping[str, tuple[int, int]],
    aligned: Mapping[str, int],
    counts: Mapping[tuple[str, str], int],
) -> NDArray[np.float64]:
    """Estimate ``(words,)``: how many paragraphs and seed rows have each word."""
    single = [gram for gram in aligned if " " not in gram]
    share = sum(aligned[gram] for gram in single) / max(
        1, sum(counts.get(("words", gram), 0) for gram in single)
    )
    having = (aligned.get(word, share * counts.get(("words", word), 0)) for word in words)
    return np.array(
        [
            max(together[word], number + known.get(word, (0, 0))[1])
            for word, number in zip(words, having, strict=True)
        ]
    )


def _mark_words(
    words: Sequence[str], where: Mapping[str, Sequence[int]], paragraphs: Collection[int]
) -> NDArray[np.float32]:
    """Return ``(paragraphs, words)``: 1 if a word is in a paragraph, else 0."""
    places = {paragraph: place for place, paragraph in enumerate(paragraphs)}
    positions = [[places[paragraph] for paragraph in where.get(word, ())] for word in words]
    columns = np.repeat(np.arange(len(words)), [len(own) for own in positions])
    marks = np.zeros((len(paragraphs), len(words)), np.float32)
    marks[list(chain.from_iterable(positions)), columns] = 1
    return marks


def _weigh_against_one_another(
    words: Sequence[str],
    in_archive: NDArray[np.float32],
    in_seed: NDArray[np.float32],
    rows: seed.Rows,
    having: NDArray[np.float64],
) -> dict[str, float]:
    """Weigh words by ridge regression, so that their sum tells whether a term is present."""
    if not words:
        return {}
    both = in_archive.sum(axis=0) + in_seed[rows].sum(axis=0)
    elsewhere = np.maximum(0.0, having - in_archive.sum(axis=0) - in_seed.sum(axis=0))
    products = in_archive.T @ in_archive + in_seed.T @ in_seed + np.diag(elsewhere + _SHRUNK)
    weights = np.maximum(0.0, np.linalg.solve(products, both))
    return dict(zip(words, weights.tolist(), strict=True))


def _look_up_tables(term: str, code: str) -> tuple[dict[str, list[Equivalent]], ...]:
    longer = {
        other: [Equivalent(form, weight) for form, weight in several]
        for other, several in seed.load_seed().of(term, code).items()
    }
    named: dict[str, list[Equivalent]] = {}
    for name in acronyms.find_names().get((code, term), ()):
        for other, forms in acronyms.table()[name].items():
            more = [Equivalent(form, _IN_THE_TABLE) for form in forms if form != term]
            named[other] = _merge_witnesses([named.get(other, []), more])
    return longer, named


def _merge_witnesses(witnesses: Sequence[Sequence[Equivalent]]) -> list[Equivalent]:
    merged: dict[str, Equivalent] = {}
    for equivalent in (equivalent for several in witnesses for equivalent in several):
        known = merged.get(equivalent.term, Equivalent(equivalent.term, 0.0))
        merged[equivalent.term] = Equivalent(
            equivalent.term,
            1 - (1 - known.weight) * (1 - equivalent.weight),
            known.paragraphs or equivalent.paragraphs,
        )
    return sorted(merged.values(), key=lambda equivalent: -equivalent.weight)


def yield_longer(
    terms: Sequence[str], start: int, code: str, among: Container[str] | None = None
) -> Iterator[tuple[str, int]]:
    """Yield spans of several terms from a position on, and their ends."""
    stop = stop_terms(code)
    is_chinese = not find_language(code).is_spaced
    gram = terms[start]
    for to in range(start + 1, min(len(terms), start + _LONGEST + 2 * is_chinese)):
        if is_chinese and terms[to][0] != terms[to - 1][-1]:
            break
        if not (among is None or terms[to] in among):
            break
        gram = f"{gram} {terms[to]}"
        if terms[to] not in stop:
            yield gram, to + 1


def likeness(both: float, first: float, other: float, size: float) -> float:
    """Return the certainty, 0 to 1, that two terms are translations, from counts of paragraphs."""
    dice = 2 * both / (first + other)
    likelihood = _compute_log_likelihood(both, first, other, size)
    return dice * likelihood / (likelihood + _SURE)


def _compute_log_likelihood(both: float, first: float, other: float, size: float) -> float:
    size = max(size, first + other - both + 1)
    if both * size <= first * other:
        return 0.0
    cells = (
        (both, first * other),
        (first - both, first * (size - other)),
        (other - both, (size - first) * other),
        (size - first - other + both, (size - first) * (size - other)),
    )
    total = 0.0
    for seen, chance in cells:
        if seen > 0:
            total += seen * math.log(seen * size / chance)
    return 2 * total
