"""Check of a written sentence: whether the passages that it cites support it, in any languages.

Every figure, date, reference, country and body of the sentence has to be in them. Neither may deny
what the other says, nor turn round who asks whom. The sentence speaks of its writer or to its
reader only where a passage does, and the meaning has to be near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from corpus import countries
from corpus.documents import Mention
from corpus.extract.references import find
from index.analyses.precedents import (
    LanguageText,
    TextEmbedder,
    find_denial,
    find_missing_figures,
    find_new_addressees,
    find_opposite_words,
    find_own_voice,
    find_parties,
    find_turned_parties,
)
from index.store import Excerpt

Reason = Literal[
    "no-source",
    "length",
    "figure",
    "reference",
    "party",
    "negation",
    "opposite",
    "roles",
    "voice",
    "meaning",
]
"""Reason why a sentence is not supported by the passages that it cites."""

_LONGEST: Final = 1_000
"""Most characters of a sentence; a longer one is not read, since no reader would check it."""

_NEAR: Final = 0.32
"""Least cosine of a supported sentence with the nearest one of its passages."""


@dataclass(frozen=True, slots=True)
class SentenceFault:
    """A reason why a sentence is not supported, with the words of it that show this."""

    reason: Reason
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceCheck:
    """The result of the check of a sentence.

    ``cosine`` is that of the sentence and the nearest one of its passages; 0 without passages.
    """

    faults: tuple[SentenceFault, ...]
    cosine: float = 0.0

    @property
    def is_supported(self) -> bool:
        """Whether the passages support the sentence."""
        return not self.faults


def check_sentence(
    sentence: str, language: str, sources: Sequence[Excerpt], embedder: TextEmbedder
) -> SentenceCheck:
    """Check a sentence in a language against the passages that it cites."""
    if not sources:
        return SentenceCheck((SentenceFault("no-source"),))
    if len(sentence) > _LONGEST:
        return SentenceCheck((SentenceFault("length"),))
    if not any(map(str.isalnum, sentence)):
        return SentenceCheck((SentenceFault("meaning", (sentence,)),))
    text = LanguageText(sentence, language)
    texts = [_join_lead_ins(source) for source in sources]
    frames = [_read_frame(source) for source in sources]
    faults = [
        SentenceFault("figure", find_missing_figures(text, [*texts, *frames])),
        SentenceFault("reference", _find_missing_references(sentence, sources, [*texts, *frames])),
        SentenceFault("party", _find_missing_parties(text, [*texts, *frames])),
        SentenceFault(
            "roles", find_turned_parties(text, texts) or find_new_addressees(text, texts)
        ),
        SentenceFault("voice", find_own_voice(text, texts)),
    ]
    denial = find_denial(embedder, text, texts)
    faults.append(SentenceFault("negation", denial.words))
    faults.append(SentenceFault("opposite", find_opposite_words(text, denial.nearest)))
    if denial.cosine < _NEAR:
        faults.append(SentenceFault("meaning", (sentence,)))
    return SentenceCheck(tuple(fault for fault in faults if fault.words), denial.cosine)


def _join_lead_ins(source: Excerpt) -> LanguageText:
    parts = (*(lead.text for lead in source.lead_ins), source.passage.text)
    return LanguageText(" ".join(parts), source.text_language)


def _read_frame(source: Excerpt) -> LanguageText:
    """Return what is known of a passage besides its text: symbol, title, source and headings."""
    parts = (source.symbol, source.title, source.source, *source.passage.heading)
    return LanguageText("\n".join(part for part in parts if part), source.language)


def compare_translation(
    original: str, translation: str, source: str | None, target: str
) -> tuple[str, ...]:
    """Return the numbers, dates, symbols and references that a text or its translation lacks.

    Those of the original come first; each is as written.
    """
    text, other = LanguageText(original, source), LanguageText(translation, target)
    differing: list[str] = []
    for side, opposite in ((text, other), (other, text)):
        differing += find_missing_figures(side, [opposite])
        differing += _list_untranslated_mentions(side.text, find(opposite.text))
    return tuple(dict.fromkeys(differing))


_DIGITS: Final = re.compile(r"\d{1,9}")


def _list_untranslated_mentions(text: str, there: Sequence[Mention]) -> list[str]:
    """List the references that no other one translates, with each of its numbers.

    Paragraphs are in no canonical form: "paragraph 109 of the Tunis Agenda".
    """
    return [
        mention.text
        for mention in find(text)
        if not any(
            _may_be_same(mention, other) and _read_numbers(mention) == _read_numbers(other)
            for other in there
        )
    ]


def _read_numbers(mention: Mention) -> list[int]:
    return sorted(map(int, _DIGITS.findall(mention.text)))


def _find_missing_references(
    sentence: str, sources: Iterable[Excerpt], texts: Iterable[LanguageText]
) -> tuple[str, ...]:
    there = [mention for source in sources for mention in source.passage.mentions]
    there += [mention for text in texts for mention in find(text.text)]
    return tuple(
        dict.fromkeys(
            mention.text
            for mention in find(sentence)
            if not any(_may_be_same(mention, other) for other in there)
        )
    )


def _may_be_same(mention: Mention, other: Mention) -> bool:
    """Whether two references may name one text: neither has a body or edition the other lacks.

    A document's number counts anew at each meeting, so only its whole name will do.
    """
    return mention.canonical == other.canonical or (
        "document" not in (mention.kind, other.kind)
        and mention.number is not None
        and mention.number == other.number
        and (mention.body == other.body or None in (mention.body, other.body))
        and (mention.edition == other.edition or None in (mention.edition, other.edition))
    )


_BODIES: Final = {
    "PP": "Plenipotentiary Conference",
    "Council": "Council",
    "UNGA": "General Assembly",
}
"""Names of bodies by those in references to their resolutions."""

_GENERAL: Final = frozenset({"CWG-WSIS&SDG", "ITU", "Member States"})
"""Bodies that a sentence may name although its passages do not: every document is about them."""

_ROOT: Final = 4
_ENDING: Final = 3
"""Letters of a country's name that its adjective has at least, and those that it may lose."""


def _find_missing_parties(text: LanguageText, texts: Sequence[LanguageText]) -> tuple[str, ...]:
    """Return the bodies and countries of a sentence that no text names."""
    there = {party.name for other in texts for party in find_parties(other)}
    there |= {
        _BODIES[mention.body]
        for other in texts
        for mention in find(other.text)
        if mention.body in _BODIES
    }
    return tuple(
        dict.fromkeys(
            party.text
            for party in find_parties(text)
            if party.name not in {*there, *_GENERAL} and not _has_root(party.name, texts)
        )
    )


def _has_root(code: str, texts: Iterable[LanguageText]) -> bool:
    """Whether a text has a word like the name of a country in its language: `Kenyan`."""
    for text in texts:
        name = (countries.name(code, text.language or "") or "").lower()
        root = name[: max(_ROOT, len(name) - _ENDING)]
        if root and root in text.text.lower():
            return True
    return False
