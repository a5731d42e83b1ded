"""Written answers over real indexes: what goes to the writer, and what is left of its sentences."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.filters import Filters
from index import Index
from index.access import ALL, Class
from search_app.operations import CheckedSentence, write_checked
from search_app.writers import WriterSettings
from tests.index.access.archive import HIDDEN
from tests.orders import OBEDIENCE
from tests.writer_server import WriterServer, stream

QUESTION = "Where does the mountain yak graze?"
BUDGET = "700 000"
"""Part of a document that only members see."""


def _write(
    index: Index, settings: WriterSettings, question: str = QUESTION, language: str = "en"
) -> list[CheckedSentence]:
    return [*write_checked(index, settings, question, Filters(), language)]


def _sent(server: WriterServer) -> str:
    return json.dumps(server.requests[-1], ensure_ascii=False)


@pytest.mark.parametrize(
    ("limit", "seen", "is_sent"),
    [
        ("member-states", "member-states", True),
        ("members", "member-states", True),
        ("public", "member-states", False),
        ("member-states", "public", False),
    ],
)
def test_nothing_above_the_limit_or_the_reader_goes_to_the_writer(
    server: WriterServer,
    settings: WriterSettings,
    classed_index: Path,
    limit: Class,
    seen: Class,
    *,
    is_sent: bool,
) -> None:
    server.say("[0]")
    with Index.open(classed_index) as index:
        own = replace(settings, limit=limit)
        assert _write(index.view_for(seen), own, "quagga budget of the telecentres") == []
    assert (BUDGET in _sent(server)) is is_sent


def test_what_leaves_the_machine_is_in_the_audit_log(
    server: WriterServer,
    settings: WriterSettings,
    classed_index: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    events: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(Index, "note", lambda _, event, **facts: events.append((event, facts)))
    server.say("[0]")
    with Index.open(classed_index) as index:
        _write(index, replace(settings, limit=ALL))
        assert [event for event, _ in events] == ["query"]
        _write(index, replace(settings, limit="public", host="api.example.org"))
    event, facts = events[-1]
    assert (event, facts["what"], facts["to"]) == ("export", "writer", "api.example.org")
    assert "CWG-WSIS&SDG-40/2" in facts["documents"]
    assert HIDDEN not in facts["documents"]


def _number_of(server: WriterServer, text: str) -> int:
    content = server.requests[-1]["messages"][1]["content"]
    before, _, _ = content.partition(text)
    return int(before.rpartition('number="')[2].partition('"')[0])


def test_sentences_without_a_passage_that_says_so_are_not_supported(
    server: WriterServer, settings: WriterSettings, classed_index: Path
) -> None:
    def write(request: dict[str, Any]) -> Any:
        server.requests.append(request)
        place = _number_of(server, "grazes beside the telecentre of the village")
        return stream(
            f"The mountain yak grazes beside the telecentre of the village [{place}]. "
            f"In 1923 the yak was moved to Atlantis by UNESCO [{place}]. "
            "The mountain yak grazes beside the telecentre of the village. "
            "The mountain yak grazes beside the telecentre of the village [99]."
        )

    server.write = write
    with Index.open(classed_index) as index:
        sentences = _write(index, settings)
    assert [sentence.is_supported for sentence in sentences] == [True, False, False, False]
    assert [source.symbol for source in sentences[0].sources] == ["CWG-WSIS&SDG-40/2"]
    assert sentences[2].sources == sentences[3].sources == ()


@pytest.mark.parametrize("code", OBEDIENCE)
def test_an_answer_that_follows_a_passage_fails_the_check(
    server: WriterServer, settings: WriterSettings, classed_index: Path, code: str
) -> None:
    server.say(f"{OBEDIENCE[code]} [1]{'。' if code == 'zh' else '.'}")
    with Index.open(classed_index) as index:
        (sentence,) = _write(index, settings, language=code)
    assert not sentence.is_supported
