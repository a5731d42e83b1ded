"""Measure the PDF pages read a second, against libraries that only extract text.

    python -m benchmarks.speed.pages [--rounds 7] [FILE or FOLDER ...]

In every round the readers take turns on each file, so the machine's other work meets all alike. The
least processor time of a file counts. By default one in six PDF files of the sample corpus is read,
so that all languages are there. The real ones of ``../shared/data`` are read if present.

wsis-search also finds the typing order of lines, paragraphs, tables and notes. Pdfplumber gives its
``extract_text``, pypdfium2 the text of each page as PDFium has it.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import pdfplumber
import pypdfium2

from corpus.errors import ReadError
from corpus.sample import FILES
from ingest.pdf import read

REAL: Final = Path(__file__).parents[3] / "shared" / "data" / "documents" / "pdf"
EVERY: Final = 6
"""A file of the sample corpus for each language, and each kind of document in one of them."""


def _ours(path: Path) -> None:
    read(path)


def _pdfplumber(path: Path) -> None:
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()


def _pypdfium2(path: Path) -> None:
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            page.get_textpage().get_text_range()


READERS: Final[dict[str, Callable[[Path], None]]] = {
    "wsis-search": _ours,
    "pdfplumber": _pdfplumber,
    "pypdfium2": _pypdfium2,
}


def pages_in(path: Path) -> int:
    """Return the number of pages of a file."""
    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def least_times(path: Path, rounds: int) -> dict[str, float] | None:
    """Return the least time of each reader for a file, in seconds; None where one fails."""
    times: dict[str, float] = {}
    for _ in range(rounds):
        for name, reader in READERS.items():
            started = time.process_time()
            try:
                reader(path)
            except ReadError:
                return None
            taken = time.process_time() - started
            times[name] = min(taken, times.get(name, taken))
    return times


def measure_readers(files: Iterable[Path], rounds: int) -> dict[str, dict[str, float]]:
    """Pages a second of each reader over all files, and as a ratio to pdfplumber's."""
    pages = 0
    totals = dict.fromkeys(READERS, 0.0)
    for path in files:
        times = least_times(path, rounds)
        if times is None:
            continue
        pages += pages_in(path)
        for name, seconds in times.items():
            totals[name] += seconds
    return {
        name: {
            "pages": pages,
            "pages_per_second": pages / seconds,
            "ratio": totals["pdfplumber"] / seconds,
        }
        for name, seconds in totals.items()
        if seconds
    }


def sets(named: Sequence[Path]) -> Iterator[tuple[str, list[Path]]]:
    """Yield files by set: the files and folders on the command line, or the sets of this place."""
    if named:
        yield (
            "named",
            [
                file
                for path in named
                for file in (sorted(path.rglob("*.pdf")) if path.is_dir() else [path])
            ],
        )
        return
    yield "sample corpus", sorted(FILES.rglob("*.pdf"))[::EVERY]
    if REAL.is_dir():
        yield "real files", sorted(REAL.glob("*.pdf"))
    else:
        print(f"{REAL} is not here: the real files are left out.", file=sys.stderr)


def main() -> None:
    """Print the table of the README, or JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = {name: measure_readers(files, options.rounds) for name, files in sets(options.paths)}
    if options.json:
        print(json.dumps(figures, indent=1))
        return
    print("| files | pages | reader | pages a second | × pdfplumber |")
    print("|---|---|---|---|---|")
    for name, readers in figures.items():
        for reader, row in readers.items():
            print(
                f"| {name} | {row['pages']} | {reader} | {row['pages_per_second']:.0f} "
                f"| {row['ratio']:.2f} |"
            )


if __name__ == "__main__":
    main()
