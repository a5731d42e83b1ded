"""Typed numbers before paragraphs: ``3.1``, ``(a)``, ``第三条``, and the numbers in them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from corpus import tables

_WORDS: Final = tables.load_shipped("reading")

ROMAN: Final = r"(?:x{0,3}(?:ix|iv|v?i{1,3}|v)|x{1,3})"

REPEATED: Final = rf"(?:{'|'.join(_WORDS['repeated'])})"

_PART: Final = rf"\d{{1,3}}{REPEATED}?"

HAN_NUMBER: Final = "[〇一二三四五六七八九十百]"

_CIRCLED: Final = "[\u2460-\u2473]"

_PROVISION: Final = rf"第(?:\d[\d.]{{0,7}}|{HAN_NUMBER}{{1,6}})[段条款章节]"

_SPELLED: Final = rf"(?:{'|'.join(_WORDS['heading_numerals'])})".replace(" ", r"\s")
"""The number of a heading as a word, Arabic ordinals and names of letters; spaces are written out,
as verbose patterns ignore them."""

_BULLET: Final = re.compile(r"[•●○◦▪▫■□–—\-*·‣\uf0b7\uf0a7\uf02d]\t\s*")

# A typed number before its paragraph. With a tab behind it any short number is one; with a mere
# space only what can hardly be anything else (`2.10.1`, `a)`, `(iii)`, not `3 Member States`).
# A quotation or a question may open right behind it.
OPENS: Final = r"[«“”„‟‘‚‹「『《〈\"'¿¡(\[]"

MARKS: Final = "[\u200e\u200f\u061c]*"

_BEFORE_TAB: Final = re.compile(
    rf"""
    {MARKS}
    (?P<label>
        {_PART}(?:\.{_PART}){{0,8}}(?:\s?{REPEATED})?(?:\.|\s?\))?
      | \(\s?(?:\d{{1,3}}|{ROMAN}|[^\W\d_]{{1,2}})(?:\s?{REPEATED})?\s?\)(?:\s?{REPEATED})?
      | \(\d{{1,3}}                                             # a mark that Arabic closes in front
      | (?:{ROMAN}|[^\W\d_]{{1,2}})(?:\s?{REPEATED})?\s?[).](?:\s?{REPEATED})?
      | [A-Z]\d{{0,2}}(?:\.{_PART}){{0,6}}\.?
      | [IVX]{{1,5}}(?:\.{_PART}){{0,6}}\.?
      | (?:\d{{1,2}}\.){{1,5}}(?:[A-Z]|[IVX]{{2,5}})                  # A.2 as Arabic may print it
      | \d{{1,2}}(?:[-–]\d{{1,2}}){{1,5}}(?=\s?\t\s*{OPENS}?\s?[\u0620-\u06ff])  # 3-1 in Arabic
      | {HAN_NUMBER}{{1,4}}[、.]?
      | \({HAN_NUMBER}{{1,4}}\)
      | {_CIRCLED}
      | {_PROVISION}
    )
    \s?\t\s*(?=\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)

