"""Accuracy for pairs of draft and passage: does the draft contradict the passage or repeat it?

    python -m benchmarks.precedents.pairs [--errors] [--readme]
    python -m benchmarks.precedents.pairs --cosines [--readme]

Each pair of ``pairs.tsv`` is a draft and a passage of the sample corpus, judged by hand. The draft
is asked of an index in the passage's language only; otherwise a version in its own language would
be compared. The result for the passage counts if it is among the first five documents.

``--errors`` prints the pairs with another result. ``--readme`` replaces the table in README.md.
``--cosines`` prints the cosines of the tuned pairs, from which thresholds were chosen.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final

from benchmarks.speed.tables import put
from corpus.documents import Document, Metadata, Passage
from corpus.extract.references import find
from corpus.languages import BY_CODE
from corpus.sample import FILES
from index import Index
from index.analyses import Precedent
from index.analyses.precedents.reuse import LanguageText
from index.analyses.precedents.translation import cut_sentences, measure_cosines
from index.indexing import put_sample_vectors
from index.retrieval import Search

__all__ = [
    "CLASSES",
    "EXCHANGES",
    "KINDS",
    "PAIRS",
    "README",
    "RIGHT",
    "SETS",
    "Pair",
    "PairAnswer",
    "classify",
    "count_warned",
    "make_draft",
    "read_pairs",
]

PAIRS: Final = Path(__file__).with_name("pairs.tsv")
"""The pairs, one a line; README.md explains the columns."""

EXCHANGES: Final = PAIRS.with_name("exchanges.tsv")
"""Further pairs across languages: two things exchanged, or only named in another order."""

README: Final = Path(__file__).with_name("README.md")
"""The page of these tables."""

SETS: Final = ("tuned", "held out")

GROUPS: Final = (("within", False), ("across", True))
"""Names of the groups of languages, and whether their drafts are in another than the passage."""

CLASSES: Final = ("contrary", "taken over", "changed", "translated", "loose", "subject")
"""Classes of a draft by its relation to the passage, in the order of the table."""

KINDS: Final = ("negation", "roles", "objects", "degree", "order", "verdict", "bound", "scope")
"""The respects in which a draft can contradict its passage."""

RIGHT: Final = {
    "contrary": {"contrary"},
    "taken over": {"taken-over"},
    "changed": {"changed"},
    "translated": {"taken-over", "translated"},
    "loose": {"taken-over", "translated"},
    "subject": {"same-subject"},
}
"""Answers that are right for the pairs of each class."""

_SAME: Final = frozenset({"taken-over", "changed", "translated"})
"""Answers by which a passage says the same."""


@dataclass(frozen=True, slots=True)
class PairAnswer:
    """The answer on a passage: its class, ``near`` or ``nothing``, and whether it is in doubt."""

    class_: str
    is_doubted: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether the passage seems to say the same, and nothing warns of it."""
        return self.class_ in ("taken-over", "translated") and not self.is_doubted


@dataclass(frozen=True, slots=True)
class Pair:
    """A draft, and an earlier passage that it was judged with.

    Attributes:
        set: one of ``SETS``.
        class_: one of ``CLASSES``.
        kind: one of ``KINDS`` of a contrary draft; empty otherwise.
        language: of the draft.
        document: symbol of the document that has the passage.
        label: label path of the passage in its version, joined by spaces.
        earlier_language: of that version.
        earlier: the first forty characters of the passage.
    """

    set: str
    class_: str
    kind: str
    language: str
    draft: str
    document: str
    label: str
    earlier_language: str
    earlier: str

    @property
    def is_across(self) -> bool:
        """Whether the draft is in another language than the passage."""
        return self.language != self.earlier_language

    def names(self, passage: Passage) -> bool:
        """Whether a passage of the document's version is the earlier one, or a piece of it."""
        return " ".join(passage.label_path) == self.label


