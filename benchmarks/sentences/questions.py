"""The labelled set: questions, each with the sentence of a paragraph that answers it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus.documents import Passage

__all__ = ["KINDS", "LABELLED", "SentenceQuestion", "read_questions"]

LABELLED: Final = Path(__file__).with_name("labelled.jsonl")
"""The set, one question a line; README.md says what the fields mean."""

KINDS: Final = ("figure", "date", "name", "negation", "condition", "reason", "topic")
"""The kinds of questions, in the order of the table."""


@dataclass(frozen=True, slots=True)
class SentenceQuestion:
    """A question, a paragraph, and the sentence of the paragraph that answers the question.

    Attributes:
        id: ``s001`` and on.
        language: language of the question.
        question: what a user types.
        symbol: symbol of the document.
        label: label path of the paragraph, joined by spaces; empty where it has none.
        passage_language: language of the version that the paragraph is taken from.
        answer: the first characters of the sentence that answers.
        also: the first characters of other sentences that answer as well.
        kind: one of ``KINDS``.
        held_back: whether nothing may be chosen by this question.
        anchor: the first characters of the paragraph, where it has no label.
    """

    id: str
    language: str
    question: str
    symbol: str
    label: str
    passage_language: str
    answer: str
    also: tuple[str, ...]
    kind: str
    held_back: bool
    anchor: str = ""

    @property
    def is_translated(self) -> bool:
        """Whether the paragraph is in another language than the question."""
        return self.language != self.passage_language

    def is_asked_of(self, passage: Passage) -> bool:
        """Whether the passage, of the right version, is the paragraph or its first piece."""
        if passage.kind == "heading" or passage.piece > 1:
            return False
        if self.label:
            return " ".join(passage.label_path) == self.label
        return passage.text.startswith(self.anchor)

    def is_answered_by(self, sentence: str) -> bool:
        """Whether the sentence is one of those that answer."""
        return sentence.startswith((self.answer, *self.also))


def read_questions(path: Path = LABELLED) -> list[SentenceQuestion]:
    """Read the questions in the order of the file.

    Raises:
        TypeError: a line has a field too many or too few.
    """
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [SentenceQuestion(**{**row, "also": tuple(row["also"])}) for row in rows]
