"""Growth of the time that a function takes with the length of the text that it reads.

A text is a unit that is repeated as nobody would write it. It grows fourfold, and a function fails
as soon as that takes it more than eight times as long: a square takes sixteen.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from itertools import count, takewhile
from typing import Final

UNITS: Final = {
    "digits": "7",
    "strokes": "/",
    "brackets opened": "(",
    "brackets closed": ")",
    "a letter": "a",
    "capitals": "A",
    "spaces": " ",
    "lines": "\n",
    "marks of quotation": '"',
    "quotations opened": ",«",
    "hyphens": "-",
    "stops": ".",
    "combining marks": "\u0301",
    "marks of direction": "\u202e\u2066",
    "a Chinese character": "的",
    "Chinese figures": "三亿",
    "digits with strokes": "39/2",
    "symbols": "39/2, ",
    "a name": "A-",
    "an address": "a@",
    "items": "1.\t",
    "English heads": "Resolution ",
    "Arabic heads": "القرار ",
    "Chinese references": "第1号决议",
    "editions": "(Rev. ",
    "dates": "12-13 October 2023, ",
    "meetings": "1st meeting ",
    "countries": "Japan and Kenya, ",
    "mandates": "The Group requests the Secretary-General to report by its 41st meeting. ",
    "Chinese mandates": "工作组要求秘书长提交报告，并请成员国将授权延长至2025年，",
    "one clause": "the Group requests the Chair to report, and invites Members to reply by 2025, ",
    "one Arabic clause": "يطلب الفريق من الأمين العام أن يقدم تقريرا ويدعو الأعضاء إلى الرد، ",
    "all scripts": "Resolution 140 (Rev. Dubai, 2018) القرار 第140号决议 C4–C6 12 мая 2023; ",
}
"""Units that texts repeat, by name."""

Read = Callable[[str], object]
"""A function that reads a text."""

FIRST: Final = 250
"""Characters of the first text: cubic time takes seconds at a thousand."""

_WIDER: Final = 4
_MOST: Final = 2.0 * _WIDER
"""Times as long that four times the text may take: n log n, and the noise of a shared machine."""

_SPARE: Final = 0.05
"""Seconds of processor time that are too short to compare."""

_TRIALS: Final = 3
"""Measurements of a text that seems to take too long; the shortest counts."""


def superlinear(read: Read, unit: str, longest: int) -> str | None:
    """Say where a function takes more than linear time; None where it does not.

    Args:
        read: the function.
        unit: what the texts repeat.
        longest: characters of the longest text.
    """
    read(_text(unit, FIRST))  # compiles patterns and loads tables
    seconds: dict[int, float] = {}
    lengths = (FIRST * _WIDER**step for step in count())
    for length in takewhile(lambda length: length <= longest, lengths):
        seconds[length] = _seconds(read, unit, length)
        shorter = length // _WIDER
        for _ in range(_TRIALS):
            if shorter not in seconds or _is_fair(seconds[shorter], seconds[length]):
                break
            seconds[shorter] = max(seconds[shorter], _seconds(read, unit, shorter))
            seconds[length] = min(seconds[length], _seconds(read, unit, length))
        else:
            return (
                f"{length:,} characters of {unit[:40]!r} take {seconds[length]:.2f} s, "
                f"{shorter:,} take {seconds[shorter]:.2f} s"
            )
    return None


def _is_fair(shorter: float, longer: float) -> bool:
    return longer <= _MOST * shorter + _SPARE


def _text(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def _seconds(read: Read, unit: str, length: int) -> float:
    text = _text(unit, length)
    # A collection of the garbage of everything else takes longer than what is measured here.
    gc.disable()
    try:
        begin = time.thread_time()
        read(text)
        return time.thread_time() - begin
    finally:
        gc.enable()
