"""An answer by the user's own writer, in a real browser: asked for, checked, and marked."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Page, expect

from search_app.localise import Locale
from tests.browser.conftest import ask, serving, visit
from tests.orders import OBEDIENCE, TOPICS, ingest_orders, obey
from tests.writer_server import WriterServer, quote, stream, writer_server

pytestmark = pytest.mark.browser

QUESTION = "compile contributions on artificial intelligence"
UNSURE = "how many submarine cables land in Kenya?"


@pytest.fixture
def writer() -> Iterator[WriterServer]:
    """A writer on this machine."""
    with writer_server() as running:
        yield running


def test_an_answer_is_written_checked_and_shown_as_text(
    page: Page, sample_index: Path, writer: WriterServer
) -> None:
    goes_on = threading.Event()

    def write(request: dict[str, Any]) -> Iterator[bytes]:
        *first, _, _ = stream(f"{quote(request)} Next ")  # without its end
        yield from first
        goes_on.wait(60)
        yield from stream("<script>alert(1)</script> adopted 77 texts in Atlantis in 1834 [1].")

    writer.write = write
    locale = Locale("en")
    with serving(sample_index, WSIS_SEARCH_WRITER=writer.address) as address:
        ask(page, address, QUESTION)
        assert not writer.requests
        page.get_by_role("button", name=locale.text("writer.write")).click()
        answer = page.locator(".wsis-written")
        expect(answer.locator("li")).to_have_count(1)
        expect(answer).to_contain_text(locale.text("writer.writing"))
        expect(page.locator(".wsis-hit").first).to_be_visible()
        goes_on.set()
        expect(answer).to_contain_text("small")
        expect(answer).to_contain_text(locale.plural("writer.left_out", 1))
        expect(answer.locator("li")).to_have_count(1)
        expect(answer.locator("li a").first).to_have_attribute("href", re.compile("documents"))
        page.get_by_text(locale.text("writer.show_left_out")).click()
        expect(answer.locator("li")).to_have_count(2)
        expect(answer.locator("li").nth(1)).to_contain_text("<script>alert(1)</script> adopted 77")
        expect(answer.locator("li").nth(1)).to_contain_text(locale.text("writer.unsupported"))


@pytest.mark.parametrize("ui", ["en", "zh"])
def test_a_written_answer_without_sure_sentences_says_so(
    page: Page, sample_index: Path, writer: WriterServer, ui: str
) -> None:
    writer.write = lambda request: stream(quote(request))
    locale = Locale(ui)
    doubt = locale.text("search.note.unsure-answer")
    with serving(sample_index, WSIS_SEARCH_WRITER=writer.address) as address:
        visit(page, f"{address}/?q={quote_plus(UNSURE)}&in=en&ui={ui}")
        page.get_by_role("button", name=locale.text("writer.write")).click()
        answer = page.locator(".wsis-written")
        expect(answer.get_by_role("note")).to_contain_text(doubt)
        expect(answer).to_have_accessible_description(re.compile(re.escape(doubt)))


def test_a_writer_on_another_machine_is_named_before_its_first_use(
    page: Page, sample_index: Path
) -> None:
    other = "http://127.0.0.2:9/v1#small"  # not by a name of this machine, though it is here
    locale = Locale("ar")
    with serving(sample_index, WSIS_SEARCH_WRITER=other) as address:
        ask(page, address, "الذكاء الاصطناعي", "ar")  # a term, whose equivalents are drawn as well
        sent = locale.text("writer.sent", count="8", host="127.0.0.2")
        expect(page.get_by_role("note").filter(has_text="127.0.0.2")).to_have_text(sent)
        page.get_by_role("button", name=locale.text("writer.write")).click()
        answer = page.locator(".wsis-written")
        expect(answer).to_be_visible()
        expect(answer).to_contain_text(locale.text("writer.failed.unreachable"))
        expect(answer).to_contain_text(locale.text("writer.stands"))
        expect(page.locator(".wsis-hit").first).to_be_visible()


@pytest.mark.thorough
def test_forged_headers_and_addresses_send_no_hidden_passage(
    page: Page, classed_index: Path, writer: WriterServer
) -> None:
    writer.say("[0]")
    locale = Locale("en")
    names = ("X-Forwarded-User", "X-Forwarded-Email", "Remote-User", "X-Class")
    page.set_extra_http_headers(dict.fromkeys(names, "member-states"))
    with serving(classed_index, WSIS_SEARCH_WRITER=writer.address) as address:
        shared = "q=quagga+budget+of+the+telecentres&class=member-states&show-left-out=true"
        visit(page, f"{address}/?{shared}")
        button = page.get_by_role("button", name=locale.text("writer.write"))
        expect(button).to_be_visible()
        assert not writer.requests
        button.click()
        expect(page.locator(".wsis-written")).to_contain_text(locale.text("writer.nothing"))
    (request,) = writer.requests
    assert "telecentre" in str(request["messages"])
    assert "700 000" not in str(request["messages"])
    assert "quagga reserve" not in str(request["messages"])


@pytest.mark.thorough
def test_what_an_obedient_writer_reports_is_left_out_and_marked(
    page: Page, tmp_path: Path, writer: WriterServer
) -> None:
    index = ingest_orders(tmp_path)
    writer.write = lambda request: obey(request, "ar", OBEDIENCE["ar"])
    locale = Locale("ar")
    with serving(index, WSIS_SEARCH_WRITER=writer.address) as address:
        ask(page, address, TOPICS["ar"], "ar")
        page.get_by_role("button", name=locale.text("writer.write")).click()
        answer = page.locator(".wsis-written")
        expect(answer).to_contain_text(locale.plural("writer.left_out", 1))
        expect(answer).to_contain_text(locale.text("writer.none_left"))
        expect(answer.locator("li")).to_have_count(0)
        assert OBEDIENCE["ar"] not in page.content()
        page.get_by_text(locale.text("writer.show_left_out")).click()
        expect(answer.locator("li")).to_have_count(1)
        sentence = answer.locator(".wsis-in-short-text")
        expect(sentence).to_have_text(f"{OBEDIENCE['ar']}.")
        expect(sentence).to_have_attribute("dir", "rtl")
        expect(answer.locator("li")).to_contain_text(locale.text("writer.unsupported"))
        switch = page.locator("[data-testid=stCheckbox] label > span + div")
        track, knob = (part.bounding_box() for part in (switch, switch.locator("div")))
        assert track is not None
        assert knob is not None
        assert track["x"] < knob["x"] < track["x"] + track["width"] / 2 - knob["width"] / 2
