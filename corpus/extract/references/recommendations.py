"""ITU's recommendations by sector, series and number (``X.1303``)."""

from __future__ import annotations

import re
from typing import Final

from corpus.extract.references.scan import FoundReference, Scan
from corpus.text import latin

_NUMBER: Final = r"[a-z]{1,3}\.\d{1,5}(?:\.\d{1,3})?(?:-\d{1,2})?"
_CODE: Final = (
    # A text of two series is one reference: Y.4102/Y.2074. A.Supp3 is a supplement to a series.
    rf"(?P<code>{_NUMBER}(?:/{_NUMBER})?"
    r"|(?P<series>[a-z])(?:\.\ ?|\ |系列(?:建议书)?的?\ ?(?:-\ ?)?)(?:supp?l?|增补)\.?\ ?"
    r"(?P<supplement>\d{1,3}))(?!\d)"
)
_SECTOR: Final = r"(?:itu|uit|мсэ)-(?P<sector>[trdтрд])"
_FIRST: Final = re.compile(rf"{_SECTOR}\s?(?:(?:rec|рек)[a-zа-я]{{0,12}}\.?\s?)?{_CODE}")
_BARE: Final = re.compile(_CODE)
_JOINT: Final = r"\s?(?:[,、]|(?:,\s)?(?:and|et|y|e|и|和|及)|و)\s?"
_FURTHER: Final = re.compile(rf"{_JOINT}(?:{_SECTOR}\s?)?{_CODE}")
_CERTAIN: Final = re.compile(r"[a-z]\.(?:\d{3}|\d+(?:[.-]\d+)*/|\ ?sup)|[a-z]\ sup")
"""Numbers that no section, figure or table of a text has."""

_SHORT_HEAD: Final = re.compile(r"(?<![^\W\d_])(?:rec|рек)\.\s?$")
_IN_CODE: Final = frozenset("./-_@&:")
_ADDED: Final = (
    r"(?<![^\W\d_])(?:supplement|suplemento|добавлени[еяюи]|(?:وال|بال|لل|ال)?اضافه)\s"
    r"(?:n[o°]\.?\s|№\s|رقم\s)?(?P<number>\d{1,3})"
)
_ADDED_TO: Final = re.compile(
    rf"{_ADDED}\s(?:(?:to(?:\sthe)?|aux|a\slas|к|الي|ل)\s?)?"
    r"(?:recommandations\s|recomendaciones\s|рекомендациям\s|(?:ال|لل)?توصيات\s)?$"
)
_SERIES: Final = re.compile(
    rf"{_SECTOR}\s(?:(?P<before>[a-z])[-\s]series(?![^\W_])"
    r"|(?:de\sla\s|من\s)?(?:series?|серии|(?:ال)?سلسله)\s(?P<behind>[a-zавекмнорстх])(?![^\W_]))"
    rf"(?:\srecommendations)?(?:\s?-\s?{_ADDED}(?!\d))?"
)
_NEAR: Final = 60  # characters before a sector in which the number of a supplement begins
_TRADE: Final = re.compile(
    r"un/cefact (?:recommendations?|rec\.?) ?(?:n[o°]\.? ?|№ ?)?"
    r"0*(?P<number>[1-9]\d?)(?![\d.,]\d|\d)"
)
_CYRILLIC: Final = str.maketrans("трд", "trd")
_MOST: Final = 30  # members of a list


def read_recommendations(scan: Scan, anchor: int) -> list[FoundReference]:
    """Return the recommendations of a list that begins with a sector's name."""
    match = _FIRST.match(scan.text, anchor)
    if scan.word_start(anchor) is None:
        return []
    if match is None:
        return _read_supplement(scan, anchor)
    return _read_list(scan, anchor, match, _read_sector(match))


def read_bare_recommendation(scan: Scan, anchor: int) -> list[FoundReference]:
    """Return the recommendations at an anchor without sector, in a document of that sector.

    A number that a section, figure or table may have (``A.1``) needs the word Recommendation.
    """
    match = _BARE.match(scan.text, anchor)
    sector = scan.owner.find_sector(_write_code(match)) if match else None
    if match is None or sector is None:
        return []
    is_in_word = scan.word_start(anchor) is None or scan.text[max(0, anchor - 1)] in _IN_CODE
    if is_in_word or not scan.is_capital(anchor):
        return []
    before = scan.text[max(scan.done, anchor - 6) : anchor]
    has_head = _find_head(scan, anchor) is not None or _SHORT_HEAD.search(before) is not None
    if not has_head and not _CERTAIN.match(scan.text, anchor):
        return []
    return _read_list(scan, anchor, match, sector, most=_MOST if has_head else 1)


def _read_list(
    scan: Scan, anchor: int, first: re.Match[str], sector: str, most: int = _MOST
) -> list[FoundReference]:
    new: list[FoundReference] = []
    match: re.Match[str] | None = first
    end = anchor
    while match and len(new) < most:
        code = _write_code(match)
        begin, end = match.start("code") if new else anchor, match.end()
        new.append(_make_reference(sector, code, begin, end))
        match = _FURTHER.match(scan.text, end)
        sector = _read_sector(match) if match and match["sector"] else sector
    head = _find_head(scan, anchor)
    if head is not None:
        new[0] = new[0]._replace(start=head)
    behind = scan.words.chinese_head.match(scan.text, end)
    if behind and behind.value == "recommendation":
        new[-1] = new[-1]._replace(end=behind.end)
    return new


def _read_supplement(scan: Scan, anchor: int) -> list[FoundReference]:
    """Return the supplement to a series of recommendations whose sector is at an anchor."""
    series = _SERIES.match(scan.text, anchor)
    if series is None:
        return []
    letter = latin(series["before"] or series["behind"]).upper()
    start, number = _find_head(scan, anchor), series["number"]
    if number is None:
        before = scan.text[max(scan.done, anchor - _NEAR) : anchor]
        lead = _ADDED_TO.search(before)
        if lead is None:
            return []
        start, number = anchor - len(before) + lead.start(), lead["number"]
    code = f"{letter}.Supp{int(number)}"
    start = anchor if start is None else start
    return [_make_reference(_read_sector(series), code, start, series.end())]


def _make_reference(sector: str, code: str, start: int, end: int) -> FoundReference:
    return FoundReference(f"{sector} Rec. {code}", "recommendation", sector, code, None, start, end)


def _read_sector(match: re.Match[str]) -> str:
    return f"ITU-{match['sector'].translate(_CYRILLIC).upper()}"


def _write_code(match: re.Match[str]) -> str:
    if match["supplement"]:
        return f"{match['series'].upper()}.Supp{match['supplement']}"
    return match["code"].upper()


def _find_head(scan: Scan, anchor: int) -> int | None:
    """Return the start of the word Recommendation right before an anchor, or None."""
    before = scan.text[max(scan.done, anchor - 20) : anchor]
    word = re.search(r"[^\s(,;:]{4,16}\s$", before)
    head = scan.words.head.match(word.group(), 0) if word else None
    if word is None or head is None or head.value[0] != "recommendation":
        return None
    return anchor - len(word.group())


def read_trade_recommendation(scan: Scan, anchor: int) -> list[FoundReference]:
    """Return the recommendation of UN/CEFACT at an anchor (``UN/CEFACT Recommendation 42``)."""
    match = _TRADE.match(scan.text, anchor)
    if match is None or scan.word_start(anchor) is None:
        return []
    number, body = match["number"], "UN/CEFACT"
    return [
        FoundReference(
            f"{body} Rec. {number}", "recommendation", body, number, None, anchor, match.end()
        )
    ]
