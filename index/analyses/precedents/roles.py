"""Bodies and countries that a text names, and their parts in it: who asks or gives, and to whom.

A name is read in any language under one key. Words next to it and its own form show its part
(``roles.toml``); a text that does not show it has no say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Final, Literal

from corpus import countries, tables
from corpus.extract import mandates
from corpus.languages import find_language
from corpus.text import sentences
from index.analyses.precedents.reuse import LanguageText

Part = Literal["actor", "addressee", "apart"]
"""Part of a body in a sentence; ``apart`` where the sentence is not about what it does."""

_UNSAID: Final = frozenset(
    {
        "Members",
        "Administrations",
        "Academia",
        "stakeholders",
        "UN agencies",
        "Chair",
        "action line facilitators",
    }
)
"""Addressees whose words also mean others, or that every text may name."""

_PERSONS: Final = ("speaker", "reader")
"""Keys of the words by which a text speaks of whoever writes it, and to whoever reads it."""

_NEAR: Final = 60
"""Characters before a name in which words are read that show its part."""

_JOINED: Final = re.compile(
    r"\s*(?:,|،|、|and|et|y|e|и|و|和|以及|及)\s*(?:the |les? |la |l.|los |las |el )?"
)
"""Words between two names that have one part."""


@dataclass(frozen=True, slots=True)
class Party:
    """A body or country that a text names.

    ``name`` is English, or a code of ISO 3166-1 alpha-3. ``text`` is how the text writes it,
    without Arabic vowel signs. ``is_joined`` says that it shares its part with the one before.
    """

    name: str
    text: str
    part: Part
    is_joined: bool = False


def find_parties(text: LanguageText) -> Sequence[Party]:
    """Return the bodies and countries that a text names, in reading order, with their parts."""
    return _find_parties(text.text, text.language or "", tables.folder())


def find_turned_parties(sentence: LanguageText, sources: Iterable[LanguageText]) -> tuple[str, ...]:
    """Return the names in a sentence whose parts are turned round in the texts it repeats."""
    mine, theirs = _read_parts([sentence]), _read_parts(sources)
    turned: set[str] = set()
    for actor, addressee in mine.pairs:
        if (actor, addressee) not in theirs.pairs and _is_turned(theirs, actor, addressee):
            turned |= {actor, addressee}
    if not mine.pairs:
        turned = {name for name in mine.addressees if _acts_only(theirs, name)}
    return tuple(
        dict.fromkeys(party.text for party in find_parties(sentence) if party.name in turned)
    )


def find_moved_parties(
    sentence: LanguageText, other: LanguageText
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Find two bodies or countries that follow each other in reverse, and no words show why.

    Languages differ in their order, so the same actor and addressee in both explain it.

    Returns:
        Both as the sentence writes them, in its order, and as the other does, in the same order.
    """
    mine, theirs = (_list_single_parties(text) for text in (sentence, other))
    order = [*theirs]
    shown = _read_parts([sentence]).pairs & _read_parts([other]).pairs
    for first, second in combinations([name for name in mine if name in theirs], 2):
        is_moved = order.index(first) > order.index(second)
        if is_moved and not {(first, second), (second, first)} & shown:
            return (mine[first], mine[second]), (theirs[first], theirs[second])
    return None


def _list_single_parties(text: LanguageText) -> dict[str, str]:
    """List the words of the parties that a text names once, by name, in reading order."""
    parties = find_parties(text)
    names = [party.name for party in parties]
    return {party.name: party.text for party in parties if names.count(party.name) == 1}


def find_new_addressees(sentence: LanguageText, sources: Iterable[LanguageText]) -> tuple[str, ...]:
    """Return the names that a sentence addresses, where its sources address others alone.

    A source that names them at all, in whatever part, may address them.
    """
    texts = [*sources]
    if not _read_parts(texts).addressees:
        return ()
    named = {party.name for text in texts for party in find_parties(text)}
    new = _read_parts([sentence]).addressees - named
    return tuple(dict.fromkeys(party.text for party in find_parties(sentence) if party.name in new))


def find_own_voice(sentence: LanguageText, sources: Iterable[LanguageText]) -> tuple[str, ...]:
    """Return the words by which a sentence speaks of its writer or to its reader.

    Empty for each of the two where a source does so too, in any language.
    """
    texts = [*sources]
    words: list[str] = []
    for person in _PERSONS:
        own = _find_person(sentence, person)
        if own and not any(_find_person(text, person) for text in texts):
            words += own
    return tuple(dict.fromkeys(words))


def _find_person(text: LanguageText, person: str) -> list[str]:
    pattern = _compile_person(person, text.language or "", tables.folder())
    plain = mandates.plain(text.text, text.language or "")
    return [match[0].strip() for match in pattern.finditer(plain)]


