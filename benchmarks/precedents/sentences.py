"""Accuracy for sentences written in pairs: one translates an earlier one, one says the contrary.

    python -m benchmarks.precedents.sentences [--errors] [--readme]

Each line of ``sentences.tsv`` has a sentence, a faithful translation of it, and a contrary in that
translation's language. The first sentences alone are an index, each as a document. Drafts are asked
of it as in ``benchmarks.precedents.pairs``.

``--errors`` prints the drafts with another result. ``--readme`` replaces the table in README.md.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.precedents.pairs import (
    README,
    RIGHT,
    Pair,
    PairAnswer,
    classify,
    count_warned,
    make_draft,
)
from benchmarks.speed.tables import put
from index import Index
from index.indexing import put_sample_vectors

__all__ = ["SENTENCES", "read_sentences"]

SENTENCES: Final = Path(__file__).with_name("sentences.tsv")
"""The sentences, a pair a line; README.md explains the columns."""

_CLASSES: Final = {"close": "translated", "loose": "loose"}
"""Classes of the translations of either style, as ``benchmarks.precedents.pairs`` names them."""

_EVERY: Final = "every kind"


def read_sentences(path: Path = SENTENCES) -> list[Pair]:
    """Read the drafts in the order of the file: a translation, then its contrary.

    Each names the file of its earlier sentence as its document.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [*csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return [
        Pair(
            "written",
            class_,
            row["kind"],
            row["language"],
            draft,
            f"{number:02}.txt",
            "",
            row["earlier_language"],
            row["earlier"],
        )
        for number, row in enumerate(rows)
        for class_, draft in (
            (_CLASSES[row["style"]], row["same"]),
            ("contrary", row["contrary"]),
        )
    ]


def ask(pairs: Sequence[Pair]) -> list[PairAnswer]:
    """Ask for the drafts of pairs, and return the answer on each earlier sentence."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Index.open(Path(folder, "index"), create=True) as index,
    ):
        put_sample_vectors(index.store, index.encoder.name)
        earlier = {pair.document: pair.earlier for pair in pairs}
        files = [Path(folder, name) for name in earlier]
        for file in files:
            file.write_text(earlier[file.name], "utf-8")
        index.ingest(files, workers=1)
        index.prepare()
        paragraphs = index.precedents(make_draft(pairs))
    return [
        classify(
            next(
                (
                    precedent
                    for precedent in paragraph.precedents
                    if precedent.found.file_name == pair.document
                ),
                None,
            )
        )
        for pair, paragraph in zip(pairs, paragraphs, strict=True)
    ]


def format_table(pairs: Sequence[Pair], answers: Sequence[PairAnswer]) -> str:
    """Format the right and wrong answers by kind: contraries, then their translations."""
    head = (
        *("kind", "contrary told", "in doubt", "silent", "not told"),
        *("translated told", "wrongly contrary", "warned"),
    )
    lines = [f"| {' | '.join(head)} |", f"| --- |{' ---: |' * (len(head) - 1)}"]
    rows = [*zip(pairs, answers, strict=True)]
    for kind in (*dict.fromkeys(pair.kind for pair in pairs), _EVERY):
        own = [(pair, answer) for pair, answer in rows if kind in (pair.kind, _EVERY)]
        contrary = [answer for pair, answer in own if pair.class_ == "contrary"]
        same = [(pair.class_, answer) for pair, answer in own if pair.class_ != "contrary"]
        is_told = [answer.class_ in RIGHT["contrary"] for answer in contrary]
        is_doubted = [
            answer.is_doubted and not told for answer, told in zip(contrary, is_told, strict=True)
        ]
        silent = sum(answer.is_silent for answer in contrary)
        right = sum(answer.class_ in RIGHT[class_] for class_, answer in same)
        wrong = sum(answer.class_ in RIGHT["contrary"] for _, answer in same)
        cells = (
            f"{sum(is_told)} of {len(contrary)}",
            str(sum(is_doubted)),
            str(silent),
            str(len(contrary) - sum(is_told) - sum(is_doubted) - silent),
            f"{right} of {len(same)}",
            str(wrong),
            str(count_warned(answer for _, answer in same)),
        )
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Print the table, or put it into README.md."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="name what is wrong, on stderr")
    parser.add_argument("--readme", action="store_true", help="put the table into README.md")
    options = parser.parse_args()
    pairs = read_sentences()
    answers = ask(pairs)
    for pair, answer in zip(pairs, answers, strict=True) if options.errors else ():
        if answer.class_ not in RIGHT[pair.class_] or (
            answer.is_doubted and pair.class_ != "contrary"
        ):
            doubt = " in doubt" * answer.is_doubted
            what = f"{pair.kind}, {pair.class_}: {answer.class_}{doubt}"
            languages = f"{pair.earlier_language}>{pair.language}"
            print(f"{what}: {languages}: {pair.earlier} -- {pair.draft}", file=sys.stderr)
    lines = format_table(pairs, answers)
    if options.readme:
        put(README, "sentences", lines)
    print(lines)


if __name__ == "__main__":
    main()
