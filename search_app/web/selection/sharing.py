"""A selection as a file or a link for a colleague, and what this index has of it.

A file has texts, citations and notes. A link only names passages: whoever opens it reads what their
own index shows them. Anyone may have written either.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from corpus.errors import WsisSearchError
from index.lookup import Card
from search_app.web import basket
from search_app.web.basket import BasketItem, content_key
from search_app.web.parts import pack_values, unpack_values
from search_app.web.session import open_index, whole_index

EXTENSION: Final = "json"
MEGABYTES: Final = 5
"""Size of the largest file: as much as a browser keeps for one address."""

_FORMAT: Final = "wsis-search selection"
_VERSION: Final = 1

KEPT: Final = ("symbol", "language", "label", "text", "led", "line")
"""Fields of a passage that a file and a folder have."""

Problem = Literal["newer", "none"]
"""Reason why nothing is read: a newer version of the program wrote it, or it is no selection."""


@dataclass(frozen=True, slots=True)
class SharedSelection:
    """A selection that a reader received.

    Passages that this index has carry their ids; the others stay as they were sent.
    """

    items: tuple[BasketItem, ...]
    is_from_other_index: bool


def write_selection(items: Sequence[BasketItem]) -> bytes:
    """Write the file of a selection: JSON, with the texts and the reader's notes."""
    content = {
        "format": _FORMAT,
        "version": _VERSION,
        "index": whole_index().store.id,
        "passages": [{name: getattr(item, name) for name in (*KEPT, "note")} for item in items],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def read_selection(content: bytes) -> SharedSelection | Problem:
    """Read the file of a selection, or name the reason why it is not read."""
    try:
        values = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return "none"
    if not isinstance(values, dict) or values.get("format") != _FORMAT:
        return "none"
    return _read_version(values.get("version"), values.get("index"), values.get("passages"))


def pack_selection(items: Sequence[BasketItem]) -> str | None:
    """Pack a selection for an address; None where it is too long for one."""
    rows = [
        [item.symbol, item.language, item.label, content_key(item), item.line] for item in items
    ]
    return pack_values([_VERSION, whole_index().store.id, rows])


def unpack_selection(packed: str) -> SharedSelection | Problem:
    """Unpack a selection from an address, or name the reason why it is not read."""
    try:
        # No more than a file may have, however small it was packed.
        version, index, rows = unpack_values(packed, MEGABYTES * 1_000_000)
    except (ValueError, TypeError):
        return "none"
    names = ("symbol", "language", "label", "digest", "line")
    passages = [
        dict(zip(names, row, strict=False)) if isinstance(row, list) else row
        for row in (rows if isinstance(rows, list) else [])
    ]
    return _read_version(version, index, passages)


def locate(rows: Sequence[dict[str, object]]) -> tuple[BasketItem, ...]:
    """Find passages in this index, as the reader may see it, by document, language and content.

    Rows come from a file, a link or a folder; their own ids count for nothing here. Passages that
    the index lacks come back as they were given, without an id.
    """
    cards: dict[tuple[str, str], Card | None] = {}
    return tuple(_locate(row, cards) for row in rows)


# --- the inside ----------------------------------------------------------------------------------


def _read_version(version: object, index: object, rows: object) -> SharedSelection | Problem:
    if not isinstance(version, int):
        return "none"
    if version > _VERSION:
        return "newer"
    if not isinstance(rows, list):
        return "none"
    items = locate([row for row in rows if isinstance(row, dict) and _is_named(row)])
    if not items:
        return "none"
    return SharedSelection(items, is_from_other_index=index != whole_index().store.id)


def _is_named(row: dict[str, object]) -> bool:
    return bool(row.get("symbol") and row.get("line"))


def _locate(row: dict[str, object], cards: dict[tuple[str, str], Card | None]) -> BasketItem:
    """Find a passage in this index by its document, language and content.

    ``cards`` are documents that were opened already, by name and language.
    """
    item = replace(basket.read_item(row), passage=0, key="")
    place = (item.symbol, item.language)
    if place not in cards:
        cards[place] = _open(*place)
    card = cards[place]
    digest = content_key(item) if item.text else str(row.get("digest"))
    for shown in card.passages if card else ():
        own = basket.make_item(shown)
        if own.symbol == item.symbol and content_key(own) == digest:
            return replace(own, note=item.note)
    return item


def _open(name: str, language: str) -> Card | None:
    try:
        return open_index().show(name, language or None)
    except WsisSearchError:
        return None
