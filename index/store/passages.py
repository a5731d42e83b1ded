"""Passages of a store, with the data to cite them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from pathlib import PurePath
from typing import Final

from corpus.documents import LeadIn, Passage, TableRow
from corpus.languages import choose_part_language
from corpus.lead_ins import lead_ins
from index.store.database import Database, Part, Row
from index.store.documents import Documents
from index.store.mentions import read_mentions
from index.store.translations import PassageTranslation

_BESIDE_A_ROW: Final = """
    SELECT id, kind, part, text FROM passage WHERE version_id = ?1 AND ordinal BETWEEN
        ifnull((SELECT max(ordinal) FROM passage WHERE version_id = ?1
            AND ordinal < ?2 AND kind NOT IN ('table', 'footnote')), 0)
        AND ifnull((SELECT min(ordinal) - 1 FROM passage WHERE version_id = ?1
            AND ordinal > ?2 AND kind NOT IN ('table', 'footnote')), ?2 + 100000)
        AND kind != 'footnote'
    ORDER BY ordinal
"""
"""Kinds of passages that may stand around a table's rows; notes do not split a table."""

_NEAREST: Final = 2
"""Preceding passages read first: they mostly show that a passage is no list item."""

_NEIGHBOUR: Final = """
    SELECT version_id, ordinal, kind, label, label_path, language, part, text
    FROM passage
"""

_BEHIND: Final = """
    SELECT * FROM passage
    WHERE version_id = ? AND ordinal > ? AND kind != 'footnote' ORDER BY ordinal LIMIT ?
"""

_CITED: Final = ("symbol", "title", "source", "date", "meeting", "series")
"""Columns of documents and versions that an excerpt has by the same names."""

_MOST_ITEMS: Final = 60
"""Most passages of a list that are read with its lead-in."""

_BEFORE: Final = f"{_NEIGHBOUR} WHERE version_id = ? AND ordinal BETWEEN ? AND ?"

_BEFORE_EACH: Final = f"""
    {_NEIGHBOUR} JOIN json_each(?) AS place ON version_id = value ->> 0
    AND ordinal BETWEEN value ->> 1 - {_NEAREST} AND value ->> 1 - 1
"""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage with the data to cite it.

    Attributes:
        symbol: of its document; None where it has none.
        title: of the version, in its language.
        source: of the version, in its language.
        date: of the document, ISO 8601.
        file: path of the file that it was read from.
        versions: languages in which the document exists.
        superseded_by: symbol of the newest revision; None where this is the newest.
        is_left_out: whether that revision lacks the passage; False where nothing was compared.
        now: its paragraph in that revision under another number; None if the number is the same,
            uncertain, or not compared.
        revises: symbol of the previous revision, where the index has it.
        row: place in a table, for a row.
        lead_ins: sentences that lead into a list item, the outermost first; quote it with them.
        kept_as: citation of a saved passage that has since left the index.
        translation: by machine, where one is shown with the passage.
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
    now: Excerpt | None = None
    revises: str | None = None
    row: TableRow | None = None
    lead_ins: tuple[LeadIn, ...] = ()
    kept_as: str | None = None
    translation: PassageTranslation | None = None

    @property
    def text_language(self) -> str | None:
        """Language of the text: the passage's own if that is one of the six."""
        return choose_part_language(self.passage.language, self.language)

    @property
    def document_key(self) -> str:
        """Key of the document in the catalogue."""
        return self.symbol or f"file:{self.file}"

    @property
    def file_name(self) -> str:
        """Name of the file, without its folders."""
        return PurePath(self.file).name


