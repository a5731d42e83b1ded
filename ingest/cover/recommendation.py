"""The identity of a Recommendation: number, edition, amendment, corrigendum, supplement.

``X.1258`` is above ``(09/2021)`` on the cover; a page foot has both. The file's name
(``T-REC-X.1258-202109-I!!MSW-E.docx``) comes after print. Two numbers on a cover give none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.documents import Provenance
from corpus.extract.symbols import Symbol
from corpus.text import fold_with_places
from ingest.cover.lines import PrintedLine
from ingest.cover.words import pattern

_PART: Final = r"[a-z]{1,3}\.\d{1,5}(?:\.\d{1,3})?(?:-\d{1,2})?"
_BESIDE: Final = re.compile(rf"(?:.{{0,60}}\W)?{pattern('beside_recommendations')}(?:\W.*)?")
"""A line of what belongs to a Recommendation and is none: an erratum, a guide of implementers."""

_CODE: Final = rf"(?P<code>{_PART}(?:/{_PART})?|[a-z]\.?\s?sup(?:p|pl)?\.?\s?\d{{1,3}})"
_EDITION: Final = (
    r"[()]?(?:(?P<month>0[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)"
    # On pages of Arabic the parts may come the other way round.
    r"|(?P<year_first>(?:19|20)\d\d)/(?P<month_last>0[1-9]|1[0-2]))[()]?"
)
_SECTOR: Final = r"(?:itu|uit|мсэ)-(?P<sector>[trdт])"
_WORD: Final = rf"(?:{pattern('recommendations')}\.?)"
_NAMED: Final = re.compile(
    rf"(?:\d+\s+)?(?:{_WORD}\s*)?{_SECTOR}\s*(?:{_WORD}\s*)?{_CODE}(?:\s?{_WORD})?"
    rf"(?:\s?(?:{_EDITION}|\(\d{{4}}\)))?(?:\s?[-–—/]\s?(?P<change>.{{3,30}}?))?(?:\s+\d+)?"
)
"""A whole line that names a Recommendation, at the foot of a page with its number."""

_NAME_WORDS: Final = 6
"""Largest number of words in a Recommendation's name."""

_EDITION_LAST: Final = re.compile(rf"(?P<before>\S.{{0,60}}?)\s(?P<edition>{_EDITION})")
_ALONE: Final = re.compile(_CODE)
_DATE: Final = re.compile(_EDITION)
_CHANGES: Final = {
    kind: re.compile(rf"(?:{pattern(words)})\.?\s?(?:n[o°]\.?\s?|№\s?)?(?P<no>\d{{1,2}})")
    for kind, words in (("Amd", "amendments"), ("Corr", "corrigenda"))
}
_SUPPLEMENT: Final = re.compile(rf"{pattern('supplements')}\.?\s?(?P<no>\d{{1,3}})")
_SERIES: Final = re.compile(
    rf"{pattern('series')} (?P<behind>[a-z])(?![^\W\d_])|(?<![^\W\d_])(?P<before>[a-z])(?:-| ?)"
    rf"{pattern('series')}"
)
_SECTOR_LINE: Final = re.compile(
    rf"{_SECTOR}|{pattern('sectors')}(?: (?:of itu|de l['’]uit|de la uit|мсэ))?"
)
_FILE: Final = re.compile(
    r"(?P<sector>[trd])-rec-(?P<code>[a-z]{1,3}\.(?:sup+l?)?\d{1,5}(?:\.\d{1,3})?(?:-\d{1,2})?)"
    r"-(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])?-(?P<stage>[a-z])(?![a-z])"
    r"(?:!(?P<change>[a-z]*\d*))?.*"
)
_FILE_CHANGE: Final = re.compile(r"(?P<kind>amd|cor)r?(?P<no>\d{1,2})")
_KINDS: Final = {"amd": "Amd", "cor": "Corr"}


