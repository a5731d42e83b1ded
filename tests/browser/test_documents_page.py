"""A delegate opens a document, reads two versions side by side, and cites a paragraph."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from search_app.localise import Locale
from tests.browser.conftest import settled, visit

pytestmark = pytest.mark.browser

README = Path(__file__).parents[2] / "README.md"
SYMBOL = quote("CWG-WSIS&SDG-40/3", safe="")

_ENGLISH = ", ".join(
    f'[aria-label^="{one}"]:not(.stHtml *)'
    for one in (
        *("Open", "Clear", "Dismiss", "Selected", "Remove", "Pagination", "Previous", "Next"),
        *("Page", "file upload", "Add files"),
    )
)
"""Streamlit's names of its controls, in every language."""

_MAC = """for (const [name, value] of [["userAgentData", undefined], ["platform", "MacIntel"]])
  Object.defineProperty(navigator, name, { get: () => value })"""
"""There a screen reader is told more."""


def _query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_document_is_found_in_the_list_and_read(page: Page, address: str) -> None:
    visit(page, f"{address}/documents")
    expect(page.locator(".wsis-brand")).to_be_visible()  # also where this is the first page of all
    page.get_by_role("link", name="CWG-WSIS&SDG-40/3").first.click()
    expect(page.locator("h1")).to_have_text("CWG-WSIS&SDG-40/3")
    expect(page.locator(".wsis-reader h2").first).to_be_visible()
    page.get_by_role("link", name="All documents").click()
    expect(page.locator(".wsis-list li")).to_have_count(3)


def test_a_cited_paragraph_is_in_sight_and_its_citation_copied(page: Page, address: str) -> None:
    visit(page, f"{address}/documents?symbol={SYMBOL}&para=3.1&left=fr&right=ar&ui=fr")
    chosen = page.locator(".wsis-chosen")
    expect(chosen).to_be_in_viewport()
    expect(chosen.locator("xpath=..")).to_have_attribute("lang", "fr")
    other = page.locator(".wsis-here > .wsis-cell").nth(1)
    expect(other).to_have_attribute("dir", "rtl")
    page.locator(".st-key-documents-bar .wsis-copy").first.click()
    expect(page.locator(".wsis-was-copied")).to_be_visible()
    assert "CWG-WSIS&SDG-40/3-F" in page.evaluate("navigator.clipboard.readText()")


def test_a_chosen_paragraph_is_in_the_address_and_the_basket(page: Page, address: str) -> None:
    visit(page, f"{address}/documents?symbol={SYMBOL}&left=en&ui=en")
    page.get_by_role("link", name="2.1", exact=False).first.click()
    expect(page.locator(".wsis-chosen")).to_be_in_viewport()
    assert _query(page)["para"] == ["2.1"]
    page.get_by_role("button", name="Add to my selection").click()
    expect(page.get_by_role("button", name="Remove from my selection")).to_be_visible()
    page.get_by_role("link", name="My selection").click()
    expect(page.locator(".wsis-cited")).to_contain_text("CWG-WSIS&SDG-40/3-E, para. 2.1")


def test_the_paragraph_is_kept_where_another_version_is_chosen(page: Page, address: str) -> None:
    visit(page, f"{address}/documents?symbol={SYMBOL}&para=3.1&left=en&ui=en")
    expect(page.locator(".wsis-chosen")).to_be_in_viewport()
    settled(page)
    version = page.get_by_role("combobox", name="Version")
    version.focus()
    version.press("ArrowDown")  # by the keyboard alone
    page.get_by_role("option", name="Русский").click()
    expect(page.locator(".wsis-chosen").locator("xpath=..")).to_have_attribute("lang", "ru")
    assert _query(page)["left"] == ["ru"]
    assert _query(page)["para"] == ["3.1"]


@pytest.mark.thorough
def test_an_open_list_stays_open_when_fonts_load(page: Page, address: str) -> None:
    # The page goes to the cited paragraph once more then, which closes lists and takes the focus.
    page.add_init_script(
        "window.fontsCome = [];"
        "Object.defineProperty(document.fonts, 'ready',"
        "{ get: () => new Promise((done) => window.fontsCome.push(done)) });"
    )
    visit(page, f"{address}/documents?symbol={SYMBOL}&para=3.1&left=en&ui=en")
    expect(page.locator(".wsis-chosen")).to_be_in_viewport()
    page.evaluate(
        "new Promise((done) => { const look = () => window.fontsCome.length ? done()"
        " : requestAnimationFrame(look); look(); })"
    )
    version = page.get_by_role("combobox", name="Version")
    page.mouse.move(550, 500)
    page.mouse.wheel(0, -20_000)
    expect(version).to_be_in_viewport(ratio=1)
    # A list closes where the page is scrolled: nobody clicks within the frame of a scroll.
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    version.click()
    russian = page.get_by_role("option", name="Русский")
    expect(russian).to_be_visible()
    page.evaluate("for (const come of window.fontsCome) come()")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(russian).to_be_in_viewport()
    russian.click()
    expect(page.locator(".wsis-chosen").locator("xpath=..")).to_have_attribute("lang", "ru")
    expect(page.locator(".wsis-chosen")).to_be_in_viewport()


