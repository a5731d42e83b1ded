"""The program runs where POSIX does not: its modules come in without what only POSIX has."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import corpus
import index
import ingest
import search_app

# Run in a process of its own. What libraries import is theirs: they look at the platform, which
# here is what it is.
CODE = """
import builtins, importlib, os, pkgutil, signal, sys

ABSENT = {"resource", "fcntl", "pwd", "grp", "termios", "tty", "pty", "syslog", "posix"}
OURS = {"corpus", "ingest", "index", "search_app"}
real = builtins.__import__

def without_posix(name, globals=None, locals=None, fromlist=(), level=0):
    importer = (globals or {}).get("__name__", "").partition(".")[0]
    if importer in OURS and name.partition(".")[0] in ABSENT:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    return real(name, globals, locals, fromlist, level)

builtins.__import__ = without_posix
for module, names in (
    (os, "fork forkpty killpg setsid sync nice".split()),
    (signal, "SIGHUP SIGALRM pthread_sigmask alarm setitimer".split()),
):
    for name in names:
        if hasattr(module, name):
            delattr(module, name)

# Pages are scripts that the app runs, a server's start serves.
LEFT_OUT = ("search_app.web.pages.", "search_app.web.app")
count = 0
for package in sorted(OURS):
    whole = importlib.import_module(package)
    for found in pkgutil.walk_packages(whole.__path__, f"{package}."):
        if not found.name.startswith(LEFT_OUT):
            importlib.import_module(found.name)
            count += 1
print(count)
"""


@pytest.mark.process
@pytest.mark.thorough
def test_every_module_comes_in_without_what_only_posix_has(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE], check=False, capture_output=True, cwd=tmp_path, text=True
    )
    assert done.returncode == 0, done.stderr
    files = sum(
        "pages" not in path.parts and "writing" not in path.parts
        for package in (corpus, ingest, index, search_app)
        for path in Path(next(iter(package.__path__))).rglob("*.py")
    )
    assert int(done.stdout) >= files - 10
