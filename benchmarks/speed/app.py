"""Measure how long a reader of the app waits for the first page and for answers.

    python -m benchmarks.speed.app [--json]

It uses a real Chromium and the server of ``wsis-search serve``. The indexes are that of the sample
corpus and one of 50,000 passages (``benchmarks.speed.sample``). For each it prints:

* start: from the command to a usable search box, to the first hit, and to a stable page
* answered: from Enter to the first hit of the new question
* settled: from Enter to a page that does not change any more

Of several starts, the one that leaves compiled files does not count.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Final

import numpy as np
from playwright.sync_api import Browser, Page
from rich.console import Console
from rich.table import Table

from benchmarks.speed import sample
from tests.browser.conftest import browsing, serving

QUESTIONS: Final = (
    "women in rural broadband",
    "Comment alerter les villages en cas de crue ?",
    "频谱许可证",
    "formación de docentes",
    "التحول الرقمي للخدمات الصحية",
    "бирки для скота",
    "gender digital divide",
    "Resolution 140 (Rev. Bucharest, 2022)",
    "solar power for health posts",
    '"early warning"',
)

STARTS: Final = 5

_READS: Final = 300
"""Milliseconds that a reader reads, at least."""

_BOX: Final = """() => {
  const box = document.querySelector("input[type=search], [role=searchbox]");
  return box && !box.disabled && !box.readOnly;
}"""

# Asked in the page itself, frame by frame, so that the clock is the reader's.
_WATCH: Final = """question => { window.watched = new Promise(done => {
  const before = document.querySelector(".wsis-hit")?.textContent;
  let began = 0, answered = 0, ran = false;
  document.addEventListener("keydown", () => { began = performance.now(); },
    { once: true, capture: true });
  const look = () => {
    const now = performance.now();
    const running = document.querySelector(".stApp").dataset.testScriptState === "running";
    ran ||= began && running;
    const hit = document.querySelector(".wsis-hit")?.textContent;
    if (began && !answered && hit && hit !== before) answered = now - began;
    const asked = new URL(location.href).searchParams.get("q") === question;
    if (answered && ran && !running && asked) done([answered, now - began]);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}); }"""


def main() -> None:
    """Measure and print."""
    # Elsewhere a first run leaves compiled files behind; who builds programs often forbids it.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with browsing() as browser:
        figures = {"sample corpus": _waits(browser, sample.index())}
        with sample.large() as folder:
            figures[f"{sample.PASSAGES:,} passages"] = _waits(browser, folder)
    if "--json" in sys.argv:
        print(json.dumps(figures))
        return
    table = Table("index", "wait", "median, ms", "95 %, ms")
    for index, waits in figures.items():
        for name, item in waits.items():
            high = f"{item['95 %']:.0f}" if "95 %" in item else ""
            table.add_row(index, name, f"{item['median']:.0f}", high)
    Console().print(table)


def _waits(browser: Browser, index: Path) -> dict[str, dict[str, float]]:
    """Return the median and 95th percentile of each wait, in milliseconds."""
    _start_and_ask(browser, index)
    starts = [_start_and_ask(browser, index) for _ in range(STARTS)]
    waits: dict[str, dict[str, float]] = {}
    for position, name in enumerate(("start → search box", "start → first hit", "start → settled")):
        waits[name] = {"median": float(np.median([1000 * start[position] for start, _ in starts]))}
    times = np.array([time for _, of_questions in starts for time in of_questions])
    for name, column in (("Enter → first hit", 0), ("Enter → settled", 1)):
        median, high = np.percentile(times[:, column], [50, 95]).tolist()
        waits[name] = {"median": median, "95 %": high}
    return waits


def _start_and_ask(
    browser: Browser, index: Path
) -> tuple[tuple[float, float, float], list[tuple[float, float]]]:
    """Start the app, and ask all questions.

    Returns:
        Seconds to the search box, to the first hit, and until the page was settled; for each
        question as :func:`_ask`.
    """
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    began = time.perf_counter()
    with serving(index) as address:
        page.goto(f"{address}/?ui=en")
        page.wait_for_function(_BOX, polling="raf")
        box = time.perf_counter() - began
        answered, settled = _ask(page, "early warning of floods")  # waits for the model
        done = time.perf_counter() - began - _READS / 1000
        times = [_ask(page, question) for question in QUESTIONS]
    page.close()
    return (box, done - (settled - answered) / 1000, done), times


def _ask(page: Page, question: str) -> tuple[float, float]:
    """Ask a question; return the milliseconds until the answer, and until the page is stable."""
    box = page.get_by_role("searchbox")
    box.fill(question)
    page.evaluate(_WATCH, question)
    box.press("Enter")
    answered, settled = page.evaluate("window.watched")
    page.wait_for_timeout(_READS)
    return answered, settled


if __name__ == "__main__":
    main()
