"""BM25 weights of passages' words, for a server that multiplies them.

BM25 (Robertson and Zaragoza 2009) is the inner product of two vectors. One holds how rare the words
of a question are now, the other how much of each a passage has for its length. Words are hashed to
numbers; so are pairs of neighbours, to find terms of several words. Of ten million, two in a
thousand share their number.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import Final

from index.words.analysis import VERSION

WEIGHTS_VERSION: Final = f"{VERSION}.1"
"""Version of the weights and of the analysis: when it changes, all weights are computed again."""

_OFTEN: Final = 1.2
_LONG: Final = 0.75
"""``k1`` and ``b`` of FTS5: how soon repetition stops counting, and how much length counts."""

_NUMBERS: Final = 2**32 - 1


def numbers(code: str, column: str, term: str) -> tuple[int, ...]:
    """Return the number of a word, or the numbers of the pairs in a term of several words.

    ``code`` names the word table (a language, or ``other``), ``column`` is ``words`` or ``wholes``.
    """
    parts = term.split(" ")
    if len(parts) == 1:
        return (_hash_term(code, column, term),)
    return tuple(dict.fromkeys(_hash_term(code, column, f"{a} {b}") for a, b in pairwise(parts)))


def weigh(code: str, words: str, wholes: str, usual: float) -> dict[int, float]:
    """Return the BM25 weights of a passage's words by number, all above 0.

    ``words`` and ``wholes`` are what ``terms_of`` returns. ``usual`` is the mean number of terms of
    a passage in the table ``code``, above 0.
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
