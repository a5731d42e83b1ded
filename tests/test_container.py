"""Tests that the container's files exist, and that it runs a command of this program."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from corpus.settings import SETTINGS
from tests.commands import run
from tests.lock import MODELS

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text("utf-8")
COMPOSED = yaml.safe_load(COMPOSE)
SERVICES = COMPOSED["services"]
ENGINE = "WSIS_SEARCH_ENGINE=${WSIS_SEARCH_ENGINE:-}"


def test_copied_files_exist_and_are_not_ignored() -> None:
    let_in = (ROOT / ".dockerignore").read_text("utf-8").split()
    for line in re.findall(r"^COPY (.*) /src", DOCKERFILE, re.MULTILINE):
        for name in line.split():
            assert (ROOT / name).exists()
            assert f"!{name}" in let_in


def test_all_but_pytorch_is_installed_by_hash() -> None:
    """Packages that are left out come by an argument of the build."""
    (step,) = re.findall(r"^RUN (pip install \$(?:.*\\\n)+.*)", DOCKERFILE, re.MULTILINE)
    always, _, other_models = step.partition('if [ -z "${WITHOUT}" ]; then')
    assert re.findall(r"requirements/(\w+)\.lock", always) == ["build", "program", "milvus"]
    assert re.findall(r"requirements/(\w+)\.lock", other_models) == ["models"]
    assert re.findall(r'^ARG WITHOUT="(.*)"$', DOCKERFILE, re.MULTILINE) == [" ".join(MODELS[::-1])]
    (options,) = re.findall(r'^ARG LOCKED="(.*)"$', DOCKERFILE, re.MULTILINE)
    assert {"--require-hashes", "--no-deps", "--no-build-isolation"} <= set(options.split())
    torch = re.findall(r'"(torch.*)"', other_models)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert torch == [line for line in project["dependencies"] if line.startswith("torch")]
    left = re.findall(r"pip install (?!\$\{LOCKED\})(.*?)(?: && |;|$)", DOCKERFILE, re.MULTILINE)
    assert left == [
        f'--no-cache-dir "{torch[0]}"',
        "--no-cache-dir --no-deps --no-build-isolation /src",
    ]


def test_its_base_is_named_by_a_digest() -> None:
    (base,) = re.findall(r"^ARG BASE=(.*)$", DOCKERFILE, re.MULTILINE)
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+@sha256:[0-9a-f]{64}", base)
    assert re.findall(r"^FROM (.*)$", DOCKERFILE, re.MULTILINE) == ["${BASE}"]


def test_the_container_runs_without_rights() -> None:
    assert DOCKERFILE.index("\nUSER wsis\n") < DOCKERFILE.index("\nENTRYPOINT ")
    assert COMPOSE.count('cap_drop: ["ALL"]') == COMPOSE.count("build: .") == 5


@pytest.mark.parametrize(
    "command",
    re.findall(r'(?:^CMD|command:) (\["[sp]\w+".*\])$', f"{DOCKERFILE}\n{COMPOSE}", re.MULTILINE),
)
def test_the_container_runs_a_command(command: str) -> None:
    name, *options = json.loads(command)
    outcome = run(name, *options, "--help")
    assert outcome.code == 0
    assert all(option in outcome.out for option in options if option.startswith("--"))


@pytest.mark.parametrize("advised", re.findall(r"docker compose run --rm app (\S+ \S+)", COMPOSE))
def test_comments_advise_existing_commands(advised: str) -> None:
    name, next_word = advised.split()
    outcome = run(name, *([next_word] if name == "tokens" else []), "--help")
    assert outcome.code == 0
    assert "Usage:" in outcome.out


def test_the_composition_has_known_and_complete_services() -> None:
    """As ``docker compose config`` looks at it; that is not there where the tests run."""
    assert COMPOSED.keys() == {"services", "volumes"}
    known = {
        *("build", "image", "profiles", "command", "entrypoint", "ports", "volumes", "environment"),
        *("healthcheck", "read_only", "tmpfs", "cap_drop", "security_opt", "restart"),
    }
    mounted = set()
    for name, service in SERVICES.items():
        assert service.keys() <= known, name
        assert ("build" in service) != ("image" in service), name
        assert re.fullmatch(r"\w+/\w+:v\d+\.\d+\.\d+", service.get("image", "a/a:v1.2.3")), name
        for each in service.get("volumes", ()):
            source, target, *options = each.split(":")
            assert target.startswith("/")
            assert options in ([], ["ro"])
            mounted |= {source} - {"./documents"}
        health = service.get("healthcheck", {"disable": True})
        assert health == {"disable": True} or health["test"][0] == "CMD", name
        assert health.keys() <= {"disable", "test", "start_period"}
        code = health.get("test", ["", "", "-c", "None"])
        if code[1:3] == ["python", "-c"]:
            compile(code[3], name, "exec")
    assert mounted == COMPOSED["volumes"].keys()
    published = [each for service in SERVICES.values() for each in service.get("ports", ())]
    assert all(each.startswith("127.0.0.1:") for each in published)
    assert len(published) == len(set(published))


def test_the_program_reads_each_setting() -> None:
    settings = [
        setting.partition("=")
        for name, service in SERVICES.items()
        for setting in service.get("environment", ())
        if name != "milvus"
    ]
    for name, _, value in settings:
        passed_on = re.fullmatch(r"\$\{(\w+):-\}", value)
        assert passed_on is None or passed_on[1] == name
    variables = re.findall(r"\b(WSIS_SEARCH_\w+)=", DOCKERFILE)
    names = {*variables, *(name for name, _, _ in settings)}
    assert len(variables) == 4
    assert names <= {setting.name for setting in SETTINGS}


def test_the_health_check_asks_the_right_address() -> None:
    from search_app.api.application import HEALTH

    assert f"http://127.0.0.1:8501{HEALTH}'" in COMPOSE


def test_more_services_start_only_with_their_profile() -> None:
    profiles = {name: service.get("profiles", []) for name, service in SERVICES.items()}
    assert profiles == {
        "app": [],
        "api": [],
        "publisher": ["reader"],
        "files": ["reader"],
        "reader": ["reader"],
        "milvus": ["milvus"],
    }
    assert "WSIS_SEARCH_COPY=http://files:8000/" in SERVICES["reader"]["environment"]
    for name, service in SERVICES.items():
        assert ("build" in service) != (name == "milvus"), name
        is_told = ENGINE in service.get("environment", ())
        assert is_told or "profiles" in service
