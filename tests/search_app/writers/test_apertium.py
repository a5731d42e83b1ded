"""Translations by Apertium's own server: numbers and references survive or are marked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.translations.__main__ import count_lost
from index import Index
from index.lookup import show
from search_app.writers import TranslatorSettings, WriterError, translate_text
from tests.apertium_server import apertium_server, is_installed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not is_installed(), reason="Apertium's server or its languages are missing"),
]


@pytest.fixture(scope="module")
def settings() -> Iterator[TranslatorSettings]:
    """Settings of a server that translates French and English into Spanish."""
    with apertium_server() as name, pytest.MonkeyPatch.context() as patch:
        patch.setenv("WSIS_SEARCH_TRANSLATOR", name)
        translator = TranslatorSettings.from_environment()
        assert translator
        yield translator


@pytest.mark.parametrize("source", ["fr", "en"])
def test_numbers_and_references_of_a_document_survive_or_are_marked(
    word_index: Path, settings: TranslatorSettings, source: str
) -> None:
    with Index.open(word_index) as index:
        total = lost = 0
        for shown in show(index.store, "CWG-WSIS&SDG-40/3", source).passages:
            text = shown.passage.text
            if not any(map(str.isalpha, text)):
                continue
            translation = translate_text(settings, text, source, "es", {})
            differs = index.translation_check.compare(text, translation, source, "es")
            signs, missing, unmarked = count_lost(text, translation, differs)
            assert not unmarked, (text, translation, differs)
            total, lost = total + signs, lost + missing
    assert total > 50
    assert lost < total / 2


def test_a_pair_that_the_server_lacks_is_refused(settings: TranslatorSettings) -> None:
    with pytest.raises(WriterError) as refusal:
        translate_text(settings, "Рабочая группа приняла доклад.", "ru", "es", {})
    assert refusal.value.reason == "pair"
