"""Which passages are there, and what is to be known of them?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import takewhile
from pathlib import PurePath
from typing import Final, Literal, NamedTuple

from corpus.documents import LeadIn, Passage, TableRow
from corpus.filters import FACETS, Facet, Filters
from corpus.languages import written_in
from corpus.lead_ins import lead_ins
from index.store.database import Row
from index.store.filters import (
    conditions,
    has_source,
    no_meeting,
    no_source,
    no_value,
    values_of,
)
from index.store.moments import SnapshotCache
from index.store.roles import RoleQueries
from index.store.schema import checksum_over

_BESIDE_A_ROW: Final = """
    SELECT id, kind, part, text FROM passage WHERE version_id = ?1 AND ordinal BETWEEN
        ifnull((SELECT max(ordinal) FROM passage WHERE version_id = ?1
            AND ordinal < ?2 AND kind NOT IN ('table', 'footnote')), 0)
        AND ifnull((SELECT min(ordinal) - 1 FROM passage WHERE version_id = ?1
            AND ordinal > ?2 AND kind NOT IN ('table', 'footnote')), ?2 + 100000)
        AND kind != 'footnote'
    ORDER BY ordinal
"""
"""What stands above a table, and its rows; notes are called in it and part nothing."""

_NEAREST: Final = 2
"""Passages before each of several that are read at once: mostly they tell that it is no item."""

_NEIGHBOUR: Final = """
    SELECT version_id, ordinal, kind, label, label_path, language, part, text
    FROM passage
"""

_BEHIND: Final = """
    SELECT * FROM passage
    WHERE version_id = ? AND ordinal > ? AND kind != 'footnote' ORDER BY ordinal LIMIT ?
"""

_MOST_ITEMS: Final = 60
"""Passages of a list that are read with what leads into it."""

_BEFORE: Final = f"{_NEIGHBOUR} WHERE version_id = ? AND ordinal BETWEEN ? AND ?"

_BEFORE_EACH: Final = f"""
    {_NEIGHBOUR} JOIN json_each(?) AS place ON version_id = value ->> 0
    AND ordinal BETWEEN value ->> 1 - {_NEAREST} AND value ->> 1 - 1
"""


_FATES: Final = 200_000
"""Passages whose fates are remembered, by some hundred bytes each."""


class ParagraphFate(NamedTuple):
    """Outcome of a paragraph in a later revision of its document.

    Attributes:
        change: whether it has the same words there, others, or is there no longer.
        newer: the first piece of the paragraph that it is there; None where it is gone.
        is_renumbered: whether that has another number, and no other paragraph may be meant.
    """

    change: Literal["same", "changed", "removed"]
    newer: int | None
    is_renumbered: bool


Fates = Mapping[int, ParagraphFate]
"""By pieces of paragraphs; those in doubt are left out."""

Compares = Callable[[Sequence[Passage], Sequence[Passage]], Fates]
"""Finds the fates of the passages of a version in those of a newer one, by their places in both."""


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
        now: the paragraph of that which holds the passage under another number; None where its
            number is the same, that is not sure, or nobody has looked.
        revises: the symbol of what it is the next revision of, where that is there.
        row: of a table, where the passage is one; None for any other.
        lead_ins: the sentences that lead into it, the outermost first, where it is surely an item
            of a list; it is not quoted without them.
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
    now: Excerpt | None = None
    revises: str | None = None
    row: TableRow | None = None
    lead_ins: tuple[LeadIn, ...] = ()
    kept_as: str | None = None

    @property
    def text_language(self) -> str | None:
        """Language of the text: the passage's own where its script is not that of the version."""
        return written_in(self.passage.language, self.language)

    @property
    def file_name(self) -> str:
        """The name of the file, without its folders."""
        return PurePath(self.file).name


