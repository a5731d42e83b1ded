"""Machine translations in a real browser: cards, reader, My selection, consent, and failures."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from search_app.localise import Locale
from tests.browser.conftest import ask, serving, settled, visit
from tests.conftest import copy_index
from tests.translation_server import TranslationServer, translation_server

pytestmark = pytest.mark.browser

RUSSIAN = quote("CWG-WSIS&SDG-40/INF/7", safe="")
QUESTION = "спутниковые ушные бирки для отгонного животноводства"
SENTENCES = {
    "en": "This is the English text of a paragraph on the work of the Group in 1834.",
    "ar": "هذا هو نص الفقرة باللغة العربية عن أعمال الفريق في عام 1834.",
}


@pytest.fixture
def translator() -> Iterator[TranslationServer]:
    """A translator on this machine."""
    with translation_server() as running:
        running.translate = lambda _, target: SENTENCES[target]
        yield running


@pytest.fixture
def index(sample_index: Path, tmp_path: Path) -> Path:
    """A copy of the sample's index, next to which translations are stored."""
    return copy_index(sample_index, tmp_path / "index")


def name_button(locale: Locale, key: str = "translate") -> str:
    return locale.text(f"translation.{key}", language=locale.language(locale.code))


def name_label(locale: Locale) -> str:
    language = locale.language("ru")
    return locale.text("translation.by", language=language, translator="LibreTranslate")


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_card_shows_a_labelled_translation_on_request(
    page: Page, index: Path, translator: TranslationServer, code: str
) -> None:
    locale = Locale(code)
    name = translator.name("libretranslate")
    with serving(index, WSIS_SEARCH_TRANSLATOR=name) as address:
        ask(page, address, QUESTION, code)
        card = page.locator('[class*="st-key-hit-"]').first
        button = card.get_by_role("button", name=name_button(locale))
        expect(button).to_have_count(1)
        assert not translator.requests
        button.click()
        translation = card.locator(".wsis-translation")
        expect(translation.locator(".wsis-badge").first).to_have_text(name_label(locale))
        text = translation.locator(".wsis-text").first
        expect(text).to_have_text(SENTENCES[code])
        expect(text).to_have_attribute("lang", code)
        expect(text).to_have_attribute("dir", locale.direction)
        expect(text.locator("mark")).to_have_text("1834")
        expect(translation.locator(".wsis-note").first).to_contain_text("1834")
        expect(button).to_have_count(0)
        copied = card.locator(".wsis-quoted").first.get_attribute("data-copy") or ""
        original, quoted = copied.split("\n")
        assert "CWG-WSIS&SDG-40/INF/7" in original
        assert re.search("[а-я]{4}", original)
        assert name_label(locale) in quoted
        assert SENTENCES[code] in quoted


@pytest.mark.thorough
def test_no_button_where_no_translator_or_a_version_is(
    page: Page, index: Path, translator: TranslationServer
) -> None:
    locale = Locale("en")
    with serving(index) as address:
        ask(page, address, QUESTION)
        settled(page)
        expect(page.get_by_role("button", name=name_button(locale))).to_have_count(0)
    name = translator.name("libretranslate")
    with serving(index, WSIS_SEARCH_TRANSLATOR=name) as address:
        visit(page, f"{address}/documents?symbol=CWG-WSIS%26SDG-40%2F3&left=fr&para=2.1&ui=en")
        expect(page.locator(".st-key-documents-bar")).to_be_visible()
        settled(page)
        expect(page.get_by_role("button", name=name_button(locale))).to_have_count(0)


def test_a_paragraph_is_translated_in_the_reader_and_gathered(
    page: Page, index: Path, translator: TranslationServer
) -> None:
    locale = Locale("en")
    name = translator.name("apertium")
    with serving(index, WSIS_SEARCH_TRANSLATOR=name) as address:
        visit(page, f"{address}/documents?symbol={RUSSIAN}&para=2.2&ui=en")
        bar = page.locator(".st-key-documents-bar")
        bar.get_by_role("button", name=name_button(locale)).click()
        translation = page.locator(".wsis-reader .wsis-translation")
        expect(translation).to_have_count(1)
        expect(translation).to_contain_text("Machine translation from Russian by Apertium")
        assert len(translator.requests) == 1
        bar.get_by_role("button", name=locale.text("basket.add")).click()
        page.get_by_role("link", name=locale.text("page.citations")).click()
        card = page.locator('[class*="-gathered"]')
        expect(card).to_be_visible()
        expect(card.locator(".wsis-translation")).to_have_count(0)
        page.get_by_text(locale.text("citations.text_both")).click()
        expect(card.locator(".wsis-translation")).to_contain_text(SENTENCES["en"])
        expect(card.locator(".wsis-text").first).to_have_attribute("lang", "ru")
        copied = card.locator(".wsis-quoted").first.get_attribute("data-copy") or ""
        assert "not an official text" in copied.split("\n")[1]


