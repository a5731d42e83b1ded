"""A meeting's days are those on which covers and the table agree, wherever they are told."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from docx import Document

from corpus.meetings import Days
from index import Index
from index.indexing.build import build
from index.lookup import list_meeting_days, meeting_days
from index.model import Encoder
from index.store import Store
from search_app.localise import Locale
from search_app.web.parts import meetings
from tests.commands import run
from tests.index.earlier_schema import undo_steps

OF_40 = "2024-02-12/2024-02-13"


def cover(folder: Path, number: str, line: str, language: str = "E") -> Path:
    """A document of which the cover has a line on its meeting."""
    name = f"S25-CWGWSIS{number.replace('/', '-C-000')}!!MSW-{language}.txt"
    path = folder / name
    path.write_text(
        f"{line}\nCWG-WSIS&SDG-{number}-{language}\n3 February 2025\nSource: Kenya\nRadio\n"
        "1\tWe ask for more radio stations on the islands.\n",
        "utf-8",
    )
    return path


def index_of(folder: Path, encoder: Encoder, *files: Path) -> Path:
    with Store(folder / "index", create=True) as store:
        assert not build(store, encoder, files).failed
    return folder / "index"


@pytest.mark.thorough
def test_versions_in_several_languages_agree(encoder: Encoder, tmp_path: Path) -> None:
    files = (
        cover(tmp_path, "42/2", "Forty-second meeting – Geneva, 30 January to 2 February 2025"),
        cover(tmp_path, "42/2", "الاجتماع الثاني والأربعون – جنيف، 30 يناير - 2 فبراير 2025", "A"),
        cover(tmp_path, "42/3", "第四十二次会议 – 2025年1月30日至2月2日，日内瓦", "C"),
    )
    with Store(index_of(tmp_path, encoder, *files)) as store:
        assert {"42": "2025-01-30/2025-02-02"}.items() <= {
            meeting: str(days) for meeting, days in meeting_days(store).items()
        }.items()


@pytest.mark.parametrize(
    ("number", "lines"),
    [
        ("42/2", ("Council – Geneva, 2–3 February 2025", "理事会 – 2025年2月3-4日，日内瓦")),
        # The table has 2 and 3 October.
        ("41/2", ("Council – Geneva, 1–2 October 2024", "理事会 – 2024年10月1-2日，日内瓦")),
    ],
)
@pytest.mark.once
def test_disagreeing_covers_or_table_give_no_days(
    encoder: Encoder, tmp_path: Path, number: str, lines: tuple[str, str]
) -> None:
    files = (cover(tmp_path, number, lines[0]), cover(tmp_path, number, lines[1], "C"))
    folder = index_of(tmp_path, encoder, *files)
    meeting = number[:2]
    with Store(folder) as store:
        assert meeting not in meeting_days(store)
        (disputed,) = (meeting for meeting in list_meeting_days(store) if meeting.days is None)
        assert {*disputed.stated, disputed.listed} - {None} != {disputed.listed}
        assert not any(each.days for each in meetings(store, Locale("en")))
    status = run("status", "--json", index=folder).json()
    assert status["meeting_days"] == {}
    assert [meeting["meeting"] for meeting in status["disputed_days"]] == [meeting]
    assert run("dossier", meeting, "--json", index=folder).json()["meeting_days"] is None
    output = run("status", index=folder).out
    assert "different days" in output
    assert "compare the covers" in " ".join(output.split())


@pytest.mark.thorough
def test_the_next_ingest_adds_meeting_days_to_an_older_index(
    encoder: Encoder, tmp_path: Path
) -> None:
    file = cover(tmp_path, "42/2", "第四十二次会议 – 2025年2月2-3日，日内瓦", "C")
    folder = index_of(tmp_path, encoder, file)
    with Store(folder) as store:
        undo_steps(store, back_to="days of meetings")
        with store.transaction():
            store.run("UPDATE file SET reader = 9")
    with Store(folder) as store:
        assert "42" not in meeting_days(store)
        assert build(store, encoder, [file]).ingested == 1
        assert str(meeting_days(store)["42"]) == "2025-02-02/2025-02-03"


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.thorough
def test_every_meeting_is_shown_with_its_days(
    reports_index: Path, tmp_path: Path, language: str
) -> None:
    locale = Locale(language)
    days = Days.read(OF_40)
    assert days is not None
    days_text = locale.days(days.first, days.last)
    topic = ("positions", "early warning of floods", "--in", language)
    cells = run(*topic, "--json", index=reports_index).json()["cells"]
    assert {cell["meeting_days"] for cell in cells if cell["meeting"] == "40"} == {OF_40}
    word, table = tmp_path / "positions.docx", tmp_path / "positions.csv"
    run(*topic, "--docx", word, "--csv", table, index=reports_index)
    heads = [cell.text for table in Document(str(word)).tables for cell in table.rows[0].cells]
    assert any(days_text in " ".join(head.split()) for head in heads)
    rows = list(csv.reader(table.read_text("utf-8-sig").splitlines()))
    assert OF_40 in {cell for row in rows for cell in row}
    dossier = run("dossier", "40", "--in", language, "--json", index=reports_index).json()
    assert dossier["meeting_days"] == OF_40
    with Index.open(reports_index) as index:
        (column,) = (meeting for meeting in meetings(index.store, locale) if meeting.key == "40")
        assert column.days == days_text
        by_40 = [task for task in index.mandates() if task.due_meeting == "40"]
        assert {task.due for task in by_40} <= {"2024-02-12"}
