"""Are the facts on the covers of the sample corpus read, in six languages, from Word and PDF?

    python -m benchmarks.reading.metadata [-v] [--language ar …]

What is true stands in ``corpus/sample/documents.toml``, in the heads of its texts and, for what
these do not hold, in the tables below. Every file is read as ``parse`` reads it. A fact is right,
wrong (something else was read, or something where nothing stands), or missing. With ``-v`` whatever
is not right is printed.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpus.extract import symbols
from corpus.languages import BY_CODE
from ingest.read import read
from tools.sample.build import SAMPLE, Version, versions
from tools.sample.texts import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.documents import Document
    from tools.sample.texts import SampleDocument

Facts = dict[str, object]

PLACE: Final = {
    "ar": "جنيف", "zh": "日内瓦", "en": "Geneva", "fr": "Genève", "ru": "Женева", "es": "Ginebra",
}  # fmt: skip
"""Place of all meetings of the sample, in each language."""

DAYS: Final = {
    "39": "2023-10-16/2023-10-17", "40": "2024-02-12/2024-02-13", "41": "2024-10-02/2024-10-03",
}  # fmt: skip
"""Days of the sample's meetings."""

COUNTRIES: Final = {
    "CWGWSIS39-C-0004": ("BRA", "PRT"),
    "CWGWSIS39-C-0004-A1": ("BRA", "PRT"),
    "CWGWSIS39-C-0007": ("KEN",),
    "CWGWSIS39-INF-0002": ("FJI",),
    "CWGWSIS39-INF-0005": ("URY",),
    "CWGWSIS40-C-0003": ("JPN",),
    "CWGWSIS40-C-0003-R1": ("JPN",),
    "CWGWSIS40-INF-0007": ("KAZ",),
    "CWGWSIS40-INF-0008": ("CHN",),
    "CWGWSIS41-C-0002": ("JOR", "MAR"),
    "CWGWSIS41-INF-0003": ("EGY",),
    "CWGWSIS41-INF-0004": ("SEN",),
}
"""By folder, the countries that submit it; the others are the secretariat's or the Chair's."""


def true_facts(document: SampleDocument, language: str) -> Facts:
    """Return the true facts of one version, by the names that ``parse --json`` gives."""
    text = read_text(SAMPLE / "text" / document.folder / f"{language}.txt")
    parsed = symbols.parse(document.symbol)
    if parsed is None:
        raise ValueError(f"{document.symbol} is no symbol")
    symbol = parsed.symbol
    return {
        "symbol": symbol.canonical,
        "title": text.title,
        "source": text.source,
        "date": document.issued.isoformat(),
        "meeting": symbol.meeting,
        "series": symbol.series,
        "number": symbol.number,
        "revision": symbol.revision,
        "addendum": symbol.addendum,
        "original_language": document.original,
        "meeting_place": PLACE[language],
        "meeting_days": DAYS.get(symbol.meeting or ""),
        "agenda_item": document.agenda_item,
        "countries": list(COUNTRIES.get(document.folder, ())) or None,
        "language": language,
    }


def read_facts(document: Document) -> Facts:
    """Return the facts that were read, by the same names."""
    known = document.metadata
    return {**known.as_dict(), "language": document.language}


def score(true: Facts, stated: Facts) -> Iterator[tuple[str, str]]:
    """Yield each fact with ``right``, ``wrong`` or ``missing``."""
    for name, value in true.items():
        if stated[name] == value:
            yield name, "right"
        else:
            yield name, "missing" if not stated[name] else "wrong"


def files(languages: Sequence[str]) -> Iterator[tuple[Version, Path]]:
    """Yield each file of the sample with the version that it holds."""
    for version in versions(SAMPLE):
        if version.language in languages:
            yield version, SAMPLE / "files" / version.docx
            yield version, SAMPLE / "files" / version.pdf


def main() -> None:
    """Print a row for each fact, and one for each language and format."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("-v", "--verbose", action="store_true", help="print what is not right")
    parser.add_argument("--language", nargs="*", choices=list(BY_CODE), default=list(BY_CODE))
    options = parser.parse_args()
    by_fact: dict[str, Counter[str]] = {}
    by_kind: dict[str, Counter[str]] = {}
    count = warnings = unexplained = 0
    for version, path in files(options.language):
        document = read(path)
        true, stated = true_facts(version.document, version.language), read_facts(document)
        kind = f"{version.language}, {document.format}"
        count += 1
        warnings += len(document.warnings)
        known = {name for name, value in stated.items() if value}
        unexplained += len(known ^ set(document.provenance))
        for name, verdict in score(true, stated):
            by_fact.setdefault(name, Counter())[verdict] += 1
            by_kind.setdefault(kind, Counter())[verdict] += 1
            if options.verbose and verdict != "right":
                print(f"{path.name}: {name} is {stated[name]!r}, not {true[name]!r}")
    for head, table in (("fact", by_fact), ("language, format", by_kind)):
        print(f"\n| {head} | right | wrong | missing |\n|---|---|---|---|")
        for name, counts in table.items():
            print(f"| {name} | {counts['right']} | {counts['wrong']} | {counts['missing']} |")
    print(f"\n{count} files, {warnings} warnings, {unexplained} facts without their provenance")


if __name__ == "__main__":
    main()
