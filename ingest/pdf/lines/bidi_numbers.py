"""Compound numbers of an Arabic line (``9.c``, shown as ``c.9``), and their typing order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_DASHES: Final = frozenset("-\u2010\u2011\u2013")

_UNITS: Final = (
    "bit/s kbit/s Mbit/s Gbit/s Tbit/s bps kbps Mbps Gbps kB KB MB GB TB PB EB Hz kHz MHz GHz THz "
    "kW MW GW kWh MWh GWh TWh kV km km2 cm mm nm kg ha dB dBm dBW dBi ms"
)
"""Latin units that follow their number in Arabic; currencies do not: ``CHF 500`` is typed so."""

_NUMBER: Final = r"\d{1,3}(?:\s\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
_TURNED: Final = (
    # ITU ends the numbers of Arabic documents with -A; nothing else in its documents looks so.
    re.compile(r"(?P<late>A)(?P<joint>-)(?P<early>\d+)"),
    # Targets and indicators of the SDGs: 9.c, 5.b.1.
    re.compile(r"(?P<late>[a-d](?:\.\d{1,2})?)(?P<joint>\.)(?P<early>1?\d)"),
    re.compile(
        rf"(?P<late>{'|'.join(map(re.escape, _UNITS.split()))})(?P<joint>\s)(?P<early>{_NUMBER})"
    ),
)


def find_typed_order(run: Sequence[str]) -> list[int]:
    """Return the indexes of a left-to-right run in typing order."""
    # One sign for each item, so that places in the text are places in the run.
    text = "".join(item if len(item) == 1 else "\ufffc" for item in run)
    for pattern in _TURNED:
        match = pattern.fullmatch(text)
        if match:
            parts = ("early", "joint", "late")
            return [index for part in parts for index in range(match.start(part), match.end(part))]
    return list(range(len(run)))


def join_numbers(items: Sequence[str], runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join the parts of compound numbers in a stretch without letters: digit groups and ranges.

    ``runs`` has first and last index of each number. Ranges ascend.
    """
    return _join_ranges(items, _join_groups(items, runs))


def _join_groups(items: Sequence[str], runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    result: list[tuple[int, int]] = []
    open_group = False
    for first, last in runs:
        text = "".join(items[first : last + 1])
        if (
            open_group
            and result[-1][1] + 2 == first
            and items[first - 1].isspace()
            and re.fullmatch(r"\d{3}(?:[.,]\d+)?%?", text)
        ):
            result[-1] = (result[-1][0], last)
            open_group = text.isdigit()
            continue
        result.append((first, last))
        open_group = text.isdigit() and len(text) <= 3 and text[0] != "0"
    return result


def _join_ranges(items: Sequence[str], runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    result: list[tuple[int, int]] = []
    index = 0
    while index < len(runs):
        end = index
        while end + 1 < len(runs) and _has_dash_between(items, runs[end], runs[end + 1]):
            end += 1
        chain = runs[index : end + 1]
        texts = ["".join(items[first : last + 1]) for first, last in chain]
        if len(chain) > 1 and _ascends(texts):
            result.append((chain[0][0], chain[-1][1]))
        else:
            result.extend(chain)
        index = end + 1
    return result


def _has_dash_between(
    items: Sequence[str], before: tuple[int, int], after: tuple[int, int]
) -> bool:
    return before[1] + 2 == after[0] and items[before[1] + 1] in _DASHES


def _ascends(texts: Sequence[str]) -> bool:
    """Whether numbers joined by dashes ascend as seen; 2023-24 does, as the year is first."""
    lengths = [len(text) for text in texts]
    if len(texts) == 3:
        return lengths[0] == 4 and lengths[1:] == [2, 2]
    if len(texts) != 2:
        return False
    if sorted(lengths) == [2, 4] and all(text.isdigit() for text in texts):
        year = texts[lengths.index(4)]
        other = texts[lengths.index(2)]
        if int(other) == (int(year) + 1) % 100:
            return lengths[0] == 4
    first, second = (_parse_value(text) for text in texts)
    return first < second


def _parse_value(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text.replace(" ", "")))
