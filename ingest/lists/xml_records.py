"""Records of ITU's XML, read without trust: no entities, no more than a bound, whole ones only."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from corpus.errors import FetchError

LARGEST: Final = 16 * 1024**2
"""Bytes of a catalogue or list: fifty times as many as ITU's four catalogues have together."""

_LONGEST: Final = 2000
"""Letters of a field; a title of ITU's documents has some hundred."""

_DEEPEST: Final = 32
_PIECE: Final = 64 * 1024
_HTML: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_HEAD: Final = 4096

Fields = dict[str, str]


@dataclass(slots=True)
class XmlRecords:
    """Records of a file in its order; ``fault`` says why the rest is unreadable, or is empty."""

    root: str = ""
    records: list[tuple[str, Fields]] = field(default_factory=list)
    fault: str = ""

    def of(self, name: str) -> list[Fields]:
        """Return the fields of the records with a name."""
        return [fields for record, fields in self.records if record == name]


def is_html(content: bytes) -> bool:
    """Whether a file begins as a web page."""
    return _HTML.match(content[:_HEAD].removeprefix(b"\xef\xbb\xbf")) is not None


def read_records(content: bytes, name: str) -> XmlRecords:
    """Read the records of a file: the children of its root, and those of a list among them.

    Raises FetchError where it is a web page or no XML, declares entities, is nested too deeply, or
    has more bytes than are read.
    """
    if len(content) > LARGEST:
        raise FetchError(
            f"{name} has more than {LARGEST >> 20} MB, which no list of ITU has. Check the address."
        )
    if is_html(content):
        raise FetchError(f"{name} is a web page where XML is expected. Check the address.")
    reader = _RecordReader(name)
    try:
        reader.parse(content)
    except expat.ExpatError as error:
        message = expat.ErrorString(error.code)
        if not reader.result.root:
            raise FetchError(f"{name} is no XML: {message}. Get it again.") from error
        reader.result.fault = (
            f"{name} breaks off or is damaged in line {error.lineno} ({message}): the "
            f"{len(reader.result.records):,} records before it are read. Get it again."
        )
    return reader.result


class _RecordReader:
    def __init__(self, name: str) -> None:
        self.result = XmlRecords()
        self._name = name
        self._open: list[str] = []
        self._fields: Fields = {}
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._add_text
        self._parser.EntityDeclHandler = self._refuse_entity

    def parse(self, content: bytes) -> None:
        for start in range(0, len(content), _PIECE):
            self._parser.Parse(content[start : start + _PIECE], False)
        self._parser.Parse(b"", True)

    def _refuse_entity(self, *_: object) -> None:
        raise FetchError(
            f"{self._name} declares entities, which ITU's lists do not. It is not read."
        )

    @property
    def _depth_of_records(self) -> int:
        """Number of open elements around a record's fields: lists are one level deeper."""
        return 3 if self._open[1:2] == [_LIST] else 2

    def _start(self, tag: str, _: object) -> None:
        if len(self._open) >= _DEEPEST:
            raise FetchError(f"{self._name} is nested too deeply. It is not read.")
        self._open.append(tag)
        self.result.root = self.result.root or tag
        if len(self._open) == self._depth_of_records:
            self._fields = {}

    def _end(self, tag: str) -> None:
        if len(self._open) == self._depth_of_records and tag != _LIST:
            fields = {key: " ".join(text.split()) for key, text in self._fields.items()}
            self.result.records.append((tag, {key: text for key, text in fields.items() if text}))
        elif len(self._open) == self._depth_of_records + 2:
            self._add(" ")  # between two values of a field
        self._open.pop()

    def _add_text(self, text: str) -> None:
        if len(self._open) > self._depth_of_records:
            self._add(text)

    def _add(self, text: str) -> None:
        name = self._open[self._depth_of_records]
        before = self._fields.get(name, "")
        self._fields[name] = before + text[: _LONGEST - len(before)]


_LIST: Final = "folder_list"
