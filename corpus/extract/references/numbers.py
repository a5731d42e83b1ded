"""Lists and ranges of numbers under one head word, as in ``Resolutions 133 and 140``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from corpus.extract.references import editions
from corpus.extract.references.editions import Edition
from corpus.extract.references.words import SESSION_LEAD, ReferenceVocabulary

_EMERGENCY: Final = ("e", "э", "ط")
_VALUE: Final = re.compile(
    r"(?:r(?=1\d{3}(?!\d)))?"  # Resolution R1332
    rf"(?P<value>(?:{SESSION_LEAD})?\d{{1,4}}/\d{{1,3}}(?!\d)|\d{{1,3}}/20\d\d|\d{{1,4}})"
    r"(?P<letter>\ ?(?:[a-hавс](?![a-zа-я])|(?:الف|باء|جيم|دال)(?![\u0620-\u064a])))?"
    r"(?![\d%]|[.,:]\d|/[\da-z]|[a-zа-я])(?!-[a-zа-я])"
)
SIGN: Final = re.compile(r"\ ?号")
"""The sign that ends a number in Chinese."""

_SECOND_HALF: Final = re.compile(r"-(?P<number>\d{1,3})(?![\d/])")
_PART: Final = re.compile(r"([a-h])(?=[\s,.;)号]|$)")
_LETTERS: Final = {
    "а": "a", "в": "b", "с": "c", "الف": "a", "باء": "b", "جيم": "c", "دال": "d",
}  # fmt: skip
_LONGEST_LIST: Final = 60
_LONGEST_RANGE: Final = 30  # members; a wider one is a mistake or an amount


@dataclass(frozen=True, slots=True)
class ListMember:
    """One member of a list.

    Attributes:
        edition: its own, or the shared one of a later member.
        letter: part of a resolution with a session (``217 A (III)``).
        own: whether the edition is right behind its number.
        joint: separator before it: ``and``, ``comma``, ``range`` or ``""``.
    """

    value: str
    start: int
    end: int
    edition: Edition | None
    letter: str = ""
    own: bool = False
    joint: str = ""
    joint_start: int = 0


def read_list(  # noqa: C901 - the rules of one loop, which read best together
    text: str, position: int, words: ReferenceVocabulary, *, plural: bool, chinese: bool = False
) -> list[ListMember]:
    """Return the numbers of a folded text from ``position`` on; empty if there is none.

    ``plural``: the head word announces several. ``chinese``: 号 and the head end the list.
    """
    items: list[ListMember] = []
    first = _read_item(text, position, words)
    if first is None:
        return items
    items.append(first)
    closed = False
    while len(items) < _LONGEST_LIST:
        end = items[-1].end
        if chinese and (sign := SIGN.match(text, end)):
            end = sign.end()
        joint = words.joint.match(text, end)
        kind = _name_joint(joint)
        # 853 (1993) 874 (1993): a comma was forgotten.
        is_beside = not kind and items[-1].own and not chinese and text[end : end + 1] == " "
        if joint is None or not (kind or is_beside):
            break
        item = _read_item(text, joint.end(), words)
        if item is None or (not chinese and text[item.end : item.end + 1] == "号"):
            break
        strong = _is_certain(text, item) or chinese
        if is_beside and not item.own:
            break
        if not (strong or plural) or (closed and kind == "comma" and not strong):
            break
        if not strong and re.fullmatch(r"(?:19|20)\d\d", item.value, re.ASCII):
            break
        closed = closed or kind in {"and", "range"}
        if chinese:
            # 第64/292号和第68/157号决议: 第 and 号 belong to each number.
            items[-1] = replace(items[-1], end=end)
            item = replace(item, start=_include_ordinal(text, item.start))
        items.append(replace(item, joint=kind or "and", joint_start=end))
    if _is_compound(text, items[0], plural=plural):
        return []
    if not chinese:
        items = _drop_open_end(text, items, plural=plural)
    return _share_editions(items)


def read_bracketed(text: str, position: int, words: ReferenceVocabulary) -> list[ListMember]:
    """Return the one number in brackets, as in ``رقم (1332)``; empty if there is none."""
    item = _read_item(text, position + 1, words) if text.startswith("(", position) else None
    if item is None or item.own or not text.startswith(")", item.end):
        return []
    edition = editions.read(text, item.end + 1, words)
    end = edition.end if edition else item.end + 1
    return [replace(item, end=end, edition=edition, own=edition is not None)]


def _is_compound(text: str, first: ListMember, *, plural: bool) -> bool:
    """Whether a number is the first half of another organisation's (``Decision 16-05``)."""
    second = _SECOND_HALF.match(text, first.end)
    if second is None or not first.value.isdigit():
        return False
    number = second["number"]
    return not plural or number.startswith("0") or int(number) <= int(first.value)


