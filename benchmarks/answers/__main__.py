"""Measure the sentences that stand above the hits: whether they answer, and are cited rightly.

    python -m benchmarks.answers --index DIR [--errors] [--readme]

DIR holds an index of the sample corpus. Questions are those of the judged needs, in six languages,
those with a marked sentence, and those on nothing of the corpus. README.md says what is counted.
``--errors`` prints on stderr the questions that fail, except held-back ones. ``--readme`` replaces
the tables in README.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.answers.questions import AnswerQuestion, list_questions
from benchmarks.speed.tables import put
from corpus.languages import BY_CODE
from index import Index
from index.answers import ShortAnswer
from search_app.operations import AnswerRequest, CitedAnswer, RequestContext, operation

README: Final = Path(__file__).with_name("README.md")


@dataclass(frozen=True, slots=True)
class AnswerTally:
    """The answer to one question, as it was counted.

    Attributes:
        grades: of the paragraphs of its sentences.
        right: number of citations whose paragraph has the sentence.
        detail: the question and what was shown.
    """

    question: AnswerQuestion
    grades: tuple[int, ...]
    right: int
    detail: str

    @property
    def is_answered(self) -> bool:
        """Whether a sentence answers, or none is shown where nothing answers."""
        return self.question.is_answered(self.grades)


def ask(index: Index, question: str, language: str) -> tuple[ShortAnswer, CitedAnswer]:
    """Answer a question as the command does for a reader of a language."""
    asking = RequestContext(index, reader=language, language=language)
    request = AnswerRequest(question, shown_in=language)
    answering = operation("answer")
    answer, _ = answering.look(asking, request)
    return answer, answering.answered(answer, request, asking)


def count_right(index: Index, answer: CitedAnswer) -> int:
    """Count the sentences that the cited paragraph has, looked up by symbol, label and language."""
    return sum(
        any(
            sentence.text in text
            for citation in sentence.citations
            for text in _read_paragraphs(index, citation.symbol, citation.label, citation.language)
        )
        for sentence in answer.sentences
    )


def _read_paragraphs(
    index: Index, symbol: str | None, label: str | None, language: str | None
) -> Iterator[str]:
    name = f"{symbol}#{label}" if label else str(symbol)
    for shown in index.show(name, language).passages:
        if shown.language == language:
            yield shown.passage.text


def measure(index: Index) -> Iterator[AnswerTally]:
    """Answer every question, and count what its answer has."""
    for question in list_questions(index):
        answer, cited = ask(index, question.text, question.shown_in)
        grades = tuple(question.grade(index, answer.sentences))
        detail = f"{question.id} {question.language}: {question.text}{_list_sentences(cited)}"
        yield AnswerTally(question, grades, count_right(index, cited), detail)


def _list_sentences(answer: CitedAnswer) -> str:
    return "".join(
        f"\n  - {sentence.text} ({sentence.citations[0].citation})" for sentence in answer.sentences
    )


def format_answers(tallies: Sequence[AnswerTally]) -> str:
    """Format the share of questions that are answered, by set and language."""
    lines = [
        "| set | language | tuned | answered | share | held back | answered | share |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for part, language in _list_groups(tallies):
        cells: list[str] = []
        for is_held_back in (False, True):
            own = _choose(tallies, part, language, is_held_back)
            count = sum(tally.is_answered for tally in own)
            cells += [str(len(own)), str(count), f"{count / max(1, len(own)):.3f}"]
        lines.append(f"| {part} | {language} | {' | '.join(cells)} |")
    return "\n".join(lines)


def format_precision(tallies: Sequence[AnswerTally]) -> str:
    """Format the number of sentences, and the share that is of judged paragraphs."""
    names = ("sentences", "judged", "best")
    heads = [f"{half}: {name}" for half in ("tuned", "held back") for name in names]
    lines = [f"| set | language | {' | '.join(heads)} |", f"|---|---|{'---:|' * len(heads)}"]
    judged = [tally for tally in tallies if tally.question.grades]
    for part, language in _list_groups(judged):
        cells: list[str] = []
        for is_held_back in (False, True):
            answers = [
                tally for tally in _choose(judged, part, language, is_held_back) if tally.grades
            ]
            shown = sum(len(tally.grades) for tally in answers)
            helps = sum(grade > 0 for tally in answers for grade in tally.grades)
            best = sum(
                grade == max(tally.question.grades.values())
                for tally in answers
                for grade in tally.grades
            )
            cells += [f"{shown / max(1, len(answers)):.2f}"]
            cells += [f"{count / max(1, shown):.3f}" for count in (helps, best)]
        lines.append(f"| {part} | {language} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _list_groups(tallies: Sequence[AnswerTally]) -> Iterator[tuple[str, str]]:
    for part in dict.fromkeys(tally.question.part for tally in tallies):
        for language in (*BY_CODE, "all"):
            yield part, language


def _choose(
    tallies: Sequence[AnswerTally], part: str, language: str, is_held_back: bool
) -> list[AnswerTally]:
    return [
        tally
        for tally in tallies
        if tally.question.part == part
        and tally.question.is_held_back == is_held_back
        and language in (tally.question.language, "all")
    ]


def format_citations(tallies: Sequence[AnswerTally]) -> str:
    """Format the number of sentences, and the share of those that the cited paragraph has."""
    lines = [
        "| set | answers with sentences | sentences | cited rightly | share |",
        "|---|---:|---:|---:|---:|",
    ]
    for part in (*dict.fromkeys(tally.question.part for tally in tallies), "all"):
        chosen = [tally for tally in tallies if part in (tally.question.part, "all")]
        speaking = sum(bool(tally.grades) for tally in chosen)
        sentences = sum(len(tally.grades) for tally in chosen)
        right = sum(tally.right for tally in chosen)
        share = f"{right / max(1, sentences):.4f}"
        lines.append(f"| {part} | {speaking} | {sentences} | {right} | {share} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers")
    parser.add_argument("--index", type=Path, required=True, help="of the sample corpus")
    parser.add_argument("--errors", action="store_true", help="name the questions that fail")
    parser.add_argument("--readme", action="store_true", help="put the tables into README.md")
    options = parser.parse_args(arguments)
    with Index.open(options.index) as index:
        tallies = [*measure(index)]
    tables = {
        "answers": format_answers(tallies),
        "precision": format_precision(tallies),
        "citations": format_citations(tallies),
    }
    for name, table in tables.items() if options.readme else ():
        put(README, name, table)
    print("\n\n".join(tables.values()))
    for tally in tallies if options.errors else ():
        if not tally.is_answered and not tally.question.is_held_back:
            print(f"{tally.question.part}: {tally.detail}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
