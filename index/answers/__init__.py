"""Answers of a few sentences, each with the passage that it is from.

``choosing`` takes sentences of passages, to the letter, from the hits of a search. No sentence is
written, shortened or translated here.
"""

from index.answers.choosing import (
    AnswerSentence,
    Disagreement,
    ShortAnswer,
    choose_sentences,
)

__all__ = ["AnswerSentence", "Disagreement", "ShortAnswer", "choose_sentences"]
