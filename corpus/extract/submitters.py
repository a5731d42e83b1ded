"""Submitters and ITU regions named in a cover's source; for a group's speaker, the group."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from corpus import countries, tables
from corpus.languages import BY_CODE
from corpus.text import clean, fold, fold_with_places

Kind = Literal["country", "group", "office", "other", "unstated"]

OFFICES: Final = frozenset(
    {
        *("Secretariat", "Secretary-General", "Chair", "regional offices", "UN agencies"),
        *("Directors of the Bureaux", "Director of BDT", "Director of TSB", "Director of BR"),
    }
)


@dataclass(frozen=True, slots=True)
class Submitter:
    """One submitter of a document.

    ``key`` is a country's ISO 3166-1 alpha-3 code, a group's English acronym or an office's name.
    For others it is the source as written, or the document's name.
    """

    kind: Kind
    key: str

    def name(self, language: str) -> str:
        """Return the name in a language; offices and others have their keys."""
        if self.kind == "country":
            return countries.name(self.key, language) or self.key
        if self.kind == "group":
            return str(tables.load("groups")[self.key].get(language, [self.key])[0])
        return self.key


def submitters(source: str | None, codes: tuple[str, ...] = ()) -> tuple[Submitter, ...]:
    """Return the submitters in a cover's source, in its order; none without a source.

    ``codes`` are the countries that the source names, ISO 3166-1 alpha-3.
    """
    return _find_submitters(source, codes, tables.folder())


@lru_cache(maxsize=1000)  # a list of documents has few
def _find_submitters(
    source: str | None, codes: tuple[str, ...], folder: str
) -> tuple[Submitter, ...]:
    text = fold(source or "")
    groups = [key for key, pattern in _compile_groups(folder) if pattern.search(text)]
    if groups:
        return tuple(Submitter("group", key) for key in groups)
    if codes:
        return tuple(Submitter("country", code) for code in codes)
    from corpus.extract.mandates import find_addressees  # heavy, and most sources are countries

    offices = [
        name for code in BY_CODE for name in find_addressees(source or "", code) if name in OFFICES
    ]
    if offices:
        return (Submitter("office", offices[0]),)
    plain = " ".join(clean(source or "").split())
    return (Submitter("other", plain),) if plain else ()


@lru_cache(maxsize=100_000)  # of an index, each time that its documents are counted by region
def regions(source: str) -> tuple[str, ...]:
    """Return the ITU regions of the submitters in a cover's source, as in ``regions.toml``."""
    keys = {submitter.key for submitter in submitters(source, countries.find(source))}
    table = tables.load("regions")
    return tuple(
        name
        for name, members in table.items()
        if not keys.isdisjoint([*members["countries"], *members["groups"]])
    )


def groups_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and acronym of each regional group that a text names."""
    folded = fold_with_places(text)
    for key, pattern in _compile_groups(tables.folder()):
        for match in pattern.finditer(folded.text):
            yield folded.start(match.start()), folded.start(match.end() - 1) + 1, key


@cache
def _compile_groups(folder: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    del folder  # the key of the cache: another folder of tables, other groups
    groups = []
    for key, languages in tables.load("groups").items():
        forms = {fold(form) for forms in languages.values() for form in forms}
        longest_first = sorted(forms, key=lambda form: (-len(form), form))
        groups.append((key, re.compile("|".join(map(_match_whole, longest_first)))))
    return tuple(groups)


def _match_whole(form: str) -> str:
    edge = form[0].isascii() or "\u0400" <= form[0] <= "\u04ff"
    escaped = re.escape(form)
    return rf"(?<!\w){escaped}(?!\w)" if edge else escaped
