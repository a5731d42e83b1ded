"""Comparison of two texts, documents or drafts: paragraph by paragraph, then word by word.

Paragraphs are paired in order by equal text, then common words and numbers. Nearly equal ones among
the rest were moved. Where one paragraph passed three, that one moved and not the three.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Document, Passage, path_text
from corpus.errors import QueryError
from corpus.extract import symbols
from corpus.languages import BY_CODE, check_language, is_official
from corpus.text import dates
from index.analyses.paragraphs import first_pieces, whole_paragraphs
from index.analyses.precedents import WordChange, word_changes, words_of
from index.lookup import Card, show
from index.store import Excerpt, Store

Change = Literal["same", "changed", "added", "removed"]

ALIKE: Final = 0.4
"""Share of common words from which two paragraphs are versions of one."""

_ALIKE_BY_NUMBER: Final = 0.2
"""Share of common words from which two paragraphs with one number are versions of one."""

_NUMBER: Final = 0.15
"""Weight of an equal number, in shares of words."""

_SAME: Final = 0.1
"""Additional weight of equal words in equal order."""

_LONGEST_DATE: Final = 60
"""Characters of a paragraph that may be a date; the longest in the six languages has fewer."""

MOVED: Final = 0.75
"""Share of common words from which a paragraph elsewhere is a moved one."""

MOVED_WORDS: Final = 5
"""Least number of words of a moved paragraph: short lines recur everywhere."""

Shares = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ComparedText:
    """One of two compared texts.

    Attributes:
        symbol: None for a draft without one.
        title: in the compared language.
        date: ISO 8601.
        file: name without folders.
        superseded_by: symbol of its newest revision in the index.
        cited: excerpts to cite each paragraph by, in reading order; none for a draft.
    """

    symbol: str | None
    title: str | None
    date: str | None
    language: str | None
    file: str
    superseded_by: str | None = None
    cited: tuple[Excerpt, ...] = ()

    @property
    def name(self) -> str:
        """Its symbol, or else its file's name."""
        return self.symbol or self.file

    @property
    def passages(self) -> tuple[int, ...]:
        """Passage ids of its paragraphs by position; none for a draft."""
        return tuple(excerpt.passage_id for excerpt in self.cited)


@dataclass(frozen=True, slots=True)
class ParagraphPair:
    """A whole paragraph in both texts, or in one of them.

    Attributes:
        change: ``same`` (to the letter, number included), ``changed``, ``added`` or ``removed``.
        old: None where it was added; ``new`` is None where it was removed.
        old_place: 0-based position in the first text; ``new_place`` is that in the second.
        words: number and text as pieces of both texts, or of one.
        is_mark_moved: whether a note's mark is behind other words, or in another paragraph.
    """

    change: Change
    old: Passage | None
    new: Passage | None
    old_place: int | None
    new_place: int | None
    is_moved: bool
    words: tuple[WordChange, ...]
    is_mark_moved: bool = False

    @property
    def stands_elsewhere(self) -> bool:
        """Whether the paragraph, or a note's mark, has moved."""
        return self.is_moved or self.is_mark_moved

    @property
    def has_changed(self) -> bool:
        """Whether it differs, or has moved."""
        return self.change != "same" or self.stands_elsewhere


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts side by side, in the order of the second.

    A removed paragraph keeps its place among those that stayed; a moved one has its new place.
    """

    old: ComparedText
    new: ComparedText
    paragraphs: tuple[ParagraphPair, ...]

    @property
    def has_changes(self) -> bool:
        """Whether anything differs."""
        return any(paragraph.has_changed for paragraph in self.paragraphs)


def compare(
    store: Store, old: str | Document, new: str | Document, language: str | None = None
) -> Comparison:
    """Compare two texts, each a document of the index by its symbol, or a draft.

    The default language is a draft's own, then that of a symbol's letter, then English, then any
    that both have. Raises ``QueryError`` where a document or a common language is missing.
    """
    if language is not None:
        check_language(language)
    cards = [text if isinstance(text, Document) else show(store, text) for text in (old, new)]
    code = _choose_language((old, new), cards, language)
    sides = []
    for name, card in zip((old, new), cards, strict=True):
        if isinstance(name, str) and isinstance(card, Card) and card.language != code:
            card = show(store, name.partition("#")[0], code)  # noqa: PLW2901 - in that language
        sides.append(_make_side(card))
    (left, left_paragraphs), (right, right_paragraphs) = sides
    return Comparison(left, right, tuple(pair_paragraphs(left_paragraphs, right_paragraphs)))


def pair_paragraphs(old: Sequence[Passage], new: Sequence[Passage]) -> list[ParagraphPair]:
    """Pair the paragraphs of two texts in the new one's order, with moved and removed ones."""
    partner, in_place = find_partners(old, new)
    removed = sorted(set(range(len(old))) - {*partner.values()})
    pairs: list[ParagraphPair] = []
    done = 0
    for b in range(len(new)):
        a = partner.get(b)
        if a is not None and a in in_place:
            pairs += [_make_removal(old, index) for index in removed[done:] if index < a]
            done = sum(index < a for index in removed)
        pair = _make_pair(old, new, a, b, is_moved=a is not None and a not in in_place)
        if a is not None and _has_mark_moved(old, new, a, b, partner):
            pair = replace(pair, is_mark_moved=True)
        pairs.append(pair)
    return pairs + [_make_removal(old, index) for index in removed[done:]]


