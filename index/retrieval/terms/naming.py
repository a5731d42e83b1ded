"""Does a text name a topic? By the topic's words, or by what they are in the text's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.text import sentences
from index.words import analysed, are_akin, is_stop_word, one_form, stop_terms, words


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

    def is_in(self, text: str, language: str | None, heads: Sequence[str] = ()) -> bool | None:
        """Whether a text has all telling words of the topic, in whatever form and order.

        Args:
            text: of a paragraph.
            language: of the text.
            heads: headings that it stands under. They count with each of its sentences; words of
                several sentences are together by chance.

        Returns:
            None where it cannot be told: it is not known what a word is in the text's language, or
            the text has what the word only may be.
        """
        said = self._is_in("\n".join([*heads, text]), language)
        if said and len(self.terms) > 1:
            own = [text[start:stop] for start, stop in sentences(text)]
            return any(self._is_in("\n".join([*heads, one]), language) for one in own)
        return said

    def lacking_one(self, text: str) -> Iterator[Naming]:
        """What names it but for one word, for each; of two, with one of a text akin to it as well.

        Args:
            text: in the topic's own language.
        """
        for term in self.terms if len(self.terms) > 1 else ():
            rest = tuple(one for one in self.terms if one != term)
            yield replace(self, terms=rest)
            for one in {*analysed(text, self.language).words} if len(rest) == 1 else ():
                if are_akin(one, term, self.language):
                    yield replace(self, terms=(*rest, one))

    def _is_in(self, text: str, language: str | None) -> bool | None:
        found = analysed(text, language)
        there = f" {_compared(found.words, language)} "
        wholes = set(found.wholes)

        def has(term: str) -> bool:
            wanted = _compared(term.split(), language)
            if wanted in stop_terms(language):
                telling = (one for one in words(text, language) if not is_stop_word(one, language))
                return any(_compared([one.term], language) == wanted for one in telling)
            return f" {wanted} " in there or term in wholes

        code = language or ""
        whole = self.whole.get(code, ())
        is_called = any(map(has, whole))
        if is_called and code == self.language:
            return True
        forms_of = self.equivalents.get(code, {})
        # What is surest for one of its words as well says it all: 太阳能 is solar energy.
        if whole and has(whole[0]) and any(forms[:1] == whole[:1] for forms in forms_of.values()):
            return True
        is_sure, is_out = True, False
        said: set[str] = set()
        for term in self.terms:
            forms = forms_of.get(term, ())
            if code == self.language:  # of "financing of the fund", funding is not both
                forms = tuple(one for one in forms if one not in self.terms)
            certain = [*forms[:1], *([term] if self._stands_as_it_is(term, code) else [])]
            said |= {word for form in certain if has(form) for word in form.split()}
            if not any(map(has, certain)):
                is_sure = False
                is_out |= bool(certain) and not any(map(has, forms))
        # A part of what all of it is called is not all: 远程参会 is `participation à distance`.
        is_part = code != self.language and bool(whole) and said < {*whole[0].split()}
        if is_sure and (is_called or not is_part):
            return True
        return False if is_out and not is_called else None

    def _stands_as_it_is(self, term: str, language: str) -> bool:
        return language == self.language or term in self.everywhere


def _compared(terms: Iterable[str], language: str | None) -> str:
    return " ".join(map(one_form, terms) if language == "ar" else terms)
