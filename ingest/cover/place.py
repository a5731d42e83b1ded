"""The place and days of the meeting: ``Thirty-ninth meeting – Geneva, 16–17 October 2023``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from corpus import countries
from corpus.languages import LANGUAGES
from corpus.text import dates, fold_with_places
from ingest.cover.words import MEETING_NAME, ORGANISATION, WORDS, pattern

_LONGEST: Final = 40
"""Letters of a place: the longest names of cities have half as many."""

_LONGEST_LINE: Final = 200

_UNSPACED: Final = tuple(language.code for language in LANGUAGES if not language.is_spaced)

_LONGEST_MEETING: Final = dt.timedelta(days=62)
"""Longest meeting, in days; a longer period is the subject of the document."""

_OF_MEETING: Final = re.compile(rf"(?:(?<![^\W\d_])|(?<=[一-鿿])){pattern('meeting_words')}")

_ABOUT_MEETING: Final = re.compile(rf"(?<![a-zà-ÿа-яё]){pattern('about_meeting')}")
"""Words of a line about a meeting that may be another one."""

_VIRTUAL: Final = re.compile(pattern("virtual") + "$")

_WEEKDAY: Final = re.compile(pattern("weekdays"))

_PIECES: Final = re.compile(r"\s[-–—−]\s|\s*[–—(（\[\])）:：;；|/]\s*")
_BRACKETS: Final = re.compile(r"\s*[(（]([^()（）]*)[)）]")
_COMMAS: Final = re.compile(r"\s*[,،，、]\s*")
_BEFORE_DAYS: Final = re.compile(
    rf"(?:^|(?<=[\s,،，、(（])){pattern('before_days')}\s*$", re.IGNORECASE
)
_BEFORE_PLACE: Final = re.compile(
    rf"^(?:{'|'.join(WORDS['before_place']) or '(?!)'})(?=\S)", re.IGNORECASE
)


def find(lines: Sequence[str]) -> str | None:
    """Return the place of the meeting from lines before source and title, or None."""
    places = (_find_on_line(line, names_meeting=is_named) for line, is_named in _list_lines(lines))
    return next((place for place in places if place is not None), None)


def days(lines: Sequence[str]) -> str | None:
    """Return the days of the meeting, from the lines of a cover or of page headers.

    ``lines`` are those before source and title. The result is ISO 8601, first and last day
    (``2023-10-16/2023-10-17``; one day twice), or None in doubt. One day without a meeting and
    place next to it is the document's.
    """
    before = ""
    for line, is_named in _list_lines(lines):
        is_below_meeting = MEETING_NAME.fullmatch(before) is not None
        before = fold_with_places(line).text.strip()
        found = dates.days(line)
        if len(found) != 1 or found[0].first is None or found[0].last is None:
            continue
        rest = fold_with_places(line[: found[0].start] + " " + line[found[0].end :]).text.strip()
        is_own = (_is_meeting(rest) or is_below_meeting) and (
            _find_on_line(line, names_meeting=True) is not None
        )
        first, last = (dt.date.fromisoformat(day) for day in (found[0].first, found[0].last))
        if last - first <= _LONGEST_MEETING and (is_own or (found[0].is_range and is_named)):
            return f"{first}/{last}"
    return None


def _list_lines(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield lines that may be about the meeting, and whether a line before names it."""
    names_meeting = False
    for line in lines:
        folded = fold_with_places(line).text.strip()
        is_clause = folded.endswith((",", ";", "،", "؛", "、"))  # of the text: "Recalling …,"
        if len(line) <= _LONGEST_LINE and not is_clause and not _ABOUT_MEETING.search(folded):
            yield line, names_meeting
            names_meeting = names_meeting or _is_meeting(folded)


def _is_meeting(folded: str) -> bool:
    return bool(
        MEETING_NAME.fullmatch(folded) or ORGANISATION.match(folded) or _OF_MEETING.search(folded)
    )


def _find_on_line(line: str, *, names_meeting: bool) -> str | None:
    found = dates.days(line)
    if len(found) != 1:
        return None
    behind = _drop_country(line[found[0].end :].strip())
    before = _drop_country(_BEFORE_DAYS.sub("", line[: found[0].start].rstrip(" ")))
    piece = _PIECES.split(before.rstrip(" ,،，、-–—"))[-1]
    parts = [part for part in _COMMAS.split(piece) if part]
    if not names_meeting and not _is_meeting(fold_with_places(before).text.strip()):
        return None
    after = [part for part in _COMMAS.split(_PIECES.split(behind)[0]) if part]
    return _choose_place(parts) or _choose_place(after[::-1])


def _drop_country(text: str) -> str:
    return _BRACKETS.sub(lambda match: "" if countries.is_list(match[1]) else match[0], text)


def _choose_place(parts: Sequence[str]) -> str | None:
    """Return the place among parts; a later part is nearer to the days."""
    parts = [part for part in parts if not _WEEKDAY.fullmatch(fold_with_places(part).text.strip())]
    if not parts:
        return None
    is_country = len(parts) > 1 and countries.is_list(parts[-1])
    if is_country and (city := _read_place(parts[-2])) is not None:
        return city
    return _read_place(parts[-1])


def _read_place(part: str) -> str | None:
    place = _BEFORE_PLACE.sub("", part.strip(" .·*"), count=1).strip()
    folded = fold_with_places(place).text
    if _VIRTUAL.match(folded):
        return place
    first = place[:1]
    if (
        not 2 <= len(place) <= _LONGEST
        or len(place.split()) > 4
        or re.search(r"\d", folded)
        or not re.search(r"[^\W\d_]{2}", place)
        or first == first.lower() != first.upper()
        or _OF_MEETING.search(folded)
        or ORGANISATION.match(folded)
    ):
        return None
    for code in countries.find(place):
        # 瑞士日内瓦: the country precedes the city, as one word with it.
        for name in (countries.name(code, language) for language in _UNSPACED):
            if name and place.startswith(name) and place != name:
                return place.removeprefix(name)
    return place
