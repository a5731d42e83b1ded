"""Search by words: BM25 over terms that are analysed by language.

Each language has a table (``index.store.schema``), whose counts weigh the terms. Scores are shares
of the weight of all words: about 1 for a passage of usual length with each word once.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.languages import find_language
from corpus.text import is_han
from index.retrieval.passage_filters import PassageMask
from index.retrieval.vectors import Scored
from index.retrieval.word_engines import StoreWords, WordEngine
from index.store import SnapshotCache, Store
from index.words import analyse, is_single_han, is_stop_word, words

_MOST_TERMS: Final = 48
"""Terms of a question to look for: the rarest, which carry nearly all the weight."""

_READ_TERMS: Final = 400
"""Different terms of a question that are weighed at all."""

_COMMON: Final = 0.3
"""Share of the passages from which on a term is common: slow to look for, and of little weight."""

_COMMON_FROM: Final = 1000
"""Passages of a language from which on common terms are left out."""


_READ: Final = 50
"""Passages that are read to see whether they have a word in its exact form."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a question, as one table has it.

    ``column`` is ``words`` or ``wholes``. ``passages`` counts those in the table that have it.
    ``weight`` is the inverse document frequency; the highest possible if no passage has the term.
    """

    text: str
    column: str
    passages: int
    weight: float


Asked = tuple[Sequence[Term], Collection[str] | None]
"""Terms of one table, and which of them to look for (None: all)."""

_WEIGHED: Final = 64
"""Questions in the cache of weighed terms."""


class Lexical:
    """The words of an index, found by ``engine`` (None: the store). Threads may share it."""

    def __init__(self, store: Store, engine: WordEngine | None = None) -> None:
        self._store = store
        self._own = StoreWords(store)
        self.engine = engine or self._own
        self._weighed: SnapshotCache[tuple[str, str], list[Term]] = SnapshotCache(store, _WEIGHED)

    def size(self, code: str) -> int:
        """Count the passages of a table."""
        return self._own.size(code)

    def terms(self, text: str, code: str) -> list[Term]:
        """Weigh the terms of a question in one table of :data:`TABLES`, each once."""
        size = self.size(code)
        return (
            self._weighed.get((text, code), lambda: self._weigh(text, code, size)) if size else []
        )

    def matches(
        self, terms_by_table: Mapping[str, Asked], k: int, among: PassageMask | None = None
    ) -> dict[str, Scored]:
        """Find up to ``k`` passages per table that hold terms, with scores, best first."""
        sought = {code: self._choose_terms(code, *own) for code, own in terms_by_table.items()}
        words = {code: own for code, own in sought.items() if own}
        matches = self.engine.with_any(words, k, among) if words and k > 0 else {}
        full = {
            code: sum(term.weight for term in terms) for code, (terms, _) in terms_by_table.items()
        }
        return {
            code: [(passage, score / full[code]) for passage, score in matches.get(code, ())]
            for code in terms_by_table
        }

    def holding(self, term: str, column: str, code: str, most: int) -> list[int]:
        """List at most ``most`` passages that hold a term, best first."""
        return [passage for passage, _ in self._store.words.with_any(code, [(column, term)], most)]

    def with_all(self, text: str, code: str) -> set[int]:
        """Find the passages that hold every word of a text, in any order."""
        # Chinese is looked for by its characters: pairs are broken where a line was.
        parts = [("words", word.term) for word in words(text, code) if not is_han(word.term[0])]
        parts += [("wholes", character) for character in text if is_han(character)]
        if not parts or not self.size(code):
            return set()
        return self._store.words.with_every(code, dict.fromkeys(parts))

    def with_near(self, parts: Sequence[str], apart: Sequence[int], code: str) -> set[int]:
        """Find passages with each part near the next; two Chinese characters count as a word."""
        forms = [_list_forms(part, code) for part in parts]
        if not all(forms) or not self.size(code):
            return set()
        pairs = zip(forms, forms[1:], apart, strict=False)
        return self._store.words.with_near(
            code, [(first, last, _count_terms(first + last, most)) for first, last, most in pairs]
        )

    def colliding(self, text: str, code: str) -> frozenset[str]:
        """Return the terms of a text that only other words of a table have: short stems collide."""
        most = find_language(code).short_stem  # поля, fields, and пол, sex
        stems = set()
        for word in words(text, code) if most else ():
            if len(word.term) <= most and word.term != word.literal:
                holding = self.holding(word.term, "words", code, _READ)
                texts = self._store.passages.read_shown_texts(holding).values()
                if not any(
                    other.literal == word.literal for own in texts for other in words(own, code)
                ):
                    stems.add(word.term)
        return frozenset(stems)

    # --- the inside ------------------------------------------------------------------------------

    def _choose_terms(
        self, code: str, terms: Sequence[Term], only: Collection[str] | None
    ) -> dict[tuple[str, str], float]:
        """Choose the rarest terms to search for in a table, with their weights."""
        held_terms = [
            term for term in terms if term.passages and (only is None or term.text in only)
        ]
        size = self.size(code)
        if size >= _COMMON_FROM:
            rarer = [term for term in held_terms if term.passages <= _COMMON * size]
            held_terms = rarer or held_terms
        rarest = sorted(held_terms, key=lambda term: term.passages)[:_MOST_TERMS]
        return {(term.column, term.text): term.weight for term in rarest}

    def _weigh(self, text: str, code: str, size: int) -> list[Term]:
        """Return the terms of a text, without stop words if it has others, with weights."""
        text_words = words(text, code)
        telling = [word.term for word in text_words if not is_stop_word(word, code)]
        wholes = analyse(text, code).wholes
        has_pairs = any(len(word.term) > 1 for word in text_words)
        wanted = [("words", term) for term in telling or [word.term for word in text_words]]
        # A single Chinese character tells something only where the question is no more than that.
        wanted += [("wholes", term) for term in wholes if not (has_pairs and is_single_han(term))]
        distinct = list(dict.fromkeys(wanted))[:_READ_TERMS]
        counts = self._store.words.counts(code, {term for _, term in distinct})
        counts |= dict.fromkeys((("words", term) for term in self.colliding(text, code)), 0)
        return [
            Term(
                term,
                column,
                counts.get((column, term), 0),
                _compute_weight(size, counts.get((column, term), 0)),
            )
            for column, term in distinct
        ]


def _list_forms(text: str, code: str) -> list[str]:
    """Return the terms of words in a row as texts of a language have them, separated by spaces."""
    own = words(text, code)
    # A stem may be shorter than that of the other forms: разр of разрыв, разрыв of разрыва.
    by_word = ((word.term for word in own), (word.literal for word in own))
    return list(dict.fromkeys(filter(None, map(" ".join, by_word))))


def _count_terms(forms: Sequence[str], count: int) -> int:
    """Return how many terms are between two runs where there are so many words."""
    # Chinese terms are pairs: between two words, one more than there are characters.
    return 2 * count + 1 if any(is_han(form[0]) for form in forms) else count


def _compute_weight(size: int, passages: int) -> float:
    """Return the weight that FTS5's ``bm25`` gives a term."""
    passages = passages or 1
    return max(1e-6, math.log((size - passages + 0.5) / (passages + 0.5)))
