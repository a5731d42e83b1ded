"""Over which indexes is speed measured? That of the sample corpus, and a large one made from it.

``WSIS_SEARCH_INDEX`` names another than the sample's; else it is the demo's, or one that is made
in ``build``. ``WSIS_SEARCH_BENCHMARK`` names a folder that keeps the large one for other runs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from search_app.commands.options import sample_index


def index() -> Path:
    """Give the folder of the index."""
    named = os.environ.get("WSIS_SEARCH_INDEX")
    folder = Path(named) if named else sample_index()
    if not named and not _is_there(folder):
        folder = Path("build", "bench", "sample").absolute()
    if not named and not _is_there(folder):
        # By a process of its own: what it holds would be counted as that of those started here.
        subprocess.run([sys.executable, "-m", __name__, str(folder)], check=True)  # noqa: S603
    if not _is_there(folder):
        sys.exit(f"There is no index in {folder}. Make it: make demo")
    return folder


PASSAGES: Final = 50_000
"""Number of passages in a large index."""


@contextmanager
def large(passages: int = PASSAGES) -> Iterator[Path]:
    """Give the folder of an index with so many passages, put together from the sample corpus.

    One that is kept and has fewer is filled up; one that has more is refused.
    """
    from benchmarks.scale.synthetic_archive import fill
    from index import Index

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(os.environ.get("WSIS_SEARCH_BENCHMARK") or scratch)
        with Index.open(folder, create=True) as made:
            made.store.vectors.use_model(made.encoder)
            if made.store.passages.count() > passages:
                sys.exit(f"The index in {folder} has more than {passages:,} passages.")
            if taken := fill(made.store, passages):
                print(f"stored in {taken:.0f} s of the processor", file=sys.stderr)
            made.prepare()
        yield folder


def _is_there(folder: Path) -> bool:
    return (folder / "index.sqlite3").is_file()


def _make(folder: Path) -> None:
    from corpus.sample import FILES
    from index import Index
    from index.indexing import put_sample_vectors

    scratch = folder.with_name(f".{folder.name}-{os.getpid()}")
    with Index.open(scratch, create=True) as made:
        put_sample_vectors(made.store, made.encoder.name)
        made.ingest([FILES], workers=2)
        made.prepare()
    scratch.rename(folder)


if __name__ == "__main__":
    _make(Path(sys.argv[1]))
