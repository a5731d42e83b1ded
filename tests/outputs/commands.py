"""Record the JSON of every command, over the sample and over real files.

Every command with ``--json`` runs, over the sample corpus and, where it is there, over the folder
of real files that ``conftest.REAL_DATA`` names. Only times are left out of what is compared.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from benchmarks.relevance.needs import HARD, NEEDS, SHORT, read_needs
from corpus.sample import FILES
from index import Index
from index.retrieval import PER_DOCUMENT, Mode
from search_app.cli import app
from tests.conftest import REAL_DATA

DOCUMENTS = REAL_DATA / "documents"

_TIMES = {"took_ms", "seconds", "size", "size_on_disk", "bytes", "changed", "ingested_at"}

_QUERIES: tuple[tuple[str, ...], ...] = (
    ("Who tracks livestock with satellite ear tags?",),
    ("数字性别鸿沟", "--in", "ar"),
    ("funding",),
    ("Égypte", "--in", "fr"),
    ("القمة العالمية لمجتمع المعلومات",),
    ("женщины и девочки", "--language", "ru"),
    ("working methods -meeting", "--meeting", "40"),
    ('"action line"', "--series", "C"),
    ("resolución 140 (Rev. Bucarest, 2022)", "--since", "2023"),
    ("CWG-WSIS&SDG-40/5#3.4", "--in", "es"),
    ("SIDS", "--source", "Secretariat", "-k", "30"),
    ("ведение переговоров о будущем интернета", "--until", "2024"),
)
_NAMES = (
    "CWG-WSIS&SDG-40/5",
    "PP Res. 140",
    "第1332号决议",
    "WSIS C5",
    "SDG 9",
    "القرار 140",
    "A/RES/70/125",
    "CWG-WSIS&SDG-99/9",
)
_SHOWN = (
    ("CWG-WSIS&SDG-40/5",),
    ("CWG-WSIS&SDG-40/5#3.4", "--in", "es"),
    ("CWG-WSIS&SDG-40/INF/7#1.1", "--in", "en"),
    ("CWG-WSIS&SDG-39/2#2.1", "--in", "ar"),
)


def run_command(*arguments: str) -> dict[str, Any]:
    """Run a command in this process; return what it prints, and how it ends."""
    out, errors = io.StringIO(), io.StringIO()
    code: object = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        try:
            code = app(list(arguments), standalone_mode=False) or 0
        except SystemExit as stop:
            code = stop.code
        except Exception as error:  # noqa: BLE001 - whatever it is, it is compared
            code = f"{type(error).__name__}: {error}"
    printed = out.getvalue()
    with contextlib.suppress(ValueError):
        printed = _without_times(json.loads(printed))
    return {"command": arguments, "exit": code, "printed": printed}


def _without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_times(item) for name, item in value.items() if name not in _TIMES}
    if isinstance(value, list):
        return [_without_times(item) for item in value]
    return value


def query_outputs(index: Path) -> Iterator[dict[str, Any]]:
    arguments = ("--index", str(index), "--json")
    for query, *options in _QUERIES:
        for mode in ("hybrid", "dense", "lexical"):
            yield run_command("search", query, *options, "--mode", mode, *arguments)
    for draft in sorted(FILES.glob("CWGWSIS39/*C-0004!!MSW-[FZ]*"))[:1]:
        yield run_command("precedents", str(draft), "--in", "ru", *arguments)
    for name in _NAMES:
        yield run_command("lookup", name, "--in", "fr", *arguments)
    for name, *options in _SHOWN:
        yield run_command("show", name, *options, *arguments)
    yield run_command("status", *arguments)
    yield run_command("verify", *arguments)


def read_files() -> Iterator[dict[str, Any]]:
    files = [*FILES.rglob("*.*"), *(DOCUMENTS.rglob("*.*") if DOCUMENTS.is_dir() else ())]
    for file in sorted(files):
        yield run_command("parse", str(file), "--changes", "--json")
        yield run_command("refs", str(file), "--json")


def evaluation_outputs(index: Path) -> Iterator[dict[str, Any]]:
    table = REAL_DATA / "sdg" / "aligned.tsv"
    if table.is_file():
        for mode in ("hybrid", "dense", "lexical"):
            yield run_command(
                "eval", "--parallel", str(table), "--limit", "25", "--mode", mode, "--json"
            )
        with tempfile.TemporaryDirectory() as folder:
            fresh = shutil.copytree(index, Path(folder) / "index")
            outcome = run_command(
                *("calibrate", "--parallel", str(table), "--limit", "60"),
                *("--index", str(fresh), "--json"),
            )
            yield {**outcome, "command": "calibrate"}


def ingest_outputs(index: Path, folder: Path) -> dict[str, Any]:
    """Return what ``ingest`` prints, and the rows of the database that it makes."""
    outcome = run_command("ingest", str(folder), "--workers", "1", "--index", str(index), "--json")
    with contextlib.closing(sqlite3.connect(index / "index.sqlite3")) as database:
        names = [
            row[0]
            for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not re.search(r"_(data|idx|content|docsize|config)$|^migration$", row[0])
        ]
        outcome["tables"] = {name: _digest(database, name) for name in sorted(names)}
    return outcome


def _digest(database: sqlite3.Connection, table: str) -> str:
    columns = [
        row[1]
        for row in database.execute(f'PRAGMA table_info("{table}")')
        if row[1] not in {"ingested", "done"}
    ]
    if table == "setting":
        rows = [
            row
            for row in database.execute("SELECT name, value FROM setting ORDER BY name")
            if row[0] not in {"id", "generation"}
        ]
    else:
        chosen = ", ".join(f'"{column}"' for column in columns)
        rows = sorted(map(repr, database.execute(f'SELECT {chosen} FROM "{table}"')))  # noqa: S608
    return f"{len(rows)} rows, {hashlib.sha256(repr(rows).encode()).hexdigest()[:16]}"


def rankings(index: Path) -> Iterator[dict[str, Any]]:
    """List the hits of every judged need in each language and mode, with scores to six places."""
    with Index.open(index) as opened:
        for file in (NEEDS, SHORT, HARD):
            for need in read_needs(file):
                for query in need.queries.values():
                    for mode in get_args(Mode):
                        result = opened.search(query, k=30, mode=mode, per_document=PER_DOCUMENT)
                        yield {
                            "query": f"{query}, {mode}",
                            "notes": [note.code for note in result.notes],
                            "hits": [
                                f"{hit.found.symbol} {' '.join(hit.found.passage.label_path)} "
                                f"{hit.found.language} {hit.found.passage_id} {hit.score:.6f}"
                                for hit in result.hits
                            ],
                        }
