"""Terminology: a term in other languages, as texts write it, with source paragraphs."""

from __future__ import annotations

import difflib
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.bounds import check_names
from corpus.languages import BY_CODE, check_language, find_language
from corpus.text import is_han
from index.retrieval.lexical import Lexical
from index.retrieval.questions import Question, repair_query
from index.retrieval.terms import acronyms
from index.retrieval.terms.acronyms import term_of
from index.retrieval.terms.equivalents import Equivalent, Equivalents
from index.retrieval.terms.seed import load_seed
from index.retrieval.terms.term_translator import TermTranslator
from index.store import Excerpt, Store
from index.words import words

_SHOWN: Final = 3
"""Most equivalents per language."""

LEAST_LEARNED: Final = 0.8
"""Least weight of an equivalent from paragraphs (``benchmarks.positions.equivalents``)."""

LEAST_IN_PROGRAM: Final = 0.55
"""Least weight of an equivalent that came with the program, by the same measurement."""

_PAIR: Final = 2
"""Characters of a Chinese term that is one pair."""

_NEARLY_ALL: Final = 0.9
"""Share of a pair's rows in the seed that also have the words around it."""

_READ: Final = 50
"""Passages that are read for the spelling of a term."""

_PARAGRAPHS: Final = 10
"""Most source paragraphs of an equivalent."""


@dataclass(frozen=True, slots=True)
class SourceParagraph:
    """A paragraph that taught an equivalent, shown in the language of the term."""

    shown: Excerpt

    @property
    def symbol(self) -> str | None:
        """The symbol of its document."""
        return self.shown.symbol


@dataclass(frozen=True, slots=True)
class TermIn:
    """An equivalent of a term, as texts of its language write it.

    ``term`` has the usual spelling, or the stem and ``…`` if no text or table has one. ``weight``
    is certainty, 0 to 1. ``paragraphs`` are its sources; none if it came with the program.
    """

    language: str
    term: str
    weight: float
    paragraphs: tuple[SourceParagraph, ...]


@dataclass(frozen=True, slots=True)
class Terminology:
    """A term with its equivalents in the other languages.

    ``suggestions`` have a similar spelling, if the archive does not have the term.
    """

    term: str
    language: str
    equivalents: tuple[TermIn, ...]
    suggestions: tuple[str, ...] = ()


def terminology(store: Store, text: str, language: str | None = None) -> Terminology:
    """Find the equivalents of a term in a language or all; raise ``QueryError`` for more."""
    check_names(text)
    if language is not None:
        check_language(language)
    query = repair_query(text)
    code = TermTranslator(store, Lexical(store)).language(Question(query))
    term = term_of(query, code)
    equivalents_of = Equivalents(store).of(term, code) if term else {}
    shown = [
        (other, equivalent)
        for other, several in equivalents_of.items()
        if language in (None, other)
        for equivalent in _drop_unfit(several, query)[:_SHOWN]
        if (other, equivalent.term) != (code, term)
        and is_sure(equivalent.weight, is_learned=bool(equivalent.paragraphs))
        and not _is_across_words(store, equivalent.term, other)
    ]
    excerpts = store.passages.excerpts(
        [passage for _, equivalent in shown for passage in equivalent.paragraphs[:_PARAGRAPHS]]
    )
    equivalents = tuple(
        TermIn(
            other,
            find_written_form(store, equivalent.term, other),
            round(equivalent.weight, 3),
            tuple(
                SourceParagraph(excerpts[passage])
                for passage in equivalent.paragraphs[:_PARAGRAPHS]
                if passage in excerpts
            ),
        )
        for other, equivalent in shown
    )
    occurs = bool(term) and bool(store.words.with_any(code, [("words", term)], 1))
    near = () if equivalents_of or occurs else _find_near(store, term, code)
    return Terminology(query, code, equivalents, near)


def is_sure(weight: float, *, is_learned: bool) -> bool:
    """Whether an equivalent is sure enough to be shown as one."""
    return weight >= (LEAST_LEARNED if is_learned else LEAST_IN_PROGRAM)


