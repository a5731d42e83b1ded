"""Symbols and file names made from matches of the grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from corpus.extract.symbols.grammar import OWN, grammar
from corpus.languages import BY_LETTER

_FIRST_PARTS: Final = frozenset(
    "res dec hrc prst inf ece escap icef eca eclac escwa bur ngo cn ac conf c pv".split()
)
_ABBREVIATED: Final = {"revision": "Rev", "addendum": "Add", "corrigendum": "Corr", "annex": "Ann"}


@dataclass(frozen=True, slots=True)
class Symbol:
    """The identity of a document; all numbers are strings without leading zeros.

    Attributes:
        body: ``CWG-WSIS&SDG``, ``Council``, ``PP`` …; a body outside the contract keeps its code.
        meeting: ``39`` for the group, else the part before the slash (``C24``); None at the UN.
        series: ``C``, ``INF``, ``ADM``, ``DT``, ``DL`` …; ``RES``, ``DEC`` or None at the UN.
        number: ``2``; at the UN the part behind the organ (``70/684``) or series.
        canonical: the one form in which the document is cited.
    """

    body: str
    meeting: str | None
    series: str | None
    number: str | None
    revision: str | None
    addendum: str | None
    canonical: str


@dataclass(frozen=True, slots=True)
class ParsedSymbol:
    """A symbol, and the language (ISO code) of the letter behind it, or None."""

    symbol: Symbol
    language: str | None


@dataclass(frozen=True, slots=True)
class FoundSymbol:
    """A symbol in running text; ``text[start:end]`` is its spelling there."""

    symbol: Symbol
    language: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FileName:
    """The facts in a file's name; None for each that is missing.

    ``sector`` is ITU's letter (S, D, T, R), ``format`` is ``MSW``, ``PDF`` or ``ZIP``.
    """

    symbol: Symbol
    sector: str | None
    year: int | None
    format: str | None
    language: str | None


def language_of(match: re.Match[str]) -> str | None:
    """Return the language (ISO code) of the letter behind a symbol, or None."""
    groups = match.groupdict()
    letter = groups.get("letter") or groups.get("letter2")
    return BY_LETTER[letter.upper()].code if letter else None


def read_itu(match: re.Match[str]) -> Symbol:
    """Return the document that a match of ``Grammar.itu`` names."""
    series = (match["series"] or "").upper()
    if match["group"]:
        body = grammar().by_group[match["group"]]
        symbol = make_group_symbol(body, match["meeting"], series or "C", match["number"])
    else:
        year = match["year"]
        has_century = len(year) > 3 and year[2:4].isdigit()
        meeting = year.removeprefix("20") if has_century else year
        symbol = _make_body_symbol(
            grammar().by_code[match["code"]], meeting, series, match["number"]
        )
    return add_changes(symbol, read_changes(match["suffix"]))


def make_group_symbol(body: str, meeting: str, series: str, number: str) -> Symbol:
    """Return a document of a group of the Council."""
    prefix = f"{grammar().name_at_meeting(body, meeting)}-{meeting}"
    part = "" if series == "C" else f"{series}/"
    of_meeting = meeting if body == OWN else prefix
    return Symbol(body, of_meeting, series, number, None, None, f"{prefix}/{part}{number}")


def _make_body_symbol(body: str, meeting: str, series: str, number: str) -> Symbol:
    entry = grammar().bodies[body]
    usual = entry.get("series", "C")
    prefix = entry["form"].format(meeting)
    part = "" if series in {"", usual} else f"{series}/"
    return Symbol(body, prefix, series or usual, number, None, None, f"{prefix}/{part}{number}")


def read_wsis(match: re.Match[str]) -> Symbol:
    """Return the document that a match of ``Grammar.wsis`` names."""
    meeting = f"WSIS-{match['year']}".upper()
    series = match["series"].upper()
    canonical = f"{meeting}/{match['rest'].upper()}{series}/{match['number']}"
    symbol = Symbol("WSIS", meeting, series, match["number"], None, None, canonical)
    return add_changes(symbol, read_changes(match["suffix"]))


def read_un(match: re.Match[str]) -> Symbol | None:
    """Return the document that a match of ``Grammar.un`` names; None for a mere ``km/h``."""
    organ = match["organ"]
    parts = re.sub(r"\s", "", match["parts"][1:]).split("/")
    numbered = sum(any(char.isdigit() for char in part) for part in parts)
    first = parts[0]
    if organ in grammar().organs:
        known = first in _FIRST_PARTS or re.fullmatch(r"[a-z]+[.-]\d+|\d{2,4}|\d{4,6}", first)
        if not known or not numbered or (len(parts) == 1 and not re.fullmatch(r"\d{4,6}", first)):
            return None
    elif not numbered or len(parts) < 2:
        return None
    body = grammar().organs.get(organ, organ.upper())
    series = None
    if "hrc" in parts[:2] and organ == "a":
        body = "HRC"
    changes: dict[str, str] = {}
    path: list[str] = []
    for part in parts:
        change = re.fullmatch(r"(rev|add)\.(\d+)", part)
        if change:
            changes[change[1]] = change[2]
        text = re.sub(r"^(REV|ADD|CORR)(?=\.)", lambda m: m[0].capitalize(), part.upper())
        path.append(text)
    for name in ("RES", "DEC"):
        if name in path[:2]:
            series = name
    number = "/".join(
        p for p in path if p not in {"RES", "DEC"} and not p.startswith(("Rev.", "Add."))
    )
    # 217(III)A is a resolution's number; the year in S/RES/1325(2000) is not part of the identity.
    is_session = series == "RES" and match["session"] and not re.search(r"\d", match["session"])
    session = match["session"].replace(" ", "").upper() if is_session else ""
    number += session
    canonical = "/".join([organ.upper(), *path]) + session
    return Symbol(body, None, series, number, changes.get("rev"), changes.get("add"), canonical)


def read_changes(suffix: str | None) -> list[tuple[str, str]]:
    """Return the kind and number of each revision, addendum and corrigendum of a suffix."""
    read = grammar()
    matches = read.suffix.finditer(suffix or "")
    return [(read.kind_of(match["kind"]), match["no"]) for match in matches]


def add_changes(symbol: Symbol, changes: list[tuple[str, str]]) -> Symbol:
    """Return ``symbol`` with revisions, addenda, corrigenda and annexes."""
    revision, addendum, canonical = symbol.revision, symbol.addendum, symbol.canonical
    for kind, number in changes:
        no = number.lstrip("0") or "0"
        canonical += f"({_ABBREVIATED[kind]}.{no})"
        if kind == "revision":
            revision = no
        elif kind == "addendum":
            addendum = no
    return replace(symbol, revision=revision, addendum=addendum, canonical=canonical)


def read_itu_file(match: re.Match[str]) -> FileName | None:
    """Return the facts in a match of ``Grammar.itu_file``; None for an unknown code."""
    read = grammar()
    series, number = match["series"].upper(), match["number"]
    if match["group"]:
        symbol = make_group_symbol(read.by_group[match["group"]], match["meeting"], series, number)
    elif (body := read.by_file_series.get((match["code"], match["series"]))) or (
        match["code"] in read.by_file_code and not match["part"]
    ):
        body = body or read.by_file_code[match["code"]]
        symbol = _make_body_symbol(body, match["at"] or match["year"], series, number)
    elif match["sector"] != "s":
        # How documents of this body are cited is not known: the name itself is the symbol.
        body = re.split(r"[\d-]", match["other"] or match["code"])[0].upper()
        parts = "/".join(part.upper() for part in (match["series"], match["part"]) if part)
        meeting = (match["other"] or match["code"] + match["at"]).upper()
        symbol = Symbol(body, meeting, parts, number, None, None, match["head"].upper())
    else:
        return None
    letters = {"a": "addendum", "r": "revision", "c": "corrigendum", "n": "annex"}
    matches = re.findall(r"([arcn])(\d+)", match["change"] or "")
    changes = [(letters[letter], no) for letter, no in matches] or read_changes(match["parts"])
    symbol = add_changes(symbol, changes)
    year = 2000 + int(match["year"])
    kind = match["format"].upper() if match["format"] else None
    return FileName(symbol, match["sector"].upper(), year, kind, language_of(match))
