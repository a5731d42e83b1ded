"""What does a reader need to know of a passage to cite it? The passage with its document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final

from corpus.documents import Passage
from index.store.documents import Store

__all__ = ["Excerpt", "excerpts_of", "passage_rows"]

_VALUES: Final = 500
"""Values in one statement; SQLite takes 999 in its oldest versions."""


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

    @property
    def file_name(self) -> str:
        """The name of the file, without its folders."""
        return PurePath(self.file).name


def excerpts_of(store: Store, passages: Sequence[int]) -> dict[int, Excerpt]:
    """Give passages with what is needed to cite them, by their ids in the store."""
    columns = (
        "passage.*, version.language AS version_language, document_id, symbol, title, source, "
        "date, meeting, series, shown"
    )
    rows = passage_rows(store, passages, columns)
    languages = _languages(store, {row["document_id"] for row in rows})
    return {row["id"]: _shown(row, languages[row["document_id"]]) for row in rows}


def passage_rows(store: Store, passages: Sequence[int], columns: str) -> list[Any]:
    """Read columns of passages, their versions, documents and files; in no order."""
    found: list[Any] = []
    for at in range(0, len(passages), _VALUES):
        chosen = passages[at : at + _VALUES]
        places = ", ".join("?" * len(chosen))
        found += store.query(
            f"SELECT {columns} FROM passage JOIN version ON version.id = version_id "  # noqa: S608
            "JOIN document ON document.id = document_id JOIN file ON file.id = file_id "
            f"WHERE passage.id IN ({places})",
            *chosen,
        )
    return found


def _languages(store: Store, documents: set[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {document: [] for document in documents}
    for document in documents:
        for row in store.query(
            "SELECT DISTINCT language FROM version WHERE language NOT NULL AND document_id = ? "
            "ORDER BY language",
            document,
        ):
            found[document].append(row["language"])
    return {document: tuple(codes) for document, codes in found.items()}


def _shown(row: Any, languages: tuple[str, ...]) -> Excerpt:
    passage = Passage(
        kind=row["kind"],
        text=row["text"],
        label=row["label"],
        label_path=tuple(json.loads(row["label_path"])),
        heading=tuple(json.loads(row["heading"])),
        page=row["page"] if row["page"] is not None else row["twin_page"],
        language=row["language"],
        start=row["start"],
        part=row["part"],
    )
    return Excerpt(
        passage_id=row["id"],
        passage=passage,
        symbol=row["symbol"],
        title=row["title"],
        source=row["source"],
        date=row["date"],
        meeting=row["meeting"],
        series=row["series"],
        language=row["version_language"],
        file=row["shown"],
        versions=languages,
    )
