"""Terms of a text that an archive always translates in one way, for the check of translations."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from corpus.languages import BY_CODE, find_language
from index.retrieval.terms import acronyms
from index.retrieval.terms.equivalents import Equivalents, yield_longer
from index.retrieval.terms.terminology import find_written_form
from index.store import SnapshotCache, Store
from index.versions import passages_in
from index.words import words

_ACRONYM: Final = re.compile(r"(?<![\w&/-])[^\W\d_]{2,8}(?![\w&/-])")
"""Word that may be an acronym, and is no part of a symbol."""

_SURE: Final = 0.5
"""Least weight of an equivalent: no other word passes for the term."""

_PARAGRAPHS: Final = 5
"""Fewest different paragraphs that have a term; their versions all have an equivalent. By that,
0.28 % of official versions lack one (`python -m benchmarks.translations`)."""


@dataclass(frozen=True, slots=True)
class ArchiveTerm:
    """A term of a text with its translation, each as written.

    ``forms`` are the translations that the archive has, in terms of :mod:`index.words`.
    """

    term: str
    translation: str
    forms: tuple[str, ...]


class ArchiveTerms:
    """The terms of an archive that all its versions translate in one way. Threads may share it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._equivalents = Equivalents(store)
        self._known: SnapshotCache[tuple[str, str, str], tuple[str, ...]] = SnapshotCache(store)

    def find(self, text: str, source: str | None, target: str) -> Iterator[ArchiveTerm]:
        """Yield the sure terms of a text in a language, with their translations in another."""
        if source not in BY_CODE or target not in BY_CODE or source == target:
            return
        for term, written in _list_candidates(text, source).items():
            question = (term, source, target)
            if forms := self._known.get(question, partial(self._choose, *question)):
                translation = find_written_form(self._store, forms[0], target)
                yield ArchiveTerm(written, translation, forms)

    def find_missing(
        self, text: str, translation: str, source: str | None, target: str
    ) -> list[ArchiveTerm]:
        """List the sure terms of a text whose translations are not in its translation."""
        own_terms = f" {' '.join(word.term for word in words(translation, target))} "
        return [
            each
            for each in self.find(text, source, target)
            if not any(f" {form} " in own_terms for form in each.forms)
        ]

    def _choose(self, term: str, source: str, target: str) -> tuple[str, ...]:
        """Return a term's sure equivalents; none where a paragraph of the archive has another."""
        several = self._equivalents.of(term, source).get(target, [])
        forms = tuple(each.term for each in several if each.weight >= _SURE)
        versions = self.read_versions(term, source, target) if forms else ()
        has_form = (any(f" {form} " in f" {text} " for form in forms) for text in versions)
        return forms if len(versions) >= _PARAGRAPHS and all(has_form) else ()

    def read_versions(self, term: str, source: str, target: str) -> Collection[str]:
        """Return the different versions, in their terms, of the paragraphs with a term."""
        holding = self._store.words.with_term(source, term)[0].tolist()
        versions = passages_in(self._store, holding, target)
        ids = [passage for by_language in versions.values() for passage in by_language[target]]
        texts = self._store.words.terms_of(ids, target)
        return {
            " ".join(texts.get(passage, "") for passage in by_language[target])
            for by_language in versions.values()
        }


def _list_candidates(text: str, code: str) -> dict[str, str]:
    """Return acronyms and known terms of several words in a text, as written, by their terms."""
    text_words = words(text, code)
    terms = [word.term for word in text_words]
    least = 2 if find_language(code).is_spaced else 3  # three pairs of Chinese characters: a name
    candidates = {
        gram: " ".join(text[text_words[start].start : text_words[end - 1].stop].split())
        for start in range(len(terms))
        for gram, end in yield_longer(terms, start, code)
        if end - start >= least and (code, gram) in acronyms.find_names()
    }
    for match in _ACRONYM.finditer(text):
        if match[0].isupper() and match[0] != match[0].lower():
            candidates[acronyms.term_of(match[0], code)] = match[0]
    return candidates