def test_the_pdf_page_shows_the_paragraph_in_a_box(page: Page, address: str) -> None:
    visit(page, f"{address}/documents?symbol={SYMBOL}&para=3.1&left=ar&right=page&ui=ar")
    expect(page.locator(".wsis-box").first).to_be_visible()
    natural = page.locator(".wsis-sheet img").evaluate("image => image.naturalWidth")
    assert natural > 800
    assert page.locator("html").get_attribute("dir") == "rtl"


@pytest.mark.parametrize("ui", ["ar", "zh"])
@pytest.mark.thorough
def test_the_message_about_an_absent_paragraph_stays(page: Page, address: str, ui: str) -> None:
    locale = Locale(ui)
    # A browser that was here before tells at once what it keeps, and the page is drawn again.
    visit(page, f"{address}/documents?ui={ui}")
    visit(page, f"{address}/documents?ui={ui}&symbol={SYMBOL}&para=99.9")
    said = locale.text("documents.no_paragraph", label="99.9")
    expect(page.locator(".wsis-reader h2").first).to_be_visible()
    page.wait_for_timeout(1500)
    settled(page)
    expect(page.get_by_text(said)).to_be_visible()
    page.goto(f"{address}/documents?ui={ui}&symbol={SYMBOL}&para=3.1")
    expect(page.locator(".wsis-chosen")).to_be_visible()
    settled(page)
    expect(page.locator(".wsis-note")).to_have_count(0)


@pytest.mark.parametrize("ui", ["ar", "zh"])
@pytest.mark.thorough
def test_what_streamlit_calls_its_controls_is_in_the_readers_language(
    page: Page, address: str, reports_address: str, ui: str
) -> None:
    locale = Locale(ui)

    def called(key: str, **values: str) -> Locator:
        return page.get_by_label(locale.text(key, **values), exact=True).first

    def nothing_is_english() -> None:
        expect(page.locator(_ENGLISH)).to_have_count(0)

    page.add_init_script(_MAC)
    visit(page, f"{address}/documents?ui={ui}&words=a")
    expect(called("app.opens")).to_be_visible()
    nothing_is_english()
    box = page.get_by_role("combobox").first
    box.click()
    said = page.locator("[data-live-announcer]")
    expect(said).to_contain_text(locale.text("app.options", count="").strip())
    box.fill("zzz")
    expect(page.get_by_role("option")).to_have_text(locale.text("app.no_option"))
    expect(called("app.close")).to_be_attached()
    nothing_is_english()
    box.fill("")
    page.get_by_role("option").last.click()
    expect(said).to_contain_text(locale.text("app.selected", name="").strip())
    visit(page, f"{address}/compare?ui={ui}&from={SYMBOL}")
    expect(called("app.clears")).to_be_attached()
    nothing_is_english()
    source = "日本" if ui == "zh" else "اليابان"
    visit(page, f"{address}/?{urlencode({'ui': ui, 'q': 'warning', 'source': source})}")
    expect(called("app.clears")).to_be_attached()
    page.get_by_role("button", name=source).click()
    expect(called("app.chosen")).to_be_visible()
    expect(called("basket.clear")).to_be_visible()
    expect(page.get_by_role("button", name=locale.text("app.removes", name=source))).to_be_visible()
    nothing_is_english()
    visit(page, f"{address}/precedents?ui={ui}")
    choose = page.locator("[data-testid=stFileUploaderDropzone] button")
    expect(choose).to_have_accessible_name(locale.text("precedents.choose_file"))
    nothing_is_english()
    page.locator("input[type=file]").set_input_files(README)
    remove = page.get_by_role("button", name=locale.text("app.removes", name="README.md"))
    expect(remove).to_be_visible()
    nothing_is_english()
    visit(page, f"{reports_address}/meeting?view=mandates&meeting=all&ui={ui}")
    for at in (2, 1):
        page.get_by_role("button", name=locale.text("app.page", number=str(at)), exact=True).click()
        expect(called("search.next")).to_be_visible()
        settled(page)
        nothing_is_english()


@pytest.mark.thorough
def test_a_phone_shows_the_versions_one_below_the_other(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    visit(page, f"{address}/documents?symbol={SYMBOL}&para=3.1&left=zh&right=ar&ui=zh")
    expect(page.locator(".wsis-chosen")).to_be_in_viewport()
    left, right = (page.locator(".wsis-here > .wsis-cell").nth(at).bounding_box() for at in (0, 1))
    assert left
    assert right
    assert right["y"] >= left["y"] + left["height"] - 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_at_200_per_cent_the_citation_hides_no_text(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 640, "height": 450})  # of 1280 × 900
    visit(page, f"{address}/documents?symbol={SYMBOL}&para=3.1&left=en&ui=en")
    bar = page.locator(".st-key-documents-bar")
    expect(bar).to_have_css("position", "static")
