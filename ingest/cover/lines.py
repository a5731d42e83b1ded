"""The lines of a cover, and the test for those that only frame it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from corpus import countries
from corpus.text import dates, fold_with_places, is_han
from ingest.blocks import Block, FileContent, PrintedParagraph
from ingest.cover import agenda as cover_agenda
from ingest.cover.identity import is_part
from ingest.cover.identity import parse_line as symbol_on_line
from ingest.cover.parts import segments
from ingest.cover.words import (
    BODY,
    END,
    LABEL,
    MEETING,
    MEETING_NAME,
    ONLY,
    ORGANISATION,
    ORIGINAL,
    SITTING,
    SOURCE_LABEL,
    SUBJECT,
    TITLE_LABEL,
)

LONG: Final = 300
"""Characters from which a line is running text, never source or title."""

_COVER_BLOCKS: Final = 40
"""Largest number of blocks in a cover: a Council cover has 15 to 25."""

_NUMBERED: Final = re.compile(
    r"\s*(?:\(?[\divxIVX]+(?:\.\d+)*[.)]?|[一二三四五六七八九十]+、)\s*\t"
)
_LISTED: Final = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)] ?[^\W\d_]")
"""A typed number before a paragraph, perhaps without a space: ``1.1.The Chairman``."""

_LONGEST_ORGAN: Final = 60
"""Largest number of letters in the name of an organ, with its article."""

BESIDE_A_DATE: Final = 12
"""Largest number of letters next to a date on its own line: ``Date:``, ``Le``, ``года``."""


_DAY_LAST: Final = re.compile(r"^([A-Z][a-z]{2,8} \d{4}) (\d{1,2})$", re.ASCII)

_NOTE: Final = re.compile(r"[*∗†‡]{1,3}\s*[^\W\d_].{12}")
"""A typed note: ``* Reissued for technical reasons.``"""

_SENTENCE: Final = re.compile(r"[^.。؟!]{40,}[.。؟!]+[”»\"'’)]?$")
_HAN_SENTENCE: Final = re.compile(r"[^。！？]{18,}[。！？][”》）]?")
_SPLIT_INITIAL: Final = re.compile(r"^([^\W\d_]) (?=[^\W\d_]{3})")
"""A first letter that stands apart, as in some files (``E conomic Commission for Europe``)."""

_SENTENCE_WORDS: Final = 8
"""Fewest letters and words of a line that, ending with a full stop, is a sentence."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a cover: a paragraph, or a part of one; ``folded`` is for comparing."""

    text: str
    folded: str
    printed: PrintedParagraph

    @property
    def style(self) -> str:
        """The folded name of the paragraph style, or empty."""
        return fold_with_places(self.printed.style or "").text

    @property
    def is_placed(self) -> bool:
        """Whether it is known to be centred on the page."""
        look = self.printed.look
        return look is not None and look.centred and self.printed.cell is None

    def looks_like(self, other: PrintedLine) -> bool:
        """Whether two lines have one format; a continuation line need not be centred."""
        mine, others = self.printed.look, other.printed.look
        if self.style != other.style or mine is None or others is None:
            return self.style == other.style and mine is others
        is_placed_alike = mine.centred == others.centred or self.printed.is_close
        return is_placed_alike and mine.bold == others.bold and abs(mine.size - others.size) < 0.5


def list_lines(reading: FileContent) -> list[PrintedLine]:
    """Return the cover's lines: up to where the summary, or the text itself, begins."""
    lines: list[PrintedLine] = []
    closed: set[int] = set()
    is_resolution = any("/RES/" in line for line in reading.running)
    for printed in reading.cover or _print_blocks(reading.blocks):
        cell = printed.cell
        if cell in closed or _NOTE.match(printed.text):
            continue
        if _begins_text(printed) or (is_resolution and _names_organ(printed)):
            if cell is None:
                return lines
            closed.add(cell)
            continue
        for part in segments(printed.text):
            folded = fold_with_places(part).text.strip()
            if END.match(folded) and not SUBJECT.match(folded):
                if cell is None:
                    return lines
                closed.add(cell)
                break
            is_resolution |= "/RES/" in part
            lines.append(PrintedLine(part, folded, printed))
    return lines


