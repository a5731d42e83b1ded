"""Makes an exhibit of the museum: a small index, as the program writes it.

    python -m tests.museum.make                  # of the schema that this program writes
    python -m tests.museum.make --code FOLDER    # of an older one: a work tree of that commit

The program of the work tree runs as a command, ``ingest`` and then ``search``, and the database
that it leaves becomes ``schema-NN.zip``. What an older program imports beyond this one is found on
``PYTHONPATH``. An exhibit that is there already is never replaced.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from index.store import DATABASE

MUSEUM: Final = Path(__file__).parent

DOCUMENTS: Final = MUSEUM / "documents"
"""Folder of the documents that every exhibit was made of."""

_ROOT: Final = MUSEUM.parents[1]

_PROGRAM: Final = "from search_app.cli import main; main()"


def exhibit_of(schema: int) -> Path:
    """Return the path of the exhibit of a schema, whether or not it is there."""
    return MUSEUM / f"schema-{schema:02}.zip"


def make(code: Path) -> Path:
    """Write the exhibit of the schema that the program in the folder ``code`` writes.

    Raises:
        FileExistsError: the museum has an exhibit of that schema.
        subprocess.CalledProcessError: the program failed.
    """
    with tempfile.TemporaryDirectory() as temporary:
        archive, index = Path(temporary) / "documents", Path(temporary) / "index"
        shutil.copytree(DOCUMENTS, archive)
        for arguments in (["ingest", str(archive)], ["search", "solar lamps"]):
            _run(code, "--index", str(index), *arguments)
        exhibit = exhibit_of(_schema_of(index))
        with zipfile.ZipFile(exhibit, "x", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            packed.write(index / DATABASE, DATABASE)
    return exhibit


def _run(code: Path, *arguments: str) -> None:
    modules = os.pathsep.join(filter(None, (str(code), os.environ.get("PYTHONPATH"))))
    offline = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "PYTHONPATH": modules}
    subprocess.run(
        [sys.executable, "-P", "-c", _PROGRAM, *arguments],
        check=True,
        env=os.environ | offline,
        stdout=subprocess.DEVNULL,
    )


def _schema_of(index: Path) -> int:
    with closing(sqlite3.connect(index / DATABASE)) as connection:
        (number,) = connection.execute("SELECT count(*) FROM migration").fetchone()
    return int(number)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the script."""
    parser = argparse.ArgumentParser(prog="python -m tests.museum.make", description=make.__doc__)
    parser.add_argument("--code", type=Path, default=_ROOT, help="work tree of the program")
    exhibit = make(parser.parse_args(arguments).code.resolve())
    sys.stdout.write(f"{exhibit.relative_to(_ROOT)}: {exhibit.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
