"""What did a revision change? Paragraph against paragraph, then word against word.

Paragraphs that are the same in both are laid beside each other first. Between them stand those that
go together in order: by the words that they share, and by their numbers. What is left over on both
sides and is nearly the same was moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Document, Passage, path_text
from corpus.errors import QueryError
from corpus.languages import BY_CODE
from index.lookup import Card, show
from index.reports.paragraphs import first_pieces, whole_paragraphs
from index.retrieval import WordChange, word_changes, words_of
from index.store import Excerpt, Store

Change = Literal["same", "changed", "added", "removed"]

_ALIKE: Final = 0.4
"""Share of words in common from which two paragraphs are one that was changed."""

_ALIKE_BY_NUMBER: Final = 0.2
"""The same for two that have the same number."""

_NUMBER: Final = 0.15
"""What the same number weighs, in shares of words."""

_MOVED: Final = 0.75
"""Share of words in common from which a paragraph that stands elsewhere was moved there."""

_MOVED_WORDS: Final = 5
"""Words that a paragraph needs to be seen moving: short lines return everywhere."""

Shares = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts.

    Attributes:
        symbol: of the document; None for a draft without one.
        title: in the language that is compared.
        date: ISO 8601.
        language: of the text.
        file: its name without folders.
        superseded_by: symbol of its newest revision, where the index has one.
        cited: of each paragraph, in reading order, what it is cited by; none of a draft's.
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
        """Its symbol, or for want of one its file's name."""
        return self.symbol or self.file


