"""In which order was a line typed whose glyphs are known from left to right as they stand?

This is the algorithm of Unicode Annex 9 (UAX 9) backwards. It is not unique: ``12 abc`` and
``abc 12`` look the same between Arabic words. Where two orders look alike, the one is taken that
documents write: a Latin run goes on to the number behind it, so that references stay whole.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

__all__ = [
    "BRACKETS",
    "has_rtl",
    "inverted_glyphs",
    "logical",
    "logical_order",
    "mirrored",
]

Kind = Literal["L", "R", "EN", "AN", "ES", "ET", "CS", "N"]

_PAIRS: Final = ("()", "[]", "{}", "<>", "«»", "‹›", "（）", "［］", "《》", "〈〉", "⟨⟩")
_MIRROR: Final[Mapping[str, str]] = {
    **{pair[0]: pair[1] for pair in _PAIRS},
    **{pair[1]: pair[0] for pair in _PAIRS},
    "≤": "≥",
    "≥": "≤",
}
_OPENING: Final = {pair[0]: pair[1] for pair in _PAIRS}

BRACKETS: Final = frozenset(char for pair in _PAIRS for char in pair)
"""Signs in pairs that are drawn mirrored in text from right to left."""

_LINE_ENDS_HERE: Final = frozenset("-/\u2010\u2013_&")
"""Signs behind which layout breaks a long reference."""

_STRONG: Final[Mapping[str, Kind]] = {"L": "L", "R": "R", "AL": "R"}
_WEAK: Final[Mapping[str, Kind]] = {"EN": "EN", "AN": "AN", "ES": "ES", "ET": "ET", "CS": "CS"}


def mirrored(text: str) -> str:
    """A bracket's partner; any other text as it is."""
    return _MIRROR.get(text, text)


def has_rtl(text: str) -> bool:
    """Whether there is a letter in it that is written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(c) in {"R", "AL"} for c in text)


def _kind(item: str) -> Kind:
    weak: Kind = "N"
    for char in item:
        name = unicodedata.bidirectional(char)
        if name in _STRONG:
            return _STRONG[name]
        if weak == "N":
            weak = _WEAK.get(name, "N")
    return weak


def logical(items: Sequence[str], *, rtl: bool) -> str:
    """The text of one line in the order in which it was typed.

    Args:
        items: what stands on the line from left to right: one letter, or the letters of one glyph
            in logical order; brackets by their shape, as a reader sees them.
        rtl: whether the paragraph runs from right to left.
    """
    return "".join(
        mirrored(items[at]) if turned else items[at] for at, turned in logical_order(items, rtl=rtl)
    )


def logical_order(items: Sequence[str], *, rtl: bool) -> list[tuple[int, bool]]:
    """The places of ``items`` in the order in which they were typed.

    Args:
        items: as for ``logical``.
        rtl: whether the paragraph runs from right to left.

    Returns:
        For each item its index, and whether it stands in a run from right to left, where the
        bracket that was typed is the partner of the one that is seen.
    """
    kinds = [_kind(item) for item in items]
    partners = _partners(items)
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


def _partners(items: Sequence[str]) -> dict[int, int]:
    """For each bracket that has a partner on the line the place of the partner."""
    waiting: list[int] = []
    partners: dict[int, int] = {}
    for at, item in enumerate(items):
        if item in _OPENING:
            waiting.append(at)
        elif item in BRACKETS:
            for depth in range(len(waiting) - 1, -1, -1):
                if _OPENING[items[waiting[depth]]] == item:
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
        for run in _ltr_runs(kinds, partners, first, last, alone=standing_alone):
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
    """The places of a run from left to right in the order in which it was typed.

    ITU ends the numbers of Arabic documents with -A, and the algorithm turns ``42-A`` into
    ``A-42``: nothing else in its documents looks so.
    """
    if (
        last - first >= 2
        and items[first] == "A"
        and items[first + 1] == "-"
        and all(items[at].isdigit() for at in range(first + 2, last + 1))
    ):
        return [*range(first + 2, last + 1), first + 1, first]
    return range(first, last + 1)


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
    if beyond.isspace() or beyond in BRACKETS:
        runs[after] = runs.pop(last)


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
            kinds[at] == "EN" and at + 1 < stop and items[at + 1] in _OPENING
        ):
            after_letter = True
    return walls


def _ltr_runs(
    kinds: Sequence[Kind], partners: Mapping[int, int], start: int, stop: int, *, alone: bool
) -> list[tuple[int, int]]:
    """The runs from left to right in a stretch without right-to-left letters: first and last."""
    if kinds[start] == "AN":
        return [(start, stop - 1)]
    letters = [at for at in range(start, stop) if kinds[at] == "L"]
    if not letters:
        return _numbers(kinds, start, stop, alone=alone)
    strong = [at for at in range(start, stop) if kinds[at] in {"L", "EN"}]
    first, last = _with_partners(kinds, partners, strong[0], strong[-1])
    # A sign such as % belongs to the number that it touches (UAX 9, W5).
    while last + 1 < stop and kinds[last + 1] == "ET" and kinds[last] in {"EN", "ET"}:
        last += 1
    return [(max(first, start), min(last, stop - 1))]


def _numbers(kinds: Sequence[Kind], start: int, stop: int, *, alone: bool) -> list[tuple[int, int]]:
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
    return runs


def inverted_glyphs(lines: Mapping[tuple[tuple[str, str], ...], int]) -> frozenset[str]:
    """The glyphs whose fonts name the bracket that was typed, not the one that is seen.

    Some producers (LibreOffice, fpdf2) map the glyph of an opening bracket in Arabic text to ``(``,
    though it looks like ``)``; others (Chromium) map it by its looks. A glyph keeps to one way, and
    only with the right one do the brackets of its lines pair up from left to right.

    Args:
        lines: for each sequence of (bracket, glyph) from left to right, of lines with letters from
            right to left, how often it was met. A glyph is named by its font and number.

    Returns:
        The names of those glyphs.
    """
    kinds: dict[str, str] = {}
    for line in lines:
        kinds.update({glyph: min(char, mirrored(char)) for char, glyph in line})
    glyphs = sorted(kinds)
    trials = [{glyph} for glyph in glyphs]
    trials += [
        {one, other}
        for at, one in enumerate(glyphs)
        for other in glyphs[at + 1 :]
        if kinds[one] == kinds[other]
    ]
    # Where two ways pair as well, a font that turns both its brackets is the likelier.
    trials.sort(key=lambda trial: len(trial) < 2 or len({g.rsplit(" ", 1)[0] for g in trial}) > 1)
    inverted: set[str] = set()
    lonely = _lonely(lines, inverted)
    while lonely:
        # A pair at a time: one bracket alone rarely gains by being turned.
        best = min(trials, key=lambda trial: _lonely(lines, inverted ^ trial), default=set[str]())
        fewer = _lonely(lines, inverted ^ best)
        if fewer >= lonely:
            break
        inverted, lonely = inverted ^ best, fewer
    return frozenset(inverted)


def _lonely(lines: Mapping[tuple[tuple[str, str], ...], int], inverted: AbstractSet[str]) -> int:
    """How many brackets have no partner when the glyphs in ``inverted`` are mirrored."""
    count = 0
    for line, times in lines.items():
        seen = [mirrored(char) if glyph in inverted else char for char, glyph in line]
        count += times * (len(seen) - len(_partners(seen)))
    return count
