"""A delegate asks, reads, and copies a citation; in a real browser, against the real app."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from search_app.localise import Locale
from search_app.web import any_free_port
from search_app.web.search.answers import COUNTED
from tests.browser.conftest import LED, LED_ITEM, ask, keeps_so_many, serving, settled, visit

pytestmark = pytest.mark.browser

CONTRAST = """node => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colours = [];
  for (let one = node; one; one = one.parentElement)
    colours.unshift(getComputedStyle(one).backgroundColor);
  const luminance = (extra) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of [...colours, ...extra]) {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    }
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark, light] = [luminance([]), luminance([getComputedStyle(node).color])]
    .sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}"""
"""Contrast of a text with what is behind it, by WCAG 2.2."""

LIVESTOCK = "tracking livestock herds with satellite ear tags"


@pytest.mark.parametrize(
    ("ui", "question", "found", "citation"),
    [
        ("en", LIVESTOCK, "found", "CWG-WSIS&SDG-40/INF/7-R, para. "),
        ("zh", "用卫星耳标追踪牲畜", "无中文版本", "CWG-WSIS&SDG-40/INF/7-R，第"),
        (
            "ar",
            "تتبع الماشية بشارات الأذن الساتلية",
            "غير متاحة بالعربية",
            "الوثيقة CWG-WSIS&SDG-40/INF/7-R، ",
        ),
    ],
)
def test_from_a_question_to_the_citation_that_is_pasted(
    page: Page, address: str, ui: str, question: str, found: str, citation: str
) -> None:
    ask(page, address, question, ui)
    hit = page.locator(".wsis-hit").filter(has_text="CWG-WSIS&SDG-40/INF/7").first
    if ui != "en":
        expect(hit).to_contain_text(found)
    assert parse_qs(urlsplit(page.url).query)["q"] == [question]
    copy = hit.get_by_role("button").first
    copy.focus()
    page.keyboard.press("Enter")
    expect(hit.locator(".wsis-done").first).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == hit.locator(".wsis-citation").inner_text().strip()
    assert copied.startswith(citation)


@pytest.mark.parametrize("ui", ["en", "ar", "zh"])
def test_sentences_above_the_hits_are_copied_with_their_citations(
    page: Page, address: str, ui: str
) -> None:
    ask(page, address, LIVESTOCK, ui)
    box = page.locator(".wsis-in-short")
    expect(box.get_by_role("heading")).to_have_text(Locale(ui).text("answer.title"))
    sentences = box.locator(".wsis-in-short-text")
    assert 1 <= sentences.count() <= 5
    expect(sentences.first).to_have_attribute("lang", "ru")
    link = box.get_by_role("link").first
    assert "CWG-WSIS&SDG-40/INF/7" in link.inner_text()
    box.locator(".wsis-copy").first.click()
    expect(box.locator(".wsis-done").first).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert sentences.first.inner_text().strip() in copied
    assert link.inner_text().strip() in copied
    link.click()
    expect(page.locator(".wsis-hit")).to_have_count(0)
    assert parse_qs(urlsplit(page.url).query)["symbol"] == ["CWG-WSIS&SDG-40/INF/7"]


@pytest.mark.parametrize("ui", ["en", "ar", "zh"])
def test_a_box_of_unsure_sentences_says_so_before_them(page: Page, address: str, ui: str) -> None:
    ask(page, address, "how many submarine cables land in Kenya?", ui)
    box = page.locator(".wsis-in-short")
    doubt = Locale(ui).text("search.note.unsure-answer")
    expect(box).to_have_accessible_name(Locale(ui).text("answer.title"))
    expect(box).to_have_accessible_description(re.compile(re.escape(doubt)))
    expect(box.get_by_role("note")).to_contain_text(doubt)
    text = box.inner_text()
    assert text.index(doubt) < text.index(box.locator(".wsis-in-short-text").first.inner_text())
    expect(box).to_have_css("border-top-style", "dashed")
    ask(page, address, "What is proposed on artificial intelligence?", ui)
    expect(box).to_have_css("border-top-style", "solid")
    expect(box.get_by_role("note")).to_have_count(0)


def test_a_hit_names_the_language_that_it_is_read_in(page: Page, address: str) -> None:
    ask(page, address, "洪水预警", "en")
    head = page.locator(".wsis-head", has_text="CWG-WSIS&SDG-40/3").first
    found = Locale("en").text("search.found_in", language=Locale("en").language("zh"))
    expect(head.locator(".wsis-badge", has_text="English")).to_be_visible()
    expect(head).to_contain_text(found)
    page.locator(".wsis-versions").first.get_by_role("link", name="العربية").click()
    expect(head.locator(".wsis-badge", has_text="Arabic")).to_be_visible()
    expect(head).to_contain_text(found)


@pytest.mark.parametrize("ui", ["en", "ar"])
@pytest.mark.parametrize("width", [1200, 700])
def test_a_button_of_a_hit_is_over_no_other_action(
    page: Page, address: str, ui: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    ask(page, address, "early warning of floods", ui)
    card = page.locator("[class*='st-key-hit-']").first
    locale = Locale(ui)
    card.get_by_role("button", name=locale.text("basket.add"), exact=True).click()
    button = card.get_by_role("button", name=locale.text("basket.remove"), exact=True)
    expect(button).to_be_visible()
    settled(page)
    own = button.bounding_box()
    assert own is not None
    for link in card.locator(".wsis-actions a").all():
        box = link.bounding_box()
        assert box is not None
        is_beside = box["x"] + box["width"] <= own["x"] or own["x"] + own["width"] <= box["x"]
        is_above = box["y"] + box["height"] <= own["y"] + 1
        assert is_beside or is_above, link.inner_text()


@pytest.mark.parametrize("ui", LED)
def test_a_list_item_is_copied_with_its_lead_in(page: Page, address: str, ui: str) -> None:
    visit(page, f"{address}/?q={quote(LED_ITEM)}&in={ui}&ui={ui}")
    hit = page.locator(".wsis-hit").filter(has_text=re.compile(r"(?<!\d)5\.2(?!\d)")).first
    expect(hit.locator(".wsis-lead").first).to_have_text(LED[ui])
    hit.locator(".wsis-quoted").first.click()
    expect(hit.locator(".wsis-quoted .wsis-done").first).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    item = hit.locator(".wsis-text").first.inner_text().removeprefix("5.2").strip()
    between = "" if ui == "zh" else " "
    assert copied[1:].startswith(f"{LED[ui]}{between}{item}")
    assert re.search(r"(?<!\d)5\.2(?!\d)", copied[len(LED[ui]) :])


@pytest.mark.thorough
def test_the_source_of_a_term_opens_in_the_terms_language(page: Page, address: str) -> None:
    ask(page, address, "值班", "zh")
    page.locator(".wsis-terms summary").click()
    taught = page.locator(".wsis-terms a[href*='left=ar']", has_text="4.1 b)").first
    expect(taught).to_have_text("CWG-WSIS&SDG-40/3 4.1 b)")
    taught.click()
    page.wait_for_url("**/documents?*")
    expect(page.get_by_text("第4.1段ب)项")).to_be_visible()


def test_arabic_mirrors_the_layout(page: Page, address: str) -> None:
    ask(page, address, "رقمنة المخطوطات التاريخية", "ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    text = page.locator(".wsis-text").first
    expect(text).to_have_attribute("dir", "rtl")
    box = page.locator(".wsis-hit").first.bounding_box()
    bar = text.bounding_box()
    assert box is not None
    assert bar is not None
    assert abs(bar["x"] + bar["width"] - box["x"] - box["width"]) < 4
    symbol = page.locator(".wsis-symbol").first
    assert symbol.evaluate("node => getComputedStyle(node).direction") == "ltr"
    brand = page.locator(".wsis-brand").bounding_box()
    menu = page.get_by_role("button", name="العربية").first.bounding_box()
    assert brand is not None
    assert menu is not None
    assert brand["x"] > menu["x"]  # the name at the right, the menu at the left


def test_an_address_can_be_sent_to_a_colleague(page: Page, address: str) -> None:
    asked = "河水上涨时怎样通知村民"
    visit(page, f"{address}/?q={quote(asked)}&language=en&in=zh&since=2024&order=date&ui=fr")
    page.locator(".wsis-hit").first.wait_for()
    expect(page.locator(".wsis-text").first).to_have_attribute("lang", "zh")
    # It is in the language of the question.
    expect(page.get_by_text("trouvé en anglais")).to_have_count(0)
    expect(page.get_by_role("searchbox")).to_have_value(asked)
    expect(page.get_by_role("button", name="Langue\u202f: anglais")).to_be_visible()
    expect(page.get_by_role("button", name="Plus récents d'abord")).to_be_visible()
    expect(page.get_by_role("button", name="Date\u202f: 2024")).to_be_visible()


def test_a_hit_is_read_in_another_of_its_languages(page: Page, address: str) -> None:
    ask(page, address, "open weather data")
    card = page.locator("[class*='st-key-hit-']").nth(1)
    french = card.get_by_role("link", name="Français")
    french.focus()
    page.keyboard.press("Enter")
    expect(card.locator(".wsis-text")).to_have_attribute("lang", "fr")
    expect(card.locator(".wsis-citation")).to_contain_text("-F")
    expect(french).to_be_focused()  # the keyboard goes on where it was
    settled(page)
    sent = page.url
    page.go_back()
    expect(card.locator(".wsis-text")).to_have_attribute("lang", "en")
    visit(page, sent)
    expect(card.locator(".wsis-text")).to_have_attribute("lang", "fr")
    expect(page.locator(".wsis-text").first).to_have_attribute("lang", "en")


def test_related_passages_are_shown_in_the_language_of_all(page: Page, address: str) -> None:
    visit(page, f"{address}/?ui=en&in=es&q=" + quote("early warning"))
    card = page.locator("[class*='st-key-hit-']").first
    card.get_by_role("link", name="Related passages").click()
    related = card.locator(".wsis-related")
    related.first.wait_for()
    for one in related.all():
        if one.locator(".wsis-text").get_attribute("lang") != "es":
            expect(one).to_contain_text("not available in Spanish")
    expect(page).to_have_url(re.compile("related=1"))
    card.get_by_role("link", name="Related passages").click()
    expect(related).to_have_count(0)


def test_answers_are_turned_page_by_page(page: Page, address: str) -> None:
    visit(page, f"{address}/?ui=en&version=1-fr&q=" + quote("early warning"))
    # What stood there before stays until all is drawn, where there are fewer hits.
    pages = page.get_by_role("navigation", name="Pages of results").first
    expect(pages).to_contain_text("1–10")
    expect(pages.get_by_role("link")).to_have_text([re.compile("Next")])
    pages.get_by_role("link", name="Next").click()
    expect(pages).to_contain_text("11–1")
    expect(page.locator(".wsis-status").first).to_contain_text("11–1")
    assert set(parse_qs(urlsplit(page.url).query)) == {"q", "page"}
    pages.get_by_role("link", name="Previous").click()
    expect(pages).to_contain_text("1–10")


@pytest.mark.parametrize(
    ("ui", "question", "names", "others"),
    [
        (
            "en",
            "weather for herders",
            ("Japan", "Brazil, Portugal", "Kazakhstan"),
            "日 Contr Вклад",
        ),
        ("zh", "牧民的天气预报", ("日本", "巴西、葡萄牙", "哈萨克斯坦"), "Japan 的文稿 Вклад"),
        (
            "ar",
            "الطقس للرعاة",
            ("اليابان", "البرازيل والبرتغال", "كازاخستان"),
            "Japan مساهمة Вклад",
        ),
    ],
)
def test_filters_are_in_the_readers_language_and_back_goes_back(
    page: Page,
    reports_address: str,
    ui: str,
    question: str,
    names: tuple[str, ...],
    others: str,
) -> None:
    locale = Locale(ui)
    visit(page, f"{reports_address}/?ui={ui}")
    # Before anything is asked all sources are counted, each once, whatever its documents call it.
    page.locator(".st-key-open-source button").first.click()
    page.get_by_role("combobox").click()
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    sources = [text.split(" · ")[0] for text in options.all_inner_texts()]
    assert set(names) <= set(sources)
    assert len(sources) == len(set(sources))
    assert not [source for source in sources for other in others.split() if other in source]
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.get_by_role("searchbox").fill(question)
    page.get_by_role("searchbox").press("Enter")
    page.locator(".wsis-hit").first.wait_for()
    settled(page)
    # Now they are counted among the best answers.
    page.locator(".st-key-open-source button").first.click()
    page.get_by_role("combobox").click()
    assert sum(int(text.split(" · ")[1]) for text in options.all_inner_texts()) <= COUNTED
    options.filter(has_text=names[2]).click()  # its document is there in Russian only
    expect(page).to_have_url(re.compile("source="))
    expect(page.locator(".wsis-hit").first).to_contain_text("CWG-WSIS&SDG-40/INF/7")
    expect(page.locator(".wsis-hit .wsis-place").first).to_contain_text(names[2])
    settled(page)
    page.get_by_role("combobox").click()
    options.filter(has_text=names[0]).click()
    expect(page).to_have_url(re.compile("source=.*source="))
    settled(page)
    said = locale.add_label(locale.text("search.source"), locale.join_names((names[2], names[0])))
    expect(page.locator(".st-key-open-source button").first).to_contain_text(said)
    page.keyboard.press("Escape")
    page.go_back()
    expect(page).not_to_have_url(re.compile("source=.*source="))
    settled(page)
    page.go_back()
    expect(page).not_to_have_url(re.compile("source="))
    expect(page.get_by_role("button", name=names[2])).to_have_count(0)
    expect(page.get_by_role("searchbox")).to_have_value(question)
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("")
    expect(page.locator(".wsis-hit")).to_have_count(0)


@pytest.mark.parametrize(("ui", "question"), [("en", "flood"), ("zh", "洪水"), ("ar", "الفيضانات")])
@pytest.mark.thorough
def test_tab_leaves_a_filter_for_the_next_control(
    page: Page, address: str, ui: str, question: str
) -> None:
    ask(page, address, question, ui)
    settled(page)
    behind = page.locator(".wsis-in-short a, .st-key-about button").first
    body = page.get_by_test_id("stPopoverBody")
    for name in ("series", "source", "date", "in"):
        opener = page.locator(f".st-key-open-{name} button").first
        for key, reached in (("Shift+Tab", opener), ("Tab", behind)):
            opener.press("Enter")
            expect(body.locator(":focus")).to_have_count(1)
            if (name, key) == ("date", "Tab"):
                page.keyboard.press("Tab")  # to the second date
                expect(body.locator(":focus")).to_have_count(1)
            page.keyboard.press(key)
            expect(body).to_have_count(0)
            expect(reached).to_be_focused()
    # What was typed there counts, and the page is drawn anew.
    page.locator(".st-key-open-date button").first.press("Enter")
    expect(body.get_by_role("textbox")).to_have_count(2)
    body.get_by_role("textbox").last.fill("2030")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("until=2030"))
    settled(page)
    expect(body).to_have_count(0)
    expect(page.locator("main :focus")).to_have_count(1)


@pytest.mark.parametrize(
    ("ui", "question", "called"),
    [
        ("en", "flood", "Filters"),
        ("zh", "洪水", "筛选"),
        ("ar", "الفيضانات", "عوامل التصفية"),
    ],
)
def test_the_row_of_filters_is_a_toolbar(
    page: Page, address: str, ui: str, question: str, called: str
) -> None:
    ask(page, address, question, ui)
    settled(page)
    row = page.get_by_role("toolbar", name=called, exact=True)
    buttons = row.get_by_role("button")
    on, back = ("ArrowLeft", "ArrowRight") if ui == "ar" else ("ArrowRight", "ArrowLeft")
    buttons.first.focus()
    for key, at in ((on, 1), (on, 2), (back, 1), ("End", -1), (on, -1), ("Home", 0), (back, 0)):
        page.keyboard.press(key)
        expect(buttons.nth(at)).to_be_focused()
        expect(row.locator("[tabindex='0']")).to_have_count(1)
    # One stop, at which Tab comes back to where one was.
    page.keyboard.press(on)
    page.keyboard.press("Tab")
    expect(row.locator(":focus")).to_have_count(0)
    page.keyboard.press("Shift+Tab")
    expect(buttons.nth(1)).to_be_focused()


@pytest.mark.parametrize(("ui", "mark"), [("en", "?"), ("zh", "？"), ("ar", "؟")])
def test_a_question_mark_in_the_empty_box_shows_the_keys(
    page: Page, address: str, ui: str, mark: str
) -> None:
    locale = Locale(ui)
    visit(page, f"{address}/?ui={ui}")
    expect(page.get_by_role("searchbox")).to_be_focused()
    shown = page.get_by_role("dialog", name=locale.text("app.keys"))
    page.evaluate(
        """key => document.activeElement.dispatchEvent(
          new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }))""",
        mark,
    )
    expect(shown).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).to_be_focused()


@pytest.mark.parametrize(
    ("ui", "question"),
    [("en", "open weather data"), ("zh", "开放气象数据"), ("ar", "بيانات الطقس المفتوحة")],
)
def test_from_the_keyboard_alone(page: Page, address: str, ui: str, question: str) -> None:
    locale = Locale(ui)
    visit(page, f"{address}/?ui={ui}")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type(question)
    page.keyboard.press("Enter")
    cards = page.locator("[class*='st-key-hit-']")
    cards.first.wait_for()
    settled(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).not_to_be_focused()
    expect(page.get_by_role("searchbox")).to_have_value(question)
    page.keyboard.press("j")
    # A layout without Latin letters has another sign on that key.
    page.evaluate(
        """sign => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
        { key: sign, code: "KeyJ", bubbles: true }))""",
        {"ar": "ت", "zh": "j", "en": "о"}[ui],
    )
    second = cards.nth(1)
    expect(second).to_be_focused()
    assert second.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    page.keyboard.press("c")
    expect(second.locator(".wsis-done").first).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == second.locator(".wsis-citation").inner_text().strip()
    page.keyboard.press("Tab")
    expect(cards.nth(2)).to_be_focused()  # a card is one stop
    page.keyboard.press("Enter")
    expect(cards.nth(2).locator(":focus")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    page.locator(".wsis-reader").wait_for()
    settled(page)
    page.go_back()
    expect(cards.nth(2)).to_be_focused()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name=locale.text("app.keys"))
    expect(keys).to_contain_text(locale.text("app.key_copy"))
    page.keyboard.press("Escape")
    expect(cards.nth(2)).to_be_focused()
    meeting, series = (
        page.locator(f".st-key-open-{name} button") for name in ("meeting", "series")
    )
    expect(meeting).to_contain_text(locale.text("search.meeting"))
    meeting.focus()
    # The next filter is where the language reads on.
    page.keyboard.press("ArrowLeft" if ui == "ar" else "ArrowRight")
    expect(series).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-testid='stPopoverBody'] :focus")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()


@pytest.mark.parametrize(
    ("ui", "row"),
    [
        ("en", "Accelerometers along 220 km of track"),
        ("ar", "مقاييس التسارع السكك الحديدية 220 كيلومتراً"),
    ],
)
def test_a_row_of_a_table_is_added_by_one_button(
    page: Page, address: str, ui: str, row: str, locale: Locale
) -> None:
    ask(page, address, row, ui)
    settled(page)
    card = page.locator('[class*="st-key-hit-"]:has(.wsis-rows)').first
    expect(card.locator(".wsis-rows tbody tr")).to_have_count(1)
    button = card.get_by_role("button", name=locale.text("basket.add"))
    expect(button).to_have_count(1)
    button.click()
    expect(card.get_by_role("button", name=locale.text("basket.remove"))).to_have_count(1)
    keeps_so_many(page, 1)


def test_gathered_passages_are_exported(page: Page, address: str, tmp_path: Path) -> None:
    ask(page, address, "open weather data")
    page.get_by_role("button", name="Add to my selection").first.click()
    page.get_by_role("link", name="My selection (1)").click()
    expect(page.get_by_text("1 passage", exact=True)).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("button", name="Word").click()
    started.value.save_as(tmp_path / "citations.docx")
    assert (tmp_path / "citations.docx").read_bytes().startswith(b"PK")
    page.get_by_role("link", name="Search", exact=True).click()
    expect(page.get_by_role("searchbox")).to_have_value("open weather data")


@pytest.mark.parametrize(
    ("ui", "heads", "told"),
    [
        (
            "en",
            (
                "New since 1 January 2024",
                "Latest meeting, by",
                "Deadlines after",
                "Not available in English",
            ),
            ("Egypt", "31 October 2024", "“early warning”"),
        ),
        (
            "zh",
            ("自2024年1月1日以来的新文件", "最近一次会议（按", "之后的期限", "无中文版本"),
            ("埃及", "2024年10月31日", "“早期预警”"),
        ),
        (
            "ar",
            (
                "الجديد منذ 1 يناير 2024",
                "آخر اجتماع، حسب",
                "المواعيد النهائية",
                "غير متاحة بالعربية",
            ),
            ("مصر", "31 أكتوبر 2024", "«الإنذار المبكر»"),
        ),
    ],
)
def test_the_first_page_is_worth_opening(
    page: Page, reports_address: str, ui: str, heads: tuple[str, ...], told: tuple[str, ...]
) -> None:
    """The page shows news, the latest meeting, what falls due and what is absent; then a task."""
    page.add_init_script(
        "if (!localStorage.getItem('wsis-search.visit'))"
        " localStorage.setItem('wsis-search.visit', ' 2024-01-01T09:00:00+00:00')"
    )
    visit(page, f"{reports_address}/?ui={ui}")
    new, latest, due, absent = (
        page.locator(".wsis-news section").filter(has_text=head) for head in heads
    )
    expect(new.locator("li")).to_have_count(6)
    country, day, example = told
    expect(latest.locator("li").filter(has_text=country)).to_contain_text("CWG-WSIS&SDG-41/INF/3")
    expect(due.locator("li").first).to_contain_text(day)
    expect(absent.locator("li").first).to_contain_text("CWG-WSIS&SDG-")
    expect(absent.locator(f"li [lang='{ui}']")).to_have_count(0)
    right_to_left = absent.locator("[dir='rtl']")
    expect(right_to_left).to_have_count(0 if ui == "ar" else 1)  # a title, as it is there in Arabic
    boxes = [place.bounding_box() for place in (new, latest)]
    first, second = (box["x"] if box else 0.0 for box in boxes)
    assert (first > second) == (ui == "ar")
    tasks = page.locator(".wsis-tasks a")
    expect(tasks).to_have_count(3)
    page.get_by_role("button", name=example).click()
    expect(page.locator(".wsis-hit").first).to_contain_text(example.strip("“”«»"))
    expect(page.get_by_role("toolbar")).to_be_visible()  # so all of the page was drawn
    page.go_back()
    tasks.nth(1).click()
    expect(page.locator(".wsis-card h1")).to_have_text(Locale(ui).text("search.example_reference"))


@pytest.mark.parametrize("ui", ["zh", "ar"])
@pytest.mark.thorough
def test_the_first_press_after_the_server_has_come_again_counts(
    page: Page, sample_index: Path, ui: str
) -> None:
    locale = Locale(ui)
    port = any_free_port()
    gone = page.locator(".wsis-gone")
    add = page.get_by_role("button", name=locale.text("basket.add"))
    box = page.get_by_role("searchbox")
    link = page.locator(".wsis-nav a")
    with serving(sample_index, port=port) as address:
        visit(page, f"{address}/?q=warning&ui={ui}")
        page.locator(".wsis-hit").first.wait_for()
        settled(page)
        box.fill("预警 إنذار")  # and it is not sent
        expect(gone).not_to_be_visible()
    expect(gone).to_be_visible()
    before = page.url
    for one in (link.last, add.first, page.locator(".wsis-link").first):
        one.dispatch_event("click")  # as a key of the keyboard does
        expect(one.locator("xpath=ancestor-or-self::*[@inert]")).not_to_have_count(0)
    assert page.url == before
    with serving(sample_index, port=port):
        expect(gone).not_to_be_visible()
        expect(box).to_have_value("预警 إنذار")
        expect(box).to_be_focused()
        expect(page.locator("[inert]")).to_have_count(0)
        add.first.click()
        expect(page.get_by_role("link", name="(1)")).to_be_visible()
        box.press("Enter")
        expect(page).to_have_url(re.compile(re.escape(urlencode({"q": "预警 إنذار"}))))


@pytest.mark.parametrize(
    ("ui", "asked"),
    [("zh", "测试平台 灾害类型 提供的数据"), ("ar", "المنصة الاختبارية والخطر والبيانات المتاحة")],
)
def test_table_is_one_hit_and_all_its_rows_are_gathered(
    page: Page, address: str, ui: str, asked: str
) -> None:
    ask(page, address, asked, ui)
    card = page.locator('[class*="st-key-hit-"]:has(.wsis-rows)').first
    rows = card.locator(".wsis-rows tbody tr")
    expect(card.locator("caption")).not_to_be_empty()
    expect(card.locator("th")).to_have_count(4)
    count = rows.count()
    assert count > 1
    settled(page)
    card.locator('[class*="-press-put-in"] button').click()
    expect(card.locator('[class*="-press-take-out"] button')).to_be_visible()
    keeps_so_many(page, count)
    settled(page)
    rows.first.locator(".wsis-gather").click()  # takes one out again
    expect(card.locator('[class*="-press-put-in"] button')).to_be_visible()
    keeps_so_many(page, count - 1)


@pytest.mark.parametrize(
    ("ui", "asked"),
    [("zh", "测试平台 灾害类型 提供的数据"), ("ar", "المنصة الاختبارية والخطر والبيانات المتاحة")],
)
def test_caption_of_a_table_is_whole_on_a_phone(
    page: Page, address: str, ui: str, asked: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    ask(page, address, asked, ui)
    table = page.locator(".wsis-rows").first
    assert table.evaluate("node => node.scrollWidth - node.clientWidth") > 100
    table.evaluate("node => node.scrollBy(document.dir === 'rtl' ? -100 : 100, 0)")
    outer, inner = (part.bounding_box() for part in (table, table.locator("caption span")))
    assert outer
    assert inner
    assert outer["x"] - 1 <= inner["x"]
    assert inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1


@pytest.mark.thorough
def test_results_end_where_they_stop_answering(page: Page, address: str) -> None:
    ask(page, address, "artificial intelligence")
    about = page.locator(".st-key-about .wsis-status")
    expect(about).to_contain_text(re.compile(r"Passages 1–10 of \d\d"))
    last = about.inner_text().split(" of ")[1].split()[0]
    page.get_by_role("link", name="Next").click()
    expect(about).to_contain_text(f"Passages 11–{last} of {last}")
    settled(page)
    expect(page.get_by_role("link", name="Next")).to_have_count(0)
    page.get_by_role("link", name="farther from the question").click()
    expect(about).to_contain_text("Passages 11–20")
    settled(page)
    expect(page.get_by_role("link", name="Next")).to_have_count(1)


@pytest.mark.parametrize("ui", ["en", "zh", "ar"])
def test_keys_after_enter_are_shortcuts(page: Page, address: str, ui: str) -> None:
    visit(page, f"{address}/?ui={ui}")
    box = page.get_by_role("searchbox")
    box.fill("disabilities")
    box.press("Enter")
    page.locator(".wsis-hit").first.wait_for()
    settled(page)
    page.keyboard.press("j")
    expect(page.locator('[class*="st-key-hit-"]').first).to_be_focused()
    page.keyboard.press("Tab")
    settled(page)
    expect(box).to_have_value("disabilities")
    expect(page).to_have_url(re.compile(r"q=disabilities$"))


@pytest.mark.parametrize("ui", ["en", "zh", "ar"])
def test_hits_have_headings_and_buttons_that_name_their_passages(
    page: Page, address: str, ui: str
) -> None:
    ask(page, address, "warning", ui)
    expect(page.locator("h1")).to_have_text(Locale(ui).text("page.search"))
    settled(page)
    hits = page.locator(".wsis-hit")
    expect(page.locator(".wsis-hit h2")).to_have_count(hits.count())
    cited = hits.first.locator(".wsis-citation").first.inner_text().strip()
    for button in hits.first.locator(".wsis-cite .wsis-copy").all()[:2]:
        expect(button).to_have_accessible_name(re.compile(re.escape(cited.split(",")[0][:16])))


@pytest.mark.parametrize("ui", ["en", "zh", "ar"])
@pytest.mark.thorough
def test_a_page_beyond_the_last_leads_to_the_first(page: Page, address: str, ui: str) -> None:
    locale = Locale(ui)
    visit(page, f"{address}/?q=warning&page=999&ui={ui}")
    note = page.get_by_text(locale.text("search.page_beyond", page=locale.number(999)))
    expect(note).to_be_visible()
    page.get_by_role("link", name=locale.text("search.first_page")).click()
    expect(page.locator(".wsis-hit").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"q=warning$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.thorough
def test_the_sign_of_the_search_box_has_enough_contrast(
    page: Page, address: str, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    visit(page, f"{address}/?ui=en")
    ratio = page.locator('.st-key-question [data-testid="stTextInputIcon"] span').evaluate(CONTRAST)
    assert ratio >= 4.5


def test_positions_keep_question_and_filters_of_the_passages(page: Page, address: str) -> None:
    locale = Locale("en")
    visit(page, f"{address}/?q=AI&meeting=40&order=date&page=2&ui=en")
    page.get_by_role("link", name=locale.text("page.positions"), exact=True).click()
    expect(page.locator(".wsis-said").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?q=AI&meeting=40&order=date&view=positions$"))
    expect(page.get_by_role("searchbox")).to_have_value("AI")
    page.get_by_role("link", name=locale.text("search.view_passages"), exact=True).click()
    expect(page.locator(".wsis-hit").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?q=AI&meeting=40&order=date$"))
