"""Questions on which short answers are measured, with what counts as an answer to each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from benchmarks.relevance.__main__ import grade_places
from benchmarks.relevance.needs import HARD, NEEDS, NONSENSE, read_needs, select_held_back
from benchmarks.sentences.questions import SentenceQuestion, read_questions
from index import Index
from index.answers import AnswerSentence
from index.references import find_references

__all__ = [
    "EVERYDAY",
    "NOTHING",
    "QUESTIONS_ON_NOTHING",
    "AnswerQuestion",
    "hold_back",
    "list_questions",
]

EVERYDAY: Final = Path(__file__).with_name("everyday.jsonl")
"""Questions as delegates type them, a need a line; README.md says how they were written."""

NOTHING: Final = "on nothing"
"""Set of the questions that nothing answers."""

QUESTIONS_ON_NOTHING: Final = frozenset({NOTHING, "everyday, on nothing"})
"""Sets of questions that are answered by silence."""

_FOURTH: Final = 4
"""Needs of those that other benchmarks tune on, of which one is held back here: half of all."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """A question of one of the sets.

    Attributes:
        part: name of its set.
        id: of its need or marked sentence; empty for a question on nothing.
        shown_in: language of its answer.
        grades: grades of the judged paragraphs by their places.
        marked: the marked sentence that answers it.
    """

    part: str
    id: str
    language: str
    text: str
    shown_in: str
    is_held_back: bool
    grades: Mapping[tuple[int, str], int] = field(default_factory=dict)
    marked: SentenceQuestion | None = None

    def grade(self, index: Index, sentences: Sequence[AnswerSentence]) -> list[int]:
        """Return the grades of the paragraphs of sentences; 0 for a paragraph that is not judged.

        A marked sentence has grade 1.
        """
        if self.marked:
            return [int(_is_marked(sentence, self.marked)) for sentence in sentences]
        passages = [sentence.shown.passage_id for sentence in sentences]
        places = index.store.facts.paragraphs_of(passages)
        return [
            max(self.grades.get(place, 0), self.grades.get((place[0], ""), 0))
            for place in (places[passage] for passage in passages)
        ]

    def is_answered(self, grades: Sequence[int]) -> bool:
        """Whether sentences of these grades answer: one has the highest grade that there is."""
        if self.part in QUESTIONS_ON_NOTHING:
            return not grades
        return max(self.grades.values(), default=1) in grades


def _is_marked(sentence: AnswerSentence, marked: SentenceQuestion) -> bool:
    return sentence.shown.symbol == marked.symbol and any(
        begin in sentence.text for begin in (marked.answer, *marked.also)
    )


def hold_back(rows: Sequence[T], held: Sequence[T]) -> list[T]:
    """Return half of the rows: those held back elsewhere, and each fourth of the others."""
    others = [row for row in rows if row not in held]
    return [*held, *others[_FOURTH - 1 :: _FOURTH]]


def list_questions(index: Index) -> Iterator[AnswerQuestion]:
    """List the questions of the judged needs, of the marked sentences, and on nothing.

    References alone are left out: they ask for documents, and not for a sentence.
    """
    for question in _read_all(index):
        if not find_references(index.store, question.text).ask_for_documents:
            yield question


def _read_all(index: Index) -> Iterator[AnswerQuestion]:
    for path, part in ((NEEDS, "needs"), (HARD, "hard needs")):
        needs = read_needs(path)
        held = hold_back(needs, select_held_back(needs))
        for need in needs:
            grades = grade_places(index.store, need)
            for code, text in need.queries.items():
                yield AnswerQuestion(part, need.id, code, text, code, need in held, grades)
    for need in read_needs(EVERYDAY):
        part = "everyday" if need.relevant else "everyday, on nothing"
        grades = grade_places(index.store, need)
        for code, text in need.queries.items():
            yield AnswerQuestion(part, need.id, code, text, code, need.held_back, grades)
    marked = read_questions()
    held_marked = hold_back(marked, [each for each in marked if each.held_back])
    for each in marked:
        yield AnswerQuestion(
            "marked sentences",
            each.id,
            each.language,
            each.question,
            each.passage_language,
            each in held_marked,
            marked=each,
        )
    for line in NONSENSE.read_text("utf-8").splitlines():
        row = json.loads(line)
        for place, text in enumerate(row["queries"]):
            yield AnswerQuestion(
                NOTHING, "", row["language"], text, row["language"], place % 2 == 1
            )
