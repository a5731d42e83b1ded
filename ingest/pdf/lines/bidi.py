"""In which order was a line typed whose glyphs are known from left to right as they stand?

This is the algorithm of Unicode Annex 9 (UAX 9) backwards. It is not unique: ``12 abc`` and
``abc 12`` look the same between Arabic words. Where two orders look alike, the one is taken that
documents write: a Latin run goes on to the number behind it, so that references stay whole.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, Literal

from ingest.pdf.lines.bidi_numbers import joined_numbers, typed_order

Kind = Literal["L", "R", "EN", "AN", "ES", "ET", "CS", "N"]

_PAIRS: Final = ("()", "[]", "{}", "<>", "«»", "‹›", "（）", "［］", "《》", "〈〉", "⟨⟩")
_MIRROR: Final[Mapping[str, str]] = {
    **{pair[0]: pair[1] for pair in _PAIRS},
    **{pair[1]: pair[0] for pair in _PAIRS},
    "≤": "≥",
    "≥": "≤",
}
OPENING: Final[Mapping[str, str]] = {pair[0]: pair[1] for pair in _PAIRS}
"""For each opening bracket the one that closes it."""

BRACKETS: Final = frozenset(char for pair in _PAIRS for char in pair)
"""Signs in pairs that are drawn mirrored in text from right to left."""

_LINE_ENDS_HERE: Final = frozenset("-/\u2010\u2013_&")
"""Signs behind which layout breaks a long reference."""

_QUOTES: Final = frozenset('"“”„«»')
_STOPS: Final = frozenset(".,:;،؛")
_PREFIXES: Final = frozenset("وفبكل")

_RIGHT: Final = frozenset({"R", "AL"})
_STRONG: Final[Mapping[str, Kind]] = {"L": "L", "R": "R", "AL": "R"}
_WEAK: Final[Mapping[str, Kind]] = {"EN": "EN", "AN": "AN", "ES": "ES", "ET": "ET", "CS": "CS"}


def mirrored(text: str) -> str:
    """A bracket's partner; any other text as it is."""
    return _MIRROR.get(text, text)


def has_rtl(text: str) -> bool:
    """Whether there is a letter in it that is written from right to left."""
    return not (text.isascii() or _RIGHT.isdisjoint(map(unicodedata.bidirectional, text)))


@cache
def _kind(item: str) -> Kind:
    weak: Kind = "N"
    for char in item:
        name = unicodedata.bidirectional(char)
        if name in _STRONG:
            return _STRONG[name]
        if weak == "N":
            weak = _WEAK.get(name, "N")
    return weak


def logical_order(items: Sequence[str], *, rtl: bool) -> list[tuple[int, bool]]:
    """The places of ``items`` in the order in which they were typed.

    Args:
        items: what stands on the line from left to right: one letter, or the letters of one glyph
            in logical order; brackets by their shape, as a reader sees them.
        rtl: whether the paragraph runs from right to left.

    Returns:
        For each item its index, and whether it stands in a run from right to left, where the
        bracket that was typed is the partner of the one that is seen.
    """
    kinds = [_kind(item) for item in items]
    if not rtl and "R" not in kinds:
        return [(at, False) for at in range(len(items))]
    partners = paired(items)
    if rtl:
        return _from_right(items, kinds, partners, 0, len(items), whole_line=True)
    order: list[tuple[int, bool]] = []
    at = 0
    for first, last in _rtl_runs(kinds, partners):
        order.extend((index, False) for index in range(at, first))
        order.extend(_from_right(items, kinds, partners, first, last + 1, whole_line=False))
        at = last + 1
    order.extend((index, False) for index in range(at, len(items)))
    return order


def paired(items: Sequence[str]) -> dict[int, int]:
    """For each bracket that has a partner on the line the place of the partner."""
    waiting: list[int] = []
    partners: dict[int, int] = {}
    for at, item in enumerate(items):
        if item in OPENING:
            waiting.append(at)
        elif item in BRACKETS:
            for depth in range(len(waiting) - 1, -1, -1):
                if OPENING[items[waiting[depth]]] == item:
                    opening = waiting[depth]
                    del waiting[depth:]
                    partners[opening], partners[at] = at, opening
                    break
    return partners


