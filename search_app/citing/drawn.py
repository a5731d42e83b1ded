"""How are mandates, positions and dossiers laid out as reports, in the reader's language?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from index.analyses import (
    AgendaDocument,
    AgendaItem,
    CitedDocument,
    CitedResolution,
    Dossier,
    FollowUp,
    Position,
    Positions,
    Reuse,
    Task,
)
from index.store import Excerpt
from search_app.citing.citation import (
    citation,
    document_name,
    paragraph,
    quoted_text,
    said_of,
    submitter_name,
    submitter_names,
)
from search_app.citing.layout import (
    Layout,
    LayoutCell,
    LayoutLink,
    LayoutSection,
    LayoutTable,
)
from search_app.citing.words import intact, language_name, office_name, quoted, words
from search_app.citing.work import date_name, meeting_name
from search_app.localise import Locale, date_text


def mandates_report(tasks: Sequence[Task], language: str) -> Layout:
    """Lay out mandates as a table: who, what, by when, where, and where it is reported on.

    Args:
        tasks: in their order.
        language: the reader's, one of the six.
    """
    say = words(language).export
    scope = _mandates_scope(language)
    return Layout(
        say["mandates"],
        (LayoutSection(lines=(scope,), table=_tasks(tasks, language)),),
        is_wide=True,
    )


def _mandates_scope(language: str) -> LayoutCell:
    """Say what is no mandate, and not listed with them."""
    return LayoutCell(words(language).export["mandates_scope"], is_quiet=True)


def _tasks(tasks: Sequence[Task], language: str) -> LayoutTable:
    say = words(language).export
    columns = (
        *("addressee", "verb", "asked_or_proposed_by", "standing", "action", "deadline"),
        *("citation", "reported_in"),
    )
    rows = tuple(task_cells(task, language) for task in tasks)
    names = tuple(say[name] for name in columns)
    return LayoutTable(names, _widths(names, rows), rows)


_WORD: Final = 28.0
"""Letters of a column's longest word that are kept together: what a symbol takes."""

_CAPITAL: Final = 1.3
"""Letters that a capital takes: symbols are made of them."""

_BOLD: Final = 1.2
"""Letters that one of a heading takes."""

_MARGIN: Final = 4.0
"""Letters that the margins of a cell take."""

_PAGE: Final = 155.0
"""Letters that a line across a page in landscape has."""


def _widths(names: Sequence[str], rows: Sequence[Sequence[LayoutCell]]) -> tuple[float, ...]:
    """Widths by what stands in the columns: an empty one takes no more than its heading.

    Each has room for its longest word before one has all that its many words would take.
    """
    least, more = [], []
    for at, name in enumerate(names):
        texts = [row[at].text for row in rows]
        heading = _BOLD * max(map(_letters, name.split()))
        longest = max([heading, *(_letters(word) for text in texts for word in text.split())])
        mean = sum(map(len, texts)) / max(1, len(texts))
        least.append(min(longest, _WORD) + _MARGIN)
        more.append(max(0.0, 3 * mean**0.5 - least[-1]))
    share = min(1.0, max(0.4, (_PAGE - sum(least)) / max(1.0, sum(more))))
    return tuple(one + share * other for one, other in zip(least, more, strict=True))


def _letters(word: str) -> float:
    return len(word) + (_CAPITAL - 1) * sum(one.isupper() or one == "&" for one in word)


def task_cells(task: Task, language: str) -> tuple[LayoutCell, ...]:
    """One row of the table of mandates."""
    mandate, asked = task.mandate, _asked_in(task)
    own = task.shown.passage.language or task.shown.language
    return (
        LayoutCell(
            words(language).list_separator.join(
                office_name(one, language) for one in mandate.addressees
            )
        ),
        LayoutCell(office_name(_verb(task), language)),
        LayoutCell(
            submitter_names(task.asked_by, language)
        ),  # whether to propose, the next one says
        LayoutCell(standing(task, language)),
        LayoutCell(quoted_text(asked), own, quoted=asked, passage=task.shown),
        # What is counted from a meeting has no name: it is told in the words of its document.
        LayoutCell(deadline_name(task, language))
        if mandate.deadline
        else LayoutCell(mandate.deadline_text or "", own),
        _cited(task, language),
        LayoutCell(
            "\n".join(_reported(one, language) for one in task.reported_in),
            links=_links((one.shown for one in task.reported_in), language),
        ),
    )


