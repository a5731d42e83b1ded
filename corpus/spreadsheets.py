"""Tables as CSV files, in which no text of a document becomes a formula.

write_csv          rows as the bytes of a CSV file
read_csv           rows of the text of a CSV file, with their lines
escape_formulas    a text with an apostrophe before each sign that could start a formula
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

from corpus.text import clean

_SIGNS: Final = "=+\\-@＝＋－＠﹦﹢﹣﹫"
"""Signs that a formula starts with (OWASP, CSV Injection), and their full-width and small forms."""

# A run of spaces and quotation marks is matched from its beginning only, however long it is.
_START: Final = re.compile(rf'(?<![\s"])([\s"]*)([{_SIGNS}])')
_SEPARATORS: Final = (";", ",")
_BREAK: Final = re.compile(r"[\t\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_NUMBER: Final = re.compile(rf"[ \xa0\u202f]?\d[^{_SIGNS}*/^&<>()\[\]{{}}|!:#$\"'−]*\Z")
"""Behind a plus or a minus: digits, and no sign that computes or refers to the end of the cell."""


def write_csv(rows: Iterable[Iterable[str | int | None]]) -> bytes:
    """Return a CSV file in which every cell is quoted and none is a formula.

    Args:
        rows: cells of each row; None is an empty cell, and a row without cells an empty line.

    Returns:
        UTF-8 with a byte order mark, which Excel needs to recognise it; lines end in CR LF.
    """
    file = io.StringIO(newline="")
    table = csv.writer(file, quoting=csv.QUOTE_ALL)
    for row in rows:
        table.writerow([_cell(value) for value in row])
    return file.getvalue().encode("utf-8-sig")


def read_csv(text: str, separator: str) -> list[tuple[int, list[str]]]:
    """Read the rows of a CSV file, each with the line that it begins in, from 1.

    A cell may have line breaks.

    Raises:
        ValueError: a quotation mark is never closed, or the text is otherwise no such CSV.
    """
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(f"Line {line} is no CSV: {error}.") from error
    return rows


def escape_formulas(text: str) -> str:
    """Put an apostrophe before each sign that could start a formula in a spreadsheet.

    A formula starts with ``=``, ``+``, ``-`` or ``@`` at the beginning of a cell, also behind
    spaces and quotation marks. Excel splits a file at ``;`` in French, Russian and Spanish, and a
    person may split it at tabs, commas or line breaks. A sign behind one of these is escaped too.

    A plus or minus before a number stays where nothing that computes follows in the cell:
    ``-5 %``, ``from 20, -5 °C``. A cell of one ``-`` stays. Dashes (``–``, ``—``) start no formula.
    """

    def escape(sign: re.Match[str]) -> str:
        start, before, after = sign.start(), sign[1], sign.end()
        is_first = start == 0
        is_behind_separator = text[start - 1 : start] in _SEPARATORS or _BREAK.search(before)
        if not is_first and not is_behind_separator:
            return sign[0]
        if sign[2] in "+-" and (_NUMBER.match(text, after) or text == sign[2]):
            return sign[0]
        return f"{before}'{sign[2]}"

    return _START.sub(escape, text)


def _cell(value: str | int | None) -> str:
    if isinstance(value, str):
        return escape_formulas(clean(value))
    return "" if value is None else str(value)
