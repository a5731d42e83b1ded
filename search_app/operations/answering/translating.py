"""Translations of a document's passages that have no version in the reader's language.

A translation is stored once for each text, language and translator. Where the translator fails, the
passages stay as they are, and the next request goes on behind those that are stored.
"""

from __future__ import annotations

import re
import time
from collections.abc import Container, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Final

from corpus.errors import IndexStoreError, QueryError
from index.answers import compare_translation
from index.lookup import Card, show
from index.retrieval import terminology
from index.versions import passages_in
from search_app.writers import TranslatorSettings, WriterError, translate_text

if TYPE_CHECKING:
    from index import Index
    from index.store import Excerpt

_SECONDS: Final = 300.0
"""Seconds after which no further passage is sent: as many as a written answer may take."""

_ACRONYM: Final = re.compile(r"\b[^\W\d_]{2,8}\b")
_TERMS: Final = 8
"""Most acronyms of a passage that a writer gets with their translations."""

_OF_A_PASSAGE: Final = frozenset({"class", "no-answer", "other-language", "pair"})
"""Reasons after which another passage may still be translated."""


@dataclass(frozen=True, slots=True)
class PassageTranslation:
    """A machine translation of a passage.

    Attributes:
        by: name of the translator.
        is_stored: whether it was there already, and cost nothing.
        differs: numbers, dates, symbols and references that only the passage or only the
            translation has, as written.
    """

    language: str
    text: str
    by: str
    is_stored: bool
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TranslatedCard(Card):
    """A document with translations of some passages, by their ids.

    Attributes:
        name: of the document or passage, as requested.
        target: language of the translations; None where none is requested.
        failure: why passages lack a translation; None where none does.
    """

    name: str = ""
    target: str | None = None
    translations: Mapping[int, PassageTranslation] = field(default_factory=dict)
    failure: WriterError | None = None


def plan_translation(card: Card, name: str, target: str | None) -> TranslatedCard:
    """Return a card whose passages are to be translated where a target is given."""
    own = {part.name: getattr(card, part.name) for part in fields(card)}
    return TranslatedCard(**own, name=name, target=target)


def translate_passages(index: Index, card: TranslatedCard) -> TranslatedCard:
    """Translate those passages of a card that have no version in its target language.

    The translator gets what readers of the class ``limit`` of its settings see, and no more.
    """
    target = card.target
    passages = list(_list_untranslated(index, card, target)) if target else []
    if not (target and passages):
        return card
    try:
        settings = TranslatorSettings.from_environment()
    except WriterError as error:
        return replace(card, failure=error)
    if settings is None:
        failure = WriterError("No translator is set: WSIS_SEARCH_TRANSLATOR names one.", "none")
        return replace(card, failure=failure)
    return _Translating(index, card, settings, target).run(passages)


def _list_untranslated(index: Index, card: TranslatedCard, target: str) -> Iterator[Excerpt]:
    """Yield the passages with words, in another language, without a version in the target."""
    versions = passages_in(index.store, [shown.passage_id for shown in card.passages], target)
    for shown in card.passages:
        has_words = any(map(str.isalpha, shown.passage.text))
        if has_words and shown.text_language != target and shown.passage_id not in versions:
            yield shown


class _Translating:
    """The translations of one request."""

    def __init__(
        self, index: Index, card: TranslatedCard, settings: TranslatorSettings, target: str
    ) -> None:
        self._index = index
        self._card = card
        self._target = target
        self._settings = settings
        self._failure: WriterError | None = None
        self._ends = time.monotonic() + _SECONDS
        self._allowed: Container[str] | None = None

    def run(self, passages: list[Excerpt]) -> TranslatedCard:
        translations = {}
        for shown in passages:
            translation = self._read(shown) or self._request(shown)
            if translation:
                translations[shown.passage_id] = translation
        return replace(self._card, translations=translations, failure=self._failure)

    def _read(self, shown: Excerpt) -> PassageTranslation | None:
        text, settings = shown.passage.text, self._settings
        with suppress(IndexStoreError):
            stored = self._index.translations.read(text, self._target, settings.identity)
            return self._make(shown, stored, is_stored=True) if stored else None
        return None

    def _request(self, shown: Excerpt) -> PassageTranslation | None:
        """Request a translation, unless an earlier passage showed that the translator fails."""
        if self._failure and self._failure.reason not in _OF_A_PASSAGE:
            return None
        text, target, settings = shown.passage.text, self._target, self._settings
        try:
            self._check(shown)
            terms = self._choose_terms(text) if settings.writer else {}
            translation = translate_text(settings, text, shown.text_language or "", target, terms)
        except WriterError as error:
            self._failure = error
            return None
        with suppress(IndexStoreError):  # a full disk: it is shown all the same
            self._index.translations.add(text, target, settings.identity, translation)
        return self._make(shown, translation, is_stored=False)

    def _choose_terms(self, text: str) -> dict[str, str]:
        """Return the acronyms of a text with what the archive itself writes for them."""
        acronyms = [word for word in dict.fromkeys(_ACRONYM.findall(text)) if word.isupper()]
        terms = {}
        for acronym in acronyms[:_TERMS]:
            with suppress(QueryError):  # a part of a reference
                for each in terminology(self._index.store, acronym, self._target).equivalents[:1]:
                    terms[acronym] = each.term
        return terms

    def _check(self, shown: Excerpt) -> None:
        """Raise ``WriterError`` where a passage must not go to the translator, or time is up."""
        if time.monotonic() > self._ends:
            raise WriterError("The translations take too long. Ask again for the rest.", "slow")
        if not shown.text_language:
            raise WriterError("The language of a passage is unknown.", "pair")
        if self._allowed is None:
            self._allowed = self._list_allowed()
        if shown.passage.text not in self._allowed:
            raise WriterError("A passage may not go to the translator.", "class")

    def _list_allowed(self) -> Container[str]:
        """List the texts that may go to the translator, and note that they do."""
        card, settings = self._card, self._settings
        seen = self._index.view_for(settings.limit)
        try:
            passages = show(seen.store, card.name, card.language).passages
        except QueryError:  # readers of that class do not see the document
            return frozenset()
        if not settings.is_local:
            documents = sorted({passage.symbol or passage.file_name for passage in passages})
            seen.note("export", what="translator", to=settings.host, documents=documents)
        return {passage.passage.text for passage in passages}

    def _make(self, shown: Excerpt, translation: str, *, is_stored: bool) -> PassageTranslation:
        target = self._target
        differs = compare_translation(shown.passage.text, translation, shown.text_language, target)
        return PassageTranslation(target, translation, self._settings.name, is_stored, differs)
