"""Is what a sentence only reports of others marked, in texts of other bodies?

    python -m benchmarks.positions.voices [--readme]

``voices.tsv`` says of sentences of the UN Parallel Corpus, by their ids, whether their main clause
tells what somebody who is not the writer says, asks for or decides. They were drawn by chance: some
from those that were marked in any language on that day, the others from those that were in none;
what could be read either way was left out. Nothing here is held out: who labelled them saw which
were marked, and who chose the words had read sentences of that corpus. Who submitted the texts is
not known, so that nobody's words are the submitter's own. ``right`` is how many of those marked are
such sentences, ``found`` how many of such sentences are marked, each drawn one counted for as many
as it stands for.
With ``--readme`` the table takes the place of the one in README.md.
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
    """Print the table, and put it into README.md if it is to be there."""
    try:
        found = table()
    except OSError:
        sys.exit(f"The UN Parallel Corpus is not at {DATA}.")
    if "--readme" in sys.argv:
        put(README, "voices", found)
    print(found)


if __name__ == "__main__":
    main()
