"""Sentences with the passages that they cite, right ones and wrong ones, in six languages.

``check_facts.txt`` has each fact once a language. ``{n:right|wrong}`` marks where a sentence goes
wrong by a negation; ``b`` marks a body or country, ``r`` who does it to whom. Figures, dates and
citations go wrong by rules. A fact is held out from tuning by a lot, which its line keeps;
``opened`` ones were held out at first.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus import tables
from corpus.extract.references import find
from corpus.languages import BY_CODE
from index import Index
from index.store import Excerpt

__all__ = [
    "FACTS",
    "KINDS",
    "CitedSentence",
    "Fact",
    "list_rightly",
    "list_sentences",
    "read_facts",
]

FACTS: Final = Path(__file__).with_name("check_facts.txt")
"""The facts: a line with set, document and labels, then the sentence in each language."""

_CODES: Final = tuple(BY_CODE)

KINDS: Final = ("true", "figure", "date", "negation", "body", "roles", "passage", "topic")
"""Kinds of what is wrong with a sentence; ``true`` where nothing is."""

_WRITTEN: Final = {"n": "negation", "b": "body", "r": "roles"}
_SLOT: Final = re.compile(r"\{([nbr]):([^|}]*)\|([^}]*)\}")
_NUMBER: Final = re.compile(r"(?<![\w.,/&-])\d+(?:[ \u00a0]\d{3})*(?:[.,]\d+)?(?![\w/]*/)")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY: Final = r"(?<!\d)(?:[1-9]|[12]\d|3[01])(?=\s*(?:日|(?:de )?{month}))"
_LEAST: Final = 120
"""Characters of a passage that is cited wrongly."""

_SHARE: Final = 3
"""A sentence goes wrong by each rule in one of so many languages, so that no kind outweighs."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the sample with the sentence that states it, by language.

    ``labels`` name the paragraphs of the document that it cites.
    """

    place: int
    is_held_out: bool
    symbol: str
    labels: tuple[str, ...]
    sentences: dict[str, str]


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence, the passages that it cites, and what is wrong with it."""

    text: str
    language: str
    kind: str
    sources: tuple[Excerpt, ...]
    fact: Fact


def read_facts(path: Path = FACTS) -> list[Fact]:
    """Read the facts in the order of the file."""
    facts: list[Fact] = []
    for block in path.read_text("utf-8").split("@ ")[1:]:
        head, *lines = block.splitlines()
        drawn, _, cited = head.partition(" | ")
        symbol, *labels = cited.split()
        sentences = dict(line.split(" ", 1) for line in lines if line)
        place = len(facts)
        facts.append(Fact(place, drawn == "held out", symbol, tuple(labels), sentences))
    return facts


def list_rightly(fact: Fact) -> dict[str, str]:
    """Return the right sentence of a fact by language."""
    return {code: _SLOT.sub(r"\2", sentence) for code, sentence in fact.sentences.items()}


def list_sentences(index: Index, facts: Sequence[Fact]) -> Iterator[CitedSentence]:
    """List the sentences of facts, each with what an index holds of the passages cited."""
    passages = _Passages(index)
    for fact in facts:
        for place, language in enumerate(_CODES):
            yield from _list_variants(passages, fact, place, language)


def _list_variants(
    passages: _Passages, fact: Fact, place: int, language: str
) -> Iterator[CitedSentence]:
    lot = random.Random(f"{fact.place} {language}")  # noqa: S311 - the same at each run
    written = fact.sentences[language]
    text = _SLOT.sub(r"\2", written)
    # The passage is in another language than the sentence, where its document has another.
    version = _CODES[(place + 1 + fact.place % (len(_CODES) - 1)) % len(_CODES)]
    sources = passages.read(fact.symbol, fact.labels, version)
    yield CitedSentence(text, language, "true", sources, fact)
    for slot in _SLOT.finditer(written):
        before, behind = (
            _SLOT.sub(r"\2", part) for part in (written[: slot.start()], written[slot.end() :])
        )
        wrong = f"{before}{slot[3]}{behind}"
        yield CitedSentence(wrong, language, _WRITTEN[slot[1]], sources, fact)
    if (place + fact.place) % _SHARE:
        return
    for kind, changed in (
        ("figure", _change_figure(text, lot)),
        ("date", _change_date(text, language, lot)),
    ):
        if changed:
            yield CitedSentence(changed, language, kind, sources, fact)
    others = passages.choose_others(fact, version, lot)
    yield CitedSentence(text, language, "passage", others, fact)
    yield CitedSentence(
        text, language, "topic", passages.choose_elsewhere(fact, version, lot), fact
    )


