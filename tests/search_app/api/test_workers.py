"""Several processes answer programs at one port as one server does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from benchmarks.ingest.process_costs import family_of
from index import Index
from index.access import READER, Reader
from search_app.api import Answers, ProblemError, Tokens, responses
from search_app.operations import Page, operation
from search_app.request_bounds import RequestBounds
from search_app.web import any_free_port
from tests.commands import PROGRAM, run

_SECONDS = 60.0


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def children(process: int) -> set[int]:
    """List the processes that answer, by what they run."""
    processes = set()
    for worker in family_of(process)[1:]:
        try:
            command = Path(f"/proc/{worker}/cmdline").read_bytes()
        except OSError:
            continue
        if b"spawn_main" in command:
            processes.add(worker)
    return processes


@pytest.fixture
def served_app(sample_index: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    port = any_free_port()
    arguments = ("serve", "--api-only", "--workers", "2", "--port", str(port))
    command = [str(PROGRAM), "--index", str(sample_index), *arguments]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            yield server, f"http://127.0.0.1:{port}/api/v1"
        finally:
            server.terminate()


@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_a_dead_worker_is_replaced_and_stop_ends_all(
    served_app: tuple[subprocess.Popen[str], str], tokens: Tokens
) -> None:
    server, address = served_app

    def statuses(**headers: str) -> set[int]:
        # A connection of its own each time: the system chooses which of the two answers.
        return {
            httpx.get(f"{address}/documents", headers=headers, timeout=_SECONDS).status_code
            for _ in range(12)
        }

    def is_up() -> bool:
        try:
            return httpx.get(f"{address}/health", timeout=_SECONDS).status_code == 200
        except httpx.TransportError:
            return False

    until(is_up)
    assert statuses() == {200}
    before = children(server.pid)
    assert len(before) == 2
    os.kill(min(before), signal.SIGKILL)
    until(lambda: len(children(server.pid) - {min(before)}) == 2)
    assert statuses() == {200}
    token = tokens.add("reader")
    assert statuses() == {401}
    assert statuses(Authorization=f"Bearer {token}") == {200}
    last = children(server.pid)
    server.terminate()
    assert server.wait(timeout=_SECONDS) == 0
    until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in last))
    assert server.stderr is not None
    assert "is replaced" in server.stderr.read()


@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_workers_end_with_the_process_that_started_them(
    served_app: tuple[subprocess.Popen[str], str],
) -> None:
    server, _ = served_app
    until(lambda: len(children(server.pid)) == 2)
    started = children(server.pid)
    time.sleep(2)  # they have begun to serve
    server.kill()
    until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in started))


def test_the_app_is_served_by_one_process() -> None:
    outcome = run("serve", "--workers", "2")
    assert outcome.code == 2
    assert "--api-only" in outcome.err


def test_processes_share_the_places_of_drafts(
    sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(responses, "_PATIENCE", 0.5)
    first, second = (Answers(sample_index, draft_places=tmp_path) for _ in range(2))
    with first._one_of_few(), second._one_of_few():
        for answers in (first, second):
            with pytest.raises(ProblemError), answers._one_of_few():
                pass
    compared = {"old": "CWG-WSIS&SDG-40/3", "new": "CWG-WSIS&SDG-41/INF/3"}
    with first._one_of_few(), first._one_of_few():
        # Two documents of the index are no draft.
        assert first.answer(operation("compare"), compared)["paragraphs"]


@pytest.mark.model
def test_the_next_pages_of_a_report_are_of_what_was_found(
    answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[str] = []
    find = Index.compare

    def count(index: Index, old: str, *rest: Any, **options: Any) -> Any:
        found.append(old)
        return find(index, old, *rest, **options)

    monkeypatch.setattr(Index, "compare", count)
    asked, given = (
        operation("compare"),
        {"old": "CWG-WSIS&SDG-40/3", "new": "CWG-WSIS&SDG-41/INF/3"},
    )
    pages = [answers.answer(asked, given, Page(1, at))["paragraphs"] for at in (0, 1, 2)]
    assert [len(page) for page in pages] == [1, 1, 1]
    assert pages[0] != pages[1] != pages[2]
    assert len(found) == 1
    asking = READER.set(Reader("token:another"))  # whose question is noted
    answers.answer(asked, given, Page(1, 1))
    READER.reset(asking)
    answers.answer(asked, given, Page(1))
    assert len(found) == 3


def test_processes_share_the_places_of_bodies() -> None:
    bounds = RequestBounds(at_a_time=64, each=16, shared_by=4)
    assert (bounds._at_a_time, bounds._each) == (16, 4)
    assert RequestBounds(each=2, shared_by=4)._each == 1


@pytest.mark.model
def test_concurrent_requests_are_answered_few_at_a_time(
    answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    search, lock, at_once = Index.search, threading.Lock(), [0, 0]

    def count_calls(*arguments: Any, **options: Any) -> Any:
        with lock:
            at_once[0] += 1
            at_once[1] = max(at_once)
        try:
            return search(*arguments, **options)
        finally:
            with lock:
                at_once[0] -= 1

    monkeypatch.setattr(Index, "search", count_calls)
    described = operation("search")
    with ThreadPoolExecutor(24) as readers:
        done = readers.map(lambda _: answers.answer(described, {"query": "floods"}), range(24))
        assert all(answer["hits"] for answer in done)
    assert 1 < at_once[1] <= responses._TURNS
