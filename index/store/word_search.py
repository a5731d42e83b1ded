"""Tables of words: filling them, counting terms, and finding passages with them."""

# ruff: noqa: S608 - what is put into statements are names of tables from a fixed list

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index import words
from index.store.database import Database, Part
from index.store.moments import Moments, SnapshotCache
from index.store.postings import Postings, RankedPassages
from index.store.schema import TABLES, further_schema, table

_FILLED: Final = "words"
"""Setting: version of the analysis that filled the tables."""

_FIELDS_FILLED: Final = "fields"
"""Setting: version of the analysis that filled the table of headings and titles."""


_MOST: Final = 1000

_TERMS: Final = 500
"""Terms whose passages are cached: one question searches several sets in a row."""

_COUNTS: Final = 50_000
"""Terms whose counts are cached: counting a common one takes as long as it has passages."""

_OFTEN: Final = 2000
"""Number of frequent words in a table that are counted in advance.

Of 100,000 passages, 95 % of questions then take 54 ms or less, instead of 76
(``benchmarks.scale.searches``).
"""

_PIECE: Final = 200
"""Words that are counted at a time, so that no question waits for long."""

_PLACES: Final = 200_000
"""Places of words in headings and titles that are cached, 8 bytes each."""

_LETTERS: Final = 10_000_000
"""Letters of passages' terms that are cached, 1 or 2 bytes each: topics read the same passages."""

_FIELDS: Final = ("heading", "title")

Counted = tuple[tuple[str, int], ...]
"""Numbers of passages with a term, by column."""


