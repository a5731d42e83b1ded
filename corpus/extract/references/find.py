"""References in a text: a cheap pass finds anchors, then grammar reads a bounded stretch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from corpus.documents import Mention
from corpus.extract.references import names, recommendations, resolutions
from corpus.extract.references.bodies import UNION, NumberOwner
from corpus.extract.references.scan import FoundReference, Scan
from corpus.extract.references.words import words
from corpus.text import fold_with_places

FORMS: Final[Mapping[str, Callable[[Scan, int], list[FoundReference]]]] = {
    "symbol": names.read_symbol,
    "file": names.read_symbol,
    "head": resolutions.read_head_first,
    "chinese": resolutions.read_number_first,
    "goal": names.read_goals,
    "action-line": names.read_action_lines,
    "recommendation": recommendations.read_recommendations,
    "bare-recommendation": recommendations.read_bare_recommendation,
    "trade-recommendation": recommendations.read_trade_recommendation,
    "health-assembly": resolutions.read_health_assembly,
    "named": names.read_document,
    "paragraph": names.read_paragraph,
}
"""The reader of references at an anchor, by kind of anchor."""


def find(
    text: str,
    language: str | None = None,
    written: str | None = None,
    owner: NumberOwner = UNION,
) -> tuple[Mention, ...]:
    """Return the references in ``text``, in order of their places.

    ``text`` is raw, in any languages. ``written`` is its day, month or year, ISO 8601, or None for
    today: a name of a later document is no reference. ``owner`` has the bare numbers; a text alone
    means ITU's. Mentions do not overlap, but those inside a range share its span (``C4–C6``: C5).
    """
    del language
    read = words()
    scan = Scan(text, read, written, owner)
    for anchor in read.anchors.finditer(scan.text):
        if anchor.start() >= scan.done:
            scan.add(FORMS[read.anchor_kinds[anchor.group()]](scan, anchor.start()))
    mentions = []
    for reference in scan.found:
        start, end = scan.folded.start(reference.start), scan.folded.end(reference.end)
        mentions.append(Mention(*reference[:5], start, end, text[start:end]))
    return tuple(mentions)


def extents(text: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Return the span to mark for each mention: the whole range (``C4–C6``) for a member inside."""
    spans = [(mention.start, mention.end) for mention in mentions]
    extents_in_order: list[tuple[int, int]] = []
    for index, span in enumerate(spans):
        first, last = index, index
        while first >= 0 and spans[first] == span:
            first -= 1
        while last < len(spans) and spans[last] == span:
            last += 1
        is_between = first >= 0 and last < len(spans)
        is_range = is_between and _is_range(text, mentions[first], mentions[index], mentions[last])
        extents_in_order.append((spans[first][0], spans[last][1]) if is_range else span)
    return extents_in_order


def _is_range(text: str, first: Mention, between: Mention, last: Mention) -> bool:
    apart = text[first.end : between.start] + text[between.end : last.start]
    return (
        any(map(str.isnumeric, first.text))
        and not any(map(str.isnumeric, between.text))
        and any(map(str.isnumeric, last.text))
        and (first.kind, first.body) == (between.kind, between.body) == (last.kind, last.body)
        # Marks of direction, which a text has around its dashes, are no letters of either.
        and not fold_with_places(apart).text.strip()
    )
