"""Fields of a quoted passage in an answer, as it was found and as it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from search_app.operations.answers import OPTIONAL, Values

if TYPE_CHECKING:
    from index.store import Excerpt


@dataclass(frozen=True, kw_only=True)
class QuotedRecord:
    """A passage as it was found and as it is shown.

    Attributes:
        rank: from 1.
        score: 0 to 1.
        language: of the passage as it was found.
        label: its number as cited (`2.2 a)`).
        heading: the headings above it, as one line.
        page: from 1; null where the file has no pages.
        text: exactly what is cited.
        shown_text: the passage in the requested language, or in the question's, if it is there.
        citation: of `shown_text`, ready to paste, in the language of `in`; else in English.
        superseded_by: symbol of the newest revision, if any.
        lead_in: quoted before `shown_text`, an item of a list; absent where that is not sure.
    """

    rank: int
    score: float
    symbol: str | None
    title: str | None
    language: str | None
    label: str | None
    heading: str | None
    page: int | None
    text: str
    shown_language: str | None
    shown_text: str
    citation: str
    versions: tuple[str | None, ...]
    file: str
    superseded_by: str | None = field(default=None, metadata=OPTIONAL)
    lead_in: str | None = field(default=None, metadata=OPTIONAL)


def quote_fields(rank: int, score: float, found: Excerpt, shown: Excerpt, language: str) -> Values:
    """Return the values of the fields of :class:`QuotedRecord`, cited in ``language``."""
    from search_app.citing import citation, label, lead_in

    passage = found.passage
    return {
        "rank": rank,
        "score": round(score, 4),
        "symbol": found.symbol,
        "title": shown.title,
        "language": found.language,
        "label": label(found),
        "heading": passage.heading_line,
        "page": passage.page,
        "text": passage.text,
        "shown_language": shown.language,
        "shown_text": shown.passage.text,
        "citation": citation(shown, language),
        "versions": found.versions,
        "file": shown.file,
        "superseded_by": found.superseded_by or None,
        "lead_in": lead_in(shown) or None,
    }
