"""ITU's recommendations by sector, series and number (``X.1303``)."""

from __future__ import annotations

import re
from typing import Final

from corpus.extract.references.scan import FoundReference, Scan

_NUMBER: Final = r"[a-z]{1,3}\.\d{1,5}(?:\.\d{1,3})?(?:-\d{1,2})?"
_CODE: Final = (
    # A text of two series is one reference: Y.4102/Y.2074. A.Supp3 is a supplement to a series.
    rf"(?P<code>{_NUMBER}(?:/{_NUMBER})?"
    r"|(?P<series>[a-z])(?:\.\ ?|\ )suppl?\.?\ ?(?P<supplement>\d{1,3}))(?!\d)"
)
_FIRST: Final = re.compile(
    rf"(?:itu|uit|мсэ)-(?P<sector>[trdтрд])\s?(?:(?:rec|рек)[a-zа-я]{{0,12}}\.?\s?)?{_CODE}"
)
_FURTHER: Final = re.compile(
    rf"\s?(?:[,、]|(?:,\s)?(?:and|et|y|e|и|和|及)|و)\s?(?:(?:itu|uit|мсэ)-[trdтрд]\s?)?{_CODE}"
)
_TRADE: Final = re.compile(
    r"un/cefact (?:recommendations?|rec\.?) ?(?:n[o°]\.? ?|№ ?)?"
    r"0*(?P<number>[1-9]\d?)(?![\d.,]\d|\d)"
)
_CYRILLIC: Final = str.maketrans("трд", "trd")
_MOST: Final = 30  # members of a list


def read_recommendations(scan: Scan, anchor: int) -> list[FoundReference]:
    """Return the recommendations of a list that begins with a sector's name."""
    text, words = scan.text, scan.words
    match = _FIRST.match(text, anchor)
    if scan.word_start(anchor) is None or match is None:
        return []
    sector = f"ITU-{match['sector'].translate(_CYRILLIC).upper()}"
    new: list[FoundReference] = []
    end = anchor
    while match and len(new) < _MOST:
        code = match["code"].upper()
        if match["supplement"]:
            code = f"{match['series'].upper()}.Supp{match['supplement']}"
        begin, end = match.start("code") if new else anchor, match.end()
        new.append(
            FoundReference(
                f"{sector} Rec. {code}", "recommendation", sector, code, None, begin, end
            )
        )
        match = _FURTHER.match(text, end)
    before = re.search(r"[^\s(,;:]{4,16}\s$", text[max(scan.done, anchor - 20) : anchor])
    head = words.head.match(before.group(), 0) if before else None
    if before and head and head.value[0] == "recommendation":
        new[0] = new[0]._replace(start=anchor - len(before.group()))
    behind = words.chinese_head.match(text, end)
    if behind and behind.value == "recommendation":
        new[-1] = new[-1]._replace(end=behind.end)
    return new


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
