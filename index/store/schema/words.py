"""Tables of the words of passages: one FTS5 table for each language.

BM25 (Robertson and Zaragoza 2009) weighs a word by its rarity in its table. The word "information"
is common in English, but would be rare in one table of six languages.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Final

from corpus.languages import BY_CODE

OTHER: Final = "other"
"""Name of the table for passages whose language is none of the six."""

TABLES: Final = (*BY_CODE, OTHER)

CODE: Final = f"iif(language IN ({', '.join(map(repr, BY_CODE))}), language, {OTHER!r})"
"""SQL expression for the name of a passage's table."""


def table(language: str | None) -> str:
    """Return the name of the table for a language."""
    return f"words_{language if language in BY_CODE else OTHER}"


def tables_of_words(codes: Iterable[str] = TABLES) -> Iterator[str]:
    """Yield statements that make the tables without triggers, for some of ``TABLES``."""
    for code in codes:
        name = table(code)
        # Terms come ready made: the tokenizer only parts them at spaces.
        tokenizer = "tokenize = \"ascii tokenchars '-+&/._:'\""
        yield f"CREATE VIRTUAL TABLE {name} USING fts5(words, wholes, {tokenizer})"
        yield f"CREATE VIRTUAL TABLE {name}_terms USING fts5vocab({name}, 'col')"


def views_of_words() -> Iterator[str]:
    """Yield statements that let a connection read postings with offsets."""
    for code in TABLES:
        name = table(code)
        yield f"CREATE VIRTUAL TABLE temp.{name}_places USING fts5vocab(main, {name}, instance)"


def schema() -> Iterator[str]:
    """Yield statements that make the tables and the triggers that maintain them."""
    yield from tables_of_words()
    yield _removal()


def further_schema(names: Container[str]) -> list[str]:
    """Return statements that make the tables of languages added after the index was made."""
    new = [
        code for code in TABLES if table(code) not in names and f"{table(code)}_terms" not in names
    ]
    if not new:
        return []
    return [*tables_of_words(new), "DROP TRIGGER passage_words", _removal()]


def _removal() -> str:
    removals = [f"DELETE FROM {table(code)} WHERE rowid = old.id;" for code in TABLES]  # noqa: S608
    return f"CREATE TRIGGER passage_words AFTER DELETE ON passage BEGIN {' '.join(removals)} END"
