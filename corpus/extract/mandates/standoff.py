"""Mandates found in passages, as JSON of offsets; their words are read from the text later."""

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

VERSION: Final = 27
"""Version of these rules; the next ingest finds mandates of another version anew."""

Offsets = tuple[int, int]
"""Offset of the first character in a text, and the one behind the last."""


class Standoff(NamedTuple):
    """A mandate without its words; other fields are those of ``Mandate``.

    Attributes:
        first: 0-based position of its paragraph's first passage in the version.
        stop: position behind the last passage: a long paragraph has pieces.
        action: its offsets in the paragraph.
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
        """Return the mandate with its words, from the text of the whole paragraph."""
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
    """Find the mandates of all passages of a version, and return them as JSON for :func:`load`."""
    pieces = pieces_of(passages)
    texts = [whole(passages[places.start : places.stop]) for places in pieces]
    standoffs = [
        _drop_words(entry.mandate, texts[entry.paragraph].text, pieces[entry.paragraph])
        for entry in of_paragraphs(texts)
    ]
    return json.dumps(standoffs, separators=(",", ":"))


def load(dumped: str) -> list[Standoff]:
    """Read the mandates that :func:`dump` wrote, in reading order."""
    return [Standoff(*values) for values in json.loads(dumped)]


def rules() -> str:
    """Return a key of these rules and the user's table of words."""
    return _hash_rules(tables.folder())


@cache
def _hash_rules(folder: str) -> str:
    description = json.dumps([VERSION, table_of(folder)], sort_keys=True)
    return hashlib.sha256(description.encode()).hexdigest()[:16]


def _drop_words(mandate: Mandate, text: str, pieces: range) -> Standoff:
    def offsets(words: str, start: int) -> Offsets:
        begin = text.index(words, start)
        return begin, begin + len(words)

    return Standoff(
        pieces.start,
        pieces.stop,
        mandate.verb,
        mandate.act,
        mandate.addressees,
        mandate.deadline,
        offsets(mandate.action, mandate.start),
        None if mandate.deadline_text is None else offsets(mandate.deadline_text, mandate.verb_at),
        (mandate.start, mandate.end),
        mandate.verb_at,
        mandate.counted_from,
        mandate.askers,
        mandate.is_proposal,
        mandate.is_before,
    )
