"""Machine translations on pages: the button, the reader's consent, threads, and their progress.

A thread translates, and stores each text at once, so that a page can be left or closed. Whole
documents take turns, since a process translates few texts at a time. Nothing is sent unless a
reader presses the button.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Final

import streamlit as st

from index.access import CLASSES
from index.store import Excerpt, PassageTranslation
from search_app.localise import Locale
from search_app.operations import PassageTranslator, list_untranslated
from search_app.web import frame
from search_app.web.parts import html
from search_app.web.session import ReaderTask, open_index
from search_app.writers import TranslatorSettings, WriterError

_TASKS: Final = "translation-tasks"
_CONSENT: Final = "translation-consent"
"""Session key of the translator on another machine to which this reader agreed to send texts."""

_LOOK_SECONDS: Final = 0.4
"""Seconds between two looks at how far a translation is."""

_Key = tuple[str, str, str, tuple[int, ...]]
"""State of the index, translator, language, and passages."""


@dataclass(eq=False, slots=True)
class TranslationTask(ReaderTask):
    """Passages that a thread translates.

    Attributes:
        translations: by the texts of the passages.
        is_document: whether it waits for the other documents.
    """

    translator: PassageTranslator
    passages: tuple[Excerpt, ...]
    is_document: bool
    translations: dict[str, PassageTranslation] = field(default_factory=dict)

    def start(self) -> None:
        """Let a thread translate, as the reader of this page."""
        self.run_in_thread(self._translate, "translate", "The passages could not be translated")

    def _translate(self) -> None:
        with _turn if self.is_document else nullcontext():
            for shown in self.translator.translate(self.passages):
                if shown.translation:
                    self.translations[shown.passage.text] = shown.translation
                if self.is_stopped:
                    break
        self.failure = self.translator.failure

    def stop(self) -> None:
        """Send no further passage."""
        self.is_stopped = True

    @property
    def count(self) -> int:
        """Number of passages that have a translation."""
        return sum(shown.passage.text in self.translations for shown in self.passages)


_turn: Final = threading.Lock()
"""Lock of the document that is being translated."""

_documents: Final[dict[_Key, TranslationTask]] = {}
"""Documents that are being translated for any reader of this server."""


def read_settings() -> TranslatorSettings | None:
    """Return the settings of the translator; None where none is set, or they are not understood."""
    try:
        return TranslatorSettings.from_environment()
    except WriterError:
        return None


def add_requested(passages: Sequence[Excerpt], target: str) -> list[Excerpt]:
    """Return passages with the translations that the reader asked for in this session."""
    known: dict[str, PassageTranslation] = {}
    if settings := read_settings():
        for (_, translator, language, _), task in _list_tasks().items():
            if (translator, language) == (settings.identity, target):
                known |= task.translations
    return [replace(shown, translation=known.get(shown.passage.text)) for shown in passages]


def add_stored(passages: Sequence[Excerpt], target: str) -> list[Excerpt]:
    """Return passages with their stored translations, where they have no version; send nothing."""
    settings = read_settings()
    if settings is None:
        return [*passages]
    index = open_index()
    lacking = list_untranslated(index, passages, target)
    stored = PassageTranslator(index, settings, target).read(lacking)
    by_id = {shown.passage_id: shown.translation for shown in stored}
    return [
        replace(shown, translation=by_id.get(shown.passage_id) or shown.translation)
        for shown in add_requested(passages, target)  # a full disk stores none of them
    ]


def draw_button(
    locale: Locale, passages: Sequence[Excerpt], target: str, *, is_document: bool = False
) -> None:
    """Draw the button that translates passages, or how far that is.

    Draw nothing where no translator is set, or each passage has a version or a translation.
    """
    settings = read_settings()
    lacking = list_untranslated(open_index(), passages, target) if settings else []
    if settings is None or not lacking:
        return
    ids = tuple(shown.passage_id for shown in lacking)
    key = (open_index().store.state, settings.identity, target, ids)
    task = _list_tasks().get(key) or _documents.get(key)
    if task is not None and not task.is_done:
        _list_tasks()[key] = task
        _follow(locale, task)
        return
    if task is not None and task.failure is not None:
        frame.note(locale.text(f"translation.failed.{task.reason}"))
    task = TranslationTask(
        PassageTranslator(open_index(), settings, target), tuple(lacking), is_document=is_document
    )
    if is_document:
        missing = len(task.translator.list_missing(lacking))
        counts = map(locale.number, (len(lacking) - missing, len(lacking)))
        text = locale.text("translation.state", **dict(zip(("done", "count"), counts, strict=True)))
        st.html(html("parts.status", text=text))
    is_whole = not missing if is_document else all(shown.translation for shown in lacking)
    if not is_whole and _is_wanted(locale, settings, task, target):
        _begin(task, key)


def _is_wanted(
    locale: Locale, settings: TranslatorSettings, task: TranslationTask, target: str
) -> bool:
    """Draw the button; return whether it was pressed, and text may go where it has to."""
    form = f"translate-{target}-{'document' if task.is_document else task.passages[0].passage_id}"
    name = "translation.translate_document" if task.is_document else "translation.translate"
    label = locale.text(name, language=locale.language(target))
    if not frame.send_button(label, "translate", form, type="tertiary"):
        return False
    is_stored = not task.translator.list_missing(task.passages)
    if not (is_stored or _has_consent(locale, settings, form)):
        return False
    frame.settle(form)
    return True


def _begin(task: TranslationTask, key: _Key) -> None:
    """Let a thread translate, and draw the page anew."""
    _list_tasks()[key] = task
    if task.is_document:
        for other in [own for own, running in _documents.items() if running.is_done]:
            del _documents[other]
        _documents[key] = task
    task.start()
    st.rerun()


def _has_consent(locale: Locale, settings: TranslatorSettings, form: str) -> bool:
    """Return whether the reader agrees that text goes to the translator; ask the first time."""
    if settings.is_local or st.session_state.get(_CONSENT) == settings.identity:
        return True
    texts = [locale.text("translation.sent", host=settings.host)]
    if open_index().access_rules() is not None and settings.limit == CLASSES[0]:
        texts.append(locale.text("writer.public_only"))
    frame.note(locale.sentences(texts), role="alert")
    with st.container(horizontal=True, gap="small"):
        agrees = st.button(locale.text("translation.send"), key=f"{form}-send")
        st.button(
            locale.text("translation.cancel"),
            key=f"{form}-cancel",
            type="tertiary",
            on_click=frame.settle,
            args=(form,),
        )
    if agrees:
        st.session_state[_CONSENT] = settings.identity
    return agrees


@st.fragment(run_every=_LOOK_SECONDS)
def _follow(locale: Locale, task: TranslationTask) -> None:
    """Draw how far a translation is; once it is done, draw the page anew."""
    if task.is_done:
        st.rerun()
    count = {"done": locale.number(task.count), "count": locale.number(len(task.passages))}
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        text = locale.text("translation.running", **count)
        st.html(html("parts.note", text=text, role="status"), width="content")
        st.button(
            locale.text("translation.stop"),
            key=f"stop-{id(task)}",
            type="tertiary",
            disabled=task.is_stopped,
            on_click=task.stop,
        )


def _list_tasks() -> dict[_Key, TranslationTask]:
    """Return the tasks of this session, by what they translate."""
    tasks: dict[_Key, TranslationTask] = st.session_state.setdefault(_TASKS, {})
    return tasks
