"""What is a term in the other languages, written as in texts, and which paragraphs taught it?"""

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
from index.retrieval.questions import Question, checked
from index.retrieval.terms import acronyms
from index.retrieval.terms.acronyms import term_of
from index.retrieval.terms.equivalents import Equivalent, Equivalents
from index.retrieval.terms.seed import shipped
from index.retrieval.terms.translated import TermTranslator
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
        """That of its document."""
        return self.shown.symbol


@dataclass(frozen=True, slots=True)
class TermIn:
    """What a term is in a language.

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
    """What a term is in the other languages.

    Attributes:
        term: as it was asked.
        language: that it is a term of.
        equivalents: by language, the surest first.
        suggestions: terms that are spelt nearly so, where it stands nowhere.
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
    asked = checked(text)
    code = TermTranslator(store, Lexical(store)).language(Question(asked))
    term = term_of(asked, code)
    found = Equivalents(store).of(term, code) if term else {}
    shown = [
        (other, one)
        for other, several in found.items()
        if language in (None, other)
        for at, one in enumerate(_likely(several, asked)[:_SHOWN])
        if at == 0 or one.weight >= _SURE
    ]
    excerpts = store.passages.excerpts(
        [at for _, one in shown for at in one.paragraphs[:_PARAGRAPHS]]
    )
    equivalents = tuple(
        TermIn(
            other,
            _written(store, one.term, other),
            round(one.weight, 3),
            tuple(
                SourceParagraph(excerpts[at])
                for at in one.paragraphs[:_PARAGRAPHS]
                if at in excerpts
            ),
        )
        for other, one in shown
    )
    stands = bool(term) and bool(store.words.with_any(code, [("words", term)], 1))
    near = () if found or stands else _near(store, term, code)
    return Terminology(asked, code, equivalents, near)


def _likely(several: Sequence[Equivalent], asked: str) -> list[Equivalent]:
    """Leave out what has figures that the term has not: a year often stands beside its topic."""
    has_figures = any(map(str.isdigit, asked))
    return [one for one in several if has_figures or not any(map(str.isdigit, one.term))]


def _written(store: Store, term: str, code: str) -> str:
    """How a term is mostly written in the archive, or in a table of the program."""
    parts = term.split()
    surfaces: Counter[str] = Counter()
    held = [one for one, _ in store.words.with_any(code, [("words", term)], _READ)]
    for text in store.passages.shown_texts(held).values():
        found = words(text, code)
        for at in range(len(found) - len(parts) + 1):
            if [one.term for one in found[at : at + len(parts)]] == parts:
                surface = text[found[at].start : found[at + len(parts) - 1].stop]
                surfaces[" ".join(surface.split())] += 1
    if surfaces:
        return surfaces.most_common(1)[0][0]
    if not find_language(code).is_spaced:
        return _joined(parts)
    known = acronyms.written().get((code, term)) or shipped().written(term, code)
    return known or f"{term}…"  # of a word that nothing spells out, its stem is known


def _near(store: Store, term: str, code: str) -> tuple[str, ...]:
    """Terms of the archive that are spelt nearly so: each word that stands nowhere is mended."""
    mended: list[str] = []
    for word in term.split():
        known = store.words.vocabulary(code, len(word) - 1, len(word) + 1)
        # Of a pair of Chinese characters one is right, and the pair before has it too.
        if is_han(word[0]) and mended:
            known = [one for one in known if one[0] == mended[-1][-1]]
        least = 0.5 if is_han(word[0]) else 0.7
        close = [word] if word in known else difflib.get_close_matches(word, known, 1, least)
        if not close:
            return ()
        mended += close
    if code not in BY_CODE:
        return ()
    whole = " ".join(mended)
    if store.words.with_any(code, [("words", whole)], 1):
        return (_written(store, whole, code),)
    if is_han(whole[0]):
        return (_joined(mended),)
    return (" ".join(_written(store, word, code) for word in mended),)


def _joined(pairs: Sequence[str]) -> str:
    """The Chinese word that overlapping pairs of characters make."""
    return pairs[0] + "".join(pair[-1] for pair in pairs[1:])
