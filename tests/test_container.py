"""What the container is made of is there, and what it runs is a command of this program."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.commands import run

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text("utf-8")


def test_what_is_copied_is_there_and_let_in() -> None:
    let_in = (ROOT / ".dockerignore").read_text("utf-8").split()
    for line in re.findall(r"^COPY (.*) /src", DOCKERFILE, re.MULTILINE):
        for name in line.split():
            assert (ROOT / name).exists()
            assert f"!{name}" in let_in


def test_it_runs_without_rights() -> None:
    assert DOCKERFILE.index("\nUSER wsis\n") < DOCKERFILE.index("\nENTRYPOINT ")
    assert COMPOSE.count('cap_drop: ["ALL"]') == COMPOSE.count("build: .") == 2


@pytest.mark.parametrize(
    "command",
    re.findall(r'(?:^CMD|command:) (\["serve".*\])$', f"{DOCKERFILE}\n{COMPOSE}", re.MULTILINE),
)
def test_what_it_runs_is_a_command(command: str) -> None:
    name, *options = json.loads(command)
    told = run(name, *options, "--help")
    assert told.code == 0
    assert all(option in told.out for option in options if option.startswith("--"))


@pytest.mark.parametrize("advised", re.findall(r"docker compose run --rm app (\S+ \S+)", COMPOSE))
def test_what_its_comments_advise_is_a_command(advised: str) -> None:
    name, next_word = advised.split()
    told = run(name, *([next_word] if name == "tokens" else []), "--help")
    assert told.code == 0
    assert "Usage:" in told.out


def test_what_it_sets_is_read_by_the_program() -> None:
    names = re.findall(r"\b(WSIS_SEARCH_\w+)=", DOCKERFILE)
    packages = ("corpus", "ingest", "index", "search_app")
    program = "".join(
        path.read_text("utf-8") for name in packages for path in (ROOT / name).rglob("*.py")
    )
    assert len(names) == 3
    assert all(f'"{name}"' in program for name in names)


def test_the_health_of_the_api_is_asked_where_it_answers() -> None:
    from search_app.api.application import HEALTH

    assert f"http://127.0.0.1:8501{HEALTH}'" in COMPOSE
