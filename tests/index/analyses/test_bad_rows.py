"""Reports go on beside rows that they cannot use, and name what they leave out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from index import Index
from index.model import Encoder
from search_app.drafts import Draft, draft_of_text
from search_app.operations import RequestContext, operation
from tests.conftest import of_texts

NOTHING = "instructs the Secretary-General …"
LIST = "The Group requests the secretariat to prepare a list of radio stations on small islands."
DONE = "The list of radio stations on small islands was prepared, as CWG-WSIS&SDG-44/2 asks."


@pytest.fixture(scope="module")
def bad_index(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """Three meetings of a document each in English; signs alone stand for words in places."""
    folder = tmp_path_factory.mktemp("bad-rows")
    _write(folder, "44", "3 February 2026", NOTHING, LIST, ".", "…")
    _write(folder, "45", "3 September 2026", DONE, f"{LIST[:-1]} by its next meeting.", ".")
    _write(folder, "46", "3 February 2027", "…")
    return of_texts(folder, encoder)


def _write(folder: Path, meeting: str, date: str, *paragraphs: str) -> None:
    head = f"CWG-WSIS&SDG-{meeting}/2-E", date, "Source: Kenya", "Radio stations"
    lines = [f"{place}\t{text}" for place, text in enumerate(paragraphs, start=1)]
    path = folder / f"S{date[-2:]}-CWGWSIS{meeting}-C-0002!!MSW-E.txt"
    path.write_text("\n".join((*head, *lines)), "utf-8")


def _ask(folder: Path, name: str, language: str = "en", **values: Any) -> tuple[Any, Any]:
    """Return the JSON of an operation's answer, and its warnings."""
    asked = operation(name)
    with Index.open(folder) as index:
        asking = RequestContext(index, reader=language, language=language)
        request = asked.request_of(values)
        result, part = asked.look(asking, request)
        return asked.as_json(asked.answered(result, request, asking), part), asked.warnings(result)


@pytest.mark.parametrize("fates", [False, True])
def test_mandate_of_signs_is_named_beside_others(bad_index: Path, fates: bool) -> None:
    answer, warnings = _ask(bad_index, "mandates", fates=fates)
    assert [(row["symbol"], row["label"]) for row in answer["mandates"]] == [
        ("CWG-WSIS&SDG-45/2", "2"),
        ("CWG-WSIS&SDG-44/2", "2"),
    ]
    (warning,) = warnings
    assert "CWG-WSIS&SDG-44/2-E, para. 1" in warning


def test_fates_go_on_beside_a_mandate_of_signs(bad_index: Path) -> None:
    left_out: list[Any] = []
    with Index.open(bad_index) as index:
        tasks = index.mandates(with_reports=False, leave_out=left_out.append)
        fates = index.find_task_fates([*left_out, *tasks])
    assert [task.overtaken_by for task in fates[:1]] == [()]
    assert len(fates) == 3


@pytest.mark.parametrize("language", ["en", "zh"])
def test_draft_names_its_own_mandate_of_signs(bad_index: Path, language: str) -> None:
    draft = Draft(document=draft_of_text(f"1\t{NOTHING}\n\n2\t{LIST}\n\n3\t."))
    answer, warnings = _ask(bad_index, "mandates", language, draft=draft)
    assert [drafted["label"] for drafted in answer["draft"]] == ["2"]
    assert answer["draft"][0]["earlier"]
    assert len(warnings) == 2
    assert "1" in warnings[1]


def test_paragraph_of_signs_has_no_precedents(bad_index: Path) -> None:
    draft = Draft(document=draft_of_text(f"1\t{LIST}\n\n2\t. . . . .\n\n3\t{DONE}"))
    answer, _ = _ask(bad_index, "precedents", draft=draft)
    paragraphs = {row["label"]: row for row in answer["paragraphs"]}
    assert paragraphs["1"]["hits"][0]["reuse"] == "verbatim"
    assert paragraphs["3"]["hits"]


@pytest.mark.parametrize("meeting", ["44", "45", "46"])
def test_meeting_of_one_document_has_a_dossier(bad_index: Path, meeting: str) -> None:
    answer, _ = _ask(bad_index, "dossier", meeting=meeting)
    (item,) = answer["items"]
    assert [each["symbol"] for each in item["documents"]] == [f"CWG-WSIS&SDG-{meeting}/2"]
    assert {*item["absent"]} == {"ar", "zh", "fr", "ru", "es"}
    due = [row["symbol"] for row in item["mandates"]]
    assert due == (["CWG-WSIS&SDG-45/2"] if meeting == "46" else [])


@pytest.mark.parametrize("topic", ["the", "of the", "de", "и", "的"])
def test_topic_of_stop_words_is_said_to_be_one(bad_index: Path, topic: str) -> None:
    answer, warnings = _ask(bad_index, "positions", topic=topic)
    assert answer["cells"] == []
    assert "common-words" in {note["code"] for note in answer["notes"]}
    assert len(warnings) == 1


@pytest.mark.parametrize("topic", ["radio stations", "WHO"])
def test_topic_with_a_name_is_not_called_common(bad_index: Path, topic: str) -> None:
    answer, warnings = _ask(bad_index, "positions", topic=topic)
    assert "common-words" not in {note["code"] for note in answer["notes"]}
    assert warnings == ()
