"""A press counts, once, whatever page and server send each other meanwhile."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from search_app.localise import Locale
from search_app.web import any_free_port
from tests.browser.conftest import SYMBOL, gather, keeps, kept, serving, settled, visit

pytestmark = pytest.mark.browser


REVISED = {"from": "CWG-WSIS&SDG-40/3", "to": "CWG-WSIS&SDG-40/3(Rev.1)"}


TELL = "dispatchEvent(new StorageEvent('storage', { key: null }))"
"""Has a page tell the server what the browser has, as where another tab has written."""


@pytest.mark.parametrize("ui", ["ar"])
@pytest.mark.thorough
def test_presses_that_come_at_once_all_count(
    context: BrowserContext, address: str, ui: str, locale: Locale
) -> None:
    page = context.new_page()
    gather(page, address, "3.1", "3.2", "3.3", ui=ui)
    settled(page)
    page.evaluate("hold()")
    remove = page.get_by_role("button", name=locale.text("basket.remove"))
    expect(remove).to_have_count(3)
    for one in remove.all():
        one.click()
        page.evaluate(TELL)
    page.evaluate("release()")
    expect(page.get_by_text(locale.text("basket.empty"))).to_be_visible()
    keeps(page, {})


@pytest.mark.parametrize("ui", ["zh"])
@pytest.mark.thorough
def test_what_is_pressed_is_done_for_its_own_tab_alone(
    context: BrowserContext, address: str, ui: str, locale: Locale
) -> None:
    page, tab = context.new_page(), context.new_page()
    gather(page, address, "3.1", "3.2", ui=ui)
    visit(tab, f"{address}/citations?ui={ui}")
    expect(tab.locator(".wsis-cited")).to_have_count(2)
    for one in (page, tab):
        settled(one)
        one.evaluate("hold()")
    page.get_by_role("button", name=locale.text("basket.remove")).last.click()
    tab.evaluate(TELL)
    page.evaluate("release()")
    expect(page.locator(".wsis-cited")).to_have_count(1)
    page.get_by_role("button", name=locale.text("basket.undo")).click()
    expect(page.locator(".wsis-cited")).to_have_count(2)
    # The browser writes it down after the page is drawn.
    page.wait_for_function("JSON.parse(localStorage.getItem('wsis-search.basket')).length === 2")
    settled(page)
    first, second = (line for line, _ in kept(page))
    # What the other tab said before that was undone comes late.
    tab.evaluate("release()")
    tab.get_by_role("button", name=locale.text("citations.down")).first.click()
    keeps(page, {second: "", first: ""})
    settled(tab)
    expect(tab.locator(".wsis-cited")).to_have_count(2)
    keeps(page, {second: "", first: ""})


@pytest.mark.parametrize("ui", ["ar"])
@pytest.mark.thorough
def test_what_is_put_back_stands_where_it_stood(
    context: BrowserContext, address: str, ui: str, locale: Locale
) -> None:
    page = context.new_page()
    gather(page, address, "3.1", "3.2", "3.3", ui=ui)
    before = dict(kept(page))
    for at in (0, 1):
        page.get_by_role("button", name=locale.text("basket.remove")).nth(at).click()
        expect(page.locator(".wsis-cited")).to_have_count(2)
        page.get_by_role("button", name=locale.text("basket.undo")).click()
        expect(page.locator(".wsis-cited")).to_have_count(3)
        keeps(page, before)


@pytest.mark.parametrize(("ui", "other"), [("zh", "ar")])
@pytest.mark.thorough
def test_a_paragraph_is_put_in_once_in_whichever_language(
    context: BrowserContext, address: str, ui: str, other: str, locale: Locale
) -> None:
    page = context.new_page()
    gather(page, address, "3.1", ui=ui)
    visit(page, f"{address}/documents?symbol={SYMBOL}&para=3.1&left={other}&ui={ui}")
    remove = page.get_by_role("button", name=locale.text("basket.remove"))
    expect(remove).to_be_visible()
    remove.click()
    expect(page.get_by_role("link", name="(1)")).to_have_count(0)
    page.get_by_role("button", name=locale.text("basket.add")).first.click()
    expect(remove.first).to_be_visible()
    visit(page, f"{address}/citations?ui={ui}")
    expect(page.locator(".wsis-cited")).to_have_count(1)
    assert len(kept(page)) == 1


@pytest.mark.thorough
def test_an_early_addition_is_merged_with_the_stored_selection(
    context: BrowserContext, address: str
) -> None:
    lines = [f"CWG-WSIS&SDG-40/3-E, para. {one}" for one in ("3.1, p. 2", "3.2, p. 3")]
    page = context.new_page()
    gather(page, address, "3.1")
    keeps(page, {lines[0]: ""})
    script, late = "**/*kept*.js*", list[Route]()
    page.route(script, lambda route: late.append(route))  # noqa: PLW0108 - a method cannot be one
    visit(page, f"{address}/documents?symbol={SYMBOL}&para=3.2&left=en&ui=en")
    page.get_by_role("button", name="Add to my selection").click()
    expect(page.get_by_role("button", name="Remove from my selection")).to_be_visible()
    page.route(script, lambda route: route.continue_())
    assert late
    for one in late:
        one.continue_()
    expect(page.get_by_role("link", name="My selection (2)")).to_be_visible()
    settled(page)
    keeps(page, dict.fromkeys(lines, ""))


@pytest.mark.parametrize("ui", ["zh"])
@pytest.mark.thorough
def test_a_press_counts_before_a_restarted_server_draws(
    context: BrowserContext, sample_index: Path, ui: str, locale: Locale
) -> None:
    page = context.new_page()
    port = any_free_port()
    with serving(sample_index, port=port) as address:
        gather(page, address, "3.1", "3.2", ui=ui)
        settled(page)
    away = page.locator("html.wsis-away")
    expect(away).to_have_count(1)
    page.evaluate("hold()")
    with serving(sample_index, port=port):
        # It is there, and what it says does not come: after a while the page is given back.
        expect(page.locator(".stApp")).to_have_attribute("data-test-connection-state", "CONNECTED")
        expect(away).to_have_count(1)
        expect(away).to_have_count(0)
        page.get_by_role("button", name=locale.text("basket.remove")).first.click()
        assert [line for line, _ in kept(page) if "3.1" in line]
        page.evaluate("release()")
        expect(page.locator(".wsis-cited")).to_have_count(1)
        expect(page.locator(".wsis-cited")).to_contain_text("3.2")
        settled(page)
        assert len(kept(page)) == 1


@pytest.mark.parametrize("ui", ["ar"])
@pytest.mark.thorough
def test_a_link_works_before_the_browser_sends_its_storage(
    context: BrowserContext, address: str, ui: str, locale: Locale
) -> None:
    page = context.new_page()
    gather(page, address, ui=ui)
    script, late = "**/*kept*.js*", list[Route]()
    page.route(script, lambda route: late.append(route))  # noqa: PLW0108 - a method cannot be one
    visit(page, f"{address}/meeting?ui={ui}")
    page.evaluate("hold()")
    link = page.get_by_role("link", name=locale.text("page.documents"), exact=True)
    link.click()
    link.blur()  # some browsers give no focus to a link that is pressed
    assert late
    for one in late:
        one.continue_()
    page.wait_for_load_state("networkidle")  # it has told
    page.evaluate("release()")
    expect(page.locator("h1").first).to_have_text(locale.text("page.documents"))
    expect(page.get_by_role("link", name=f"({locale.number(1)})")).to_be_visible()
    settled(page)
    expect(page).to_have_url(re.compile("/documents"))


@pytest.mark.parametrize("ui", ["zh"])
@pytest.mark.thorough
def test_a_late_storage_message_does_not_lead_back(
    context: BrowserContext, address: str, ui: str, locale: Locale
) -> None:
    page = context.new_page()
    gather(page, address, ui=ui)
    cited = page.locator(".wsis-cited")
    settled(page)

    def told_on_the_way() -> None:
        page.evaluate(TELL)
        page.evaluate("release()")

    # By the navigation, and by the browser's way back. Streamlit may have cut the way forward.
    page.evaluate("hold()")
    page.get_by_role("link", name=locale.text("page.meeting"), exact=True).click()
    told_on_the_way()
    expect(page).to_have_url(re.compile("/meeting"))
    expect(page.locator("h1").first).to_have_text(locale.text("page.meeting"))
    expect(cited).to_have_count(0)
    settled(page)
    page.evaluate("hold()")
    page.go_back()
    told_on_the_way()
    expect(cited).to_have_count(1)
    settled(page)
    expect(page).to_have_url(re.compile("/citations"))


@pytest.mark.parametrize("ui", ["ar"])
@pytest.mark.thorough
def test_a_press_in_a_text_counts_when_leaving_at_once(
    context: BrowserContext, reports_address: str, ui: str, locale: Locale
) -> None:
    page = context.new_page()
    compared = f"{reports_address}/compare?{urlencode({**REVISED, 'ui': ui})}"
    add = page.get_by_role("button", name=locale.text("basket.add"))
    visit(page, compared)
    expect(add.nth(2)).to_be_visible()
    page.evaluate("hold()")
    for one in add.all()[:2]:
        one.click()
    visit(page, f"{reports_address}/citations?ui={ui}")  # the server has heard of nothing
    expect(page.locator(".wsis-cited")).to_have_count(2)
    # And on the way to another page.
    visit(page, compared)
    expect(page.get_by_role("button", name=locale.text("basket.remove"))).to_have_count(2)
    page.evaluate("hold()")
    page.get_by_role("link", name=locale.text("page.documents"), exact=True).click()
    add.first.click()
    page.evaluate("release()")
    expect(page.locator("h1").first).to_have_text(locale.text("page.documents"))
    expect(page.get_by_role("link", name="(3)")).to_be_visible()


@pytest.mark.parametrize("ui", ["zh"])
@pytest.mark.thorough
def test_no_press_is_lost_when_leaving_before_the_answer(
    context: BrowserContext, address: str, ui: str, locale: Locale
) -> None:
    page = context.new_page()
    citations = f"{address}/citations?ui={ui}"

    def press(name: str, leaves_for: str) -> None:
        button = page.get_by_role("button", name=locale.text(name)).first
        expect(button).to_be_enabled()
        settled(page)
        page.evaluate("hold()")  # the server hears of nothing
        button.click()
        visit(page, leaves_for)

    def shows(*labels: str) -> None:
        cited = page.locator(".wsis-cited")
        expect(cited).to_have_count(len(labels))
        for at, label in enumerate(labels):
            expect(cited.nth(at)).to_contain_text(label)

    for label in ("3.1", "3.2", "3.3"):
        visit(page, f"{address}/documents?symbol={SYMBOL}&para={label}&left=en&ui={ui}")
        press("basket.add", f"{address}/?ui={ui}")
        expect(page.get_by_role("link", name=f"({locale.number(int(label[-1]))})")).to_be_visible()
    visit(page, citations)
    shows("3.1", "3.2", "3.3")
    press("citations.down", citations)
    shows("3.2", "3.1", "3.3")
    press("basket.remove", citations)
    shows("3.1", "3.3")
    press("basket.clear", citations)
    shows()
    press("basket.undo", citations)
    shows("3.1", "3.3")
    # And by a link of the app, with two presses on the way.
    remove = page.get_by_role("button", name=locale.text("basket.remove"))
    settled(page)
    page.evaluate("hold()")
    remove.first.click()
    page.get_by_role("link", name=locale.text("page.documents"), exact=True).click()
    remove.last.click()
    page.evaluate("release()")
    expect(page.locator("h1").first).to_have_text(locale.text("page.documents"))
    visit(page, citations)
    expect(page.get_by_text(locale.text("basket.empty"))).to_be_visible()
    keeps(page, {})


@pytest.mark.parametrize(
    ("ui", "shows"),
    [
        ("zh", {"symbol": "CWG-WSIS&SDG-40/3", "para": "3.1", "left": "zh"}),
        ("ar", REVISED),
    ],
)
@pytest.mark.thorough
def test_what_is_put_in_twice_is_not_taken_out(
    context: BrowserContext, reports_address: str, ui: str, locale: Locale, shows: dict[str, str]
) -> None:
    page, tab = context.new_page(), context.new_page()
    name = "documents" if "symbol" in shows else "compare"
    for one in (page, tab):
        visit(one, f"{reports_address}/{name}?{urlencode({**shows, 'ui': ui})}")
    add, remove = (locale.text(f"basket.{one}") for one in ("add", "remove"))
    here, there = (one.get_by_role("button", name=add).first for one in (page, tab))
    # There it is not known yet that it is in.
    expect(there).to_be_visible()
    tab.evaluate("hold()")
    expect(here).to_be_visible()
    here.press("Enter")
    taken_out = page.get_by_role("button", name=remove)
    expect(taken_out).to_be_focused()
    expect(page.get_by_role("link", name="(1)")).to_be_visible()
    there.click()
    tab.evaluate("release()")
    expect(tab.get_by_role("link", name="(1)")).to_be_visible()
    settled(tab)
    assert len(kept(tab)) == 1
    # And what is out is not put in again.
    tab.evaluate("hold()")
    taken_out.press("Enter")
    expect(page.get_by_role("link", name="(1)")).to_have_count(0)
    tab.get_by_role("button", name=remove).click()
    tab.evaluate("release()")
    expect(tab.get_by_role("link", name="(1)")).to_have_count(0)
    settled(tab)
    assert not kept(tab)
