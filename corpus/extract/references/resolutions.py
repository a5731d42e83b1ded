"""Resolutions and decisions: a head before its numbers, in Chinese also behind them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import Final

from corpus.extract.references import bodies, editions, heads, numbers
from corpus.extract.references.scan import FoundReference, Scan
from corpus.extract.references.words import SESSION_LEAD

# Between a body's name and the head it belongs to: General Assembly (UNGA) resolution.
_TIED: Final = re.compile(
    r"[\s\")\]]*(?:\(\s*[a-z]{2,6}\s*\))?(?:'s?)?"
    r"(?:\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?)?(?:的|于|在)?\s*第?"
)
_FIRST_DIGIT: Final = re.compile(rf"(?<![\da-z/.-])(?:r?\d|{SESSION_LEAD})")
_ORDINAL: Final = re.compile(r"第?\s?")
_CONFERENCE: Final = re.compile(
    r"(?<![a-zа-я0-9])(?P<code>pp|wtdc|wtsa|wrc|cmdt|amnt|cmr|пк|вкрэ|васэ|вкр|c)[- ]?"
    r"(?:20)?(?P<year>\d\d)[)\s\"]{0,3}$"
)
_CODES: Final = {
    "pp": "PP", "пк": "PP", "wtdc": "WTDC", "cmdt": "WTDC", "вкрэ": "WTDC", "wtsa": "WTSA",
    "amnt": "WTSA", "васэ": "WTSA", "wrc": "WRC", "cmr": "WRC", "вкр": "WRC", "c": "Council",
}  # fmt: skip
_RADIO_RESOLUTION: Final = re.compile(
    r"\s?(?:itu|uit|мсэ)-[rр]\s?(?P<number>\d{1,2}(?:-\d{1,2})?)(?![\d/])"
)
_RADIO_ASSEMBLY: Final = re.compile(r"(?<![a-zа-я])(?:ra|(?:itu|uit|мсэ)-[rр])[\s的]?$")
_RADIO_NUMBER: Final = re.compile(r"\s?(?P<number>\d{1,2}-\d{1,2})(?![\d/])")
_RADIO_CHINESE: Final = re.compile(r"第?\s?(?P<number>\d{1,2}(?:-\d{1,2})?)\s?号决议")
_HEALTH: Final = re.compile(
    r"(?:wha|(?P<arabic>ج\ ?ص\ ?ع)\ ?)(?P<session>\d{1,2})(?(arabic)-|\.)(?P<number>\d{1,2})"
    r"(?:\.(?=\s|$)|(?![\d.,]\d|[\da-z]))"
)
_NUMBER_AND_YEAR: Final = re.compile(
    r"(?P<words>[^\d/;.()]{2,120}?)(?=(?:\s*,)?\s+\w{1,3}\s+\d|\s+و\ ?\d|,\s+\d)[^\d]{1,8}"
    r"(?P<number>[1-9]\d{2,3})\ ?\((?P<year>(?:19|20)\d\d)(?:\ ?г(?:ода|\.)?)?\)"
)
_MOST_FURTHER: Final = 20  # members behind a list that have words of their own between them
_SENTENCE_END: Final = re.compile(r"[;!?]|\.(?=\s|$)(?<![a-zа-я]\.)|(?<=[a-zа-я]{4})\.(?=\s)")
_REMEMBERED: Final = 200  # references before a bare number among which the same number may be
_NEAR_BODY: Final = 90  # characters before a head in which an adjoining body's name begins
_SENTENCE: Final = 260  # characters around a head that are read for other bodies' names


def read_head_first(  # noqa: PLR0911 - a return for each form of number
    scan: Scan, anchor: int
) -> list[FoundReference]:
    """Return the references of a head word and the numbers behind it."""
    text, words = scan.text, scan.words
    start = scan.word_start(anchor)
    head = words.head.match(text, start) if start is not None else None
    if start is None or head is None:
        return []
    if "一" <= text[anchor] <= "鿿":
        return _read_chinese_head(scan, anchor)
    kind, is_short = head.value
    if is_short and text[start - 1 : start] in {"-", "/"}:
        return []  # EG-DEC482 is a group
    end = head.end + (is_short and text.startswith(".", head.end))
    radio = _RADIO_RESOLUTION.match(text, end)
    if radio is None and _is_radio(text, start):
        radio = _RADIO_NUMBER.match(text, end)
    if radio and kind == "resolution":
        return [_make_radio(radio, start)]
    inside, position = heads.read_bodies(scan, end)
    number_word = words.number.match(text, position)
    position = number_word.end() if number_word else position
    radio = _RADIO_NUMBER.match(text, position) if kind == "resolution" else None
    if radio and {"RA", "ITU-R"} & {
        *inside,
        *heads.read_bodies(scan, radio.end(), needs_of=True)[0],
    }:
        return [_make_radio(radio, start)]
    plural = is_short or heads.is_plural(text[head.start : head.end])
    items = numbers.read_list(text, position, words, plural=plural)
    if not items and number_word and number_word.group().strip():
        items = numbers.read_bracketed(text, position, words)
    if not items:
        return []
    after, end = heads.read_bodies(scan, items[-1].end, needs_of=True)
    edition = _read_edition_behind(scan, items, end, after) if after else None
    if edition and items[-1].edition is None:
        items = [replace(item, edition=edition) for item in items]
        items[-1] = replace(items[-1], end=edition.end)
    new = _resolve_items(scan, kind, items, start, None, (*inside, *after), is_short=is_short)
    return new + _read_further(scan, new) if plural else new


def _read_edition_behind(
    scan: Scan, items: list[numbers.ListMember], end: int, after: list[str]
) -> editions.Edition | None:
    """Read the edition behind a list and its bodies: ``1332 del Consejo (modificada en 2019)``.

    A year alone, as in ``1332 du Conseil (2016)``, is one only behind the name of a body of ITU.
    """
    text, words = scan.text, scan.words
    edition = editions.read(text, end, words)
    if edition and not edition.revised:
        of_edition = editions.body_of_edition(edition, words)
        is_own = bodies.ITU.intersection(after) and of_edition in {None, *after}
        if not (edition.year and is_own) or any(
            # The Council may be the Security Council, which had this number in that year.
            item.value.isdigit()
            and editions.is_by_security_council(int(item.value), int(edition.year), words)
            for item in items
        ):
            edition = None
    return edition or editions.read_conference(text, items[-1].end, words)


def _read_further(scan: Scan, new: list[FoundReference]) -> list[FoundReference]:
    """Return what goes on behind a list of the Security Council's, each with words of its own."""
    text, words = scan.text, scan.words
    further: list[FoundReference] = []
    while new and new[-1].body == "UNSC" and len(further) < _MOST_FURTHER:
        end = (further or new)[-1].end
        item = _NUMBER_AND_YEAR.match(text, end)
        if item is None:
            break
        number, year, first = item["number"], item["year"], item.start("number")
        between = words.joint.match(text, item.end("words"))
        is_parted = between is not None and between.end() == first and between.group().strip()
        if (
            not is_parted
            or words.head.search(text, end, first)
            or words.body.search(text, end, first)
            or words.named.search(text, end, first)
            or not editions.is_by_security_council(int(number), int(year), words)
        ):
            break
        what = (f"S/RES/{number}", "resolution", "UNSC", number, year)
        further.append(FoundReference(*what, first, item.end()))
    return further


