"""What is the document's own symbol, and which of those in sight are only mentioned?

Own is a symbol in the file's name, on a line of the cover that holds nothing else (besides the word
for document, its revision or addendum, its date and its original language), or in a page header. A
symbol within a sentence, under "References" or behind the cover belongs to another document.

Where they disagree, the cover's stands, then the page header's, then the file name's, since the
cover is what people read and cite; only a revision or an addendum that the others have and the
cover lacks is added, because a revised file whose cover was left as it was must not take the
original's place. Each disagreement is a warning that names both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from corpus import symbols
from corpus.documents import Provenance, ReadingWarning
from corpus.symbols import ParsedSymbol, Symbol
from corpus.text import dates, fold_with_places
from ingest.cover.parts import segments
from ingest.cover.words import DOCUMENT, ONLY, ORIGINAL

CONFLICT: Final = "metadata-conflict"
"""Code of the warning that two sources say different things of a document."""

WHERE: Final[Mapping[Provenance, str]] = {
    "cover": "cover",
    "page-header": "page header",
    "file-name": "file name",
}
"""The sources that can disagree, for people."""

_AROUND: Final = re.compile(r"[\s\d()\[\]{}.,:;/|*–—_-]+")

_MUCH: Final = 30
"""Letters beside a symbol in a page header from which it is a sentence that mentions it."""

_BARE_NUMBER: Final = re.compile(
    r"(?:[^\W\d_]+(?: [^\W\d_]+)?\s?\d{1,2} (?:[^\W\d_]{1,3} )?)?"  # Addendum 1 to
    rf"{DOCUMENT}\s*(?:n[o°.]?\s*|№\s*)?(?P<number>\d{{1,4}})(?:\s*-\s*(?P<letter>[acefrs]))?"
    r"(?:\s*\(?\s*(?:rev|add|corr)\.?\s*\d+\)?)?"
)


def on_line(line: str) -> ParsedSymbol | None:
    """The symbol that ``line`` of a cover states as the document's own, or None."""
    for part in segments(line):
        parsed = symbols.parse(_without_date_and_original(part))
        if parsed is not None and not _is_path(part):
            return parsed
    return None


def _without_date_and_original(part: str) -> str:
    for date in reversed(dates.find(part)):
        part = part[: date.start] + " " + part[date.end :]
    folded = fold_with_places(part)
    for pattern in (ORIGINAL, ONLY):
        match = pattern.search(folded.text)
        if match:
            part = part[: folded.start(match.start())] + " " + part[folded.end(match.end()) :]
            folded = fold_with_places(part)
    return re.sub(r"\s+(?:года|г\.)\s*$", "", part).strip(" ,;–—-")


def _is_path(part: str) -> bool:
    """A path in a footer, with backslashes, is where somebody saved a draft."""
    return "\\" in part


def in_header(lines: Iterable[str]) -> list[ParsedSymbol]:
    """The symbols that page headers and footers state, in order, each once."""
    found: list[ParsedSymbol] = []
    for line in lines:
        for part in segments(line):
            if _is_path(part):
                continue
            hits = list(symbols.find(part))
            if len(hits) != 1:
                continue
            hit = hits[0]
            rest = _AROUND.sub("", part[: hit.start] + part[hit.end :])
            if len(rest) <= _MUCH:
                whole = symbols.parse(_without_date_and_original(part))
                parsed = whole or symbols.ParsedSymbol(hit.symbol, hit.language)
                if all(parsed.symbol != other.symbol for other in found):
                    found.append(parsed)
    return found


@dataclass(frozen=True, slots=True)
class _Claim:
    where: Provenance
    symbol: Symbol


@dataclass(frozen=True, slots=True)
class Decision:
    """The document's own symbol, where each of its parts was read, and what disagrees."""

    symbol: Symbol | None
    provenance: Mapping[str, Provenance]
    warnings: list[ReadingWarning]


