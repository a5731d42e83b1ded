"""Layouts of worksheets on mandates: to fill in, as a Word file and as values, and filled in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from search_app.citing import Layout, LayoutCell, LayoutSection, LayoutTable, citation, words
from search_app.localise import Locale
from search_app.operations.layouts.mandates import (
    cite_passages,
    column_widths,
    date_mandate,
    in_revision,
    mandates_scope,
    name_references,
    task_cells,
)

if TYPE_CHECKING:
    from index.analyses import Task
    from search_app.operations.mandates import FoundDecisions, FoundMandates

_TO_FILL_IN: Final = ("worksheet_decision", "worksheet_reason", "worksheet_key")


def worksheet_layout(result: FoundMandates, language: str) -> Layout:
    """Return mandates as a Word table to fill in; some columns share one, so symbols have room."""
    say, locale = words(language).export, Locale(language)
    dot = " · ".join
    columns = (
        say["addressee"],
        dot((say["action"], say["deadline"])),
        dot(say[name] for name in ("citation", "standing", "asked_or_proposed_by", "mandate_age")),
        say["later_texts"],
        *(say[name] for name in _TO_FILL_IN),
    )
    rows = []
    for task in result.mandates:
        cells = _lay_out_mandate(task, language)
        deadline = cells["deadline"].text
        below = locale.add_label(say["deadline"], deadline) if deadline else ""
        rows.append(
            (
                cells["addressee"],
                replace(cells["action"], below=below),
                _join_citation(task, cells, language),
                _join_later_texts(cells, language),
                *(LayoutCell("") for _ in _TO_FILL_IN[:-1]),
                # A line breaks behind the symbol; who reads the key drops the sign.
                LayoutCell(task.key.replace("#", "#\u200b"), is_quiet=True),
            )
        )
    widths = _share_width(columns, rows, _FREE)
    return _lay_out_table(LayoutTable(columns, widths, tuple(rows)), language)


def _join_citation(task: Task, cells: Mapping[str, LayoutCell], language: str) -> LayoutCell:
    """Return where a mandate is, its standing, its age, and what it cites, a reference a line.

    LibreOffice breaks a symbol behind its stroke, unless the symbol begins a line.
    """
    locale = Locale(language)
    standing = (cells["standing"].text, cells["asked_or_proposed_by"].text)
    references = name_references(task.references, language).values()
    lines = (
        citation(task.shown, language),
        in_revision(task, language),
        " · ".join(filter(None, standing)),
        cells["mandate_age"].text.replace("\n", " · "),
        locale.add_label(locale.text("mandates.references"), "").rstrip() if references else "",
        *references,
    )
    return LayoutCell("\n".join(filter(None, lines)))


def _join_later_texts(cells: Mapping[str, LayoutCell], language: str) -> LayoutCell:
    """Return newer editions, texts that perhaps ask the same, and perhaps reports, below labels."""
    locale, say = Locale(language), words(language).export
    lines = []
    for name in ("newest_edition", "overtaken_by", "reported_in"):
        if (text := cells[name].text) == say["no_report"]:
            lines.append(locale.add_label(say[name], text))
        elif text:
            lines += [locale.add_label(say[name], "").rstrip(), text]
    return LayoutCell("\n".join(lines))


def worksheet_table(result: FoundMandates, language: str) -> Layout:
    """Return mandates as values to fill in, with a column for each; the key stands last."""
    say = words(language).export
    names = (
        *("addressee", "asked_or_proposed_by", "standing", "action", "deadline", "citation"),
        *("mandate_age", "newest_edition", "overtaken_by", "reported_in"),
        *_TO_FILL_IN,
    )
    rows = []
    for task in result.mandates:
        cells = _lay_out_mandate(task, language)
        rows.append(tuple(cells[name] for name in names))
    columns = tuple(say[name] for name in names)
    return _lay_out_table(LayoutTable(columns, (1.0,) * len(names), tuple(rows)), language)


def _lay_out_table(table: LayoutTable, language: str) -> Layout:
    section = LayoutSection(lines=(mandates_scope(language),), table=table)
    return Layout(words(language).export["worksheet"], (section,), is_wide=True)


def _lay_out_mandate(task: Task, language: str) -> dict[str, LayoutCell]:
    """Return the cells of a mandate by the names of their columns; some are to be filled in."""
    cells = task_cells(replace(task, overtaken_by=None), language)
    # Reports are looked for together with later texts that ask the same.
    is_unreported = task.overtaken_by is not None and not task.reported_in
    no_report = LayoutCell(words(language).export["no_report"])
    return {
        "addressee": cells[0],
        "asked_or_proposed_by": cells[2],
        "standing": cells[3],
        "action": cells[4],
        "deadline": cells[5],
        "citation": cells[6],
        "mandate_age": date_mandate(task, language),
        "newest_edition": LayoutCell("\n".join(_name_editions(task, language))),
        "overtaken_by": cite_passages(task.overtaken_by or (), language),
        "reported_in": no_report if is_unreported else cells[7],
        "worksheet_decision": LayoutCell(""),
        "worksheet_reason": LayoutCell(""),
        "worksheet_key": LayoutCell(task.key, is_quiet=True),
    }


def _name_editions(task: Task, language: str) -> list[str]:
    """Return newer editions than a mandate cites, each with the cited one."""
    locale, say = Locale(language), words(language).export
    lines = []
    for newer in task.newer_editions:
        cited = locale.join_names(name_references(task.list_editions(newer), language).values())
        (name,) = name_references([newer], language).values()
        lines.append(say["edition_cited"].format(name, cited))
    return lines


def decisions_layout(result: FoundDecisions, language: str) -> Layout:
    """Return the rows of a worksheet, decided ones first, then the rows that could not be taken."""
    locale, say = Locale(language), words(language).export
    names = ("worksheet_line", "worksheet_decision", "worksheet_reason", "addressee", "action")
    rows = []
    for row, task in result.rows_by_decision:
        cells = task_cells(task, language)
        decision = row.choice
        word = say[f"worksheet_{decision}"] if decision else ""
        texts = (str(row.line), word, row.reason)
        rows.append((*map(LayoutCell, texts), cells[0], cells[4], cells[6]))
    columns = tuple(say[name] for name in (*names, "citation"))
    table = LayoutTable(columns, column_widths(columns, rows), tuple(rows))
    counts = LayoutCell(" · ".join(count_decisions(result, language)), is_quiet=True)
    lines_above = () if result.is_part else (counts,)
    sections = [LayoutSection(lines=lines_above, table=table)] if rows else []
    if result.misfits:
        heads = ("worksheet_line", "worksheet_key", "worksheet_decision", "worksheet_why")
        lines = [
            tuple(map(LayoutCell, (line, row.key, row.decision, result.explain(misfit))))
            for misfit in result.misfits
            for row in [misfit.row]
            for line in [locale.text("mandates.row_name", line=locale.number(row.line))]
        ]
        columns = tuple(say[name] for name in heads)
        table = LayoutTable(columns, column_widths(columns, lines), tuple(lines))
        sections.append(LayoutSection(say["worksheet_misfits"], table=table))
    return Layout(say["worksheet_filled"], tuple(sections), is_wide=True)


def count_decisions(result: FoundDecisions, language: str) -> list[str]:
    """Return the number of rows by decision, of those without one, and of those not taken."""
    locale, say = Locale(language), words(language).export
    choices: Counter[str] = Counter(row.choice or "undecided" for row, _ in result.rows_by_decision)
    if result.misfits:
        choices["misfits"] = len(result.misfits)
    return [
        locale.plural("mandates.count", len(result.rows)),
        *(
            locale.add_label(say[f"worksheet_{choice}"], locale.number(count))
            for choice, count in choices.items()
        ),
    ]


def decisions_nothing(_result: object, _request: object, language: str) -> str:
    """Return the sentence that a worksheet has no rows."""
    return Locale(language).text("mandates.no_rows")


_FREE: Final = (0, 0.4, 0, 0.1, 0, 0.5, 0)
"""Shares of a worksheet's columns in the room that words leave: texts, and the reason."""

