"""Trade-off between answered questions, silence and the number of sentences, by the limits.

    python -m benchmarks.answers.limits --index DIR [--readme]

DIR holds an index of the sample corpus. Only questions that are not held back are asked. Each row
is of limits of ``index.answers.AnswerLimits``, of which one differs from those in use. ``--readme``
replaces the table in README.md.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from benchmarks.answers.questions import NOTHING, AnswerQuestion, list_questions
from benchmarks.speed.tables import put
from index import Index
from index.answers import LIMITS, AnswerLimits, choose_among, list_candidates
from index.retrieval import PER_DOCUMENT, Search

README: Final = Path(__file__).with_name("README.md")

_TRIED: Final[dict[str, tuple[float, ...]]] = {
    "evidence": (0.0, 0.05),
    "sure": (-math.inf, -1.5, -1.0),
    "behind": (2.0, 3.0, math.inf),
    "strict": (0.4, 0.8),
    "second": (0.0, 0.1),
    "doubtful": (0.0, -0.3, -0.8, -1.1, -1.4, -1.7),
}
"""Values of each limit."""


_COLUMNS: Final = (
    *("needs", "hard needs", "everyday", "marked", "silent on nothing"),
    *("sentences", "judged"),
)


@dataclass(frozen=True, slots=True)
class LimitedAnswer:
    """The grades of the sentences that some limits show, before doubt silences them."""

    question: AnswerQuestion
    doubt: float
    grades: list[int]

    def silence(self, doubtful: float) -> list[int]:
        """Return the grades; none where the doubt is greater."""
        return [] if self.doubt > doubtful else self.grades


Answers = dict[AnswerLimits, list[LimitedAnswer]]
"""Answers by their limits, without that of doubt."""


def _speak(limits: AnswerLimits) -> AnswerLimits:
    """Return limits with which no doubt silences an answer."""
    return replace(limits, doubtful=math.inf)


def answer_all(index: Index, limits: Iterable[AnswerLimits]) -> Answers:
    """Answer each question that is not held back once with each of the limits."""
    search = Search(index.store, index.encoder)
    answers: Answers = {_speak(each): [] for each in limits}
    for question in list_questions(index):
        if question.is_held_back:
            continue
        code = question.shown_in
        result = search.search(question.text, shown_in=code, reader=code, per_document=PER_DOCUMENT)
        with index.store.snapshot():
            candidates = {
                evidence: list_candidates(index.store, search, result, None, each)
                for evidence, each in {each.evidence: each for each in answers}.items()
            }
            for each, own in answers.items():
                sentences = choose_among(search, candidates[each.evidence], each)
                grades = question.grade(index, sentences)
                own.append(LimitedAnswer(question, result.doubt, grades))
    return answers


def format_curve(answers: Answers) -> str:
    """Format what each limit costs and gains; the limits in use are in bold."""
    lines = [
        f"| limit | value | {' | '.join(_COLUMNS)} |",
        f"|---|{'---:|' * (1 + len(_COLUMNS))}",
    ]
    for name, values in _TRIED.items():
        for value in values:
            limits = replace(LIMITS, **{name: value})
            mark = "**" if limits == LIMITS else ""
            own = [
                (answer.question, answer.silence(limits.doubtful))
                for answer in answers[_speak(limits)]
            ]
            shown = [grades for question, grades in own if question.grades and grades]
            count = sum(map(len, shown))
            judged = sum(grade > 0 for grades in shown for grade in grades)
            shares = " | ".join(f"{share:.3f}" for share in _share_answered(own))
            cells = f"{shares} | {count / len(shown):.2f} | {judged / count:.3f}"
            lines.append(f"| {name} | {mark}{value}{mark} | {cells} |")
    return "\n".join(lines)


def _share_answered(own: Sequence[tuple[AnswerQuestion, list[int]]]) -> Iterator[float]:
    for part in ("needs", "hard needs", "everyday", "marked sentences", NOTHING):
        chosen = [question.is_answered(grades) for question, grades in own if question.part == part]
        yield sum(chosen) / len(chosen)


def main() -> None:
    """Print the curve."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers.limits")
    parser.add_argument("--index", type=Path, required=True, help="of the sample corpus")
    parser.add_argument("--readme", action="store_true", help="put the table into README.md")
    options = parser.parse_args()
    tried = {
        replace(LIMITS, **{name: value}): None
        for name, values in _TRIED.items()
        for value in values
    }
    with Index.open(options.index) as index:
        table = format_curve(answer_all(index, tried))
    if options.readme:
        put(README, "limits", table)
    print(table)


if __name__ == "__main__":
    main()
