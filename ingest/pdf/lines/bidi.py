"""The typing order of a line's glyphs, by Unicode Annex 9 (UAX 9) backwards.

``12 abc`` and ``abc 12`` look the same between Arabic words: the usual order is taken.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, Literal

from ingest.pdf.lines.bidi_numbers import find_typed_order, join_numbers

Kind = Literal["L", "R", "EN", "AN", "ES", "ET", "CS", "N"]

_PAIRS: Final = ("()", "[]", "{}", "<>", "«»", "‹›", "（）", "［］", "《》", "〈〉", "⟨⟩")
_MIRROR: Final[Mapping[str, str]] = {
    **{pair[0]: pair[1] for pair in _PAIRS},
    **{pair[1]: pair[0] for pair in _PAIRS},
    "≤": "≥",
    "≥": "≤",
}
OPENING: Final[Mapping[str, str]] = {pair[0]: pair[1] for pair in _PAIRS}
"""Opening brackets with their closing ones."""

BRACKETS: Final = frozenset(char for pair in _PAIRS for char in pair)
"""Paired signs that right-to-left text mirrors."""

_LINE_ENDS_HERE: Final = frozenset("-/\u2010\u2013_&")
"""Signs after which layout breaks a long reference."""

_QUOTES: Final = frozenset('"“”„«»')
_STOPS: Final = frozenset(".,:;،؛")
_PREFIXES: Final = frozenset("وفبكل")

_RIGHT: Final = frozenset({"R", "AL"})
_STRONG: Final[Mapping[str, Kind]] = {"L": "L", "R": "R", "AL": "R"}
_WEAK: Final[Mapping[str, Kind]] = {"EN": "EN", "AN": "AN", "ES": "ES", "ET": "ET", "CS": "CS"}


def mirror(text: str) -> str:
    """Return a bracket's partner; any other text is unchanged."""
    return _MIRROR.get(text, text)


def has_rtl(text: str) -> bool:
    """Whether a text has a letter of a right-to-left script."""
    return not (text.isascii() or _RIGHT.isdisjoint(map(unicodedata.bidirectional, text)))


@cache
def _find_kind(item: str) -> Kind:
    weak: Kind = "N"
    for char in item:
        name = unicodedata.bidirectional(char)
        if name in _STRONG:
            return _STRONG[name]
        if weak == "N":
            weak = _WEAK.get(name, "N")
    return weak


def find_logical_order(items: Sequence[str], *, rtl: bool) -> list[tuple[int, bool]]:
    """Return each item's index in typing order, with whether it runs from right to left.

    Items are glyphs from left to right, brackets as seen (right-to-left ones were typed as their
    partner). ``rtl`` is the paragraph's direction.
    """
    kinds = [_find_kind(item) for item in items]
    if not rtl and "R" not in kinds:
        return [(position, False) for position in range(len(items))]
    partners = pair_brackets(items)
    if rtl:
        return _read_from_right(items, kinds, partners, 0, len(items), whole_line=True)
    order: list[tuple[int, bool]] = []
    position = 0
    for first, last in _find_rtl_runs(kinds, partners):
        order.extend((index, False) for index in range(position, first))
        order.extend(_read_from_right(items, kinds, partners, first, last + 1, whole_line=False))
        position = last + 1
    order.extend((index, False) for index in range(position, len(items)))
    return order


def pair_brackets(items: Sequence[str]) -> dict[int, int]:
    """Return the index of each bracket's partner on the line, if it has one."""
    waiting: list[int] = []
    partners: dict[int, int] = {}
    for index, item in enumerate(items):
        if item in OPENING:
            waiting.append(index)
        elif item in BRACKETS:
            for depth in range(len(waiting) - 1, -1, -1):
                if OPENING[items[waiting[depth]]] == item:
                    opening = waiting[depth]
                    del waiting[depth:]
                    partners[opening], partners[index] = index, opening
                    break
    return partners


