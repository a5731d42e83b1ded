"""When and where a group met, as far as its table knows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from corpus import meetings, tables
from corpus.languages import BY_CODE

if TYPE_CHECKING:
    from pathlib import Path


def test_a_meeting_of_this_group() -> None:
    found = meetings.meeting("41")
    assert found is not None
    assert (found.first_day, found.last_day) == (date(2024, 10, 2), date(2024, 10, 3))
    assert (found.place, found.chair) == ("Geneva", "Cynthia Lesufi")
    assert found.source


def test_what_is_not_known_is_none() -> None:
    assert meetings.meeting("40") is None
    third = meetings.meeting("3")
    assert third is not None
    assert (third.chair, third.first_day, third.place) == ("Yuri Grin", None, None)
    assert meetings.meeting("11", "CWG-Internet") is None


def test_meetings_follow_one_another() -> None:
    dated = [one for one in meetings.meetings() if one.first_day and one.last_day]
    assert len(dated) >= 9
    assert all(one.first_day <= one.last_day for one in dated if one.first_day and one.last_day)
    assert [one.first_day for one in dated] == sorted(
        one.first_day for one in dated if one.first_day
    )


@pytest.mark.parametrize("table", sorted(tables.load_each("bodies")))
def test_every_body_has_names_in_six_languages(table: str) -> None:
    body = tables.load_each("bodies")[table]["body"]
    assert set(meetings.names(body)) == set(BY_CODE)


def test_a_user_adds_meetings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bodies").mkdir()
    (tmp_path / "bodies" / "cwg-internet.toml").write_text(
        "[[meetings]]\nnumber = 21\nfirst_day = 2025-02-12\n", encoding="utf-8"
    )
    monkeypatch.setenv(tables.VARIABLE, str(tmp_path))
    found = meetings.meeting("CWG-Internet-21", "CWG-Internet")
    assert found is not None
    assert found.first_day == found.last_day == date(2025, 2, 12)
