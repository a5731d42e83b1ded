"""ITU's catalogues of meetings: which there are, and the lists and folders of their documents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - a field is called date elsewhere
from typing import Final
from urllib.parse import unquote

from corpus.errors import FetchError
from corpus.extract import symbols
from corpus.text import dates
from ingest.lists.names import ListName, clean_folder
from ingest.lists.xml_records import Fields, read_records

CATALOGUES: Final = (
    "ITU_Meetings.xml",
    "ITU-T_Meetings.xml",
    "ITU-R_Meetings.xml",
    "ITU-D_NEW-Meetings.xml",
)
"""Names of the catalogues: the Union's own meetings first, then those of the three Sectors."""

CATALOGUE_FOLDER: Final = "/net/epub/ITU-Sync"
"""Folder of the catalogues on ITU's site."""

_FRAME: Final = re.compile(r"[?&]XF=([^&\s]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListedMeeting:
    """A meeting of a catalogue; days are ISO 8601.

    Attributes:
        code: as the catalogue names it (``ITU-T SG 12``).
        title: with place and days, as the catalogue writes it.
        folders: of its files at the server for accounts.
    """

    code: str
    title: str | None = None
    start: str | None = None
    end: str | None = None
    place: str | None = None
    lists: tuple[ListName, ...] = ()
    folders: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """All that the meeting may be called, in the form of :func:`name_meeting`."""
        stems = dict.fromkeys(each.stem for each in self.lists)
        parsed = (symbols.parse_file_name(f"{stem}-C-0001") for stem in stems)
        heads = (each.symbol.canonical for each in parsed if each)
        first = (self.title or "").partition(",")[0]
        names = (name_meeting(text) for text in (self.code, first, self.title or "", *stems))
        return frozenset().union(*names, (_reduce(head.rpartition("/")[0]) for head in heads))


def name_meeting(text: str) -> frozenset[str]:
    """Return the names that a text may mean as a meeting, without spaces and signs."""
    parsed = symbols.parse(f"{text.strip()}/1")
    heads = [parsed.symbol.canonical.rpartition("/")[0]] if parsed else []
    return frozenset(filter(None, map(_reduce, (text, *heads))))


def find_meetings(meetings: Iterable[ListedMeeting], text: str) -> list[ListedMeeting]:
    """Return the meetings that a text names, by code, title or the beginning of file names."""
    wanted = name_meeting(text)
    return [meeting for meeting in meetings if wanted & meeting.names]


def read_catalogue(content: bytes, name: str) -> tuple[list[ListedMeeting], list[str]]:
    """Read a catalogue: meetings, and notes on what could not be read; FetchError for others."""
    read = read_records(content, name)
    if read.root != "dataroot":
        raise FetchError(f"{name} is no catalogue of meetings: its root is <{read.root}>.")
    notes = [read.fault] if read.fault else []
    meetings = []
    for _, fields in read.records:
        if not fields.get("Meeting_code"):
            continue
        meeting, refused = _make_meeting(fields)
        meetings.append(meeting)
        notes += [
            f"{name}, {meeting.code}: the folder {path!r} is no path below the server's and is "
            "not asked."
            for path in refused
        ]
    return meetings, notes


def _make_meeting(fields: Fields) -> tuple[ListedMeeting, list[str]]:
    """Return a meeting, and its folders that lead out of the server's."""
    title = fields.get("Meeting_place_date")
    start, end = _read_days(fields.get("Start_meeting_date", ""), title or "")
    names = (
        ListName.parse(unquote(match[1]))
        for key, value in fields.items()
        if key.startswith("Frame_src") and (match := _FRAME.search(value))
    )
    paths = [
        value
        for key, value in fields.items()
        if key == "FTP_path" or key.startswith("Included_folder")
    ]
    folders = {path: clean_folder(path) for path in paths}
    meeting = ListedMeeting(
        fields["Meeting_code"],
        title,
        start,
        end,
        _read_place(title or ""),
        tuple(dict.fromkeys(name for name in names if name)),
        tuple(dict.fromkeys(folder for folder in folders.values() if folder)),
    )
    return meeting, [path for path, folder in folders.items() if folder is None]


def _read_days(start: str, title: str) -> tuple[str | None, str | None]:
    """Return the first and the last day; the title's count where they agree with the record's."""
    first = read_day(start)
    found = dates.days(title)
    if len(found) == 1 and found[0].first and first in (None, found[0].first):
        return found[0].first, found[0].last
    return first, None


def read_day(text: str) -> str | None:
    """Return the day that a time of ITU's lists begins with, ISO 8601; None where it has none."""
    try:
        return Date.fromisoformat(text.strip()[:10]).isoformat()
    except ValueError:
        return None


def _read_place(title: str) -> str | None:
    """Return the place between code and days; None where the title has other parts than these."""
    parts = [part.strip() for part in title.split(",")]
    if len(parts) < 3 or not dates.names_days(parts[-1]):
        return None
    return ", ".join(parts[1:-1]) or None


def _reduce(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
