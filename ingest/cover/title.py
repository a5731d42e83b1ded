"""Title of a document, found on its cover or in the file's properties, or none.

The order: labelled line, title style, line after the source, first heading, line before the source,
and the file's properties, unless a program wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from corpus.documents import Provenance
from corpus.text import fold_with_places, is_han
from ingest.cover import agenda as cover_agenda
from ingest.cover.identity import parse_line
from ingest.cover.lines import LONG, PrintedLine, is_frame, is_sentence, read_label
from ingest.cover.source import CoverSource, names_source
from ingest.cover.words import (
    END,
    MEETING_NAME,
    NOTE_SIGNS,
    SUBJECT,
    TITLE_LABEL,
    TITLE_STYLE,
    pattern,
)

_BEHIND_SOURCE: Final = 3
"""Number of lines after the source that are searched, past a date or a label."""

_SHORTEST: Final = 3


_OPEN_END: Final = re.compile(rf"(?:[,،、–—-]|\b{pattern('unfinished')})$", re.IGNORECASE)
"""Ends of a line after which a title continues."""

_SECTION: Final = re.compile(r"(?:\d{1,2}|[IVX]{1,5})\.\s")
"""The number of the first section, which no title of a document has."""

_RESOLUTION_NUMBER: Final = re.compile(r"^(?P<number>\d{2,4}/\d{1,3})(?:\.\s*|\s?[-–]\s)(?=\S)")
"""Number of a General Assembly resolution before its title."""

_JUNK: Final = re.compile(pattern("junk_titles"))


def find(
    lines: Sequence[PrintedLine],
    source: CoverSource | None,
    properties: Mapping[str, str],
    *,
    is_official: bool,
) -> tuple[str, Provenance] | None:
    """Return the title as written and its source in the file, or None."""
    lines = _blank_bodies(lines, source)
    title = (
        _read_label(lines)
        or _find_styled(lines, source)
        or _find_behind_source(lines, source)
        or _find_placed_before_source(lines, source)
        or _find_heading(lines, source)
        or _find_before_source(lines, source)
        or (_find_placed(lines, source) if is_official else None)
    )
    if title:
        return _RESOLUTION_NUMBER.sub("", NOTE_SIGNS.sub("", title)), "cover"
    title = _find_property(properties)
    return (title, "core-properties") if title else None


def find_numbered(lines: Sequence[PrintedLine], number: str | None) -> str | None:
    """Return the title behind a resolution's own number (``73/6. …``), or None."""
    for index, line in enumerate(lines):
        match = _RESOLUTION_NUMBER.match(line.text)
        if match and number and number.endswith(match["number"]):
            return NOTE_SIGNS.sub("", _join_lines(lines, index)[match.end() :])
    return None


def _blank_bodies(
    lines: Sequence[PrintedLine], source: CoverSource | None
) -> Sequence[PrintedLine]:
    """Return the lines with those empty that name bodies above the session and the item."""
    end = source.first if source is not None and source.last else len(lines)
    free = dict.fromkeys(index for index in range(end) if lines[index].printed.cell is None)
    below = [
        index
        for index in free
        if MEETING_NAME.fullmatch(lines[index].folded) or cover_agenda.on_line(lines[index].text)
    ]
    if not below or not any(_can_be_title(lines[index]) for index in free if index > below[-1]):
        return lines
    return [
        replace(line, text="", folded="") if index in free and index < below[-1] else line
        for index, line in enumerate(lines)
    ]


def _read_label(lines: Sequence[PrintedLine]) -> str | None:
    values = (read_label(lines, index, TITLE_LABEL) for index in range(len(lines)))
    called = next((value[0] for value in values if value is not None), None)
    if called:
        return called
    for index, line in enumerate(lines):
        if SUBJECT.match(line.folded) and not is_sentence(line.text):
            _, _, rest = line.text.replace("：", ":").partition(":")
            return _extend(lines, index, rest.strip())
    return None


def _is_of(index: int, source: CoverSource | None) -> bool:
    return source is not None and source.first <= index <= source.last