class Passages(RoleQueries):
    """The part of a store that is asked for passages."""

    @property
    def is_empty(self) -> bool:
        """Whether there is no passage at all."""
        return not self.query("SELECT 1 FROM passage LIMIT 1")

    def findable(self, filters: Filters | None = None) -> list[int]:
        """Ids of the passages that a search may find under filters."""
        where, values = self._where(filters or Filters())
        rows = self.query(f"SELECT findable.id FROM findable {where}", *values)  # noqa: S608
        return [row["id"] for row in rows]

    def check_filters(self, filters: Filters | None) -> None:
        """Refuse what no document is of, rather than say that nothing was said there.

        Raises:
            QueryError: no document is of any of the meetings or series, or has the source.
        """
        if filters is None:
            return
        for field, facet in FACETS.items():
            asked = getattr(filters, field)
            if not asked or not facet.is_refused:
                continue
            held = {value for value, _ in self._values(facet)}
            if not {one.lower() for one in held} & {one.lower() for one in asked}:
                wanted = ", ".join(asked)
                raise (
                    no_meeting(wanted, held)
                    if field == "meetings"
                    else no_value(facet, wanted, held)
                )
        if filters.source and not has_source(filters, self.sources()):
            raise no_source(filters.source, self.sources())

    def _values(self, facet: Facet) -> list[tuple[str, int]]:
        """Values of a facet with documents that have them."""
        if facet.of_source:
            return [(value, document) for document, value in values_of(facet, self.sources())]
        rows = self.query(f"SELECT DISTINCT {facet.column}, 0 FROM document")  # noqa: S608
        return [(row[0], row[1]) for row in rows if row[0]]

    def findable_kinds(self, first: int, stop: int) -> list[Row]:
        """Facts of the findable passages from one id to another (not included).

        ``id version_id kind language version_language is_piece``; the last is of a long paragraph.
        """
        return self.query(
            "SELECT id, version_id, kind, language, version_language, part > 0 AS is_piece "
            "FROM findable_by_id WHERE id >= ? AND id < ?",
            *(first, stop),
        )

    def documents_under(self, filters: Filters | None) -> set[int] | None:
        """Ids of the documents with a passage that may be found under filters; None for all.

        Raises:
            QueryError: as :meth:`check_filters`.
        """
        if filters is None or filters.is_empty:
            return None
        self.check_filters(filters)
        passages = self.findable(filters)
        return set(self.documents_of(passages).values()) if passages else set()

    def versions_under(self, filters: Filters) -> list[int]:
        """Ids of the versions that filters choose, but for what they say of single passages."""
        where, values = self._where(replace(filters, kinds=()))
        rows = self.query(
            "SELECT one.id FROM (SELECT id, document_id, language AS version_language, "  # noqa: S608
            f"NULL AS language, format FROM version) AS one {where}",
            *values,
        )
        return [row["id"] for row in rows]

    def documents_of_versions(self) -> dict[int, int]:
        """The id of its document for each version."""
        rows = self.query("SELECT id, document_id FROM version")
        return {row["id"]: row["document_id"] for row in rows}

    def facet(self, facet: Facet, filters: Filters) -> list[tuple[str, int, int]]:
        """Count findable passages and their documents by the values of a facet.

        Args:
            facet: whose values are counted.
            filters: that hold for what is counted.

        Returns:
            Value, passages, documents; those of most documents first.
        """
        where, values = self._where(filters)
        column, joined = facet.column, ""
        if facet.of_source:
            column, joined = (
                "pair.value ->> 1",
                "JOIN json_each(?) AS pair ON pair.value ->> 0 = document_id",
            )
            values = [json.dumps(values_of(facet, self.sources())), *values]
        rows = self.query(
            f"SELECT {column} AS value, count(*), count(DISTINCT document_id) "  # noqa: S608
            f"FROM findable {joined} {where} AND {column} NOT NULL "
            "GROUP BY 1 ORDER BY 3 DESC, 2 DESC, 1",
            *values,
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def earlier(self, symbol: str | None, date: str | None) -> list[int]:
        """Findable passages of other documents that are not later than a date, or not dated."""
        rows = self.query(
            "SELECT findable.id FROM findable JOIN document ON document.id = document_id "
            "WHERE (?1 IS NULL OR symbol IS NULL OR symbol <> ?1) "
            "AND (?2 IS NULL OR date IS NULL OR date <= ?2 || '~')",
            symbol,
            date,
        )
        return [row["id"] for row in rows]

    def later(self, symbol: str | None, date: str) -> list[int]:
        """Ids of other documents with a findable passage that are later than a date."""
        rows = self.query(
            "SELECT DISTINCT document_id FROM findable JOIN document ON document.id = document_id "
            "WHERE (?1 IS NULL OR symbol IS NULL OR symbol <> ?1) AND date > ?2 || '~'",
            symbol,
            date,
        )
        return [row["document_id"] for row in rows]

    def of_documents(self, documents: Iterable[int]) -> list[int]:
        """Ids of the findable passages of documents."""
        rows = self._among("SELECT id FROM findable WHERE document_id IN ({ids})", documents)
        return [row["id"] for row in rows]

    def documents_of(self, passages: Iterable[int] | None = None) -> dict[int, int]:
        """The id of its document for each passage; of all where none are named."""
        statement = (
            "SELECT passage.id, document_id FROM passage JOIN version ON version.id = version_id"
        )
        if passages is None:
            rows = self.query(statement)
        else:
            rows = self._among(statement + " WHERE passage.id IN ({ids})", passages)
        return {row["id"]: row["document_id"] for row in rows}

    def dates_of(self, passages: Iterable[int]) -> dict[int, str | None]:
        """The date of its document for each passage, ISO 8601."""
        rows = self._among(
            "SELECT passage.id, date FROM passage JOIN version ON version.id = version_id "
            "JOIN document ON document.id = document_id WHERE passage.id IN ({ids})",
            passages,
        )
        return {row["id"]: row["date"] for row in rows}

    def headings_of(self, passages: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """The headings that passages stand under, the outermost first."""
        rows = self._among("SELECT id, heading FROM passage WHERE id IN ({ids})", passages)
        return {row["id"]: tuple(json.loads(row["heading"])) for row in rows}

    def headings_and_texts(self, passages: Iterable[int]) -> list[Row]:
        """``id heading text`` of passages, the headings as JSON."""
        return self._among("SELECT id, heading, text FROM passage WHERE id IN ({ids})", passages)

    def first_under_headings(self) -> dict[tuple[int, tuple[str, ...]], int]:
        """What stands first under each heading: by the version, and the headings down to it."""
        first: dict[tuple[int, tuple[str, ...]], int] = {}
        read = cache(json.loads)
        for row in self.query(
            "SELECT id, version_id, heading FROM findable ORDER BY version_id, ordinal"
        ):
            above = read(row["heading"])
            for at in range(len(above)):
                first.setdefault((row["version_id"], tuple(above[: at + 1])), row["id"])
        return first

    def shown_texts(self, passages: Iterable[int]) -> dict[int, str]:
        """The texts of those passages that stand for themselves."""
        rows = self._among("SELECT id, text FROM shown_by_id WHERE id IN ({ids})", passages)
        return {row["id"]: row["text"] for row in rows}

    def paragraphs_in(self, document_id: int) -> list[Row]:
        """``id variant language text`` of the findable passages of a document, in all versions."""
        return self.query(
            "SELECT id, variant, language, text FROM findable WHERE document_id = ? "
            "ORDER BY version_id, ordinal",
            document_id,
        )

    def paragraph_text(self, passage_id: int) -> str:
        """The whole paragraph that a passage is of: a long one stands in the index in pieces."""
        rows = self.query(
            "SELECT other.text FROM passage AS one JOIN passage AS other "
            "ON other.version_id = one.version_id AND other.variant = one.variant "
            "WHERE one.id = ? ORDER BY other.ordinal",
            passage_id,
        )
        return "\n".join(row["text"] for row in rows)

    def labels_of(self, version_id: int) -> list[Row]:
        """Id, label and label path (JSON) of the passages of a version, in reading order."""
        return self.query(
            "SELECT id, label, label_path FROM passage WHERE version_id = ? ORDER BY ordinal",
            version_id,
        )

    def ids_in(self, version_id: int) -> list[int]:
        """Ids of the passages of a version, in reading order."""
        rows = self.query(
            "SELECT id FROM passage WHERE version_id = ? ORDER BY ordinal", version_id
        )
        return [row["id"] for row in rows]

    def passages_of_file(self, file_id: int) -> list[int]:
        """Ids of the passages that a file gave, in reading order."""
        rows = self.query(
            "SELECT passage.id FROM passage JOIN version ON version.id = version_id "
            "WHERE file_id = ? ORDER BY ordinal",
            file_id,
        )
        return [row["id"] for row in rows]

    def texts_of(self, version_id: int) -> list[Row]:
        """Variant key, piece, text, page, boxes (JSON) of the passages of a version, in order."""
        return self.query(
            "SELECT variant, part, text, page, boxes FROM passage WHERE version_id = ? "
            "ORDER BY ordinal",
            version_id,
        )

    def passage_row(self, passage_id: int) -> Row | None:
        """All columns of a passage, with the document, language and format of its version."""
        return self._one(
            "SELECT passage.*, document_id, version.language AS version_language, format "
            "FROM passage JOIN version ON version.id = version_id WHERE passage.id = ?",
            passage_id,
        )

    def opening_of(self, symbol: str) -> list[Row]:
        """The passages of a document's versions: ``version_id language id kind length``."""
        return self.query(
            """
            SELECT version_id, version_language AS language, shown_passage.id, kind,
                length(text) AS length
            FROM shown_passage JOIN document ON document.id = document_id
            WHERE symbol = ? ORDER BY version_id, ordinal
            """,
            symbol,
        )

    def passages_in(self, version_id: int) -> dict[int, Passage]:
        """The passages of a version by their ids, in reading order."""
        rows = self.query("SELECT * FROM passage WHERE version_id = ? ORDER BY ordinal", version_id)
        return {row["id"]: _passage(row) for row in rows}

    def fates_in(self, old: str, new: str, language: str, rules: str, compare: Compares) -> Fates:
        """Tell what became of the paragraphs of a document in a later revision, by their ids.

        Args:
            old: symbol of the document.
            new: of the revision.
            language: of the versions; nothing is told where one of the two is not there in it.
            rules: by which that is found.
            compare: finds it where it is not stored.
        """
        with self.snapshot():
            return self._fates.get(
                (old, new, language), lambda: self._find_fates(old, new, language, rules, compare)
            )

    def stored_fates(self, pair: tuple[int, int], rules: str) -> Fates | None:
        """Return what is stored of a version and a newer one, by places in both.

        None where other rules found it, where it is not as it was stored, and where nothing is.
        """
        row = self._one(
            "SELECT fates FROM revision WHERE version_id = ? AND newer_id = ? AND rules = ? "  # noqa: S608
            f"AND checksum IS {checksum_over('revision')}",
            *pair,
            rules,
        )
        if row is None:
            return None
        return {place: ParagraphFate(*fate) for place, *fate in json.loads(row["fates"])}

    @cached_property
    def _fates(self) -> SnapshotCache[tuple[str, str, str], Fates]:
        return SnapshotCache(self, _FATES, len)

    def _find_fates(
        self, old: str, new: str, language: str, rules: str, compare: Compares
    ) -> Fates:
        documents = self.document_id(old), self.document_id(new)
        versions = [one and self.version_of(one, language) for one in documents]
        before, after = versions
        if before is None or after is None:
            return {}
        fates = self.stored_fates((before, after), rules)
        if fates is None:
            fates = compare(*([*self.passages_in(one).values()] for one in (before, after)))
        ids, newer = self.ids_in(before), self.ids_in(after)
        return {
            ids[place]: fate._replace(newer=None if fate.newer is None else newer[fate.newer])
            for place, fate in fates.items()
        }

    def _put_fates(self, pair: tuple[int, int], rules: str, fates: Fates) -> None:
        stored = json.dumps([(place, *fate) for place, fate in fates.items()])
        row = {"version_id": pair[0], "newer_id": pair[1], "rules": rules, "fates": stored}
        self._insert("revision", [row], "OR REPLACE")

    def excerpts(self, passages: Sequence[int], *, quoted: bool = True) -> dict[int, Excerpt]:
        """Passages with what is needed to cite them, by their ids.

        Args:
            passages: ids.
            quoted: whether they may be quoted; what leads into them is told only then.
        """
        rows = self._among(
            "SELECT passage.*, version.language AS version_language, document_id, symbol, title, "
            "source, date, meeting, series, shown "
            "FROM passage JOIN version ON version.id = version_id "
            "JOIN document ON document.id = document_id JOIN file ON file.id = file_id "
            "WHERE passage.id IN ({ids})",
            passages,
        )
        languages: dict[int, list[str]] = {}
        for row in self._among(
            "SELECT DISTINCT document_id, language FROM version "
            "WHERE language NOT NULL AND document_id IN ({ids}) ORDER BY language",
            {row["document_id"] for row in rows},
        ):
            languages.setdefault(row["document_id"], []).append(row["language"])
        newest = self.superseding() if rows else {}
        before = self.revising() if rows else {}
        of_tables = self._rows_of([row for row in rows if row["kind"] == "table"])
        read = {row["id"]: _passage(row) for row in rows}
        items = [row for row in rows if quoted and row["kind"] == "paragraph"]
        leading = self._lead_ins(items, read)
        return {
            row["id"]: _excerpt(
                row,
                read[row["id"]],
                languages.get(row["document_id"], ()),
                newest.get(row["document_id"], (0, None))[1],
                before.get(row["document_id"]),
                of_tables.get(row["id"]),
                leading.get(row["id"], ()),
            )
            for row in rows
        }

    def items_under(self, passage: int) -> list[int]:
        """Give the items of the list that a passage leads into, in order; none where in doubt.

        Items of lists within the list are among them.
        """
        lead = self.passage_row(passage)
        if lead is None or lead["kind"] != "paragraph":
            return []
        behind = self.query(_BEHIND, lead["version_id"], lead["ordinal"], _MOST_ITEMS)
        rows = list(takewhile(lambda row: row["kind"] == "paragraph", behind))
        leading = self._lead_ins(rows, {row["id"]: _passage(row) for row in rows})
        text = lead["text"].strip()

        def is_item(row: Row) -> bool:
            return any(text.endswith(one.text) for one in leading[row["id"]])

        return [row["id"] for row in takewhile(is_item, rows)]

    def _lead_ins(
        self, rows: Sequence[Row], passages: Mapping[int, Passage]
    ) -> dict[int, tuple[LeadIn, ...]]:
        """What leads into paragraphs, read with as many of those before each as tell that."""
        places = json.dumps([(row["version_id"], row["ordinal"]) for row in rows])
        near = self.query(_BEFORE_EACH, places) if rows else []
        read = {(row["version_id"], row["ordinal"]): row for row in near}

        def before(version: int, at: int) -> Iterator[Passage]:
            step = _NEAREST
            while at:
                at -= 1
                if (version, at) not in read:
                    step *= 4
                    more = self.query(_BEFORE, version, at - step, at)
                    read.update({(version, row["ordinal"]): row for row in more})
                    if (version, at) not in read:
                        return
                yield _neighbour(read[version, at])

        return {
            row["id"]: lead_ins(passages[row["id"]], before(row["version_id"], row["ordinal"]))
            for row in rows
        }

    def _rows_of(self, passages: Sequence[Row]) -> dict[int, TableRow]:
        """Which row each passage is, read with the rows beside it and what stands above them.

        Of a row in pieces nothing is known, nor of those in whose table one is.
        """
        found: dict[int, TableRow] = {}
        wanted = {row["id"] for row in passages}
        for one in passages:
            if one["id"] in found:
                continue
            there = self.query(_BESIDE_A_ROW, one["version_id"], one["ordinal"])
            above = there[0]["text"] if there and there[0]["kind"] != "table" else None
            rows = [row for row in there if row["kind"] == "table"]
            if any(row["part"] for row in rows):
                continue
            from ingest.cells import rows_of  # few passages are rows

            lines = [row["text"] for row in rows]
            places = [at for at, row in enumerate(rows) if row["id"] in wanted]
            told = rows_of(lines, places, above)
            found |= {rows[at]["id"]: one for at, one in zip(places, told, strict=True)}
        return found

    def _where(self, filters: Filters) -> tuple[str, list[object]]:
        return conditions(filters, self.sources)

    def sources(self) -> list[tuple[int, str | None, str]]:
        """Document, language and source of the versions that name one, in that order."""
        rows = self.query(
            "SELECT document_id, language, source FROM version WHERE source != '' ORDER BY 1, 2, 3"
        )
        return [(row["document_id"], row["language"], row["source"]) for row in rows]


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
    """A passage with what tells whether it leads into another one."""
    return Passage(
        kind=row["kind"],
        text=row["text"],
        label=row["label"],
        label_path=tuple(json.loads(row["label_path"])) if row["label"] else (),
        language=row["language"],
        piece=row["part"],
    )


def _excerpt(
    row: Row,
    passage: Passage,
    languages: Sequence[str],
    superseded_by: str | None,
    revises: str | None,
    of_table: TableRow | None,
    leading: tuple[LeadIn, ...],
) -> Excerpt:
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
        versions=tuple(languages),
        superseded_by=superseded_by,
        revises=revises,
        row=of_table,
        lead_ins=leading,
    )