def _make_radio(number: re.Match[str], start: int) -> FoundReference:
    canonical = f"RA Res. {number['number']}"
    return FoundReference(
        canonical, "resolution", "RA", number["number"], None, start, number.end()
    )


def _is_radio(text: str, start: int) -> bool:
    return _RADIO_ASSEMBLY.search(text[max(0, start - 7) : start]) is not None


def read_number_first(scan: Scan, anchor: int) -> list[FoundReference]:
    """Return the references of numbers and the Chinese head behind them."""
    if anchor < scan.headless:
        return []  # a part of a list ends where the list ends
    text, words = scan.text, scan.words
    radio = _RADIO_CHINESE.match(text, anchor) if _is_radio(text, anchor) else None
    if radio:
        return [_make_radio(radio, anchor)]
    ordinal = _ORDINAL.match(text, anchor)
    position = ordinal.end() if ordinal else anchor
    items = numbers.read_list(text, position, words, plural=True, chinese=True)
    if not items:
        return []
    end = items[-1].end
    sign = numbers.SIGN.match(text, end)
    inside, end = heads.read_bodies(scan, sign.end() if sign else end)
    end += text[end : end + 1] in {"的", " "}
    head = words.chinese_head.match(text, end)
    if head is None:
        scan.headless = items[-1].start
        return []
    edition = editions.read(text, head.end, words) or editions.read_chinese(text, head.end, words)
    head_end = edition.end if edition else head.end
    if edition is None or edition.session:
        edition, head_end = _read_edition_ahead(scan, anchor), head.end
    if edition:
        items = [item if item.own else replace(item, edition=edition) for item in items]
    new = _resolve_items(scan, head.value, items, anchor, head_end, tuple(inside))
    if not new:
        scan.headless = items[-1].end  # nobody's first number has no second of ITU's
    return new


