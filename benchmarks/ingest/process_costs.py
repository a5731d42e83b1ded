"""Measure time, processor time and memory of a command and all that it starts, on Linux."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

_EVERY = 0.25
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Costs of one run of a command.

    Attributes:
        seconds: of wall time.
        processor_seconds: of it and of all that it started and waited for.
        megabytes: of memory at its peak, pages that processes share counted once; None where the
            system does not tell.
        output: what it printed.
    """

    seconds: float
    processor_seconds: float
    megabytes: int | None
    output: str

    def figures(self) -> dict[str, object]:
        """For JSON."""
        shown = asdict(self)
        del shown["output"]
        return {
            name: round(value, 2) if isinstance(value, float) else value
            for name, value in shown.items()
        }


def run(command: Sequence[str], *, may_fail: bool = False) -> Cost:
    """Run a command to its end."""
    before, began = os.times(), time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        peak = [0]
        is_over = threading.Event()

        def watch() -> None:
            while not is_over.wait(_EVERY):
                peak[0] = max(peak[0], sum(map(kilobytes_of, family_of(process.pid))))

        watching = threading.Thread(target=watch)
        watching.start()
        output = process.communicate()[0]
        is_over.set()
        watching.join()
    if process.returncode and not may_fail:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    after = os.times()
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    return Cost(time.monotonic() - began, used, peak[0] // 1024 or None, output)


def machine() -> dict[str, object]:
    """Describe the machine and the libraries that count."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        name = next(line.split(": ")[1] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        name = platform.processor()
    libraries = ("openvino", "faiss-cpu", "torch", "sentence-transformers", "python-docx")
    return {
        "processor": name,
        "cores": os.cpu_count(),
        "gigabytes": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3),
        "load": [round(load, 1) for load in os.getloadavg()],
        "system": platform.platform(),
        "python": sys.version.split()[0],
        "libraries": {library: version(library) for library in libraries},
    }


def family_of(process: int) -> list[int]:
    """List a process and all that it started, by their numbers."""
    processes = [process]
    for child in processes:
        try:
            for children in Path(f"/proc/{child}/task").glob("*/children"):
                processes += map(int, children.read_text("utf-8").split())
        except OSError:
            continue
    return processes


def kilobytes_of(process: int) -> int:
    """Return the memory of a process; of a page that several share, its part."""
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text("utf-8").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0
