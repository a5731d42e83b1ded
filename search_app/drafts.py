"""How does a draft come in? As a file, or as text that is pasted or piped."""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path
from typing import Final

from corpus.documents import Document
from corpus.errors import QueryError
from ingest.limits import Limits
from ingest.workers import read_one

__all__ = ["MAX_TEXT", "draft_of_file", "draft_of_text"]

MAX_TEXT: Final = 500_000
"""Longest text that is taken as a draft, in characters: some two hundred pages."""


def draft_of_file(path: Path, limits: Limits | None = None) -> Document:
    """Read a draft from a file.

    Args:
        path: of the file.
        limits: on what reading it may cost; those of the settings where they are None.

    Raises:
        ReadError: the file gives no passages, or a limit is passed.
    """
    return read_one(path, limits)


def draft_of_text(text: str, name: str = "-") -> Document:
    """Read a draft from its text: a paragraph a line, numbers and headings as in a text file.

    Args:
        text: of the draft.
        name: to call it by.

    Raises:
        ReadError: the text holds no passage.
        QueryError: it is longer than a draft can be.
    """
    if len(text) > MAX_TEXT:
        raise QueryError(
            f"The draft has {len(text):,} characters; at most {MAX_TEXT:,} are taken. Ask for a "
            "part of it."
        )
    with tempfile.TemporaryDirectory(prefix="wsis-search-") as folder:
        path = Path(folder, "draft.txt")
        path.write_text(text, "utf-8", errors="replace")
        return dataclasses.replace(read_one(path), file=Path(name))