_BEFORE_SPACE: Final = re.compile(
    rf"""
    {MARKS}
    (?P<label>
        {_PART}(?:\.{_PART}){{1,8}}(?:\s{REPEATED}(?!\w))?\.?
        (?=\s+{MARKS}(?:{OPENS}\s?){{0,3}}{MARKS}[^\W\d_%]
          |\s*{MARKS}(?![亿万倍])[\u2e80-\u9fff“„«「『《"]\s?\w
          |\s+\d{{1,4}}\s?[年月])
      | \d{{1,2}}(?:[-–]\d{{1,2}}){{2,5}}(?=\s+[\u0620-\u06ff])
      | \d{{1,3}}\s?{REPEATED}(?<=\u064b)(?=[\u0620-\u064a])
      | \d{{1,3}}\s?{REPEATED}\.?(?=\s+{OPENS}?[^\W\d_]|[\u2e80-\u9fff])
      | (?:\d{{1,3}}|{ROMAN}|[^\W\d_])\s?{REPEATED}\s?\)(?=\s|[^\W\d_])
      # A.2 and II.1 of an annex; X.25 and E.164 are recommendations.
      | (?-i:[A-F]\.\d|[A-Z]\d?(?:\.\d{{1,2}}){{2,6}}|[IVX]{{2,5}}(?:\.\d{{1,2}}){{1,6}})\.?
        (?=\s+{OPENS}?[^\W\d_]|(?!建议)[\u2e80-\u9fff])
      | (?-i:\d{{1,2}}(?:\.\d{{1,2}}){{2,5}}(?=[A-ZÀ-ÞА-ЯЁ][a-zà-ÿа-яё]|[\u2e80-\u9fff]))
      | (?-i:\d{{1,2}}(?:\.\d{{1,2}}){{0,5}}\.
          (?=[A-ZÀ-ÞА-ЯЁ]\s?[a-zà-ÿа-яё]|{MARKS}[\u0620-\u06ff]))       # 1.1.The text
      | (?-i:(?:\d{{1,2}}\.){{1,5}}(?:[A-Z]|[IVX]{{2,5}}))(?=\s+{OPENS}?[\u0620-\u06ff])
      | \d{{1,3}}(?:\.(?=\s|[\u2e80-\u9fff])|\)(?=\s|[^\W\d_]))
      | \d{{1,3}}、(?!\s?\d)
      | \((?:\d{{1,2}}|{ROMAN}|[^\W\d_])\)(?=\s|(?!he\b)[^\W\d_])
      | \((?-i:(?P<letter>[a-zа-я])(?P=letter))\)(?=\s|[\u2e80-\u9fff])
      | (?:{ROMAN}|[^\W\d_])\s?\)(?:\s?{REPEATED})?(?=\s|[^\W\d_])
      | {HAN_NUMBER}{{1,4}}(?:、|\.(?=\s|[\u2e80-\u9fff]))
      | \({HAN_NUMBER}{{1,4}}\)
      | {_CIRCLED}
      | {_PROVISION}(?=[\s:])
      | {_SPELLED}(?=\s?[-–]\s?[\u0620-\u06ff])
      | \d{{1,3}}(?=\s?[-–]\s?{OPENS}?\s?[\u0620-\u06ff])        # the UN's Arabic: `41 - text`
    )
    (?:\s?[-–]\s?(?={OPENS}?\s?[\u0620-\u06ff]))?\s*(?=\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)

BEFORE_HEADING: Final = re.compile(
    rf"(?P<label>(?:[A-ZА-Я]|[IVX]{{1,5}})\.(?=\s)|[IVX]{{1,5}}(?=\s?[-–—]\s)"
    r"|\d{1,2}(?:[-–]\d{1,2}){1,5}(?=\s+[\u0620-\u06ff])"
    rf"|第{HAN_NUMBER}{{1,4}}[章节])(?:\s?[-–—](?=\s))?\s*(?=[^\W\d_])"
)
"""A number that only a heading has before a mere space, or before none: ``II. State``."""

DASHED: Final = re.compile(r"\d{1,2}(?:[-–]\d{1,2}){1,5}")
"""The number of a clause as Arabic documents may write it: 3-1 for 3.1."""

CLAUSE: Final = re.compile(r"(?:[A-Z]{1,5}\.)?\d+(?:\.\d+)*(?:\.[A-Z]{1,5})?")
"""The number of a clause, with the letter of its annex at either end."""

_DECIMAL: Final = re.compile(r"\d+(?:\.\d+)*")

_NUMBER: Final = re.compile(r"[0-9]{1,9}")
"""A label that is a number; formats of automatic numbers may print any signs."""

_ROUND: Final = str.maketrans("（）", "()")


def part_label(text: str) -> tuple[str | None, str]:
    """Split a block's text into its typed label, as printed, and the rest; no label is None."""
    width_folded = fold_width(text[:24]).translate(_ROUND) + text[24:]
    match = _BEFORE_TAB.match(width_folded) or _BEFORE_SPACE.match(width_folded)
    if match:
        return text[match.start("label") : match.end("label")].strip(), text[match.end() :]
    bullet = _BULLET.match(text)
    return None, text[bullet.end() :] if bullet else text


def fold_width(text: str) -> str:
    """Return the text with plain digits and signs for full-width ones, at the same offsets."""
    return "".join(
        chr(ord(character) - 0xFEE0)
        if "！" <= character <= "～" and character not in "（）"
        else str(unicodedata.digit(character))
        if unicodedata.category(character) == "Nd"
        else character
        for character in text
    )


def normalise(label: str) -> str:
    """Return a label with plain digits, without its full stop."""
    return fold_width(label).strip().rstrip(".")


def count_numbers(label: str | None) -> int:
    """Count the numbers of a decimal label: 2 for ``3.1``, 0 for ``a)``."""
    match = _DECIMAL.fullmatch(normalise(label)) if label else None
    return match.group().count(".") + 1 if match else 0


def counts_on(number: str | None, label: str) -> bool:
    """Whether a single number is one more than another, both without their full stops."""
    first, second = (_NUMBER.fullmatch(normalise(text)) for text in (number or "", label))
    return first is not None and second is not None and int(second[0]) - int(first[0]) == 1


def is_next(number: str, label: str) -> bool:
    """Whether a label is one more than another, and is written in the same way."""
    return counts_on(number, label) and number.endswith(".") == label.endswith(".")
