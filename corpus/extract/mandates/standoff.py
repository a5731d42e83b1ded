"""Mandates of a version without their words, so that its texts need not be read again.

Standoff annotation: what stands in a text is kept by its offsets, not a second time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from corpus import tables
from corpus.documents import Passage
from corpus.extract.mandates.find import Act, Mandate
from corpus.extract.mandates.lists import of_paragraphs
from corpus.extract.mandates.words import table_of
from corpus.paragraphs import pieces_of, whole

VERSION: Final = 19
"""Of the rules in these rooms: mandates that others found are found anew at the next ingest."""

Offsets = tuple[int, int]
"""Of the first character in a text, and behind the last one."""


class Standoff(NamedTuple):
    """A mandate without its words.

    Attributes:
        first: which passage of its version its paragraph begins with, from 0.
        stop: which one is behind it: a long paragraph stands in pieces.
        verb: as ``Mandate`` has it; so ``act``, ``addressees``, ``deadline``.
        action: where it stands in the paragraph.
        deadline_text: likewise, or None.
        sentence: where its sentence stands.
        verb_at: offset of the verb.
        counted_from: as ``Mandate`` has it; so ``askers``, ``is_proposal``, ``is_before``.
    """

    first: int
    stop: int
    verb: str
    act: Act
    addressees: Sequence[str]
    deadline: str | None
    action: Offsets
    deadline_text: Offsets | None
    sentence: Offsets
    verb_at: int
    counted_from: str | None
    askers: Sequence[str]
    is_proposal: bool | None
    is_before: bool

    def read(self, text: str) -> Mandate:
        """Give the mandate with its words, from the text of the whole paragraph."""
        return Mandate(
            self.verb,
            self.act,
            tuple(self.addressees),
            text[slice(*self.action)],
            self.deadline,
            self.deadline_text and text[slice(*self.deadline_text)],
            *self.sentence,
            self.verb_at,
            self.counted_from,
            tuple(self.askers),
            self.is_proposal,
            self.is_before,
        )


def dump(passages: Sequence[Passage]) -> str:
    """Find the mandates of a version, and write them for a store.

    Args:
        passages: all of them, in reading order.

    Returns:
        JSON, which :func:`load` reads.
    """
    pieces = pieces_of(passages)
    texts = [whole(passages[places.start : places.stop]) for places in pieces]
    found = [
        _without_words(held.mandate, texts[held.paragraph].text, pieces[held.paragraph])
        for held in of_paragraphs(texts)
    ]
    return json.dumps(found, separators=(",", ":"))


def load(kept: str) -> list[Standoff]:
    """Read the mandates that :func:`dump` wrote, in reading order."""
    return [Standoff(*one) for one in json.loads(kept)]


def rules() -> str:
    """Tell these rules, with the user's table of words, from all others."""
    return _rules(tables.folder())


@cache
def _rules(folder: str) -> str:
    told = json.dumps([VERSION, table_of(folder)], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _without_words(one: Mandate, text: str, pieces: range) -> Standoff:
    def offsets(words: str, start: int) -> Offsets:
        at = text.index(words, start)
        return at, at + len(words)

    return Standoff(
        pieces.start,
        pieces.stop,
        one.verb,
        one.act,
        one.addressees,
        one.deadline,
        offsets(one.action, one.start),
        None if one.deadline_text is None else offsets(one.deadline_text, one.verb_at),
        (one.start, one.end),
        one.verb_at,
        one.counted_from,
        one.askers,
        one.is_proposal,
        one.is_before,
    )
