"""Copies of the project, in which the tests of mutants run."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

from benchmarks.mutation.areas import ROOT

LINE_NOTES: Final = '''"""Note the lines that a process reaches, if the environment asks for it."""

import os
import sys
import threading

if "MUTATION_LINES" in os.environ:
    files = set(os.environ["MUTATION_FILES"].split(os.pathsep))
    known = set()
    stream = os.open(os.environ["MUTATION_LINES"], os.O_WRONLY | os.O_APPEND)

    def trace(frame, event, _):
        path = frame.f_code.co_filename
        if path not in files:
            return None
        place = f"{path}:{frame.f_lineno}\\n"
        if place not in known:
            known.add(place)
            try:
                os.write(stream, place.encode())
            except OSError:
                return None
        return trace

    sys.settrace(trace)
    threading.settrace(trace)
'''
"""Module that Python imports first in each process that a test starts."""


def copy_project(target: Path) -> None:
    """Copy the files that git does not ignore, as they are now, to a folder that is emptied."""
    shutil.rmtree(target, ignore_errors=True)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        source = ROOT / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)
    (target / "sitecustomize.py").write_text(LINE_NOTES, "utf-8")
