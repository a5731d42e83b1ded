"""Is an index whole, and does it still say what the files say?

What is wrong with the index itself is mended by reading the files again; what changed outside of it
is brought in by the next ingest. Nothing is changed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.documents import path_text
from index.build.texts import VERSION
from index.store import Store
from ingest.files import archives


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
    return [*_database(store), *_vectors(store), *_files(store)]


def _database(store: Store) -> Iterator[Finding]:
    for code, message, file in store.faults():
        yield _damage(code, message, file)
    for file, number in store.misplaced_mentions():
        yield _damage("mentions", f"{number} references do not stand where the index says.", file)


def _vectors(store: Store) -> Iterator[Finding]:
    dimension = int(store.setting("dimension") or 0)
    wrong = store.count_wrong_lengths(dimension)
    if wrong:
        yield _damage("vector-length", f"{wrong} vectors have the wrong length.")
    passages, sentences = store.count_missing(VERSION)
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
                record.display_name,
            )
        elif archives.fingerprint(record.path) != (record.bytes, record.sha256):
            yield Finding(
                "behind",
                "file-changed",
                f"{record.path.name} has changed since it was read. Read it again: wsis-search "
                f"ingest {path_text(record.path)}",
                record.display_name,
            )


def _damage(code: str, message: str, file: str | None = None) -> Finding:
    again = f"wsis-search ingest --force {file}" if file else "wsis-search ingest --force FOLDER"
    return Finding("damage", code, f"{message} Read the files again: {again}", file)
