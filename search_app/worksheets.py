"""Filled worksheets on mandates: their rows, matched with the mandates of today.

Columns are known by their headings in any of the six languages; others do not matter.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

from corpus.errors import CorruptFileError, QueryError, ReadError
from corpus.languages import BY_CODE
from corpus.spreadsheets import read_csv
from corpus.text import clean, drop_hidden, fold
from search_app.citing import words
from search_app.drafts import Draft

if TYPE_CHECKING:
    from index.analyses import Task

__all__ = ["Decision", "Misfit", "MisfitReason", "WorksheetRow", "match_rows", "read_worksheet"]

Decision = Literal["retain", "update", "remove"]

MisfitReason = Literal["no-key", "unknown", "superseded", "changed", "twice", "no-decision"]
"""Reason why a row cannot be taken: its key, a revised document, a changed or repeated mandate, or
a decision that is none of three.
"""

_SEPARATORS: Final = ",;\t"

_HEAD: Final = 20
"""Maximum number of rows among which the headings are looked for."""


class WorksheetRow(NamedTuple):
    """A row of a worksheet, with key, decision and reason as written.

    ``line`` is a line of a CSV file, or a row of a Word table, from 1.
    """

    line: int
    key: str
    decision: str
    reason: str

    @property
    def choice(self) -> Decision | None:
        """Its decision; None where the cell is empty or holds another word."""
        return _list_decisions().get(_normalise(self.decision).strip(".!:;"))


@dataclass(frozen=True, slots=True)
class Misfit:
    """A row that cannot be taken, and why; ``name`` is the symbol of a document's revision."""

    row: WorksheetRow
    reason: MisfitReason
    name: str = ""


def read_worksheet(file: Draft) -> list[WorksheetRow]:
    """Return the rows of a filled worksheet; raise QueryError or ReadError where it is none."""
    tables = _read_tables(file)
    for rows in tables:
        for place, (_, cells) in enumerate(rows[:_HEAD]):
            headings = [_list_headings().get(_normalise(_before_bracket(cell))) for cell in cells]
            if "key" in headings and "decision" in headings:
                return _read_rows(rows[place + 1 :], headings)
    raise QueryError(
        "This is no worksheet on mandates: no table of it has the columns “Key” and “Decision”. "
        "Give a CSV or Word file that “mandates --worksheet FILE” wrote, with these headings.",
        reason="no-worksheet",
    )


def match_rows(
    rows: Sequence[WorksheetRow], tasks: Sequence[Task], revised: Mapping[str, str]
) -> tuple[list[tuple[WorksheetRow, Task]], list[Misfit]]:
    """Match a worksheet's rows with today's mandates; return matched rows and misfits, in order."""
    mandates = _KeyedTasks(tasks)
    keys = [mandates.find(row.key) for row in rows]
    counts = Counter(keys)
    fitting: list[tuple[WorksheetRow, Task]] = []
    misfits: list[Misfit] = []
    for row, key in zip(rows, keys, strict=True):
        document = row.key.partition("#")[0]
        if not row.key:
            misfits.append(Misfit(row, "no-key"))
        elif key is None and document in revised:
            misfits.append(Misfit(row, "superseded", revised[document]))
        elif key is None:
            is_changed = row.key.rpartition(":")[0].rpartition(":")[0] in mandates.paragraphs
            misfits.append(Misfit(row, "changed" if is_changed else "unknown"))
        elif counts[key] > 1:
            misfits.append(Misfit(row, "twice"))
        elif row.decision and row.choice is None:
            misfits.append(Misfit(row, "no-decision"))
        else:
            fitting.append((row, mandates.by_key[key]))
    return fitting, misfits


class _KeyedTasks:
    """Mandates by their whole keys, and by the parts of keys that name a paragraph."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self.by_key = {task.key: task for task in tasks}
        self.paragraphs = {key.rsplit(":", 2)[0] for key in self.by_key}
        self._by_words: dict[tuple[str, str], list[str]] = {}
        for key in self.by_key:
            self._by_words.setdefault(_split_key(key), []).append(key)

    def find(self, key: str) -> str | None:
        """Return the key of a mandate, by itself or by its document and words."""
        if key in self.by_key:
            return key
        same = self._by_words.get(_split_key(key), [])
        return same[0] if len(same) == 1 else None


def _split_key(key: str) -> tuple[str, str]:
    return key.partition("#")[0], key.rpartition(":")[2]


def _read_tables(file: Draft) -> list[list[tuple[int, list[str]]]]:
    """Read a file as tables of numbered rows; a CSV file is one for each separator."""
    content, name = file.content, file.name
    if file.path is not None:
        try:
            content, name = file.path.read_bytes(), file.path.name
        except OSError as error:
            raise QueryError(
                f"{file.path} cannot be read: {error.strerror or error}. Name another file."
            ) from error
    if file.text is None and content.startswith(b"PK"):
        return _read_word_tables(content)
    if file.text is None:
        from ingest.plain import decode  # here: most commands read no file

        try:
            text, _ = decode(content, Path(name))
        except CorruptFileError:
            return []
    else:
        text = file.text
    tables = []
    for separator in _SEPARATORS:
        with suppress(ValueError):
            tables.append(read_csv(text.lstrip("\ufeff"), separator))
    return tables


def _read_word_tables(content: bytes) -> list[list[tuple[int, list[str]]]]:
    from ingest.word import read_tables  # here: most commands read no Word file

    with tempfile.TemporaryDirectory(prefix="wsis-search-") as folder:
        path = Path(folder, "worksheet.docx")
        path.write_bytes(content)
        try:
            tables = read_tables(path)
        except ReadError:  # another package, such as that of a spreadsheet
            return []
    return [[*enumerate(rows, start=1)] for rows in tables]


def _read_rows(
    rows: Sequence[tuple[int, list[str]]], headings: Sequence[str | None]
) -> list[WorksheetRow]:
    places = {
        name: headings.index(name) for name in ("key", "decision", "reason") if name in headings
    }
    filled = []
    for line, cells in rows:
        values = {
            name: drop_hidden(clean(cells[place])).strip() if place < len(cells) else ""
            for name, place in places.items()
        }
        if any(cell.strip() for cell in cells):
            key = " ".join(values["key"].split())
            filled.append(WorksheetRow(line, key, values["decision"], values.get("reason", "")))
    return filled


def _normalise(text: str) -> str:
    return " ".join(fold(drop_hidden(text)).split())


def _before_bracket(heading: str) -> str:
    return heading.replace("（", "(").partition("(")[0]


@cache
def _list_headings() -> Mapping[str, str]:
    return {
        _normalise(_before_bracket(words(code).export[f"worksheet_{name}"])): name
        for code in BY_CODE
        for name in ("key", "decision", "reason")
    }


@cache
def _list_decisions() -> Mapping[str, Decision]:
    names: tuple[Decision, ...] = get_args(Decision)
    return {
        _normalise(form): name
        for code in BY_CODE
        for name in names
        for form in (words(code).export[f"worksheet_{name}"], name)
    }
