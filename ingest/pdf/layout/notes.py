"""The notes at the foot of a page, and their marks in the text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final

from ingest.pdf.lines import MARK_END, MARK_START, Line

NOTE_SIZE: Final = 0.95
"""Largest size of notes as a share of the body's: 9 or 10 to 12 in Word."""

APART: Final = 1.15
"""Distance of body-sized notes from the text above, in usual line steps."""

_MARK: Final = re.compile(f"{MARK_START}(.+?){MARK_END}")
_NOTE_START: Final = re.compile(
    rf"(?:{MARK_START}(?P<raised>[^{MARK_END}]+){MARK_END}|(?P<plain>\d{{1,3}}|[*∗]{{1,3}}|[†‡]))"
    r"[.)]?\s*(?=\S)"
)


_SENTENCE_ENDS: Final = frozenset(".!?。！？؟…")


@dataclass(slots=True)
class PageNote:
    """A note at the foot of a page; its first line lacks the mark.

    ``called_on``: the page with its mark, if it is the one before.
    """

    page: int
    label: str
    lines: list[Line]
    called_on: int | None = None


def find_marks(texts: Iterable[str]) -> set[str]:
    """Return the raised marks in texts."""
    return {label for text in texts for label in _MARK.findall(text)}


def split_notes(
    page_lines: Sequence[Line],
    other_texts: Iterable[str],
    body_size: float,
    open_marks: AbstractSet[str] = frozenset(),
) -> tuple[list[Line], list[PageNote]]:
    """Split a page's lines, without running ones, into text and notes.

    Notes are small lines at a column's foot, from the first whose mark is raised above or in
    ``other_texts`` (of tables). ``body_size`` is in points. ``open_marks`` are those of the page
    before whose notes are not there.
    """
    foot = _find_small_at_foot(page_lines, body_size)
    at_foot = {id(line) for line in foot}
    called = find_marks(line.text for line in page_lines if id(line) not in at_foot)
    called |= find_marks(other_texts)
    own, called = called, called | open_marks
    if not foot:
        foot, called = _find_notes_of_body_size(page_lines)
        own = called
    notes: list[PageNote] = []
    note_line_ids: set[int] = set()
    for line in foot:
        match = _NOTE_START.match(line.text)
        label = match and (match.group("raised") or match.group("plain"))
        if match and label and label in called and all(note.label != label for note in notes):
            rest = replace(line, text=line.text[match.end() :])
            called_on = None if label in own else line.page - 1
            notes.append(PageNote(line.page, label, [rest], called_on))
        elif above := [note for note in notes if _shares_column(note.lines[-1], line)]:
            max(above, key=lambda note: note.lines[-1].baseline).lines.append(line)
        else:
            continue
        note_line_ids.add(id(line))
    return [line for line in page_lines if id(line) not in note_line_ids], _sort_by_column(notes)


def find_open_marks(
    page_lines: Sequence[Line], other_texts: Iterable[str], notes: Sequence[PageNote]
) -> set[str]:
    """Return the raised marks of a page whose notes have no room on it."""
    marks = find_marks(line.text for line in page_lines) | find_marks(other_texts)
    return marks - {note.label for note in notes}


def take_carried_over(
    page_lines: Sequence[Line], notes: Sequence[PageNote], before: PageNote, body_size: float
) -> list[Line]:
    """Return a page's lines without those that continue the last note of the page before.

    Such lines are small, above the page's own notes, and are added to ``before``.
    """
    if before.lines[-1].text.rstrip()[-1:] in _SENTENCE_ENDS:
        return list(page_lines)
    rest = _find_small_at_foot(page_lines, body_size)
    tops = [note.lines[0].baseline for note in notes]
    if not rest or len(rest) == len(page_lines):
        return list(page_lines)
    if any(line.baseline > top for top in tops for line in rest):
        return list(page_lines)
    before.lines.extend(rest)
    ids = {id(line) for line in rest}
    return [line for line in page_lines if id(line) not in ids]


def _find_small_at_foot(page_lines: Sequence[Line], body_size: float) -> list[Line]:
    """Return, from the top, the small lines with only small lines below in their column."""
    result: list[Line] = []
    text: list[Line] = []
    for line in sorted(page_lines, key=lambda line: -line.baseline):
        small = line.size < NOTE_SIZE * body_size
        if small and not any(_shares_column(line, below) for below in text):
            result.append(line)
        else:
            text.append(line)
    return result[::-1]


def _shares_column(first: Line, second: Line) -> bool:
    return min(first.x1, second.x1) > max(first.x0, second.x0)


def _find_notes_of_body_size(page_lines: Sequence[Line]) -> tuple[list[Line], set[str]]:
    """Return body-sized lines from the first note on, and the raised marks of the text above."""
    ordered = sorted(page_lines, key=lambda line: line.baseline)
    for index, line in enumerate(ordered):
        match = _NOTE_START.match(line.text)
        if not match or not match.group("raised") or line.baseline < ordered[-1].baseline / 2:
            continue
        called = find_marks(other.text for other in ordered[:index])
        if match.group("raised") in called and _stands_apart(line, ordered[:index]):
            below = [other for other in ordered[index:] if _shares_column(line, other)]
            return below, called
    return [], set()


def _stands_apart(line: Line, above: Sequence[Line]) -> bool:
    """Whether the space above a line is larger than between the lines of its column."""
    column = [other for other in above if _shares_column(line, other)]
    baselines = [other.baseline for other in column if other.baseline < line.baseline - 1]
    steps = sorted(b - a for a, b in itertools.pairwise(baselines) if b - a > 1)
    usual = steps[len(steps) // 2] if steps else line.size
    return not baselines or line.baseline - baselines[-1] > APART * usual


def _sort_by_column(notes: Sequence[PageNote]) -> list[PageNote]:
    columns: list[list[PageNote]] = []
    for note in sorted(notes, key=lambda note: note.lines[0].start):
        for column in columns:
            if any(_shares_column(line, note.lines[0]) for other in column for line in other.lines):
                column.append(note)
                break
        else:
            columns.append([note])
    return [
        note
        for column in columns
        for note in sorted(column, key=lambda note: note.lines[0].baseline)
    ]


def strip_marks(text: str, labels: frozenset[str] | set[str]) -> tuple[str, list[tuple[str, str]]]:
    """Return the text without marks of these notes, and each mark with the text after it.

    Other raised numbers (a unit, an exponent) stay in the text.
    """
    marks: list[tuple[str, str]] = []

    def take(match: re.Match[str]) -> str:
        label = match.group(1)
        if label in labels:
            marks.append((label, strip_marks(text[match.end() :], labels)[0]))
            return ""
        return label

    return _MARK.sub(take, text), marks
