"""Whether memory stays flat while an index is searched again and again.

One process with the bundled model searches the sample: as who sees all, and as a reader of a class.
Each question is another one, since answers to the same question may be kept; all are of the same
words, since the terms of words are kept, too, up to a bound.
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
from index.build import put_sample_vectors

_STEPS: Final = 5
"""After each fifth of the searches the memory is read."""

_MOST: Final = 1.05
"""By how much it may be more at the end than after the first fifth, which fills what is kept."""

_RULES: Final = 'default = "public"\n[[documents]]\nsymbol = "*/INF/*"\nclass = "members"\n'


def run(seed: int, count: int, minutes: float | None = None) -> Tally:
    """Search, and read how much memory the process has.

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
            read: list[int] = []
            for step in range(_STEPS):
                numbers = range(step * count // _STEPS, (step + 1) * count // _STEPS)
                name = f"up to {numbers.stop:,}"
                for number in numbers:
                    chance = chance_of(seed + number)
                    asked = index if number % 2 else index.seen_by("public")
                    topics, places = chance.sample(TOPICS, 2), chance.sample(PLACES, 2)
                    question = f"{' and '.join(topics)} in {' and '.join(places)}"
                    tally.count(name, "searches")
                    tally.count(name, "hits", len(asked.search(question).hits))
                gc.collect()
                read.append(_megabytes())
                tally.count(name, "MB of memory", read[-1])
    if read[-1] > _MOST * read[0]:
        tally.fault(seed, f"memory grew from {read[0]:,} to {read[-1]:,} MB")
    return tally


def _megabytes() -> int:
    """Memory of this process that is in use, of Linux."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000
