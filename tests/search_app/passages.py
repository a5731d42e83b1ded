"""Passages for the tests of citations and exports, without an index."""

from __future__ import annotations

from typing import Any

from corpus.documents import Passage
from index.store import Excerpt
from search_app.citing.export import EXPORTS

OWN_EXPORTS = [name for name, export in EXPORTS.items() if not export.needs_office]
"""Kinds of files that are written without LibreOffice."""

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")

TEXTS = {
    "ar": "يدعو المجلس إلى مراجعة القرار 140 (Rev. Bucharest, 2022) والوثيقة CWG-WSIS&SDG-39/2.",
    "zh": "请理事会审议第140号决议（2022年，布加勒斯特，修订版）。",
    "en": "invites the Council to review Resolution 140 (Rev. Bucharest, 2022)",
    "fr": "invite le Conseil à réexaminer la Résolution 140 (Rév. Bucarest, 2022)",
    "ru": "предлагает Совету рассмотреть Резолюцию 140 (Пересм. Бухарест, 2022 г.)",
    "es": "invita al Consejo a revisar la Resolución 140 (Rev. Bucarest, 2022)",
}


def passage(text: str = "", **fields: Any) -> Excerpt:
    """A passage of ``CWG-WSIS&SDG-39/2``, paragraph 2.1, page 3, but for what is given."""
    language = fields.pop("language", "en")
    of_passage: dict[str, Any] = {
        "kind": "paragraph",
        "label": "2.1",
        "label_path": ("2.1",),
        "page": 3,
    }
    of_passage |= {name: fields.pop(name) for name in [*fields] if name in Passage.__slots__}
    of_document: dict[str, Any] = {
        "symbol": "CWG-WSIS&SDG-39/2",
        "title": "Report on the Summit",
        "source": "The secretariat",
        "date": "2023-10-02",
        "meeting": "39",
        "series": "C",
        "file": "/documents/report.docx",
    } | fields
    return Excerpt(
        passage_id=1,
        passage=Passage(text=text or TEXTS[language or "en"], language=language, **of_passage),
        language=language,
        versions=(),
        **of_document,
    )


BASKET = [passage(language=language) for language in LANGUAGES]
"""One in each language."""


def export(
    name: str, passages: list[Excerpt], language: str = "en", notes: tuple[str, ...] = ()
) -> bytes:
    """Passages in one of the forms in which they leave the app."""
    return EXPORTS[name].function(passages, language, notes)
