"""Limits on time, memory and size of reading a file, which a process sets on itself."""

from __future__ import annotations

import contextlib
import math
import multiprocessing
import os
import signal
import sys
import threading
from dataclasses import dataclass

from corpus import settings


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits on the cost of reading one file; ``seconds`` are wall time.

    ``total_passages`` counts those of all files read at a time; None is no limit.
    """

    seconds: float = 900.0
    megabytes: int = 4096
    passages: int = 50_000
    total_passages: int | None = None

    @classmethod
    def from_environment(cls) -> Limits:
        """Return the limits of the settings; raise ``SettingError`` for what is no limit."""
        return cls(
            seconds=settings.READ_SECONDS.number,
            megabytes=int(settings.READ_MEGABYTES.number),
            passages=int(settings.READ_PASSAGES.number),
        )


def limit_memory(megabytes: int) -> None:
    """Limit the address space of this process, where the operating system can."""
    if sys.platform == "win32":  # no such limit there; the time limit still holds
        return
    import resource

    size = megabytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        size = min(size, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses
        resource.setrlimit(resource.RLIMIT_AS, (size, hard))


def limit_processor_time(seconds: float) -> None:
    """Let this process end itself after so many seconds of computing from now on."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    wanted = math.ceil(used.ru_utime + used.ru_stime + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (wanted, hard))


def die_with_parent() -> None:
    """Let this process, which ``multiprocessing`` started, end when its parent does, however."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    if sys.platform == "linux":
        import ctypes

        set_signal = 1  # PR_SET_PDEATHSIG of prctl(2)
        with contextlib.suppress(OSError, AttributeError):
            if ctypes.CDLL(None).prctl(set_signal, signal.SIGKILL) == 0:
                if os.getppid() != parent.pid:  # it was quicker
                    os._exit(1)
                return

    def watch() -> None:
        parent.join()  # returns when the other end of a pipe closes
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
