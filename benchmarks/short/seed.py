"""Make what the program brings along to know equivalents by: words and numbers, no text.

    python -m benchmarks.short.seed DATA OUT [--half]

From the UN sentences, the texts on the sustainable development goals and the Universal Declaration
of Human Rights in six languages. ``--half`` leaves out what :mod:`benchmarks.short` measures on.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from benchmarks.short.sets import CODES, Row, all_rows, seed_rows
from index.retrieval.terms.equivalents import likeness, yield_longer
from index.words import stop_terms, words

LEAST: Final = 4
"""Fewest rows with a term of the table."""

RECURS: Final = 2
"""Fewest rows with a word of the concordance."""

COMMON: Final = 8
"""A word in more than one of so many rows is too common."""

SURE: Final = 0.18
"""Weight of what is kept."""

KEPT: Final = 5
"""Equivalents of a term in a language."""

MOSTLY: Final = 0.3
"""Or in this part of the rows that have the rarest of them."""

STICKING: Final = 10.0
"""Ratio to chance from which the parts of a longer term belong together."""


def table(rows: Sequence[Row]) -> dict[tuple[str, str], dict[str, list[tuple[str, float]]]]:
    """Learn equivalents: by language and term, for each other language terms with weights."""
    matrices: dict[str, Any] = {}
    vocabularies: dict[str, list[str]] = {}
    for code in CODES:
        grams = [{gram for gram, _ in _grams(row[code], code)} for row in rows]
        counts = Counter(gram for row_grams in grams for gram in row_grams)
        kept = sorted(gram for gram in counts if _is_kept(gram, counts, len(rows)))
        numbers = {gram: position for position, gram in enumerate(kept)}
        where = [
            (row, numbers[gram]) for row, own in enumerate(grams) for gram in own if gram in numbers
        ]
        places = np.array(where).T
        shape = (len(rows), len(kept))
        matrices[code] = csr_matrix((np.ones(len(where), np.float32), places), shape=shape)
        vocabularies[code] = kept
    result: dict[tuple[str, str], dict[str, list[tuple[str, float]]]] = defaultdict(dict)
    for language in CODES:
        ones = np.asarray(matrices[language].sum(axis=0))[0]
        for other in CODES:
            if language == other:
                continue
            others = np.asarray(matrices[other].sum(axis=0))[0]
            both = (matrices[language].T @ matrices[other]).tocsr()
            for position, term in enumerate(vocabularies[language]):
                span = slice(both.indptr[position], both.indptr[position + 1])
                columns, seen = both.indices[span], both.data[span]
                dice = 2 * seen / (ones[position] + others[columns])
                chosen = [
                    (
                        likeness(count, ones[position], others[column], len(rows)),
                        vocabularies[other][column],
                    )
                    for column, count, close in zip(columns, seen, dice, strict=True)
                    if close > SURE and count >= LEAST - 1
                ]
                chosen.sort(key=lambda item: (-item[0], -len(item[1]), item[1]))
                best: list[tuple[str, float]] = []
                for weight, gram in chosen:
                    inside = any(f" {gram} " in f" {longer} " for longer, _ in best)
                    if weight >= SURE and len(best) < KEPT and not inside:
                        best.append((gram, weight))
                if best:
                    result[language, term][other] = best
    return result


def concordance(rows: Sequence[Row], code: str) -> dict[str, Any]:
    """Return the rows in which each word of a language occurs, as the seed of terms stores them."""
    where: dict[str, list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        for word in {word.term for word in words(row[code], code)} - stop_terms(code):
            where[word].append(position)
    kept = sorted(row for row in where if RECURS <= len(where[row]) <= len(rows) / COMMON)
    return {
        f"{code} words": np.frombuffer("\n".join(kept).encode(), np.uint8),
        f"{code} counts": np.array([len(where[term]) for term in kept], np.uint16),
        f"{code} rows": np.concatenate([np.diff([0, *where[term]]) for term in kept]).astype(
            np.uint16
        ),
    }


def lines(rows: Sequence[Row]) -> list[str]:
    """The table as it is stored: a line for each term; of words, the rows say what they are."""
    written: dict[tuple[str, str], str] = {}
    for code in CODES:
        surfaces: dict[str, Counter[str]] = defaultdict(Counter)
        for row in rows:
            for gram, surface in _grams(row[code], code):
                surfaces[gram][" ".join(surface.split())] += 1
        written |= {(code, gram): own.most_common(1)[0][0] for gram, own in surfaces.items()}
    terms = []
    for (code, term), by_language in sorted(table(rows).items()):
        cells = [
            "|".join([other, *(f"{gram}={round(100 * weight)}" for gram, weight in longer)])
            for other, best in by_language.items()
            if (longer := [term for term in best if " " in term[0]])
        ]
        if cells or " " not in term:
            terms.append("\t".join([code, term, written[code, term], *cells]))
    return terms


def _grams(text: str, code: str) -> Iterator[tuple[str, str]]:
    """Yield the terms of a text, each with its spelling there."""
    parts = words(text, code)
    terms, stop = [word.term for word in parts], stop_terms(code)
    for start, first in enumerate(terms):
        if first not in stop and len(first) > 1:
            for gram, behind in ((first, start + 1), *yield_longer(terms, start, code)):
                yield gram, text[parts[start].start : parts[behind - 1].stop]


def _is_kept(gram: str, counts: Counter[str], rows: int) -> bool:
    parts = gram.split()
    if not LEAST <= counts[gram] <= rows / COMMON or gram.isdigit():
        return False
    rarest = min(counts.get(part, rows) for part in parts)
    return counts[gram] >= MOSTLY * rarest or all(
        counts[gram] * rows
        >= STICKING
        * max(1, counts[" ".join(parts[:position])])
        * max(1, counts[" ".join(parts[position:])])
        for position in range(1, len(parts))
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.short.seed")
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--half", action="store_true")
    chosen = parser.parse_args(arguments)
    rows = list(seed_rows(chosen.data) if chosen.half else all_rows(chosen.data))
    with (chosen.data / "udhr" / "aligned.tsv").open(encoding="utf-8", newline="") as stream:
        rows += csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
    aligned = lines(rows)
    text = np.frombuffer("\n".join(aligned).encode(), np.uint8)
    arrays: dict[str, Any] = {"table": text, "size": len(rows)}
    for code in CODES:
        arrays |= concordance(rows, code)
    with chosen.out.open("wb") as stream:
        np.savez_compressed(stream, **arrays)
    print(f"{len(aligned):,} terms, {chosen.out.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
