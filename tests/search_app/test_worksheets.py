"""Worksheets on mandates go out and come back filled in, whatever a spreadsheet did to them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import docx
import pytest
from docx.shared import Mm
from starlette.testclient import TestClient

from corpus.errors import QueryError
from corpus.languages import BY_CODE
from index import Index
from index.model import Encoder
from search_app.api import Answers
from search_app.api.application import application
from search_app.citing import intact
from search_app.citing.words import words
from search_app.drafts import Draft
from search_app.localise import Locale
from search_app.mcp.tools import tool
from search_app.operations import (
    DecisionsAnswer,
    DecisionsRequest,
    FoundMandates,
    RequestContext,
    operation,
)
from search_app.operations.layouts.mandate_worksheet import count_decisions, decisions_layout
from search_app.worksheets import read_worksheet
from tests.commands import run
from tests.conftest import of_texts

Rows = list[list[str]]

_DECISION, _REASON, _KEY = -3, -2, -1
"""Columns to fill in, and the last one."""


@pytest.fixture(scope="module")
def opened(reports_index: Path) -> Index:
    return Index.open(reports_index)


def _write(opened: Index, kind: str, language: str = "en", count: int | None = 6) -> bytes:
    mandates = operation("mandates")
    request = mandates.request_of({"shown_in": language, "fates": True})
    result, _ = mandates.look(RequestContext(opened), request)
    return mandates.write_worksheet(
        kind, replace(result, mandates=result.mandates[:count]), language
    )


def _read(content: bytes) -> Rows:
    return [*csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]


def _rows_as(rows: Rows, separator: str, encoding: str) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator).writerows(rows)
    return file.getvalue().encode(encoding)


def _answer(opened: Index, content: bytes, name: str = "filled.csv") -> DecisionsAnswer:
    request = DecisionsRequest(draft=Draft(name=name, content=content))
    answer: DecisionsAnswer = operation("decisions").run(RequestContext(opened), request)
    return answer


def _move(rows: Rows) -> Rows:
    """Put the last column first, and one of the reader's own behind."""
    return [[row[-1], *row[:-1], "own"] for row in rows]


@pytest.mark.parametrize(
    ("change", "separator", "encoding"),
    [
        (lambda rows: rows, ",", "utf-8-sig"),
        (lambda rows: rows, ";", "utf-8-sig"),
        (lambda rows: rows, "\t", "utf-16"),
        (lambda rows: [["sep=;"], *rows], ";", "utf-8"),
        (_move, ";", "utf-8"),
    ],
)
def test_filled_csv_is_read_however_it_was_saved(
    opened: Index, change: Callable[[Rows], Rows], separator: str, encoding: str
) -> None:
    rows = _read(_write(opened, "csv"))
    for row, decision in zip(rows[1:4], ("retain", "Update ", "REMOVE."), strict=True):
        row[_DECISION:_KEY] = decision, "as agreed\non Monday"
    answer = _answer(opened, _rows_as(change(rows), separator, encoding))
    decisions = [row.decision for row in answer.decisions]
    assert decisions == ["retain", "update", "remove", None, None, None]
    assert answer.decisions[0].reason == "as agreed\non Monday"
    assert [row.mandate.key for row in answer.decisions] == [row[-1] for row in rows[1:]]
    assert answer.misfits == ()


@pytest.mark.parametrize("language", BY_CODE)
def test_worksheet_of_each_language_comes_back(opened: Index, language: str) -> None:
    say = words(language).export
    rows = _read(_write(opened, "csv", language))
    names = ("retain", "update", "remove")
    for row, name in zip(rows[1:4], names, strict=True):
        row[_DECISION] = say[f"worksheet_{name}"]
    answer = _answer(opened, _rows_as(rows, ";", "utf-8-sig"))
    assert tuple(row.decision for row in answer.decisions[:3]) == names


@pytest.mark.parametrize("language", BY_CODE)
def test_worksheet_names_editions_as_its_language_does(opened: Index, language: str) -> None:
    rows = _read(_write(opened, "csv", language, None))
    editions = {name for row in rows[1:] for name in row[7].splitlines()}
    assert editions
    assert not any(name.startswith(("Council Res.", "PP Res.")) for name in editions)


