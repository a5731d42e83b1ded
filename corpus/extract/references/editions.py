"""The edition in brackets behind a resolution, ``(Rev. Bucharest, 2022)``, read and written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from corpus.extract.references.phrases import LETTER
from corpus.extract.references.words import ReferenceVocabulary
from corpus.text import format_number

_LONGEST: Final = 110  # characters between the brackets; the longest seen has 40
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?!\d)")
_CONFERENCE: Final = re.compile(
    r"(?:(?P<wrc>wrc|cmr|вкр)|(?P<wtdc>wtdc|cmdt|вкрэ)|(?P<wtsa>wtsa|amnt|васэ)|(?P<pp>pp|пк)"
    r"|(?P<c>c|с)|(?P<ra>ra))[- ]?(?:20(?=\d\d))?(?P<year>\d\d)(?!\d)"
)
_CODES: Final = {
    "wrc": "WRC", "wtdc": "WTDC", "wtsa": "WTSA", "pp": "PP", "c": "Council", "ra": "RA",
}  # fmt: skip
_SESSION: Final = re.compile(r"\(\s?(?:(?P<roman>[ivxlc]{1,8})|د-(?P<arabic>0?[1-9]|[1-9]\d))\s?\)")
_LEAD: Final = re.compile(r",? ")
_AS_FAR_AS_YEAR: Final = re.compile(
    r"[^()\d\n;]{3,40}?(?:\((?:19|20)\d\d(?:年| ?г(?:ода|\.)?)?\)|(?:19|20)\d\d(?!\d)(?: ?г\.)?)"
)
_AS_FAR_AS_BRACKET: Final = re.compile(r"[^()\d\n;.]{3,80}?(?=\([^()\n]{4,60}\))")
_CHINESE: Final = re.compile(r"(?:19|20)\d\d年[^()\d,;.]{0,10}(?:版|修订本)")
_PERIOD: Final = re.compile(
    r"(?:19|20)\d\d(?:年| ?г\.?)? ?[-/] ?(?:19|20)\d\d(?!\d)"  # as in (2016-2019)
)
_REVISED_BEFORE: Final = re.compile(
    r"(?<![\d将拟应划])(?<![将拟应][于在])(?:19|20)\d\d年[^()\d,;.]{0,10}"
    r"(?:修订|修正|修改)(?:[版本]的?|的)"
)
_LONGEST_BEFORE: Final = 25  # characters from such a year to the number
_BETWEEN: Final = re.compile(r"[\s,.;:/'\"()-]+")
_UNKNOWN: Final = re.compile(rf"[{LETTER}'\u4e00-\u9fff][{LETTER}'\u4e00-\u9fff .-]{{1,30}}")


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition as it is written.

    Attributes:
        year: year of the edition, or of its last revision.
        place: in English where the table has it, else as written.
        session: Roman number of a session of the United Nations (``XXV``).
    """

    revised: bool = False
    year: str | None = None
    place: str | None = None
    body: str | None = None
    session: str | None = None
    bare: bool = False
    end: int = 0


def read(text: str, position: int, words: ReferenceVocabulary) -> Edition | None:
    """Return the edition at an offset, or up to two spaces behind it, or None."""
    start = position
    while start < position + 2 and text[start : start + 1] == " ":
        start += 1
    if text[start : start + 1] != "(":
        return _read_unbracketed(text, position, words)
    session = _SESSION.match(text, start)
    if session:
        number = session["roman"] or format_number(int(session["arabic"]), "upperRoman")
        return Edition(session=number.upper(), end=session.end())
    close = text.find(")", start, start + _LONGEST)
    if close < 0:
        return None
    # Resolution 140 (Dubai, 2018), as revised in Bucharest (2022): the later one counts.
    edition = _read_content(text, start + 1, close, words, close + 1)
    return (_read_unbracketed(text, close + 1, words) if edition else None) or edition


def read_chinese(text: str, position: int, words: ReferenceVocabulary) -> Edition | None:
    """Read ``2016年修改版`` behind a resolution, without brackets, or return None."""
    match = _CHINESE.match(text, position)
    return _read_content(text, position, match.end(), words, match.end()) if match else None


def read_chinese_before(
    text: str, position: int, floor: int, words: ReferenceVocabulary
) -> Edition | None:
    """Read ``2016年修订的`` that ends at an offset, right before a number, or return None."""
    for year in _REVISED_BEFORE.finditer(text, max(floor, position - _LONGEST_BEFORE), position):
        if year.end() == position:
            edition = _read_content(text, year.start(), position, words, position)
            is_known = edition and edition.place in {None, *words.conferences["places"]}
            return edition if is_known else None
    return None


def read_conference(text: str, position: int, words: ReferenceVocabulary) -> Edition | None:
    """Read ``of PP-22`` behind a number, in Russian also ``ПК-22`` alone, or return None."""
    of = words.of.match(text, position)
    code = _CONFERENCE.match(text, of.end()) if of and of.end() > position else None
    if code is None or code["c"] or code["ra"] or text.startswith(("/", "-"), code.end()):
        return None  # C10 is an action line as well
    between = text[position : code.start()].strip()
    if between.startswith("in") or not (between or "а" <= text[code.start()] <= "я"):
        return None  # a resolution is discussed in PP-22
    return _read_content(text, code.start(), code.end(), words, code.end())