def _cited(task: Task, language: str) -> LayoutCell:
    """Cite the paragraph of a mandate: what became of it in a revision, and what it cites."""
    locale = Locale(language)
    references = locale.listed(task.references)
    lines = (
        citation(task.shown, language),
        in_revision(task, language),
        locale.labelled(locale.text("mandates.references"), references) if references else "",
    )
    passages = (task.shown, task.in_revision.shown if task.in_revision else None)
    names = tuple(LayoutLink(one, one, is_reference=True) for one in task.references)
    return LayoutCell("\n".join(filter(None, lines)), links=(*_links(passages, language), *names))


def _links(every: Iterable[Excerpt | None], language: str) -> tuple[LayoutLink, ...]:
    """Let the citations of passages lead to them."""
    return tuple(LayoutLink(citation(shown, language), shown) for shown in every if shown)


def _dated(shown: Excerpt, language: str, *more: str) -> str:
    """Return the citation of a passage with its date, and what else is said of it."""
    parts = (citation(shown, language), date_name(shown.date, language), *more)
    return words(language).separator.join(part for part in parts if part)


def _asked_in(task: Task) -> Excerpt:
    """The paragraph of a mandate, of which only what is to be done is quoted."""
    return said_of(task.shown, task.mandate.action or task.text, task.text)


def _verb(task: Task) -> str:
    """What is said beside a text is what stands in it."""
    return task.told_as or task.mandate.verb


def standing(task: Task, language: str) -> str:
    """Say of a mandate that it is proposed, or decided, or that neither is said."""
    said = {True: "proposed", False: "decided", None: "not_said"}
    return words(language).export[said[task.is_proposal]]


def in_revision(task: Task, language: str) -> str:
    """Say in a line what became of a mandate's paragraph in a revision, and where it stands there.

    Nothing where that is not known; that it no longer stands there is said where it is cited.
    """
    shown = task.in_revision and task.in_revision.shown
    if not (task.in_revision and shown):
        return ""
    locale = Locale(language)
    said = locale.text(f"mandates.{task.in_revision.change}_in_revision")
    return locale.labelled(said, citation(shown, language))


def _reported(one: FollowUp, language: str) -> str:
    """The citation of a later passage, with a word before what is only near in meaning."""
    cited = _dated(one.shown, language)
    say = words(language).export
    return Locale(language).labelled(say["later_near"], cited) if one.is_near_only else cited


def deadline_name(task: Task, language: str) -> str:
    """By when, as the reader writes it."""
    due = task.mandate
    return when_name(due.deadline or "", language, task.due_meeting, is_before=due.is_before)


def when_name(
    name: str, language: str, meeting: str | None = None, *, is_before: bool = False
) -> str:
    """A date, a year or a meeting in one form, as the reader writes it.

    Args:
        name: as ``corpus.extract.mandates.deadlines`` has it; empty for none.
        language: the reader's, one of the six.
        meeting: number of the next one, where that is known.
        is_before: whether it is before the meeting or session, and not at it.
    """
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


_ACROSS: Final = 4
"""Meetings that stand beside each other on a page."""


def positions_report(found: Positions, language: str) -> Layout:
    """Lay out positions as they are looked at: submitters down, meetings across.

    Args:
        found: what was said on a topic; who is only near to it comes apart, under a heading. That
            nothing was found is said.
        language: the reader's, one of the six.
    """
    sections = _across(found.naming, language)
    if not found.cells:
        locale = Locale(language)
        keys = ("positions.not_found", "positions.not_found_hint")
        sections = [LayoutSection(lines=tuple(LayoutCell(locale.text(key)) for key in keys))]
    if found.near:
        sections += [LayoutSection(_only_near(language), level=2), *_across(found.near, language)]
    title = words(language).export["positions"].format(found.topic)
    return Layout(title, tuple(sections), is_wide=True)


def _across(cells: Sequence[Position], language: str) -> list[LayoutSection]:
    say = words(language).export
    meetings = list(dict.fromkeys(cell.meeting for cell in sorted(cells, key=_by_date)))
    sections = []
    locale = Locale(language)
    for at in range(0, len(meetings), _ACROSS):
        across = meetings[at : at + _ACROSS]
        rows: dict[tuple[str, str], list[LayoutCell | None]] = {}
        names = {}
        for cell in cells:
            if cell.meeting not in across:
                continue
            name = submitter_name(cell.submitter, language)
            name_of = meeting_name(cell.shown, language) or say["no_meeting"]
            names[cell.meeting] = "\n".join(filter(None, (name_of, _days(cell, language))))
            kind = cell.submitter.kind
            blank = [LayoutCell("")] * len(across)
            if kind != "unstated":  # its names say so
                heading = LayoutCell(locale.text(f"positions.{kind}"), is_quiet=True)
                rows.setdefault((kind, ""), [heading, *blank])
            row = rows.setdefault((kind, name), [LayoutCell(name), *blank])
            row[1 + across.index(cell.meeting)] = _said(cell, language)
        columns = (say["source"], *(names[meeting] for meeting in across))
        widths = (1.7, *(10 / len(across) for _ in across))
        table = LayoutTable(columns, widths, tuple(tuple(row) for row in rows.values()))
        sections.append(LayoutSection(table=table))
    return sections


