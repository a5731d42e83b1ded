"""Decision on a document's own symbol by file name, cover and headers; warnings of conflicts.

The cover counts before the page header, then the file's name; a warning names both. The others may
add only a revision or addendum, or a revised file could replace the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpus.documents import Provenance, ReadingWarning
from corpus.extract import symbols
from corpus.extract.symbols import ParsedSymbol, Symbol
from ingest.cover.identity import (
    Change,
    CoverPart,
    CoverStatement,
    DocumentNumber,
    bare,
    has_conflicting_changes,
    is_same_document,
    read_statement,
    with_changes,
)
from ingest.cover.parts import segments

CONFLICT: Final = "metadata-conflict"
"""Code of the warning that two sources disagree about a document."""

WHERE: Final[Mapping[Provenance, str]] = {
    "cover": "cover",
    "page-header": "page header",
    "file-name": "file name",
}
"""Names for people of the sources that can disagree."""

_AROUND: Final = re.compile(r"[\s\d()\[\]{}.,:;/|*–—_-]+")

_MUCH: Final = 30
"""Letters next to a symbol from which a page header is a sentence that mentions it."""

DOUBT: Final = "metadata-doubt"
"""Code of the warning that a doubtful fact is left out."""


def find_in_headers(lines: Iterable[str]) -> list[ParsedSymbol]:
    """Return the distinct symbols in page headers and footers, in order."""
    result: list[ParsedSymbol] = []
    for line in lines:
        for part in segments(line):
            if "\\" in part:  # a path, where somebody saved a draft
                continue
            hits = list(symbols.find(part))
            if len(hits) != 1:
                continue
            hit = hits[0]
            rest = _AROUND.sub("", part[: hit.start] + part[hit.end :])
            if len(rest) <= _MUCH:
                whole = symbols.parse(bare(part))
                parsed = whole or symbols.ParsedSymbol(hit.symbol, hit.language)
                if all(parsed.symbol != other.symbol for other in result):
                    result.append(parsed)
    return result


@dataclass(frozen=True, slots=True)
class _Claim:
    where: Provenance
    symbol: Symbol


@dataclass(frozen=True, slots=True)
class Decision:
    """The document's symbol and sources; without a meeting's name, only number and changes."""

    symbol: Symbol | None
    provenance: Mapping[str, Provenance]
    warnings: list[ReadingWarning]
    series: str | None = None
    number: str | None = None
    revision: str | None = None
    addendum: str | None = None


def decide(file_name: str, cover: Sequence[CoverPart], running: Iterable[str]) -> Decision:
    """Return the document's own symbol, with a warning for each source that differs."""
    named = symbols.parse_file_name(file_name)
    headers = [parsed.symbol for parsed in find_in_headers(running)]
    on_cover, doubt = _choose_symbol(
        read_statement(cover), [*headers, *([named.symbol] if named else [])]
    )
    if on_cover.numbered is not None and not doubt:
        headers, doubt = _match_headers(on_cover.numbered, on_cover.changes, headers)
    if doubt:
        return _make_doubtful(file_name, doubt)
    claims = _list_claims(on_cover, headers, named.symbol if named else None)
    if not claims:
        return _decide_by_number(file_name, on_cover)
    symbol = claims[0].symbol
    provenance = _list_provenance(claims[0])
    for claim in claims[1:]:
        if _is_later(claim.symbol, symbol):
            symbol = claim.symbol
            provenance = {**_list_provenance(claim), **provenance}
    warnings = [
        _make_conflict(file_name, claim, claims[0], symbol)
        for claim in claims[1:]
        if claim.symbol.canonical != claims[0].symbol.canonical
        and not (claim.where == "page-header" and is_same_document(claim.symbol, claims[0].symbol))
    ]
    decision = _make_decision(symbol, provenance, warnings)
    if on_cover.numbered is None:
        return decision
    return _add_number(file_name, decision, on_cover, claims[0])


def decide_published(symbol: Symbol, where: Provenance) -> Decision:
    """Return the decision on a published text, whose symbol one source gives."""
    return _make_decision(symbol, _list_provenance(_Claim(where, symbol)), [])


def _choose_symbol(
    on_cover: CoverStatement, elsewhere: Sequence[Symbol]
) -> tuple[CoverStatement, str | None]:
    """Return the cover's statement, or the reason for doubt; another source settles two symbols."""
    if on_cover.contradicts:
        texts = " and ".join(f"{kind} {number}" for kind, number in on_cover.contradicts)
        return on_cover, f"its cover says {texts}"
    if on_cover.parsed is None or not on_cover.others:
        return on_cover, None
    candidates = [on_cover.parsed.symbol, *on_cover.others]
    sure = [
        candidate
        for candidate in candidates
        if any(is_same_document(candidate, other) for other in elsewhere)
    ]
    if len({candidate.canonical for candidate in sure}) == 1:
        return CoverStatement(ParsedSymbol(sure[0], on_cover.parsed.language)), None
    texts = " and ".join(dict.fromkeys(candidate.canonical for candidate in candidates))
    return on_cover, f"its cover names the documents {texts}"


