"""Headings among the paragraphs of a page layout, with their levels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from corpus import tables
from ingest.pdf.layout.paragraphs import LineBlock
from ingest.pdf.lines import Line, is_han

LARGER: Final = 1.12
"""Factor by which a heading's font is larger than the body's: 12 points to 10.5, 13 to 11."""

LONGEST: Final = 200
"""Longest heading, in characters; a Han character counts as three."""

_ENDS: Final = frozenset(".,;:。，；：؛،…")

_WORDS: Final = tables.load_shipped("reading")

_ANNEX: Final = re.compile(
    rf"(?:{'|'.join(_WORDS['annexes'])})\s?(?:[^\W\d_]|[ivx]{{1,5}}|\d{{1,2}})", re.IGNORECASE
)
_CAPTION: Final = re.compile(
    rf"(?:{'|'.join([*_WORDS['tables'], *_WORDS['figures']])})"
    r"\s?[\d٠-٩]{1,3}(?:[.\-–][\d٠-٩]{1,3})*(?:\s?[.:：\-–—]|\s|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Body:
    """The format of most of a document's text: font size in points, and weight."""

    size: float
    bold: bool


def find_body(lines: Iterable[Line]) -> Body:
    """Return size and weight of most letters of the lines."""
    sizes: Counter[float] = Counter()
    bold: Counter[bool] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
        bold[line.bold] += len(line.text)
    if not sizes:
        return Body(10.0, bold=False)
    return Body(sizes.most_common(1)[0][0], bold[True] > bold[False])


def is_annex_title(number: LineBlock, title: LineBlock) -> bool:
    """Whether a paragraph is ``Annex A`` in the middle of its page, over its title."""
    (above, *others), below = number.lines, title.lines[0]
    return (
        not others
        and _ANNEX.fullmatch(above.text) is not None
        and (above.page, above.bold) == (below.page, below.bold)
        and abs((above.x0 + above.x1) - (below.x0 + below.x1)) < above.size
        and abs(above.size - below.size) < 1
        and (above.bold or below.start - title.left > below.size)
        and _reads_as_heading(title)
    )


def rank_headings(paragraphs: Sequence[LineBlock], body: Body) -> dict[int, int]:
    """Return the level, from 1, of each heading by its index among the paragraphs.

    A heading is short, does not end like a sentence, and has text below. It is larger than the
    body, or bold in a body that is not. Levels go by size.
    """
    indexes = [
        index
        for index, paragraph in enumerate(paragraphs[:-1])
        if _stands_out(paragraph, body) and _reads_as_heading(paragraph)
    ]
    indexes = _choose_with_text_below(paragraphs, indexes, body)
    sizes = sorted({_compute_rank(paragraphs[index], body) for index in indexes}, reverse=True)
    return {
        index: min(9, sizes.index(_compute_rank(paragraphs[index], body)) + 1) for index in indexes
    }


def _choose_with_text_below(
    paragraphs: Sequence[LineBlock], indexes: Sequence[int], body: Body
) -> list[int]:
    """Return the indexes without cover lines, captions, and headings without text below."""
    first_page = [
        index for index in indexes if paragraphs[index].lines[0].page == paragraphs[0].lines[0].page
    ]
    if first_page:
        highest = max(_compute_rank(paragraphs[index], body) for index in first_page)
        title = next(
            index for index in first_page if _compute_rank(paragraphs[index], body) == highest
        )
        indexes = [index for index in indexes if index >= title]
    chosen: list[int] = []
    for index in reversed(indexes):
        follows = chosen[-1] if chosen and chosen[-1] == index + 1 else None
        rank = _compute_rank(paragraphs[index], body)
        if follows is None or rank >= _compute_rank(paragraphs[follows], body):
            chosen.append(index)
    return chosen[::-1]


def _compute_rank(paragraph: LineBlock, body: Body) -> float:
    size = round(paragraph.size * 2) / 2
    return size if size > LARGER * body.size else 0.0


def _stands_out(paragraph: LineBlock, body: Body) -> bool:
    if paragraph.aside:
        return False
    return paragraph.size > LARGER * body.size or (
        paragraph.bold and not body.bold and paragraph.size > 0.95 * body.size
    )


def _reads_as_heading(paragraph: LineBlock) -> bool:
    text = " ".join(line.text for line in paragraph.lines).strip()
    if len(paragraph.lines) > 4 or not text or text[-1] in _ENDS:
        return False
    if sum(char.isalpha() for char in text) < 2 or _CAPTION.match(text):
        return False
    return sum(3 if is_han(char) else 1 for char in text) <= LONGEST
