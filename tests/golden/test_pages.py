"""Pages of the app, by their addresses, have the text that is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import TIMEOUT, settled, share_server, visit
from tests.golden.requests import REQUESTS, GoldenRequest
from tests.golden.surfaces import without_changing

SHOWN = [request for request in REQUESTS if request.page is not None]

PLAIN = ("d/", "r/")
"""Beginnings of addresses that need no program in the browser."""

AWAITED = "progress_activity"
"""Icon of a notice that an answer will appear by itself."""


@pytest.fixture(scope="session")
def golden_address(word_index: Path, run_folder: Path) -> Iterator[str]:
    with share_server(run_folder / "golden-app", word_index) as address:
        yield address


@pytest.fixture(scope="session")
def golden_page(browser: Browser) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    page.set_default_timeout(TIMEOUT)
    return page


@pytest.mark.parametrize("shown", SHOWN, ids=[request.id for request in SHOWN])
def test_page_has_the_recorded_text(
    shown: GoldenRequest, golden_address: str, golden_page: Page
) -> None:
    address = quote(shown.page or "", safe="?&=/%")
    if address.startswith(PLAIN):
        golden_page.goto(f"{golden_address}/{address}")
        text = golden_page.locator("body").inner_text()
    else:
        ending = f"{'&' if '?' in address else '?'}ui={shown.reader}"
        visit(golden_page, f"{golden_address}/{address}{ending}")
        text = _settled_text(golden_page)
    shown.check("pages", f"{golden_page.title()}\n{without_changing(text)}\n")


def _settled_text(page: Page) -> str:
    """Return the text of the main part once it is there to its foot, and nothing is awaited."""
    text, before = AWAITED, ""
    while AWAITED in text or text != before:
        page.wait_for_timeout(200)
        settled(page)
        page.locator(".wsis-foot").wait_for()
        text, before = page.locator(".stMain").inner_text(), text
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
