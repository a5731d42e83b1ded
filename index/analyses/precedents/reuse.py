"""Word-for-word comparison of two texts: share in common, differences, changes to the letter.

Case, Arabic vowel signs and forms of digits do not count. Only runs of words do, since texts of one
field share single words. A Chinese character, an article (`l'`, `ال`) and a prefix are words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from functools import lru_cache
from itertools import accumulate, chain, groupby, pairwise
from typing import Final, Literal

from corpus.extract.references import find
from corpus.text import fold, is_han, sentences
from index.words import parts, word_key

TAKEN_OVER: Final = 0.6
"""Share of a paragraph from which it counts as taken over, not only alike."""

RUN: Final = 5
"""Words in a row that count as common text; four occur by chance (`of the Secretary-General`)."""

_ANCHOR: Final = 3
"""Words in a row that a common passage has at least once."""

_EDITED: Final = frozenset({"resolution", "decision"})

_NUMBERING: Final = re.compile(r"^\W*(?:\d{1,3}|[^\W\d_]|[ivx]{1,5})\s?[.)–-]\s+", re.IGNORECASE)

_LONGEST: Final = 3_000
"""Words that are compared: time grows by the product of both lengths."""

_WORD: Final = re.compile(
    r"(?<![^\W_])(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)['’](?=[^\W_])"
    r"|[^\W_]+(?:['’\u0640-\u0652\u0670][^\W_]+)*",
    re.IGNORECASE,
)
"""A word with what is joined to it, or what French joins to the next."""

GROUPED: Final = r"(?:\d{1,3}(?:[ .,،'’\u066c\u00a0\u2009\u202f]\d{3})+)"
"""A number with separators of thousands, as a regular expression."""

_THOUSANDS: Final = re.compile(rf"(?<![\d.,])(?![0٠]){GROUPED}(?!\d)")
"""Such a number alone; ``000 380`` is written for the eye."""

_JOINED_TO_SIGNS: Final = "وفبكل"
"""Arabic particles that may be joined to a number or a symbol, which a reference begins with."""

_CUT: Final = re.compile(r"[\u0600-\u06ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""A letter of a word that is cut: an Arabic one has particles, a Chinese one stands alone."""

_TOKEN: Final = re.compile(
    rf"{_THOUSANDS.pattern}(?:[.,٫]\d+)*|\d+(?:[.,]\d+)*"
    r"|[\u2e80-\u9fff\uf900-\ufaff]|(?:(?![\u2e80-\u9fff\uf900-\ufaff])[^\W\d_]"
    r"|[\u0640-\u0652\u0670])+(?:['’][^\W\d_]+)*|\s+|.",
    re.DOTALL,
)
"""Smallest unit of a change: a number, a Chinese character, a word, white space, a sign."""

_UNSEEN: Final = str.maketrans("’ʼ“”„", '\'\'"""', "\u00ad\u0640\u200b\u200e\u200f")
"""Kinds of apostrophe and quotation mark, and invisible characters."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of two compared texts; empty in the text that lacks it."""

    draft: str
    earlier: str

    @property
    def kind(self) -> Literal["same", "draft", "earlier"]:
        """Whether both texts have it, or one of them only."""
        if self.draft and self.earlier:
            return "same"
        return "draft" if self.draft else "earlier"

    @property
    def text(self) -> str:
        """The text; in the draft's spelling where both have it."""
        return self.draft or self.earlier


_NOTHING: Final = Piece("", "")


@dataclass(frozen=True, slots=True)
class WordChange:
    """A stretch of a text and of its revision, to the letter."""

    kind: Literal["same", "deleted", "inserted"]
    text: str


@dataclass(frozen=True, slots=True)
class LanguageText:
    """A text in one of the six languages; None where the language is unknown."""

    text: str
    language: str | None


