"""What is in an answer that is drawn up for a meeting? Likewise as types.

``from`` is a word of Python's, so that the field has an underscore behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from search_app.api.schema import Note


@dataclass(frozen=True)
class WordChange:
    """A stretch of a paragraph: in both texts, or in one of them."""

    kind: Literal["same", "deleted", "inserted"]
    text: str


@dataclass(frozen=True)
class Compared:
    """A paragraph in both texts, or in one of them.

    Attributes:
        change: what became of it.
        label_from: its number in the first text.
        label_to: in the second.
        text_from: of the whole paragraph; null where it was added.
        text_to: null where it was removed.
        citation_from: null where it was added, or stands in a draft.
        citation_to: null where it was removed, or stands in a draft.
        moved: whether it, or the mark of a note, stands at another place in the second.
        words: its number and text as pieces that stand in both, or in one of them.
    """

    change: Literal["same", "changed", "added", "removed"]
    label_from: str | None
    label_to: str | None
    text_from: str | None
    text_to: str | None
    citation_from: str | None
    citation_to: str | None
    moved: bool
    words: tuple[WordChange, ...]


@dataclass(frozen=True)
class Side:
    """One of two texts that are compared."""

    symbol: str | None
    title: str | None
    date: str | None
    language: str | None
    file: str
    superseded_by: str | None


@dataclass(frozen=True)
class Sides:
    """Both texts; the first is called `from`."""

    from_: Side
    to: Side


@dataclass(frozen=True)
class CompareAnswer:
    """What `compare` answers, in the order of the second text; `total` is without paging.

    Attributes:
        from_: symbol of the first text, or its file's name; called `from`.
        to: of the second.
        language: in which they are compared.
        documents: what is known of both.
        paragraphs: that are asked for.
        total: how many there are.
        has_more: whether there are some behind these.
    """

    from_: str
    to: str
    language: str | None
    documents: Sides
    paragraphs: tuple[Compared, ...]
    total: int
    has_more: bool


@dataclass(frozen=True)
class Reuse:
    """Where a paragraph stands again.

    `share` of it does word for word, in a language that both documents are in; null where there is
    none, and it probably is a translation.
    """

    symbol: str | None
    label: str | None
    language: str | None
    meeting: str | None
    date: str | None
    share: float | None
    citation: str


@dataclass(frozen=True, kw_only=True)
class Position:
    """What a source said on a topic at a meeting.

    Attributes:
        source: one of those who submitted the document, by its name in the reader's language; null
            where it is not stated.
        countries: ISO 3166-1 alpha-3.
        meeting: of the document.
        meeting_days: its first and last day, ISO 8601; null where they are not known.
        symbol: of the document.
        label: of the paragraph.
        language: of `text`.
        text: the sentence that says most on the topic.
        citation: of the paragraph.
        kind: of the source.
        date: of the document, ISO 8601.
        paragraph: the whole paragraph.
        score: how near it is to the topic, 0 to 1.
        names_topic: whether it or a heading above it has the words of the topic, in the language of
            one of its versions; if not, it is only near in meaning. Null where that cannot be told.
        is_reported: whether `text` seems to report what others say, and may not be the position of
            the source; then it begins with the sentence that says who does, where that is another.
        reuse: where the paragraph stands again, the earliest first.
        jointly_with: the others who submitted the document, in the reader's language.
        file: name of the file that it was read from.
        superseded_by: symbol of the newest revision; absent where it is not superseded.
        lead_in: what is quoted before `text`, an item of a list: the sentence that leads
            into it, and `[…]` for what is left out; absent where there is none, or it is not sure.
    """

    source: str | None
    countries: tuple[str, ...]
    meeting: str | None
    meeting_days: str | None
    symbol: str | None
    label: str | None
    language: str | None
    text: str
    citation: str
    kind: Literal["country", "group", "office", "other", "unstated"]
    date: str | None
    paragraph: str
    score: float
    names_topic: bool | None
    is_reported: bool
    reuse: tuple[Reuse, ...]
    jointly_with: tuple[str, ...]
    file: str
    superseded_by: str | None = None
    lead_in: str | None = None


@dataclass(frozen=True)
class PositionsAnswer:
    """What `positions` answers: who names the topic first; `total` is without paging."""

    topic: str
    language: str | None
    cells: tuple[Position, ...]
    notes: tuple[Note, ...]
    total: int
    has_more: bool


@dataclass(frozen=True)
class Reported:
    """A later passage on what somebody was asked to do.

    Attributes:
        symbol: of its document.
        label: of the paragraph.
        language: of the text.
        text: of the passage.
        citation: of the paragraph.
        near_only: whether it is only near in meaning, perhaps on something else.
        lead_in: what is quoted before `text`, an item of a list: the sentence that leads
            into it, and `[…]` for what is left out; absent where there is none, or it is not sure.
    """

    symbol: str | None
    label: str | None
    language: str | None
    text: str
    citation: str
    near_only: bool
    lead_in: str | None = None


@dataclass(frozen=True)
class InRevision:
    """What became of a paragraph in the newest revision of its document.

    Attributes:
        change: whether it stands there in the same words, or in others, or no longer.
        label: of the paragraph there; null where it has none, or no longer stands there.
        citation: of it; null where it no longer stands there.
    """

    change: Literal["same", "changed", "removed"]
    label: str | None
    citation: str | None


@dataclass(frozen=True)
class Mandate:
    """Who is asked to do what, by when.

    Attributes:
        symbol: of the document.
        label: of the paragraph.
        language: of `action` and `text`.
        verb: in English (`requests`), whatever the language.
        addressee: in English (`Secretariat`); null where nobody is named.
        action: what is to be done, as written.
        deadline: `2024-10-31`, `Council 2025`, `meeting 41`, `next meeting`; null where none is.
        references: what the paragraph cites.
        text: of the whole paragraph.
        citation: of the paragraph.
        reported_in: where later documents come back to it; what reports on it first.
        act: `asks` somebody, `decides`, or only `records`.
        addressees: all who are named.
        deadline_text: as written; alone where it is counted from a meeting or a date.
        due: day, month or year, ISO 8601.
        due_meeting: number of the group's meeting.
        file: name of the file that it was read from.
        asked_by: who asks, in English: the body that decided, or who proposes it; empty where
            that cannot be told.
        is_proposal: whether it is proposed, not decided; null where that cannot be told.
        superseded_by: symbol of the newest revision; absent where it is not superseded.
        in_revision: what became of the paragraph there; absent where that cannot be told.
        lead_in: what is quoted before `text`, an item of a list: the sentence that leads
            into it, and `[…]` for what is left out; absent where there is none, or it is not sure.
    """

    symbol: str | None
    label: str | None
    language: str | None
    verb: str
    addressee: str | None
    action: str
    deadline: str | None
    references: tuple[str, ...]
    text: str
    citation: str
    reported_in: tuple[Reported, ...]
    act: str
    addressees: tuple[str, ...]
    deadline_text: str | None
    due: str | None
    due_meeting: str | None
    file: str
    asked_by: tuple[str, ...]
    is_proposal: bool | None
    superseded_by: str | None = None
    in_revision: InRevision | None = None
    lead_in: str | None = None


@dataclass(frozen=True)
class MandatesAnswer:
    """What `mandates` answers: the newest meeting first; `total` is without paging."""

    mandates: tuple[Mandate, ...]
    total: int
    has_more: bool


@dataclass(frozen=True, kw_only=True)
class AgendaDocument:
    """A document of a meeting; `submitters` are named in the reader's language."""

    symbol: str | None
    title: str | None
    source: str | None
    date: str | None
    series: str | None
    submitters: tuple[str, ...]
    languages: tuple[str | None, ...]
    original_language: str | None
    citation: str | None
    file: str
    superseded_by: str | None = None