def _rtl_runs(kinds: Sequence[Kind], partners: Mapping[int, int]) -> list[tuple[int, int]]:
    """The runs from right to left in a line from left to right: first and last place of each."""
    runs: list[tuple[int, int]] = []
    for at, kind in enumerate(kinds):
        if kind != "R":
            continue
        if runs and not any(kinds[between] == "L" for between in range(runs[-1][1], at)):
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    return [_with_partners(kinds, partners, first, last) for first, last in runs]


def _with_partners(
    kinds: Sequence[Kind], partners: Mapping[int, int], first: int, last: int
) -> tuple[int, int]:
    """The run widened to brackets that have their partner inside and only neutrals between."""
    for inside in range(first, last + 1):
        partner = partners.get(inside)
        if partner is None:
            continue
        if partner > last and _only_neutral(kinds, last + 1, partner):
            last = partner
        elif partner < first and _only_neutral(kinds, partner + 1, first):
            first = partner
    return first, last


def _only_neutral(kinds: Sequence[Kind], start: int, stop: int) -> bool:
    return all(kinds[at] in {"N", "ES", "ET", "CS"} for at in range(start, stop))


def _from_right(
    items: Sequence[str],
    kinds: Sequence[Kind],
    partners: Mapping[int, int],
    start: int,
    stop: int,
    *,
    whole_line: bool,
) -> list[tuple[int, bool]]:
    """The order of ``items[start:stop]`` read from the right, its left-to-right runs kept."""
    runs = dict[int, int]()
    standing_alone = "R" not in kinds[start:stop]
    for first, last in _stretches(items, kinds, partners, start, stop):
        for run in _ltr_runs(items, kinds, partners, first, last, alone=standing_alone):
            runs[run[1]] = run[0]
    if whole_line:
        _take_broken_end(items, runs, kinds)
    order: list[tuple[int, bool]] = []
    at = stop - 1
    while at >= start:
        first_of_run = runs.get(at)
        if first_of_run is None:
            order.append((at, True))
            at -= 1
        else:
            order.extend((index, False) for index in _run(items, first_of_run, at))
            at = first_of_run - 1
    return order


def _run(items: Sequence[str], first: int, last: int) -> Sequence[int]:
    """The places of a run from left to right in the order in which it was typed."""
    return [first + at for at in typed_order([*items[first : last + 1]])]


def _take_broken_end(items: Sequence[str], runs: dict[int, int], kinds: Sequence[Kind]) -> None:
    """Give the run at the line's end the hyphen behind which its reference was broken.

    The rest of the reference is on the next line, so here the hyphen looks like one before it.
    """
    left = next((at for at, item in enumerate(items) if not item.isspace()), 0)
    last = next((end for end, first in runs.items() if first == left), None)
    if last is None or not any(kinds[at] == "L" for at in range(left, last + 1)):
        return
    after = last + 1
    if after >= len(items) or items[after] not in _LINE_ENDS_HERE:
        return
    beyond = items[after + 1] if after + 1 < len(items) else " "
    if beyond.isspace() or beyond in BRACKETS or _is_prefix(items, after + 1):
        runs[after] = runs.pop(last)


def _is_prefix(items: Sequence[str], at: int) -> bool:
    """Whether an Arabic letter stands there alone: "and", "in" or "to", written with its word."""
    return items[at] in _PREFIXES and (at + 1 >= len(items) or items[at + 1].isspace())


