"""Texts to embed for a passage: the whole under its title, and its sentences alone.

A question is near to the sentence that answers it, and nearer to a short passage under a similar
title. A passage's score is therefore the mean of two cosines: the whole's and the best sentence's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.documents import HEADING_SEPARATOR
from corpus.text import sentences as sentences_of
from corpus.text import unify

VERSION: Final = 1
"""Version of the cut; the next ingest cuts passages of other versions anew."""

_LEAST: Final = 30
"""Least letters and digits of a sentence of its own, so that "Ibid." is none."""

_WIDE: Final = re.compile("[\u2e80-\uffef]+")
_MORE: Final = 2
"""Letters that a Chinese character counts for beyond one, as in ``corpus.text.sentences``."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A part of a passage with a vector of its own, from ``start`` to before ``stop``."""

    start: int
    stop: int
    text: str

    @classmethod
    def of(cls, text: str, start: int, stop: int) -> Sentence:
        """Return a part of a passage, without the white space around it."""
        part = text[start:stop]
        start += len(part) - len(part.lstrip())
        stop -= len(part) - len(part.rstrip())
        return cls(start, stop, unify(text[start:stop]))

    @property
    def digest(self) -> bytes:
        """SHA-256 of the text, the key of its vector."""
        return digest_of(self.text)


def digest_of(text: str) -> bytes:
    """Return the SHA-256 of a text to embed."""
    return hashlib.sha256(text.encode("utf-8")).digest()


def format_embedded_text(
    title: str | None, heading: Sequence[str], label: str | None, text: str
) -> str:
    """Return the text to embed for a passage: title and headings, then its own text.

    They explain words such as "the Group". Cover lines without a heading get no title: with it, a
    date would answer each question that the title answers.
    """
    if not heading and label is None:
        return unify(text)
    place = [line for line in heading if line != title]
    parts = (title, HEADING_SEPARATOR.join(place), text)
    return unify("\n".join(part for part in parts if part))


def sentences(text: str, embedded: str) -> list[Sentence]:
    """Cut a passage into sentences; none where the only one equals the text for the whole."""
    spans: list[tuple[int, int]] = []
    for start, stop in sentences_of(text):
        if spans and (_is_short(text[slice(*spans[-1])]) or _is_short(text[start:stop])):
            spans[-1] = (spans[-1][0], stop)
        else:
            spans.append((start, stop))
    parts = [Sentence.of(text, start, stop) for start, stop in spans if text[start:stop].strip()]
    return [] if [sentence.text for sentence in parts] == [embedded] else parts


def _is_short(text: str) -> bool:
    return _size(text[: 2 * _LEAST]) < _LEAST and _size(text) < _LEAST


def _size(text: str) -> int:
    wide = "" if text.isascii() else "".join(_WIDE.findall(text))
    return sum(map(str.isalnum, text)) + _MORE * sum(map(str.isalnum, wide))
