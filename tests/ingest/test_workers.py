"""Files are read in processes that may crash, hang and swell without taking the run down.

The readers' processes load a ``sitecustomize`` of the test's own, which lets files of certain names
do what damaged files do to readers.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.documents import Document
from corpus.errors import OutOfTimeError, ReaderCrashError, ReadError
from ingest.limits import Limits
from ingest.workers import read_all, read_one

ROOT = Path(__file__).parents[2]
MISBEHAVIOUR = """
import os, signal
import ingest.plain

honest = ingest.plain.read

def read(path):
    if path.stem.startswith("endless"):
        while True:
            pass
    if path.stem.startswith("killed"):
        os.kill(os.getpid(), signal.SIGKILL)
    if path.stem.startswith("hungry"):
        return bytearray(1 << 40)
    if path.stem.startswith("swelling"):
        held = []
        while True:
            held.append(bytearray(16 << 20))
    if path.stem.startswith("deep"):
        return read_deeply()
    if path.stem.startswith("odd"):
        raise LookupError("a library's own")
    return honest(path)

def read_deeply():
    return read_deeply()

ingest.plain.read = read
"""


@pytest.fixture
def text_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Writes a text file of a name that tells the reader what to do."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(MISBEHAVIOUR, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'site'}:{ROOT}")

    def write(name: str) -> Path:
        path = tmp_path / f"{name}.txt"
        path.write_text(f"This is {name}, and it is written in English.\n", encoding="utf-8")
        return path

    return write


def test_a_file_is_read_in_another_process(text_file: Callable[[str], Path]) -> None:
    document = read_one(text_file("plain"))
    assert document.passages[0].text == "This is plain, and it is written in English."
    assert not multiprocessing.active_children()


def test_a_reader_that_never_ends_is_stopped(text_file: Callable[[str], Path]) -> None:
    began = time.monotonic()
    with pytest.raises(OutOfTimeError) as caught:
        read_one(text_file("endless"), Limits(seconds=2))
    assert time.monotonic() - began < 60
    assert "endless.txt was not read within 2 seconds" in caught.value.message
    assert "WSIS_SEARCH_READ_SECONDS" in caught.value.message
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("name", ["hungry", "swelling"])
def test_a_reader_that_swells_is_stopped(name: str, text_file: Callable[[str], Path]) -> None:
    with pytest.raises(ReaderCrashError, match=rf"{name}\.txt needs more than 700 MB") as caught:
        read_one(text_file(name), Limits(seconds=60, megabytes=700))
    assert "WSIS_SEARCH_READ_MEGABYTES" in caught.value.message


def test_a_reader_that_is_killed_costs_its_file_only(text_file: Callable[[str], Path]) -> None:
    names = ["a", "killed", "b", "odd", "deep", "c"]
    results = dict(read_all([text_file(name) for name in names], workers=1))
    by_name = {path.stem: result for path, result in results.items()}
    assert {name for name, result in by_name.items() if isinstance(result, Document)} == set("abc")
    killed, odd = by_name["killed"], by_name["odd"]
    assert isinstance(killed, ReaderCrashError)
    assert "killed.txt" in killed.message
    assert "exit code -9" in killed.message
    assert isinstance(odd, ReadError)
    assert "odd.txt cannot be read (LookupError" in odd.message
    assert "deep.txt cannot be read (RecursionError" in str(by_name["deep"])


def test_one_worker_keeps_the_order(text_file: Callable[[str], Path]) -> None:
    paths = [text_file(f"note {number}") for number in range(12)]
    assert [path for path, _ in read_all(paths, workers=1)] == paths


def test_many_files_with_bad_ones_among_them(text_file: Callable[[str], Path]) -> None:
    names = [*(f"note {number}" for number in range(20)), "killed 1", "endless", "killed 2"]
    names = names[-3:] + names[:-3]
    results = list(read_all(map(text_file, names), workers=2, limits=Limits(seconds=5)))
    assert sorted(path.stem for path, _ in results) == sorted(names)
    failed = {path.stem: result.code for path, result in results if isinstance(result, ReadError)}
    assert failed == {
        "killed 1": "reader-crash",
        "killed 2": "reader-crash",
        "endless": "out-of-time",
    }
    assert not multiprocessing.active_children()


def test_files_are_asked_for_as_they_are_needed(text_file: Callable[[str], Path]) -> None:
    asked = []

    def paths() -> object:
        for number in range(6):
            asked.append(number)
            yield text_file(f"note {number}")

    results = read_all(paths(), workers=1)  # type: ignore[arg-type]
    next(results)
    assert len(asked) <= 3
    results.close()  # type: ignore[attr-defined]
    assert not multiprocessing.active_children()


def test_no_file_at_all() -> None:
    assert list(read_all([], workers=3)) == []


def test_limits_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSIS_SEARCH_READ_SECONDS", "7.5")
    monkeypatch.setenv("WSIS_SEARCH_READ_MEGABYTES", "300")
    assert Limits.from_environment() == Limits(7.5, 300)
    monkeypatch.setenv("WSIS_SEARCH_READ_SECONDS", "soon")
    monkeypatch.setenv("WSIS_SEARCH_READ_MEGABYTES", "-1")
    assert Limits.from_environment() == Limits()
