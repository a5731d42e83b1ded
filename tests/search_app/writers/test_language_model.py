"""Answers of a real language model behind llama.cpp's server, through its real protocol."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from corpus.filters import Filters
from index import Index
from search_app.operations import write_checked
from search_app.writers import WriterError, WriterSettings, write_answer
from search_app.writers.connections import AT_ONCE
from search_app.writers.prompt import make_messages
from tests.commands import run
from tests.language_model import CITED, FOLDER, UNCITED, ModelOptions, language_model

pytestmark = [
    pytest.mark.slow,
    pytest.mark.process,
    pytest.mark.skipif(
        not Path(os.environ.get(FOLDER, "/nonexistent"), "xllamacpp").is_dir(),
        reason=f"{FOLDER} names no folder with a language model: see `make test-slow`",
    ),
]

PASSAGES: Final = [
    "The Group met in May 2024 and adopted its report on connectivity.",
    "The Council instructed the secretariat to publish the report by 1 June 2025.",
]
QUESTIONS: Final = {
    "en": "Where does the mountain yak graze?",
    "fr": "Où broute le yack montagnard ?",
}


@pytest.fixture(scope="module")
def model() -> Iterator[str]:
    """Serve a model that writes a sentence with the number of a passage, and one without."""
    with language_model(ModelOptions(f"root ::= {CITED} {UNCITED}", context=2_048)) as address:
        yield address


@pytest.fixture(scope="module")
def endless_model() -> Iterator[str]:
    """Serve a model that never ends, with a context of 512 tokens."""
    options = ModelOptions(f"root ::= ({CITED})+", context=512, is_endless=True)
    with language_model(options) as address:
        yield address


def _settings(address: str) -> WriterSettings:
    return WriterSettings(address, "smollm2", "127.0.0.1", "public")


def _is_writing(address: str) -> bool:
    (slot,) = httpx.get(f"{address.removesuffix('/v1')}/slots").json()
    return bool(slot["is_processing"])


@pytest.mark.parametrize("code", QUESTIONS)
def test_a_streamed_answer_is_the_text_of_the_model(model: str, code: str) -> None:
    messages = make_messages(QUESTIONS[code], PASSAGES, code)
    request = {"model": "smollm2", "messages": messages, "temperature": 0}
    reply: dict[str, Any] = httpx.post(
        f"{model}/chat/completions", json=request, timeout=120
    ).json()
    whole = reply["choices"][0]["message"]["content"]
    cited, uncited = write_answer(_settings(model), QUESTIONS[code], PASSAGES, code)
    (number,) = cited.numbers
    streamed = f"{cited.text.removesuffix('.')} [{number}]. {uncited.text}"
    assert "".join(whole.split()) == "".join(streamed.split())
    assert uncited.numbers == ()


@pytest.mark.parametrize("code", QUESTIONS)
def test_sentences_without_support_are_left_out_and_counted(
    model: str, classed_index: Path, code: str
) -> None:
    words = ("answer", QUESTIONS[code], "--in", code, "--json")
    began = datetime.now(UTC).replace(microsecond=0)
    address = f"{model}#smollm2"
    outcome = run(*words, index=classed_index, WSIS_SEARCH_AS="public", WSIS_SEARCH_WRITER=address)
    assert outcome.code == 0, outcome.err
    answer = outcome.json()
    assert answer["writer"] == "smollm2"
    assert began <= datetime.fromisoformat(answer["written_at"]) <= datetime.now(UTC)
    (sentence,) = answer["sentences"]
    assert (sentence["language"], answer["unsupported"]) == (code, 1)
    symbols = {each["symbol"] for each in sentence["citations"]}
    assert symbols <= {"CWG-WSIS&SDG-40/2", "CWG-WSIS&SDG-40/5"}  # the public ones


def test_an_answer_that_is_closed_ends_at_the_server(
    endless_model: str, classed_index: Path
) -> None:
    with Index.open(classed_index) as index:
        sentences = write_checked(
            index.view_for("public"), _settings(endless_model), QUESTIONS["en"], Filters(), "en"
        )
        assert next(sentences).sources
        assert _is_writing(endless_model)
        sentences.close()
    ends = time.monotonic() + 10
    while _is_writing(endless_model) and time.monotonic() < ends:
        time.sleep(0.1)
    assert not _is_writing(endless_model)


def test_an_endless_answer_ends_after_150_words(endless_model: str) -> None:
    sentences = [*write_answer(_settings(endless_model), "When?", PASSAGES, "en")]
    assert 850 < sum(len(sentence.text) for sentence in sentences) < 1_100


def test_an_answer_waits_at_the_server_and_another_is_refused(endless_model: str) -> None:
    settings = _settings(endless_model)
    answers = [write_answer(settings, "When?", PASSAGES, "en") for _ in range(AT_ONCE + 1)]
    assert next(answers[0]).numbers
    with ThreadPoolExecutor(max_workers=1) as threads:
        waiting = threads.submit(next, answers[1])
        time.sleep(0.5)
        with pytest.raises(WriterError) as raised:
            next(answers[2])
        assert raised.value.reason == "busy"
        answers[0].close()
        assert waiting.result(60).numbers
    answers[1].close()


def test_a_request_beyond_the_context_says_so(endless_model: str) -> None:
    with pytest.raises(WriterError) as raised:
        [*write_answer(_settings(endless_model), "When?", [" ".join(PASSAGES * 9)], "en")]
    assert raised.value.reason == "context"


def test_an_answer_beyond_the_context_breaks_off(endless_model: str) -> None:
    sentences = write_answer(_settings(endless_model), "When?", PASSAGES * 3, "en")
    assert next(sentences).numbers
    with pytest.raises(WriterError) as raised:
        assert [*sentences]
    assert raised.value.reason == "broken"
