"""How often is the marked sentence of a paragraph the one that answers?

    python -m benchmarks.sentences [--index DIR] [--errors]

DIR holds an index of the sample corpus; without it, one is kept in the user's cache folder. Each
question is put to its paragraph alone, and the sentence that ``Index.best_sentences`` gives is
compared with the label: this is the sentence that a page of hits marks. ``chance`` is the share
that a blind choice among the sentences of each paragraph gets right. ``--errors`` prints the wrong
ones on stderr, each with the sentence that is marked and the one that answers; those that are held
back are not printed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Final

from benchmarks.sentences.questions import KINDS, SentenceQuestion, read_questions
from corpus.documents import Passage
from corpus.errors import WsisSearchError
from corpus.languages import BY_CODE
from corpus.sample import FILES
from index import Index
from index.build import build, put_sample_vectors
from search_app.commands.measuring import default_cache
from search_app.commands.progress import bars

SENTENCES: Final = "SELECT count(*) AS sentences FROM sentence WHERE passage_id = ?"

PASSAGES: Final = (
    "SELECT passage.id AS id, kind, part, label_path, text FROM passage "
    "JOIN version ON version.id = version_id JOIN document ON document.id = document_id "
    "WHERE symbol = ? AND version.language = ? AND same_as IS NULL"
)


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """The sentence that was marked for a question.

    Attributes:
        question: with its label.
        text: of the sentence.
        is_right: whether it is one of those that answer.
        choices: number of sentences that the paragraph has.
    """

    question: SentenceQuestion
    text: str
    is_right: bool
    choices: int


def find_paragraph(index: Index, question: SentenceQuestion) -> tuple[int, str]:
    """Find the id and the text of the paragraph that a question is put to.

    Raises:
        ValueError: the index has no such paragraph, or several.
    """
    rows = index.store.query(PASSAGES, question.symbol, question.passage_language)
    found = [
        (int(row["id"]), str(row["text"]))
        for row in rows
        if question.is_asked_of(
            Passage(
                row["kind"],
                row["text"],
                label_path=tuple(json.loads(row["label_path"])),
                piece=row["part"],
            )
        )
    ]
    if len(found) != 1:
        raise ValueError(
            f"{question.id}: {question.symbol} ({question.passage_language}) has {len(found)} "
            f"paragraphs {question.label or question.anchor}: is this an index of the sample?"
        )
    return found[0]


def mark_sentence(index: Index, question: SentenceQuestion) -> MarkedSentence:
    """Mark the sentence of the paragraph as a page of hits does, and compare it with the label.

    Raises:
        ValueError: the index has no such paragraph, or it is one sentence.
    """
    passage, text = find_paragraph(index, question)
    spans = index.best_sentences(question.question, [passage])
    if passage not in spans:
        raise ValueError(f"{question.id}: the paragraph is not cut into sentences.")
    start, stop = spans[passage]
    marked = text[start:stop]
    choices = int(index.store.query(SENTENCES, passage)[0]["sentences"])
    return MarkedSentence(question, marked, question.is_answered_by(marked), choices)


def format_table(results: Sequence[MarkedSentence]) -> str:
    """Format the shares by language, by kind, and by the language of the paragraph."""
    groups: list[tuple[str, Callable[[SentenceQuestion], bool]]] = [
        *(
            (BY_CODE[code].english_name, lambda one, code=code: one.language == code)
            for code in BY_CODE
        ),
        *((kind, lambda one, kind=kind: one.kind == kind) for kind in KINDS),
        ("paragraph in the language of the question", lambda one: not one.is_translated),
        ("paragraph in another language", lambda one: one.is_translated),
        ("all", lambda _: True),
    ]
    lines = [
        "| | worked on | right | share | chance | held back | right | share | chance |",
        "|---|" + "---:|" * 8,
    ]
    for name, belongs in groups:
        chosen = [result for result in results if belongs(result.question)]
        worked_on = [result for result in chosen if not result.question.held_back]
        held_back = [result for result in chosen if result.question.held_back]
        cells = (*_cells(worked_on), *_cells(held_back))
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cells(results: Sequence[MarkedSentence]) -> Iterable[str]:
    if not results:
        return ("0", "0", "", "")
    right = sum(result.is_right for result in results)
    chance = fmean((1 + len(one.question.also)) / one.choices for one in results)
    return (str(len(results)), str(right), f"{right / len(results):.3f}", f"{chance:.3f}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sentences")
    parser.add_argument("--index", type=Path, help="folder of an index of the sample corpus")
    parser.add_argument("--errors", action="store_true", help="print the wrong ones on stderr")
    options = parser.parse_args(arguments)
    folder = options.index or default_cache() / "sample"
    try:
        with Index.open(folder, create=options.index is None) as index:
            if options.index is None:
                put_sample_vectors(index.store, index.encoder.name)
                with bars() as progress:
                    build(
                        index.store,
                        index.encoder,
                        [FILES],
                        workers=1,
                        prune=True,
                        progress=progress,
                    )
            results = [mark_sentence(index, question) for question in read_questions()]
    except (WsisSearchError, ValueError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    print(format_table(results))
    for result in results if options.errors else ():
        if not result.is_right and not result.question.held_back:
            question = result.question
            print(
                f"{question.id} {question.kind}: {question.question}\n"
                f"  {question.symbol} {question.label} ({question.passage_language})\n"
                f"  marked: {result.text}\n"
                f"  answer: {question.answer}",
                file=sys.stderr,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
