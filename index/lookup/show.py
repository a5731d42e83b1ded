"""Documents, versions and passages by symbol, without a search."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.bounds import check_names
from corpus.cards import VersionCard
from corpus.documents import Metadata
from corpus.errors import QueryError
from corpus.extract import symbols
from corpus.languages import check_language
from corpus.text import fold
from index.references import has_label
from index.store import Excerpt, Row, Store
from index.versions import passages_in


@dataclass(frozen=True, slots=True)
class Card:
    """A document with some of its passages.

    ``passages`` are all of the version in ``language``, or those with the label. ``superseded_by``
    is the symbol of its newest revision; None where this is the newest.
    """

    metadata: Metadata
    versions: tuple[VersionCard, ...]
    language: str | None
    passages: tuple[Excerpt, ...]
    superseded_by: str | None = None


def show(store: Store, reference: str, language: str | None = None) -> Card:
    """Show a document or a passage of it, by symbol or file name, optionally ``#`` and label.

    Without a language, that of the symbol's letter is shown, else English, else any. The label may
    be that of another version. Raises ``QueryError`` where the index lacks the document or passage,
    or the text is too long.
    """
    check_names(reference)
    if language is not None:
        check_language(language)
    name, _, label = reference.partition("#")
    document, letter = _find_document(store, name.strip())
    versions = store.versions.read_shown(document["id"])
    cards = tuple(map(_make_version_card, versions))
    chosen = _choose_version(versions, (language, letter))
    if language is not None and chosen["language"] != language:
        languages_there = ", ".join(sorted(card.language or "unknown" for card in cards))
        raise QueryError(
            f"{name} is not in the index in {language}. It is there in: {languages_there}.",
            reason="no-version",
            name=name,
            language=language,
            there=languages_there,
        )
    ids = _find_labelled(store, versions, chosen, letter, label)
    if not ids:
        raise QueryError(
            f"{name} has no paragraph {label.strip()}, or none in the version shown. See all of "
            f"it: wsis-search show '{name}'",
            reason="no-paragraph",
            name=name,
            label=label.strip(),
        )
    passages = store.passages.excerpts(ids)
    metadata = _make_metadata(document, chosen)
    superseded_by = store.documents.superseding().get(document["id"], (0, None))[1]
    shown = tuple(passages[passage] for passage in ids)
    return Card(metadata, cards, chosen["language"], shown, superseded_by)


def _find_labelled(
    store: Store, versions: Sequence[Row], chosen: Row, letter: str | None, label: str
) -> list[int]:
    """Return ids of the chosen version's passages with a label, in it or in another version."""
    order = sorted(
        versions,
        key=lambda row: (row["language"] != letter, row is not chosen, row["language"] != "en"),
    )
    for version in order if label else [chosen]:
        ids = [
            row["id"]
            for row in store.passages.rows_in(version["id"])
            if not label or has_label(row["label"], row["label_path"], label)
        ]
        if version is not chosen:
            code = chosen["language"]
            variants = passages_in(store, ids, code)
            ids = [piece for passage in ids for piece in variants.get(passage, {}).get(code, ())]
        if ids:
            return list(dict.fromkeys(ids))
    return []


def describe(
    store: Store, symbol: str, languages: Sequence[str | None]
) -> tuple[int, Metadata, tuple[VersionCard, ...]] | None:
    """Return id, metadata (titled in the first language it has) and versions; None if absent."""
    document = store.documents.by_symbol(symbol)
    versions = store.versions.read_shown(document["id"]) if document else []
    if not document or not versions:
        return None
    metadata = _make_metadata(document, _choose_version(versions, languages))
    return document["id"], metadata, tuple(map(_make_version_card, versions))


def _choose_version(versions: Sequence[Row], languages: Sequence[str | None]) -> Row:
    """Return the version in the first language that exists, else the English one, else any."""
    by_language = ((code, row) for code in (*languages, "en") for row in versions)
    chosen = (row for code, row in by_language if code and row["language"] == code)
    return next(chosen, versions[0])


def _make_version_card(row: Row) -> VersionCard:
    return VersionCard(
        row["language"],
        row["title"],
        row["source"],
        row["shown"],
        row["format"],
        row["pages"],
        row["passages"],
    )


def _make_metadata(document: Row, version: Row) -> Metadata:
    return Metadata(
        symbol=document["symbol"],
        title=version["title"],
        source=version["source"],
        date=document["date"],
        meeting=document["meeting"],
        series=document["series"],
        number=document["number"],
        revision=document["revision"],
        addendum=document["addendum"],
        original_language=document["original_language"],
        meeting_place=version["meeting_place"],
        meeting_days=version["meeting_days"],
        agenda_item=document["agenda_item"],
        countries=tuple(json.loads(document["countries"] or "[]")),
    )


def _find_document(store: Store, name: str) -> tuple[Row, str | None]:
    """Return a document by symbol or file name, with its letter's language; raise where unknown."""
    parsed = symbols.parse_asked(name)
    wanted = parsed.symbol.canonical if parsed else name
    row = store.documents.by_symbol(wanted)
    if row is None:
        rows = (
            file for file in store.files.documents() if name and _is_called(file["shown"], name)
        )
        row = next(rows, None)
    if row is not None:
        return row, parsed.language if parsed else None
    near = _find_near(store, wanted)
    raise QueryError(
        f"{wanted} is not in the index. "
        + (f"It has: {', '.join(near)}." if near else "See what is: wsis-search status"),
        reason="not-found-near" if near else "not-found",
        name=wanted,
        near=near,
    )


def _is_called(file: str, name: str) -> bool:
    before = file.removesuffix(name)
    return before != file and (not before or before[-1] in "/\\" or name[0] in "/\\")


def _find_near(store: Store, wanted: str) -> tuple[str, ...]:
    base = fold(wanted).split("/")[0]
    near = [symbol for symbol in store.documents.symbols() if fold(symbol).startswith(base)]
    return (*near[:11], f"{near[11]} …") if len(near) > 12 else tuple(near)
