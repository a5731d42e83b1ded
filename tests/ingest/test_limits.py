"""Limits of readers to the letter: memory, time, temporary folders, the guard, what is unpacked."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import (
    CorruptFileError,
    EncryptedFileError,
    OutOfTimeError,
    ReaderCrashError,
    TooLargeError,
    UnreadableError,
    UnsupportedFormatError,
)
from ingest import guard, office, scratch, workers
from ingest.files import zip_safety
from ingest.limits import Limits

posix = pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")


def test_limits_have_the_values_that_the_documentation_says() -> None:
    assert Limits() == Limits(seconds=900.0, megabytes=4096, passages=50_000, total_passages=None)


LIMITED = """
import math, multiprocessing, os, resource
from ingest.limits import die_with_parent, limit_memory, limit_processor_time
die_with_parent()  # it is no process of multiprocessing: nothing happens
limit_memory(3000)
print(resource.getrlimit(resource.RLIMIT_AS) == (3000 * 1024**2, resource.RLIM_INFINITY))
used = resource.getrusage(resource.RUSAGE_SELF)
used = used.ru_utime + used.ru_stime
limit_processor_time(100)
soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
print(hard == resource.RLIM_INFINITY, 0 < soft - used - 100 <= 3, soft - used - 100 >= 1)
resource.setrlimit(resource.RLIMIT_AS, (2000 * 1024**2, 2500 * 1024**2))
resource.setrlimit(resource.RLIMIT_CPU, (50, 60))
limit_memory(2200)
limit_processor_time(20)
print(resource.getrlimit(resource.RLIMIT_AS) == (2200 * 1024**2, 2500 * 1024**2))
print(resource.getrlimit(resource.RLIMIT_CPU)[0] < 30)
limit_memory(3000)
limit_processor_time(100)
print(resource.getrlimit(resource.RLIMIT_AS) == (2500 * 1024**2, 2500 * 1024**2))
print(resource.getrlimit(resource.RLIMIT_CPU) == (60, 60))
"""


@posix
@pytest.mark.process
def test_memory_and_processor_time_are_limited() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LIMITED], check=True, capture_output=True, text=True
    )
    assert set(ran.stdout.split()) == {"True"}


# --- temporary folders ---


@pytest.fixture
def system_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the place of the system's for temporary files."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("is_hidden", [True, False])
def test_a_run_has_a_folder_as_long_as_it_lasts(system_folder: Path, is_hidden: bool) -> None:
    parent = system_folder / "index" if is_hidden else None
    (system_folder / "index").mkdir()
    with scratch.folder(parent) as made:
        assert made.parent == (parent or system_folder)
        assert made.name.startswith(".wsis-search-run-" if is_hidden else "wsis-search-run-")
        assert [path.name for path in made.iterdir()] == ["lock"]
        (made / "more").mkdir()
    assert not made.exists()


@posix
@pytest.mark.parametrize("prefix", ["", "."])
def test_folders_of_runs_that_were_killed_are_deleted(system_folder: Path, prefix: str) -> None:
    parent = system_folder if prefix else None
    names = ("without", "unlocked", "young", "held", "other", "hidden")
    without, unlocked, young, held, other, hidden = (
        system_folder / f"{prefix}wsis-search-run-{name}" for name in names
    )
    other = other.with_name("other-run")
    hidden = hidden.with_name("wsis-search-run-a" if prefix else ".wsis-search-run-a")
    for folder in (without, unlocked, young, held, other, hidden):
        folder.mkdir()
        (folder / "unpacked").touch()
    for folder in (unlocked, young, held):
        (folder / "lock").touch()
    now = time.time()
    with (held / "lock").open("r+b") as lock:
        assert scratch._is_taken(lock)
        for folder in (without, unlocked, held, other, hidden):
            os.utime(folder, (now - 70, now - 70))
        os.utime(young, (now - 50, now - 50))
        scratch.sweep(parent)
    left = {path.name for path in system_folder.iterdir()}
    assert left == {path.name for path in (young, held, other, hidden)}
    os.utime(young, (now - 70, now - 70))
    with scratch.folder(parent):  # a run sweeps its own place first
        assert not young.exists()


def test_a_process_puts_its_files_into_its_own_folder(system_folder: Path) -> None:
    own = system_folder / "own"
    for _ in range(2):
        scratch.use(own)
        assert (tempfile.gettempdir(), os.environ["TMPDIR"]) == (str(own), str(own))
        assert own.is_dir()


# --- the guard ---

needs_shell = pytest.mark.skipif(not Path("/bin/sh").exists(), reason="asks a shell")


def _guard(seconds: float, folder: Path, script: str) -> list[str]:
    own = [sys.executable, "-I", "-S", str(Path(guard.__file__)), str(seconds), str(folder)]
    return [*own, "/bin/sh", "-c", script]


@needs_shell
@pytest.mark.process
def test_a_guarded_command_ends_by_itself(tmp_path: Path) -> None:
    command = _guard(60, tmp_path, "cat; echo said; echo told >&2; exit 3")
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.wait(30) == 3
        assert process.stdout is not None
        assert process.stderr is not None
        assert (process.stdout.read(), process.stderr.read()) == (b"", b"")
    assert tmp_path.exists()  # whoever started it deletes the folder


@needs_shell
@pytest.mark.process
def test_a_guarded_command_over_time_ends_with_its_children(tmp_path: Path) -> None:
    script = f"sleep 60 & echo $! > {tmp_path}/child; wait"
    with subprocess.Popen(_guard(0.3, tmp_path, script), stdin=subprocess.PIPE) as process:
        assert process.wait(30) == 124
    assert _ends(int((tmp_path / "child").read_text()))
    assert tmp_path.exists()


@needs_shell
@pytest.mark.process
def test_an_orphaned_guard_ends_its_command_and_deletes_files(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    script = f"sleep 60 & echo $! > {tmp_path}/new; mv {tmp_path}/new {tmp_path}/child; wait"
    with subprocess.Popen(_guard(60, folder, script), stdin=subprocess.PIPE) as process:
        until = time.monotonic() + 30
        while not (tmp_path / "child").exists() and time.monotonic() < until:
            time.sleep(0.01)
        assert process.stdin is not None
        began = time.monotonic()
        process.stdin.close()
        assert process.wait(30) == -signal.SIGKILL % 256
        assert time.monotonic() - began < 20
    assert _ends(int((tmp_path / "child").read_text()))
    assert not folder.exists()


def _ends(process: int) -> bool:
    """Whether a process ends, within a few seconds."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        state = ""
        with contextlib.suppress(OSError):
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        if state in {"", "Z"}:
            return True
        time.sleep(0.02)
    return False


