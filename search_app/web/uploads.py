"""Ingest of files uploaded in the app: checked, kept next to the index, read with limits.

A file keeps its name in a folder named by its content, so none can overwrite another.
"""

from __future__ import annotations

import contextvars
import hashlib
import logging
import os
import shutil
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpus import settings
from corpus.documents import path_text
from corpus.errors import LockedIndexError, WsisSearchError
from ingest.files import READABLE, archives
from ingest.limits import Limits
from search_app.file_names import safe_name

if TYPE_CHECKING:  # heavy, and needed when a file comes
    from index import Index
    from index.indexing import Report, Step
    from index.store import FileRecord, Store

_FOLDER: Final = "uploads"


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """Limits of what may be uploaded.

    ``files`` (also those in archives) and ``passages`` are limits at a time. ``megabytes`` and
    ``seconds`` limit one file, and ``total_megabytes`` all uploads that are kept.
    """

    files: int = 20
    megabytes: int = 50
    total_megabytes: int = 5000
    seconds: float = 120.0
    passages: int = 20_000

    @property
    def at_a_time(self) -> int:
        """Megabytes of uploads in memory at a time, of all sessions."""
        return self.files * self.megabytes

    @classmethod
    def from_environment(cls) -> UploadLimits:
        """Return the limits, with the operator's for one file."""
        return cls(megabytes=int(settings.UPLOAD_MEGABYTES.number))


@dataclass(frozen=True, slots=True)
class Outcome:
    """Outcome for a file, or for a document in an archive.

    ``code`` is ``added``, ``known``, or why it was refused: an error's code (``corpus.errors``),
    ``too-many``, ``too-many-inside`` or ``no-room``. A document's name has its archive's before it.
    """

    name: str
    code: str
    symbol: str | None = None
    language: str | None = None
    passages: int = 0


