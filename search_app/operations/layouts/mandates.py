"""Layout of mandates as a table: who, what, by when, where, and where a report is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from search_app.citing import (
    Layout,
    LayoutCell,
    LayoutLink,
    LayoutSection,
    LayoutTable,
    citation,
    cut_to_part,
    office_name,
    passage_label,
    quote_passage,
    submitter_names,
    words,
)
from search_app.localise import Locale, date_text
from search_app.operations.layouts.cells import citation_links, cite_with_date

if TYPE_CHECKING:
    from corpus.extract.mandates import Mandate
    from index.analyses import FollowUp, Task
    from index.store import Excerpt
    from search_app.operations.mandates import FoundMandates, MandatesRequest


def mandates_layout(result: FoundMandates, language: str) -> Layout:
    """Return mandates as a table: who, what, by when, where, and where a report is."""
    say = words(language).export
    if result.draft is not None:
        return _lay_out_draft(result, language)
    scope = mandates_scope(language)
    return Layout(
        say["mandates"],
        (LayoutSection(lines=(scope,), table=task_table(result.mandates, language)),),
        is_wide=True,
    )


def mandates_nothing(_: FoundMandates, request: MandatesRequest, language: str) -> str:
    """Return the sentence that no mandate fits the request."""
    locale = Locale(language)
    if request.draft is not None:
        return locale.text("mandates.draft_nothing")
    hint = locale.text("mandates.leave_out", list="wsis-search status")
    return locale.sentences((locale.text("mandates.nothing"), hint))


def _lay_out_draft(result: FoundMandates, language: str) -> Layout:
    say = words(language).export
    tasks = {task.key: task for task in result.mandates}
    rows: list[tuple[LayoutCell | None, ...]] = []
    for drafted in result.draft or ():
        passage = drafted.passage
        # Two requests of one sentence differ by their addressees alone.
        draft = LayoutCell(
            " ".join(filter(None, (passage_label(passage), passage.text))),
            passage.language,
            below=Locale(language).add_label(
                say["addressee"], _name_addressees(drafted.mandate, language)
            ),
        )
        earlier = [
            (tasks[found.task.key], say["asks_contrary"] if found.is_contrary else "")
            for found in drafted.earlier
            if found.task.key in tasks
        ]
        if not earlier:
            none = LayoutCell(say["no_earlier_mandate"], is_quiet=True)
            rows.append((draft, none, *(LayoutCell(""),) * 4))
        for place, (task, relation) in enumerate(earlier):
            cells = task_cells(replace(task, overtaken_by=None), language)
            reports = task.reported_in
            last = max(reports, key=lambda report: report.shown.date or "") if reports else None
            rows.append(
                (
                    draft if place == 0 else None,
                    replace(cells[4], below=relation),
                    _add_standing(cells),
                    date_mandate(task, language),
                    cite_passages([last.shown] if last else [], language)
                    if last is None or not last.is_near_only
                    else LayoutCell(cite_report(last, language)),
                    name_fate(task, language),
                )
            )
    names = ("draft_mandate", "action", "citation", "mandate_age", "reported_in", "mandate_fate")
    columns = tuple(say[name] for name in names)
    # Three of the columns take the symbol of a revision unbroken, 5 cm each.
    widths = (0.155, 0.175, 0.195, 0.085, 0.195, 0.195)
    table = LayoutTable(columns, widths, tuple(rows), "groups")
    return Layout(say["earlier_mandates"], (LayoutSection(table=table),), is_wide=True)


def _add_standing(cells: Sequence[LayoutCell]) -> LayoutCell:
    """Return the citation of a row with its standing: what is proposed is not asked of anybody."""
    cited, *rest = cells[6].text.split("\n")
    standing = " · ".join(filter(None, (cells[3].text, cells[2].text)))
    return replace(cells[6], text="\n".join((cited, standing, *rest)))


def date_mandate(task: Task, language: str) -> LayoutCell:
    """Return the age and the date of a mandate."""
    locale, date = Locale(language), task.shown.date
    age = locale.age(date, datetime.now(UTC).date())
    return LayoutCell("\n".join(filter(None, (age, locale.date(date)))))


def name_fate(task: Task, language: str) -> LayoutCell:
    """Return what a later text did to a mandate, and which text.

    Nothing is said of a proposal without a later text: what was not decided is not current either.
    """
    if task.is_proposal and not task.fate:
        return LayoutCell("")
    say = words(language).export
    cited = cite_passages(task.overtaken_by or (), language)
    name = say[f"mandate_{task.fate or 'current'}"]
    editions = task.newer_editions if task.fate == "older-edition" else ()
    named = name_references(editions, language).values()
    return LayoutCell("\n".join(filter(None, (name, cited.text, *named))), links=cited.links)


def cite_passages(passages: Sequence[Excerpt], language: str) -> LayoutCell:
    """Cite passages with their dates, a line each."""
    return LayoutCell(
        "\n".join(cite_with_date(shown, language) for shown in passages),
        links=citation_links(passages, language),
    )


def mandates_scope(language: str) -> LayoutCell:
    """Return the note on what is no mandate and therefore not listed."""
    return LayoutCell(words(language).export["mandates_scope"], is_quiet=True)


def task_table(tasks: Sequence[Task], language: str) -> LayoutTable:
    """Return a table with a row for each mandate."""
    say = words(language).export
    columns = (
        *("addressee", "verb", "asked_or_proposed_by", "standing", "action", "deadline"),
        *("citation", "reported_in"),
    )
    rows = tuple(task_cells(task, language) for task in tasks)
    names = tuple(say[name] for name in columns)
    return LayoutTable(names, column_widths(names, rows), rows)


_WORD: Final = 35.0
"""Characters of a column's longest word that stay together: what a revision's symbol takes."""

_CAPITAL: Final = 1.6
"""Width of a capital, in characters: symbols are made of them."""

_BOLD: Final = 1.2
"""Width of a bold letter in a heading, in characters."""

_MARGIN: Final = 4.0
"""Width of a cell's margins, in characters."""

