"""Naming of topics: whether a text names a topic, in the topic's or another language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final, NamedTuple

from corpus import tables
from corpus.languages import BY_CODE, find_language
from corpus.text import sentences
from index.words import analyse, are_akin, is_stop_word, one_form, stop_terms, words

_PARTICLES: Final = "بلكف"
_LEFT_OF_PARTICLE: Final = 3
"""Fewest letters of an Arabic stem behind a particle: بلغ, it amounted, has no particle."""


class _NamingTable(NamedTuple):
    """The facts of a language in ``data/naming.toml``."""

    doing: frozenset[str]
    endings: tuple[str, ...]
    compounds: Mapping[str, str]
    bodies: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class TopicTerms:
    """The words that name a topic.

    Attributes:
        language: of its words.
        terms: its content words, as terms of :mod:`index.words`.
        everywhere: terms that are the same in every language: acronyms, names, numbers.
        equivalents: possible equivalents of each term by language, surest first.
        whole: possible equivalents of the whole topic by language, acronyms in its own.
        query: the topic's text.
        alike: certain synonyms of each term by language, its own included.
    """

    language: str
    terms: tuple[str, ...]
    everywhere: frozenset[str]
    equivalents: Mapping[str, Mapping[str, tuple[str, ...]]]
    whole: Mapping[str, tuple[str, ...]]
    query: str = ""
    alike: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def is_in(self, text: str, language: str | None, heads: Sequence[str] = ()) -> bool | None:
        """Whether one sentence has all terms of the topic, in any form and order.

        Headings (``heads``) count with each sentence. None is unknown: a term has no sure
        equivalent in the language, or the text has only an unsure one.
        """
        text = self._remove_bodies(text, language)
        heads = [self._remove_bodies(head, language) for head in heads]
        is_named = self._is_in("\n".join([*heads, text]), language)
        if is_named and len(self.terms) > 1:
            own = [text[start:stop] for start, stop in sentences(text)]
            return any(self._is_in("\n".join([*heads, sentence]), language) for sentence in own)
        return is_named

    def drop_each(self, text: str) -> Iterator[TopicTerms]:
        """Yield the topic without each term; of two, also with akin words of ``text`` instead."""
        for term in self.terms if len(self.terms) > 1 else ():
            rest = tuple(other for other in self.terms if other != term)
            yield replace(self, terms=rest)
            for word in {*analyse(text, self.language).words} if len(rest) == 1 else ():
                if are_akin(word, term, self.language):
                    yield replace(self, terms=(*rest, word))

    def is_out(self, terms: str, language: str) -> bool:
        """Whether a text surely lacks the topic: no form of a term with known equivalents.

        ``terms`` are the joined terms of text and headings. This is a hundred times as fast as
        :meth:`is_in`, which then returns False.
        """

        def may_have(form: str) -> bool:
            parts = [_join_terms([word], language) for word in form.split()]
            return all(part in terms or part in stop_terms(language) for part in parts)

        if any(map(may_have, self.whole.get(language, ()))):
            return False
        known = self.equivalents.get(language, {})
        for term in self.terms:
            is_own = self._is_shared(term, language)
            forms = [
                *known.get(term, ()),
                *self._list_alike(term, language),
                *([term] if is_own else []),
            ]
            if forms and term not in self.everywhere and not any(map(may_have, forms)):
                return True
        return False

    def is_known_in(self, language: str | None) -> bool:
        """Whether each term has equivalents in a language."""
        known = self.equivalents.get(language or "", {})
        return all(known.get(term) for term in self.terms)

    def has_name_in(self, language: str) -> bool:
        """Whether the topic is a compound name in a language, such as `climate change`."""
        if len(self.terms) < 2:
            return False
        of_others = sum(bool(own) for code, own in self.whole.items() if code != self.language)
        return of_others > 1 and (language == self.language or bool(self.whole.get(language)))

    def is_called_in(self, text: str, language: str) -> bool:
        """Whether a text has the topic's words side by side, or its name in the language."""
        text_terms = f" {_join_terms(analyse(text, language).words, language)} "
        own = [" ".join(word.term for word in words(self.query, language))]
        names = [*(own if language == self.language else ()), *self.whole.get(language, ())]
        return any(
            _occurs(_join_terms(name.split(), language), text_terms, language) for name in names
        )

    def is_surely_in(self, text: str, language: str) -> bool:
        """Whether a text that has the terms surely means the topic: one term may be ambiguous.

        `access` has the stem of `accessibility`. Arabic, Russian and Chinese stems are mostly
        unique.
        """
        asked_words = words(self.query, language)
        is_exact = find_language(language).has_exact_stems
        if len(self.terms) > 1 or (is_exact and len(asked_words) < 2):
            return True
        if any(" " in form for form in self.whole.get(language, ())):  # an acronym's long form
            return True
        text = self._remove_bodies(text, language)
        text_words = words(text, language)
        if is_exact:  # "remote" is two words of Arabic that say nothing by themselves
            text_terms = f" {_join_terms([word.term for word in text_words], language)} "
            return _occurs(
                _join_terms([word.term for word in asked_words], language), text_terms, language
            )
        telling = [word for word in asked_words if word.term in self.terms]
        forms = {word.literal: word.term for word in text_words}
        return any(
            term == word.term and _is_form(literal, word.literal, language)
            for literal, term in forms.items()
            for word in telling
        )

    def _is_in(self, text: str, language: str | None) -> bool | None:
        code = language or ""
        analysis = analyse(text, language)
        text_terms = f" {_join_terms(analysis.words, language)} "
        wholes = set(analysis.wholes)
        compounds = _load_table(code, tables.folder()).compounds if code in BY_CODE else {}

        def is_in_text(term: str) -> bool:
            """Whether the text has a term, after an Arabic particle too, but not in a compound."""
            wanted = _join_terms(term.split(), language)
            if wanted in stop_terms(language):
                telling = (
                    word for word in words(text, language) if not is_stop_word(word, language)
                )
                return any(_join_terms([word.term], language) == wanted for word in telling)
            # A midwife is no woman that is spoken of.
            other = compounds.get(wanted)
            rest = text_terms.replace(f" {other} ", " ") if other else text_terms
            return _occurs(wanted, rest, language) or term in wholes

        whole = self.whole.get(code, ())
        is_called = any(map(is_in_text, whole))
        if is_called and code == self.language:
            return True
        forms_of = self.equivalents.get(code, {})
        # What is surest for one of its words as well says it all: 太阳能 is solar energy.
        surest = whole[:1]
        if any(map(is_in_text, surest)) and any(forms[:1] == surest for forms in forms_of.values()):
            return True
        is_sure, is_out = True, False
        covered: set[str] = set()
        for term in self.terms:
            forms = forms_of.get(term, ())
            if code == self.language:  # of "financing of the fund", funding is not both
                forms = tuple(form for form in forms if form not in self.terms)
            certain = [
                *forms[:1],
                *self._list_alike(term, code),
                *([term] if self._is_shared(term, code) else []),
            ]
            covered |= {word for form in certain if is_in_text(form) for word in form.split()}
            if not any(map(is_in_text, certain)):
                is_sure = False
                is_out |= bool(certain) and not any(map(is_in_text, forms))
        # A part of what all of it is called is not all: 远程参会 is `participation à distance`.
        is_part = code != self.language and bool(whole) and covered < {*whole[0].split()}
        if is_sure and (is_called or not is_part):
            return True
        return False if is_out and not is_called else None

    def _list_alike(self, term: str, language: str) -> tuple[str, ...]:
        return self.alike.get(language, {}).get(term, ())

    def _remove_bodies(self, text: str, language: str | None) -> str:
        """Return a text without names of bodies, unless the topic is one."""
        if language not in BY_CODE:
            return text
        bodies = _load_table(language, tables.folder()).bodies
        if bodies.search(self.query):
            return text
        return bodies.sub(
            lambda match: (
                text[match.start() : match.start("name")] + text[match.end("name") : match.end()]
            ),
            text,
        )

    def _is_shared(self, term: str, language: str) -> bool:
        return language == self.language or term in self.everywhere


