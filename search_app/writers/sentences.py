"""Sentences of a written text, with the numbers of the passages that each names: ``[1]``.

Writers set numbers before or behind the full stop, some before the sentence. They write ``[1, 3]``
and ``[1][3]`` with the digits and brackets of any script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from corpus.text import clean, drop_hidden, sentences
from search_app.writers.failure import WriterError

_MARK: Final = re.compile(
    r"\s{0,3}[\[【［]\s{0,3}(\d{1,3}(?:\s{0,3}[,،，、;]\s{0,3}\d{1,3}){0,20})\s{0,3}[\]】］]"
)
_UNFINISHED: Final = re.compile(r"\s{0,3}[\[【［][\d\s,،，、;]{0,99}$")
_NUMBER: Final = re.compile(r"\d+")
_BULLET: Final = re.compile(r"^[-*•–#>]{1,6}\s")
_NARROW_STOPS: Final = frozenset(".!?؟…")
_STOPS: Final = _NARROW_STOPS | frozenset("。！？；\n")
_LONGEST: Final = 6_000
"""Characters of an answer, six times 150 words of English: more is no answer."""


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence of a writer without its marks; ``numbers`` of passages begin with 1."""

    text: str
    numbers: tuple[int, ...]


def split_sentences(pieces: Iterable[str]) -> Iterator[WrittenSentence]:
    """Yield the sentences of a text that comes in pieces, each once the next one has begun.

    Raises ``WriterError`` where the text is too long to be an answer.
    """
    text, count, has_stop = "", 0, False
    for piece in pieces:
        text += piece
        if len(text) > _LONGEST:
            raise WriterError("The writer writes on and on.", "no-answer")
        has_stop = has_stop or not _STOPS.isdisjoint(piece)
        if has_stop:
            *whole, last = _split(_UNFINISHED.sub("", text))
            yield from filter(_has_content, whole[count:])
            count = max(count, len(whole))
            has_stop = not _STOPS.isdisjoint(last.text)
    yield from filter(_has_content, _split(text)[count:])


def _has_content(sentence: WrittenSentence) -> bool:
    return bool(sentence.text or sentence.numbers)


def _split(text: str) -> list[WrittenSentence]:
    """Split a text into sentences; the last may be unfinished."""
    plain, marks = _take_marks(text)
    spans = sentences(plain)
    while len(spans) > 1 and not any(map(str.isalnum, plain[slice(*spans[-1])])):
        spans[-2:] = [(spans[-2][0], spans[-1][1])]  # what decides where a sentence ends is to come
    is_leading = bool(marks) and not plain[: marks[0][0]].strip()
    numbers: list[dict[int, None]] = [{} for _ in spans]
    for end, own in marks:
        place = len(plain) - len(plain[end:].lstrip()) if is_leading else end
        # A mark between two sentences is of the first, but where each begins with its own.
        before = sum(start < place or (is_leading and start == place) for start, _ in spans)
        numbers[max(before - 1, 0)].update(dict.fromkeys(own))
    return [
        WrittenSentence(_tidy(plain[start:end]), tuple(own))
        for (start, end), own in zip(spans, numbers, strict=True)
    ]


def _take_marks(text: str) -> tuple[str, list[tuple[int, list[int]]]]:
    """Return a text without its marks, and the place and numbers of each mark."""
    plain, marks, end = "", [], 0
    for mark in _MARK.finditer(text):
        plain += text[end : mark.start()]
        marks.append((len(plain), [int(number) for number in _NUMBER.findall(mark[1])]))
        end = mark.end()
        if plain[-1:] in _NARROW_STOPS and not text[end : end + 1].isspace():
            plain += " "  # "end.[1]Next"
    return plain + text[end:], marks


def _tidy(sentence: str) -> str:
    """Return a sentence without bullets and without characters that control what draws it."""
    return " ".join(_BULLET.sub("", drop_hidden(clean(sentence))).split())
