"""Numbers with spaces, and Word's numbering formats.

The formats are those of ST_NumberFormat, ECMA-376-1, 17.18.59, and of [MS-DOCX] 2.4.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN: Final = "абвгдежзиклмнопрстуфхцчшщыэюя"
"""Without ё, й, ъ and ь, as the standard defines ``russianLower``."""
_ARABIC_ALPHABET: Final = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ARABIC_ABJAD: Final = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_HINDI_KA: Final = "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह"
_HINDI_A: Final = "अआइईउऊऋऌऍऎएऐऑऒओऔ"
_HEAVENLY_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_EARTHLY_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_CHICAGO: Final = "*†‡§"
_ENCLOSED_IDEOGRAPHS: Final = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"

_ROMAN: Final = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)


def _format_roman(number: int) -> str:
    if not 0 < number < 32768:
        return str(number)
    letters: list[str] = []
    for value, numeral in _ROMAN:
        count, number = divmod(number, value)
        letters.append(numeral * count)
    return "".join(letters)


def _make_repeated(letters: str) -> Callable[[int], str]:
    """Make a format that doubles letters behind the last one: z, aa, bb."""

    def print_number(number: int) -> str:
        if not 0 < number <= len(letters) * 30:
            return str(number)
        rounds, index = divmod(number - 1, len(letters))
        return letters[index] * (rounds + 1)

    return print_number


def _make_cycled(letters: str) -> Callable[[int], str]:
    """Make a format that goes on in decimals behind its letters."""
    return lambda number: letters[number - 1] if 0 < number <= len(letters) else str(number)


def _make_digits(digits: str) -> Callable[[int], str]:
    table = str.maketrans("0123456789", digits)
    return lambda number: str(number).translate(table)


def _make_from_code_point(first: int, count: int) -> Callable[[int], str]:
    return lambda number: chr(first + number - 1) if 0 < number <= count else str(number)


def _make_han(
    digits: str,
    units: str,
    myriad: str,
    *,
    zero: str = "零",
    one_before: frozenset[int] = frozenset({1, 2, 3}),
    one_starts_teens: bool = False,
) -> Callable[[int], str]:
    """Make a counting system with the units 十 百 千 and, above 9999, ``myriad`` (万)."""

    def below_myriad(number: int, *, is_first: bool) -> str:
        parts: list[str] = []
        gap = False
        for power in (3, 2, 1, 0):
            digit = number // 10**power % 10
            if digit == 0:
                gap = bool(parts)
                continue
            if gap or (not is_first and not parts and power < 3):
                parts.append(zero)
                gap = False
            is_bare = digit == 1 and power > 0 and power not in one_before
            is_teen = digit == 1 and power == 1 and number < 20 and is_first
            if not (is_bare or (is_teen and not one_starts_teens)):
                parts.append(digits[digit - 1])
            if power:
                parts.append(units[power - 1])
        return "".join(parts)

    def print_number(number: int) -> str:
        if not 0 < number < 10**8:
            return str(number)
        high, low = divmod(number, 10**4)
        head = below_myriad(high, is_first=True) + myriad if high else ""
        return head + below_myriad(low, is_first=not high)

    return print_number


def _make_han_up_to_99(ten: Callable[[int], str], digits: str) -> Callable[[int], str]:
    """Make ``chineseCounting`` or ``taiwaneseCounting``: 九十九, then digit by digit 一○○."""
    by_digits = _make_digits(digits)
    return lambda number: ten(number) if 0 < number < 100 else by_digits(number)


def _format_ordinal(number: int) -> str:
    teens = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _make_zero_padded(width: int) -> Callable[[int], str]:
    return lambda number: str(number).zfill(width)


_COUNTING: Final = _make_han("一二三四五六七八九", "十百千", "万")
_COUNTING_TRADITIONAL: Final = _make_han("一二三四五六七八九", "十百千", "萬")
_JAPANESE: Final = _make_han("一二三四五六七八九", "十百千", "万", zero="", one_before=frozenset())

FORMATS: Final[Mapping[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": _make_zero_padded(2),
    "lowerRoman": _format_roman,
    "upperRoman": lambda number: _format_roman(number).upper(),
    "lowerLetter": _make_repeated(_LATIN),
    "upperLetter": _make_repeated(_LATIN.upper()),
    "russianLower": _make_repeated(_RUSSIAN),
    "russianUpper": _make_repeated(_RUSSIAN.upper()),
    "arabicAlpha": _make_repeated(_ARABIC_ALPHABET),
    "arabicAbjad": _make_repeated(_ARABIC_ABJAD),
    "hindiNumbers": _make_digits("०१२३४५६७८९"),
    # The two names are swapped in Word: "vowels" prints क ख ग, as LibreOffice found.
    "hindiVowels": _make_repeated(_HINDI_KA),
    "hindiConsonants": _make_repeated(_HINDI_A),
    "chineseCounting": _make_han_up_to_99(_COUNTING, "○一二三四五六七八九"),
    "chineseCountingThousand": _COUNTING,
    "chineseLegalSimplified": _make_han(
        "壹贰叁肆伍陆柒捌玖", "拾佰仟", "万", one_starts_teens=True
    ),
    "taiwaneseCounting": _make_han_up_to_99(_COUNTING_TRADITIONAL, "○一二三四五六七八九"),
    "taiwaneseCountingThousand": _COUNTING_TRADITIONAL,
    "taiwaneseDigital": _make_digits("○一二三四五六七八九"),
    "ideographDigital": _make_digits("〇一二三四五六七八九"),
    "ideographTraditional": _make_cycled(_HEAVENLY_STEMS),
    "ideographZodiac": _make_cycled(_EARTHLY_BRANCHES),
    "ideographZodiacTraditional": lambda number: (
        _HEAVENLY_STEMS[(number - 1) % 10] + _EARTHLY_BRANCHES[(number - 1) % 12]
        if 0 < number <= 60
        else str(number)
    ),
    "ideographLegalTraditional": _make_han(
        "壹貳參肆伍陸柒捌玖", "拾佰仟", "萬", one_starts_teens=True
    ),
    "ideographEnclosedCircle": _make_cycled(_ENCLOSED_IDEOGRAPHS),
    "japaneseCounting": _JAPANESE,
    "japaneseDigitalTenThousand": _make_digits("〇一二三四五六七八九"),
    "japaneseLegal": _make_han(
        "壱弐参四五六七八九", "拾百阡", "萬", zero="", one_starts_teens=True
    ),
    "decimalEnclosedCircle": _make_from_code_point(0x2460, 20),
    "decimalEnclosedCircleChinese": _make_from_code_point(0x2460, 20),
    "decimalEnclosedFullstop": _make_from_code_point(0x2488, 20),
    "decimalEnclosedParen": _make_from_code_point(0x2474, 20),
    "decimalFullWidth": _make_digits("０１２３４５６７８９"),
    "decimalFullWidth2": _make_digits("０１２３４５６７８９"),
    "decimalHalfWidth": str,
    "thaiNumbers": _make_digits("๐๑๒๓๔๕๖๗๘๙"),
    "ordinal": _format_ordinal,
    "hex": lambda number: f"{number:X}",
    "numberInDash": lambda number: f"- {number} -",
    "chicago": _make_repeated(_CHICAGO),
    "none": lambda _number: "",
    "bullet": lambda _number: "",
    # The custom formats of [MS-DOCX] 2.4 by the beginnings of their sequences.
    "01, 02, 03, ...": _make_zero_padded(2),
    "001, 002, 003, ...": _make_zero_padded(3),
    "0001, 0002, 0003, ...": _make_zero_padded(4),
    "00001, 00002, 00003, ...": _make_zero_padded(5),
}
"""Word's names of the formats; any other name prints decimals, as in Word."""


SPACED_NUMBER: Final = re.compile(
    r"(?<![\d.,])(?![0٠])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)"
)
"""A number with spaces between its thousands (``380 000``); ``000 380`` is written for the eye."""


def format_number(number: int, name: str) -> str:
    """Print a number in a format of Word (``lowerRoman``, ``chineseCounting`` …).

    Unknown formats and ranges print decimals; ``none`` and ``bullet`` print nothing.
    """
    return FORMATS.get(name, str)(number)
