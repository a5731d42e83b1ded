"""Is an index whole, and does it still say what the files say?

What is wrong with the index itself is mended by reading the files again; what changed outside of it
is brought in by the next ingest. Nothing is changed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.documents import path_text
from index.store.documents import Store
from ingest.files import archives

__all__ = ["Finding", "verify"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be.

    Attributes:
        kind: whether the index is damaged, or only behind its files.
        code: short name, for programs.
        message: what was found and what to do.
        file: that it is about; None where it is about the whole.
    """

    kind: Literal["damage", "behind"]
    code: str
    message: str
    file: str | None = None


def verify(store: Store) -> list[Finding]:
    """Look through an index.

    Reads every file that was ingested, to compare it with what was read then.

    Raises:
        DamagedIndexError: so damaged that it cannot even be looked through.
    """
    return [*_database(store), *_passages(store), *_vectors(store), *_files(store)]


def _database(store: Store) -> Iterator[Finding]:
    for row in store.query("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield _damage("database", f"SQLite says: {row[0]}.")
    if store.query("PRAGMA foreign_key_check"):
        yield _damage("orphans", "Rows refer to others that are not there.")


def _passages(store: Store) -> Iterator[Finding]:
    broken = store.query(
        "SELECT shown FROM version JOIN file ON file.id = file_id "
        "JOIN passage ON version_id = version.id GROUP BY version.id "
        "HAVING min(ordinal) <> 0 OR max(ordinal) <> count(*) - 1"
    )
    for row in broken:
        yield _damage("passages", "Passages are missing.", row["shown"])
    wrong = store.query(
        "SELECT shown, count(*) AS number FROM mention JOIN passage ON passage.id = passage_id "
        "JOIN version ON version.id = version_id JOIN file ON file.id = file_id "
        "WHERE substr(passage.text, mention.start + 1, mention.stop - mention.start) "
        "<> mention.text GROUP BY shown"
    )
    for row in wrong:
        message = f"{row['number']} references do not stand where the index says."
        yield _damage("mentions", message, row["shown"])


def _vectors(store: Store) -> Iterator[Finding]:
    dimension = int(store.setting("dimension") or 0)
    wrong = store.query(
        "SELECT count(*) AS number FROM vector WHERE length(value) <> ?", 4 * dimension
    )[0]["number"]
    if wrong:
        yield _damage("vector-length", f"{wrong} vectors have the wrong length.")
    passages, sentences = store.count_missing()
    if passages:
        yield Finding(
            "behind",
            "vectors-missing",
            f"{passages:,} passages have no vector yet, so that no search finds them by meaning. "
            "Ingest any file or folder again; what is missing is made up for.",
        )
    if sentences:
        yield Finding(
            "behind",
            "sentence-vectors-missing",
            f"At least {sentences:,} sentence vectors are missing, so that passages are found "
            "by their whole alone, less exactly. Ingest any file or folder again; what is missing "
            "is made up for.",
        )


def _files(store: Store) -> Iterator[Finding]:
    for record in store.files():
        if not archives.exists(record.path):
            yield Finding(
                "behind",
                "file-gone",
                f"{record.path.name} is not there any more. Forget it: wsis-search ingest --prune",
                record.shown,
            )
        elif archives.fingerprint(record.path) != (record.bytes, record.sha256):
            yield Finding(
                "behind",
                "file-changed",
                f"{record.path.name} has changed since it was read. Read it again: wsis-search "
                f"ingest {path_text(record.path)}",
                record.shown,
            )


def _damage(code: str, message: str, file: str | None = None) -> Finding:
    again = f"wsis-search ingest --force {file}" if file else "wsis-search ingest --force FOLDER"
    return Finding("damage", code, f"{message} Read the files again: {again}", file)
