"""A made-up archive of three meetings in six languages, and an index of it.

``archive/39.toml`` to ``41.toml`` have its documents. Each is written as a text file with the cover
of a document of the group, so that it is read as any other.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from corpus.languages import BY_CODE
from index import Index
from index.store import Excerpt
from search_app.localise import Locale

ARCHIVE: Final = Path(__file__).with_name("archive")

MEETINGS: Final = ("39", "40", "41")

SYMBOL: Final = "CWG-WSIS&SDG-"

LETTERS: Final = {"en": "E", "fr": "F", "es": "S", "ru": "R", "ar": "A", "zh": "C"}
"""Letters of the languages in symbols and names of files."""

COVER: Final = {
    "en": ("Agenda item", "Source"),
    "fr": ("Point de l'ordre du jour", "Source"),
    "es": ("Punto del orden del día", "Origen"),
    "ru": ("Пункт повестки дня", "Источник"),
    "ar": ("بند جدول الأعمال", "المصدر"),
    "zh": ("议程项目", "来源"),
}
"""Labels of the lines on a cover, by language."""


@dataclass(frozen=True, slots=True)
class JudgedItem:
    """An item of an agenda with the earlier paragraphs that it continues, as judged.

    Attributes:
        meeting: its number.
        item: number on the agenda.
        language: of its documents; None where they have several.
        continues: symbols and labels of earlier paragraphs; empty where it is on something new.
        is_held_out: whether nothing is tuned on it.
    """

    meeting: str
    item: str
    language: str | None
    continues: frozenset[str]
    is_held_out: bool


def read_documents() -> Iterator[dict[str, Any]]:
    """Read the documents of the archive in the order of their meetings."""
    for meeting in MEETINGS:
        yield from tomllib.loads((ARCHIVE / f"{meeting}.toml").read_text("utf-8"))["document"]


def read_items() -> list[JudgedItem]:
    """Read the judged items of the archive."""
    lot = tomllib.loads((ARCHIVE / "held_out.toml").read_text("utf-8"))["held_out"]
    return [
        JudgedItem(
            document["symbol"].partition("/")[0],
            document["item"],
            next(code for code in document if code in BY_CODE),
            frozenset(SYMBOL + paragraph for paragraph in document["continues"]),
            document["symbol"] in lot,
        )
        for document in read_documents()
        if "continues" in document
    ]


def read_sample_items() -> list[JudgedItem]:
    """Read the judged items of the sample's own meetings."""
    items = tomllib.loads(Path(__file__).with_name("sample.toml").read_text("utf-8"))["item"]
    return [
        JudgedItem(
            item["meeting"],
            item["item"],
            None,
            frozenset(SYMBOL + paragraph for paragraph in item["continues"]),
            is_held_out=False,
        )
        for item in items
    ]


def is_judged(item: JudgedItem, shown: Excerpt) -> bool:
    """Whether a passage was judged to be continued: a whole list counts for its items."""
    name = f"{shown.symbol}#{' '.join(shown.passage.label_path)}"
    return any(
        name == paragraph or name.startswith(f"{paragraph} ") for paragraph in item.continues
    )


def write_files(folder: Path) -> None:
    """Write every version of each document as a text file."""
    for document in read_documents():
        meeting, _, number = document["symbol"].partition("/")
        series, _, place = number.rpartition("/")
        stem = f"S{document['date'].year % 100}-CWGWSIS{meeting}-{series or 'C'}-{int(place):04}"
        for code in filter(document.__contains__, BY_CODE):
            agenda, source = COVER[code]
            version = document[code]
            paragraphs = version["text"].strip().splitlines()
            lines = [
                f"{SYMBOL}{document['symbol']}-{LETTERS[code]}",
                Locale(code).date(str(document["date"])),
                f"{agenda}: {document['item']}",
                f"{source}: {version['source']}",
                version["title"],
                *(f"{label}\t{text}" for label, text in enumerate(paragraphs, 1)),
            ]
            path = folder / f"{stem}!!MSW-{LETTERS[code]}.txt"
            path.write_text("\n".join(lines) + "\n", "utf-8")


def build_index(folder: Path) -> Path:
    """Build the index of the archive in a folder, or bring it up to date."""
    files = folder / "files"
    files.mkdir(parents=True, exist_ok=True)
    write_files(files)
    with Index.open(folder / "index", create=True) as index:
        report = index.ingest([files], workers=1)
        index.prepare()
    assert not report.failed, report.failed
    return folder / "index"
