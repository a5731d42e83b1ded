"""Questions, read from a query: its text, its phrases and what it excludes.

``"digital divide"`` asks for exactly these words, in any quotation marks of the six languages.
``"digital NEAR/5 divide"`` asks for these words in any form and order, with at most five words
between them. ``-gender`` and ``-"gender gap"`` exclude; the minus follows a space or nothing. In
long texts these marks are text.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.bounds import MAX_QUERY
from corpus.errors import QueryError
from corpus.text import by_script, clean, is_han, language_of, without_bidi_controls
from index.model import Vectors

LONG: Final = 300
"""Characters outside quotation marks from which on a question is a text without operators."""

LONG_QUOTED: Final = 1_000
"""Most characters to quote or exclude: patterns take 0.3 ms a character to compile."""

_PAIRS: Final = {
    '"': '"＂', "＂": '"＂', "“": "”“", "”": "”“", "„": "“”", "‟": "”", "«": "»", "»": "«",
    "「": "」", "『": "』",
}  # fmt: skip

_OPENING: Final = "".join(_PAIRS)
_OPERATOR: Final = re.compile(rf"(?P<minus>(?<!\S)[-\u2212](?=[^\W_]|[{_OPENING}]))|[{_OPENING}]")
_WORD: Final = re.compile(r"\S+")
_NEAR: Final = re.compile(r"(?<![A-Za-z0-9])NEAR/(\d{1,3})(?![A-Za-z0-9])", re.IGNORECASE)
"""Operator between words that are near each other; its number counts the words between them."""

_NEARLY: Final = re.compile(r"(?<![A-Za-z0-9])NEAR/", re.IGNORECASE)
_MARK: Final = re.compile(f"[{''.join(sorted({*_PAIRS, *''.join(_PAIRS.values())}))}]")


@dataclass(frozen=True, slots=True)
class Proximity:
    """Words that are near each other, in any form and order.

    Between each of ``parts`` and the next are at most as many words as ``apart`` has at its place.
    """

    parts: tuple[str, ...]
    apart: tuple[int, ...]

    def __str__(self) -> str:
        """Return it as a question has it: ``digital NEAR/5 divide``."""
        pairs = zip(self.apart, self.parts[1:], strict=True)
        return " ".join((self.parts[0], *(f"NEAR/{apart} {part}" for apart, part in pairs)))


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read.

    Attributes:
        text: the query without operators and exclusions.
        phrases: exact texts that every hit holds; no hit holds any of ``without``.
        near: words that every hit has near each other; no hit has any of ``without_near``.
        is_quoted: whether there is nothing but phrases and words near each other.
        is_text: whether its operators were read as text, since it is long.
        language: of the question; None if unknown.
        reader: the reader's language if known, for words that several languages share.
        is_sentence: whether it is embedded as a sentence, however short.
        vector: ``(dimension,)`` float32, unit length, debiased, or a function that waits for it.
    """

    text: str
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    near: tuple[Proximity, ...] = ()
    without_near: tuple[Proximity, ...] = ()
    is_quoted: bool = False
    is_text: bool = False
    language: str | None = None
    reader: str | None = None
    is_sentence: bool = False
    vector: Vectors | Callable[[], Vectors] | None = None

    @property
    def has_operators(self) -> bool:
        """Whether it asks for more than passages on its subject."""
        return bool(self.phrases or self.without or self.near or self.without_near)

    @property
    def embedding(self) -> Vectors:
        """The vector of an embedded question."""
        if self.vector is None:
            raise ValueError(f"This question was not embedded: {self.text}")
        return self.vector() if callable(self.vector) else self.vector


_FEW_WORDS: Final = 2
_LAST_LATIN: Final = 0x24F
_DIGIT: Final = re.compile(r"\d")


def _recognise_language(text: str) -> str | None:
    """Return the language of a question; None for one or two Latin words.

    Symbols and numbers are no words: `para.` in ``41/2, para. 5.3`` is Spanish as well.
    """
    is_latin = all(ord(character) <= _LAST_LATIN for character in text if character.isalpha())
    telling = [word for word in text.split() if "/" not in text or not _DIGIT.search(word)]
    return None if is_latin and len(telling) <= _FEW_WORDS else language_of(text)


def read_question(query: str) -> Question:
    """Read a query; raise QueryError where it is empty, too long, or only excludes."""
    text = without_bidi_controls(repair_query(query))
    pieces, unquoted, phrases, without = _split_parts(text)
    if len(unquoted) > LONG or sum(map(len, (*phrases, *without))) > LONG_QUOTED:
        return Question(text, is_text=bool(phrases or without), language=_recognise_language(text))
    if _NEAR.search(unquoted):
        raise QueryError(
            'Put words near each other in quotation marks: "digital NEAR/5 divide".',
            reason="near-unquoted",
        )
    rest = " ".join(_NEAR.sub(" ", "".join(pieces)).split())
    if not _has_words(rest):
        ruled_out = ", ".join(without)
        raise QueryError(
            f"The question only says what not to find ({ruled_out}). Say what to find as well.",
            reason="only-excluded",
            excluded=ruled_out,
        )
    exact, near = _split_proximities(phrases)
    other, without_near = _split_proximities(without)
    return Question(
        rest,
        exact,
        other,
        near,
        without_near,
        is_quoted=bool(phrases) and not _has_words(unquoted),
        language=_recognise_language(rest),
    )


