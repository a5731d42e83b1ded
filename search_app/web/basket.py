"""Basket of passages that the reader gathers, in order, with notes, stored in the browser.

The browser keeps words and citation of each, so a passage that has left the index can still be
quoted. A lasting key tells which one a press means.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from corpus.documents import LeadIn, Passage
from corpus.errors import WsisSearchError
from corpus.extract import symbols
from index.store import Excerpt
from search_app.citing import citation, lead_in
from search_app.localise import Locale
from search_app.web import browser_storage
from search_app.web.session import open_index

NAME: Final = "basket"
"""Name of the text in the browser."""

REMOVED: Final = "basket-removed"
"""Name of the text with the basket before the last removal, until the basket changes again."""

_BASKET: Final = "basket"
LONGEST_NOTE: Final = 2000
"""Maximum characters of a note."""

MOST_AT_ONCE: Final = 200
"""Maximum passages that one press gathers: more than a page has rows of a table."""

_IS_KEY: Final = re.compile("[0-9a-f]{16}-*").fullmatch
_IS_ID: Final = re.compile("[1-9][0-9]{0,18}").fullmatch


@dataclass(frozen=True, slots=True)
class BasketItem:
    """A gathered passage, with what is kept in case it leaves the index.

    ``passage`` is its id, 0 where it has left. ``symbol`` may be the file's name, ``line`` is its
    citation, and ``led`` its lead-in. ``key`` is unique in the basket, and the same in each tab.
    """

    passage: int
    symbol: str = ""
    language: str = ""
    label: str = ""
    text: str = ""
    line: str = ""
    note: str = ""
    key: str = ""
    led: str = ""

    def as_kept(self) -> Excerpt:
        """Return an excerpt to quote from after the passage has left the index."""
        is_symbol = symbols.parse(self.symbol) is not None
        return Excerpt(
            0,
            Passage("paragraph", self.text, self.label or None, language=self.language or None),
            self.symbol if is_symbol else None,
            title=None,
            source=None,
            date=None,
            meeting=None,
            series=None,
            language=self.language or None,
            file="" if is_symbol else self.symbol,
            versions=(),
            lead_ins=(LeadIn(None, self.led, is_next=True),) if self.led else (),
            kept_as=self.line or self.symbol,
        )


def list_items() -> tuple[BasketItem, ...]:
    """Return the gathered passages, in the reader's order."""
    items: tuple[BasketItem, ...] = browser_storage.state().get(_BASKET, ())
    return items


def basket() -> tuple[int, ...]:
    """Return the ids of the gathered passages that are in the index, each once."""
    return tuple(item.passage for item in list_items() if item.passage)


def excerpts() -> dict[int, Excerpt]:
    """Return the gathered passages in the index, by id, also where a later ingest moved them."""
    by_id = open_index().excerpts(basket())
    kept_now = tuple(_relocate(item, by_id) for item in list_items())
    if kept_now != list_items():
        _put(kept_now, browser_storage.read(REMOVED))
        by_id = open_index().excerpts(basket())
    return by_id


def filter_gathered(passages: Collection[int]) -> set[int]:
    """Return which of some passages are in the basket, themselves or in another language."""
    return {passage for passage, same in _same(passages).items() if same}


def add(passage: int) -> None:
    """Put a passage at the end, unless it is there in some language."""
    if filter_gathered([passage]):
        return
    shown = open_index().excerpts([passage]).get(passage)
    if shown:
        _put((*list_items(), make_item(shown)))


def remove(key: str) -> None:
    """Remove the passage with a key, if it is there."""
    rest = tuple(item for item in list_items() if item.key != key)
    if rest != list_items():
        _take_out(rest)


def put(passage: int, is_in: bool) -> None:
    """Put a passage in, or take it out, if that changes anything."""
    if is_in:
        add(passage)
        return
    same = _same([passage])[passage]
    if same:
        _take_out(tuple(item for item in list_items() if item.passage not in same))