def positions_table(found: Positions, language: str) -> Layout:
    """Lay out positions as values: a row for each submitter and meeting."""
    say = words(language).export
    names = (
        "source",
        "meeting",
        "meeting_days",
        "date",
        "symbol",
        "place",
        "language",
        "text",
        "citation",
        "reuse",
        "nearness",
        "jointly_with",
        "whose",
    )
    rows = []
    for cell in (*found.naming, *found.near):
        shown = cell.shown
        values = (
            submitter_name(cell.submitter, language),
            meeting_name(shown, language),
            str(cell.days) if cell.days else None,
            shown.date,
            shown.symbol,
            paragraph(shown, language),
            language_name(shown.language, language),
            quoted_text(said_of(shown, cell.sentence), " "),
            citation(shown, language),
            _reused(cell, language),
            _nearness(cell, language),
            submitter_names(cell.jointly_with, language),
            _whose(cell, language),
        )
        rows.append(tuple(LayoutCell(value or "") for value in values))
    table = LayoutTable(tuple(say[name] for name in names), (1.0,) * len(names), tuple(rows))
    return Layout(say["positions"].format(found.topic), (LayoutSection(table=table),), is_wide=True)


def _nearness(cell: Position, language: str) -> str:
    """Say of a cell that it is only near to the topic in meaning; nothing where it names it."""
    if cell.names_topic:
        return ""
    return words(language).export["not_named" if cell.names_topic is False else "near"]


def _whose(cell: Position, language: str) -> str:
    """Say of a cell that it seems to report what others say; nothing where it does not."""
    return words(language).export["others_say"] if cell.is_reported else ""


def _jointly(cell: Position, language: str) -> str:
    """Say of a cell with whom its document was submitted; nothing where that was by one."""
    names = submitter_names(cell.jointly_with, language)
    label = words(language).export["jointly_with"]
    return Locale(language).labelled(label, names) if names else ""


def _only_near(language: str) -> str:
    """What stands above those who do not name a topic."""
    return words(language).export["only_near"]


def _said(cell: Position, language: str) -> LayoutCell:
    """The sentence, and below it its citation with what else is said of it."""
    shown = cell.shown
    lines = (
        citation(shown, language),
        _whose(cell, language),
        _jointly(cell, language),
        _nearness(cell, language),
        _reused(cell, language),
    )
    own = shown.passage.language or shown.language
    quoted = said_of(shown, cell.sentence)
    cited = (shown, *(one.shown for one in cell.reuse))
    return LayoutCell(
        quoted_text(quoted),
        own,
        below="\n".join(filter(None, lines)),
        links=_links(cited, language),
        quoted=quoted,
    )


def _reused(cell: Position, language: str) -> str:
    """Where the paragraph stands again: citation, date and share in common."""
    said = [_dated(one.shown, language, _how_much(one, language)) for one in cell.reuse]
    return words(language).export["again"].format("; ".join(said)) if said else ""


def _how_much(one: Reuse, language: str) -> str:
    """Say which share of a paragraph stands again, or that it probably does in translation."""
    if one.share is None:
        return words(language).export["in_translation"]
    locale = Locale(language)
    return locale.text("precedents.in_common", share=locale.percent(one.share))


def _days(cell: Position, language: str) -> str:
    return Locale(language).days(cell.days.first, cell.days.last) if cell.days else ""


def _by_date(cell: Position) -> str:
    return cell.shown.date or "~"


def dossier_report(found: Dossier, language: str) -> Layout:
    """Lay out a dossier: item by item what to read before a meeting.

    Args:
        found: the dossier.
        language: the reader's, one of the six.
    """
    title = (
        words(language)
        .export["dossier"]
        .format(Locale(language).meeting(found.meeting, found.days))
    )
    sections = [part for item in found.items for part in _item(item, language)]
    return Layout(title, tuple(sections), is_wide=True)


def _item_heading(item: AgendaItem, language: str) -> str:
    """Name an item of the agenda: its number and, where all have one, the title of its documents.

    It is quoted as theirs: the agenda may call the item otherwise.
    """
    say = words(language).export
    name = say["item"].format(item.item) if item.item else say["no_item"]
    if not (item.item and item.title):
        return name
    title = quoted(intact(item.title, language), language)
    return f"{name} – {Locale(language).labelled(say['item_documents'], title)}"


