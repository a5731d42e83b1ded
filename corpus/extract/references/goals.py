"""Numbers of SDGs, their targets and WSIS action lines (C1 to C11) behind their head word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from corpus.extract.references.phrases import LETTER
from corpus.extract.references.words import ReferenceVocabulary

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
_ACTION: Final = r"(?:[cс]|جيم|ج)"
_ACTION_LINE: Final = re.compile(
    rf"{_ACTION}(?P<space>\ ?)(?P<line>1[01]|[1-9])(?![a-zа-я\d+]|[-/](?!{_ACTION}\d)|[.,]\d)"
)
_ACTION_RANGE: Final = re.compile(rf"\s?(?:-|to\s|a\s|по\s|до\s|الي\s|至|到)\s?(?={_ACTION}\ ?\d)")
_ACTION_JOINT: Final = re.compile(
    r"\s?[,;、]?\s?(?:and\s|et\s|y\s|e\s|и\s|و\s?|和|及|以及|与|or\s|ou\s|o\s|или\s|او\s|或|/)?\s?"
    rf"(?={_ACTION}\ ?\d)"
)
_CODE: Final = re.compile(r"(?<![a-z])al-$")  # AL-C5
# С 5 по 9 июня: with a space between, Russian may mean `from 5 to`.
_FROM: Final = re.compile(r"\s(?:по|до)\s")
_LEAD: Final = 40  # characters before an action line in which the words action line begin
_NEAR: Final = 140  # characters on either side in which a word may say that C5 is an action line


@dataclass(frozen=True, slots=True)
class Label:
    """The number of a goal, target or action line, and its span in the folded text."""

    number: str
    start: int
    end: int


def read_goals(text: str, position: int, words: ReferenceVocabulary) -> list[Label]:
    """Return the goals or targets behind a head word that ends at ``position`` of a folded text."""
    number = words.number.match(text, position)
    position = number.end() if number else position
    position += text.startswith("-", position)  # SDG-9
    labels: list[Label] = []
    is_range = False
    while len(labels) < 30:
        match = _GOAL.match(text, position)
        value = _read_goal(match) if match else None
        is_amount = match is not None and words.units.match(text, match.end()) is not None
        if match is None or value is None or is_amount:
            break
        if is_range:
            labels += [
                Label(n, labels[-1].end, position) for n in _fill_range(labels[-1].number, value)
            ]
        labels.append(Label(value, match.start(), match.end()))
        joint = words.joint.match(text, match.end())
        if joint is None or not (joint["comma"] or joint["conjunction"] or joint["range"]):
            break
        is_range = joint["range"] is not None
        position = joint.end()
    return labels


def _fill_range(first: str, last: str) -> list[str]:
    *goal, low = first.split(".")
    *other, high = last.split(".")
    if goal != other or not (low.isdigit() and high.isdigit()):
        return []
    return [".".join((*goal, str(number))) for number in range(int(low) + 1, int(high))]


def _read_goal(match: re.Match[str]) -> str | None:
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


def read_action_lines(
    text: str, position: int, words: ReferenceVocabulary
) -> tuple[list[Label], int]:
    """Return a list's action lines (``C2, C4–C6``) and its end; none without WSIS nearby."""
    labels: list[Label] = []
    first = _ACTION_LINE.match(text, position)
    if first is None:
        return labels, position
    end = position
    is_spaced = bool(first["space"])
    # The spelt letter right before a number is nothing else: جيم5.
    is_led = (text.startswith("جيم", position) and not is_spaced) or any(
        not text[line.end : position].strip()
        for line in words.line.finditer(text, max(0, position - _LEAD), position)
    )
    if is_spaced and not (is_led or "\u0620" <= text[position] <= "\u064a"):
        return labels, first.end()
    while len(labels) < 30:
        match = _ACTION_LINE.match(text, position)
        if match is None or bool(match["space"]) != is_spaced:
            break
        is_date = is_spaced and (
            _FROM.match(text, match.end()) or words.units.match(text, match.end())
        )
        if is_date:
            break
        between = _ACTION_RANGE.match(text, end) if labels else None
        if between and between.end() == position:
            low, high = int(labels[-1].number), int(match["line"])
            labels += [Label(str(n), end, position) for n in range(low + 1, high)]
        labels.append(Label(match["line"], match.start(), match.end()))
        end = match.end()
        joint = _ACTION_RANGE.match(text, end) or _ACTION_JOINT.match(text, end)
        if joint is None or not joint.group().strip():
            break
        position = joint.end()
    if not labels:
        return labels, first.end()
    near = (
        is_led
        or _CODE.search(text, max(0, labels[0].start - 4), labels[0].start)
        or words.action_line.search(text, max(0, labels[0].start - _NEAR), end + _NEAR)
    )
    return (labels if near else []), end
