"""Count the references that are found, and those of them that are right, per language.

A mention counts as right if its place and its canonical form are both exact.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.extract.references import find

LABELLED = Path(__file__).parent / "labelled"
"""Sentences on which the grammar was corrected."""

HELD_OUT = Path(__file__).parent / "held_out"
"""Sentences that were labelled before the grammar read any, and on which nothing was corrected."""

_MARK = re.compile(r"⟦(?:(\d+):)?(.*?)⟧")

Expected = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One labelled sentence and what it refers to: start, end and canonical form of each."""

    name: str
    language: str
    text: str
    expected: tuple[Expected, ...]


def sentences(language: str, folder: Path = LABELLED) -> Iterator[Sentence]:
    """The labelled sentences of one language."""
    meanings = tomllib.loads((folder / "meanings.toml").read_text("utf-8"))
    marked = tomllib.loads((folder / f"{language}.toml").read_text("utf-8"))
    if set(meanings) != set(marked):
        raise ValueError(f"{language}.toml and meanings.toml differ: {set(meanings) ^ set(marked)}")
    for name, text in marked.items():
        plain, expected, position = "", [], 0
        for order, mark in enumerate(_MARK.finditer(text)):
            plain += text[position : mark.start()]
            number = int(mark[1]) - 1 if mark[1] else order
            expected.append((len(plain), len(plain) + len(mark[2]), meanings[name][number]))
            plain += mark[2]
            position = mark.end()
        if len(expected) != len(meanings[name]):
            raise ValueError(f"{language}.toml marks {len(expected)} mentions in {name}.")
        yield Sentence(name, language, plain + text[position:], tuple(expected))


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall of one language, and the sentences that went wrong."""

    language: str
    precision: float
    recall: float
    wrong: tuple[tuple[Sentence, frozenset[Expected]], ...]


def score(language: str, folder: Path = LABELLED) -> Score:
    """The score of one language on the sentences of ``folder``."""
    right = count = expected = 0
    wrong = []
    for sentence in sentences(language, folder):
        mentions = frozenset((m.start, m.end, m.canonical) for m in find(sentence.text, language))
        wanted = frozenset(sentence.expected)
        right += len(mentions & wanted)
        count += len(mentions)
        expected += len(wanted)
        if mentions != wanted:
            wrong.append((sentence, mentions))
    return Score(language, right / count, right / expected, tuple(wrong))
