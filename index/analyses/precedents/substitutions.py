"""Numbers, denying words and countries of a draft that replace others of an earlier text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import accumulate
from typing import Final

from corpus import countries, tables
from corpus.cards import Figures
from corpus.languages import find_language
from corpus.text import is_han, sentences
from index.analyses.precedents.figures import scale_behind, spans_of_years
from index.analyses.precedents.number_words import NumberInText, find_counted_unit, number_words
from index.analyses.precedents.reuse import GROUPED, RUN, fold_span, matcher, spans
from index.words import word_key

_BORDER: Final = 3
"""Words next to common text in which a number replaces another, since a draft may end there."""

_DENIED: Final = re.compile("[再会要应得予宜可能必需被]{0,2}([\u4e00-\u9fff]{2})")
"""Chinese modal words behind a negation, and the verb that is denied."""

_FIGURE: Final = re.compile(rf"(?<![\d.,:/]){GROUPED}(?:[.,٫]\d+)?(?!\d)|\d+(?:[.,٫:/]\d+)*")


def find_changed_figures(draft: str, earlier: str, language: str | None = None) -> Figures:
    """Find the numbers that replace others of an earlier text in the draft's language.

    Where many words replace many, only numbers next to common text count. Numbers in words need a
    known language.
    """
    mine, theirs = _find_numbers(draft, language), _find_numbers(earlier, language)
    changes = list(_find_replacements(_find_changes(draft, earlier), mine, theirs))
    if not changes:
        return Figures()
    pairs = [
        _drop_equal(_filter_within(mine, first, last), _filter_within(theirs, begin, end))
        for first, last, begin, end in changes
    ]
    own, old = ([number for pair in pairs for number in pair[side]] for side in (0, 1))
    return Figures(
        tuple(dict.fromkeys(draft[number.start : number.end] for number in own)),
        tuple(dict.fromkeys(earlier[number.start : number.end] for number in old)),
    )


def _find_replacements(
    changes: Iterable[tuple[str, int, int, int, int]],
    mine: Sequence[NumberInText],
    theirs: Sequence[NumberInText],
) -> Iterator[tuple[int, int, int, int]]:
    """Yield spans of replaced numbers; added or removed digits count as the whole number."""
    for tag, first, last, begin, end in changes:
        if tag == "replace":
            yield first, last, begin, end
            continue
        is_mine = tag == "delete"  # what only the draft has
        longer, shorter = (mine, theirs) if is_mine else (theirs, mine)
        start, stop, place = (first, last, begin) if is_mine else (begin, end, first)
        own = [number for number in longer if number.start < stop and number.end > start]
        other = [number for number in shorter if number.start <= place <= number.end]
        if len(own) == len(other) == 1 and (own[0].start < start or own[0].end > stop):
            sides = own[0].start, own[0].end, other[0].start, other[0].end
            yield sides if is_mine else (*sides[2:], *sides[:2])


def find_changed_negations(draft: str, earlier: str, language: str | None = None) -> Figures:
    """Find the denying words that only one of two texts in a known language has.

    They do not count where both deny, away from common text, or in sentences with little of the
    other text.
    """
    pattern = compile_negations(language, tables.folder()) if language else None
    if pattern is None:
        return Figures()
    figures = [_compare_negations(pattern, *texts) for texts in _pair_stretches(draft, earlier)]
    return Figures(
        tuple(dict.fromkeys(word for change in figures for word in change.draft)),
        tuple(dict.fromkeys(word for change in figures for word in change.earlier)),
    )


def _compare_negations(pattern: re.Pattern[str], draft: str, earlier: str) -> Figures:
    mine, theirs = ([match.span() for match in pattern.finditer(text)] for text in (draft, earlier))
    alike, alike_before = _find_matching_sentences(draft, earlier)
    own: dict[str, None] = {}
    old: dict[str, None] = {}
    for tag, first, last, begin, end in _find_changes(draft, earlier, are_sentences=True):
        if tag == "equal":
            continue
        denied = [span for span in mine if span[0] < last and span[1] > first]
        denied_before = [span for span in theirs if span[0] < end and span[1] > begin]
        if tag != "replace":  # alone it denies, whatever it begins in the text
            denied = denied or _find_negations(pattern, draft, first, last)
            denied_before = denied_before or _find_negations(pattern, earlier, begin, end)
        if not denied_before:
            own.update({draft[slice(*span)]: None for span in denied if _is_within(span, alike)})
        if not denied:
            alike_denied = (span for span in denied_before if _is_within(span, alike_before))
            old.update({earlier[slice(*span)]: None for span in alike_denied})
    if not theirs and not own:
        denied = [span for span in mine if _is_within(span, alike)]
        own = _find_moved_denials(draft, denied, earlier, alike_before)
    elif not mine and not old:
        denied = [span for span in theirs if _is_within(span, alike_before)]
        old = _find_moved_denials(earlier, denied, draft, alike)
    # A word that both have as often has only moved, and is one of both.
    moved = [
        word for word in (*own, *old) if _count_word(draft, word) == _count_word(earlier, word)
    ]
    return Figures(*(tuple(dict.fromkeys((*words, *moved))) for words in (own, old)))


def _find_moved_denials(
    text: str,
    negations: Iterable[tuple[int, int]],
    other: str,
    alike: Sequence[tuple[int, int]],
) -> dict[str, None]:
    """Return the Chinese negations whose denied word is in a matching sentence of the other text.

    A Chinese verb may move behind its object (``不延长任期``, ``将任期延长``).
    """
    quoted: dict[str, None] = {}
    for start, end in negations:
        denied = _DENIED.match(text, end)
        if denied and any(denied[1] in other[first:last] for first, last in alike):
            quoted[text[start:end]] = None
    return quoted


def _count_word(text: str, word: str) -> int:
    before = "" if is_han(word[0]) else r"(?<!\w)"
    behind = r"(?!\w)" if word[-1].isalnum() and not is_han(word[0]) else ""  # a word follows n'
    return len(re.findall(f"{before}{re.escape(word)}{behind}", text, re.IGNORECASE))


def find_changed_countries(draft: str, earlier: str) -> Figures:
    """Find the countries that replace others of an earlier text, as ISO 3166-1 alpha-3 codes.

    A sentence and its source each name one that the other text lacks. Sentences with little of the
    other text do not count.
    """
    named, named_before = {*countries.find(draft)}, {*countries.find(earlier)}
    new, dropped = named - named_before, named_before - named
    if not new or not dropped:
        return Figures()
    own: dict[str, None] = {}
    old: dict[str, None] = {}
    for mine, theirs in _pair_stretches(draft, earlier):
        alike, alike_before = _find_matching_sentences(mine, theirs)
        replacing = _find_among(mine, new, alike)
        replaced = _find_among(theirs, dropped, alike_before)
        if replacing and replaced:
            own |= dict.fromkeys(replacing)
            old |= dict.fromkeys(replaced)
    return Figures(tuple(own), tuple(old))


def _find_among(
    text: str, codes: Collection[str], stretches: Collection[tuple[int, int]]
) -> list[str]:
    """Find those of some countries that a text names within some stretches."""
    return [
        code
        for start, end, code in countries.places(text)
        if code in codes and _is_within((start, end), stretches)
    ]


def _pair_stretches(draft: str, earlier: str) -> list[tuple[str, str]]:
    """Pair a draft's sentences with their sources; in whole paragraphs any negation might match."""
    places, others, codes = _lay_words(draft, earlier)
    own, old = sentences(draft), sentences(earlier)
    borders = [tuple(bisect_left(others, offset) for offset in span) for span in old]
    groups: list[tuple[set[int], set[int]]] = []
    for index, (start, end) in enumerate(own):
        first, last = (bisect_left(places, offset) for offset in (start, end))
        same = [
            (max(a, first), min(b, last), c - a)
            for tag, a, b, c, _ in codes
            if tag == "equal" and a < last and b > first
        ]
        runs = [
            [max(0, min(b + by, stop) - max(a + by, begin)) for a, b, by in same]
            for begin, stop in borders
        ]
        linked = {place for place, sizes in enumerate(runs) if max(sizes, default=0) >= RUN}
        linked = linked or {max(range(len(old)), key=lambda place: sum(runs[place]))}
        touching = [group for group in groups if group[1] & linked]
        groups = [group for group in groups if group not in touching]
        mine, theirs = zip(({index}, linked), *touching, strict=True)
        groups.append((set().union(*mine), set().union(*theirs)))
    return [
        (
            "".join(draft[slice(*own[index])] for index in sorted(mine)),
            "".join(earlier[slice(*old[index])] for index in sorted(theirs)),
        )
        for mine, theirs in groups
    ]


