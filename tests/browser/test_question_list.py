"""A list of questions is given on the page of search, and its answers go into files."""

from __future__ import annotations

import csv
import io
import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from search_app.localise import Locale
from tests.browser.conftest import SECONDS, SYMBOL, visit

pytestmark = pytest.mark.browser

QUESTION = {
    "en": "early warning of floods",
    "ar": "الإنذار المبكر بالفيضانات",
    "zh": "洪水早期预警",
}
ABSENT = '"quagga NEAR/2 zebra"'


@pytest.mark.parametrize("ui", ["ar", "zh", "en"])
def test_a_list_is_answered_on_the_page_and_in_files(page: Page, address: str, ui: str) -> None:
    locale = Locale(ui)
    visit(page, f"{address}/?view=questions&ui={ui}")
    rows = f"{QUESTION[ui]}\n{ABSENT}\n-x\n"
    page.locator('input[type="file"]').set_input_files(
        {"name": "list.txt", "mimeType": "text/plain", "buffer": rows.encode("utf-16")}
    )
    page.get_by_role("button", name=locale.text("questions.begin")).click()
    drawn = page.locator(".wsis-report, table").filter(has_text=QUESTION[ui]).first
    expect(drawn).to_be_visible()
    expect(page.get_by_text(locale.text("search.nothing")).first).to_be_visible()
    skipped = locale.text("questions.skipped", line="3", text="-x", reason="¦").split("¦")[0]
    expect(page.get_by_text(skipped).first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    written = download.value.path().read_text("utf-8-sig")
    values = [row for row in csv.reader(io.StringIO(written)) if row]
    assert any(row[0] == QUESTION[ui] and row[2] for row in values)
    assert any(row[0] == ABSENT and not row[2] for row in values)


def test_an_empty_list_is_refused_with_the_reason(page: Page, address: str) -> None:
    visit(page, f"{address}/?view=questions&ui=fr")
    page.locator('input[type="file"]').set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": b"Question\n"}
    )
    locale = Locale("fr")
    page.get_by_role("button", name=locale.text("questions.begin")).click()
    expect(page.get_by_text(locale.text("problem.list-empty"))).to_be_visible()


def test_the_app_serves_plain_pages_behind_its_guard(address: str) -> None:
    answer = httpx.get(f"{address}/d/{SYMBOL}/5.2?lang=zh", timeout=SECONDS)
    assert answer.status_code == 200
    assert '<html lang="zh" dir="ltr">' in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert not re.search("<script|stApp", answer.text)
    other = {"Host": "evil.example"}
    assert httpx.get(f"{address}/d/{SYMBOL}", headers=other).status_code == 421
    assert "stApp" not in httpx.get(f"{address}/r/A/RES/70/125", timeout=SECONDS).text
