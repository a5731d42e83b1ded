"""Weights of passages' words, by BM25, where a server multiplies them.

BM25 (Robertson and Zaragoza 2009) is a sum over the words of a question. It adds how rare each is,
times how much of it a passage has for its length. The first is known when a question is asked, from
the counts of its moment. The second is a passage's own, but for the usual length of passages, which
is taken as it was when all were written. So the inner product of both is what ``bm25`` of FTS5
gives.

A word is a number here, by its table, its column and itself: one question asks all languages, and
passages of each answer for themselves. Two words that are side by side have a number as well, so
that a term of several is found by its pairs. Of ten million words and pairs, two in a thousand
share their number with another one.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import Final

from index.words.analysis import VERSION

WEIGHTS_VERSION: Final = f"{VERSION}.1"
"""Version of the weights, and of the analysis: those of another one are written anew."""

_OFTEN: Final = 1.2
_LONG: Final = 0.75
"""``k1`` and ``b`` of FTS5: how soon more of a word says nothing more, how much length counts."""

_NUMBERS: Final = 2**32 - 1


def numbers(code: str, column: str, term: str) -> tuple[int, ...]:
    """Give the number of a word, or those of the pairs of a term of several.

    Args:
        code: of its table: a language, or ``other``.
        column: ``words`` or ``wholes``.
        term: of :mod:`index.words`, parted by spaces.
    """
    parts = term.split(" ")
    if len(parts) == 1:
        return (_hash_term(code, column, term),)
    return tuple(dict.fromkeys(_hash_term(code, column, f"{a} {b}") for a, b in pairwise(parts)))


def weigh(code: str, words: str, wholes: str, usual: float) -> dict[int, float]:
    """Weigh the words of a passage.

    Args:
        code: of its table.
        words: its terms, parted by spaces, as ``terms_of`` gives them.
        wholes: the same of the other column.
        usual: how many terms a passage of the table has, more than 0.

    Returns:
        Weights above 0, by number.
    """
    own, others = words.split(), wholes.split()
    length = _OFTEN * (1 - _LONG + _LONG * (len(own) + len(others)) / usual)
    counts = Counter(_hash_term(code, "words", term) for term in own)
    counts.update(_hash_term(code, "words", f"{a} {b}") for a, b in pairwise(own))
    counts.update(_hash_term(code, "wholes", term) for term in others)
    return {word: count * (_OFTEN + 1) / (count + length) for word, count in counts.items()}


@lru_cache(100_000)
def _hash_term(code: str, column: str, term: str) -> int:
    named = f"{code} {column} {term}".encode()
    return int.from_bytes(hashlib.blake2b(named, digest_size=8).digest(), "big") % _NUMBERS