def _find_rtl_runs(kinds: Sequence[Kind], partners: Mapping[int, int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for index, kind in enumerate(kinds):
        if kind != "R":
            continue
        if runs and not any(kinds[between] == "L" for between in range(runs[-1][1], index)):
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return [_widen_to_partners(kinds, partners, first, last) for first, last in runs]


def _widen_to_partners(
    kinds: Sequence[Kind], partners: Mapping[int, int], first: int, last: int
) -> tuple[int, int]:
    """Widen a run to brackets whose partner is inside, over neutral signs only."""
    for inside in range(first, last + 1):
        partner = partners.get(inside)
        if partner is None:
            continue
        if partner > last and _is_only_neutral(kinds, last + 1, partner):
            last = partner
        elif partner < first and _is_only_neutral(kinds, partner + 1, first):
            first = partner
    return first, last


def _is_only_neutral(kinds: Sequence[Kind], start: int, stop: int) -> bool:
    return all(kinds[index] in {"N", "ES", "ET", "CS"} for index in range(start, stop))


def _read_from_right(
    items: Sequence[str],
    kinds: Sequence[Kind],
    partners: Mapping[int, int],
    start: int,
    stop: int,
    *,
    whole_line: bool,
) -> list[tuple[int, bool]]:
    """Return the order of ``items[start:stop]`` from the right, left-to-right runs kept."""
    runs = dict[int, int]()
    is_alone = "R" not in kinds[start:stop]
    for first, last in _find_stretches(items, kinds, partners, start, stop):
        for run in _find_ltr_runs(items, kinds, partners, first, last, alone=is_alone):
            runs[run[1]] = run[0]
    if whole_line:
        _take_broken_end(items, runs, kinds)
    order: list[tuple[int, bool]] = []
    position = stop - 1
    while position >= start:
        first_of_run = runs.get(position)
        if first_of_run is None:
            order.append((position, True))
            position -= 1
        else:
            typed = find_typed_order([*items[first_of_run : position + 1]])
            order.extend((first_of_run + index, False) for index in typed)
            position = first_of_run - 1
    return order


def _take_broken_end(items: Sequence[str], runs: dict[int, int], kinds: Sequence[Kind]) -> None:
    """Give the run at the line's end the hyphen at which its reference was broken."""
    left = next((index for index, item in enumerate(items) if not item.isspace()), 0)
    last = next((end for end, first in runs.items() if first == left), None)
    if last is None or not any(kinds[index] == "L" for index in range(left, last + 1)):
        return
    after = last + 1
    if after >= len(items) or items[after] not in _LINE_ENDS_HERE:
        return
    next_item = items[after + 1] if after + 1 < len(items) else " "
    if next_item.isspace() or next_item in BRACKETS or _is_prefix(items, after + 1):
        runs[after] = runs.pop(last)


def _is_prefix(items: Sequence[str], index: int) -> bool:
    """Whether a single Arabic letter there means "and", "in" or "to" before its word."""
    return items[index] in _PREFIXES and (index + 1 >= len(items) or items[index + 1].isspace())


def _find_stretches(
    items: Sequence[str],
    kinds: Sequence[Kind],
    partners: Mapping[int, int],
    start: int,
    stop: int,
) -> list[tuple[int, int]]:
    """Return the stretches between right-to-left parts: first index, and last plus one."""
    walls = _find_walls(items, kinds, partners, start, stop)
    stretches: list[tuple[int, int]] = []
    first = start
    for index in range(start, stop + 1):
        if index == stop or index in walls:
            if index > first:
                stretches.append((first, index))
            first = index + 1
    # Arabic digits run from left to right among themselves.
    index = start
    while index < stop:
        if kinds[index] == "AN":
            end = index
            while end + 1 < stop and (
                kinds[end + 1] == "AN"
                or (kinds[end + 1] == "CS" and end + 2 < stop and kinds[end + 2] == "AN")
            ):
                end += 1
            stretches.append((index, end + 1))
            index = end
        index += 1
    return stretches


def _find_walls(
    items: Sequence[str],
    kinds: Sequence[Kind],
    partners: Mapping[int, int],
    start: int,
    stop: int,
) -> set[int]:
    """Return the indexes of right-to-left letters, Arabic digits and their brackets."""
    walls = {index for index in range(start, stop) if kinds[index] in {"R", "AN"}}
    after_letter = False
    for index in range(start, stop):
        if items[index] in BRACKETS and index not in walls:
            partner = partners.get(index)
            if partner is None or not start <= partner < stop:
                walls.add(index)
            elif partner > index and (
                not after_letter or any(kinds[inside] == "R" for inside in range(index, partner))
            ):
                walls.update((index, partner))
        if index in walls:
            after_letter = False
        elif kinds[index] == "L" or (
            # A number that a bracket follows at once goes on a reference broken before it:
            # 14/20(Add.1)
            kinds[index] == "EN" and index + 1 < stop and items[index + 1] in OPENING
        ):
            after_letter = True
    return walls


def _find_ltr_runs(
    items: Sequence[str],
    kinds: Sequence[Kind],
    partners: Mapping[int, int],
    start: int,
    stop: int,
    *,
    alone: bool,
) -> list[tuple[int, int]]:
    """Return first and last index of runs in a stretch without right-to-left letters."""
    if kinds[start] == "AN":
        return [(start, stop - 1)]
    letters = [index for index in range(start, stop) if kinds[index] == "L"]
    if not letters:
        return _find_numbers(items, kinds, start, stop, alone=alone)
    limit = _find_end_of_latin(items, letters[-1], stop)
    numbers = _find_numbers(items, kinds, limit, stop, alone=alone) if limit < stop else []
    stop = limit
    strong = [index for index in range(start, stop) if kinds[index] in {"L", "EN"}]
    first, last = _widen_to_partners(kinds, partners, strong[0], strong[-1])
    # A sign such as % belongs to the number that it touches (UAX 9, W5).
    while last + 1 < stop and kinds[last + 1] == "ET" and kinds[last] in {"EN", "ET"}:
        last += 1
    return [(max(first, start), min(last, stop - 1)), *numbers]


def _find_end_of_latin(items: Sequence[str], last_letter: int, stop: int) -> int:
    """Return the index at which a Latin run ends at the latest."""
    for index in range(last_letter + 1, stop):
        if items[index] in _QUOTES or (
            items[index] in _STOPS and items[index - 1].isspace() and index + 1 < stop
        ):
            return index
    return stop


def _find_numbers(
    items: Sequence[str], kinds: Sequence[Kind], start: int, stop: int, *, alone: bool
) -> list[tuple[int, int]]:
    """Return the numbers in a stretch without letters; one separator joins digits (UAX 9, W4)."""
    joining = {"CS", "ES"} if alone else {"CS"}
    runs: list[tuple[int, int]] = []
    index = start
    while index < stop:
        if kinds[index] != "EN":
            index += 1
            continue
        first = last = index
        while last + 1 < stop and (
            kinds[last + 1] == "EN"
            or (kinds[last + 1] in joining and last + 2 < stop and kinds[last + 2] == "EN")
        ):
            last += 1
        if alone:
            while last + 1 < stop and kinds[last + 1] == "ET":
                last += 1
            while first > start and kinds[first - 1] == "ET":
                first -= 1
        runs.append((first, last))
        index = last + 1
    return join_numbers(items, runs)
