"""Reads, compares and keeps the draft that the reader gave.

A draft is no part of any address or index. Its text is in the browser of whoever gave it
(``kept``), from which it is compared anew in another tab or after a restart.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import streamlit as st

from corpus.documents import Document
from corpus.errors import ReadError
from index.analyses import DraftParagraph, LeftOut, find_left_out
from search_app import drafts
from search_app.citing import describe_differences
from search_app.citing.export import EarlierText, PrecedentRow, precedents_docx
from search_app.web import browser_storage
from search_app.web.precedents.link import pack_draft, unpack_draft
from search_app.web.session import open_index, ready_index

EARLIER: Final = 5
"""Earlier texts of a paragraph."""

_KEPT: Final = "precedents-answer"
_READ: Final = "precedents-read"
_ABOUT: Final = ("symbol", "date", "title")
_REMEMBERED: Final = 8
"""Drafts whose precedents the server remembers, for another tab of who gave them."""

DRAFT: Final = "draft"
"""Name of the text that the browser keeps."""

TYPED: Final = "typed"
"""Name of the text in the box that is not sent yet; ``static/kept.js`` writes it."""

Standing = Literal["reused", "in_translation", "in_part", "alike", "new", "short"]
"""Whether a paragraph was taken over for certain, has a good part of the words of an earlier
text or is near one in meaning, has none, or is too short to be compared."""


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """A draft with its precedents.

    Attributes:
        name: of its file; None for a text that was pasted.
        draft: as it was read; only its first paragraphs where it is long.
        all: paragraphs of the draft before it was cut.
        generation: of the index that was searched.
        index: its id.
        paragraphs: with their precedents.
        left: what of the index it was not compared with.
        link: that it came with; None for a draft of the reader's own.
    """

    name: str | None
    draft: Document
    all: int
    generation: int
    index: str
    paragraphs: tuple[DraftParagraph, ...]
    left: LeftOut
    link: str | None = None


_lock = threading.Lock()
_remembered: dict[tuple[str, str, int], DraftAnswer] = {}


def compare(
    draft: Document,
    name: str | None,
    progress: Callable[[int, int], None],
    link: str | None = None,
) -> DraftAnswer:
    """Find the precedents of a draft, and keep them for the session.

    Args:
        draft: as it was read.
        name: of its file.
        progress: called with how many paragraphs are done, of how many.
        link: that the draft came with; then it does not take the place of the reader's own.
    """
    store = open_index().store
    text = _as_text(draft)
    key = (hashlib.sha256(f"{name}\n{text}".encode()).hexdigest(), store.id, store.generation)
    answer = _remembered.get(key)
    if answer is None:
        cut, paragraphs = drafts.beginning(draft)
        precedents = ready_index().precedents(cut, k=EARLIER, progress=progress)
        left = find_left_out(store, cut)
        answer = DraftAnswer(
            name, cut, paragraphs, store.generation, store.id, tuple(precedents), left
        )
        with _lock:
            _remembered[key] = answer
            while len(_remembered) > _REMEMBERED:
                del _remembered[next(iter(_remembered))]
    answer = replace(answer, link=link)
    st.session_state[_KEPT] = answer
    if answer.paragraphs and link is None:
        browser_storage.write(TYPED, None)
    return answer


def read_typed() -> str | None:
    """Return the text in the box that was not sent, as the browser keeps it; None where all was."""
    return browser_storage.read(TYPED)


def keep(draft: Document, name: str | None) -> None:
    """Keep the reader's own draft in the browser, before it is compared: that may take minutes.

    Args:
        draft: as it was read.
        name: of its file.
    """
    st.session_state.pop(_KEPT, None)
    st.session_state[_READ] = draft
    about = {field: getattr(draft.metadata, field) for field in _ABOUT}
    record = {"name": name, "text": _as_text(draft), **about}
    browser_storage.write(DRAFT, json.dumps(record, ensure_ascii=False))


def from_browser() -> tuple[Document, str | None] | None:
    """Return the draft that the browser keeps, with the name of its file; None for none."""
    try:
        record = json.loads(browser_storage.read(DRAFT) or "null")
    except ValueError:
        return None
    text = record.get("text") if isinstance(record, dict) else None
    if not isinstance(text, str) or not text.strip():
        return None
    name = str(record["name"]) if record.get("name") else None
    read: Document | None = st.session_state.get(_READ)
    if read and _as_text(read) == text:
        return read, name
    try:
        draft = drafts.draft_of_text(text[: drafts.MAX_TEXT])
    except ReadError:  # anyone may write into the browser's storage
        return None
    # Facts from the file: no document is its own precedent, nor is a later one.
    about: dict[str, Any] = {field: str(record[field]) for field in _ABOUT if record.get(field)}
    return replace(draft, metadata=replace(draft.metadata, **about)), name


def from_link(link: str) -> tuple[Document, str | None] | None:
    """Return the draft that an address has, with the name of its file; None where it has none."""
    draft = unpack_draft(link)
    if draft is None:
        return None
    try:
        return drafts.draft_of_text(draft[0]), draft[1]
    except ReadError:
        return None


def link_of(answer: DraftAnswer) -> str | None:
    """Return the draft as an address has it; None where it is too long."""
    return (
        pack_draft(_as_text(answer.draft), answer.name)
        if answer.all <= drafts.MAX_PARAGRAPHS
        else None
    )


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


def get_answer() -> DraftAnswer | None:
    """Return the draft of this session with its precedents; None where there is none."""
    answer: DraftAnswer | None = st.session_state.get(_KEPT)
    return answer


def draft() -> Document | None:
    """Return the draft of this session, or the one that the browser keeps; None for none."""
    answer = get_answer()
    if answer:
        return answer.draft
    found = from_browser()
    return found[0] if found else None


def forget() -> None:
    """Forget the draft, in the browser too; one that came with a link has never been there."""
    answer = st.session_state.pop(_KEPT, None)
    if answer is None or answer.link is None:
        st.session_state.pop(_READ, None)
        browser_storage.write(DRAFT, None)


def find_standing(paragraph: DraftParagraph) -> Standing:
    """Return how much a paragraph has of earlier texts."""
    if not paragraph.is_compared:
        return "short"
    if any(precedent.reuse in ("verbatim", "changed") for precedent in paragraph.precedents):
        return "reused"
    if not paragraph.precedents:
        return "new"
    # The first is the one whose badge is seen.
    standings: dict[str, Standing] = {"translated": "in_translation", "partly": "in_part"}
    return standings.get(paragraph.precedents[0].relation, "alike")


def as_table(
    paragraphs: Sequence[DraftParagraph], language: str, notes: Sequence[str] = ()
) -> bytes:
    """Write the precedents as a table in Word, in the reader's language, below what is noted."""
    rows = [
        PrecedentRow(
            paragraph.passage.text,
            paragraph.passage.label,
            paragraph.passage.language,
            tuple(
                EarlierText(
                    earlier.shown,
                    earlier.score,
                    earlier.share if earlier.is_worth_saying else None,
                    earlier.relation,
                    tuple(describe_differences(earlier, language)),
                    earlier.text,
                )
                for earlier in paragraph.precedents
            ),
            paragraph.is_compared,
        )
        for paragraph in paragraphs
    ]
    return precedents_docx(rows, language, notes)
