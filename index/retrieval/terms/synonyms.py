"""Synonyms of a term, and of its equivalents in other languages, from the archive and the seed.

Two words with the same surest equivalent are synonyms (Bannard and Callison-Burch 2005):
`financing` and `funding` are both `financement`. So is a word that a version has instead of the
term, if hardly any paragraph with it means something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from corpus.languages import BY_CODE, find_language
from index.retrieval.terms.equivalents import Equivalents
from index.store import SnapshotCache, Store
from index.versions import passages_in
from index.words import stop_terms

_SUREST: Final = 0.4
"""Least weight of the equivalent by which a language recognises a term."""

_BACK: Final = 0.25
"""Least weight of an equivalent of that one."""

_LANGUAGES: Final = 4
"""Other languages that must have one word for two synonyms. `benchmarks.positions --alike` prints
the same with three and with five.
"""

_TOGETHER: Final = 0.3
"""Share of a term's paragraphs beyond which another term goes with it and is no synonym. `early`
and `warning` are such terms.
"""

_LONGEST: Final = 2
"""Most words of a synonym; a Chinese one may have a pair more."""

_READ: Final = 200
"""Most paragraphs that hold a term in a language."""

_LEAST: Final = 4
"""Fewest paragraphs that have a word instead of the term. With two, languages agree by 0.90 rather
than 0.88 (tuned).
"""

_WITNESSES: Final = 3
"""Fewest versions of such a paragraph with the term; two give 4.3 sources per topic, not 4.2."""

_PRECISE: Final = 0.8
"""Share of the word's paragraphs whose other versions have the term; 0.5 changes nothing."""

_REMEMBERED: Final = 500


class Synonyms:
    """The synonyms of an archive's terms. Threads may share it."""

    def __init__(self, store: Store, equivalents: Equivalents) -> None:
        self._store = store
        self._equivalents = equivalents
        self._known: SnapshotCache[tuple[str, str], dict[str, tuple[str, ...]]] = SnapshotCache(
            store, _REMEMBERED
        )

    def of(self, term: str, code: str) -> dict[str, tuple[str, ...]]:
        """Return the synonyms of a term of language ``code`` in every language."""
        return self._known.get((term, code), lambda: self._find_synonyms(term, code))

    def _find_synonyms(self, term: str, code: str) -> dict[str, tuple[str, ...]]:
        called = {code: term} | self._find_surest(term, code)
        if len(called) <= _LANGUAGES:
            return {}
        synonyms = {
            other: dict.fromkeys(
                [*self._find_called_alike(own, other), *self._find_instead(called, other)]
            )
            for other, own in called.items()
        }
        return {other: tuple(own) for other, own in synonyms.items() if own}

    def _find_surest(self, term: str, code: str) -> dict[str, str]:
        return {
            other: several[0].term
            for other, several in self._equivalents.of(term, code).items()
            if other != code and several[0].weight >= _SUREST
        }

    def _find_called_alike(self, term: str, code: str) -> list[str]:
        """Find the words with the same equivalents in other languages."""
        surest = self._find_surest(term, code)
        back = Counter(
            equivalent.term
            for other, called in surest.items()
            for equivalent in self._equivalents.of(called, other).get(code, ())
            if equivalent.weight >= _BACK
            and len(equivalent.term.split()) <= _LONGEST + (not find_language(code).is_spaced)
            and not {*equivalent.term.split()} & {*term.split()}
        )
        return [
            word
            for word, languages in back.items()
            if languages >= _LANGUAGES
            and sum(
                surest.get(other) == own for other, own in self._find_surest(word, code).items()
            )
            >= _LANGUAGES
            and not self._go_together(word, term, code)
        ]

    def _go_together(self, other: str, term: str, code: str) -> bool:
        own, others = ({*self._store.words.with_term(code, it)[0].tolist()} for it in (other, term))
        return len(own & others) > _TOGETHER * max(1, min(len(own), len(others)))

    def _find_instead(self, called: Mapping[str, str], code: str) -> list[str]:
        """Find the one word that other versions have instead of a term; none if several do."""
        having = self._find_paragraphs(called, code)
        texts = self._store.words.terms_of(having, code)
        lacking = [
            text for passage, text in texts.items() if f" {called[code]} " not in f" {text} "
        ]
        lacking = [*dict.fromkeys(lacking)]
        words_instead = Counter(word for text in lacking for word in {*text.split()})
        distinct = {*texts.values()}
        replacements = []
        for word, count in words_instead.most_common():
            if count < max(_LEAST, len(lacking) / 2):
                break
            if word in stop_terms(code) or len(word) < 2:
                continue
            holding = self._store.words.with_term(code, word)[0][:_READ].tolist()
            every = {
                *self._store.words.terms_of(
                    self._keep_versioned(holding, called, code), code
                ).values()
            }
            is_precise = len(every & distinct) >= _PRECISE * len(every)
            if is_precise and not self._go_together(word, called[code], code):
                replacements.append(word)
        # Of several words it is unknown which says it.
        return replacements if len(replacements) == 1 else []

    def _find_paragraphs(self, called: Mapping[str, str], code: str) -> list[int]:
        """Find the paragraphs of a language of which several other versions have a term."""
        witnesses: Counter[int] = Counter()
        for other, term in called.items():
            if other != code:
                holding = self._store.words.with_term(other, term)[0][:_READ].tolist()
                versions = passages_in(self._store, holding, code)
                witnesses.update(
                    {passage for by in versions.values() for passage in by.get(code, ())}
                )
        return [passage for passage, count in witnesses.items() if count >= _WITNESSES]

    def _keep_versioned(
        self, passages: Iterable[int], called: Mapping[str, str], code: str
    ) -> list[int]:
        versions = passages_in(self._store, [*passages])
        return [
            passage
            for passage, by in versions.items()
            if sum(bool(by.get(other)) for other in BY_CODE if other != code and other in called)
            >= _WITNESSES
        ]
