"""An index of every schema that a program wrote is opened, searched, verified and updated."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.trust.world import Content, content_of, differences
from corpus.errors import NewerIndexError
from index import Index
from index.indexing import build
from index.model import Encoder
from index.retrieval import Mode
from index.store import DATABASE, SCHEMA, Store, database
from search_app.citing import citation
from tests.commands import run
from tests.museum.make import DOCUMENTS, MUSEUM, exhibit_of

SCHEMAS = sorted(int(path.stem.rpartition("-")[2]) for path in MUSEUM.glob("schema-*.zip"))

SYMBOL = "CWG-WSIS&SDG-40/31"

QUESTIONS = {
    "ar": ("خرائط للطقس للرعاة", "في خيمة من اللباد", f"الوثيقة {SYMBOL}-A، الفقرة 1.1"),
    "en": ("weather maps for herders", "In a felt tent", f"{SYMBOL}-E, para. 1.1, p. 1"),
    "ru": ("отчет о лампах", "Секретариату поручается", f"{SYMBOL}-R, п. 2.1"),
    "zh": ("太阳能灯 读书", "太阳能灯让孩子们", f"{SYMBOL}-C，第1.2段"),
}
"""A question in each language, how the passage begins that answers it, and how it is cited."""

MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u2066\u2067\u2068\u2069"))
"""Marks of direction, which a citation in Arabic has, for `str.translate` to take away."""

TO_MAKE_UP_FOR = {"mandates-missing", "sentence-vectors-missing", "slots-missing"}
"""Findings about an index of a program that did not know mandates, sentences, or slots."""


def unpack(schema: int, folder: Path) -> Path:
    """Unpack an exhibit into a folder, with its documents in the folder of today's checkout."""
    with zipfile.ZipFile(exhibit_of(schema)) as exhibit:
        exhibit.extractall(folder)
    with closing(sqlite3.connect(folder / DATABASE)) as connection, connection:
        for number, path in connection.execute("SELECT id, path FROM file").fetchall():
            document = DOCUMENTS / Path(os.fsdecode(path)).name
            connection.execute(
                "UPDATE file SET path = ?, shown = ? WHERE id = ?",
                (os.fsencode(document), str(document), number),
            )
    return folder


def tables_of(folder: Path) -> list[tuple[str, list[str]]]:
    """Return the name and the statement of all that a database is made of, without comments."""
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    return [(name, re.sub(r"--.*|\s+", " ", sql or "").split()) for name, sql in rows]


def codes(index: Index) -> set[str]:
    return {finding.code for finding in index.verify(content=True)}


def vectors_of(content: Content) -> NDArray[np.float32]:
    """Take the vectors out of what an index says, in the order of their digests."""
    values = [np.frombuffer(value, np.float32) for _, value in content.pop("vector")]
    return np.stack(values)


def assert_answers(index: Index, modes: Mapping[str, Mode]) -> None:
    """Check that the question in each language finds its passage, which is cited as it should."""
    for language, mode in modes.items():
        question, opening, cited = QUESTIONS[language]
        (hit, *_) = index.search(question, shown_in=language, mode=mode).hits
        assert hit.shown.passage.text.startswith(opening)
        assert citation(hit.shown, language).translate(MARKS) == cited


@contextmanager
def read_once() -> Iterator[None]:
    """Let all ingests inside read each document once, in a process as always."""
    module = sys.modules[build.__module__]
    read_all, known = module.read_all, dict[Path, Any]()

    def read(paths: Iterable[Path], **options: Any) -> Iterator[tuple[Path, Any]]:
        files = list(paths)
        known.update(read_all([path for path in files if path not in known], **options))
        yield from ((path, known[path]) for path in files)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "read_all", read)
        yield


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Path]:
    """An index of the same documents that this program made."""
    folder = tmp_path_factory.mktemp("fresh")
    with read_once():
        with Store(folder, create=True) as store, store.finishing():
            assert not build(store, encoder, [DOCUMENTS]).failed
        yield folder


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.once
def test_an_index_of_each_schema_is_migrated(
    fresh: Path, encoder: Encoder, tmp_path: Path, schema: int
) -> None:
    with Index.open(unpack(schema, tmp_path)) as index:
        index.encoder = encoder
        assert index.store.documents.symbols() == [SYMBOL]
        assert_answers(index, {"en": "hybrid", "ar": "dense"})
        for label, language in (("1.2", "ar"), ("2", "zh"), ("1.1", "en")):
            card = index.show(f"{SYMBOL}#{label}", language)
            assert [shown.passage.label for shown in card.passages] == [label]
            assert [version.language for version in card.versions] == ["ar", "en", "ru", "zh"]
        findings = codes(index)
        assert findings <= TO_MAKE_UP_FOR
        assert "mandates-missing" in findings or schema >= 13
        assert "sentence-vectors-missing" in findings or schema >= 6
        assert "slots-missing" not in findings or schema < 6
        assert not index.ingest([DOCUMENTS]).failed
        assert codes(index) == set()
        assert_answers(index, {"ru": "hybrid", "zh": "dense"})
    updated, expected = content_of(tmp_path), content_of(fresh)
    # The program's own vectors of its sample are of 16 bits, and those of a batch differ a little.
    cosines = (vectors_of(updated) * vectors_of(expected)).sum(1)
    assert cosines.min() > 0.99
    assert differences(updated, expected) == []
    assert tables_of(tmp_path) == tables_of(fresh)


@pytest.mark.parametrize("schema", [schema for schema in SCHEMAS if schema < SCHEMA])
@pytest.mark.once
def test_an_older_index_that_cannot_be_written_says_so(
    schema: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = unpack(schema, tmp_path / "index")
    before = (folder / DATABASE).read_bytes()
    monkeypatch.setattr(database, "_is_writable", lambda _: False)  # a test may run as root
    folder.chmod(0o555)
    try:
        for command in (["search", "solar lamps"], ["verify"], ["status"]):
            outcome = run(*command, index=folder)
            assert outcome.code == 2
            assert re.search(
                r"older wsis-search.*Open it once where it can be written", outcome.err
            )
            assert "Traceback" not in outcome.err
    finally:
        folder.chmod(0o755)
    assert [path.name for path in folder.iterdir()] == [DATABASE]
    assert (folder / DATABASE).read_bytes() == before


def test_an_index_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    folder = unpack(SCHEMAS[-1], tmp_path)
    with closing(sqlite3.connect(folder / DATABASE)) as connection, connection:
        connection.executemany(
            "INSERT INTO migration VALUES (?, 'of tomorrow', '2031-01-01')",
            [(number,) for number in range(SCHEMAS[-1], SCHEMA + 1)],
        )
    with pytest.raises(NewerIndexError, match="newer wsis-search.*Update"):
        Store(folder)
    outcome = run("search", "solar lamps", index=folder)
    assert outcome.code == 2
    assert "newer wsis-search" in outcome.err
    assert "Traceback" not in outcome.err


def test_the_schema_of_this_program_has_an_exhibit() -> None:
    assert SCHEMA in SCHEMAS, "Make it: python -m tests.museum.make"


def test_each_exhibit_is_small_and_of_its_schema(tmp_path: Path) -> None:
    for schema in SCHEMAS:
        assert exhibit_of(schema).stat().st_size < 100_000
        folder = unpack(schema, tmp_path / str(schema))
        with closing(sqlite3.connect(folder / DATABASE)) as connection:
            assert len(connection.execute("SELECT 1 FROM migration").fetchall()) == schema
    assert sum(exhibit_of(schema).stat().st_size for schema in SCHEMAS) < 2_000_000
