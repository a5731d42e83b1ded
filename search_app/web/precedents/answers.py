"""What became of the draft that the reader gave? Read, compared, and kept for the session.

A draft is no part of any address and of no index: it stands in the session of who gave it, and is
gone with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import streamlit as st

from corpus.documents import Document
from index.retrieval import DraftParagraph
from search_app import drafts
from search_app.citing.export import EarlierText, PrecedentRow, precedents_docx
from search_app.web.session import open_index, ready_index

EARLIER: Final = 5
"""Earlier texts of a paragraph."""

_KEPT: Final = "precedents-answer"

Standing = Literal["reused", "alike", "new"]
"""Whether a paragraph was taken over, has an earlier text that is near in meaning, or has none."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A draft with its precedents.

    Attributes:
        name: of its file; None for a text that was pasted.
        draft: as it was read; only its first paragraphs where it is long.
        all: paragraphs of the draft before it was cut.
        generation: of the index that was searched.
        index: its id.
        paragraphs: with their precedents.
    """

    name: str | None
    draft: Document
    all: int
    generation: int
    index: str
    paragraphs: tuple[DraftParagraph, ...]


def compare(draft: Document, name: str | None, progress: Callable[[int, int], None]) -> Answer:
    """Find the precedents of a draft, and keep them for the session.

    Args:
        draft: as it was read.
        name: of its file.
        progress: told how many paragraphs are done, of how many.
    """
    store = open_index().store
    cut, paragraphs = drafts.beginning(draft)
    found = ready_index().precedents(cut, k=EARLIER, progress=progress)
    answer = Answer(name, cut, paragraphs, store.generation, store.id, tuple(found))
    st.session_state[_KEPT] = answer
    return answer


def kept() -> Answer | None:
    """The draft of this session with its precedents; None where there is none."""
    found: Answer | None = st.session_state.get(_KEPT)
    return found


def forget() -> None:
    """Forget the draft."""
    st.session_state.pop(_KEPT, None)


def standing(paragraph: DraftParagraph) -> Standing:
    """How a paragraph stands to earlier texts."""
    if any(one.reuse for one in paragraph.precedents):
        return "reused"
    return "alike" if paragraph.precedents else "new"


def as_table(paragraphs: Sequence[DraftParagraph], language: str) -> bytes:
    """Write the precedents as a table in Word, in the reader's language."""
    rows = [
        PrecedentRow(
            one.passage.text,
            one.passage.label,
            one.passage.language,
            tuple(
                EarlierText(earlier.shown, earlier.score, earlier.share if earlier.reuse else None)
                for earlier in one.precedents
            ),
        )
        for one in paragraphs
    ]
    return precedents_docx(rows, language)
