"""By when is something to be done? A date, a year or a meeting, in one form for all languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from corpus.mandates.words import words
from corpus.text import dates

_YEAR: Final = re.compile(r"\s*(20\d\d)(?!\d)")
_NEAR: Final = 24
"""Letters between the word that sets a date and the date."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline: in one form, and as it stands in the text."""

    name: str
    text: str


def deadline(text: str, language: str) -> Deadline | None:
    """The first deadline that a text names.

    Returns:
        Its name is a date or a year in ISO 8601 (``2025-03-15``, ``2025``), ``Council 2025``,
        ``PP-26``, ``meeting 41`` or ``next meeting``.
    """
    known = words(language).deadlines
    found: list[tuple[int, int, str]] = []
    for kind in ("council", "plenipotentiary", "meeting", "next"):
        match = known[kind].search(text)
        if match:
            number = next((group for group in match.groups() if group), "")
            found.append((match.start(), match.end(), _named(kind, number)))
    for date in dates.find(text):
        before = text[max(0, date.start - _NEAR) : date.start]
        is_set = known["before"].search(before) or known["behind"].match(text, date.end)
        if is_set:
            found.append((date.start, date.end, date.iso))
    for match in known["before"].finditer(text):
        year = _YEAR.match(text, match.end())
        if year and not any(start <= year.start(1) < end for start, end, _ in found):
            found.append((match.start(), year.end(), year[1]))
    if not found:
        return None
    start, end, name = min(found)
    return Deadline(name, text[start:end].strip())


def _named(kind: str, number: str) -> str:
    if kind == "next":
        return "next meeting"
    if kind == "meeting":
        return f"meeting {number}"
    year = number if len(number) == 4 else f"20{number}"
    return f"Council {year}" if kind == "council" else f"PP-{year[2:]}"
