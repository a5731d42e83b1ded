"""Mandates in the reader's words: who is asked, and by when."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import tables
from corpus.extract.mandates import find
from corpus.extract.submitters import Submitter
from corpus.languages import BY_CODE
from index import Index
from index.analyses import DraftMandate, Task
from search_app.citing import LayoutCell, office_name
from search_app.citing.export import report_csv
from search_app.citing.words import words
from search_app.localise import Locale
from search_app.operations import FoundMandates
from search_app.operations.layouts.cells import cite_with_date
from search_app.operations.layouts.mandates import (
    column_widths,
    deadline_name,
    mandates_layout,
    name_fate,
    name_standing,
    task_cells,
)
from tests.search_app.passages import passage


@pytest.mark.parametrize(
    ("language", "council", "conference"),
    [
        ("en", "Council 2025", "Plenipotentiary Conference 2026"),
        ("zh", "理事会2025年会议", "2026年全权代表大会"),
        ("ar", "دورة المجلس لعام 2025", "مؤتمر المندوبين المفوضين لعام 2026"),
    ],
)
def test_deadlines_are_sessions_and_conferences_in_the_readers_language(
    language: str, council: str, conference: str
) -> None:
    texts = []
    for text in (
        "Requests the secretariat to report to Council 2025.",
        "Requests the secretariat to report to PP-26.",
    ):
        (mandate,) = find(text, "en")
        task = Task(mandate, text, passage(text), None, None, (), mandate.action, "en")
        texts.append(deadline_name(task, language))
    assert texts == [council, conference]


@pytest.mark.parametrize("language", BY_CODE)
def test_names_of_addressees_begin_alike(language: str) -> None:
    names = [office_name(name, language) for name in tables.load("mandates")["addressees"]]
    assert len(names) > 15
    assert [name for name in names if name[0].islower()] == []


BEFORE = {
    "en": ("invites Members to reply before its 41st meeting;", "before meeting 41"),
    "fr": ("invite les États Membres à répondre avant sa 41e réunion;", "avant la réunion 41"),
    "es": (
        "invita a los Estados Miembros a responder antes de su 41.ª reunión;",
        "antes de la reunión 41",
    ),
    "ru": ("приглашает Государства-Члены ответить до ее 41-го собрания;", "до собрания 41"),
    "ar": ("يدعو الدول الأعضاء إلى الرد قبل الاجتماع 41؛", "قبل الاجتماع 41"),
    "zh": ("请成员国在第41次会议之前答复；", "第41次会议之前"),
}


@pytest.mark.parametrize("language", BEFORE)
def test_a_mandate_due_before_a_meeting_is_not_due_there(language: str) -> None:
    text, _ = BEFORE[language]
    (mandate,) = find(text, language)
    assert (mandate.deadline, mandate.is_before) == ("meeting 41", True)
    task = Task(mandate, text, passage(text), None, None, (), mandate.action, language)
    for reader, (_, expected) in BEFORE.items():
        assert deadline_name(task, reader) == expected
    (at_meeting,) = find("Requests the secretariat to report to its 41st meeting.", "en")
    task = Task(at_meeting, text, passage(text), None, None, (), at_meeting.action, "en")
    assert deadline_name(task, "en") == "meeting 41"


@pytest.mark.parametrize(
    ("language", "who"),
    [
        ("en", "Kenya"),
        ("fr", "Kenya"),
        ("es", "Kenya"),
        ("ru", "Кения"),
        ("ar", "كينيا"),
        ("zh", "肯尼亚"),
    ],
)
def test_a_proposer_is_not_shown_as_asker(language: str, who: str) -> None:
    text = "Requests the secretariat to report."
    (mandate,) = find(text, "en")
    kenya = (Submitter("country", "KEN"),)
    task = Task(mandate, text, passage(text), None, None, (), mandate.action, "en", asked_by=kenya)
    proposed = replace(task, is_proposal=True)
    report = report_csv(mandates_layout(FoundMandates((task, proposed)), language), language)
    head, *lines = csv.reader(io.StringIO(report.decode("utf-8-sig")))
    assert head[2] == words(language).export["asked_or_proposed_by"]
    assert [line[2] for line in lines] == [who, who]
    assert lines[0][3] != lines[1][3] == name_standing(proposed, language)


@pytest.mark.parametrize("language", BY_CODE)
def test_a_proposal_without_later_text_is_not_called_current(language: str) -> None:
    text = "Requests the secretariat to report."
    (mandate,) = find(text, "en")
    task = Task(
        mandate, text, passage(text), None, None, (), mandate.action, "en", is_proposal=True
    )
    later = replace(task, overtaken_by=(passage("Later."),))
    current = words(language).export["mandate_current"]
    assert name_fate(task, language).text == ""
    assert name_fate(later, language).text.startswith(words(language).export["mandate_overtaken"])
    for is_proposal in (False, None):
        assert name_fate(replace(task, is_proposal=is_proposal), language).text == current


@pytest.mark.parametrize(
    ("language", "perhaps"),
    [
        *(("en", "perhaps"), ("fr", "peut-être"), ("es", "quizá"), ("ru", "возможно")),
        *(("zh", "可能"), ("ar", "ربما")),
    ],
)
def test_a_later_text_perhaps_asks_the_same(language: str, perhaps: str) -> None:
    say = words(language).export
    assert perhaps in say["mandate_overtaken"]
    assert perhaps in say["overtaken_by"]


def test_newer_editions_name_the_cited_ones() -> None:
    text = "Requests the secretariat to report."
    (mandate,) = find(text, "en")
    cited = ("Council Res. 1332 (Rev. 2023)", "Council Res. 1334 (Rev. 2023)")
    task = Task(mandate, text, passage(text), None, None, cited, mandate.action, "en")
    newest = ("Council Res. 1332 (Rev. 2024)", cited[1])
    task = replace(task, newest_editions=newest)
    assert task.newer_editions == newest[:1]
    assert task.list_editions(newest[0]) == cited[:1]


@pytest.mark.parametrize("language", BY_CODE)
def test_requests_of_one_sentence_have_their_addressee_above(language: str) -> None:
    text = "Requests the secretariat to report, and invites Member States to reply."
    mandates = find(text, "en")
    drafted = tuple(DraftMandate(mandate, passage(text).passage, ()) for mandate in mandates)
    layout = mandates_layout(FoundMandates((), drafted, has_fates=True), language)
    table = layout.sections[0].table
    assert table
    below = [row[0].below for row in table.rows if row[0]]
    label = words(language).export["addressee"]
    names = [office_name(name, language) for name in ("Secretariat", "Member States")]
    assert below == [Locale(language).add_label(label, name) for name in names]
    # The page has 267 mm, a symbol with its revision in LibreOffice 48 mm, a cell's margins 4 mm.
    symbols = [267 * table.widths[column] / sum(table.widths) for column in (2, 4, 5)]
    assert min(symbols) >= 52


def test_the_verb_of_a_mandate_is_that_of_its_text(reports_index: Path) -> None:
    verbs = {"en": "calls upon", "zh": "requests"}
    for language, verb in verbs.items():
        with Index.open(reports_index) as index:
            tasks = index.mandates(
                with_reports=False, document="CWG-WSIS&SDG-39/2", shown_in=language
            )
        (task,) = (task for task in tasks if task.shown.passage.label == "1.2")
        assert task.mandate.verb == "calls upon"  # the same for every reader
        assert task_cells(task, language)[1].text == words(language).mandates[verb]
    assert "要求秘书处" in task.text


def test_a_symbol_yields_to_words_where_columns_fill_the_page() -> None:
    names = ("Поручение",) * 8 + ("Сноска",)
    texts = ("Приглашение",) * 8 + ("CWG-WSIS&SDG-40/3-R(Rev.1), п. 5.1",)
    widths = column_widths(names, [[*map(LayoutCell, texts)]])
    # A page has 155 characters; the word takes 11, a capital's width and a cell's margins.
    assert all(155 * width / sum(widths) > 15 for width in widths)
    assert widths[-1] > 1.5 * widths[0]


def test_arabic_date_follows_the_symbol_of_a_revision() -> None:
    """Without the mark the day is drawn before the symbol, on the right of the line."""
    shown = passage(superseded_by="CWG-WSIS&SDG-39/2(Rev.1)", date="2023-09-09", language="ar")
    assert "(Rev.1)\u200e،\u200f 9 سبتمبر 2023، كينيا" in cite_with_date(shown, "ar", "كينيا")
    in_english = cite_with_date(shown, "en", "Kenya")
    assert in_english.endswith("CWG-WSIS&SDG-39/2(Rev.1), 9 September 2023, Kenya")
