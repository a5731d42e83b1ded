"""Spans of a passage that match a question: its words, equivalents and references.

References are marked in any language, edition and form; their numbers alone are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.documents import Mention
from corpus.extract.references import extents, find, find_in_passage
from corpus.text import terms
from index.references import is_same, nameable, strip_references
from index.retrieval.questions import read_question
from index.store import Excerpt
from index.words import ACRONYM, is_stop_word, phrases, words


def matching_spans(
    text: str,
    language: str | None,
    question: str,
    equivalents: Iterable[str] = (),
    mentions: Sequence[Mention] | None = None,
) -> list[tuple[int, int]]:
    """Return the offsets (start, end) in ``text`` that match a question, ordered and disjoint.

    ``question`` is the query with its operators; phrases match only as a whole. ``equivalents`` are
    its terms in the passage's language, from ``Search.equivalent_terms``.
    ``mentions`` are the passage's, as its document has them; None for a text without a document.
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
    matches += _find_mentions(text, references, mentions) if references else []
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(matches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def explains_hit(shown: Excerpt, question: str) -> bool:
    """Whether an excerpt itself shows why it answers a question, whatever version was found."""
    language = read_question(question).language
    return shown.text_language == language is not None or bool(
        matching_spans(
            shown.passage.text, shown.text_language, question, (), shown.passage.mentions
        )
    )


def _find_mentions(
    text: str, references: Sequence[Mention], mentions: Sequence[Mention] | None
) -> list[tuple[int, int]]:
    """Find references in a text: a range that includes one (``C4–C6`` for C5), or its letters."""
    extents_of_mentions: list[tuple[int, int]] = []
    others: list[tuple[int, int]] = []
    occurrences = find(text) if mentions is None else find_in_passage(text, mentions)
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
