"""Which references does a text hold? Read from a file, or from what another program pipes in."""

from __future__ import annotations

import sys
from pathlib import Path

from corpus import references
from corpus.documents import Mention

__all__ = ["of_file", "of_input"]


def of_file(path: Path) -> list[tuple[Mention, ...]]:
    """The mentions of each passage of a file.

    Raises:
        ReadError: the file gives no passages.
    """
    from ingest.workers import read_one
    from search_app.commands import progress

    with progress.waiting(f"Reading {path.name}"):
        document = read_one(path)
    return [passage.mentions for passage in document.passages]


def of_input() -> list[tuple[Mention, ...]]:
    """The mentions of each paragraph of the text on stdin: of each line that is not empty.

    Raises:
        CorruptFileError: the bytes are text in no encoding that the six languages use.
    """
    from ingest.plain import decode

    text, _ = decode(sys.stdin.buffer.read(), Path("stdin"))
    return [references.find(line) for line in text.splitlines() if line.strip()]
