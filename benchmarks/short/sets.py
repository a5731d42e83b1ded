"""Short questions to an archive that is half translated, and the passages that answer them.

A digest halves the rows of the UN sentences and of the texts on the sustainable development goals.
One half teaches the seed of equivalents (:func:`seed_rows`); the other is the archive. Half of its
documents (C) are in all six languages, the others (INF) in one only. A recurring term of one to
three words is asked in its language. An answer is an INF passage in *another* language whose
translation, which the archive lacks, holds the term. A third of the terms is held out.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus.documents import Document, Metadata, Passage
from corpus.languages import LANGUAGES
from corpus.text import is_han
from index.words import is_stop_word, words

CODES: Final = tuple(language.code for language in LANGUAGES)

TRANSLATED: Final = 600
UNTRANSLATED: Final = 700
"""Rows of the archive, of each kind."""

TERMS: Final = 60
"""Terms asked in each language, half of them of one word (in Chinese: of two characters)."""

_LEAST: Final = 3
_MOST: Final = 25
"""Most sentences of untranslated documents with a term: a term must recur but stay specific."""

_SHORTEST: Final = 5
"""Letters of a word at an end of a term; most shorter words are no subjects."""

_STICKING: Final = 30.0
"""Ratio to chance from which the parts of a term of several words belong together."""

_VARIETY: Final = 4
"""Different characters before and behind a Chinese word; the ends of a fragment have fewer."""

_GRAMMAR: Final = frozenset("的了和与及在是有为对等之其以于中或将由并不这该各第号")
"""Characters that a Chinese term of a subject does not have."""

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Term:
    """A question.

    Attributes:
        text: as it stands in a sentence.
        language: in which it is asked.
        answers: ids of the rows whose untranslated passage answers it.
        held: whether it is held out of tuning.
    """

    text: str
    language: str
    answers: frozenset[str]
    held: bool


@dataclass(frozen=True, slots=True)
class Archive:
    """Documents, the rows that their passages are, and the questions."""

    documents: tuple[Document, ...]
    rows: tuple[tuple[str, ...], ...]
    terms: tuple[Term, ...]


def seed_rows(data: Path) -> list[Row]:
    """Read the rows that the archive does not have."""
    return [row for row in all_rows(data) if _digest(row["doc"]) % 2 == 0]


def archive(data: Path) -> Archive:
    """Make the documents and the questions, the same ones each time."""
    rows = [row for row in all_rows(data) if _digest(row["doc"]) % 2]
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["doc"]].append(row)
    translated: list[list[Row]] = []
    alone: list[list[Row]] = []
    for name in sorted(groups, key=_digest):
        mine = translated if sum(map(len, translated)) < TRANSLATED else alone
        if sum(map(len, alone)) < UNTRANSLATED:
            mine.append(groups[name])
    language_of = {
        row["id"]: CODES[position % len(CODES)]
        for position, group in enumerate(alone)
        for row in group
    }
    documents = [
        _document(f"39/{number}", "C", code, group)
        for number, group in enumerate(translated, start=1)
        for code in CODES
    ]
    documents += [
        _document(f"40/INF/{number}", "INF", CODES[(number - 1) % len(CODES)], group)
        for number, group in enumerate(alone, start=1)
    ]
    both = [row for group in translated for row in group]
    single = [row for group in alone for row in group]
    terms = [term for code in CODES for term in _terms(code, both, single, language_of)]
    placed = [group for group in translated for _ in CODES] + alone
    rows_of = tuple(tuple(row["id"] for row in group) for group in placed)
    return Archive(tuple(documents), rows_of, tuple(terms))


def _document(name: str, series: str, code: str, rows: Sequence[Row]) -> Document:
    passages = tuple(
        Passage("paragraph", row[code], str(position), (str(position),), language=code)
        for position, row in enumerate(rows, start=1)
    )
    known = Metadata(
        symbol=f"CWG-WSIS&SDG-{name}", meeting=name.split("/", maxsplit=1)[0], series=series
    )
    path = Path(f"/made-up/{name.replace('/', '-')}-{code}.txt")
    return Document(path, "txt", code, None, known, passages)


def _terms(
    code: str, both: Sequence[Row], single: Sequence[Row], language_of: dict[str, str]
) -> Iterator[Term]:
    there: dict[tuple[str, ...], set[str]] = defaultdict(set)
    surfaces: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    counts: Counter[tuple[str, ...]] = Counter()
    total = 0
    for row in (*both, *single):
        grams = list(_grams(row[code], code))
        total += len(grams)
        counts.update(gram for gram, _ in grams)
        for gram, surface in grams:
            there[gram].add(row["id"])
            surfaces[gram][surface] += 1
    text = "\n".join(row[code] for row in (*both, *single))
    taught = {row["id"] for row in both}
    by_length: dict[bool, list[Term]] = {True: [], False: []}
    for gram in sorted(there, key=lambda pair: _digest(" ".join(pair))):
        answers = {row for row in there[gram] if language_of.get(row, code) != code}
        recurs = _LEAST <= len(there[gram] - taught) <= _MOST and len(there[gram] & taught) > 1
        if not answers or not recurs or not _is_term(gram, counts, total):
            continue
        term = surfaces[gram].most_common(1)[0][0]
        if code == "zh" and not _has_ends(term, text):
            continue
        chosen = by_length[len(gram) == (2 if code == "zh" else 1)]
        if len(chosen) < TERMS // 2:
            chosen.append(Term(term, code, frozenset(answers), held=_digest(term) % 3 == 0))
    yield from by_length[True]
    yield from by_length[False]


def _grams(text: str, code: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield runs of one to three words (Han: characters) without stop words at their ends."""
    if code == "zh":
        for start in range(len(text)):
            for length in range(1, 5):
                piece = text[start : start + length]
                if len(piece) == length and all(map(is_han, piece)) and not _GRAMMAR & set(piece):
                    yield tuple(piece), piece
        return
    parts = words(text, code)
    for position, first in enumerate(parts):
        for length in (1, 2, 3):
            some = parts[position : position + length]
            ends = (first, some[-1])
            surface = text[first.start : some[-1].stop]
            if len(some) < length or not all(
                character.isalpha() or character == " " for character in surface
            ):
                break
            if not any(is_stop_word(word, code) or len(word.literal) < _SHORTEST for word in ends):
                yield tuple(word.term for word in some), surface


def _is_term(gram: tuple[str, ...], counts: Counter[tuple[str, ...]], total: int) -> bool:
    """Whether the parts of a term belong together, and it is no part of a longer term."""
    return all(
        counts[gram] * total
        >= _STICKING * max(1, counts[gram[:position]]) * max(1, counts[gram[position:]])
        for position in range(1, len(gram))
    ) and (len(gram) > 1 or not is_han(gram[0][0]))


def _has_ends(term: str, text: str) -> bool:
    around = re.findall(f"(?s)(.){term}(.)", text)
    return all(len({character[side] for character in around}) >= _VARIETY for side in (0, 1))


def all_rows(data: Path) -> Iterable[Row]:
    """Read all rows, those on sustainable development in documents of a dozen."""
    for name in ("un-parallel", "sdg"):
        with (data / name / "aligned.tsv").open(encoding="utf-8", newline="") as stream:
            for position, row in enumerate(
                csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            ):
                document = f"{row['doc']} {position // 12}" if name == "sdg" else row["doc"]
                yield {**row, "id": f"{name} {row['id']}", "doc": document}


def _digest(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)
