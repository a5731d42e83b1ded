"""Answers of a few sentences, each with the passages that support it.

Read ``agreement``, which compares two sentences, and ``choosing``, which takes sentences of
passages, to the letter, from the hits of a search. Then read ``checking``, which compares a
written sentence with the passages that it cites, and a translation with its original.
``translations`` adds what the archive knows of its terms. Nothing is
written, shortened or translated here.
"""

from index.answers.agreement import Agreement, compare_sentences
from index.answers.checking import SentenceCheck, check_sentence, compare_translation
from index.answers.choosing import (
    LIMITS,
    AnswerLimits,
    AnswerSentence,
    Disagreement,
    ShortAnswer,
    choose_sentences,
)
from index.answers.translations import TranslationCheck

__all__ = [
    "LIMITS",
    "Agreement",
    "AnswerLimits",
    "AnswerSentence",
    "Disagreement",
    "SentenceCheck",
    "ShortAnswer",
    "TranslationCheck",
    "check_sentence",
    "choose_sentences",
    "compare_sentences",
    "compare_translation",
]
