"""Measure how whole documents are read: text, numbers, headings and pages of each paragraph.

    python -m benchmarks.documents [SET …] [-v] [--only NAME] [--keep FOLDER]

Each document is read from a Word file, and from its pages by LibreOffice and by Chromium. The table
counts wrong characters per thousand and errors of structure. With ``-v`` each error is printed.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from benchmarks.documents.files import print_by_chromium, print_by_libreoffice, word_file
from benchmarks.documents.sheets import SETS, Expected, Sheet, read_sheets
from benchmarks.reading.measure import wrong
from corpus.documents import Metadata, Passage
from corpus.paragraphs import pieces_of, whole
from ingest.read import read

FORMATS: Final = ("word", "libreoffice", "chromium")
ERRORS: Final = ("text", "label", "heading", "page", "extra", "cover")
"""Paragraphs cut, joined or missing; a wrong number, heading path or page; text of no paragraph; a
fact of the cover that differs."""


def print_documents(
    sheets: Sequence[Sheet], folder: Path
) -> Iterator[tuple[str, Sheet, Path, dict[int, int]]]:
    """Yield each document in each format, written into ``folder``, with the pages of its parts."""
    words, office, browser = (folder / name for name in FORMATS)
    for target in (words, office, browser):
        target.mkdir(parents=True, exist_ok=True)
    files = [word_file(sheet, words) for sheet in sheets]
    pages_by_office = print_by_libreoffice(files, office)
    pages_by_browser = print_by_chromium(sheets, browser)
    for sheet, file in zip(sheets, files, strict=True):
        yield "word", sheet, file, {}
        yield "libreoffice", sheet, office / f"{sheet.name}.pdf", pages_by_office[sheet.name]
        yield "chromium", sheet, browser / f"{sheet.name}.pdf", pages_by_browser[sheet.name]


def compare(sheet: Sheet, path: Path, pages: dict[int, int]) -> tuple[float, list[tuple[str, str]]]:
    """Return the wrong characters per thousand of a document as it is read, and its errors."""
    document = read(path)
    passages = document.passages
    read_passages = [whole([passages[index] for index in pieces]) for pieces in pieces_of(passages)]
    expected = list(sheet.list_expected())
    body = "\n".join(part.text for part in expected if part.part.is_compared)
    covers = {
        _squeeze(line)
        for paragraph in expected
        if paragraph.part.is_cover
        for line in _lines(paragraph)
    }
    own = {paragraph.text for paragraph in expected if paragraph.part.is_compared}
    texts = [
        passage
        for passage in read_passages
        if passage.text in own or not _is_cover(passage, covers)
    ]
    share = wrong(body, "\n".join(passage.text for passage in texts))
    numbered = [(part, pages.get(index)) for index, part in enumerate(expected)]
    compared = [pair for pair in numbered if pair[0].part.is_compared]
    errors = [*_find_errors(compared, texts, covers), *_compare_facts(sheet, document.metadata)]
    return share, errors


def _compare_facts(sheet: Sheet, metadata: Metadata) -> Iterator[tuple[str, str]]:
    for name, fact in sheet.facts.items():
        if (value := getattr(metadata, name)) != fact:
            yield "cover", f"{name}: {value!r}, not {fact!r}"


def _lines(expected: Expected) -> list[str]:
    return [*expected.part.text.replace("\t", "//").split("//"), expected.text.replace("\n", " ")]


def _is_cover(passage: Passage, covers: set[str]) -> bool:
    text = _squeeze(passage.text)
    rest = text
    for cover in sorted(covers, key=len, reverse=True):
        rest = rest.replace(cover, "")  # a column of a cover may be one passage
    return bool(text) and (
        not rest or any(cover.startswith(text) or cover.endswith(text) for cover in covers)
    )


def _squeeze(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _find_errors(
    expected: Sequence[tuple[Expected, int | None]], texts: Sequence[Passage], covers: set[str]
) -> Iterator[tuple[str, str]]:
    """Yield the kind and a description of each error; paragraphs are aligned by their texts."""
    first = [_squeeze(one.text) for one, _ in expected]
    second = [_squeeze(passage.text) for passage in texts]
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    for operation, start, end, low, high in matcher.get_opcodes():
        if operation == "equal":
            for (one, page), passage in zip(expected[start:end], texts[low:high], strict=True):
                yield from _compare_passage(one, page, passage, covers)
            continue
        for one, _ in expected[start:end]:
            yield "text", one.text[:70]
        if start == end:
            for passage in texts[low:high]:
                yield "extra", passage.text[:70]
        elif low < high:
            read_as = " | ".join(f"[{passage.label}] {passage.text}" for passage in texts[low:high])
            yield "", f"   read as {read_as[:300]}"


def _compare_passage(
    expected: Expected, page: int | None, passage: Passage, covers: set[str]
) -> Iterator[tuple[str, str]]:
    if (passage.label or "").strip("() -") != (expected.label or "").strip("() -"):
        yield "label", f"{passage.label!r}, not {expected.label!r}: {expected.text[:50]}"
    path = [_squeeze(line) for line in passage.heading]
    path = [line for line in path if not any(line in cover for cover in covers)]
    if path != [_squeeze(line) for line in expected.heading]:
        yield "heading", f"{passage.heading}, not {expected.heading}: {expected.text[:50]}"
    if page is not None and passage.page != page:
        yield "page", f"{passage.page}, not {page}: {expected.text[:50]}"


def main() -> None:
    """Print a table for each set."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sets", nargs="*", metavar="SET", default=list(SETS))
    parser.add_argument("-v", "--verbose", action="store_true", help="print each error")
    parser.add_argument("--only", default="", help="documents whose name holds this")
    parser.add_argument("--keep", type=Path, help="folder for the files")
    options = parser.parse_args()
    for name in options.sets:
        sheets = [sheet for sheet in read_sheets(name) if options.only in sheet.name]
        if sheets:
            with tempfile.TemporaryDirectory() as folder:
                measure(name, sheets, options.keep or Path(folder), verbose=options.verbose)


def measure(name: str, sheets: Sequence[Sheet], folder: Path, *, verbose: bool) -> None:
    """Print the table of one set."""
    shares: dict[tuple[str, str], list[float]] = {}
    errors: Counter[tuple[str, str, str]] = Counter()
    counts: Counter[tuple[str, str]] = Counter()
    for format_, sheet, path, pages in print_documents(sheets, folder):
        share, wrongs = compare(sheet, path, pages)
        cell = sheet.language, format_
        shares.setdefault(cell, []).append(share)
        counts[cell] += sum(part.is_compared for part in sheet.parts)
        errors.update((*cell, kind) for kind, _ in wrongs if kind)
        if verbose:
            print(f"\n{format_} {sheet.name}: {share:.1f} wrong per thousand")
            for kind, what in wrongs:
                print(f"  {kind}: {what}")
    print(f"\n{name}: {len(sheets)} documents\n")
    print("| language | format | paragraphs | wrong per 1000 | " + " | ".join(ERRORS) + " |")
    print("|---" * (4 + len(ERRORS)) + "|")
    for (language, format_), values in sorted(shares.items()):
        cells = " | ".join(str(errors[language, format_, kind]) for kind in ERRORS)
        mean = sum(values) / len(values)
        print(f"| {language} | {format_} | {counts[language, format_]} | {mean:.1f} | {cells} |")
    total, every = sum(errors.values()), sum(counts.values())
    print(f"errors of structure: {total} in {every} paragraphs ({100 * total / every:.1f} in 100)")


if __name__ == "__main__":
    main()
