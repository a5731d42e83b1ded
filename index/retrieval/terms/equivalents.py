"""What is a term in the other languages? Learned from the paragraphs that stand in several of them.

Words that go together across the versions of an archive translate one another (Gale and Church
1991). For a term, the paragraphs that hold it are taken, and the paragraphs that stand beside them
in another language: what stands in those and seldom elsewhere is its equivalent. How seldom is told
by Dunning's log-likelihood (1993), how far both are one by Dice's coefficient; their product
weighs. It is done when a question is asked, for the terms of that question: nothing has to be kept
up to date, and a document that comes or goes counts at once.

A term is one or several neighbouring terms of :mod:`index.words`, parted by spaces: two words of an
alphabet, or the overlapping pairs of a longer Chinese word.
"""

from __future__ import annotations

import functools
import gzip
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from typing import TYPE_CHECKING, Final

from corpus.languages import BY_CODE
from index.retrieval.terms import acronyms
from index.store import Remembered, Store
from index.versions import passages_in
from index.words import stop_terms

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_PARAGRAPHS: Final = 120
"""Paragraphs that a term is learned from at most: those that say most of it."""

_LEAST: Final = 2
"""Paragraphs in which two terms go together at least."""

_LONGEST: Final = 3
"""Words of an equivalent; a Chinese one may have as many pairs and two more."""

_OFTEN: Final = 0.15
"""A candidate stands in this part of the paragraphs that the most frequent one stands in."""

_COUNTED: Final = 10
"""Candidates of one word, and as many of several, whose passages are counted."""

_KEPT: Final = 6
"""Equivalents of a term in a language."""

_SURE: Final = 5.0
"""Log-likelihood at which a pair is half believed."""

_IN_THE_TABLE: Final = 0.9
"""How sure what ``corpus/data/acronyms.toml`` says is: an acronym has other meanings elsewhere."""

_NAMED: Final = 0.8
"""How sure it is that an acronym stands for the words that a text puts it behind."""

_REMEMBERED: Final = 2000
"""Terms whose equivalents are kept."""


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A term of another language.

    Attributes:
        term: of :mod:`index.words`, parted by spaces.
        weight: how sure it is, 0 to 1.
        paragraphs: ids of passages with the term asked for, whose version holds this one.
    """

    term: str
    weight: float
    paragraphs: tuple[int, ...] = ()


class Equivalents:
    """The equivalents of an archive's terms. Threads may share it.

    Args:
        store: of the index.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: Remembered[tuple[str, str], dict[str, list[Equivalent]]] = Remembered(
            store, _REMEMBERED
        )

    def of(self, term: str, code: str) -> dict[str, list[Equivalent]]:
        """Give the equivalents of a term, by language, the surest first.

        What the archive teaches and what the program brings along are two witnesses: together they
        are surer than each.

        Args:
            term: one or several terms of :mod:`index.words`, parted by spaces.
            code: the language that it is a term of.
        """
        return self._known.get((term, code), lambda: self._of(term, code))

    def _of(self, term: str, code: str) -> dict[str, list[Equivalent]]:
        witnesses = [self._learn(term, code), *_known(term, code)]
        beside = acronyms.named_beside(self._store, term, code)
        for other_form, paragraphs in list(beside.items())[:_KEPT]:
            witnesses.append({code: [Equivalent(other_form, _NAMED, paragraphs)]})
            # What is said of a long form in other languages holds for its acronym.
            meant = [self._learn(other_form, code), *_known(other_form, code)]
            witnesses += [
                {
                    other: [replace(one, weight=_NAMED * one.weight) for one in several]
                    for other, several in one_witness.items()
                }
                for one_witness in meant
            ]
        return {
            other: found
            for other in BY_CODE
            if (found := _together([one.get(other, []) for one in witnesses]))
        }

    def _learn(self, term: str, code: str) -> dict[str, list[Equivalent]]:
        holding = [one for one, _ in self._store.with_any(code, [("words", term)], _PARAGRAPHS)]
        beside = passages_in(self._store, holding) if len(holding) >= _LEAST else {}
        found = {}
        for other in BY_CODE:
            paragraphs = {one: by[other] for one, by in beside.items() if by.get(other)}
            if other != code and len(paragraphs) >= _LEAST:
                found[other] = self._equivalents(paragraphs, other)
        return found

    def _equivalents(self, paragraphs: dict[int, tuple[int, ...]], other: str) -> list[Equivalent]:
        texts = self._store.terms_of([one for many in paragraphs.values() for one in many], other)
        where: dict[str, list[int]] = {}
        # A paragraph that revisions repeat is one witness.
        by_text = {tuple(texts.get(at, "") for at in many): one for one, many in paragraphs.items()}
        if len(by_text) < _LEAST:
            return []
        for held, one in by_text.items():
            terms = [text.split() for text in held]
            for gram in {gram for some in terms for gram, _, _ in grams(some, other)}:
                where.setdefault(gram, []).append(one)
        size = self._store.count_in(other)
        most = max(map(len, where.values()), default=0)
        asked = [gram for gram, own in where.items() if len(own) >= max(_LEAST, _OFTEN * most)]
        counts = self._store.term_counts(other, [gram for gram in asked if " " not in gram])

        def hoped(gram: str) -> float:
            """The weight if no other passage had it; for one word, with all that have it."""
            both = len(where[gram])
            return likeness(both, len(by_text), counts.get(("words", gram), both), size)

        asked.sort(key=lambda gram: (-hoped(gram), -len(gram), gram))
        candidates = [gram for gram in asked if " " not in gram][:_COUNTED]
        candidates += [gram for gram in asked if " " in gram][:_COUNTED]
        weighed = []
        for gram in candidates:
            both = len(where[gram])
            having = max(both, self._store.count_aligned(other, gram))
            weighed.append((likeness(both, len(by_text), having, size), gram))
        weighed.sort(key=lambda item: (-item[0], -len(item[1]), item[1]))
        kept: list[Equivalent] = []
        for weight, gram in weighed:
            if len(kept) < _KEPT and not any(_holds(one.term, gram) for one in kept):
                kept.append(Equivalent(gram, weight, tuple(where[gram])))
        return kept