def find_partners(
    old: Sequence[Passage], new: Sequence[Passage]
) -> tuple[dict[int, int], frozenset[int]]:
    """Return the old paragraph of each new one, and the old ones that stayed in order."""
    pairs = _pair_in_order(old, new)
    partner = {b: a for a, b in (*pairs, *_find_moves(old, new, pairs))}
    return partner, frozenset(a for a, _ in pairs)


def _has_mark_moved(
    old: Sequence[Passage], new: Sequence[Passage], a: int, b: int, partner: Mapping[int, int]
) -> bool:
    """Whether a note's mark is behind other words; False where these have changed."""
    if old[a].called_at is None or new[b].called_at is None:
        return False
    left, right = _find_carrier(old, a), _find_carrier(new, b)
    if left is None or right is None:
        return False
    if partner.get(right) == left:
        return old[left].text == new[right].text and old[a].called_at != new[b].called_at
    return right in partner and left in partner.values()


def _find_carrier(passages: Sequence[Passage], note: int) -> int | None:
    return next(
        (index for index in range(note - 1, -1, -1) if passages[index].kind != "footnote"), None
    )


def format_numbered(passage: Passage) -> str:
    """Return number, tab and text of a paragraph."""
    return f"{passage.label}\t{passage.text}" if passage.label else passage.text


# --- which texts ---------------------------------------------------------------------------------


def _choose_language(
    texts: tuple[str | Document, str | Document],
    cards: Sequence[Card | Document],
    language: str | None,
) -> str | None:
    """Choose a language that both texts have; raise QueryError where there is none."""
    languages = [
        {card.language}
        if isinstance(card, Document)
        else {version.language for version in card.versions}
        for card in cards
    ]
    common = languages[0] & languages[1]
    language = language or _find_stated_language(texts, cards)
    drafts = [card.language for card in cards if isinstance(card, Document)]
    # `show` takes the language of the symbol's letter, else English, else any.
    wanted = (
        [language] if language else [*drafts, *(card.language for card in cards), "en", *BY_CODE]
    )
    for code in wanted:
        if code in common:
            return code
    names = [
        path_text(card.file.name)
        if isinstance(card, Document)
        else (card.metadata.symbol or str(name))
        for card, name in zip(cards, texts, strict=True)
    ]
    raise _no_common_language(names, languages, language)


def _no_common_language(
    names: Sequence[str], languages: Sequence[Collection[str | None]], language: str | None
) -> QueryError:
    """Return the error for two texts without a common language, or without the wanted one."""
    first, second = names
    first_in, second_in = (
        ", ".join(sorted(code or "an unknown language" for code in codes)) for codes in languages
    )
    message = (
        f"{first} is there in {first_in}, {second} in {second_in}: not both in {language}. "
        "Compare them in a language that both have, or ingest the version that is missing."
        if language
        else f"{first} is there in {first_in} and {second} in {second_in}: they have no language "
        "in common, and words can be compared in one language only. Ingest a version of one of "
        "them in a language of the other."
    )
    return QueryError(
        message,
        reason="no-common-language",
        first=first,
        second=second,
        first_in=first_in,
        second_in=second_in,
    )


