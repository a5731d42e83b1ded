"""The secretariat sees what is there and what is missing, and adds a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from index.store import Store
from search_app.localise import Locale
from tests.browser.conftest import serving, visit

pytestmark = pytest.mark.browser


def test_coverage_leads_to_the_documents(page: Page, address: str) -> None:
    visit(page, f"{address}/documents?view=contents&ui=en")
    expect(page.locator(".wsis-heat").first).to_be_visible()
    expect(page.locator("h1")).to_have_text("Documents")
    expect(page.get_by_text("wsis-search --index")).to_be_visible()  # uploads are not allowed here
    assert page.locator('[data-testid="stFileUploader"]').count() == 0
    page.set_viewport_size({"width": 390, "height": 800})
    head = page.locator(".wsis-heat thead th").nth(1)
    expect(head).to_have_text("ArabicAR")
    assert head.inner_text().strip() == "AR"  # there is no room for the name
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="CWG-WSIS&SDG-41/INF/3, Arabic").first.click()
    expect(page.locator("h1")).to_have_text("CWG-WSIS&SDG-41/INF/3")


@pytest.mark.parametrize("ui", ["zh", "ar"])
def test_the_command_makes_no_other_index(page: Page, address: str, ui: str) -> None:
    visit(page, f"{address}/documents?view=contents&ui={ui}")
    command = page.locator("code").filter(has_text="ingest FOLDER")
    folder = Locale(ui).text("error.index_folder")
    expect(command).to_have_text(f"wsis-search --index <{folder}> ingest FOLDER")
    assert command.evaluate("one => getComputedStyle(one).direction") == "ltr"


def test_an_index_is_made_from_uploaded_files(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = tmp_path / "valleys <b>.txt"
    first.write_text("Schools in remote valleys need fibre.", "utf-8")
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 no")
    monkeypatch.setenv("WSIS_SEARCH_ALLOW_UPLOAD", "1")
    monkeypatch.setenv("WSIS_SEARCH_UPLOAD_MEGABYTES", "1")
    locale = Locale("fr")
    with serving(tmp_path / "index") as address:  # there is none yet
        visit(page, f"{address}/?ui=fr")
        page.get_by_role("link", name=locale.text("corpus.add")).click()
        # The widget's own words are in the reader's language, also where it refuses a file.
        choose = page.get_by_role("button", name=locale.text("upload.choose"))
        expect(choose).to_be_visible()
        page.locator('input[type="file"]').set_input_files(
            {"name": "big.txt", "mimeType": "text/plain", "buffer": bytes(2**20 + 1)}
        )
        refused = page.locator(".st-key-corpus-files")
        expect(refused.locator('[aria-invalid="true"]')).to_be_visible()
        said = refused.evaluate("place => getComputedStyle(place, '::after').content")
        assert locale.text("upload.refused") in said.replace("\\", "")
        heard = refused.get_by_role("alert")
        expect(heard).to_contain_text(locale.text("upload.refused"))
        expect(heard).to_contain_text("DOCX")
        expect(heard).not_to_contain_text("Error")
        assert "MB" not in refused.get_by_test_id("stFileChip").inner_text()
        refused.locator('[data-testid="stFileChipDeleteBtn"] button').click()

        begin = page.get_by_role("button", name=locale.text("upload.begin"))
        expect(begin).to_be_disabled()  # until the server has the files
        page.locator('input[type="file"]').set_input_files([first, broken])
        begin.click()
        lines = page.locator(".wsis-lines li")
        expect(lines.filter(has_text="valleys _b_.txt").last).to_contain_text(
            locale.text("upload.added")
        )
        expect(lines.filter(has_text="broken.docx").last).to_contain_text(
            locale.text("reason.corrupt-file")
        )
        expect(page.locator(".wsis-heat a").first).to_contain_text("valleys _b_.txt")
        visit(page, f"{address}/?q=fibre+for+schools&ui=fr")
        expect(page.locator(".wsis-hit")).to_contain_text("remote valleys")
    with Store(tmp_path / "index") as store:
        assert [Path(one.display_name).name for one in store.files.all()] == ["valleys _b_.txt"]