@pytest.mark.parametrize("language", BY_CODE)
def test_worksheet_says_who_asks_and_whether_it_was_decided(opened: Index, language: str) -> None:
    say, locale = words(language).export, Locale(language)
    head, *rows = _read(_write(opened, "csv", language, None))
    assert [head.index(say[name]) for name in ("asked_or_proposed_by", "standing", "deadline")] == [
        *(1, 2, 4)
    ]
    assert {row[2] for row in rows} == {say["proposed"], say["decided"], say["not_said"]}
    document = docx.Document(io.BytesIO(_write(opened, "docx", language, None)))
    (table,) = document.tables
    for row, line in zip(rows, [*table.rows][1:], strict=True):
        cells = [cell.text.replace("\u200f", "").replace("\u200e", "") for cell in line.cells]
        assert row[2] in cells[2]
        assert not row[4] or locale.add_label(say["deadline"], "").strip() in cells[1]


@pytest.mark.parametrize("language", BY_CODE)
def test_worksheet_says_that_no_report_was_found(opened: Index, language: str) -> None:
    say = words(language).export
    head, *rows = _read(_write(opened, "csv", language, None))
    reports = [row[head.index(say["reported_in"])] for row in rows]
    assert say["no_report"] in reports
    assert all(reports)
    mandates = operation("mandates")
    tasks = tuple(opened.mandates(with_reports=False))[:1]  # reports were not looked for
    _, row = _read(mandates.write_worksheet("csv", FoundMandates(tasks), language))
    assert row[head.index(say["reported_in"])] == ""


def test_worksheet_lists_newer_editions_with_the_cited_ones(opened: Index) -> None:
    rows = _read(_write(opened, "csv", "en", None))
    editions = {row[7] for row in rows[1:]} - {""}
    newer, cited = "Council Resolution 1332 (Rev. 2024)", "Council Resolution 1332 (Rev. 2023)"
    assert f"{newer} – cited: {cited}" in editions
    for row in rows[1:]:
        assert not any(name.partition(" – ")[0] in row[5] for name in row[7].split("; ") if name)


_FORMER: Final = (
    *("addressee", "action", "citation", "mandate_age", "newest_edition", "overtaken_by"),
    *("reported_in", "worksheet_decision", "worksheet_reason", "worksheet_key"),
)


def test_worksheet_of_the_former_columns_is_read(opened: Index) -> None:
    say = words("fr").export
    keys = [row[_KEY] for row in _read(_write(opened, "csv"))[1:3]]
    rows = [
        [say[name] for name in _FORMER],
        *([*[""] * 7, say["worksheet_retain"], "", key] for key in keys),
    ]
    answer = _answer(opened, _rows_as(rows, ";", "utf-8-sig"))
    assert [row.mandate.key for row in answer.decisions] == keys
    assert [row.decision for row in answer.decisions] == ["retain", "retain"]


@pytest.mark.parametrize("language", BY_CODE)
def test_symbols_of_a_word_worksheet_have_room(opened: Index, language: str) -> None:
    document = docx.Document(io.BytesIO(_write(opened, "docx", language, None)))
    (table,) = document.tables
    for column in (2, _KEY):
        words_of_cells = (
            word for row in table.rows for word in re.split(r"[\s\u200b]", row.cells[column].text)
        )
        longest = max(len(word) for word in words_of_cells if word.startswith("CWG-WSIS&SDG-"))
        # LibreOffice takes 1.7 mm for a letter of a symbol, and a cell's margins have 3.8 mm.
        assert table.columns[column].width / Mm(1) >= 3.8 + 1.7 * min(longest, 27)


@pytest.mark.parametrize("language", BY_CODE)
def test_headings_and_reason_of_a_word_worksheet_have_room(opened: Index, language: str) -> None:
    document = docx.Document(io.BytesIO(_write(opened, "docx", language)))
    head = document.tables[0].rows[0].cells
    widths = [cell.width / Mm(1) for cell in head]
    for cell, width in zip(head, widths, strict=True):
        if language != "zh":  # whose lines break anywhere
            assert width >= 2 * max(map(len, cell.text.split()))
    assert widths[_REASON] >= 20


