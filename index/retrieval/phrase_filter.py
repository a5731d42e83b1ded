"""Filter of passages by a question's phrases, by words near each other, and by what it excludes.

Letters must match as ``index.words.phrases`` folds them. A phrase may cross a cut within a long
paragraph, or be in a heading. Words near each other are compared as the index has them.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.filters import Filters
from corpus.paragraphs import join_texts
from corpus.text import is_han
from index.retrieval.lexical import Lexical
from index.retrieval.passage_filters import FilterIndex, PassageMask, restrict_to
from index.retrieval.questions import LONG_QUOTED, Proximity, Question, trim_to_words
from index.store import TABLES, Store
from index.words import phrases


class PhraseFilter:
    """A filter of passages by phrases, words near each other, and exclusions.

    Threads may share it.
    """

    def __init__(self, store: Store, lexical: Lexical, choices: FilterIndex) -> None:
        self._store = store
        self._lexical = lexical
        self._choices = choices

    def holding(self, question: Question, allowed: PassageMask | None) -> PassageMask | None:
        """Return the allowed passages that hold the phrases and nothing excluded (None: all)."""
        if not question.has_operators:
            return allowed
        matching = allowed if allowed is not None else self._choices.filter_passages(Filters())
        for phrase in question.phrases:
            matching = matching.only(
                self._find_phrase(phrase, matching) or self._find_under_headings(phrase, matching)
            )
        for proximity in question.near:
            matching = matching.only(self._find_near(proximity))
        for proximity in question.without_near:
            matching = matching.without(self._add_pieces(self._find_near(proximity)))
        for ruled_out in question.without:
            matching = matching.without(self._add_pieces(self._find_ruled_out(ruled_out)))
        return matching

    def find_verbatim(self, question: Question, allowed: PassageMask | None) -> set[int]:
        """Find the allowed passages that hold the text of a question, word for word."""
        if len(question.text) > LONG_QUOTED:
            return set()
        own = [code for code in TABLES if code == question.language]
        return self._find_phrase(trim_to_words(question.text), allowed, own or TABLES)

    # --- the inside ------------------------------------------------------------------------------

    def _find_near(self, proximity: Proximity) -> set[int]:
        by_table = (
            self._lexical.with_near(proximity.parts, proximity.apart, code) for code in TABLES
        )
        return {passage for holding in by_table for passage in holding}

    def _find_phrase(
        self,
        phrase: str,
        allowed: PassageMask | None = None,
        tables: Sequence[str] = TABLES,
    ) -> set[int]:
        by_table = (self._lexical.with_all(phrase, code) for code in tables)
        texts = self._store.passages.read_shown_texts(
            restrict_to((passage for some in by_table for passage in some), allowed)
        )
        whole = {passage for passage, text in texts.items() if phrases.holds(text, phrase)}
        return whole or restrict_to(self._find_over_cuts(phrase, tables), allowed)

    def _find_over_cuts(self, phrase: str, tables: Sequence[str]) -> set[int]:
        """Find neighbouring pieces of a long paragraph that have a phrase only together."""
        pieces: set[int] = set()
        for code in tables:
            first, last = (self._lexical.with_all(end, code) for end in _split_ends(phrase))
            behind = [
                passage for passage in last if passage - 1 in first
            ]  # a version's ids follow each other
            both = {*behind, *(passage - 1 for passage in behind)}
            keys, texts = (
                self._store.facts.paragraphs_of(both),
                self._store.passages.read_shown_texts(both),
            )
            for passage in behind:
                pair = passage - 1, passage
                if (
                    keys[passage] == keys[passage - 1]
                    and texts.keys() >= {*pair}
                    and phrases.holds(join_texts([texts[piece] for piece in pair], code), phrase)
                ):
                    pieces.update(pair)
        return pieces

    def _add_pieces(self, passages: set[int]) -> set[int]:
        whole, pieces = set(passages), self._choices.pieces()
        edge = set(pieces.only(passages))
        while edge:  # a version's ids follow each other
            neighbours = {
                passage + by for passage in edge for by in (-1, 1) if passage + by in pieces
            } - whole
            both = edge | neighbours
            keys, codes = (
                self._store.facts.paragraphs_of(both),
                self._store.facts.languages_of(both),
            )
            edge = {
                passage
                for passage in neighbours & keys.keys()
                for other in (passage - 1, passage + 1)
                if other in edge and (keys[passage], codes[passage]) == (keys[other], codes[other])
            }
            whole |= edge
        return whole

    def _find_under_headings(self, phrase: str, allowed: PassageMask) -> set[int]:
        first = self._store.passages.first_under_headings()
        lines = {above[-1] for _, above in first}
        holding = {line for line in lines if phrases.holds(line, phrase)}
        return restrict_to(
            (passage for (_, above), passage in first.items() if above[-1] in holding), allowed
        )

    def _find_ruled_out(self, words: str) -> set[int]:
        if any(not character.isalnum() or is_han(character) for character in words):
            return self._find_phrase(words)
        by_table = (self._lexical.with_all(words, code) for code in TABLES)
        return {passage for holding in by_table for passage in holding}


def _split_ends(phrase: str) -> tuple[str, str]:
    """Return the first and the last word of a phrase; characters in Chinese."""
    parts = "".join(
        f" {character} " if is_han(character) else character for character in phrase
    ).split()
    return parts[0], parts[-1]
