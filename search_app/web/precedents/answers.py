"""Reader's draft: taken from text, file, index or link, compared, and stored in the browser.

It is in no index, and in an address only where the reader asks for a link.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import streamlit as st

from corpus.documents import Document
from corpus.errors import ReadError
from search_app import drafts
from search_app.drafts import Draft
from search_app.operations import PRECEDENTS, SHOW, FoundPrecedents, PrecedentsRequest, ShowRequest
from search_app.web import browser_storage
from search_app.web.precedents.link import pack_draft, unpack_draft
from search_app.web.precedents.state import DraftState
from search_app.web.reports import ask
from search_app.web.session import open_index

_KEPT: Final = "precedents-answer"
_READ: Final = "precedents-read"
_ABOUT: Final = ("symbol", "date", "title")
_REMEMBERED: Final = 8
"""Number of drafts whose precedents the server keeps, for another tab of their readers."""

DRAFT: Final = "draft"
"""Name of the draft's text in the browser."""

TYPED: Final = "typed"
"""Name of the unsent text in the box; ``static/kept.js`` writes it."""


@dataclass(frozen=True, slots=True)
class GivenDraft:
    """A draft as the reader gave it.

    ``name`` is None for pasted text. ``origin`` is the document of the index, or the address that
    it came with; empty for the reader's own draft, which the browser keeps.
    """

    document: Document
    name: str | None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """A draft with its precedents, and the index's id and generation at the search."""

    given: GivenDraft
    found: FoundPrecedents
    generation: int
    index: str


_lock = threading.Lock()
_remembered: dict[tuple[str, str, int, str], DraftAnswer] = {}


def compare(given: GivenDraft, code: str, progress: Callable[[int, int], None]) -> DraftAnswer:
    """Find a draft's precedents, and keep them for the session."""
    store, done = open_index().store, 0
    text = f"{given.name}\n{given.origin}\n{_as_text(given.document)}"
    key = (hashlib.sha256(text.encode()).hexdigest(), store.id, store.generation, code)
    answer = _remembered.get(key)
    if answer is None:

        def count(_: str, more: int, every: int) -> None:
            nonlocal done
            done += more
            progress(done, every)

        request = PrecedentsRequest(Draft(document=given.document))
        found = ask(PRECEDENTS, request, code, progress=count)
        answer = DraftAnswer(given, found, store.generation, store.id)
        with _lock:
            _remembered[key] = answer
            while len(_remembered) > _REMEMBERED:
                del _remembered[next(iter(_remembered))]
    answer = replace(answer, given=given)
    st.session_state[_KEPT] = answer
    if answer.found.paragraphs and not given.origin:
        browser_storage.write(TYPED, None)
    return answer


def keep(draft: Document, name: str | None) -> None:
    """Store the reader's own draft in the browser, before a comparison that may take minutes."""
    about = {field: getattr(draft.metadata, field) for field in _ABOUT}
    text = json.dumps({"name": name, "text": _as_text(draft), **about}, ensure_ascii=False)
    st.session_state[_READ] = (text, GivenDraft(draft, name))
    browser_storage.write(DRAFT, text)


def find_given(state: DraftState, code: str) -> GivenDraft | None:
    """Return the draft of a page; None where there is none, or the address holds none."""
    if state.document:
        store = open_index().store
        key: object = (state.document, code, store.id, store.generation)
        read: Callable[[], GivenDraft | None] = partial(_read_from_index, state.document, code)
    elif state.link:
        key, read = ("link", state.link), partial(_read_link, state.link)
    else:
        key = text = browser_storage.read(DRAFT) or ""
        read = partial(_read_record, text)
    before = st.session_state.get(_READ)
    if before is None or before[0] != key:
        before = st.session_state[_READ] = (key, read())
    given: GivenDraft | None = before[1]
    return given


def _read_from_index(name: str, code: str) -> GivenDraft:
    card = ask(SHOW, ShowRequest(name), code, needs_model=False)
    if card.language != code and code in (version.language for version in card.versions):
        card = ask(SHOW, ShowRequest(name, shown_in=code), code, needs_model=False)
    symbol = card.metadata.symbol or name
    passages = tuple(shown.passage for shown in card.passages)
    document = Document(Path(symbol), "", card.language, None, card.metadata, passages)
    return GivenDraft(document, symbol, name)


def _read_record(value: str) -> GivenDraft | None:
    """Read the draft that the browser stores; anyone may have written it."""
    try:
        record = json.loads(value or "null")
    except ValueError:
        return None
    text = record.get("text") if isinstance(record, dict) else None
    if not isinstance(text, str) or not text.strip():
        return None
    try:
        draft = drafts.draft_of_text(text[: drafts.MAX_TEXT])
    except ReadError:
        return None
    # Facts from the file: no document is its own precedent, nor is a later one.
    about: dict[str, Any] = {field: str(record[field]) for field in _ABOUT if record.get(field)}
    name = str(record["name"]) if record.get("name") else None
    return GivenDraft(replace(draft, metadata=replace(draft.metadata, **about)), name)


def _read_link(link: str) -> GivenDraft | None:
    draft = unpack_draft(link)
    if draft is None:
        return None
    try:
        return GivenDraft(drafts.draft_of_text(draft[0]), draft[1], link)
    except ReadError:
        return None


def link_of(given: GivenDraft) -> str | None:
    """Return the draft as an address has it; None where it is too long."""
    if drafts.beginning(given.document)[1] > drafts.MAX_PARAGRAPHS:
        return None
    return pack_draft(_as_text(given.document), given.name)


def _as_text(draft: Document) -> str:
    """Return a draft as a reader would type it: a paragraph a line, behind its label."""
    lines: list[str] = []
    for passage in draft.passages:
        text = " ".join(passage.text.split("\n"))
        if passage.piece > 1 and lines:
            lines[-1] += f" {text}"
        else:
            lines.append(f"{passage.label}\t{text}" if passage.label else text)
    return "\n".join(lines)[: drafts.MAX_TEXT]


def get_answer(given: GivenDraft) -> DraftAnswer | None:
    """Return a draft's precedents from the session; None where the index has changed."""
    answer: DraftAnswer | None = st.session_state.get(_KEPT)
    store = open_index().store
    if answer is None or answer.given is not given:
        return None
    return answer if (answer.index, answer.generation) == (store.id, store.generation) else None


def forget(origin: str = "") -> None:
    """Forget the draft, in the browser too; one that came with an address was never there."""
    for key in (_KEPT, _READ):
        st.session_state.pop(key, None)
    if not origin:
        browser_storage.write(DRAFT, None)