def share_in_common(draft: str, earlier: str, *, least: float = 0.0) -> float:
    """Measure the share of a draft that an earlier text has word for word.

    It counts words in common passages of at least five words, or the whole of a shorter draft; 0 to
    1. Few other words may stand between. It is 0 where the words in common, in any order, are a
    smaller share than ``least``, which saves time.
    """
    left, editions = _cut_words_and_editions(draft)
    if not left or (least and _share_words(left, _list_words(earlier)) < least):
        return 0.0
    right, others = _cut_words_and_editions(earlier)
    if not right or sum(map({*right}.__contains__, left)) / len(left) < least:
        return 0.0
    run = min(RUN, len(left))
    in_common = 0
    for blocks in _join_blocks(matcher(left, right).get_matching_blocks()):
        sizes = [block.size for block in blocks]
        if sum(sizes) >= run and max(sizes) >= min(_ANCHOR, run):
            in_common += sum(sizes) - sum(
                editions[word] != others[block.b + word - block.a]
                for block in blocks
                for word in range(block.a, block.a + block.size)
                if word in editions and block.b + word - block.a in others
            )
    return in_common / len(left)


def _share_words(words: Sequence[str], there: Collection[str]) -> float:
    """Measure the most that another text can have of some words; it may have any reference."""
    return sum(word in there or " " in word for word in words) / len(words)


@lru_cache(maxsize=2048)
def _list_words(text: str) -> frozenset[str]:
    text = _join_thousands(word_key(fold(text)))
    words = {word.replace("’", "'").strip("'") for word in _WORD.findall(text)}
    cut = {word for word in words if _CUT.search(word)}
    units = {unit for word in cut for unit in _cut_units(word)}
    parts_of_cut = (part for unit in units for part in parts(unit))
    return frozenset({*_JOINED_TO_SIGNS, *(words - cut), *parts_of_cut})


@lru_cache(maxsize=2048)
def _cut_words_and_editions(text: str) -> tuple[list[str], Mapping[int, str]]:
    """Cut a text into words for its share, with cited editions by position."""
    words: list[str] = []
    editions: dict[int, str] = {}
    end = 0
    for mention in sorted(find(text), key=lambda reference: reference.start):
        if mention.kind not in _EDITED or mention.start < end:
            continue
        words += _cut_parts(text[end : mention.start])
        if mention.edition:
            editions[len(words)] = mention.edition
        words.append(f"{mention.kind} {mention.number}")
        end = mention.end
    return words + _cut_parts(text[end:]), editions


def _cut_parts(text: str) -> list[str]:
    return [part for word in words_of(_join_thousands(text)) for part in parts(word)]


def _join_thousands(text: str) -> str:
    """Return a text whose numbers have no separators of thousands: ``420,000`` is ``420 000``."""
    return _THOUSANDS.sub(lambda number: re.sub(r"\D", "", number[0]), text)


def is_verbatim(draft: str, earlier: str) -> bool:
    """Whether an earlier text has the draft as whole sentences, without a difference.

    Case, spacing, punctuation and the number in front do not count. A part of a sentence is not
    enough: the words before it may deny it.
    """
    mine = words_of(_join_thousands(_NUMBERING.sub("", draft)))
    earlier_sentences = [
        words_of(_join_thousands(_NUMBERING.sub("", earlier[start:end])))
        for start, end in sentences(earlier)
    ]
    theirs, borders = (
        [*chain.from_iterable(earlier_sentences)],
        [*accumulate(map(len, earlier_sentences), initial=0)],
    )
    ends = ((start, start + len(mine)) for start in borders)
    return bool(mine) and any(end in borders and theirs[start:end] == mine for start, end in ends)


def _join_blocks(blocks: Sequence[Match]) -> list[list[Match]]:
    """Join common runs that are close to each other in both texts."""
    passages: list[list[Match]] = []
    for block in (block for block in blocks if block.size):
        before = passages[-1][-1] if passages else None
        if before and min(before.size, block.size) >= max(
            block.a - before.a - before.size, block.b - before.b - before.size
        ):
            passages[-1].append(block)
        else:
            passages.append([block])
    return passages