def test_word_table_comes_back_with_tracked_changes(opened: Index) -> None:
    document = docx.Document(io.BytesIO(_write(opened, "docx")))
    (table,) = document.tables
    decision = len(table.columns) + _DECISION
    table.cell(2, decision).text = "retain"
    paragraph = table.cell(3, decision).paragraphs[0]._p
    inserted = paragraph.makeelement(
        docx.oxml.ns.qn("w:ins"), {docx.oxml.ns.qn("w:author"): "A", docx.oxml.ns.qn("w:id"): "1"}
    )
    table.cell(3, decision).paragraphs[0].add_run("remove")
    run = paragraph.r_lst[-1]
    paragraph.append(inserted)
    inserted.append(run)
    file = io.BytesIO()
    document.save(file)
    answer = _answer(opened, file.getvalue(), "filled.docx")
    decisions = {row.line: row.decision for row in answer.decisions}
    assert (len(decisions), decisions[2], decisions[3], decisions[4]) == (
        6,
        None,
        "retain",
        "remove",
    )


def test_word_table_from_right_to_left_keeps_its_keys(opened: Index) -> None:
    answer = _answer(opened, _write(opened, "docx", "ar"), "filled.docx")
    assert (len(answer.decisions), answer.misfits) == (6, ())


def test_rows_that_do_not_fit_are_named_with_their_lines(opened: Index) -> None:
    rows = _read(_write(opened, "csv"))
    rows[1][_DECISION] = "perhaps"
    rows[2][-1] = f"{rows[2][-1][:-8]}00000000"
    rows[3][-1] = "CWG-WSIS&SDG-99/9#1:1:00000000"
    rows[4][-1] = ""
    rows[6][-1] = rows[5][-1]
    rows += [["", "CWG-WSIS&SDG-40/3", *[""] * 10, "CWG-WSIS&SDG-40/3#5.1:9:00000000"]]
    answer = _answer(opened, _rows_as(rows, ",", "utf-8"))
    assert answer.decisions == ()
    assert [(misfit.line, misfit.code) for misfit in answer.misfits] == [
        (2, "no-decision"),
        (3, "changed"),
        (4, "unknown"),
        (5, "no-key"),
        (6, "twice"),
        (7, "twice"),
        (8, "superseded"),
    ]
    assert "retain, update, remove" in answer.misfits[0].message
    assert "CWG-WSIS&SDG-40/3(Rev.1)" in answer.misfits[-1].message


@pytest.mark.parametrize("language", BY_CODE)
def test_reason_repeats_neither_line_nor_key(opened: Index, language: str) -> None:
    say, locale = words(language).export, Locale(language)
    rows = _read(_write(opened, "csv", language))
    rows[1][-1], rows[2][-1] = "", f"{rows[2][-1][:-8]}00000000"
    rows[4][-1] = rows[3][-1]
    rows[5][-1], rows[6][-1] = "CWG-WSIS&SDG-99/9#1:1:0", "CWG-WSIS&SDG-40/3#5.1:9:0"
    draft = Draft(name="filled.csv", content=_rows_as(rows, ",", "utf-8"))
    decisions, context = operation("decisions"), RequestContext(opened, language=language)
    result, _ = decisions.look(context, DecisionsRequest(draft=draft))
    table = decisions_layout(result, language).sections[-1].table
    assert table
    assert table.columns[-1] == say["worksheet_why"]
    lines = [row[0].text for row in table.rows if row[0]]
    assert lines == [locale.text("mandates.row_name", line=n) for n in range(2, 8)]
    assert locale.add_label(say["worksheet_misfits"], "6") in count_decisions(result, language)
    reasons = [row[-1].text for row in table.rows if row[-1]]
    kinds = ("no-key", "changed", "twice", "twice", "unknown", "superseded")
    named = intact("CWG-WSIS&SDG-40/3(Rev.1)", language)
    assert reasons == [locale.text(f"mandates.row-{kind}", name=named) for kind in kinds]
    assert not any("#" in reason for reason in reasons)
    numbered = [locale.text("mandates.row", line=n, reason="").strip() for n in range(2, 8)]
    assert not any(map(str.startswith, reasons, numbered))