def _list_claims(
    on_cover: CoverStatement, headers: Sequence[Symbol], named: Symbol | None
) -> list[_Claim]:
    """List the symbols that cover, page header and file name state, at most one each."""
    claims: list[_Claim] = []
    if on_cover.parsed is not None:
        claims.append(_Claim("cover", on_cover.parsed.symbol))
    known = [claim.symbol for claim in claims] + ([named] if named else [])
    agreeing = [
        symbol for symbol in headers if any(is_same_document(symbol, other) for other in known)
    ]
    if headers:
        claims.append(_Claim("page-header", (agreeing or headers)[0]))
    if named is not None:
        claims.append(_Claim("file-name", named))
    return claims


def _add_number(
    file_name: str, decision: Decision, on_cover: CoverStatement, claim: _Claim
) -> Decision:
    """Return the decision for a cover that states a number without a meeting."""
    symbol, number = decision.symbol, on_cover.numbered
    if symbol is None or number is None:
        return decision
    if number.number != symbol.number:
        return replace(
            decision, warnings=[*decision.warnings, _report_other_number(file_name, number, symbol)]
        )
    whole = with_changes(symbol, on_cover.changes)
    if has_conflicting_changes(whole):
        return _make_doubtful(
            file_name, f"its cover and its {WHERE[claim.where]} name other changes"
        )
    warnings = list(decision.warnings)
    if whole.canonical != symbol.canonical and claim.where == "file-name":
        warnings.append(_make_conflict(file_name, claim, _Claim("cover", whole), whole))
    return _make_decision(
        whole, {**_list_provenance(_Claim("cover", whole)), **decision.provenance}, warnings
    )


def _make_decision(
    symbol: Symbol, provenance: Mapping[str, Provenance], warnings: list[ReadingWarning]
) -> Decision:
    parts = (symbol.series, symbol.number, symbol.revision, symbol.addendum)
    return Decision(symbol, provenance, warnings, *parts)


def _match_headers(
    number: DocumentNumber, changes: Sequence[Change], headers: Sequence[Symbol]
) -> tuple[list[Symbol], str | None]:
    """Return the page headers' symbols with the cover's number, or the reason for doubt."""
    alike = [
        symbol
        for symbol in headers
        if symbol.number == number.number and (number.series or symbol.series) == symbol.series
    ]
    if headers and not alike:
        return (
            [],
            f"its cover says document {number.number}, its page header {headers[0].canonical}",
        )
    for symbol in alike:
        if has_conflicting_changes(with_changes(symbol, changes)):
            changes_text = " and ".join(f"{kind} {no}" for kind, no in changes)
            return [], f"its cover says {changes_text}, its page header {symbol.canonical}"
    return alike, None


def _decide_by_number(file_name: str, on_cover: CoverStatement) -> Decision:
    """Return the number and changes on a cover that names no meeting, with a warning."""
    if on_cover.numbered is None:
        return Decision(None, {}, [])
    changes = dict(on_cover.changes)
    number, series = on_cover.numbered.number, on_cover.numbered.series
    parts = {
        "series": series,
        "number": number,
        "revision": changes.get("revision"),
        "addendum": changes.get("addendum"),
    }
    provenance: dict[str, Provenance] = {name: "cover" for name, value in parts.items() if value}
    warning = ReadingWarning(
        DOUBT,
        f"{file_name}: the cover numbers the document {number} and does not name its meeting, so "
        "that it has no symbol. Give the file the name under which it was published.",
    )
    return Decision(None, provenance, [warning], **parts)


def _make_doubtful(file_name: str, why: str) -> Decision:
    warning = ReadingWarning(
        DOUBT,
        f"{file_name}: {why}. It is left without a symbol rather than given a wrong one. Give the "
        "file the name under which it was published, or correct its cover.",
    )
    return Decision(None, {}, [warning])


def _list_provenance(claim: _Claim) -> dict[str, Provenance]:
    parts = ("meeting", "series", "number", "revision", "addendum")
    stated = [part for part in parts if getattr(claim.symbol, part) is not None]
    return dict.fromkeys(("symbol", *stated), claim.where)


def _is_later(named: Symbol, symbol: Symbol) -> bool:
    """Whether another source adds a revision or addendum to the cover's symbol."""
    return (
        is_same_document(named, symbol)
        and named.canonical != symbol.canonical
        and symbol.revision in {None, named.revision}
        and symbol.addendum in {None, named.addendum}
    )


def _make_conflict(file_name: str, claim: _Claim, first: _Claim, taken: Symbol) -> ReadingWarning:
    return ReadingWarning(
        code=CONFLICT,
        message=(
            f"{file_name}: the {WHERE[first.where]} says {first.symbol.canonical}, "
            f"the {WHERE[claim.where]} says {claim.symbol.canonical}; it is kept as "
            f"{taken.canonical}. Correct the one that is wrong."
        ),
    )


def _report_other_number(file_name: str, number: DocumentNumber, named: Symbol) -> ReadingWarning:
    """Report that the file's name has another number than a cover with ``Document 20-E``."""
    return ReadingWarning(
        code=CONFLICT,
        message=(
            f"{file_name}: the cover says document {number.number}, the file "
            f"name says {named.canonical}; it is kept as {named.canonical}. "
            "Correct the one that is wrong."
        ),
    )
