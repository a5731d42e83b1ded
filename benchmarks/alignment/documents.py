"""Documents whose versions have paragraphs dropped, split and merged, for `measure`.

They are made of translated rows: sentences of the UN Parallel Corpus that nothing was fitted on,
and paragraphs of the Universal Declaration. A paragraph is one row, or two adjacent rows of one
document with a sentence end between. Leading numbers are removed. Then each version is changed by
itself.
"""

from __future__ import annotations

import csv
import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus.languages import LANGUAGES
from corpus.text import sentences

__all__ = ["CODES", "AssembledDocument", "Unit", "assemble", "read_held_out_rows", "udhr_rows"]

CODES: Final = tuple(language.code for language in LANGUAGES)

PARAGRAPHS: Final = 200
CHANGED: Final = 0.1
"""Share of a version's paragraphs that are dropped, split or merged with the next; a third each."""

_PAIRED: Final = 0.3
"""Share of the paragraphs that are two rows, where the next row is of the same real document."""

_LABEL: Final = re.compile(
    r"^\s*(?:\(?(?:\d+(?:\.\d+)*|[a-zA-Zа-я一-十]|[ivx]+|[\u0621-\u064a])[.)、．]\s*)+"
)

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Unit:
    """A passage of a version.

    Attributes:
        sources: stretches of source text as ``(row, from, to)`` with 0 ≤ from < to ≤ 1: a row's
            number and a part of it.
    """

    text: str
    sources: tuple[tuple[int, float, float], ...]

    def shares_text(self, other: Unit) -> bool:
        """Whether both hold some of the same source text."""
        return any(
            row == row2 and max(a, a2) < min(b, b2) - 1e-9
            for row, a, b in self.sources
            for row2, a2, b2 in other.sources
        )


@dataclass(frozen=True, slots=True)
class AssembledDocument:
    """A document in six versions.

    Attributes:
        name: for the table.
        versions: by language, the passages in reading order.
    """

    name: str
    versions: dict[str, tuple[Unit, ...]]


def read_held_out_rows(data: Path) -> list[Row]:
    """Read the rows of the half of the UN documents that ``benchmarks.neutral.fit`` leaves out."""
    rows = _rows(data / "un-parallel" / "aligned.tsv")
    return [row for row in rows if int(hashlib.sha256(row["doc"].encode()).hexdigest(), 16) % 2]


def udhr_rows(data: Path) -> list[Row]:
    """Read the paragraphs of the Universal Declaration of Human Rights."""
    return _rows(data / "udhr" / "aligned.tsv")


def assemble(
    name: str, rows: Sequence[Row], seed: int, size: int = PARAGRAPHS
) -> AssembledDocument:
    """Assemble a document of ``size`` paragraphs from the first rows, and change its versions.

    Args:
        name: of it.
        rows: translations, in order.
        seed: of the choice of paragraphs and of the changes.
        size: paragraphs before the changes.

    Raises:
        ValueError: there are too few rows.
    """
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    paragraphs: list[list[int]] = []
    position = 0
    while len(paragraphs) < size:
        if position >= len(rows):
            raise ValueError(f"{len(rows)} rows are too few for {size} paragraphs.")
        paired = (
            position + 1 < len(rows)
            and rows[position]["doc"] == rows[position + 1]["doc"]
            and rows[position]["doc"] != "udhr"
            and chance.random() < _PAIRED
        )
        paragraphs.append([position, position + 1] if paired else [position])
        position += len(paragraphs[-1])
    return AssembledDocument(
        name,
        {
            code: tuple(_change_units(paragraphs, rows, code, random.Random(f"{seed} {code}")))  # noqa: S311
            for code in CODES
        },
    )


def _change_units(
    paragraphs: Sequence[list[int]], rows: Sequence[Row], code: str, chance: random.Random
) -> Iterator[Unit]:
    whole = [[_sentence(rows, row, code) for row in paragraph] for paragraph in paragraphs]
    count = round(CHANGED * len(whole) / 3)
    cuts = {position: cut for position, units in enumerate(whole) if (cut := _cut(units, chance))}
    split = set(chance.sample(sorted(cuts), min(count, len(cuts))))
    others = [
        position
        for position in range(len(whole) - 1)
        if position not in split and position + 1 not in split
    ]
    dropped = set(chance.sample(others, count))
    left = [
        position for position in others if position not in dropped and position + 1 not in dropped
    ]
    merged = set(chance.sample(left, count))
    position = 0
    while position < len(whole):
        if position in split:
            yield from cuts[position]
        elif position in merged:
            together = whole[position]
            while position in merged:
                position += 1
                together = together + whole[position]
            yield _join(together, code)
        elif position not in dropped:
            yield _join(whole[position], code)
        position += 1


def _cut(units: list[Unit], chance: random.Random) -> tuple[Unit, Unit] | None:
    """Cut a paragraph at a sentence end; None where it is one sentence."""
    if len(units) > 1:
        return units[0], units[1]
    spans = sentences(units[0].text)
    if len(spans) < 2:
        return None
    position = chance.randrange(1, len(spans))
    border = spans[position][0]
    row = units[0].sources[0][0]
    part = position / len(spans)
    return (
        Unit(units[0].text[:border].strip(), ((row, 0.0, part),)),
        Unit(units[0].text[border:].strip(), ((row, part, 1.0),)),
    )


def _sentence(rows: Sequence[Row], row: int, code: str) -> Unit:
    text = rows[row][code]
    return Unit(_LABEL.sub("", text) or text, ((row, 0.0, 1.0),))


def _join(units: Sequence[Unit], code: str) -> Unit:
    between = "" if code == "zh" else " "
    return Unit(
        between.join(unit.text for unit in units),
        tuple(source for unit in units for source in unit.sources),
    )


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
