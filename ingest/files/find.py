"""The search for files to read, in folders and archives."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.documents import path_text
from corpus.errors import EmptyFolderError, LeadsOutError, NoSuchPathError, ReadError
from ingest.files import archives
from ingest.files.formats import is_candidate, list_kinds, preference


def find(
    paths: Sequence[Path], *, follow_links: bool = False
) -> tuple[list[Path], list[tuple[ReadError, Path]]]:
    """Find the files to read: absolute, distinct, in a stable order; and errors with their paths.

    Hidden files in folders are left out. Links out of a folder could expose other people's files.
    """
    files: dict[Path, None] = {}
    absent: list[tuple[ReadError, Path]] = []
    for name in paths:
        path = Path(os.path.abspath(name))  # noqa: PTH100 - a link keeps its own name
        if path.is_dir():
            candidates = sorted(_walk(path, follow_links=follow_links), key=os.fsencode)
            links = [] if follow_links else [link for link in candidates if link.is_symlink()]
            out = {link: None for link in links if leads_out(link, path)}
            for link in out:
                message = (
                    f"{path_text(link)} is a link that leads out of {path_text(path)}, and is not "
                    "followed. Name what it points to, or use --follow-links."
                )
                absent.append((LeadsOutError(message), link))
            files.update(dict.fromkeys(file for file in candidates if file not in out))
            if not candidates:
                error: ReadError = EmptyFolderError(
                    f"{path_text(path)} holds no file that can be read ({list_kinds()}). Name "
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


def leads_out(path: Path, folder: Path) -> bool:
    """Whether links lead from a path below ``folder`` to somewhere else."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _walk(folder: Path, *, follow_links: bool) -> Iterator[Path]:
    """Yield the files below a folder, each folder once, and folder links that lead out."""
    seen = set()
    for root, folders, names in os.walk(folder, followlinks=follow_links):
        if follow_links:
            here = os.path.realpath(root)
            if here in seen:
                folders.clear()
                continue
            seen.add(here)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(root, name)
            if is_candidate(path):
                yield path
        if not follow_links:
            links = (Path(root, name) for name in folders)
            yield from (link for link in links if link.is_symlink() and leads_out(link, folder))
