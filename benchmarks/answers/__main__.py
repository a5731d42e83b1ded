"""Measure the sentences that stand above the hits: whether they answer, and are cited rightly.

    python -m benchmarks.answers --index DIR [--errors] [--readme]

DIR holds an index of the sample corpus. Questions are those of the judged needs, in six languages,
those with a marked sentence, and those on nothing of the corpus. README.md says what is counted.
``--errors`` prints on stderr the questions that fail, except held-back ones. ``--readme`` replaces
the tables in README.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from benchmarks.relevance.__main__ import grade_places
from benchmarks.relevance.needs import HARD, NEEDS, NONSENSE, read_needs, select_held_back
from benchmarks.sentences.questions import read_questions
from benchmarks.speed.tables import put
from corpus.languages import BY_CODE
from index import Index
from index.answers import ShortAnswer
from search_app.operations import AnswerRequest, CitedAnswer, RequestContext, operation

README: Final = Path(__file__).with_name("README.md")

_FOURTH: Final = 4
"""Needs of those that other benchmarks tune on, of which one is held back here: half of all."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AnswerTally:
    """The answer to one question, as it was counted.

    Attributes:
        part: set and language of the question.
        sentences: number of sentences.
        answers: whether one of them answers.
        right: number of citations whose paragraph has the sentence.
        detail: the question and what was shown.
    """

    part: str
    language: str
    is_held_back: bool
    sentences: int
    answers: bool
    right: int
    detail: str


def hold_back(rows: Sequence[T], held: Sequence[T]) -> list[T]:
    """Return half of the rows: those held back elsewhere, and each fourth of the others."""
    others = [row for row in rows if row not in held]
    return [*held, *others[_FOURTH - 1 :: _FOURTH]]


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


def measure_needs(index: Index) -> Iterator[AnswerTally]:
    """Answer the questions of the judged needs: an answer has a sentence of a judged paragraph."""
    for path in (NEEDS, HARD):
        needs = read_needs(path)
        held = hold_back(needs, select_held_back(needs))
        for need in needs:
            grades = grade_places(index.store, need)
            best = {place for place, grade in grades.items() if grade == max(grades.values())}
            for language, question in need.queries.items():
                answer, cited = ask(index, question, language)
                passages = [sentence.shown.passage_id for sentence in answer.sentences]
                places = index.store.facts.paragraphs_of(passages)
                yield AnswerTally(
                    "needs" if path == NEEDS else "hard needs",
                    language,
                    need in held,
                    len(passages),
                    any(place in best or (place[0], "") in best for place in places.values()),
                    count_right(index, cited),
                    f"{need.id} {language}: {question}{_list_sentences(cited)}",
                )


def measure_marked(index: Index) -> Iterator[AnswerTally]:
    """Answer the questions with a marked sentence: the answer has that sentence itself."""
    questions = read_questions()
    held = hold_back(questions, [question for question in questions if question.held_back])
    for question in questions:
        answer, cited = ask(index, question.question, question.passage_language)
        yield AnswerTally(
            "marked sentences",
            question.language,
            question in held,
            len(answer.sentences),
            any(
                sentence.shown.symbol == question.symbol
                and any(begin in sentence.text for begin in (question.answer, *question.also))
                for sentence in answer.sentences
            ),
            count_right(index, cited),
            f"{question.id} {question.question}\n  wanted: {question.symbol} {question.label} "
            f"{question.answer}{_list_sentences(cited)}",
        )


def measure_nothing(index: Index) -> Iterator[AnswerTally]:
    """Answer questions on nothing of the corpus: the answer is right where it is silent."""
    for line in NONSENSE.read_text("utf-8").splitlines():
        row = json.loads(line)
        language, queries = row["language"], row["queries"]
        for place, question in enumerate(queries):
            _, cited = ask(index, question, language)
            count = len(cited.sentences)
            yield AnswerTally(
                "on nothing",
                language,
                place % 2 == 1,
                count,
                count == 0,
                count_right(index, cited),
                f"{question}{_list_sentences(cited)}",
            )


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
    for part in dict.fromkeys(tally.part for tally in tallies):
        for language in (*BY_CODE, "all"):
            cells: list[str] = []
            for is_held_back in (False, True):
                chosen = [
                    tally
                    for tally in tallies
                    if tally.part == part
                    and tally.is_held_back == is_held_back
                    and language in (tally.language, "all")
                ]
                count = sum(tally.answers for tally in chosen)
                cells += [str(len(chosen)), str(count), f"{count / max(1, len(chosen)):.3f}"]
            lines.append(f"| {part} | {language} | {' | '.join(cells)} |")
    return "\n".join(lines)


def format_citations(tallies: Sequence[AnswerTally]) -> str:
    """Format the number of sentences, and the share of those that the cited paragraph has."""
    lines = [
        "| set | answers with sentences | sentences | cited rightly | share |",
        "|---|---:|---:|---:|---:|",
    ]
    for part in (*dict.fromkeys(tally.part for tally in tallies), "all"):
        chosen = [tally for tally in tallies if part in (tally.part, "all")]
        sentences, right = (
            sum(getattr(tally, name) for tally in chosen) for name in ("sentences", "right")
        )
        silent = sum(tally.sentences == 0 for tally in chosen)
        share = f"{right / max(1, sentences):.4f}"
        lines.append(f"| {part} | {len(chosen) - silent} | {sentences} | {right} | {share} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers")
    parser.add_argument("--index", type=Path, required=True, help="of the sample corpus")
    parser.add_argument("--errors", action="store_true", help="name the questions that fail")
    parser.add_argument("--readme", action="store_true", help="put the tables into README.md")
    options = parser.parse_args(arguments)
    with Index.open(options.index) as index:
        tallies = [*measure_needs(index), *measure_marked(index), *measure_nothing(index)]
    tables = {"answers": format_answers(tallies), "citations": format_citations(tallies)}
    for name, table in tables.items() if options.readme else ():
        put(README, name, table)
    print("\n\n".join(tables.values()))
    for tally in tallies if options.errors else ():
        if not tally.answers and not tally.is_held_back:
            print(f"{tally.part}: {tally.detail}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
