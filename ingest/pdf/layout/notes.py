"""Which lines at the foot of a page are its notes, and which marks in the text call them?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.pdf.lines import MARK_END, MARK_START, Line

NOTE_SIZE: Final = 0.95
"""Notes are set smaller than this share of the body: 9 or 10 to 12 in Word, 10 to 12 in Office."""

_MARK: Final = re.compile(f"{MARK_START}(.+?){MARK_END}")
_NOTE: Final = re.compile(
    rf"(?:{MARK_START}(?P<raised>[^{MARK_END}]+){MARK_END}|(?P<plain>\d{{1,3}}|\*{{1,3}}|[†‡]))"
    r"[.)]?\s*(?=\S)"
)


_SENTENCE_ENDS: Final = frozenset(".!?。！？؟…")


@dataclass(slots=True)
class PageNote:
    """A note at the foot of a page: its mark and its lines, the mark taken off the first."""

    page: int
    label: str
    lines: list[Line]


def marks_in(texts: Iterable[str]) -> set[str]:
    """The raised marks in texts."""
    return {label for text in texts for label in _MARK.findall(text)}


def notes_of(
    page_lines: Sequence[Line], other_texts: Iterable[str], body_size: float
) -> tuple[list[Line], list[PageNote]]:
    """The lines of a page without its notes, and the notes.

    Notes are the small lines at the foot of the page, from the first that begins with a mark that
    is raised somewhere above.

    Args:
        page_lines: without running lines.
        other_texts: of the page's tables, which may bear marks.
        body_size: of the document's text, in points.
    """
    ordered, first = _small_at_foot(page_lines, body_size)
    called = marks_in([line.text for line in ordered[:first]]) | marks_in(other_texts)
    if first == len(ordered):
        first, called = _notes_of_body_size(ordered, called)
    notes: list[PageNote] = []
    taken: set[int] = set()
    for line in ordered[first:]:
        match = _NOTE.match(line.text)
        label = match and (match.group("raised") or match.group("plain"))
        if match and label and label in called and all(note.label != label for note in notes):
            rest = replace(line, text=line.text[match.end() :])
            notes.append(PageNote(line.page, label, [rest]))
        elif notes:
            notes[-1].lines.append(line)
        else:
            continue
        taken.add(id(line))
    return [line for line in page_lines if id(line) not in taken], notes


def carried_over(
    page_lines: Sequence[Line], notes: Sequence[PageNote], before: PageNote, body_size: float
) -> list[Line]:
    """The lines of a page without those with which the last note of the page before goes on.

    Those are small, stand at the foot of the page above its own notes, and follow a note that does
    not end like a sentence. They are added to that note.
    """
    if before.lines[-1].text.rstrip()[-1:] in _SENTENCE_ENDS:
        return list(page_lines)
    ordered, first = _small_at_foot(page_lines, body_size)
    tops = [note.lines[0].baseline for note in notes]
    rest = ordered[first:]
    if not first or not rest or any(line.baseline > top for top in tops for line in rest):
        return list(page_lines)
    before.lines.extend(rest)
    taken = {id(line) for line in rest}
    return [line for line in page_lines if id(line) not in taken]


def _small_at_foot(page_lines: Sequence[Line], body_size: float) -> tuple[list[Line], int]:
    """The lines from the top of the page, and the place from which all are as small as notes."""
    ordered = sorted(page_lines, key=lambda line: line.baseline)
    first = len(ordered)
    while first and ordered[first - 1].size < NOTE_SIZE * body_size:
        first -= 1
    return ordered, first


def _notes_of_body_size(ordered: Sequence[Line], called: set[str]) -> tuple[int, set[str]]:
    """Where the first line begins with a raised mark that was called above, and what was."""
    for at, line in enumerate(ordered):
        match = _NOTE.match(line.text)
        if match and match.group("raised"):
            above = marks_in(other.text for other in ordered[:at])
            if match.group("raised") in above:
                return at, above
    return len(ordered), called


def without_marks(text: str, labels: frozenset[str] | set[str]) -> tuple[str, list[str]]:
    """The text without the marks of notes, and those marks in order.

    A raised number that calls no note (a unit, an exponent) stays in the text.
    """
    called: list[str] = []

    def taken(match: re.Match[str]) -> str:
        label = match.group(1)
        if label in labels:
            called.append(label)
            return ""
        return label

    return _MARK.sub(taken, text), called
