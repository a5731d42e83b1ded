"""Sentences where nothing is found, with the hint on filters only where some are set."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.retrieval import ResultNote
from search_app.localise import Locale
from search_app.operations.layouts import choose_hint
from tests.commands import run


@pytest.mark.parametrize(
    ("codes", "is_filtered", "hint"),
    [
        ((), False, "search.nothing_hint"),
        ((), True, "search.nothing_hint_filtered"),
        (("other-language",), False, "search.nothing_hint"),
        (("no-phrase",), False, ""),
        (("no-near",), False, ""),
        (("no-phrase",), True, "search.nothing_hint_filtered"),
        (("common-words",), False, ""),
        (("common-words",), True, ""),
    ],
)
def test_hint_below_no_hits_is_of_what_may_hide_them(
    codes: tuple[str, ...], is_filtered: bool, hint: str
) -> None:
    notes = [ResultNote(code, "") for code in codes]
    assert choose_hint("search.nothing", notes, is_filtered=is_filtered) == hint


@pytest.mark.model
@pytest.mark.parametrize(("code", "word"), [("en", "the"), ("ar", "في"), ("ru", "и")])
@pytest.mark.parametrize("command", ["search", "positions"])
def test_a_word_of_every_text_has_a_note_alone(
    sample_index: Path, command: str, code: str, word: str
) -> None:
    done = run(command, word, "--in", code, index=sample_index)
    (line,) = (done.out + done.err).splitlines()
    assert Locale(code).text("search.note.common-words") in line


@pytest.mark.model
@pytest.mark.parametrize("code", ["en", "zh"])
def test_a_topic_nobody_spoke_on_has_a_hint_on_filters_only_with_some(
    reports_index: Path, code: str
) -> None:
    asked = ("positions", "beekeeping on the moon", "--in", code)
    locale = Locale(code)
    hint = (
        "leave out a filter" if code == "en" else locale.text("positions.not_found_hint_filtered")
    )
    assert hint not in run(*asked, index=reports_index).err
    assert hint in run(*asked, "--meeting", "40", index=reports_index).err


@pytest.mark.model
@pytest.mark.parametrize("code", ["en", "ar"])
def test_question_that_no_sentence_answers_is_sent_to_the_search(
    sample_index: Path, code: str
) -> None:
    done = run("answer", "谁用卫星耳标跟踪牲畜？", "--in", code, index=sample_index)
    assert Locale(code).text("answer.nothing") in done.out + done.err
