"""What do documents rest on, and which other documents do they cite?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from corpus import meetings
from corpus.submitters import Submitter
from index.lookup import Entry, catalogue
from index.references import base_symbol, called, own_name
from index.reports.paragraphs import language_of
from index.store import Excerpt, Store, unrevised

LEADING: Final = 12
"""Paragraphs of a document that tell what it is about: its summary and how it begins."""

_RESTED_ON: Final = ("resolution", "decision", "recommendation")


@dataclass(frozen=True, slots=True)
class Rest:
    """A resolution, decision or recommendation that the documents of an item rest on.

    Attributes:
        canonical: its form.
        paragraphs: of the item's documents that name it.
        name: what it is called in the reader's language, with the body whose it is: several have
            a Resolution 70.
    """

    canonical: str
    paragraphs: int
    name: str


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document that the documents of an item cite, in whatever revision.

    Attributes:
        symbol: as they cite it; of several revisions the last one.
        entry: what the index holds under this symbol, titled in the reader's language where it is
            there; None where it holds nothing.
        title: of the entry; of what is not held the name that it is known by (Tunis Agenda …).
        submitters: of the entry.
        superseded_by: symbol of the newest revision that the index holds, where that is later.
        cited_in: the paragraphs that cite it, in the reader's language where they do so in it.
    """

    symbol: str
    entry: Entry | None
    title: str | None
    submitters: tuple[Submitter, ...]
    superseded_by: str | None
    cited_in: tuple[Excerpt, ...]


def rests(store: Store, documents: Sequence[Entry], language: str) -> list[Rest]:
    """What documents name where they begin or in several paragraphs; the rest is only mentioned.

    A document that another of them has revised does not count beside it.
    """
    named: Counter[str] = Counter()
    for entry in _in_force(documents):
        code = language_of(entry, ())
        leading = catalogue.version_passages(store, entry.id, code)[:LEADING]
        leads = set[str]().union(*store.canonicals_of(leading).values())
        for row in store.cited_by_document(entry.id):
            is_rested_on = row["paragraphs"] > 1 or row["canonical"] in leads
            if row["kind"] in _RESTED_ON and is_rested_on:
                named[row["canonical"]] += row["paragraphs"]
    names = called(store, [*named], language, whose=True)
    most_named = sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Rest(one, times, names[one]) for one, times in most_named]


def _in_force(documents: Sequence[Entry]) -> list[Entry]:
    """Those that no other of them has revised."""
    there = {one.symbol for one in documents}
    return [one for one in documents if one.superseded_by is None or one.superseded_by not in there]


def cites(
    store: Store,
    documents: Sequence[Entry],
    every: Sequence[Entry],
    known: Mapping[int, tuple[Submitter, ...]],
    language: str,
) -> list[CitedDocument]:
    """What documents cite beside their own revisions and addenda; all revisions of one are one.

    Args:
        store: of the index.
        documents: whose citations are told; one that another of them has revised does not count.
        every: document of the index, titled in the reader's language.
        known: submitters, by the document's id.
        language: the reader's, one of the six.

    Returns:
        Those that the index holds first; the group's before others, in the order of their symbols.
    """
    cited: dict[str, set[str]] = {}
    places: dict[tuple[str, int, str], dict[str | None, int]] = {}
    for entry in _in_force(documents):
        own = base_symbol(entry.symbol or "")
        for row in store.documents_cited_by(entry.id):
            if base_symbol(row["canonical"]) != own:
                root = unrevised(row["canonical"])
                cited.setdefault(root, set()).add(row["canonical"])
                versions = places.setdefault((root, entry.id, row["variant"]), {})
                versions.setdefault(row["language"], row["passage_id"])
    original = {one.id: one.original_language for one in documents}
    passages: dict[str, list[int]] = {}
    for (root, document, _), versions in places.items():
        order = (language, original[document], "en", *versions)
        passages.setdefault(root, []).append(next(versions[c] for c in order if c in versions))
    held = {one.symbol: one for one in every if one.symbol}
    newest = {unrevised(symbol): symbol for symbol in sorted(held, key=natural)}
    shown = store.excerpts([passage for ids in passages.values() for passage in ids])
    found = []
    for root, symbols in cited.items():
        symbol = max(symbols, key=natural)
        there = held.get(symbol)
        newer = newest.get(root, symbol)
        found.append(
            CitedDocument(
                symbol,
                there,
                there.title if there else own_name(symbol, language),
                known.get(there.id, ()) if there else (),
                newer if natural(newer) > natural(symbol) else None,
                tuple(shown[one] for one in passages[root]),
            )
        )
    return sorted(
        found,
        key=lambda one: (
            one.entry is None,
            not one.symbol.startswith(meetings.OWN),
            natural(one.symbol),
        ),
    )


def natural(text: str | None) -> tuple[int, list[tuple[int, str]]]:
    """Sort 4.2 before 4.10, and nothing last."""
    parts = re.findall(r"\d+|\D+", text or "")
    return int(text is None), [(int(p), "") if p.isdecimal() else (-1, p) for p in parts]
