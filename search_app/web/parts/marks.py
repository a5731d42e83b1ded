"""HTML of a passage with words, a sentence or differences marked, or its references as links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Final

from markupsafe import Markup

from corpus.documents import Mention
from corpus.extract import references
from search_app.web.parts.escape import as_html

Span = tuple[int, int]
"""Offsets of the first character and of that behind the last one."""


def mark_html(text: str, spans: Sequence[Span], sentence: Span | None = None) -> Markup:
    """Write a passage as HTML, with words in ``mark`` and a sentence in a ``span`` around them."""
    if sentence and sentence[1] - sentence[0] >= len(text.strip()):
        sentence = None  # in a passage that is one sentence, none is marked
    edges = {0, len(text), *(edge for span in spans for edge in span)}
    if sentence:
        sentence = (sentence[0], min(sentence[1], len(text)))  # what opens is closed
        edges |= set(sentence)
    pieces: list[Markup] = []
    in_order = iter(sorted(spans))
    following = next(in_order, None)
    marked_to = 0
    for start, stop in pairwise(sorted(edge for edge in edges if 0 <= edge <= len(text))):
        piece = as_html(text[start:stop])
        while following and following[0] <= start:
            marked_to = max(marked_to, following[1])
            following = next(in_order, None)
        if start < marked_to:
            piece = Markup("<mark>{}</mark>").format(piece)
        if sentence and start == sentence[0] < sentence[1]:
            pieces.append(Markup('<span class="wsis-sentence">'))
        pieces.append(piece)
        if sentence and sentence[0] < stop == sentence[1]:
            pieces.append(Markup("</span>"))
    return Markup("").join(pieces)


_ELEMENTS: Final = {"inserted": "ins", "deleted": "del", "strong": "strong", "quiet": "small"}


def differing_html(pieces: Iterable[tuple[str, str]]) -> Markup:
    """Write a text's pieces, each behind its mark, as HTML that shows what another text lacks."""
    marked = list[Markup]()
    for mark, text in pieces:
        element = _ELEMENTS.get(mark)
        # Spaces at the ends of a piece are no difference that a reader should see.
        words = text.strip() if element else ""
        before, behind = text.split(words, 1) if words else (text, "")
        marked.append(as_html(before))
        if words:
            marked.append(Markup("<{0}>{1}</{0}>").format(element, as_html(words)))
        marked.append(as_html(behind))
    return Markup("").join(marked)


def references_html(text: str, own: Sequence[Mention], address: Callable[[str], str]) -> Markup:
    """Write a text as HTML, in which each reference is a link; a range leads to its first."""
    if not own:
        return as_html(text)
    shown, end = Markup(), 0
    is_whole = all(text[mention.start : mention.end] == mention.text for mention in own)
    mentions = own if is_whole else references.find_in_passage(text, own)
    for mention, (start, stop) in zip(mentions, references.extents(text, mentions), strict=True):
        if start >= end:
            link = Markup('<a class="wsis-reference" href="{}">{}</a>')
            target, name = address(mention.canonical), as_html(text[start:stop])
            shown += as_html(text[end:start]) + link.format(target, name)
            end = stop
    return shown + as_html(text[end:])
