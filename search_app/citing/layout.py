"""Layout of a report before it is Word, Markdown, CSV or a page: headings, lines and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.extract.submitters import Submitter
from index.lookup import CatalogueEntry
from index.store import Excerpt

Mark = Literal["plain", "inserted", "deleted", "strong", "cited", "quiet", "notice", "label"]


@dataclass(frozen=True, slots=True)
class LayoutLink:
    """Part of a text that leads to what it names, on a surface that has addresses.

    ``is_reference`` says whether the target is a reference's canonical form. ``language`` is that
    of the version to read, where the target is a document; None for any.
    """

    text: str
    target: Excerpt | CatalogueEntry | Submitter | str
    is_reference: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class LayoutCell:
    """Text in a report.

    Attributes:
        language: of the text, which gives its direction; the reader's where it is None.
        is_quiet: whether it is secondary, as a citation is.
        marked: the text in pieces; none where nothing is marked.
        below: a paragraph about the text, in the reader's language.
        links: parts of the text and of ``below`` that lead somewhere, in their order.
        passage: what a page lets the reader gather and copy, where it is more than ``quoted``.
        address: of a page that the whole text leads to; empty for none.
        indent: letters before it at a terminal.
        form: of a line: quotation, citation with the reader's note below, entry of a list of
            works, heading or footnote.
    """

    text: str
    language: str | None = None
    is_quiet: bool = False
    marked: tuple[tuple[Mark, str], ...] = ()
    below: str = ""
    links: tuple[LayoutLink, ...] = ()
    quoted: Excerpt | None = None
    passage: Excerpt | None = None
    address: str = ""
    indent: int = 2
    form: Literal["line", "quote", "citation", "work", "heading", "footnote"] = "line"

    @property
    def whole(self) -> str:
        """The text with the paragraph below it."""
        return "\n".join(filter(None, (self.text, self.below)))


@dataclass(frozen=True, slots=True)
class LayoutTable:
    """A table of a report.

    Attributes:
        widths: of the columns, as shares of the page.
        rows: cells; None continues the cell above. A row with only a first cell is a heading.
        form: how it is drawn: row by row, as a grid, as facts without a heading, or with rows in
            groups below their first cell.
    """

    columns: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[LayoutCell | None, ...], ...]
    form: Literal["rows", "grid", "facts", "groups"] = "rows"


@dataclass(frozen=True, slots=True)
class LayoutPair:
    """Two texts that a page shows side by side, with their relation as ``label``.

    A text that is not there has no cells. ``lines`` are what a terminal shows instead.
    """

    label: str
    sides: tuple[tuple[LayoutCell, ...], tuple[LayoutCell, ...]]
    lines: tuple[LayoutCell, ...] = ()


@dataclass(frozen=True, slots=True)
class LayoutSection:
    """A part of a report, never empty; ``level`` of its heading counts from 1.

    The table follows the lines. Several ``pairs`` are alternatives to one another, and a page of a
    layout with any shows these alone.
    """

    heading: str | None = None
    level: int = 1
    lines: tuple[LayoutCell, ...] = ()
    table: LayoutTable | None = None
    pairs: tuple[LayoutPair, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """A report in the reader's language, for a page in landscape where ``is_wide``.

    ``sides`` are the headings of the two columns of its pairs; the title may be empty.
    """

    title: str
    sections: tuple[LayoutSection, ...]
    is_wide: bool = False
    sides: tuple[str, str] = ("", "")
