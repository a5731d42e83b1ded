"""Stretches of a passage that match a question: its words, equivalents and references.

A reference in the question is marked where it is mentioned, in whatever language, edition and form,
and nowhere else. "Resolution" and the numbers of others are no answer to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.documents import Mention
from corpus.extract.references import extents, find
from corpus.text import terms
from index.references import is_same, nameable, strip_references
from index.retrieval.questions import read_question
from index.words import ACRONYM, is_stop_word, phrases, words


def matching_spans(
    text: str, language: str | None, question: str, equivalents: Iterable[str] = ()
) -> list[tuple[int, int]]:
    """Find what matches a question in a passage: words that the search takes for the same.

    References are found by their grammar, and the words next to them by their letters.

    Args:
        text: of the passage.
        language: of the passage.
        question: as it was asked, with its operators; its phrases are found whole.
        equivalents: what its terms are in the language of the passage, each as terms of
            :mod:`index.words` parted by spaces (``Search.equivalent_terms``).

    Returns:
        Offsets of the first character and behind the last one, in order, none touching another.
    """
    parsed_question = read_question(question)
    references = nameable(parsed_question.text)
    rest = strip_references(parsed_question.text, references)
    wanted = {word.term for word in words(rest, language) if not is_stop_word(word, language)}
    occurrences = words(text, language)
    matches = [(word.start, word.stop) for word in occurrences if word.term in wanted]
    for equivalent in equivalents:
        parts = equivalent.split()
        matches += [
            (occurrences[position].start, occurrences[position + len(parts) - 1].stop)
            for position in range(len(occurrences) - len(parts) + 1)
            if [word.term for word in occurrences[position : position + len(parts)]] == parts
        ]
    called = {name for _, _, name in terms.find_terms(rest)} | set(ACRONYM.findall(rest))
    matches += [(start, stop) for start, stop, name in terms.find_terms(text) if name in called]
    for phrase in parsed_question.phrases:
        matches += phrases.spans(text, phrase)
    matches += _find_mentions(text, references) if references else []
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(matches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _find_mentions(text: str, references: Sequence[Mention]) -> list[tuple[int, int]]:
    """Find the mentions of references in a text, each as a whole.

    Of what a range passes over, the range is marked: ``C4–C6`` for C5. What is there as it was
    typed is a mention where the grammar reads no other. That is ``C5`` alone, or a resolution of a
    number that none of ITU's has.
    """
    extents_of_mentions: list[tuple[int, int]] = []
    others: list[tuple[int, int]] = []
    occurrences = find(text)
    for mention, extent in zip(occurrences, extents(text, occurrences), strict=True):
        if any(is_same(mention, reference) for reference in references):
            extents_of_mentions.append(extent)
        else:
            others.append((mention.start, mention.end))
    typed = [reference.text for reference in references]
    # Another language writes the same number, and its word for a resolution otherwise.
    typed += [
        reference.number for reference in references if reference.body is None and reference.number
    ]
    for literal in typed:
        extents_of_mentions += [
            (start, stop)
            for start, stop in phrases.spans(text, literal)
            if not any(start < end and begin < stop for begin, end in others)
        ]
    return extents_of_mentions
