"""Problems are in the reader's language, and programs read the same in all."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from corpus.errors import QueryError
from search_app.api import AnswerError, Answers, Client, Tokens, rest
from search_app.api.problems import Fault, ProblemError, problem_of
from search_app.localise import CODES, table
from search_app.operations import MandatesRequest
from tests.search_app.api.conftest import client_of, listening

DOCUMENT = "CWG-WSIS%26SDG-40/3"

ASKED = (
    "search",
    "search?query=a&k=many",
    "search?query=a&k=1000",
    "search?query=",
    "search?query=a&language=de",
    "search?query=a&since=yesterday",
    "search?query=a&langage=fr",
    "search?query=%20",
    "search?query=-satellite",
    "lookup?reference=hello",
    "lookup?reference=CWG-WSIS%26SDG-99/1",
    "lookup?reference=WSIS%20C5%20and%20SDG%209",
    "documents/CWG-WSIS%26SDG-99/1",
    "documents/C99/1",
    f"documents/{DOCUMENT}?label=99",
    "documents/CWG-WSIS%26SDG-40/INF/7?in=fr",
    f"compare?from={DOCUMENT}&to=CWG-WSIS%26SDG-40/INF/7&in=fr",
    "compare?from=CWG-WSIS%26SDG-40/INF/7&to=CWG-WSIS%26SDG-41/INF/3",
    "mandates?addressee=fishermen",
    "dossier?meeting=99",
    "files/0000",
    "nothing",
)


@pytest.mark.parametrize("query", ASKED)
@pytest.mark.thorough
def test_a_problem_has_its_sentence_in_each_language(server: TestClient, query: str) -> None:
    details = set()
    for code in CODES:
        answer = server.get(query, headers={"Accept-Language": f"de, {code};q=0.9"})
        problem = answer.json()
        details.add(problem["detail"])
        sentences = [problem["detail"], *(error["message"] for error in problem["errors"])]
        assert answer.headers["content-language"] == code
        assert "{" not in problem["detail"]
        if code in ("ar", "ru", "zh"):
            script = {"ar": "\u0600-\u06ff", "ru": "\u0400-\u04ff", "zh": "\u4e00-\u9fff"}[code]
            assert all(re.search(f"[{script}]{{2}}", sentence) for sentence in sentences)
        del problem["detail"], problem["errors"]
        assert problem.items() <= server.get(query).json().items()
    assert len(details) == len(CODES)


def test_every_sentence_is_complete_with_its_values() -> None:
    """Test the problems that need a broken index, a stranger or another program."""
    values: dict[str, dict[str, str | int]] = {
        "body-too-large": {"limit": 20},
        "file-gone": {"name": "a.docx"},
        "either": {"names": "new, draft"},
        "request": {"reason": "…"},
        "draft-too-long": {"count": 600_000, "limit": 500_000},
        "mistake": {"name": "ValueError"},
    }
    for code in CODES:
        for key in ("other-host", "other-origin", "no-token", "tokens-unreadable", "busy", *values):
            error = ProblemError(400, "kind", key, (), (), **values.get(key, {}))
            assert "{" not in problem_of(error, language=code).detail
        faults = tuple(
            Fault("query", "k", key, limit=7, near="n", known="k, n", choices="a, b")
            for key in table(code)["problem"]["parameter"]
        )
        problem = problem_of(ProblemError(422, "parameters", "request", faults), language=code)
        assert len({error.message for error in problem.errors}) == len(faults)


def test_a_refusal_has_its_sentence_in_each_language(answers: Answers, tokens: Tokens) -> None:
    tokens.add("kenya")
    answer = client_of(answers).get("status", headers={"Accept-Language": "fr-CH"})
    assert answer.json()["detail"].startswith("Présentez un jeton")
    assert answer.headers["content-language"] == "fr"


def test_notes_and_status_have_sentences_in_each_language(
    server: TestClient, tmp_path: Path
) -> None:
    params = {"query": "quantum chromodynamics of lattice gluons", "mode": "dense"}
    first = server.get("search", params=params)
    other = server.get("search", params=params, headers={"Accept-Language": "zh"})
    assert [note["code"] for note in first.json()["notes"]] == ["weak-answers"]
    assert other.json()["notes"][0]["message"].startswith("不能确定是否")
    assert first.headers["etag"] != other.headers["etag"]
    assert other.headers["vary"] == "Accept-Language"
    absent = client_of(Answers(tmp_path / "none"))
    problem = absent.get("documents", headers={"Accept-Language": "es"}).json()
    assert problem["detail"].startswith("Todavía no hay ningún índice")
    assert problem["code"] == "no-index"


def test_an_unsure_answer_has_its_note_in_each_language(server: TestClient) -> None:
    params = {"question": "how many submarine cables land in Kenya?"}
    for code in CODES:
        answer = server.get("answer", params=params, headers={"Accept-Language": code}).json()
        doubt = table(code)["search"]["note"]["unsure-answer"]
        assert answer["sentences"]
        assert answer["notes"] == [{"code": "unsure-answer", "message": doubt}]


def test_the_client_asks_in_a_language(answers: Answers) -> None:
    with (
        listening(rest(answers, "127.0.0.1")) as address,
        Client(address, language="ru") as archive,
        pytest.raises(AnswerError, match="Адресат"),
    ):
        archive.ask(MandatesRequest(addressee="fishermen"))


def test_a_refused_question_is_the_same_from_another_process() -> None:
    sent = pickle.loads(pickle.dumps(QueryError("No.", "too-long", count=9, limit=3)))  # noqa: S301
    assert (sent.message, sent.reason, sent.values) == ("No.", "too-long", {"count": 9, "limit": 3})