def _name_joint(joint: re.Match[str] | None) -> str:
    if joint is None:
        return ""
    if joint["range"]:
        return "range"
    if joint["conjunction"]:
        return "and"
    return "comma" if joint["comma"] else ""


def _read_item(text: str, position: int, words: ReferenceVocabulary) -> ListMember | None:
    match = _VALUE.match(text, position)
    if not match:
        return None
    value, end = _normalise_session(match["value"]), match.end("value")
    letters = (match["letter"] or "").strip()
    letter = _LETTERS.get(letters, letters).upper()
    edition = editions.read(text, end, words)
    if edition is None and letter:
        after = editions.read(text, match.end(), words)
        if "/" in value:
            value, end, edition = value + letter, match.end(), after
        elif after and after.session:
            end, edition = match.end(), after
        # An article otherwise: the resolution 1332 a ...
    elif edition and edition.session and (part := _PART.match(text, edition.end)):
        edition, letter = replace(edition, end=part.end()), part[1].upper()
    if not (edition and edition.session):
        letter = ""
    if edition is None and words.units.match(text, end):
        return None
    end = edition.end if edition else end
    return ListMember(value, position, end, edition, letter, own=edition is not None)


def _normalise_session(value: str) -> str:
    """Return a value with the letters of a session as English has them (``es-11/4``)."""
    lead, dash, number = value.partition("-")
    if not dash:
        return value
    is_emergency = lead.startswith(_EMERGENCY) or lead.strip().endswith(_EMERGENCY)
    return f"{'es' if is_emergency else 's'}-{number.strip()}"


def _include_ordinal(text: str, start: int) -> int:
    for width in (1, 2):
        if text[start - width : start].rstrip(" ") == "第":
            return start - width
    return start


def _is_certain(text: str, item: ListMember) -> bool:
    """Whether a member can be no amount: it has an edition, a session or the R of R1332."""
    return item.own or "/" in item.value or text[item.start] == "r"


def _drop_open_end(text: str, items: list[ListMember], *, plural: bool) -> list[ListMember]:
    """Cut a list with only commas to its first number, unless its head is plural."""
    joints = {item.joint for item in items[1:]}
    if joints == {"comma"} and not plural and not all(_is_certain(text, i) for i in items[1:]):
        return items[:1]
    return items


def _share_editions(items: list[ListMember]) -> list[ListMember]:
    """Give members without an edition that of the next one that has one of ITU's."""
    result: list[ListMember] = []
    shared: Edition | None = None
    for item in reversed(items):
        if item.own:
            edition = item.edition
            is_itu = edition is not None and (edition.revised or edition.place or edition.body)
            shared = edition if is_itu else None
            result.append(item)
        else:
            result.append(replace(item, edition=shared))
    return result[::-1]


def expand_ranges(items: list[ListMember]) -> list[ListMember]:
    """Return the list with the members inside each range, at the span of its words."""
    result: list[ListMember] = []
    for item in items:
        if item.joint == "range" and result and item.value.isdigit() and result[-1].value.isdigit():
            first, last = int(result[-1].value), int(item.value)
            if first + 1 < last <= first + _LONGEST_RANGE:
                result += [
                    ListMember(
                        str(number), item.joint_start, item.start, item.edition, joint="between"
                    )
                    for number in range(first + 1, last)
                ]
        result.append(item)
    return result
