"""A small index in which everything is known, and what must hold of it after whatever befell it."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.trust.service import Model, open_index
from corpus.errors import WsisSearchError
from index import Index

PLACES: Final = (
    *("Nairobi", "Lima", "Oslo", "Hanoi", "Quito", "Dakar", "Suva", "Riga", "Doha", "Cusco"),
    *("Bern", "Accra", "Delhi", "Sofia", "Tunis", "Porto"),
)

TOPICS: Final = (
    *("livestock tags", "flood warnings", "rural clinics", "school networks", "coral sensors"),
    *("fishing permits", "grain prices", "sign language", "bus timetables", "bee colonies"),
    *("land registers", "eye tests", "radio drama", "glacier cameras", "olive groves"),
    *("harbour pilots",),
)

_ENGLISH: Final = "{at}\t{place} tells of {topic}: {number} were counted, says Resolution {number}."
_FRENCH: Final = (
    "{at}\t{place} parle de {topic} : on en a compté {number}, dit la Résolution {number}."
)

PARAGRAPHS: Final = 4


def write_document(folder: Path, number: int, *, edition: int = 0) -> None:
    """Write a document; two of three have the symbol of the one before, in another language.

    Each paragraph stands in no other document and in no other edition of it.
    """
    symbol, is_french = divmod(number, 2)
    name = f"S24-CWGWSIS40-C-{symbol + 10:04}!!MSW-{'F' if is_french else 'E'}.txt"
    sentence = _FRENCH if is_french else _ENGLISH
    lines = [
        sentence.format(
            at=position + 1,
            place=PLACES[(number * 3 + position + edition) % len(PLACES)],
            topic=TOPICS[(number + position * 5 + edition) % len(TOPICS)],
            number=1000 * edition + 10 * number + position + 100,
        )
        for position in range(PARAGRAPHS)
    ]
    path = folder / name
    path.write_text("\n".join(lines) + "\n", "utf-8")
    os.utime(path, (1.7e9 + edition, 1.7e9 + edition))  # long settled, for who watches


def files_of(folder: Path) -> list[Path]:
    """The documents, in the order of their numbers."""
    return sorted(folder.glob("*.txt"))


_RULES: Final = 'default = "public"\n' + "".join(
    f'[[documents]]\npath = "*{digit}!!*"\nclass = "members"\n' for digit in "13"
)


def is_hidden(name: str) -> bool:
    """Whether the access rules hide a document from the public, by its number."""
    return name.partition("!!")[0][-1] in "13"


def write_rules(index: Path) -> None:
    """Write the rules of an index, as a file that nobody is writing to any more."""
    path = index / "access.toml"
    path.write_text(_RULES, "utf-8")
    os.utime(path, (1.7e9, 1.7e9))


def write_table(path: Path, rows: int = 210) -> None:
    """Write a table of translations for ``calibrate``."""
    lines = ["en\tfr"]
    for number in range(rows):
        place, topic = PLACES[number % len(PLACES)], TOPICS[(number // 3) % len(TOPICS)]
        lines.append(
            f"{place} reports {number} cases of {topic} in year {1800 + number}.\t"
            f"{place} signale {number} cas de {topic} en {1800 + number}."
        )
    path.write_text("\n".join(lines) + "\n", "utf-8")


_STATEMENTS: Final = {
    "file": "SELECT shown, bytes, sha256, reader, code, warnings FROM file",
    "document": "SELECT key, symbol, date, meeting, series, number, revision, addendum, "
    "original_language, agenda_item, countries FROM document",
    "version": "SELECT file.shown, key, version.language, version.title, version.source, "
    "version.format, version.pages, version.meeting_place, other.shown FROM version "
    "JOIN file ON file.id = version.file_id JOIN document ON document.id = version.document_id "
    "LEFT JOIN version AS better ON better.id = version.same_as "
    "LEFT JOIN file AS other ON other.id = better.file_id",
    "passage": "SELECT shown, ordinal, kind, label, label_path, heading, page, borrowed_page, "
    "boxes, passage.language, start, part, text, leads, variant, embedded, cut FROM passage "
    "JOIN version ON version.id = version_id JOIN file ON file.id = file_id",
    "mention": "SELECT shown, ordinal, canonical, mention.kind, body, number, edition, "
    "mention.start, stop, mention.text FROM mention JOIN passage ON passage.id = passage_id "
    "JOIN version ON version.id = version_id JOIN file ON file.id = file_id",
    "sentence": "SELECT shown, ordinal, sentence.start, stop, sentence.embedded FROM sentence "
    "JOIN passage ON passage.id = passage_id JOIN version ON version.id = version_id "
    "JOIN file ON file.id = file_id",
    "slots": "SELECT shown, ordinal, first, stop FROM slots JOIN passage ON passage.id = "
    "passage_id JOIN version ON version.id = version_id JOIN file ON file.id = file_id",
    "mandates": "SELECT shown, rules, held FROM mandates JOIN version ON version.id = version_id "
    "JOIN file ON file.id = file_id",
    "revision": "SELECT file.shown, other.shown, rules, fates FROM revision "
    "JOIN version ON version.id = version_id JOIN file ON file.id = version.file_id "
    "JOIN version AS newer ON newer.id = newer_id JOIN file AS other ON other.id = newer.file_id",
    "vector": "SELECT digest, value FROM vector",
    "setting": "SELECT name, value FROM setting WHERE name NOT IN ('id', 'generation', 'copy-of')",
}

Content = dict[str, list[tuple[Any, ...]]]


def content_of(index: Path) -> Content:
    """Return all content of an index in a fixed order.

    Left out is what differs from run to run: row ids, the index's id and generation, stamps, times.
    """
    with closing(sqlite3.connect((index / "index.sqlite3").as_uri() + "?mode=ro", uri=True)) as db:
        rows = {
            name: sorted(db.execute(statement), key=repr) for name, statement in _STATEMENTS.items()
        }
        rows["neutraliser"] = [
            (name, np.round(array, 4).tobytes())
            for (arrays,) in db.execute("SELECT arrays FROM neutraliser")
            for name, array in sorted(np.load(io.BytesIO(arrays)).items())
        ]
    return rows


def differences(content: Content, other: Content) -> list[str]:
    """Say in which tables two indexes differ, and where first."""
    parts = []
    for name in content:
        if content[name] != other[name]:
            first = next(
                ((a, b) for a, b in zip(content[name], other[name], strict=False) if a != b),
                ("", ""),
            )
            parts.append(
                f"{name} ({len(content[name])} and {len(other[name])} rows; "
                f"first {str(first)[:120]})"
            )
    return parts


def wrongs(index: Path, model: Model, name: str, *, may_be_behind: bool = True) -> Iterator[str]:
    """Say what does not hold of an index: damage, what is not found, vectors at the wrong place.

    Args:
        index: its folder.
        model: with which it was built.
        name: of the model, behind ``#``.
        may_be_behind: whether it may say that something is still to be done.
    """
    try:
        with open_index(index, model) as opened_index:
            for finding in opened_index.verify(content=True):
                if finding.kind == "damage" or not may_be_behind:
                    yield f"verify: {finding.code}: {finding.message}"
            yield from _not_found(opened_index, model, name)
    except WsisSearchError as error:
        yield f"{type(error).__name__}: {error.message}"


def _not_found(index: Index, model: Model, name: str) -> Iterator[str]:
    rows = index.store.query(
        "SELECT passage.id, passage.language, text, ordinal, shown FROM passage "
        "JOIN version ON version.id = version_id JOIN file ON file.id = file_id "
        "WHERE same_as IS NULL AND NOT leads"
    )
    if not rows:
        return
    # By words: the first of each document. By meaning: every one, by its own vector.
    for row in [row for row in rows if row["ordinal"] == 0]:
        hits = index.search(row["text"].rstrip("."), mode="lexical", k=3).hits
        if row["id"] not in {hit.found.passage_id for hit in hits}:
            yield f"{Path(row['shown']).name} is not found by its words"
    index.prepare()
    dense = index._search._ranking.dense  # noqa: SLF001 - what searches by meaning look at
    held = dense.vectors_of([row["id"] for row in rows])
    by_language: dict[str, list[Any]] = {}
    for row in rows:
        by_language.setdefault(row["language"], []).append(row)
    for same in by_language.values():
        there = [row for row in same if row["id"] in held]
        if len(there) < 3:
            continue
        own = model.vectors([row["text"] for row in there], name)
        kept = np.stack([held[row["id"]] for row in there])
        likeness = (kept - kept.mean(0)) @ (own - own.mean(0)).T
        for position in np.flatnonzero(likeness.argmax(1) != np.arange(len(there))).tolist():
            yield f"the vector of {there[position]['text'][:40]!r} is another passage's"


def copy(source: Path, target: Path) -> None:
    """Replace a folder by a copy of another one."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