def _print_blocks(blocks: Sequence[Block]) -> Iterator[PrintedParagraph]:
    """Yield the first blocks as paragraphs, where a reader gives no format."""
    for block in blocks[:_COVER_BLOCKS]:
        if (block.page or 1) > 1:
            return
        if block.kind != "footnote":
            is_item = bool(block.label)
            is_heading = block.kind == "heading"
            yield PrintedParagraph(
                block.text, None, is_heading=is_heading, is_item=is_item, style=block.style
            )


def _names_organ(printed: PrintedParagraph) -> bool:
    """Whether a paragraph is the organ that a resolution begins with: ``The General Assembly,``."""
    folded = fold_with_places(printed.text).text.strip()
    name = folded[:-1].rstrip() if folded.endswith((",", "،", "，")) else ""
    return len(name) <= _LONGEST_ORGAN and bool(name and ORGANISATION.search(name))


def _begins_text(printed: PrintedParagraph) -> bool:
    """Whether a paragraph is the first of the document's text, and no line of the cover."""
    if printed.is_item or _NUMBERED.match(printed.text):
        return True
    look = printed.look
    if look is not None and printed.cell is None and _LISTED.match(printed.text):
        return not dates.names_days(printed.text)
    if printed.is_heading:
        return False
    if _measure(printed.text[: LONG + 1]) > LONG:
        # A list of all that submit may be as long as a paragraph.
        return not (look is not None and look.centred and countries.is_list(printed.text))
    return look is not None and not look.centred and not look.bold and is_sentence(printed.text)


def is_sentence(text: str) -> bool:
    """Whether a line is a sentence of running text."""
    is_long = len(text.split()) >= _SENTENCE_WORDS or _measure(text) > 2 * len(text) > 50
    is_whole = _SENTENCE.match(text.strip()) or _HAN_SENTENCE.fullmatch(text.strip())
    return is_long and bool(is_whole)


def closes(text: str) -> bool:
    """Whether a line ends like a sentence and is as long as one, perhaps with short sentences."""
    words = len(text.split()) + sum(map(is_han, text)) // 2
    return words >= _SENTENCE_WORDS and text.rstrip("”»\"'’) ").endswith((*".。!！?？؟",))


def _measure(text: str) -> int:
    return sum(3 if is_han(character) else 1 for character in text)


def is_frame(line: PrintedLine) -> bool:
    """Whether a line is the cover's frame: symbol, date, label, meeting or organisation."""
    folded, text = line.folded, line.text
    is_meeting = MEETING_NAME.fullmatch(folded) or (
        MEETING.search(folded) and dates.names_days(text)
    )
    return bool(
        symbol_on_line(text) is not None
        or is_part(text)
        or ORIGINAL.search(folded)
        or (ONLY.search(folded) and len(folded) < 40)
        or SITTING.fullmatch(folded)
        or (BODY.match(folded) and line.printed.cell is not None)
        or cover_agenda.on_line(text) is not None
        or any(words.match(folded) for words in (LABEL, ORGANISATION, SOURCE_LABEL))
        or ORGANISATION.match(_SPLIT_INITIAL.sub(r"\1", folded))
        or TITLE_LABEL.fullmatch(folded)
        or (text.startswith(("[", "［")) and text.rstrip().endswith(("]", "］")))
        or is_meeting
        or not re.search(r"[^\W\d_]{2}", text)
        or _is_date(text)
    )


def reorder_date(text: str) -> str:
    """Return a text with its day first, where a page of Arabic gave ``February 2021 15``."""
    return _DAY_LAST.sub(r"\2 \1", text)


def _is_date(text: str) -> bool:
    text = reorder_date(text)
    days = dates.find(text)
    return len(days) == 1 and len(text) - (days[0].end - days[0].start) <= BESIDE_A_DATE


def read_label(
    lines: Sequence[PrintedLine], index: int, label: re.Pattern[str]
) -> tuple[str, int] | None:
    """Return text and line index after ``label``, on its line or the next; None without either."""
    match = label.match(lines[index].folded)
    if match is None:
        return None
    text = lines[index].text
    rest = text[fold_with_places(text).end(match.end()) :].strip()
    if rest:
        return rest, index
    if index + 1 < len(lines) and not is_frame(lines[index + 1]):
        return lines[index + 1].text, index + 1
    return None