@lru_cache(maxsize=32)
def _compile_person(person: str, language: str, folder: str) -> re.Pattern[str]:
    del folder  # the key of the cache: another folder of tables, other words
    words = tables.load("roles").get(person, {}).get(language, "(?!)")
    with tables.patterns("roles"):
        return re.compile(mandates.plain(words, language), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The names that act in some texts, those addressed, and pairs of an actor and an addressee."""

    actors: frozenset[str]
    addressees: frozenset[str]
    pairs: frozenset[tuple[str, str]]


def _is_turned(parts: _Parts, actor: str, addressee: str) -> bool:
    """Whether texts have the reverse of an actor and addressee, or the first addressed alone."""
    if (addressee, actor) in parts.pairs:
        return True
    if actor in parts.actors or addressee in parts.addressees:
        return False
    return actor in parts.addressees or addressee in parts.actors


def _acts_only(parts: _Parts, name: str) -> bool:
    """Whether the name acts in texts that address others alone."""
    return bool(parts.addressees) and name in parts.actors - parts.addressees


def _read_parts(texts: Iterable[LanguageText]) -> _Parts:
    parties: list[Party] = []
    pairs: set[tuple[str, str]] = set()
    for text in texts:
        for start, end in sentences(text.text):
            within = LanguageText(text.text[start:end], text.language)
            own = [party for party in find_parties(within) if party.part != "apart"]
            parties += own
            for (place, first), (later, second) in combinations(enumerate(own), 2):
                are_joined = all(party.is_joined for party in own[place + 1 : later + 1])
                if second.part == "addressee" and first.name != second.name and not are_joined:
                    pairs.add((first.name, second.name))
    return _Parts(
        frozenset(party.name for party in parties if party.part == "actor"),
        frozenset(party.name for party in parties if party.part == "addressee"),
        frozenset(pairs),
    )


@lru_cache(maxsize=512)  # a sentence is compared with many
def _find_parties(text: str, language: str, folder: str) -> Sequence[Party]:
    plain = mandates.plain(text, language)
    spans = sorted(_list_spans(plain, language, folder), key=lambda span: (span[0], -span[1]))
    chosen: list[tuple[int, int, str]] = []
    for span in spans:
        if not chosen or span[0] >= chosen[-1][1]:
            chosen.append(span)
    words = _compile_roles(language, folder)
    parties: list[Party] = []
    before = 0
    for start, end, name in chosen:
        is_joined = bool(parties and _JOINED.fullmatch(plain, before, start))
        part = parties[-1].part if is_joined else words.read_part(plain, (start, end), before)
        parties.append(Party(name, plain[start:end], part, is_joined))
        before = end
    return tuple(parties)


def _list_spans(text: str, language: str, folder: str) -> Iterator[tuple[int, int, str]]:
    words = _compile_roles(language, folder)
    for start, end, name in countries.places(text):
        if not words.is_currency(text, start, end):
            yield start, end, name
    if language and tables.has_words("mandates", language):
        for start, end, name in mandates.addressees_in(text, language):
            if name not in _UNSAID:
                yield start, end, name
    if pattern := _compile_organizations(language, folder):
        for match in pattern[0].finditer(text):
            yield *match.span(), pattern[1][(match.lastindex or 1) - 1]


@lru_cache(maxsize=8)
def _compile_organizations(
    language: str, folder: str
) -> tuple[re.Pattern[str], tuple[str, ...]] | None:
    del folder  # the key of the cache: another folder of tables, other words
    table = tables.load("organizations").get(language)
    if not table:
        return None
    facts = find_language(language)
    particles = "[وف]?[بلك]?" if facts.joins_particles else ""
    edges = (rf"(?<!\w){particles}", r"(?!\w)") if facts.is_spaced else ("", "")
    with tables.patterns("organizations"):
        groups = (
            "|".join(_write_name(form, language) for form in forms) for forms in table.values()
        )
        pattern = "|".join(f"({group})" for group in groups)
        return re.compile(f"{edges[0]}(?:{pattern}){edges[1]}"), tuple(table)


def _write_name(form: str, language: str) -> str:
    is_acronym = form == form.upper() != form.lower()
    words = mandates.plain(form, language).replace(" ", r"\s+")
    return words if is_acronym else f"(?i:{words})"


@dataclass(frozen=True, slots=True)
class _RoleWords:
    """Patterns of a language that show the part of a body; see ``corpus/data/roles.toml``."""

    to: re.Pattern[str]
    apart: re.Pattern[str]
    passive: re.Pattern[str]
    to_form: re.Pattern[str]
    apart_form: re.Pattern[str]
    money_before: re.Pattern[str]
    money_behind: re.Pattern[str]
    has_verb_first: bool

    def is_currency(self, text: str, start: int, end: int) -> bool:
        """Whether a country's name at a span is that of a currency: `Swiss francs`."""
        return bool(
            self.money_behind.match(text, end)
            or self.money_before.search(text, max(0, start - _NEAR), start)
        )

    def read_part(self, text: str, span: tuple[int, int], before: int) -> Part:
        """Return the part of the name at a span; ``before`` is the end of the name before it."""
        start, end = span
        since = max(before, start - _NEAR)
        written = text[start:end]
        if self.apart.search(text, since, start):
            return "apart"
        if self.passive.match(text, end) or self.to.search(text, since, start):
            return "addressee"
        if self.to_form.search(written):
            return "addressee"
        if self.apart_form.search(written):
            return "apart"
        if self.has_verb_first and before and not text[before:start].strip():
            return "addressee"
        return "actor"


@lru_cache(maxsize=8)
def _compile_roles(language: str, folder: str) -> _RoleWords:
    del folder  # the key of the cache: another folder of tables, other words
    table = tables.load("roles")
    facts = find_language(language)
    edge = r"(?<!\w)" if facts.is_spaced else ""

    def compile_words(name: str, around: tuple[str, str]) -> re.Pattern[str]:
        words = table.get(name, {}).get(language, "(?!)")
        return re.compile(mandates.plain(words, language).join(around), re.IGNORECASE)

    with tables.patterns("roles"):
        return _RoleWords(
            compile_words("to", (f"{edge}(?:", r")\Z")),
            compile_words("apart", (f"{edge}(?:", r")\Z")),
            compile_words("passive", ("(?:", ")")),
            compile_words("to_form", ("(?:", ")")),
            compile_words("apart_form", ("(?:", ")")),
            compile_words("money", ("(?:", r")\s+(?:\w+\s+){0,2}\Z")),
            compile_words("money", (r"\s*(?:", ")")),
            facts.puts_verb_first,
        )
