"""Passages that are one paragraph: a long one stands in a version in pieces."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.documents import Passage
from corpus.languages import find_language


def pieces_of(passages: Sequence[Passage]) -> list[range]:
    """Where the pieces of each paragraph stand among passages that follow each other."""
    starts = [at for at, one in enumerate(passages) if one.piece <= 1 or at == 0]
    return [*map(range, starts, [*starts[1:], len(passages)])]


def whole(pieces: Sequence[Passage]) -> Passage:
    """Make one passage of the pieces of a paragraph."""
    first = pieces[0]
    return Passage(
        kind=first.kind,
        text=joined([one.text for one in pieces], first.language),
        label=first.label,
        label_path=first.label_path,
        heading=first.heading,
        page=first.page,
        language=first.language,
        start=first.start,
        mentions=tuple(mention for one in pieces for mention in one.mentions),
        called_at=first.called_at,
    )


def joined(texts: Sequence[str], language: str | None) -> str:
    """Make one text of those of a paragraph's pieces."""
    return find_language(language).space.join(texts)
