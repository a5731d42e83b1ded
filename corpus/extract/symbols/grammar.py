"""Patterns of document symbols, for folded text with Cyrillic look-alikes made Latin."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from corpus import tables
from corpus.languages import LETTERS
from corpus.text import latin, word_key

OWN: Final = "CWG-WSIS&SDG"
"""The body whose meetings are named by their number alone: this group."""

_LETTER: Final = rf"(?:[-_](?P<letter>[{LETTERS.lower()}])(?![a-z0-9]))?"
_LETTER_LAST: Final = rf"(?:[-_ ]?[-_](?P<letter2>[{LETTERS.lower()}])(?![a-z0-9]))?"
_EXTENSION: Final = r"(?:[ _-]?\(\d{1,3}\))?(?:\.(?P<ext>[a-z0-9]{1,5}))?"


@dataclass(frozen=True, slots=True)
class _SymbolFragments:
    """Pieces of patterns, each for any word of its kind, that several patterns share."""

    kinds: str
    suffixes: str
    group: str
    series: str
    documents: str
    own_documents: str
    several: str
    to: str
    head: str
    tail: str


class Grammar:
    """The patterns, compiled when they are first used.

    Attributes:
        itu: symbol of an ITU meeting (``cwg-wsis-32/16-e rev. 1``).
        wsis: symbol of the Summit (``wsis-05/tunis/doc/6(rev.1)-s``).
        bare_file: a file name that people give.
        ahead: words before a symbol: ``addendum 1 to document ``.
        loose_group: a group's name and a space or hyphen, at the end of a text.
        led: the word document that a bare ``39/2`` needs before it.
        several: a word at the end of a text that announces several documents.
        bare: a symbol of this group without its name (``41/3-r1-e``).
        change: a whole text of revisions, addenda or corrigenda: ``addendum 1 to``.
    """

    def __init__(self, bodies: dict[str, Any], groups: Iterable[dict[str, Any]]) -> None:
        self.groups: dict[str, dict[str, Any]] = {group["body"]: group for group in groups}
        self.by_group = {
            _strip_stop(word): body
            for body, group in self.groups.items()
            for word in (*group["written"], *group["codes"])
        }
        self.bodies: dict[str, Any] = bodies["itu"]
        united_nations = bodies["united-nations"]
        self.organs: dict[str, str] = {
            latin(word_key(code)): body for code, body in united_nations["organs"].items()
        }
        self.by_code = {
            _strip_stop(code): body
            for body, entry in self.bodies.items()
            for code in entry["written"]
        }
        # CL is the Council in file names, and a circular letter in symbols.
        self.by_file_code = self.by_code | {
            _strip_stop(code): body
            for body, entry in self.bodies.items()
            for code in entry.get("codes", ())
        }
        # In file names a code may mean two bodies, by the series: SG-C is a study group's.
        self.by_file_series = {
            (_strip_stop(entry["file"]), _strip_stop(entry["series"])): body
            for body, entry in self.bodies.items()
            if "series" in entry and "file" in entry
        }
        self._kinds: dict[str, str] = {
            _strip_stop(word): kind
            for forms in bodies["words"].values()
            for kind in ("revision", "addendum", "corrigendum")
            for word in forms[kind]
        }
        kinds = any_of(self._kinds)
        # An annex is a part of a file's name; `Annex 1 to Document C24/8` is a place in C24/8.
        self._kinds["ann"] = "annex"
        fragments = self._write_fragments(bodies, kinds)
        others = any_of(united_nations["others"]["codes"])
        file_codes = any_of([*self.by_file_code, *(code for code, _ in self.by_file_series)])
        self._written: dict[str, str] = {
            **_write_symbols(fragments, others, "|".join(self.organs)),
            **_write_file_names(fragments, file_codes),
            **_write_contexts(fragments),
        }

    def _write_fragments(self, bodies: dict[str, Any], kinds: str) -> _SymbolFragments:
        words = bodies["words"].values()
        documents = [word for forms in words for word in forms["document"]]
        suffixes = any_of(self._kinds)
        long_kinds = any_of(kind for kind in self._kinds if len(kind) > 4 or not kind.isascii())
        suffix = (
            rf"(?:\ ?(?:号文件的?)?\ ?(?:\(\ ?(?:{suffixes})\.?\ ?\d{{1,2}}\ ?\)"
            rf"|-[ar]\d{{1,2}}(?![a-z0-9])"
            rf"|/?(?:(?:{kinds})\.\ ?|(?:{long_kinds})\ ?)\d{{1,2}}(?!\d)))"
        )
        group = any_of(self.by_group)
        return _SymbolFragments(
            kinds=kinds,
            suffixes=suffixes,
            group=group,
            series=any_of(bodies["series"]["known"]),
            documents=any_of(documents),
            own_documents=any_of(word for word in documents if word != "第"),
            several=any_of(word for forms in words for word in forms["documents"]),
            to=any_of(word for forms in words for word in forms["to"]),
            head=(
                rf"(?:(?P<group>{group})[- ]{{0,2}}0*(?P<meeting>\d{{1,3}})"
                rf"|(?P<code>{any_of(self.by_code)})[- ]?"
                rf"(?P<year>(?:20(?=\d\d))?\d\d(?:-\d{{1,2}})?))"
            ),
            tail=rf"{_LETTER}(?P<suffix>{suffix}{{0,3}}){_LETTER_LAST}",
        )

    def __getattr__(self, name: str) -> re.Pattern[str]:
        """Compile a pattern at its first use: all together take long, and few are needed."""
        written = self.__dict__.get("_written", {}).get(name)
        if written is None:
            raise AttributeError(name)
        compiled = self.__dict__[name] = re.compile(written)
        return compiled

    def kind_of(self, word: str) -> str:
        """Return whether ``word`` says revision, addendum or corrigendum."""
        return self._kinds.get(word.rstrip(".")) or {"a": "addendum", "r": "revision"}[word]

    def name_at_meeting(self, group: str, meeting: str) -> str:
        """Return a group's name at a meeting: ``CWG-WSIS`` before the 35th."""
        forms = self.groups[group].get("forms", [])
        return next(
            (
                str(form["name"])
                for form in sorted(forms, key=lambda item: -int(item["from"]))
                if int(meeting) >= int(form["from"])
            ),
            str(forms[0]["name"]) if forms else group,
        )


