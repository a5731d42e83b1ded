"""Gathered passages leave the app with citations in the language of the text to be written."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from urllib.parse import quote, urlencode, urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from search_app.citing import own_note
from search_app.localise import Locale
from search_app.web import any_free_port
from tests.browser.conftest import HOLD, SYMBOL, ask, gather, keeps, kept, serving, settled, visit

pytestmark = pytest.mark.browser

REVISED = {"from": "CWG-WSIS&SDG-40/3", "to": "CWG-WSIS&SDG-40/3(Rev.1)"}


def test_nothing_gathered_says_how_to_gather(page: Page, address: str) -> None:
    visit(page, f"{address}/citations?ui=en")
    expect(page.get_by_text("Your selection is empty.")).to_be_visible()


def test_citations_are_set_in_another_language_downloaded_and_removed(
    page: Page, address: str
) -> None:
    gather(page, address)
    page.get_by_role("radio", name="Français").click()
    expect(page.locator(".wsis-cited")).to_have_attribute("lang", "fr")
    expect(page.locator(".wsis-cited")).to_contain_text("CWG-WSIS&SDG-40/3-E, par. 3.1")
    expect(page.locator(".wsis-text")).to_have_attribute("lang", "en")  # as it was added
    expect(page.locator(".wsis-path")).to_be_visible()
    page.get_by_role("radio", name="In the language of the citations").click()
    expect(page.locator(".wsis-text")).to_have_attribute("lang", "fr")
    expect(page.locator(".wsis-cited")).to_contain_text("CWG-WSIS&SDG-40/3-F")
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
    page.get_by_role("button", name="Remove from my selection").click()
    expect(page.get_by_text("Your selection is empty.")).to_be_visible()


def test_a_card_is_gathered_in_the_language_that_it_shows(page: Page, address: str) -> None:
    ask(page, address, "early warning systems")
    card = (
        page.locator("[class*='st-key-hit-']")
        .filter(has=page.locator(".wsis-versions a[lang=fr]"))
        .first
    )
    found = card.locator(".wsis-text").first
    card.locator(".wsis-versions a[lang=fr]").click()
    expect(found).to_have_attribute("lang", "fr")
    settled(page)
    shown = found.inner_text().split()
    card.get_by_role("button", name="Add to my selection").last.click()
    expect(page.get_by_role("link", name="My selection (1)")).to_be_visible()
    page.get_by_role("link", name="My selection (1)").click()
    expect(page.locator(".wsis-cited")).to_have_count(1)
    expect(page.locator("article .wsis-text")).to_have_attribute("lang", "fr")
    assert page.locator("article .wsis-text").inner_text().split() == shown


@pytest.mark.parametrize("ui", ["en", "ar"])
def test_both_texts_of_a_passage_are_shown_and_written(
    page: Page, address: str, ui: str, locale: Locale
) -> None:
    # Added in French by a reader of another language, who chose that version.
    visit(page, f"{address}/documents?symbol={SYMBOL}&para=3.1&left=fr&ui={ui}")
    page.get_by_role("button", name=locale.text("basket.add")).click()
    expect(page.get_by_role("button", name=locale.text("basket.remove"))).to_be_visible()
    page.get_by_role("link", name=locale.text("page.citations")).click()
    texts = page.locator("article .wsis-text")
    expect(texts).to_have_attribute("lang", "fr")
    page.get_by_role("radio", name=locale.text("citations.text_both")).click()
    expect(texts).to_have_count(2)
    assert [text.get_attribute("lang") for text in texts.all()] == ["fr", ui]
    expect(page).to_have_url(re.compile("text=both"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Markdown").click()
    written = Path(download.value.path()).read_text("utf-8")
    quoted = [line for line in written.splitlines() if line.startswith("> ")]
    shown = [text.split(" ", 1)[-1][:40] for text in texts.all_inner_texts()]
    assert [start in line for start, line in zip(shown, quoted, strict=True)] == [True, True]


def test_a_passage_without_that_version_says_so_and_stays_as_added(
    page: Page, address: str
) -> None:
    symbol = quote("CWG-WSIS&SDG-40/INF/7", safe="")
    visit(page, f"{address}/documents?symbol={symbol}&at=12&left=ru&ui=es")
    locale = Locale("es")
    page.get_by_role("button", name=locale.text("basket.add")).click()
    expect(page.get_by_role("button", name=locale.text("basket.remove"))).to_be_visible()
    visit(page, f"{address}/citations?text=version&ui=es")
    expect(page.locator("article .wsis-text")).to_have_attribute("lang", "ru")
    missing = locale.text("documents.no_version", language=locale.in_language("es"))
    expect(page.get_by_text(missing)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Markdown").click()
    assert missing in Path(download.value.path()).read_text("utf-8")


@pytest.mark.parametrize("ui", ["en", "ar"])
def test_a_shared_selection_is_shown_and_added_to_another_readers_own(
    page: Page, browser: Browser, address: str, tmp_path: Path, ui: str, locale: Locale
) -> None:
    gather(page, address, "3.1", "3.2", ui=ui)
    page.get_by_role("textbox", name=locale.text("citations.note")).first.fill("早 24")
    settled(page)
    page.get_by_text(locale.text("share.title")).click()
    button = page.get_by_role("button", name=locale.text("share.link"))
    link = urljoin(page.url, button.get_attribute("data-copy") or "")
    with page.expect_download() as download:
        page.get_by_role("button", name=locale.text("share.file")).click()
    file = tmp_path / "selection.json"
    file.write_bytes(Path(download.value.path()).read_bytes())
    with browser.new_context() as colleague:
        other = colleague.new_page()
        gather(other, address, "3.2", "3.3", ui=ui)
        visit(other, f"{link}&ui={ui}")
        received = other.locator(".wsis-received li")
        expect(received).to_have_count(2)
        expect(received.last).to_contain_text(locale.text("share.there"))
        add = other.get_by_role("button", name=locale.text("basket.add"))
        add.click()
        expect(other.get_by_text(locale.text("share.all_there"))).to_be_visible()
        expect(add).to_have_count(0)
        expect(other.locator("article .wsis-cited")).to_have_count(3)
        settled(other)
        assert [line.rpartition("para. ")[2][:3] for line, _ in kept(other)] == [
            "3.2",
            "3.3",
            "3.1",
        ]
        other.get_by_role("button", name=locale.text("documents.close")).click()
        expect(received).to_have_count(0)
        expect(other).not_to_have_url(re.compile("open="))
        # The file has the note as well, and is merged into what is there.
        settled(other)
        other.get_by_text(locale.text("share.title")).click()
        settled(other)
        other.locator("input[type=file]").set_input_files(file)
        expect(received).to_have_count(2)
        settled(other)  # a press is lost while the page is drawn anew
        add.click()
        expect(other.locator("article .wsis-cited")).to_have_count(3)
        note = other.get_by_role("textbox", name=locale.text("citations.note"))
        expect(note.last).to_have_value("早 24")
        broken = tmp_path / "broken.json"
        broken.write_text("{}")
        settled(other)
        other.locator("input[type=file]").set_input_files(broken)
        expect(other.get_by_text(locale.text("share.none"))).to_be_visible()
        expect(other.locator("article .wsis-cited")).to_have_count(3)


def test_a_shared_file_waits_for_its_own_button_with_the_note(page: Page, address: str) -> None:
    page.add_init_script(HOLD)
    gather(page, address)
    page.get_by_text(Locale("en").text("share.title")).click()
    settled(page)
    page.evaluate("hold(false)")  # what the server says comes late, and one message at a time
    page.get_by_role("textbox", name=Locale("en").text("citations.note")).fill("早 24")
    page.keyboard.press("Tab")
    heard = page.locator("[data-heard]")
    before = [each.get_attribute("data-heard") for each in heard.all()]
    while heard.first.get_attribute("data-heard") == before[0]:
        page.wait_for_timeout(20)
        page.evaluate("release(1)")
    assert heard.last.get_attribute("data-heard") == before[1]
    share = page.get_by_role("button", name=Locale("en").text("share.file"))
    with page.expect_download() as download:
        share.click()
        expect(share).to_have_attribute("aria-busy", "true")
        page.evaluate("release()")
    assert "早 24" in Path(download.value.path()).read_text("utf-8")


@pytest.mark.thorough
def test_file_pressed_while_page_is_drawn_anew_is_downloaded(page: Page, address: str) -> None:
    page.add_init_script(HOLD)
    gather(page, address)
    settled(page)
    page.evaluate("hold(false)")  # what the server says comes late
    page.get_by_role("radio", name="Français").click()
    page.wait_for_timeout(2000)  # the server has drawn the page, and forgotten the buttons before
    with page.expect_download() as download:
        page.get_by_role("button", name="Word").click()
        page.wait_for_timeout(500)
        page.evaluate("release()")
    assert download.value.suggested_filename.endswith("-fr.docx")


@pytest.mark.thorough
def test_file_is_kept_for_the_browser_while_others_read(page: Page, address: str) -> None:
    page.add_init_script(HOLD)
    gather(page, address)
    settled(page)
    page.evaluate("hold(false)")
    page.get_by_role("button", name="Word").click()
    page.wait_for_timeout(1000)  # the file is made, and the browser has not heard of it
    other = page.context.new_page()
    for name in (
        "documents",
        "references",
        "coverage",
    ):  # files without a reader go at the end of a run
        visit(other, f"{address}/{name}?ui=en")
        settled(other)
    with page.expect_download() as download:
        page.evaluate("release()")
    assert Path(download.value.path()).stat().st_size > 100


@pytest.mark.parametrize("ui", ["en", "ar"])
@pytest.mark.thorough
def test_undo_restores_a_removed_passage_and_keeps_the_note(
    context: BrowserContext, sample_index: Path, ui: str, locale: Locale
) -> None:
    page = context.new_page()
    port = any_free_port()
    with serving(sample_index, port=port) as address:
        gather(page, address, ui=ui)
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
        assert [note for _, note in kept(page)] == ["ملاحظة 24"]


@pytest.mark.parametrize("ui", ["ar"])
@pytest.mark.thorough
def test_text_typed_during_a_rerun_stays_in_its_field(
    context: BrowserContext, address: str, ui: str, locale: Locale
) -> None:
    page, tab = context.new_page(), context.new_page()
    gather(page, address, "3.1", "3.2", ui=ui)
    visit(tab, f"{address}/citations?ui={ui}")
    expect(tab.locator(".wsis-cited")).to_have_count(2)
    first, second = (line for line, _ in kept(page))
    third = second.replace("3.2", "3.3")

    def card(of: Page, said: str) -> Locator:
        cited = of.locator(".wsis-cited").filter(has_text=said)
        return of.locator("[class*='st-key-hit-']").filter(has=cited)

    def button(of: Page, said: str, name: str) -> Locator:
        return card(of, said).get_by_role("button", name=locale.text(name))

    note = card(page, "3.1").get_by_role("textbox")
    # Moved, and the page is not drawn anew yet: typed by hand, then composed, as Chinese is.
    settled(page)
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
    keeps(page, {second: "", first: "ملاحظة 预警系统"})
    # Typed, taken out before the server has heard of it, and put back.
    note.press_sequentially("。")
    button(page, "3.1", "basket.remove").dblclick()
    expect(page.locator(".wsis-cited")).to_have_count(1)
    page.get_by_role("button", name=locale.text("basket.undo")).click()
    expect(note).to_have_value("ملاحظة 预警系统。")
    keeps(page, {second: "", first: "ملاحظة 预警系统。"})
    # Typed here while another tab, whose line is slow, moves it.
    visit(tab, tab.url)
    expect(card(tab, "3.1").get_by_role("textbox")).to_have_value("ملاحظة 预警系统。")
    settled(tab)  # its box is there before its buttons
    tab.evaluate("hold()")
    button(tab, "3.1", "citations.up").click()
    note.press("End")
    note.press_sequentially("3")
    gather(page, address, "3.3", ui=ui)
    tab.evaluate("release()")
    keeps(tab, {first: "ملاحظة 预警系统。3", second: "", third: ""})
    expect(tab.locator(".wsis-cited")).to_have_count(3)
    expect(note).to_have_value("ملاحظة 预警系统。3")
    # Two presses of one button: the second does not undo what can be put back.
    page.get_by_role("button", name=locale.text("basket.clear")).dblclick()
    page.get_by_role("button", name=locale.text("basket.undo")).click()
    keeps(page, {first: "ملاحظة 预警系统。3", second: "", third: ""})
    # Whoever moves one with the keyboard goes on from it.
    up = page.get_by_role("button", name=locale.text("citations.up"))
    expect(up).to_have_count(3)
    said = page.locator(".wsis-cited").last.inner_text()
    settled(page)
    up.last.press("Enter")
    expect(page.locator(".wsis-cited").nth(1)).to_have_text(said)
    expect(up.nth(1)).to_be_focused()


@pytest.mark.parametrize("ui", ["zh", "ar"])
@pytest.mark.thorough
def test_what_leaves_the_app_has_the_notes_as_they_stand(
    context: BrowserContext, address: str, ui: str, locale: Locale
) -> None:
    page = context.new_page()
    gather(page, address, ui=ui)
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


@pytest.mark.thorough
def test_nothing_gathered_is_lost_where_a_revision_has_come(
    context: BrowserContext, sample_index: Path, reports_index: Path
) -> None:
    port = any_free_port()
    page = context.new_page()
    with serving(sample_index, port=port) as address:
        gather(page, address, "3.1", "3.2", ui="ar")
        visit(page, f"{address}/citations?ui=zh&in=zh&text=version")
        expect(page.locator(".wsis-cited")).to_have_count(2)
        expect(page.locator(".wsis-text").last).to_have_attribute("lang", "zh")
        page.get_by_role("button", name="下移").first.click()
        expect(page.locator(".wsis-cited").first).to_contain_text("3.2")
        note = page.get_by_role("textbox", name="备注").first
        note.fill("第3.2段，与秘书处核对")
        note.press("Enter")
        tab = context.new_page()
        visit(tab, f"{address}/?ui=en")
        expect(tab.get_by_role("link", name="My selection (2)")).to_be_visible()
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


@pytest.mark.thorough
def test_a_browser_that_keeps_nothing_is_told_and_loses_nothing(
    browser: Browser, address: str
) -> None:
    context = browser.new_context()
    context.add_init_script("Storage.prototype.setItem = () => { throw new Error('refused'); }")
    page = context.new_page()
    gather(page, address)
    expect(page.get_by_text("does not let the page keep anything")).to_be_visible()
    expect(page).to_have_url(re.compile(r"cite=\d+"))
    other = browser.new_page()  # another reader, to whom the address is sent
    was_at = list[str]()
    page.on("framenavigated", lambda frame: was_at.append(frame.url))
    for ui, cited in (
        ("en", "CWG-WSIS&SDG-40/3-E, para. 3.1"),
        ("zh", "CWG-WSIS&SDG-40/3-C，第3.1段"),
        ("ar", "CWG-WSIS&SDG-40/3-A، الفقرة 3.1"),
    ):
        # He reads in his language, and nothing is lost where he loads the page anew, at any moment.
        was_at.clear()
        shared = f"{page.url.split('&ui=')[0].replace('&text=version', '')}&text=version"
        visit(page, f"{shared}&ui={ui}")
        expect(page.get_by_text(Locale(ui).text("citations.refused"))).to_be_visible()
        visit(other, f"{shared}&ui={ui}")
        assert was_at
        assert all("cite=" in one for one in was_at), was_at
        drafting = context.new_page()
        visit(drafting, f"{address}/precedents?ui={ui}")
        expect(drafting.get_by_text(Locale(ui).text("app.not_kept"))).to_be_visible()
        drafting.close()
        for one in (page, other):
            expect(one.locator(".wsis-cited")).to_have_count(1)
            expect(one.locator(".wsis-cited")).to_contain_text(cited)
            expect(one.locator(".wsis-text")).to_have_attribute("lang", ui)
    # What is taken out on another page is not put in again by what this one wrote.
    visit(page, f"{address}/documents?symbol={SYMBOL}&para=3.1&left=en&ui=en")
    page.get_by_role("button", name="Add to my selection").click()
    page.get_by_role("link", name="My selection (1)").click()
    expect(page).to_have_url(re.compile(r"cite=\d+"))
    page.get_by_role("link", name="Open", exact=False).first.click()
    page.get_by_role("button", name="Remove from my selection").click()
    expect(page.get_by_role("button", name="Remove from my selection")).to_have_count(0)
    page.get_by_role("link", name="My selection").first.click()
    expect(page.get_by_text("Your selection is empty.")).to_be_visible()
    other.close()
    context.close()


@pytest.mark.parametrize("ui", ["zh", "en"])
def test_sign_of_a_folded_part_is_a_sign(page: Page, address: str, ui: str) -> None:
    visit(page, f"{address}/citations?ui={ui}")
    sign = page.locator('[data-testid="stExpanderIcon"]').first
    family = sign.evaluate("node => getComputedStyle(node).fontFamily")
    assert family.startswith('"Material Symbols')
