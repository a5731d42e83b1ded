"""Lists of the resolutions and other documents that documents cite, with the citing paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from corpus import meetings
from corpus.cards import ListedCard
from corpus.extract.references import paragraphs
from corpus.extract.submitters import Submitter
from index.lookup import CatalogueEntry
from index.references import base, find_listed, name_references, own_name
from index.store import Excerpt, Row, Store, strip_revision

_RESOLUTIONS: Final = ("resolution", "decision", "recommendation")


@dataclass(frozen=True, slots=True)
class CitedResolution:
    """A cited resolution, decision or recommendation.

    Attributes:
        name: in the reader's language, with its body: several bodies have a Resolution 70.
        cited_in: citing paragraphs, in the reader's language where that version cites it.
        newer: name of its newest edition in the index, where that is later.
    """

    canonical: str
    name: str
    cited_in: tuple[Excerpt, ...]
    newer: str | None = None

    @property
    def paragraphs(self) -> int:
        """Number of citing paragraphs."""
        return len(self.cited_in)


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document that the documents of an item cite, in whatever revision.

    Attributes:
        symbol: as they cite it; of several revisions the last one.
        entry: in the index, titled in the reader's language if possible; None where it is absent.
        title: of the entry; without one its own name (Tunis Agenda …), or a list's title.
        superseded_by: symbol of the newest revision in the index, where that is later.
        cited_in: the citing paragraphs, in the reader's language if possible.
        named_paragraphs: numbers of its own paragraphs that they name.
        listed: what a list of ITU says of it where the index lacks it, or None.
    """

    symbol: str
    entry: CatalogueEntry | None
    title: str | None
    submitters: tuple[Submitter, ...]
    superseded_by: str | None
    cited_in: tuple[Excerpt, ...]
    named_paragraphs: tuple[str, ...] = ()
    listed: ListedCard | None = None


def resolutions(
    store: Store, documents: Sequence[CatalogueEntry], language: str
) -> list[CitedResolution]:
    """List resolutions, decisions and recommendations that documents cite, most cited first."""

    def name_cited(_: CatalogueEntry, row: Row) -> str | None:
        return row["canonical"] if row["kind"] in _RESOLUTIONS else None

    places = _find_citing(store, documents, language, name_cited)
    newer = _find_newer(store, places)
    names = name_references(store, [*places, *newer.values()], language, whose=True)
    most_cited = sorted(places.items(), key=lambda pair: (-len(pair[1]), natural(pair[0])))
    return [
        CitedResolution(
            canonical,
            names[canonical],
            excerpts,
            names[newer[canonical]] if canonical in newer else None,
        )
        for canonical, excerpts in most_cited
    ]


def _find_newer(store: Store, canonicals: Collection[str]) -> dict[str, str]:
    """Find the newest edition by year of each resolution, where a cited edition is older."""
    newer: dict[str, str] = {}
    for canonical in canonicals:
        editions = store.mentions.read_editions(base(canonical))
        newest = max(editions, key=lambda form: editions[form], default=canonical)
        if canonical in editions and editions[newest] > editions[canonical]:
            newer[canonical] = newest
    return newer


def _find_citing(
    store: Store,
    documents: Sequence[CatalogueEntry],
    language: str,
    name_cited: Callable[[CatalogueEntry, Row], str | None],
) -> dict[str, tuple[Excerpt, ...]]:
    """Find the citing paragraphs by a name of the cited; None leaves a reference out."""
    places: dict[tuple[str, int, str], dict[str | None, int]] = {}
    original = {document.id: document.original_language for document in documents}
    for entry in _drop_superseded(documents):
        for row in store.mentions.read_citations(entry.id):
            if name := name_cited(entry, row):
                versions = places.setdefault((name, entry.id, row["variant"]), {})
                versions.setdefault(row["language"], row["passage_id"])
    passages: dict[str, list[int]] = {}
    for (name, document, _), versions in places.items():
        order = (language, original[document], "en", *versions)
        passages.setdefault(name, []).append(next(versions[c] for c in order if c in versions))
    shown = store.passages.excerpts([passage for ids in passages.values() for passage in ids])
    return {name: tuple(shown[passage] for passage in ids) for name, ids in passages.items()}


def _drop_superseded(documents: Sequence[CatalogueEntry]) -> list[CatalogueEntry]:
    symbols = {document.symbol for document in documents}
    return [
        document
        for document in documents
        if document.superseded_by is None or document.superseded_by not in symbols
    ]


def cites(
    store: Store,
    documents: Sequence[CatalogueEntry],
    every: Sequence[CatalogueEntry],
    known: Mapping[int, tuple[Submitter, ...]],
    language: str,
) -> list[CitedDocument]:
    """List documents that others cite, those of the index first; their own revisions do not count.

    Superseded documents do not count. ``every`` document of the index is titled in the reader's
    language; ``known`` are submitters by document id. The group's documents come first, by symbol.
    """
    cited: dict[str, set[str]] = {}
    paragraphs_of: dict[str, set[str]] = {}

    def other(entry: CatalogueEntry, row: Row) -> str | None:
        root = strip_revision(row["canonical"])
        if row["kind"] != "document" or root == strip_revision(entry.symbol or ""):
            return None
        cited.setdefault(root, set()).add(row["canonical"])
        paragraphs_of.setdefault(root, set()).update(paragraphs(row["text"]))
        return root

    places = _find_citing(store, documents, language, other)
    entries = {entry.symbol: entry for entry in every if entry.symbol}
    newest = {strip_revision(symbol): symbol for symbol in sorted(entries, key=natural)}
    citations = []
    for root, symbols in cited.items():
        symbol = max(symbols, key=natural)
        cited_entry = entries.get(symbol)
        newer = newest.get(root, symbol)
        listed = None if cited_entry else find_listed(store, symbol, language)
        name = own_name(symbol, language) or (listed.title if listed else None)
        citations.append(
            CitedDocument(
                symbol,
                cited_entry,
                cited_entry.title if cited_entry else name,
                known.get(cited_entry.id, ()) if cited_entry else (),
                newer if natural(newer) > natural(symbol) else None,
                places[root],
                tuple(sorted(paragraphs_of[root], key=natural)),
                listed,
            )
        )
    return sorted(citations, key=_sort_key)


def _sort_key(cited: CitedDocument) -> tuple[bool, bool, tuple[int, list[tuple[int, str]]]]:
    is_own = cited.symbol.startswith(meetings.OWN)
    return cited.entry is None, not is_own, natural(cited.symbol)


def natural(text: str | None) -> tuple[int, list[tuple[int, str]]]:
    """Return a sort key that puts 4.2 before 4.10, and None last."""
    parts = re.findall(r"\d+|\D+", text or "")
    return int(text is None), [(int(p), "") if p.isdecimal() else (-1, p) for p in parts]
