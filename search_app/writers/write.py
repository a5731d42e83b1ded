"""An answer that a writer writes from passages, sentence by sentence; nothing is checked here."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from typing import Final

from corpus.languages import find_language
from corpus.text import language_of
from search_app.writers.connections import WriterLimits
from search_app.writers.failure import WriterError
from search_app.writers.prompt import WORDS, make_messages
from search_app.writers.sentences import WrittenSentence, split_sentences
from search_app.writers.settings import WriterSettings
from search_app.writers.stream import stream_text

PASSAGES: Final = 8
"""Passages that a writer gets; more would be cut to a sentence or two each."""

_LETTERS_A_WORD: Final = 6.0
"""Characters of a word of the sample in English, with the space behind it."""

_USUAL: Final = WriterLimits()

NOTHING: Final = (0,)
"""Number by which a writer says that no passage answers."""


def write_answer(
    settings: WriterSettings,
    question: str,
    passages: Sequence[str],
    language: str,
    limits: WriterLimits = _USUAL,
) -> Generator[WrittenSentence, None, None]:
    """Yield the sentences of an answer in a language, as they come; none where no passage answers.

    Sentences name the first :data:`PASSAGES` passages by their places, from 1. Close the iterator
    where the rest is not needed. ``WriterError`` says why there is no answer, or no more of it.
    """
    if not passages:
        return
    messages = make_messages(question, passages[:PASSAGES], language)
    letters = WORDS * _LETTERS_A_WORD * find_language(language).length
    is_silent = True
    with closing(stream_text(settings, messages, limits)) as pieces:
        for sentence in split_sentences(pieces):
            is_silent = False
            if sentence.numbers == NOTHING:
                continue
            if language_of(sentence.text, expected=language) != language:
                raise WriterError(
                    f"The writer at {settings.host} answers in another language.", "other-language"
                )
            yield sentence
            letters -= len(sentence.text)
            if letters <= 0:
                return
    if is_silent:
        raise WriterError(f"The writer at {settings.host} writes nothing.", "no-answer")
