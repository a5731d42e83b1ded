"""Accuracy of facts read from covers: real forms, in six languages, from Word and PDF.

    python -m benchmarks.covers [SET …] [-v] [--only NAME] [--keep FOLDER]

Prints the count of right facts per fact and format: Word, PDF by LibreOffice, PDF by Chromium.
Covers used for tuning and the others are counted apart. It also counts wrong facts, stated
otherwise or not at all: symbol and revision must have none. ``-v`` prints every fact that is not
right.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.covers.files import print_by_chromium, print_by_libreoffice, word_file
from benchmarks.covers.sheets import FACTS, SETS, Sheet, sheets
from ingest.read import read

FORMATS: Final = ("word", "libreoffice", "chromium")

IDENTITY: Final = ("symbol", "revision", "addendum")
"""Facts that name another document where they are wrong."""


def print_covers(some: list[Sheet], folder: Path) -> Iterator[tuple[str, Sheet, Path]]:
    """Yield each cover in each format, printed anew into ``folder``."""
    words, pages, browser = (folder / name for name in FORMATS)
    for made in (words, pages, browser):
        made.mkdir(parents=True, exist_ok=True)
    files = [word_file(sheet, words) for sheet in some]
    print_by_libreoffice(files, pages)
    print_by_chromium(some, browser)
    for sheet, file in zip(some, files, strict=True):
        yield "word", sheet, file
        yield "libreoffice", sheet, pages / f"{sheet.name}.pdf"
        yield "chromium", sheet, browser / f"{sheet.name}.pdf"


def main() -> None:
    """Print a table for each set."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sets", nargs="*", metavar="SET", default=list(SETS))
    parser.add_argument("-v", "--verbose", action="store_true", help="print what is not right")
    parser.add_argument("--only", default="", help="covers whose name holds this")
    parser.add_argument("--keep", type=Path, help="folder for the files that are made")
    options = parser.parse_args()
    for name in options.sets:
        some = [sheet for sheet in sheets(name) if options.only in sheet.name]
        if some:
            with tempfile.TemporaryDirectory() as folder:
                measure(name, some, options.keep or Path(folder), verbose=options.verbose)


def measure(name: str, some: list[Sheet], folder: Path, *, verbose: bool) -> None:
    """Print the table of one set."""
    right: Counter[tuple[str, str]] = Counter()
    stated: Counter[tuple[str, str]] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    for format_, sheet, path in print_covers(some, folder):
        document = read(path)
        facts = document.metadata.as_dict()
        for fact, value in sheet.true().items():
            cell = fact, format_
            stated[cell] += value is not None
            right[cell] += value is not None and facts[fact] == value
            wrong[cell] += facts[fact] is not None and facts[fact] != value
            if verbose and facts[fact] != value:
                print(f"{format_} {sheet.name}: {fact} is {facts[fact]!r}, not {value!r}")
    print(f"\n{name}: {len(some)} covers\n")
    print("| fact | " + " | ".join(f"{name}, right | wrong" for name in FORMATS) + " |")
    print("|---" * (1 + 2 * len(FORMATS)) + "|")
    for fact in FACTS:
        cells = (
            f"{right[fact, name]} of {stated[fact, name]} | {wrong[fact, name]}" for name in FORMATS
        )
        print(f"| {fact} | " + " | ".join(cells) + " |")
    for format_name in FORMATS:
        good = sum(right[fact, format_name] for fact in FACTS)
        every = sum(stated[fact, format_name] for fact in FACTS)
        false = sum(wrong[fact, format_name] for fact in IDENTITY)
        print(
            f"{format_name}: {good} of {every} facts ({good / every:.1%}), {false} wrong identities"
        )


if __name__ == "__main__":
    main()
