"""Counts of a part of the trial, and its faults with the seeds that show them again."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_WITHOUT_SUM: Final = ("ms ", "MB ")
"""Beginnings of the names of columns that are measured, not counted."""


@dataclass(slots=True)
class Tally:
    """Counts and faults of one part.

    Attributes:
        title: of its table.
        columns: what is counted, in order.
        rows: counts of each kind of case.
        faults: what must not be, each with the seed of its case.
    """

    title: str
    columns: tuple[str, ...]
    rows: dict[str, Counter[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def count(self, row: str, column: str, number: int = 1) -> None:
        """Count something of a kind of case."""
        if column not in self.columns:
            raise ValueError(column)
        self.rows.setdefault(row, Counter())[column] += number

    def fault(self, seed: int, what: str) -> None:
        """Add a fault with its seed."""
        self.faults.append(f"seed {seed}: {what}")
        print(f"fault: {self.faults[-1]}", file=sys.stderr, flush=True)

    def table(self) -> str:
        """Return the table in Markdown."""
        rows = [
            [name, *(_cell(column, counts) for column in self.columns)]
            for name, counts in self._all()
        ]
        lines = [["", *self.columns], ["---"] * (len(self.columns) + 1), *rows]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        faults = "".join(f"\n* {fault}" for fault in self.faults) or " none"
        return f"{self.title}\n\n{table}\n\nFaults:{faults}"

    def _all(self) -> list[tuple[str, Counter[str]]]:
        whole = sum(self.rows.values(), Counter[str]())
        for column in self.columns:
            if column.startswith(_WITHOUT_SUM):
                del whole[column]
        return [*self.rows.items(), *([("all", whole)] if len(self.rows) > 1 else [])]


def _cell(column: str, counts: Counter[str]) -> str:
    is_empty = column not in counts and column.startswith(_WITHOUT_SUM)
    return "" if is_empty else f"{counts[column]:,}"


def chance_of(seed: int) -> random.Random:
    """Return the random generator of a seed, always the same."""
    return random.Random(seed)  # noqa: S311 - trials, not secrets


def cases(seed: int, count: int, minutes: float | None = None) -> Iterator[int]:
    """Yield the seeds of the cases, until the time limit if there is one."""
    began = time.monotonic()
    for case in range(seed, seed + count):
        if minutes is not None and time.monotonic() - began > 60 * minutes:
            print(f"stopped before seed {case}: the time is up", file=sys.stderr)
            return
        yield case
