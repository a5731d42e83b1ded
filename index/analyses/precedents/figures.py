"""Numbers, dates and editions of two texts, and those that only one of them has.

They are compared by value: `1.5 million` is `150万`, `12.09.2024` is `١٢ سبتمبر ٢٠٢٤`, `three` is
`3`. Editions differ where both texts cite one resolution, and neither cites the other's edition.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from corpus.cards import Editions, Figures
from corpus.documents import Mention
from corpus.extract.references import find, find_number_words
from corpus.text import dates
from index.analyses.precedents.durations import Duration, find_other_durations
from index.analyses.precedents.number_words import WEEKDAY, number_words, read_unit_behind
from index.analyses.precedents.reuse import GROUPED, LanguageText

_SCALES: Final = (
    (10**9, "十亿|mil mill|billion|milliard|млрд|миллиард|بليون|بلايين|مليار"),
    (10**12, "万亿"),
    (10**11, "千亿"),
    (10**8, "亿"),
    (10**7, "千万"),
    (10**6, "百万|million|mill[oó]n|млн|миллион|مليون|ملايين"),
    (10**4, "万"),
    (10**3, r"千(?![米克瓦兆赫])|mil(?:l?es?)?\b|milliers|thousand|тыс|ألف|آلاف"),
)
"""Scales of numbers by beginnings of their words in six languages, longer ones first."""

_NUMBER: Final = re.compile(
    rf"(?P<whole>{GROUPED}(?!\d)|\d+)(?:[.,٫](?P<tenths>\d+))?"
    rf"(?!\d|\s*月)[\s多余]*(?:{'|'.join(f'({words})' for _, words in _SCALES)})?",
    re.IGNORECASE,
)
"""A number in figures with its scale in words; a month in Chinese is none."""

_BEHIND: Final = re.compile(
    rf"[\s多余]*(?:{'|'.join(f'({words})' for _, words in _SCALES)})[^\W\d_\u2e80-\u9fff]*",
    re.IGNORECASE,
)
"""The scale behind a number, with the end of its word."""

_GROUP: Final = 3

_TWELVE: Final = 12
"""Highest number that is read as a word of a language alone."""

_TWO: Final = 2

_CHINESE_MONTH: Final = re.compile(r"(?<!\d)(1[0-2]|[1-9])\s?月")
_MONTH_IN_SIGNS: Final = re.compile(
    r"(?<![一二三四五六七八九十])(十[一二]?|[一二三四五六七八九])月"
)
_SIGNS: Final = ("", *"一二三四五六七八九十", "十一", "十二")

_BACKWARDS: Final = re.compile(
    r"(?<![\d.,])(\d{3})[ \u00a0](\d{1,2})(?![\d.,])(?=.*[\u0621-\u064a])", re.DOTALL
)
"""Thousands in the order of some Arabic texts, the last group first."""

_AFTERNOON: Final = re.compile(
    r"下午\s*(\d{1,2})|(?<![\d.:])(\d{1,2})(?=(?:[.:]\d\d)?\s*p\.\s?m\.)"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_YEARS: Final = re.compile(
    r"(?<![\d.,/–-])((?:19|20)\d\d)\s?[/‐‑–—−-]\s?((?:19|20)?\d\d)(?!\d|[.,/–-]\d)"
)
_LABEL: Final = re.compile(r"^\W*\d{1,3}\s?[.)–-]\s")


_COUNTED: Final = frozenset(map(str, range(3, 13)))
"""Numbers in words that are counts: some languages lack longer ones; one and two are ambiguous."""

_REPLACEABLE: Final = _COUNTED | {"2"}
"""Numbers in words that may replace a single other: two is clear where both texts have one."""


def numbers_differ(text: LanguageText, other: LanguageText) -> bool:
    """Whether each of two sentences has numbers or dates that the other lacks.

    Where only one has more, the other may have it in words. The languages may differ.
    """
    return bool(other_figures(text, other))


def other_figures(draft: LanguageText, earlier: LanguageText) -> Figures:
    """Find the numbers and dates, in any languages, that only one of two texts has.

    Both are empty where only one text has more: the other may have it in words. A number in words
    counts where it replaces a single other.
    """
    mine, others = _find_numbers(draft.text), _find_numbers(earlier.text)
    spelled, said_before = _find_spelled_numbers(draft), _find_spelled_numbers(earlier)
    own = {key: mine[key] for key in mine if key not in others and key not in said_before}
    old = {key: others[key] for key in others if key not in mine and key not in spelled}
    durations = _find_other_durations(draft, earlier)
    if durations:
        if not own or not old:
            own, old = {}, {}
        own |= {mine.number: mine.written for mine, _ in durations}
        old |= {other.number: other.written for _, other in durations}
    elif not own or not old:
        theirs, ours = {**others, **said_before}, {**mine, **spelled}
        own |= {key: spelled[key] for key in _REPLACEABLE & spelled.keys() - theirs.keys()}
        old |= {key: said_before[key] for key in _REPLACEABLE & said_before.keys() - ours.keys()}
        if not len(own) == len(old) == 1 or not {*own, *old} <= _REPLACEABLE:
            return Figures()
    return Figures(*(tuple(dict.fromkeys(each.values())) for each in (own, old)))


def _find_other_durations(
    draft: LanguageText, earlier: LanguageText
) -> list[tuple[Duration, Duration]]:
    """Find the durations that replace each other, with a number that the other text lacks."""
    durations = find_other_durations(draft, earlier)
    if not durations:  # nearly always: nothing else has to be read
        return []
    values, others = (
        {*_find_numbers(text.text), *_list_spelled_values(text)} for text in (draft, earlier)
    )
    return [
        (own, old)
        for own, old in durations
        if own.number not in others and old.number not in values
    ]


def is_one_number(text: str, other: str) -> bool:
    """Whether two texts have at most one number or date together."""
    return len(_find_numbers(text).keys() | _find_numbers(other).keys()) <= 1


def numbers_in_common(text: str, other: str) -> float:
    """Measure the share of numbers and dates that two texts both have, 0 to 1; 1 without any."""
    mine, others = _find_numbers(text).keys(), _find_numbers(other).keys()
    return len(mine & others) / len(mine | others) if mine or others else 1.0


def common_figures(text: LanguageText, other: LanguageText) -> set[str]:
    """Return the values that two texts both have, in figures or in words."""
    mine, others = (
        {**_find_numbers(side.text), **_find_spelled_numbers(side)} for side in (text, other)
    )
    return mine.keys() & others.keys()


def measures(text: str) -> Mapping[str, str]:
    """Return the numbers outside references and dates by value, each as it is written."""
    text = _blank_references(text)
    for date in dates.find(text, with_ranges=True):
        text = text[: date.start] + " " * (date.end - date.start) + text[date.end :]
    return _find_numbers(text)


def find_missing_figures(
    sentence: LanguageText, sources: Sequence[LanguageText]
) -> tuple[str, ...]:
    """Return the numbers and dates of a sentence that no text it repeats has, as written.

    The languages may differ. Numbers of references are names, and do not count.
    """
    there: set[str] = set()
    months: set[str] = set()
    for source in sources:
        there |= {*_find_numbers(source.text), *_list_spelled_values(source)}
        there |= {_group_digits(date.iso[:4]) for date in dates.find(source.text, with_ranges=True)}
        there |= {day for days in dates.days(source.text) for day in (days.first, days.last) if day}
        months |= _find_months(source).keys()
    text = LanguageText(_blank_references(sentence.text), sentence.language)
    own = {**_find_spelled_numbers(text), **_find_long_words(text.text)}
    own = {key: written for key, written in own.items() if key in _COUNTED or _is_counted(key)}
    own |= _find_numbers(text.text)
    missing = [written for key, written in own.items() if not _is_there(key, there, months)]
    missing += [written for month, written in _find_months(text).items() if month not in months]
    missing += _find_moved_months(text.text, [source.text for source in sources])
    return tuple(dict.fromkeys(missing))


def _is_counted(key: str) -> bool:
    """Whether a number is above twelve, or one that could not be read."""
    return not key.isdecimal() or int(key) > _TWELVE


def _list_spelled_values(text: LanguageText) -> set[str]:
    """List the values of all numbers that a text may have in words."""
    values = {
        number.key for number in number_words(text.text, text.language) if not number.is_fraction
    }
    for number in find_number_words(text.text):
        unit = read_unit_behind(text.text, number.end, text.language)
        values |= {number.figures, str(int(number.figures) + unit)}
    return {_group_digits(value) for value in values}


def _find_moved_months(text: str, others: Iterable[str]) -> list[str]:
    """Find the months that other texts have in other years only."""
    there = {date.iso for other in others for date in dates.find_months(other)}
    months = {iso[5:] for iso in there}
    return [
        text[date.start : date.end]
        for date in dates.find_months(text)
        if date.iso not in there and date.iso[5:] in months
    ]


def _is_there(key: str, there: Collection[str], months: Collection[str]) -> bool:
    year, _, month = key.partition("-")
    if len(month) == _TWO:  # a month of a year, which the other text may name apart
        return key in there or (_group_digits(year) in there and month.lstrip("0") in months)
    return key in there


def _find_months(text: LanguageText) -> dict[str, str]:
    """Find the months that a text names in words or in dates, by number, as written."""
    plain = _write_plain_digits(text.text)
    months = {
        str(int(date.iso[5:7])): plain[date.start : date.end]
        for date in dates.find(plain, with_ranges=True)
    }
    for match in _CHINESE_MONTH.finditer(plain):
        months[match[1]] = match[0]
    for match in _MONTH_IN_SIGNS.finditer(plain):
        months[str(_SIGNS.index(match[1]))] = match[0]
    for number in number_words(text.text, text.language):
        written = text.text[number.start : number.end]
        # English has "may" and "march" as other words.
        if number.counted_in == "month" and (text.language != "en" or written[0].isupper()):
            months[number.key] = written
    return months


def _find_long_words(text: str) -> dict[str, str]:
    """Find numbers above twelve in words; a round one may be the beginning of another."""
    return {
        number.figures: text[number.start : number.end]
        for number in find_number_words(text)
        if int(number.figures) > _TWELVE and int(number.figures) % 10
    }


def _blank_references(text: str) -> str:
    """Return a text with spaces for its references, at unchanged offsets."""
    for reference in find(text):
        text = (
            text[: reference.start]
            + " " * (reference.end - reference.start)
            + text[reference.end :]
        )
    return text


def other_measure(draft: LanguageText, earlier: LanguageText) -> Figures:
    """Find the single number that differs in an earlier text, where others are the same.

    Both are empty for several, for dates or references, or where only years are common.
    """
    figures = other_figures(draft, earlier)
    if not len(figures.draft) == len(figures.earlier) == 1:
        return Figures()
    mine, theirs = (
        {**_find_spelled_numbers(text), **measures(text.text)} for text in (draft, earlier)
    )
    is_measured = figures.draft[0] in mine.values() and figures.earlier[0] in theirs.values()
    in_common = (measures(draft.text).keys() | _COUNTED) & mine.keys() & theirs.keys()
    is_the_same = any(
        not (_YEAR.fullmatch(mine[key]) or spans_of_years(mine[key])) for key in in_common
    )
    return figures if is_measured and is_the_same else Figures()


def scale_behind(text: str, start: int = 0) -> tuple[int, int]:
    """Return factor and end of the scale (``万``, ``million``) at an offset; 1 and it for none."""
    match = _BEHIND.match(text, start)
    if match is None or not match.lastindex:
        return 1, start
    return _SCALES[match.lastindex - 1][0], match.end()


def spans_of_years(text: str) -> list[tuple[int, int, int]]:
    """Return start, end and first year of each span of two years (``2021/22``, ``2021–2022``)."""
    return [
        (*match.span(), int(match[1]))
        for match in _YEARS.finditer(_write_plain_digits(text))
        if str(int(match[1]) + 1).endswith(match[2])
    ]


def other_editions(draft: Iterable[Mention], earlier: Iterable[Mention]) -> tuple[Editions, ...]:
    """Find the resolutions and decisions that two texts cite in different editions.

    A text without an edition, or with the other's among several, does not differ.
    """
    mine, others = _group_editions(draft), _group_editions(earlier)
    return tuple(
        Editions(own[max(own)], others[cited][max(others[cited])])
        for cited, own in mine.items()
        if cited in others and not own.keys() & others[cited].keys()
    )


def besides_references(
    figures: Figures,
    editions: Iterable[Editions],
    draft: tuple[str, Iterable[Mention]],
    earlier: tuple[str, Iterable[Mention]],
) -> Figures:
    """Drop figures of editions, of common references, and of a kind that only one text has.

    References are paired with references and counts with counts; unpaired numbers are left out.
    ``draft`` and ``earlier`` are texts with their references.
    """
    changes = list(editions)
    own, old = _split_references(*draft), _split_references(*earlier)
    mine, theirs = (
        _sort_by_kind(figures.draft, own, (old[0], *(change.draft for change in changes))),
        _sort_by_kind(figures.earlier, old, (own[0], *(change.earlier for change in changes))),
    )
    is_shown = {
        kind: all(kind in side.values() for side in (mine, theirs)) for kind in ("counted", "cited")
    }
    return Figures(
        *(tuple(figure for figure in side if is_shown.get(side[figure])) for side in (mine, theirs))
    )


def _sort_by_kind(
    figures: Iterable[str], parted: tuple[str, str], known: Iterable[str]
) -> dict[str, str]:
    """Sort each figure of a text: ``counted``, ``cited``, or cited and ``known`` elsewhere."""
    cited, rest = parted
    elsewhere = _write_plain_digits("\n".join(known))
    kinds = {}
    for figure in figures:
        written = re.compile(rf"(?<!\d){re.escape(_write_plain_digits(figure))}(?!\d)")
        if written.search(rest) or not written.search(cited):
            kinds[figure] = "counted"
        else:
            kinds[figure] = "known" if written.search(elsewhere) else "cited"
    return kinds


def _split_references(text: str, mentions: Iterable[Mention]) -> tuple[str, str]:
    cited = []
    for mention in mentions:
        cited.append(text[mention.start : mention.end])
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return _write_plain_digits("\n".join(cited)), _write_plain_digits(text)


def _write_plain_digits(text: str) -> str:
    return re.sub(r"\d", lambda digit: str(int(digit[0])), text)


def _group_editions(
    mentions: Iterable[Mention],
) -> dict[tuple[str, str | None, str | None], dict[str, str]]:
    editions: dict[tuple[str, str | None, str | None], dict[str, str]] = {}
    for mention in mentions:
        if mention.edition:
            cited = editions.setdefault((mention.kind, mention.body, mention.number), {})
            cited[mention.edition] = mention.canonical
    return editions


def _find_spelled_numbers(text: LanguageText) -> dict[str, str]:
    return {
        number.key: text.text[number.start : number.end]
        for number in number_words(text.text, text.language)
        if number.counted_in not in ("month", WEEKDAY) and not number.is_fraction
    }


@lru_cache(maxsize=512)  # a sentence is compared with many
def _find_numbers(text: str) -> Mapping[str, str]:
    """Find months and days in ISO 8601, and other figures, each as it is written."""
    text = _write_plain_digits(text)
    text = _AFTERNOON.sub(lambda hour: str(int(hour[1] or hour[2]) % 12 + 12), _LABEL.sub("", text))
    # A range is its month, year and two figures: Arabic may print the later day first.
    numbers = {
        date.iso[:7]: text[date.start : date.end] for date in dates.find(text, with_ranges=True)
    }
    for date in dates.find(text):
        numbers[date.iso] = text[date.start : date.end]
        text = text[: date.start] + " " * (date.end - date.start) + text[date.end :]
    for start, end, year in spans_of_years(text):  # others may write `2021 and 2022`
        numbers |= {_group_digits(str(half)): text[start:end] for half in (year, year + 1)}
        text = text[:start] + " " * (end - start) + text[end:]
    for number in _NUMBER.finditer(_BACKWARDS.sub(r"\2\1", text)):
        whole, tenths, *scales = number.groups()
        digits = re.sub(r"\D", "", whole)
        scale = next(
            (factor for (factor, _), word in zip(_SCALES, scales, strict=True) if word), None
        )
        written = number[0].strip()
        if scale:
            numbers[_group_digits(f"{Decimal(f'{digits}.{tenths or 0}') * scale:f}")] = written
        elif tenths and len(tenths) == 1:
            numbers[f"{int(digits)}.{tenths}"] = written
        else:  # 12.40 may be an hour or an article as well, which others write 12:40 or 12 (40)
            numbers |= {_group_digits(digits): written for digits in (digits, tenths) if digits}
    return numbers


def _group_digits(digits: str) -> str:
    """Write a number by its groups of three, which Arabic texts may have in another order."""
    whole = digits.partition(".")[0]
    if len(whole) <= _GROUP:
        return str(int(whole))
    return " ".join(
        sorted(whole[max(0, end - _GROUP) : end] for end in range(len(whole), 0, -_GROUP))
    )
