"""The view of mandates opens a filled worksheet, and names one thing by one word."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import search_app.web
from index import Index
from search_app.citing import intact
from search_app.citing.words import words
from search_app.localise import CODES, Locale
from search_app.operations import MANDATES, FoundMandates
from search_app.web import frame
from search_app.web.parts.escape import as_html


def _open(index: Path, patch: pytest.MonkeyPatch, code: str) -> AppTest:
    patch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    patch.setenv("WSIS_SEARCH_INDEX", str(index))
    patch.setattr(frame, "PAGES", sorted(frame.PAGES, key=lambda name: name != "meeting"))
    page = AppTest.from_file(Path(search_app.web.__file__).with_name("app.py"), default_timeout=60)
    page.query_params.update({"view": "mandates", "meeting": "all", "ui": code})
    page.run()
    assert not page.exception
    return page


def _html(page: AppTest) -> str:
    return " ".join(drawn.proto.body for drawn in page.get("html"))


def _fill(index: Path, code: str, decisions: Sequence[str]) -> bytes:
    """Return a worksheet on the first mandates, with decisions as somebody writes them."""
    with Index.open(index) as opened:
        tasks = tuple(opened.mandates(with_reports=False, shown_in=code))[: len(decisions)]
        content = MANDATES.write_worksheet("csv", FoundMandates(tasks), code)
    rows = [*csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]
    for row, decision in zip(rows[1:], decisions, strict=True):
        row[-3], row[-2] = decision, "as agreed"
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";").writerows(rows)
    return file.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize("code", ["en", "ar", "zh"])
def test_a_filled_worksheet_shows_decisions_and_other_rows(
    reports_index: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    say, locale = words(code).export, Locale(code)
    content = _fill(reports_index, code, [say["worksheet_retain"], say["worksheet_remove"], "?"])
    page = _open(reports_index, monkeypatch, code)
    assert say["worksheet"] in [expander.label for expander in page.expander]
    labels = [button.proto.label for button in page.get("download_button")]
    files = [locale.text(f"mandates.{name}") for name in ("list_file", "worksheet_file")]
    for kind in ("Word (DOCX)", "CSV"):  # of the list, and to fill in
        names = [locale.add_label(file, intact(kind, code)) for file in files]
        assert [labels.count(name) for name in names] == [1, 1]
    page.file_uploader[0].upload("filled.csv", content, "text/csv").run()
    assert not page.exception
    drawn = _html(page)
    for choice in ("retain", "remove"):
        assert as_html(locale.add_label(say[f"worksheet_{choice}"], "1")) in drawn
    assert drawn.count("as agreed") == 2
    assert as_html(say["worksheet_misfits"]) in drawn
    assert as_html(locale.add_label(say["worksheet_misfits"], "1")) in drawn
    assert as_html(locale.text("mandates.row_name", line="4")) in drawn
    labels = [button.proto.label for button in page.get("download_button")]
    assert len({*labels}) == len(labels)
    choices = locale.join_names(say[f"worksheet_{name}"] for name in ("retain", "update", "remove"))
    row = {"decision": "?", "decisions": choices}
    assert as_html(locale.text("mandates.row-no-decision", **row)) in re.sub("</?bdi>", "", drawn)


@pytest.mark.parametrize("code", ["en", "ar"])
def test_decided_rows_of_a_worksheet_are_on_the_first_page(
    reports_index: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    say, locale = words(code).export, Locale(code)
    content = _fill(reports_index, code, [*[""] * 16, say["worksheet_update"]])
    page = _open(reports_index, monkeypatch, code)
    page.file_uploader[0].upload("filled.csv", content, "text/csv").run()
    drawn = _html(page)
    assert as_html(locale.add_label(say["worksheet_undecided"], "16")) in drawn
    assert as_html(locale.add_label(say["worksheet_update"], "1")) in drawn
    _, _, records = drawn.partition(as_html(say["worksheet_line"]))
    assert re.search(rf"[^\d]18[^\d].*?{as_html(say['worksheet_update'])}", records[:600])


def test_another_file_is_no_worksheet_on_mandates(
    reports_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _open(reports_index, monkeypatch, "fr")
    page.file_uploader[0].upload("other.csv", b"a,b\n1,2\n", "text/csv").run()
    assert not page.exception
    assert as_html(Locale("fr").text("problem.no-worksheet")) in _html(page)


def test_many_decisions_come_a_page_at_a_time(
    reports_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = _fill(reports_index, "en", ["retain"] * 17)
    page = _open(reports_index, monkeypatch, "en")
    page.file_uploader[0].upload("filled.csv", content, "text/csv").run()
    drawn = _html(page)
    assert Locale("en").plural("mandates.count", 17) in drawn
    assert drawn.count("as agreed") == 15


@pytest.mark.parametrize("code", CODES)
def test_deadline_due_and_later_deadlines_differ_by_name(code: str) -> None:
    locale, say = Locale(code), words(code).export
    assert locale.text("mandates.due") == say["deadline"]
    names = {say["deadline"], say["due"], locale.text("search.due")}
    assert len(names) == 3
