"""Files are read in processes that may crash, hang and swell without taking the run down.

The readers' processes load a ``sitecustomize`` of the test's own, which lets files of certain names
do what damaged files do to readers.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.documents import Document
from corpus.errors import OutOfTimeError, ReaderCrashError, ReadError, TooLargeError
from ingest import scratch, workers
from ingest.limits import Limits
from ingest.workers import read_all, read_one

pytestmark = pytest.mark.process

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
    if path.stem.startswith("slow"):
        import time
        time.sleep(0.5)
    if path.stem.startswith("littering"):
        import tempfile
        open(path.with_suffix(".where"), "w").write(tempfile.mkdtemp())
        os.kill(os.getpid(), signal.SIGKILL)
    if path.stem.startswith("numbered"):
        path.with_suffix(f".{os.getpid()}").touch()
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


@pytest.mark.thorough
def test_a_reader_that_never_ends_is_stopped(text_file: Callable[[str], Path]) -> None:
    began = time.monotonic()
    with pytest.raises(OutOfTimeError) as caught:
        read_one(text_file("endless"), Limits(seconds=2))
    assert time.monotonic() - began < 60
    assert "endless.txt was not read within 2 seconds" in caught.value.message
    assert "WSIS_SEARCH_READ_SECONDS" in caught.value.message
    assert not multiprocessing.active_children()


def test_a_reader_that_is_slow_to_start_is_waited_for(
    text_file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_START", 0.01)  # as a machine that does much else makes it
    assert read_one(text_file("plain"), Limits(seconds=120)).passages
    with pytest.raises(OutOfTimeError, match="less busy"):
        read_one(text_file("plain"), Limits(seconds=0.01))


@pytest.mark.parametrize("name", ["hungry", "swelling"])
@pytest.mark.thorough
def test_a_reader_that_swells_is_stopped(name: str, text_file: Callable[[str], Path]) -> None:
    with pytest.raises(ReaderCrashError, match=rf"{name}\.txt needs more than 700 MB") as caught:
        read_one(text_file(name), Limits(seconds=60, megabytes=700))
    assert "WSIS_SEARCH_READ_MEGABYTES" in caught.value.message


@pytest.mark.thorough
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


@pytest.mark.thorough
def test_documents_come_in_the_order_of_the_paths(
    text_file: Callable[[str], Path],
) -> None:
    names = ["slow", "a", "killed", "b", "slow too", "c", "d"]
    paths = [text_file(name) for name in names]
    assert [path for path, _ in read_all(paths, workers=2)] == paths


def test_a_process_reads_many_files(text_file: Callable[[str], Path], tmp_path: Path) -> None:
    list(read_all([text_file(f"numbered {number}") for number in range(9)], workers=1))
    assert len({path.suffix for path in tmp_path.glob("numbered*") if path.suffix != ".txt"}) == 1


@pytest.mark.thorough
def test_unpacked_files_of_a_killed_reader_are_deleted(text_file: Callable[[str], Path]) -> None:
    path = text_file("littering")
    with pytest.raises(ReaderCrashError):
        read_one(path)
    unpacked = Path(path.with_suffix(".where").read_text("utf-8"))
    assert "wsis-search-run-" in str(unpacked)
    assert not unpacked.exists()
    assert not unpacked.parent.parent.exists()


@pytest.fixture
def looping(
    text_file: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A run whose reader loops, in a session of its own, and the reader's process."""
    if sys.platform == "win32":
        pytest.skip("asks for processes in POSIX's way")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    script = tmp_path / "run.py"
    script.write_text(
        "import sys\n"
        "from pathlib import Path\n"
        "from ingest import workers\n"
        "honest = workers._Worker.read\n"
        "def read(self, path):\n"
        "    print(self._process.pid, flush=True)\n"
        "    return honest(self, path)\n"
        "workers._Worker.read = read\n"
        "if __name__ == '__main__':\n"
        "    workers.read_one(Path(sys.argv[1]))\n",
        "utf-8",
    )
    command = [sys.executable, str(script), str(text_file("endless"))]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdout=pipe, stderr=pipe, text=True, start_new_session=True
    ) as run:
        assert run.stdout is not None
        yield run, int(run.stdout.readline())
        run.kill()


