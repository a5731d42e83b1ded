"""How does a document look before a reader? As HTML in which its text is only ever text."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from corpus.documents import Box
from index.store.excerpts import Excerpt
from search_app.citing import page as page_name
from search_app.localise import Locale
from search_app.web.documents.page_image import PageImage
from search_app.web.documents.text import Cited, Paragraph, Row, Side, Text
from search_app.web.parts.escape import as_html
from search_app.web.parts.passage import language_attributes

__all__ = ["Address", "contents_html", "page_html", "place_id", "rows_html"]

Address = Callable[[Side, Excerpt], str]
"""Gives the address that leads to a passage on a side, not escaped."""

_CELLS: Final = " | "
_DEEPEST: Final = 6


def place_id(passage_id: int) -> str:
    """The id of the element that a passage stands in."""
    return f"p-{passage_id}"


def rows_html(
    text: Text, rows: range, locale: Locale, address: Address, cited: Cited | None = None
) -> str:
    """Show rows of a text, as one column or two.

    Args:
        text: of which they are.
        rows: which of them.
        locale: the reader's language.
        address: gives the address of a passage.
        cited: the paragraph to mark.

    Returns:
        HTML; whatever comes from a document is escaped. Each paragraph has an id of its own.
    """
    writer = _Writer(text, locale, address, cited)
    classes = "wsis-two" if text.languages[1] else "wsis-one"
    chosen = [(at, text.rows[at]) for at in rows]
    body = "".join(
        writer.table([row for _, row in run]) if is_table else "".join(map(writer.row, run))
        for is_table, run in (
            (is_table, list(run)) for is_table, run in groupby(chosen, lambda one: one[1].is_table)
        )
    )
    return f'<div class="wsis-reader {classes}">{writer.heads()}{body}</div>'


def contents_html(text: Text, shown: range, locale: Locale, address: Address) -> str:
    """Show the table of contents: a list of links to the headings.

    Args:
        text: whose headings they are.
        shown: the rows that the page holds; links to others open them.
        locale: the reader's language.
        address: gives the address of a passage.
    """
    least = min((heading.level for heading in text.headings), default=0)
    lines = []
    for heading in text.headings:
        passage = heading.passage.passage
        here = heading.row in shown
        place = f"#{place_id(heading.passage.passage_id)}"
        target = place if here else address("left", heading.passage)
        label = f"{passage.label} " if passage.label else ""
        step = min(heading.level - least, 3)
        lines.append(
            f'<li class="wsis-step-{step}"><a {"" if here else "class=wsis-link "}'
            f'href="{as_html(target)}">{as_html(label + passage.text)}</a></li>'
        )
    title = locale.text("documents.contents")
    return (
        f'<nav aria-label="{as_html(title)}"><ol class="wsis-contents" '
        f"{language_attributes(text.languages[0])}>{''.join(lines)}</ol></nav>"
    )


def page_html(image: PageImage, page: int, boxes: Sequence[Box], said: str) -> str:
    """Show a page with boxes on it.

    Args:
        image: of the page.
        page: its number.
        boxes: in points, origin at the top left; those on other pages are left out.
        said: what the picture shows, for who cannot see it.
    """
    drawn = base64.b64encode(image.png).decode("ascii")
    frames = "".join(
        '<span class="wsis-box" style="'
        f"left:{_share(box.x0 - 3, image.width)};top:{_share(box.top - 3, image.height)};"
        f"width:{_share(box.x1 - box.x0 + 6, image.width)};"
        f'height:{_share(box.bottom - box.top + 6, image.height)}"></span>'
        for box in boxes
        if box.page == page
    )
    return (
        f'<figure class="wsis-sheet" dir="ltr"><img src="data:image/png;base64,{drawn}" '
        f'alt="{as_html(said)}">{frames}</figure>'
    )


def _share(length: float, whole: float) -> str:
    return f"{100 * length / whole:.2f}%"


class _Writer:
    """Writes rows one after the other, and the number of each page where it begins."""

    def __init__(self, text: Text, locale: Locale, address: Address, cited: Cited | None) -> None:
        self._text = text
        self._locale = locale
        self._address = address
        self._cited = cited
        self._sides: tuple[Side, ...] = ("left", "right") if text.languages[1] else ("left",)
        self._codes = dict(zip(("left", "right"), text.languages, strict=True))
        self._pages: dict[Side, int | None] = {}
        self._gap = as_html(locale.text("documents.gap"))

    def heads(self) -> str:
        """Name the languages above two columns."""
        if len(self._sides) == 1:
            return ""
        cells = "".join(
            f"<div>{as_html(self._locale.language(self._codes[side]))}</div>"
            for side in self._sides
        )
        return f'<div class="wsis-row wsis-languages">{cells}</div>'

    def row(self, numbered: tuple[int, Row]) -> str:
        """Write paragraphs that stand side by side."""
        at, row = numbered
        cells = "".join(self._cell(row, side) for side in self._sides)
        is_cited = self._cited is not None and self._cited.row == at
        return f'<div class="wsis-row{" wsis-here" if is_cited else ""}">{cells}</div>'

    def table(self, rows: Sequence[Row]) -> str:
        """Write rows of tables as tables, one on each side."""
        cells = "".join(
            f'<div class="wsis-cell" {language_attributes(self._codes[side])}>'
            f"{self._table(rows, side)}</div>"
            for side in self._sides
        )
        return f'<div class="wsis-row">{cells}</div>'

    def _cell(self, row: Row, side: Side) -> str:
        paragraphs = row.side(side)
        if not paragraphs:
            return f'<div class="wsis-cell wsis-gap">{self._gap}</div>'
        inside = "".join(self._paragraph(paragraph, side) for paragraph in paragraphs)
        return (
            f'<div class="wsis-cell" {language_attributes(self._codes[side])}>'
            f"{self._page(paragraphs[0], side)}{inside}</div>"
        )

    def _page(self, paragraph: Paragraph, side: Side) -> str:
        page = paragraph.first.passage.page
        if page is None or page == self._pages.get(side):
            return ""
        self._pages[side] = page
        name = page_name(paragraph.first, self._locale.code) or ""
        return f'<span class="wsis-turned" {self._own()}>{as_html(name)}</span>'

    def _own(self) -> str:
        return language_attributes(self._locale.code)

    def _paragraph(self, paragraph: Paragraph, side: Side) -> str:
        first = paragraph.first
        tag, classes = "p", f"wsis-{paragraph.kind}"
        if paragraph.kind == "heading":
            tag = f"h{min(2 + paragraph.level, _DEEPEST)}"
        elif paragraph.kind == "paragraph":
            classes += f" wsis-deep-{min(max(len(first.passage.label_path) - 1, 0), 3)}"
        return (
            f'<{tag} id="{place_id(first.passage_id)}" tabindex="-1" '
            f'class="wsis-paragraph {classes}{self._mark(paragraph, side)}">'
            f"{self._pick(paragraph, side)}<span>{self._pieces(paragraph)}</span></{tag}>"
        )

    def _mark(self, paragraph: Paragraph, side: Side) -> str:
        cited = self._cited
        is_cited = cited and cited.side == side and cited.passage in paragraph.pieces
        return " wsis-chosen" if is_cited else ""

    def _pick(self, paragraph: Paragraph, side: Side) -> str:
        """The label, or a sign in its place, as a link that chooses the paragraph."""
        label = paragraph.first.passage.label
        shown = as_html(label) if label else '<span aria-hidden="true">¶</span>'
        said = self._locale.text("documents.choose")
        target = as_html(self._address(side, paragraph.first))
        return (
            f'<a class="wsis-link wsis-pick{"" if label else " wsis-faint"}" '
            f'href="{target}" title="{as_html(said)}">{shown}'
            f'<span class="wsis-unseen" {self._own()}> {as_html(said)}</span></a>'
        )

    def _pieces(self, paragraph: Paragraph) -> str:
        if len(paragraph.pieces) == 1:
            return as_html(paragraph.first.passage.text)
        cited = self._cited.passage.passage_id if self._cited else None
        parts = []
        for piece in paragraph.pieces:
            text = as_html(piece.passage.text)
            is_cited = piece.passage_id == cited and piece.passage.part > 1
            id_ = f' id="{place_id(piece.passage_id)}"' if piece is not paragraph.first else ""
            classes = ' class="wsis-sentence"' if is_cited else ""
            parts.append(f"<span{id_}{classes}>{text}</span>")
        return " ".join(parts)

    def _table(self, rows: Sequence[Row], side: Side) -> str:
        lines: list[str] = []
        header: list[str] = []
        for row in rows:
            paragraphs = row.side(side)
            if not paragraphs:
                lines.append(
                    f'<tr><td class="wsis-gap" colspan="{max(1, len(header)) + 1}">'
                    f"{self._gap}</td></tr>"
                )
            for paragraph in paragraphs:
                cells = _cells(" ".join(p.passage.text for p in paragraph.pieces), header)
                if cells.is_header:
                    header = cells.texts
                lines.append(self._table_row(paragraph, side, cells))
        return f'<div class="wsis-scroll"><table>{"".join(lines)}</table></div>'

    def _table_row(self, paragraph: Paragraph, side: Side, cells: _Cells) -> str:
        tag = 'th scope="col"' if cells.is_header else "td"
        inside = "".join(f"<{tag}>{as_html(cell)}</{tag[:2]}>" for cell in cells.texts)
        return (
            f'<tr id="{place_id(paragraph.first.passage_id)}" tabindex="-1" '
            f'class="{self._mark(paragraph, side).strip()}">'
            f'<td class="wsis-picks">{self._pick(paragraph, side)}</td>{inside}</tr>'
        )


@dataclass(frozen=True, slots=True)
class _Cells:
    """A row's cells, without the names of their columns."""

    texts: list[str]
    is_header: bool


def _cells(text: str, header: Sequence[str]) -> _Cells:
    """Part a row into its cells.

    The readers write ``Region: Africa | Hubs: 14`` under a row that names the columns; empty cells
    are left out.
    """
    parts = text.split(_CELLS)
    found = list(_under(parts, header))
    if found:
        return _Cells(found, is_header=False)
    return _Cells(parts, is_header=len(parts) > 1 and not any(": " in part for part in parts))


def _under(parts: Sequence[str], header: Sequence[str]) -> Iterator[str]:
    """Each column's cell; nothing at all where the parts do not name these columns."""
    left = list(parts)
    found = []
    for name in header:
        if left and left[0].startswith(f"{name}: "):
            found.append(left.pop(0).removeprefix(f"{name}: "))
        else:
            found.append("")
    if not left and any(found):
        yield from found
