"""A delegate saves what to be told of, and sees what is new; in a real browser."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from search_app.localise import Locale
from tests.browser.conftest import ask, settled, visit

pytestmark = pytest.mark.browser

_BEGIN_AGAIN = """() => {
  const kept = JSON.parse(localStorage.getItem("wsis-search.alerts"));
  kept.alerts.forEach((one) => { one.after = 0; });
  localStorage.setItem("wsis-search.alerts", JSON.stringify(kept));
}"""

_IS_KEPT = """() => localStorage.getItem("wsis-search.visit") !== null"""
"""Whether kept.js, which comes when it may, has written what it does at once."""

_SAVED = """count =>
  JSON.parse(localStorage.getItem("wsis-search.alerts") ?? "{}").alerts?.length === count"""


def _begin_again(page: Page) -> None:
    """Make an alert as if it had been saved before anything was in the index."""
    page.wait_for_function(_SAVED, arg=1)
    settled(page)  # what the server still says would be written over it
    page.evaluate(_BEGIN_AGAIN)
    page.reload()


def _open_alerts(page: Page, locale: Locale) -> None:
    """Open the alerts by the bell of the search page."""
    bell = page.get_by_role("link", name=locale.text("page.alerts"), exact=True)
    if not bell.count():
        page.get_by_role("link", name=locale.text("page.search"), exact=True).click()
    bell.click()


@pytest.mark.parametrize(
    ("ui", "where", "asked"),
    [
        ("en", "references", {"q": "CWG-WSIS&SDG-39/2"}),
        ("zh", "", {"q": "早期预警"}),
        ("ar", "", {"source": "اليابان"}),
    ],
)
def test_a_question_saved_from_search_reports_new_documents(
    page: Page, address: str, ui: str, where: str, asked: dict[str, str]
) -> None:
    locale = Locale(ui)
    visit(page, f"{address}/{where}?{urlencode({**asked, 'ui': ui})}")
    page.get_by_role("button", name=locale.text("alerts.save")).click()
    expect(page.get_by_role("button", name=locale.text("alerts.saved"))).to_be_visible()
    _open_alerts(page, locale)
    head = page.locator(".wsis-alert")
    expect(head).to_contain_text(next(iter(asked.values())))
    expect(head).to_contain_text(locale.plural("alerts.count", 0))
    _begin_again(page)
    expect(page.locator(".wsis-hit").first).to_be_visible()
    if "source" in asked:  # a document is told by what it says first, not by the head of its cover
        expect(page.locator(".wsis-hit .wsis-citation").first).to_contain_text("«ملخص»")
    page.get_by_role("button", name=locale.text("alerts.seen")).click()
    expect(page.locator(".wsis-hit")).to_have_count(0)
    expect(head).to_contain_text(locale.plural("alerts.count", 0))
    remove = page.get_by_role("button", name=locale.text("alerts.remove"))
    expect(remove).to_have_count(1)  # while it is drawn anew, Streamlit has what was there as well
    remove.click()
    expect(page.get_by_text(locale.text("alerts.empty_hint"))).to_be_visible()


@pytest.mark.parametrize(
    ("ui", "where", "asked"),
    [
        ("en", "references", {"q": "CWG-WSIS&SDG-39/2"}),
        ("zh", "", {"q": "早期预警"}),
        ("ar", "", {"source": "اليابان"}),
    ],
)
@pytest.mark.thorough
def test_a_press_counts_where_the_page_is_left_at_once(
    context: BrowserContext, address: str, ui: str, where: str, asked: dict[str, str]
) -> None:
    locale = Locale(ui)
    page = context.new_page()
    save, saved = (
        page.get_by_role("button", name=locale.text(f"alerts.{one}"), exact=True)
        for one in ("save", "saved")
    )
    asks = f"{address}/{where}?{urlencode({**asked, 'ui': ui})}"
    visit(page, asks)
    expect(save).to_be_visible()
    settled(page)
    page.wait_for_function(_IS_KEPT)  # before, Streamlit sends what is pressed
    page.evaluate("hold()")
    save.press("Enter")
    visit(page, asks)  # the server has heard of nothing
    expect(saved).to_be_visible()
    settled(page)
    saved.press("Enter")
    expect(save).to_be_focused()
    settled(page)
    # And by a link of the app.
    page.evaluate("hold()")
    save.click()
    page.get_by_role("link", name=locale.text("page.search"), exact=True).click()
    page.evaluate("release()")
    _open_alerts(page, locale)
    expect(page.locator(".wsis-alert")).to_be_visible()
    _begin_again(page)
    expect(page.locator(".wsis-hit").first).to_be_visible()
    settled(page)
    page.get_by_role("button", name=locale.text("alerts.seen")).click()
    page.reload()
    expect(page.locator(".wsis-alert")).to_contain_text(locale.plural("alerts.count", 0))
    page.get_by_role("button", name=locale.text("alerts.remove")).click()
    page.goto(f"{address}/")
    expect(page.locator(".wsis-news").first).to_be_visible()
    _open_alerts(page, locale)
    expect(page.get_by_text(locale.text("alerts.empty_hint"))).to_be_visible()


@pytest.mark.parametrize(("ui", "asked"), [("ar", "المرأة")])
@pytest.mark.thorough
def test_an_early_save_is_added_to_stored_alerts(
    context: BrowserContext, address: str, ui: str, asked: str
) -> None:
    locale = Locale(ui)
    page = context.new_page()
    save, saved = (
        page.get_by_role("button", name=locale.text(f"alerts.{one}")) for one in ("save", "saved")
    )
    visit(page, f"{address}/?{urlencode({'q': '40/3', 'ui': ui})}")
    save.click()
    expect(saved).to_be_visible()
    script, late = "**/*kept*.js*", list[Route]()
    page.route(script, lambda route: late.append(route))  # noqa: PLW0108 - a method cannot be one
    visit(page, f"{address}/?{urlencode({'q': asked, 'ui': ui})}")
    save.click()
    expect(saved).to_be_visible()
    page.route(script, lambda route: route.continue_())
    assert late
    for one in late:
        one.continue_()
    # The browser has both, and so has who comes next.
    page.wait_for_function(_SAVED, arg=2)
    visit(page, f"{address}/?view=alerts&ui={ui}")
    heads = page.locator(".wsis-alert")
    expect(heads).to_have_count(2)
    expect(heads.filter(has_text=asked)).to_have_count(1)


@pytest.mark.thorough
def test_a_question_too_long_for_an_alert_is_not_offered(page: Page, address: str) -> None:
    ask(page, address, "洪水和地震早期预警" * 120, "zh")
    settled(page)
    expect(page.get_by_role("button", name=Locale("zh").text("alerts.save"))).to_have_count(0)