def differences(draft: str, earlier: str) -> list[Piece]:
    """Compare a draft with an earlier text, as pieces in reading order.

    Together they give the draft to the letter, and the earlier text in its own spelling.
    """
    left, right = _cut_for_marks(draft), _cut_for_marks(earlier)
    keys = ([_join_thousands(fold_span(span)) for span in side] for side in (left, right))
    codes = matcher(*keys).get_opcodes()
    codes.append(("replace", _LONGEST, len(left), _LONGEST, len(right)))  # not compared
    pieces: list[Piece] = []
    own = old = ""  # what only one of them has, until both have something
    for tag, a, b, c, d in codes:
        pairs = (
            zip(left[a:b], right[c:d], strict=True)
            if tag == "equal"
            else [("".join(left[a:b]), "".join(right[c:d]))]
        )
        for mine, theirs in pairs:
            # What counts as one word may be written in two ways, or have another sign behind it.
            before, other, behind = (
                _split_to_the_letter(mine, theirs)
                if tag == "equal"
                else (_NOTHING, (mine, theirs), _NOTHING)
            )
            if before.text:
                pieces += [*_settle(own, old), before]
                own, old = "", ""
            # A space belongs to a change that goes on behind it.
            own, old = own + other[0] + behind.draft, old + other[1] + behind.earlier
    pieces += _settle(own, old)
    return _join(pieces)


def find_common_part(draft: str, earlier: str) -> tuple[int, int]:
    """Return the part of an earlier text from its first to its last sentence that a draft repeats.

    A sentence counts with three words in a row of the draft; without any, it is the whole text.
    """
    spans_in_text = sentences(earlier)
    mine = _cut_parts(draft)
    of_sentences = [_cut_parts(earlier[start:end]) for start, end in spans_in_text]
    borders = [*accumulate(map(len, of_sentences), initial=0)]
    blocks = matcher(mine, [*chain.from_iterable(of_sentences)]).get_matching_blocks()
    repeated = [
        place
        for place, (first, last) in enumerate(pairwise(borders))
        for least in [min(_ANCHOR, last - first)]
        if any(min(last, block.b + block.size) - max(first, block.b) >= least for block in blocks)
    ]
    if not repeated:
        return 0, len(earlier)
    return spans_in_text[repeated[0]][0], spans_in_text[repeated[-1]][1]


def _cut_for_marks(text: str) -> list[str]:
    """Cut a text into words as :func:`spans` does, but never inside a number (``380 000``)."""
    inside = {
        position
        for number in _THOUSANDS.finditer(text)
        for position in range(number.start() + 1, number.end())
    }
    units: list[str] = []
    position = 0
    for unit in spans(text):
        if position in inside:
            units[-1] += unit
        else:
            units.append(unit)
        position += len(unit)
    return units


def _settle(own: str, old: str) -> list[Piece]:
    """Return pieces of a difference, with a common beginning and end in pieces of both."""
    before, (mine, theirs), behind = _split_to_the_letter(own, old)
    if mine and theirs:  # a sign and a space behind them keep the two apart
        mine, theirs, behind = mine + behind.draft, theirs + behind.earlier, _NOTHING
    return [piece for piece in (before, Piece("", theirs), Piece(mine, ""), behind) if piece.text]


def _split_to_the_letter(own: str, old: str) -> tuple[Piece, tuple[str, str], Piece]:
    """Split two texts into a common beginning, what differs, and a common end."""
    left, right = _TOKEN.findall(own), _TOKEN.findall(old)
    shorter = min(len(left), len(right))
    seen = [list(map(_fold_visible, tokens)) for tokens in (left, right)]
    start = next((index for index in range(shorter) if seen[0][index] != seen[1][index]), shorter)
    most = shorter - start
    end = next((index for index in range(most) if seen[0][~index] != seen[1][~index]), most)
    (before, mine, behind), (before_old, theirs, behind_old) = (
        ["".join(side[a:b]) for a, b in pairwise((0, start, len(side) - end, len(side)))]
        for side in (left, right)
    )
    return Piece(before, before_old), (mine, theirs), Piece(behind, behind_old)


