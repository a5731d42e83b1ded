"""Passages of a store, with what is needed to cite them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import PurePath
from typing import Final

from corpus.documents import LeadIn, Passage, TableRow
from corpus.languages import choose_part_language
from corpus.lead_ins import lead_ins
from index.store.database import Database, Part, Row
from index.store.documents import Documents

_BESIDE_A_ROW: Final = """
    SELECT id, kind, part, text FROM passage WHERE version_id = ?1 AND ordinal BETWEEN
        ifnull((SELECT max(ordinal) FROM passage WHERE version_id = ?1
            AND ordinal < ?2 AND kind NOT IN ('table', 'footnote')), 0)
        AND ifnull((SELECT min(ordinal) - 1 FROM passage WHERE version_id = ?1
            AND ordinal > ?2 AND kind NOT IN ('table', 'footnote')), ?2 + 100000)
        AND kind != 'footnote'
    ORDER BY ordinal
"""
"""Kinds around a table's rows; notes are called in the table and do not split it."""

_NEAREST: Final = 2
"""Passages before each that are read at once: mostly they show that it is no item."""

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
"""Passages of a list that are read with what leads into it."""

_BEFORE: Final = f"{_NEIGHBOUR} WHERE version_id = ? AND ordinal BETWEEN ? AND ?"

_BEFORE_EACH: Final = f"""
    {_NEIGHBOUR} JOIN json_each(?) AS place ON version_id = value ->> 0
    AND ordinal BETWEEN value ->> 1 - {_NEAREST} AND value ->> 1 - 1
"""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage with what a reader needs to know to cite it.

    Attributes:
        passage_id: in the store.
        passage: the text and its place.
        symbol: of its document; None where it has none.
        title: of the document, in the version's language; of any version where that has none.
        source: of the document, in the same way.
        date: of the document, ISO 8601.
        meeting: of the document.
        series: of the document.
        language: of the version.
        file: that it was read from.
        versions: languages in which the document is there.
        superseded_by: the symbol of its newest revision, where it is not that itself.
        is_left_out: whether that revision lacks the passage; False where it was not compared.
        now: the paragraph of that revision with the passage under another number; None where its
            number is the same, that is not sure, or it was not compared.
        revises: the symbol of what it is the next revision of, where that is there.
        row: of a table, where the passage is one; None for any other.
        lead_ins: the sentences that lead into it, the outermost first, where it is surely an item
            of a list; it is not quoted without them.
        kept_as: its citation when a reader kept it, where it has left the index since.
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

    @property
    def text_language(self) -> str | None:
        """Language of the text: the passage's own where its script is not that of the version."""
        return choose_part_language(self.passage.language, self.language)

    @property
    def file_name(self) -> str:
        """Name of the file, without its folders."""
        return PurePath(self.file).name


