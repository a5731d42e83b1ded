"""An officer traces a resolution: from any form of it to every paragraph that mentions it."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from search_app.localise import Locale
from tests.browser.conftest import settled, visit

pytestmark = pytest.mark.browser

DOCUMENT = "CWG-WSIS&SDG-40/3"

GROW = """() => new Promise(done => {
  const title = document.querySelector(".wsis-card h1");
  title.style.paddingBottom = `${45 + (parseInt(title.style.paddingBottom) || 0)}px`;
  setTimeout(done, 300);
})"""
"""Makes what stands at the head of a page taller."""


def _open(page: Page, address: str, reference: str, ui: str = "en") -> None:
    visit(page, f"{address}/references?q={quote(reference)}&ui={ui}")
    page.locator(".wsis-card").wait_for()
    settled(page)


@pytest.mark.parametrize(
    ("ui", "typed", "bare"),
    [
        (
            "en",
            "Resolution 140 (Rev. Bucharest, 2022)",
            "Resolution 140 of the Plenipotentiary Conference",
        ),
        ("zh", "第140号决议（2022年，布加勒斯特，修订版）", "全权代表大会第140号决议"),
        (
            "ar",
            "القرار 140 (المراجَع في بوخارست، 2022)",
            "القرار 140 لمؤتمر المندوبين المفوضين",
        ),
    ],
)
def test_any_form_leads_to_the_resolution(
    page: Page, address: str, ui: str, typed: str, bare: str
) -> None:
    visit(page, f"{address}/references?ui={ui}")
    box = page.get_by_role("searchbox")
    box.fill(typed)
    box.press("Enter")
    expect(page.locator(".wsis-card h1")).to_have_text(typed)
    assert parse_qs(urlsplit(page.url).query)["q"] == [typed]
    form = page.locator(".wsis-forms dd").filter(has_text=typed)
    copy = form.get_by_role("button")
    copy.focus()
    page.keyboard.press("Enter")
    expect(form.locator(".wsis-done")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == typed
    expect(page.locator(".wsis-hit mark").first).to_be_visible()
    _open(page, address, "PP Res. 140", ui)  # of whatever edition: it is called without one
    expect(page.locator(".wsis-card h1")).to_have_text(bare)
    edition = page.locator(".wsis-grid a").filter(has_text=typed)
    expect(edition).to_have_count(1)
    page.set_viewport_size({"width": 390, "height": 844})
    widths = edition.evaluate(
        "link => ['td', '.wsis-grid'].map(place => link.closest(place).clientWidth)"
    )
    assert widths[0] > 0.9 * widths[1]  # numbers alone are three in a line


def test_the_neighbourhood_is_walked_and_back_goes_back(page: Page, address: str) -> None:
    _open(page, address, DOCUMENT)
    expect(page.locator(".wsis-near-lines")).to_be_visible()
    box = page.locator("a.wsis-near-box").filter(has_text="A/RES/70/125")
    box.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".wsis-card h1")).to_have_text("A/RES/70/125")
    expect(page.get_by_role("searchbox")).to_have_value("A/RES/70/125")
    page.go_back()
    expect(page.locator(".wsis-card h1")).to_have_text(DOCUMENT)
    more = page.locator("details.wsis-near-cited")
    expect(more.locator("a.wsis-near-box").first).to_be_hidden()
    more.locator("summary").click()
    expect(more.locator("a.wsis-near-box").first).to_be_visible()


@pytest.mark.parametrize("ui", ["zh", "ar"])
def test_one_step_leads_back_from_a_paragraph_that_was_opened(
    page: Page, address: str, ui: str
) -> None:
    locale = Locale(ui)
    _open(page, address, "PP Res. 140", ui)
    name = page.locator(".wsis-card h1").inner_text()
    settled(page)
    main = page.locator('[data-testid="stMain"]')
    for link in (
        page.get_by_role("link", name=locale.text("search.open")).nth(1),
        page.locator(".wsis-near-column .wsis-near-box[href]").last,
    ):
        link.scroll_into_view_if_needed()
        place = main.evaluate("node => node.scrollTop")
        link.click()
        expect(page.locator(".wsis-card h1").filter(has_text=name)).to_have_count(0)
        settled(page)
        page.go_back()
        expect(page.locator(".wsis-card h1")).to_have_text(name)
        expect(main).to_have_js_property("scrollTop", place)
        page.evaluate(GROW)  # as letters do whose font comes late
        expect(main).to_have_js_property("scrollTop", place)
        page.mouse.wheel(0, -100)
        expect(main).to_have_js_property("scrollTop", place - 100)
        page.evaluate(GROW)  # whoever goes on is left in peace
        assert main.evaluate("node => node.scrollTop") != place
    page.get_by_role("link", name=locale.text("search.open")).first.click()
    expect(page).to_have_url(re.compile(r"/documents\?.*(para|at)="))  # not as it was in the link
    settled(page)
    page.go_back()
    expect(page.locator(".wsis-card h1")).to_have_text(name)
    settled(page)
    # Likewise where the navigation leads back to a page as it was left.
    page.get_by_role("link", name=locale.text("page.documents"), exact=True).click()
    expect(page).to_have_url(re.compile(r"/documents\?.*(para|at)="))
    settled(page)
    page.go_back()
    expect(page.locator(".wsis-card h1")).to_have_text(name)


@pytest.mark.thorough
def test_lines_meet_their_boxes(page: Page, address: str) -> None:
    _open(page, address, DOCUMENT)
    # As soon as the page's fonts are there.
    page.wait_for_function("""() => {
        const places = [".wsis-near-lines", "ul.wsis-near-cited"];
        const found = places.map(place => document.querySelector(place));
        if (found.includes(null)) return false;
        const [lines, boxes] = found.map(one => one.getBoundingClientRect());
        return ["y", "height"].every(side => Math.abs(lines[side] - boxes[side]) <= 1);
    }""")


@pytest.mark.thorough
def test_boxes_keep_their_words_and_the_middle_is_named(page: Page, address: str) -> None:
    _open(page, address, "PP Res. 140")
    expect(page.locator(".wsis-near-centre strong")).to_be_visible()
    box = page.locator(".wsis-near-box").first
    width = box.evaluate("node => node.clientWidth")
    inside = box.locator("span").evaluate_all("nodes => nodes.map(node => node.offsetWidth)")
    assert max(inside) <= width


def test_arabic_reads_the_neighbourhood_from_the_right(page: Page, address: str) -> None:
    _open(page, address, DOCUMENT, "ar")
    places = [page.locator(f"ul.wsis-near-{name}") for name in ("citing", "cited")]
    for _ in range(100):  # until the page's styles are there
        boxes = [place.bounding_box() for place in places]
        citing, cited = (box["x"] if box else 0.0 for box in boxes)
        if citing - cited > 200:
            break
        page.wait_for_timeout(100)
    assert citing - cited > 200


def test_a_bar_narrows_the_mentions_to_its_meeting(page: Page, address: str) -> None:
    _open(page, address, "PP Res. 140")
    page.locator("a.wsis-bar").filter(has_text="Meeting 41").click()
    expect(page).to_have_url(re.compile("meeting=41"))
    expect(page.locator("a.wsis-bar[aria-current]")).to_contain_text("Meeting 41")
    expect(page.locator(".wsis-hit .wsis-place").first).to_contain_text("Meeting 41")
    settled(page)
    symbols = page.locator(".wsis-hit .wsis-symbol").all_inner_texts()
    assert symbols
    assert all(symbol.startswith("CWG-WSIS&SDG-41/") for symbol in symbols)


def test_a_mention_is_gathered_and_opened(page: Page, address: str) -> None:
    _open(page, address, DOCUMENT.replace("40/3", "39/2"))
    card = page.locator("[class*='st-key-hit-']").first
    card.get_by_role("button", name="Add to my selection").click()
    expect(page.get_by_role("link", name="My selection (1)")).to_be_visible()
    card.get_by_role("link", name="Open the document").click()
    expect(page).to_have_url(re.compile(r"/documents\?"))


def test_a_number_without_body_is_not_called_absent(page: Page, reports_address: str) -> None:
    locale = Locale("zh")
    visit(page, f"{reports_address}/references?q={quote('第30号决议')}&ui=zh")
    expect(page.get_by_text(locale.text("references.no_body"))).to_be_visible()
    names = page.locator(".st-key-references-meant").get_by_role("button")
    expect(names).to_have_text(["世界电信发展大会第30号决议"])
    expect(page.get_by_text(locale.text("references.nowhere"))).to_have_count(0)
    expect(page.get_by_role("button", name=locale.text("alerts.save"))).to_have_count(0)
    names.click()
    expect(page.get_by_role("heading", name="世界电信发展大会第30号决议")).to_be_visible()


@pytest.mark.thorough
def test_a_reference_is_no_markup(page: Page, address: str) -> None:
    visit(page, f"{address}/references?q={quote('<img src=x onerror=alert(1)> **C24/8**')}&ui=en")
    expect(page.locator(".wsis-card, .wsis-note").first).to_be_visible()
    assert page.locator("img[src='x']").count() == 0


@pytest.mark.parametrize(("ui", "scheme"), [("ar", "dark"), ("zh", "light")])
@pytest.mark.thorough
def test_a_phone_shows_all(browser: Browser, address: str, ui: str, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    _open(page, address, DOCUMENT, ui)
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("node => node.scrollWidth - node.clientWidth") <= 1
    expect(page.locator(".wsis-near-centre")).to_be_visible()
    context.close()
