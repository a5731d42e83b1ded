"""The document's symbol as a cover states it, on one line or in parts on several.

``Addendum 1 to`` may be above ``Document 20-E`` and ``Rev. 1`` below it, in one cell or next to
each other. A revision in a title does not count; of two that contradict, none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from corpus.extract import symbols
from corpus.extract.symbols import ParsedSymbol, Symbol
from corpus.languages import LETTERS
from corpus.text import dates, fold_with_places
from ingest.cover.parts import segments
from ingest.cover.words import BEHIND_DATE, DOCUMENT, ONLY, ORIGINAL

Change = tuple[str, str]
"""Kind (``revision``, ``addendum`` or ``corrigendum``) and number."""

_NOTE_SIGNS: Final = re.compile(r"[*∗†‡§¹²³⁰⁴-⁹]+")

_NUMBER: Final = re.compile(
    rf"{DOCUMENT}\.?\s*(?:n[o°.]{{0,2}}\s*|№\s*)?(?:(?P<series>inf|adm|dt|dl|td)\.?\s?[/-]?\s?)?"
    r"(?P<number>\d{1,4})(?!\d|[/.,]\d)"
    rf"(?:\s*-\s*(?P<letter>[{LETTERS.lower()}])(?![a-z]))?"
)
_WORD: Final = re.compile(rf"{DOCUMENT}\.?\s*(?:n[o°]\.?\s*)?:?")
_BETWEEN_SYMBOLS: Final = re.compile(r"[\s/–—-]+")
_BESIDE: Final = " ,;:.–—-"


@dataclass(frozen=True, slots=True)
class CoverPart:
    """A text on a cover that may state something, and the number of its cell."""

    text: str
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number without its meeting: ``Document 20-E``; INF is the series of ``INF/2-E``."""

    number: str
    series: str | None


@dataclass(frozen=True, slots=True)
class CoverStatement:
    """The document's identity as a cover states it.

    Attributes:
        parsed: the symbol with its changes; None where none is stated, or there is doubt.
        numbered: the number, where the cover states no more.
        others: symbols of other documents, where none is known to be the document's.
        contradicts: changes of one kind that differ.
    """

    parsed: ParsedSymbol | None = None
    numbered: DocumentNumber | None = None
    changes: tuple[Change, ...] = ()
    others: tuple[Symbol, ...] = ()
    contradicts: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class _Unit:
    index: int
    cell: int | None
    kind: Literal["symbol", "number", "change", "word", "beside", "other"]
    parsed: ParsedSymbol | None = None
    numbered: DocumentNumber | None = None
    changes: tuple[Change, ...] = ()
    is_official: bool = False


def parse_line(line: str) -> ParsedSymbol | None:
    """Return the symbol that ``line`` of a cover states as the document's own, or None."""
    for part in segments(line):
        unit = _read_unit(0, CoverPart(part))
        if unit.parsed is not None:
            return unit.parsed
    return None


def is_part(line: str) -> bool:
    """Whether a line states only a part of a document's identity."""
    return _read_unit(0, CoverPart(line)).kind in {"symbol", "number", "change", "word"}


