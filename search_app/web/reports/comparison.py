"""How do two texts look beside each other? Paragraph against paragraph, their changes marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from corpus.documents import Passage
from index.analyses import Comparison, ParagraphPair
from index.store import Excerpt
from search_app.localise import Locale
from search_app.web.basket import held
from search_app.web.parts import acts_html, differing_html, html


@dataclass(frozen=True, slots=True)
class _Side:
    """A paragraph on one side: its kind, its text as HTML, and what can be done with it."""

    kind: str
    text: Markup
    acts: Markup


def is_shown(one: ParagraphPair, shown: str) -> bool:
    """Whether a paragraph belongs to what is shown: all, or what has changed."""
    return shown == "all" or one.has_changed


def comparison_html(
    locale: Locale,
    comparison: Comparison,
    rows: Sequence[ParagraphPair],
    excerpts: Mapping[int, Excerpt],
) -> Markup:
    """Draw paragraphs of two texts beside each other.

    Args:
        locale: the reader's language.
        comparison: that they are of.
        rows: the paragraphs.
        excerpts: their passages in the index, by id.
    """
    gathered = held([*excerpts])

    def side(passage: Passage | None, one: ParagraphPair, at: int | None, *, is_new: bool) -> _Side:
        ids = (comparison.new if is_new else comparison.old).passages
        shown = excerpts.get(ids[at]) if at is not None and at < len(ids) else None
        acts = acts_html(shown, locale, is_in=shown.passage_id in gathered) if shown else Markup()
        return _Side(passage.kind if passage else "", _marked(one, is_new=is_new), acts)

    return html(
        "compare.table",
        locale=locale,
        comparison=comparison,
        counted=Counter(one.change for one in comparison.paragraphs),
        rows=[
            (
                one,
                side(one.old, one, one.old_place, is_new=False),
                side(one.new, one, one.new_place, is_new=True),
            )
            for one in rows
        ],
    )


def _marked(one: ParagraphPair, *, is_new: bool) -> Markup:
    """One side of a paragraph, its number included, with what the other lacks marked."""
    own, other = ("inserted", "deleted") if is_new else ("deleted", "inserted")
    pieces = [
        (piece.text.replace("\t", " "), piece.kind == own and one.change == "changed")
        for piece in one.words
        if piece.kind != other
    ]
    return differing_html(pieces, "ins" if is_new else "del")
