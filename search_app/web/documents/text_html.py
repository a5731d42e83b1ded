"""HTML of a document's text, contents and page image; nothing in the text acts as markup."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup

from corpus.documents import Box
from index.store import Excerpt
from search_app.citing import page as page_name
from search_app.citing import paragraph as paragraph_name
from search_app.localise import Locale
from search_app.web.documents.page_image import PageImage
from search_app.web.documents.text import (
    SIDES,
    CitedParagraph,
    DocumentText,
    Side,
    TextParagraph,
    TextRow,
)
from search_app.web.parts import html, references_html, translation_html

Address = Callable[[Side, Excerpt], str]
"""Function that returns the address of a passage on a side, not escaped."""

_MARK: Final = re.compile("\ufdd0(\\d+)\ufdd1")
"""Placeholder for the mark of a note, with the note's passage between noncharacters."""

_CELLS: Final = " | "
_DEEPEST: Final = 6


@dataclass(frozen=True, slots=True)
class ShownTranslations:
    """Passages of a text with machine translations.

    Attributes:
        by_id: the passages, by their ids.
        target: language of a column for them; None where each is below its paragraph.
        label: head of that column.
    """

    by_id: Mapping[int, Excerpt] = field(default_factory=dict)
    target: str | None = None
    label: str = ""


_NONE: Final = ShownTranslations()


def place_id(passage_id: int) -> str:
    """Return the id of the element that holds a passage."""
    return f"p-{passage_id}"


def rows_html(
    text: DocumentText,
    rows: range,
    locale: Locale,
    address: Address,
    cited: CitedParagraph | None = None,
    translated: ShownTranslations = _NONE,
) -> Markup:
    """Show rows of a text in one column or two, each paragraph with an id, the cited one marked."""
    numbered = [(index, text.rows[index]) for index in rows]
    runs = [
        (is_table, list(run)) for is_table, run in groupby(numbered, lambda item: item[1].is_table)
    ]
    return html("reader.rows", reader=_Reader(text, locale, address, cited, translated), runs=runs)


def contents_html(text: DocumentText, shown: range, locale: Locale, address: Address) -> Markup:
    """Show the table of contents; links to headings outside the ``shown`` rows open other parts."""
    least = min((heading.level for heading in text.headings), default=0)
    lines = []
    for heading in text.headings:
        passage = heading.passage.passage
        is_here = heading.row in shown
        place = f"#{place_id(heading.passage.passage_id)}"
        target = place if is_here else address("left", heading.passage)
        label = f"{passage.label} " if passage.label else ""
        lines.append((min(heading.level - least, 3), is_here, target, label + passage.text))
    return html("reader.contents", locale=locale, language=text.languages[0], lines=lines)


def page_html(image: PageImage, page: int, boxes: Sequence[Box], caption: str) -> Markup:
    """Show a picture of a page with boxes (points from the top left); ``caption`` describes it."""
    frames = [
        (
            _share(box.x0 - 3, image.width),
            _share(box.top - 3, image.height),
            _share(box.x1 - box.x0 + 6, image.width),
            _share(box.bottom - box.top + 6, image.height),
        )
        for box in boxes
        if box.page == page
    ]
    png = base64.b64encode(image.png).decode("ascii")
    return html("reader.page", png=png, said=caption, frames=frames)


def _share(length: float, whole: float) -> str:
    return f"{100 * length / whole:.2f}%"


