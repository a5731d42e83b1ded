"""The secretariat sees what is there and what is missing, and adds a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from index.build import build
from index.encoder import Encoder
from index.store import Store
from tests.browser.conftest import serving

pytestmark = pytest.mark.browser


def test_coverage_leads_to_the_documents(page: Page, address: str) -> None:
    page.goto(f"{address}/corpus?ui=en")
    expect(page.locator(".wsis-heat").first).to_be_visible()
    expect(page.locator("h1")).to_have_text("Corpus")
    expect(page.get_by_text("wsis-search --index")).to_be_visible()  # uploads are not allowed here
    assert page.locator('[data-testid="stFileUploader"]').count() == 0
    page.get_by_role("link", name="CWG-WSIS&SDG-41/INF/3, Arabic").first.click()
    expect(page.locator("h1")).to_have_text("CWG-WSIS&SDG-41/INF/3")


def test_a_file_is_uploaded_and_found(
    page: Page, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "first.txt").write_text("The Group met in Geneva.", "utf-8")
    (tmp_path / "second <b>.txt").write_text("Schools in remote valleys need fibre.", "utf-8")
    with Store(tmp_path / "index", create=True) as store:
        build(store, encoder, [tmp_path / "first.txt"])
    monkeypatch.setenv("WSIS_SEARCH_ALLOW_UPLOAD", "1")
    with serving(tmp_path / "index") as address:
        page.goto(f"{address}/corpus?ui=en")
        page.locator('input[type="file"]').set_input_files(tmp_path / "second <b>.txt")
        page.get_by_role("button", name="Add to the index").click()
        expect(page.get_by_text("second _b_.txt").last).to_be_visible()
        expect(page.get_by_text("added", exact=False).last).to_be_visible()
    with Store(tmp_path / "index") as store:
        assert len(store.files()) == 2
