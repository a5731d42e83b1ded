"""What in a passage answers a question by its letters? The words and phrases to be marked."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.text import terms
from index.retrieval.questions import read_question
from index.words import ACRONYM, is_stop_word, phrases, words


def matching_spans(
    text: str, language: str | None, question: str, equivalents: Iterable[str] = ()
) -> list[tuple[int, int]]:
    """Find what matches a question in a passage: words that the search takes for the same.

    Args:
        text: of the passage.
        language: of the passage.
        question: as it was asked, with its operators; its phrases are found whole.
        equivalents: what its terms are in the language of the passage, each as terms of
            :mod:`index.words` parted by spaces (``Search.equivalent_terms``).

    Returns:
        Offsets of the first character and behind the last one, in order, none touching another.
    """
    asked = read_question(question)
    wanted = {one.term for one in words(asked.text, language) if not is_stop_word(one, language)}
    there = words(text, language)
    found = [(one.start, one.stop) for one in there if one.term in wanted]
    for equivalent in equivalents:
        parts = equivalent.split()
        found += [
            (there[at].start, there[at + len(parts) - 1].stop)
            for at in range(len(there) - len(parts) + 1)
            if [one.term for one in there[at : at + len(parts)]] == parts
        ]
    called = {name for _, _, name in terms.found(asked.text)} | set(ACRONYM.findall(asked.text))
    found += [(start, stop) for start, stop, name in terms.found(text) if name in called]
    for phrase in asked.phrases:
        found += phrases.spans(text, phrase)
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged
