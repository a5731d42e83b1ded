"""The operators of a page's content, read by one regular expression, with their operands."""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import Callable, Container, Generator, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSSyntaxError
from pdfminer.psparser import LIT, PSEOF, PSKeyword, literal_name

Operation = tuple[bytes, list[Any]]
"""An operator's name and the operands before it."""

_TOKEN: Final = re.compile(
    rb"""[\s\x00]*+(?:%[^\r\n]*+[\s\x00]*+)*+
    (?: ((?:[-+.\d\s]{0,80}\s)?+(?:[A-Za-z][^#/%\[\]()<>{}\s]*+|['"]))
      | <([0-9A-Fa-f\s]*+)>
      | ([-+]?\d{1,18}+)(?![\d.])
      | ([-+]?(?:\d++\.\d*+|\.\d++))
      | /((?:[^#/%\[\]()<>{}\s]++|\#[0-9A-Fa-f]{2})*+)(?!\#)
      | \(((?:[^()\\]++|\\[\s\S]|\((?:[^()\\]++|\\[\s\S])*+\))*+)\)
      | (\[) | (\]) | (<<) | (>>)
      | ([\s\S])
    )""",
    re.VERBOSE,
)
_KEYWORD: Final = 1
_ARRAY: Final = 7
_DICTIONARY: Final = 9
"""Groups of the pattern: a keyword includes numbers before it; the last two have an end group."""

_LEFT_TO_PDFMINER: Final = frozenset({b"BI", b"ID", b"true", b"false"})

_CODE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_ESCAPE: Final = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
_ESCAPED: Final = {
    b"n": b"\n",
    b"t": b"\t",
    b"r": b"\r",
    b"f": b"\f",
    b"b": b"\b",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}


def read_operations(
    streams: Sequence[PDFStream], without: Container[bytes] = ()
) -> Iterator[Operation]:
    """Yield a content's operators with their operands (as floats), but not those in ``without``.

    A stream that cannot be decoded raises pdfminer's own exception after earlier operators.
    """
    parts: list[bytes] = []
    fault: Exception | None = None
    for stream in streams:
        try:
            parts.append(stream.get_data())
        except Exception as error:  # noqa: BLE001
            fault = error
            break
    # A token ends where its stream does.
    data = b"\n".join(parts)
    slow: _SlowParser | None = None
    start = yield from _read(data, 0, without)
    while start is not None:
        slow = slow or _SlowParser(data)
        try:
            operation, start = slow.read_next(start)
        except PSEOF:
            break
        if operation[0] not in without:
            yield operation
        start = yield from _read(data, start, without)
    if fault is not None:
        raise fault


def _read(
    data: bytes, start: int, without: Container[bytes]
) -> Generator[Operation, None, int | None]:
    """Yield operations from an offset on; return the offset of one left to pdfminer, or None."""
    operands: list[Any] = []
    outer: list[tuple[list[Any], int]] = []
    for token in _TOKEN.finditer(data, start):
        kind = token.lastindex or 0
        if kind == _KEYWORD:
            numbers = token[kind].split()
            name = numbers.pop()
            if outer or name in _LEFT_TO_PDFMINER:
                return start
            if name not in without:
                try:
                    if numbers:
                        operands += map(float, numbers)
                except ValueError:
                    return start
                yield name, operands
            operands = []
            start = token.end()
        elif kind < _ARRAY:
            operands.append(_OPERAND[kind](token[kind]))
        elif kind in {_ARRAY, _DICTIONARY}:
            outer.append((operands, kind))
            operands = []
        elif outer and kind == outer[-1][1] + 1:
            whole = _build_dictionary(operands) if kind > _DICTIONARY else operands
            operands, _ = outer.pop()
            operands.append(whole)
        else:
            return start
    return None


class _SlowParser(PDFContentParser):
    def __init__(self, data: bytes) -> None:
        super().__init__([PDFStream({}, data)])

    def read_next(self, start: int) -> tuple[Operation, int]:
        """Return the first operation from an offset on, and the offset after it, or raise PSEOF."""
        self.seek(start)
        operands: list[Any] = []
        while True:
            try:
                _, token = self.nextobject()
            except PSSyntaxError:
                continue  # a dictionary that is none: its operator goes without it
            if isinstance(token, PSKeyword):
                return (token.name, operands), self.bufpos + self.charpos
            operands.append(token)


def _parse_hex(digits: bytes) -> bytes:
    try:
        return unhexlify(digits)
    except ValueError:
        digits = b"".join(digits.split())
        return unhexlify(digits + b"0" * (len(digits) % 2))


def _build_dictionary(items: Sequence[Any]) -> dict[str, Any]:
    pairs = zip(items[::2], items[1::2], strict=False)
    return {literal_name(name): value for name, value in pairs}


def _parse_string(raw: bytes) -> bytes:
    return _ESCAPE.sub(_unescape, raw) if b"\\" in raw else raw


@lru_cache(maxsize=1024)
def _parse_name(name: bytes) -> Any:
    if b"#" in name:
        name = _CODE.sub(lambda match: bytes((int(match[1], 16),)), name)
    try:
        return LIT(name.decode())
    except UnicodeDecodeError:
        return LIT(name)


def _unescape(match: re.Match[bytes]) -> bytes:
    escaped = match[1]
    if escaped[0] in b"01234567":
        return bytes((int(escaped, 8) & 255,))
    return _ESCAPED.get(escaped, escaped)


_OPERAND: Final[tuple[Callable[[bytes], Any], ...]] = (
    bytes,
    bytes,
    _parse_hex,
    int,
    float,
    _parse_name,
    _parse_string,
)
"""Parser of a token, by group of the pattern."""
