"""Which files are there to be read, below folders and in archives?"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.documents import path_text
from corpus.errors import EmptyFolderError, NoSuchPathError, ReadError
from ingest.files import archives
from ingest.files.formats import is_candidate, preference, readable_kinds


def find(paths: Sequence[Path]) -> tuple[list[Path], list[tuple[ReadError, Path]]]:
    """Find the files to read.

    Args:
        paths: files are taken whatever their name; folders are searched, hidden ones left out.

    Returns:
        Files, absolute, each once, in a stable order; and what could not be found, with the error.
    """
    files: dict[Path, None] = {}
    absent: list[tuple[ReadError, Path]] = []
    for given in paths:
        path = Path(os.path.abspath(given))  # noqa: PTH100 - a link keeps its own name
        if path.is_dir():
            found = sorted(_walk(path), key=os.fsencode)
            files.update(dict.fromkeys(found))
            if not found:
                error: ReadError = EmptyFolderError(
                    f"{path_text(path)} holds no file that can be read ({readable_kinds()}). Name "
                    "the folder that the documents are in."
                )
                absent.append((error, path))
        elif archives.exists(path):
            files[path] = None
        else:
            error = NoSuchPathError(f"There is no {path_text(path)}. Check the path.")
            absent.append((error, path))
    members, refused = archives.expand(files)
    # Word files first: a PDF with the same text needs no vectors of its own (index.versions.twins).
    return sorted(members, key=lambda path: preference(path.suffix)), absent + refused


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(root, name)
            if is_candidate(path):
                yield path
