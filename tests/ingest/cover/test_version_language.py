"""Is the language of a file told by its name, its cover and its text?"""

from __future__ import annotations

import pytest

from corpus.languages import LANGUAGES
from ingest.cover.version_language import of_version
from tests.corpus.text.test_language import SENTENCES


def version(
    file_name: str = "document.docx",
    cover: tuple[str, ...] = (),
    running: tuple[str, ...] = (),
    text: str = "",
    declared: str | None = None,
) -> tuple[str | None, list[str]]:
    texts = [text] * 8 if text else []
    language, warnings = of_version(
        file_name=file_name, cover=cover, running=running, texts=texts, declared=declared
    )
    assert all(warning.code == "conflicting-language" for warning in warnings)
    return language, [warning.message for warning in warnings]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_decides_where_the_text_agrees_or_is_short(language: object) -> None:
    code, letter = language.code, language.letter  # type: ignore[attr-defined]
    name = f"S24-CWGWSIS39-C-0002!!MSW-{letter}.docx"
    symbol = f"CWG-WSIS&SDG-39/2-{letter}"
    assert version(name, text=SENTENCES[code]) == (code, [])
    assert version(name, text="Introduction") == (code, [])
    assert version(cover=(symbol,)) == (code, [])
    assert version(running=(symbol,)) == (code, [])


def test_the_clear_language_of_a_text_wins_with_a_warning() -> None:
    name = "S24-CWGWSIS39-C-0002!!MSW-E.docx"
    language, messages = version(name, text=SENTENCES["fr"])
    assert language == "fr"
    assert len(messages) == 1
    assert name in messages[0]
    assert "English" in messages[0]
    assert "French" in messages[0]


def test_name_and_cover_disagree() -> None:
    language, messages = version(
        "S24-CWGWSIS39-C-0002!!MSW-E.docx",
        cover=("Document CWG-WSIS&SDG-39/2-F",),
        text=SENTENCES["en"],
    )
    assert language == "en"
    assert len(messages) == 1


def test_without_letter_text_and_then_properties_decide_the_language() -> None:
    assert version(text=SENTENCES["es"], declared="en-US") == ("es", [])
    assert version(text="2023", declared="ru-RU") == ("ru", [])
    assert version() == (None, [])
    assert version(declared="English") == (None, [])


def test_a_symbol_that_is_mentioned_does_not_lend_its_letter() -> None:
    assert version(cover=("See Document C23/5-F for details.",), text=SENTENCES["en"])[0] == "en"