class Words(Part):
    """Queries for words; tables have the name of their language, or ``other``."""

    def __init__(self, database: Database, moments: Moments) -> None:
        super().__init__(database)
        self._postings = Postings(database, moments)
        self._held: SnapshotCache[tuple[str, str], RankedPassages] = SnapshotCache(database, _TERMS)
        self._sizes: SnapshotCache[str, int] = SnapshotCache(database)
        self._counts: SnapshotCache[tuple[str, str], Counted] = SnapshotCache(database, _COUNTS)
        self._aligned: SnapshotCache[tuple[str, str], int] = SnapshotCache(database, _COUNTS)
        self._terms: SnapshotCache[tuple[str, int], str] = SnapshotCache(database, _LETTERS, len)
        self._field_places: SnapshotCache[tuple[str, str], tuple[int, ...]] = SnapshotCache(
            database, _PLACES, lambda places: 1 + len(places)
        )
        self._place_documents: SnapshotCache[int, int] = SnapshotCache(database, _PLACES)
        self._under_places: SnapshotCache[int, tuple[int, ...]] = SnapshotCache(
            database, _PLACES, lambda passages: 1 + len(passages)
        )

    def count(self, code: str) -> int:
        """Count the passages in a table."""

        def count() -> int:
            return int(self._database.query_value(f"SELECT count(*) FROM words_{code}_docsize"))

        return self._sizes.get(code, count) if self._database.is_snapshot else count()

    def counts(self, code: str, terms: Iterable[str]) -> dict[tuple[str, str], int]:
        """Count the passages with each term, by column and term."""
        keys = [(code, term) for term in dict.fromkeys(terms)]
        counted = self._counts.read_many(keys, self._count)
        return {(column, term): n for (_, term), own in counted.items() for column, n in own}

    def _count(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Counted]:
        """Return column and number of passages for each pair of table and term."""
        counts: dict[tuple[str, str], Counted] = dict.fromkeys(keys, ())
        for code in {code for code, _ in keys}:
            terms = [term for own, term in keys if own == code]
            for row in self._database.query(
                f"SELECT term, col, doc FROM json_each(?) CROSS JOIN words_{code}_terms "
                "WHERE term = value",
                json.dumps(terms),
            ):
                key = code, row["term"]
                counts[key] = (*counts[key], (row["col"], row["doc"]))
        return counts

    def vocabulary(self, code: str, least: int, most: int) -> list[str]:
        """Return terms with ``least`` to ``most`` characters, the most frequent first."""
        return self._database.query_column(
            f"SELECT term FROM words_{code}_terms WHERE col = 'words' "
            "AND length(term) BETWEEN ? AND ? ORDER BY doc DESC",
            least,
            most,
        )

    def take_in(self) -> Iterator[None]:
        """Count the most frequent words step by step."""
        for code in TABLES:
            often = self._database.query_column(
                f"SELECT term FROM words_{code}_terms WHERE col = 'words' "
                "ORDER BY doc DESC LIMIT ?",
                _OFTEN,
            )
            yield
            for begin in range(0, len(often), _PIECE):
                with self._database.snapshot():
                    self.counts(code, often[begin : begin + _PIECE])
                yield

    def terms_of(self, passages: Iterable[int], code: str) -> dict[int, str]:
        """Return the terms of passages, separated by spaces, in reading order."""
        known = self._terms.read_many(
            [(code, int(passage)) for passage in passages], self._read_terms
        )
        return {passage: terms for (_, passage), terms in known.items()}

    def _read_terms(self, keys: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
        """Read the terms of passages, by table and passage."""
        return {
            (code, passage): terms
            for code in {code for code, _ in keys}
            for passage, terms in self._database.map_among(
                f"SELECT rowid, words FROM words_{code} WHERE rowid IN ({{ids}})",
                [passage for own, passage in keys if own == code],
            ).items()
        }

    def weights_between(
        self, ranges: Iterable[tuple[int, int]], usual: Mapping[str, float]
    ) -> dict[int, dict[int, float]]:
        """Return term weights by passage, for a server of words; ``ranges`` exclude their end."""
        return {
            row["id"]: words.weigh(code, row["words"], row["wholes"], usual.get(code) or 1.0)
            for first, stop in ranges
            for code in TABLES
            for row in self._database.query(
                f"SELECT rowid AS id, words, wholes FROM words_{code} "
                "WHERE rowid >= ? AND rowid < ?",
                first,
                stop,
            )
        }

    def count_passages(self) -> int:
        """Count the passages that have any terms."""
        counts = (
            self._database.query_value(
                f"SELECT count(*) FROM words_{code} WHERE words || wholes != ''"
            )
            for code in TABLES
        )
        return sum(counts)

    def usual_lengths(self) -> dict[str, float]:
        """Return the average number of terms of a passage, by table; this reads all passages."""
        counted = " + ".join(
            f"length({column}) - length(replace({column}, ' ', '')) + ({column} != '')"
            for column in ("words", "wholes")
        )
        return {
            code: self._database.query_value(f"SELECT avg({counted}) FROM words_{code}") or 0.0
            for code in TABLES
        }

    def count_aligned(self, code: str, terms: Iterable[str]) -> dict[str, int]:
        """Count the aligned passages with each term."""
        keys = [(code, term) for term in dict.fromkeys(terms)]
        counted = self._aligned.read_many(keys, self._count_aligned)
        return {term: n for (_, term), n in counted.items()}

    def _count_aligned(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """Count the aligned passages for each pair of table and term."""
        counts = dict.fromkeys(keys, 0)
        if self._database.query_one("SELECT 1 FROM slots LIMIT 1"):
            for code in {code for code, _ in keys}:
                queries = {f'words: "{term}"': term for own, term in keys if own == code}
                for row in self._database.query(
                    f"SELECT value, count(*) AS n FROM json_each(?) CROSS JOIN words_{code} "
                    f"WHERE words_{code} MATCH value "
                    f"AND +words_{code}.rowid IN (SELECT passage_id FROM slots) GROUP BY value",
                    json.dumps([*queries]),
                ):
                    counts[code, queries[row["value"]]] = row["n"]
        return counts

    def with_any(
        self,
        code: str,
        terms: Iterable[tuple[str, str]],
        most: int,
        among: NDArray[np.bool_] | None = None,
    ) -> list[tuple[int, float]]:
        """Return passages with any of the terms and their BM25, the best first."""
        sought = list(terms)
        if best := self._postings.best_of(code, sought, most, among):
            ids, scores = best
            return list(zip(ids.tolist(), scores.tolist(), strict=True))
        query = " OR ".join(f'{column}: "{term}"' for column, term in sought)
        statement = (
            f"SELECT rowid, -rank FROM words_{code} WHERE words_{code} MATCH ? "
            "ORDER BY rank LIMIT ?"
        )
        if among is None:
            return [(row[0], row[1]) for row in self._database.query(statement, query, most)]
        # Read one by one, since as many as are wanted mostly are among the first.
        with contextlib.closing(self._database.stream(statement, query, -1)) as rows:
            inside = (row for row in rows if row[0] < len(among) and among[row[0]])
            return [(row[0], row[1]) for row in islice(inside, most)]

    def merge(self) -> None:
        """Merge the segments of FTS5, since each look-up reads all segments."""
        for name in (*map(table, TABLES), "fields"):
            with self._database.transaction():  # of each table by itself: others may want to write
                self._database.run(f"INSERT INTO {name} ({name}) VALUES ('optimize')")

    def with_term(self, code: str, term: str) -> RankedPassages:
        """Return the best passages with a term, and their BM25."""
        return self.with_terms(code, [term])[term]

    def with_terms(self, code: str, terms: Iterable[str]) -> dict[str, RankedPassages]:
        """Return the best passages with each term, as :meth:`with_term`."""

        def read(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], RankedPassages]:
            terms = [term for _, term in keys]
            best = self._postings.best_of_each(code, terms, _MOST)
            for term in (term for term in terms if term not in best):
                passages = self.with_any(code, [("words", term)], _MOST)
                ids, scores = zip(*passages, strict=True) if passages else ((), ())
                best[term] = np.array(ids, np.int64), np.array(scores, np.float64)
            return {(code, term): passages for term, passages in best.items()}

        with self._database.snapshot():
            passages_of = self._held.get_many([(code, term) for term in terms], read)
        return {term: own for (_, term), own in passages_of.items()}

    def with_every(self, code: str, terms: Iterable[tuple[str, str]]) -> set[int]:
        """Return passages with all of the terms, which are pairs of column and term."""
        query = " AND ".join(f'{column}: "{term}"' for column, term in terms)
        statement = f"SELECT rowid FROM words_{code} WHERE words_{code} MATCH ?"
        return {*self._database.query_column(statement, query)}

    def with_near(
        self, code: str, pairs: Sequence[tuple[Sequence[str], Sequence[str], int]]
    ) -> set[int]:
        """Return passages in which two runs of terms have at most so many terms between them."""
        query = " AND ".join(
            "({})".format(
                " OR ".join(
                    f'words: NEAR("{form}" "{other}", {apart})' for form in first for other in last
                )
            )
            for first, last, apart in pairs
        )
        statement = f"SELECT rowid FROM words_{code} WHERE words_{code} MATCH ?"
        return {*self._database.query_column(statement, query)}

    def places_with(
        self, terms: Mapping[str, float], most_of_each: int
    ) -> list[tuple[int, int, float, float]]:
        """Return places with some of the terms: the best by headings, then the best by title.

        There are at most ``most_of_each`` of both kinds. A place is the text under one heading path
        of a version, named by its first passage. A row has place, document, and the weight of terms
        in headings and in the title.
        """
        keys = [(column, term) for term in terms for column in _FIELDS]
        with self._database.snapshot():
            places = self._field_places.get_many(keys, self._read_places)
        scores: dict[int, list[float]] = {}
        for column, term in keys:
            for place in places[column, term]:
                scores.setdefault(place, [0.0, 0.0])[_FIELDS.index(column)] += terms[term]
        by_heading = sorted(scores, key=lambda place: (-scores[place][0], -scores[place][1], place))
        by_title = sorted(scores, key=lambda place: (-scores[place][1], place))
        chosen = dict.fromkeys([*by_heading[:most_of_each], *by_title[:most_of_each]])
        with self._database.snapshot():
            documents = self._place_documents.get_many(chosen, self._read_documents)
        return [(place, documents[place], scores[place][0], scores[place][1]) for place in chosen]

    def _read_documents(self, places: Iterable[int]) -> dict[int, int]:
        return self._database.map_among(
            "SELECT passage.id, document_id FROM passage "
            "JOIN version ON version.id = version_id WHERE passage.id IN ({ids})",
            places,
        )

    def _read_places(
        self, terms: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], tuple[int, ...]]:
        keys = [*terms]
        places: dict[tuple[str, str], list[int]] = {key: [] for key in keys}
        for row in self._database.query(
            "SELECT key, fields.rowid AS id FROM json_each(?) CROSS JOIN fields "
            "WHERE fields MATCH value",
            json.dumps([f'{column}: "{term}"' for column, term in keys]),
        ):
            places[keys[row["key"]]].append(row["id"])
        return {key: tuple(own) for key, own in places.items()}

    def passages_at(self, places: Collection[int]) -> list[tuple[int, int]]:
        """Return pairs of a findable passage and its place."""
        with self._database.snapshot():
            passages_of = self._under_places.get_many(places, self._read_under)
        return [(passage, place) for place, passages in passages_of.items() for passage in passages]

    def _read_under(self, places: Sequence[int]) -> dict[int, tuple[int, ...]]:
        passages_of: dict[int, list[int]] = {place: [] for place in places}
        for row in self._database.query_among(
            "SELECT findable.id, one.id AS place FROM passage AS one JOIN findable "
            "ON findable.version_id = one.version_id AND findable.heading = one.heading "
            "WHERE one.id IN ({ids})",
            places,
        ):
            passages_of[row["place"]].append(row["id"])
        return {place: tuple(passages) for place, passages in passages_of.items()}

    def fill_fields(self) -> None:
        """Fill the table of headings and titles if it is new or the analysis has changed."""
        version = str(words.VERSION)
        if self._database.setting(_FIELDS_FILLED) == version:
            return
        with self._database.transaction():
            self._database.run("DELETE FROM fields")
            for version_id in self._database.query_column("SELECT id FROM version"):
                self.put_fields(version_id)
            self._database.write_setting(_FIELDS_FILLED, version)

    def count_wrong_fields(self) -> int:
        """Count headings and titles that are stored with wrong terms."""
        if self._database.setting(_FIELDS_FILLED) != str(words.VERSION):
            return 0  # another analysis filled the table, in an index that cannot be written
        with self._database.snapshot():
            rows = self._database.query("SELECT rowid, heading, title FROM fields")
            versions = self._database.query_column("SELECT id FROM version")
            expected = {field for version in versions for field in self._fields_of(version)}
        return len({place for place, *_ in set(map(tuple, rows)) ^ expected})

    def put_fields(self, version_id: int) -> None:
        """Store the terms of a version's headings and title, in a transaction."""
        self._database.run_many(
            "INSERT INTO fields (rowid, heading, title) VALUES (?, ?, ?)",
            self._fields_of(version_id),
        )

    def _fields_of(self, version_id: int) -> list[tuple[int, str, str]]:
        """Return first passage, heading terms and title terms for each heading of a version."""
        fields = []
        for row in self._database.query(
            "SELECT min(passage.id) AS id, heading, title, version.language AS code "
            "FROM passage JOIN version ON version.id = version_id "
            "WHERE version_id = ? GROUP BY heading",
            version_id,
        ):
            title = row["title"] or ""
            above = "\n".join(line for line in json.loads(row["heading"]) if line != title)
            heading, own = (" ".join(words.terms_of(text, row["code"])) for text in (above, title))
            fields.append((row["id"], heading, own))
        return fields

    def fill(self) -> None:
        """Fill the tables if one is new or the analysis has changed."""
        version = str(words.VERSION)
        names = self._database.query_column("SELECT name FROM sqlite_master WHERE type = 'table'")
        further = further_schema({*names})
        if self._database.setting(_FILLED) == version and not further:
            return
        with self._database.transaction():
            for statement in further:
                self._database.run(statement)
            for code in TABLES:
                self._database.run(f"DELETE FROM {table(code)}")
            passages = self._database.run("SELECT id, text, language FROM passage WHERE NOT leads")
            while rows := passages.fetchmany(1000):
                self.put(
                    (row["id"], row["language"], *words.terms_of(row["text"], row["language"]))
                    for row in rows
                )
            self._database.write_setting(_FILLED, version)

    def put(self, rows: Iterable[tuple[int, str | None, str, str]]) -> None:
        """Store the terms of passages, in a transaction: id, language, words, wholes."""
        by_table: dict[str, list[tuple[int, str, str]]] = {}
        for passage_id, language, terms, wholes in rows:
            by_table.setdefault(table(language), []).append((passage_id, terms, wholes))
        for name, values in by_table.items():
            self._database.run_many(
                f"INSERT INTO {name} (rowid, words, wholes) VALUES (?, ?, ?)", values
            )
