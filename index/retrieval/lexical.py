"""Which passages hold the words of a question? By FTS5, over terms that are analysed per language.

Each language has a table of its own, since BM25 (Robertson and Zaragoza 2009) weighs a word by how
rare it is in the table: `information` is a rare word of an index in six languages and a common one
of its English sixth. What is asked is analysed for each table anew. The tables are filled in the
transaction that stores the passages, and a trigger takes out what leaves.

Scores are BM25 in parts of what all the words of the question together can weigh: about 1 for a
passage of the usual length that has each of them once, and less where words are missing.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from corpus.languages import BY_CODE
from corpus.text import is_han
from index.words import analysis

if TYPE_CHECKING:
    from index.store.database import Database

__all__ = ["OTHER", "TABLES", "Lexical", "Term", "row", "schema", "table"]

OTHER: Final = "other"
"""Names the table of passages whose language is none of the six."""

TABLES: Final = (*BY_CODE, OTHER)

_MOST_TERMS: Final = 48
"""Terms of a question that are looked for: the rarest, which carry nearly all the weight."""

_READ_TERMS: Final = 400
"""Different terms of a question that are weighed at all."""

_COMMON: Final = 0.3
"""A term in more than this part of the passages weighs little and costs most of the time."""

_COMMON_FROM: Final = 1000
"""Passages of a language from which on common terms are left out."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a question, as it stands in one table.

    Attributes:
        text: as it is compared.
        column: ``words`` or ``wholes``.
        passages: how many of the table have it.
        weight: inverse document frequency; that of the rarest term where no passage has it.
    """

    text: str
    column: str
    passages: int
    weight: float


def table(language: str | None) -> str:
    """Name the table that the passages of a language stand in."""
    return f"words_{language if language in BY_CODE else OTHER}"


def schema() -> Iterator[str]:
    """Give the statements that make the tables."""
    removals = []
    for code in TABLES:
        name = table(code)
        # Terms come ready made: the tokenizer only parts them at spaces.
        tokenizer = "tokenize = \"ascii tokenchars '-+&/._:'\""
        yield f"CREATE VIRTUAL TABLE {name} USING fts5(words, wholes, {tokenizer})"
        yield f"CREATE VIRTUAL TABLE {name}_terms USING fts5vocab({name}, 'col')"
        removals.append(f"DELETE FROM {name} WHERE rowid = old.id;")  # noqa: S608
    yield f"CREATE TRIGGER passage_words AFTER DELETE ON passage BEGIN {' '.join(removals)} END"


def row(text: str, language: str | None) -> tuple[str, str]:
    """Give what is stored for a passage: its terms, and what is kept whole, parted by spaces."""
    found = analysis.analysed(text, language)
    return " ".join(found.words), " ".join(found.wholes)


_WEIGHED: Final = 64
"""Questions whose terms are remembered: one is asked of several sets of passages in a row."""


class Lexical:
    """The words of an index. One thread at a time.

    Args:
        store: of the index.
    """

    def __init__(self, store: Database) -> None:
        self._store = store
        self._generation = -1
        self._sizes: dict[str, int] = {}
        self._weighed: dict[tuple[str, str], list[Term]] = {}

    def size(self, code: str) -> int:
        """How many passages a table holds."""
        generation = self._store.generation
        if generation != self._generation:
            self._sizes, self._weighed, self._generation = {}, {}, generation
        if code not in self._sizes:
            statement = f"SELECT count(*) AS n FROM words_{code}_docsize"  # noqa: S608
            (found,) = self._store.query(statement)
            self._sizes[code] = int(found["n"])
        return self._sizes[code]

    def terms(self, text: str, code: str) -> list[Term]:
        """Weigh the terms of a question in one language's table, each once.

        Args:
            text: of the question.
            code: one of :data:`TABLES`.
        """
        size = self.size(code)  # forgets what was weighed before the index changed
        if not size:
            return []
        if (text, code) not in self._weighed:
            if len(self._weighed) >= _WEIGHED:
                self._weighed.clear()
            self._weighed[text, code] = self._weigh(text, code, size)
        return self._weighed[text, code]

    def matches(
        self,
        terms: Sequence[Term],
        code: str,
        k: int,
        among: Collection[int] | None = None,
        only: Collection[str] | None = None,
    ) -> list[tuple[int, float]]:
        """Find the passages of one language that hold terms.

        Args:
            terms: from :meth:`terms` for the same table.
            code: one of :data:`TABLES`.
            k: at most how many.
            among: ids of the passages that may be found; all where it is None.
            only: the terms to look for, where not all; the others still count as missing.

        Returns:
            Passage ids and scores, best first.
        """
        there = [term for term in terms if term.passages and (only is None or term.text in only)]
        size = self.size(code)
        if size >= _COMMON_FROM:
            rarer = [term for term in there if term.passages <= _COMMON * size]
            there = rarer or there
        there = sorted(there, key=lambda term: term.passages)[:_MOST_TERMS]
        full = sum(term.weight for term in terms)
        if not there or k <= 0:
            return []
        expression = " OR ".join(f'{term.column}: "{term.text}"' for term in there)
        statement = (
            f"SELECT rowid AS id, rank FROM words_{code} WHERE words_{code} MATCH ? "  # noqa: S608
            "ORDER BY rank"
        )
        if among is None:
            rows = self._store.query(f"{statement} LIMIT ?", expression, k)
        else:
            rows = [one for one in self._store.query(statement, expression) if one["id"] in among][
                :k
            ]
        return [(one["id"], -one["rank"] / full) for one in rows]

    def holding(self, term: str, column: str, code: str, most: int) -> list[int]:
        """Give passages that hold a term: at most ``most``, the best first."""
        rows = self._store.query(
            f"SELECT rowid AS id FROM words_{code} WHERE words_{code} MATCH ? "  # noqa: S608
            "ORDER BY rank LIMIT ?",
            f'{column}: "{term}"',
            most,
        )
        return [one["id"] for one in rows]

    def with_all(self, text: str, code: str) -> set[int]:
        """Give the passages that hold every word of a text; more than hold the text itself."""
        words = [one.term for one in analysis.words(text, code)]
        # Chinese is looked for by its characters: pairs are broken where a line was.
        parts = [f'words: "{term}"' for term in dict.fromkeys(words) if not is_han(term[0])]
        parts += [f'wholes: "{one}"' for one in dict.fromkeys(text) if is_han(one)]
        if not parts or not self.size(code):
            return set()
        rows = self._store.query(
            f"SELECT rowid AS id FROM words_{code} WHERE words_{code} MATCH ?",  # noqa: S608
            " AND ".join(parts),
        )
        return {one["id"] for one in rows}

    # --- the inside ------------------------------------------------------------------------------

    def _weigh(self, text: str, code: str, size: int) -> list[Term]:
        words = analysis.words(text, code)
        telling = [one.term for one in words if not analysis.is_stop_word(one, code)]
        wholes = analysis.analysed(text, code).wholes
        has_pairs = any(len(one.term) > 1 for one in words)
        asked = [("words", term) for term in telling or [one.term for one in words]]
        # A single Chinese character tells something only where the question is no more than that.
        asked += [
            ("wholes", one) for one in wholes if not (has_pairs and analysis.is_single_han(one))
        ]
        distinct = list(dict.fromkeys(asked))[:_READ_TERMS]
        counts = self._counts(code, distinct)
        return [
            Term(
                term,
                column,
                counts.get((column, term), 0),
                _weight(size, counts.get((column, term), 0)),
            )
            for column, term in distinct
        ]

    def _counts(self, code: str, asked: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        for term in {term for _, term in asked}:
            for one in self._store.query(
                f"SELECT col, doc FROM words_{code}_terms WHERE term = ?",  # noqa: S608
                term,
            ):
                found[one["col"], term] = one["doc"]
        return found


def _weight(size: int, passages: int) -> float:
    """The weight that FTS5's ``bm25`` gives a term."""
    passages = passages or 1
    return max(1e-6, math.log((size - passages + 0.5) / (passages + 0.5)))
