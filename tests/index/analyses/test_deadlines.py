"""Meanings of times that somebody asks for, and mandates due then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.errors import QueryError
from corpus.extract.mandates import find
from index.analyses import Task
from index.analyses.deadlines import parse_due_time
from search_app.web.meeting.state import MeetingState
from tests.search_app.passages import passage


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("2025", "2025"),
        ("1999", "1999"),
        ("2025-06", "2025-06"),
        ("2024-10-31", "2024-10-31"),
        ("31/10/2024", "2024-10-31"),
        ("10/31/2024", "2024-10-31"),
        ("05/05/2025", "2025-05-05"),
        ("31.10.2024", "2024-10-31"),
        ("31 October  2024", "2024-10-31"),
        ("31 октября 2024", "2024-10-31"),
        ("2024年10月31日", "2024-10-31"),
        ("31 أكتوبر 2024", "2024-10-31"),
        ("February 2025", "2025-02"),
        ("2025年2月", "2025-02"),
        ("二〇二五年十二月", "2025-12"),
        ("février 2025", "2025-02"),
        ("febrero de 2025", "2025-02"),
        ("февраль 2025", "2025-02"),
        ("февраля 2025 года", "2025-02"),
        ("فبراير 2025", "2025-02"),
        ("شباط/فبراير 2025", "2025-02"),
        ("فبراير ٢٠٢٥", "2025-02"),
        ("٢٠٢٥", "2025"),
        ("عام 2025", "2025"),
        ("2025年", "2025"),
        ("2025 год", "2025"),
        ("41", "meeting 41"),
        (" Meeting 41 ", "meeting 41"),
        ("41st meeting", "meeting 41"),
        ("第41次会议", "meeting 41"),
        ("الاجتماع 41", "meeting 41"),
        ("Next meeting", "next meeting"),
        ("下次会议", "next meeting"),
        ("الاجتماع المقبل", "next meeting"),
        ("prochaine réunion", "next meeting"),
        ("próxima reunión", "next meeting"),
        ("следующему собранию", "next meeting"),
        ("المجلس 2025", "Council 2025"),
        ("2025年理事会", "Council 2025"),
        ("Conseil 2025", "Council 2025"),
        ("Consejo 2025", "Council 2025"),
        ("Совет-2025", "Council 2025"),
        ("ПК-26", "PP-26"),
        ("council 2025", "Council 2025"),
        ("pp-26", "PP-26"),
    ],
)
def test_times_have_one_form(query: str, expected: str) -> None:
    assert parse_due_time(query) == expected


@pytest.mark.parametrize(
    "query",
    [
        "someday",
        "2025-13",
        "2025年13月",
        "2025-02-30",
        "99/99/2025",
        "قريباً",
        "尽快",
        "",
        "41 or 42",
    ],
)
def test_a_wrong_time_is_refused_with_examples(query: str) -> None:
    with pytest.raises(QueryError, match=r"no deadline.*2025-06.*Council 2025.*41.*next meeting"):
        parse_due_time(query)


def test_a_day_that_readers_take_for_two_is_neither() -> None:
    with pytest.raises(QueryError, match="2024-03-04 for some readers and 2024-04-03"):
        parse_due_time("03/04/2024")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Invites Member States to announce contributions by 28 February 2025.", "en"),
        ("请成员国在2025年2月28日之前宣布捐款。", "zh"),
        ("Requests the secretariat to report in 2025.", "en"),
    ],
)
def test_the_filter_by_year_takes_deadlines_of_its_days(text: str, language: str) -> None:
    (mandate,) = find(text, language)
    task = Task(mandate, text, passage(text), mandate.deadline, None, (), mandate.action, language)
    assert MeetingState(due="2025").takes(task)
    assert not MeetingState(due="2024").takes(task)
    assert not replace(task, due=None, mandate=replace(mandate, deadline=None)).is_due("2025")
