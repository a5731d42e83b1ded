"""Copies of part of a store for some readers, which follow the whole store.

No row of a copy holds what its readers may not see. Ids stay those of the whole store, so saved
links lead to the same passages. Statistics over all rows, such as of words, are those of the copy.
"""

# ruff: noqa: S608 - what is put into statements are names of tables and columns from a fixed list

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from index.store.database import DATABASE, LOCK_SECONDS, Database, Part
from index.store.files import find_absent
from index.store.schema import TABLES, table

Chooses = Callable[[Collection[tuple[Path, str | None]]], bool]
"""Predicate of a document's files, path and symbol each: whether it belongs in the copy."""


_FOLLOWED: Final = "copy-of"
"""Setting: id and stamp of the whole store, and the name of the choice."""

RULES_SETTING: Final = "access"
"""Setting with the rules of ``index.access``; empty where nobody has read them."""

_SETTINGS: Final = ("model", "dimension", "alignment")
_AT_ONCE: Final = 500
_OWN: Final = "document_id IN (SELECT value FROM json_each(?1))"
_VERSIONS: Final = f"SELECT id FROM whole.version WHERE {_OWN}"
_PASSAGES: Final = f"SELECT id FROM whole.passage WHERE version_id IN ({_VERSIONS})"

_ROWS: Final = {
    "vector": f"digest IN (SELECT embedded FROM whole.passage WHERE version_id IN ({_VERSIONS})"
    f" UNION SELECT embedded FROM whole.sentence WHERE passage_id IN ({_PASSAGES}))",
    "document": "id IN (SELECT value FROM json_each(?1))",
    "file": f"id IN (SELECT file_id FROM whole.version WHERE {_OWN})",
    "version": _OWN,
    "passage": f"version_id IN ({_VERSIONS})",
    "mandates": f"version_id IN ({_VERSIONS})",
    "revision": f"(version_id IN ({_VERSIONS}) OR newer_id IN ({_VERSIONS}))"
    " AND version_id IN (SELECT id FROM main.version)"
    " AND newer_id IN (SELECT id FROM main.version)",
    "role": f"passage_id IN ({_PASSAGES})",
    "sentence": f"passage_id IN ({_PASSAGES})",
    "slots": f"passage_id IN ({_PASSAGES})",
    "mention": f"passage_id IN ({_PASSAGES})",
}
"""Conditions on each table's rows, in the order of foreign keys. Add new visible tables here."""

_WORDS: Final = dict.fromkeys((*map(table, TABLES), "fields"), f"rowid IN ({_PASSAGES})")

_UNSEEN: Final = (("file", "stamp"), ("file", "seen"))
"""Columns that only an ingest reads, to skip unchanged files; copies omit them."""


