"""The audit log: a line of JSON for each change and export, in a file of the operator.

At 10 MB a file is renamed with ``.1``, older ones up to ``.10``; the next is deleted.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from corpus.documents import path_text
from corpus.errors import AccessError
from index.access.readers import reader_name
from index.access.rules import Rules

_BYTES: Final = 10_000_000
_KEPT: Final = 10


def note(rules: Rules | None, event: str, **facts: Any) -> None:
    """Write an event with its facts to the log, where the rules name a file.

    A ``query`` is written only where the rules say so. ``AccessError`` means that the log cannot be
    written, and that nothing may be changed or exported.
    """
    if rules is None or rules.audit is None or (event == "query" and not rules.audits_queries):
        return
    time = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = json.dumps({"time": time, "who": reader_name(), "event": event, **facts})
    from filelock import FileLock  # here: most indexes have no rules

    try:
        with FileLock(f"{rules.audit}.lock"):  # the app and other programs write to it as well
            _make_room(rules.audit)
            written = os.open(rules.audit, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
            with os.fdopen(written, "w", encoding="utf-8") as file:
                file.write(f"{line}\n")
                if event != "query":  # it outlasts a power cut, as what is done then may
                    file.flush()
                    os.fsync(file.fileno())
    except OSError as error:
        raise AccessError(
            f"What is done cannot be noted in {path_text(rules.audit)}: {error.strerror or error}. "
            "Nothing is done until it can be."
        ) from error


def _make_room(path: Path) -> None:
    if not path.exists() or path.stat().st_size < _BYTES:
        return
    for number in range(_KEPT - 1, 0, -1):
        older = path.with_name(f"{path.name}.{number}")
        if older.exists():
            older.replace(path.with_name(f"{path.name}.{number + 1}"))
    path.replace(path.with_name(f"{path.name}.1"))