@pytest.mark.parametrize("language", BY_CODE)
def test_decided_rows_come_first_and_the_others_are_counted(opened: Index, language: str) -> None:
    say, locale = words(language).export, Locale(language)
    rows = _read(_write(opened, "csv", language))
    rows[3][_DECISION], rows[6][_DECISION] = say["worksheet_remove"], say["worksheet_retain"]
    draft = Draft(name="filled.csv", content=_rows_as(rows, ",", "utf-8"))
    decisions, context = operation("decisions"), RequestContext(opened, language=language)
    result, _ = decisions.look(context, DecisionsRequest(draft=draft))
    (section,) = decisions_layout(result, language).sections
    assert section.table
    lines = [row[0].text for row in section.table.rows if row[0]]
    assert lines == ["4", "7", "2", "3", "5", "6"]
    (counts,) = section.lines
    assert locale.add_label(say["worksheet_undecided"], "4") in counts.text
    assert locale.add_label(say["worksheet_remove"], "1") in counts.text
    answer = _answer(opened, draft.content)
    assert [row.line for row in answer.decisions] == [2, 3, 4, 5, 6, 7]  # in JSON as in the file


def test_mandate_at_another_place_is_found_by_its_words(opened: Index) -> None:
    rows = _read(_write(opened, "csv"))
    key = rows[2][-1]
    rows[2][-1] = f"{key.partition('#')[0]}#99:77:{key.rpartition(':')[2]}"
    answer = _answer(opened, _rows_as(rows[:3], ",", "utf-8"))
    assert [row.mandate.key for row in answer.decisions] == [rows[1][-1], key]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Key;Reason\r\na;b\r\n",
        b"PK\x03\x04 no archive",
        b"\x00\xff\xfe\x00" * 9,
        b'"' * 9,
        b'Key,Decision\r\na,"b\r\nc,d',
    ],
)
def test_other_files_are_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(QueryError, match="This is no worksheet on mandates"):
        read_worksheet(Draft(name="a.csv", content=content))


def test_csv_starts_no_formula_in_any_cell(opened: Index) -> None:
    mandates = operation("mandates")
    result, _ = mandates.look(RequestContext(opened), mandates.request_of({"fates": True}))
    task = result.mandates[0]
    hostile = replace(task, mandate=replace(task.mandate, action="=1+1"), text="=1+1")
    rows = _read(mandates.write_worksheet("csv", replace(result, mandates=(hostile,)), "en"))
    assert "'=1+1" in rows[1][3]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_command_writes_a_worksheet_and_reads_it(reports_index: Path, tmp_path: Path) -> None:
    path = tmp_path / "worksheet.csv"
    asked = ("mandates", "--document", "CWG-WSIS&SDG-40/5")
    written = run(*asked, "--worksheet", str(path), index=reports_index)
    assert (written.code, written.out) == (0, "")
    rows = _read(path.read_bytes())
    rows[1][_DECISION], rows[2][_DECISION] = "supprimer", "sometimes"
    path.write_bytes(_rows_as(rows, ";", "utf-8-sig"))
    read = run("mandates", "--worksheet-in", str(path), "--json", index=reports_index)
    answer = read.json()
    assert (read.code, answer["decisions"][0]["decision"]) == (1, "remove")
    assert [misfit["line"] for misfit in answer["misfits"]] == [3]
    assert "Line 3: “sometimes” is no decision." in read.err
    other = run("mandates", "--worksheet", str(tmp_path / "a.xlsx"), index=reports_index)
    assert (other.code, "ends in .docx or .csv" in " ".join(other.err.split())) == (2, True)
    both = run("mandates", "--worksheet-in", str(path), "--draft", "-", index=reports_index)
    assert (both.code, "--worksheet-in alone" in " ".join(both.err.split())) == (2, True)


DRAFT = (
    "Requests the secretariat to revise twice a year the matrix that relates WSIS action lines to "
    "the Global Digital Compact.\nRequests the secretariat to buy a boat."
)


