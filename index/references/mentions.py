"""Paragraphs that mention a reference, its cited editions, and the references of documents.

All counts are of paragraphs: language versions and the pieces of a long paragraph count once. A
document's mention of itself does not count. Resolutions, decisions and recommendations of ITU are
compared by their *base*, the canonical form without the edition (``Council Res. 1332``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from corpus.cards import Absent, CitedEdition, CitedReference, CitingDocument, ListedCard
from corpus.documents import ListedDocument, Mention
from corpus.extract import symbols
from index.store import Row, Store

_OF_ITU: Final = re.compile(r"(?:PP|Council|WTDC|WTSA|WRC|RA) (?:Res|Dec|Rec)\. [^ (]+")
_RECOMMENDATION: Final = re.compile(r"ITU-[TRD] Rec\. [^ (]+")
_EDITION: Final = re.compile(r" \((?:(?P<month>\d\d)/)?(?P<year>\d{4})\)(?P<change>.*)")
_CHANGES: Final = re.compile(r"(?:\((?:Rev|Add|Corr)\.\d+\))+$|(?:/(?:Rev|Add|Corr)\.\d+)+$")
_OWN_ARCHIVE: Final = ("CWG-WSIS&SDG", "Council")
_LAST: Final = 99  # rank of a language that nobody asked for
_STATEMENT: Final = 40  # characters from which a passage behind the title is no mere headline


@dataclass(frozen=True, slots=True)
class MentioningParagraph:
    """A paragraph that mentions a reference.

    Language versions share ``variant``; ``passage_id`` is the one to show. ``canonicals`` are the
    reference's forms in any language. ``is_of_edition`` is true if none was requested.
    """

    document_id: int
    variant: str
    passage_id: int
    canonicals: tuple[str, ...]
    is_of_edition: bool


def base(canonical: str) -> str:
    """Return a canonical form without its edition."""
    match = _OF_ITU.match(canonical) or _RECOMMENDATION.match(canonical)
    return match.group() if match else canonical


def base_symbol(symbol: str) -> str:
    """Return the symbol that ``symbol`` revises, adds to or corrects; else ``symbol``."""
    return _CHANGES.sub("", symbol)


def list_indexed_editions(store: Store, reference: Mention) -> list[str]:
    """List the symbols of a Recommendation's editions that the index has, the best first.

    Only the requested edition counts, if any. Whole texts come before amendments and texts that
    are not final, the newest first.
    """
    root = base(reference.canonical)
    ranked: list[tuple[bool, str, str, str]] = []
    for symbol in store.mentions.symbols_from(f"{root} (") if _RECOMMENDATION.match(root) else ():
        edition = _EDITION.fullmatch(symbol, len(root))
        if edition is None or store.documents.id_of(symbol) is None:
            continue
        if reference.edition in (None, edition["year"]):
            ranked.append((not edition["change"], edition["year"], edition["month"] or "", symbol))
    ranked.sort(reverse=True)
    symbols = [symbol for *_, symbol in ranked]
    return sorted(symbols, key=lambda symbol: symbol != reference.canonical)


def is_same(mention: Mention, other: Mention) -> bool:
    """Whether two mentions are of the same reference, in any edition."""
    return mention.kind == other.kind and base(mention.canonical) == base(other.canonical)


def paragraphs(
    store: Store,
    reference: Mention,
    languages: Sequence[str | None] = (),
    among: Collection[int] | None = None,
) -> list[MentioningParagraph]:
    """List the paragraphs that mention a reference in any edition, the requested edition first.

    Then the newest document comes first, undated ones last, in reading order. Each paragraph is
    given in the first of ``languages`` that it has, then English, then any. ``among`` are the
    passages that may be shown (None: all).
    """
    order = _rank_languages(languages)
    gathered: dict[tuple[int, str], list[Row]] = {}
    for row in _read_mentioning(store, reference):
        if among is not None and row["passage_id"] not in among:
            continue
        gathered.setdefault((row["document_id"], row["variant"]), []).append(row)
    ordered: list[tuple[tuple[Any, ...], MentioningParagraph]] = []
    for (document, variant), rows in gathered.items():
        shown = min(rows, key=lambda row: (order.get(row["language"], _LAST), row["passage_id"]))
        is_of_edition = any(_is_same_edition(row, reference) for row in rows)
        forms = tuple(sorted({row["canonical"] for row in rows}))
        paragraph = MentioningParagraph(
            document, variant, shown["passage_id"], forms, is_of_edition
        )
        place = (
            not is_of_edition,
            shown["date"] is None,
            _descending(shown["date"] or ""),
            shown["key"],
            shown["ordinal"],
        )
        ordered.append((place, paragraph))
    return [paragraph for _, paragraph in sorted(ordered, key=lambda item: item[0])]


def is_mentioned(store: Store, reference: Mention) -> bool:
    """Whether any passage that can be found mentions a reference in any edition."""
    return bool(_read_mentioning(store, reference, 1))


def editions(
    store: Store, reference: Mention, mentioning: Iterable[MentioningParagraph]
) -> list[CitedEdition]:
    """List the editions under which a resolution, decision or recommendation is cited, by year."""
    if reference.kind not in {"resolution", "decision", "recommendation"}:
        return []
    years = {
        row["canonical"]: row["edition"]
        for row in _read_mentioning(store, reference)
        if _OF_ITU.match(row["canonical"])
    }
    counted: dict[str | None, list[MentioningParagraph]] = {}
    forms: dict[str | None, Counter[str]] = {}
    for paragraph in mentioning:
        for year in {years.get(form) for form in paragraph.canonicals}:
            counted.setdefault(year, []).append(paragraph)
        for form in paragraph.canonicals:
            forms.setdefault(years.get(form), Counter()).update([form])
    documents = {paragraph.document_id for places in counted.values() for paragraph in places}
    names = {document: store.documents.name_of(document) for document in documents}
    return [
        CitedEdition(
            year,
            min(forms[year].items(), key=lambda item: (-item[1], item[0]))[0],
            len(places),
            tuple(sorted({names[paragraph.document_id] for paragraph in places})),
        )
        for year, places in sorted(
            counted.items(), key=lambda item: (item[0] is None, item[0] or "")
        )
    ]


def cites(store: Store, document_id: int) -> list[CitedReference]:
    """List the references that a document cites, by kind and form, without itself."""
    return [
        CitedReference(row["canonical"], row["kind"], row["paragraphs"], bool(row["known"]))
        for row in store.mentions.counts_in(document_id)
    ]


def list_citing(store: Store, mentioning: Iterable[MentioningParagraph]) -> list[CitingDocument]:
    """List the documents of paragraphs from :func:`paragraphs`, in their order."""
    result = []
    for document, number in Counter(paragraph.document_id for paragraph in mentioning).items():
        (row,) = store.documents.read_titles(document)
        result.append(CitingDocument(row["symbol"], row["title"], number))
    return result


def absent(store: Store) -> list[Absent]:
    """List cited documents of the group and the Council that the index lacks, most cited first."""
    return [Absent(*row) for row in store.mentions.absent_documents(_OWN_ARCHIVE)]


def list_listed(
    store: Store, language: str | None = None, meeting: str | None = None
) -> list[ListedCard]:
    """List the documents that lists of ITU name and the index lacks, of a meeting or of all."""
    return [
        _make_listed_card(document, language)
        for document in store.listings.absent()
        if meeting is None or _meeting_of(document.symbol) == meeting
    ]


def find_listed(store: Store, symbol: str, language: str | None = None) -> ListedCard | None:
    """Return what a list says of a document that the index lacks; None where none names it."""
    if store.documents.id_of(symbol) is not None:
        return None
    document = store.listings.find(symbol)
    return _make_listed_card(document, language) if document else None


def _meeting_of(symbol: str) -> str | None:
    parsed = symbols.parse(symbol)
    return parsed.symbol.meeting if parsed else None


def _make_listed_card(document: ListedDocument, language: str | None) -> ListedCard:
    title, own = document.title(language)
    source, date, access = document.source, document.date, document.access
    return ListedCard(document.symbol, title, own, source, date, access)


def opening(
    store: Store,
    symbol: str,
    languages: Sequence[str | None] = (),
    among: Collection[int] | None = None,
) -> list[int]:
    """Find the ids of a document's title and first statement, in one version, if indexed."""
    order = _rank_languages(languages)
    versions: dict[tuple[int, int], list[Row]] = {}
    for row in store.passages.opening_of(symbol):
        if among is None or row["id"] in among:
            place = (order.get(row["language"], _LAST), row["version_id"])
            versions.setdefault(place, []).append(row)
    if not versions:
        return []
    rows = versions[min(versions)]
    title = next((index for index, row in enumerate(rows) if row["kind"] == "heading"), None)
    behind = rows[0 if title is None else title + 1 :]
    statement = next((row["id"] for row in behind if row["length"] >= _STATEMENT), None)
    ids = [None if title is None else rows[title]["id"], statement]
    return [passage for passage in ids if passage is not None] or [rows[0]["id"]]


def _read_mentioning(store: Store, reference: Mention, most: int = -1) -> list[Row]:
    return store.mentions.of(base(reference.canonical), reference.kind, most)


def _rank_languages(languages: Sequence[str | None]) -> dict[str | None, int]:
    preferred = dict.fromkeys(code for code in (*languages, "en") if code)
    return {code: rank for rank, code in enumerate(preferred)}


def _is_same_edition(row: Row, reference: Mention) -> bool:
    if reference.edition is None or reference.canonical == row["canonical"]:
        return True
    return bool(row["edition"] == reference.edition)


def _descending(date: str) -> tuple[int, ...]:
    """Return a sort key that puts the later date first."""
    return tuple(-ord(character) for character in date.ljust(10, "-"))
