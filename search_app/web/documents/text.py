"""Text of a document for a reader: rows of one version or two, parts, contents, cited paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from corpus.errors import QueryError
from corpus.text import fold
from index.lookup import catalogue, show
from index.store import Excerpt, Store
from index.versions import paragraph_pairs
from search_app.citing import label_line

Side = Literal["left", "right"]
SIDES: Final[tuple[Side, Side]] = ("left", "right")

_PART_ROWS: Final = 200
"""Rows of a part of a long document; it ends before the next heading."""

_MOST_ROWS: Final = 300
"""Maximum rows of a part without a heading; two texts of so many are less than 500 kB."""


@dataclass(frozen=True, slots=True)
class TextParagraph:
    """A paragraph as the file has it; a long one's pieces are together again."""

    pieces: tuple[Excerpt, ...]

    @property
    def first(self) -> Excerpt:
        """First passage of the paragraph."""
        return self.pieces[0]

    @property
    def kind(self) -> str:
        """Kind: paragraph, heading, table or footnote."""
        return self.first.passage.kind

    @property
    def level(self) -> int:
        """Number of the headings above it."""
        return len(self.first.passage.heading)

    @property
    def path(self) -> str:
        """Labels that lead to the paragraph, with its own; empty where it has none."""
        return label_line(self.first.passage.label_path)


@dataclass(frozen=True, slots=True)
class TextRow:
    """Paragraphs side by side; a side is empty where its version lacks the paragraph."""

    left: tuple[TextParagraph, ...]
    right: tuple[TextParagraph, ...]

    def side(self, side: Side) -> tuple[TextParagraph, ...]:
        """Return the paragraphs of one side."""
        return self.left if side == "left" else self.right

    @property
    def is_heading(self) -> bool:
        """Whether either side has a heading."""
        return any(paragraph.kind == "heading" for paragraph in (*self.left, *self.right))

    @property
    def is_table(self) -> bool:
        """Whether all paragraphs are rows of tables."""
        return all(paragraph.kind == "table" for paragraph in (*self.left, *self.right))


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the table of contents."""

    row: int
    level: int
    passage: Excerpt


@dataclass(frozen=True)
class DocumentText:
    """One version of a document, or two (``languages``) side by side, in the left one's order."""

    rows: tuple[TextRow, ...]
    languages: tuple[str | None, str | None]

    def paragraphs(self, side: Side) -> Iterator[tuple[int, TextParagraph]]:
        """Yield the paragraphs of a side, each with its row."""
        return (
            (index, paragraph)
            for index, row in enumerate(self.rows)
            for paragraph in row.side(side)
        )

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The table of contents, in the left version's language."""
        return tuple(
            Heading(index, paragraph.level, paragraph.first)
            for index, paragraph in self.paragraphs("left")
            if paragraph.kind == "heading"
        )

    @cached_property
    def parts(self) -> tuple[range, ...]:
        """Ranges of rows that are shown at a time; at least one."""
        starts = [0]
        for index, row in enumerate(self.rows):
            rows = index - starts[-1]
            if (rows >= _PART_ROWS and row.is_heading) or rows >= _MOST_ROWS:
                starts.append(index)
        return tuple(
            range(start, stop)
            for start, stop in zip(starts, [*starts[1:], len(self.rows)], strict=True)
        )

    @cached_property
    def places(self) -> dict[Side, dict[int, int]]:
        """Places of each side's paragraphs, from 0, by the ids of their passages."""
        by_side: dict[Side, dict[int, int]] = {"left": {}, "right": {}}
        for side, places in by_side.items():
            for place, paragraph in enumerate(self._in_order(side)):
                places.update((piece.passage_id, place) for piece in paragraph.pieces)
        return by_side

    @cached_property
    def notes(self) -> dict[int, list[TextParagraph]]:
        """The footnotes of each paragraph and row, by the id of its first passage."""
        by_paragraph: dict[int, list[TextParagraph]] = {}
        for side in SIDES:
            carrier: TextParagraph | None = None
            for paragraph in self._in_order(side):
                if paragraph.kind != "footnote":
                    carrier = paragraph
                elif carrier is not None:
                    by_paragraph.setdefault(carrier.first.passage_id, []).append(paragraph)
        return by_paragraph

    def _in_order(self, side: Side) -> list[TextParagraph]:
        """Return the paragraphs of a side in the order of its version: rows follow the left one."""
        paragraphs = (paragraph for _, paragraph in self.paragraphs(side))
        return sorted(paragraphs, key=lambda paragraph: paragraph.first.passage_id)

    @cached_property
    def duplicate_labels(self) -> frozenset[tuple[Side, str]]:
        """Labels that more than one paragraph of a side has."""
        counts = Counter(
            (side, _plain(paragraph.path))
            for side in SIDES
            for _, paragraph in self.paragraphs(side)
        )
        return frozenset(key for key, count in counts.items() if count > 1)

    def part_of(self, row: int) -> int:
        """Return the number of the part that has a row, from 0."""
        return next(index for index, rows in enumerate(self.parts) if row in rows)

    def parameters(self, side: Side, shown: Excerpt) -> dict[str, str]:
        """Return address parameters for a passage: its label, else its place."""
        path = label_line(shown.passage.label_path)
        parameters: dict[str, str] = {"side": side} if side == "right" else {}
        if path and (side, _plain(path)) not in self.duplicate_labels:
            parameters["para"] = path
        else:
            parameters["at"] = str(self.places[side][shown.passage_id])
        if shown.passage.piece > 1:
            parameters["piece"] = str(shown.passage.piece)
        return parameters


