"""Layout of a report before it is Word, Markdown or CSV: headings, lines and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from corpus.extract.submitters import Submitter
from index.lookup import CatalogueEntry
from index.store import Excerpt

Mark = Literal["plain", "inserted", "deleted", "strong", "cited", "quiet", "notice", "label"]
"""Marks of a piece of a text."""


_SHORT: Final = 600
"""Letters."""


@dataclass(frozen=True, slots=True)
class LayoutLink:
    """Part of a text that leads to what it names, on a surface that has addresses.

    Attributes:
        text: the part, as the cell has it.
        target: a passage, a document of the index by its entry or its symbol, a reference, or who
            submitted documents.
        is_reference: whether the target is the canonical form of a reference.
        language: of the version that is read, where the target is a document; None for any.
    """

    text: str
    target: Excerpt | CatalogueEntry | Submitter | str
    is_reference: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class LayoutCell:
    """Text in a report.

    Attributes:
        text: it may have line breaks.
        language: of the text, which gives its direction; the reader's where it is None.
        is_quiet: whether it is secondary, as a citation is.
        marked: the text in pieces; none where nothing is marked.
        below: a paragraph about the text, in the reader's language.
        links: parts of the text and of ``below`` that lead somewhere, in their order.
        quoted: the passage that the text quotes, of which a page shows the parts.
        passage: what a page lets the reader gather and copy, where it is more than ``quoted``.
        indent: letters before it at a terminal.
        form: of a line: a quotation, its citation with the reader's note below, an entry of a
            list of works, or a heading or footnote of a text.
    """

    text: str
    language: str | None = None
    is_quiet: bool = False
    marked: tuple[tuple[Mark, str], ...] = ()
    below: str = ""
    links: tuple[LayoutLink, ...] = ()
    quoted: Excerpt | None = None
    passage: Excerpt | None = None
    indent: int = 2
    form: Literal["line", "quote", "citation", "work", "heading", "footnote"] = "line"

    @property
    def is_short(self) -> bool:
        """Whether the text takes at most some seven lines of a page."""
        return len(self.text) < _SHORT

    @property
    def whole(self) -> str:
        """The text with the paragraph below it."""
        return "\n".join(filter(None, (self.text, self.below)))


@dataclass(frozen=True, slots=True)
class LayoutTable:
    """Table of a report.

    Attributes:
        columns: their headings, in the reader's language.
        widths: of the columns, as shares of the page.
        rows: as many cells each; a cell that is None goes on with the one above it. Where the
            first cell alone has a text, it is a heading of the rows below.
        form: how a terminal draws it: row by row, as a grid, or as facts without a heading.
    """

    columns: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[LayoutCell | None, ...], ...]
    form: Literal["rows", "grid", "facts"] = "rows"


@dataclass(frozen=True, slots=True)
class LayoutPair:
    """Two texts that a page shows side by side.

    Attributes:
        label: relation of one to the other, in the reader's language; empty for none.
        sides: cells of each, in the order of the columns; none of a text that is not there.
        lines: what a terminal shows in their place.
    """

    label: str
    sides: tuple[tuple[LayoutCell, ...], tuple[LayoutCell, ...]]
    lines: tuple[LayoutCell, ...] = ()


@dataclass(frozen=True, slots=True)
class LayoutSection:
    """Part of a report, never an empty one.

    Attributes:
        heading: or None.
        level: of the heading, from 1.
        lines: paragraphs.
        table: behind them, or None.
        pairs: texts side by side; several are alternatives to one another. A page of a layout that
            has any shows these alone.
    """

    heading: str | None = None
    level: int = 1
    lines: tuple[LayoutCell, ...] = ()
    table: LayoutTable | None = None
    pairs: tuple[LayoutPair, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """Report in the reader's language.

    Attributes:
        title: of it; empty where it has none.
        sections: in their order.
        is_wide: whether its tables need a page in landscape.
        sides: headings of the two columns of its pairs.
    """

    title: str
    sections: tuple[LayoutSection, ...]
    is_wide: bool = False
    sides: tuple[str, str] = ("", "")