class Copies(Part):
    """Operations that make a store a copy of part of another one."""

    _is_log_left = False

    def follow(self, whole: Database, choice: str, chooses: Chooses) -> bool:
        """Bring this copy to the state of the whole store; return whether it hides more.

        The copy's stamp and generation change only if a chosen document does, so they disclose no
        other. A new name of the ``choice`` selects all documents anew. ``chooses`` sees a file
        without a document as a document without a symbol.
        """
        if self._is_as(whole, choice):
            if self._is_log_left:
                self._empty_log()
            return False
        has_hidden = False
        with self._database.writing:
            with self._attach(whole):
                # What leaves the copy leaves its file, too.
                self._database.run("PRAGMA secure_delete = ON")
                with self._database.plain_transaction():
                    if not self._is_as(whole, choice):  # another process may have been quicker
                        has_hidden = self._bring_up(choice, chooses)
            self._empty_log()
        return has_hidden

    def is_as_chosen(self, whole: Database, choice: str, chooses: Chooses) -> bool | None:
        """Whether this copy equals the chosen part, row by row; None if it is not up to date."""
        with self._attach(whole), self._database.snapshot():
            if not self._is_as(whole, choice):
                return None
            own = self._own_documents()
            setting = self._database.setting
            return (
                self._find_chosen(chooses) == own
                and all(setting(name) == whole.setting(name) for name in _SETTINGS)
                and not any(self._find_unread(chooses))
                and self._find_listed(chooses) is None
                and not any(self._differs(some, _ROWS | _WORDS) for some in _split(sorted(own)))
            )

    # --- the inside ------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _attach(self, whole: Database) -> Iterator[None]:
        address = f"{whole.folder.absolute().joinpath(DATABASE).as_uri()}?mode=ro"
        with self._database.errors(), self._database.hold_connection():
            self._database.run("ATTACH ? AS whole", address)
            try:
                yield
            finally:
                self._database.run("DETACH whole")

    def _is_as(self, whole: Database, choice: str) -> bool:
        # One that was brought to this schema and never written has no stamp.
        state = [whole.id, whole.stamp or str(whole.generation), choice]
        return self._database.setting(_FOLLOWED) == json.dumps(state)

    def _own_documents(self) -> set[int]:
        return {*self._database.query_column("SELECT id FROM main.document")}

    def _bring_up(self, choice: str, chooses: Chooses) -> bool:
        """Remove and take documents as chosen of the whole now; return whether some only left."""
        identity, moment = self._database.query(
            "SELECT (SELECT value FROM whole.setting WHERE name = 'id'), "
            "ifnull((SELECT stamp FROM whole.moment ORDER BY number DESC LIMIT 1), "
            "(SELECT value FROM whole.setting WHERE name = 'generation'))"
        )[0]
        known = json.loads(self._database.setting(_FOLLOWED) or "[null, null, null]")
        known_identity, known_moment, known_choice = known
        since = self._database.query_value(
            "SELECT number FROM whole.moment WHERE stamp = ? AND ? = ?",
            *(known_moment, known_identity, identity),
        )
        own = self._own_documents()
        is_changed = False
        if since is None:
            leaving, coming = own, self._find_chosen(chooses)
            is_changed = self._take_settings(is_first=known_identity is None)
        else:
            changed = {
                *self._database.query_column(
                    "SELECT document_id FROM whole.changed WHERE moment > ?", since
                )
            }
            if known_choice == choice:
                leaving, coming = changed & own, self._find_chosen(chooses, changed)
            else:
                chosen = self._find_chosen(chooses)
                leaving = own & ((own - chosen) | changed)
                coming = chosen - (own - changed)
        same = (leaving & coming) - self._find_differing(sorted(leaving & coming))
        leaving, coming = leaving - same, coming - same
        if leaving or coming:
            is_changed = True
            self._replace_documents(leaving, coming)
        # Both are looked at: each copies what it finds.
        if self._take_unread(chooses) | self._take_listed(chooses):
            is_changed = True
        if is_changed:
            self._database.raise_generation()
            self._database.begin_moment()
        self._database.write_setting(_FOLLOWED, json.dumps([identity, moment, choice]))
        return self._has_any_of(leaving - coming)

    def _replace_documents(self, leaving: Collection[int], coming: Collection[int]) -> None:
        self._database.run("CREATE TEMP TABLE IF NOT EXISTS dropped (digest BLOB PRIMARY KEY)")
        for some in _split(sorted(leaving)):
            self._remove_documents(some)
        for some in _split(sorted(coming)):
            for name, which in (_ROWS | _WORDS).items():
                self._take(name, which, json.dumps(some))
        self._database.run(
            "DELETE FROM main.vector WHERE digest IN (SELECT digest FROM temp.dropped) "
            "AND digest NOT IN (SELECT embedded FROM main.passage) "
            "AND digest NOT IN (SELECT embedded FROM main.sentence)"
        )
        self._database.run("DROP TABLE temp.dropped")

    def _find_differing(self, documents: Sequence[int]) -> set[int]:
        """Return documents that really differ: a write alone may leave the rows as they were."""
        if not any(self._differs(some) for some in _split(documents)):
            return set()
        if len(documents) == 1:
            return set(documents)
        middle = len(documents) // 2
        return self._find_differing(documents[:middle]) | self._find_differing(documents[middle:])

    def _differs(self, documents: Sequence[int], tables: Mapping[str, str] = _ROWS) -> bool:
        """Whether documents have other rows here than in the whole store."""
        ids = json.dumps(documents)
        for name, which in tables.items():
            names = self._column_names(name)
            columns = ", ".join(column for column in names if (name, column) not in _UNSEEN)
            own_rows, whole_rows = (
                f"SELECT {columns} FROM {schema}.{name} WHERE "
                + which.replace("whole.", f"{schema}.")
                for schema in ("main", "whole")
            )
            if self._has_difference(own_rows, whole_rows, ids):
                return True
        return False

    def _has_difference(self, own_rows: str, whole_rows: str, *values: object) -> bool:
        return any(
            self._database.query(f"{first} EXCEPT {second} LIMIT 1", *values)
            for first, second in ((own_rows, whole_rows), (whole_rows, own_rows))
        )

    def _has_any_of(self, documents: Collection[int]) -> bool:
        ids = json.dumps(sorted(documents))
        statement = f"SELECT 1 FROM whole.document WHERE {_ROWS['document']} LIMIT 1"
        return bool(documents) and bool(self._database.query(statement, ids))

    def _empty_log(self) -> None:
        """Empty the journal, which may hold rows of hidden documents; defer it while in use."""
        with self._database.errors(), self._database.hold_connection():
            self._database.run("PRAGMA busy_timeout = 200")
            (row,) = self._database.run("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            self._database.run(f"PRAGMA busy_timeout = {int(1000 * LOCK_SECONDS)}")
            self._is_log_left = bool(row[0])

    def _find_chosen(self, chooses: Chooses, among: Collection[int] | None = None) -> set[int]:
        files: dict[int, list[tuple[Path, str | None]]] = {}
        for row in self._database.query(
            "SELECT document_id, path, symbol FROM whole.version "
            "JOIN whole.file ON file.id = file_id JOIN whole.document ON document.id = document_id "
            f"WHERE ?1 IS NULL OR {_OWN}",
            None if among is None else json.dumps(sorted(among)),
        ):
            path = Path(os.fsdecode(row["path"]))
            files.setdefault(row["document_id"], []).append((path, row["symbol"]))
        return {document for document, own in files.items() if chooses(own)}

    def _take_settings(self, *, is_first: bool) -> bool:
        """Copy settings and neutraliser of the whole store; return whether any was different."""
        before = self._database.connection.total_changes
        for name in _SETTINGS:
            self._database.run(
                "INSERT OR REPLACE INTO main.setting SELECT name, value FROM whole.setting "
                "WHERE name = ?1 "
                "AND value IS NOT (SELECT value FROM main.setting WHERE name = ?1)",
                name,
            )
        if is_first:
            for name in _WORDS:
                self._database.run(
                    f"INSERT INTO main.{name} ({name}, rank) VALUES ('secure-delete', 1)"
                )
        own_rows, whole_rows = (
            f"SELECT * FROM {schema}.neutraliser" for schema in ("main", "whole")
        )
        if self._has_difference(own_rows, whole_rows):
            self._database.run("DELETE FROM main.neutraliser")
            self._take("neutraliser", "TRUE")
        return self._database.connection.total_changes != before

    def _remove_documents(self, documents: Sequence[int]) -> None:
        ids = json.dumps(documents)
        passages = (
            f"SELECT id FROM main.passage WHERE version_id IN "
            f"(SELECT id FROM main.version WHERE {_OWN})"
        )
        self._database.run(
            "INSERT OR IGNORE INTO temp.dropped "
            f"SELECT embedded FROM main.passage WHERE id IN ({passages}) "
            f"UNION SELECT embedded FROM main.sentence WHERE passage_id IN ({passages})",
            ids,
        )
        self._database.run(
            f"DELETE FROM main.file WHERE id IN (SELECT file_id FROM main.version WHERE {_OWN})",
            ids,
        )
        self._database.run(
            "DELETE FROM main.document WHERE id IN (SELECT value FROM json_each(?))", ids
        )

    def _take_unread(self, chooses: Chooses) -> bool:
        """Copy files without a document; return whether any is new, changed or gone."""
        leaving, coming = self._find_unread(chooses)
        listed = "id IN (SELECT value FROM json_each(?))"
        if leaving:
            self._database.run(f"DELETE FROM main.file WHERE {listed}", json.dumps(leaving))
        if coming:
            self._take("file", listed, json.dumps(coming))
        return bool(leaving or coming)

    def _find_unread(self, chooses: Chooses) -> tuple[list[int], list[int]]:
        """Return ids of files without a document: those to remove, and those to add."""
        columns = ", ".join(self._column_names("file"))
        unread = (
            f"SELECT {columns} FROM {{0}}.file WHERE id NOT IN (SELECT file_id FROM {{0}}.version)"
        )
        whole_files = {
            row["id"]: tuple(row)
            for row in self._database.query(unread.format("whole"))
            if chooses([(Path(os.fsdecode(row["path"])), None)])
        }
        own_files = {row["id"]: tuple(row) for row in self._database.query(unread.format("main"))}
        return (
            [file for file in own_files if whole_files.get(file) != own_files[file]],
            [file for file in whole_files if whole_files[file] != own_files.get(file)],
        )

    def _take_listed(self, chooses: Chooses) -> bool:
        """Copy what lists name and nobody has; return whether any is new, changed or gone."""
        rows = self._find_listed(chooses)
        if rows is None:
            return False
        self._database.run("DELETE FROM main.listed")
        self._database.run_many("INSERT INTO main.listed VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        return True

    def _find_listed(self, chooses: Chooses) -> list[tuple[object, ...]] | None:
        """Return the rows of listed documents as they should be here; None where they are so.

        What the whole store has is left out. A reader who may not see the document would otherwise
        read its title in the list.
        """
        rows = [
            tuple(row)
            for row in find_absent(self._database, "whole")
            if chooses([(Path(os.fsdecode(row["list"])), row["symbol"])])
        ]
        own_rows = map(tuple, self._database.query("SELECT * FROM main.listed ORDER BY name, list"))
        return None if rows == [*own_rows] else rows

    def _column_names(self, name: str) -> list[str]:
        names = self._database.query_column("SELECT name FROM pragma_table_info(?)", name)
        return ["rowid", *names] if name in _WORDS else names

    def _take(self, name: str, which: str, *values: object) -> None:
        columns = ", ".join(self._column_names(name))
        self._database.run(
            f"INSERT {'OR IGNORE' if name == 'vector' else ''} INTO main.{name} ({columns}) "
            f"SELECT {columns} FROM whole.{name} WHERE {which}",
            *values,
        )


def _split(documents: Sequence[int]) -> Iterator[Sequence[int]]:
    for begin in range(0, len(documents), _AT_ONCE):
        yield documents[begin : begin + _AT_ONCE]