@pytest.mark.thorough
def test_command_rest_and_tool_compare_the_mandates_of_a_draft(reports_index: Path) -> None:
    printed = run("mandates", "--draft", "-", "--json", index=reports_index, given=DRAFT.encode())
    same, other = printed.json()["draft"]
    (mandate,) = printed.json()["mandates"]
    assert (mandate["symbol"], mandate["label"]) == ("CWG-WSIS&SDG-40/5", "3.3")
    assert [earlier["key"] for earlier in same["earlier"]] == [mandate["key"]]
    assert other["earlier"] == mandate["overtaken_by"] == []
    assert "contrary" not in same
    answers = Answers(reports_index)
    with TestClient(application(answers), base_url="http://127.0.0.1") as client:
        sent = client.post("/api/v1/mandates", json={"text": DRAFT})
        listed = client.get("/api/v1/mandates", params={"k": 3})
        refused = client.get("/api/v1/mandates", params={"draft": DRAFT})
        worksheet = client.post(
            "/api/v1/mandates/decisions",
            params={"name": "a.csv"},
            content=f"Key,Decision\n{mandate['key']},retain\n".encode(),
            headers={"Content-Type": "application/octet-stream"},
        )
    assert sent.json()["draft"] == printed.json()["draft"]
    assert (len(listed.json()["mandates"]), "draft" in listed.json()) == (3, False)
    assert refused.status_code == 422
    assert [row["decision"] for row in worksheet.json()["decisions"]] == ["retain"]
    called = tool(answers, operation("mandates"))(**_arguments(draft=DRAFT))
    assert called["draft"][0]["earlier"][0]["key"] == mandate["key"]
    assert "draft" not in tool(answers, operation("mandates"))(**_arguments(draft=None))
    answers.close()


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("ar", "يطلب العكس"),
        ("zh", "要求相反"),
        ("en", "Asks the contrary"),
        ("fr", "Demande le contraire"),
        ("ru", "Поручается обратное"),
        ("es", "Pide lo contrario"),
    ],
)
def test_contrary_mandate_is_named_as_such(
    reports_index: Path, tmp_path: Path, language: str, label: str
) -> None:
    contrary = DRAFT.splitlines()[0].replace("to revise", "not to revise")
    options = ("mandates", "--draft", "-", "--in", language)
    written = tmp_path / "asked.md"
    run(*options, "--markdown", str(written), index=reports_index, given=contrary.encode())
    printed = run(*options, "--json", index=reports_index, given=contrary.encode()).json()
    (drafted,), (mandate,) = printed["draft"], printed["mandates"]
    assert label in written.read_text("utf-8")
    assert drafted["earlier"] == []
    assert [earlier["key"] for earlier in drafted["contrary"]] == [mandate["key"]]


def _arguments(**given: object) -> dict[str, Any]:
    fields = {field.name: field.default for field in operation("mandates").fields}
    return {**fields, "k": 20, "offset": 0, **given}


@pytest.mark.parametrize("language", BY_CODE)
def test_draft_that_asks_nothing_is_answered_in_a_sentence(
    reports_index: Path, language: str
) -> None:
    asked = ("mandates", "--draft", "-", "--in", language)
    told = run(*asked, index=reports_index, given=b"The canteen opens at noon on Mondays.\n")
    assert (told.code, told.out) == (0, "")
    assert told.err.strip() == Locale(language).text("mandates.draft_nothing")


@pytest.mark.thorough
def test_mandate_without_words_is_named_by_the_command(tmp_path: Path, encoder: Encoder) -> None:
    text = "CWG-WSIS&SDG-44/2-E\n2026-02-03\n1\tinstructs the Secretary-General …\n"
    (tmp_path / "S26-CWGWSIS44-C-0002!!MSW-E.txt").write_text(
        f"{text}2\tRequests the secretariat to prepare a list of radio stations.\n", "utf-8"
    )
    told = run("mandates", "--json", index=of_texts(tmp_path, encoder))
    assert told.code == 0
    (left_out,) = told.json()["left_out"]
    assert left_out in told.err
    assert [mandate["label"] for mandate in told.json()["mandates"]] == ["2"]


@pytest.mark.thorough
def test_list_shows_what_overtook_a_mandate_where_asked(tmp_path: Path, encoder: Encoder) -> None:
    text = "The Group requests the secretariat to prepare a list of radio stations on islands."
    for number, date in (("44", "2026-02-03"), ("45", "2026-09-03")):
        path = tmp_path / f"S26-CWGWSIS{number}-C-0002!!MSW-E.txt"
        path.write_text(f"CWG-WSIS&SDG-{number}/2-E\n{date}\n1\t{text}\n", "utf-8")
    index = of_texts(tmp_path, encoder)
    name = words("en").export["mandate_overtaken"]
    listed = run("mandates", "--fates", index=index).out
    assert listed.count(name) == 1
    assert name not in run("mandates", index=index).out
    written = run("mandates", "--worksheet", str(tmp_path / "a.csv"), index=index)
    first, second = _read((tmp_path / "a.csv").read_bytes())[1:]
    assert (written.code, first[8]) == (0, "")
    assert "CWG-WSIS&SDG-45/2" in second[8]
    assert name not in second[5]