def _find_stated_language(
    names: tuple[str | Document, str | Document], cards: Sequence[Card | Document]
) -> str | None:
    """Return the language that symbols or a draft state; raise QueryError where two differ."""
    stated = []
    for name, card in zip(names, cards, strict=True):
        if isinstance(name, Document):
            own = name.language if is_official(name.language) else None
            stated.append((path_text(name.file.name), own))
        else:
            parsed = symbols.parse_asked(name.partition("#")[0].strip())
            symbol = card.metadata.symbol or name
            letter = parsed.language if parsed and card.metadata.symbol else None
            stated.append((f"{symbol}-{BY_CODE[letter].letter}" if letter else symbol, letter))
    (first, first_in), (second, second_in) = stated
    letters = [code for (_, code), name in zip(stated, names, strict=True) if isinstance(name, str)]
    if not (first_in and second_in) or first_in == second_in:
        return next(filter(None, letters), None)
    raise QueryError(
        f"{first} is in {BY_CODE[first_in].english_name} and {second} in "
        f"{BY_CODE[second_in].english_name}: words can be compared in one language only. Name both "
        "in one language, or leave out the letters.",
        reason="two-languages",
        first=first,
        second=second,
        first_in=first_in,
        second_in=second_in,
    )


def _make_side(text: Card | Document) -> tuple[ComparedText, list[Passage]]:
    metadata = text.metadata
    cited: tuple[Excerpt, ...] = ()
    if isinstance(text, Document):
        passages = list(text.passages)
        file, superseded_by = path_text(text.file.name), None
    else:
        passages = [excerpt.passage for excerpt in text.passages]
        file = text.passages[0].file_name if text.passages else ""
        superseded_by = text.superseded_by
        cited = tuple(first_pieces(text.passages))
    facts = (metadata.symbol, metadata.title, metadata.date, text.language, file, superseded_by)
    return ComparedText(*facts, cited), whole_paragraphs(passages)


# --- paragraph against paragraph -----------------------------------------------------------------


def _pair_in_order(old: Sequence[Passage], new: Sequence[Passage]) -> list[tuple[int, int]]:
    both = min(len(old), len(new))
    begin = next((index for index in range(both) if _key(old[index]) != _key(new[index])), both)
    end = next(
        (index for index in range(both - begin) if _key(old[-index - 1]) != _key(new[-index - 1])),
        both - begin,
    )
    left, right = old[begin : len(old) - end], new[begin : len(new) - end]
    return [
        *((index, index) for index in range(begin)),
        *((begin + a, begin + b) for a, b in _choose_in_order(_rate_pairs(left, right))),
        *((len(old) - index, len(new) - index) for index in range(end, 0, -1)),
    ]


def _key(passage: Passage) -> tuple[str, str]:
    return passage.kind, passage.text


def measure_likeness(old: Sequence[Passage], new: Sequence[Passage]) -> Shares:
    """Measure shares of common words (Dice) of each pair: ``(old, new)`` float32, 0 to 1."""
    words = [set(words_of(passage.text)) for passage in (*old, *new)]
    numbers = {word: column for column, word in enumerate(sorted(set().union(*words)))}
    has_word = np.zeros((len(words), len(numbers) or 1), np.float32)
    for index, own_words in enumerate(words):
        has_word[index, [numbers[word] for word in own_words]] = 1
    left, right = has_word[: len(old)], has_word[len(old) :]
    sizes = left.sum(axis=1)[:, None] + right.sum(axis=1)[None, :]
    return np.asarray(2 * (left @ right.T) / np.maximum(sizes, 1), np.float32)


