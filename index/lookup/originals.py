"""Original files of versions, handed out by path or bytes; only files that the index knows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import NoSuchPathError, ReadError, UnreadableError
from index.lookup.catalogue import SourceFile
from ingest.files import archives


def is_there(source: SourceFile) -> bool:
    """Whether the file still exists where it was read."""
    return archives.exists(source.path)


@contextmanager
def open_original(source: SourceFile) -> Iterator[Path]:
    """Yield the file's path, unpacked if archived; raise ``ReadError`` where it is gone."""
    if source.path.is_file():
        yield source.path
        return
    if not is_there(source):
        # Without its folders: visitors need not know the paths of the server.
        raise NoSuchPathError(
            f"{source.name} is not there any more where it was read. Ingest the folder in which it "
            "stands now."
        )
    with archives.extract(source.path) as path:
        yield path


def read(source: SourceFile) -> bytes:
    """Return the file's bytes; raise ``ReadError`` where it is gone or unreadable."""
    try:
        with open_original(source) as path:
            return path.read_bytes()
    except ReadError:
        raise
    except OSError as error:
        raise UnreadableError(
            f"{source.name} cannot be read: {error.strerror or error}. Check its permissions."
        ) from error