@dataclass(frozen=True, slots=True)
class RecommendationIdentity:
    """A Recommendation's symbol, its edition as a date, and where they were read."""

    symbol: Symbol
    date: str | None
    where: Provenance


@dataclass(frozen=True, slots=True)
class _PublishedClaim:
    sector: str
    code: str
    date: str | None = None
    change: str = ""


def find(
    file_name: str, lines: Sequence[PrintedLine], running: Iterable[str]
) -> RecommendationIdentity | None:
    """Return the identity of a Recommendation, by its cover, its page feet or its file's name."""
    if is_erratum_or_guide(lines):
        return None
    named = _read_file_name(file_name)
    printed = _read_printed(
        [*_split_editions(line.text for line in lines)], [*_split_editions(running)]
    )
    if len(printed) > 1:
        return None
    if not printed:
        return _make(named, _is_early(file_name), "file-name") if named else None
    claim = printed[0]
    if named and _normalise(named.code) == _normalise(claim.code):
        claim = _PublishedClaim(
            claim.sector, claim.code, claim.date or named.date, claim.change or named.change
        )
    is_early = _is_early(file_name) or any(
        re.search(pattern("early"), _fold(line.text)) for line in lines
    )
    return _make(claim, is_early, "cover")


def is_erratum_or_guide(lines: Sequence[PrintedLine]) -> bool:
    """Whether a cover is that of an erratum or of a guide of implementers."""
    return any(_BESIDE.fullmatch(line.folded) for line in lines)


def find_title(lines: Sequence[PrintedLine]) -> str | None:
    """Return the title of a Recommendation: the bold lines above its name, or None."""
    name, before = next(
        (
            (index, before)
            for index, line in enumerate(lines)
            if (before := _read_before_name(line)) is not None
        ),
        (0, ""),
    )
    index = name - 1
    while not before and index > 0 and is_frame(lines[index].folded):
        index -= 1
    title = [before] if before else []
    while index >= 0:
        line = lines[index]
        is_title = _is_bold(line) and not is_frame(line.folded)
        if not is_title or (title and not lines[index + 1].printed.is_close):
            break
        title.insert(0, line.text)
        index -= 1
    return " ".join(title) or None


def _read_before_name(line: PrintedLine) -> str | None:
    """Return the words before the name at the end of a bold line; None without a name."""
    if _NAMED.fullmatch(line.folded):
        return ""
    words = line.text.split()
    for index in range(max(1, len(words) - _NAME_WORDS), len(words) if _is_bold(line) else 0):
        if _NAMED.fullmatch(_fold(" ".join(words[index:]))):
            return " ".join(words[:index])
    return None


def _is_bold(line: PrintedLine) -> bool:
    return line.printed.look is not None and line.printed.look.bold


def is_frame(folded: str) -> bool:
    """Whether a line of a Recommendation's cover is no title: number, edition, series, sector."""
    text = folded.strip()
    in_parts = _EDITION_LAST.fullmatch(text)
    text = in_parts["before"] if in_parts else text
    return bool(
        _NAMED.fullmatch(text)
        or _DATE.fullmatch(text)
        or _ALONE.fullmatch(text)
        or _SECTOR_LINE.fullmatch(text)
        or (_SERIES.match(text) and ":" in text)
        or any(words.fullmatch(text) for words in _CHANGES.values())
        or _SUPPLEMENT.fullmatch(text)
    )


def _split_editions(lines: Iterable[str]) -> Iterable[str]:
    """Yield folded lines, edition and amendment of one as lines of their own."""
    for line in map(_fold, lines):
        parts = _EDITION_LAST.fullmatch(line)
        code, _, change = (parts["before"] if parts else line).partition(" ")
        # One cell of a page: X.1258 Amendment 1 (03/2022).
        is_joined = bool(_ALONE.fullmatch(code) and _read_change(change))
        yield from (code, change) if is_joined else (parts["before"] if parts else line,)
        if parts:
            yield parts["edition"]