def _rate_pairs(old: Sequence[Passage], new: Sequence[Passage]) -> Shares:
    """Rate each pair of paragraphs; shares are squared so that weak pairs do not add up."""
    is_same = _compare_each(*([_key(passage) for passage in side] for side in (old, new)))
    alike = np.where(is_same, 1, measure_likeness(old, new))
    # A cover's dates share little more than a year.
    is_date = np.logical_and.outer(
        *([_is_date(passage.text) for passage in side] for side in (old, new))
    )
    alike = np.where(is_date, np.maximum(alike, ALIKE), alike)
    is_of_kind = _compare_each([passage.kind for passage in old], [passage.kind for passage in new])
    has_number = _compare_each(
        *([passage.label_path if passage.label else () for passage in side] for side in (old, new))
    )
    has_number[[not passage.label for passage in old]] = False
    is_alike = alike >= np.where(has_number, _ALIKE_BY_NUMBER, ALIKE)
    return np.where(
        is_alike & is_of_kind, alike**2 + _NUMBER * has_number + _SAME * is_same, 0
    ).astype(np.float32)


def _is_date(text: str) -> bool:
    days = dates.find(text) if len(text) <= _LONGEST_DATE else ()
    return any(date.end - date.start == len(text.strip()) for date in days)


def _compare_each(left: Sequence[Hashable], right: Sequence[Hashable]) -> NDArray[np.bool_]:
    """Compare each value of one text with each of the other: ``(left, right)`` bool."""
    places = {value: number for number, value in enumerate(dict.fromkeys((*left, *right)))}
    numbers = np.array([places[value] for value in (*left, *right)], np.int64)
    return np.equal.outer(numbers[: len(left)], numbers[len(left) :])


def _choose_in_order(worth: Shares) -> list[tuple[int, int]]:
    """Choose pairs in order with the highest total (weighted longest common subsequence)."""
    rows, columns = worth.shape
    best = np.zeros((rows + 1, columns + 1), np.float32)
    for i in range(rows - 1, -1, -1):
        either = best[i + 1].copy()
        np.maximum(either[:-1], worth[i] + best[i + 1, 1:], out=either[:-1], where=worth[i] > 0)
        best[i] = np.maximum.accumulate(either[::-1])[::-1]
    pairs = []
    i = j = 0
    while i < rows and j < columns:
        if worth[i, j] and best[i, j] == worth[i, j] + best[i + 1, j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i, j] == best[i + 1, j]:
            i += 1
        else:
            j += 1
    return pairs


def _find_moves(
    old: Sequence[Passage], new: Sequence[Passage], pairs: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    lefts = sorted(set(range(len(old))) - {a for a, _ in pairs})
    rights = sorted(set(range(len(new))) - {b for _, b in pairs})
    if not lefts or not rights:
        return []
    left, right = [old[a] for a in lefts], [new[b] for b in rights]
    alike = measure_likeness(left, right)
    candidates = sorted(
        (
            (-float(alike[i, j]), i, j)
            for i, passage in enumerate(left)
            for j, other in enumerate(right)
            if alike[i, j] >= MOVED
            and passage.kind == other.kind
            and min(len(words_of(passage.text)), len(words_of(other.text))) >= MOVED_WORDS
        )
    )
    moved_from: dict[int, int] = {}
    for _, i, j in candidates:
        if i not in moved_from and j not in moved_from.values():
            moved_from[i] = j
    return [(lefts[i], rights[j]) for i, j in moved_from.items()]


def _make_pair(
    old: Sequence[Passage], new: Sequence[Passage], a: int | None, b: int, *, is_moved: bool
) -> ParagraphPair:
    text = format_numbered(new[b])
    if a is None:
        words = (WordChange("inserted", text),)
        return ParagraphPair("added", None, new[b], None, b, is_moved=False, words=words)
    before = format_numbered(old[a])
    change: Change = "same" if before == text else "changed"
    return ParagraphPair(change, old[a], new[b], a, b, is_moved, tuple(word_changes(before, text)))


def _make_removal(old: Sequence[Passage], a: int) -> ParagraphPair:
    words = (WordChange("deleted", format_numbered(old[a])),)
    return ParagraphPair("removed", old[a], None, a, None, is_moved=False, words=words)