def read_statement(cover: Sequence[CoverPart]) -> CoverStatement:
    """Return the identity that a cover's parts state."""
    units = [_read_unit(index, part) for index, part in enumerate(cover)]
    units = list(_join_lines(units, cover))
    main = [unit for unit in units if unit.kind == "symbol"]
    official = [unit for unit in main if unit.is_official]
    main = official or main
    numbered = next((unit for unit in units if unit.kind == "number"), None)
    if not main:
        if numbered is None:
            return CoverStatement()
        changes = [*_collect_changes(units, numbered)]
        return CoverStatement(
            None, numbered.numbered, tuple(changes), contradicts=_find_contradicting(changes)
        )
    first = main[0]
    assert first.parsed is not None  # noqa: S101 - what a symbol is
    others = tuple(
        unit.parsed.symbol
        for unit in main[1:]
        if unit.parsed
        and not is_same_document(unit.parsed.symbol, first.parsed.symbol)
        # The United Nations number one document in two organs: the first is its symbol.
        and not (unit.parsed.symbol.meeting is first.parsed.symbol.meeting is None)
    )
    changes = [*_list_own(first.parsed.symbol), *_collect_changes(units, first)]
    for unit in main[1:]:
        if unit.parsed and is_same_document(unit.parsed.symbol, first.parsed.symbol):
            changes += _list_own(unit.parsed.symbol)
    symbol = with_changes(first.parsed.symbol, changes)
    return CoverStatement(
        ParsedSymbol(symbol, first.parsed.language),
        None,
        tuple(dict.fromkeys(changes)),
        others,
        _find_contradicting(changes),
    )


def is_same_document(symbol: Symbol, other: Symbol) -> bool:
    """Whether two symbols differ at most in revision and addendum."""
    return (symbol.body, symbol.meeting, symbol.series, symbol.number) == (
        other.body, other.meeting, other.series, other.number,
    )  # fmt: skip


def with_changes(symbol: Symbol, changes: Sequence[Change]) -> Symbol:
    """Return ``symbol`` with the changes that it does not have yet."""
    own = _list_own(symbol)
    return symbols.add_changes(
        symbol, [change for change in dict.fromkeys(changes) if change not in own]
    )


def has_conflicting_changes(symbol: Symbol) -> bool:
    """Whether a symbol has two different changes of one kind, as when two sources disagree."""
    return bool(_find_contradicting(_list_own(symbol)))


def _list_own(symbol: Symbol) -> list[Change]:
    kinds = {"Rev": "revision", "Add": "addendum", "Corr": "corrigendum"}
    matches = re.findall(r"\(?(Rev|Add|Corr)\.(\d+)\)?", symbol.canonical)
    return [(kinds[kind], number) for kind, number in matches]


def _find_contradicting(changes: Sequence[Change]) -> tuple[Change, ...]:
    distinct = list(dict.fromkeys(changes))
    kinds = [kind for kind, _ in distinct]
    return tuple(change for change in distinct if kinds.count(change[0]) > 1)


def _read_unit(index: int, part: CoverPart) -> _Unit:
    """Read a part of a cover as a symbol, number, change, the word document, or something else."""
    text = bare(part.text)
    if not text:
        return _Unit(index, part.cell, "beside")
    changes = symbols.parse_change(text)
    if changes:
        return _Unit(index, part.cell, "change", changes=tuple(changes))
    folded = fold_with_places(text)
    if _WORD.fullmatch(folded.text.strip()):
        return _Unit(index, part.cell, "word")
    # A path, with backslashes, is where somebody saved a draft.
    parsed = None if "\\" in text else _read_symbol(text)
    if parsed is None:
        return _read_number(index, part.cell, text) or _Unit(index, part.cell, "other")
    has_word = re.search(DOCUMENT, folded.text) is not None
    if part.text.strip()[:1] in "([（" and not has_word:
        return _Unit(index, part.cell, "other")
    is_official = has_word or parsed.language is not None
    return _Unit(index, part.cell, "symbol", parsed, is_official=is_official)


def _read_number(index: int, cell: int | None, text: str) -> _Unit | None:
    folded = fold_with_places(text)
    for match in _NUMBER.finditer(folded.text):
        before = text[: folded.start(match.start())] if match.start() else ""
        after = text[folded.end(match.end()) :] if match.end() < len(folded.text) else ""
        above, behind = _parse_changes(before), _parse_changes(after)
        if above is not None and behind is not None:
            series = match["series"].upper() if match["series"] else None
            number = DocumentNumber(match["number"].lstrip("0") or "0", series)
            return _Unit(index, cell, "number", None, number, (*behind, *above))
    return None


