"""Measure the grammar of references on labelled sentences, and on rows of translations.

    python -m benchmarks.references [ALIGNED.tsv]

Prints precision and recall of each language on the sentences of ``labelled/``, used for
development, and of ``held_out/``. Errors go to stderr. For a table of translations it prints the
rows whose columns name different references, and the share of rows that agree.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.references.agreement import rows
from benchmarks.references.score import HELD_OUT, LABELLED, score
from corpus.languages import BY_CODE


def print_scores(folder: Path) -> None:
    """Print a line per language, and what went wrong."""
    print(folder.name)
    for language in BY_CODE:
        result = score(language, folder)
        print(f"{language}  precision {result.precision:.3f}  recall {result.recall:.3f}")
        for sentence, mention in result.wrong:
            print(f"    {sentence.name}: {sentence.text}", file=sys.stderr)
            for what, spans in (("found", mention), ("wanted", sentence.expected)):
                shown = [(sentence.text[s:e], c) for s, e, c in sorted(spans)]
                print(f"        {what} {shown}", file=sys.stderr)


def print_agreement(path: Path) -> None:
    """Print the rows of a table that disagree, and the share that agrees."""
    agreements = list(rows(path))
    for row in agreements:
        if not row.agrees:
            lines = (f"{code} {names}" for code, names in row.references.items())
            print(row.name, *lines, sep="\n  ")
    share = sum(row.agrees for row in agreements) / len(agreements)
    print(f"{len(agreements)} rows with a reference; all columns agree in {share:.2%}")


if __name__ == "__main__":
    for sentences in (LABELLED, HELD_OUT):
        print_scores(sentences)
    for table in sys.argv[1:]:
        print_agreement(Path(table))
