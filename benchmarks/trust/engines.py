"""Vector servers under disturbance: is a half-written collection ever searched?

The server is milvus-lite's, in its own process, with a collection for each case. At an instant the
writing command or the server is killed, or the server's disk is full. Then a search by the server
must equal one by the store alone, or report that it cannot. A second run must end well, with all
rows.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import Final
from unittest.mock import patch

from benchmarks.trust.fork_runner import RunEnd
from benchmarks.trust.kills import Command, Place, with_place
from benchmarks.trust.service import Model, open_index
from benchmarks.trust.tally import Tally, cases, chance_of
from corpus.errors import EngineError, NoIndexError
from index.retrieval import Search, ServerIndex, debiasing
from tests.milvus_server import MilvusServer

COMMANDS: Final = (
    Command("ingest", ("ingest", "{}/documents"), "empty"),
    Command("ingest of changed files", ("ingest", "{}/documents"), "changed"),
    Command("ingest --prune", ("ingest", "--prune", "{}/documents"), "pruned"),
    Command("engine copy", ("engine", "copy", "{}/index", "{engine}"), "whole"),
)
"""Before the second and third all vectors are at the server; before the others none."""

_SERVER_KILLED: Final = "server killed"
_FULL: Final = "server's disk full"
_DISTURBANCES: Final = ("killed", _SERVER_KILLED, _FULL)

_WRITES: Final = 40
"""From a write among so many of the server the disk is full."""

_APART: Final = 1e-3
"""The most by which a server's score may differ from that of the store."""

_ENDED: Final = "ended before"
_UNSEARCHED: Final = "not searched"
_KILLED: Final = -9


@with_place
def run(seed: int, count: int, minutes: float | None, there: Place) -> Tally:
    """Disturb runs; commands and disturbances take turns."""
    columns = ("runs", *_DISTURBANCES, _ENDED, _UNSEARCHED, "second runs")
    tally = Tally("Runs that write to a server, by command", columns)
    with tempfile.TemporaryDirectory(prefix="trust-server-") as scratch:
        server = MilvusServer(Path(scratch))
        try:
            for case in cases(seed, count, minutes):
                _case(tally, there, server, Path(scratch), case)
        finally:
            server.kill()
    return tally


def _case(tally: Tally, there: Place, server: MilvusServer, scratch: Path, seed: int) -> None:
    command = COMMANDS[seed % len(COMMANDS)]
    possible = _DISTURBANCES if there.library else _DISTURBANCES[:-1]
    how = possible[seed // len(COMMANDS) % len(possible)]
    chance, engine = chance_of(seed), server.address(f"case_{seed}")
    instant = chance.random() * _measure_undisturbed(there, server, command)
    _begin(there, command, engine)
    if how == _FULL:
        server.kill()
        server.start(
            LD_PRELOAD=str(there.library),
            TRUST_FOLDER=str(scratch),
            TRUST_FULL_AT=str(chance.randrange(1, _WRITES)),
        )
        ended = _run(there, command, engine)
        server.kill()
        server.start()
    elif how == _SERVER_KILLED:
        timer = Timer(instant, server.kill)
        timer.start()
        ended = _run(there, command, engine)
        timer.join()
        server.start()
    else:
        ended = _run(there, command, engine, kill_after=instant)
    tally.count(command.name, "runs")
    tally.count(command.name, how if ended.code else _ENDED)
    where = f"{command.name}, {how}"
    if ended.code not in (0, _KILLED) and not _says(ended):
        tally.fault(seed, f"{where}: ended with {ended.code}: {ended.said[-300:]}")
    for wrong in _wrongs(there, engine):
        if wrong is _UNSEARCHED:
            tally.count(command.name, _UNSEARCHED)
        else:
            tally.fault(seed, f"{where}: {wrong}")
    again = _run(there, command, engine)
    tally.count(command.name, "second runs")
    if again.code:
        tally.fault(seed, f"{where}, again: ended with {again.code}: {again.said[-300:]}")
    for wrong in _wrongs(there, engine):
        tally.fault(seed, f"{where}, again: {wrong}")


def _measure_undisturbed(there: Place, server: MilvusServer, command: Command) -> float:
    """Return the seconds of a command that runs undisturbed."""
    name = f"{command.name}, to a server"
    if name not in there.known:
        engine = server.address(f"whole_{len(there.known)}")
        _begin(there, command, engine)
        ended = _run(there, command, engine)
        if ended.code:
            raise RuntimeError(f"a run that was not disturbed failed: {ended.said}")
        there.known[name] = ended.seconds, None
    return there.known[name][0]


def _begin(there: Place, command: Command, engine: str) -> None:
    there.begin(command)
    if command.before in ("changed", "pruned"):
        copied = _run(there, COMMANDS[-1], engine)
        if copied.code:
            raise RuntimeError(f"vectors do not come to a server: {copied.said}")


def _run(there: Place, command: Command, engine: str, kill_after: float | None = None) -> RunEnd:
    filled = tuple(argument.replace("{engine}", engine) for argument in command.arguments)
    named = Command(command.name, filled, command.before)
    return there.run(named, environment={"WSIS_SEARCH_ENGINE": engine}, kill_after=kill_after)


def _says(ended: RunEnd) -> bool:
    message = " ".join(ended.said.split())
    return "Error: " in message and "WSIS_SEARCH_ENGINE" in message and "Traceback" not in message


def _wrongs(there: Place, engine: str) -> Iterator[str]:
    """Yield the differences between searches by the server and by the store, or its absence."""
    folder = there.folder / "index"
    if not (folder / "index.sqlite3").exists():
        yield _UNSEARCHED
        return
    try:
        yield from _others(folder, there.model, engine)
    except EngineError as error:
        yield _UNSEARCHED if "WSIS_SEARCH_ENGINE" in error.message else error.message
    except NoIndexError:
        yield _UNSEARCHED


def _others(folder: Path, model: Model, engine: str) -> Iterator[str]:
    with open_index(folder, model) as index:
        served = Search(index.store, index.encoder, engine=engine)
        local = Search(index.store, index.encoder)
        with index.store.snapshot():
            _, treatment, _ = ServerIndex(engine).open(index.store, index.encoder)
        with (  # in memory, freed of their language as the server's are
            patch.object(debiasing, "current", lambda *_: None),
            patch.object(debiasing, "fit_treatment", lambda *_: treatment),
            patch.object(debiasing, "put"),
        ):
            local.embed_texts(["rural clinics"])
        texts = [row["text"] for row in index.store.query("SELECT text FROM passage")]
        for text in texts:
            result, other = (
                {
                    hit.found.passage_id: hit.score
                    for hit in each.search(text, mode="dense", k=5).hits
                }
                for each in (local, served)
            )
            worst = min(result.values())
            for passage in result.keys() ^ other.keys():
                if abs((result | other)[passage] - worst) > _APART:
                    yield f"{text[:40]!r} finds {sorted(other)} and not {sorted(result)}"
            yield from (
                f"{text[:40]!r} scores {passage} {other[passage]:.4f} and not {result[passage]:.4f}"
                for passage in result.keys() & other.keys()
                if abs(result[passage] - other[passage]) > _APART
            )