def _read_content(  # noqa: C901 - a branch for each part that an edition may have
    text: str, start: int, close: int, words: ReferenceVocabulary, end: int
) -> Edition | None:
    edition = Edition(end=end)
    years = 0
    unknown: str | None = None
    position = start
    while position < close:
        blank = _BETWEEN.match(text, position, close)
        if blank:
            position = blank.end()
            continue
        if match := _YEAR.match(text, position, close):
            edition = replace(edition, year=match.group())
            years += 1
        elif match := _CONFERENCE.match(text, position, close):
            code = next(body for name, body in _CODES.items() if match[name])
            century = "19" if match["year"] > "80" else "20"
            edition = replace(edition, year=century + match["year"], body=code)
            years += 1
        elif match := words.revision_words.match(text, position, close):
            edition = replace(edition, revised=True)
        elif place := words.place.match(text, position, close):
            edition = replace(edition, place=place.value)
            position = place.end
            continue
        elif filler := _skip_filler(text, position, close, words):
            position = filler
            continue
        elif unknown is None and (match := _UNKNOWN.match(text, position, close)):
            known = words.place.search(text, position, match.end())
            unknown = text[position : known.start if known else match.end()].strip(" -")
            position = known.start if known else match.end()
            continue
        else:
            return None
        position = match.end()
    is_empty = years == 0 and not (edition.revised or edition.place)
    if is_empty or _PERIOD.search(text, start, close):
        return None
    if unknown is not None:
        # Words that no table knows are a place only where an edition's other parts are there too.
        if not (edition.revised and years):
            return None
        edition = replace(edition, place=edition.place or unknown.title())
    bare = years == 1 and not (edition.revised or edition.place or edition.body)
    return replace(edition, revised=edition.revised or years > 1, bare=bare)


def _skip_filler(text: str, position: int, close: int, words: ReferenceVocabulary) -> int | None:
    """Return the end of a body's name or a word without meaning for an edition, or None."""
    edition_words = words.edition_words.match(text, position, close)
    body = None if edition_words else words.body.match(text, position, close)
    return edition_words.end() if edition_words else body.end if body else None


def _read_unbracketed(text: str, position: int, words: ReferenceVocabulary) -> Edition | None:
    """Read ``, Rev. Bucharest, 2022`` or ``, as revised in Bucharest (2022)``, or return None."""
    lead = _LEAD.match(text, position)
    if not lead or not words.revision_words.match(text, lead.end()):
        return None
    year = _AS_FAR_AS_YEAR.match(text, lead.end())
    edition = _read_content(text, lead.end(), year.end(), words, year.end()) if year else None
    bracket = None if edition else _AS_FAR_AS_BRACKET.match(text, lead.end())
    if bracket:
        # as revised by the Plenipotentiary Conference (Bucharest, 2022)
        close = text.index(")", bracket.end())
        edition = _read_content(text, bracket.end(), close, words, close + 1)
        edition = replace(edition, revised=True, bare=False) if edition and edition.year else None
    return edition


def body_of_edition(edition: Edition, words: ReferenceVocabulary) -> str | None:
    """Return the conference that an edition's place and year belong to, or None."""
    if edition.body:
        return edition.body
    if not edition.place:
        return None
    for body in ("PP", "WTDC", "WTSA"):
        conferences = words.conferences[body]
        if edition.year and conferences.get(edition.year, {}).get("place") == edition.place:
            return body
    bodies = {
        body
        for body in ("PP", "WTDC", "WTSA")
        for conference in words.conferences[body].values()
        if conference["place"] == edition.place
    }
    return bodies.pop() if len(bodies) == 1 and not edition.year else None


def is_by_security_council(number: int, year: int, words: ReferenceVocabulary) -> bool:
    """Whether a Security Council resolution of that number is of ``year``, give or take one."""
    table = words.conferences["security-council"]
    last: list[int] = table["last"]
    first = int(table["first_year"])
    index = year - first
    if index < 0:
        return False
    if index - 1 >= len(last):
        return number > last[-1]
    # A year more or less: drafters take the year of the meeting for that of the adoption.
    low = last[max(0, index - 2)] if index >= 2 else 0
    high = last[index + 1] if index + 1 < len(last) else number
    return low < number <= high


def format_edition(
    body: str, number: str, edition: Edition | None, words: ReferenceVocabulary
) -> str:
    """Return an ITU body's edition in canonical form with brackets, or "", adding a known place."""
    if edition is None or not (edition.year or edition.place):
        return ""
    revised = "Rev. " if edition.revised else ""
    year = edition.year
    if body == "WRC" and year:
        return f" ({revised}WRC-{year[2:]})"
    place = edition.place
    if body in {"PP", "WTDC", "WTSA"}:
        conferences = words.conferences[body]
        year = words.conferences["held"].get(body, {}).get(year, year) if year else None
        if year is None:
            years = [y for y, conference in conferences.items() if conference["place"] == place]
            year = str(years[0]) if len(years) == 1 else None
        if place is None and str(year) in conferences:
            place = conferences[str(year)]["place"]
        if edition.body and not edition.revised and str(year) in conferences:
            new = conferences[str(year)].get("new")
            revised = "Rev. " if new and number.isdigit() and int(number) < new else ""
    elif body == "Council":
        place = None
    inside = ", ".join(part for part in (place, str(year) if year else None) if part)
    return f" ({revised}{inside})" if inside else ""
