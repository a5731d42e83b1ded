"""Accuracy of the mark on sentences that only report the words of others.

    python -m benchmarks.positions.voices [--readme]

``voices.tsv`` labels sentences of the UN Parallel Corpus, by id. A positive label means that the
main clause reports what somebody else says, asks for or decides. They are a random sample of
sentences with and without the mark; unclear ones were left out. Nothing is held out: the labeller
saw the marks, and the author of the words knew the corpus. The submitter of a text is unknown, so
nobody's words are the submitter's own.

``right`` is the share of marks on such sentences, ``found`` the share of such sentences with a
mark. Each sentence counts for as many as it represents. ``--readme`` replaces the table in
README.md.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path
from typing import Final

from benchmarks.speed.tables import put
from corpus.extract.stances import voice
from corpus.languages import BY_CODE

LABELS = Path(__file__).with_name("voices.tsv")
README = Path(__file__).with_name("README.md")
DATA = Path(__file__).parents[3] / "shared" / "data" / "un-parallel" / "aligned.tsv"

DRAWN_FROM: Final = {"marked": 534, "unmarked": 3466}
"""Numbers of sentences from which those of ``voices.tsv`` were sampled."""


def table() -> str:
    """Count, by language.

    Raises:
        OSError: the corpus is not there.
    """
    labels = _rows(LABELS)
    texts = {row["id"]: row for row in _rows(DATA)}
    drawn = Counter(label["drawn"] for label in labels)
    stands_for = {kind: DRAWN_FROM[kind] / drawn[kind] for kind in drawn}
    rows = ["| language | marked | right | found |", "| --- | ---: | ---: | ---: |"]
    for code in BY_CODE:
        wanted = found = 0.0
        marked = right = 0
        for label in labels:
            is_reported = label["is_reported"] == "yes"
            is_marked = voice(texts[label["id"]][code], code, ()).is_reported
            wanted += is_reported * stands_for[label["drawn"]]
            found += (is_reported and is_marked) * stands_for[label["drawn"]]
            marked += is_marked
            right += is_reported and is_marked
        rows.append(f"| {code} | {marked} | {right / marked:.0%} | {found / wanted:.0%} |")
    return "\n".join(rows)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return [*csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def main() -> None:
    """Print the table, or put it into README.md."""
    try:
        found = table()
    except OSError:
        sys.exit(f"The UN Parallel Corpus is not at {DATA}.")
    if "--readme" in sys.argv:
        put(README, "voices", found)
    print(found)


if __name__ == "__main__":
    main()
