"""Which passages hold which terms? What is asked of the tables of words."""

# ruff: noqa: S608 - what is put into statements are names of tables from a fixed list

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index import words
from index.store.moments import SnapshotCache
from index.store.postings import Held, Postings
from index.store.words import CODE, TABLES, further_schema, table

_FILLED: Final = "words"
"""Setting: by which version of the analysis the tables were filled."""

_FIELDS_FILLED: Final = "fields"
"""Setting: the same for the table of headings and titles."""


_MOST: Final = 1000
"""Passages of a term that are told apart: the best."""

_TERMS: Final = 500
"""Terms whose passages are kept: a question is asked of several sets of passages in a row."""

_COUNTS: Final = 50_000
"""Terms whose counts are kept: to count a common one takes as long as it has passages."""

_OFTEN: Final = 2000
"""Words of a table that are counted before somebody asks for them: the most frequent. Without,
``benchmarks.scale.searches`` takes 76 ms for 95 % of its questions to 100,000 passages, with it 54;
to read beside it where words stand gains nothing more."""

_PIECE: Final = 200
"""Words that are counted at a time: a question that comes meanwhile waits for no more."""

_PLACES: Final = 200_000
"""Places of words in headings and titles that are kept, and passages under them; 8 bytes each."""

_FIELDS: Final = ("heading", "title")

Counted = tuple[tuple[str, int], ...]
"""How many passages have a term, by column."""


