"""Print precision and recall of mandates over the labelled paragraphs.

python -m benchmarks.mandates [--errors]     --errors names those that are wrong in labelled.toml
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from corpus.extract.mandates import find
from corpus.languages import BY_CODE

FOLDER = Path(__file__).parent
SETS = {"labelled": "tuned on", "held_out": "held back"}


@dataclass
class Count:
    """Counts of paragraphs that were found, rightly or not, and of their fields."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    fields: dict[str, int] = field(
        default_factory=lambda: {"verb": 0, "addressee": 0, "deadline": 0}
    )
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of what was found that is a mandate."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the mandates that were found."""
        return self.right / max(1, self.right + self.missed)


def measure(name: str) -> dict[str, Count]:
    """Count over one set, by language and in all (``all``)."""
    table = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["paragraph"]
    counts = {code: Count() for code in (*BY_CODE, "all")}
    for row in table:
        for code in BY_CODE:
            mandates = find(row[code], code)
            for count in (counts[code], counts["all"]):
                _add(count, row, row[code], mandates[0] if mandates else None)
    return counts


def _add(count: Count, row: dict[str, str], text: str, mandate: object) -> None:
    if "verb" not in row:
        count.wrong += mandate is not None
        if mandate is not None:
            count.errors.append(f"not one: {text}\n      {mandate}")
    elif mandate is None:
        count.missed += 1
        count.errors.append(f"missed: {text}")
    else:
        count.right += 1
        for name in count.fields:
            is_right = getattr(mandate, name) == row.get(name)
            count.fields[name] += is_right
            if not is_right:
                count.errors.append(f"{name} {getattr(mandate, name)}, not {row.get(name)}: {text}")


def main() -> None:
    """Print a table for each set."""
    for name, what in SETS.items():
        counts = measure(name)
        whole = counts["all"]
        rows = whole.right + whole.missed
        print(f"{name} ({what}): {rows} mandates of six languages")
        print("       precision  recall  verb  addressee  deadline")
        for code, count in counts.items():
            shares = "  ".join(f"{n / max(1, count.right):9.3f}" for n in count.fields.values())
            print(f"  {code:4} {count.precision:9.3f} {count.recall:7.3f} {shares}")
        if "--errors" in sys.argv and name == "labelled":
            print(*(f"    {line}" for line in whole.errors), sep="\n")


if __name__ == "__main__":
    main()
