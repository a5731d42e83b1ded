"""Measure the memory and time that a PDF file of a thousand pages takes.

    python -m benchmarks.reading.long_pdf [--pages 250 1000] [--language ar]

pypdfium2 repeats a PDF of the sample corpus to the number of pages. A process of its own reads each
file, and the operating system gives its peak memory. Flat memory means that pages are released one
by one, and only the text grows.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pypdfium2

from corpus.languages import BY_CODE, LANGUAGES
from ingest.pdf import read

FILES = Path(__file__).parents[2] / "corpus" / "sample" / "files"


def repeat_pages(source: Path, pages: int, target: Path) -> Path:
    """Write a PDF that repeats the file's pages to this number."""
    with pypdfium2.PdfDocument(source) as original, pypdfium2.PdfDocument.new() as document:
        count = len(original)
        for start in range(0, pages, count):
            document.import_pages(original, list(range(min(count, pages - start))))
        document.save(target)
    return target


def measure_reading(path: Path) -> None:
    """Read the file and print seconds, highest memory in MB, blocks and their characters."""
    started = time.perf_counter()
    reading = read(path)
    seconds = time.perf_counter() - started
    # Linux counts in kilobytes, macOS in bytes.
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    letters = sum(len(block.text) for block in reading.blocks)
    print(f"{seconds:.1f} {peak:.0f} {len(reading.blocks)} {letters}")


def main() -> None:
    """Print a row for each number of pages."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", nargs="*", type=int, default=[10, 250, 1000])
    parser.add_argument("--language", choices=list(BY_CODE), default="en")
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.file:
        measure_reading(options.file)
        return
    letter = next(item.letter for item in LANGUAGES if item.code == options.language)
    source = max(FILES.rglob(f"*PDF-{letter}.pdf"), key=lambda path: path.stat().st_size)
    print("| pages | MB in the file | seconds | highest memory, MB | blocks | characters |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for pages in options.pages:
            path = repeat_pages(source, pages, Path(folder) / f"{pages}.pdf")
            command = [sys.executable, "-m", "benchmarks.reading.long_pdf", "--file", str(path)]
            process = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
            seconds, peak, blocks, letters = process.stdout.split()
            size = path.stat().st_size / 1e6
            row = f"| {pages} | {size:.1f} | {seconds} | {peak} | {blocks} | {letters} |"
            print(row, flush=True)


if __name__ == "__main__":
    main()
