"""A reader of plain text files, by encoding, line breaks and tabs."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Final

from corpus.documents import ReadingWarning
from corpus.errors import CorruptFileError, NoTextError
from corpus.text import clean
from ingest.balance import Ledger
from ingest.blocks import Block, FileContent

# Left behind by a conversion from Word, in the middle of the text.
_BOOKMARK: Final = re.compile(r"\[bookmark:[^\]\n]*\]")

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read(path: Path) -> FileContent:
    """Read a plain text file, one paragraph a line.

    Raises NoTextError for white space alone, CorruptFileError if no encoding fits.
    """
    text, encoding = decode(path.read_bytes(), path)
    blocks = []
    ledger = Ledger()
    for bookmark in _BOOKMARK.findall(text):
        ledger.leave_out("bookmark", bookmark)
    lines = _BOOKMARK.sub("", text).splitlines()
    for line in lines:
        # The tab between a number and its paragraph stays, the one at the start of a line goes.
        cleaned = clean(line)
        if cleaned:
            blocks.append(Block("paragraph", cleaned))
    if not blocks:
        raise NoTextError(f"{path.name} holds no text. Check that it is the file you meant.")
    texts = (block.text for block in blocks)
    balance = ledger.balance(
        "the text",
        text,
        texts,
        lambda: ((f"line {number}", line) for number, line in enumerate(lines, start=1)),
    )
    return FileContent(tuple(blocks), warnings=find_doubts(path, encoding), balance=(balance,))


def find_doubts(path: Path, encoding: str) -> tuple[ReadingWarning, ...]:
    """Return a warning where a file's encoding is guessed from its letters."""
    if encoding in ("utf-8", "utf-8-sig"):
        return ()
    return (ReadingWarning("encoding", f"{path.name} is not UTF-8; it was read as {encoding}."),)


def decode(data: bytes, path: Path) -> tuple[str, str]:
    """Decode a text file's bytes and return the text and the encoding's name.

    A byte order mark decides, else valid UTF-8, else the encoding whose text looks most like one of
    the languages. Raises CorruptFileError where none fits.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    unmarked = _utf16_without_mark(data)
    if unmarked:
        return data[: len(data) // 2 * 2].decode(unmarked, "replace"), unmarked
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        # A file that was cut off in the middle of a character is still UTF-8.
        if error.start > len(data) - 4 and error.start > 0:
            return data[: error.start].decode("utf-8"), "utf-8"
    # charset-normalizer comes with requests, which the libraries here bring along; it weighs the
    # languages' letter frequencies, which bytes alone do not tell.
    from charset_normalizer import from_bytes

    best = from_bytes(
        data,
        cp_isolation=["utf_16_le", "utf_16_be", "gb18030", "cp1251", "cp1256", "cp1252"],
    ).best()
    if best is None or "\x00" in str(best):
        raise CorruptFileError(
            f"{path.name} is not text in any encoding that this program knows (UTF-8, UTF-16, "
            "GB 18030, Windows-1251, Windows-1252, Windows-1256). Save it as UTF-8 and try again."
        )
    return str(best), best.encoding


def _utf16_without_mark(data: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark, by its Latin or Cyrillic bytes; or None."""
    for encoding, high in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if len(high) > 3 and sum(map(high.count, b"\x00\x04\x06")) > 0.7 * len(high):
            other = data[::2] if encoding == "utf-16-le" else data[1::2]
            if other.count(0) < 0.1 * len(other):
                return encoding
    return None
