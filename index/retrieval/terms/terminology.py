"""Terminology: a term in other languages, as texts write it, with source paragraphs."""

from __future__ import annotations

import difflib
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

_SURE: Final = 0.2
"""Least weight of an equivalent beyond the surest."""

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
        for rank, equivalent in enumerate(_drop_figures(several, query)[:_SHOWN])
        if rank == 0 or equivalent.weight >= _SURE
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


def _drop_figures(several: Sequence[Equivalent], query: str) -> list[Equivalent]:
    """Drop equivalents with figures that the term does not have: years are often near a topic."""
    has_figures = any(map(str.isdigit, query))
    return [
        equivalent
        for equivalent in several
        if has_figures or not any(map(str.isdigit, equivalent.term))
    ]


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
