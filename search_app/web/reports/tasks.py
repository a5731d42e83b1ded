"""How does it look who is asked to do what? A card for each mandate, as it is cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from index.reports import Task
from index.store import Excerpt
from search_app.citing import citation
from search_app.citing.export import task_cells
from search_app.localise import Locale
from search_app.web.basket import basket
from search_app.web.parts import acts_html, document_address, html
from search_app.web.references import reference_address


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
    about: str


def later(locale: Locale, shown: Excerpt, share: float | None = None) -> Later:
    """Say where a passage stands again, or is reported on."""
    said = [locale.date(shown.date), "" if share is None else locale.percent(share)]
    about = locale.listed(part for part in said if part)
    return Later(citation(shown, locale.code), document_address(shown), about)


def mandates_html(locale: Locale, tasks: Sequence[Task]) -> Markup:
    """Draw mandates, one below the other.

    Args:
        locale: the reader's language.
        tasks: the mandates.
    """
    return html("mandates.list", locale=locale, rows=[_row(locale, task) for task in tasks])


@dataclass(frozen=True, slots=True)
class _Row:
    """A mandate in words: who, what kind, by when; its text and where it is reported on."""

    task: Task
    addressee: str
    verb: str
    deadline: str
    line: str
    acts: Markup
    reports: Sequence[Later]
    references: Sequence[tuple[str, str]]


def _row(locale: Locale, task: Task) -> _Row:
    addressee, verb, _, deadline, line, _ = (cell.text for cell in task_cells(task, locale.code))
    return _Row(
        task,
        addressee,
        verb,
        deadline,
        line,
        acts_html(task.shown, locale, is_in=task.shown.passage_id in basket()),
        [later(locale, one) for one in task.reported_in],
        [(name, reference_address(name)) for name in task.references],
    )
