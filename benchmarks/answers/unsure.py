"""Limit below which an answer is marked as unsure, and how many answers it marks.

    python -m benchmarks.answers.unsure --index DIR [--write] [--readme]

DIR holds an index of the sample corpus. Each question is asked as it is, and each judged need also
without the documents that answer or help, so that nothing answers it. The limit marks as many
answers as it can on the questions that are not held back, and at most a share of the right ones.
``--write`` saves it in the program, and ``--readme`` replaces the tables in README.md.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.answers.evidence import PARTS, EvidenceSample, fit, write_values
from benchmarks.answers.questions import QUESTIONS_ON_NOTHING, AnswerQuestion, list_questions
from benchmarks.speed.tables import put
from corpus.filters import Filters
from corpus.languages import BY_CODE
from index import Index
from index.answers import LIMITS, choose_among, list_candidates, rate_surest
from index.retrieval import PER_DOCUMENT, Result, Search
from index.store import Store

README: Final = Path(__file__).with_name("README.md")

MOST: Final = 0.15
"""Share of the right answers that may be marked."""

SHARES: Final = (0.05, 0.1, MOST, 0.2, 0.25)
"""Shares of the right answers in the curve."""

RIGHT: Final = "right"
WRONG: Final = "wrong"
LEFT_OUT: Final = "left out"
ON_NOTHING: Final = "on nothing"

OUTCOMES: Final = (RIGHT, WRONG, LEFT_OUT, ON_NOTHING)
"""Outcomes of questions: a sentence answers, none of them does, or nothing in the archive does."""

_EVIDENCE: Final = (
    *("surest sentence", "mean of the sentences", "nearest sentence", "terms", "best score"),
    *("lead over the second document", "no doubt of the search"),
)
"""Names of the evidence that is compared; the surest sentence is what the program uses."""

_DIGITS: Final = 10_000
"""Factor of the last digit that the program's file has of a value."""

_REGRESSION: Final = "logistic regression of all"

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MarkedAnswer:
    """The answer to a question, with what speaks for it.

    Attributes:
        outcome: one of ``OUTCOMES``.
        evidence: ``(e,)`` values of ``_EVIDENCE``; None where there is no sentence.
    """

    question: AnswerQuestion
    outcome: str
    evidence: Numbers | None

    def is_below(self, limit: float) -> bool:
        """Whether there are sentences, and the limit marks them."""
        return self.evidence is not None and bool(self.evidence[0] < limit)


def leave_out(store: Store, grades: Mapping[tuple[int, str], int]) -> Filters:
    """Return filters without the documents that a need's judgements name, in any revision."""
    gone = {store.documents.name_of(document) for document, _ in grades}
    for revisions in store.documents.list_revisions():
        symbols = {symbol for _, symbol in revisions}
        gone |= symbols if gone & symbols else set()
    return Filters(symbols=tuple(set(store.documents.symbols()) - gone))


def answer_all(index: Index) -> Iterator[MarkedAnswer]:
    """Answer each question as it is, and each need without the documents that are judged."""
    search = Search(index.store, index.encoder)
    for question in list_questions(index):
        grades, evidence = _answer(index, search, question, None)
        outcome = RIGHT if question.is_answered(grades) else WRONG
        if question.part in QUESTIONS_ON_NOTHING:
            outcome = ON_NOTHING
        yield MarkedAnswer(question, outcome, evidence)
        if question.grades:
            filters = leave_out(index.store, question.grades)
            _, evidence = _answer(index, search, question, filters)
            yield MarkedAnswer(question, LEFT_OUT, evidence)


def _answer(
    index: Index, search: Search, question: AnswerQuestion, filters: Filters | None
) -> tuple[list[int], Numbers | None]:
    """Return the grades of an answer's sentences, and its evidence; None without sentences."""
    code = question.shown_in
    result = search.search(
        question.text, filters=filters, shown_in=code, reader=code, per_document=PER_DOCUMENT
    )
    with index.store.snapshot():
        # Filters would let superseded documents speak, as if a reader had chosen them.
        candidates = list_candidates(index.store, search, result, None, LIMITS)
        sentences = choose_among(search, candidates)
    if not sentences:
        return [], None
    by_text = {(each.shown.passage_id, each.text): each for each in candidates}
    shown = [by_text[sentence.shown.passage_id, sentence.text] for sentence in sentences]
    evidence = np.array(
        [
            rate_surest(candidates),
            sum(each.sureness for each in shown) / len(shown),
            max(each.nearness for each in shown),
            max(each.features[3] for each in shown),
            *_measure_hits(result),
        ]
    )
    return question.grade(index, sentences), evidence


def _measure_hits(result: Result) -> tuple[float, float, float]:
    """Measure the best score, its lead over the second document, and the lack of doubt."""
    best = result.hits[0]
    others = [hit.score for hit in result.hits if hit.shown.symbol != best.shown.symbol]
    lead = best.score - max(others, default=0.0)
    return best.score, lead, 1 / (1 + math.exp(result.doubt))


def choose_limit(values: Sequence[float], most: float = MOST) -> float:
    """Choose the greatest limit below which at most a share of the values is."""
    return sorted(values)[math.floor(most * len(values))]


