"""Words of opposite concepts in a text, under keys that all languages share (``contraries.toml``).

Two texts are compared by these keys, whatever their languages. A longer phrase is read before the
words in it, and a negation in it denies nothing by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from corpus import tables
from corpus.languages import find_language
from corpus.text import is_han
from index.analyses.precedents.reuse import LanguageText
from index.analyses.precedents.substitutions import compile_negations
from index.words import is_stop_word, words

_ONE_FORM: Final = str.maketrans("أإآٱىё’ʼ'‘-‑", "ااااي\u0435      ")
_UNSEEN: Final = frozenset({"Mn", "Cf"})
_TATWEEL: Final = "\u0640"
_PARTICLES: Final = "(?:[وف]?(?:لل|[بكل]?(?:ال)?|س))"
DEGREE: Final = "degree"
"""Concept of words that say how far the next one holds: `more`, `less`."""

_STOPPING: Final = "stopping"
"""Words that ask to end what follows, as `put an end to`; they count only in a request."""

_BEFORE: Final = 1
"""Most words before those that deny a whole request: `de ne pas`, `to stop` have one."""

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ConceptWord:
    """A word or phrase with its concept; ``pole`` tells which of two opposites it is."""

    concept: str
    pole: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Degree:
    """A word of degree, with the offset and the stem of the word that it is in front of."""

    word: ConceptWord
    place: int
    stem: str


def find_concept_words(text: LanguageText) -> tuple[tuple[ConceptWord, ...], tuple[_Span, ...]]:
    """Return the concept words of a text, and the negations outside of these, in reading order."""
    return _find_words(text.text, text.language or "", tables.folder())


def find_set_phrases(text: LanguageText) -> list[_Span]:
    """Find the words that may hold a negation and deny nothing: `no later than`, `and not`."""
    words, _ = find_concept_words(text)
    return [(word.start, word.end) for word in words if not word.pole]


def find_degrees(text: LanguageText) -> list[Degree]:
    """Find the words of degree that are in front of another word.

    Those before a sign, a figure or a stop word are left out.
    """
    degrees = []
    for word in find_concept_words(text)[0]:
        if word.concept != DEGREE:
            continue
        behind = next(
            (next_ for next_ in words(text.text, text.language) if next_.start >= word.end), None
        )
        if (
            behind
            and behind.term.isalpha()
            and not is_stop_word(behind, text.language)
            and not re.search(r"[^\s’']", text.text[word.end : behind.start])
        ):
            degrees.append(Degree(word, behind.start, behind.term))
    return degrees


def cut_first_denial(text: LanguageText) -> str | None:
    """Return a text without the first words that deny it (`de ne pas publier`, `to stop`), or None.

    None says that its first words deny nothing.
    """
    language, folder = text.language or "", tables.folder()
    plain, places = _plain(text.text)
    denying = _find_first(compile_negations(language, folder), text.text)
    if denying is None:
        stopping = _find_first(_compile(language, folder).get((_STOPPING, 0)), plain)
        denying = stopping and (places[stopping[0]], places[stopping[1] - 1] + 1)
    return denying and text.text[: denying[0]] + text.text[denying[1] :].lstrip()


def _find_first(pattern: re.Pattern[str] | None, text: str) -> _Span | None:
    denying = pattern.search(text) if pattern else None
    # Chinese writes no spaces; a word has about two characters.
    before = text[: denying.start()] if denying else ""
    is_first = len(before.split()) + sum(map(is_han, before)) // 2 <= _BEFORE
    return denying.span() if denying and is_first else None


@lru_cache(maxsize=512)  # a sentence is compared with many
def _find_words(
    text: str, language: str, folder: str
) -> tuple[tuple[ConceptWord, ...], tuple[_Span, ...]]:
    """Return the concept words of a text, and the negations outside of these."""
    plain, places = _plain(text)
    matches = sorted(
        (
            ConceptWord(concept, pole, places[match.start()], places[match.end() - 1] + 1)
            for (concept, pole), pattern in _compile(language, folder).items()
            if concept != _STOPPING
            for match in pattern.finditer(plain)
        ),
        key=lambda word: (word.start, -word.end),
    )
    words = tuple(word for word in matches if not any(_is_part(word, other) for other in matches))
    negations = compile_negations(language, folder)
    denied = (match.span() for match in negations.finditer(text)) if negations else ()
    return words, tuple(
        span for span in denied if not any(word.start <= span[0] < word.end for word in words)
    )


def _is_part(word: ConceptWord, phrase: ConceptWord) -> bool:
    is_within = phrase.start <= word.start and word.end <= phrase.end
    return is_within and phrase.end - phrase.start > word.end - word.start


def _plain(text: str) -> tuple[str, list[int]]:
    """Return a text in small letters without signs, and the offset of each letter."""
    letters, places = [], []
    for place, letter in enumerate(text):
        if letter != _TATWEEL and unicodedata.category(letter) not in _UNSEEN:
            letters.append(letter.lower()[:1].translate(_ONE_FORM))
            places.append(place)
    return "".join(letters), places


@lru_cache(maxsize=8)
def _compile(language: str, folder: str) -> Mapping[tuple[str, int], re.Pattern[str]]:
    del folder  # the key of the cache: another folder of tables, other words
    facts = find_language(language)
    particles = _PARTICLES if facts.joins_particles else ""
    around = (rf"(?<!\w){particles}(?:", r")(?!\w)") if facts.is_spaced else ("(?:", ")")
    patterns = {}
    with tables.patterns("contraries"):
        for concept, lists in tables.load("contraries").get(language, {}).items():
            for pole, listed in enumerate((lists[::2], lists[1::2])):  # a user adds two more
                if phrases := [phrase for words in listed for phrase in words.split("|")]:
                    longest = sorted(phrases, key=len, reverse=True)
                    pattern = "|".join(map(_write_pattern, longest)).join(around)
                    patterns[concept, pole] = re.compile(pattern)
    return patterns


def _write_pattern(phrase: str) -> str:
    return r"\s+".join(_plain(word)[0].replace("*", r"\w*") for word in phrase.split())
