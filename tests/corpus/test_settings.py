"""A setting with a value that it cannot have ends the program; no other module reads one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.web.server.starlette.starlette_server_config import AUTH_COOKIE_MAX_AGE_SECONDS

from corpus import settings
from corpus.errors import SettingError
from index.access import CLASSES
from index.model.sentence_transformer import BACKENDS
from ingest.limits import Limits
from search_app.web.uploads import UploadLimits
from tests.commands import run

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("SIGN_IN_HOURS", "8h", "a number from 0.001 to 720"),
        ("SIGN_IN_HOURS", "721", "a number from 0.001 to 720"),
        ("READ_MEGABYTES", "inf", "a whole number from 1 to 999999"),
        ("READ_MEGABYTES", "0.5", "a whole number from 1 to 999999"),
        ("READ_MEGABYTES", "abc", "a whole number from 1 to 999999"),
        ("READ_SECONDS", "nan", "a number from 0.1 to 999999"),
        ("BACKEND", "tpu", "torch, onnx, openvino"),
        ("PROXIES", "nginx", "addresses or networks with commas between them, such as 127.0.0.1"),
        ("WRITER_CLASS", "secret", "public, members, member-states"),
    ],
)
def test_a_wrong_value_ends_the_command(
    name: str, value: str, allowed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"WSIS_SEARCH_{name}", value)
    outcome = run("status")
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith(f"Error: WSIS_SEARCH_{name} is “{value}”. It can be {allowed}")
    assert outcome.err.endswith(". Correct it or leave it out.\n")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", "قيمة WSIS_SEARCH_SIGN_IN_HOURS هي «8h». ينبغي أن تكون عدداً من 0.001 إلى 720."),
        ("zh", "WSIS_SEARCH_SIGN_IN_HOURS的值为“8h”。应为0.001至720之间的数。"),
    ],
)
def test_a_wrong_value_is_reported_in_the_readers_language(language: str, expected: str) -> None:
    outcome = run("status", "--in", language, WSIS_SEARCH_SIGN_IN_HOURS="8h")
    assert outcome.code == 2
    assert expected in outcome.err


@pytest.mark.parametrize(
    ("value", "is_on"), [("1", True), (" Yes ", True), ("0", False), ("off", False), ("", False)]
)
def test_a_switch_is_on_or_off(value: str, *, is_on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSIS_SEARCH_DEBUG", value)
    assert settings.DEBUG.is_on == is_on


def test_a_switch_is_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSIS_SEARCH_DEBUG", "perhaps")
    with pytest.raises(SettingError, match="It can be 1, true, yes, on, 0, false, no, off"):
        settings.check_settings()


def test_numbers_and_words_have_their_values(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.SIGN_IN_HOURS.number == 24
    monkeypatch.setenv("WSIS_SEARCH_SIGN_IN_HOURS", "0.5")
    assert settings.SIGN_IN_HOURS.number == 0.5
    monkeypatch.setenv("WSIS_SEARCH_BACKEND", "ONNX")
    assert settings.BACKEND.word == "onnx"
    settings.check_settings()


def test_bounds_and_words_are_those_of_what_they_set() -> None:
    assert settings.CLASS_NAMES == CLASSES
    assert settings.BACKEND.choices == BACKENDS
    assert Limits.from_environment() == Limits()
    assert UploadLimits.from_environment() == UploadLimits()
    assert settings.SIGN_IN_HOURS.most * 3600 <= AUTH_COOKIE_MAX_AGE_SECONDS


def test_one_module_reads_the_settings() -> None:
    lines = [
        line
        for folder in ("corpus", "ingest", "index", "search_app")
        for path in (ROOT / folder).rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
    ]
    reading = re.compile(r"\b(environ|getenv|envvar)\b.*WSIS_SEARCH")
    assert [line for line in lines if reading.search(line)] == []
