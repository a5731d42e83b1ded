"""Detection and removal of sentences in which a document speaks only of itself, as of revisions.

``This document is a revision of Document 40/3, on early warning. A paragraph 3.4 has been added.``
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from corpus import tables
from corpus.text import fold_with_places, sentences, word_key


class _NoteVocabulary(NamedTuple):
    itself: re.Pattern[str]
    place: re.Pattern[str]
    changed: re.Pattern[str]


def own_notes(text: str, language: str | None) -> tuple[tuple[int, int], ...]:
    """Return the spans of sentences in which a document speaks only of itself, in reading order.

    A sentence on a change counts only behind one on what the document is.
    """
    if not (language and tables.has_words("notes", language)):
        return ()
    vocabulary = _load_words(language, tables.folder())
    spans: list[tuple[int, int]] = []
    for start, end in sentences(text):
        read = fold_with_places(text[start:end]).text.strip()
        is_change = spans and vocabulary.place.search(read) and vocabulary.changed.search(read)
        if is_change or vocabulary.itself.match(read):
            spans.append((start, end))
    return tuple(spans)


def without_notes(text: str, language: str | None) -> str:
    """Return a paragraph without its :func:`own_notes`."""
    for start, end in reversed(own_notes(text, language)):
        text = text[:start] + text[end:]
    return text


@cache
def _load_words(language: str, folder: str) -> _NoteVocabulary:
    del folder  # the key of the cache: another folder of tables, other words
    table = tables.load("notes")[language]
    itself = "|".join(f"(?:{word_key(words)})" for words in table["itself"])
    place, changed = word_key(table["place"]), word_key(table["changed"])
    with tables.patterns("notes"):
        return _NoteVocabulary(re.compile(itself), re.compile(place), re.compile(changed))