def test_no_reader_outlives_its_parent_and_the_next_run_sweeps(
    looping: tuple[subprocess.Popen[str], int], tmp_path: Path
) -> None:
    parent, reader = looping
    parent.kill()
    _wait_for_the_end_of(reader)
    (left,) = tmp_path.glob("wsis-search-run-*")
    os.utime(left, (0, 0))
    with scratch.folder() as own:
        assert not left.exists()
        os.utime(own, (0, 0))
        scratch.sweep()
        assert own.exists()  # its owner lives
    assert not own.exists()


def test_an_interrupt_ends_all_without_a_word_of_the_readers(
    looping: tuple[subprocess.Popen[str], int], tmp_path: Path
) -> None:
    """A terminal sends it to every process of the run."""
    parent, reader = looping
    os.killpg(parent.pid, signal.SIGINT)
    output = parent.communicate(timeout=60)[1]
    assert output.rstrip().endswith("KeyboardInterrupt")
    assert output.count("Traceback") == 1
    _wait_for_the_end_of(reader)
    assert not [*tmp_path.glob("wsis-search-run-*")]


def _wait_for_the_end_of(process: int) -> None:
    deadline = time.monotonic() + 20
    while _runs(process) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _runs(process)


def _runs(process: int) -> bool:
    with contextlib.suppress(OSError):
        state = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
        return state != "Z"
    if not Path("/proc/self").exists():
        with contextlib.suppress(OSError):
            os.kill(process, 0)
            return True
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
@pytest.mark.thorough
def test_a_reader_that_nobody_watches_ends_itself(text_file: Callable[[str], Path]) -> None:
    code = (
        "import sys; from pathlib import Path; from ingest.limits import limit_processor_time\n"
        "limit_processor_time(0)\n"
        "import ingest.plain; ingest.plain.read(Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", code, str(text_file("endless"))]
    ended = subprocess.run(command, check=False, timeout=100, capture_output=True)
    assert ended.returncode == -signal.SIGXCPU


def test_a_file_of_too_many_passages_is_left_out(text_file: Callable[[str], Path]) -> None:
    path = text_file("long")
    path.write_text("".join(f"{number}\tA point.\n" for number in range(1, 12)), "utf-8")
    with pytest.raises(TooLargeError, match="11 passages, more than the 10") as caught:
        read_one(path, Limits(passages=10))
    assert "WSIS_SEARCH_READ_PASSAGES" in caught.value.message


@pytest.mark.thorough
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


def test_paths_are_taken_as_readers_need_them(text_file: Callable[[str], Path]) -> None:
    queries = []

    def paths() -> object:
        for number in range(30):
            queries.append(number)
            yield text_file(f"note {number}")

    results = read_all(paths(), workers=1)  # type: ignore[call-overload]
    next(results)
    assert len(queries) <= 10
    results.close()
    assert not multiprocessing.active_children()


def test_no_file_at_all() -> None:
    assert list(read_all([], workers=3)) == []


def test_limits_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSIS_SEARCH_READ_SECONDS", "7.5")
    monkeypatch.setenv("WSIS_SEARCH_READ_MEGABYTES", "300")
    monkeypatch.setenv("WSIS_SEARCH_READ_PASSAGES", "20")
    assert Limits.from_environment() == Limits(7.5, 300, 20)


def _never_ends(document: Document) -> int:
    while document:
        pass
    return 0


def _takes_all_memory(document: Document) -> list[bytes]:
    return [bytes(1 << 24) for _ in range(1 << 10)] if document else []


def _count(document: Document) -> int:
    return len(document.passages)


@pytest.mark.thorough
def test_text_analysis_runs_under_the_readers_limits(
    text_file: Callable[[str], Path],
) -> None:
    path = text_file("plain")
    assert [*read_all([path], workers=1, finish=_count)] == [(path, 1)]
    for finish, error in ((_never_ends, OutOfTimeError), (_takes_all_memory, ReaderCrashError)):
        limits = Limits(seconds=3, megabytes=700)
        ((_, result),) = read_all([path], workers=1, limits=limits, finish=finish)
        assert isinstance(result, error)
