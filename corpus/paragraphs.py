"""Paragraphs that a version holds in several pieces, since they are long."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.documents import Passage
from corpus.languages import find_language


def pieces_of(passages: Sequence[Passage]) -> list[range]:
    """Return the ranges of passages that are the pieces of each paragraph."""
    starts = [index for index, passage in enumerate(passages) if passage.piece <= 1 or index == 0]
    return [*map(range, starts, [*starts[1:], len(passages)])]


def whole(pieces: Sequence[Passage]) -> Passage:
    """Make one passage of the pieces of a paragraph."""
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
    """Make one text of those of a paragraph's pieces."""
    return find_language(language).space.join(texts)
