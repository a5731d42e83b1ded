"""Spans of a reference's mentions in a passage, and references' names in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from corpus.documents import Passage
from corpus.extract.references import extents, find_in_passage
from index.references import base
from index.references import name_references as called_in
from search_app.web.parts import Span
from search_app.web.session import keep_with_index, open_index


def spans(passage: Passage, canonical: str) -> list[Span]:
    """Return where a passage mentions the reference, in whatever edition; a range as a whole."""
    root, mentions = base(canonical), find_in_passage(passage.text, passage.mentions)
    return [
        extent
        for mention, extent in zip(mentions, extents(passage.text, mentions), strict=True)
        if base(mention.canonical) == root
    ]


@keep_with_index(100)
def _name_references(canonicals: tuple[str, ...], code: str, whose: bool) -> dict[str, str]:
    return called_in(open_index().store, canonicals, code, whose=whose)


def name_references(
    canonicals: Iterable[str], code: str, *, whose: bool = False
) -> Mapping[str, str]:
    """Return names of references in the reader's language; without one, the reference itself."""
    return _name_references(tuple(dict.fromkeys(canonicals)), code, whose)
