"""Run all parts of the trial, or the named ones, and print a table for each."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from typing import Final

from benchmarks.trust import bits, damaged_files, engines, grammars, kills, memory, power, readers
from benchmarks.trust.tally import Tally

PARTS: Final[dict[str, tuple[Callable[..., Tally], int]]] = {
    "kills": (kills.run, 300),
    "power": (power.run, 300),
    "full": (power.full, 300),
    "engines": (engines.run, 120),
    "bits": (bits.run, 300),
    "readers": (readers.run, 500),
    "memory": (memory.run, 5000),
    "mutated": (damaged_files.run, 3000),
    "crafted": (damaged_files.read_crafted, len(damaged_files.CRAFTED)),
    "grammars": (grammars.run, 300),
}
"""The parts of the trial, with the number of cases of a whole run."""


def main() -> int:
    """Print a table for each part; 1 where there is a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all where none is named")
    parser.add_argument("--seed", type=int, default=15, help="of the first case")
    parser.add_argument("--count", type=int, help="how many cases, instead of the whole number")
    parser.add_argument("--minutes", type=float, help="of a part, after which no case is begun")
    given = parser.parse_args()
    faults = 0
    for name in given.parts or PARTS:
        run, whole = PARTS[name]
        count = given.count or whole
        began = time.monotonic()
        tally = run(given.seed, count, given.minutes)
        seconds = time.monotonic() - began
        print(f"## {name}, seeds {given.seed} to {given.seed + count - 1}, {seconds:,.0f} s\n")
        print(tally.table(), flush=True)
        print()
        faults += len(tally.faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
