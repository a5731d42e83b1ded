"""The source of a document: the line of its cover that names who submits it, or none.

A labelled line comes first, then a source style or words of one. An office, group or list of
countries alone on a line follows, and last a centred name above a title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpus import countries
from corpus.text import fold_with_places
from ingest.cover.lines import LONG, PrintedLine, is_frame, is_sentence, read_label
from ingest.cover.words import (
    END,
    NOTE_SIGNS,
    OFFICE,
    ORGANISATION,
    SOURCE_LABEL,
    SOURCE_LINE,
    SOURCE_STYLE,
    SUBJECT,
    SUBMISSION,
    SUBMITTER,
    TITLE,
    TITLE_LABEL,
    TITLE_STYLE,
    WHOLE_SOURCE_LINE,
    pattern,
)

_GOES_ON: Final = re.compile(rf"(?:[,،、;؛&]|\b{pattern('and')})$", re.IGNORECASE)
_NAME_WORDS: Final = 14
"""Largest number of words in an organisation's name, acronym included."""


@dataclass(frozen=True, slots=True)
class CoverSource:
    """The source as written, with the indexes of its first and last line."""

    text: str
    first: int
    last: int


def find(lines: Sequence[PrintedLine], *, is_official: bool) -> CoverSource | None:
    """Return the source that a cover names, or None.

    ``is_official``: the document has a symbol or number. Only then may an office or a country alone
    on its line be the source.
    """
    for index, line in enumerate(lines):
        value = read_label(lines, index, SOURCE_LABEL)
        if value is not None:
            return CoverSource(value[0], min(index, value[1]), value[1])
        if names_source(line):
            return _extract_submitter(_join_lines(lines, index))
        if is_official and _is_submitter(line) and not _is_of_frame(lines, index):
            return _join_lines(lines, index)
    return _find_centred(lines) if is_official else None


def _extract_submitter(source: CoverSource) -> CoverSource:
    """Return the source without the words that it submits the document."""
    folded = fold_with_places(source.text)
    match = SUBMISSION.fullmatch(folded.text)
    if match is None:
        return source
    start, end = match.span("submitter" if match["submitter"] else "before")
    name = source.text[folded.start(start) : folded.start(end)]
    return replace(source, text=f"{name[:1].upper()}{name[1:]}")


def names_source(line: PrintedLine) -> bool:
    """Whether a line says, without a label, who submits the document."""
    if len(line.text) > LONG or is_sentence(line.text):
        return False
    return bool(
        SOURCE_STYLE.fullmatch(line.style)
        or SOURCE_LINE.match(line.folded)
        or WHOLE_SOURCE_LINE.fullmatch(line.folded)
    )


def _is_submitter(line: PrintedLine) -> bool:
    if ORGANISATION.match(line.folded) or line.text.endswith((":", "：")):
        return False
    if len(line.text) > LONG and not line.is_placed:
        return False
    is_office = len(line.text) <= LONG and bool(OFFICE.fullmatch(line.folded))
    return is_office or countries.is_list(line.text)


def _is_of_frame(lines: Sequence[PrintedLine], index: int) -> bool:
    """Whether a line is in a cell while others are not: it names the meeting or its place."""
    return lines[index].printed.cell is not None and any(line.is_placed for line in lines[index:])


def _find_centred(lines: Sequence[PrintedLine]) -> CoverSource | None:
    middle = [
        index
        for index, line in enumerate(lines)
        if line.is_placed and not is_frame(line) and not (line.printed.is_heading and line.style)
    ]
    if not middle:
        return None
    first = middle[0]
    follows = next(
        (index for index in range(first + 1, len(lines)) if not is_frame(lines[index])), None
    )
    if follows is None or not _reads_as_name(lines[first]):
        return None
    title = lines[follows]
    is_title = (
        title.is_placed
        or title.printed.is_heading
        or bool(title.printed.look and title.printed.look.bold)
        or TITLE_LABEL.match(title.folded)
        or SUBJECT.match(title.folded)
    )
    if not is_title or END.match(title.folded) or title.text[:1].islower():
        return None
    if title.printed.is_close and title.looks_like(lines[first]) and not _is_body(lines[first]):
        # Two lines without a space between them may be the two of one title.
        return None
    return _join_lines(lines, first)


def _reads_as_name(line: PrintedLine) -> bool:
    text = line.text
    if TITLE_STYLE.fullmatch(line.style) or TITLE.match(line.folded):
        return False
    if text[:1].islower() or text.rstrip()[-1:] in ".:;?!。：；؟" or re.search(r"[«\"“”:：]", text):
        return False
    if _is_body(line):
        return True
    words = text.split()
    return len(words) <= _NAME_WORDS and not re.search(r"\d", text)


def _is_body(line: PrintedLine) -> bool:
    return bool(SUBMITTER.search(line.folded))


def _join_lines(lines: Sequence[PrintedLine], index: int) -> CoverSource:
    last = index
    text = lines[index].text
    while last + 1 < len(lines):
        line, following = lines[last], lines[last + 1]
        if following.printed.cell != line.printed.cell or is_frame(following):
            break
        goes_on = bool(_GOES_ON.search(NOTE_SIGNS.sub("", text)))
        are_lists = all(countries.is_list(part.text) for part in (lines[index], following))
        is_next = are_lists and line.looks_like(following)
        if goes_on and following.looks_like(line):
            text = f"{text} {following.text}"
        elif is_next and line.printed.look is not None:
            text = f"{NOTE_SIGNS.sub('', text)}, {following.text}"
        else:
            break
        last += 1
    return CoverSource(NOTE_SIGNS.sub("", text), index, last)
