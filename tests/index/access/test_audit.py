"""Changes, exports and questions are logged; what cannot be logged is not done."""

from __future__ import annotations

import json
import os
import re
import stat
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from corpus.documents import Document
from corpus.errors import AccessError
from index import Index
from index.access import READER, Reader, audit, rules_of
from index.access.readers import reader_name
from index.model import Encoder
from search_app.api import Answers
from tests.commands import run
from tests.index.access.archive import archive, make, write_rules


def _rules(folder: Path, log: Path, *, queries: bool = False) -> None:
    flag = "true" if queries else "false"
    write_rules(folder, f'default = "public"\n[audit]\nfile = "{log}"\nqueries = {flag}\n')


def _read_log(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


@pytest.fixture
def index(tmp_path: Path, encoder: Encoder) -> Iterator[Index]:
    with make(tmp_path / "index", encoder, archive()[:1]) as made:
        (tmp_path / "new.txt").write_text("The archive hears of a heron.", "utf-8")
        yield made


def test_changes_and_exports_are_noted_by_who_made_them(index: Index, tmp_path: Path) -> None:
    folder, log, graph = index.store.folder, tmp_path / "audit.jsonl", tmp_path / "graph.csv"
    _rules(folder, log)
    before = READER.set(Reader("person:amina", "member-states", "editor"))
    try:
        index.ingest([tmp_path / "new.txt"])
    finally:
        READER.reset(before)
    assert run("export", "--graph", graph, index=folder).code == 0
    assert run("backup", tmp_path / "copy.zip", index=folder).code == 0
    positions = ("positions", "yak", "--csv", tmp_path / "positions.csv")
    assert run(*positions, index=folder).code in (0, 1)
    index.search("heron", mode="lexical")
    begun, ended, *exports = _read_log(log)
    assert (begun["event"], begun["paths"]) == ("ingest", [str(tmp_path / "new.txt")])
    assert (ended["event"], ended["ingested"]) == ("ingested", 1)
    assert {begun["who"], ended["who"]} == {"person:amina"}
    assert [(export["event"], export["what"]) for export in exports] == [
        *(("export", what) for what in ("graph", "backup", ".csv"))
    ]
    assert exports[0]["file"] == str(graph)
    assert all(export["who"].startswith("local") and export["time"] for export in exports)
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_queries_are_logged_where_the_rules_say_so(index: Index, tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    _rules(index.store.folder, log, queries=True)
    symbol = "CWG-WSIS&SDG-40/2"
    draft: Document = archive()[0]
    index.search("heron", mode="lexical")
    index.precedents(draft)
    index.positions("telecentres")
    index.look_up("SDG 9")
    index.show(symbol)
    index.compare(symbol, symbol, "en")
    index.mandates(document=symbol, with_reports=False)
    index.dossier("40")
    index.equivalents("yak", "en")
    assert [(line["event"], line["what"], line["query"]) for line in _read_log(log)] == [
        ("query", "search", "heron"),
        ("query", "precedents", draft.file.name),
        ("query", "positions", "telecentres"),
        ("query", "lookup", "SDG 9"),
        ("query", "show", symbol),
        ("query", "compare", f"{symbol} {symbol}"),
        ("query", "mandates", symbol),
        ("query", "dossier", "40"),
        ("query", "equivalents", "yak"),
    ]


def test_changes_are_refused_where_the_log_cannot_be_written(index: Index, tmp_path: Path) -> None:
    folder, log = index.store.folder, tmp_path / "audit.jsonl"
    log.mkdir()  # a file that cannot be written, also by root
    _rules(folder, log)
    stamp = index.store.stamp
    for change in (
        lambda: index.ingest([tmp_path / "new.txt"]),
        lambda: next(iter(index.watch(tmp_path))),
        index.repair,
        lambda: index.back_up(tmp_path / "copy.zip"),
    ):
        with pytest.raises(AccessError, match=r"cannot be noted.*audit\.jsonl"):
            change()
    assert index.store.stamp == stamp
    for command in (
        ("export", "--graph", tmp_path / "graph.csv"),
        ("dossier", "40", "--out", tmp_path / "dossier.md"),
        ("ingest", tmp_path / "new.txt"),
    ):
        outcome = run(*command, index=folder)
        assert (outcome.code, outcome.err.count("Nothing is done until it can be.")) == (2, 1)
    there = {path.name for path in tmp_path.iterdir()} - {f"{log.name}.lock"}
    assert there == {"index", "new.txt", log.name}
    # Nor are originals given to programs.
    answers = Answers(folder)
    sha256 = index.store.query("SELECT sha256 FROM file")[0]["sha256"]
    with pytest.raises(Exception, match="noted|gone"):
        answers.original(sha256)
    answers.close()
    assert index.search("yak", mode="lexical").hits  # which is not noted
    _rules(folder, log, queries=True)
    with pytest.raises(AccessError, match="cannot be noted"):
        index.search("yak", mode="lexical")
    log.rmdir()
    assert index.search("yak", mode="lexical").hits
    assert len(_read_log(log)) == 1


def test_a_full_log_is_rotated_without_losing_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "audit.jsonl"
    _rules(tmp_path, log)
    monkeypatch.setattr(audit, "_BYTES", 300)
    for number in range(60):
        audit.note(rules_of(tmp_path), "export", what=str(number))
        kept = [int(line["what"]) for path in _oldest_first(log) for line in _read_log(path)]
        assert kept == list(range(number + 1))[-len(kept) :]
    assert {path.name for path in tmp_path.glob("audit.jsonl.[0-9]*")} == {
        f"audit.jsonl.{number}" for number in range(1, 11)
    }
    assert 30 <= len(kept) < 60


@pytest.mark.parametrize(("size", "is_moved"), [(9_999_999, False), (10_000_000, True)])
def test_a_log_of_ten_megabytes_is_put_aside(tmp_path: Path, size: int, is_moved: bool) -> None:
    log = tmp_path / "audit.jsonl"
    _rules(tmp_path, log)
    log.write_bytes(b" " * size)
    for number in range(9, 12):
        (tmp_path / f"audit.jsonl.{number}").write_text(str(number), "utf-8")
    audit.note(rules_of(tmp_path), "export", what="graph")
    aside = {path.suffix for path in tmp_path.glob("audit.jsonl.[0-9]*")}
    assert aside == ({".1", ".10", ".11"} if is_moved else {".9", ".10", ".11"})
    assert (tmp_path / "audit.jsonl.10").read_text("utf-8") == ("9" if is_moved else "10")
    assert log.stat().st_size < 1_000 if is_moved else log.stat().st_size > size


def test_a_line_says_when_who_did_what(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "audit.jsonl"
    _rules(tmp_path, log)
    monkeypatch.setenv("LOGNAME", "amina")
    audit.note(rules_of(tmp_path), "export", what="graph")
    audit.note(rules_of(tmp_path), "query", what="search")  # which the rules do not ask for
    audit.note(None, "export", what="nothing")
    (line,) = _read_log(log)
    assert list(line) == ["time", "who", "event", "what"]
    assert (line["who"], line["event"], line["what"]) == ("local:amina", "export", "graph")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["time"])
    assert abs(datetime.fromisoformat(line["time"]).timestamp() - time.time()) < 60
    _rules(tmp_path, log, queries=True)
    before = READER.set(Reader("person:amina"))
    try:
        audit.note(rules_of(tmp_path), "query", what="search", query="quagga")
    finally:
        READER.reset(before)
    assert [(line["who"], line["event"]) for line in _read_log(log)][1:] == [
        ("person:amina", "query")
    ]


def test_the_message_names_the_log_and_what_is_wrong(tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    log.mkdir()
    _rules(tmp_path, log)
    with pytest.raises(AccessError) as caught:
        audit.note(rules_of(tmp_path), "export")
    assert caught.value.message == (
        f"What is done cannot be noted in {log}: Is a directory. Nothing is done until it can be."
    )


def test_a_user_without_a_name_is_local(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 987_654_321)
    assert reader_name() == "local"


def _oldest_first(log: Path) -> list[Path]:
    aside = sorted(log.parent.glob(f"{log.name}.[0-9]*"), key=lambda path: -int(path.suffix[1:]))
    return [*aside, log]