def _change_figure(text: str, lot: random.Random) -> str | None:
    """Change a digit of one number that is no year and in no reference."""
    taken = [(mention.start, mention.end) for mention in find(text)]
    numbers = [
        match
        for match in _NUMBER.finditer(text)
        if len(match[0].lstrip("0 ")) > 1
        and not _YEAR.fullmatch(match[0])
        and not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    if not numbers:
        return None
    number = lot.choice(numbers)
    digits = [place for place, sign in enumerate(number[0]) if sign in "123456789"]
    place = number.start() + lot.choice(digits)
    digit = lot.choice([sign for sign in "123456789" if sign != text[place]])
    return f"{text[:place]}{digit}{text[place + 1 :]}"


def _change_date(text: str, language: str, lot: random.Random) -> str | None:
    """Change the year, the month or the day of one date that is in no reference."""
    taken = [(mention.start, mention.end) for mention in find(text)]
    months = [
        names.split("|") for names in tables.load_shipped("dates")["months"].get(language, ())
    ]
    changes = [
        (match.span(), str(int(match[0]) + lot.choice((-1, 1))))
        for match in _YEAR.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    if language == "zh":
        changes += [
            (match.span(), str(int(match[0]) % 12 + 1))
            for match in re.finditer(r"(?<!\d)\d{1,2}(?=月)", text)
        ]
    names = [
        (name, number, form)
        for number, forms in enumerate(months)
        for form, name in enumerate(forms)
    ]
    for name, number, form in names:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
            others = months[(number + lot.randrange(1, 12)) % 12]
            other = others[min(form, len(others) - 1)]
            other = other.capitalize() if match[0][0].isupper() else other
            changes.append((match.span(), other))
    if not changes:
        return None
    (start, end), other = lot.choice(changes)
    return f"{text[:start]}{other}{text[end:]}"


class _Passages:
    """Paragraphs of the sample, read once from an index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._versions: dict[tuple[str, str], tuple[Excerpt, ...]] = {}
        self._symbols = sorted({fact.symbol for fact in read_facts()})

    def read(self, symbol: str, labels: Sequence[str], language: str) -> tuple[Excerpt, ...]:
        """Return the pieces of labelled paragraphs, in a language that the document has."""
        return tuple(
            excerpt
            for label in labels
            for excerpt in self._read_version(symbol, language)
            if label in excerpt.passage.label_path and excerpt.passage.kind == "paragraph"
        )

    def choose_others(self, fact: Fact, language: str, lot: random.Random) -> tuple[Excerpt, ...]:
        """Choose another passage of a fact's document."""
        return self._choose(fact, fact.symbol, language, lot)

    def choose_elsewhere(
        self, fact: Fact, language: str, lot: random.Random
    ) -> tuple[Excerpt, ...]:
        """Choose a passage of another document."""
        others = [
            symbol for symbol in self._symbols if symbol.split("(")[0] != fact.symbol.split("(")[0]
        ]
        return self._choose(fact, lot.choice(others), language, lot)

    def _choose(
        self, fact: Fact, symbol: str, language: str, lot: random.Random
    ) -> tuple[Excerpt, ...]:
        labels = fact.labels if symbol == fact.symbol else ()
        others = [
            excerpt
            for excerpt in self._read_version(symbol, language)
            if excerpt.passage.kind == "paragraph"
            and excerpt.passage.label
            and not {*labels} & {*excerpt.passage.label_path}
            and len(excerpt.passage.text) >= _LEAST / (3 if language == "zh" else 1)
        ]
        return (lot.choice(others),)

    def _read_version(self, symbol: str, language: str) -> tuple[Excerpt, ...]:
        if (symbol, language) not in self._versions:
            name = f"CWG-WSIS&SDG-{symbol}"
            codes = [card.language for card in self._index.show(name).versions]
            chosen = language if language in codes else None
            self._versions[symbol, language] = self._index.show(name, chosen).passages
        return self._versions[symbol, language]
