"""Denials: a sentence that denies what the texts say that it repeats, or the reverse.

Each clause is compared with the sentences and clauses of the texts. It denies one where it has
more or fewer negations, and is nearer without the difference than to any that denies as often.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np

from corpus import tables
from corpus.bounds import MAX_QUERY
from corpus.languages import find_language
from index.analyses.precedents.concepts import find_set_phrases
from index.analyses.precedents.reuse import LanguageText
from index.analyses.precedents.substitutions import compile_negations
from index.analyses.precedents.translation import (
    TextEmbedder,
    cut_sentences,
    length,
    measure_cosines,
)

_GAIN: Final = 0.016
"""Gain of cosine without a negation that shows a denial (`python -m benchmarks.answers.check`)."""

_AHEAD: Final = 0.03
"""Cosine by which the denied text is nearer than any that denies as often."""

_POSSIBLE: Final = 0.3
"""Least cosine of a text, without the negation, that may be denied."""

_NEAREST: Final = 6
"""Texts that a clause is compared with: the nearest ones."""

_LEAST: Final = 20
"""Characters of English that a clause has at least; shorter ones say nothing by themselves."""

_SIGNS: Final = re.compile(r"(?<=[,;:，；：،؛])\s*(?!\d)|\s+[–—]\s+")
_APART: Final = re.compile(r"[.,;:!?，；：。،؛]")

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Denial:
    """The result of a comparison: the nearest text with its cosine, and the words that deny.

    ``words`` are those of the side that has more negations; empty where nothing is denied.
    """

    nearest: LanguageText
    cosine: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause or sentence with its negations; one may be written in two words."""

    text: LanguageText
    negations: tuple[tuple[_Span, ...], ...]

    def quote(self) -> tuple[str, ...]:
        """Return the words of its negations."""
        return tuple(self.text.text[start:end] for spans in self.negations for start, end in spans)

    def affirm(self) -> list[LanguageText]:
        """Return the clause without each of its negations, where words are left."""
        rests = dict.fromkeys(map(self._leave_out, self.negations))
        return [rest for rest in rests if any(map(str.isalnum, rest.text))]

    def _leave_out(self, spans: Iterable[_Span]) -> LanguageText:
        text = self.text.text
        for start, end in sorted(spans, reverse=True):
            text = f"{text[:start]} {text[end:]}"
        return LanguageText(" ".join(text.split()), self.text.language)


def find_denial(
    search: TextEmbedder, sentence: LanguageText, texts: Iterable[LanguageText]
) -> Denial:
    """Find the words by which a sentence denies one of some texts, or one of them denies it."""
    sentences = [other for text in texts for other in cut_sentences(text)]
    parts = [
        LanguageText(part.text[:MAX_QUERY], part.language)
        for other in sentences
        for part in (other, *_cut_clauses(other))
    ]
    others = [_read(part) for part in dict.fromkeys(parts)]
    if not others:
        return Denial(LanguageText("", None), 0.0)
    own = _choose_clauses(sentence)
    cosines = measure_cosines(
        search, [clause.text for clause in own], [other.text for other in others]
    )
    whole = measure_cosines(search, [sentence], [other.text for other in others])[0]
    words: list[str] = []
    for clause, row in zip(own, cosines, strict=True):
        words += _compare(search, clause, others, row)
    nearest = int(whole.argmax())
    return Denial(others[nearest].text, float(whole[nearest]), tuple(dict.fromkeys(words)))


def _choose_clauses(sentence: LanguageText) -> list[_Clause]:
    """Return the clauses that have negations, else the sentence and all that are long enough."""
    whole = _read(sentence)
    clauses = [_read(clause) for clause in _cut_clauses(sentence)]
    if whole.negations:
        return [clause for clause in clauses if clause.negations] or [whole]
    return [whole, *(clause for clause in clauses if length(clause.text) >= _LEAST)]


def _compare(
    search: TextEmbedder, clause: _Clause, others: Sequence[_Clause], cosines: Any
) -> tuple[str, ...]:
    """Return the words that deny in a clause or one of its nearest texts."""
    nearest = [others[place] for place in np.argsort(-cosines)[:_NEAREST].tolist()]
    rows = dict(zip(others, cosines.tolist(), strict=True))
    alike = [other for other in nearest if len(other.negations) == len(clause.negations)]
    apart = [other for other in nearest if other not in alike]
    agreement = max((rows[other] for other in alike), default=-1.0)
    for other, cosine in _affirm_each(search, clause, apart):
        is_nearer = cosine >= rows[other] + _GAIN and cosine >= agreement + _AHEAD
        if is_nearer and cosine >= _POSSIBLE:
            return (clause if len(clause.negations) > len(other.negations) else other).quote()
    return ()


def _affirm_each(
    search: TextEmbedder, clause: _Clause, others: Sequence[_Clause]
) -> Iterator[tuple[_Clause, float]]:
    """Yield each text with its highest cosine without one negation of the side that has more."""
    shorter = [other for other in others if len(clause.negations) > len(other.negations)]
    if shorter and (rests := clause.affirm()):
        cosines = measure_cosines(search, rests, [other.text for other in shorter])
        yield from zip(shorter, cosines.max(axis=0).tolist(), strict=True)
    for other in others:
        if other not in shorter and (rests := other.affirm()):
            yield other, float(measure_cosines(search, rests, [clause.text]).max())


def _cut_clauses(sentence: LanguageText) -> list[LanguageText]:
    """Cut a sentence at commas and the like; a short clause joins the one before."""
    facts = find_language(sentence.language)
    clauses: list[LanguageText] = []
    for part in filter(None, (part.strip() for part in _SIGNS.split(sentence.text))):
        clause = LanguageText(part, sentence.language)
        if clauses and min(length(clause), length(clauses[-1])) < _LEAST:
            clause = LanguageText(f"{clauses.pop().text}{facts.space}{part}", sentence.language)
        clauses.append(clause)
    return clauses if len(clauses) > 1 else []


def leave_out_clauses(sentence: LanguageText, spans: Sequence[_Span]) -> LanguageText | None:
    """Return a sentence without the clauses that begin any of some spans; None without others."""
    clauses: list[_Span] = []
    borders = [0, *(match.end() for match in _SIGNS.finditer(sentence.text)), len(sentence.text)]
    for start, end in pairwise(borders):
        text = LanguageText(sentence.text[start:end], sentence.language)
        before = LanguageText(sentence.text[slice(*clauses[-1])] if clauses else "", text.language)
        if clauses and min(length(text), length(before)) < _LEAST:
            clauses[-1] = clauses[-1][0], end
        else:
            clauses.append((start, end))
    rest = [
        sentence.text[start:end].strip()
        for start, end in clauses
        if not any(start <= begin < end for begin, _ in spans)
    ]
    return LanguageText(" ".join(rest), sentence.language) if rest else None


def _read(text: LanguageText) -> _Clause:
    pattern = compile_negations(text.language or "", tables.folder())
    has_concord = find_language(text.language).has_negative_concord
    negations: list[tuple[_Span, ...]] = []
    phrases = find_set_phrases(text)
    for match in pattern.finditer(text.text) if pattern else ():
        if any(
            start < match.start() < end or start <= match.start() < match.end() < end
            for start, end in phrases
        ):
            continue
        if has_concord and negations:
            between = text.text[negations[-1][-1][1] : match.start()]
            if not _APART.search(between):
                negations[-1] = (*negations[-1], match.span())
                continue
        negations.append((match.span(),))
    return _Clause(text, tuple(negations))
