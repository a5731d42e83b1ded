"""Gathered passages leave the app with citations in the language of the text to be written."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SYMBOL = quote("CWG-WSIS&SDG-40/3", safe="")


def _gather(page: Page, address: str) -> None:
    page.goto(f"{address}/documents?symbol={SYMBOL}&para=3.1&left=en&ui=en")
    page.get_by_role("button", name="Add to citations").click()
    expect(page.get_by_role("button", name="Remove from citations")).to_be_visible()
    page.get_by_role("link", name="Citations").click()
    expect(page.locator(".wsis-cited")).to_have_count(1)


def test_nothing_gathered_says_how_to_gather(page: Page, address: str) -> None:
    page.goto(f"{address}/citations?ui=en")
    expect(page.get_by_text("No citation has been collected yet.")).to_be_visible()


def test_citations_are_set_in_another_language_downloaded_and_removed(
    page: Page, address: str
) -> None:
    _gather(page, address)
    page.get_by_role("radio", name="Français").click()
    expect(page.locator(".wsis-cited")).to_have_attribute("lang", "fr")
    expect(page.locator(".wsis-cited")).to_contain_text("English")  # the text that is cited
    expect(page.locator(".wsis-path")).to_be_visible()
    for name, ending in (("Word", "docx"), ("Markdown", "md"), ("CSV", "csv"), ("RIS", "ris")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=False).first.click()
        assert download.value.suggested_filename.endswith(f"-fr.{ending}")
        assert Path(download.value.path()).stat().st_size > 100
    page.get_by_role("button", name="Remove from citations").click()
    expect(page.get_by_text("No citation has been collected yet.")).to_be_visible()
