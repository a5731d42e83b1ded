"""Layout of positions, as a matrix of sources and meetings, and as a table of values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from search_app.citing import (
    Layout,
    LayoutCell,
    LayoutLink,
    LayoutSection,
    LayoutTable,
    citation,
    cut_to_part,
    language_name,
    paragraph,
    quote_passage,
    submitter_name,
    submitter_names,
    words,
)
from search_app.citing.export import meeting_name
from search_app.localise import Locale
from search_app.operations.layouts.cells import citation_links, cite_with_date
from search_app.operations.layouts.passages import choose_hint

if TYPE_CHECKING:
    from corpus.extract.submitters import Submitter
    from index.analyses import Position, Positions, Reuse
    from search_app.operations.positions import PositionsRequest


_ACROSS: Final = 4
"""Meetings next to each other on a page."""


def positions_layout(positions: Positions, language: str) -> Layout:
    """Return positions as a matrix, sources down, meetings across; at its end, what it may lack."""
    locale = Locale(language)
    sections = _lay_out_across(positions.naming, language)
    if positions.near:
        sections += [
            LayoutSection(words(language).export["only_near"], level=2),
            *_lay_out_across(positions.near, language),
        ]
    keys = ["positions.may_lack"]
    if not positions.cells:
        hint = choose_hint("positions.not_found", positions.notes)
        notes = (f"search.note.{note.code}" for note in positions.notes)
        keys = ["positions.not_found", hint] if hint else [*filter(locale.has, notes)]
    is_quiet = bool(positions.cells)
    lines = tuple(LayoutCell(locale.text(key), is_quiet=is_quiet) for key in keys)
    sections.append(LayoutSection(lines=lines))
    title = words(language).export["positions"].format(positions.topic)
    return Layout(title, tuple(sections), is_wide=True)


def positions_nothing(positions: Positions, request: PositionsRequest, language: str) -> str:
    """Return the sentence that no text on a topic was found with confidence.

    It is empty for a topic of common words, of which the operation warns.
    """
    if any(note.code == "common-words" for note in positions.notes):
        return ""
    is_filtered = not request.filters.is_empty
    if language == "en":
        filters = " leave out a filter," if is_filtered else ""
        return (
            f"No text on “{positions.topic}” was found with confidence, which does not mean that "
            f"nobody spoke on it. Ask in other words or at more length,{filters} or see "
            "which documents there are: wsis-search status"
        )
    locale = Locale(language)
    hint = choose_hint("positions.not_found", (), is_filtered=is_filtered)
    return locale.sentences(map(locale.text, ("positions.not_found", hint)))


def _lay_out_across(cells: Sequence[Position], language: str) -> list[LayoutSection]:
    """Lay out tables with a row for each source and a column for each of some meetings."""
    say = words(language).export
    meetings = list(
        dict.fromkeys(
            cell.meeting for cell in sorted(cells, key=lambda cell: cell.shown.date or "~")
        )
    )
    sections = []
    locale = Locale(language)
    for start in range(0, len(meetings), _ACROSS):
        across = meetings[start : start + _ACROSS]
        rows: dict[tuple[str, frozenset[Submitter]], list[LayoutCell | None]] = {}
        names = {}
        for cell in cells:
            if cell.meeting not in across:
                continue
            name_of = meeting_name(cell.shown, language) or say["no_meeting"]
            days = locale.days(cell.days.first, cell.days.last) if cell.days else ""
            names[cell.meeting] = "\n".join(filter(None, (name_of, days)))
            kind = cell.submitters[0].kind
            blank = [LayoutCell("")] * len(across)
            if kind != "unstated":  # its names say so
                heading = LayoutCell(locale.text(f"positions.{kind}"), is_quiet=True)
                rows.setdefault((kind, frozenset()), [heading, *blank])
            row = rows.setdefault(
                (kind, frozenset(cell.submitters)), [_name_source(cell, language), *blank]
            )
            row[1 + across.index(cell.meeting)] = _lay_out_cell(cell, language)
        columns = (say["source"], *(names[meeting] for meeting in across))
        widths = (1.7, *(10 / len(across) for _ in across))
        table = LayoutTable(columns, widths, tuple(tuple(row) for row in rows.values()))
        sections.append(LayoutSection(table=table))
    return sections


def _name_source(cell: Position, language: str) -> LayoutCell:
    """Name a cell's submitters; each leads to what it said and asked for."""
    links = tuple(
        LayoutLink(submitter_name(submitter, language), submitter)
        for submitter in cell.submitters
        if submitter.kind != "unstated"
    )
    return LayoutCell(submitter_names(cell.submitters, language), links=links)


def positions_table(positions: Positions, language: str) -> Layout:
    """Return positions as values: a row for each source and meeting."""
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
        "whose",
    )
    rows = []
    for cell in (*positions.naming, *positions.near):
        shown = cell.shown
        values = (
            submitter_names(cell.submitters, language),
            meeting_name(shown, language),
            str(cell.days) if cell.days else None,
            shown.date,
            shown.symbol,
            paragraph(shown, language),
            language_name(shown.language, language),
            quote_passage(cut_to_part(shown, cell.sentence), " "),
            citation(shown, language),
            _list_reuse(cell, language),
            _describe_nearness(cell, language),
            _describe_whose(cell, language),
        )
        rows.append(tuple(LayoutCell(value or "") for value in values))
    table = LayoutTable(tuple(say[name] for name in names), (1.0,) * len(names), tuple(rows))
    return Layout(
        say["positions"].format(positions.topic), (LayoutSection(table=table),), is_wide=True
    )


def _describe_nearness(cell: Position, language: str) -> str:
    """Return the words that a cell is only near in meaning; empty where it names the topic."""
    if cell.names_topic:
        return ""
    return words(language).export["not_named" if cell.names_topic is False else "near"]


def _describe_whose(cell: Position, language: str) -> str:
    """Return the words that a cell seems to report what others say; empty where it does not."""
    return words(language).export["others_say"] if cell.is_reported else ""


def _lay_out_cell(cell: Position, language: str) -> LayoutCell:
    """Return the sentence of a cell, with its citation and remarks below it."""
    shown = cell.shown
    lines = (
        citation(shown, language),
        _describe_whose(cell, language),
        _describe_nearness(cell, language),
        _list_reuse(cell, language),
    )
    own = shown.passage.language or shown.language
    quoted = cut_to_part(shown, cell.sentence)
    excerpts = (shown, *(reuse.shown for reuse in cell.reuse))
    return LayoutCell(
        quote_passage(quoted),
        own,
        below="\n".join(filter(None, lines)),
        links=citation_links(excerpts, language),
        quoted=quoted,
    )


def _list_reuse(cell: Position, language: str) -> str:
    """Return other places of the paragraph: citation, date and share in common."""
    places = [
        cite_with_date(reuse.shown, language, _describe_share(reuse, language))
        for reuse in cell.reuse
    ]
    return words(language).export["again"].format("; ".join(places)) if places else ""


def _describe_share(reuse: Reuse, language: str) -> str:
    """Return the share of a paragraph that occurs again, or that it probably is translated."""
    if reuse.share is None:
        return words(language).export["in_translation"]
    locale = Locale(language)
    return locale.text("precedents.in_common", share=locale.percent(reuse.share))
