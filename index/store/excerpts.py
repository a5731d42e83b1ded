"""What does a reader need to know of a passage to cite it? The passage with its document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from corpus.documents import Passage
from corpus.languages import written_in


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage with what a reader needs to know to cite it.

    Attributes:
        passage_id: in the store.
        passage: the text and its place.
        symbol: of its document; None where it has none.
        title: of the document, in the version's language; of any version where that has none.
        source: of the document, likewise.
        date: of the document, ISO 8601.
        meeting: of the document.
        series: of the document.
        language: of the version.
        file: that it was read from.
        versions: languages in which the document is there.
        superseded_by: the symbol of its newest revision, where it is not that itself.
        is_left_out: whether that has nothing of the passage; False where nobody has looked.
        revises: the symbol of what it is the next revision of, where that is there.
        kept_as: how it was cited when a reader kept it, where it has left the index since.
    """

    passage_id: int
    passage: Passage
    symbol: str | None
    title: str | None
    source: str | None
    date: str | None
    meeting: str | None
    series: str | None
    language: str | None
    file: str
    versions: tuple[str, ...]
    superseded_by: str | None = None
    is_left_out: bool = False
    revises: str | None = None
    kept_as: str | None = None

    @property
    def text_language(self) -> str | None:
        """Language of the text: the passage's own where its script is not that of the version."""
        return written_in(self.passage.language, self.language)

    @property
    def file_name(self) -> str:
        """The name of the file, without its folders."""
        return PurePath(self.file).name