@dataclass(slots=True)
class _Reader:
    """Functions for the template, which draws rows one after the other."""

    text: DocumentText
    locale: Locale
    address: Address
    cited: CitedParagraph | None
    translated: ShownTranslations
    _pages: dict[Side, int] = field(default_factory=dict)

    @property
    def sides(self) -> tuple[Side, ...]:
        return SIDES if self.text.languages[1] else ("left",)

    def language(self, side: Side) -> str | None:
        return self.text.languages[0 if side == "left" else 1]

    def name_new_page(self, paragraph: TextParagraph, side: Side) -> str | None:
        """Name the page that begins with a paragraph; None where none does."""
        page = paragraph.first.passage.page
        if page is None or page == self._pages.get(side):
            return None
        self._pages[side] = page
        return page_name(paragraph.first, self.locale.code) or ""

    def tag(self, paragraph: TextParagraph) -> str:
        is_heading = paragraph.kind == "heading"
        return f"h{min(2 + paragraph.level, _DEEPEST)}" if is_heading else "p"

    def depth(self, paragraph: TextParagraph) -> int:
        return min(max(len(paragraph.first.passage.label_path) - 1, 0), 3)

    def is_cited(self, paragraph: TextParagraph, side: Side) -> bool:
        cited = self.cited
        return bool(cited and cited.side == side and cited.passage in paragraph.pieces)

    def is_cited_piece(self, piece: Excerpt) -> bool:
        cited = self.cited
        return bool(
            cited and piece.passage_id == cited.passage.passage_id and piece.passage.piece > 1
        )

    def texts(self, paragraph: TextParagraph) -> list[str]:
        """Return the texts of its pieces, with placeholders for the marks of notes."""
        notes = [
            (note.first.passage.called_at, note.first.passage_id)
            for note in self.text.notes.get(paragraph.first.passage_id, ())
        ]
        calls = sorted((offset, note) for offset, note in notes if offset is not None)
        texts = []
        for piece in paragraph.pieces:
            begin, text = piece.passage.start - paragraph.first.passage.start, piece.passage.text
            is_last = piece is paragraph.pieces[-1]
            here = [pair for pair in calls if is_last or pair[0] <= begin + len(text)]
            calls = calls[len(here) :]
            for offset, note in reversed(here):
                place = max(0, offset - begin)
                text = f"{text[:place]}\ufdd0{note}\ufdd1{text[place:]}"
            texts.append(text)
        return texts

    def show_translations(self, paragraphs: Sequence[TextParagraph]) -> Markup:
        """Show the translations of paragraphs; those in a column of their own have one label."""
        by_id = self.translated.by_id
        shown = (by_id.get(piece.passage_id) for each in paragraphs for piece in each.pieces)
        is_labelled = self.translated.target is None
        return Markup("").join(
            translation_html(excerpt, self.locale, is_labelled=is_labelled)
            for excerpt in shown
            if excerpt
        )

    def write_text(self, text: str, paragraph: TextParagraph) -> Markup:
        """Write a text as HTML, in which references and the marks of notes are links."""
        notes = {
            str(note.first.passage_id): note
            for note in self.text.notes.get(paragraph.first.passage_id, ())
        }
        mentions = [each for piece in paragraph.pieces for each in piece.passage.mentions]
        shown = Markup()
        for index, part in enumerate(_MARK.split(text)):
            note = notes.get(part) if index % 2 else None
            shown += (
                html("reader.mark", reader=self, note=note)
                if note
                else references_html(part, mentions, _reference_address)
            )
        return shown

    def name_note(self, note: TextParagraph) -> str:
        """Name a note: ``para. 2.1, footnote 3``."""
        return paragraph_name(note.first, self.locale.code) or ""

    def list_paragraphs(
        self, numbered: Sequence[tuple[int, TextRow]], side: Side
    ) -> list[TextParagraph]:
        """List the paragraphs of a table's rows on a side."""
        return [paragraph for _, row in numbered for paragraph in row.side(side)]

    def lines(
        self, numbered: Sequence[tuple[int, TextRow]], side: Side
    ) -> Iterator[tuple[TextParagraph | None, list[str], bool, int]]:
        """Yield a table's rows: paragraph, cells, whether they are column names, and the width."""
        header: list[str] = []
        for _, row in numbered:
            if not row.side(side):
                yield None, [], False, max(1, len(header)) + 1
            for paragraph in row.side(side):
                cells, is_header = _cells(" ".join(self.texts(paragraph)), header)
                if is_header:
                    header = [_MARK.sub("", cell) for cell in cells]
                yield paragraph, cells, is_header, len(cells) + 1


def _reference_address(canonical: str) -> str:
    return "references?" + urlencode({"q": canonical})


def _cells(text: str, header: Sequence[str]) -> tuple[list[str], bool]:
    """Split a row (``Region: Africa | Hubs: 14``) into cells; tell if they are column names."""
    parts = text.split(_CELLS)
    cells = list(_under(parts, header))
    if cells:
        return cells, False
    return parts, len(parts) > 1 and not any(": " in part for part in parts)


def _under(parts: Sequence[str], header: Sequence[str]) -> Iterator[str]:
    """Yield each column's cell; nothing where the parts do not name these columns."""
    rest = list(parts)
    cells = []
    for name in header:
        if rest and rest[0].startswith(f"{name}: "):
            cells.append(rest.pop(0).removeprefix(f"{name}: "))
        else:
            cells.append("")
    if not rest and any(cells):
        yield from cells
