"""A page and its address agree, however slow the line is."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from search_app.localise import Locale
from search_app.web.precedents.link import pack_draft
from tests.browser.conftest import SYMBOL, ask, settled, visit

pytestmark = pytest.mark.browser

_DRAFT = quote(pack_draft("Rural schools need a connection.", None) or "", safe="")
_NO_PASSAGE = "This passage is no longer in the index"


@pytest.mark.parametrize(("ui", "question"), [("zh", "洪水")])
@pytest.mark.thorough
def test_presses_count_before_the_first_address_arrives(
    context: BrowserContext, address: str, ui: str, question: str
) -> None:
    page = context.new_page()
    ask(page, address, question, ui)
    settled(page)
    page.locator(".st-key-open-meeting button").first.click()
    meetings = page.get_by_test_id("stPopoverBody").locator("button")

    def press(*places: int) -> None:
        """Press on a slow line, each where the server has answered what was pressed before."""
        page.evaluate("hold(false)")
        for place in places:
            meetings.nth(place).click()
            page.wait_for_timeout(1000)
        page.evaluate("release()")
        settled(page)

    def chosen() -> list[str]:
        return parse_qs(urlsplit(page.url).query).get("meeting", [])

    press(0, 1)
    expect(page).to_have_url(re.compile("meeting=.*meeting="))
    first, second = chosen()
    # And off and on again: the address that was left is the one that is come to.
    press(0, 1, 0)
    expect(page).to_have_url(re.compile("meeting="))
    assert chosen() == [first]
    press(1, 1)
    assert chosen() == [first]
    settled(page)
    page.get_by_role("searchbox").click()  # what is drawn next agrees with it
    page.keyboard.press("Enter")
    settled(page)
    assert chosen() == [first]
    hits = page.locator(".wsis-hit")
    expect(hits).not_to_have_count(0)
    expect(hits.filter(has_text=f"CWG-WSIS&SDG-{first}/")).to_have_count(hits.count())
    # Each press is a step back.
    page.go_back()
    expect(page).to_have_url(re.compile(f"meeting={first}.*meeting={second}"))
    expect(hits.filter(has_text=f"CWG-WSIS&SDG-{second}/")).not_to_have_count(0)


@pytest.mark.parametrize("ui", ["ar"])
@pytest.mark.thorough
def test_a_press_counts_between_the_addresses_of_two_others(
    context: BrowserContext, address: str, ui: str
) -> None:
    page = context.new_page()
    ask(page, address, "flood", ui)
    settled(page)
    page.locator(".st-key-open-meeting button").first.click()
    meetings = page.get_by_test_id("stPopoverBody").locator("button")
    page.evaluate("hold(false)")
    meetings.nth(0).click()
    page.wait_for_timeout(1000)
    of_the_first = page.evaluate("held()")
    meetings.nth(1).click()
    page.wait_for_timeout(1000)
    page.evaluate("first => release(first)", of_the_first)
    expect(page).to_have_url(re.compile("meeting="))
    first = page.url
    meetings.nth(0).click()  # off again; the second stays
    page.wait_for_timeout(1000)
    page.evaluate("release()")
    expect(page).not_to_have_url(re.compile(f"{re.escape(first)}|meeting=.*meeting="))
    settled(page)
    assert len(parse_qs(urlsplit(page.url).query)["meeting"]) == 1
    assert page.url != first


@pytest.mark.parametrize("ui", ["zh"])
@pytest.mark.thorough
def test_the_address_of_a_left_page_stays_out_of_history(
    context: BrowserContext, address: str, ui: str
) -> None:
    page = context.new_page()
    page.goto(f"{address}/references?ui={ui}&q=PP+Res.+140")
    name = page.locator(".wsis-card h1").inner_text()
    settled(page)
    page.evaluate("hold(false)")
    page.get_by_role("link", name=Locale(ui).text("search.open")).nth(1).click()
    page.wait_for_timeout(1000)
    page.go_back()
    page.wait_for_timeout(1000)
    page.evaluate("release()")
    settled(page)
    expect(page).to_have_url(re.compile(r"/references\?q=PP"))
    page.reload()
    expect(page.locator(".wsis-card h1")).to_have_text(name)


@pytest.mark.parametrize(
    ("asked", "leads_to", "text"),
    [
        ("?page=999", "/", "For example"),
        ("?view=nowhere", "/", "For example"),
        ("?q=warning&page=999", "/?q=warning&page=999", "There is no page 999 of these results"),
        ("?q=warning&view=positions&page=999", "/?q=warning&view=positions", "Japan"),
        ("search?q=warning", "/?q=warning", "warning"),
        ("positions?q=warning", "/?view=positions&q=warning", "Japan"),
        ("meeting?page=999", "/meeting?meeting=41", "Dossier: 41st meeting"),
        ("meeting?meeting=999", "/meeting?meeting=999", "no document of the meeting 999"),
        ("mandates?page=999", "/meeting?meeting=all&view=mandates", "mandates"),
        ("draft?view=nowhere", "/draft", "Text of the draft"),
        ("draft?draft=nothing", "/draft?draft=nothing", "The draft could not be read."),
        (f"draft?draft={_DRAFT}&page=999", f"/draft?draft={_DRAFT}", "1 paragraph"),
        ("references?q=nowhere", "/references?q=nowhere", "not recognized as a reference"),
        ("references?q=WSIS C5&page=999", "/references?q=WSIS C5", "para. 5.2"),
        ("documents?view=nowhere&page=999", "/documents", "3 documents"),
        ("documents?meeting=999", "/documents?meeting=999", "No document matches."),
        ("documents?series=Z", "/documents?series=Z", "No document matches."),
        ("documents?passage=999999", "/documents", _NO_PASSAGE),
        (f"documents?symbol={SYMBOL}&at=9999", f"/documents?symbol={SYMBOL}&left=en", _NO_PASSAGE),
        (
            f"documents?symbol={SYMBOL}&passage=999999",
            f"/documents?symbol={SYMBOL}&left=en",
            _NO_PASSAGE,
        ),
        (
            f"documents?symbol={SYMBOL}&left=en&right=page&page=999",
            f"/documents?symbol={SYMBOL}&left=en&right=page&page=4",
            "Page 4 of 4",
        ),
    ],
)
def test_address_of_what_is_not_there_leads_to_a_place_that_says_so(
    page: Page, address: str, asked: str, leads_to: str, text: str
) -> None:
    visit(page, f"{address}/{asked}{'&' if '?' in asked else '?'}ui=en")
    expect(page.locator(".stMain")).to_contain_text(text)
    settled(page)
    expect(page.locator(".stException")).to_have_count(0)

    def read(url: str) -> tuple[str, dict[str, list[str]]]:
        parts = urlsplit(url)
        return parts.path, parse_qs(parts.query)

    assert read(page.url) == read(leads_to)
