"""Which document is this? Symbols and file names of documents, both ways.

One canonical form per document, whatever the language, the alias or the spelling:

    CWG-WSIS&SDG-39/2    WG-WSIS-32/16-E Rev. 1 -> CWG-WSIS-32/16(Rev.1)    C24/8    A/70/684
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from corpus.languages import BY_CODE, BY_LETTER
from corpus.symbols.grammar import OWN, grammar
from corpus.text import fold_with_places, latin

_LONGEST: Final = 300  # characters of a text that is one symbol; more is no symbol
_LONGEST_HEAD: Final = 40  # before a symbol's first slash, in characters
_LONGEST_TAIL: Final = 120  # behind it
_IN_HEAD: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789&.-_асеорхктмнвіѕј")
_ANCHOR: Final = re.compile(r"/|(?<=[0-9a-z])-(?=(?:c|inf|adm|dt|dl|td|sp|cir)-?\d|td-[a-z])")
_FIRST_PARTS: Final = frozenset(
    "res dec hrc prst inf ece escap icef eca eclac escwa bur ngo cn ac conf c pv".split()
)
_STUDY_GROUPS: Final = 21  # `Document 5/12` is a study group's; the group met more often
_DAYS: Final = 31
_FURTHER: Final = re.compile(
    r"(?:号|\ ?\([a-z.\ ]{2,6}\d\))?\ ?[,;、-]?\ ?(?:[^\W\d_]{1,7}\ ?)?"
    r"第?(?P<meeting>[3-5]\d)/\d{1,2}"
    r"(?!\d|[.,/%]\d|号?[^,;.文]{0,12}决)"
)
_FORMATS: Final = {"pdf": "PDF", "zip": "ZIP", "docx": "MSW", "doc": "MSW"}
_ABBREVIATED: Final = {"revision": "Rev", "addendum": "Add", "corrigendum": "Corr", "annex": "Ann"}


@dataclass(frozen=True, slots=True)
class Symbol:
    """The identity of a document; all numbers are strings without leading zeros.

    Attributes:
        body: ``CWG-WSIS&SDG``, ``Council``, ``PP``, ``WSIS``, ``UNGA`` …; a body that the
            contract does not name keeps its code (``TDAG``, ``CEDAW``).
        meeting: ``39`` for the group; else the part before the slash (``C24``, ``PP-14``,
            ``WSIS-05``); None for a United Nations symbol.
        series: ``C``, ``INF``, ``ADM``, ``DT``, ``DL`` …; ``RES``, ``DEC`` or None at the
            United Nations.
        number: ``2``; at the United Nations what follows the organ (``70/684``) or the series.
        revision: ``1`` for the first revision, or None.
        addendum: ``1`` for the first addendum, or None.
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
    """A symbol and the language whose letter stood behind it (ISO code), if one did."""

    symbol: Symbol
    language: str | None


@dataclass(frozen=True, slots=True)
class FoundSymbol:
    """A symbol in running text; ``text[start:end]`` is how it is written there."""

    symbol: Symbol
    language: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FileName:
    """What a file's name tells.

    Attributes:
        symbol: of the document in the file.
        sector: ITU's letter (S, D, T, R), or None where the name has none.
        year: with the century (2024), or None.
        format: ``MSW``, ``PDF``, ``ZIP``, or None.
        language: ISO code, or None.
    """

    symbol: Symbol
    sector: str | None
    year: int | None
    format: str | None
    language: str | None


def parse(text: str) -> ParsedSymbol | None:
    """The symbol that the whole of ``text`` is, in any written form and language, or None."""
    if len(text) > _LONGEST:
        return None
    read = grammar()
    wrapped = read.wrapped.fullmatch(latin(fold_with_places(text).text).strip(" .;,()"))
    if not wrapped:
        return None
    core = wrapped["core"].strip(" ()") if "(" not in wrapped["core"] else wrapped["core"]
    # The full stop of (Rev.1) may have lost its bracket to the stripping above.
    core += ")" * (core.count("(") - core.count(")"))
    for pattern, build in ((read.itu, _itu), (read.wsis, _wsis), (read.un, _united_nations)):
        match = pattern.fullmatch(core)
        symbol = build(match) if match else None
        if match and symbol:
            if wrapped["kind"]:
                symbol = _changed(symbol, [(read.kind_of(wrapped["kind"]), wrapped["no"])])
            return ParsedSymbol(symbol, _language(match))
    named = parse_file_name(text.strip())
    return ParsedSymbol(named.symbol, named.language) if named else None


