"""The command ``wsis-search``, run as a person runs it: what it printed, and how it ended.

:func:`run` runs it in the process of the test, through the same ``main`` and with streams of bytes,
so that the libraries and the model are loaded once. :func:`start` starts the installed program:
for what only a process shows.
"""

from __future__ import annotations

import gc
import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from search_app import cli

PROGRAM = Path(sys.executable).with_name("wsis-search")


@dataclass(frozen=True)
class Outcome:
    """Exit code and output of one run of the command."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


def run(
    *arguments: str | Path, index: Path | None = None, given: bytes = b"", **environment: str
) -> Outcome:
    """Run the command in this process, with ``given`` on stdin."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii") for _ in range(2))
    with (
        patch.dict(os.environ, _environment(index, environment)),
        patch.object(gc, "set_threshold"),  # other tests look how much memory is taken
        patch.object(sys, "argv", [str(PROGRAM), *map(str, arguments)]),
        patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(given))),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = _exit_code()
    return Outcome(code, _read_written(out), _read_written(err))


def start(
    *arguments: str | Path, index: Path | None = None, given: bytes = b"", **environment: str
) -> Outcome:
    """Start the command as a process of its own, with ``given`` on stdin."""
    done = subprocess.run(
        [PROGRAM, *arguments],
        env={**os.environ, **_environment(index, environment)},
        input=given,
        check=False,
        capture_output=True,
        timeout=300,
    )
    outcome = Outcome(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
    assert "Traceback" not in outcome.err, outcome.err
    return outcome


def _environment(index: Path | None, further: dict[str, str]) -> dict[str, str]:
    return {
        "COLUMNS": "120",
        "LC_ALL": "C.UTF-8",
        "WSIS_SEARCH_DEBUG": "1",  # so that a mistake shows as a traceback
        "WSIS_SEARCH_INDEX": str(index or "/nonexistent"),
        **further,
    }


def _exit_code() -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main()
    code = ended.value.code
    assert code is None or isinstance(code, int)
    return code or 0


def _read_written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    data = stream.buffer
    assert isinstance(data, io.BytesIO)
    return data.getvalue().decode("utf-8")