def _drop_unfit(several: Sequence[Equivalent], query: str) -> list[Equivalent]:
    """Drop equivalents of one letter, and those with figures that the term does not have.

    Years are often near a topic. A stem of one letter says nothing, a Chinese character does.
    """
    has_figures = any(map(str.isdigit, query))
    return [
        equivalent
        for equivalent in several
        if (len(equivalent.term) > 1 or is_han(equivalent.term))
        and (has_figures or not any(map(str.isdigit, equivalent.term)))
    ]


def _is_across_words(store: Store, pair: str, code: str) -> bool:
    """Whether two characters end a Chinese word and begin another: 境脆 in 环境脆弱.

    Texts of the archive then have the same characters before and behind them everywhere. Or nearly
    all rows of the seed have a word with the first as its end, and one with the second as its
    beginning.
    """
    if find_language(code).is_spaced or len(pair) != _PAIR:
        return False
    holding = [passage for passage, _ in store.words.with_any(code, [("words", pair)], _READ)]
    texts = store.passages.read_shown_texts(holding).values()
    neighbours = {
        (text[place.start() - 1 : place.start()], text[place.end() : place.end() + 1])
        for text in texts
        for place in re.finditer(re.escape(pair), text)
    }
    if len(neighbours) == 1 and all(map(is_han, next(iter(neighbours)))):
        return len(holding) > 1
    rows = load_seed().rows_with(pair, code)
    least = math.ceil(_NEARLY_ALL * int(rows.sum()))
    others = load_seed().count_words(rows, code, least) if least > 1 else {}
    ends = {other[-1] for other in others if other != pair}
    return pair[0] in ends and any(other[0] == pair[1] for other in others if other != pair)


def find_written_form(store: Store, term: str, code: str) -> str:
    """Return the usual spelling of a term, in the archive or in a table."""
    parts = term.split()
    surfaces: Counter[str] = Counter()
    holding = [passage for passage, _ in store.words.with_any(code, [("words", term)], _READ)]
    for text in store.passages.read_shown_texts(holding).values():
        text_words = words(text, code)
        for position in range(len(text_words) - len(parts) + 1):
            if [word.term for word in text_words[position : position + len(parts)]] == parts:
                surface = text[
                    text_words[position].start : text_words[position + len(parts) - 1].stop
                ]
                surfaces[" ".join(surface.split())] += 1
    if surfaces:
        return surfaces.most_common(1)[0][0]
    if not find_language(code).is_spaced:
        return _join_pairs(parts)
    known = acronyms.find_written_forms().get((code, term)) or load_seed().find_written_form(
        term, code
    )
    return known or f"{term}…"  # of a word that nothing spells out, its stem is known


def _find_near(store: Store, term: str, code: str) -> tuple[str, ...]:
    """Find terms of similar spelling in the archive, word by word."""
    mended: list[str] = []
    for word in term.split():
        known = store.words.vocabulary(code, len(word) - 1, len(word) + 1)
        # Of a pair of Chinese characters one is right, and the pair before has it too.
        if is_han(word[0]) and mended:
            known = [other for other in known if other[0] == mended[-1][-1]]
        least = 0.5 if is_han(word[0]) else 0.7
        close = [word] if word in known else difflib.get_close_matches(word, known, 1, least)
        if not close:
            return ()
        mended += close
    if code not in BY_CODE:
        return ()
    whole = " ".join(mended)
    if store.words.with_any(code, [("words", whole)], 1):
        return (find_written_form(store, whole, code),)
    if is_han(whole[0]):
        return (_join_pairs(mended),)
    return (" ".join(find_written_form(store, word, code) for word in mended),)


def _join_pairs(pairs: Sequence[str]) -> str:
    """Join overlapping pairs of Chinese characters to a word."""
    return pairs[0] + "".join(pair[-1] for pair in pairs[1:])
