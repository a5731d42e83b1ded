"""Draws two texts side by side: paragraph against paragraph, their changes marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from corpus.documents import Passage
from index.analyses import Comparison, ParagraphPair
from index.store import Excerpt
from search_app.localise import Locale
from search_app.web.basket import filter_gathered
from search_app.web.parts import acts_html, differing_html, html


@dataclass(frozen=True, slots=True)
class _Side:
    """A paragraph on one side: its kind, its text as HTML, and what can be done with it."""

    kind: str
    text: Markup
    acts: Markup


def is_shown(pair: ParagraphPair, shown: str) -> bool:
    """Whether a paragraph belongs to what is shown: all, or what has changed."""
    return shown == "all" or pair.has_changed


def comparison_html(
    locale: Locale,
    comparison: Comparison,
    rows: Sequence[ParagraphPair],
    excerpts: Mapping[int, Excerpt],
) -> Markup:
    """Draw paragraphs of two texts side by side.

    Args:
        locale: the reader's language.
        comparison: that they are of.
        rows: the paragraphs.
        excerpts: their passages in the index, by id.
    """
    gathered = filter_gathered([*excerpts])

    def side(
        passage: Passage | None, pair: ParagraphPair, place: int | None, *, is_new: bool
    ) -> _Side:
        ids = (comparison.new if is_new else comparison.old).passages
        shown = excerpts.get(ids[place]) if place is not None and place < len(ids) else None
        acts = acts_html(shown, locale, is_in=shown.passage_id in gathered) if shown else Markup()
        return _Side(passage.kind if passage else "", _mark_changes(pair, is_new=is_new), acts)

    return html(
        "compare.table",
        locale=locale,
        comparison=comparison,
        counted=Counter(pair.change for pair in comparison.paragraphs),
        rows=[
            (
                pair,
                side(pair.old, pair, pair.old_place, is_new=False),
                side(pair.new, pair, pair.new_place, is_new=True),
            )
            for pair in rows
        ],
    )


def _mark_changes(pair: ParagraphPair, *, is_new: bool) -> Markup:
    """Mark what the other side lacks in a side of a paragraph, its number included."""
    own, other = ("inserted", "deleted") if is_new else ("deleted", "inserted")
    pieces = [
        (piece.text.replace("\t", " "), piece.kind == own and pair.change == "changed")
        for piece in pair.words
        if piece.kind != other
    ]
    return differing_html(pieces, "ins" if is_new else "del")
