"""Comparison of machine translations with their originals, by what an archive knows."""

from __future__ import annotations

from typing import Final

from index.answers.checking import compare_translation
from index.retrieval import ArchiveTerms
from index.store import SnapshotCache, Store

_REMEMBERED: Final = 5_000
"""Comparisons in the cache, which are drawn again with each page; a whole document has 300."""


class TranslationCheck:
    """Compares translations with their originals. Threads may share it."""

    def __init__(self, store: Store) -> None:
        self._terms = ArchiveTerms(store)
        self._known: SnapshotCache[tuple[str, str, str | None, str], tuple[str, ...]]
        self._known = SnapshotCache(store, _REMEMBERED)

    def compare(
        self, original: str, translation: str, source: str | None, target: str
    ) -> tuple[str, ...]:
        """Return what a text or its translation lacks of the other, as ``compare_translation``.

        Terms that the archive translates otherwise follow, each with its translation there.
        """
        question = (original, translation, source, target)
        return self._known.get(question, lambda: self._compare(*question))

    def choose_terms(self, text: str, source: str | None, target: str) -> dict[str, str]:
        """Return the terms of a text that the archive always translates in one way."""
        return {each.term: each.translation for each in self._terms.find(text, source, target)}

    def _compare(
        self, original: str, translation: str, source: str | None, target: str
    ) -> tuple[str, ...]:
        missing = self._terms.find_missing(original, translation, source, target)
        terms = (f"{each.term} = {each.translation}" for each in missing)
        return (*compare_translation(original, translation, source, target), *terms)
