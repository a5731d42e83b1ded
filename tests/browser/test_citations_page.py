"""Gathered passages leave the app with citations in the language of the text to be written."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from search_app.citing import own_note
from search_app.localise import Locale
from search_app.web import any_free_port
from tests.browser.conftest import serving, settled, visit

pytestmark = pytest.mark.browser

SYMBOL = quote("CWG-WSIS&SDG-40/3", safe="")
REVISED = {"from": "CWG-WSIS&SDG-40/3", "to": "CWG-WSIS&SDG-40/3(Rev.1)"}

TELL = "dispatchEvent(new StorageEvent('storage', { key: null }))"
"""Has a page tell the server what the browser has, as where another tab has written."""


def _kept(page: Page) -> list[tuple[str, str]]:
    """What was gathered, as the browser has it, in order: what is cited, and the note at it."""
    rows = page.evaluate("JSON.parse(localStorage.getItem('wsis-search.basket') ?? '[]')")
    return [(row["line"], row["note"]) for row in rows]


def _keeps(page: Page, notes: dict[str, str]) -> None:
    """Wait until the browser has such notes, in this order, and nothing else."""
    for _ in range(200):
        if _kept(page) == [*notes.items()]:
            return
        page.wait_for_timeout(50)
    assert _kept(page) == [*notes.items()]


@pytest.fixture
def locale(ui: str) -> Locale:
    """Of the language that a test is in."""
    return Locale(ui)


def _gather(page: Page, address: str, *paragraphs: str, ui: str = "en") -> None:
    """Put paragraphs in where they are read, and go to the page of citations."""
    locale = Locale(ui)
    for label in paragraphs or ["3.1"]:
        visit(page, f"{address}/documents?symbol={SYMBOL}&para={label}&left=en&ui={ui}")
        page.get_by_role("button", name=locale.text("basket.add")).click()
        expect(page.get_by_role("button", name=locale.text("basket.remove"))).to_be_visible()
    page.get_by_role("link", name=locale.text("page.citations")).click()
    expect(page.locator(".wsis-cited").last).to_contain_text((paragraphs or ["3.1"])[-1])


def test_nothing_gathered_says_how_to_gather(page: Page, address: str) -> None:
    visit(page, f"{address}/citations?ui=en")
    expect(page.get_by_text("No citation has been collected yet.")).to_be_visible()


def test_citations_are_set_in_another_language_downloaded_and_removed(
    page: Page, address: str
) -> None:
    _gather(page, address)
    page.get_by_role("radio", name="Français").click()
    expect(page.locator(".wsis-cited")).to_have_attribute("lang", "fr")
    expect(page.locator(".wsis-cited")).to_contain_text("CWG-WSIS&SDG-40/3-F")
    expect(page.locator(".wsis-text")).to_have_attribute("lang", "fr")  # the text goes with it
    expect(page.locator(".wsis-path")).to_be_visible()
    page.get_by_role("radio", name="العربية").click()
    text = page.locator(".wsis-text")
    expect(text).to_have_attribute("lang", "ar")
    quoted, card = (one.bounding_box() for one in (text, page.locator("article.wsis-hit")))
    assert quoted
    assert card
    # What runs from right to left begins at the right edge of its card.
    assert abs(quoted["x"] + quoted["width"] - card["x"] - card["width"]) < 2
    page.get_by_role("radio", name="Français").click()
    expect(text).to_have_attribute("lang", "fr")
    for name, ending in (("Word", "docx"), ("Markdown", "md"), ("CSV", "csv"), ("RIS", "ris")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=False).first.click()
        assert download.value.suggested_filename.endswith(f"-fr.{ending}")
        assert Path(download.value.path()).stat().st_size > 100
    page.get_by_role("button", name="Remove from citations").click()
    expect(page.get_by_text("No citation has been collected yet.")).to_be_visible()


@pytest.mark.parametrize("ui", ["en", "ar"])
def test_what_was_removed_comes_back_and_a_note_stays_as_it_is_typed(
    context: BrowserContext, sample_index: Path, ui: str, locale: Locale
) -> None:
    page = context.new_page()
    port = any_free_port()
    with serving(sample_index, port=port) as address:
        _gather(page, address, ui=ui)
        note = page.get_by_role("textbox", name=locale.text("citations.note"))
        note.press_sequentially("ملاحظة 24")  # and the box is not left
        visit(page, page.url)
        expect(note).to_have_value("ملاحظة 24")
        page.get_by_role("button", name=locale.text("basket.clear")).click()
        expect(page.get_by_text(locale.text("basket.empty"))).to_be_visible()
        visit(page, f"{address}/citations?ui={ui}")
        undo = page.get_by_role("button", name=locale.text("basket.undo"))
        undo.click()
        expect(note).to_have_value("ملاحظة 24")
        expect(undo).to_have_count(0)
    gone = page.locator(".wsis-gone")
    expect(gone).to_be_visible()
    expect(gone).to_contain_text(locale.text("app.gone"))
    expect(page.get_by_text("Connection error")).not_to_be_visible()
    with serving(sample_index, port=port):
        # The page was not loaded anew, and the server is another one.
        expect(gone).not_to_be_visible()
        page.get_by_role("switch").press("Space")
        expect(page.locator(".wsis-note")).to_have_text("ملاحظة 24")
        page.get_by_role("switch").press("Space")
        expect(note).to_have_value("ملاحظة 24")
        assert [note for _, note in _kept(page)] == ["ملاحظة 24"]


@pytest.mark.parametrize("ui", ["zh", "ar"])
def test_what_is_typed_while_all_is_drawn_anew_stays_where_it_was_typed(
    context: BrowserContext, address: str, ui: str, locale: Locale
) -> None:
    page, tab = context.new_page(), context.new_page()
    _gather(page, address, "3.1", "3.2", ui=ui)
    visit(tab, f"{address}/citations?ui={ui}")
    expect(tab.locator(".wsis-cited")).to_have_count(2)
    first, second = (line for line, _ in _kept(page))
    third = second.replace("3.2", "3.3")

    def card(of: Page, said: str) -> Locator:
        cited = of.locator(".wsis-cited").filter(has_text=said)
        return of.locator("[class*='st-key-hit-']").filter(has=cited)

    def button(of: Page, said: str, name: str) -> Locator:
        return card(of, said).get_by_role("button", name=locale.text(name))

    note = card(page, "3.1").get_by_role("textbox")
    # Moved, and the page is not drawn anew yet: typed by hand, then composed, as Chinese is.
    page.evaluate("hold()")
    button(page, "3.1", "citations.down").click()
    note.press_sequentially("ملاحظة ")
    composing = context.new_cdp_session(page)
    composing.send(
        "Input.imeSetComposition", {"text": "预警", "selectionStart": 2, "selectionEnd": 2}
    )
    page.evaluate("release()")
    expect(page.locator(".wsis-cited").last).to_contain_text("3.1")
    expect(note).to_be_focused()
    page.keyboard.type("系统")
    expect(note).to_have_value("ملاحظة 预警系统")
    _keeps(page, {second: "", first: "ملاحظة 预警系统"})
    # Typed, taken out before the server has heard of it, and put back.
    note.press_sequentially("。")
    button(page, "3.1", "basket.remove").dblclick()
    expect(page.locator(".wsis-cited")).to_have_count(1)
    page.get_by_role("button", name=locale.text("basket.undo")).click()
    expect(note).to_have_value("ملاحظة 预警系统。")
    _keeps(page, {second: "", first: "ملاحظة 预警系统。"})
    # Typed here while another tab, whose line is slow, moves it.
    visit(tab, tab.url)
    expect(card(tab, "3.1").get_by_role("textbox")).to_have_value("ملاحظة 预警系统。")
    tab.evaluate("hold()")
    button(tab, "3.1", "citations.up").click()
    note.press("End")
    note.press_sequentially("3")
    _gather(page, address, "3.3", ui=ui)
    tab.evaluate("release()")
    _keeps(tab, {first: "ملاحظة 预警系统。3", second: "", third: ""})
    expect(tab.locator(".wsis-cited")).to_have_count(3)
    expect(note).to_have_value("ملاحظة 预警系统。3")
    # Two presses of one button: the second does not undo what can be put back.
    page.get_by_role("button", name=locale.text("basket.clear")).dblclick()
    page.get_by_role("button", name=locale.text("basket.undo")).click()
    _keeps(page, {first: "ملاحظة 预警系统。3", second: "", third: ""})
    # Whoever moves one with the keyboard goes on from it.
    up = page.get_by_role("button", name=locale.text("citations.up"))
    expect(up).to_have_count(3)
    said = page.locator(".wsis-cited").last.inner_text()
    settled(page)
    up.last.press("Enter")
    expect(page.locator(".wsis-cited").nth(1)).to_have_text(said)
    expect(up.nth(1)).to_be_focused()


@pytest.mark.parametrize("ui", ["zh", "ar"])
def test_presses_that_come_at_once_all_count(
    context: BrowserContext, address: str, ui: str, locale: Locale
) -> None:
    page = context.new_page()
    _gather(page, address, "3.1", "3.2", "3.3", ui=ui)
    settled(page)
    page.evaluate("hold()")
    remove = page.get_by_role("button", name=locale.text("basket.remove"))
    expect(remove).to_have_count(3)
    for one in remove.all():
        one.click()
        page.evaluate(TELL)
    page.evaluate("release()")
    expect(page.get_by_text(locale.text("basket.empty"))).to_be_visible()
    _keeps(page, {})


def test_what_is_put_in_before_a_page_has_told_what_is_there_stands_beside_it(
    context: BrowserContext, address: str
) -> None:
    lines = [f"CWG-WSIS&SDG-40/3-E, para. {one}" for one in ("3.1, p. 2", "3.2, p. 3")]
    page = context.new_page()
    _gather(page, address, "3.1")
    _keeps(page, {lines[0]: ""})
    script, late = "**/*kept*.js*", list[Route]()
    page.route(script, lambda route: late.append(route))  # noqa: PLW0108 - a method cannot be one
    visit(page, f"{address}/documents?symbol={SYMBOL}&para=3.2&left=en&ui=en")
    page.get_by_role("button", name="Add to citations").click()
    expect(page.get_by_role("button", name="Remove from citations")).to_be_visible()
    page.route(script, lambda route: route.continue_())
    assert late
    for one in late:
        one.continue_()
    expect(page.get_by_role("link", name="Citations (2)")).to_be_visible()
    settled(page)
    _keeps(page, dict.fromkeys(lines, ""))


@pytest.mark.parametrize("ui", ["zh", "ar"])
def test_what_is_pressed_before_a_server_that_came_back_has_drawn_anything_counts(
    context: BrowserContext, sample_index: Path, ui: str, locale: Locale
) -> None:
    page = context.new_page()
    port = any_free_port()
    with serving(sample_index, port=port) as address:
        _gather(page, address, "3.1", "3.2", ui=ui)
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
        assert [line for line, _ in _kept(page) if "3.1" in line]
        page.evaluate("release()")
        expect(page.locator(".wsis-cited")).to_have_count(1)
        expect(page.locator(".wsis-cited")).to_contain_text("3.2")
        settled(page)
        assert len(_kept(page)) == 1


@pytest.mark.parametrize("ui", ["en", "zh", "ar"])
def test_a_link_leads_on_where_a_page_has_not_told_yet_what_is_there(
    context: BrowserContext, address: str, ui: str, locale: Locale
) -> None:
    page = context.new_page()
    _gather(page, address, ui=ui)
    script, late = "**/*kept*.js*", list[Route]()
    page.route(script, lambda route: late.append(route))  # noqa: PLW0108 - a method cannot be one
    visit(page, f"{address}/positions?ui={ui}")
    page.evaluate("hold()")
    link = page.get_by_role("link", name=locale.text("page.corpus"), exact=True)
    link.click()
    link.blur()  # some browsers give no focus to a link that is pressed
    assert late
    for one in late:
        one.continue_()
    page.wait_for_load_state("networkidle")  # it has told
    page.evaluate("release()")
    expect(page.locator("h1").first).to_have_text(locale.text("page.corpus"))
    expect(page.get_by_role("link", name=f"({locale.number(1)})")).to_be_visible()
    settled(page)
    expect(page).to_have_url(re.compile("/corpus"))


@pytest.mark.parametrize("ui", ["zh", "ar"])
def test_what_is_told_on_the_way_to_a_page_does_not_lead_back(
    context: BrowserContext, address: str, ui: str, locale: Locale
) -> None:
    page = context.new_page()
    _gather(page, address, ui=ui)
    cited = page.locator(".wsis-cited")
    settled(page)

    def told_on_the_way() -> None:
        page.evaluate(TELL)
        page.evaluate("release()")

    # By the navigation, and by the browser's way back. Streamlit may have cut the way forward.
    page.evaluate("hold()")
    page.get_by_role("link", name=locale.text("page.corpus"), exact=True).click()
    told_on_the_way()
    expect(page).to_have_url(re.compile("/corpus"))
    expect(page.locator("h1").first).to_have_text(locale.text("page.corpus"))
    expect(cited).to_have_count(0)
    settled(page)
    page.evaluate("hold()")
    page.go_back()
    told_on_the_way()
    expect(cited).to_have_count(1)
    settled(page)
    expect(page).to_have_url(re.compile("/citations"))


@pytest.mark.parametrize("ui", ["zh", "ar"])
def test_what_is_pressed_in_a_text_counts_where_the_page_is_left_at_once(
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
    page.get_by_role("link", name=locale.text("page.corpus"), exact=True).click()
    add.first.click()
    page.evaluate("release()")
    expect(page.locator("h1").first).to_have_text(locale.text("page.corpus"))
    expect(page.get_by_role("link", name="(3)")).to_be_visible()


@pytest.mark.parametrize("ui", ["en", "zh", "ar"])
def test_no_press_is_lost_where_the_page_is_left_before_the_answer(
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
    page.get_by_role("link", name=locale.text("page.corpus"), exact=True).click()
    remove.last.click()
    page.evaluate("release()")
    expect(page.locator("h1").first).to_have_text(locale.text("page.corpus"))
    visit(page, citations)
    expect(page.get_by_text(locale.text("basket.empty"))).to_be_visible()
    _keeps(page, {})


@pytest.mark.parametrize(
    ("ui", "shows"),
    [
        ("zh", {"symbol": "CWG-WSIS&SDG-40/3", "para": "3.1", "left": "zh"}),
        ("ar", REVISED),
    ],
)
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
    assert len(_kept(tab)) == 1
    # And what is out is not put in again.
    tab.evaluate("hold()")
    taken_out.press("Enter")
    expect(page.get_by_role("link", name="(1)")).to_have_count(0)
    tab.get_by_role("button", name=remove).click()
    tab.evaluate("release()")
    expect(tab.get_by_role("link", name="(1)")).to_have_count(0)
    settled(tab)
    assert not _kept(tab)


@pytest.mark.parametrize("ui", ["zh", "ar"])
def test_what_leaves_the_app_has_the_notes_as_they_stand(
    context: BrowserContext, address: str, ui: str, locale: Locale
) -> None:
    page = context.new_page()
    _gather(page, address, ui=ui)
    note = page.get_by_role("textbox", name=locale.text("citations.note"))
    note.fill("$& 早")
    settled(page)
    # The server hears of nothing that is typed from here on.
    page.evaluate("hold()")
    note.fill("预警 $& إنذار")
    page.get_by_role("button", name=locale.text("citations.copy_all_quoted")).click()
    expect(page.locator(".wsis-was-copied")).to_have_count(1)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.split("\n")[1:] == [own_note("预警 $& إنذار", ui)]
    table = page.get_by_role("button", name="CSV")
    with page.expect_download() as download:
        table.click()
        expect(table).to_have_attribute("aria-busy", "true")
        expect(table).to_be_focused()
        page.evaluate("release()")
    rows = csv.reader(Path(download.value.path()).read_text("utf-8-sig").splitlines())
    assert [row[-1] for row in rows][1:] == ["预警 $& إنذار"]
    expect(table).not_to_have_attribute("aria-busy", "true")
    # And what the server knows is there at once.
    with page.expect_download() as download:
        table.click()
    assert "预警 $& إنذار" in Path(download.value.path()).read_text("utf-8-sig")


def test_nothing_gathered_is_lost_where_a_revision_has_come(
    context: BrowserContext, sample_index: Path, reports_index: Path
) -> None:
    port = any_free_port()
    page = context.new_page()
    with serving(sample_index, port=port) as address:
        _gather(page, address, "3.1", "3.2", ui="ar")
        visit(page, f"{address}/citations?ui=zh&in=zh")
        expect(page.locator(".wsis-cited")).to_have_count(2)
        expect(page.locator(".wsis-text").last).to_have_attribute("lang", "zh")
        page.get_by_role("button", name="下移").first.click()
        expect(page.locator(".wsis-cited").first).to_contain_text("3.2")
        note = page.get_by_role("textbox", name="备注").first
        note.fill("第3.2段，与秘书处核对")
        note.press("Enter")
        tab = context.new_page()
        visit(tab, f"{address}/?ui=en")
        expect(tab.get_by_role("link", name="Citations (2)")).to_be_visible()
    with serving(reports_index, port=port) as address:
        visit(page, f"{address}/citations?ui=en")
        expect(page.get_by_role("textbox", name="Note").first).to_have_value(re.compile("3.2"))
        page.get_by_role("button", name="Copy all with quotations").click()
        expect(page.locator(".wsis-was-copied")).to_have_count(1)
        first, second = page.evaluate("navigator.clipboard.readText()").split("\n\n")
        assert "revised by CWG-WSIS&SDG-40/3(Rev.1)" in first
        assert first.startswith("“")
        assert first.split("\n")[1:] == ["Reader’s note: 第3.2段，与秘书处核对"]
        assert "note" not in second
        assert "40/3-E, para. 3.2" in first
        assert "40/3-E, para. 3.1" in second
        with page.expect_download() as download:
            page.get_by_role("button", name="CSV").click()
        table = Path(download.value.path()).read_text("utf-8-sig")
        assert [row[-1] for row in csv.reader(table.splitlines())] == [
            "Reader’s note",
            "第3.2段，与秘书处核对",
            "",
        ]
        page.get_by_text("Large type").click()
        expect(page.get_by_role("textbox")).to_have_count(0)
        expect(page.get_by_role("switch", name="Large type")).to_be_focused()
        page.keyboard.press("j")  # nobody types into a switch
        expect(page.locator("[class*='st-key-hit-']").first).to_be_focused()
        expect(page).to_have_url(re.compile("large=1"))
        for ui in ("en", "zh", "ar"):
            _leads_to_the_revision(page, address, Locale(ui))
        # The revision is not there in French: that is said, and what it changes is shown.
        visit(page, f"{address}/compare?{urlencode({**REVISED, 'ui': 'fr'})}")
        said = Locale("fr").text("compare.other_language", language="français", other="anglais")
        expect(page.get_by_text(said)).to_be_visible()
        expect(page.locator(".wsis-pair-changed .wsis-text").first).to_have_attribute("lang", "en")


def _leads_to_the_revision(page: Page, address: str, locale: Locale) -> None:
    """From the older document to the newer, to what that changes, and to it as a Word file."""
    old, new = REVISED.values()
    visit(page, f"{address}/documents?symbol={SYMBOL}&para=3.2&left={locale.code}&ui={locale.code}")
    page.get_by_role("link", name=locale.text("search.superseded", symbol=new)).first.click()
    expect(page.locator("h1")).to_have_text(new)
    since = page.get_by_role("link", name=locale.text("compare.changed_since", symbol=old))
    since.click()
    changed = page.locator(".wsis-pair-changed")
    expect(changed.locator("ins").first).to_be_visible()
    expect(changed.locator(".wsis-text").first).to_have_attribute("lang", locale.code)
    if locale.code == "ar":
        visit(page, f"{address}/?{urlencode({'q': new, 'ui': 'ar'})}")
        expect(page.locator(".wsis-hit").first.locator(".wsis-changes")).to_be_visible()


def test_a_browser_that_keeps_nothing_is_told_and_loses_nothing(
    browser: Browser, address: str
) -> None:
    context = browser.new_context()
    context.add_init_script("Storage.prototype.setItem = () => { throw new Error('refused'); }")
    page = context.new_page()
    _gather(page, address)
    expect(page.get_by_text("does not let the page keep anything")).to_be_visible()
    expect(page).to_have_url(re.compile(r"cite=\d+"))
    other = browser.new_page()  # another reader, to whom the address is sent
    for ui, cited in (
        ("en", "CWG-WSIS&SDG-40/3-E, para. 3.1"),
        ("zh", "CWG-WSIS&SDG-40/3-C，第3.1段"),
        ("ar", "CWG-WSIS&SDG-40/3-A، الفقرة 3.1"),
    ):
        # He reads in his language, and nothing is lost where he loads the page anew.
        visit(page, f"{page.url.split('&ui=')[0]}&ui={ui}")
        expect(page.get_by_text(Locale(ui).text("citations.refused"))).to_be_visible()
        visit(other, f"{page.url.split('&ui=')[0]}&ui={ui}")
        drafting = context.new_page()
        visit(drafting, f"{address}/precedents?ui={ui}")
        expect(drafting.get_by_text(Locale(ui).text("app.not_kept"))).to_be_visible()
        drafting.close()
        for one in (page, other):
            expect(one.locator(".wsis-cited")).to_have_count(1)
            expect(one.locator(".wsis-cited")).to_contain_text(cited)
            expect(one.locator(".wsis-text")).to_have_attribute("lang", ui)
    other.close()
    context.close()