# --- LibreOffice ---

SOFFICE = """#!/bin/sh
here="$(dirname "$0")"
printf '%s\\n' "$@" > "$here/arguments"
env > "$here/environment"
for last; do :; done
folder="$(dirname "$last")"
cp "$folder/profile/user/registrymodifications.xcu" "$here/settings"
cp "$last" "$here/source"
if [ -e "$here/slow" ]; then sleep 60; fi
if [ -e "$here/result" ]; then
    mkdir "$folder/converted"
    cp "$here/result" "$folder/converted/source.docx"
fi
"""


@pytest.fixture
def soffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a program that notes what it is asked, and gives what ``result`` holds."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "soffice"
    program.write_text(SOFFICE, "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return folder


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    path = tmp_path / "old file.doc"
    path.write_bytes(b"old words")
    return path


@needs_shell
@pytest.mark.process
def test_libreoffice_converts_an_old_file(
    soffice: Path, old_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (soffice / "result").write_text("new words", "utf-8")
    monkeypatch.setenv("Some_PROXY", "http://proxy.example:80")
    (soffice / "threading.py").write_text("raise SystemExit(9)", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(soffice))  # from which the guard takes no modules
    with office.convert(old_file, "doc") as copy:
        folder = copy.parents[1]
        assert (copy.name, copy.read_text("utf-8")) == ("source.docx", "new words")
        assert folder.parent == old_file.parent
        assert folder.name.startswith("wsis-search-")
    assert not folder.exists()
    assert (soffice / "source").read_text("utf-8") == "old words"
    assert (soffice / "arguments").read_text("utf-8").splitlines() == [
        f"-env:UserInstallation=file://{folder}/profile",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", f"{folder}/converted"),
        f"{folder}/source.doc",
    ]
    noted = (soffice / "environment").read_text("utf-8").splitlines()
    environment = dict(line.split("=", 1) for line in noted if "=" in line)
    assert {name: value for name, value in environment.items() if "proxy" in name.lower()} == {
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }
    assert environment["HOME"] == environment["TMPDIR"] == str(folder)
    assert environment["SAL_USE_VCLPLUGIN"] == "svp"
    assert environment["PATH"] == os.environ["PATH"]
    settings = (soffice / "settings").read_text("utf-8")
    assert settings.count("<item ") == len(office._SETTINGS)
    assert (
        '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop '
        'oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>\n<item '
    ) in settings


@needs_shell
@pytest.mark.process
@pytest.mark.parametrize("is_empty", [True, False])
def test_a_file_that_libreoffice_cannot_open_is_damaged(
    soffice: Path, old_file: Path, is_empty: bool
) -> None:
    if is_empty:
        (soffice / "result").touch()
    with pytest.raises(CorruptFileError) as caught, office.convert(old_file, "doc"):
        pytest.fail("there is no copy")
    assert caught.value.message == (
        "old file.doc cannot be opened by LibreOffice: it is damaged, or protected by a password. "
        "Open it in its own program and save it as .docx."
    )


@needs_shell
@pytest.mark.process
def test_libreoffice_that_takes_too_long_is_ended(soffice: Path, old_file: Path) -> None:
    (soffice / "slow").touch()
    with (
        pytest.raises(OutOfTimeError) as caught,
        office.convert(old_file, "doc", seconds=0.3),
    ):
        pytest.fail("there is no copy")
    assert caught.value.message == (
        "old file.doc: LibreOffice did not open it within 0 seconds and was ended. Open it there "
        "yourself and save it as .docx."
    )


@pytest.mark.usefixtures("soffice")
def test_a_file_that_cannot_be_copied_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(UnreadableError) as caught,
        office.convert(tmp_path / "gone.doc", "doc"),
    ):
        pytest.fail("there is no copy")
    assert caught.value.message.startswith(
        "gone.doc cannot be copied for reading: No such file or directory. Check its permissions "
        f"and the space in {tmp_path}/wsis-search-"
    )
    assert not [*tmp_path.glob("wsis-search-*")]


def test_libreoffice_is_found_under_both_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_USUAL_PLACES", (str(tmp_path), str(tmp_path / "usual")))
    assert office.find_program() is None
    for name in ("usual", "libreoffice", "soffice"):
        (tmp_path / name).touch(0o755)
        assert office.find_program() == str(tmp_path / name)


def test_a_missing_libreoffice_is_named_with_its_remedy(
    tmp_path: Path, old_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_USUAL_PLACES", ())
    with pytest.raises(UnsupportedFormatError) as caught, office.convert(old_file, "doc"):
        pytest.fail("there is no copy")
    assert caught.value.message == (
        "old file.doc: files of this kind (.doc) are read through LibreOffice, which is not "
        "installed. Install it (https://www.libreoffice.org, or your system's package "
        "libreoffice), or save the file as .docx."
    )
    for name in ("soffice", "libsfxlo.so"):
        (tmp_path / name).touch(0o755)
    for kind, part, target in (("doc", "Writer", "docx"), ("ppt", "Impress", "pptx")):
        with pytest.raises(UnsupportedFormatError) as caught, office.convert(old_file, kind):
            pytest.fail("there is no copy")
        assert caught.value.message == (
            f"old file.doc: files of this kind (.{kind}) are read through LibreOffice {part}, "
            "which is not installed though LibreOffice is. Install it, or save the file as "
            f".{target}."
        )
    (tmp_path / "libsfxlo.so").rename(tmp_path / "libmergedlo.so")
    assert office._find_missing_part(str(tmp_path / "soffice"), "docx") == "Writer"
    (tmp_path / "libswlo.so").touch()
    assert office._find_missing_part(str(tmp_path / "soffice"), "docx") is None
    assert office._find_missing_part(str(tmp_path / "soffice"), "pptx") == "Impress"
    (tmp_path / "libmergedlo.so").unlink()
    assert office._find_missing_part(str(tmp_path / "soffice"), "pptx") is None


# --- archives ---


def _archive(members: dict[str, bytes]) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream


def _check(stream: io.BytesIO) -> None:
    with zip_safety.open_zip(stream, "a.odt") as archive:
        zip_safety.check_package(archive, "a.odt")


def test_the_list_of_members_is_measured_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stream = _archive({f"{number}.txt": b"" for number in range(20)})
    content = stream.getvalue()
    end = content.rindex(b"PK\x05\x06")
    size = end - content.index(b"PK\x01\x02")
    assert zip_safety._read_directory_size(stream) == size
    assert stream.tell() == 0
    commented = content[:-2] + (5).to_bytes(2, "little") + b"PK\x05\x06x"
    assert zip_safety._read_directory_size(io.BytesIO(commented[:-5] + b"hello")) == size
    assert zip_safety._read_directory_size(io.BytesIO(bytes(100_000) + content)) == size
    far = b"PK\x05\x06" + b"\x01" * 18 + bytes(70_000)  # too far from the end to be its record
    for broken in (b"", content[:end], content[: end + 21], b"x" * 70_000, far):
        assert zip_safety._read_directory_size(io.BytesIO(broken)) == 0
    assert zip_safety._read_directory_size(io.BytesIO(content[: end + 22])) == size
    large = content[:end] + _large_end(987_654_321) + b"\xff" * 20
    tail = content[end : end + 12] + b"\xff" * 4 + content[end + 16 :]
    assert zip_safety._read_directory_size(io.BytesIO(large + tail)) == 987_654_321
    unknown = content[:end] + bytes(76) + tail
    assert zip_safety._read_directory_size(io.BytesIO(unknown)) == 0xFFFFFFFF
    assert zip_safety._read_directory_size(io.BytesIO(tail)) == 0xFFFFFFFF
    exact = _large_end(7) + b"\xff" * 20 + tail
    assert zip_safety._read_directory_size(io.BytesIO(exact)) == 7
    monkeypatch.setattr(zip_safety, "_MAX_DIRECTORY", size)
    _check(stream)
    monkeypatch.setattr(zip_safety, "_MAX_DIRECTORY", size - 1)
    with pytest.raises(TooLargeError) as caught:
        _check(stream)
    assert caught.value.message == (
        "a.odt lists hundreds of thousands of files and was not opened. Pack the documents that "
        "you need into an archive of their own."
    )


def _large_end(size: int) -> bytes:
    """Return the record of ZIP64 for the end of an archive whose list has so many bytes."""
    return b"PK\x06\x06" + bytes(36) + size.to_bytes(8, "little") + bytes(8)


def test_a_package_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _archive({"a.png": bytes(3 * 1024**2), "b.png": bytes(10)})
    monkeypatch.setattr(zip_safety, "MAX_UNPACKED", 3 * 1024**2 + 10)
    _check(stream)
    monkeypatch.setattr(zip_safety, "MAX_UNPACKED", 3 * 1024**2 + 9)
    with pytest.raises(TooLargeError) as caught:
        _check(stream)
    assert caught.value.message == (
        "a.odt unpacks to more than 3 MiB and was not opened. If it is genuine, remove its "
        "pictures or split it."
    )


@pytest.mark.parametrize("name", ["content.xml", "A.XML", "_rels/.rels"])
def test_a_part_that_is_too_long_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _archive({name: b" " * (3 * 1024**2 + 1), "picture.png": bytes(4 * 1024**2)})
    monkeypatch.setattr(zip_safety, "MAX_XML_PART", 3 * 1024**2 + 1)
    _check(stream)
    monkeypatch.setattr(zip_safety, "MAX_XML_PART", 3 * 1024**2)
    with pytest.raises(TooLargeError) as caught:
        _check(stream)
    assert caught.value.message == (
        f"a.odt: its part {name} unpacks to more than 3 MiB. Split the document."
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("before", [0, 100, 1024**2 - 4, 1024**2 + 5])
def test_entities_are_refused_wherever_they_are_declared(encoding: str, before: int) -> None:
    content = b" " * before + "<!ENTITY a 'b'>".encode(encoding)
    with pytest.raises(CorruptFileError) as caught:
        _check(_archive({"content.xml": content, "x.xml": b""}))
    assert caught.value.message == (
        "a.odt: its part content.xml declares entities, which no office program writes and which "
        "can be an attack. Do not use this file."
    )
    _check(_archive({"content.txt": content}))


def test_an_archive_that_needs_a_password_is_named() -> None:
    content = bytearray(_archive({"a.xml": b"x", "b.xml": b"y"}).getvalue())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    message = "a.odt is protected by a password. Save it without one and try again."
    with pytest.raises(EncryptedFileError) as caught:
        _check(io.BytesIO(content))
    assert caught.value.message == message
    with (
        pytest.raises(EncryptedFileError) as caught,
        zip_safety.open_zip(io.BytesIO(content), "a.odt") as archive,
    ):
        archive.read("b.xml")
    assert caught.value.message == message


def test_an_archive_that_is_damaged_is_named() -> None:
    with pytest.raises(CorruptFileError) as caught:
        _check(io.BytesIO(b"PK\x03\x04"))
    assert caught.value.message == (
        "a.odt is damaged or cut short: it cannot be unpacked (File is not a zip file). Get it "
        "again."
    )
    with pytest.raises(CorruptFileError, match=rf"\({'x' * 120}\)"), _open():
        raise ValueError("x" * 200)


@contextlib.contextmanager
def _open() -> Iterator[None]:
    with zip_safety.open_zip(_archive({"a.xml": b""}), "a.odt"):
        yield


# --- processes of readers ---


@pytest.mark.parametrize("before", [None, "", "0"])
def test_processes_are_started_without_the_current_folder(
    before: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    if before is not None:
        monkeypatch.setenv("PYTHONSAFEPATH", before)
    with workers._safe_path():
        assert os.environ["PYTHONSAFEPATH"] == "1"
    assert os.environ.get("PYTHONSAFEPATH") == before


@posix
def test_threads_of_readers_let_interrupts_pass() -> None:
    masks: list[set[object]] = []

    def block() -> None:
        workers._leave_interrupts_to_others()
        masks.append(set(signal.pthread_sigmask(signal.SIG_BLOCK, ())))

    thread = threading.Thread(target=block)
    thread.start()
    thread.join()
    assert masks == [{signal.SIGINT}]


@posix
@pytest.mark.process
def test_remains_of_a_reader_are_known_by_its_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One process dies of a file, and the next one reads on."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    paths = []
    for name in ("first", "crash", "hungry", "last"):
        paths.append(tmp_path / f"{name}.txt")
        paths[-1].write_text(f"The words of {name} are written in English.\n", "utf-8")
    read = workers.read_all(paths, workers=1, limits=Limits(megabytes=3500), finish=_end_or_read)
    results = [result for _, result in read]
    assert isinstance(results[1], ReaderCrashError)
    assert results[1].message == (
        "Reading crash.txt ended the reader's process (exit code 7); the file was left out. It may "
        "be damaged, or need more memory than 3,500 MB (WSIS_SEARCH_READ_MEGABYTES)."
    )
    read_results = [result for result in results if isinstance(result, tuple)]
    (first, own, memory), (last, other, _) = read_results
    assert isinstance(results[2], ReaderCrashError)
    assert results[2].message == (
        "hungry.txt needs more than 3,500 MB of memory to be read and was left out. Split it, or "
        "allow more with WSIS_SEARCH_READ_MEGABYTES."
    )
    assert (first, last) == ("first", "last")
    assert memory == 3500 * 1024**2
    assert (Path(own).name, Path(other).name) == ("0", "2")
    assert Path(own).parent == Path(other).parent
    assert Path(own).parent.parent == tmp_path
    assert not [*tmp_path.glob("wsis-search-run-*")]


def _end_or_read(document: object) -> tuple[str, str, int]:
    """End the process at one file; of others return name, temporary folder and limit of memory."""
    import resource

    name = Path(getattr(document, "file")).stem  # noqa: B009 - any document
    if name == "crash":
        os._exit(7)
    if name == "hungry":
        raise MemoryError
    return name, tempfile.gettempdir(), resource.getrlimit(resource.RLIMIT_AS)[0]


@posix
@pytest.mark.process
def test_a_reader_that_dies_while_idle_costs_the_next_file(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("The words of this note are written in English.\n", "utf-8")
    worker = workers._Worker(Limits(), tmp_path / "own", workers._as_read)
    assert isinstance(worker.read(path), bytes)
    assert (tmp_path / "own").is_dir()
    os.kill(worker._process.pid or 0, signal.SIGKILL)
    worker._process.join()
    result = worker.read(path)
    assert isinstance(result, ReaderCrashError)
    assert "exit code -9" in result.message
    assert not worker.is_alive
    assert not (tmp_path / "own").exists()
    worker.end()  # which has nothing left to do


def _sleep(document: object) -> object:
    time.sleep(60)
    return document


@pytest.mark.process
@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (
            Limits(passages=0),
            (
                "note.txt has 1 passages, more than the 0 that a file may have, and was left out. "
                "Split it, or allow more with WSIS_SEARCH_READ_PASSAGES."
            ),
        ),
        (
            Limits(seconds=0.3),
            (
                "note.txt was not read within 0 seconds and was left out. Split it, or allow more "
                "time with WSIS_SEARCH_READ_SECONDS."
            ),
        ),
    ],
)
def test_the_limit_that_a_file_passes_is_named(
    tmp_path: Path, limits: Limits, message: str
) -> None:
    path = tmp_path / "note.txt"
    path.write_text("The words of this note are written in English.\n", "utf-8")
    ((_, result),) = workers.read_all([path], workers=1, limits=limits, finish=_sleep)
    assert isinstance(result, TooLargeError | OutOfTimeError)
    assert result.message == message
