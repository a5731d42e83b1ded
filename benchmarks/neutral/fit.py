"""Measure what each language's vectors have in common, and write it to ``index/data/means.npz``.

    python benchmarks/neutral/fit.py DATA

DATA is a folder with ``un-parallel/aligned.tsv`` (UN Parallel Corpus v1.0, dev set: Ziemski,
Junczys-Dowmunt, Pouliquen 2016; acknowledgement to the United Nations) and ``questions/`` (XQuAD,
CC BY-SA 4.0, for the questions; it has no French). Every fourth sentence of the first is used, and
every fourth question of the second, so that the rest can measure what the means are worth.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import numpy as np

from corpus.languages import LANGUAGES
from index.encoder import load

EVERY = 4
TARGET = Path(__file__).parents[2] / "index" / "data" / "means.npz"


def main(data: Path) -> None:
    """Embed the sentences and questions, and write their means."""
    encoder = load()
    with (data / "un-parallel" / "aligned.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))[::EVERY]
    questions: dict[str, list[str]] = {}
    for line in (data / "questions" / "queries.jsonl").read_text("utf-8").splitlines():
        question = json.loads(line)
        questions.setdefault(question["language"], []).append(question["text"])

    means = {}
    for language in LANGUAGES:
        sentences = [row[language.code] for row in rows]
        passages = encoder.passages(sentences).mean(axis=0)
        asked = encoder.queries(sentences).mean(axis=0)
        own = questions.get(language.code, [])[::EVERY]
        if own:
            # Half of what people type are questions, half are phrases such as a sentence's.
            asked = (asked + encoder.queries(own).mean(axis=0)) / 2
        means[f"passages/{language.code}"] = passages.astype(np.float32)
        means[f"queries/{language.code}"] = asked.astype(np.float32)
        print(language.code, len(sentences), len(own), float(np.linalg.norm(passages)).__round__(3))
    TARGET.parent.mkdir(exist_ok=True)
    np.savez_compressed(TARGET, **means)
    print(f"wrote {TARGET.name}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