def _occurs(wanted: str, text_terms: str, language: str | None) -> bool:
    """Whether terms are among others, also behind an Arabic particle."""
    if f" {wanted} " in text_terms:
        return True
    first, *others = wanted.split()
    if not find_language(language).joins_particles or len(first) < _LEFT_OF_PARTICLE:
        return False
    behind = " ".join(["", *others, ""])
    return any(f" {one_form(particle + first)}{behind}" in text_terms for particle in _PARTICLES)


def _join_terms(terms: Iterable[str], language: str | None) -> str:
    return " ".join(map(one_form, terms) if find_language(language).joins_particles else terms)


def _is_form(word: str, other: str, language: str) -> bool:
    """Whether two words of one stem are forms of one word."""
    endings = _load_table(language, tables.folder()).endings
    own, others = (
        {form.removesuffix(end) for end in endings if form.endswith(end)} for form in (word, other)
    )
    return word == other or bool(own & others)


def doing(language: str) -> frozenset[str]:
    """Return the terms of actions on a topic: `bridge`, `reduce`."""
    return _load_table(language, tables.folder()).doing


@cache
def _load_table(language: str, folder: str) -> _NamingTable:
    del folder  # the key of the cache: another folder of tables, other words
    table = tables.load("naming").get(language, {})

    def term(text: str) -> str:
        return " ".join(word.term for word in words(text, language))

    with tables.patterns("naming"):
        bodies = re.compile(table.get("bodies", "(?!)(?P<name>)"), re.IGNORECASE)
        if "name" not in bodies.groupindex:
            raise ValueError(f"{language}.bodies needs a group (?P<name>...)")
    return _NamingTable(
        frozenset(part for form in table.get("doing", ()) for part in term(form).split()),
        tuple(table.get("endings", ())),
        {term(part): term(whole) for part, whole in table.get("compounds", {}).items()},
        bodies,
    )
