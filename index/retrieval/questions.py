"""What does a question ask for, and what does it rule out? Its few operators, read from its text.

* ``"digital divide"``: only passages with these words, exactly so. All pairs of quotation marks of
  the six languages will do: ``" "``, ``“ ”``, ``„ “``, ``« »``, ``「 」``, ``『 』``.
* ``-gender``, ``-"gender gap"``: no passage with this word or these words. The minus stands before
  the word and behind a space or nothing: ``CWG-WSIS``, ``2023-2024`` and `` - `` rule nothing out.

Everything else is text, whatever it means to a database. So are the marks in a long text: who
pastes a paragraph that quotes something does not ask for the quotation.
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
from corpus.text import by_script, clean, language_of, without_bidi_controls
from index.model import Vectors

LONG: Final = 300
"""Characters outside quotation marks from which on a question is a text and its marks are too."""

LONG_QUOTED: Final = 1_000
"""Characters in quotation marks, or ruled out, from which on a question is a text. They become
patterns, and a character takes 0.3 ms to compile; people quote a sentence at most."""

_PAIRS: Final = {
    '"': '"＂', "＂": '"＂', "“": "”“", "”": "”“", "„": "“”", "‟": "”", "«": "»", "»": "«",
    "「": "」", "『": "』",
}  # fmt: skip

_OPENING: Final = "".join(_PAIRS)
_OPERATOR: Final = re.compile(rf"(?P<minus>(?<!\S)[-\u2212](?=[^\W_]|[{_OPENING}]))|[{_OPENING}]")
_WORD: Final = re.compile(r"\S+")
_MARK: Final = re.compile(f"[{''.join(sorted({*_PAIRS, *''.join(_PAIRS.values())}))}]")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read.

    Attributes:
        text: what is asked, without operators and without what is ruled out.
        phrases: what every answer has to hold, exactly.
        without: words and phrases that no answer may hold.
        is_quoted: whether the phrases are all that is asked.
        is_text: whether it has marks that were read as text, since it is long.
        language: in which it seems to be asked; None where it cannot be told.
        reader: language that its asker reads, where that is known: of a word that several languages
            have, it says which is meant.
        is_sentence: whether its vector is that of a sentence, however few its words are: what texts
            are compared with, or one that is compared with texts.
        vector: ``(dimension,)`` float32, unit length, freed of its language, or what waits for it;
            None until it is needed.
    """

    text: str
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    is_quoted: bool = False
    is_text: bool = False
    language: str | None = None
    reader: str | None = None
    is_sentence: bool = False
    vector: Vectors | Callable[[], Vectors] | None = None

    @property
    def embedding(self) -> Vectors:
        """The vector of a question that was embedded."""
        if self.vector is None:
            raise ValueError(f"This question was not embedded: {self.text}")
        return self.vector() if callable(self.vector) else self.vector


_FEW_WORDS: Final = 2
_LAST_LATIN: Final = 0x24F


def _language(text: str) -> str | None:
    """The language of a question; of one or two Latin words it is not told rather than guessed."""
    is_latin = all(ord(one) <= _LAST_LATIN for one in text if one.isalpha())
    return None if is_latin and len(text.split()) <= _FEW_WORDS else language_of(text)


def read_question(query: str) -> Question:
    """Read a question.

    Raises:
        QueryError: it asks nothing, only rules out, or is too long.
    """
    text = without_bidi_controls(checked(query))
    kept, beside, phrases, without = _parts(text)
    if len(beside) > LONG or sum(map(len, (*phrases, *without))) > LONG_QUOTED:
        return Question(text, is_text=bool(phrases or without), language=_language(text))
    rest = " ".join("".join(kept).split())
    if not _has_words(rest):
        ruled_out = ", ".join(without)
        raise QueryError(
            f"The question only says what not to find ({ruled_out}). Say what to find as well.",
            reason="only-excluded",
            excluded=ruled_out,
        )
    return Question(
        rest,
        tuple(dict.fromkeys(phrases)),
        tuple(dict.fromkeys(without)),
        is_quoted=bool(phrases) and not _has_words(beside),
        language=_language(rest),
    )


def length(question: Question) -> int:
    """How many words a question has, as :func:`words_in` counts them."""
    return words_in(question.text)


def words_in(text: str) -> int:
    """How many words a text has; two Chinese characters are one."""
    characters = words = 0
    for is_chinese, part in by_script(text):
        if is_chinese:
            characters += len(part)
        else:
            words += len(part.split())
    return words + math.ceil(characters / 2)


def plain_question(text: str) -> Question:
    """Make a question of a text whose quotation marks and minuses are text.

    Raises:
        QueryError: it asks nothing, or is too long.
    """
    repaired = checked(text)
    return Question(repaired, language=_language(repaired))


def checked(query: str) -> str:
    """Repair what was typed.

    Raises:
        QueryError: it asks nothing, or is too long.
    """
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


def _parts(text: str) -> tuple[list[str], str, list[str], list[str]]:
    """What is asked, in pieces; what of it is no phrase; the phrases; what is ruled out."""
    marks = _marks(text)
    kept: list[str] = []
    quotations: set[int] = set()
    phrases: list[str] = []
    without: list[str] = []
    at = 0
    while match := _OPERATOR.search(text, at):
        kept.append(text[at : match.start()])
        place = match.end()
        if match["minus"]:
            quoted = _quoted(text, place, marks)
            word = None if text[place] in _PAIRS else _WORD.match(text, place)
            if quoted is None and word is None:  # a mark that nothing closes
                kept.append(match.group())
                at = place
                continue
            phrase, at = quoted or ("", place)
            if word:
                phrase, at = word.group(), word.end()
            if _has_words(phrase):
                without.append(_trimmed(phrase))
            continue
        quoted = _quoted(text, match.start(), marks)
        if quoted is None or _is_inch(text, match.start()):
            kept.append(match.group())
            at = place
            continue
        phrase, at = quoted
        if _has_words(phrase):
            phrases.append(_trimmed(phrase))
            quotations.add(len(kept))
            kept.append(phrase)
    kept.append(text[at:])
    beside = "".join(one for place, one in enumerate(kept) if place not in quotations)
    return kept, beside, phrases, without


def _marks(text: str) -> dict[str, list[int]]:
    """Return the positions of each kind of quotation mark in a text."""
    positions: dict[str, list[int]] = {}
    for match in _MARK.finditer(text):
        positions.setdefault(match[0], []).append(match.start())
    return positions


def _quoted(text: str, at: int, marks: Mapping[str, Sequence[int]]) -> tuple[str, int] | None:
    """What stands in the quotation marks that open at a place, and the place behind them."""
    if at >= len(text) or text[at] not in _PAIRS:
        return None
    closing = [marks.get(mark, ()) for mark in _PAIRS[text[at]]]
    ends = [own[next_] for own in closing if (next_ := bisect_right(own, at)) < len(own)]
    return (text[at + 1 : min(ends)], min(ends) + 1) if ends else None


def _is_inch(text: str, at: int) -> bool:
    """Whether a mark stands right behind a Latin letter or digit, as in 5" or O"Neil."""
    return text[at] == '"' and at > 0 and text[at - 1].isascii() and text[at - 1].isalnum()


def _trimmed(phrase: str) -> str:
    """Without the spaces and the punctuation at its ends, which style puts inside the marks."""
    start = next(at for at, one in enumerate(phrase) if one.isalnum())
    behind = next(at for at in range(len(phrase), 0, -1) if phrase[at - 1].isalnum())
    return phrase[start:behind]


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)