def _parse_changes(text: str) -> list[Change] | None:
    """Return the changes that make up a text; empty for an empty text, None for any other."""
    text = text.strip(_BESIDE)
    return (symbols.parse_change(text) or None) if text else []


def _read_symbol(text: str) -> ParsedSymbol | None:
    """Return the symbol that is a whole text, or next to changes or another symbol."""
    parsed = symbols.parse(text)
    if parsed is not None:
        # Behind a space alone it is a year: ``WTSA-16 2000``.
        is_year = re.fullmatch(r"(?:19|20)\d\d", parsed.symbol.number or "")
        return None if is_year and f"/{is_year[0]}" not in text else parsed
    symbols_in_text = list(symbols.find(text))
    if not symbols_in_text:
        return None
    first, last = symbols_in_text[0], symbols_in_text[-1]
    if len(symbols_in_text) == 2 and _BETWEEN_SYMBOLS.fullmatch(text[first.end : last.start]):
        whole = not text[: first.start].strip() and not text[last.end :].strip()
        if whole and first.symbol.meeting is last.symbol.meeting is None:
            return ParsedSymbol(first.symbol, first.language)
    if len(symbols_in_text) > 1:
        return None
    before, after = text[: first.start], text[first.end :]
    word = _WORD.search(fold_with_places(before).text)
    before = "" if word and not fold_with_places(before).text[: word.start()].strip() else before
    around = [_parse_changes(before), _parse_changes(after)]
    if around[0] is None or around[1] is None:
        return None
    return ParsedSymbol(with_changes(first.symbol, [*around[1], *around[0]]), first.language)


def bare(part: str) -> str:
    """Return ``part`` without dates, original language and marks of notes."""
    part = _NOTE_SIGNS.sub("", part)
    for date in reversed(dates.find(part)):
        part = part[: date.start] + " " + part[date.end :]
    folded = fold_with_places(part)
    for pattern in (ORIGINAL, ONLY):
        match = pattern.search(folded.text)
        if match:
            part = part[: folded.start(match.start())] + " " + part[folded.end(match.end()) :]
            folded = fold_with_places(part)
    return BEHIND_DATE.sub("", part).strip(" ,;–—-")


def _join_lines(units: Sequence[_Unit], cover: Sequence[CoverPart]) -> Iterator[_Unit]:
    """Yield the units, with a symbol on two lines of a cell joined to one."""
    index = 0
    while index < len(units):
        unit = units[index]
        following = units[index + 1] if index + 1 < len(units) else None
        if following is not None and unit.cell == following.cell and _may_join(unit, following):
            texts = bare(cover[unit.index].text), bare(cover[following.index].text)
            for between in (" ", ""):
                whole = _read_unit(unit.index, CoverPart(between.join(texts), unit.cell))
                if whole.kind in {"symbol", "number"}:
                    yield whole
                    index += 2
                    break
            else:
                yield unit
                index += 1
            continue
        yield unit
        index += 1


def _may_join(unit: _Unit, following: _Unit) -> bool:
    if unit.kind == "word":
        return following.kind in {"symbol", "other", "number"}
    return unit.kind in {"change", "other"} and following.kind == "other"


def _collect_changes(units: Sequence[_Unit], main: _Unit) -> Iterator[Change]:
    """Yield the changes of a symbol or number: first those below it, then those above it."""
    yield from main.changes
    place = units.index(main)
    if main.cell is not None:
        behind = [unit for unit in units[place + 1 :] if unit.cell is not None]
        above = [unit for unit in units[:place] if unit.cell is not None]
    else:
        behind = list(_take_while_aside(units[place + 1 :]))
        above = list(_take_while_aside(units[:place][::-1]))[::-1]
    for unit in (*behind, *above[::-1]):
        if unit.kind == "change":
            yield from unit.changes


def _take_while_aside(units: Sequence[_Unit]) -> Iterator[_Unit]:
    for unit in units:
        if unit.kind not in {"change", "beside", "word"}:
            return
        yield unit