def _write_symbols(fragments: _SymbolFragments, others: str, organs: str) -> dict[str, str]:
    series, tail = fragments.series, fragments.tail
    # A line of a PDF file may end behind a slash: A/RES/70/ 125.
    wrapped = r"(?:(?:(?<=/(?:res|dec)/)|(?<=/(?:res|dec)/\d\d/))\s(?=\d))?"
    return {
        "itu": (
            rf"{fragments.head}/(?:(?P<series>{series})(?:/|(?<=[a-z]{{2}})-))?"
            rf"0*(?P<number>\d{{1,4}})(?!\d|[.,]\d){tail}"
        ),
        "wsis": (
            r"wsis-(?P<year>\d\d|i{1,2})/(?P<rest>(?:[a-z]+(?:-\d{1,2})?/){0,3})"
            rf"(?P<series>[a-z]+)/0*(?P<number>\d{{1,4}})(?!\d){tail}"
        ),
        "un": (
            rf"(?P<organ>{others}|{organs})(?P<parts>(?:/{wrapped}[a-z0-9]+(?:\.[a-z0-9]+)*"
            rf"(?:-(?!(?:{organs})/)[a-z0-9]+)*)+)"
            r"(?P<session>\ ?\((?:[ivxlc]+|\d{4})\)(?:\ ?[a-f](?![a-z0-9]))?)?"
        ),
        "bare": (
            rf"(?P<meeting>[1-5]\d)/(?:(?P<series>{series})/)?0*(?P<number>\d{{1,3}})"
            rf"(?!\d|[.,/]\d){tail}"
        ),
    }


