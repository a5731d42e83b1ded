"""The agenda item that a cover names: ``Agenda item: PL 3.1``, ``Item 3 (a) of the … agenda``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from corpus.text import fold_with_places
from ingest.cover.words import pattern

_ITEM = r"(?:[a-z]{2,4}[ -]?)?\d{1,3}(?:\.\d{1,3})*(?:\s?\([^\W\d_]{1,3}\)|\s?[^\W\d_]\))*"
_ITEMS: Final = rf"(?P<items>{_ITEM}(?:\s*(?:[,;/&、-]|{pattern('and')})\s*{_ITEM})*|[a-z]{{2,4}})"

_NUMBER_SIGN = r"(?:\s*(?:no?[.o]?|№)(?=\s*\d))?"

_LABELLED: Final = re.compile(
    rf"{pattern('agenda_labels')}{_NUMBER_SIGN}\s*:?\s*{_ITEMS}(?:\s*\*?$|\s*[:–—]\s*\S)"
)

_OF_THE_AGENDA: Final = re.compile(
    rf"{pattern('agenda_items')}{_NUMBER_SIGN}\s+{_ITEMS}\s+{pattern('of_agenda')}\s*\*{{0,3}}$"
)
"""The number within a phrase, as on the covers of the United Nations."""

_ALONE: Final = re.compile(pattern("agenda_labels") + r"\s*:?$")
_VALUE: Final = re.compile(_ITEMS + "$")


def on_line(line: str) -> str | None:
    """Return the item that is the whole ``line``, as written but with ASCII digits, or None."""
    folded = fold_with_places(line.strip())
    match = _LABELLED.match(folded.text) or _OF_THE_AGENDA.match(folded.text)
    if match is None:
        return None
    start, end = match.span("items")
    return _normalise(line.strip()[folded.start(start) : folded.end(end)])


def find(lines: Iterable[str]) -> str | None:
    """Return the first item on a cover (``3.1``, ``PL 2``), on its label's line or the next."""
    label_before = False
    for line in lines:
        item = on_line(line)
        if item is not None:
            return item
        folded = fold_with_places(line.strip()).text
        if label_before and _VALUE.match(folded):
            return _normalise(line.strip())
        label_before = _ALONE.match(folded) is not None
    return None


def _normalise(text: str) -> str:
    return "".join(
        str(unicodedata.digit(sign)) if unicodedata.category(sign) == "Nd" else sign
        for sign in text
    ).strip()