def decide(file_name: str, cover: Iterable[str], running: Iterable[str]) -> Decision:
    """The document's own symbol, with a warning for each source that names another one.

    Args:
        file_name: of the file, without its folder.
        cover: the cover's lines, up to where its text begins.
        running: the lines of page headers and footers.
    """
    cover = list(cover)
    claims: list[_Claim] = []
    stated = _stated(cover)
    if stated is not None:
        claims.append(_Claim("cover", stated.symbol))
    named = symbols.parse_file_name(file_name)
    headers = [parsed.symbol for parsed in in_header(running)]
    known = [claim.symbol for claim in claims] + ([named.symbol] if named else [])
    agreeing = [symbol for symbol in headers if any(_same(symbol, other) for other in known)]
    if headers:
        claims.append(_Claim("page-header", (agreeing or headers)[0]))
    if named is not None:
        claims.append(_Claim("file-name", named.symbol))
    if not claims:
        return Decision(None, {}, [])
    symbol = claims[0].symbol
    provenance = _provenance(claims[0])
    for claim in claims[1:]:
        if _is_later(claim.symbol, symbol):
            symbol = claim.symbol
            provenance = {**_provenance(claim), **provenance}
    warnings = [
        _conflict(file_name, claim, claims[0], symbol)
        for claim in claims[1:]
        if claim.symbol.canonical != claims[0].symbol.canonical
        and not (claim.where == "page-header" and _same(claim.symbol, claims[0].symbol))
    ]
    if stated is None and named is not None:
        warnings += _other_number(file_name, cover, named.symbol)
    return Decision(symbol, provenance, warnings)


def _provenance(claim: _Claim) -> dict[str, Provenance]:
    parts = ("meeting", "series", "number", "revision", "addendum")
    stated = [part for part in parts if getattr(claim.symbol, part) is not None]
    return dict.fromkeys(("symbol", *stated), claim.where)


def _stated(cover: Iterable[str]) -> ParsedSymbol | None:
    """The first symbol that the cover states as its own."""
    before = ""
    for line in cover:
        for part in segments(line):
            parsed = on_line(part)
            if parsed is not None:
                # "Addendum 1 to" may stand on the line above.
                both = symbols.parse(f"{before} {_without_date_and_original(part)}")
                return both if both is not None and _same(both.symbol, parsed.symbol) else parsed
            before = part
    return None


def _same(symbol: Symbol, other: Symbol) -> bool:
    """Whether the two are one document but for revision and addendum."""
    return (symbol.body, symbol.meeting, symbol.series, symbol.number) == (
        other.body, other.meeting, other.series, other.number,
    )  # fmt: skip


def _is_later(named: Symbol, symbol: Symbol) -> bool:
    """Whether another source adds a revision or addendum to what the cover says."""
    return (
        _same(named, symbol)
        and named.canonical != symbol.canonical
        and symbol.revision in {None, named.revision}
        and symbol.addendum in {None, named.addendum}
    )


def _conflict(file_name: str, claim: _Claim, first: _Claim, taken: Symbol) -> ReadingWarning:
    return ReadingWarning(
        code=CONFLICT,
        message=(
            f"{file_name}: the {WHERE[first.where]} says {first.symbol.canonical}, "
            f"the {WHERE[claim.where]} says {claim.symbol.canonical}; it is kept as "
            f"{taken.canonical}. Correct the one that is wrong."
        ),
    )


def is_numbered(cover: Iterable[str]) -> bool:
    """Whether a cover numbers its document without naming the meeting (``Document 20-E``)."""
    parts = (part for line in cover for part in segments(line))
    return any(
        _BARE_NUMBER.fullmatch(fold_with_places(_without_date_and_original(part)).text)
        for part in parts
    )


def _other_number(file_name: str, cover: Iterable[str], named: Symbol) -> list[ReadingWarning]:
    """A cover may say only ``Document 20-E``; the number has to be the file name's."""
    for line in cover:
        for part in segments(line):
            match = _BARE_NUMBER.fullmatch(fold_with_places(_without_date_and_original(part)).text)
            if match and match["number"].lstrip("0") != named.number:
                return [
                    ReadingWarning(
                        code=CONFLICT,
                        message=(
                            f"{file_name}: the cover says document {match['number']}, the file "
                            f"name says {named.canonical}; it is kept as {named.canonical}. "
                            "Correct the one that is wrong."
                        ),
                    )
                ]
    return []
