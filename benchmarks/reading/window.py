"""Count the tokens that the longest passage takes in the model's window, in each language.

    python -m benchmarks.reading.window [../shared/data]

The sentences of ``un-parallel`` are joined up to ``ingest.passages.LIMIT`` and counted with the
bundled model's tokenizer, its prefix and ends included.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from corpus.languages import LANGUAGES
from corpus.text import split_long
from index.model import load
from ingest.passages import LIMIT


def main(data: Path) -> None:
    """Print the count for each language."""
    encoder = load()
    with (data / "un-parallel" / "aligned.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    print(f"limit {LIMIT} letters, window {encoder.model_tokens} tokens")
    for language in LANGUAGES:
        joint = "" if language.code == "zh" else " "
        text = joint.join(row[language.code] for row in rows)
        counts = sorted(encoder.tokens(text[a:b].strip()) for a, b in split_long(text, LIMIT))
        middle, high = counts[len(counts) // 2], counts[int(len(counts) * 0.999)]
        print(f"{language.code}  pieces {len(counts):5}  median {middle:4}  "
              f"999 of 1000 {high:4}  longest {counts[-1]:4}")  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data"))