def _fold_visible(token: str) -> str:
    """Fold a token: kinds of spaces, apostrophes, quotation marks and digits are equal."""
    if token[0].isdigit():
        return _join_thousands(word_key(token))
    return " " if token.isspace() else token.translate(_UNSEEN)


def _join(pieces: Sequence[Piece]) -> list[Piece]:
    return [
        Piece("".join(piece.draft for piece in group), "".join(piece.earlier for piece in group))
        for _, group in (
            (kind, list(some)) for kind, some in groupby(pieces, lambda piece: piece.kind)
        )
    ]


def word_changes(old: str, new: str) -> list[WordChange]:
    """Return the pieces of a text and its revision to the letter, deleted before inserted ones.

    Unlike in :func:`differences`, a capital or comma is a change. Common words between two longer
    changes join them (semantic cleanup of Fraser's diff-match-patch).
    """
    left, right = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(left), len(right)) > 2 * _LONGEST:
        left, right = [old], [new]
    codes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    # Deleted, inserted, and what both have behind them.
    steps: list[list[str]] = [["", "", ""]]
    for tag, a, b, c, d in codes:
        if tag == "equal":
            steps[-1][2] += "".join(left[a:b])
        else:
            steps.append(["".join(left[a:b]), "".join(right[c:d]), ""])
    index = 1
    while index + 1 < len(steps):
        between = len(steps[index][2].strip())
        if all(between <= max(map(len, step[:2])) for step in steps[index : index + 2]):
            deleted, inserted, same = steps.pop(index + 1)
            before = steps[index]
            steps[index] = [before[0] + before[2] + deleted, before[1] + before[2] + inserted, same]
            index = max(1, index - 1)
        else:
            index += 1
    kinds: tuple[Literal["deleted", "inserted", "same"], ...] = ("deleted", "inserted", "same")
    return [
        WordChange(kind, text)
        for step in steps
        for kind, text in zip(kinds, step, strict=True)
        if text
    ]


def words_of(text: str) -> list[str]:
    """Return the words of a text for comparison; each Chinese character is one."""
    return [_key(unit) for word in _WORD.findall(fold(text)) for unit in _cut_units(word)]


def matcher(left: Sequence[str], right: Sequence[str]) -> SequenceMatcher[str]:
    """Match the words of two texts, only the beginnings of long ones."""
    # Without `autojunk`, which takes the commonest words of a long text for noise.
    return SequenceMatcher(None, left[:_LONGEST], right[:_LONGEST], autojunk=False)


def _cut_units(word: str) -> list[str]:
    if word.isascii():
        return [word]
    units: list[str] = []
    for character in word:
        if is_han(character) or not units or is_han(units[-1][-1]):
            units.append(character)
        else:
            units[-1] += character
    return units


def spans(text: str) -> list[str]:
    """Cut a text into words, each with the signs up to the next; joined they are the text."""
    starts: list[int] = []
    for match in _WORD.finditer(text):
        start = match.start()
        for unit in _cut_units(match.group()):
            starts.append(start)
            start += len(unit)
    borders = [0, *starts[1:], len(text)] if starts else [0, len(text)]
    return [text[a:b] for a, b in pairwise(borders) if a < b]


def fold_span(span: str) -> str:
    """Fold a word of :func:`spans` for comparison, without the signs behind it."""
    return _key(fold(span).strip(" .,;:!?\"'«»“”„‘’()[]،؛؟。，；：、！？（）「」『』—–-")) or span


def _key(word: str) -> str:
    """Return a word for comparison: with equal forms of digits, alefs and apostrophes."""
    return word_key(word).replace("’", "'").strip("'")
