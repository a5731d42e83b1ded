"""Answers to a question from passages, each sentence with the passages that it cites.

Read ``checking``, which compares a written sentence with the passages that it cites. Nothing here
writes: a sentence comes from a passage or from a writer outside.
"""

from index.answers.checking import SentenceCheck, check_sentence

__all__ = ["SentenceCheck", "check_sentence"]
