"""Terminology: a term in other languages, as texts write it, and the paragraphs that taught it."""

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
"""Equivalents shown in a language."""

_SURE: Final = 0.2
"""Weight of an equivalent that is shown, but for the surest."""

_READ: Final = 50
"""Passages in which it is looked up how a term is written."""

_PARAGRAPHS: Final = 10
"""Paragraphs named for an equivalent."""


@dataclass(frozen=True, slots=True)
class SourceParagraph:
    """A paragraph that taught an equivalent.

    Attributes:
        shown: in the language of the term.
    """

    shown: Excerpt

    @property
    def symbol(self) -> str | None:
        """The symbol of its document."""
        return self.shown.symbol


@dataclass(frozen=True, slots=True)
class TermIn:
    """An equivalent of a term, as texts of its language write it.

    Attributes:
        language: ISO 639-1 code.
        term: as it is mostly written; its stem and ``…`` where no text of the archive and no
            table of the program writes it.
        weight: how sure it is, 0 to 1.
        paragraphs: that taught it; none where the program brought it along.
    """

    language: str
    term: str
    weight: float
    paragraphs: tuple[SourceParagraph, ...]


@dataclass(frozen=True, slots=True)
class Terminology:
    """A term with its equivalents in the other languages.

    Attributes:
        term: as it was asked.
        language: that it is a term of.
        equivalents: by language, the surest first.
        suggestions: terms that are spelt nearly so, where it is nowhere.
    """

    term: str
    language: str
    equivalents: tuple[TermIn, ...]
    suggestions: tuple[str, ...] = ()


def terminology(store: Store, text: str, language: str | None = None) -> Terminology:
    """Tell what a term is in the other languages.

    Args:
        store: of the index.
        text: the term, one or several words.
        language: to look in; every other one where it is None.

    Raises:
        QueryError: nothing is asked, or more than a term.
    """
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
            _find_written_form(store, equivalent.term, other),
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
    """Leave out what has figures that the term has not: a year often is next to its topic."""
    has_figures = any(map(str.isdigit, query))
    return [
        equivalent
        for equivalent in several
        if has_figures or not any(map(str.isdigit, equivalent.term))
    ]


def _find_written_form(store: Store, term: str, code: str) -> str:
    """Return the form in which the archive, or a table of the program, mostly writes a term."""
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
    """Find terms of the archive that are spelt nearly so: each word that is nowhere is mended."""
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
        return (_find_written_form(store, whole, code),)
    if is_han(whole[0]):
        return (_join_pairs(mended),)
    return (" ".join(_find_written_form(store, word, code) for word in mended),)


def _join_pairs(pairs: Sequence[str]) -> str:
    """Return the Chinese word that overlapping pairs of characters make."""
    return pairs[0] + "".join(pair[-1] for pair in pairs[1:])
