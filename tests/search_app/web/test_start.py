"""The start page lists the mandates that fall due."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.extract.mandates import find
from index.analyses import Task
from search_app.localise import Locale
from search_app.web.parts import html
from search_app.web.reports.tasks import due_of
from tests.search_app.passages import passage

TEXT = "The Secretary-General is invited to forward the final text by 31 October 2024."


@pytest.mark.parametrize(
    ("language", "is_proposal", "told"),
    [
        ("en", True, "Proposed, not decided"),
        ("ar", True, "مقترح ولم يُقرَّر"),
        ("zh", False, "已决定"),
        ("en", None, "Not stated whether decided"),
    ],
)
def test_what_falls_due_says_whether_it_is_only_proposed(
    language: str, is_proposal: bool | None, told: str
) -> None:
    (mandate,) = find(TEXT, "en")
    task = Task(mandate, TEXT, passage(TEXT), "2024-10-31", None, (), mandate.action, "en")
    locale = Locale(language)
    drawn = html(
        "search.start",
        locale=locale,
        tasks=[],
        new=[],
        since="",
        meeting=None,
        absent=[],
        due=[due_of(locale, replace(task, is_proposal=is_proposal))],
        mandates="mandates",
        few=5,
        name=str,
        address=str,
        documents="documents",
        corpus="corpus",
    )
    assert "forward the final text" in drawn
    badges = [part.split("<")[0] for part in drawn.split('<span class="wsis-badge">')[1:]]
    assert badges[1:] == [locale.text("search.due_past"), told]
    assert locale.text("search.due_of") in drawn


@pytest.mark.parametrize(("due", "is_past"), [("2024", True), ("2999-01", False), (None, False)])
def test_what_was_due_and_has_passed_says_so(due: str | None, is_past: bool) -> None:
    (mandate,) = find(TEXT, "en")
    task = Task(mandate, TEXT, passage(TEXT), due, None, (), mandate.action, "en")
    assert due_of(Locale("fr"), task).is_past is is_past
