"""Days and places of a group's meetings, as far as its table knows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from corpus import meetings, tables
from corpus.languages import BY_CODE
from corpus.meetings import Days

if TYPE_CHECKING:
    from pathlib import Path


def test_a_meeting_of_this_group() -> None:
    meeting = meetings.meeting("41")
    assert meeting is not None
    assert meeting.days == Days(date(2024, 10, 2), date(2024, 10, 3))
    assert (meeting.place, meeting.chair) == ("Geneva", "Cynthia Lesufi")
    assert meeting.source


def test_an_unknown_meeting_gives_none() -> None:
    assert meetings.meeting("40") is None
    third = meetings.meeting("3")
    assert third is not None
    assert (third.chair, third.days, third.place) == ("Yuri Grin", None, None)
    assert meetings.meeting("11", "CWG-Internet") is None


def test_meetings_follow_one_another() -> None:
    dated = [meeting.days for meeting in meetings.meetings() if meeting.days]
    assert len(dated) >= 9
    assert all(days.first <= days.last for days in dated)
    assert dated == sorted(dated)


def test_days_are_written_as_an_interval() -> None:
    days = Days(date(2023, 10, 16), date(2023, 10, 17))
    assert str(days) == "2023-10-16/2023-10-17"
    assert Days.read(str(days)) == days
    assert Days.read("16 October") is Days.read(None) is None


@pytest.mark.parametrize("table", sorted(tables.load_each("bodies")))
def test_every_body_has_names_in_six_languages(table: str) -> None:
    body = tables.load_each("bodies")[table]["body"]
    assert set(meetings.names(body)) == set(BY_CODE)


def test_a_user_adds_meetings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bodies").mkdir()
    (tmp_path / "bodies" / "cwg-internet.toml").write_text(
        "[[meetings]]\nnumber = 21\nfirst_day = 2025-02-12\n", encoding="utf-8"
    )
    monkeypatch.setenv("WSIS_SEARCH_TABLES", str(tmp_path))
    meeting = meetings.meeting("CWG-Internet-21", "CWG-Internet")
    assert meeting is not None
    assert meeting.days == Days(date(2025, 2, 12), date(2025, 2, 12))


@pytest.mark.parametrize(
    ("named", "meeting"),
    [
        ("40", "40"),
        (" 40th meeting", "40"),
        ("第40次会议", "40"),
        ("الاجتماع ٤٠", "40"),
        ("40-е собрание", "40"),
        ("40.ª reunión", "40"),
        ("cwg-wsis&sdg-40", "40"),
        ("C24", "C24"),
        ("CWG-Internet-11", "CWG-Internet-11"),
        ("CWG-WSIS&SDG-40/4", "CWG-WSIS&SDG-40/4"),
        ("40-41", "40-41"),
        ("the next one", "the next one"),
    ],
)
def test_a_meeting_is_found_as_people_write_it(named: str, meeting: str) -> None:
    assert meetings.parse_meeting(named) == meeting