def _read_chinese_head(scan: Scan, anchor: int) -> list[FoundReference]:
    """Read a head without 第: ``1332号决议`` before it, ``决议1332`` behind it."""
    text, words = scan.text, scan.words
    head = words.chinese_head.match(text, anchor)
    if head is None:
        return []
    if text[anchor - 1 : anchor] == "号":
        low = max(scan.done, anchor - 60)
        ahead = (
            read_number_first(scan, match.start())
            for match in _FIRST_DIGIT.finditer(text, low, anchor)
        )
        return next(filter(None, ahead), [])
    number_word = words.number.match(text, head.end)
    position = number_word.end() if number_word else head.end
    items = numbers.read_list(text, position, words, plural=False)
    if not items or head.value == "recommendation":
        return []
    if "第" in text[head.end : position] and not text.startswith("号", items[-1].end):
        return []  # 决议第5段: a paragraph of a resolution
    return _resolve_items(scan, head.value, items, anchor, None, ())


def _read_edition_ahead(scan: Scan, start: int) -> editions.Edition | None:
    """Read an edition before the number: ``（2022年，修订版）第140号``, ``2022年修订的第140号``."""
    if scan.text[start - 1 : start] != ")":
        return editions.read_chinese_before(scan.text, start, scan.done, scan.words)
    opening = scan.text.rfind("(", max(scan.done, start - 60), start)
    edition = editions.read(scan.text, opening, scan.words) if opening >= 0 else None
    return edition if edition and edition.end == start and edition.revised else None


def _resolve_items(
    scan: Scan,
    kind: str,
    items: list[numbers.ListMember],
    start: int,
    head_end: int | None,
    adjoining: tuple[str, ...],
    *,
    is_short: bool = False,
) -> list[FoundReference]:
    """Return the references of a list; the last member's span includes a head behind it."""
    text, words = scan.text, scan.words
    before = text[max(scan.done, start - _NEAR_BODY) : start]
    year = None
    code = _CONFERENCE.search(before)
    if code:
        adjoining = (*adjoining, _CODES[code["code"]])
        year = ("19" if code["year"] > "80" else "20") + code["year"]
    else:
        for body in words.body.finditer(text, start - len(before), start):
            if _TIED.fullmatch(text, body.end, start):
                adjoining = (*adjoining, body.value)
                break
    context = bodies.Context(
        adjoining,
        year,
        partial(_find_bodies_of_sentence, scan, start, items[-1].end),
        partial(_find_bodies_before_sentence, scan, start),
        is_short,
        {
            (reference.kind, reference.number or ""): reference.body or ""
            for reference in scan.found[-_REMEMBERED:]
        },
        leftward="\u0620" <= text[start] <= "\u064a",
        owner=scan.owner,
    )
    new = []
    for item in numbers.expand_ranges(items):
        target = bodies.resolve_number(kind, item, context, words)
        if target:
            begin = start if item is items[0] else item.start
            end = max(item.end, head_end or 0) if item is items[-1] else item.end
            what = (target.canonical, kind, target.body, target.number, target.edition)
            new.append(FoundReference(*what, begin, end))
    return new


def _find_bodies_of_sentence(scan: Scan, start: int, end: int) -> tuple[str, ...]:
    """Return the bodies named in the sentence around a reference, the nearest before it first."""
    text, body = scan.text, scan.words.body
    first, last = find_sentence(text, start, end)
    before = [name.value for name in body.finditer(text, first, start)]
    return (*before[::-1], *(name.value for name in body.finditer(text, end, last)))


def _find_bodies_before_sentence(scan: Scan, start: int) -> tuple[str, ...]:
    """Return the bodies named in the sentence before that of a reference, the last first."""
    end, _ = find_sentence(scan.text, start, start)
    if not end:
        return ()
    first, _ = find_sentence(scan.text, end - 1, end)
    return tuple(name.value for name in scan.words.body.finditer(scan.text, first, end))[::-1]


def find_sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence around a reference begins and ends."""
    first = max(0, start - _SENTENCE)
    for stop in _SENTENCE_END.finditer(text, first, start):
        first = stop.end()
    stop_after = _SENTENCE_END.search(text, end, end + _SENTENCE)
    return first, stop_after.start() if stop_after else min(len(text), end + _SENTENCE)


def read_health_assembly(scan: Scan, anchor: int) -> list[FoundReference]:
    """Return the resolution of the World Health Assembly at an anchor (``WHA74.7``)."""
    match = _HEALTH.match(scan.text, anchor)
    if match is None or scan.word_start(anchor) is None:
        return []
    number, end = f"{match['session']}.{match['number']}", match.end("number")
    return [FoundReference(f"WHA{number}", "resolution", "WHA", number, None, anchor, end)]