@dataclass(frozen=True, slots=True)
class Compared:
    """A paragraph in both texts, or in one of them.

    Attributes:
        change: ``same`` to the letter, number included; ``changed``, ``added``, ``removed``.
        old: the whole paragraph in the first text; None where it was added.
        new: in the second; None where it was removed.
        old_place: which paragraph of the first text it is, from 0.
        new_place: of the second.
        is_moved: whether it stands at another place in the second.
        words: its number and text as pieces that stand in both, or in one of them.
    """

    change: Change
    old: Passage | None
    new: Passage | None
    old_place: int | None
    new_place: int | None
    is_moved: bool
    words: tuple[WordChange, ...]

    @property
    def has_changed(self) -> bool:
        """Whether it differs, or stands elsewhere."""
        return self.change != "same" or self.is_moved


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts laid beside each other, in the order of the second.

    What was removed stands where it stood among the paragraphs that stayed; what was moved stands
    at its new place.

    Attributes:
        old: the first text.
        new: the second.
        paragraphs: of both.
        old_passages: ids of the first text's paragraphs, by their places; none of a draft.
        new_passages: likewise of the second.
    """

    old: Side
    new: Side
    paragraphs: tuple[Compared, ...]
    old_passages: tuple[int, ...] = ()
    new_passages: tuple[int, ...] = ()

    @property
    def has_changes(self) -> bool:
        """Whether anything differs."""
        return any(one.has_changed for one in self.paragraphs)


def compare(
    store: Store, old: str | Document, new: str | Document, language: str | None = None
) -> Comparison:
    """Compare two documents of the index, or a draft with one.

    Args:
        store: of the index.
        old: the earlier text: a symbol in any form, or a draft as it was read.
        new: the later one, likewise.
        language: to compare in; by default that of a draft, else that of a symbol's letter, else
            English where both have it, else any that both have.

    Raises:
        QueryError: a document is not there, or the two have no language in common.
    """
    cards = [one if isinstance(one, Document) else show(store, one) for one in (old, new)]
    code = _language((old, new), cards, language)
    sides = []
    for asked, card in zip((old, new), cards, strict=True):
        if isinstance(asked, str) and isinstance(card, Card) and card.language != code:
            card = show(store, asked.partition("#")[0], code)  # noqa: PLW2901 - in that language
        sides.append((*_side(card), _ids(card)))
    (left, left_paragraphs, left_ids), (right, right_paragraphs, right_ids) = sides
    paragraphs = tuple(lay_over(left_paragraphs, right_paragraphs))
    return Comparison(left, right, paragraphs, left_ids, right_ids)


def lay_over(old: Sequence[Passage], new: Sequence[Passage]) -> list[Compared]:
    """Lay the paragraphs of one text over those of another."""
    pairs = _pairs(old, new)
    moved = _moved(old, new, pairs)
    partner = {b: a for a, b in (*pairs, *moved)}
    kept = {a for a, _ in pairs}
    gone = sorted(set(range(len(old))) - kept - {a for a, _ in moved})
    found: list[Compared] = []
    done = 0
    for b in range(len(new)):
        a = partner.get(b)
        if a is not None and a in kept:
            found += [_removed(old, one) for one in gone[done:] if one < a]
            done = sum(one < a for one in gone)
        found.append(_compared(old, new, a, b, is_moved=a is not None and a not in kept))
    return found + [_removed(old, one) for one in gone[done:]]


def numbered(passage: Passage) -> str:
    """A paragraph as it is read: its number, a tab, its text."""
    return f"{passage.label}\t{passage.text}" if passage.label else passage.text


# --- which texts ---------------------------------------------------------------------------------


def _language(
    asked: tuple[str | Document, str | Document],
    cards: Sequence[Card | Document],
    language: str | None,
) -> str | None:
    """The language in which both can be compared."""
    there = [
        {one.language}
        if isinstance(one, Document)
        else {version.language for version in one.versions}
        for one in cards
    ]
    common = there[0] & there[1]
    drafts = [one.language for one in cards if isinstance(one, Document)]
    # `show` takes the language of the symbol's letter, else English, else any.
    wanted = [language] if language else [*drafts, *(one.language for one in cards), "en", *BY_CODE]
    for code in wanted:
        if code in common:
            return code
    names = [
        path_text(one.file.name)
        if isinstance(one, Document)
        else (one.metadata.symbol or str(name))
        for one, name in zip(cards, asked, strict=True)
    ]
    have = [", ".join(sorted(code or "an unknown language" for code in one)) for one in there]
    named = {
        "first": names[0],
        "second": names[1],
        "first_in": have[0],
        "second_in": have[1],
    }
    if language:
        raise QueryError(
            f"{names[0]} is there in {have[0]}, {names[1]} in {have[1]}: not both in {language}. "
            "Compare them in a language that both have, or ingest the version that is missing.",
            reason="no-common-language",
            **named,
        )
    raise QueryError(
        f"{names[0]} is there in {have[0]} and {names[1]} in {have[1]}: they have no language in "
        "common, and words can be compared in one language only. Ingest a version of one of them "
        "in a language of the other.",
        reason="no-common-language",
        **named,
    )


def _side(text: Card | Document) -> tuple[Side, list[Passage]]:
    metadata = text.metadata
    cited: tuple[Excerpt, ...] = ()
    if isinstance(text, Document):
        passages = list(text.passages)
        file, superseded_by = path_text(text.file.name), None
    else:
        passages = [one.passage for one in text.passages]
        file = text.passages[0].file_name if text.passages else ""
        superseded_by = text.superseded_by
        cited = tuple(first_pieces(text.passages))
    facts = (metadata.symbol, metadata.title, metadata.date, text.language, file, superseded_by)
    return Side(*facts, cited), whole_paragraphs(passages)


def _ids(text: Card | Document) -> tuple[int, ...]:
    """The first piece of each whole paragraph."""
    if isinstance(text, Document):
        return ()
    pieces = enumerate(text.passages)
    return tuple(one.passage_id for at, one in pieces if not at or one.passage.piece <= 1)


# --- paragraph against paragraph -----------------------------------------------------------------


def _pairs(old: Sequence[Passage], new: Sequence[Passage]) -> list[tuple[int, int]]:
    """Places of paragraphs that go together in order."""
    matcher = SequenceMatcher(
        None, [_key(one) for one in old], [_key(one) for one in new], autojunk=False
    )
    likeness = _likeness(old, new)
    pairs: list[tuple[int, int]] = []
    a = b = 0
    for block in matcher.get_matching_blocks():
        pairs += _in_order(old, new, likeness, range(a, block.a), range(b, block.b))
        pairs += [(block.a + at, block.b + at) for at in range(block.size)]
        a, b = block.a + block.size, block.b + block.size
    return pairs


def _key(passage: Passage) -> tuple[str, str]:
    return passage.kind, passage.text


def _likeness(old: Sequence[Passage], new: Sequence[Passage]) -> Shares:
    """Share of different words in common of each two (Dice); ``(old, new)`` float32, 0 to 1."""
    words = [set(words_of(passage.text)) for passage in (*old, *new)]
    numbers = {word: at for at, word in enumerate(sorted(set().union(*words)))}
    there = np.zeros((len(words), len(numbers) or 1), np.float32)
    for at, one in enumerate(words):
        there[at, [numbers[word] for word in one]] = 1
    left, right = there[: len(old)], there[len(old) :]
    sizes = left.sum(axis=1)[:, None] + right.sum(axis=1)[None, :]
    return np.asarray(2 * (left @ right.T) / np.maximum(sizes, 1), np.float32)


def _in_order(
    old: Sequence[Passage],
    new: Sequence[Passage],
    likeness: Shares,
    left: range,
    right: range,
) -> list[tuple[int, int]]:
    """Pair what is alike in two stretches so that as much as can be goes together, in order."""
    if not left or not right:
        return []
    worth = np.zeros((len(left), len(right)), np.float32)
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            worth[i, j] = _worth(old[a], new[b], float(likeness[a, b]))
    best = np.zeros((len(left) + 1, len(right) + 1), np.float32)
    for i in range(len(left) - 1, -1, -1):
        for j in range(len(right) - 1, -1, -1):
            with_both = worth[i, j] + best[i + 1, j + 1] if worth[i, j] else np.float32(0)
            best[i, j] = max(best[i + 1, j], best[i, j + 1], with_both)
    pairs = []
    i = j = 0
    while i < len(left) and j < len(right):
        if worth[i, j] and best[i, j] == worth[i, j] + best[i + 1, j + 1]:
            pairs.append((left[i], right[j]))
            i, j = i + 1, j + 1
        elif best[i, j] == best[i + 1, j]:
            i += 1
        else:
            j += 1
    return pairs


def _worth(old: Passage, new: Passage, likeness: float) -> float:
    """What it is worth to lay a paragraph beside another; 0 where they do not belong together."""
    if old.kind != new.kind:
        return 0.0
    has_number = old.label is not None and old.label_path == new.label_path
    if likeness < (_ALIKE_BY_NUMBER if has_number else _ALIKE):
        return 0.0
    return likeness + _NUMBER * has_number


def _moved(
    old: Sequence[Passage], new: Sequence[Passage], pairs: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Places of paragraphs that left one place and came to another."""
    lefts = sorted(set(range(len(old))) - {a for a, _ in pairs})
    rights = sorted(set(range(len(new))) - {b for _, b in pairs})
    if not lefts or not rights:
        return []
    left, right = [old[a] for a in lefts], [new[b] for b in rights]
    likeness = _likeness(left, right)
    candidates = sorted(
        (
            (-float(likeness[i, j]), i, j)
            for i, one in enumerate(left)
            for j, other in enumerate(right)
            if likeness[i, j] >= _MOVED
            and one.kind == other.kind
            and min(len(words_of(one.text)), len(words_of(other.text))) >= _MOVED_WORDS
        ),
    )
    found: dict[int, int] = {}
    for _, i, j in candidates:
        if i not in found and j not in found.values():
            found[i] = j
    return [(lefts[i], rights[j]) for i, j in found.items()]


def _compared(
    old: Sequence[Passage], new: Sequence[Passage], a: int | None, b: int, *, is_moved: bool
) -> Compared:
    text = numbered(new[b])
    if a is None:
        words = (WordChange("inserted", text),)
        return Compared("added", None, new[b], None, b, is_moved=False, words=words)
    before = numbered(old[a])
    change: Change = "same" if before == text else "changed"
    return Compared(change, old[a], new[b], a, b, is_moved, tuple(word_changes(before, text)))


def _removed(old: Sequence[Passage], a: int) -> Compared:
    words = (WordChange("deleted", numbered(old[a])),)
    return Compared("removed", old[a], None, a, None, is_moved=False, words=words)