def _known(term: str, code: str) -> tuple[dict[str, list[Equivalent]], ...]:
    """What the program brings along."""
    return shipped().of(term, code), _acronyms().get((code, term), {})


class Seed:
    """Equivalents that the program brings along, for archives that have no translations.

    Args:
        path: of the table that ``python -m benchmarks.short.seed`` makes: packed, a line for each
            term with its language, how it is written, and for each other language terms with
            weights of a hundred.
    """

    def __init__(self, path: Traversable) -> None:
        with path.open("rb") as stream:
            lines = gzip.decompress(stream.read()).decode().split("\n")
        parted = (line.split("\t", 3) for line in lines if line)
        self._lines = {(code, term): (shown, rest) for code, term, shown, rest in parted}

    def of(self, term: str, code: str) -> dict[str, list[Equivalent]]:
        """Give the equivalents of a term, by language."""
        found: dict[str, list[Equivalent]] = {}
        _, cells = self._lines.get((code, term), ("", ""))
        for cell in cells.split("\t"):
            other, *terms = cell.split("|")
            for one in terms:
                equivalent, _, weight = one.rpartition("=")
                found.setdefault(other, []).append(Equivalent(equivalent, int(weight) / 100))
        return found

    def written(self, term: str, code: str) -> str | None:
        """How a term is mostly written; None where it is not known."""
        return self._lines.get((code, term), ("", ""))[0] or None


@functools.cache
def shipped() -> Seed:
    """Read the seed of this program, once."""
    return Seed(resources.files("index") / "data" / "equivalents.tsv.gz")


@functools.cache
def _acronyms() -> dict[tuple[str, str], dict[str, list[Equivalent]]]:
    """What stands for an acronym of the field or its long form, in its own language as well."""
    found: dict[tuple[str, str], dict[str, list[Equivalent]]] = {}
    for forms in acronyms.table().values():
        for code, own in forms.items():
            for term in own:
                known = found.setdefault((code, term), {})
                for other, others in forms.items():
                    more = [Equivalent(one, _IN_THE_TABLE) for one in others if one != term]
                    known[other] = _together([known.get(other, []), more])
    return found


def _together(witnesses: Sequence[Sequence[Equivalent]]) -> list[Equivalent]:
    found: dict[str, Equivalent] = {}
    for one in (one for several in witnesses for one in several):
        known = found.get(one.term, Equivalent(one.term, 0.0))
        found[one.term] = Equivalent(
            one.term,
            1 - (1 - known.weight) * (1 - one.weight),
            known.paragraphs or one.paragraphs,
        )
    return sorted(found.values(), key=lambda one: -one.weight)


def _holds(longer: str, shorter: str) -> bool:
    return f" {shorter} " in f" {longer} "


def grams(terms: Sequence[str], code: str) -> Iterator[tuple[str, int, int]]:
    """Give the stretches of a text's terms that may be one term: no stop word at their ends.

    Args:
        terms: of the text, in reading order.
        code: its language.

    Returns:
        Each with the numbers of its first term and behind its last one.
    """
    stop = stop_terms(code)
    is_chinese = code == "zh"
    for at, first in enumerate(terms):
        if first in stop or len(first) < 2:
            continue
        gram = first
        yield gram, at, at + 1
        for to in range(at + 1, min(len(terms), at + _LONGEST + 2 * is_chinese)):
            if is_chinese and terms[to][0] != terms[to - 1][-1]:
                break
            gram = f"{gram} {terms[to]}"
            if terms[to] not in stop:
                yield gram, at, to + 1


def likeness(both: float, one: float, other: float, size: float) -> float:
    """Weigh how sure it is that two terms translate one another, 0 to 1.

    Args:
        both: paragraphs that have both of them.
        one: those that have the one.
        other: those that have the other.
        size: all paragraphs.
    """
    dice = 2 * both / (one + other)
    likelihood = _log_likelihood(both, one, other, size)
    return dice * likelihood / (likelihood + _SURE)


def _log_likelihood(both: float, one: float, other: float, size: float) -> float:
    size = max(size, one + other - both + 1)
    cells = (
        (both, one * other),
        (one - both, one * (size - other)),
        (other - both, (size - one) * other),
        (size - one - other + both, (size - one) * (size - other)),
    )
    total = 2 * sum(seen * math.log(seen * size / chance) for seen, chance in cells if seen > 0)
    return total if both * size > one * other else 0.0