class Passages(Part):
    """The part of a store with passages."""

    def __init__(self, database: Database, documents: Documents) -> None:
        super().__init__(database)
        self._documents = documents

    @property
    def is_empty(self) -> bool:
        """Whether there is no passage at all."""
        return not self._database.query("SELECT 1 FROM passage LIMIT 1")

    def count(self) -> int:
        """Count the passages, without those of files that others are shown for."""
        return int(self._database.query_value("SELECT count(*) FROM shown_passage"))

    def last(self) -> int:
        """Return the highest id of a passage; 0 where there is none."""
        return int(self._database.query_value("SELECT ifnull(max(id), 0) FROM passage"))

    def findable_kinds(self, first: int, stop: int) -> list[Row]:
        """Return facts of the findable passages from one id to another (not included).

        ``id version_id kind language version_language is_piece``; a piece is of a long paragraph.
        """
        return self._database.query(
            "SELECT id, version_id, kind, language, version_language, part > 0 AS is_piece "
            "FROM findable_by_id WHERE id >= ? AND id < ?",
            *(first, stop),
        )

    def earlier(self, symbol: str | None, date: str | None) -> list[int]:
        """Return findable passages of other documents, not later than a date or not dated."""
        return self._database.query_column(
            "SELECT findable.id FROM findable JOIN document ON document.id = document_id "
            "WHERE (?1 IS NULL OR symbol IS NULL OR symbol <> ?1) "
            "AND (?2 IS NULL OR date IS NULL OR date <= ?2 || '~')",
            symbol,
            date,
        )

    def of_documents(self, documents: Iterable[int]) -> list[int]:
        """Return ids of the findable passages of documents."""
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
        """Return the id of its document for each passage."""
        return self._database.map_among(
            "SELECT passage.id, document_id FROM passage JOIN version ON version.id = version_id "
            "WHERE passage.id IN ({ids})",
            passages,
        )

    def dates_of(self, passages: Iterable[int]) -> dict[int, str | None]:
        """Return the date of its document for each passage, ISO 8601."""
        return self._database.map_among(
            "SELECT passage.id, date FROM passage JOIN version ON version.id = version_id "
            "JOIN document ON document.id = document_id WHERE passage.id IN ({ids})",
            passages,
        )

    def headings_of(self, passages: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """Return the headings of passages, the outermost first."""
        headings = self._database.map_among(
            "SELECT id, heading FROM passage WHERE id IN ({ids})", passages
        )
        return {passage: tuple(json.loads(heading)) for passage, heading in headings.items()}

    def headings_and_texts(self, passages: Iterable[int]) -> list[Row]:
        """Return ``id heading text`` of passages, the headings as JSON."""
        return self._database.query_among(
            "SELECT id, heading, text FROM passage WHERE id IN ({ids})", passages
        )

    def first_under_headings(self) -> dict[tuple[int, tuple[str, ...]], int]:
        """Return the first passage under each heading, by version and the headings down to it."""
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
        """Return the texts of passages of shown versions."""
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
        """Return the whole paragraph of a passage: the index has a long one in pieces."""
        return "\n".join(
            self._database.query_column(
                "SELECT other.text FROM passage AS one JOIN passage AS other "
                "ON other.version_id = one.version_id AND other.variant = one.variant "
                "WHERE one.id = ? ORDER BY other.ordinal",
                passage_id,
            )
        )

    def row(self, passage_id: int) -> Row | None:
        """Return all columns of a passage, with document, language and format of its version."""
        return self._database.query_one(
            "SELECT passage.*, document_id, version.language AS version_language, format "
            "FROM passage JOIN version ON version.id = version_id WHERE passage.id = ?",
            passage_id,
        )

    def opening_of(self, symbol: str) -> list[Row]:
        """Return the passages of a document's versions: ``version_id language id kind length``."""
        return self._database.query(
            """
            SELECT version_id, version_language AS language, shown_passage.id, kind,
                length(text) AS length
            FROM shown_passage JOIN document ON document.id = document_id
            WHERE symbol = ? ORDER BY version_id, ordinal
            """,
            symbol,
        )

    def rows_in(self, version_id: int) -> list[Row]:
        """Return all columns of the passages of a version, in reading order."""
        return self._database.query(
            "SELECT * FROM passage WHERE version_id = ? ORDER BY ordinal", version_id
        )

    def ids_in(self, version_id: int) -> list[int]:
        """Return ids of the passages of a version, in reading order."""
        return self._database.query_column(
            "SELECT id FROM passage WHERE version_id = ? ORDER BY ordinal", version_id
        )

    def in_version(self, version_id: int) -> dict[int, Passage]:
        """Return the passages of a version by their ids, in reading order."""
        return {row["id"]: _passage(row) for row in self.rows_in(version_id)}

    def excerpts(self, passages: Sequence[int], *, quoted: bool = True) -> dict[int, Excerpt]:
        """Return passages with what is needed to cite them, by their ids.

        Args:
            passages: ids.
            quoted: whether they may be quoted; only then the lead-ins are read.
        """
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
        items = [row for row in rows if quoted and row["kind"] == "paragraph"]
        leading = self._lead_ins(items, read)
        return {
            row["id"]: Excerpt(
                passage_id=row["id"],
                passage=read[row["id"]],
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
        """Return the items of the list that a passage leads into, in order; none where in doubt.

        Items of lists within the list are among them.
        """
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
        """Return the lead-ins of paragraphs, from as many passages before each as are needed."""
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
        """Return the table row of each passage, read with its neighbours and what is above.

        Tables with a row in pieces are left out.
        """
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
            from ingest.cells import rows_of  # few passages are rows

            lines = [row["text"] for row in rows]
            places = [place for place, row in enumerate(rows) if row["id"] in wanted]
            own = zip(places, rows_of(lines, places, above), strict=True)
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
    """Make a passage with the data that show whether it leads into another one."""
    return Passage(
        kind=row["kind"],
        text=row["text"],
        label=row["label"],
        label_path=tuple(json.loads(row["label_path"])) if row["label"] else (),
        language=row["language"],
        piece=row["part"],
    )
