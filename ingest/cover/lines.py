"""Which lines make up the cover, and which of them are only its frame?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.text import dates, fold_with_places, is_han
from ingest.blocks import Block
from ingest.cover import agenda as cover_agenda
from ingest.cover import source as source_words
from ingest.cover import symbol as cover_symbols
from ingest.cover.parts import segments
from ingest.cover.words import END, LABEL, MEETING, MEETING_NAME, ONLY, ORGANISATION, ORIGINAL

LONG: Final = 300
"""Characters from which a line is running text, and neither source nor title."""

_COVER_BLOCKS: Final = 40
"""How many blocks are looked at: a Council cover has 15 to 25."""

_NUMBERED: Final = re.compile(
    r"\s*(?:\(?[\divxIVX]+(?:\.\d+)*[.)]?|[一二三四五六七八九十]+、)\s*\t"
)

BESIDE_A_DATE: Final = 12
"""Letters that may stand beside a date which is a line of its own: ``Date:``, ``Le``, ``года``."""


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a cover: a paragraph, or a cell of a layout table.

    Attributes:
        text: as it is written.
        folded: for comparing.
        block: where it stands.
    """

    text: str
    folded: str
    block: Block

    @property
    def style(self) -> str:
        """The name of the paragraph's style, folded; empty where there is none."""
        return fold_with_places(self.block.style or "").text


def of_cover(blocks: Sequence[Block]) -> list[Line]:
    """The cover's lines: up to where the summary, or the text itself, begins."""
    lines: list[Line] = []
    for block in blocks[:_COVER_BLOCKS]:
        if (block.page or 1) > 1 or _begins_text(block):
            break
        for part in segments(block.text):
            folded = fold_with_places(part).text.strip()
            if END.match(folded):
                return lines
            lines.append(Line(part, folded, block))
    return lines


def _begins_text(block: Block) -> bool:
    if block.kind == "paragraph" and _length(block.text[: LONG + 1]) > LONG:
        return True
    return block.kind == "footnote" or bool(block.label) or bool(_NUMBERED.match(block.text))


def _length(text: str) -> int:
    """Characters of the text, a Chinese one counting as three letters of an alphabet."""
    return sum(3 if is_han(character) else 1 for character in text)


def is_frame(line: Line) -> bool:
    """Whether the line is the cover's frame: symbol, date, label, meeting, organisation."""
    folded = line.folded
    if cover_symbols.on_line(line.text) is not None or ORIGINAL.search(folded):
        return True
    if ONLY.search(folded) and len(folded) < 40:
        return True
    if cover_agenda.on_line(line.text) is not None:
        return True
    if any(words.match(folded) for words in (LABEL, ORGANISATION, source_words.LABEL)):
        return True
    if MEETING_NAME.fullmatch(folded) or (MEETING.search(folded) and dates.names_days(line.text)):
        return True
    return not re.search(r"[^\W\d_]{2}", line.text) or _is_date(line.text)


def _is_date(text: str) -> bool:
    found = dates.find(text)
    return len(found) == 1 and len(text) - (found[0].end - found[0].start) <= BESIDE_A_DATE


def labelled(lines: Sequence[Line], at: int, label: re.Pattern[str]) -> tuple[str, int] | None:
    """What stands behind ``label`` on the line ``at``, or on the next if it stands alone.

    Returns:
        The text as written and the place of its line; None where the label or its value is not.
    """
    match = label.match(lines[at].folded)
    if match is None:
        return None
    text = lines[at].text
    rest = text[fold_with_places(text).end(match.end()) :].strip()
    if rest:
        return rest, at
    if at + 1 < len(lines) and not is_frame(lines[at + 1]):
        return lines[at + 1].text, at + 1
    return None
