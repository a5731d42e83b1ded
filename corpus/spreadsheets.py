"""CSV files: writer in which no text becomes a formula, and reader of rows with line numbers."""

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
"""Pattern of digits behind a plus or minus, without signs that compute up to the cell's end."""


def write_csv(rows: Iterable[Iterable[str | int | None]]) -> bytes:
    """Return UTF-8 CSV with byte order mark and CR LF; every cell is quoted and none a formula.

    None is an empty cell, and a row without cells is an empty line.
    """
    file = io.StringIO(newline="")
    table = csv.writer(file, quoting=csv.QUOTE_ALL)
    for row in rows:
        table.writerow([_cell(value) for value in row])
    return file.getvalue().encode("utf-8-sig")


def read_csv(text: str, separator: str) -> list[tuple[int, list[str]]]:
    """Return the rows of a CSV file, each with the 1-based line that it begins in.

    A cell may have line breaks. Raises ValueError for text that is no such CSV.
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

    It does so at the start of a cell and behind ``;``, tab, comma or line break, as Excel may split
    there. Numbers (``-5 %``), a lone ``-`` and dashes stay.
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
