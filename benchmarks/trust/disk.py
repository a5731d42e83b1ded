"""Content of a disk after a power cut, from the writes and syncs before it.

A library in C (``disk.c``, compiled here) records what a process writes. :class:`Recording` builds
a possible state at an instant. It has everything synced, and any part of the rest in any order.
"""

from __future__ import annotations

import os
import random
import shutil
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_HEAD: Final = struct.Struct("<8sQqQQQ")
_SECTOR: Final = 512
_PAGE: Final = 4096
_MANY: Final = 1 << 16
"""Bytes of a write from which whole pages are lost, rather than sectors."""


def compile_library(folder: Path) -> Path | None:
    """Compile the library; None where there is no compiler, or another system than Linux."""
    compiler = shutil.which("cc")
    if compiler is None or not Path("/proc/self/fd").is_dir():
        return None
    made = folder / "disk.so"
    source = Path(__file__).with_name("disk.c")
    options = ["-O1", "-fPIC", "-shared", "-o", str(made), str(source), "-ldl", "-lpthread"]
    subprocess.run([compiler, *options], check=True, capture_output=True)  # noqa: S603
    return made


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done to the disk.

    Attributes:
        op: C(reated), W(ritten), T(runcated), S(ynced), R(enamed), U(nlinked), M(ade folder),
            D(eleted folder), K: something was committed.
        file: number of the file, of those that were ever there.
        offset: where it was written to; the size that it was cut to.
        path: from the folder.
        other: that it was renamed to.
        data: that was written.
    """

    op: str
    file: int
    offset: int
    path: str
    other: str
    data: bytes


@dataclass(slots=True)
class Recording:
    """A record of what was done to a folder.

    Attributes:
        before: content of its files when it began, by number.
        names: of these files.
        folders: that there were.
        steps: in order.
    """

    before: dict[int, bytes] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    steps: list[Step] = field(default_factory=list)

    @classmethod
    def begin(cls, folder: Path) -> tuple[Recording, dict[int, int]]:
        """Record a folder's content; return the recording, and its file numbers by inode."""
        made, numbers = cls(), {}
        for path in sorted(folder.rglob("*")):
            name = str(path.relative_to(folder))
            if path.is_dir():
                made.folders.add(name)
            elif not _is_shared_memory(name):
                number = numbers[path.stat().st_ino] = len(made.before)
                made.before[number], made.names[name] = path.read_bytes(), number
        return made, numbers

    def end(self, folder: Path, log: Path, numbers: dict[int, int]) -> None:
        """Record the steps since the beginning."""
        content, position = log.read_bytes(), 0
        following = len(self.before)
        while position < len(content):
            op, file, offset, length, header, two = _HEAD.unpack_from(content, position)
            position += _HEAD.size
            path, other = (
                content[position : position + header].decode(),
                content[position + header : position + header + two].decode(),
            )
            position += header + two
            data = content[position : position + length]
            position += length
            kind = op[:1].decode()
            if _is_shared_memory(path):
                continue
            if kind == "C":  # the system may give a number again
                numbers[file] = following
                following += 1
            number = numbers.get(file, -1)
            self.steps.append(
                Step(kind, number, offset, _below(path, folder), _below(other, folder), data)
            )

    def commits(self) -> list[int]:
        """Return the number of steps before each commit."""
        return [position + 1 for position, step in enumerate(self.steps) if step.op == "K"]

    def whole(self, folder: Path, stop: int) -> None:
        """Write the disk's content after the first steps, without any loss."""
        self._write(folder, stop, None)

    def lost(self, folder: Path, stop: int, chance: random.Random) -> None:
        """Write a possible content of the disk after a power cut behind the first steps."""
        self._write(folder, stop, chance)

    # --- the inside ------------------------------------------------------------------------------

    def _write(self, folder: Path, stop: int, chance: random.Random | None) -> None:
        contents = {number: bytearray(content) for number, content in self.before.items()}
        names, folders, true = dict(self.names), set(self.folders), dict(self.names)
        share = 1.0 if chance is None else chance.choice((0.0, 0.2, 0.5, 0.8, 1.0))
        is_kept = self._choose_names(stop, share, chance)
        synced = {
            step.file: position for position, step in enumerate(self.steps[:stop]) if step.op == "S"
        }
        for position, step in enumerate(self.steps[:stop]):
            if step.op in "WT" and step.file >= 0:
                is_sure = position < synced.get(step.file, -1)
                content = contents.setdefault(step.file, bytearray())
                _change(content, step, chance, 1.0 if is_sure else share)
            if step.op in "CRUMD":
                # A new name leads to the file, also where the name that it had before was lost.
                named = true.get(step.path, -1)
                _name(step, named, true, set())
                if is_kept[position]:
                    _name(step, named, names, folders)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        # A name in a folder whose own name was lost is lost with it.
        for name in sorted(folders):
            if (folder / name).parent.is_dir():
                (folder / name).mkdir()
        for name, number in names.items():
            if (folder / name).parent.is_dir():
                (folder / name).write_bytes(contents.get(number, b""))
                os.utime(folder / name, (1.7e9, 1.7e9))

    def _choose_names(self, stop: int, share: float, chance: random.Random | None) -> list[bool]:
        """Return which changes of names lasted: in order, as journals have it, or any of them."""
        steps = self.steps[:stop]
        if chance is None:
            return [True] * len(steps)
        folders = {step.path: position for position, step in enumerate(steps) if step.op == "S"}
        is_journal = chance.random() < 0.5
        # A journal holds all that was before a sync of anything.
        last = max(folders.values(), default=-1) if is_journal else -1
        until = last + int(share * (len(steps) - last)) if is_journal else -1
        return [
            position <= until
            or position < folders.get(str(Path(step.other or step.path).parent), -1)
            or (not is_journal and chance.random() < share)
            for position, step in enumerate(steps)
        ]


def _name(step: Step, named: int, names: dict[str, int], folders: set[str]) -> None:
    if step.op == "C":
        names[step.path] = step.file
    elif step.op == "U":
        names.pop(step.path, None)
    elif step.op == "M":
        folders.add(step.path)
    elif step.op == "D":
        folders.discard(step.path)
    elif named >= 0:
        names.pop(step.path, None)
        names[step.other] = named


def _change(content: bytearray, step: Step, chance: random.Random | None, share: float) -> None:
    for offset, data in _parts(step, chance, share):
        content.extend(bytes(max(0, offset - len(content))))
        if step.op == "T":
            del content[offset:]
        else:
            content[offset : offset + len(data)] = data


def _parts(step: Step, chance: random.Random | None, share: float) -> Iterator[tuple[int, bytes]]:
    """Yield the sectors of a write that lasted, a random choice."""
    if chance is None or share == 1.0:
        yield step.offset, step.data
        return
    size = _SECTOR if len(step.data) < _MANY else _PAGE
    if step.op != "W" or chance.random() < 0.5:
        size = max(1, len(step.data))
    for start in range(0, max(1, len(step.data)), size):
        if chance.random() < share:
            yield step.offset + start, step.data[start : start + size]


def _below(path: str, folder: Path) -> str:
    return os.path.relpath(path, folder) if path else ""


def _is_shared_memory(name: str) -> bool:
    """Whether a file is shared memory, which the next opener of the database makes anew."""
    return name.endswith("-shm")
