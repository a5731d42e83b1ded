"""Splitting of a cover's line into the cells that a PDF reader joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from corpus.extract import symbols
from corpus.text import fold_with_places
from ingest.cover.words import DOCUMENT, LABEL_ANYWHERE, MEETING, ORGANISATION, ORIGINAL

_GAP: Final = re.compile(r"\s*(?:\n|\t|\||\s{3,}|\u3000{2,})\s*")

_LONGEST: Final = 240
"""Characters from which a line is running text, and labels in it do not split it."""

_DOCUMENT_BEFORE: Final = re.compile(rf"{DOCUMENT}\s*$")


def segments(text: str) -> list[str]:
    """Split a text into cover cells: by tabs, bars, breaks, wide gaps, labels and the symbol."""
    result: list[str] = []
    for part in _GAP.split(text.strip()):
        if len(part) > _LONGEST:
            result.append(part)
        else:
            for read_label in _split_by_labels(part):
                result += _split_by_symbol(read_label)
    return [part for part in result if part]


def _split_by_labels(part: str) -> Iterator[str]:
    folded = fold_with_places(part)
    starts = [0]
    for pattern in (ORIGINAL, LABEL_ANYWHERE):
        for match in pattern.finditer(folded.text):
            starts.append(folded.start(match.start()))
            if pattern is ORIGINAL and match.end() < len(folded.text):
                starts.append(folded.end(match.end()))
    starts = sorted(set(starts))
    for start, end in zip(starts, [*starts[1:], len(part)], strict=True):
        yield part[start:end].strip(" ,;–—")


def _split_by_symbol(part: str) -> list[str]:
    """Split ``part`` around ``Document …-E`` after a group or meeting; a sentence stays whole."""
    for symbol in symbols.find(part):
        before = part[: symbol.start].rstrip()
        folded = fold_with_places(before)
        word = _DOCUMENT_BEFORE.search(folded.text)
        if word is not None:
            before = before[: folded.start(word.start())].rstrip() if word.start() else ""
        frame = fold_with_places(before).text.strip(" ,;-")
        is_framed = not frame or ORGANISATION.match(frame) or MEETING.search(frame)
        if symbol.language is None or not is_framed or (frame and word is None):
            continue
        return [before, part[len(before) : symbol.end].strip(), part[symbol.end :].strip(" ,;–—")]
    return [part]
