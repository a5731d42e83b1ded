"""A document's notes on itself are told from what it says, in all six languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import tables
from corpus.languages import BY_CODE
from corpus.notes import own_notes, without_notes
from tools.sample.build import SAMPLE
from tools.sample.texts import read_text


@pytest.mark.parametrize("language", BY_CODE)
def test_only_the_summary_of_a_revision_is_a_note(
    language: str,
) -> None:
    revision, first = (
        read_text(SAMPLE / "text" / folder / f"{language}.txt").summary or ""
        for folder in ("CWGWSIS40-C-0003-R1", "CWGWSIS40-C-0003")
    )
    assert len(own_notes(revision, language)) == 2
    assert not without_notes(revision, language)
    assert without_notes(first, language) == first


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("This contribution replaces Document 40/3.", "en"),
        ("Reissued for technical reasons.", "en"),
        ("La présente contribution annule et remplace le Document 40/3.", "fr"),
        ("El presente documento sustituye al Documento 40/3.", "es"),
        ("Настоящий документ является пересмотренной версией Документа 40/3.", "ru"),
        ("تحل هذه الوثيقة محل الوثيقة 40/3.", "ar"),
        ("本文件取代第40/3号文件。", "zh"),
    ],
)
def test_statements_of_a_document_on_itself_are_notes(text: str, language: str) -> None:
    assert own_notes(text, language) == ((0, len(text)),)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("This document proposes a revision of Resolution 140.", "en"),
        ("This contribution is on the revision of Resolution 1332.", "en"),
        ("The figures in paragraph 2.1 have been updated by the secretariat.", "en"),
        ("La révision de la Résolution 140 est proposée.", "fr"),
        ("تقترح هذه الوثيقة مراجعة القرار 140.", "ar"),
        ("本文件建议修订第140号决议。", "zh"),
        ("This document is a revision of Document 40/3.", "de"),
    ],
)
def test_a_proposal_of_the_document_is_no_note(text: str, language: str) -> None:
    assert own_notes(text, language) == ()
    assert without_notes(text, language) == text


@given(st.text(), st.sampled_from([*BY_CODE]))
def test_no_text_is_too_strange(text: str, language: str) -> None:
    for start, end in own_notes(text, language):
        assert 0 <= start < end <= len(text)


def test_a_wrong_table_of_own_words_is_refused_with_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notes.toml").write_text("[en]\nplace = 'part ('", "utf-8")
    monkeypatch.setenv("WSIS_SEARCH_TABLES", str(tmp_path))
    with pytest.raises(tables.TableError, match=r"notes\.toml, en\.place has to be a regular"):
        own_notes("This document is a revision.", "en")
