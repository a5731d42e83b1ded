"""An officer compares a draft with what was said before; in a real browser, against the app."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from corpus.sample import FILES
from search_app.citing import words
from search_app.localise import Locale
from search_app.web.precedents.link import pack_draft
from tests.browser.conftest import TIMEOUT, settled, visit

pytestmark = pytest.mark.browser

RADAR = (
    "Since 2023, the national weather service has published its radar, river-level and seismic "
    "data free of charge, under an open licence, in machine-readable formats."
)
DELTA = (
    "这些数据已在其他地方发挥作用。东南亚五所大学的研究人员为一个仅有七个水文站的河流三角洲训练了"
    "模型。"
)
WORKSHOP = (
    "والصياغة لا تقل أهمية عن السرعة. ففي ورشة عمل عبر الإنترنت نظمتها اليابان في عام 2024 "
    "لفائدة 41 بلدية ساحلية من عدة مناطق، لخصت مشاركة من بيرو ذلك بالإسبانية."
)
DRAFTS = {"en": (RADAR, "2023,"), "zh": (DELTA, "五"), "ar": (WORKSHOP, "2024")}
JAPAN = {"en": "Japan", "zh": "日本", "ar": "اليابان"}
NEW = "The cheese of the Alps matures for twelve months in cool cellars."


def _give(page: Page, address: str, text: str, ui: str = "en") -> None:
    visit(page, f"{address}/draft?ui={ui}")
    page.get_by_role("textbox").fill(text)
    page.get_by_role("button", name=Locale(ui).text("precedents.begin")).click()
    page.locator(".wsis-summary").wait_for()
    settled(page)


@pytest.mark.parametrize("ui", ["ar", "zh", "en"])
def test_from_a_draft_to_the_earlier_text_and_its_citation(
    page: Page, address: str, ui: str
) -> None:
    text, changed = DRAFTS[ui]
    _give(page, address, f"{text}\n{NEW}\n", ui)
    locale = Locale(ui)
    expect(page.locator(".wsis-summary")).to_contain_text(locale.plural("precedents.paragraphs", 2))
    first = page.locator(".wsis-pairs").first
    expect(first.locator("ins").filter(has_text=changed)).to_be_visible()
    expect(first.locator("del").first).to_be_visible()
    decoration = first.locator("del").first.evaluate(
        "node => getComputedStyle(node).textDecorationLine"
    )
    assert decoration == "line-through"  # not by colour alone
    copy = first.locator(".wsis-copy").first
    copy.focus()
    page.keyboard.press("Enter")
    expect(first.locator(".wsis-done").first).to_be_visible()
    assert "CWG-WSIS&SDG-40/3" in page.evaluate("navigator.clipboard.readText()")
    # The address of the result is opened where nothing is known of the draft.
    page.get_by_role("button", name=locale.text("precedents.link")).click()
    expect(page.locator(".wsis-tall .wsis-done")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    page.evaluate("localStorage.clear()")
    page.goto("about:blank")
    visit(page, link)
    expect(page.locator(".wsis-summary")).to_contain_text(locale.plural("precedents.paragraphs", 2))


ASKING = {
    "en": "The secretariat is requested to compile these contributions in WSIS Stocktaking.",
    "zh": "请秘书处汇编这些文稿，并将汇编收入WSIS清点。",
    "ar": "يُطلب من الأمانة تجميع هذه المساهمات وإدراجها في عملية تقييم القمة العالمية.",
}


@pytest.mark.parametrize("ui", ["ar", "zh", "en"])
def test_each_request_of_a_draft_lists_earlier_mandates(page: Page, address: str, ui: str) -> None:
    locale = Locale(ui)
    visit(page, f"{address}/draft?ui={ui}&view=asked")
    page.get_by_role("textbox").fill(f"{NEW}\n{ASKING[ui]}")
    page.get_by_role("button", name=locale.text("asked.begin")).click()
    records = page.locator(".wsis-record")
    records.first.wait_for()
    settled(page)
    expect(page.get_by_role("heading", name=ASKING[ui])).to_have_count(1)
    first = records.first
    expect(first).to_contain_text("CWG-WSIS&SDG-40/3")
    # What was only proposed is no mandate yet.
    words_of = words(ui).export
    expect(first).to_contain_text(words_of["proposed"])
    expect(first).not_to_contain_text(words_of["mandate_fate"])
    expect(page.get_by_role("heading", name=ASKING[ui])).to_contain_text(words_of["addressee"])
    expect(page.get_by_text(locale.plural("asked.count", 1))).to_be_visible()
    # The draft is one for all views, and an item that is added leaves the answer where it is.
    first.locator(".wsis-gather").click()
    expect(page.locator(".wsis-record [data-act=take-out]").first).to_be_visible()
    page.get_by_role("link", name=locale.text("precedents.choose")).click()
    page.locator(".wsis-summary").wait_for()
    page.get_by_role("link", name=locale.text("asked.choose")).click()
    records.first.wait_for()


@pytest.mark.parametrize("number", [2, 99])
def test_requests_are_paged_by_their_earlier_mandates(
    page: Page, address: str, number: int
) -> None:
    lines = [f"1.{line} {ASKING['zh']}" for line in range(1, 17)]
    draft = quote(pack_draft("\n".join(lines), None) or "", safe="")
    records = page.locator(".wsis-record")
    visit(page, f"{address}/draft?ui=zh&view=asked&draft={draft}")
    expect(records).to_have_count(15)
    expect(page.locator(".wsis-subject").first).to_contain_text("1.1")
    visit(page, f"{address}/draft?ui=zh&view=asked&draft={draft}&page={number}")
    expect(page.locator(".wsis-subject").last).to_contain_text("1.16")
    assert records.count() < 15


@pytest.mark.parametrize("ui", ["zh", "en"])
def test_a_draft_without_requests_has_a_note(page: Page, address: str, ui: str) -> None:
    visit(page, f"{address}/draft?ui={ui}&view=asked")
    page.get_by_role("textbox").fill(NEW)
    page.get_by_role("button", name=Locale(ui).text("asked.begin")).click()
    expect(page.get_by_text(Locale(ui).text("mandates.draft_nothing"))).to_be_visible()
    expect(page.locator(".wsis-record")).to_have_count(0)


@pytest.mark.parametrize("ui", ["ar", "zh"])
@pytest.mark.thorough
def test_one_step_leads_back_from_a_paragraph_that_was_opened(
    page: Page, address: str, ui: str
) -> None:
    page.set_viewport_size({"width": 1100, "height": 500})
    draft = f"{NEW}\n{DRAFTS[ui][0]}"  # of which the server is told on the way once more
    _give(page, address, draft, ui)
    page.get_by_role("link", name=Locale(ui).text("search.open")).first.click()
    expect(page.locator(".wsis-chosen")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/documents\?.*(para|at)="))
    settled(page)
    page.go_back()
    expect(page.locator(".wsis-summary")).to_be_visible()
    # To where one was, as from search.
    expect(page.locator("#pair-1 a:focus")).to_be_in_viewport()


@pytest.mark.thorough
def test_a_press_counts_while_the_browser_tells_what_it_keeps(page: Page, address: str) -> None:
    begin = Locale("en").text("precedents.begin")
    visit(page, f"{address}/draft?ui=en")
    page.locator("textarea").fill(f"{NEW}\n{RADAR}")
    page.locator("textarea").blur()
    settled(page)
    # Which breaks off what the server does.
    page.evaluate(
        """begin => {
          const buttons = [...document.querySelectorAll("button")];
          buttons.find((one) => one.textContent.includes(begin)).click();
          dispatchEvent(new StorageEvent("storage", {key: "wsis-search.basket"}));
        }""",
        begin,
    )
    expect(page.locator(".wsis-summary")).to_be_visible()


@pytest.mark.parametrize("ui", ["ar", "zh", "en"])
@pytest.mark.thorough
def test_a_draft_is_in_its_box_after_coming_back(page: Page, address: str, ui: str) -> None:
    locale = Locale(ui)
    visit(page, f"{address}/draft?ui={ui}")
    box = page.locator("textarea")
    box.fill(DRAFTS[ui][0])
    # Before the server is told of it.
    page.evaluate(
        """names => {
          const links = [...document.querySelectorAll(".wsis-nav a")];
          const [there, back] = names.map(
            (name) => links.find((one) => one.textContent.trim() === name));
          new MutationObserver((_, watch) => {
            if (document.querySelector("textarea")) return;
            watch.disconnect();
            back.click();
          }).observe(document.body, {childList: true, subtree: true});
          there.click();
        }""",
        [locale.text("page.documents"), locale.text("page.draft")],
    )
    expect(page).to_have_url(re.compile("/draft"))
    expect(box).to_have_value(DRAFTS[ui][0])
    page.get_by_role("button", name=locale.text("precedents.begin")).click()
    expect(page.locator(".wsis-summary")).to_be_visible()


@pytest.mark.parametrize("ui", ["ar", "zh"])
@pytest.mark.thorough
def test_what_a_link_carries_is_said_beside_it(page: Page, address: str, ui: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    locale = Locale(ui)
    visit(page, f"{address}/draft?ui={ui}")
    link = locale.text("precedents.link")
    hint = page.get_by_text(locale.text("precedents.no_result_here", link=link))
    expect(hint).not_to_be_visible()
    page.get_by_text(locale.text("precedents.stays")).click()
    expect(hint).to_be_visible()
    skips = page.get_by_test_id("stSkipToContent")
    assert not any(one.is_visible() for one in skips.all())  # ours says it in the page's language
    assert page.locator(".wsis-skip").text_content() == locale.text("app.skip")
    _give(page, address, f"{RADAR}\n{DELTA}\n{WORKSHOP}\n", ui)
    expect(page.get_by_text(locale.text("precedents.link_hint"))).to_be_visible()
    line = page.locator(".wsis-line-of-time")
    assert line.evaluate("one => one.scrollWidth <= one.clientWidth")
    # Also with a meeting more than these earlier texts are of.
    line.evaluate(
        "one => one.querySelectorAll('tr').forEach("
        "row => row.append(row.lastElementChild.cloneNode(true)))"
    )
    assert line.evaluate("one => one.scrollWidth <= one.clientWidth")


def test_the_time_line_leads_to_the_paragraph(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1100, "height": 500})
    _give(page, address, f"{NEW}\n{RADAR}\n")
    sign = page.locator(".wsis-line-of-time td a").first
    sign.click()
    expect(page.locator("#pair-1")).to_be_in_viewport()
    expect(page.locator(".wsis-summary")).to_have_count(1)  # the draft is still there
    page.set_viewport_size({"width": 390, "height": 844})
    opening = page.locator(".wsis-line-of-time th a").first
    ends = opening.evaluate("link => [link.scrollWidth, link.clientWidth]")
    assert ends[0] > ends[1]  # in its own box, where a sign of omission ends what is cut
    expect(opening).to_have_css("text-overflow", "ellipsis")


@pytest.mark.parametrize("ui", ["zh", "ar"])
@pytest.mark.thorough
def test_an_unfolded_text_stays_open_when_gathered(page: Page, address: str, ui: str) -> None:
    _give(page, address, RADAR, ui)
    choices = page.locator("#pair-0 details")
    expect(choices.first).to_have_attribute("open", "")
    choices.last.locator("summary").click()
    expect(choices.first).not_to_have_attribute("open", "")
    choices.last.get_by_role("button", name=Locale(ui).text("basket.add")).click()
    expect(page.get_by_role("link", name="(1)")).to_be_visible()
    settled(page)
    expect(choices.last).to_have_attribute("open", "")


@pytest.mark.thorough
def test_the_surest_text_is_open_when_the_reader_comes_back(page: Page, address: str) -> None:
    _give(page, address, RADAR)
    choices = page.locator("#pair-0 details")
    choices.last.locator("summary").click()
    expect(choices.first).not_to_have_attribute("open", "")
    page.get_by_role("link", name=Locale("en").text("page.documents")).click()
    expect(choices).to_have_count(0)
    settled(page)
    page.get_by_role("link", name=Locale("en").text("page.draft")).click()
    expect(choices.first).to_have_attribute("open", "")
    settled(page)
    expect(choices.last).not_to_have_attribute("open", "")


@pytest.mark.parametrize("ui", ["ar", "en"])
def test_a_draft_is_given_once_for_both_views(page: Page, address: str, ui: str) -> None:
    locale = Locale(ui)
    _give(page, address, f"{DRAFTS[ui][0]}\n{NEW}\n", ui)
    page.get_by_role("link", name=locale.text("compare.with_draft")).first.click()
    expect(page.locator(".wsis-pair-added").filter(has_text=NEW)).to_be_visible()
    expect(page).to_have_url(re.compile(r"/draft\?.*to=draft.*view=compared"))
    page.get_by_role("link", name=locale.text("precedents.choose")).click()
    expect(page.locator(".wsis-summary")).to_be_visible()
    page.get_by_role("link", name=locale.text("compare.view")).click()
    expect(page.locator(".wsis-pair-added").filter(has_text=NEW)).to_be_visible()


@pytest.mark.parametrize("ui", ["zh", "fr"])
def test_an_indexed_document_becomes_the_draft_by_its_symbol(
    page: Page, address: str, ui: str
) -> None:
    locale = Locale(ui)
    visit(page, f"{address}/draft?ui={ui}")
    page.get_by_role("combobox", name=locale.text("precedents.document")).click()
    page.get_by_role("option").filter(has_text="CWG-WSIS&SDG-41/INF/3").click()
    page.get_by_role("button", name=locale.text("precedents.begin")).click()
    expect(page.locator(".wsis-paper-title")).to_have_text("CWG-WSIS&SDG-41/INF/3")
    expect(page).to_have_url(re.compile(r"to=CWG-WSIS%26SDG-41"))
    assert page.evaluate("localStorage.getItem('wsis-search.draft')") is None
    page.reload()
    expect(page.locator(".wsis-pairs").first).to_be_visible()
    visit(page, f"{address}/draft?to=C99%2F1&ui={ui}")
    unknown = locale.text("documents.not_found", name="C99/1")
    expect(page.get_by_text(unknown)).to_be_visible()
    expect(page.locator("textarea")).to_be_visible()


@pytest.mark.parametrize("ui", ["ar", "zh", "en"])
@pytest.mark.thorough
def test_a_draft_outlives_other_pages_and_is_exported(
    page: Page, address: str, tmp_path: Path, ui: str
) -> None:
    locale = Locale(ui)
    text, _ = DRAFTS[ui]
    _give(page, address, f"{text}\n{NEW}\n", ui)
    page.get_by_role("button", name=locale.text("basket.add")).first.click()
    page.get_by_role("link", name="(1)").click()
    expect(page.get_by_text(locale.plural("corpus.passages", 1), exact=True)).to_be_visible()
    page.get_by_role("link", name=locale.text("page.draft")).click()
    expect(page.locator(".wsis-summary")).to_be_visible()
    page.reload()  # the browser has the draft, the server only what it found
    expect(page.locator(".wsis-summary")).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("button", name=locale.text("precedents.export")).click()
    name = started.value.suggested_filename
    assert re.fullmatch(rf"wsis-search-precedents-\d{{4}}-\d\d-\d\d-{ui}\.docx", name)
    started.value.save_as(tmp_path / "precedents.docx")
    table = docx.Document(str(tmp_path / "precedents.docx")).tables[0]
    assert table.rows[1].cells[0].text == text
    assert JAPAN[ui] in table.rows[1].cells[4].text
    page.get_by_role("radio", name=locale.text("precedents.without")).click()
    expect(page.locator(".wsis-pairs")).to_have_count(1)
    expect(page.locator(".wsis-pairs")).to_contain_text(NEW)
    page.get_by_role("button", name=locale.text("precedents.again")).click()
    page.get_by_role("textbox").fill(NEW)
    page.reload()
    expect(page.get_by_role("textbox")).to_have_value(NEW)  # what was not sent stays too


@pytest.mark.parametrize("ui", ["ar", "zh", "en"])
@pytest.mark.thorough
def test_a_draft_that_is_not_sent_outlives_other_pages(page: Page, address: str, ui: str) -> None:
    locale = Locale(ui)
    visit(page, f"{address}/?ui={ui}")
    precedents, documents = (
        page.get_by_role("link", name=locale.text(f"page.{name}"), exact=True)
        for name in ("draft", "documents")
    )
    box = page.locator("textarea")
    whole = ""
    # Left by a link that is pressed at once, by the keyboard, and by going back.
    ways: list[Callable[[], object]] = [
        documents.click,
        lambda: documents.press("Enter"),
        page.go_back,
    ]
    for at, leave in enumerate(ways):
        precedents.click()
        expect(box).to_have_value(whole)
        settled(page)
        box.press("End")
        page.keyboard.type(f"{NEW[:20]} {at} ")
        whole += f"{NEW[:20]} {at} "
        leave()
        expect(box).to_have_count(0)
        settled(page)
    precedents.click()
    expect(box).to_have_value(whole)
    box.fill("")
    documents.click()
    expect(box).to_have_count(0)
    precedents.click()
    expect(box).to_have_value("")
    box.fill(f"{NEW}\n{DRAFTS[ui][0]}")
    documents.click()
    expect(box).to_have_count(0)
    precedents.click()
    page.get_by_role("button", name=locale.text("precedents.begin")).click()
    said = locale.plural("precedents.paragraphs", 2)
    expect(page.locator(".wsis-summary")).to_contain_text(said)


@pytest.mark.thorough
def test_a_file_is_compared_with_other_documents_only(page: Page, address: str) -> None:
    visit(page, f"{address}/draft?ui=fr")
    page.get_by_role("textbox").wait_for()
    file = next(FILES.glob("CWGWSIS40/*C-0003!!MSW-A*"))
    page.locator('input[type="file"]').set_input_files(file)
    expect(page.get_by_role("button", name=file.name)).to_be_visible()
    page.get_by_role("button", name="Rechercher les précédents").click()
    page.locator(".wsis-summary").wait_for()
    expect(page.locator(".wsis-paper-title")).to_have_text(file.name)
    names = page.locator(".wsis-pairs :is(summary, .wsis-pair-head)").all_text_contents()
    assert not any(re.search(r"SDG-40/3 ·", name) for name in names)
    settled(page)
    # What was left out is said on the page and in Word.
    locale = Locale("fr")
    said = [
        locale.text("precedents.itself", symbol="CWG-WSIS&SDG-40/3"),
        locale.text("precedents.later", date=locale.date("2024-01-22"), count="¦").split("¦")[0],
    ]
    for one in said:
        expect(page.get_by_role("status").filter(has_text=one)).to_have_count(1)
    with page.expect_download() as started:
        page.get_by_role("button", name=locale.text("precedents.export")).click()
    assert started.value.suggested_filename.startswith("wsis-search-precedents-2")
    written = [paragraph.text for paragraph in docx.Document(str(started.value.path())).paragraphs]
    assert all(any(text.startswith(one) for text in written) for one in said)


@pytest.mark.parametrize(("ui", "way"), [("zh", "link"), ("ar", "reload")])
@pytest.mark.thorough
def test_a_file_is_kept_while_it_is_compared(
    page: Page, address: str, tmp_path: Path, ui: str, way: str
) -> None:
    locale = Locale(ui)
    file = tmp_path / "draft.txt"
    file.write_text("".join(f"{at}\t{DRAFTS[ui][0]} {NEW}\n" for at in range(1, 71)), "utf-8")
    visit(page, f"{address}/draft?ui={ui}")
    page.locator('input[type="file"]').set_input_files(file)
    expect(page.get_by_role("button", name=file.name)).to_be_visible()
    page.get_by_role("button", name=locale.text("precedents.begin")).click()
    expect(page.get_by_role("button", name=locale.text("precedents.again"))).to_be_visible()
    # While it is drawn anew, Streamlit has what was there as well.
    progress = page.get_by_role("progressbar", name=locale.text("app.progress"), exact=True)
    expect(progress.first).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_count(0)  # a press there would begin anew
    if way == "link":
        page.get_by_role("link", name=locale.text("page.documents"), exact=True).click()
        expect(page.locator("h1")).to_have_text(locale.text("page.documents"))
        page.get_by_role("link", name=locale.text("page.draft"), exact=True).click()
    else:
        page.reload()
    expect(page.locator(".wsis-summary")).to_be_visible(timeout=4 * TIMEOUT)
    expect(page.locator(".wsis-paper-title")).to_have_text(file.name)


@pytest.mark.parametrize("ui", ["zh", "ar"])
def test_an_unreadable_type_is_refused_with_the_readable_ones(
    page: Page, address: str, ui: str
) -> None:
    visit(page, f"{address}/draft?ui={ui}")
    page.locator('input[type="file"]').set_input_files(
        {"name": "z.png", "mimeType": "image/png", "buffer": b"\x89PNG"}
    )
    place = page.locator(".st-key-precedents-file")
    expect(place.locator('[aria-invalid="true"]')).to_be_visible()
    said = place.evaluate("place => getComputedStyle(place, '::after').content")
    locale = Locale(ui)
    assert locale.text("upload.refused") in said
    assert locale.join_names(("DOCM", "DOCX")) in said
    place.locator('[aria-invalid="true"]').hover()
    english = page.get_by_test_id("stTooltipErrorContent")
    english.wait_for(state="attached")
    expect(english).to_be_hidden()
    # Whoever hears the page hears the same words.
    heard = place.locator('[aria-invalid="true"] [role="alert"]')
    expect(heard).to_contain_text(locale.text("upload.refused"))
    expect(heard).to_contain_text(locale.join_names(("DOCM", "DOCX")))
    expect(heard).not_to_contain_text("not allowed")


@pytest.mark.parametrize("kind", ["empty", "both", "broken", "words"])
@pytest.mark.thorough
def test_bad_input_is_told_in_the_readers_language(
    page: Page, address: str, tmp_path: Path, kind: str
) -> None:
    said = {
        "empty": "precedents.empty",
        "both": "precedents.both",
        "broken": "reason.corrupt-file",
        "words": "precedents.no_paragraphs",
    }
    visit(page, f"{address}/draft?ui=es")
    box = page.get_by_role("textbox")
    box.wait_for()
    if kind in ("both", "words"):
        box.fill("Ginebra, 2024")
    if kind in ("both", "broken"):
        file = tmp_path / "roto.docx"
        file.write_bytes(b"PK\x03\x04 no es un archivo")
        page.locator('input[type="file"]').set_input_files(file)
        expect(page.get_by_role("button", name=file.name)).to_be_visible()
    page.get_by_role("button", name="Buscar precedentes").click()
    expect(page.get_by_role("alert").filter(has_text=Locale("es").text(said[kind]))).to_be_visible()


@pytest.mark.thorough
def test_a_draft_is_no_markup(page: Page, address: str) -> None:
    text = "<img src=x onerror=alert(1)> **the Council** invites all Members to report [x](y)"
    _give(page, address, text)
    expect(page.locator(".wsis-pairs")).to_contain_text("<img src=x onerror=alert(1)> **the")
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
    _give(page, address, f"{DRAFTS[ui][0]}\n{NEW}\n", ui)
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("node => node.scrollWidth - node.clientWidth") <= 1
    symbols = page.locator(".wsis-citation .wsis-whole")
    lines = symbols.evaluate_all("nodes => nodes.map(node => node.getClientRects().length)")
    assert set(lines) == {1}  # halves of a symbol on two lines would change places
    context.close()