def length(question: Question) -> int:
    """Count the words of a question, as :func:`words_in` does."""
    return words_in(question.text)


def words_in(text: str) -> int:
    """Count the words of a text; two Chinese characters are one."""
    characters = words = 0
    for is_chinese, part in by_script(text):
        if is_chinese:
            characters += len(part)
        else:
            words += len(part.split())
    return words + math.ceil(characters / 2)


def plain_question(text: str) -> Question:
    """Read a text without operators; raise QueryError if it is empty or too long."""
    repaired = repair_query(text)
    return Question(repaired, language=_recognise_language(repaired))


def repair_query(query: str) -> str:
    """Repair the characters of a query; raise QueryError if it is empty or too long."""
    # Cleaning removes some characters, but hardly half of them.
    text = clean(query) if len(query) <= 2 * MAX_QUERY else query
    if len(text) <= MAX_QUERY and not _has_words(text):
        raise QueryError(
            "Nothing is asked: type a question, some words or a reference.", reason="nothing-asked"
        )
    if len(text) > MAX_QUERY:
        raise QueryError(
            f"The question has {len(text):,} characters; at most {MAX_QUERY:,} are taken. Ask for "
            "a paragraph of it.",
            reason="too-long",
            count=len(text),
            limit=MAX_QUERY,
        )
    return text


def _split_parts(text: str) -> tuple[list[str], str, list[str], list[str]]:
    """Return the text in pieces, the part that is no phrase, phrases and exclusions."""
    marks = _find_marks(text)
    pieces: list[str] = []
    quotations: set[int] = set()
    phrases: list[str] = []
    without: list[str] = []
    position = 0
    while match := _OPERATOR.search(text, position):
        pieces.append(text[position : match.start()])
        place = match.end()
        if match["minus"]:
            quoted = _read_quotation(text, place, marks)
            word = None if text[place] in _PAIRS else _WORD.match(text, place)
            if quoted is None and word is None:  # a mark that nothing closes
                pieces.append(match.group())
                position = place
                continue
            phrase, position = quoted or ("", place)
            if word:
                phrase, position = word.group(), word.end()
            if _has_words(phrase):
                without.append(trim_to_words(phrase))
            continue
        quoted = _read_quotation(text, match.start(), marks)
        if quoted is None or _is_inch(text, match.start()):
            pieces.append(match.group())
            position = place
            continue
        phrase, position = quoted
        if _has_words(phrase):
            phrases.append(trim_to_words(phrase))
            quotations.add(len(pieces))
            pieces.append(phrase)
    pieces.append(text[position:])
    unquoted = "".join(piece for place, piece in enumerate(pieces) if place not in quotations)
    return pieces, unquoted, phrases, without


def _split_proximities(quotations: Sequence[str]) -> tuple[tuple[str, ...], tuple[Proximity, ...]]:
    """Return the exact phrases among quotations, and the words near each other."""
    exact = dict.fromkeys(text for text in quotations if not _NEARLY.search(text))
    near = dict.fromkeys(_read_proximity(text) for text in quotations if _NEARLY.search(text))
    return tuple(exact), tuple(near)


def _read_proximity(text: str) -> Proximity:
    """Read ``digital NEAR/5 divide``; raise QueryError for a wrong number or missing words."""
    pieces = _NEAR.split(text)
    parts, apart = pieces[::2], pieces[1::2]
    if any(map(_NEARLY.search, parts)):
        raise QueryError(
            f"Write a whole number of at most three digits behind NEAR/, as in NEAR/5: {text}",
            reason="near-number",
            text=text,
        )
    trimmed = tuple(trim_to_words(part) for part in parts if _has_words(part))
    if len(trimmed) < len(parts) or any(len(part) == 1 and is_han(part) for part in trimmed):
        raise QueryError(
            "Write a word on both sides of NEAR, in Chinese of at least two characters: " + text,
            reason="near-words",
            text=text,
        )
    return Proximity(trimmed, tuple(map(int, apart)))


def _find_marks(text: str) -> dict[str, list[int]]:
    positions: dict[str, list[int]] = {}
    for match in _MARK.finditer(text):
        positions.setdefault(match[0], []).append(match.start())
    return positions


def _read_quotation(
    text: str, position: int, marks: Mapping[str, Sequence[int]]
) -> tuple[str, int] | None:
    """Return the content of the quotation that opens at a position, and the position behind."""
    if position >= len(text) or text[position] not in _PAIRS:
        return None
    closing = [marks.get(mark, ()) for mark in _PAIRS[text[position]]]
    ends = [own[next_] for own in closing if (next_ := bisect_right(own, position)) < len(own)]
    return (text[position + 1 : min(ends)], min(ends) + 1) if ends else None


def _is_inch(text: str, position: int) -> bool:
    """Whether a mark is right behind a Latin letter or digit, as in 5" or O"Neil."""
    return (
        text[position] == '"'
        and position > 0
        and text[position - 1].isascii()
        and text[position - 1].isalnum()
    )


def trim_to_words(phrase: str) -> str:
    """Cut off spaces and punctuation at the ends, which style puts inside the marks."""
    start = next(position for position, character in enumerate(phrase) if character.isalnum())
    behind = next(
        position for position in range(len(phrase), 0, -1) if phrase[position - 1].isalnum()
    )
    return phrase[start:behind]


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)
