"""Answers of a few sentences, each with the passages that support it.

Read ``agreement``, which compares two sentences, and ``candidates``, which takes sentences of
passages, to the letter, from the hits of a search. ``choosing`` chooses among them. Then read
``checking``, which compares a written sentence with the passages that it cites, and a translation
with its original. ``translations`` adds what the archive knows of its terms. Nothing is written,
shortened or translated here.
"""

from index.answers.agreement import (
    AGREEMENT_LIMITS,
    Agreement,
    AgreementLimits,
    compare_sentences,
)
from index.answers.candidates import (
    EVIDENCE_FEATURES,
    EVIDENCE_WEIGHTS,
    LIMITS,
    AnswerLimits,
    list_candidates,
)
from index.answers.checking import SentenceCheck, check_sentence, compare_translation
from index.answers.choosing import (
    UNSURE,
    AnswerSentence,
    Disagreement,
    ShortAnswer,
    choose_among,
    choose_sentences,
    rate_surest,
)
from index.answers.translations import TranslationCheck

__all__ = [
    "AGREEMENT_LIMITS",
    "EVIDENCE_FEATURES",
    "EVIDENCE_WEIGHTS",
    "LIMITS",
    "UNSURE",
    "Agreement",
    "AgreementLimits",
    "AnswerLimits",
    "AnswerSentence",
    "Disagreement",
    "SentenceCheck",
    "ShortAnswer",
    "TranslationCheck",
    "check_sentence",
    "choose_among",
    "choose_sentences",
    "compare_sentences",
    "compare_translation",
    "list_candidates",
    "rate_surest",
]
