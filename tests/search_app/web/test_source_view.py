"""Tests of the view of a source: names, questions, and pages of documents."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import search_app.web
from index.model import Encoder
from search_app.citing.words import words
from search_app.localise import Locale
from search_app.web import session
from search_app.web.parts.escape import as_html
from tests.conftest import of_texts

pytestmark = pytest.mark.model


def _open(index: Path, patch: pytest.MonkeyPatch, **parameters: str) -> AppTest:
    patch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    patch.setenv("WSIS_SEARCH_INDEX", str(index))
    page = AppTest.from_file(Path(search_app.web.__file__).with_name("app.py"), default_timeout=60)
    page.query_params.update({"view": "source", **parameters})
    session.ready_index()
    page.run()
    assert not page.exception
    return page


def _html(page: AppTest) -> str:
    return " ".join(drawn.proto.body for drawn in page.get("html"))


def _links(drawn: str) -> list[str]:
    lists = re.findall(r'<ul class="wsis-sources">(.*?)</ul>', drawn, re.DOTALL)
    return [name for names in lists for name in re.findall(r">([^<>]+)</a>", names)]


@pytest.mark.parametrize(
    "question", ["What did Brazil propose on dialogues?", "dialogues in Brazil"]
)
def test_a_country_in_a_question_is_offered_first(
    reports_index: Path, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    drawn = _html(_open(reports_index, monkeypatch, q=question, ui="en"))
    assert _links(drawn)[0] == "Brazil"
    assert 'class="wsis-paper"' not in drawn


@pytest.mark.parametrize("name", ["Brazil", "Contribution by Brazil", "BRA", "巴西"])
def test_a_name_opens_its_source(
    reports_index: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    page = _open(reports_index, monkeypatch, q=name, ui="en")
    drawn = _html(page)
    assert as_html(Locale("en").add_label(words("en").export["source"], "Brazil")) in drawn
    assert Locale("en").plural("documents.count", 1) in drawn
    assert Locale("en").text("alerts.save") in [button.label for button in page.button]


def test_documents_of_a_source_come_twenty_at_a_time(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2, 27):
        (tmp_path / f"S25-CWGWSIS42-C-{number:04}!!MSW-E.txt").write_text(
            f"CWG-WSIS&SDG-42/{number}-E\n3 February 2025\nSource: Kenya\nPost office {number}\n"
            f"1\tKenya proposes to connect post office {number} to the Internet.\n",
            "utf-8",
        )
    index = of_texts(tmp_path, encoder)
    shown = []
    for position in ("1", "2", "9"):
        drawn = _html(_open(index, monkeypatch, q="Kenya", ui="en", page=position))
        assert Locale("en").plural("documents.count", 25) in drawn
        shown.append(set(re.findall(r"Post office (\d+)</h4>", drawn)))
    first, second, last = shown
    assert (len(first), len(second), first & second) == (20, 5, set())
    assert last == second