def _item(item: AgendaItem, language: str) -> list[LayoutSection]:
    say = words(language).export
    parts = [LayoutSection(_item_heading(item, language))]
    if item.documents:
        columns = ("symbol", "title", "source", "date", "languages")
        rows = tuple(_document_cells(one, language) for one in item.documents)
        names = tuple(say[name] for name in columns)
        table = LayoutTable(names, _widths(names, rows), rows)
        parts.append(LayoutSection(say["item_documents"], 2, table=table))
    if item.documents:
        lines = [line for one in item.before for line in _quoted(one, language)]
        nothing = LayoutCell(say["nothing_before"], is_quiet=True)
        parts.append(LayoutSection(say["before"], 2, tuple(lines) or (nothing,)))
    if item.references:
        names = (say["reference"], say["cited_in"])
        cited = tuple(
            (_named(one, language), _places(one.cited_in, language)) for one in item.references
        )
        parts.append(
            LayoutSection(say["resolutions"], 2, table=LayoutTable(names, (1.0, 2.0), cited))
        )
    if item.cites:
        names = tuple(say[name] for name in ("symbol", "title", "source", "date", "cited_in"))
        rows = tuple(_cited_cells(one, language) for one in item.cites)
        parts.append(
            LayoutSection(say["cites"], 2, table=LayoutTable(names, _widths(names, rows), rows))
        )
    if item.mandates:
        table = _tasks(item.mandates, language)
        parts.append(LayoutSection(say["due"], 2, (_mandates_scope(language),), table))
    if item.absent:
        locale = Locale(language)
        lines = [
            LayoutCell(locale.labelled(locale.language(code), locale.listed(symbols)))
            for code, symbols in item.absent.items()
        ]
        parts.append(LayoutSection(say["absent"], 2, tuple(lines)))
    return parts


def _document_cells(one: AgendaDocument, language: str) -> tuple[LayoutCell, ...]:
    entry = one.entry
    locale = Locale(language)
    name = document_name(one.shown, language) if one.shown else entry.symbol or entry.name
    links = [LayoutLink(name, entry)]
    if entry.superseded_by:
        said, link = _revised(entry.superseded_by, language)
        name = f"{name}\n{said}"
        links.append(link)
    who = submitter_names(one.submitters, language)
    there = locale.listed(locale.language(code) for code in entry.languages)
    return (
        LayoutCell(name, links=tuple(links)),
        LayoutCell(entry.title or "", entry.title_language),
        LayoutCell(who),
        LayoutCell(date_name(entry.date, language) or ""),
        LayoutCell(there),
    )


def _revised(symbol: str, language: str) -> tuple[str, LayoutLink]:
    """Say that a document was revised by another, which the symbol leads to."""
    name = intact(symbol, language)
    return words(language).revised_by.format(name), LayoutLink(name, symbol)


def _named(one: CitedResolution, language: str) -> LayoutCell:
    name = intact(one.name, language)
    return LayoutCell(name, links=(LayoutLink(name, one.canonical, is_reference=True),))


def _cited_cells(one: CitedDocument, language: str) -> tuple[LayoutCell, ...]:
    entry = one.entry
    symbol = intact(one.symbol, language)
    said = [symbol, *filter(None, [_named_paragraphs(one, language)])]
    links = [LayoutLink(symbol, entry)] if entry else []
    if one.superseded_by:
        revised, link = _revised(one.superseded_by, language)
        said.append(revised)
        links.append(link)
    if entry is None:
        said.append(Locale(language).text("references.not_here"))
    return (
        LayoutCell("\n".join(said), links=tuple(links)),
        LayoutCell(one.title or "", entry.title_language if entry else None),
        LayoutCell(submitter_names(one.submitters, language)),
        LayoutCell((entry and date_name(entry.date, language)) or ""),
        _places(one.cited_in, language),
    )


def _named_paragraphs(one: CitedDocument, language: str) -> str:
    """The paragraphs of a document that those that cite it name; nothing where they name none."""
    say, numbers = words(language), one.named_paragraphs
    forms = ("", say.paragraph, say.two_paragraphs)
    form = forms[len(numbers)] if len(numbers) < len(forms) else say.paragraphs
    return form.format(Locale(language).listed(numbers))


def _places(cited_in: Sequence[Excerpt], language: str) -> LayoutCell:
    links = _links(cited_in, language)
    return LayoutCell("\n".join(one.text for one in links), links=links)


def _quoted(shown: Excerpt, language: str) -> list[LayoutCell]:
    """A passage, and below it its citation with the date."""
    own = shown.passage.language or shown.language
    said, links = _dated(shown, language), _links([shown], language)
    return [
        LayoutCell(quoted_text(shown), own, quoted=shown),
        LayoutCell(said, is_quiet=True, links=links),
    ]