def move(key: str, by: int) -> None:
    """Move a passage up (-1) or down (1)."""
    order = list(list_items())
    position = next((place for place, item in enumerate(order) if item.key == key), -1)
    to = position + by
    if 0 <= position < len(order) and 0 <= to < len(order):
        order[position], order[to] = order[to], order[position]
        _put(tuple(order))


def clear() -> None:
    """Empty the basket."""
    if list_items():
        _take_out(())


def make_item(shown: Excerpt) -> BasketItem:
    """Make the item of a passage, with what stays of it where it leaves the index."""
    return BasketItem(
        shown.passage_id,
        shown.symbol or shown.file_name,
        shown.language or "",
        shown.passage.label or "",
        shown.passage.text,
        citation(shown, shown.language or "en"),
        led=lead_in(shown, is_numbered=False),
    )


def read_item(row: Mapping[str, Any]) -> BasketItem:
    """Read an item as it is kept, which anyone may have written."""
    texts = {field.name: str(row.get(field.name) or "") for field in fields(BasketItem)[1:]}
    passage = row.get("passage")
    is_id = isinstance(passage, int) and 0 < passage < 2**63
    return BasketItem(passage if is_id and isinstance(passage, int) else 0, **texts)


def list_missing(items: Sequence[BasketItem]) -> list[BasketItem]:
    """Return which of some passages the basket lacks, in whatever language."""
    return [item for item in items if _find_double(item, list_items()) is None]


def merge(items: Sequence[BasketItem]) -> None:
    """Put passages in that a reader received; one that is there stays, with both notes.

    Passages with an id are of this index. One that is there in another language is the same.
    """
    merged = [*list_items()]
    for item in items:
        double = _find_double(item, merged)
        if double is None:
            merged.append(item)
            continue
        own = merged[double]
        is_known = item.note.strip() in own.note
        note = own.note if is_known else " / ".join(filter(None, (own.note, item.note.strip())))
        better = own if own.text or not item.text else item
        if note != own.note or better is not own:
            # The browser keeps the note that it has under a key (`kept`): this one is another.
            merged[double] = replace(better, note=note, key=content_key(better, note))
    if tuple(merged) != list_items():
        _put(merged)


def can_undo() -> bool:
    """Whether there is a removal to undo."""
    return bool(_read(browser_storage.read(REMOVED)))


def undo() -> None:
    """Put back the passages of the last removal, with their notes and places."""
    before = _read(browser_storage.read(REMOVED))
    if before:
        _put(before)


def follow(text: str | None, is_first: bool) -> None:
    """Take over the browser's basket; what this session gathered before stays, too."""
    items = _read(text)
    if is_first and list_items():
        known_keys = {item.key for item in items}
        _put((*items, *(item for item in list_items() if item.key not in known_keys)))
        return
    browser_storage.state()[_BASKET] = items


def button(locale: Locale, passages: Sequence[int], key: str) -> None:
    """Draw the button that puts passages in, or the one that takes them out."""
    is_in = filter_gathered(passages) == {*passages}
    draw(
        locale.text("basket.remove" if is_in else "basket.add"),
        "take-out" if is_in else "put-in",
        "-".join(map(str, passages)),
        key=key,
        icon="bookmark_added" if is_in else "bookmark_add",
        type="tertiary",
    )


def draw(label: str, act: str, of: str = "all", *, key: str, icon: str, **settings: object) -> None:
    """Draw a button that changes the basket; settings as for ``browser_storage.button``."""
    browser_storage.button(label, press, act, of, key=key, icon=icon, **settings)


def press(act: str, of: str) -> None:
    """Do what a button says; ignore anything else, since anybody may have written it.

    ``put-in`` and ``take-out`` take passage ids with hyphens between them; ``up``, ``down`` and
    ``remove`` take a key; ``clear`` and ``undo`` take anything.
    """
    done = _ACTS.get(act)
    if done:
        done(of)


# --- the inside ----------------------------------------------------------------------------------