def find(text: str) -> Iterator[FoundSymbol]:
    """The symbols in running text, in order; linear in the length of ``text``."""
    folded = fold_with_places(text)
    done = 0
    for anchor in _ANCHOR.finditer(folded.text):
        if anchor.start() < done:
            continue
        found = symbol_at(folded.text, anchor.start(), done)
        if found:
            done = found.end
            yield replace(found, start=folded.start(found.start), end=folded.end(found.end))


def symbol_at(text: str, anchor: int, floor: int) -> FoundSymbol | None:
    """The symbol around the slash or hyphen at ``anchor`` in folded text, or None.

    It is not looked for before ``floor``. A look at a few dozen characters, whatever the text.
    """
    if text[anchor] == "/" and not (text[anchor + 1 : anchor + 2].isalnum() and anchor):
        return None
    start = anchor
    lowest = max(floor, anchor - _LONGEST_HEAD)
    while start > lowest and (text[start - 1] in _IN_HEAD):
        start -= 1
    if start == lowest > floor and text[start - 1] in _IN_HEAD:
        return None
    window = latin(text[start : anchor + _LONGEST_TAIL])
    if text[anchor] == "/":
        # Doc.CWG-WSIS-32/10: no symbol has a full stop before its first slash.
        window = window[window.rfind(".", 0, anchor - start) + 1 :]
    window = window.lstrip("-.&")
    start += min(len(text) - start, _LONGEST_TAIL + anchor - start) - len(window)
    read = grammar()
    if text[anchor] == "-":
        return _file_at(window, start)
    if window[:1].isdigit():
        loose = read.loose_group.search(latin(text[max(floor, start - 20) : start]))
        if not loose:
            return _bare(text, start, floor)
        start -= len(loose.group())
        window = latin(text[start : anchor + _LONGEST_TAIL])
    for pattern, build in ((read.itu, _itu), (read.wsis, _wsis), (read.un, _united_nations)):
        match = pattern.match(window)
        symbol = build(match) if match else None
        if match and symbol:
            end = start + _end(match, symbol)
            return _with_prefix(text, floor, FoundSymbol(symbol, _language(match), start, end))
    return None


def _file_at(window: str, start: int) -> FoundSymbol | None:
    match = grammar().itu_file.match(window)
    named = _from_itu_file(match) if match else None
    if match is None or named is None:
        return None
    end = match.end("ext") if match["ext"] else match.end()
    return FoundSymbol(named.symbol, named.language, start, start + end)


def _bare(text: str, start: int, floor: int) -> FoundSymbol | None:
    """``Document 39/2``, ``41/3-R1-E``, ``40/INF/4``: a symbol of this group without its name.

    Ratios, dates and numbers of resolutions look alike: a word, a letter or a series has to tell.
    """
    read = grammar()
    match = read.bare.match(latin(text[start : start + _LONGEST_TAIL]))
    if match is None:
        return None
    end = start + match.end()
    meeting = int(match["meeting"])
    is_told = meeting > _STUDY_GROUPS and (
        match["series"] == "inf"
        or match["suffix"]
        or text.startswith("号文件", end)
        or read.led.search(latin(text[max(floor, start - 30) : start]))
        or (meeting > _DAYS and _goes_on(text, end, match["meeting"]))
    )
    if not is_told:
        return None
    symbol = _of_group(OWN, match["meeting"], (match["series"] or "C").upper(), match["number"])
    return FoundSymbol(_changed(symbol, _changes(match["suffix"])), _language(match), start, end)


def _goes_on(text: str, end: int, meeting: str) -> bool:
    """Whether another number of the same meeting follows: ``39/2, 39/3``, ``40/2 to 40/4``."""
    further = _FURTHER.match(text, end)
    return further is not None and further["meeting"] == meeting


def behind_document(text: str, at: int) -> int:
    """Behind the word document at ``at`` in folded text; ``at`` where there is none."""
    word = grammar().word.match(latin(text[at : at + 40]))
    return at + word.end() if word else at


def announces_several(before: str) -> bool:
    """Whether folded text ends in a word that announces several documents (``Documents``)."""
    return grammar().several.search(latin(before[-30:])) is not None


