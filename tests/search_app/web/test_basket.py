"""Gathered passages that the index has no more are still quoted, cited and downloaded."""

from __future__ import annotations

import io

import pytest
from docx import Document

from search_app.citing.export import EXPORTS
from search_app.citing.words import words
from search_app.web.basket import BasketItem
from tests.search_app.passages import OWN_EXPORTS

TEXTS = {
    "en": (
        "CWG-WSIS&SDG-40/3",
        "The glossary stands in six languages.",
        "CWG-WSIS&SDG-40/3-E, para. 2.1 a), p. 3",
    ),
    "zh": ("CWG-WSIS&SDG-40/3", "术语表有六种语文。", "CWG-WSIS&SDG-40/3-C，第2.1段"),
    "ar": ("مسرد.docx", "المسرد متاح بست لغات.", "الوثيقة مسرد.docx، الفقرة 2.1"),
}


@pytest.mark.parametrize("form", OWN_EXPORTS)
@pytest.mark.parametrize("language", TEXTS)
def test_what_left_the_index_is_in_every_download(language: str, form: str) -> None:
    named, text, cited = TEXTS[language]
    one = BasketItem(0, named, language, "a)", text, cited, "mine")
    content = EXPORTS[form].function([one.as_kept()], language, [one.note])
    if form == "docx":
        told = "\n".join(line.text for line in Document(io.BytesIO(content)).paragraphs)
    else:
        told = content.decode("utf-8-sig")
    assert text in told
    assert "mine" in told
    assert words(language).gone in told
    assert cited in told.replace("\\", "")
