"""Where are the references? One cheap pass for words that may begin one, then grammar at each.

Everything that is done at an anchor looks at a bounded stretch around it, so that the whole is
linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from corpus.documents import Mention
from corpus.references import named, recommendations, resolutions
from corpus.references.scan import Found, Scan
from corpus.references.words import words
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
        text: in any of the six languages, or several; raw, as it is cited.
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
