"""References in a text: one cheap pass for words that may begin one, then grammar at each.

Everything that is done at an anchor looks at a bounded stretch around it, so that the whole is
linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from corpus.documents import Mention
from corpus.extract.references import named, recommendations, resolutions
from corpus.extract.references.scan import Found, Scan
from corpus.extract.references.words import words
from corpus.text import fold_with_places

FORMS: Final[Mapping[str, Callable[[Scan, int], list[Found]]]] = {
    "symbol": named.symbol,
    "file": named.symbol,
    "head": resolutions.head_first,
    "chinese": resolutions.number_first,
    "goal": named.goal,
    "action-line": named.action_line,
    "recommendation": recommendations.recommendation,
    "named": named.document,
    "paragraph": named.paragraph,
}
"""By the kind of an anchor (``Words.anchor_kinds``), what reads the references that begin at it."""


def find(text: str, language: str | None = None, written: str | None = None) -> tuple[Mention, ...]:
    """The references in ``text``, in order of their places.

    Args:
        text: in any of the languages, or several; raw, as it is cited.
        language: of the text, ISO code. Every word list is tried in any case, since documents
            quote each other; the argument is there for callers that know.
        written: day, month or year of the text, ISO 8601: what is only called by a name is no
            reference to a document that did not exist on that day. None for a text of today.

    Returns:
        Mentions whose ``text[start:end]`` is what stands there. They do not overlap, except that
        the members a range passes over share the span of the range's own words (``C4–C6``: C5).
    """
    del language
    folded = fold_with_places(text)
    read = words()
    scan = Scan(folded.text, read, written)
    for anchor in read.anchors.finditer(scan.text):
        if anchor.start() >= scan.done:
            scan.add(FORMS[read.anchor_kinds[anchor.group()]](scan, anchor.start()))
    mentions = []
    for found in scan.found:
        start, end = folded.start(found.start), folded.end(found.end)
        mentions.append(Mention(*found[:5], start, end, text[start:end]))
    return tuple(mentions)


def extents(text: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Where each mention is to be marked for a reader.

    Args:
        text: in which ``find`` found them.
        mentions: all of them, in order.

    Returns:
        Of each the offsets of its first character and behind its last one. What a range passes over
        stands at the range's own words, and a dash that is marked says nothing to a reader: it is
        the whole range, with its ends (``C4–C6`` for C5).
    """
    spans = [(one.start, one.end) for one in mentions]
    found: list[tuple[int, int]] = []
    for at, span in enumerate(spans):
        first, last = at, at
        while first >= 0 and spans[first] == span:
            first -= 1
        while last < len(spans) and spans[last] == span:
            last += 1
        is_between = first >= 0 and last < len(spans)
        is_range = is_between and _is_range(text, mentions[first], mentions[at], mentions[last])
        found.append((spans[first][0], spans[last][1]) if is_range else span)
    return found


def _is_range(text: str, first: Mention, between: Mention, last: Mention) -> bool:
    """Whether a mention stands at the words between the ends of a range, and nothing else does."""
    apart = text[first.end : between.start] + text[between.end : last.start]
    return (
        any(map(str.isnumeric, first.text))
        and not any(map(str.isnumeric, between.text))
        and any(map(str.isnumeric, last.text))
        and (first.kind, first.body) == (between.kind, between.body) == (last.kind, last.body)
        # Marks of direction, which a text has around its dashes, are no letters of either.
        and not fold_with_places(apart).text.strip()
    )
