"""Grouping and joining of pieces, the passages into which a long paragraph was cut."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.documents import Passage
from corpus.languages import find_language


def pieces_of(passages: Sequence[Passage]) -> list[range]:
    """Return the range of passage positions of each whole paragraph."""
    starts = [index for index, passage in enumerate(passages) if passage.piece <= 1 or index == 0]
    return [*map(range, starts, [*starts[1:], len(passages)])]


def whole(pieces: Sequence[Passage]) -> Passage:
    """Join the pieces of a paragraph into one passage."""
    first = pieces[0]
    return Passage(
        kind=first.kind,
        text=join_texts([piece.text for piece in pieces], first.language),
        label=first.label,
        label_path=first.label_path,
        heading=first.heading,
        page=first.page,
        language=first.language,
        start=first.start,
        mentions=tuple(mention for piece in pieces for mention in piece.mentions),
        called_at=first.called_at,
    )


def join_texts(texts: Sequence[str], language: str | None) -> str:
    """Join the texts of a paragraph's pieces."""
    return find_language(language).space.join(texts)
