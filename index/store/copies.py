"""How does a store become a copy of a part of another one, and follow it? And is it one of a whole?

What a reader may not see is in no row of the copy, so no question that is asked of it can tell. Ids
stay those of the whole, so that what a reader keeps leads to the same passages in each copy. What
is computed over all rows (words, and whatever is derived by the floors above) is that of the copy.
"""

# ruff: noqa: S608 - what is put into statements are names of tables and columns from a fixed list

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from corpus.documents import path_text
from corpus.errors import CopyError
from index.store.database import Database
from index.store.words import TABLES, table

Chooses = Callable[[Collection[tuple[Path, str | None]]], bool]
"""Whether a document is in the copy: by the paths of its files, each with the document's symbol."""

COPY: Final = "WSIS_SEARCH_COPY"
"""The environment variable that names where another machine publishes what this is a copy of."""

COPIED: Final = "copied.json"
"""Name of the file that stands beside the database of a copy of what another machine publishes."""

_FOLLOWED: Final = "copy-of"
"""Setting: id and stamp of the store that it is a copy of, and the name of the choice."""

_RULES: Final = "access"
"""Setting: the content of the file of rules (``index.access``)."""

_SETTINGS: Final = ("model", "dimension", "alignment")
_AT_ONCE: Final = 500
_OWN: Final = "document_id IN (SELECT value FROM json_each(?1))"
_VERSIONS: Final = f"SELECT id FROM whole.version WHERE {_OWN}"
_PASSAGES: Final = f"SELECT id FROM whole.passage WHERE version_id IN ({_VERSIONS})"

_ROWS: Final[Mapping[str, str]] = {
    "vector": f"digest IN (SELECT embedded FROM whole.passage WHERE version_id IN ({_VERSIONS})"
    f" UNION SELECT embedded FROM whole.sentence WHERE passage_id IN ({_PASSAGES}))",
    "document": "id IN (SELECT value FROM json_each(?1))",
    "file": f"id IN (SELECT file_id FROM whole.version WHERE {_OWN})",
    "version": _OWN,
    "passage": f"version_id IN ({_VERSIONS})",
    "mandates": f"version_id IN ({_VERSIONS})",
    "role": f"passage_id IN ({_PASSAGES})",
    "sentence": f"passage_id IN ({_PASSAGES})",
    "slots": f"passage_id IN ({_PASSAGES})",
    "mention": f"passage_id IN ({_PASSAGES})",
}
"""Which rows of each table come with documents; in an order in which each refers to what is there.
A table of ``index.store.migrations`` that readers are told of has to stand here."""