def format_comparison(answers: Sequence[MarkedAnswer]) -> str:
    """Format what each evidence marks where it marks the share ``MOST`` of the right answers.

    Other sentences than the marked one may answer as well, so that these questions are left out.
    """
    tuned = [
        answer for answer in answers if not (answer.question.is_held_back or answer.question.marked)
    ]
    lines = ["| evidence | wrong | left out | on nothing |", "|---|---:|---:|---:|"]
    for name, values in _rate_by_evidence(tuned).items():
        limit = choose_limit([value for answer, value in values if answer.outcome == RIGHT])
        cells = []
        for outcome in OUTCOMES[1:]:
            own = [value < limit for answer, value in values if answer.outcome == outcome]
            cells.append(f"{sum(own) / max(1, len(own)):.3f}")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _rate_by_evidence(
    answers: Sequence[MarkedAnswer],
) -> dict[str, list[tuple[MarkedAnswer, float]]]:
    """Rate answers by each evidence, and by a regression fitted on other parts."""
    shown = [(answer, answer.evidence) for answer in answers if answer.evidence is not None]
    rated = {
        name: [(answer, float(evidence[place])) for answer, evidence in shown]
        for place, name in enumerate(_EVIDENCE)
    }
    samples = [
        EvidenceSample(
            answer.question,
            np.append(evidence, 1.0)[None, :],
            np.array([float(answer.outcome == RIGHT)]),
        )
        for answer, evidence in shown
    ]
    weights = [fit([sample for sample in samples if sample.part != part]) for part in range(PARTS)]
    rated[_REGRESSION] = [
        (answer, float(sample.features[0] @ weights[sample.part]))
        for (answer, _), sample in zip(shown, samples, strict=True)
    ]
    return rated


def format_curve(answers: Sequence[MarkedAnswer]) -> str:
    """Format what limits mark on the questions that are not held back; that in use is in bold."""
    tuned = [answer for answer in answers if not answer.question.is_held_back]
    lines = [f"| limit | {' | '.join(OUTCOMES)} |", f"|---|{'---:|' * len(OUTCOMES)}"]
    right = _list_surest(tuned)
    for share in SHARES:
        limit = choose_limit(right, share)
        mark = "**" if share == MOST else ""
        cells = [f"{_count(tuned, outcome, limit).share:.3f}" for outcome in OUTCOMES]
        lines.append(f"| {mark}{limit:.2f}{mark} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _list_surest(answers: Sequence[MarkedAnswer]) -> list[float]:
    """List the sureness of the right answers."""
    return [
        float(answer.evidence[0])
        for answer in answers
        if answer.outcome == RIGHT and answer.evidence is not None
    ]


@dataclass(frozen=True, slots=True)
class MarkCounts:
    """Numbers of questions, of those without a sentence, and of answers that are marked."""

    questions: int
    silent: int
    marked: int

    @property
    def share(self) -> float:
        """The share of the answers with sentences that are marked."""
        return self.marked / max(1, self.questions - self.silent)


def _count(answers: Sequence[MarkedAnswer], outcome: str, limit: float) -> MarkCounts:
    own = [answer for answer in answers if answer.outcome == outcome]
    silent = sum(answer.evidence is None for answer in own)
    return MarkCounts(len(own), silent, sum(answer.is_below(limit) for answer in own))


def format_marks(answers: Sequence[MarkedAnswer], limit: float) -> str:
    """Format the share of answers with sentences that is marked, by set, language and outcome."""
    names = ("silent", "marked", "share")
    heads = [*("tuned", *names), *("held back", *names)]
    lines = [f"| set | answers | {' | '.join(heads)} |", f"|---|---|{'---:|' * len(heads)}"]
    groups = {
        part: [answer for answer in answers if answer.question.part == part]
        for part in dict.fromkeys(answer.question.part for answer in answers)
    }
    groups |= {
        f"all, {code}": [answer for answer in answers if answer.question.language == code]
        for code in BY_CODE
    }
    for name, group in {**groups, "all": answers}.items():
        for outcome in OUTCOMES:
            if not any(answer.outcome == outcome for answer in group):
                continue
            cells: list[str] = []
            for is_held_back in (False, True):
                half = [each for each in group if each.question.is_held_back == is_held_back]
                count = _count(half, outcome, limit)
                cells += map(str, (count.questions, count.silent, count.marked))
                cells.append(f"{count.share:.3f}")
            lines.append(f"| {name} | {outcome} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Print the limit, what others mark, and what it marks."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers.unsure")
    parser.add_argument("--index", type=Path, required=True, help="of the sample corpus")
    parser.add_argument("--write", action="store_true", help="save the limit in the program")
    parser.add_argument("--readme", action="store_true", help="put the tables into README.md")
    options = parser.parse_args()
    with Index.open(options.index) as index:
        answers = [*answer_all(index)]
    tuned = [answer for answer in answers if not answer.question.is_held_back]
    limit = math.floor(choose_limit(_list_surest(tuned)) * _DIGITS) / _DIGITS
    tables = {
        "unsure evidence": format_comparison(answers),
        "unsure curve": format_curve(answers),
        "unsure": format_marks(answers, limit),
    }
    for name, table in tables.items() if options.readme else ():
        put(README, name, table)
    print("\n\n".join(tables.values()))
    print(f"unsure = {limit:.4f}, in use {LIMITS.unsure:.4f}")
    if options.write:
        write_values({"unsure": limit})


if __name__ == "__main__":
    main()