def _fold(text: str) -> str:
    return fold_with_places(text).text.strip()


def _read_printed(lines: Sequence[str], running: Sequence[str]) -> list[_PublishedClaim]:
    """Return the Recommendations that a cover names as itself: one, where it is one."""
    named = [match for line in (*lines, *running) if (match := _NAMED.fullmatch(line))]
    sectors = [match for line in lines if (match := _SECTOR_LINE.fullmatch(line))]
    dates = {_read_date(match) for line in (*lines, *running) if (match := _DATE.fullmatch(line))}
    dates |= {_read_date(match) for match in named if match["year"] or match["year_first"]}
    alone = [match for line in lines if (match := _ALONE.fullmatch(line))]
    if not named and not (sectors and dates and (alone or _read_supplement(lines))):
        return []
    sector = next((match["sector"] for match in (*named, *sectors) if match["sector"]), "t")
    codes = dict.fromkeys(_normalise(match["code"]) for match in (*named, *alone))
    if not codes and (supplement := _read_supplement(lines)):
        codes = {supplement: None}
    changes = {change for line in lines if (change := _read_change(line))}
    changes |= {change for match in named if (change := _read_change(match["change"] or ""))}
    date = dates.pop() if len(dates) == 1 else None
    change = changes.pop() if len(changes) == 1 else ""
    return [_PublishedClaim(sector, code, date, change) for code in codes]


def _read_supplement(lines: Sequence[str]) -> str | None:
    """Return ``A.Supp3`` of a cover that names series and supplement on lines of their own."""
    numbers = {match["no"] for line in lines if (match := _SUPPLEMENT.search(line))}
    series = {
        match["behind"] or match["before"] for line in lines if (match := _SERIES.search(line))
    }
    if len(numbers) != 1 or len(series) != 1:
        return None
    return f"{series.pop().upper()}.Supp{numbers.pop()}"


def _read_date(match: re.Match[str]) -> str:
    return f"{match['year'] or match['year_first']}-{match['month'] or match['month_last']}"


def _read_change(line: str) -> str:
    """Return ``(Amd.1)`` for a whole line that says so; empty for others."""
    for kind, words in _CHANGES.items():
        if match := words.fullmatch(line):
            return f"({kind}.{int(match['no'])})"
    return ""


def _normalise(code: str) -> str:
    supplement = re.fullmatch(r"([a-z])\.?\s?sup[a-z]*\.?\s?(\d{1,3})", code.lower())
    return f"{supplement[1].upper()}.Supp{int(supplement[2])}" if supplement else code.upper()


def _read_file_name(file_name: str) -> _PublishedClaim | None:
    match = _FILE.fullmatch(file_name.lower().replace("%21", "!"))
    if match is None:
        return None
    date = "-".join(part for part in (match["year"], match["month"]) if part)
    change = _FILE_CHANGE.fullmatch(match["change"] or "")
    text = f"({_KINDS[change['kind']]}.{int(change['no'])})" if change else ""
    return _PublishedClaim(match["sector"], _normalise(match["code"]), date, text)


def _is_early(file_name: str) -> bool:
    """Whether the file's name says that the text is published before it was edited."""
    match = _FILE.fullmatch(file_name.lower().replace("%21", "!"))
    return bool(match and match["stage"] == "p")


def _make(claim: _PublishedClaim, is_early: bool, where: Provenance) -> RecommendationIdentity:
    body = f"ITU-{claim.sector.replace('т', 't').upper()}"
    year, _, month = (claim.date or "").partition("-")
    edition = f" ({month}/{year})" if month else f" ({year})" if year else ""
    early = "(pre-published)" if is_early else ""
    symbol = f"{body} Rec. {claim.code}{edition}{claim.change}{early}"
    return RecommendationIdentity(
        Symbol(body, None, "REC", claim.code, None, None, symbol), claim.date, where
    )
