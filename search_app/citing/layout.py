"""What does a report hold before it is Word, Markdown or CSV? Headings, lines and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Mark = Literal["plain", "inserted", "deleted", "strong", "cited", "quiet", "notice", "label"]
"""What a piece of a text is; a page marks what was inserted and deleted, a terminal all."""


_SHORT: Final = 600
"""Letters."""


@dataclass(frozen=True, slots=True)
class LayoutCell:
    """A text in a report.

    Attributes:
        text: it may have line breaks.
        language: of the text, which gives its direction; the reader's where it is None.
        is_quiet: whether it is only said beside the rest, as a citation is.
        marked: the text in pieces; none where nothing is marked.
        below: what is said of the text, in the reader's language: a paragraph by itself.
        indent: letters before it at a terminal.
        form: of a line: a quotation, its citation with what the reader noted below, or an entry
            of a list of works.
    """

    text: str
    language: str | None = None
    is_quiet: bool = False
    marked: tuple[tuple[Mark, str], ...] = ()
    below: str = ""
    indent: int = 2
    form: Literal["line", "quote", "citation", "work"] = "line"

    @property
    def is_short(self) -> bool:
        """Whether it takes no more than some seven lines of a page."""
        return len(self.text) < _SHORT

    @property
    def whole(self) -> str:
        """The text with what is said of it."""
        return "\n".join(filter(None, (self.text, self.below)))


@dataclass(frozen=True, slots=True)
class LayoutTable:
    """A table.

    Attributes:
        columns: their headings, in the reader's language.
        widths: of the columns, as shares of the page.
        rows: as many cells each; a cell that is None goes on with the one above it.
        form: how a terminal draws it: row by row, as a grid, or as facts without a heading.
    """

    columns: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[LayoutCell | None, ...], ...]
    form: Literal["rows", "grid", "facts"] = "rows"


@dataclass(frozen=True, slots=True)
class LayoutSection:
    """A part of a report; empty parts are left out by whoever makes it.

    Attributes:
        heading: or None.
        level: of the heading, from 1.
        lines: paragraphs.
        table: behind them, or None.
    """

    heading: str | None = None
    level: int = 1
    lines: tuple[LayoutCell, ...] = ()
    table: LayoutTable | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A report in the reader's language.

    Attributes:
        title: of it; empty where it has none.
        sections: in their order.
        is_wide: whether its tables need a page in landscape.
    """

    title: str
    sections: tuple[LayoutSection, ...]
    is_wide: bool = False
