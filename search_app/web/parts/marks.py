"""Which parts of a passage answer the question? Its words, and the sentence nearest in meaning."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from index.retrieval.marks import matching_spans
from search_app.web.parts.escape import as_html

__all__ = ["Span", "marked_html", "matching_words"]

Span = tuple[int, int]
"""Offsets of the first character and of that behind the last one."""


def matching_words(text: str, language: str | None, question: str) -> list[Span]:
    """Find the words of a passage that stand in the question too, whatever their endings.

    Args:
        text: of the passage.
        language: of the passage.
        question: as it was asked.

    Returns:
        In reading order, none overlapping.
    """
    return matching_spans(text, language, question)


def marked_html(text: str, spans: Sequence[Span], sentence: Span | None = None) -> str:
    """Write a passage as HTML, with words in ``mark`` and a sentence in a ``span`` around them.

    Args:
        text: of the passage; nothing in it acts as markup.
        spans: of the words.
        sentence: that is nearest to the question in meaning.
    """
    if sentence and sentence[1] - sentence[0] >= len(text.strip()):
        sentence = None  # a passage that is one sentence is not told apart from itself
    edges = {0, len(text), *(edge for span in spans for edge in span)}
    if sentence:
        sentence = (sentence[0], min(sentence[1], len(text)))  # what opens is closed
        edges |= set(sentence)
    pieces = []
    for start, stop in pairwise(sorted(edge for edge in edges if 0 <= edge <= len(text))):
        piece = as_html(text[start:stop])
        if any(first <= start < last for first, last in spans):
            piece = f"<mark>{piece}</mark>"
        if sentence and start == sentence[0] < sentence[1]:
            piece = '<span class="wsis-sentence">' + piece
        if sentence and sentence[0] < stop == sentence[1]:
            piece += "</span>"
        pieces.append(piece)
    return "".join(pieces)
