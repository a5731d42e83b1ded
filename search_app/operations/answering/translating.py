"""Translations of passages that have no version in the reader's language.

A translation is stored once for each text, language and translator. Where the translator fails, the
passages stay as they are, and the next request goes on behind those that are stored.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from corpus.errors import IndexStoreError, QueryError
from corpus.languages import find_language
from index.lookup import Card, show
from index.store import PassageTranslation
from index.versions import passages_in
from search_app.operations.answers import make_record
from search_app.writers import TranslatorSettings, WriterError, translate_text

if TYPE_CHECKING:
    from index import Index
    from index.store import Excerpt
    from search_app.operations.question import RequestContext

_SECONDS: Final = 300.0
"""Seconds after which no further passage is sent: as many as a written answer may take."""

_OF_A_PASSAGE: Final = frozenset({"class", "no-answer", "other-language", "pair"})
"""Reasons after which another passage may still be translated."""


@dataclass(frozen=True, slots=True)
class TranslatedCard(Card):
    """A document whose passages may have translations.

    Attributes:
        target: language of the translations; None where none is requested.
        failure: why passages lack a translation; None where none does.
    """

    target: str | None = None
    failure: WriterError | None = None


def plan_translation(card: Card, target: str | None) -> TranslatedCard:
    """Return a card whose passages are to be translated where a target is given."""
    return make_record(TranslatedCard, card, target=target)


def translate_card(asking: RequestContext, card: TranslatedCard) -> TranslatedCard:
    """Translate those passages of a card that have no version in its target language.

    Without a report of progress it stops after some minutes, since somebody waits for the answer.
    """
    target = card.target
    passages = list_untranslated(asking.index, card.passages, target) if target else []
    if not (target and passages):
        return card
    try:
        settings = TranslatorSettings.from_environment()
    except WriterError as error:
        return replace(card, failure=error)
    if settings is None:
        failure = WriterError("No translator is set: WSIS_SEARCH_TRANSLATOR names one.", "none")
        return replace(card, failure=failure)
    ends = None if asking.progress else time.monotonic() + _SECONDS
    translator = PassageTranslator(asking.index, settings, target, ends)
    translated = {}
    for shown in translator.translate(passages):
        translated[shown.passage_id] = shown
        if asking.progress:
            asking.progress("paragraphs", 1, len(passages))
    shown_passages = tuple(translated.get(shown.passage_id, shown) for shown in card.passages)
    return replace(card, passages=shown_passages, failure=translator.failure)


def list_untranslated(index: Index, passages: Sequence[Excerpt], target: str) -> list[Excerpt]:
    """List the passages with words, in another language, without a version in the target."""
    foreign = [
        shown
        for shown in passages
        if shown.text_language != target and any(map(str.isalpha, shown.passage.text))
    ]
    ids = [shown.passage_id for shown in foreign]
    versions = passages_in(index.store, ids, target) if ids else {}
    return [shown for shown in foreign if shown.passage_id not in versions]


class PassageTranslator:
    """Translates passages into a language, and stores each translation as soon as it comes.

    The translator gets what readers of the class ``limit`` of its settings see, and no more.

    Attributes:
        failure: why a passage has no translation; None where each has one.
    """

    def __init__(
        self, index: Index, settings: TranslatorSettings, target: str, ends: float | None = None
    ) -> None:
        """Prepare; after ``ends``, of the monotonic clock, no passage is sent."""
        self.failure: WriterError | None = None
        self._index = index
        self._settings = settings
        self._target = target
        self._ends = ends
        self._seen: Index | None = None
        self._allowed: dict[tuple[str, str | None], str] = {}

    def read(self, passages: Sequence[Excerpt]) -> Iterator[Excerpt]:
        """Yield the passages, with their translations where these are stored. Nothing is sent."""
        stored = self._read_stored(passages)
        for shown in passages:
            text = stored.get(shown.passage.text)
            yield self._attach(shown, text, is_stored=True) if text else shown

    def list_missing(self, passages: Sequence[Excerpt]) -> list[Excerpt]:
        """List the passages whose translations are not stored."""
        stored = self._read_stored(passages)
        return [shown for shown in passages if shown.passage.text not in stored]

    def _read_stored(self, passages: Sequence[Excerpt]) -> dict[str, str]:
        texts = {shown.passage.text for shown in passages}
        with suppress(IndexStoreError):
            return self._index.translations.read(texts, self._target, self._settings.identity)
        return {}

    def translate(self, passages: Sequence[Excerpt]) -> Iterator[Excerpt]:
        """Yield the passages as they are translated; without a translation where that fails."""
        for shown in self.read(passages):
            yield shown if shown.translation else self._request(shown)

    def _request(self, shown: Excerpt) -> Excerpt:
        """Request a translation, unless an earlier passage showed that the translator fails."""
        if self.failure and self.failure.reason not in _OF_A_PASSAGE:
            return shown
        text, target, settings = shown.passage.text, self._target, self._settings
        try:
            self._check(shown)
            source = shown.text_language or ""
            check = self._index.translation_check
            terms = check.choose_terms(text, source, target) if settings.writer else {}
            translation = translate_text(settings, text, source, target, terms)
        except WriterError as error:
            self.failure = error
            return shown
        with suppress(IndexStoreError):  # a full disk: it is shown all the same
            self._index.translations.add(text, target, settings.identity, translation)
        return self._attach(shown, translation, is_stored=False)

    def _check(self, shown: Excerpt) -> None:
        """Raise ``WriterError`` where a passage must not go to the translator, or time is up."""
        if self._ends is not None and time.monotonic() > self._ends:
            raise WriterError("The translations take too long. Ask again for the rest.", "slow")
        if not shown.text_language:
            raise WriterError("The language of a passage is unknown.", "pair")
        document = (shown.symbol or shown.file_name, shown.language)
        if document not in self._allowed:
            self._allowed[document] = self._read_allowed(*document)
        if shown.passage.text not in self._allowed[document]:
            raise WriterError("A passage may not go to the translator.", "class")

    def _read_allowed(self, name: str, language: str | None) -> str:
        """Return what the translator may get of a document's version, and note that it does."""
        settings = self._settings
        if self._seen is None:
            self._seen = self._index.view_for(settings.limit)
        try:
            passages = show(self._seen.store, name, language).passages
        except QueryError:  # readers of that class do not see the document
            return ""
        if not settings.is_local:
            self._seen.note("export", what="translator", to=settings.host, documents=[name])
        # The pieces of a long paragraph may be shown, and sent, as one.
        return find_language(language).space.join(shown.passage.text for shown in passages)

    def _attach(self, shown: Excerpt, text: str, *, is_stored: bool) -> Excerpt:
        """Return a passage with its translation, compared with it."""
        target, source = self._target, shown.text_language
        check = self._index.translation_check
        differs = check.compare(shown.passage.text, text, source, target)
        translation = PassageTranslation(target, text, self._settings.name, is_stored, differs)
        return replace(shown, translation=translation)
