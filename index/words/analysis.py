"""Analysis of a text: its words, as terms that are compared.

A *term* is a folded stem: Snowball's, or for Arabic that of :mod:`index.words.arabic`. In Chinese
it is a pair of neighbouring characters (Nie, Gao, Zhang and Zhou 2000). Acronyms, numbers with
signs (``WSIS+20``) and unified names (:mod:`corpus.text.terms`) are kept *whole* as well.
"""

from __future__ import annotations

import functools
import math
import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import add
from typing import Any, Final

from corpus.languages import BY_CODE, find_language
from corpus.text import by_script, is_han, terms
from index.words import arabic

VERSION: Final = 2
"""Version of the terms: when it rises, all stored passages are analysed again."""

_LIGHT: Final = "light"
"""Name that stands for the stemmer of :mod:`index.words.arabic`."""

# A word: letters, digits and the marks that belong to them. Invisible joiners and direction marks
# are inside words of Arabic documents.
_WORD: Final = re.compile(
    r"[^\W_][\w\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u200c-\u200f]*"
)
_HYPHENS: Final = "-\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
# What joins two runs of letters and digits, and all that is joined behind: texts have few of these
# signs. Neither goes back over what it has read: a run without spaces may be a page long.
_JOINED: Final = re.compile(
    "[{0}](?<=[^\\W_].)[{0}]*+[^\\W_]++(?:[{0}]++[^\\W_]++)*+".format(f"{_HYPHENS}+&/._:")
)
ACRONYM: Final = re.compile(r"[A-Z]{2,}+[A-Z0-9]*+s?|[A-Z]++[0-9]++|[А-ЯЁ]{2,}")
_INVISIBLE: Final = re.compile("[\u0640\u064b-\u065f\u0670\u0610-\u061a\u200c-\u200f\u061c]")
_ALEF: Final = str.maketrans("أإآٱىیک", "ااااييك")
_ACCENTS: Final = re.compile("[\u0300-\u036f]")
_ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")

_ALIKE: Final = 3 / 4
"""Share of the shorter stem that a verb and its noun begin with: `benchmarks.positions --alike`."""

_LEAST_ALIKE: Final = 4
"""Fewest letters in that share: with fewer, `aid` would be akin to `aide`."""

_LEAST_CONSONANTS: Final = 3
"""Consonants that the stems of an Arabic verb and its noun share."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, with its offsets (``stop`` is behind its last character).

    ``literal`` has no differences of case, Arabic marks or invisible characters. Words are compared
    by ``term``.
    """

    start: int
    stop: int
    literal: str
    term: str


@dataclass(frozen=True, slots=True)
class TextTerms:
    """Terms of a text, in reading order and with repetitions.

    ``words`` include pairs of Chinese characters. ``wholes`` are acronyms, symbols, single Chinese
    characters and unified names.
    """

    words: tuple[str, ...]
    wholes: tuple[str, ...]


def words(text: str, language: str | None) -> list[Word]:
    """List the words of a text: pairs in Chinese, unstemmed if ``language`` is None."""
    return [
        Word(match.start() + first, match.start() + stop, literal, term)
        for match in _WORD.finditer(text)
        for first, stop, literal, term in _split_run(match.group(), language)
    ]


def analyse(text: str, language: str | None) -> TextTerms:
    """Return the terms of a text, stemmed as its language is (None: not at all)."""
    terms_of_words: list[str] = []
    wholes = [*_find_symbols(text)]
    for run in _WORD.findall(text):
        # Words of an alphabet return all the time, runs of Chinese characters hardly ever.
        is_word = run.isascii() or not is_han(run[0])
        own, whole = (_cached_terms if is_word else _analyse_run)(run, language)
        terms_of_words += own
        wholes += whole
    wholes += [name.casefold() for _, _, name in terms.find_terms(text)]
    return TextTerms(tuple(terms_of_words), tuple(wholes))


def terms_of(text: str, language: str | None) -> tuple[str, str]:
    """Return words and wholes of a passage as the store keeps them: separated by spaces."""
    analysis = analyse(text, language)
    return " ".join(analysis.words), " ".join(analysis.wholes)


def are_akin(term: str, other: str, language: str) -> bool:
    """Whether two terms may be a verb and its noun: `extend`, `extension`; ``يمدد``, ``تمديد``.

    Unrelated words may look alike too, so combine this with other evidence.
    """
    if find_language(language).joins_particles:
        common = arabic.consonants(term)
        return len(common) >= _LEAST_CONSONANTS and common == arabic.consonants(other)
    alike = max(_LEAST_ALIKE, math.ceil(_ALIKE * min(len(term), len(other))))
    return len(term) >= alike and other.startswith(term[:alike])


def word_key(word: str) -> str:
    """Return a word folded: one form for case, width, Arabic marks, forms of alef and digits."""
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", word)).casefold()
    folded = _INVISIBLE.sub("", folded).translate(_ALEF).replace("ё", "е")
    for character in set(folded):
        if character.isdigit() and not character.isascii():
            folded = folded.replace(character, str(unicodedata.digit(character)))
    return folded


def is_single_han(term: str) -> bool:
    """Whether a term is one Chinese character."""
    return len(term) == 1 and is_han(term)