def _stretches(
    items: Sequence[str],
    kinds: Sequence[Kind],
    partners: Mapping[int, int],
    start: int,
    stop: int,
) -> list[tuple[int, int]]:
    """The places between what runs from right to left: first, and last plus one.

    A pair of brackets runs from right to left unless a Latin letter stands before it in the same
    stretch and none from right to left within (UAX 9, N0); so does a bracket whose partner is on
    another line.
    """
    walls = _walls(items, kinds, partners, start, stop)
    stretches: list[tuple[int, int]] = []
    first = start
    for at in range(start, stop + 1):
        if at == stop or at in walls:
            if at > first:
                stretches.append((first, at))
            first = at + 1
    # Arabic digits run from left to right among themselves.
    at = start
    while at < stop:
        if kinds[at] == "AN":
            end = at
            while end + 1 < stop and (
                kinds[end + 1] == "AN"
                or (kinds[end + 1] == "CS" and end + 2 < stop and kinds[end + 2] == "AN")
            ):
                end += 1
            stretches.append((at, end + 1))
            at = end
        at += 1
    return stretches


def _walls(
    items: Sequence[str],
    kinds: Sequence[Kind],
    partners: Mapping[int, int],
    start: int,
    stop: int,
) -> set[int]:
    """The places of what runs from right to left: letters, Arabic digits, brackets of theirs."""
    walls = {at for at in range(start, stop) if kinds[at] in {"R", "AN"}}
    after_letter = False
    for at in range(start, stop):
        if items[at] in BRACKETS and at not in walls:
            partner = partners.get(at)
            if partner is None or not start <= partner < stop:
                walls.add(at)
            elif partner > at and (
                not after_letter or any(kinds[inside] == "R" for inside in range(at, partner))
            ):
                walls.update((at, partner))
        if at in walls:
            after_letter = False
        elif kinds[at] == "L" or (
            # A number that a bracket follows at once goes on a reference broken before it:
            # 14/20(Add.1)
            kinds[at] == "EN" and at + 1 < stop and items[at + 1] in OPENING
        ):
            after_letter = True
    return walls


def _ltr_runs(
    items: Sequence[str],
    kinds: Sequence[Kind],
    partners: Mapping[int, int],
    start: int,
    stop: int,
    *,
    alone: bool,
) -> list[tuple[int, int]]:
    """The runs from left to right in a stretch without right-to-left letters: first and last."""
    if kinds[start] == "AN":
        return [(start, stop - 1)]
    letters = [at for at in range(start, stop) if kinds[at] == "L"]
    if not letters:
        return _numbers(items, kinds, start, stop, alone=alone)
    limit = _end_of_latin(items, letters[-1], stop)
    beyond = _numbers(items, kinds, limit, stop, alone=alone) if limit < stop else []
    stop = limit
    strong = [at for at in range(start, stop) if kinds[at] in {"L", "EN"}]
    first, last = _with_partners(kinds, partners, strong[0], strong[-1])
    # A sign such as % belongs to the number that it touches (UAX 9, W5).
    while last + 1 < stop and kinds[last + 1] == "ET" and kinds[last] in {"EN", "ET"}:
        last += 1
    return [(max(first, start), min(last, stop - 1)), *beyond]


def _end_of_latin(items: Sequence[str], last_letter: int, stop: int) -> int:
    """Where a Latin run ends at the latest.

    It does not go on to a number beyond a quotation mark, nor beyond a full stop, comma or colon
    that a space parts from it: ``word :2023``.
    """
    for at in range(last_letter + 1, stop):
        if items[at] in _QUOTES or (
            items[at] in _STOPS and items[at - 1].isspace() and at + 1 < stop
        ):
            return at
    return stop


def _numbers(
    items: Sequence[str], kinds: Sequence[Kind], start: int, stop: int, *, alone: bool
) -> list[tuple[int, int]]:
    """The numbers in a stretch without letters.

    Digits joined by one separator are one number (UAX 9, W4); a hyphen joins them only where no
    Arabic letter stands before (W2 makes them Arabic numbers, which a hyphen parts).
    """
    joining = {"CS", "ES"} if alone else {"CS"}
    runs: list[tuple[int, int]] = []
    at = start
    while at < stop:
        if kinds[at] != "EN":
            at += 1
            continue
        first = last = at
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
        at = last + 1
    return joined_numbers(items, runs)