def _end(match: re.Match[str], symbol: Symbol) -> int:
    # A year or session in brackets belongs to a resolution's symbol only.
    if match.re is grammar().un and match["session"] and symbol.series != "RES":
        return match.end("parts")
    return match.end()


def _with_prefix(text: str, floor: int, found: FoundSymbol) -> FoundSymbol:
    before = latin(text[max(floor, found.start - 60) : found.start])
    ahead = grammar().ahead.search(before) if before.endswith(" ") else None
    if not ahead:
        return found
    symbol = _changed(found.symbol, [(grammar().kind_of(ahead["kind"]), ahead["no"])])
    start = found.start - len(before) + ahead.start()
    return FoundSymbol(symbol, found.language, start, found.end)


def parse_file_name(name: str) -> FileName | None:
    """What the name of a file tells of the document in it, or None.

    Reads ITU's own names (``S24-CWGWSIS39-C-0002!R1!MSW-E.docx``) and the ones that people give
    (``C24-8-E.pdf``, ``CWG-WSIS&SDG-39-2-E.docx``, ``CWGWSIS39-INF-0002_E.docx``).
    """
    if len(name) > _LONGEST:
        return None
    folded = latin(fold_with_places(name.replace("\\", "/").rpartition("/")[2]).text)
    folded = folded.replace("%21", "!").replace("%26", "&").replace("&amp;", "&")
    read = grammar()
    match = read.itu_file.fullmatch(folded)
    if match:
        return _from_itu_file(match)
    match = read.bare_file.fullmatch(folded)
    if not match:
        return None
    kind = _FORMATS.get(match["ext"] or "")
    return FileName(_itu(match), None, None, kind, _language(match))


def file_name(
    symbol: Symbol,
    language: str,
    format: str = "MSW",  # noqa: A002 - the word that ITU uses
    year: int | None = None,
) -> str:
    """ITU's file name for one language of a document, without the extension.

    Args:
        symbol: of an ITU document.
        language: ISO code of one of the six.
        format: ``MSW``, ``PDF``, ``ZIP``.
        year: with the century; needed where neither the meeting nor the table of the group's
            meetings tells it.

    Raises:
        ValueError: the symbol is not ITU's, the year cannot be told, or the language is none of
            the six.
    """
    if language not in BY_CODE:
        raise ValueError(f"There is no ITU letter for the language {language!r}.")
    read = grammar()
    series = symbol.series or "C"
    if symbol.body in read.groups and symbol.meeting:
        group, meeting = read.groups[symbol.body], symbol.meeting.rpartition("-")[2]
        year = year or group.get("years", {}).get(meeting)
        sector, code = "S", f"{group['codes'][0]}{meeting}"
    elif symbol.body in read.bodies and symbol.meeting and symbol.number:
        entry = read.bodies[symbol.body]
        digits = re.search(r"\d\d", symbol.meeting)
        if digits and entry.get("dated", True):
            year = year or 2000 + int(digits.group())
        sector, code = entry["sector"], entry.get("file", symbol.meeting.replace("-", ""))
    else:
        raise ValueError(f"{symbol.canonical} is not a document of an ITU meeting.")
    if year is None:
        raise ValueError(f"The year of {symbol.canonical} is not known: name it.")
    letters = {"Add": "A", "Rev": "R", "Corr": "C", "Ann": "N"}
    change = "".join(
        letters[kind] + no
        for kind, no in re.findall(r"\((Add|Rev|Corr|Ann)\.(\d+)\)", symbol.canonical)
    )
    number = (symbol.number or "").zfill(4)
    head = f"{sector}{year % 100:02d}-{code}-{series}-{number}"
    return f"{head}!{change}!{format}-{BY_CODE[language].letter}"


# --- from a match to a symbol ----------------------------------------------------------------


