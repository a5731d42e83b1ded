"""Choice of a paragraph's sentence on a topic, its stance, and whose view it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpus.extract.stances import Stance, Voice, stance, voice
from corpus.extract.submitters import Submitter
from corpus.notes import own_notes
from corpus.text import find_antecedent, sentences
from index.retrieval import Hit, TopicTerms
from index.store import Excerpt

_COLONS: Final = (":", "：")
_LEADING_IN: Final = re.compile(r"[:：]\s*(?:$|[“«„「\"])")


@dataclass(frozen=True, slots=True)
class PassageSource:
    """Source of a paragraph's document; ``is_draft`` if it proposes a text of a body."""

    submitters: tuple[Submitter, ...] = ()
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """The shown sentence, with the one before where only that names the speaker or subject.

    ``is_reported`` says whether it seems to report what others than the submitters say.
    """

    text: str
    is_reported: bool


def stance_of(shown: Excerpt, topic: TopicTerms | None, source: PassageSource) -> Stance:
    """Judge how surely a paragraph takes a position on a topic.

    Its sentences on the topic decide, or all where only the title is on it. A lead-in counts for
    its item.
    """
    language, text = shown.language, shown.passage.text
    led = max((stance(passage.text, language) for passage in shown.lead_ins), default=Stance.NONE)
    if led is Stance.TAKES and _is_led_by_others(shown, source):
        led = Stance.REPORTS
    spans = sentences(text)
    on_it = _find_on_topic(text, spans, shown, topic) or spans
    return max([led, *(_judge_stance(shown, span, source) for span in on_it)])


def _judge_stance(shown: Excerpt, span: tuple[int, int], source: PassageSource) -> Stance:
    own_stance = stance(shown.passage.text[slice(*span)], shown.language)
    if own_stance is Stance.TAKES and _judge_voice(shown, span, source).is_reported:
        return Stance.REPORTS
    return own_stance


def _judge_voice(shown: Excerpt, span: tuple[int, int], source: PassageSource) -> Voice:
    if _is_led_by_others(shown, source):
        return Voice(is_reported=True)
    if any(stance(passage.text, shown.language) is Stance.TAKES for passage in shown.lead_ins):
        return Voice(is_reported=False)
    text = shown.passage.text
    return voice(
        text[slice(*span)],
        shown.language,
        source.submitters,
        text[slice(*_find_before(text, span))],
        is_draft=source.is_draft,
    )


def _is_led_by_others(shown: Excerpt, source: PassageSource) -> bool:
    return any(
        voice(passage.text, shown.language, source.submitters, is_draft=source.is_draft).is_reported
        for passage in shown.lead_ins
    )


def _find_before(text: str, span: tuple[int, int]) -> tuple[int, int]:
    earlier = [
        sentence for sentence in _join_clauses(text, sentences(text)) if sentence[1] <= span[0]
    ]
    return earlier[-1] if earlier else (span[0], span[0])


def sentence(
    hit: Hit,
    nearest: Mapping[int, tuple[int, int]],
    topic: TopicTerms | None,
    source: PassageSource,
) -> Statement:
    """Choose the sentence that most surely takes a position on a topic and is nearest to it.

    The submitters' own comes before a reported one, a lead-in last; among equals the topic's name
    decides, else nearness. Notes of the document on itself do not count.
    """
    shown = hit.shown
    text = shown.passage.text
    best = nearest.get(shown.passage_id, (0, len(text)))
    if shown.passage.piece and not hit.found.passage.piece:
        # Put together of pieces, of which the nearest sentence is known for the first alone.
        whole = len(hit.found.passage.text)
        middle = sum(nearest.get(hit.found.passage_id, (0, whole))) / (2 * whole) * len(text)
        best = next((span for span in sentences(text) if middle < span[1]), best)
    notes = own_notes(text, shown.language)
    own = _join_clauses(text, [span for span in sentences(text) if span not in notes])
    best = next((span for span in own if span[0] <= best[0] < span[1]), best)
    if best in notes and own:
        best = own[0]

    every = [best, *(span for span in own if span != best)]  # the nearest first
    on_it = _find_on_topic(text, every, shown, topic)
    if on_it:
        best = min(on_it, key=lambda span: _rank(shown, span, topic, source))
    spoken = _judge_voice(shown, best, source)
    # "It recommends" names nobody, and "they" nothing: whoever quotes it has to say who or what.
    needs_before = spoken.stands_before or find_antecedent(text, best[0], shown.language)
    start = _find_before(text, best)[0] if needs_before else best[0]
    return Statement(text[start : best[1]].strip(), spoken.is_reported)


def take_position(shown: Excerpt, source: PassageSource) -> str:
    """Return the first sentence of a paragraph that takes the submitters' own position.

    Where no sentence does so by itself, as in an item of a list, it is the whole paragraph.
    """
    text = shown.passage.text
    spans = _join_clauses(text, sentences(text))
    taking = (span for span in spans if _judge_stance(shown, span, source) is Stance.TAKES)
    start, end = next(
        (span for span in taking if not _leads_in(text[slice(*span)])), (0, len(text))
    )
    return text[start:end].strip()


def _find_on_topic(
    text: str, spans: Sequence[tuple[int, int]], shown: Excerpt, topic: TopicTerms | None
) -> list[tuple[int, int]]:
    """Find the sentences that name a topic, or all under a heading that names it."""
    language, heads = shown.language, shown.passage.heading
    if topic is None:
        return []
    naming_it = [span for span in spans if topic.is_in(text[slice(*span)], language)]
    if any(topic.is_in(head, language) for head in heads):
        return [*naming_it, *sorted(spans)]
    if not naming_it:
        return [span for span in spans if topic.is_in(text[slice(*span)], language, heads)]
    words = [replace(topic, terms=(term,)) for term in topic.terms if len(topic.terms) > 1]
    first = min(naming_it)
    return [
        span
        for span in spans
        if span in naming_it
        or (span > first and any(word.is_in(text[slice(*span)], language) for word in words))
    ]


def _rank(
    shown: Excerpt, span: tuple[int, int], topic: TopicTerms | None, source: PassageSource
) -> tuple[bool, int, bool]:
    """Rank a sentence: a lead-in is the lowest, a position the highest."""
    text = shown.passage.text[slice(*span)]
    names = topic is not None and topic.is_in(text, shown.language)
    return _leads_in(text), -_judge_stance(shown, span, source), not names


def only_leads_in(shown: Excerpt, topic: TopicTerms | None) -> bool:
    """Whether only lead-ins of a paragraph name a topic."""
    text = shown.passage.text
    if not any(colon in text for colon in _COLONS):
        return False
    every = [text[start:end] for start, end in sentences(text)]
    naming_it = [sentence for sentence in every if topic and topic.is_in(sentence, shown.language)]
    return all(map(_leads_in, naming_it or every))


def _leads_in(text: str) -> bool:
    """Whether a sentence only leads into a list or a quotation."""
    return _LEADING_IN.search(text) is not None


def _join_clauses(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join clauses to whole sentences: a clause between Chinese ； alone is no quotation."""
    wholes: list[tuple[int, int]] = []
    for start, end in spans:
        if wholes and wholes[-1][1] == start and text[:start].rstrip().endswith("；"):
            start = wholes.pop()[0]  # noqa: PLW2901 - of the clause before
        wholes.append((start, end))
    return wholes
