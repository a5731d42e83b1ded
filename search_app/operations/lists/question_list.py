"""Lists of questions: a plain text with one a line, or a table of values with one a row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from corpus.errors import CorruptFileError, QueryError
from corpus.languages import BY_CODE
from corpus.spreadsheets import read_csv
from corpus.text import clean, drop_hidden, fold
from search_app.citing import words
from search_app.drafts import MAX_MEGABYTES, Draft

MOST_QUESTIONS: Final = 1000
"""Questions of a list: of 100,000 passages 95 % take 54 ms (``benchmarks.scale.searches``)."""

_TABLES: Final = (".csv", ".tsv")
_SEPARATORS: Final = ",;\t"
_NONE: Final = "\x1f"
"""Separator of cells that no text has, for a table with one column."""

_MEGABYTE: Final = 1024**2


class ListedLine(NamedTuple):
    """A question of a list, with the line of the file that it begins in, from 1."""

    line: int
    text: str


class QuestionList(NamedTuple):
    """The questions of a file; ``column`` is the heading of theirs, None where there is none."""

    lines: tuple[ListedLine, ...]
    column: str | None = None


def read_questions(file: Draft) -> QuestionList:
    """Return the questions of a list, in its order; empty lines are none.

    A table's questions are in the column with the heading "Question", in any of the six languages.
    Else they are in its first column, whose first cell is a heading where there are more columns.

    Raises :class:`QueryError` where it has none or too many, or is no text.
    """
    text, name = _read_text(file)
    is_table = Path(name).suffix.lower() in _TABLES
    table = (
        _read_table(text) if is_table else [*enumerate(([line] for line in text.splitlines()), 1)]
    )
    found = _choose_column([(line, [*map(_tidy, cells)]) for line, cells in table])
    if not found.lines:
        raise QueryError("The list has no question. Write one a line.", reason="list-empty")
    if len(found.lines) > MOST_QUESTIONS:
        raise QueryError(
            f"The list has {len(found.lines):,} questions; at most {MOST_QUESTIONS:,} are taken. "
            "Split it.",
            reason="list-too-long",
            count=len(found.lines),
            limit=MOST_QUESTIONS,
        )
    return found


def _read_text(file: Draft) -> tuple[str, str]:
    if file.text is not None:
        return file.text.removeprefix("\ufeff"), file.name
    content, name = file.content, file.name
    if file.path is not None:
        name = file.path.name
        try:
            with file.path.open("rb") as opened:
                content = opened.read(MAX_MEGABYTES * _MEGABYTE + 1)
        except OSError as error:
            raise QueryError(
                f"{file.path} cannot be read: {error.strerror or error}. Name another file."
            ) from error
    if len(content) > MAX_MEGABYTES * _MEGABYTE:
        raise QueryError(
            f"The list has more than {MAX_MEGABYTES} megabytes. Split it.",
            reason="list-too-large",
            limit=MAX_MEGABYTES,
        )
    from ingest.plain import decode  # here: most requests read no file

    try:
        text, _ = decode(content, Path(name))
    except CorruptFileError:
        text = "\0"
    if "\0" in text:
        raise QueryError(
            f"{name} is no text. Give a CSV or a plain text file with one question a line.",
            reason="list-kind",
            name=name,
        )
    return text, name


def _read_table(text: str) -> list[tuple[int, list[str]]]:
    """Return the rows of a table, by the separator with which each has as many cells."""
    for separator in _SEPARATORS:
        try:
            rows = read_csv(text, separator)
        except ValueError:
            continue
        counts = {len(cells) for _, cells in rows if any(map(str.strip, cells))}
        if len(counts) == 1 and counts != {1}:
            return rows
    try:
        return read_csv(text, _NONE)
    except ValueError as error:
        raise QueryError(
            f"The list is no table of values. {error} Save it as CSV again.", reason="list-no-csv"
        ) from error


def _choose_column(rows: Sequence[tuple[int, list[str]]]) -> QuestionList:
    filled = [(line, cells) for line, cells in rows if any(cells)]
    head = filled[0][1] if filled else []
    place = next((place for place, cell in enumerate(head) if fold(cell) in _list_headings()), None)
    column = None
    if place is not None or len(head) > 1:
        place = place or 0
        column, filled = head[place], filled[1:]
    lines = (ListedLine(line, cells[place or 0]) for line, cells in filled if cells)
    return QuestionList(tuple(each for each in lines if each.text), column)


def _tidy(cell: str) -> str:
    return " ".join(drop_hidden(clean(cell)).split())


@cache
def _list_headings() -> frozenset[str]:
    names = {words(code).export["question"] for code in BY_CODE}
    return frozenset(map(fold, names | {"question", "questions", "query", "queries", "term"}))
