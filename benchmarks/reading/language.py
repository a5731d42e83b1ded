"""Measure how often the language of a text is recognised, and how quickly.

    python -m benchmarks.reading.language [../shared/data]

Long texts have over 60 characters (20 in Chinese). In ``alone`` nothing is expected, in ``own`` the
version's language. In ``other`` the passage is in its own language and each of the five others is
expected. In ``quoting`` a quotation in another language follows, and the passage's own is expected.
langdetect, seeded, is measured for comparison.
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

from langdetect import DetectorFactory, LangDetectException, detect

from corpus.languages import BY_CODE
from corpus.text import language_of

SETS = ("un-parallel", "sdg", "udhr")
EVERY = 20
"""langdetect and the crossed figures are taken on every twentieth row: they are slow, or many."""


def main() -> None:
    """Print the figures per set and language."""
    data = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    DetectorFactory.seed = 0
    print("| set | language | long | alone | own | other | quoting | langdetect | short | alone |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    passages, seconds = 0, 0.0
    for name in SETS:
        with (data / name / "aligned.tsv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        for code in BY_CODE:
            shortest = 20 if code == "zh" else 60
            began = time.perf_counter()
            counts = Counter(
                (len(row[code]) > shortest, language_of(row[code]) == code) for row in rows
            )
            seconds += time.perf_counter() - began
            passages += len(rows)
            long = [row for row in rows if len(row[code]) > shortest]
            some = long[::EVERY]
            own = share([language_of(row[code], expected=code) == code for row in long])
            others = [other for other in BY_CODE if other != code]
            other = share([language_of(r[code], expected=o) == code for r in some for o in others])
            quoting = share(
                [
                    language_of(f"{row[code]} «{next_row[o]}»", expected=code) == code
                    for row, next_row in pairwise(some)
                    for o in others
                ]
            )
            peer = share([by_langdetect(row[code]) == code for row in some])
            alone = counts[True, True] / len(long)
            n_short = len(rows) - len(long)
            short = counts[False, True] / n_short if n_short else 1.0
            print(
                f"| {name} | {code} | {len(long)} | {alone:.4f} | {own:.4f} | {other:.4f} "
                f"| {quoting:.4f} | {peer:.4f} | {n_short} | {short:.3f} |"
            )
    print(f"\n{passages} passages in {seconds:.1f} s: {1000 * seconds / passages:.2f} ms each")


def share(right: list[bool]) -> float:
    """Return the share of True."""
    return sum(right) / len(right) if right else 1.0


def by_langdetect(text: str) -> str | None:
    """Return the language that langdetect finds, among all that it knows."""
    try:
        return str(detect(text)).removesuffix("-cn").removesuffix("-tw")
    except LangDetectException:
        return None


if __name__ == "__main__":
    main()