class WordSearch(Postings):
    """The part of a store that holds words; tables are named by language, or ``other``."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self._held: SnapshotCache[tuple[str, str], Held] = SnapshotCache(self, _TERMS)
        self._sizes: SnapshotCache[str, int] = SnapshotCache(self)
        self._counts: SnapshotCache[tuple[str, str], Counted] = SnapshotCache(self, _COUNTS)
        self._aligned: SnapshotCache[tuple[str, str], int] = SnapshotCache(self, _COUNTS)
        self._field_places: SnapshotCache[tuple[str, str], tuple[int, ...]] = SnapshotCache(
            self, _PLACES, lambda places: 1 + len(places)
        )
        self._place_documents: SnapshotCache[int, int] = SnapshotCache(self, _PLACES)
        self._under_places: SnapshotCache[int, tuple[int, ...]] = SnapshotCache(
            self, _PLACES, lambda passages: 1 + len(passages)
        )
        super().__init__(folder, create=create)

    def count_in(self, code: str) -> int:
        """How many passages a table holds."""

        def count() -> int:
            (row,) = self.query(f"SELECT count(*) AS n FROM words_{code}_docsize")
            return int(row["n"])

        return self._sizes.get(code, count) if self.is_snapshot else count()

    def term_counts(self, code: str, terms: Iterable[str]) -> dict[tuple[str, str], int]:
        """How many passages of a table have each term: by column and term."""
        keys = [(code, term) for term in dict.fromkeys(terms)]
        counted = (
            self._counts.get_many(keys, self._count) if self.is_snapshot else self._count(keys)
        )
        return {(column, term): n for (_, term), own in counted.items() for column, n in own}

    def _count(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Counted]:
        found: dict[tuple[str, str], Counted] = dict.fromkeys(keys, ())
        for code in {code for code, _ in keys}:
            asked = [term for own, term in keys if own == code]
            for row in self.query(
                f"SELECT term, col, doc FROM json_each(?) CROSS JOIN words_{code}_terms "
                "WHERE term = value",
                json.dumps(asked),
            ):
                key = code, row["term"]
                found[key] = (*found[key], (row["col"], row["doc"]))
        return found

    def vocabulary(self, code: str, least: int, most: int) -> list[str]:
        """The terms of a table that have so many characters, the most frequent first."""
        rows = self.query(
            f"SELECT term FROM words_{code}_terms WHERE col = 'words' "
            "AND length(term) BETWEEN ? AND ? ORDER BY doc DESC",
            least,
            most,
        )
        return [row["term"] for row in rows]

    def take_in_words(self) -> Iterator[None]:
        """Count the most frequent words, some at each step."""
        for code in TABLES:
            often = self.query(
                f"SELECT term FROM words_{code}_terms WHERE col = 'words' "
                "ORDER BY doc DESC LIMIT ?",
                _OFTEN,
            )
            yield
            for at in range(0, len(often), _PIECE):
                with self.snapshot():
                    self.term_counts(code, [row["term"] for row in often[at : at + _PIECE]])
                yield

    def terms_of(self, passages: Iterable[int], code: str) -> dict[int, str]:
        """The terms of passages of a table, parted by spaces, in reading order."""
        rows = self._among(
            f"SELECT rowid AS id, words FROM words_{code} WHERE rowid IN ({{ids}})", passages
        )
        return {row["id"]: row["words"] for row in rows}

    def weights_between(
        self, ranges: Iterable[tuple[int, int]], usual: Mapping[str, float]
    ) -> dict[int, dict[int, float]]:
        """Weigh the terms of passages for a server of words (``index.words.weighed``).

        Args:
            ranges: of ids, from and to (not included).
            usual: from :meth:`usual_lengths`, of now or of before.
        """
        return {
            row["id"]: words.weighed(code, row["words"], row["wholes"], usual.get(code) or 1.0)
            for first, stop in ranges
            for code in TABLES
            for row in self.query(
                f"SELECT rowid AS id, words, wholes FROM words_{code} "
                "WHERE rowid >= ? AND rowid < ?",
                first,
                stop,
            )
        }

    def count_with_words(self) -> int:
        """How many passages have any terms."""
        return sum(
            int(
                self.query(f"SELECT count(*) AS n FROM words_{code} WHERE words || wholes != ''")[
                    0
                ]["n"]
            )
            for code in TABLES
        )

    def usual_lengths(self) -> dict[str, float]:
        """How many terms a passage has on average, by table; all passages are looked at."""
        counted = " + ".join(
            f"length({column}) - length(replace({column}, ' ', '')) + ({column} != '')"
            for column in ("words", "wholes")
        )
        rows = {
            code: self.query(f"SELECT avg({counted}) AS n FROM words_{code}") for code in TABLES
        }
        return {code: row["n"] or 0.0 for code, (row,) in rows.items()}

    def aligned_counts(self, code: str, terms: Iterable[str]) -> dict[str, int]:
        """How many passages of a table that stand beside other versions have each term."""
        keys = [(code, term) for term in dict.fromkeys(terms)]
        counted = (
            self._aligned.get_many(keys, self._count_aligned)
            if self.is_snapshot
            else self._count_aligned(keys)
        )
        return {term: n for (_, term), n in counted.items()}

    def _count_aligned(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
        counts = dict.fromkeys(keys, 0)
        if self._one("SELECT 1 FROM slots LIMIT 1"):
            for code in {code for code, _ in keys}:
                asked = {f'words: "{term}"': term for own, term in keys if own == code}
                for row in self.query(
                    f"SELECT value, count(*) AS n FROM json_each(?) CROSS JOIN words_{code} "
                    f"WHERE words_{code} MATCH value "
                    f"AND +words_{code}.rowid IN (SELECT passage_id FROM slots) GROUP BY value",
                    json.dumps([*asked]),
                ):
                    counts[code, asked[row["value"]]] = row["n"]
        return counts

    def with_any(
        self,
        code: str,
        terms: Iterable[tuple[str, str]],
        most: int,
        among: NDArray[np.bool_] | None = None,
    ) -> list[tuple[int, float]]:
        """Passages of a table that hold some of the terms, each with its BM25, the best first.

        Args:
            code: of the table.
            terms: column and term of each.
            most: at most how many.
            among: ``(n,)`` whether the passage with this id may be found; all may where it is None.
        """
        sought = list(terms)
        if best := self.best_of(code, sought, most, among):
            ids, scores = best
            return list(zip(ids.tolist(), scores.tolist(), strict=True))
        asked = " OR ".join(f'{column}: "{term}"' for column, term in sought)
        statement = (
            f"SELECT rowid, -rank FROM words_{code} WHERE words_{code} MATCH ? "
            "ORDER BY rank LIMIT ?"
        )
        if among is None:
            return [(row[0], row[1]) for row in self.query(statement, asked, most)]
        # Read one by one, since as many as are wanted mostly are among the first.
        with contextlib.closing(self._stream(statement, asked, -1)) as rows:
            inside = (row for row in rows if row[0] < len(among) and among[row[0]])
            return [(row[0], row[1]) for row in islice(inside, most)]

    def merge_words(self) -> None:
        """Put together what FTS5 wrote piece by piece: a term is looked up in every piece."""
        for name in (*map(table, TABLES), "fields"):
            with self.transaction():  # of each table by itself: others may want to write
                self._run(f"INSERT INTO {name} ({name}) VALUES ('optimize')")

    def with_term(self, code: str, term: str) -> Held:
        """The best passages of a table that hold a term: ids, and the BM25 of each."""

        def read() -> Held:
            if best := self.best_of(code, [("words", term)], _MOST, None):
                return best
            found = self.with_any(code, [("words", term)], _MOST)
            ids, scores = zip(*found, strict=True) if found else ((), ())
            return np.array(ids, np.int64), np.array(scores, np.float64)

        return self._held.get((code, term), read) if self.is_snapshot else read()

    def with_terms(self, code: str, terms: Iterable[str]) -> dict[str, Held]:
        """The best passages of a table that hold each term, as :meth:`with_term` gives them."""

        def read(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Held]:
            found = self.best_of_each(code, [term for _, term in keys], _MOST)
            return {(code, term): held for term, held in found.items()}

        wanted = list(terms)
        with self.snapshot():
            plain = self._held.get_many([(code, term) for term in wanted], read)
            return {one: plain.get((code, one)) or self.with_term(code, one) for one in wanted}

    def with_every(self, code: str, terms: Iterable[tuple[str, str]]) -> set[int]:
        """Passages of a table that hold all of the terms, given as column and term of each."""
        asked = " AND ".join(f'{column}: "{term}"' for column, term in terms)
        rows = self.query(f"SELECT rowid AS id FROM words_{code} WHERE words_{code} MATCH ?", asked)
        return {row["id"] for row in rows}

    # --- what stands around passages -------------------------------------------------------------

    def places_with(
        self, terms: Mapping[str, float], most: int
    ) -> list[tuple[int, int, float, float]]:
        """Places in documents with some of the terms in their headings or titles.

        A place is what stands under the same headings of a version; its first passage names it.

        Args:
            terms: and the weight of each.
            most: at most how many: those with the most weight.

        Returns:
            Place, document, and the weight of the terms in its headings and in its title.
        """
        asked = [(column, term) for term in terms for column in _FIELDS]
        with self.snapshot():
            places = self._field_places.get_many(asked, self._read_places)
        found: dict[int, list[float]] = {}
        for column, term in asked:
            for place in places[column, term]:
                found.setdefault(place, [0.0, 0.0])[_FIELDS.index(column)] += terms[term]
        best = sorted(found, key=lambda place: (-found[place][0], -found[place][1], place))[:most]
        best_titles = sorted(found, key=lambda place: (-found[place][1], place))[:most]
        chosen = dict.fromkeys([*best, *best_titles])
        with self.snapshot():
            documents = self._place_documents.get_many(chosen, self._read_documents)
        return [(place, documents[place], found[place][0], found[place][1]) for place in chosen]

    def _read_documents(self, places: Iterable[int]) -> dict[int, int]:
        rows = self._among(
            "SELECT passage.id, document_id FROM passage "
            "JOIN version ON version.id = version_id WHERE passage.id IN ({ids})",
            places,
        )
        return {row["id"]: row["document_id"] for row in rows}

    def _read_places(
        self, asked: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], tuple[int, ...]]:
        keys = [*asked]
        found: dict[tuple[str, str], list[int]] = {key: [] for key in keys}
        for row in self.query(
            "SELECT key, fields.rowid AS id FROM json_each(?) CROSS JOIN fields "
            "WHERE fields MATCH value",
            json.dumps([f'{column}: "{term}"' for column, term in keys]),
        ):
            found[keys[row["key"]]].append(row["id"])
        return {key: tuple(own) for key, own in found.items()}

    def passages_at(self, places: Collection[int]) -> list[tuple[int, int]]:
        """The findable passages of places, each with its place."""
        with self.snapshot():
            found = self._under_places.get_many(places, self._read_under)
        return [(passage, place) for place, passages in found.items() for passage in passages]

    def _read_under(self, places: Sequence[int]) -> dict[int, tuple[int, ...]]:
        found: dict[int, list[int]] = {place: [] for place in places}
        for row in self._among(
            "SELECT findable.id, one.id AS place FROM passage AS one JOIN findable "
            "ON findable.version_id = one.version_id AND findable.heading = one.heading "
            "WHERE one.id IN ({ids})",
            places,
        ):
            found[row["place"]].append(row["id"])
        return {place: tuple(passages) for place, passages in found.items()}

    def submitted_by(self, countries: Collection[str]) -> list[int]:
        """Ids of the documents that one of these countries submitted (ISO 3166-1 alpha-3)."""
        rows = self.query("SELECT id, countries FROM document WHERE countries NOT NULL")
        return [row["id"] for row in rows if set(json.loads(row["countries"])) & set(countries)]

    def _keep_fields(self) -> None:
        """Fill the table of headings and titles where it is new, or words are analysed anew."""
        version = str(words.VERSION)
        if self.setting(_FIELDS_FILLED) == version:
            return
        with self.transaction():
            self._run("DELETE FROM fields")
            for row in self._run("SELECT id FROM version").fetchall():
                self._put_fields(row["id"])
            self._set(_FIELDS_FILLED, version)

    def count_wrong_fields(self) -> int:
        """Count the headings and titles that are found by other words than they have."""
        if self.setting(_FIELDS_FILLED) != str(words.VERSION):
            return 0  # another analysis filled the table, in an index that cannot be written
        with self.snapshot():
            stored = {tuple(row) for row in self.query("SELECT rowid, heading, title FROM fields")}
            versions = self.query("SELECT id FROM version")
            given = {row for version in versions for row in self._fields_of(version["id"])}
        return len({place for place, *_ in stored ^ given})

    def count_stray_words(self) -> int:
        """Count the rows of words that no passage has in its language."""
        return sum(
            int(row["n"])
            for code in TABLES
            for row in self.query(
                f"SELECT count(*) AS n FROM words_{code}_docsize AS held "
                "LEFT JOIN passage ON passage.id = held.id WHERE passage.id IS NULL OR leads OR "
                f"{CODE} IS NOT '{code}'"
            )
        )

    def _put_fields(self, version_id: int) -> None:
        self._connection.executemany(
            "INSERT INTO fields (rowid, heading, title) VALUES (?, ?, ?)",
            self._fields_of(version_id),
        )

    def _fields_of(self, version_id: int) -> list[tuple[int, str, str]]:
        """Return the first passage under each heading, and the terms of heading and title."""
        found = []
        for row in self._run(
            "SELECT min(passage.id) AS id, heading, title, version.language AS code "
            "FROM passage JOIN version ON version.id = version_id "
            "WHERE version_id = ? GROUP BY heading",
            version_id,
        ).fetchall():
            title = row["title"] or ""
            above = "\n".join(line for line in json.loads(row["heading"]) if line != title)
            heading, own = (" ".join(words.terms_of(text, row["code"])) for text in (above, title))
            found.append((row["id"], heading, own))
        return found

    def _keep_words(self) -> None:
        """Fill the tables where they or a language are new, or words are analysed anew."""
        version = str(words.VERSION)
        rows = self.query("SELECT name FROM sqlite_master WHERE type = 'table'")
        further = further_schema({row["name"] for row in rows})
        if self.setting(_FILLED) == version and not further:
            return
        with self.transaction():
            for statement in further:
                self._run(statement)
            for code in TABLES:
                self._run(f"DELETE FROM {table(code)}")
            passages = self._run("SELECT id, text, language FROM passage WHERE NOT leads")
            while rows := passages.fetchmany(1000):
                self._put_words(
                    (row["id"], row["language"], *words.terms_of(row["text"], row["language"]))
                    for row in rows
                )
            self._set(_FILLED, version)

    def _put_words(self, rows: Iterable[tuple[int, str | None, str, str]]) -> None:
        """Store the terms of passages: id, language, words, wholes."""
        by_table: dict[str, list[tuple[int, str, str]]] = {}
        for passage_id, language, terms, wholes in rows:
            by_table.setdefault(table(language), []).append((passage_id, terms, wholes))
        for name, values in by_table.items():
            self._connection.executemany(
                f"INSERT INTO {name} (rowid, words, wholes) VALUES (?, ?, ?)", values
            )
