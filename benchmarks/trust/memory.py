"""Whether memory stays flat while an index is searched again and again.

One process with the bundled model searches the sample, both as a reader of all and of a class.
No question repeats, since the process may cache answers. All questions use the same words, since
it also caches the terms of words, up to a bound.
"""

from __future__ import annotations

import gc
import os
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.trust.tally import Tally, chance_of
from benchmarks.trust.world import PLACES, TOPICS
from corpus.sample import FILES
from index import Index
from index.indexing import put_sample_vectors

_STEPS: Final = 5
"""Number of readings of the memory, one after each fifth of the searches."""

_MOST: Final = 1.05
"""Factor by which memory may grow after the first fifth, which fills the caches."""

_RULES: Final = 'default = "public"\n[[documents]]\nsymbol = "*/INF/*"\nclass = "members"\n'


def run(seed: int, count: int, minutes: float | None = None) -> Tally:
    """Search, and read how much memory the process uses.

    Args:
        seed: of the first question.
        count: how many searches.
        minutes: not used: each step takes as long as it takes.
    """
    del minutes
    columns = ("searches", "hits", "MB of memory")
    tally = Tally("Memory of a process that searches", columns)
    with tempfile.TemporaryDirectory(prefix="trust-") as scratch:
        folder = Path(scratch)
        with Index.open(folder, create=True) as index:
            put_sample_vectors(index.store, index.encoder.name)
            index.ingest([FILES], workers=2)
            folder.joinpath("access.toml").write_text(_RULES, "utf-8")
            readings: list[int] = []
            for step in range(_STEPS):
                numbers = range(step * count // _STEPS, (step + 1) * count // _STEPS)
                name = f"up to {numbers.stop:,}"
                for number in numbers:
                    chance = chance_of(seed + number)
                    searched = index if number % 2 else index.view_for("public")
                    topics, places = chance.sample(TOPICS, 2), chance.sample(PLACES, 2)
                    question = f"{' and '.join(topics)} in {' and '.join(places)}"
                    tally.count(name, "searches")
                    tally.count(name, "hits", len(searched.search(question).hits))
                gc.collect()
                readings.append(_megabytes())
                tally.count(name, "MB of memory", readings[-1])
    if readings[-1] > _MOST * readings[0]:
        tally.fault(seed, f"memory grew from {readings[0]:,} to {readings[-1]:,} MB")
    return tally


def _megabytes() -> int:
    """Return the megabytes of memory that this process uses on Linux."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000
