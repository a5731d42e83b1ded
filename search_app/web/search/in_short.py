"""Box of the sentences that together answer a question, above its hits."""

from __future__ import annotations

import streamlit as st

from index.answers import AnswerSentence, ShortAnswer
from index.store import Excerpt
from search_app.citing import citation, quotation
from search_app.localise import Locale
from search_app.operations.layouts import describe_change, list_lead_ins, quote_sentence
from search_app.web.parts import document_address, html


def draw(locale: Locale, answer: ShortAnswer) -> None:
    """Draw the sentences of an answer, each with its citation; nothing where it has none.

    Where they may not answer, a line above them says so.
    """
    if answer.sentences:
        leads = list_lead_ins(answer.sentences)
        sentences = [
            _describe(locale, sentence, lead)
            for sentence, lead in zip(answer.sentences, leads, strict=True)
        ]
        doubt = locale.text("search.note.unsure-answer") if answer.is_unsure else ""
        wanted = answer.shown_in
        st.html(
            html("search.in_short", locale=locale, sentences=sentences, wanted=wanted, doubt=doubt)
        )


def _describe(locale: Locale, sentence: AnswerSentence, lead: str) -> dict[str, object]:
    """Return a sentence's text, links and notes, by the names of the template."""
    quoted = quote_sentence(sentence)
    return {
        "text": sentence.text,
        "language": sentence.shown.text_language,
        "lead": lead,
        "cited": _link(locale, sentence.shown),
        "quoted": quotation(quoted, locale.code),
        "also": [_link(locale, shown) for shown in sentence.also],
        "disagreements": [
            (_link(locale, other.shown), describe_change(other, locale.code))
            for other in sentence.disagreements
        ],
    }


def _link(locale: Locale, shown: Excerpt) -> tuple[str, str]:
    """Return the citation of a passage, and its address in the reader."""
    return citation(shown, locale.code), document_address(shown)
