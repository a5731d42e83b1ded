"""The answer of a comparison: two texts, paragraph against paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from corpus.documents import path_text
from search_app.citing import citation, passage_label
from search_app.operations.answers import OPTIONAL, Link, link_to

if TYPE_CHECKING:
    from index import reports
    from index.store import Excerpt


@dataclass(frozen=True)
class WordChange:
    """A stretch of a paragraph: in both texts, or in one of them."""

    kind: Literal["same", "deleted", "inserted"]
    text: str


@dataclass(frozen=True)
class Compared:
    """A paragraph in both texts, or in one of them.

    Attributes:
        change: what became of it.
        label_from: its number in the first text.
        label_to: in the second.
        text_from: of the whole paragraph; null where it was added.
        text_to: null where it was removed.
        citation_from: null where it was added, or stands in a draft.
        citation_to: null where it was removed, or stands in a draft.
        moved: whether it, or the mark of a note, stands at another place in the second.
        words: its number and text as pieces that stand in both, or in one of them.
        link_from: address of the first for people; absent where it has no citation.
        link_to: of the second, likewise.
    """

    change: Literal["same", "changed", "added", "removed"]
    label_from: str | None
    label_to: str | None
    text_from: str | None
    text_to: str | None
    citation_from: str | None
    citation_to: str | None
    moved: bool
    words: tuple[WordChange, ...]
    link_from: str | None = field(default=None, metadata=OPTIONAL)
    link_to: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class Side:
    """One of two texts that are compared."""

    symbol: str | None
    title: str | None
    date: str | None
    language: str | None
    file: str
    superseded_by: str | None


@dataclass(frozen=True)
class Sides:
    """Both texts; the first is called `from`."""

    from_: Side
    to: Side


@dataclass(frozen=True)
class CompareAnswer:
    """A comparison of two texts, in the order of the second.

    Attributes:
        from_: symbol of the first text, or its file's name; called `from`.
        to: of the second.
        language: in which they are compared.
        documents: what is known of both.
        paragraphs: that are asked for.
    """

    from_: str
    to: str
    language: str | None
    documents: Sides
    paragraphs: tuple[Compared, ...]


def compare_answer(
    found: reports.Comparison, language: str, link: Link | None = None
) -> CompareAnswer:
    """Make the answer of a comparison; what stands in a draft has no citation.

    Args:
        found: the comparison.
        language: in which citations are written, one of the six.
        link: gives the addresses of passages.
    """
    return CompareAnswer(
        found.old.name,
        found.new.name,
        found.new.language,
        Sides(_side(found.old), _side(found.new)),
        tuple(_compared(one, found, language, link) for one in found.paragraphs),
    )


def _side(side: reports.Side) -> Side:
    return Side(
        side.symbol, side.title, side.date, side.language, path_text(side.file), side.superseded_by
    )


def _compared(
    one: reports.Compared, found: reports.Comparison, language: str, link: Link | None
) -> Compared:
    old, new = _cited(found.old, one.old_place), _cited(found.new, one.new_place)
    return Compared(
        change=one.change,
        label_from=passage_label(one.old) if one.old else None,
        label_to=passage_label(one.new) if one.new else None,
        text_from=one.old.text if one.old else None,
        text_to=one.new.text if one.new else None,
        citation_from=citation(old, language) if old else None,
        citation_to=citation(new, language) if new else None,
        moved=one.stands_elsewhere,
        words=tuple(WordChange(piece.kind, piece.text) for piece in one.words),
        link_from=link_to(link, old),
        link_to=link_to(link, new),
    )


def _cited(side: reports.Side, place: int | None) -> Excerpt | None:
    return side.cited[place] if side.cited and place is not None else None
