"""Drafts: read as documents from a file, uploaded bytes or text; limits, and notes on them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpus.errors import QueryError

if TYPE_CHECKING:
    from corpus.documents import Document
    from index.analyses import LeftOut
    from index.retrieval import ResultNote

__all__ = [
    "MAX_MEGABYTES",
    "MAX_PARAGRAPHS",
    "MAX_TEXT",
    "Draft",
    "beginning",
    "check_length",
    "draft_of_bytes",
    "draft_of_text",
    "notes_on",
]

MAX_TEXT: Final = 500_000
"""Maximum length of a draft's text, in characters: some two hundred pages."""

MAX_MEGABYTES: Final = 20
"""Maximum size of a draft's file; the longest report of a Plenipotentiary Conference has 8 MB."""

MAX_PARAGRAPHS: Final = 400
"""Maximum number of paragraphs compared for a waiting reader: more would take minutes."""

SECONDS: Final = 60.0
"""Maximum time to read a sent file."""

_MEMORY: Final = 2048  # megabytes


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """A draft as a text, as a file, or as a document that was read before.

    ``text`` is None for a file, given by ``content`` or ``path``. ``document`` is None before
    reading.
    """

    text: str | None = None
    name: str = "-"
    content: bytes = b""
    path: Path | None = None
    document: Document | None = None

    def read(self) -> Document:
        """Return the draft as a document; raise ReadError or QueryError where it is none."""
        from ingest.workers import read_one  # here: who only describes a draft reads none

        if self.document is not None:
            return self.document
        if self.text is not None:
            return draft_of_text(self.text, self.name)
        if self.path is not None:
            return read_one(self.path)
        return draft_of_bytes(self.name, self.content)


def draft_of_bytes(name: str, content: bytes) -> Document:
    """Read a draft from a file that somebody sent; nothing of it stays on the disk."""
    import tempfile

    from ingest.limits import Limits
    from ingest.workers import read_one
    from search_app.file_names import safe_name

    with tempfile.TemporaryDirectory(prefix="wsis-search-") as folder:
        path = Path(folder, safe_name(name))
        path.write_bytes(content)
        usual = Limits.from_environment()
        limits = Limits(min(SECONDS, usual.seconds), min(_MEMORY, usual.megabytes))
        return read_one(path, limits)


def beginning(draft: Document) -> tuple[Document, int]:
    """Return a draft cut to its first MAX_PARAGRAPHS paragraphs, and how many it had."""
    starts = [position for position, passage in enumerate(draft.passages) if passage.piece <= 1]
    if len(starts) > MAX_PARAGRAPHS:
        draft = dataclasses.replace(draft, passages=draft.passages[: starts[MAX_PARAGRAPHS]])
    return draft, len(starts)


def draft_of_text(text: str, name: str = "-") -> Document:
    """Read a draft from text: a paragraph a line, numbers and headings as in a text file."""
    import tempfile  # as above: who only describes a draft reads none

    from ingest.workers import read_one

    check_length(text)
    with tempfile.TemporaryDirectory(prefix="wsis-search-") as folder:
        path = Path(folder, "draft.txt")
        path.write_text(text, "utf-8", errors="replace")
        return dataclasses.replace(read_one(path), file=Path(name))


def notes_on(left: LeftOut, language: str) -> list[ResultNote]:
    """Return notes, in one of the six languages, on documents left out of a draft's comparison."""
    from index.retrieval import ResultNote  # here: who reads a draft has not searched yet
    from search_app.citing import intact
    from search_app.localise import Locale

    locale = Locale(language)
    notes = []
    if left.itself:
        sentence = locale.text("precedents.itself", symbol=intact(left.itself, language))
        notes.append(ResultNote("itself", sentence))
    if left.later:
        count, date = locale.number(left.later), locale.date(left.date)
        notes.append(ResultNote("later", locale.text("precedents.later", date=date, count=count)))
    return notes


def check_length(text: str) -> None:
    """Raise :class:`QueryError` where a text is longer than MAX_TEXT."""
    if len(text) > MAX_TEXT:
        raise QueryError(
            f"The draft has {len(text):,} characters; at most {MAX_TEXT:,} are taken. Ask for a "
            "part of it.",
            reason="draft-too-long",
            count=len(text),
            limit=MAX_TEXT,
        )
