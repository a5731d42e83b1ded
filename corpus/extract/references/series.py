"""Documents of a list that leave out shared parts: ``39/2, 39/3``, ``C24/8 to C24/11``."""

from __future__ import annotations

import re
from typing import Final

from corpus.extract import symbols
from corpus.extract.references.numbers import SIGN
from corpus.extract.references.scan import FoundReference, Scan, of_symbol
from corpus.languages import LETTERS

_MOST: Final = 60  # members of a list
_LONGEST_RANGE: Final = 30  # members; a wider one is a mistake
_MEETINGS_APART: Final = 6  # in one list; further apart, it is a date or a ratio
_LONGEST: Final = 60  # characters of a member
_CHANGE: Final = (
    r"(?:\ ?\([^()\d]{2,12}\d{1,2}\)|-[ar]\d{1,2}(?![a-z\d]))?"
    rf"(?:-[{LETTERS.lower()}](?![a-z\d]))?"
)
_MEMBER: Final = re.compile(
    rf"(?:(?P<meeting>\d{{1,3}})/)?(?:(?P<series>inf|adm|dt|dl|td)/)?(?P<slash>/?)0*(?P<number>\d{{1,4}})"
    rf"(?!\d|[.,:]\d|\ ?%|[/a-zа-я]){_CHANGE}"
)
_ASSEMBLY: Final = re.compile(r"(?P<number>[3-9]\d/\d{1,3}|20\d\d/\d{1,2})(?!\d|[.,/]\d|[a-z])")
_PARTS: Final = re.compile(
    r"(?P<head>.*?)(?P<meeting>\d{1,3})/(?:(?P<series>[A-Z]+)/)?(?P<number>\d{1,4})(?:\(.*)?"
)
_UN: Final = re.compile(r"(?P<head>[AE](?:/RES|/DEC)?/)(?:\d{2}|20\d\d)/\d{1,3}")


# `, 3 and 7.` and `、3和7号文件` behind a symbol are numbers of documents: no noun follows.
_CLOSED: Final = re.compile(
    r"(?:\ ?[,、]\ ?\d{1,3}){1,8}\ ?,?\ ?(?:and|et|y|e|и|و|和|及|与|、)\ ?\d{1,3}"
    r"(?:号文件|\ ?(?=[.;:)]?(?:\s|$|[。)])))(?!\ ?\w)"
    r"|(?:\ ?(?:[,、和及与至到-]|第|号)\ ?\d{1,3}){1,8}号文件"
)


def read_members(scan: Scan, first: symbols.FoundSymbol) -> list[FoundReference]:
    """Return the other members of the list that ``first`` begins."""
    text, words = scan.text, scan.words
    several = (
        symbols.announces_several(text[max(0, first.start - 30) : first.start])
        or _CLOSED.match(text, first.end) is not None
    )
    last = first
    new: list[FoundReference] = []
    while len(new) < _MOST:
        sign = SIGN.match(text, last.end)
        joint = words.symbol_joint.match(text, sign.end() if sign else last.end)
        kind = joint.lastgroup if joint else None
        if joint is None or kind is None:
            break
        tight = joint["range"] is not None and joint.group().strip() == "-"
        member = _read_member(
            scan, symbols.behind_document(text, joint.end()), last.symbol, bare=several or tight
        )
        if member is None:
            break
        if joint["range"] is not None:
            new += [
                of_symbol(symbol, last.end, member.start)
                for symbol in _fill_range(last.symbol, member.symbol)
            ]
        new.append(of_symbol(member.symbol, member.start, member.end))
        last = member
    return new


def _read_member(
    scan: Scan, position: int, last: symbols.Symbol, *, bare: bool
) -> symbols.FoundSymbol | None:
    text = scan.text
    slash = text.find("/", position, position + _LONGEST)
    full = symbols.symbol_at(text, slash, position) if slash > position else None
    if full and full.start == position and not text[position].isdigit():
        return full
    assembly = _UN.fullmatch(last.canonical)
    if assembly:
        number = _ASSEMBLY.match(text, position)
        return _parse_member(f"{assembly['head']}{number['number']}", number) if number else None
    shared = _PARTS.fullmatch(last.canonical)
    match = _MEMBER.match(text, position)
    if shared is None or match is None or match.group() == "24/7":
        return None
    is_amount = scan.words.units.match(text, match.end("number")) is not None
    if is_amount or not (match["meeting"] or match["series"] or match["slash"] or bare):
        return None
    meeting = match["meeting"] or shared["meeting"]
    apart = abs(int(meeting) - int(shared["meeting"]))
    if apart > _MEETINGS_APART or (apart and len(meeting) == 1):
        return None
    # 40/5 behind 40/INF/4 is a contribution; 5 behind it an information document.
    series = match["series"] or ("" if match["meeting"] else (shared["series"] or ""))
    part = f"{series}/" if series else ""
    change = text[match.end("number") : match.end()]
    head = shared["head"] or ""
    return _parse_member(f"{head}{meeting}/{part}{match['number']}{change}", match)


def _parse_member(text: str, match: re.Match[str]) -> symbols.FoundSymbol | None:
    parsed = symbols.parse(text)
    return symbols.FoundSymbol(parsed.symbol, None, *match.span()) if parsed else None


def _fill_range(first: symbols.Symbol, last: symbols.Symbol) -> list[symbols.Symbol]:
    low, high = _PARTS.fullmatch(first.canonical), _PARTS.fullmatch(last.canonical)
    if low is None or high is None or (first.meeting, first.series) != (last.meeting, last.series):
        return []
    if int(high["number"]) - int(low["number"]) > _LONGEST_RANGE:
        return []
    stem = first.canonical[: low.start("number")]
    numbers = range(int(low["number"]) + 1, int(high["number"]))
    parsed = (symbols.parse(f"{stem}{number}") for number in numbers)
    return [symbol.symbol for symbol in parsed if symbol]
