"""The written answer of the search page: its button, and its sentences as they come.

A thread writes, so that the page can be used meanwhile. No sentence is drawn unchecked.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Final

import streamlit as st

from corpus.filters import Filters
from index import Index
from index.access import CLASSES
from search_app.citing import citation
from search_app.localise import Locale
from search_app.operations import CheckedSentence, write_checked
from search_app.web import frame as chrome
from search_app.web.parts import document_address, html
from search_app.web.search.answers import as_written, choose_language
from search_app.web.search.state import SearchState
from search_app.web.session import ReaderTask, ready_index
from search_app.writers import PASSAGES, WriterError, WriterSettings

_TASK: Final = "written-answer"
_LOOK_SECONDS: Final = 0.4
"""Seconds between two looks at how far an answer is."""


@dataclass(frozen=True, slots=True)
class _Question:
    """A question to a state of the index, for a writer."""

    settings: WriterSettings
    state: str
    query: str
    filters: Filters
    language: str
    is_unsure: bool


@dataclass(eq=False, slots=True)
class AnswerTask(ReaderTask):
    """An answer that a thread writes.

    Attributes:
        question: what the answer is to.
        day: on which it is written, ISO 8601.
    """

    question: _Question
    day: str = field(default_factory=lambda: datetime.now(UTC).date().isoformat())
    sentences: list[CheckedSentence] = field(default_factory=list)

    def start(self, index: Index) -> None:
        """Let a thread write the answer, as the reader of this page."""
        work = partial(self._write, index)
        self.run_in_thread(work, "write-answer", "The answer could not be written")

    def _write(self, index: Index) -> None:
        own = self.question
        with closing(
            write_checked(index, own.settings, own.query, own.filters, own.language)
        ) as answer:
            for sentence in answer:
                self.sentences.append(sentence)
                if self.is_stopped:
                    break


def draw(locale: Locale, state: SearchState, *, is_unsure: bool) -> None:
    """Draw the written answer, or the button that asks for one, where there is a writer.

    ``is_unsure`` says that no sentence of the passages surely answers.
    """
    try:
        settings = WriterSettings.from_environment()
    except WriterError as error:
        chrome.note(locale.text(f"writer.failed.{error.reason}"))
        return
    if settings is None:
        return
    index = ready_index()
    question = _Question(
        settings,
        index.store.state,
        state.query,
        as_written(locale, state.filters),
        choose_language(locale, state) or locale.code,
        is_unsure,
    )
    task: AnswerTask | None = st.session_state.get(_TASK)
    if task is not None and task.question != question:
        task.is_stopped, task = True, None
    if task is None and not _is_wanted(
        locale, settings, has_rules=index.access_rules() is not None
    ):
        return
    if task is None:
        task = st.session_state[_TASK] = AnswerTask(question)
        task.start(index)
    if task.is_done:
        _draw_whole(locale, task)
    else:
        _follow(locale, task)


def _is_wanted(locale: Locale, settings: WriterSettings, *, has_rules: bool) -> bool:
    """Draw the button, and where the question would go; return whether it was pressed."""
    place = st.empty()
    with place.container(key="write-answer"):
        if not settings.is_local:
            count = locale.number(PASSAGES)
            texts = [locale.text("writer.sent", count=count, host=settings.host)]
            if has_rules and settings.limit == CLASSES[0]:
                texts.append(locale.text("writer.public_only"))
            chrome.note(locale.sentences(texts), role="note")
        is_pressed = st.button(locale.text("writer.write"), icon=":material/edit_note:")
    if is_pressed:
        place.empty()
    return is_pressed


@st.fragment(run_every=_LOOK_SECONDS)
def _follow(locale: Locale, task: AnswerTask) -> None:
    """Draw what is written so far; once it is whole, draw the page anew."""
    if task.is_done:
        st.rerun()
    sentences = [sentence for sentence in task.sentences if sentence.is_supported]
    _draw_sentences(locale, task, sentences, [locale.text("writer.writing")])


def _draw_whole(locale: Locale, task: AnswerTask) -> None:
    """Draw a finished answer, and at the reader's wish what was left out of it."""
    supported = [sentence for sentence in task.sentences if sentence.is_supported]
    left_out = len(task.sentences) - len(supported)
    texts = [_describe_writer(locale, task)] if supported else []
    if left_out:
        texts.append(locale.plural("writer.left_out", left_out))
    if task.failure is not None:
        texts += [locale.text(f"writer.failed.{task.reason}"), locale.text("writer.stands")]
    elif not supported:
        texts.append(locale.text("writer.none_left" if left_out else "writer.nothing"))
    is_open = bool(left_out) and st.session_state.get("show-left-out", False)
    _draw_sentences(locale, task, task.sentences if is_open else supported, texts)
    if left_out:
        st.toggle(locale.text("writer.show_left_out"), key="show-left-out")


def _describe_writer(locale: Locale, task: AnswerTask) -> str:
    model, day = task.question.settings.model, locale.date(task.day)
    return locale.text("writer.by", model=model, date=day)


def _draw_sentences(
    locale: Locale, task: AnswerTask, sentences: Sequence[CheckedSentence], texts: Sequence[str]
) -> None:
    doubt = locale.text("search.note.unsure-answer") if task.question.is_unsure else ""
    described = [
        {
            "text": sentence.text,
            "is_supported": sentence.is_supported,
            "links": [
                (citation(source, locale.code), document_address(source))
                for source in sentence.sources
            ],
        }
        for sentence in sentences
    ]
    st.html(
        html(
            "search.writer_answer",
            locale=locale,
            language=task.question.language,
            sentences=described,
            text=locale.sentences(texts),
            doubt=doubt if sentences else "",
        )
    )