_MARGIN: Final = 2.4
"""Width of a cell's margins, in characters."""

_LEAST: Final = 13.0
"""Characters of a worksheet's narrowest column, with margins of its cells."""

_LONGEST: Final = 28.0
"""Characters of the longest word that gets room: a symbol with its revision and language."""

_BOLD: Final = 1.3
"""Width of a bold letter, in characters; Cyrillic ones are widest."""

_CAPITAL: Final = 1.02
"""Mean width of a symbol's capitals, digits and signs, in characters."""

_PAGE: Final = 152.0
"""Characters of a line across a page in landscape, as LibreOffice sets them: 1.75 mm each."""

_UNBROKEN: Final = re.compile(r"[\u3400-\u9fff]|[^\s\u200b\u3400-\u9fff]+")
"""A piece that no line breaks: a Chinese character, or a word or symbol of other writing."""


def _share_width(
    names: Sequence[str], rows: Sequence[Sequence[LayoutCell]], shares: Sequence[float]
) -> tuple[float, ...]:
    """Return columns' widths: room for the longest words and symbols, and shares of the rest."""
    least = []
    for column, name in enumerate(names):
        texts = (row[column].whole for row in rows)
        pieces = {piece for text in texts for piece in _UNBROKEN.findall(text)}
        longest = max(map(_measure_piece, pieces), default=0.0)
        heading = _BOLD * max(map(len, _UNBROKEN.findall(name)))
        least.append(max(_LEAST, max(heading, min(longest, _LONGEST)) + _MARGIN))
    rest = max(0.0, _PAGE - sum(least))
    return tuple(width + rest * share for width, share in zip(least, shares, strict=True))


def _measure_piece(piece: str) -> float:
    """Return a width in characters; words break behind their hyphens, as symbols do not."""
    if any(map(str.isdigit, piece)) or not any(map(str.islower, piece)):
        return len(piece) * _CAPITAL
    return max(map(len, piece.split("-"))) + ("-" in piece)
