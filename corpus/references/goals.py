"""Which goal, target or action line? The Sustainable Development Goals and WSIS's C1 to C11."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from corpus.references.phrases import LETTER
from corpus.references.words import Words

# Numbered targets and lettered ones of each goal: General Assembly resolution 70/1.
_TARGETS: Final = {
    1: (5, "ab"), 2: (5, "abc"), 3: (9, "abcd"), 4: (7, "abc"), 5: (6, "abc"), 6: (6, "ab"),
    7: (3, "ab"), 8: (10, "ab"), 9: (5, "abc"), 10: (7, "abc"), 11: (7, "abc"), 12: (8, "abc"),
    13: (3, "ab"), 14: (7, "abc"), 15: (9, "abc"), 16: (10, "ab"), 17: (19, ""),
}  # fmt: skip
_LETTERS: Final = {
    **{letter: letter for letter in "abcd"},
    "а": "a", "с": "c", "в": "b", "б": "b", "д": "d",
    "ا": "a", "ب": "b", "ج": "c", "د": "d",
}  # fmt: skip
_GOAL: Final = re.compile(
    r"(?P<goal>\d{1,2})(?:\.(?P<target>\d{1,2})|[.-](?:(?P<letter>[abcdасвбдابجد])(?!["
    rf"{LETTER}\d])))?"
    rf"(?![\d%{LETTER}]|\ ?(?:%|per cent|percent|pour cent|por ciento)|[.,/]\d|-\d{3})"
)
_ACTION_LINE: Final = re.compile(r"[cс](?P<line>1[01]|[1-9])(?![a-zа-я\d+]|[-/](?![cс]\d)|[.,]\d)")
_ACTION_RANGE: Final = re.compile(r"\s?(?:-|to\s|a\s|по\s|до\s|الي\s|至|到)\s?(?=[cс]\d)")
_ACTION_JOINT: Final = re.compile(
    r"\s?[,;、]?\s?(?:and\s|et\s|y\s|e\s|и\s|و\s?|和|及|以及|与|or\s|ou\s|o\s|или\s|او\s|或|/)?\s?(?=[cс]\d)"
)
_NEAR: Final = 140  # characters on either side in which a word may say that C5 is an action line


@dataclass(frozen=True, slots=True)
class Label:
    """One goal, target or action line: its number, and where it stands in the folded text."""

    number: str
    start: int
    end: int


def goals(text: str, at: int, words: Words) -> list[Label]:
    """The goals or targets that a head word ending at ``at`` is followed by.

    Args:
        text: folded.
        at: behind the head word.
        words: the vocabulary.
    """
    number = words.number.match(text, at)
    at = number.end() if number else at
    labels: list[Label] = []
    is_range = False
    while len(labels) < 30:
        match = _GOAL.match(text, at)
        value = _valid(match) if match else None
        is_amount = match is not None and words.units.match(text, match.end()) is not None
        if match is None or value is None or is_amount:
            break
        if is_range and "." not in value and "." not in labels[-1].number:
            first, last = int(labels[-1].number), int(value)
            labels += [Label(str(n), labels[-1].end, at) for n in range(first + 1, last)]
        labels.append(Label(value, match.start(), match.end()))
        joint = words.joint.match(text, match.end())
        if joint is None or not (joint["comma"] or joint["conjunction"] or joint["range"]):
            break
        is_range = joint["range"] is not None
        at = joint.end()
    return labels


def _valid(match: re.Match[str]) -> str | None:
    goal = int(match["goal"])
    if goal not in _TARGETS:
        return None
    numbered, lettered = _TARGETS[goal]
    if match["target"]:
        target = int(match["target"])
        return f"{goal}.{target}" if 1 <= target <= numbered else None
    if match["letter"]:
        letter = _LETTERS[match["letter"]]
        return f"{goal}.{letter}" if letter in lettered else None
    return str(goal)


def action_lines(text: str, at: int, words: Words) -> tuple[list[Label], int]:
    """The action lines of the list that begins at ``at`` (``C2, C4–C6``), and where it ends.

    There are none if no word of WSIS stands near: ``C4`` alone is a size of paper.
    """
    labels: list[Label] = []
    end = at
    while len(labels) < 30:
        match = _ACTION_LINE.match(text, at)
        if match is None:
            break
        between = _ACTION_RANGE.match(text, end) if labels else None
        if between and between.end() == at:
            first, last = int(labels[-1].number), int(match["line"])
            labels += [Label(str(n), end, at) for n in range(first + 1, last)]
        labels.append(Label(match["line"], match.start(), match.end()))
        end = match.end()
        joint = _ACTION_RANGE.match(text, end) or _ACTION_JOINT.match(text, end)
        if joint is None or joint.end() == end:
            break
        at = joint.end()
    if not labels:
        return labels, at
    near = words.action_line.search(text, max(0, labels[0].start - _NEAR), end + _NEAR)
    return (labels if near else []), end
