"""Does a text name a topic? By the topic's words, or by what they are in the text's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index.words import analysed


@dataclass(frozen=True, slots=True)
class Naming:
    """What names a topic.

    Attributes:
        language: of its words.
        terms: its telling words, as terms of :mod:`index.words`.
        everywhere: those of them that are the same in every language: acronyms, names, numbers.
        equivalents: by language what each of them may be there, the surest first.
        whole: by language what all of it may be there; in its own an acronym or its long form.
    """

    language: str
    terms: tuple[str, ...]
    everywhere: frozenset[str]
    equivalents: Mapping[str, Mapping[str, tuple[str, ...]]]
    whole: Mapping[str, tuple[str, ...]]

    def is_in(self, text: str, language: str | None) -> bool | None:
        """Whether a text has all telling words of the topic, in whatever form and order.

        Args:
            text: of a paragraph, with the headings that it stands under.
            language: of the text.

        Returns:
            None where it cannot be told: it is not known what a word is in the text's language, or
            the text has what the word only may be.
        """
        found = analysed(text, language)
        there, wholes = f" {' '.join(found.words)} ", set(found.wholes)

        def has(term: str) -> bool:
            return f" {term} " in there or term in wholes

        code = language or ""
        is_called = any(map(has, self.whole.get(code, ())))
        if is_called and code == self.language:
            return True
        is_sure, is_out = True, False
        for term in self.terms:
            forms = self.equivalents.get(code, {}).get(term, ())
            certain = [*forms[:1], *([term] if self._stands_as_it_is(term, code) else [])]
            if not any(map(has, certain)):
                is_sure = False
                is_out |= bool(certain) and not any(map(has, forms))
        if is_sure:
            return True
        return False if is_out and not is_called else None

    def _stands_as_it_is(self, term: str, language: str) -> bool:
        return language == self.language or term in self.everywhere
