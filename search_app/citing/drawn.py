"""How are mandates, positions and dossiers laid out as reports, in the reader's language?"""

from __future__ import annotations

from collections.abc import Sequence

from index.reports import Task
from search_app.citing.citation import citation
from search_app.citing.report import Cell, Report, Section, Table
from search_app.citing.words import words
from search_app.localise import date_text


def mandates_report(tasks: Sequence[Task], language: str) -> Report:
    """Lay out mandates as a table: who, what, by when, where, and where it is reported on.

    Args:
        tasks: in their order.
        language: the reader's, one of the six.
    """
    say = words(language).export
    columns = ("addressee", "verb", "action", "deadline", "citation", "reported_in")
    rows = tuple(task_cells(task, language) for task in tasks)
    table = Table(tuple(say[name] for name in columns), (13, 11, 34, 11, 17, 14), rows)
    return Report(say["mandates"], (Section(table=table),), is_wide=True)


def task_cells(task: Task, language: str) -> tuple[Cell, ...]:
    """One row of the table of mandates."""
    mandate = task.mandate
    own = task.shown.passage.language or task.shown.language
    return (
        Cell(
            words(language).list_separator.join(
                name_of(one, language) for one in mandate.addressees
            )
        ),
        Cell(name_of(mandate.verb, language)),
        Cell(mandate.action or task.text, own),
        Cell(deadline_name(task, language)),
        Cell(citation(task.shown, language)),
        Cell("\n".join(citation(one, language) for one in task.reported_in)),
    )


def name_of(name: str, language: str) -> str:
    """A verb or an addressee, which have English names, as the reader calls it."""
    return words(language).mandates.get(name, name)


def deadline_name(task: Task, language: str) -> str:
    """By when, as the reader writes it."""
    name = task.mandate.deadline
    if name is None:
        return ""
    say = words(language).mandates
    kind, _, number = name.partition(" ")
    if name == "next meeting":
        number = task.due_meeting or ""
        return say["meeting"].format(number) if number else say["next meeting"]
    if kind == "meeting":
        return say["meeting"].format(number)
    if kind == "Council":
        return f"{say['Council']} {number}"
    return date_text(name, language)
