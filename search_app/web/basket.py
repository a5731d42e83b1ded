"""Which passages has the reader gathered, in which order, with which notes?

They stand in the reader's browser (``kept``), each with its words and its citation, so that nothing
is lost where the index changes: a passage whose id is another by now is found again by its
document and text, and one that has left the index is still there to be quoted.

Each has a key, which stays: a press of a button means what the reader saw beside it, wherever that
stands by the time the press arrives; it waits in the browser until then (``kept``), whichever page
is there by that time. Notes are written by the browser alone, as they are typed.
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
from search_app.web import kept
from search_app.web.session import open_index

NAME: Final = "basket"
"""Of the text that the browser keeps."""

REMOVED: Final = "basket-removed"
"""Of the text that holds what stood here before something was taken out, until it changes again."""

_BASKET: Final = "basket"
LONGEST_NOTE: Final = 2000
"""Characters of a note."""

MOST_AT_ONCE: Final = 200
"""Passages that one press gathers: more than a page has rows of a table."""

_IS_KEY: Final = re.compile("[0-9a-f]{16}-*").fullmatch
_IS_ID: Final = re.compile("[1-9][0-9]{0,18}").fullmatch


@dataclass(frozen=True, slots=True)
class BasketItem:
    """A passage that was gathered, with what stays of it where it leaves the index.

    Attributes:
        passage: its id in the index; 0 where it is there no more.
        symbol: of its document, or the name of its file.
        language: of the text.
        label: of the paragraph.
        text: as it was gathered.
        led: what leads into it, where it is an item of a list.
        line: its citation then.
        note: of the reader.
        key: tells it from the others; the same in each tab, and where it is found again.
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
        """What stays of a passage that has left the index, to be quoted from."""
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
    """What was gathered, in the reader's order."""
    found: tuple[BasketItem, ...] = kept.state().get(_BASKET, ())
    return found


def basket() -> tuple[int, ...]:
    """The ids of the passages that are in the index, each once."""
    return tuple(item.passage for item in list_items() if item.passage)


def excerpts() -> dict[int, Excerpt]:
    """The passages that are in the index, by id; what a later ingest moved is found again."""
    found = open_index().excerpts(basket())
    kept_now = tuple(_relocate(item, found) for item in list_items())
    if kept_now != list_items():
        _put(kept_now, kept.read(REMOVED))
        found = open_index().excerpts(basket())
    return found


def filter_gathered(passages: Collection[int]) -> set[int]:
    """Those of some passages that are in, as they stand or in another language.

    What was gathered is shown in the reader's language: of two versions it would stand there twice.
    """
    return {passage for passage, same in _same(passages).items() if same}


def add(passage: int) -> None:
    """Put a passage in, at the end; one that is there, in whatever language, stays where it is."""
    if filter_gathered([passage]):
        return
    shown = open_index().excerpts([passage]).get(passage)
    if shown:
        _put((*list_items(), _of(shown)))


def remove(key: str) -> None:
    """Take one out; nothing where it is out already."""
    left = tuple(item for item in list_items() if item.key != key)
    if left != list_items():
        _take_out(left)


def put(passage: int, is_in: bool) -> None:
    """Put a passage in, or take it out; nothing where it is so already."""
    if is_in:
        add(passage)
        return
    same = _same([passage])[passage]
    if same:
        _take_out(tuple(item for item in list_items() if item.passage not in same))


def move(key: str, by: int) -> None:
    """Move one up (-1) or down (1)."""
    order = list(list_items())
    position = next((place for place, item in enumerate(order) if item.key == key), -1)
    to = position + by
    if 0 <= position < len(order) and 0 <= to < len(order):
        order[position], order[to] = order[to], order[position]
        _put(tuple(order))


def clear() -> None:
    """Take everything out; nothing where nothing is in, as with the second of two presses."""
    if list_items():
        _take_out(())


def can_undo() -> bool:
    """Whether there is something to put back."""
    return bool(_read(kept.read(REMOVED)))


def undo() -> None:
    """Put back what was taken out last, with its notes, where it stood."""
    before = _read(kept.read(REMOVED))
    if before:
        _put(before)


def follow(text: str | None, is_first: bool) -> None:
    """Take what the browser has; what this session gathered before it was told stays too."""
    items = _read(text)
    if is_first and list_items():
        known = {item.key for item in items}
        _put((*items, *(item for item in list_items() if item.key not in known)))
        return
    kept.state()[_BASKET] = items


