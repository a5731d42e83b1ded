"""Properties of every page: language, keys, small screens, nothing from elsewhere."""

from __future__ import annotations

import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, WebSocket, expect

from corpus.sample import FILES
from index.indexing.build import build
from index.model.encoder import Encoder
from index.store import Store
from search_app.localise import Locale
from tests.browser.conftest import TIMEOUT, ask, overrun, serving, settled, visit
from tests.conftest import copy_index

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("page_name", ["", "references", "meeting", "documents", "draft"])
def test_keys_are_letters_where_one_types(page: Page, address: str, page_name: str) -> None:
    visit(page, f"{address}/{page_name}?ui=en")
    box = (
        page.locator("input[type=search], input[type=text], textarea").locator("visible=true").first
    )
    box.click()
    page.keyboard.type("/?jkco 40/3")
    expect(box).to_have_value("/?jkco 40/3")
    expect(box).to_be_focused()
    expect(page.locator(".wsis-keys")).to_be_hidden()


def test_the_language_follows_the_browser_and_can_be_switched(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(locale="ru-RU")
    page = context.new_page()
    visit(page, address)
    expect(page.get_by_role("link", name="Поиск")).to_be_visible()
    # The first stop is in the reader's language.
    expect(page.get_by_role("link").first).to_have_text("Перейти к содержанию")
    page.get_by_role("button", name="Русский", exact=True).click()
    page.get_by_text("Español", exact=True).click()
    expect(page.get_by_role("link", name="Búsqueda")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    visit(page, f"{address}/?q=feria")
    expect(page.locator("html")).to_have_attribute("lang", "es")  # chosen for good
    visit(page, f"{address}/?q=feria&ui=ar")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page).to_have_url(re.compile(r"\?q=feria$"))  # who is sent it reads it in their own
    context.close()


@pytest.mark.thorough
def test_the_open_page_is_marked_where_the_script_comes_last(page: Page, address: str) -> None:
    late: list[Route] = []

    def keep(route: Route) -> None:
        late.append(route)

    page.route(re.compile(r"/static/page\.js"), keep)
    visit(page, f"{address}/documents?view=contents&ui=ar")
    link = page.get_by_role("link", name=Locale("ar").text("page.documents"), exact=True)
    expect(link).to_be_visible()
    expect(page.locator(".wsis-heat").first).to_be_visible()
    late[0].continue_()
    here = page.locator('.wsis-nav [aria-current="page"]')
    expect(here).to_have_text(Locale("ar").text("page.documents"))


@pytest.mark.parametrize("ui", ["zh", "ar"])
@pytest.mark.thorough
def test_keyboard_focus_stays_on_the_link_of_the_page(page: Page, address: str, ui: str) -> None:
    locale = Locale(ui)
    ask(page, address, "warning", ui)
    page.locator("[class*='st-key-gather-'] button").first.click()
    expect(page.get_by_role("link", name="(1)")).to_be_visible()
    page.evaluate("window.isStill = true")
    link = page.locator(".wsis-nav").get_by_role("link", name=locale.text("page.meeting"))
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/meeting"))
    settled(page)
    expect(link).to_have_attribute("aria-current", "page")
    expect(link).to_be_focused()
    # In the same session.
    assert page.evaluate("window.isStill")
    expect(page.get_by_role("link", name="(1)")).to_be_visible()


@pytest.mark.thorough
def test_content_of_the_last_run_dims_only_after_a_delay(page: Page, address: str) -> None:
    ask(page, address, "warning", "ar")
    settled(page)
    page.evaluate(
        """() => {
          window.dim = [0, 0];
          const look = () => {
            const stale = [...document.querySelectorAll('[data-stale="true"]')];
            const isLate = document.documentElement.classList.contains("wsis-late");
            const dim = isLate ? [] : stale.filter((one) => one.getAnimations().length);
            window.dim = [stale, dim].map(
              (some, at) => Math.max(some.length, window.dim[at]));
          };
          new MutationObserver(look).observe(document.body,
            { subtree: true, attributeFilter: ["data-stale"] });
        }"""
    )
    page.get_by_role("searchbox").fill("فيضان")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(quote("فيضان")))
    settled(page)
    stale, dim = page.evaluate("window.dim")
    assert stale > 5
    assert dim == 0
    # As if a server took long.
    card = page.locator(".stElementContainer:has(.wsis-hit)").first
    card.evaluate(
        """one => {
          one.dataset.stale = "true";
          document.querySelector(".stApp").dataset.testScriptState = "running";
        }"""
    )
    assert card.evaluate("one => getComputedStyle(one).opacity") == "1"
    expect(card).to_have_css("transition-duration", "1s")
    expect(card).to_have_css("opacity", "0.33")
    page.emulate_media(reduced_motion="reduce")
    expect(card).to_have_css("transition-duration", "1e-05s")


