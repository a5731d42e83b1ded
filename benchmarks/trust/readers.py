"""Whether everybody gets the right answer while somebody writes: forty readers beside a writer.

Half of them share one open index, as the sessions of the app do; every second of these reads as the
class `public`. The other half ask a server by REST without a token. Each asks for paragraphs whose
place is known: of the first documents, and of those whose ingest has ended. A paragraph that
readers may see has to come first, word for word, from its own document. A hidden one must not come
at all.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx
import numpy as np

from benchmarks.trust import world
from benchmarks.trust.fork_runner import ROOT, Runner
from benchmarks.trust.service import BUNDLED, Model, open_index, serving
from benchmarks.trust.tally import Tally, chance_of
from index import Index
from index.retrieval import Mode

READERS: Final = 40
_MINUTES: Final = 10.0
_FIRST: Final = 10
_BATCH: Final = 25
"""Number of documents at the beginning, and for each ingest."""

_WHOLE: Final = "app"
"""Way of the readers who see all documents."""

_START: Final = 180.0
_ANSWER: Final = 120.0

_LIMITS: Final = httpx.Limits(max_connections=READERS)

_Hits = Sequence[tuple[str, str]]
"""Hits, the best first: the name of the file and the text of each."""

_Ask = Callable[[str, Mode], _Hits | None]
"""Function of a question and a mode that returns the hits, or None where it has to wait."""


class _KnownParagraphs:
    """Paragraphs whose place is known; more as documents are ingested."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, str]] = []
        self._lock = threading.Lock()

    def add(self, paths: list[Path]) -> None:
        """Take documents that can be found from now on."""
        rows = [
            (path.name, line.split("\t")[1])
            for path in paths
            for line in path.read_text("utf-8").splitlines()
        ]
        with self._lock:
            self._rows += rows

    def one(self, number: float) -> tuple[str, str]:
        """Return one of them, by a number from 0 to below 1."""
        with self._lock:
            return self._rows[int(number * len(self._rows))]


def run(seed: int, count: int, minutes: float | None = None) -> Tally:
    """Read while documents are written.

    Args:
        seed: of the first reader's questions; each has the next one.
        count: how many documents are written; as many readers, and at most forty.
        minutes: that it takes at least and, where the writer has done, at most.
    """
    columns = (
        *("readers", "right answers", "nothing hidden shown", "asked to wait"),
        *("ms of the median", "ms of 95 %", "documents ingested"),
    )
    tally = Tally("Readers beside a writer", columns)
    last = time.monotonic() + 60 * (_MINUTES if minutes is None else minutes)
    with tempfile.TemporaryDirectory(prefix="trust-") as scratch:
        root = Path(scratch)
        for name in ("documents", "later"):
            (root / name).mkdir()
        for number in range(_FIRST):
            world.write_document(root / "documents", number)
        model, known = Model(), _KnownParagraphs()
        with serving(model) as address, Runner(root) as runner:
            variables = {
                "WSIS_SEARCH_INDEX": str(root / "index"),
                "WSIS_SEARCH_MODEL": f"{address}#{BUNDLED}",
            }
            first = runner.run("ingest", root / "documents", environment=variables)
            if first.code:
                raise RuntimeError(first.said)
            known.add(world.files_of(root / "documents"))
            world.write_rules(root / "index")
            with (
                _rest(variables) as place,
                httpx.Client(base_url=place, timeout=_ANSWER, limits=_LIMITS) as client,
                open_index(root / "index", model) as index,
            ):
                asks: dict[str, _Ask] = {
                    _WHOLE: _of(lambda: index),
                    "REST": _by(client),
                    "app, of a class": _of(lambda: index.view_for("public")),
                    "REST again": _by(client),
                }
                durations: dict[str, list[float]] = {way: [] for way in asks}
                is_over = threading.Event()
                threads = [
                    threading.Thread(
                        target=_read,
                        args=(tally, way, asks[way], known, seed + number, is_over, durations[way]),
                    )
                    for number in range(min(READERS, count))
                    for way in [tuple(asks)[number % len(asks)]]
                ]
                for thread in threads:
                    thread.start()
                try:
                    _write(tally, seed, count, root, runner, variables, known)
                    while time.monotonic() < last:
                        time.sleep(0.1)
                finally:
                    is_over.set()
                    for thread in threads:
                        thread.join(_ANSWER)
            for way, seconds in durations.items():
                if seconds:
                    median, most = np.quantile(seconds, (0.5, 0.95))
                    tally.count(way, "ms of the median", round(1000 * median))
                    tally.count(way, "ms of 95 %", round(1000 * most))
            for wrong in world.wrongs(root / "index", model, BUNDLED, may_be_behind=False):
                tally.fault(seed, f"afterwards: {wrong}")
    return tally


