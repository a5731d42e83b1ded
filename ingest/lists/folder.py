"""Lists that a folder holds beside its documents, as ITU Sync leaves them on a delegate's disk."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.documents import path_text
from corpus.errors import FetchError
from ingest.lists.documents import DocumentList, read_list
from ingest.lists.names import ListName
from ingest.lists.xml_records import LARGEST


def is_list(path: Path) -> bool:
    """Whether a file is named as a list of ITU's, and so is no document."""
    return ListName.parse(path.name) is not None


def find_lists(paths: Sequence[Path]) -> list[Path]:
    """Find the lists among files and below folders, hidden ones left out, each once, in order."""
    lists: dict[Path, None] = {}
    for name in paths:
        path = Path(os.path.abspath(name))  # noqa: PTH100 - a link keeps its own name
        if path.is_dir():
            lists.update(dict.fromkeys(sorted(_walk(path), key=os.fsencode)))
        elif is_list(path) and path.is_file():
            lists[path] = None
    return [*lists]


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(root, name)
            # What a link leads to may be no list of this folder's, and a device has no end.
            if is_list(path) and path.is_file() and not path.is_symlink():
                yield path


def read_list_file(path: Path) -> DocumentList:
    """Read a list of documents from its file; raise FetchError if that is impossible."""
    return read_list(read_bounded(path), path_text(path))


def read_bounded(path: Path) -> bytes:
    """Return a file's content, cut at the most bytes that a list has, or raise FetchError."""
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or error
        raise FetchError(f"{path_text(path)} cannot be read: {reason}. Check the path.") from error
