"""Which passages hold a question's phrases, and nothing that it rules out?

A phrase is what stands in quotation marks, letter by letter but for what is folded
(``index.words.phrases``). It may run over a cut within a long paragraph, or stand in a heading.
"""

from __future__ import annotations

from corpus.filters import Filters
from corpus.paragraphs import joined
from corpus.text import is_han
from index.retrieval.chosen import Choices, Chosen, within
from index.retrieval.lexical import Lexical
from index.retrieval.questions import Question
from index.store import TABLES, Store
from index.words import phrases


class PhraseFilter:
    """What passages hold word by word. Threads may share it."""

    def __init__(self, store: Store, lexical: Lexical, choices: Choices) -> None:
        self._store = store
        self._lexical = lexical
        self._choices = choices

    def holding(self, asked: Question, allowed: Chosen | None) -> Chosen | None:
        """Give the passages that hold a question's phrases and nothing that it rules out.

        Args:
            asked: the question, read.
            allowed: the passages that may be found; all where it is None.

        Returns:
            Those of them; None where all may be found.
        """
        if not asked.phrases and not asked.without:
            return allowed
        kept = allowed if allowed is not None else self._choices.chosen(Filters())
        for phrase in asked.phrases:
            kept = kept.only(self._with_phrase(phrase, kept) or self._headed(phrase, kept))
        for ruled_out in asked.without:
            kept = kept.without(self._whole(self._ruled_out(ruled_out)))
        return kept

    # --- the inside ------------------------------------------------------------------------------

    def _with_phrase(self, phrase: str, kept: Chosen | None = None) -> set[int]:
        held = (self._lexical.with_all(phrase, code) for code in TABLES)
        texts = self._store.passages.shown_texts(
            within((one for some in held for one in some), kept)
        )
        whole = {passage for passage, text in texts.items() if phrases.holds(text, phrase)}
        return whole or within(self._over_a_cut(phrase), kept)

    def _over_a_cut(self, phrase: str) -> set[int]:
        """Two neighbouring pieces of a long paragraph that have a phrase only together."""
        found: set[int] = set()
        for code in TABLES:
            first, last = (self._lexical.with_all(one, code) for one in _ends(phrase))
            behind = [one for one in last if one - 1 in first]  # a version's ids follow each other
            both = {*behind, *(one - 1 for one in behind)}
            keys, texts = (
                self._store.facts.paragraphs_of(both),
                self._store.passages.shown_texts(both),
            )
            for one in behind:
                pair = one - 1, one
                if (
                    keys[one] == keys[one - 1]
                    and texts.keys() >= {*pair}
                    and phrases.holds(joined([texts[at] for at in pair], code), phrase)
                ):
                    found.update(pair)
        return found

    def _whole(self, found: set[int]) -> set[int]:
        """Those passages with the other pieces of their paragraphs, where these are long."""
        whole, pieces = set(found), self._choices.pieces()
        edge = set(pieces.only(found))
        while edge:  # a version's ids follow each other
            beside = {one + by for one in edge for by in (-1, 1) if one + by in pieces} - whole
            both = edge | beside
            keys, codes = (
                self._store.facts.paragraphs_of(both),
                self._store.facts.languages_of(both),
            )
            edge = {
                one
                for one in beside & keys.keys()
                for other in (one - 1, one + 1)
                if other in edge and (keys[one], codes[one]) == (keys[other], codes[other])
            }
            whole |= edge
        return whole

    def _headed(self, phrase: str, kept: Chosen) -> set[int]:
        """What stands first under each heading with a phrase; a heading itself is not cited."""
        first = self._store.passages.first_under_headings()
        lines = {above[-1] for _, above in first}
        holding = {line for line in lines if phrases.holds(line, phrase)}
        return within((one for (_, above), one in first.items() if above[-1] in holding), kept)

    def _ruled_out(self, words: str) -> set[int]:
        """Passages with a word in any of its forms, or with a phrase as it stands.

        A Chinese word has one form, and its characters stand in others as well.
        """
        if any(not character.isalnum() or is_han(character) for character in words):
            return self._with_phrase(words)
        held = (self._lexical.with_all(words, code) for code in TABLES)
        return {passage for one in held for passage in one}


def _ends(phrase: str) -> tuple[str, str]:
    """The first and the last word of a phrase; of a Chinese one, its characters."""
    parts = "".join(f" {one} " if is_han(one) else one for one in phrase).split()
    return parts[0], parts[-1]
