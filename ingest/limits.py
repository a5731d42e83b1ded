"""What may reading one file cost?"""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost.

    Attributes:
        seconds: of wall time.
        megabytes: of address space of the process that reads.
    """

    seconds: float = 900.0
    megabytes: int = 4096

    @classmethod
    def from_environment(cls) -> Limits:
        """``WSIS_SEARCH_READ_SECONDS`` and ``WSIS_SEARCH_READ_MEGABYTES``, where they are set."""
        limits = cls()
        return cls(
            seconds=_number("WSIS_SEARCH_READ_SECONDS", limits.seconds),
            megabytes=int(_number("WSIS_SEARCH_READ_MEGABYTES", limits.megabytes)),
        )


def _number(name: str, default: float) -> float:
    try:
        value = float(os.environ.get(name, ""))
    except ValueError:
        return default
    return value if value > 0 else default


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
