"""Reports for a meeting, in a real browser, each page in three languages."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlencode

import docx
import numpy as np
import pdfplumber
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from corpus.languages import BY_CODE
from corpus.meetings import Days
from index import Index
from search_app.citing.words import words
from search_app.localise import Locale
from tests.browser.conftest import LED, LED_ITEM, TIMEOUT, serving, settled, visit

pytestmark = pytest.mark.browser

DOCUMENT = "CWG-WSIS&SDG-40/3"
THREE = pytest.mark.parametrize("ui", ["ar", "zh", "en"])


def _open(page: Page, address: str, name: str, ui: str, **parameters: str) -> Locale:
    visit(page, f"{address}/{name}?{urlencode({**parameters, 'ui': ui})}")
    return Locale(ui)


@THREE
def test_a_draft_is_laid_beside_what_it_is_based_on(
    page: Page, address: str, sample_index: Path, ui: str
) -> None:
    with Index.open(sample_index) as index:
        texts = [passage.passage for passage in index.show(DOCUMENT, ui).passages]
    own = [text for text in texts if text.kind == "paragraph" and text.piece <= 1][4]
    draft = json.dumps({"name": None, "text": f"{own.text} 1332."})
    page.add_init_script(f"localStorage.setItem('wsis-search.draft', {json.dumps(draft)})")
    locale = _open(page, address, "compare", ui, **{"from": DOCUMENT, "to": "draft"})
    changed = page.locator(".wsis-pair-changed")  # the address is a former one
    expect(changed.locator("ins")).to_contain_text("1332")
    expect(changed.locator(".wsis-text").first).to_have_attribute("lang", ui)
    name = locale.text("basket.add")
    changed.get_by_role("button", name=name).click()
    expect(page.get_by_role("link", name="(1)")).to_be_visible()
    expect(changed.get_by_role("button", name=locale.text("basket.remove"))).to_be_visible()
    if ui != "ar":
        with page.expect_download() as download:
            page.get_by_role("button", name=locale.text("compare.export")).click()
        name = download.value.suggested_filename
        assert name.startswith(DOCUMENT.replace("/", "-"))
        assert name.endswith(f"-{ui}.docx")
        written = docx.Document(str(download.value.path())).element.body
        assert any("1332" in one.xpath("string()") for one in written.xpath(".//w:ins"))
    if ui == "ar":
        left, right = (changed.locator(".wsis-side").nth(at).bounding_box() for at in (0, 1))
        assert left is not None
        assert right is not None
        assert left["x"] > right["x"]


@pytest.mark.parametrize("ui", ["en", "ar"])
@pytest.mark.thorough
def test_compared_texts_are_named_on_a_phone(page: Page, reports_address: str, ui: str) -> None:
    revised = {"from": DOCUMENT, "to": f"{DOCUMENT}(Rev.1)"}
    locale = _open(page, reports_address, "compare", ui, **revised)
    pair = page.locator(".wsis-pair-changed").first
    sides = [pair.get_by_text(locale.text(f"compare.{side}")) for side in ("old", "new")]
    expect(pair).to_be_visible()
    for one in sides:
        expect(one).not_to_be_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    for one in sides:
        expect(one).to_be_visible()


@pytest.mark.thorough
def test_an_unknown_document_is_told_of_until_one_is_chosen(page: Page, address: str) -> None:
    for name, asked, box in (
        ("compare", {"from": "C99/1", "to": DOCUMENT}, "compare.new"),
        ("meeting", {"view": "mandates", "document": "C99/1"}, "mandates.addressee"),
    ):
        locale = _open(page, address, name, "ar", **asked)
        told = page.get_by_text(locale.text("documents.not_found", name="C99/1"))
        expect(told).to_be_visible()
        page.get_by_role("combobox", name=locale.text(box)).click()
        page.get_by_role("option").last.click()
        expect(page).not_to_have_url(re.compile("C99"))
        settled(page)
        expect(told).to_be_visible()


@pytest.mark.parametrize("asked", [{"due": "2030"}, {"addressee": "xyz"}])
@pytest.mark.thorough
def test_a_filter_without_mandates_shows_a_message(
    page: Page, address: str, asked: dict[str, str]
) -> None:
    locale = _open(page, address, "meeting", "zh", view="mandates", meeting="all", **asked)
    ((name, value),) = asked.items()
    told = page.get_by_text(locale.text("mandates.unknown", value=value))
    expect(told).to_be_visible()
    settled(page)
    expect(told).to_be_visible()
    page.get_by_role("combobox", name=locale.text(f"mandates.{name}")).click()
    page.get_by_role("option").last.click()
    expect(told).to_have_count(0)


@pytest.mark.parametrize(
    ("ui", "topic", "source"),
    [
        ("en", "early warning of floods and earthquakes", "Japan"),
        ("zh", "早期预警", "日本"),
        ("ar", "الإنذار المبكر بالفيضانات والزلازل", "اليابان"),
    ],
)
def test_who_said_what_is_cited_and_gathered(
    page: Page, address: str, ui: str, topic: str, source: str
) -> None:
    locale = _open(page, address, "", ui, view="positions")
    page.get_by_role("searchbox").fill(topic)
    page.get_by_role("searchbox").press("Enter")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=source))
    said = row.locator(".wsis-said").first
    expect(said.locator(".wsis-text")).to_have_attribute("lang", ui)
    expect(said.locator(".wsis-citation").first).to_contain_text(DOCUMENT)
    said.get_by_role("button", name=locale.text("basket.add")).click()
    expect(page.get_by_role("link", name="(1)")).to_be_visible()
    assert page.get_by_role("searchbox").input_value() == topic
    for _ in range(2) if ui == "zh" else ():  # also where the server was told of what was gathered
        with page.expect_download() as download:
            page.get_by_role("button", name="CSV").click()
        assert source in download.value.path().read_text("utf-8-sig")
        page.reload()
        expect(page.get_by_role("link", name="(1)")).to_be_visible()
        settled(page)


@pytest.mark.parametrize("ui", LED)
@pytest.mark.thorough
def test_a_proposal_is_not_quoted_as_a_decision(page: Page, address: str, ui: str) -> None:
    _open(page, address, "", ui, view="positions", q=LED_ITEM)
    said = page.locator(".wsis-said").filter(has_text=re.compile(r"(?<!\d)5\.2(?!\d)")).first
    expect(said.locator(".wsis-lead")).to_have_text(LED[ui])
    expect(said.locator(".wsis-lead")).to_have_attribute("lang", ui)
    said.locator(".wsis-quoted").click()
    expect(said.locator(".wsis-quoted .wsis-done")).to_be_visible()
    between = "" if ui == "zh" else " "
    quoted = f"{LED[ui]}{between}{said.locator('.wsis-text').inner_text()}"
    assert page.evaluate("navigator.clipboard.readText()")[1:].startswith(quoted)


@THREE
def test_mandates_are_narrowed_to_an_addressee(page: Page, address: str, ui: str) -> None:
    locale = _open(
        page, address, "meeting", ui, view="mandates", meeting="40", addressee="Member States"
    )
    cards = page.locator(".wsis-record")
    names = {"en": "Member States", "zh": "成员国", "ar": "الدول الأعضاء"}
    expect(cards.first).to_contain_text(names[ui])
    expect(cards.filter(has_not_text=names[ui])).to_have_count(0)
    expect(cards.first.locator(".wsis-citation").first).to_contain_text(DOCUMENT)
    expect(cards.first.locator(".wsis-text")).to_have_attribute("lang", ui)
    asked = {
        "en": ("Proposed, not decided", "Japan"),
        "zh": ("提议，尚未决定", "日本"),
        "ar": ("مقترح ولم يُقرَّر", "اليابان"),
    }
    for said in asked[ui]:
        expect(cards.filter(has_text=said).first).to_be_visible()
    if ui == "ar":
        with page.expect_download() as download:
            page.get_by_role("button", name="Word").click()
        table = docx.Document(str(download.value.path())).tables[0]
        assert names[ui] in table.rows[1].cells[0].text
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert names[ui] in download.value.path().read_text("utf-8-sig")
    if ui == "en":
        page.keyboard.press("j")
        expect(cards.first).to_be_focused()
    locale = _open(page, address, "meeting", ui, view="mandates", due="1999")
    expect(cards.first).to_be_visible()  # a date that nothing is due by is no filter
    assert locale.code == ui


@THREE
def test_a_mandate_of_a_revised_document_links_to_the_revision(
    page: Page, reports_address: str, ui: str
) -> None:
    locale = _open(page, reports_address, "meeting", ui, view="mandates", meeting="40")
    page.get_by_role("combobox", name=locale.text("mandates.document")).click()
    revised = locale.text("search.superseded", symbol=f"{DOCUMENT}(Rev.1)")
    page.get_by_role("option").filter(has_text=revised).click()
    said = {one: locale.text(f"mandates.{one}_in_revision") for one in ("same", "changed")}
    cards = page.locator(".wsis-record")
    expect(cards.filter(has_text=said["changed"]).first).to_be_visible()
    stands = cards.filter(has_text=said["same"])
    expect(stands).to_have_count(2)  # what the group is to ask, and what the secretariat is
    stands.first.locator("p").filter(has_text=said["same"]).get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/documents\?.*Rev\.1"))


@THREE
def test_a_dossier_is_chosen_and_taken_along(page: Page, address: str, ui: str) -> None:
    locale = _open(page, address, "meeting", ui, meeting="CWG-WSIS&SDG-40")
    paper = page.locator(".wsis-paper")
    expect(paper.locator("h2")).to_contain_text(
        locale.meeting("40", Days.read("2024-02-12/2024-02-13"))
    )
    expect(paper.locator("h3").filter(has_text=words(ui).export["languages"])).to_be_visible()
    document = f"{DOCUMENT}-{BY_CODE[ui].letter}"
    named = paper.get_by_role("link").filter(has_text=re.compile(rf"{document}\W*$"))
    expect(named.first).to_be_visible()
    if ui == "zh":
        with page.expect_download() as download:
            page.get_by_role("button", name="Markdown").click()
        assert "会议资料汇编" in download.value.path().read_text("utf-8")
    if ui == "ar":
        page.set_viewport_size({"width": 390, "height": 844})
        symbols = paper.locator(".wsis-item .wsis-whole")
        lines = symbols.evaluate_all("nodes => nodes.map(node => node.getClientRects().length)")
        assert set(lines) == {1}  # halves of a symbol on two lines would change places
        page.get_by_role("combobox").first.click()
        option = page.get_by_role("option").first
        expect(option).to_have_css("direction", "rtl")
        page.keyboard.press("Escape")
        page.emulate_media(media="print")
        expect(page.locator(".st-key-chrome")).to_be_hidden()
        expect(paper.locator(".wsis-acts").first).to_be_hidden()
        _open(page, address, "meeting", ui, meeting="99")
        expect(page.get_by_text(locale.text("dossier.not_found", meeting="99"))).to_be_visible()


@pytest.mark.parametrize(("ui", "scheme"), [("en", "dark"), ("ar", "light")])
@pytest.mark.thorough
def test_a_dossier_fits_on_three_white_pages(
    page: Page, word_index: Path, tmp_path: Path, ui: str, scheme: Literal["dark", "light"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    with serving(word_index) as address:
        locale = _open(page, address, "meeting", ui, meeting="41")
        expect(page.locator(".wsis-paper")).to_be_visible()
        settled(page)
        for table in page.locator(".wsis-grid").all():
            assert table.evaluate("node => node.scrollWidth - node.clientWidth") <= 1
        page.locator(".st-key-interface-language button").first.hover()
        tooltip = page.locator('[data-testid="stTooltipContent"]')
        expect(tooltip).to_have_text(locale.text("app.language"))
        page.emulate_media(media="print")
        expect(tooltip).to_be_hidden()
        content = page.pdf(path=tmp_path / "dossier.pdf", format="A4")
    with pdfplumber.open(io.BytesIO(content)) as printed:
        assert 2 <= len(printed.pages) <= 3
        for paper in printed.pages:
            letters = [letter for letter in paper.chars if letter["text"].strip()]
            # No heading of rows, of .85 rem of 9.5 points, is alone at the foot of a page.
            assert abs(max(letters, key=lambda letter: letter["bottom"])["size"] - 8.07) > 0.05
        last = printed.pages[-1]
        columns = {word["x0"] // 10 for word in last.extract_words() if word["text"] == "✓"}
        assert len(columns) == 6  # no language is cut off
        for paper in printed.pages:
            lightness = np.asarray(paper.to_image().original.convert("L"))
            assert lightness[0, 0] == 255
            assert np.mean(lightness < 128) < 0.2
            assert lightness.min() < 100  # what is printed can be read


@THREE
def test_what_documents_cite_leads_to_where_it_is_read(
    page: Page, reports_address: str, ui: str
) -> None:
    locale = _open(page, reports_address, "meeting", ui, meeting="40")
    heading = page.get_by_role("heading", name=words(ui).export["texts_cited"])
    cited = page.locator(".wsis-item").filter(has=heading).locator("tbody tr")
    expect(cited.filter(has_text="CWG-WSIS&SDG-39/2").first).to_be_visible()
    council = cited.filter(has_text="C24/8")
    expect(council).to_contain_text(locale.text("references.not_here"))
    expect(council.get_by_role("link")).to_have_count(1)  # the paragraph that cites it
    expect(cited.get_by_role("link", name="CWG-WSIS&SDG-40/3(Rev.1)").first).to_be_visible()
    expect(cited.get_by_role("link", name=locale.text("compare.what_changed"))).to_be_visible()
    cited.get_by_role("link", name="CWG-WSIS&SDG-39/4", exact=True).click()
    expect(page).to_have_url(re.compile(r"/documents\?.*39%2F4"))
    page.go_back()
    council.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/documents\?.*40%2F5.*5\.2"))


@pytest.mark.parametrize(("ui", "scheme"), [("en", "dark"), ("ar", "light")])
@pytest.mark.thorough
def test_a_phone_shows_them(
    browser: Browser, address: str, ui: str, scheme: Literal["dark", "light"]
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(TIMEOUT)
    shown: list[tuple[str, dict[str, str]]] = [
        (
            "draft",
            {"from": DOCUMENT, "to": "CWG-WSIS&SDG-40/INF/7", "show": "all", "view": "compared"},
        ),
        ("search", {"q": "AI", "view": "positions"}),
        ("meeting", {"meeting": "40"}),
        ("meeting", {"view": "mandates"}),
        ("meeting", {"view": "coverage"}),
    ]
    for name, parameters in shown:
        _open(page, address, "" if name == "search" else name, ui, **parameters)
        page.locator(".wsis-said, .wsis-intro, .wsis-paper, .wsis-heat").first.wait_for()
        settled(page)
        for link in page.locator(".wsis-nav a").all():
            expect(link).to_be_in_viewport(ratio=1)
        if name != "compare":
            here = page.locator('.wsis-nav [aria-current="page"]')
            expect(here).to_have_text(Locale(ui).text(f"page.{name}"))
        main = page.locator('[data-testid="stMain"]')
        assert main.evaluate("node => node.scrollWidth - node.clientWidth") <= 1, name
    context.close()


@pytest.mark.parametrize(
    ("ui", "topic", "name", "partner"),
    [
        ("en", "regional dialogues", "Brazil", "Portugal"),
        ("ar", "الحوارات الإقليمية", "البرازيل", "البرتغال"),
    ],
)
def test_a_source_opens_from_positions_and_documents(
    page: Page, reports_address: str, ui: str, topic: str, name: str, partner: str
) -> None:
    locale = _open(page, reports_address, "", ui, q=topic, view="positions")
    page.locator(".wsis-grid").get_by_role("link", name=name, exact=True).first.click()
    expect(page).to_have_url(re.compile(rf"\?view=source&q={quote(name)}|q={quote(name)}&view="))
    title = locale.add_label(words(ui).export["source"], name)
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    grids = page.locator(".wsis-grid")
    expect(grids).to_have_count(2)
    expect(grids.first.locator(".wsis-citation").first).to_contain_text("CWG-WSIS&SDG-39/4")
    expect(grids.last).to_contain_text(words(ui).export["outcome_nothing"])
    settled(page)
    assert Axe().run(page).response["violations"] == []
    page.set_viewport_size({"width": 390, "height": 844})
    expect(grids.last.locator(".wsis-when").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name=partner, exact=True).first.click()
    expect(page.get_by_label(locale.text("search.label"))).to_have_value(partner)
    _open(page, reports_address, "documents", ui, symbol="CWG-WSIS&SDG-39/4")
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


@pytest.mark.parametrize("ui", ["en", "ar"])
def test_numbers_of_a_table_stand_below_their_heading(
    page: Page, reports_address: str, ui: str
) -> None:
    _open(page, reports_address, "meeting", ui, meeting="40")
    table = page.locator(".wsis-marks").first
    number = table.locator("td:nth-of-type(1) .wsis-citation").first
    edge = "node => { const range = document.createRange(); range.selectNodeContents(node); "
    edge += f"return range.getBoundingClientRect().{'right' if ui == 'ar' else 'left'}; }}"
    heading = table.locator("thead th").nth(1)
    assert re.fullmatch(r"[\d.]+", number.inner_text())
    assert abs(number.evaluate(edge) - heading.evaluate(edge)) < 3


@pytest.mark.parametrize("ui", ["en", "ar"])
@pytest.mark.thorough
def test_a_table_throws_a_shadow_where_it_goes_on(
    page: Page, reports_address: str, ui: str
) -> None:
    _open(page, reports_address, "meeting", ui, meeting="40")
    tables = page.locator(".wsis-marks")
    expect(tables).to_have_count(2)
    hidden = "node => node.scrollWidth - node.clientWidth"
    for table in tables.all():
        assert table.evaluate(hidden) <= 1  # it fits into the page of a wide screen
    page.set_viewport_size({"width": 700, "height": 900})
    table = tables.last
    assert table.evaluate(hidden) > 40
    end = slice(0, 6) if ui == "ar" else slice(-6, None)

    def measure_edge() -> float:
        image = Image.open(io.BytesIO(table.screenshot())).convert("L")
        return float(np.median(np.asarray(image)[:, end]))

    before = measure_edge()
    table.evaluate("node => node.scrollBy(document.dir === 'rtl' ? -9999 : 9999, 0)")
    assert measure_edge() - before > 20
    page.set_viewport_size({"width": 390, "height": 900})
    assert table.evaluate(hidden) <= 1
    row = table.locator("tbody tr").first.bounding_box()
    assert row is not None
    assert row["height"] < 220  # six languages, in two lines below the document
    page.emulate_media(media="print")
    assert table.evaluate("node => getComputedStyle(node).overflowX") == "visible"


def test_a_worksheet_is_filled_in_and_opened_again(
    page: Page, reports_address: str, tmp_path: Path
) -> None:
    locale = _open(page, reports_address, "meeting", "ar", view="mandates", meeting="40")
    say = words("ar").export
    page.get_by_text(say["worksheet"], exact=True).click()
    panel = page.get_by_test_id("stExpanderDetails")
    with page.expect_download() as download:
        panel.get_by_role("button", name="CSV").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = [*csv.reader(file)]
    assert rows[0][-3:] == [say[f"worksheet_{name}"] for name in ("decision", "reason", "key")]
    rows[1][-3], rows[2][-3] = say["worksheet_remove"], "؟"
    filled = tmp_path / "filled.csv"
    with filled.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows[:3])
    panel.locator('input[type="file"]').set_input_files(filled)
    decided = panel.locator(".wsis-record").filter(has_text=say["worksheet_remove"]).first
    expect(decided.locator(".wsis-citation").first).to_be_visible()
    why = locale.text("mandates.row-no-decision", decision="؟", decisions="")
    expect(panel).to_contain_text(why.partition("»")[2].partition(":")[0].strip())
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    settled(page)
    violations = Axe().run(page).response["violations"]
    assert not {"serious", "critical"} & {violation["impact"] for violation in violations}