@functools.lru_cache(maxsize=64)
def names(text: str) -> frozenset[str]:
    """Return the terms of a question that may be names: with a capital letter or a digit.

    The capital of the first word does not count. A question of one word may always be a name, since
    Arabic and Chinese have no capitals.
    """
    text_words = [match.group() for match in _WORD.finditer(text)]
    # Behind the first letter of the first word: WSIS, 5G and McBride are names there as well.
    looked_at = [text_words[0][1:], *text_words[1:]] if len(text_words) > 1 else []
    telling = [
        word
        for word, part in zip(text_words, looked_at, strict=False)
        if any(character.isupper() or character.isdigit() for character in part)
    ]
    chosen = telling if looked_at else text_words
    return frozenset(
        [form.term for word in chosen for code in (*BY_CODE, None) for form in words(word, code)]
        + list(analyse(text, None).wholes)
    )


def is_stop_word(word: Word, language: str | None) -> bool:
    """Whether a word is a stop word of a language."""
    return word.literal in _load_stop_words(language)


@functools.cache
def stop_terms(language: str | None) -> frozenset[str]:
    """Return the terms of the stop words of a language."""
    return frozenset(_make_term(word, language) for word in _load_stop_words(language))


# --- the inside ----------------------------------------------------------------------------------


def _split_run(run: str, language: str | None) -> Iterator[tuple[int, int, str, str]]:
    """Yield the words of a run: start and stop in it, literal and term."""
    if run.isascii():
        literal = run.lower()
        yield 0, len(run), literal, _make_term(literal, language)
        return
    first = 0
    for is_chinese, piece in by_script(run):
        if is_chinese:
            folded = _fold_han(piece)
            if len(folded) == 1:
                yield first, first + 1, folded[0], folded[0]
            for position, (character, other) in enumerate(pairwise(folded), start=first):
                yield position, position + 2, character + other, character + other
        elif literal := word_key(piece):
            yield first, first + len(piece), literal, _make_term_of_piece(piece, language)
        first += len(piece)


def _analyse_run(run: str, language: str | None) -> tuple[Sequence[str], Sequence[str]]:
    whole = [word_key(run.removesuffix("s"))] if ACRONYM.fullmatch(run) else []
    if run.isascii():
        return (_make_term(run.lower(), language),), whole
    own: list[str] = []
    for is_chinese, piece in by_script(run):
        if is_chinese:
            folded = _fold_han(piece)
            whole += folded
            own += folded if len(folded) == 1 else map(add, folded, folded[1:])
        elif word_key(piece):
            own.append(_make_term_of_piece(piece, language))
    return own, whole


_cached_terms: Final = functools.lru_cache(maxsize=100_000)(_analyse_run)


def _fold_han(run: str) -> Sequence[str]:
    if unicodedata.is_normalized("NFKC", run):
        return run
    return [unicodedata.normalize("NFKC", character) for character in run]


def _find_symbols(text: str) -> Iterator[str]:
    """Yield symbols and numbers with their signs, and words with several capitals."""
    for match in _JOINED.finditer(text):
        start = match.start()
        while start and text[start - 1].isalnum():
            start -= 1
        whole = text[start : match.end()]
        if (
            any(character.isdigit() for character in whole)
            or sum(character.isupper() for character in whole) > 1
        ):
            yield re.sub(f"[{_HYPHENS}]", "-", word_key(whole))


def _make_term_of_piece(piece: str, language: str | None) -> str:
    """Make the term of a word in any script but Chinese, as it is written."""
    return _make_term(word_key(arabic.without_accusative(piece)), language)


def _make_term(literal: str, language: str | None) -> str:
    return _stem(literal, language) if language in BY_CODE else _remove_accents(literal)


_LOCK: Final = threading.Lock()

_LONGEST_WORD: Final = 100
"""Most letters of a word that is stemmed: stemmers take quadratic time."""


@functools.lru_cache(maxsize=200_000)
def _stem(literal: str, language: str) -> str:
    if literal.isdecimal() or len(literal) > _LONGEST_WORD:
        return literal
    facts = BY_CODE[language]
    if facts.stemmer == _LIGHT:
        return arabic.light_stem(literal) if _ARABIC.search(literal) else _remove_accents(literal)
    if not facts.stemmer or (facts.script == "Cyrl") != bool(_CYRILLIC.search(literal)):
        return _remove_accents(literal)
    with _LOCK:  # a stemmer keeps the word that it works on
        return _remove_accents(str(_load_stemmer(language).stemWord(literal)))


@functools.cache
def _load_stemmer(language: str) -> Any:
    import Stemmer  # names need none

    # It remembers no words: :func:`_stem` does.
    return Stemmer.Stemmer(BY_CODE[language].stemmer, 0)


def _remove_accents(word: str) -> str:
    """Remove the accents of the Latin script, which readers leave out in haste and in capitals."""
    if word.isascii():
        return word
    plain = _ACCENTS.sub("", unicodedata.normalize("NFD", word))
    return plain if plain.isascii() else word


@functools.cache
def _load_stop_words(language: str | None) -> frozenset[str]:
    return frozenset(map(word_key, find_language(language).stop_words.split()))