@pytest.mark.parametrize("ui", ["ar", "zh", "en"])
def test_an_unknown_page_leads_to_search_with_a_message(page: Page, address: str, ui: str) -> None:
    locale = Locale(ui)
    said = page.get_by_text(locale.text("app.no_page"))
    visit(page, f"{address}/nowhere?ui={ui}")
    expect(said).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)  # Streamlit's is in English
    expect(page).to_have_url(re.compile(r"/$"))
    page.get_by_role("searchbox").fill("digital divide")
    page.keyboard.press("Enter")
    page.locator(".wsis-hit").first.wait_for()
    expect(said).to_have_count(0)


@pytest.mark.thorough
def test_a_telephone_shows_it_without_scrolling_sideways(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_default_timeout(TIMEOUT)
    for ui, question in (
        ("en", "warning"),
        ("zh", "预警"),
        ("ar", "الإنذار"),
        ("ru", "предупреждение"),
    ):
        ask(page, address, question, ui)
        settled(page)
        page.locator(".wsis-hit").first.wait_for()
        assert overrun(page) <= 0
        card = page.locator(".wsis-hit").first.bounding_box()
        assert card is not None
        assert card["x"] >= 0
        assert card["x"] + card["width"] <= 390
    context.close()


@pytest.mark.parametrize("ui", ["ru", "fr", "ar"])
def test_a_long_label_of_a_revision_fits_a_telephone(
    page: Page, reports_address: str, ui: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, f"{reports_address}/?q={quote('CWG-WSIS&SDG-40/3(Rev.1)', safe='')}&ui={ui}")
    label = page.locator(".wsis-changes").first
    label.wait_for()
    assert overrun(page) <= 0
    symbol = label.locator("span, bdi").last
    expect(symbol).to_have_text("CWG-WSIS&SDG-40/3")
    assert symbol.evaluate("node => node.getClientRects().length") == 1  # it is not broken


@pytest.mark.parametrize("ui", ["en", "ar", "ru"])
def test_a_plain_page_fits_a_telephone(page: Page, address: str, ui: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/r/{quote('Council Res. 1332')}?lang={ui}")
    expect(page.locator("main a[href*='itu.int']")).to_be_visible()  # a long address
    assert overrun(page) <= 0


@pytest.mark.parametrize("ui", ["ar", "zh"])
@pytest.mark.thorough
def test_a_telephone_cuts_off_no_link_and_no_frame(page: Page, address: str, ui: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    ask(page, address, "CWG-WSIS&SDG-40/3", ui)
    settled(page)
    text = page.locator('[data-testid="stPageLink"] a > span').last
    assert text.evaluate("one => one.scrollWidth <= one.clientWidth")
    pages = page.locator(".wsis-nav a").first.bounding_box()
    assert pages
    assert pages["height"] < 40  # in one line
    page.locator(".st-key-open-source button").first.click()
    box = page.get_by_role("combobox", name=Locale(ui).text("search.source"))
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    assert box.evaluate("one => getComputedStyle(one).outlineStyle") == "none"
    for name in ("meeting?view=mandates&", "documents?"):
        visit(page, f"{address}/{name}ui={ui}")
        any_ = Locale(ui).text("search.any")
        expect(page.locator(".stSelectbox input").last).to_have_attribute("placeholder", any_)
    assert page.locator(".wsis-count").evaluate_all(
        "all => all.every(one => one.getClientRects().length === 1)"
    )


def test_nothing_is_fetched_from_elsewhere(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    ask(page, address, "预警", "zh")
    settled(page)
    assert any("NotoSansSC" in url for url in asked)
    outside = [url for url in asked if urlsplit(url).hostname not in ("127.0.0.1", None, "")]
    assert not outside


@pytest.mark.thorough
def test_what_a_document_says_is_only_ever_text(
    page: Page, tmp_path: Path, encoder: Encoder
) -> None:
    evil = (
        "<img src=x onerror=\"document.title='owned'\"> <b>bold</b> **stars** "
        "[a](javascript:1) \u202eturned\u202c :material/home: $x$"
    )
    (tmp_path / "evil <i>name.txt").write_text(evil, "utf-8")
    with Store(tmp_path / "index", create=True) as store, serving(tmp_path / "index") as address:
        visit(page, f"{address}/?ui=es")
        expect(page.get_by_role("heading", name="El índice está vacío")).to_be_visible()
        build(store, encoder, [tmp_path / "evil <i>name.txt"])
        visit(
            page, f"{address}/?ui=en&q=" + quote("bold stars <script>document.title='x'</script>")
        )
        shown = page.locator(".wsis-text").first
        expect(shown).to_contain_text("<img src=x onerror")
        expect(shown).to_contain_text("[a](javascript:1)")
        expect(shown).to_contain_text("turned :material/home: $x$")
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", shown.inner_text())
        marked = ".wsis-hit :is(img, b, i), .wsis-hit a:not(.wsis-actions a)"
        assert page.locator(marked).count() == 0
        assert page.locator("a[href^='javascript']").count() == 0
        expect(page).to_have_title("Search · wsis-search")


@pytest.mark.thorough
def test_an_unusable_index_says_why_until_it_is_usable(
    page: Page, sample_index: Path, tmp_path: Path
) -> None:
    """One app, from no index to an answer: each time the page is opened it looks anew."""
    folder, file = tmp_path / "index", tmp_path / "index" / "index.sqlite3"

    def is_told(ui: str, title: str) -> None:
        visit(page, f"{address}/?ui={ui}")
        expect(page.get_by_role("heading", name=title)).to_be_visible()

    with serving(folder) as address:
        is_told("en", "There is no index yet")
        expect(page.locator("code")).to_contain_text("ingest FOLDER")
        assert not folder.exists()
        folder.mkdir()
        file.write_bytes(b"no database at all" * 1000)
        is_told("en", "The index is damaged")
        expect(page.locator("code")).to_contain_text("ingest FOLDER")
        # Locked before the app can have it.
        copy_index(sample_index, tmp_path / "locked")
        other_program = sqlite3.connect(tmp_path / "locked" / file.name, isolation_level=None)
        other_program.execute("PRAGMA locking_mode = EXCLUSIVE")
        other_program.execute("PRAGMA journal_mode = DELETE")
        other_program.execute("BEGIN EXCLUSIVE")
        shutil.rmtree(folder)
        (tmp_path / "locked").rename(folder)
        is_told("fr", "Un autre programme")
        other_program.close()
        page.reload()
        expect(page.get_by_role("searchbox")).to_be_editable()
        # Nobody has asked before, so that the question comes before the model.
        page.get_by_role("searchbox").fill("early warning")
        page.get_by_role("searchbox").press("Enter")
        page.locator(".wsis-hit").first.wait_for()


@pytest.mark.parametrize("ui", ["en", "ar"])
@pytest.mark.thorough
def test_ingest_into_empty_index_is_shown_until_it_is_killed(
    page: Page, tmp_path: Path, ui: str
) -> None:
    locale, folder = Locale(ui), tmp_path / "index"
    files = sorted(FILES.glob("CWGWSIS41/*MSW-E*"))
    command = Path(sys.executable).with_name("wsis-search")
    with serving(folder) as address, Store(folder, create=True) as store:
        ingest = subprocess.Popen([command, "--index", folder, "ingest", *files])
        try:
            while store.setting("unfinished-files") is None and ingest.poll() is None:
                time.sleep(0.01)
            ingest.send_signal(signal.SIGSTOP)
            assert store.passages.is_empty
            visit(page, f"{address}/?ui={ui}")
            title = locale.text("error.filling-index.title")
            expect(page.get_by_role("heading", name=title)).to_be_visible()
            count = locale.number(len(files))
            progress = locale.text("upload.files", done=locale.number(0), all=count)
            expect(page.get_by_text(progress)).to_be_visible()
            expect(page.locator("code")).to_have_count(0)
        finally:
            ingest.kill()
            ingest.wait()
        empty = page.get_by_role("heading", name=locale.text("error.empty-index.title"))
        expect(empty).to_be_visible()


def test_ingest_into_index_in_use_is_shown_with_the_answers(
    page: Page, tmp_path: Path, encoder: Encoder
) -> None:
    (tmp_path / "one.txt").write_text("Early warning systems reach every village.", "utf-8")
    folder = tmp_path / "index"
    note = page.get_by_text("Reading the files: 1 of 1")
    with Store(folder, create=True) as store, serving(folder) as address:
        with store.finishing():
            build(store, encoder, [tmp_path / "one.txt"])
            ask(page, address, "early warning")
            expect(note).to_be_visible()
        expect(note).to_have_count(0)
        expect(page.locator(".wsis-hit")).to_have_count(1)


@pytest.mark.parametrize("ui", ["ar", "zh", "en"])
@pytest.mark.thorough
def test_a_link_pressed_right_after_typing_leads_to_its_page(
    page: Page, address: str, ui: str
) -> None:
    locale = Locale(ui)
    to = page.get_by_role("link", name=locale.text("page.documents"), exact=True)
    sent = list[bytes]()

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda one: sent.append(one if isinstance(one, bytes) else b""))

    page.on("websocket", listen)
    for name, field in [
        ("", "input[type=search]"),
        ("draft", "textarea"),
    ]:
        visit(page, f"{address}/{name}?ui={ui}")
        page.locator(field).locator("visible=true").first.click()
        page.keyboard.type("1234")
        sent.clear()
        to.click()  # the field is left by the press itself
        expect(page.locator(".wsis-list").first).to_be_visible()
        settled(page)
        expect(page).to_have_url(f"{address}/documents")
        expect(to).to_have_attribute("aria-current", "page")
        if name != "draft":  # where a form sends nothing by itself
            # What was typed asks for the page that is left, as a telling does: it is sent before.
            assert b"1234" in sent[0]
            assert b"1234" not in sent[-1]


@pytest.mark.parametrize("ui", ["ar", "zh", "en"])
@pytest.mark.thorough
def test_a_link_right_after_a_note_opens_its_page(page: Page, address: str, ui: str) -> None:
    locale = Locale(ui)
    visit(
        page, f"{address}/documents?symbol={quote('CWG-WSIS&SDG-40/3', safe='')}&para=3.1&ui={ui}"
    )
    page.get_by_role("button", name=locale.text("basket.add")).first.click()
    page.get_by_role("button", name=locale.text("basket.remove")).first.wait_for()
    page.get_by_role("link", name=locale.text("page.citations")).click()
    box = page.locator("article input[data-note]")
    box.click()
    page.keyboard.type("1234")
    page.get_by_role("link", name=locale.text("page.search"), exact=True).click()
    expect(page.locator(".wsis-news").first).to_be_visible()
    settled(page)
    expect(page).to_have_url(f"{address}/")
    page.get_by_role("link", name=locale.text("page.citations")).click()
    expect(box).to_have_value("1234")