def _find_negations(
    pattern: re.Pattern[str], text: str, start: int, end: int
) -> list[tuple[int, int]]:
    """Find the spans of denials in a stretch, whatever is behind it."""
    return [match.span() for match in pattern.finditer(text, start, end)]


def _is_within(span: tuple[int, int], stretches: Iterable[tuple[int, int]]) -> bool:
    return any(start <= span[0] < end for start, end in stretches)


def _find_matching_sentences(
    draft: str, earlier: str
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Find the sentences with a common run of words, or mostly common words."""
    places, others, codes = _lay_words(draft, earlier)
    same = [code[1:] for code in codes if code[0] == "equal"]
    own = _find_most_alike(draft, places, [(a, b) for a, b, _, _ in same])
    return own, _find_most_alike(earlier, others, [(c, d) for _, _, c, d in same])


def _find_most_alike(
    text: str, places: Sequence[int], same: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    matches = []
    for start, end in sentences(text):
        first, last = (bisect_left(places, offset) for offset in (start, end))
        runs = [max(0, min(last, b) - max(first, a)) for a, b in same]
        if max(runs, default=0) >= RUN or 2 * sum(runs) >= last - first:
            matches.append((start, end))
    return matches


@lru_cache(maxsize=8)  # numbers and denying words are found in the same two texts
def _lay_words(
    draft: str, earlier: str
) -> tuple[list[int], list[int], list[tuple[str, int, int, int, int]]]:
    """Match the words of both texts; return also their offsets, and the end of the last."""
    left, right = spans(draft), spans(earlier)
    places, others = ([0, *accumulate(map(len, words))] for words in (left, right))
    codes = matcher(list(map(fold_span, left)), list(map(fold_span, right))).get_opcodes()
    return places, others, [(*code,) for code in codes]


def _find_changes(
    draft: str, earlier: str, *, are_sentences: bool = False
) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield kind and offsets, in both texts, of differences next to common text."""
    places, others, codes = _lay_words(draft, earlier)
    left, right = (len(starts) - 1 for starts in (places, others))
    in_common = sum(b - a for tag, a, b, _, _ in codes if tag == "equal")
    begin_alike = are_sentences and 2 * in_common >= left
    for tag, a, b, c, d in codes:
        stretches = [(a, b, c, d)]
        if tag == "equal":
            continue
        if max(b - a, d - c) >= RUN:
            # Of what only one has, its own borders; of what stands for another, both in step.
            steps = range(min(_BORDER, *(size for size in (b - a, d - c) if size)))
            step, other = (min(1, size) for size in (b - a, d - c))
            stretches = [
                (
                    a + index * step,
                    a + (index + 1) * step,
                    c + index * other,
                    c + (index + 1) * other,
                )
                for index in steps
                if (a and c) or (begin_alike and not a and not c and max(b, d) <= in_common)
            ]
            if b < left and d < right:
                stretches += [
                    (
                        b - (index + 1) * step,
                        b - index * step,
                        d - (index + 1) * other,
                        d - index * other,
                    )
                    for index in steps
                ]
        for first, last, begin, end in stretches:
            yield tag, places[first], places[last], others[begin], others[end]


@lru_cache(maxsize=8)
def compile_negations(language: str, folder: str) -> re.Pattern[str] | None:
    """Compile the denying words of a language."""
    del folder  # the key of the cache: another folder of tables, other words
    words = tables.load("negations").get(language)
    with tables.patterns("negations"):
        return re.compile(words, re.IGNORECASE) if words else None


def _drop_equal(
    mine: Sequence[NumberInText], theirs: Sequence[NumberInText]
) -> tuple[Sequence[NumberInText], Sequence[NumberInText]]:
    """Return the numbers of two stretches that replace each other and differ."""
    if len(mine) == len(theirs) and any(number.is_word for number in (*mine, *theirs)):
        pairs = [
            (number, other)
            for number, other in zip(mine, theirs, strict=True)
            if number.key != other.key
            and not _is_article(number, other)
            and (number.counted_in == other.counted_in or not (number.is_word or other.is_word))
        ]
        return [number for number, _ in pairs], [other for _, other in pairs]
    mine, theirs = ([number for number in side if not number.is_word] for side in (mine, theirs))
    if not mine or not theirs:
        return (), ()
    keys, others = ({number.key for number in side} for side in (mine, theirs))
    return (
        [number for number in mine if number.key not in others],
        [number for number in theirs if number.key not in keys],
    )


def _is_article(number: NumberInText, other: NumberInText) -> bool:
    """Whether one of two numbers may be an article: `una`, next to `15`."""
    return number.is_word != other.is_word and "1" in (
        number.is_word and number.key,
        other.is_word and other.key,
    )


def _filter_within(numbers: Sequence[NumberInText], start: int, end: int) -> list[NumberInText]:
    return [number for number in numbers if number.start < end and number.end > start]


def _find_numbers(text: str, language: str | None) -> list[NumberInText]:
    numbers = []
    rest = text
    is_spaced = find_language(language).is_spaced
    for start, end, year in spans_of_years(text):
        key = f"{year}/{year + 1}"
        numbers.append(NumberInText(start, end, key, find_counted_unit(text, start, end, language)))
        rest = rest[:start] + " " * (end - start) + rest[end:]
    for match in _FIGURE.finditer(rest):
        scale, end = scale_behind(text, match.end())
        # What `2.6万` counts is behind it; `3 million` is compared with `three million`.
        behind = match.end() if is_spaced else end
        unit = find_counted_unit(text, match.start(), behind, language)
        key = _key(match[0]) if scale == 1 else _multiply_figure(match[0], scale, language)
        numbers.append(NumberInText(match.start(), end, key, unit))
    for word in number_words(text, language):
        scale = scale_behind(word.counted_in)[0] if is_spaced else 1
        numbers.append(
            replace(word, key=_multiply_figure(word.key, scale, language)) if scale > 1 else word
        )
    return sorted(numbers, key=lambda number: number.start)


def _multiply_figure(figure: str, scale: int, language: str | None) -> str:
    tenths = re.fullmatch(rf"(\d+)[{'.' if language in ('zh', 'en') else ',٫'}](\d+)", figure)
    written = f"{tenths[1]}.{tenths[2]}" if tenths else _key(figure).replace(",", ".")
    try:
        value = Decimal(written) * scale
    except InvalidOperation:  # `12:40`, `3/4`
        return f"{_key(figure)} {scale}"
    return f"{value.normalize():f}"


def _key(figure: str) -> str:
    whole = re.match(rf"{GROUPED}(?!\d)", figure)
    return word_key(re.sub(r"\D", "", whole[0]) + figure[whole.end() :] if whole else figure)
