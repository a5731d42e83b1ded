"""Readers of a server: each asks questions of ``benchmarks.relevance`` over its own connection.

    python -m benchmarks.serving.readers PORT READERS SECONDS PAUSE

Each asks until the seconds are over, and once at least; with a pause, from one question to the next
so many seconds pass. Prints JSON: requests a second, and milliseconds of the answers.
"""

from __future__ import annotations

import http.client
import json
import random
import sys
import threading
import time
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

import numpy as np

from benchmarks.relevance.needs import NEEDS, SHORT, read_needs

_TIMEOUT: Final = 120.0


def main(port: int, readers: int, seconds: float, pause: float) -> None:
    """Ask, and print."""
    paths = _paths()
    times: list[float] = []
    failed: list[int] = []

    def read(number: int) -> None:
        chance = random.Random(number)  # noqa: S311 - the order of questions, no secret
        own = chance.sample(paths, len(paths))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
        # With a pause they come one after the other, as readers do.
        due = began + pause * number / readers
        asked = 0
        while not asked or due < began + seconds:
            time.sleep(max(0.0, due - time.monotonic()))
            start = time.monotonic()
            connection.request("GET", own[asked % len(own)])
            answer = connection.getresponse()
            answer.read()
            times.append(time.monotonic() - start)
            if answer.status != 200:
                failed.append(answer.status)
            asked += 1
            due = max(due + pause, time.monotonic())
        connection.close()

    began = time.monotonic()
    threads = [threading.Thread(target=read, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.monotonic() - began
    if not times or failed:
        sys.exit(f"{len(failed)} requests failed: {sorted(set(failed))}")
    p50, p95 = np.percentile(np.array(times) * 1000, [50, 95]).tolist()
    print(
        json.dumps(
            {
                "requests": len(times),
                "per_second": round(len(times) / taken, 1),
                "p50_ms": round(p50, 1),
                "p95_ms": round(p95, 1),
            }
        )
    )


def _paths() -> Sequence[str]:
    """Ask each question of the needs in each of their languages."""
    return [
        f"/api/v1/search?query={quote(question)}"
        for file in (NEEDS, SHORT)
        for need in read_needs(file)
        for question in need.queries.values()
    ]


if __name__ == "__main__":
    port, readers, seconds, pause = sys.argv[1:]
    main(int(port), int(readers), float(seconds), float(pause))