class Copies(Database):
    """The part of a store that makes it a copy, and keeps one as it is."""

    _is_open = False

    @property
    def is_copy(self) -> bool:
        """Whether it is a copy of what another machine publishes, which is written there alone."""
        return (self.folder / COPIED).exists()

    def check_own(self) -> None:
        """Make sure that it is written to here.

        Raises:
            CopyError: it is a copy of what another machine publishes.
        """
        if self.is_copy:
            raise CopyError(
                f"The index in {path_text(self.folder)} is a copy of what is published elsewhere, "
                "and is written to there alone. Ingest there; or, for an index of your own, back "
                "this one up and restore that into another folder."
            )

    @property
    def remembered_rules(self) -> str | None:
        """The rules of who may see what that are in force; None where there never were any.

        Empty where there are rules that nobody has read yet.
        """
        return self.setting(_RULES)

    def remember_rules(self, content: str) -> None:
        """Remember the rules of who may see what."""
        self.remember(_RULES, content)

    def forget_rules(self) -> None:
        """Forget that there were rules of who may see what."""
        if self.is_copy:
            self.remember(_RULES, None)
        else:
            with self.transaction():  # a moment, so that it is published
                self._run("DELETE FROM setting WHERE name = ?", _RULES)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Run what is inside in one transaction; a copy is brought forward when it is opened.

        Raises:
            CopyError: it is a copy, and open: the next one would replace what is written.
        """
        if self._is_open:
            self.check_own()
        with super().transaction():
            yield

    def follow(self, whole: Database, choice: str, chooses: Chooses) -> bool:
        """Bring this store to the moment of the one that it is a copy of.

        Args:
            whole: the other one.
            choice: names what is chosen; where it is another, all is chosen anew.
            chooses: which documents are in the copy. A file that gave none is a document without a
                symbol.

        Returns:
            Whether anything had to be done.
        """
        if self._is_as(whole, choice):
            return False
        address = f"{whole.folder.absolute().joinpath('index.sqlite3').as_uri()}?mode=ro"
        with self._writing, self._errors(), self._connected():
            # What leaves the copy leaves its file, too.
            self._run("PRAGMA secure_delete = ON")
            self._run("ATTACH ? AS whole", address)
            try:
                with self.transaction():
                    if not self._is_as(whole, choice):  # another process may have been quicker
                        self._bring_up(choice, chooses)
            finally:
                self._run("DETACH whole")
        return True

    # --- the inside ------------------------------------------------------------------------------

    def _is_as(self, whole: Database, choice: str) -> bool:
        return self.setting(_FOLLOWED) == _name(whole.id, _moment_of(whole), choice)

    def _bring_up(self, choice: str, chooses: Chooses) -> None:
        (row,) = self.query(
            "SELECT (SELECT value FROM whole.setting WHERE name = 'id') AS id, "
            "ifnull((SELECT stamp FROM whole.moment ORDER BY number DESC LIMIT 1), "
            "(SELECT value FROM whole.setting WHERE name = 'generation')) AS moment"
        )
        before = json.loads(self.setting(_FOLLOWED) or "[null, null, null]")
        since = self._one(
            "SELECT number FROM whole.moment WHERE stamp = ? AND ? = ?",
            before[1],
            before[0],
            row["id"],
        )
        own = {one["id"] for one in self.query("SELECT id FROM main.document")}
        if since is None:
            gone, coming = own, self._chosen(chooses)
            self._take_settings()
        else:
            changed = {
                one["document_id"]
                for one in self.query(
                    "SELECT document_id FROM whole.changed WHERE moment > ?", since["number"]
                )
            }
            if before[2] == choice:
                gone, coming = changed, self._chosen(chooses, changed)
            else:
                chosen = self._chosen(chooses)
                gone = (own - chosen) | changed
                coming = chosen - (own - changed)
        self._run("CREATE TEMP TABLE IF NOT EXISTS dropped (digest BLOB PRIMARY KEY)")
        for some in _parted(sorted(gone & own)):
            self._remove_documents(some)
        self._remove_unread()
        for some in _parted(sorted(coming)):
            self._take_documents(some)
        self._take_unread(chooses)
        self._run(
            "DELETE FROM main.vector WHERE digest IN (SELECT digest FROM temp.dropped) "
            "AND digest NOT IN (SELECT embedded FROM main.passage) "
            "AND digest NOT IN (SELECT embedded FROM main.sentence)"
        )
        self._run("DROP TABLE temp.dropped")
        self._raise_generation()
        self._set(_FOLLOWED, _name(row["id"], row["moment"], choice))

    def _chosen(self, chooses: Chooses, among: Collection[int] | None = None) -> set[int]:
        files: dict[int, list[tuple[Path, str | None]]] = {}
        for row in self.query(
            "SELECT document_id, path, symbol FROM whole.version "
            "JOIN whole.file ON file.id = file_id JOIN whole.document ON document.id = document_id "
            f"WHERE ?1 IS NULL OR {_OWN}",
            None if among is None else json.dumps(sorted(among)),
        ):
            path = Path(os.fsdecode(row["path"]))
            files.setdefault(row["document_id"], []).append((path, row["symbol"]))
        return {document for document, own in files.items() if chooses(own)}

    def _take_settings(self) -> None:
        for name in _SETTINGS:
            self._run(
                "INSERT OR REPLACE INTO main.setting "
                "SELECT name, value FROM whole.setting WHERE name = ?",
                name,
            )
        for name in (*map(table, TABLES), "fields"):
            self._run(f"INSERT INTO main.{name} ({name}, rank) VALUES ('secure-delete', 1)")
        self._run("DELETE FROM main.neutraliser")
        self._take("neutraliser", "TRUE")

    def _remove_documents(self, documents: Sequence[int]) -> None:
        named = json.dumps(documents)
        passages = (
            f"SELECT id FROM main.passage WHERE version_id IN "
            f"(SELECT id FROM main.version WHERE {_OWN})"
        )
        self._run(
            "INSERT OR IGNORE INTO temp.dropped "
            f"SELECT embedded FROM main.passage WHERE id IN ({passages}) "
            f"UNION SELECT embedded FROM main.sentence WHERE passage_id IN ({passages})",
            named,
        )
        self._run(
            f"DELETE FROM main.file WHERE id IN (SELECT file_id FROM main.version WHERE {_OWN})",
            named,
        )
        self._run("DELETE FROM main.document WHERE id IN (SELECT value FROM json_each(?))", named)

    def _remove_unread(self) -> None:
        self._run("DELETE FROM main.file WHERE id NOT IN (SELECT file_id FROM main.version)")

    def _take_documents(self, documents: Sequence[int]) -> None:
        named = json.dumps(documents)
        for name, which in _ROWS.items():
            self._take(name, which, named)
        columns = {**{table(code): "words, wholes" for code in TABLES}, "fields": "heading, title"}
        for name, own in columns.items():
            self._run(
                f"INSERT INTO main.{name} (rowid, {own}) SELECT rowid, {own} FROM whole.{name} "
                f"WHERE rowid IN ({_PASSAGES})",
                named,
            )

    def _take_unread(self, chooses: Chooses) -> None:
        rows = self.query(
            "SELECT id, path FROM whole.file WHERE id NOT IN (SELECT file_id FROM whole.version)"
        )
        taken = [row["id"] for row in rows if chooses([(Path(os.fsdecode(row["path"])), None)])]
        self._take("file", "id IN (SELECT value FROM json_each(?))", json.dumps(taken))

    def _take(self, name: str, which: str, *values: object) -> None:
        columns = ", ".join(
            row["name"] for row in self.query(f"SELECT name FROM pragma_table_info('{name}')")
        )
        self._run(
            f"INSERT {'OR IGNORE' if name == 'vector' else ''} INTO main.{name} ({columns}) "
            f"SELECT {columns} FROM whole.{name} WHERE {which}",
            *values,
        )


def _moment_of(store: Database) -> str:
    """Its stamp, or the generation of one that was brought to this schema and never written."""
    return store.stamp or str(store.generation)


def _name(identity: str, stamp: str, choice: str) -> str:
    return json.dumps([identity, stamp, choice])


def _parted(documents: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(documents), _AT_ONCE):
        yield documents[at : at + _AT_ONCE]