class Passages(Part):
    """Queries for passages."""

    def __init__(self, database: Database, documents: Documents) -> None:
        super().__init__(database)
        self._documents = documents

    @property
    def is_empty(self) -> bool:
        """Whether there is no passage at all."""
        return not self._database.query("SELECT 1 FROM passage LIMIT 1")

    def count(self) -> int:
        """Count passages of shown versions."""
        return int(self._database.query_value("SELECT count(*) FROM shown_passage"))

    def last(self) -> int:
        """Return the highest passage id; 0 for none."""
        return int(self._database.query_value("SELECT ifnull(max(id), 0) FROM passage"))

    def findable_kinds(self, first: int, stop: int) -> list[Row]:
        """Return ``id version_id kind language version_language is_piece`` of findable passages.

        The range of ids excludes ``stop``. A piece is a part of a long paragraph.
        """
        return self._database.query(
            "SELECT id, version_id, kind, language, version_language, part > 0 AS is_piece "
            "FROM findable_by_id WHERE id >= ? AND id < ?",
            *(first, stop),
        )

    def earlier(self, symbol: str | None, date: str | None) -> list[int]:
        """Return findable passages of other documents, no later than a date or undated."""
        return self._database.query_column(
            "SELECT findable.id FROM findable JOIN document ON document.id = document_id "
            "WHERE (?1 IS NULL OR symbol IS NULL OR symbol <> ?1) "
            "AND (?2 IS NULL OR date IS NULL OR date <= ?2 || '~')",
            symbol,
            date,
        )

    def of_documents(self, documents: Iterable[int]) -> list[int]:
        """Return ids of findable passages of documents."""
        rows = self._database.query_among(
            "SELECT id FROM findable WHERE document_id IN ({ids})", documents
        )
        return [row["id"] for row in rows]

    def of_file(self, file_id: int) -> list[int]:
        """Return ids of the passages that a file gave, in reading order."""
        return self._database.query_column(
            "SELECT passage.id FROM passage JOIN version ON version.id = version_id "
            "WHERE file_id = ? ORDER BY ordinal",
            file_id,
        )

    def documents_of(self, passages: Iterable[int]) -> dict[int, int]:
        """Return the document id of each passage."""
        return self._database.map_among(
            "SELECT passage.id, document_id FROM passage JOIN version ON version.id = version_id "
            "WHERE passage.id IN ({ids})",
            passages,
        )

    def dates_of(self, passages: Iterable[int]) -> dict[int, str | None]:
        """Return the date of each passage's document, ISO 8601."""
        return self._database.map_among(
            "SELECT passage.id, date FROM passage JOIN version ON version.id = version_id "
            "JOIN document ON document.id = document_id WHERE passage.id IN ({ids})",
            passages,
        )

    def headings_of(self, passages: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """Return the heading path of each passage, the outermost heading first."""
        headings = self._database.map_among(
            "SELECT id, heading FROM passage WHERE id IN ({ids})", passages
        )
        return {passage: tuple(json.loads(heading)) for passage, heading in headings.items()}

    def headings_and_texts(self, passages: Iterable[int]) -> list[Row]:
        """Return ``id heading text`` of passages; the heading path is JSON."""
        return self._database.query_among(
            "SELECT id, heading, text FROM passage WHERE id IN ({ids})", passages
        )

    def first_under_headings(self) -> dict[tuple[int, tuple[str, ...]], int]:
        """Return the id of the first passage under each heading path, by version and path."""
        first: dict[tuple[int, tuple[str, ...]], int] = {}
        read = cache(json.loads)
        for row in self._database.query(
            "SELECT id, version_id, heading FROM findable ORDER BY version_id, ordinal"
        ):
            above = read(row["heading"])
            for depth in range(1, len(above) + 1):
                first.setdefault((row["version_id"], tuple(above[:depth])), row["id"])
        return first

    def read_shown_texts(self, passages: Iterable[int]) -> dict[int, str]:
        """Return the texts of passages in shown versions."""
        return self._database.map_among(
            "SELECT id, text FROM shown_by_id WHERE id IN ({ids})", passages
        )

    def paragraphs_in(self, document_id: int) -> list[Row]:
        """Return ``id variant language text`` of a document's findable passages."""
        return self._database.query(
            "SELECT id, variant, language, text FROM findable WHERE document_id = ? "
            "ORDER BY version_id, ordinal",
            document_id,
        )

    def paragraph_text(self, passage_id: int) -> str:
        """Return the whole paragraph of a passage, which may be one of several pieces."""
        return "\n".join(
            self._database.query_column(
                "SELECT other.text FROM passage AS one JOIN passage AS other "
                "ON other.version_id = one.version_id AND other.variant = one.variant "
                "WHERE one.id = ? ORDER BY other.ordinal",
                passage_id,
            )
        )

    def row(self, passage_id: int) -> Row | None:
        """Return all columns of a passage, with document, language and format; None if absent."""
        return self._database.query_one(
            "SELECT passage.*, document_id, version.language AS version_language, format "
            "FROM passage JOIN version ON version.id = version_id WHERE passage.id = ?",
            passage_id,
        )

    def opening_of(self, symbol: str) -> list[Row]:
        """Return ``version_id language id kind length`` of a document's passages, by version."""
        return self._database.query(
            """
            SELECT version_id, version_language AS language, shown_passage.id, kind,
                length(text) AS length
            FROM shown_passage JOIN document ON document.id = document_id
            WHERE symbol = ? ORDER BY version_id, ordinal
            """,
            symbol,
        )

    def labels_of(self, symbol: str) -> list[Row]:
        """Return ``language id variant kind label label_path heading title`` of a document.

        Its passages come by version, in reading order; ``title`` is the text of a heading.
        """
        return self._database.query(
            """
            SELECT version_language AS language, shown_passage.id, variant, kind, label, label_path,
                heading, CASE kind WHEN 'heading' THEN text END AS title
            FROM shown_passage JOIN document ON document.id = document_id
            WHERE symbol = ? ORDER BY version_id, ordinal
            """,
            symbol,
        )

    def rows_in(self, version_id: int) -> list[Row]:
        """Return all columns of a version's passages, in reading order."""
        return self._database.query(
            "SELECT * FROM passage WHERE version_id = ? ORDER BY ordinal", version_id
        )

    def ids_in(self, version_id: int) -> list[int]:
        """Return ids of a version's passages, in reading order."""
        return self._database.query_column(
            "SELECT id FROM passage WHERE version_id = ? ORDER BY ordinal", version_id
        )

    def in_version(self, version_id: int, *, quoted: bool = False) -> dict[int, Passage]:
        """Return a version's passages by id, in reading order; ``quoted`` adds their mentions."""
        passages = {row["id"]: _passage(row) for row in self.rows_in(version_id)}
        if not quoted:
            return passages
        mentions = read_mentions(self._database, list(passages))
        return {
            passage_id: replace(passage, mentions=mentions.get(passage_id, ()))
            for passage_id, passage in passages.items()
        }

    def excerpts(self, passages: Sequence[int], *, quoted: bool = True) -> dict[int, Excerpt]:
        """Return excerpts by passage id; ``quoted`` adds lead-ins and mentions, at a cost."""
        rows = self._database.query_among(
            "SELECT passage.*, version.language AS version_language, document_id, shown, "  # noqa: S608
            f"{', '.join(_CITED)} "
            "FROM passage JOIN version ON version.id = version_id "
            "JOIN document ON document.id = document_id JOIN file ON file.id = file_id "
            "WHERE passage.id IN ({ids})",
            passages,
        )
        languages: dict[int, list[str]] = {}
        for row in self._database.query_among(
            "SELECT DISTINCT document_id, language FROM version "
            "WHERE language NOT NULL AND document_id IN ({ids}) ORDER BY language",
            {row["document_id"] for row in rows},
        ):
            languages.setdefault(row["document_id"], []).append(row["language"])
        newest = self._documents.superseding() if rows else {}
        before = self._documents.revising() if rows else {}
        table_rows = self._rows_of([row for row in rows if row["kind"] == "table"])
        read = {row["id"]: _passage(row) for row in rows}
        mentions = read_mentions(self._database, passages) if quoted else {}
        items = [row for row in rows if quoted and row["kind"] == "paragraph"]
        leading = self._lead_ins(items, read)
        return {
            row["id"]: Excerpt(
                passage_id=row["id"],
                passage=replace(read[row["id"]], mentions=mentions.get(row["id"], ())),
                **{name: row[name] for name in _CITED},
                language=row["version_language"],
                file=row["shown"],
                versions=tuple(languages.get(row["document_id"], ())),
                superseded_by=newest.get(row["document_id"], (0, None))[1],
                revises=before.get(row["document_id"]),
                row=table_rows.get(row["id"]),
                lead_ins=leading.get(row["id"], ()),
            )
            for row in rows
        }

    def items_under(self, passage: int) -> list[int]:
        """Return ids of list items that a passage leads into, nested ones too; empty in doubt."""
        lead = self.row(passage)
        if lead is None or lead["kind"] != "paragraph":
            return []
        behind = self._database.query(_BEHIND, lead["version_id"], lead["ordinal"], _MOST_ITEMS)
        rows = list(takewhile(lambda row: row["kind"] == "paragraph", behind))
        leading = self._lead_ins(rows, {row["id"]: _passage(row) for row in rows})
        text = lead["text"].strip()

        def is_item(row: Row) -> bool:
            return any(text.endswith(lead.text) for lead in leading[row["id"]])

        return [row["id"] for row in takewhile(is_item, rows)]

    def _lead_ins(
        self, rows: Sequence[Row], passages: Mapping[int, Passage]
    ) -> dict[int, tuple[LeadIn, ...]]:
        """Return lead-ins of paragraphs, reading as few preceding passages as possible."""
        places = json.dumps([(row["version_id"], row["ordinal"]) for row in rows])
        near = self._database.query(_BEFORE_EACH, places) if rows else []
        read = {(row["version_id"], row["ordinal"]): row for row in near}

        def before(version: int, place: int) -> Iterator[Passage]:
            step = _NEAREST
            while place:
                place -= 1
                if (version, place) not in read:
                    step *= 4
                    more = self._database.query(_BEFORE, version, place - step, place)
                    read.update({(version, row["ordinal"]): row for row in more})
                    if (version, place) not in read:
                        return
                yield _neighbour(read[version, place])

        return {
            row["id"]: lead_ins(passages[row["id"]], before(row["version_id"], row["ordinal"]))
            for row in rows
        }

    def _rows_of(self, passages: Sequence[Row]) -> dict[int, TableRow]:
        """Return table rows by passage id; tables with a row in several pieces are left out."""
        table_rows: dict[int, TableRow] = {}
        wanted = {row["id"] for row in passages}
        for passage in passages:
            if passage["id"] in table_rows:
                continue
            near = self._database.query(_BESIDE_A_ROW, passage["version_id"], passage["ordinal"])
            above = near[0]["text"] if near and near[0]["kind"] != "table" else None
            rows = [row for row in near if row["kind"] == "table"]
            if any(row["part"] for row in rows):
                continue
            from ingest.cells import rebuild_rows  # few passages are rows

            lines = [row["text"] for row in rows]
            places = [place for place, row in enumerate(rows) if row["id"] in wanted]
            own = zip(places, rebuild_rows(lines, places, above), strict=True)
            table_rows |= {rows[place]["id"]: row for place, row in own}
        return table_rows


def _passage(row: Row) -> Passage:
    return Passage(
        kind=row["kind"],
        text=row["text"],
        label=row["label"],
        label_path=tuple(json.loads(row["label_path"])),
        heading=tuple(json.loads(row["heading"])),
        page=row["page"] if row["page"] is not None else row["borrowed_page"],
        language=row["language"],
        start=row["start"],
        piece=row["part"],
        called_at=row["called_at"],
    )


def _neighbour(row: Row) -> Passage:
    """Return a passage with just the data that show whether it leads into another."""
    return Passage(
        kind=row["kind"],
        text=row["text"],
        label=row["label"],
        label_path=tuple(json.loads(row["label_path"])) if row["label"] else (),
        language=row["language"],
        piece=row["part"],
    )
