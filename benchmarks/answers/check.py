"""Accuracy of the check of written sentences: are the wrong ones stopped, and the right ones not?

    python -m benchmarks.answers.check [--index DIR] [--errors] [--readme]

DIR holds an index of the sample corpus; by default one is made in a temporary folder. ``--errors``
prints the tuned sentences that are judged wrongly. ``--readme`` replaces the tables in CHECK.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.answers.check_sets import KINDS, CitedSentence, list_sentences, read_facts
from benchmarks.speed.tables import put
from corpus.languages import BY_CODE
from corpus.sample import FILES
from index import Index
from index.answers import SentenceCheck, check_sentence
from index.indexing import put_sample_vectors
from index.retrieval import Search

README: Final = Path(__file__).with_name("CHECK.md")

SETS: Final = (("tuned", False), ("held out", True))


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence with the result of its check, and the time that this took in milliseconds."""

    sentence: CitedSentence
    check: SentenceCheck
    milliseconds: float

    @property
    def is_right(self) -> bool:
        """Whether a right sentence was let pass, or a wrong one stopped."""
        return self.check.is_supported is (self.sentence.kind == "true")


def check_all(index: Index) -> list[CheckedSentence]:
    """Check every sentence of the set; texts of a passage are embedded at its first sentence."""
    search = Search(index.store, index.encoder)
    checked = []
    for sentence in list_sentences(index, read_facts()):
        start = time.perf_counter()
        check = check_sentence(sentence.text, sentence.language, sentence.sources, search)
        checked.append(CheckedSentence(sentence, check, 1000 * (time.perf_counter() - start)))
    return checked


def format_tables(checked: Sequence[CheckedSentence]) -> str:
    """Format the shares of true sentences stopped and of wrong ones by kind and language."""
    lines = ["| set | language | true stopped | wrong stopped |", "|---|---|---:|---:|"]
    for name, is_held_out in SETS:
        own = [each for each in checked if each.sentence.fact.is_held_out is is_held_out]
        groups: list[tuple[str, Callable[[CheckedSentence], bool]]] = [
            *((code, lambda each, code=code: each.sentence.language == code) for code in BY_CODE),
            ("all", lambda _: True),
        ]
        for group, belongs in groups:
            chosen = [each for each in own if belongs(each)]
            true = [each for each in chosen if each.sentence.kind == "true"]
            wrong = [each for each in chosen if each.sentence.kind != "true"]
            lines.append(f"| {name} | {group} | {_share(true)} | {_share(wrong)} |")
    lines += ["", f"| set | {' | '.join(KINDS[1:])} |", f"|---|{'---:|' * (len(KINDS) - 1)}"]
    for name, is_held_out in SETS:
        own = [each for each in checked if each.sentence.fact.is_held_out is is_held_out]
        cells = (_share([each for each in own if each.sentence.kind == kind]) for kind in KINDS[1:])
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _share(checked: Sequence[CheckedSentence]) -> str:
    stopped = sum(not each.check.is_supported for each in checked)
    return f"{stopped} of {len(checked)} ({100 * stopped / len(checked):.1f} %)" if checked else "–"


@contextmanager
def _open_index(folder: Path | None) -> Iterator[Index]:
    if folder is not None:
        with Index.open(folder) as index:
            yield index
        return
    with (
        tempfile.TemporaryDirectory() as scratch,
        Index.open(Path(scratch, "index"), create=True) as index,
    ):
        put_sample_vectors(index.store, index.encoder.name)
        index.ingest(sorted(FILES.glob("*/*MSW-?.docx")), workers=1)
        index.prepare()
        yield index


def main() -> None:
    """Print the tables, or put them into CHECK.md."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--index", type=Path, help="an index of the sample corpus")
    parser.add_argument("--errors", action="store_true", help="name what is wrong, on stderr")
    parser.add_argument("--readme", action="store_true", help="put the tables into CHECK.md")
    options = parser.parse_args()
    with _open_index(options.index) as index:
        checked = check_all(index)
    for each in checked if options.errors else ():
        sentence = each.sentence
        if not each.is_right and not sentence.fact.is_held_out:
            reasons = "; ".join(f"{fault.reason} {fault.words}" for fault in each.check.faults)
            cited = f"{sentence.fact.symbol} {' '.join(sentence.fact.labels)}"
            print(
                f"{sentence.kind} {sentence.language}-{sentence.sources[0].language} {cited} "
                f"{each.check.cosine:.2f}: {sentence.text} -- {reasons}",
                file=sys.stderr,
            )
    lines = format_tables(checked)
    if options.readme:
        put(README, "check", lines)
    print(lines)
    print(f"median {median(each.milliseconds for each in checked):.1f} ms a sentence")


if __name__ == "__main__":
    main()