def read_pairs(path: Path = PAIRS) -> list[Pair]:
    """Read the pairs in the order of the file.

    Raises:
        TypeError: a line has a column too few or too many.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        _, *rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [Pair(*row) for row in rows]


def classify(precedent: Precedent | None) -> PairAnswer:
    """Return the answer on a passage, which is None where it is not among the precedents."""
    if precedent is None:
        return PairAnswer("nothing")
    return PairAnswer(precedent.class_ or "near", bool(precedent.doubts))


def ask(pairs: Sequence[Pair]) -> list[PairAnswer]:
    """Ask for the drafts of pairs, and return the answer on each passage."""
    classes: dict[Pair, PairAnswer] = {}
    for code in BY_CODE:
        own = [pair for pair in pairs if pair.earlier_language == code]
        with _index_of(code) as index:
            paragraphs = index.precedents(make_draft(own))
        for pair, paragraph in zip(own, paragraphs, strict=True):
            answers = (
                precedent
                for precedent in paragraph.precedents
                if precedent.found.symbol == pair.document and pair.names(precedent.found.passage)
            )
            classes[pair] = classify(next(answers, None))
    return [classes[pair] for pair in pairs]


def table(pairs: Sequence[Pair], classes: Sequence[PairAnswer]) -> str:
    """Format the right and wrong answers by set and group of languages."""
    head = (
        *("set", "languages", "contrary told", "silent", "wrongly contrary"),
        *(f"{name} told" for name in CLASSES[1:]),
        "subject called the same",
        "warned though the same",
    )
    lines = [f"| {' | '.join(head)} |", f"| --- | --- |{' ---: |' * (len(head) - 2)}"]
    for name in SETS:
        for group, is_across in GROUPS:
            rows = [
                (pair.class_, answer)
                for pair, answer in zip(pairs, classes, strict=True)
                if pair.set == name and pair.is_across is is_across
            ]
            lines.append(f"| {name} | {group} | {' | '.join(_cells(rows))} |")
    return "\n".join(lines)


def _cells(rows: Sequence[tuple[str, PairAnswer]]) -> list[str]:
    """Count the pairs of one line of the table, each with its class and the answer."""
    answers = {name: [answer for class_, answer in rows if class_ == name] for name in CLASSES}
    others = [answer for class_, answer in rows if class_ != "contrary"]
    silent = sum(answer.is_silent for answer in answers["contrary"])
    same = sum(answer.class_ in _SAME for answer in answers["subject"])
    alike = [each for name in ("taken over", "translated", "loose") for each in answers[name]]
    warned = count_warned(alike)
    right = {
        name: f"{sum(answer.class_ in RIGHT[name] for answer in own)} of {len(own)}" if own else "–"
        for name, own in answers.items()
    }
    return [
        right["contrary"],
        str(silent),
        f"{sum(answer.class_ == 'contrary' for answer in others)} of {len(others)}",
        *(right[name] for name in CLASSES[1:]),
        f"{same} of {len(answers['subject'])}",
        f"{warned} of {len(alike)}",
    ]


def count_warned(answers: Iterable[PairAnswer]) -> int:
    """Count the answers on texts that say the same which are in doubt or called a contrary."""
    return sum(answer.is_doubted or answer.class_ == "contrary" for answer in answers)


def list_cosines(pairs: Sequence[Pair]) -> dict[tuple[str, bool], list[float]]:
    """Measure how near tuned drafts are to their passages, by class and whether across languages.

    Returns:
        Mean cosine of the draft's sentences with the nearest ones of the passage, in order.
    """
    cosines: dict[tuple[str, bool], list[float]] = {}
    for code in BY_CODE:
        own = [pair for pair in pairs if (pair.set, pair.earlier_language) == (SETS[0], code)]
        with _index_of(code) as index:
            search = Search(index.store, index.encoder)
            for pair in own:
                passages = [shown.passage for shown in index.show(pair.document, code).passages]
                text = " ".join(passage.text for passage in passages if pair.names(passage))
                sides = (LanguageText(pair.draft, pair.language), LanguageText(text, code))
                near = measure_cosines(search, *map(cut_sentences, sides)).max(axis=1)
                cosines.setdefault((pair.class_, pair.is_across), []).append(float(near.mean()))
    return {key: sorted(values) for key, values in cosines.items()}


def cosine_table(cosines: Mapping[tuple[str, bool], Sequence[float]]) -> str:
    """Lay out the least cosine of each class, that which a quarter are below, and the most."""
    lines = ["| tuned pairs | least | a quarter below | most |", "| --- | ---: | ---: | ---: |"]
    for name, is_across in product(("subject", "loose", "translated"), (False, True)):
        if values := cosines.get((name, is_across)):
            group = GROUPS[is_across][0]
            figures = (values[0], values[len(values) // 4], values[-1])
            lines.append(f"| {name}, {group} | {' | '.join(f'{value:.2f}' for value in figures)} |")
    return "\n".join(lines)


@contextmanager
def _index_of(code: str) -> Iterator[Index]:
    """Make an index of the sample's versions in a language."""
    files = sorted(FILES.glob(f"*/*MSW-{BY_CODE[code].letter}.docx"))
    with (
        tempfile.TemporaryDirectory() as folder,
        Index.open(Path(folder, "index"), create=True) as index,
    ):
        put_sample_vectors(index.store, index.encoder.name)
        index.ingest(files, workers=1)
        index.prepare()
        yield index


def make_draft(pairs: Sequence[Pair]) -> Document:
    """Make a document of the drafts of pairs, each as a paragraph."""
    passages = (
        Passage("paragraph", pair.draft, language=pair.language, mentions=tuple(find(pair.draft)))
        for pair in pairs
    )
    return Document(Path("draft"), "txt", None, None, Metadata(), tuple(passages))


def main() -> None:
    """Print the table, or put it into README.md."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="name what is wrong, on stderr")
    parser.add_argument("--readme", action="store_true", help="put the table into README.md")
    parser.add_argument("--cosines", action="store_true", help="how near drafts are, instead")
    options = parser.parse_args()
    pairs = read_pairs()
    if options.cosines:
        lines = cosine_table(list_cosines(pairs))
        if options.readme:
            put(README, "cosines", lines)
        print(lines)
        return
    for name, own in (("pairs", pairs), ("exchanges", read_pairs(EXCHANGES))):
        answers = ask(own)
        for pair, answer in zip(own, answers, strict=True) if options.errors else ():
            if answer.class_ not in RIGHT[pair.class_]:
                place = f"{pair.language}-{pair.earlier_language} {pair.document} {pair.label}"
                what = f"{pair.set}, {pair.kind or pair.class_}"
                print(f"{what}: {answer.class_}: {place}: {pair.draft}", file=sys.stderr)
        lines = table(own, answers)
        if options.readme:
            put(README, name, lines)
        print(lines)


if __name__ == "__main__":
    main()