def _language(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    letter = groups.get("letter") or groups.get("letter2")
    return BY_LETTER[letter.upper()].code if letter else None


def _itu(match: re.Match[str]) -> Symbol:
    series = (match["series"] or "").upper()
    if match["group"]:
        body = grammar().by_group[match["group"]]
        symbol = _of_group(body, match["meeting"], series or "C", match["number"])
    else:
        symbol = _of_body(grammar().by_code[match["code"]], match["year"].removeprefix("20") if
                          len(match["year"]) > 3 and match["year"][2:4].isdigit() else
                          match["year"], series, match["number"])  # fmt: skip
    return _changed(symbol, _changes(match["suffix"]))


def _of_group(body: str, meeting: str, series: str, number: str) -> Symbol:
    at = f"{grammar().group_name(body, meeting)}-{meeting}"
    part = "" if series == "C" else f"{series}/"
    of_meeting = meeting if body == OWN else at
    return Symbol(body, of_meeting, series, number, None, None, f"{at}/{part}{number}")


def _of_body(body: str, meeting: str, series: str, number: str) -> Symbol:
    entry = grammar().bodies[body]
    usual = entry.get("series", "C")
    at = entry["form"].format(meeting)
    part = "" if series in {"", usual} else f"{series}/"
    return Symbol(body, at, series or usual, number, None, None, f"{at}/{part}{number}")


def _wsis(match: re.Match[str]) -> Symbol:
    meeting = f"WSIS-{match['year']}".upper()
    series = match["series"].upper()
    canonical = f"{meeting}/{match['rest'].upper()}{series}/{match['number']}"
    symbol = Symbol("WSIS", meeting, series, match["number"], None, None, canonical)
    return _changed(symbol, _changes(match["suffix"]))


def _united_nations(match: re.Match[str]) -> Symbol | None:
    organ = match["organ"]
    parts = match["parts"][1:].split("/")
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
        written = re.sub(r"^(REV|ADD|CORR)(?=\.)", lambda m: m[0].capitalize(), part.upper())
        path.append(written)
    for name in ("RES", "DEC"):
        if name in path[:2]:
            series = name
    number = "/".join(
        p for p in path if p not in {"RES", "DEC"} and not p.startswith(("Rev.", "Add."))
    )
    # 217(III)A is a resolution's number; the year in S/RES/1325(2000) is not part of the identity.
    is_session = series == "RES" and match["session"] and body != "UNSC"
    session = match["session"].replace(" ", "").upper() if is_session else ""
    number += session
    canonical = "/".join([organ.upper(), *path]) + session
    return Symbol(body, None, series, number, changes.get("rev"), changes.get("add"), canonical)


def _changes(suffix: str | None) -> list[tuple[str, str]]:
    read = grammar()
    found = read.suffix.finditer(suffix or "")
    return [(read.kind_of(match["kind"]), match["no"]) for match in found]


def _changed(symbol: Symbol, changes: list[tuple[str, str]]) -> Symbol:
    revision, addendum, canonical = symbol.revision, symbol.addendum, symbol.canonical
    for kind, number in changes:
        no = number.lstrip("0") or "0"
        canonical += f"({_ABBREVIATED[kind]}.{no})"
        if kind == "revision":
            revision = no
        elif kind == "addendum":
            addendum = no
    return replace(symbol, revision=revision, addendum=addendum, canonical=canonical)


def _from_itu_file(match: re.Match[str]) -> FileName | None:
    read = grammar()
    series, number = match["series"].upper(), match["number"]
    if match["group"]:
        symbol = _of_group(read.by_group[match["group"]], match["meeting"], series, number)
    elif (body := read.by_file_series.get((match["code"], match["series"]))) or (
        match["code"] in read.by_file_code and not match["part"]
    ):
        body = body or read.by_file_code[match["code"]]
        symbol = _of_body(body, match["at"] or match["year"], series, number)
    elif match["sector"] != "s":
        # How documents of this body are cited is not known: the name itself is the symbol.
        body = re.split(r"[\d-]", match["other"] or match["code"])[0].upper()
        parts = "/".join(part.upper() for part in (match["series"], match["part"]) if part)
        meeting = (match["other"] or match["code"] + match["at"]).upper()
        symbol = Symbol(body, meeting, parts, number, None, None, match["head"].upper())
    else:
        return None
    letters = {"a": "addendum", "r": "revision", "c": "corrigendum", "n": "annex"}
    changes = re.findall(r"([arcn])(\d+)", match["change"] or "")
    changed = [(letters[letter], no) for letter, no in changes] or _changes(match["parts"])
    symbol = _changed(symbol, changed)
    year = 2000 + int(match["year"])
    kind = match["format"].upper() if match["format"] else None
    return FileName(symbol, match["sector"].upper(), year, kind, _language(match))
