"""ITU's recommendations by sector, series and number (``X.1303``)."""

from __future__ import annotations

import re
from typing import Final

from corpus.extract.references.scan import FoundReference, Scan

_CODE: Final = r"(?P<code>[a-z]{1,3}\.\d{1,5}(?:\.\d{1,3})?(?:-\d{1,2})?)(?!\d)"
_FIRST: Final = re.compile(
    rf"(?:itu|uit|мсэ)-(?P<sector>[trdтрд])\s?(?:(?:rec|рек)[a-zа-я]{{0,12}}\.?\s?)?{_CODE}"
)
_FURTHER: Final = re.compile(
    rf"\s?(?:[,、]|(?:,\s)?(?:and|et|y|e|и|和|及)|و)\s?(?:(?:itu|uit|мсэ)-[trdтрд]\s?)?{_CODE}"
)
_CYRILLIC: Final = str.maketrans("трд", "trd")
_MOST: Final = 30  # members of a list


def read_recommendations(scan: Scan, anchor: int) -> list[FoundReference]:
    """Return the recommendations of the list that begins at ``anchor`` with a sector's name."""
    text, words = scan.text, scan.words
    match = _FIRST.match(text, anchor)
    if scan.word_start(anchor) is None or match is None:
        return []
    sector = f"ITU-{match['sector'].translate(_CYRILLIC).upper()}"
    new: list[FoundReference] = []
    end = anchor
    while match and len(new) < _MOST:
        code = match["code"].upper()
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
