"""Print precision and recall of the earlier mandates that are found for mandates of drafts.

python -m benchmarks.mandates.duplicates --index FOLDER [--errors] [--readme]

FOLDER holds an index of the sample corpus. `--errors` names the drafts of `duplicates.toml` for
which too much or too little is found. `--readme` replaces the table in README.md.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from benchmarks.mandates.__main__ import FOLDER
from benchmarks.speed.tables import put
from corpus.languages import BY_CODE
from index import Index
from search_app.drafts import draft_of_text

SETS: Final = {"duplicates": "tuned on", "duplicates_held_out": "held back"}


@dataclass
class PairCount:
    """Numbers of pairs of a draft's mandate and an earlier one.

    Attributes:
        right: pairs that are found and labelled.
        wrong: pairs that are found and not labelled.
        missed: labelled pairs that are not found.
        contraries: labelled pairs that ask the contrary.
        told: those that are found as contrary.
        misled: those that are found as asking the same.
        wrongly: pairs that are found as contrary and not labelled so.
        errors: lines on what is wrong, missed or not told.
    """

    right: int = 0
    wrong: int = 0
    missed: int = 0
    contraries: int = 0
    told: int = 0
    misled: int = 0
    wrongly: int = 0
    errors: list[str] = field(default_factory=list)

    def line(self, *names: str) -> str:
        """Return a row of the table."""
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        cells = (*names, f"{precision:.3f}", f"{recall:.3f}", str(self.right + self.missed))
        return f"| {' | '.join(cells)} |"

    def line_of_contraries(self, *names: str) -> str:
        """Return a row of the table of contraries."""
        cells = (*names, self.told, self.misled, self.wrongly, self.contraries)
        return f"| {' | '.join(map(str, cells))} |"


def count_pairs(index: Index, name: str) -> dict[str, PairCount]:
    """Count the pairs of one set, by language and in all."""
    counts = {code: PairCount() for code in (*BY_CODE, "all")}
    for row in tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["draft"]:
        labelled, contrary, also = (
            {*row.get(name, ())} for name in ("duplicates", "contrary", "also")
        )
        matches, contraries = _find_paragraphs(index, row)
        for count in (counts[row["language"]], counts["all"]):
            count.contraries += len(contrary)
            count.told += len(contrary & contraries)
            count.misled += len(contrary & matches)
            count.wrongly += len(contraries - contrary - also)
            count.errors += [f"not told {other}: {row['text']}" for other in contrary - contraries]
            count.errors += [
                f"contrary {other}: {row['text']}" for other in contraries - contrary - also
            ]
            count.right += len(labelled & matches)
            count.missed += len(labelled - matches)
            count.wrong += len(matches - labelled - also)
            for other in sorted(labelled ^ matches - also):
                kind = "missed" if other in labelled else "wrong"
                count.errors.append(f"{kind} {other}: {row['text']}")
    return counts


def _find_paragraphs(index: Index, row: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Return the paragraphs that ask the same as a draft, and the contrary.

    They are named by their labels in English.
    """
    asked = index.find_earlier_mandates(draft_of_text(row["text"]), shown_in=row["language"])
    found = [earlier for mandate in asked for earlier in mandate.earlier]
    same, contrary = (
        {each.task.key.rsplit(":", 2)[0] for each in found if each.is_contrary == is_contrary}
        for is_contrary in (False, True)
    )
    return same, contrary


def main() -> None:
    """Print the table, or put it into README.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mandates.duplicates")
    parser.add_argument("--index", type=Path, required=True, help="of the sample corpus")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--readme", action="store_true", help="put the table into README.md")
    options = parser.parse_args()
    lines = [
        "| set | language | precision | recall | pairs |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    contraries = [
        "| set | language | told | as asked before | wrongly contrary | contraries |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    with Index.open(options.index) as index:
        for name, what in SETS.items():
            counts = count_pairs(index, name)
            lines += [count.line(what, code) for code, count in counts.items()]
            contraries += [count.line_of_contraries(what, code) for code, count in counts.items()]
            if options.errors and name == "duplicates":
                print(*counts["all"].errors, sep="\n", file=sys.stderr)
    for name, rows in (("duplicates", lines), ("contraries", contraries)):
        table = "\n".join(rows)
        if options.readme:
            put(FOLDER / "README.md", name, table)
        print(table, end="\n\n")


if __name__ == "__main__":
    main()