@dataclass(frozen=True)
class Before:
    """An earlier passage on the same; `lead_in` stands before it, where it is an item of a list."""

    symbol: str | None
    label: str | None
    language: str | None
    meeting: str | None
    date: str | None
    text: str
    citation: str
    lead_in: str | None = None


@dataclass(frozen=True)
class CitedIn:
    """A paragraph that cites something."""

    symbol: str | None
    label: str | None
    language: str | None
    citation: str


@dataclass(frozen=True)
class CitedResolution:
    """A resolution, decision or recommendation that the documents of an item cite.

    Attributes:
        canonical: its form.
        paragraphs: how many cite it.
        name: what the reader calls it.
        cited_in: those paragraphs.
    """

    canonical: str
    paragraphs: int
    name: str
    cited_in: tuple[CitedIn, ...]


@dataclass(frozen=True, kw_only=True)
class CitedDocument:
    """A document that those of an item cite.

    Attributes:
        symbol: as they cite it; of several revisions the last one.
        title: or, of what the index does not hold, the name that it is known by; null without one.
        source: null where the index does not hold it, as are the date and the submitters (empty).
        submitters: named in the reader's language.
        date: ISO 8601.
        in_index: whether the index holds it.
        cited_in: the paragraphs that cite it.
        named_paragraphs: numbers of those of its own paragraphs that they name.
        superseded_by: symbol of the newest revision; absent where the index holds none.
    """

    symbol: str
    title: str | None
    source: str | None
    submitters: tuple[str, ...]
    date: str | None
    in_index: bool
    cited_in: tuple[CitedIn, ...]
    named_paragraphs: tuple[str, ...]
    superseded_by: str | None = None


@dataclass(frozen=True)
class Item:
    """An item of the agenda; `item` is null for what belongs to none.

    Attributes:
        item: its number.
        title: of its documents, where all have the same in the reader's language.
        documents: in the order of their numbers.
        before: earlier passages on the same, the nearest first.
        references: resolutions, decisions and recommendations that they cite, the most cited first.
        mandates: that fall due.
        absent: by language, the documents that are not there in it.
        cites: other documents that they cite, those that the index holds first.
    """

    item: str | None
    title: str | None
    documents: tuple[AgendaDocument, ...]
    before: tuple[Before, ...]
    references: tuple[CitedResolution, ...]
    mandates: tuple[Mandate, ...]
    absent: Mapping[str, tuple[str, ...]]
    cites: tuple[CitedDocument, ...]


@dataclass(frozen=True)
class DossierAnswer:
    """What `dossier` answers, in the order of the agenda; `total` counts items without paging.

    `meeting_days` are the first and the last, ISO 8601; null where they are not known.
    """

    meeting: str
    meeting_days: str | None
    language: str
    items: tuple[Item, ...]
    total: int
    has_more: bool