def _write(
    tally: Tally,
    seed: int,
    count: int,
    root: Path,
    runner: Runner,
    variables: dict[str, str],
    known: _KnownParagraphs,
) -> None:
    for begin in range(0, count, _BATCH):
        folder = root / "later" / str(begin)
        folder.mkdir()
        numbers = range(begin, min(begin + _BATCH, count))
        for number in numbers:
            world.write_document(folder, _FIRST + number)
        ended = runner.run("ingest", folder, environment=variables)
        if ended.code:
            tally.fault(seed, f"the writer ended with {ended.code}: {ended.said[-300:]}")
            return
        tally.count("writer", "documents ingested", len(numbers))
        known.add(world.files_of(folder))


def _read(
    tally: Tally,
    way: str,
    ask: _Ask,
    known: _KnownParagraphs,
    seed: int,
    is_over: threading.Event,
    durations: list[float],
) -> None:
    tally.count(way, "readers")
    chance = chance_of(seed)
    while not is_over.is_set():
        name, text = known.one(chance.random())
        modes: tuple[Mode, ...] = ("lexical", "hybrid")
        mode = chance.choice(modes)
        is_hidden = way != _WHOLE and world.is_hidden(name)
        began = time.monotonic()
        try:
            hits = ask(text, mode)
            durations.append(time.monotonic() - began)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
            tally.fault(seed, f"{way}, {mode}: {type(error).__name__}: {error}"[:300])
            return
        if hits is None:
            tally.count(way, "asked to wait")
            is_over.wait(1)
        elif is_hidden and not any(text == other for _, other in hits):
            tally.count(way, "nothing hidden shown")
        elif not is_hidden and hits[:1] == [(name, text)]:
            tally.count(way, "right answers")
        else:
            tally.fault(seed, f"{way}, {mode}: asked for {text!r} of {name}, got {hits}")


def _of(opened_index: Callable[[], Index]) -> _Ask:
    def ask(text: str, mode: Mode) -> _Hits | None:
        hits = opened_index().search(text, mode=mode, k=3).hits
        return [(Path(hit.found.file).name, hit.found.passage.text) for hit in hits]

    return ask


def _by(client: httpx.Client) -> _Ask:
    def ask(text: str, mode: Mode) -> _Hits | None:
        answer = client.get("/api/v1/search", params={"query": text, "mode": mode, "k": 3})
        if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
            return None
        answer.raise_for_status()
        return [(Path(hit["file"]).name, hit["text"]) for hit in answer.json()["hits"]]

    return ask


@contextmanager
def _rest(variables: dict[str, str]) -> Iterator[str]:
    """Start ``wsis-search serve --api-only``, and yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    program = "from search_app.cli import main; main()"
    server = subprocess.Popen(  # noqa: S603
        [sys.executable, "-P", "-c", program, "serve", "--api-only", "--port", port],
        env={**os.environ, **variables, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    place = f"http://127.0.0.1:{port}"
    try:
        began = time.monotonic()
        while True:
            try:
                httpx.get(f"{place}/api/v1/status", timeout=_ANSWER).raise_for_status()
                break
            except httpx.HTTPError:
                if server.poll() is not None or time.monotonic() - began > _START:
                    raise
                time.sleep(0.1)
        yield place
    finally:
        server.terminate()
        server.wait(60)