def _same(
    passages: Collection[int], items: Sequence[BasketItem] | None = None
) -> dict[int, set[int]]:
    """Return what the basket has of each passage: itself, and its paragraph in other languages."""
    own = basket() if items is None else tuple(item.passage for item in items if item.passage)
    same = {passage: {passage} & {*own} for passage in passages}
    if not own:
        return same
    store = open_index().store
    keys = store.facts.paragraphs_of({*own, *passages})
    codes = store.facts.languages_of(keys)
    by_paragraph: dict[tuple[int, str], list[int]] = {}
    for passage in keys.keys() & {*own}:
        by_paragraph.setdefault(keys[passage], []).append(passage)
    for passage in keys.keys() & same.keys():
        # Another piece of a long paragraph is of the same language, and is another passage.
        other = by_paragraph.get(keys[passage], ())
        same[passage] |= {each for each in other if codes[each] != codes[passage]}
    return same


def _find_double(item: BasketItem, items: Sequence[BasketItem]) -> int | None:
    """Return the place of the same passage among some; None where it is not there."""
    same = _same([item.passage], items)[item.passage] if item.passage else set()
    for place, own in enumerate(items):
        is_same_text = content_key(own) == content_key(item)
        is_same_line = own.line == item.line and not (own.text and item.text)
        if is_same_text or is_same_line or (own.passage and own.passage in same):
            return place
    return None


def _put_named(ids: str, is_in: bool) -> None:
    for digits in ids.split("-")[:MOST_AT_ONCE]:
        if _IS_ID(digits) and int(digits) < 2**63:
            put(int(digits), is_in)


_ACTS: Final[Mapping[str, Callable[[str], None]]] = {
    "put-in": lambda ids: _put_named(ids, is_in=True),
    "take-out": lambda ids: _put_named(ids, is_in=False),
    "up": lambda key: move(key, -1),
    "down": lambda key: move(key, 1),
    "remove": remove,
    "clear": lambda _: clear(),
    "undo": lambda _: undo(),
}


def _put(items: Sequence[BasketItem], removed: str | None = None) -> None:
    items = _with_keys(items)
    with browser_storage.at_once():
        browser_storage.write(REMOVED, removed)  # first: whoever receives the basket has it
        browser_storage.write(NAME, _text(items))
        browser_storage.state()[_BASKET] = items


def _take_out(rest: Sequence[BasketItem]) -> None:
    _put(rest, _text(list_items()))


def _text(items: Sequence[BasketItem]) -> str:
    return json.dumps([asdict(item) for item in items], ensure_ascii=False)


def _read(text: str | None) -> tuple[BasketItem, ...]:
    """Read the browser's basket, which anyone may have written."""
    try:
        rows = json.loads(text or "[]")
    except ValueError:
        return ()
    rows_of_items = rows if isinstance(rows, list) else []
    return _with_keys(read_item(row) for row in rows_of_items if isinstance(row, dict))


def _with_keys(items: Iterable[BasketItem]) -> tuple[BasketItem, ...]:
    """Give each item without a key one made from its content: it is the same in each tab."""
    by_key: dict[str, BasketItem] = {}
    for item in items:
        key = item.key
        if not _IS_KEY(key):
            key = content_key(item)
        while key in by_key:  # a document may say the same twice
            key += "-"
        by_key[key] = replace(item, key=key)
    return tuple(by_key.values())


def content_key(item: BasketItem, *more: str) -> str:
    """Return what tells a passage by its content, the same in every index."""
    content = json.dumps([item.symbol, item.language, item.label, item.text, *more])
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _relocate(item: BasketItem, excerpts_by_id: Mapping[int, Excerpt]) -> BasketItem:
    """Return an item with the id that its passage has now; 0 where it has left the index."""
    shown = excerpts_by_id.get(item.passage)
    if shown and (shown.symbol or shown.file_name, shown.passage.text) == (item.symbol, item.text):
        return item
    if not item.symbol:
        return replace(item, passage=0)
    try:
        card = open_index().show(item.symbol, item.language or None)
    except WsisSearchError:
        return replace(item, passage=0)
    same = [row for row in card.passages if row.passage.text == item.text]
    same += [row for row in card.passages if item.label and row.passage.label == item.label]
    if not same:
        return replace(item, passage=0)
    return replace(make_item(same[0]), note=item.note, key=item.key)
