"""What is drawn up for a meeting: in a real browser, each page in three languages."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlencode

import docx
import pytest
from playwright.sync_api import Page, expect

from index import Index
from search_app.localise import Locale

pytestmark = pytest.mark.browser

DOCUMENT = "CWG-WSIS&SDG-40/3"
THREE = pytest.mark.parametrize("ui", ["en", "zh", "ar"])


def _open(page: Page, address: str, name: str, ui: str, **parameters: str) -> Locale:
    page.goto(f"{address}/{name}?{urlencode({**parameters, 'ui': ui})}")
    return Locale(ui)


def _settled(page: Page) -> None:
    expect(page.locator(".stApp")).to_have_attribute("data-test-script-state", "notRunning")


@THREE
def test_a_draft_is_laid_beside_what_it_is_based_on(
    page: Page, address: str, sample_index: Path, ui: str
) -> None:
    with Index.open(sample_index) as index:
        texts = [one.passage for one in index.show(DOCUMENT, ui).passages]
    own = [one for one in texts if one.kind == "paragraph" and one.piece <= 1][4]
    draft = json.dumps({"name": None, "text": f"{own.text} 1332."})
    page.add_init_script(f"localStorage.setItem('wsis-search.draft', {json.dumps(draft)})")
    locale = _open(page, address, "compare", ui, **{"from": DOCUMENT, "to": "draft"})
    changed = page.locator(".wsis-pair-changed")
    expect(changed.locator("ins")).to_contain_text("1332")
    expect(changed.locator(".wsis-text").first).to_have_attribute("lang", ui)
    name = locale.text("basket.add")
    changed.get_by_role("button", name=name).click()
    expect(page.get_by_role("link", name="(1)")).to_be_visible()
    expect(changed.get_by_role("button", name=locale.text("basket.remove"))).to_be_visible()
    if ui == "en":
        with page.expect_download() as download:
            page.get_by_role("button", name=locale.text("compare.export")).click()
        written = docx.Document(str(download.value.path())).element.body
        assert any("1332" in one.xpath("string()") for one in written.xpath(".//w:ins"))
    if ui == "ar":
        left, right = (changed.locator(".wsis-side").nth(at).bounding_box() for at in (0, 1))
        assert left is not None
        assert right is not None
        assert left["x"] > right["x"]


def test_what_cannot_be_compared_is_said(page: Page, address: str) -> None:
    locale = _open(page, address, "compare", "zh", **{"from": DOCUMENT, "to": "draft"})
    expect(page.get_by_text(locale.text("compare.no_draft"))).to_be_visible()
    other = {"from": "CWG-WSIS&SDG-40/INF/7", "to": "CWG-WSIS&SDG-41/INF/3"}
    locale = _open(page, address, "compare", "fr", **other)
    expect(page.get_by_text(locale.text("compare.no_language"))).to_be_visible()
    locale = _open(page, address, "compare", "ar", **{"from": "C99/1", "to": DOCUMENT})
    expect(page.get_by_text(locale.text("documents.not_found", name="C99/1"))).to_be_visible()
