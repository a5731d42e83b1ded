"""HTML of any operation's result, by its layout, with actions on each passage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from markupsafe import Markup

from corpus.extract.submitters import Submitter
from index.lookup import CatalogueEntry
from index.store import Excerpt
from search_app.citing import (
    Layout,
    LayoutCell,
    LayoutLink,
    LayoutPair,
    LayoutSection,
    LayoutTable,
    submitter_name,
)
from search_app.localise import Locale
from search_app.operations import AnyOperation
from search_app.web.basket import filter_gathered
from search_app.web.documents.list import entry_address
from search_app.web.parts import (
    acts_html,
    differing_html,
    document_address,
    html,
    source_address,
    symbol_address,
    unbroken,
)
from search_app.web.references import name_references, reference_address

_MOST_COLUMNS: Final = 5
"""Maximum columns side by side; the rows of wider tables are drawn one by one."""

_TEXT_MARKS: Final = frozenset({"plain", "inserted", "deleted"})
"""Marks of a text, as against those of a remark."""


def report_html(
    locale: Locale,
    operation: AnyOperation,
    result: object,
    *,
    titled: bool = False,
    more: Callable[[Excerpt], Markup] = lambda _: Markup(),
) -> Markup:
    """Draw an operation's result by its layout."""
    if operation.layout is None:
        raise KeyError(operation.name)
    layout: Layout = operation.layout(result, locale.code)
    sections = [section for section in layout.sections if section.pairs] or layout.sections
    cells = [*_cells(sections)]
    passages = [cell.passage or cell.quoted for cell in cells]
    names = [str(link.target) for cell in cells for link in cell.links if link.is_reference]
    drawing = _ReportView(
        locale,
        frozenset(filter_gathered([passage.passage_id for passage in passages if passage])),
        name_references(names, locale.code, whose=True) if names else {},
        more,
    )
    if layout.sides[0]:
        return html(
            "report.compared",
            locale=locale,
            drawing=drawing,
            names=layout.sides,
            sections=sections,
        )
    return html(
        "report.report",
        locale=locale,
        drawing=drawing,
        title=layout.title if titled else "",
        parts=_parts(sections),
    )


@dataclass(frozen=True, slots=True)
class _ReportView:
    """Functions for the template about the cells of a report."""

    locale: Locale
    gathered: frozenset[int]
    names: Mapping[str, str]
    more: Callable[[Excerpt], Markup]

    def acts(self, cell: LayoutCell) -> Markup:
        """Draw the actions on the passage of a cell."""
        shown = cell.passage or cell.quoted
        if shown is None:
            return Markup()
        return acts_html(shown, self.locale, is_in=shown.passage_id in self.gathered)

    def side_acts(self, cells: Sequence[LayoutCell]) -> Markup:
        """Draw the actions on the passages of a text side by side with another."""
        drawn = (
            self.acts(cell) + self.more(cell.passage) for cell in cells if cell.passage is not None
        )
        return Markup("").join(drawn)

    def draw_text(self, cell: LayoutCell) -> Markup | None:
        """Draw a text with its marks; None for a cell that says something about a text."""
        is_text = any(mark in _TEXT_MARKS for mark, _ in cell.marked)
        return differing_html(cell.marked) if is_text else None

    def change(self, pair: LayoutPair) -> str:
        """Return the change of one text to the other, for the style sheet."""
        old, new = pair.sides
        if not old or not new:
            return "removed" if old else "added"
        return "same" if old[0].text == new[0].text else "changed"

    def lines(self, cell: LayoutCell) -> list[Markup]:
        """Draw the lines of a cell, and remarks on a passage that it quotes."""
        text = cell.below if cell.quoted else cell.whole
        drawn = Markup()
        if cell.address:
            before, _, behind = text.partition(cell.address)
            outside = html("report.outside", address=cell.address)
            return [unbroken(before) + outside + unbroken(behind)]
        for link in cell.links:
            before, name, behind = text.partition(link.text)
            if name:
                drawn += unbroken(before) + self._link(link)
                text = behind
        return (drawn + unbroken(text)).split("\n")

    def _link(self, link: LayoutLink) -> Markup:
        target = link.target
        if isinstance(target, str) and link.is_reference:
            name = self.names.get(target, target)
            return html(
                "parts.reference",
                locale=self.locale,
                canonical=target,
                name=name,
                target=reference_address(target),
            )
        if isinstance(target, Submitter):
            address = source_address(submitter_name(target, self.locale.code))
        else:
            address = _address(target, link.language)
        return html("report.link", text=link.text, target=address)

    def is_listed(self, table: LayoutTable) -> bool:
        """Return whether the rows of a table are drawn one by one."""
        return table.form != "grid" and len(table.columns) > _MOST_COLUMNS

    def heading(self, row: Sequence[LayoutCell | None]) -> str:
        """Return the heading that a row is; empty for any other row."""
        first, *others = row
        is_heading = first and first.is_quiet and not any(cell and cell.text for cell in others)
        return first.text if first and is_heading else ""

    def is_cited(self, cell: LayoutCell, line: Markup) -> bool:
        """Return whether a line of a cell is the citation of a passage."""
        return any(isinstance(link.target, Excerpt) for link in cell.links) and "<a " in line

    def find_revised(self, cell: LayoutCell) -> list[CatalogueEntry]:
        """Return the documents that a cell names and the index has a revision of."""
        entries = [link.target for link in cell.links if isinstance(link.target, CatalogueEntry)]
        return [entry for entry in entries if entry.symbol and entry.superseded_by]


def _address(target: Excerpt | CatalogueEntry | str, language: str | None) -> str:
    if isinstance(target, Excerpt):
        return document_address(target)
    if isinstance(target, str):
        return symbol_address(target, language)
    return entry_address(target)


def _parts(sections: Sequence[LayoutSection]) -> list[list[LayoutSection]]:
    """Group sections by the headings of the first level."""
    parts: list[list[LayoutSection]] = []
    for section in sections:
        if not parts or (section.heading and section.level == 1):
            parts.append([])
        parts[-1].append(section)
    return parts


def _cells(sections: Sequence[LayoutSection]) -> Iterator[LayoutCell]:
    for section in sections:
        yield from section.lines
        for row in section.table.rows if section.table else ():
            yield from filter(None, row)
        for pair in section.pairs:
            yield from chain.from_iterable(pair.sides)