def _write_file_names(fragments: _SymbolFragments, file_codes: str) -> dict[str, str]:
    loose = rf"(?:[-_ !]{{0,2}}\(?(?:{fragments.kinds}|[ar](?=\d))\.?[ _-]?\d{{1,2}}(?!\d)\)?)"
    return {
        # Study groups and working parties of the Sectors are too many for a table: any code is one.
        # The meetings of some number their documents anew, and have their date in the name.
        "itu_file": (
            rf"(?P<head>(?P<sector>[sdrt])(?P<year>\d\d)-"
            rf"(?:(?P<group>{fragments.group})-?0*(?P<meeting>\d{{1,3}})"
            rf"|(?P<code>{file_codes})-?(?P<at>\d{{0,2}}(?:-\d)?)(?=-[a-z])"
            r"|(?<=[rtd]\d\d-)(?P<other>[a-z][a-z0-9.]{1,14}(?:-\d{6})?))"
            r"-(?P<series>[a-z]{1,5})(?:-(?P<part>[a-z]{2,5}\d{0,2}(?=-)))?"
            r"-?0*(?P<number>\d{1,5}))(?!\d)"
            r"(?P<parts>(?:\((?:add|rev|corr|ann)\.\d{1,2}\)){0,3})"
            r"(?:[!_](?P<change>(?:[arcn]\d{1,2}[-_]?){0,3})[!_](?P<format>[a-z]{3})"
            rf"(?:-(?P<letter>[{LETTERS.lower()}])(?![a-z0-9]))?)?{_EXTENSION}"
        ),
        "bare_file": (
            rf"{fragments.head}[-_ ](?:(?P<series>{fragments.series})[-_ ]?)?"
            rf"0*(?P<number>\d{{1,4}})(?!\d)"
            rf"{_LETTER}(?P<suffix>{loose}{{0,3}}){_LETTER_LAST}{_EXTENSION}"
        ),
    }


def _write_contexts(fragments: _SymbolFragments) -> dict[str, str]:
    kinds, documents, to = fragments.kinds, fragments.documents, fragments.to
    document = rf"(?:{fragments.own_documents})\.?[ :]{{0,2}}"
    change = (
        rf"\(?\ ?(?:{kinds})\.?\ ?(?:n[o°]\.?\ ?|№\ ?)?\d{{1,2}}\ ?\)?(?:-[{LETTERS.lower()}])?"
    )
    return {
        "loose_group": rf"(?<![a-z])(?:{fragments.group})[- ]{{1,2}}$",
        "led": rf"(?<![a-z]){document}(?:(?:no|№|from|de|du|des|del|c|من)\.?\ ?)?$",
        "word": rf"{document}(?=[a-z0-9])",
        "several": (
            rf"(?<![a-z])(?:{fragments.several})"
            r"\.?[ :]{0,2}(?:(?:from|de|du|del|c|من)\ )?$"
        ),
        "ahead": (
            rf"(?<![a-z])(?P<kind>{kinds})\.?\ ?(?P<no>\d{{1,2}})\ (?:(?:{to})\ )?"
            rf"(?:(?:{documents})\.?\ )?$"
        ),
        "suffix": rf"(?P<kind>{fragments.suffixes}|[ar](?=\d))\.?[ _-]?0*(?P<no>\d{{1,2}})",
        "wrapped": (
            rf"(?:(?P<kind>{kinds})\.?\ ?(?P<no>\d{{1,2}})\ (?:(?:{to})\ )?)?"
            rf"(?:(?:{documents})\.?[ :]*)?(?P<core>[^ ].*?)\ ?(?:号文件|号)?"
        ),
        "change": (
            rf"{change}(?:[ ,/-]{{0,3}}{change}){{0,2}}(?:\ ?(?:{to}))?"
            rf"(?:\ ?(?:{documents}))?[.: ]*"
        ),
    }


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, folded, longest first, without final stops."""
    return "|".join(
        re.escape(word) for word in sorted(set(map(_strip_stop, words)), key=lambda w: (-len(w), w))
    )


def _strip_stop(word: str) -> str:
    return latin(word_key(word)).rstrip(".")


def grammar() -> Grammar:
    """Return the grammar of the tables that are in force."""
    return _make_grammar(tables.folder())


@cache
def _make_grammar(folder: str) -> Grammar:
    bodies = tables.load("bodies")
    groups = tables.load_each("bodies")
    if "group" in bodies:
        # What a user's bodies.toml adds to this group, which has a file of its own.
        own = tables.merge(
            groups["cwg-wsis-sdg"], bodies["group"], Path(folder, "bodies.toml"), "group"
        )
        groups["cwg-wsis-sdg"] = own
    return Grammar(bodies, groups.values())
