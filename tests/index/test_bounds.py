"""Bounds of names and questions: longer ones are refused before anything reads them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.alerts import Alert
from corpus.bounds import MAX_NAME, MAX_QUERY, check_names
from corpus.errors import QueryError
from corpus.filters import Filters
from index import Index
from index.retrieval import read_question
from index.retrieval.questions import LONG_QUOTED

pytestmark = pytest.mark.model

NAMED: dict[str, Callable[[Index, str], object]] = {
    "equivalents": lambda index, name: index.equivalents(name),
    "lookup": lambda index, name: index.look_up(name),
    "show": lambda index, name: index.show(name),
    "show a paragraph": lambda index, name: index.show(f"CWG-WSIS&SDG-39/2#{name}"),
    "compare": lambda index, name: index.compare(name, "CWG-WSIS&SDG-39/2"),
    "mandates of a document": lambda index, name: index.mandates(document=name),
    "mandates of an addressee": lambda index, name: index.mandates(addressee=name),
    "mandates due": lambda index, name: index.mandates(due=name),
    "dossier": lambda index, name: index.dossier(name),
    "a meeting": lambda _, name: Filters.from_values(meetings=[name]),
    "a series": lambda _, name: Filters.from_values(series=(name,)),
    "a source": lambda _, name: Filters.from_values(source=name),
    "a date": lambda _, name: Filters.from_values(since=name),
    "an alert": lambda index, name: index.alerts().begin(Alert(name, query="water")),
    "an alert on a reference": lambda index, name: index.alerts().begin(Alert("a", cites=(name,))),
    "an alert on a source": lambda index, name: index.alerts().begin(Alert("a", source=name)),
}

ASKED: dict[str, Callable[[Index, str], object]] = {
    "search": lambda index, question: index.search(question),
    "positions": lambda index, question: index.positions(question),
    "an alert": lambda index, question: index.alerts().begin(Alert("a", query=question)),
}


def _refusal(folder: Path, ask: Callable[[Index, str], object], text: str) -> QueryError:
    """Return the error that refuses a text within a second of processor time."""
    with Index.open(folder) as index:
        began = time.process_time()
        with pytest.raises(QueryError) as refused:
            ask(index, text)
        assert time.process_time() - began < 1
    return refused.value


@pytest.mark.parametrize("way", NAMED)
@pytest.mark.parametrize("length", [MAX_NAME + 1, 10_000_000])
@pytest.mark.thorough
def test_a_name_longer_than_any_is_refused_unread(
    reference_index: Path, way: str, length: int
) -> None:
    error = _refusal(reference_index, NAMED[way], "7" * length)
    assert error.reason in {"name-too-long", "reference-too-long"}
    assert error.values["limit"] == MAX_NAME


@pytest.mark.parametrize("way", ASKED)
@pytest.mark.parametrize("length", [MAX_QUERY + 1, 10_000_000])
def test_a_question_longer_than_any_is_refused_unread(
    reference_index: Path, way: str, length: int
) -> None:
    assert _refusal(reference_index, ASKED[way], "7" * length).reason == "too-long"


def test_names_that_there_are_pass() -> None:
    check_names(None, "", "CWG-WSIS&SDG-39/2", "a" * MAX_NAME)


def test_a_long_quotation_is_text_and_no_phrase() -> None:
    sentence = "word " * (LONG_QUOTED // 5)
    assert read_question(f'"{sentence}"').phrases
    assert read_question(f'"{sentence} more"').is_text
    assert read_question(f'water "{sentence}" -"{sentence}"').is_text