@dataclass(frozen=True, slots=True)
class CitedParagraph:
    """The paragraph that an address names, with its row and side."""

    row: int
    side: Side
    passage: Excerpt


def open_text(
    store: Store, document_id: int, left: str | None, right: str | None = None
) -> DocumentText:
    """Return the text of a version of a document, or of two side by side; raise QueryError."""
    if left is not None and right is not None and left != right:
        pairs = paragraph_pairs(store, document_id, left, right)
    else:
        right = None
        ids = catalogue.version_passages(store, document_id, left)
        if not ids:
            raise QueryError(f"The document is not in the index in {left}.")
        pairs = [((passage_id,), ()) for passage_id in ids]
    shown = store.passages.excerpts(
        [passage_id for pair in pairs for side in pair for passage_id in side]
    )
    if right is None:
        rows = [
            TextRow((paragraph,), ())
            for paragraph in _whole(shown[passage_id] for (passage_id,), _ in pairs)
        ]
    else:
        rows = [
            TextRow(
                tuple(_whole(shown[passage_id] for passage_id in own)),
                tuple(_whole(shown[passage_id] for passage_id in other)),
            )
            for own, other in pairs
        ]
    return DocumentText(tuple(rows), (left, right))


def find_cited(
    store: Store,
    text: DocumentText,
    *,
    side: Side = "left",
    paragraph: str | None = None,
    place: int | None = None,
    piece: int | None = None,
    symbol: str | None = None,
) -> CitedParagraph | None:
    """Return the paragraph that an address names; None where there is none.

    ``paragraph`` has labels (``2.1 a)``); the last alone may do, or one of another version.
    ``place`` counts from 0 in the version, and ``piece`` from 1 in a long paragraph.
    """
    if paragraph:
        hit = _find_label(text, side, paragraph) or _elsewhere(store, text, side, paragraph, symbol)
    elif place is not None:
        wanted = {
            passage_id for passage_id, own_place in text.places[side].items() if own_place == place
        }
        hit = _with_ids(text, side, wanted)
    else:
        return None
    if hit is None:
        return None
    row, text_paragraph = hit
    passage = next(
        (own for own in text_paragraph.pieces if own.passage.piece == piece), text_paragraph.first
    )
    return CitedParagraph(row, side, passage)


def find_passage(text: DocumentText, passage_id: int) -> CitedParagraph | None:
    """Return the paragraph of the passage with an id; None where the text lacks it."""
    for side in SIDES:
        hit = _with_ids(text, side, {passage_id})
        if hit:
            row, paragraph = hit
            return CitedParagraph(
                row, side, next(own for own in paragraph.pieces if own.passage_id == passage_id)
            )
    return None


# --- the inside ----------------------------------------------------------------------------------


def _whole(passages: Iterable[Excerpt]) -> Iterable[TextParagraph]:
    pieces: list[Excerpt] = []
    for shown in passages:
        if pieces and shown.passage.piece <= 1:
            yield TextParagraph(tuple(pieces))
            pieces = []
        pieces.append(shown)
    if pieces:
        yield TextParagraph(tuple(pieces))


def _plain(label: str) -> str:
    return fold(label).replace(" ", "").rstrip(".")


def _find_label(text: DocumentText, side: Side, label: str) -> tuple[int, TextParagraph] | None:
    wanted = _plain(label)
    last: list[tuple[int, TextParagraph]] = []
    for index, paragraph in text.paragraphs(side):
        if _plain(paragraph.path) == wanted:
            return index, paragraph
        if _plain(paragraph.first.passage.label or "") == wanted:
            last.append((index, paragraph))
    return last[0] if len(last) == 1 else None


def _elsewhere(
    store: Store, text: DocumentText, side: Side, label: str, symbol: str | None
) -> tuple[int, TextParagraph] | None:
    code = text.languages[0 if side == "left" else 1]
    if symbol is None or code is None:
        return None
    try:
        card = show(store, f"{symbol}#{label}", code)
    except QueryError:
        return None
    return _with_ids(text, side, {shown.passage_id for shown in card.passages})


def _with_ids(
    text: DocumentText, side: Side, ids: Iterable[int]
) -> tuple[int, TextParagraph] | None:
    wanted = frozenset(ids)
    for index, paragraph in text.paragraphs(side):
        if any(piece.passage_id in wanted for piece in paragraph.pieces):
            return index, paragraph
    return None