def button(locale: Locale, passages: Sequence[int], key: str) -> None:
    """Draw the button that puts passages in or the one that takes them out.

    They are two, so that a press means what was seen: what was put in by another, or stood in the
    browser before this session knew, is not taken out by it. They differ in width: what stands
    behind them moves away from under a finger, so nothing does.

    Args:
        locale: the reader's language.
        passages: their ids: of one, or of the rows of a table that are shown as one.
        key: of the button; a passage may stand on a page twice.
    """
    is_in = filter_gathered(passages) == {*passages}
    draw(
        locale.text("basket.remove" if is_in else "basket.add"),
        "take-out" if is_in else "put-in",
        "-".join(map(str, passages)),
        key=key,
        icon="bookmark_added" if is_in else "bookmark_add",
        type="tertiary",
    )


def draw(label: str, act: str, of: str = "all", *, key: str, icon: str, **settings: Any) -> None:
    """Draw a button that changes what was gathered, as ``kept.button`` does."""
    kept.button(label, press, act, of, key=key, icon=icon, **settings)


def press(act: str, of: str) -> None:
    """Do what a button says; anyone may have written it, and what is no act of one is left.

    Args:
        act: ``put-in`` or ``take-out`` of passages by their ids, parted by hyphens; ``up``,
            ``down`` or ``remove`` by its key; ``clear`` or ``undo``.
        of: that id or key; of the last two, anything.
    """
    done = _ACTS.get(act)
    if done:
        done(of)


# --- the inside ----------------------------------------------------------------------------------


def _same(passages: Collection[int]) -> dict[int, set[int]]:
    """For each passage what was gathered of it: itself, and its paragraph in other languages."""
    own = basket()
    found = {passage: {passage} & {*own} for passage in passages}
    if not own:
        return found
    store = open_index().store
    keys = store.facts.paragraphs_of({*own, *passages})
    codes = store.facts.languages_of(keys)
    by_paragraph: dict[tuple[int, str], list[int]] = {}
    for passage in keys.keys() & {*own}:
        by_paragraph.setdefault(keys[passage], []).append(passage)
    for passage in keys.keys() & found.keys():
        # Another piece of a long paragraph is of the same language, and is another passage.
        other = by_paragraph.get(keys[passage], ())
        found[passage] |= {each for each in other if codes[each] != codes[passage]}
    return found


def _put_named(named: str, is_in: bool) -> None:
    for digits in named.split("-")[:MOST_AT_ONCE]:
        if _IS_ID(digits) and int(digits) < 2**63:
            put(int(digits), is_in)


_ACTS: Final[Mapping[str, Callable[[str], None]]] = {
    "put-in": lambda named: _put_named(named, is_in=True),
    "take-out": lambda named: _put_named(named, is_in=False),
    "up": lambda key: move(key, -1),
    "down": lambda key: move(key, 1),
    "remove": remove,
    "clear": lambda _: clear(),
    "undo": lambda _: undo(),
}


def _put(items: Sequence[BasketItem], removed: str | None = None) -> None:
    items = _with_keys(items)
    with kept.at_once():
        kept.write(REMOVED, removed)  # first: who is told of the basket knows it
        kept.write(NAME, _text(items))
        kept.state()[_BASKET] = items


def _take_out(left: Sequence[BasketItem]) -> None:
    _put(left, _text(list_items()))


def _text(items: Sequence[BasketItem]) -> str:
    return json.dumps([asdict(item) for item in items], ensure_ascii=False)


def _of(shown: Excerpt) -> BasketItem:
    return BasketItem(
        shown.passage_id,
        shown.symbol or shown.file_name,
        shown.language or "",
        shown.passage.label or "",
        shown.passage.text,
        citation(shown, shown.language or "en"),
        led=lead_in(shown),
    )


def _read(text: str | None) -> tuple[BasketItem, ...]:
    """Read what the browser has, which anyone may have written."""
    try:
        rows = json.loads(text or "[]")
    except ValueError:
        return ()
    found = rows if isinstance(rows, list) else []
    return _with_keys(_row(row) for row in found if isinstance(row, dict))


def _with_keys(items: Iterable[BasketItem]) -> tuple[BasketItem, ...]:
    """Give a key to each that has none, from what it is, so that another tab gives it the same."""
    found: dict[str, BasketItem] = {}
    for item in items:
        key = item.key
        if not _IS_KEY(key):
            named = json.dumps([item.symbol, item.language, item.label, item.text])
            key = hashlib.sha256(named.encode()).hexdigest()[:16]
        while key in found:  # a document may say the same twice
            key += "-"
        found[key] = replace(item, key=key)
    return tuple(found.values())


def _row(row: Mapping[str, Any]) -> BasketItem:
    texts = {field.name: str(row.get(field.name) or "") for field in fields(BasketItem)[1:]}
    passage = row.get("passage")
    is_id = isinstance(passage, int) and 0 < passage < 2**63
    return BasketItem(passage if is_id and isinstance(passage, int) else 0, **texts)


def _relocate(item: BasketItem, found: Mapping[int, Excerpt]) -> BasketItem:
    shown = found.get(item.passage)
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
    return replace(_of(same[0]), note=item.note, key=item.key)
