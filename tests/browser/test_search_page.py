"""A delegate asks, reads, and copies a citation; in a real browser, against the real app."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from index.build import build
from index.encoder import Encoder
from index.store import Store
from tests.browser.conftest import serving

pytestmark = pytest.mark.browser


def _ask(page: Page, address: str, question: str) -> None:
    page.goto(address)
    box = page.get_by_role("textbox", name="Search")
    box.fill(question)
    box.press("Enter")
    page.locator(".wsis-hit").first.wait_for()


def test_a_question_is_answered_and_its_citation_copied(page: Page, address: str) -> None:
    _ask(page, address, "tracking livestock herds with satellite ear tags")
    first = page.locator(".wsis-hit").first
    expect(first).to_contain_text("CWG-WSIS&SDG-40/INF/7")
    expect(first).to_contain_text("Русский")
    assert parse_qs(urlsplit(page.url).query)["q"] == [
        "tracking livestock herds with satellite ear tags"
    ]
    code = page.get_by_test_id("stCode").first
    code.hover()
    code.get_by_role("button").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == code.locator("code").inner_text().strip()
    assert copied.startswith("CWG-WSIS&SDG-40/INF/7-R")


def test_arabic_runs_right_to_left(page: Page, address: str) -> None:
    _ask(page, address, "رقمنة المخطوطات التاريخية")
    text = page.locator(".wsis-text").first
    expect(text).to_have_attribute("dir", "rtl")
    expect(text).to_have_attribute("lang", "ar")
    box = page.locator(".wsis-hit").first.bounding_box()
    # The first line of the passage begins at the right edge of its card.
    starts = text.evaluate(
        "node => { const range = document.createRange();"
        " range.setStart(node.firstChild, 0); range.setEnd(node.firstChild, 1);"
        " return range.getBoundingClientRect().right }"
    )
    assert box is not None
    assert abs(starts - (box["x"] + box["width"])) < 4
    symbol = page.locator(".wsis-symbol").first
    assert symbol.evaluate("node => getComputedStyle(node).direction") == "ltr"


def test_an_address_can_be_sent_to_a_colleague(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=洪水预警&language=en&in=zh")
    page.locator(".wsis-hit").first.wait_for()
    expect(page.locator(".wsis-text").first).to_have_attribute("lang", "zh")
    expect(page.get_by_text("found in English").first).to_be_visible()
    expect(page.get_by_role("textbox", name="Search")).to_have_value("洪水预警")


def test_examples_are_offered_before_anything_is_asked(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="预警系统如何使用人工智能？").click()
    page.locator(".wsis-hit").first.wait_for()
    expect(page.locator(".wsis-hit").first).to_contain_text("CWG-WSIS&SDG-40/3")


def test_a_question_without_words_gets_a_hint(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=%3F%3F")
    expect(page.get_by_text("Nothing is asked")).to_be_visible()


def test_what_a_document_says_is_only_ever_text(
    page: Page, tmp_path: Path, encoder: Encoder
) -> None:
    evil = "<img src=x onerror=\"document.title='owned'\"> <b>bold</b> **stars** [a](javascript:1)"
    (tmp_path / "evil <i>name.txt").write_text(evil, "utf-8")
    with Store(tmp_path / "index", create=True) as store:
        build(store, encoder, [tmp_path / "evil <i>name.txt"])
    with serving(tmp_path / "index") as address:
        page.goto(f"{address}/?q=bold+stars")
        expect(page.locator(".wsis-text").first).to_have_text(evil)
        assert page.locator(".wsis-hit img, .wsis-hit b, .wsis-hit i").count() == 0
        assert page.title() == "wsis-search"


def test_a_missing_index_says_what_to_run(page: Page, tmp_path: Path) -> None:
    with serving(tmp_path / "none") as address:
        page.goto(address)
        expect(page.get_by_text("There is no index in")).to_contain_text("ingest FOLDER")
        assert not (tmp_path / "none").exists()