@dataclass(slots=True)
class Upload:
    """An ingest of uploaded files, which goes on without its page.

    ``done`` counts within ``all`` of the present step, and ``error`` is why it stopped.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    step: Step = "files"
    done: int = 0
    all: int = 0
    error: WsisSearchError | None = None
    is_done: bool = False


_lock = threading.Lock()
_current: dict[str, Upload] = {}


def is_allowed() -> bool:
    """Whether the operator allows uploads: ``WSIS_SEARCH_ALLOW_UPLOAD=1``."""
    return settings.ALLOW_UPLOAD.is_on


def keep(
    folder: Path, files: Sequence[tuple[str, bytes]], limits: UploadLimits
) -> tuple[list[Path], list[Outcome]]:
    """Write uploaded files into ``uploads/`` of an index; return their paths and refused ones."""
    paths: list[Path] = []
    refused: list[Outcome] = []
    stored = (path for path in (folder / _FOLDER).rglob("*") if path.is_file())
    room = limits.total_megabytes * 1024**2 - sum(path.stat().st_size for path in stored)
    for index, (given_name, content) in enumerate(files):
        name = safe_name(given_name)
        code = _refusal(name, content, limits, index, room)
        if code:
            refused.append(Outcome(name, code))
            continue
        target = folder / _FOLDER / hashlib.sha256(content).hexdigest()[:16] / name
        if not target.is_file():
            room -= len(content)
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f".{os.getpid()}-{threading.get_ident()}.part")
            part.write_bytes(content)
            part.replace(target)
        paths.append(target)
    return paths, refused


def current(folder: Path) -> Upload | None:
    """Return the present or last ingest into an index; None without one."""
    return _current.get(str(folder))


def forget(folder: Path) -> None:
    """Forget an ingest that is done."""
    with _lock:
        upload = _current.get(str(folder))
        if upload and upload.is_done:
            del _current[str(folder)]


def begin(
    index: Index, folder: Path, files: Sequence[tuple[str, bytes]], limits: UploadLimits
) -> Upload:
    """Keep uploaded files and read them into an index, in the background."""
    with _lock:
        going_on = _current.get(str(folder))
        if going_on and not going_on.is_done:
            raise LockedIndexError(
                "Other files are being added to the index at the moment. Wait until that is done, "
                "then try again."
            )
        upload = Upload()
        _current[str(folder)] = upload
    try:
        paths, refused = keep(folder, files, limits)
    except OSError:
        upload.is_done = True
        raise
    upload.outcomes += refused
    asking = contextvars.copy_context()  # who sent them is noted
    threading.Thread(
        target=asking.run, args=(_ingest, index, paths, limits, upload), name="upload", daemon=True
    ).start()
    return upload


# --- the inside ----------------------------------------------------------------------------------


def _refusal(name: str, content: bytes, limits: UploadLimits, index: int, room: int) -> str | None:
    if index >= limits.files:
        return "too-many"
    if Path(name).suffix.lower() not in READABLE:
        return "unsupported-format"
    if not content:
        return "empty-file"
    if len(content) > limits.megabytes * 1024**2:
        return "too-large"
    return "no-room" if len(content) > room else None


def _without_crowded(
    files: Sequence[Path], limits: UploadLimits
) -> tuple[list[Path], list[Outcome]]:
    """Refuse and delete archives with too many or too large documents; return both lists."""
    inside = {path: archives.sizes(path) for path in files}
    room = limits.files - sum(not sizes for sizes in inside.values())
    paths: list[Path] = []
    refused: list[Outcome] = []
    for path, sizes in inside.items():
        is_large = any(size > limits.megabytes * 1024**2 for size in sizes)
        if is_large or len(sizes) > room:
            refused.append(Outcome(path.name, "too-large" if is_large else "too-many-inside"))
            shutil.rmtree(path.parent, ignore_errors=True)
        else:
            room -= len(sizes)
            paths.append(path)
    return paths, refused


def _ingest(index: Index, paths: Sequence[Path], limits: UploadLimits, upload: Upload) -> None:
    done: dict[Step, int] = {"files": 0, "passages": 0}

    def tell(step: Step, more: int, all_: int) -> None:
        # Files are read while others are embedded: each has its own count.
        done[step] = more + (0 if step == "passages" and not more else done[step])
        upload.step, upload.done, upload.all = step, done[step], all_

    try:
        files, refused = _without_crowded(paths, limits)
        upload.outcomes += refused
        if files:
            reading = replace(
                Limits.from_environment(), seconds=limits.seconds, total_passages=limits.passages
            )
            known_paths = {
                record.path
                for record in index.store.files.all()
                if record.code is None
                and any(archives.is_at_or_below(record.path, path) for path in files)
            }
            report = index.ingest(files, limits=reading, progress=tell)
            upload.outcomes += _outcomes(index.store, files, known_paths, report)
    except WsisSearchError as error:
        upload.error = error
    except Exception as error:  # a thread has nobody else to tell
        logging.getLogger(__name__).exception("An upload failed")
        upload.error = WsisSearchError(f"The files could not be added: {type(error).__name__}.")
    finally:
        upload.is_done = True


def _outcomes(
    store: Store, files: Sequence[Path], known_paths: set[Path], report: Report
) -> list[Outcome]:
    outcomes: list[Outcome] = []
    names: set[str] = set()
    for path in files:
        records = [
            record for record in store.files.all() if archives.is_at_or_below(record.path, path)
        ]
        for record in records:
            code = record.code or ("known" if record.path in known_paths else "added")
            outcomes.append(_outcome(store, record, path, code))
            names.add(record.display_name)
        if all(record.code for record in records):
            # What cannot be read is not kept: there is nothing to be cited from it.
            for record in records:
                store.files.remove(record.path)
            shutil.rmtree(path.parent, ignore_errors=True)
    outcomes += [
        Outcome(Path(shown).name, code) for shown, code, _ in report.failed if shown not in names
    ]
    return outcomes


def _outcome(store: Store, record: FileRecord, path: Path, code: str) -> Outcome:
    inside = record.display_name.removeprefix(path_text(path))
    row = store.versions.of_file(record.id)
    facts = (row["symbol"], row["language"], row["passages"]) if row else ()
    return Outcome(path.name + inside, code, *facts)