def _find_styled(lines: Sequence[PrintedLine], source: CoverSource | None) -> str | None:
    styled = [
        line
        for index, line in enumerate(lines)
        if TITLE_STYLE.fullmatch(line.style) and not _is_of(index, source) and _can_be_title(line)
    ]
    return " ".join(line.text for line in styled if line.style == styled[0].style) or None


def _find_behind_source(lines: Sequence[PrintedLine], source: CoverSource | None) -> str | None:
    if source is None:
        return None
    behind = range(source.last + 1, min(source.last + 1 + _BEHIND_SOURCE, len(lines)))
    for index in behind:
        if _can_be_title(lines[index]) and not _is_aside(lines, index):
            return _join_lines(lines, index)
    return None


def _is_aside(lines: Sequence[PrintedLine], index: int) -> bool:
    """Whether a line after the source is at the margin, with a title in the middle above."""
    look = lines[index].printed.look
    if look is None or look.centred or look.bold or lines[index].printed.is_heading:
        return False
    return any(line.is_placed and _can_be_title(line) for line in lines[: index - 1])


def _find_placed_before_source(
    lines: Sequence[PrintedLine], source: CoverSource | None
) -> str | None:
    """Return the centred line above the source, where UN documents have the title."""
    before = lines[: source.first] if source is not None else ()
    return next(
        (
            _join_lines(lines, index)
            for index, line in enumerate(before)
            if line.is_placed and _can_be_title(line)
        ),
        None,
    )


def _find_heading(lines: Sequence[PrintedLine], source: CoverSource | None) -> str | None:
    for index, line in enumerate(lines):
        is_heading = line.printed.is_heading and line.printed.cell is None
        if is_heading and not _is_of(index, source) and _can_be_title(line):
            return _join_lines(lines, index)
    return None


def _find_before_source(lines: Sequence[PrintedLine], source: CoverSource | None) -> str | None:
    if source is None or not source.first or not _can_be_title(lines[source.first - 1]):
        return None
    return lines[source.first - 1].text


def _find_placed(lines: Sequence[PrintedLine], source: CoverSource | None) -> str | None:
    """Return the first line outside cells that is centred, or else bold."""
    free = [
        index
        for index, line in enumerate(lines)
        if line.printed.look is not None
        and line.printed.cell is None
        and not _is_of(index, source)
        and _can_be_title(line)
    ]
    for index in free:
        if lines[index].is_placed:
            return _join_lines(lines, index)
    for index in free:
        look = lines[index].printed.look
        if look is not None and look.bold:
            return _join_lines(lines, index)
    return None


def _join_lines(lines: Sequence[PrintedLine], index: int) -> str:
    return _extend(lines, index, lines[index].text)


def _extend(lines: Sequence[PrintedLine], index: int, text: str) -> str:
    for before, line in zip(lines[index:], lines[index + 1 :], strict=False):
        is_of_paragraph = line.printed is before.printed or (
            line.printed.is_close and line.looks_like(before)
        )
        goes_on = (
            line.looks_like(before)
            and line.printed.look is not None
            and (line.text[:1].islower() or bool(_OPEN_END.search(before.text)))
        )
        belongs = (is_of_paragraph and _can_be_title(line)) or (
            goes_on and parse_line(line.text) is None and len(line.text) <= LONG
        )
        if not belongs or names_source(line):
            break
        text = f"{text}{'' if is_han(text[-1:]) else ' '}{line.text}"
    return text


def _can_be_title(line: PrintedLine) -> bool:
    if not _SHORTEST <= len(line.text) <= LONG or is_frame(line) or _SECTION.match(line.text):
        return False
    look = line.printed.look
    return look is None or look.centred or look.bold or not is_sentence(line.text)


def _find_property(properties: Mapping[str, str]) -> str | None:
    title = properties.get("title", "").strip()
    folded = fold_with_places(title).text
    if len(title) <= _SHORTEST or _JUNK.fullmatch(folded) or END.match(folded):
        return None
    return None if parse_line(title) is not None else title
