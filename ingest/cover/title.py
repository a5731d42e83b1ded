"""The document's title.

In this order: what a line calls the title; a paragraph in a title style; the line behind the
source, where ITU's covers have it; the first heading of the cover; the line before the source; the
title in the file's properties, unless a program or a template wrote it. None rather than a guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from corpus.documents import Provenance
from corpus.text import fold_with_places, is_han
from ingest.cover.identity import on_line
from ingest.cover.lines import LONG, PrintedLine, is_frame, is_sentence, labelled
from ingest.cover.source import CoverSource, names_source
from ingest.cover.words import END, NOTE_SIGNS, SUBJECT, TITLE_LABEL, TITLE_STYLE, pattern

_BEHIND_SOURCE: Final = 3
"""How many lines behind the source are looked at: a date or a label may stand between."""

_SHORTEST: Final = 3


_OPEN_END: Final = re.compile(rf"(?:[,،、–—-]|\b{pattern('unfinished')})$", re.IGNORECASE)
"""Words at which a title is not over."""

_JUNK: Final = re.compile(pattern("junk_titles"))
"""Titles that a program wrote, or that a template left."""


def find(
    lines: Sequence[PrintedLine],
    source: CoverSource | None,
    properties: Mapping[str, str],
    *,
    is_official: bool,
) -> tuple[str, Provenance] | None:
    """The title as it is written, and where; or None.

    Args:
        lines: of the cover.
        source: which of them name the source, if some do.
        properties: what the file says of itself.
        is_official: whether the document has a symbol, or a number of its own.
    """
    title = (
        _called_title(lines)
        or _styled(lines, source)
        or _behind_source(lines, source)
        or _before_source_placed(lines, source)
        or _heading(lines, source)
        or _before_source(lines, source)
        or (_placed(lines, source) if is_official else None)
    )
    if title:
        return NOTE_SIGNS.sub("", title), "cover"
    title = _property(properties)
    return (title, "core-properties") if title else None


def _called_title(lines: Sequence[PrintedLine]) -> str | None:
    values = (labelled(lines, at, TITLE_LABEL) for at in range(len(lines)))
    called = next((value[0] for value in values if value is not None), None)
    if called:
        return called
    for at, line in enumerate(lines):
        if SUBJECT.match(line.folded) and not is_sentence(line.text):
            _, _, rest = line.text.replace("：", ":").partition(":")
            return _goes_on(lines, at, rest.strip())
    return None


def _is_of(at: int, source: CoverSource | None) -> bool:
    return source is not None and source.first <= at <= source.last


def _styled(lines: Sequence[PrintedLine], source: CoverSource | None) -> str | None:
    styled = [
        line
        for at, line in enumerate(lines)
        if TITLE_STYLE.fullmatch(line.style) and not _is_of(at, source) and _can_be_title(line)
    ]
    return " ".join(line.text for line in styled if line.style == styled[0].style) or None


def _behind_source(lines: Sequence[PrintedLine], source: CoverSource | None) -> str | None:
    if source is None:
        return None
    behind = range(source.last + 1, min(source.last + 1 + _BEHIND_SOURCE, len(lines)))
    for at in behind:
        if _can_be_title(lines[at]) and not _is_aside(lines, at):
            return _whole(lines, at)
    return None


def _is_aside(lines: Sequence[PrintedLine], at: int) -> bool:
    """Whether a line behind the source stands at the margin, and a title in the middle above."""
    look = lines[at].printed.look
    if look is None or look.centred or look.bold or lines[at].printed.is_heading:
        return False
    return any(line.is_placed and _can_be_title(line) for line in lines[: at - 1])


def _before_source_placed(lines: Sequence[PrintedLine], source: CoverSource | None) -> str | None:
    """The line in the middle above the source: so it stands at the United Nations."""
    before = lines[: source.first] if source is not None else ()
    return next(
        (
            _whole(lines, at)
            for at, one in enumerate(before)
            if one.is_placed and _can_be_title(one)
        ),
        None,
    )


def _heading(lines: Sequence[PrintedLine], source: CoverSource | None) -> str | None:
    for at, line in enumerate(lines):
        is_heading = line.printed.is_heading and line.printed.cell is None
        if is_heading and not _is_of(at, source) and _can_be_title(line):
            return _whole(lines, at)
    return None


def _before_source(lines: Sequence[PrintedLine], source: CoverSource | None) -> str | None:
    if source is None or not source.first or not _can_be_title(lines[source.first - 1]):
        return None
    return lines[source.first - 1].text


def _placed(lines: Sequence[PrintedLine], source: CoverSource | None) -> str | None:
    """The first line that stands in the middle, or else in bold, outside of the cover's cells."""
    free = [
        at
        for at, line in enumerate(lines)
        if line.printed.look is not None
        and line.printed.cell is None
        and not _is_of(at, source)
        and _can_be_title(line)
    ]
    for at in free:
        if lines[at].is_placed:
            return _whole(lines, at)
    for at in free:
        look = lines[at].printed.look
        if look is not None and look.bold:
            return _whole(lines, at)
    return None


def _whole(lines: Sequence[PrintedLine], at: int) -> str:
    """The title that begins on the line ``at``, with those on which it goes on."""
    return _goes_on(lines, at, lines[at].text)


def _goes_on(lines: Sequence[PrintedLine], at: int, text: str) -> str:
    for before, line in zip(lines[at:], lines[at + 1 :], strict=False):
        is_of_paragraph = line.printed is before.printed or (
            line.printed.is_close and line.looks_like(before)
        )
        goes_on = (
            line.looks_like(before)
            and line.printed.look is not None
            and (line.text[:1].islower() or bool(_OPEN_END.search(before.text)))
        )
        belongs = (is_of_paragraph and _can_be_title(line)) or (
            goes_on and on_line(line.text) is None and len(line.text) <= LONG
        )
        if not belongs or names_source(line):
            break
        text = f"{text}{'' if is_han(text[-1:]) else ' '}{line.text}"
    return text


def _can_be_title(line: PrintedLine) -> bool:
    if not _SHORTEST <= len(line.text) <= LONG or is_frame(line):
        return False
    look = line.printed.look
    return look is None or look.centred or look.bold or not is_sentence(line.text)


def _property(properties: Mapping[str, str]) -> str | None:
    title = properties.get("title", "").strip()
    folded = fold_with_places(title).text
    if len(title) <= _SHORTEST or _JUNK.fullmatch(folded) or END.match(folded):
        return None
    return None if on_line(title) is not None else title
