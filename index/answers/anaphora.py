"""Sentences that begin with a word for something in the sentence before: ``They``, ``Of these``."""

from __future__ import annotations

import re

from corpus.languages import find_language
from corpus.text import sentences


def find_antecedent(text: str, start: int, language: str | None) -> str:
    """Return the sentence before ``start`` that the one from there on refers to, to the letter.

    Empty where nothing of the language's ``anaphors`` begins the sentence, or none is before it.
    """
    anaphors = find_language(language).anaphors
    if not anaphors or not re.match(anaphors, text[start:].lstrip(), re.IGNORECASE):
        return ""
    before = [span for span in sentences(text) if span[1] <= start]
    return text[slice(*before[-1])].strip() if before else ""
