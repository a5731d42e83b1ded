"""CSV files as spreadsheets of several languages split them, and texts that attack them."""

from __future__ import annotations

import csv
import io
import re

HOSTILE = [
    '=HYPERLINK("http://evil.example";"x")',
    "@SUM(A1)",
    "-2+3+cmd|' /C calc'!A0",
    "- item of a list",
    '"=1+1',
    ' \t "=1',
    "＝1+1",
    "－A1",
    "﹦1",
    'x;=HYPERLINK("http://evil.example")',
    "x; =1+1",
    'x;"=1+1',
    'x;""=1+1"";y',
    "x\t=1+1",
    "x,=1+1",
    "x\n=1+1",
    "x\r\n@A1",
    "x\x0b=1",
    ";=1;=2;+A1",
    "x;-",
    "x;+A1",
    "-5+A1",
    "x;-5;+A1",
    "a\u2028=1",
    "=",
]

SIGN = re.compile(r"[=+\-@＝＋－＠﹦﹢﹣﹫]")
PLAIN_NUMBER = re.compile(r"[+-][ \xa0\u202f]?\d[^=+\-*/^&<>()\[\]{}|!:#$@'\"]*(?:\"|$)")

LONE_SIGN = re.compile(r'[+-](?:\Z|,")')
"""No program computes a sign without an operand."""


def cells(content: bytes, separator: str) -> list[str]:
    """Return the cells of a file, read by a program that splits at ``separator``."""
    stream = io.StringIO(content.decode("utf-8-sig"), newline="")
    return [cell for row in csv.reader(stream, delimiter=separator) for cell in row]


def formulas(content: bytes) -> list[str]:
    """Return the cells that a program could compute, at any separator."""
    return [
        cell
        for separator in ",;\t"
        for cell in cells(content, separator)
        for text in [cell.lstrip(' \t\n"\xa0\u2028')]
        if SIGN.match(text) and not LONE_SIGN.match(text) and not PLAIN_NUMBER.match(text)
    ]