_PAGE: Final = 155.0
"""Characters of a line across a page in landscape."""


def column_widths(names: Sequence[str], rows: Sequence[Sequence[LayoutCell]]) -> tuple[float, ...]:
    """Return columns' widths by their texts, with room for every longest word first.

    Where the page lacks room for them, the widest column yields: a symbol may break at its hyphens.
    """
    least, usual = [], []
    for column, name in enumerate(names):
        texts = [row[column].text for row in rows]
        heading = _BOLD * max(map(_count_letters, name.split()))
        longest = max([heading, *(_count_letters(word) for text in texts for word in text.split())])
        mean = sum(map(len, texts)) / max(1, len(texts))
        least.append(min(longest, _WORD) + _MARGIN)
        usual.append(3 * mean**0.5)
    if (lack := sum(least) - _PAGE) > 0:
        *_, second, widest = sorted(least)
        least[least.index(widest)] = max(second, widest - lack)
    more = [max(0.0, width - own) for width, own in zip(usual, least, strict=True)]
    share = min(1.0, max(0.4, (_PAGE - sum(least)) / max(1.0, sum(more))))
    return tuple(width + share * other for width, other in zip(least, more, strict=True))


def _count_letters(word: str) -> float:
    return len(word) + (_CAPITAL - 1) * sum(letter.isupper() or letter == "&" for letter in word)


def task_cells(task: Task, language: str) -> tuple[LayoutCell, ...]:
    """Return a mandate's row of the table."""
    mandate = task.mandate
    action = cut_to_part(task.shown, mandate.action or task.text, task.text)
    own = task.shown.passage.language or task.shown.language
    return (
        LayoutCell(_name_addressees(mandate, language)),
        LayoutCell(office_name(task.shown_verb or mandate.verb, language)),
        # Whether to propose, the next one says.
        LayoutCell(submitter_names(task.asked_by, language)),
        LayoutCell(name_standing(task, language)),
        LayoutCell(quote_passage(action), own, quoted=action, passage=task.shown),
        # A time that is counted from a meeting has no name: the words of its document say it.
        LayoutCell(deadline_name(task, language))
        if mandate.deadline
        else LayoutCell(mandate.deadline_text or "", own),
        _cite(task, language),
        LayoutCell(
            "\n".join(cite_report(report, language) for report in task.reported_in),
            links=citation_links((report.shown for report in task.reported_in), language),
        ),
    )


def _name_addressees(mandate: Mandate, language: str) -> str:
    return words(language).list_separator.join(
        office_name(addressee, language) for addressee in mandate.addressees
    )


def _cite(task: Task, language: str) -> LayoutCell:
    """Cite a mandate's paragraph, with its fate in a revision, and what it cites."""
    locale = Locale(language)
    named = name_references(task.references, language)
    references = locale.join_names(named.values())
    lines = (
        citation(task.shown, language),
        in_revision(task, language),
        name_fate(task, language).text if task.overtaken_by is not None and task.fate else "",
        locale.add_label(locale.text("mandates.references"), references) if references else "",
    )
    passages = (task.shown, task.in_revision.shown if task.in_revision else None)
    names = (LayoutLink(written, name, is_reference=True) for name, written in named.items())
    return LayoutCell(
        "\n".join(filter(None, lines)), links=(*citation_links(passages, language), *names)
    )


def name_references(references: Iterable[str], language: str) -> dict[str, str]:
    """Return how the reader writes references, by their canonical forms."""
    from index.references import write_reference

    return {name: write_reference(name, language, whose=True) or name for name in references}


def name_standing(task: Task, language: str) -> str:
    """Return the word for a mandate's standing: proposed, decided, or unknown."""
    keys = {True: "proposed", False: "decided", None: "not_said"}
    return words(language).export[keys[task.is_proposal]]


def in_revision(task: Task, language: str) -> str:
    """Return a line on a mandate's paragraph in a revision; empty where unknown or gone."""
    shown = task.in_revision and task.in_revision.shown
    if not (task.in_revision and shown):
        return ""
    locale = Locale(language)
    change = locale.text(f"mandates.{task.in_revision.change}_in_revision")
    return locale.add_label(change, citation(shown, language))


def cite_report(report: FollowUp, language: str) -> str:
    """Cite a later passage, with a label where it is only near in meaning."""
    citation_line = cite_with_date(report.shown, language)
    say = words(language).export
    return (
        Locale(language).add_label(say["later_near"], citation_line)
        if report.is_near_only
        else citation_line
    )


def deadline_name(task: Task, language: str) -> str:
    """Return the deadline as the reader writes it."""
    due = task.mandate
    return when_name(due.deadline or "", language, task.due_meeting, is_before=due.is_before)


def when_name(
    name: str, language: str, meeting: str | None = None, *, is_before: bool = False
) -> str:
    """Return a date, a year or a meeting as the reader writes it."""
    when = words(language).mandates
    kind, _, number = name.partition(" ")

    def say(what: str) -> str:
        return when[f"before {what}" if is_before else what]

    if not name:
        return ""
    if name == "next meeting":
        number = meeting or ""
        return say("meeting").format(number) if number else say("next meeting")
    if kind == "meeting":
        return say("meeting").format(number)
    if kind == "Council":
        return say("session of the Council").format(number)
    if kind.startswith("PP-"):
        return say("conference").format(f"20{kind.removeprefix('PP-')}")
    return date_text(name, language)
