"""Readers of a server: each asks questions of ``benchmarks.relevance`` over its own connection.

    python -m benchmarks.serving.readers api|app PORT READERS SECONDS PAUSE

Each asks until the seconds are over, and once at least, with PAUSE seconds between questions. A
reader of the app opens a question's address like a browser, and waits until the page is complete.
Prints JSON: requests a second, and milliseconds of the answers.
"""

from __future__ import annotations

import http.client
import json
import random
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import quote

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from benchmarks.relevance.needs import NEEDS, SHORT, read_needs

_TIMEOUT: Final = 120.0


Ask = Callable[[str], bool]
"""Asks a question of a server, waits for the whole answer, and returns whether there is one."""


def main(surface: str, port: int, readers: int, seconds: float, pause: float) -> None:
    """Ask, and print."""
    questions = _questions()
    times: list[float] = []
    failures: list[str] = []

    def read(number: int) -> None:
        chance = random.Random(number)  # noqa: S311 - the order of questions, no secret
        own = chance.sample(questions, len(questions))
        ask = {"api": _rest_reader, "app": _page_reader}[surface](port)
        # With a pause they come one after the other, as readers do.
        due = began + pause * number / readers
        position = 0
        while not position or due < began + seconds:
            time.sleep(max(0.0, due - time.monotonic()))
            question = own[position % len(own)]
            start = time.monotonic()
            try:
                is_answered = ask(question)
            except OSError:
                is_answered = False
            times.append(time.monotonic() - start)
            if not is_answered:
                failures.append(question)
            position += 1
            due = max(due + pause, time.monotonic())

    began = time.monotonic()
    threads = [threading.Thread(target=read, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.monotonic() - began
    if not times or failures:
        sys.exit(f"{len(failures)} questions were not answered: {sorted(set(failures))[:3]}")
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


def _rest_reader(port: int) -> Ask:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)

    def ask(question: str) -> bool:
        connection.request("GET", f"/api/v1/search?query={quote(question)}")
        answer = connection.getresponse()
        answer.read()
        return answer.status == 200

    return ask


def _page_reader(port: int) -> Ask:
    host = f"127.0.0.1:{port}"

    def ask(question: str) -> bool:
        request = BackMsg()
        request.rerun_script.query_string = f"q={quote(question)}"
        has_hits = is_loading = False
        with connect(
            f"ws://{host}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            origin=Origin(f"http://{host}"),
            max_size=None,
            open_timeout=_TIMEOUT,
        ) as page:
            page.send(request.SerializeToString())
            while True:
                content = page.recv(timeout=_TIMEOUT)
                assert isinstance(content, bytes)
                message = ForwardMsg.FromString(content)
                kind = message.WhichOneof("type")
                is_loading |= kind == "auto_rerun"  # the page comes again when the model is there
                has_hits |= b'<article class="wsis-hit">' in content
                if kind == "script_finished":
                    return has_hits and not is_loading

    return ask


def _questions() -> Sequence[str]:
    """Return the question of each need in each of its languages."""
    return [
        question
        for file in (NEEDS, SHORT)
        for need in read_needs(file)
        for question in need.queries.values()
    ]


if __name__ == "__main__":
    surface, port, readers, seconds, pause = sys.argv[1:]
    main(surface, int(port), int(readers), float(seconds), float(pause))
