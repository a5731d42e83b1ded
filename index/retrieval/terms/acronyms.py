"""Acronyms and their long forms, from a table and from texts: `Global Digital Compact (GDC)`.

The letters of an acronym in brackets are in the words before it (Schwartz and Hearst 2003). In
Chinese the long form is the run of characters up to a stop word.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Final

from corpus import tables
from corpus.text import is_han
from index.store import Store
from index.words import Word, is_stop_word, words

_READ: Final = 60
"""Best passages in which a long form and its acronym are looked for."""

_LONGEST: Final = 12
"""Most words of a long form, or characters of a Chinese one."""

_BRACKETED: Final = re.compile(
    r"\s*[(（]\s*[«“\"]?(?P<short>[A-ZА-ЯЁ][^\W_]{1,9})[»”\"]?\s*[)）,;，；]"
)

_EMPTY: Final = frozenset("的了和与及在是有为对等之其以于中或将由即称")
"""Characters that Chinese names hardly ever contain."""


@functools.cache
def table() -> dict[str, dict[str, dict[str, str]]]:
    """Return terms and their spelling, by name and language, from ``corpus/data``."""
    forms: dict[str, dict[str, dict[str, str]]] = {}
    for name, by_language in (tables.load("acronyms") | tables.load("topics")).items():
        for language, own in by_language.items():
            terms = forms.setdefault(name, {}).setdefault(language, {})
            for form in own:
                terms.setdefault(term_of(form, language), form)
    return forms


@functools.cache
def find_names() -> dict[tuple[str, str], list[str]]:
    """Return the names of the table entries with each term, by language and term."""
    names: dict[tuple[str, str], list[str]] = {}
    for name, by_language in table().items():
        for language, own in by_language.items():
            for term in own:
                names.setdefault((language, term), []).append(name)
    return names


@functools.cache
def find_written_forms() -> dict[tuple[str, str], str]:
    """Return the spelling of each term in the tables, by language and term."""
    return {
        (language, term): form
        for by_language in table().values()
        for language, own in by_language.items()
        for term, form in own.items()
    }


def term_of(text: str, language: str) -> str:
    """Return a whole text as one term."""
    return " ".join(word.term for word in words(text, language))


def find_other_forms(store: Store, term: str, language: str) -> dict[str, tuple[int, ...]]:
    """Find the long forms of an acronym, or the reverse, with the passages that say so."""
    parts = term.split()
    holding = store.words.with_term(language, term)[0][:_READ].tolist()
    passages_by_form: dict[str, dict[int, None]] = {}
    for passage, text in store.passages.read_shown_texts(holding).items():
        if not _BRACKETED.search(text):  # to read its words takes a hundred times as long
            continue
        text_words = words(text, language)
        for position in range(len(text_words) - len(parts) + 1):
            if [word.term for word in text_words[position : position + len(parts)]] == parts:
                for other in _read_bracket(
                    text, text_words, position, position + len(parts), language
                ):
                    passages_by_form.setdefault(other, {})[passage] = None
    by_number = sorted(passages_by_form, key=lambda other: (-len(passages_by_form[other]), other))
    return {other: tuple(passages_by_form[other]) for other in by_number if other != term}


def _read_bracket(
    text: str, text_words: list[Word], first: int, behind: int, language: str
) -> Iterator[str]:
    """Yield what brackets next to some words say of them: their acronym, or their long form."""
    short = _BRACKETED.match(text, text_words[behind - 1].stop)
    if short and not short["short"][1:].islower():
        yield term_of(short["short"], language)
    short = _BRACKETED.match(text, text_words[first - 1].stop) if first else None
    if short and behind == first + 1 and short.start("short") == text_words[first].start:
        is_chinese = is_han(text[text_words[first - 1].stop - 1])
        before = text_words[:first]
        long = (
            _find_chinese_run(before)
            if is_chinese
            else _find_long_form(text, before, short["short"], language)
        )
        if long:
            yield long


def _find_long_form(text: str, before: list[Word], acronym: str, language: str) -> str:
    """Return the terms before a bracket whose initials make the acronym in order, or ""."""
    letters = acronym.removesuffix("s").casefold()
    left = len(letters)
    for position in range(len(before) - 1, max(-1, len(before) - 1 - _LONGEST), -1):
        word = before[position]
        is_last = position + 1 == len(before)
        if not is_last and text[word.stop : before[position + 1].start].strip(" -'’«“\u00a0"):
            break
        if word.term[0] == letters[left - 1]:
            left -= 1
            if not left:
                return " ".join(name_word.term for name_word in before[position:])
        elif not is_stop_word(word, language):
            break
    return ""


def _find_chinese_run(before: list[Word]) -> str:
    pairs: list[str] = []
    start = before[-1].stop - 1
    for word in reversed(before):
        if word.stop != start + 1 or len(pairs) == _LONGEST or not _EMPTY.isdisjoint(word.term):
            break
        pairs.insert(0, word.term)
        start = word.start
    return " ".join(pairs)
