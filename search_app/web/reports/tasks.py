"""How does it look who is asked to do what? A card for each mandate, as it is cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup

from index.analyses import Task
from index.lookup import CatalogueEntry
from index.store import Excerpt
from search_app.citing import citation, lead_in, own_number
from search_app.localise import Locale
from search_app.operations.layouts import asked_by, asked_in, asked_of, task_cells
from search_app.web.basket import held
from search_app.web.parts import acts_html, document_address, html
from search_app.web.references import called, reference_address
from search_app.web.reports.answers import mandates


@dataclass(frozen=True, slots=True)
class Later:
    """Another passage on the same.

    Attributes:
        line: its citation.
        address: where it is read.
        about: its date, and the share in common where that is known.
    """

    line: str
    address: str
    about: str = ""


def later(locale: Locale, shown: Excerpt, share: str = "") -> Later:
    """Say where a passage stands again, how much of it, or where it is reported on."""
    about = locale.listed(part for part in (locale.date(shown.date), share) if part)
    return Later(citation(shown, locale.code), document_address(shown), about)


@dataclass(frozen=True, slots=True)
class Due:
    """A mandate that falls due: by when, whether it is only proposed, who, what, and where."""

    deadline: str
    standing: str
    addressee: str
    action: str
    language: str | None
    address: str
    is_past: bool


def falling_due(locale: Locale, every: Sequence[CatalogueEntry]) -> list[Due]:
    """List what the latest two meetings asked for by a day or meeting after the latest of them.

    Args:
        locale: the reader's language.
        every: the documents of the index.

    Returns:
        What is due first stands first.
    """
    last: dict[str, str] = {}
    for one in every:
        if one.meeting and one.date:
            last[one.meeting] = max(last.get(one.meeting, ""), one.date)
    meetings = sorted(last, key=lambda one: last[one], reverse=True)[:2]
    if not meetings:
        return []
    now = last[meetings[0]]
    tasks = [
        task
        for task in mandates("", locale.code, tuple(meetings))
        if task.mandate.act == "asks" and (task.due or "") > now[: len(task.due or "")]
    ]
    return [due_of(locale, task) for task in sorted(tasks, key=lambda task: task.due or "")]


def due_of(locale: Locale, task: Task) -> Due:
    """A mandate in a line, as the start page lists it."""
    told = (cell.text for cell in task_cells(task, locale.code))
    addressee, _, _, standing, action, deadline, _, _ = told
    shown = task.shown
    today = datetime.now(UTC).date().isoformat()
    is_past = bool(task.due) and (task.due or "") < today[: len(task.due or "")]
    address = document_address(shown)
    return Due(deadline, standing, addressee, action, shown.language, address, is_past)


def mandates_html(locale: Locale, tasks: Sequence[Task]) -> Markup:
    """Draw mandates, one below the other.

    Args:
        locale: the reader's language.
        tasks: the mandates.
    """
    return html("mandates.list", locale=locale, rows=[_row(locale, task) for task in tasks])


@dataclass(frozen=True, slots=True)
class _Row:
    """A mandate in words: who, what kind, by when; its text and what later documents say.

    Attributes:
        lead: what leads into its text, where that is an item of a list.
        number: its own, where it stands below that.
        became: what became of its paragraph in a revision; empty where that is not known.
        there: where it stands there.
    """

    task: Task
    asked_by: str
    standing: str
    act: str
    addressee: str
    deadline: str
    lead: str
    number: str | None
    line: str
    became: str
    there: Later | None
    acts: Markup
    reports: Sequence[Later]
    near: Sequence[Later]
    references: Sequence[tuple[str, str, str]]


def _row(locale: Locale, task: Task) -> _Row:
    told = (cell.text for cell in task_cells(task, locale.code))
    _, _, _, standing, _, deadline, _, _ = told
    became, asked = task.in_revision, asked_in(task)
    return _Row(
        task,
        asked_by(task, locale.code),
        standing,
        *asked_of(task, locale.code),
        deadline,
        lead_in(asked),
        own_number(asked),
        citation(task.shown, locale.code),
        locale.text(f"mandates.{became.change}_in_revision") if became and became.shown else "",
        later(locale, became.shown) if became and became.shown else None,
        acts_html(task.shown, locale, is_in=bool(held([task.shown.passage_id]))),
        [later(locale, one.shown) for one in task.reported_in if not one.is_near_only],
        [later(locale, one.shown) for one in task.reported_in if one.is_near_only],
        [
            (one, name, reference_address(one))
            for one, name in called(task.references, locale.code, whose=True).items()
        ],
    )
