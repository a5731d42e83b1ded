"""Accuracy of a meeting's dossier: does it show what each item continues, in any language?

    python -m benchmarks.dossier [--folder FOLDER] [--sample DIR] [--errors] [--readme]

The synthetic archive in ``archive/`` is indexed, and the dossiers of its meetings 40 and 41 are
made. ``found`` counts the items whose first three passages hold one judged to be continued.
``right`` counts the shown passages that are judged so. ``silent`` counts the items on something new
that show nothing. DIR holds an index of the sample corpus, whose own seven items are a row.
``--readme`` replaces the table in README.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.dossier.archive import (
    JudgedItem,
    build_index,
    is_judged,
    read_items,
    read_sample_items,
)
from benchmarks.speed.tables import put
from corpus.languages import BY_CODE
from index import Index

FIRST: Final = 3
"""Number of first passages that must include a right one."""

README: Final = Path(__file__).with_name("README.md")


@dataclass(frozen=True, slots=True)
class Outcome:
    """An item with what its dossier shows.

    Attributes:
        item: as it was judged.
        shown: names of the passages.
        verdicts: whether each was judged to be continued.
    """

    item: JudgedItem
    shown: tuple[str, ...]
    verdicts: tuple[bool, ...]

    @property
    def is_found(self) -> bool:
        """Whether a passage among the first is right."""
        return any(self.verdicts[:FIRST])


def measure(folder: Path, items: Sequence[JudgedItem]) -> list[Outcome]:
    """Make the dossiers of the meetings of items, and judge what they show."""
    with Index.open(folder) as index:
        dossiers = {meeting: index.dossier(meeting) for meeting in {own.meeting for own in items}}
    before = {
        (meeting, item.item): [before.shown for before in item.before]
        for meeting, dossier in dossiers.items()
        for item in dossier.items
    }
    outcomes = []
    for item in items:
        shown = before[item.meeting, item.item]
        names = tuple(f"{own.symbol}#{' '.join(own.passage.label_path)}" for own in shown)
        outcomes.append(Outcome(item, names, tuple(is_judged(item, own) for own in shown)))
    return outcomes


def lay_out(name: str, language: str, outcomes: Sequence[Outcome]) -> str:
    """Lay out a row of the table."""
    continuing = [outcome for outcome in outcomes if outcome.item.continues]
    new = [outcome for outcome in outcomes if not outcome.item.continues]
    found = sum(outcome.is_found for outcome in continuing)
    shown = sum(len(outcome.verdicts) for outcome in outcomes)
    right = sum(sum(outcome.verdicts) for outcome in outcomes)
    silent = sum(not outcome.shown for outcome in new)
    return (
        f"| {name} | {language} | {found} of {len(continuing)} | {right} of {shown} "
        f"| {silent} of {len(new)} |"
    )


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="folder of the archive's index, which is kept")
    parser.add_argument("--sample", type=Path, help="index of the sample corpus")
    parser.add_argument("--errors", action="store_true", help="list what is shown for each item")
    parser.add_argument("--readme", action="store_true", help="put the table into README.md")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcomes = measure(build_index(chosen.folder or Path(folder)), read_items())
    rows = ["| set | language | found | right | silent |", "| --- | --- | ---: | ---: | ---: |"]
    for name, is_held_out in (("tuned", False), ("held out", True)):
        own = [outcome for outcome in outcomes if outcome.item.is_held_out == is_held_out]
        rows.append(lay_out(name, "all", own))
    for code in BY_CODE:
        own = [outcome for outcome in outcomes if outcome.item.language == code]
        rows.append(lay_out("both", code, own))
    rows.append(lay_out("both", "all", outcomes))
    if chosen.sample:
        of_sample = measure(chosen.sample, read_sample_items())
        rows.append(lay_out("sample", "six", of_sample))
        outcomes += of_sample
    print("\n".join(rows))
    for outcome in outcomes if chosen.errors else ():
        marks = ", ".join(
            f"{'+' if verdict else '-'}{name}"
            for name, verdict in zip(outcome.shown, outcome.verdicts, strict=True)
        )
        print(outcome.item.meeting, outcome.item.item, marks or "nothing")
    if chosen.readme:
        put(README, "dossier", "\n".join(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
