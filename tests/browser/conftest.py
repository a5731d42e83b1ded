"""A running app over the sample index, and a browser to look at it with."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from search_app.api import Tokens
from search_app.localise import Locale
from search_app.web import any_free_port
from tests.browser import chromium
from tests.network import VARIABLE, watch_in

TIMEOUT = 120_000
"""Milliseconds: on a machine that other work keeps busy the model alone takes a minute to load."""

SECONDS = TIMEOUT / 1000
"""Seconds of it, for clients that ask the server themselves."""

SYMBOL = quote("CWG-WSIS&SDG-40/3", safe="")
"""As an address has it, of a document of the sample that is revised."""

LED: Final = {
    "en": "In view of the foregoing, Japan proposes that the Council Working Group: […]",
    "zh": "鉴于上述情况，日本建议理事会工作组：[……]",
    "ar": "في ضوء ما تقدم، تقترح اليابان أن يقوم فريق العمل التابع للمجلس بما يلي: […]",
}
"""Lead-in of its paragraph 5.2, which says nothing of a proposal."""

LED_ITEM: Final = "compile contributions on AI together with the World Meteorological Organization"
"""A question that it answers."""

VIEWPORT: ViewportSize = {"width": 1100, "height": 1000}

expect.set_options(timeout=TIMEOUT)


KNOCK = """address => new Promise(done => {
  const socket = new WebSocket(address);
  socket.onopen = () => done("open");
  socket.onerror = () => done("refused");
})"""
"""Whether a websocket opens from a page."""

HOLD = """(() => {
  const Real = WebSocket;
  const waiting = [];
  let isHeld = false;
  let isAll = true;
  const when = (act, comes = true) => {
    if (isHeld && (comes || isAll)) waiting.push(act); else act();
  };
  window.hold = (all = true) => { isHeld = true; isAll = all; };
  window.held = () => waiting.length;
  window.release = (first) => {
    isHeld = first !== undefined;
    waiting.splice(0, first ?? waiting.length).forEach((act) => act());
  };
  window.WebSocket = class extends Real {
    send(message) { when(() => super.send(message), false); }
    addEventListener(name, follow, options) {
      const later = (event) => when(() => follow.call(this, event));
      super.addEventListener(name, name === "message" ? later : follow, options);
    }
    set onmessage(follow) { super.onmessage = (event) => when(() => follow.call(this, event)); }
  };
})()"""
"""Lets a test keep what page and server say to each other, as a slow line would; or, with
``hold(false)``, only what the server says. ``release(held)`` lets the first go that are held."""


@contextmanager
def serving(
    index: Path, notes: Path | None = None, port: int = 0, public: str = "", **environment: str
) -> Iterator[str]:
    """Run the app as a person would, by the command; give its address.

    It is started in a folder that holds a ``search_app`` of its own, which would stop it.

    Args:
        index: folder of the index.
        notes: file that takes what the server looks for outside this machine.
        port: to listen at; 0 for any that is free.
        public: address under which it is opened besides.
        environment: settings of the server.
    """
    port = port or any_free_port()
    command = Path(sys.executable).with_name("wsis-search")
    options = ["--public-address", public] if public else []
    folder = tempfile.TemporaryDirectory()
    trap = Path(folder.name, "search_app")
    trap.mkdir()
    (trap / "__init__.py").write_text("raise SystemExit('run from the folder')\n")
    watch = Path(folder.name, "watch")
    watch_in(watch)
    path = os.pathsep.join(filter(None, (str(watch), os.environ.get("PYTHONPATH"))))
    tokens = Path(folder.name, "tokens")
    Tokens(tokens).open()
    server = subprocess.Popen(
        [command, "serve", "--api", "--port", str(port), *options],
        env={
            **os.environ,
            "WSIS_SEARCH_INDEX": str(index),
            "HF_HUB_OFFLINE": "1",
            "PYTHONPATH": path,
            VARIABLE: str(notes or os.devnull),
            "WSIS_SEARCH_TOKENS": str(tokens),  # none
            "WSIS_SEARCH_STATE": str(Path(folder.name, "state")),
            **environment,
        },
        cwd=folder.name,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline and server.poll() is None:
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                    break
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        else:
            raise RuntimeError("the app did not start")
        yield address
    finally:
        server.terminate()
        server.wait(20)
        with pytest.raises(urllib.error.URLError), urllib.request.urlopen(address, timeout=2):
            pass  # the server has gone with the command that started it
        if server.stderr:
            server.stderr.close()
        folder.cleanup()


def visit(page: Page, address: str) -> None:
    """Go to a page of the app and wait until it is drawn."""
    page.goto(address)
    page.locator(".st-key-chrome").wait_for(
        state="attached"
    )  # before, the app waits for its server
    settled(page)


def settled(page: Page) -> None:
    """Wait until a page is drawn: what is typed or pressed before may go with what was there."""
    expect(page.locator(".stApp")).to_have_attribute("data-test-script-state", "notRunning")


def overrun(page: Page) -> int:
    """Return by how many pixels a page scrolls sideways; the app scrolls within its main part."""
    pixels: int = page.evaluate(
        """() => Math.max(...[document.documentElement, document.querySelector(".stMain")]
          .filter(Boolean).map((node) => node.scrollWidth - node.clientWidth))"""
    )
    return pixels


@contextmanager
def browsing() -> Iterator[Browser]:
    """Open a Chromium without a window."""
    path = chromium.path()
    assert path, "no Chromium: run `make test`, which installs one"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def ask(page: Page, address: str, question: str, ui: str = "en") -> None:
    """Ask a question on the page of search, and wait for its hits."""
    visit(page, f"{address}/?ui={ui}")
    box = page.get_by_role("searchbox")
    box.fill(question)
    box.press("Enter")
    page.locator(".wsis-hit").first.wait_for()


def kept(page: Page) -> list[tuple[str, str]]:
    """Return the basket as the browser has it, in order: citations and their notes."""
    rows = page.evaluate("JSON.parse(localStorage.getItem('wsis-search.basket') ?? '[]')")
    return [(row["line"], row["note"]) for row in rows]


def keeps_so_many(page: Page, count: int) -> None:
    """Wait until the browser has gathered so many passages."""
    for _ in range(200):
        if len(kept(page)) == count:
            return
        page.wait_for_timeout(50)
    assert len(kept(page)) == count


def keeps(page: Page, notes: dict[str, str]) -> None:
    """Wait until the browser has such notes, in this order, and nothing else."""
    for _ in range(200):
        if kept(page) == [*notes.items()]:
            return
        page.wait_for_timeout(50)
    assert kept(page) == [*notes.items()]


def gather(page: Page, address: str, *paragraphs: str, ui: str = "en") -> None:
    """Put paragraphs in where they are read, and go to the page of citations."""
    locale = Locale(ui)
    for label in paragraphs or ["3.1"]:
        visit(page, f"{address}/documents?symbol={SYMBOL}&para={label}&left=en&ui={ui}")
        page.get_by_role("button", name=locale.text("basket.add")).click()
        expect(page.get_by_role("button", name=locale.text("basket.remove"))).to_be_visible()
    page.get_by_role("link", name=locale.text("page.citations")).click()
    expect(page.locator(".wsis-cited").last).to_contain_text((paragraphs or ["3.1"])[-1])


@pytest.fixture(scope="session")
def address(sample_index: Path, looked_for: Path, run_folder: Path) -> Iterator[str]:
    with share_server(run_folder / "app", sample_index, looked_for) as served:
        yield served


@pytest.fixture(scope="session")
def reports_address(reports_index: Path, run_folder: Path) -> Iterator[str]:
    """The app over meetings of more documents, from more sources, than those of ``address``."""
    with share_server(run_folder / "reports-app", reports_index) as served:
        yield served


@contextmanager
def share_server(note: Path, index: Path, notes: Path | None = None) -> Iterator[str]:
    """Run one app for all workers: the first starts it, and stays until the others need it no more.

    Args:
        note: file that names the address of the app that runs and the process that started it.
        index: folder of the index.
        notes: as for :func:`serving`.
    """
    own = str(os.getpid())
    with ExitStack() as started:
        with FileLock(f"{note}.lock"):
            if note.exists():
                address, starter = note.read_text().split()
                (note.parent / f"{note.name}-{starter}-{own}").touch()
            else:
                address, starter = started.enter_context(serving(index, notes)), own
                note.write_text(f"{address} {starter}")
        yield address
        if starter != own:
            (note.parent / f"{note.name}-{starter}-{own}").unlink()
            return
        with FileLock(f"{note}.lock"):
            note.unlink()  # who comes now starts another one
        deadline = time.monotonic() + SECONDS
        while any(note.parent.glob(f"{note.name}-{own}-*")) and time.monotonic() < deadline:
            time.sleep(0.1)


@pytest.fixture(scope="session")
def looked_for(run_folder: Path) -> Path:
    """The file of what the server of ``address`` has looked for outside this machine."""
    return run_folder / "looked-for.txt"


@pytest.fixture(scope="session")
def reader(browser: Browser, address: str) -> Iterator[Page]:
    """A tab in which nothing happens, and out of which the tabs of the tests are opened.

    They share its process, which has taken in the app's scripts by the second test: a page is there
    in half the time.
    """
    context = browser.new_context(viewport=VIEWPORT)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    parked = context.new_page()
    parked.goto(f"{address}/_stcore/health")
    yield parked
    context.close()


@pytest.fixture
def page(reader: Page) -> Iterator[Page]:
    """A tab of a reader who has never been here."""
    with reader.expect_popup() as popup:
        reader.evaluate("void window.open()")
    opened = popup.value
    opened.set_viewport_size(VIEWPORT)
    opened.set_default_timeout(TIMEOUT)
    yield opened
    for tab in reader.context.pages:
        if tab != reader:
            tab.close()
    # In their process first: it has the texts in its memory, and the browser tells it later.
    reader.evaluate("localStorage.clear()")
    reader.context.clear_cookies()
    told = reader.context.new_cdp_session(reader)
    told.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
    told.detach()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader whose line a test can hold."""
    opened = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    opened.add_init_script(HOLD)
    yield opened
    opened.close()


@pytest.fixture
def locale(ui: str) -> Locale:
    """Locale of the language that a test is in."""
    return Locale(ui)
