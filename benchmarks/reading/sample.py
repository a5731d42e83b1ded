"""Compare each PDF file of the sample corpus with the Word file that it was printed from.

    python -m benchmarks.reading.sample [-v] [--language ar …] [--name 0004 …]

Each version in ``corpus/sample/files`` exists as DOCX and as PDF, and the passages of both are
compared. The figures are wrong characters per thousand (edit distance, white space folded), labels
with the same text, and references found in both. They also count the passages of each kind that the
PDF has more or fewer. ``-v`` prints the passages that differ.
"""

from __future__ import annotations

import argparse
import difflib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.reading.measure import wrong
from corpus.extract import references
from corpus.languages import BY_CODE, LANGUAGES
from ingest.read import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.documents import Document, Passage

FILES = Path(__file__).parents[2] / "corpus" / "sample" / "files"


@dataclass(slots=True)
class Score:
    """Counts over the pairs of files in one language.

    Attributes:
        pairs: of files.
        characters: in the Word files.
        wrong: characters to change, insert or delete.
        labelled: passages with a label in the Word files.
        equal: those of them that have the same text in the PDF.
        references: found in the Word files' text.
        kept: those of them that are found in the PDF's.
        kinds: passages of each kind, those of the PDF minus those of the Word file, without sign.
        passages: in the Word files.
        same: those of them that stand, kind, label and text, in the PDF.
    """

    pairs: int = 0
    characters: int = 0
    wrong: float = 0.0
    labelled: int = 0
    equal: int = 0
    references: int = 0
    kept: int = 0
    passages: int = 0
    same: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, other: Score) -> None:
        """Add what was counted elsewhere."""
        for name in ("pairs", "characters", "wrong", "labelled", "equal", "references", "kept"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.passages += other.passages
        self.same += other.same
        self.kinds.update(other.kinds)

    def row(self, name: str) -> str:
        """A row of the table."""
        per_thousand = 1000 * self.wrong / self.characters if self.characters else 0.0
        kinds = ", ".join(f"{kind} {n}" for kind, n in sorted(self.kinds.items()) if n) or "0"
        return (
            f"| {name} | {self.pairs} | {per_thousand:.2f} | {self.equal} of {self.labelled} "
            f"| {self.same} of {self.passages} | {self.kept} of {self.references} | {kinds} |"
        )


def pairs(languages: Sequence[str], names: Sequence[str]) -> Iterator[tuple[str, Path, Path]]:
    """Language, Word file and PDF file of each version."""
    for word in sorted(FILES.rglob("*MSW-*.docx")):
        language = next(item.code for item in LANGUAGES if item.letter == word.stem[-1])
        pdf = word.with_name(word.name.replace("!!MSW-", "!!PDF-").replace("!MSW-", "!PDF-"))
        pdf = pdf.with_suffix(".pdf")
        if pdf.exists() and language in languages and all(name in word.name for name in names):
            yield language, word, pdf


def compare(word: Document, pdf: Document) -> Score:
    """Return the counts of one pair."""
    text, pdf_text = ("\n".join(p.text for p in d.passages) for d in (word, pdf))
    score = Score(pairs=1, characters=len(fold_spaces(text)))
    score.wrong = wrong(fold_spaces(text), fold_spaces(pdf_text)) * len(fold_spaces(text)) / 1000
    before, after = (Counter(key(p) for p in d.passages) for d in (word, pdf))
    labelled = Counter(
        {item: count for item, count in before.items() if item[1] and item[0] != "footnote"}
    )
    score.labelled = labelled.total()
    in_pdf = Counter((label, text) for _, label, text in after.elements())
    in_word = Counter((label, text) for _, label, text in labelled.elements())
    score.equal = (in_word & in_pdf).total()
    score.passages, score.same = before.total(), (before & after).total()
    mentions = [
        Counter(m.canonical for m in references.find(t, d.language))
        for t, d in ((text, word), (pdf_text, pdf))
    ]
    score.references, score.kept = mentions[0].total(), (mentions[0] & mentions[1]).total()
    kinds = [Counter(p.kind for p in d.passages) for d in (word, pdf)]
    for kind in {*kinds[0], *kinds[1]}:
        score.kinds[kind] = abs(kinds[1][kind] - kinds[0][kind])
    return score


def key(passage: Passage) -> tuple[str, str, str]:
    """Return the parts of a passage that must be the same in both files."""
    return passage.kind, passage.label or "", fold_spaces(passage.text)


def fold_spaces(text: str) -> str:
    """Every run of white space, no-break spaces too, as one space."""
    return " ".join(text.split())


def differences(word: Document, pdf: Document) -> Iterator[str]:
    """The passages that differ, those of the Word file behind ``-``, of the PDF behind ``+``."""
    before, after = ([" ¦ ".join(key(p)) for p in d.passages] for d in (word, pdf))
    for line in difflib.unified_diff(before, after, n=0, lineterm=""):
        if line[:2] not in {"--", "++", "@@"}:
            yield line


def main() -> None:
    """Print a row for each language, and the differences if they are wanted."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("-v", "--verbose", action="store_true", help="print what differs")
    parser.add_argument("--language", nargs="*", choices=list(BY_CODE), default=list(BY_CODE))
    parser.add_argument("--name", nargs="*", default=[], help="parts of the files' names")
    options = parser.parse_args()
    scores: dict[str, Score] = {}
    for language, word_path, pdf_path in pairs(options.language, options.name):
        word, pdf = read(word_path), read(pdf_path)
        scores.setdefault(language, Score()).add(compare(word, pdf))
        if options.verbose:
            lines = list(differences(word, pdf))
            if lines or pdf.warnings:
                print(f"\n{pdf_path.name}")
                print("\n".join(f"    {warning.message}" for warning in pdf.warnings))
                print("\n".join(f"    {line}" for line in lines))
    print("\n| language | pairs | wrong per 1000 | labelled passages equal ", end="")
    print("| passages equal | references kept | passages more or fewer |")
    print("|---|---|---|---|---|---|---|")
    total = Score()
    for language, score in scores.items():
        print(score.row(language))
        total.add(score)
    print(total.row("all"))


if __name__ == "__main__":
    main()