@pytest.mark.thorough
def test_a_document_is_translated_in_the_background_and_goes_on_after_a_stop(
    page: Page, index: Path, translator: TranslationServer
) -> None:
    locale = Locale("en")
    goes_on = threading.Event()

    def translate(_: str, target: str) -> str:
        if len(translator.requests) > 3:
            goes_on.wait(60)
        return SENTENCES[target]

    translator.translate = translate
    name = translator.name("libretranslate")
    with serving(index, WSIS_SEARCH_TRANSLATOR=name) as address:
        visit(page, f"{address}/documents?symbol={RUSSIAN}&right=translation&ui=en")
        button = page.get_by_role("button", name=name_button(locale, "translate_document"))
        expect(page.locator(".wsis-languages")).to_contain_text(name_label(locale))
        expect(page.locator(".wsis-translation")).to_have_count(0)
        button.click()
        state = page.get_by_text(re.compile("Being translated: 3 of "))
        expect(state).to_be_visible()
        stop = page.get_by_role("button", name=locale.text("translation.stop"))
        before, behind = state.bounding_box(), stop.bounding_box()
        assert before is not None
        assert behind is not None
        assert 0 < behind["x"] - before["x"] - before["width"] < 40
        stop.click()
        expect(stop).to_be_disabled()
        goes_on.set()
        expect(page.get_by_text(re.compile("Paragraphs translated: 4 of "))).to_be_visible()
        expect(page.locator(".wsis-translation")).to_have_count(4)
        assert len(translator.requests) == 4
        button.click()
        expect(page.get_by_text(re.compile(r"Paragraphs translated: (\d+) of \1$"))).to_be_visible()
        expect(button).to_have_count(0)
        texts = [request["q"] for request in translator.requests]
        assert len(texts) == len(set(texts)) > 30
        expect(page.locator(".wsis-translation")).to_have_count(len(texts))


def test_text_leaves_the_machine_only_with_consent(page: Page, index: Path) -> None:
    locale = Locale("en")
    other = "libretranslate+http://127.0.0.2:9"  # not by a name of this machine, though it is here
    with serving(index, WSIS_SEARCH_TRANSLATOR=other) as address:
        visit(page, f"{address}/documents?symbol={RUSSIAN}&para=2.2&ui=en")
        bar = page.locator(".st-key-documents-bar")
        bar.get_by_role("button", name=name_button(locale)).click()
        said = bar.get_by_role("alert")
        expect(said).to_contain_text("127.0.0.2")
        bar.get_by_role("button", name=locale.text("translation.cancel")).click()
        expect(said).to_have_count(0)
        bar.get_by_role("button", name=name_button(locale)).click()
        bar.get_by_role("button", name=locale.text("translation.send")).click()
        failure = locale.text("translation.failed.unreachable")
        expect(bar).to_contain_text(failure)
        expect(page.locator(".wsis-chosen")).to_be_visible()
        bar.get_by_role("button", name=name_button(locale)).click()
        settled(page)
        expect(said).to_have_count(0)  # the reader agreed


@pytest.mark.thorough
def test_an_answer_that_is_no_translation_leaves_the_original_and_a_word(
    page: Page, index: Path, translator: TranslationServer
) -> None:
    locale = Locale("en")
    bodies: dict[str, Callable[[], Iterable[bytes]] | None] = {
        "foreign": lambda: [b"<html><body>Welcome</body></html>"],
        "no-answer": lambda: repeat(b'{"translatedText": "' + b"x" * 1_000_000, 100),
        "other-language": None,
    }
    translator.translate = lambda *_: "Voici le texte du paragraphe sur les travaux du Groupe."
    name = translator.name("libretranslate")
    with serving(index, WSIS_SEARCH_TRANSLATOR=name) as address:
        visit(page, f"{address}/documents?symbol={RUSSIAN}&para=2.2&ui=en")
        bar = page.locator(".st-key-documents-bar")
        for reason, body in bodies.items():
            translator.body = body
            bar.get_by_role("button", name=name_button(locale)).click()
            expect(bar).to_contain_text(locale.text(f"translation.failed.{reason}"))
            expect(page.locator(".wsis-chosen")).to_contain_text("38")
            expect(page.locator(".wsis-translation")).to_have_count(0)
