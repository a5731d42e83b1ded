"""Tests that .ci/run, the workflow and the pre-commit file agree with the Makefile."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import yaml

ROOT: Final = Path(__file__).parents[1]
MAKEFILE: Final = (ROOT / "Makefile").read_text("utf-8")


def test_ci_runs_what_the_makefile_names_in_order() -> None:
    commands = re.findall(r"^ *make .*", (ROOT / ".ci/run").read_text("utf-8"), re.MULTILINE)
    targets = [word for line in commands for word in line.split() if re.fullmatch(r"[a-z-]+", word)]
    targets = [target for target in targets if target != "make"]
    tests = ["test", "test-rest", "test-slow", "test-other"]
    assert targets == ["check", "check-platforms", "check-lock", *tests]
    assert all(re.search(rf"^{target}:|^{target} ", MAKEFILE, re.MULTILINE) for target in targets)


def test_the_workflow_runs_the_fast_tests_of_the_makefile() -> None:
    jobs = _read(".github/workflows/ci.yml")["jobs"]
    assert [step["run"] for step in jobs["linux"]["steps"] if "run" in step][-1] == ".ci/run"
    other, windows = [step["run"] for step in jobs["others"]["steps"] if "run" in step]
    assert re.match(r"make test-fast\b", other)
    chosen = re.search(r'-m "([^"]+)"', windows)
    assert chosen is not None
    expected = f"{_value('SHORT')} and {_value('FAST').partition(' and ')[2]} and not torch"
    assert chosen[1] == expected
    assert set(re.findall(r"-r requirements/(\w+)\.lock", windows)) == {
        "build",
        *re.findall(r"/(\w+)\.lock", f"{_value('OTHER_LOCKS')} {_value('TEST_LOCKS')}"),
    }


def test_a_commit_runs_what_make_check_runs() -> None:
    (repository,) = _read(".pre-commit-config.yaml")["repos"]
    assert [hook["entry"] for hook in repository["hooks"]] == ["make check"]


def _read(name: str) -> dict[str, Any]:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))  # type: ignore[no-any-return]


def _value(name: str) -> str:
    """Return the value of a variable of the Makefile, as it is written."""
    line = re.search(rf"^{name} :?= (.*)$", MAKEFILE, re.MULTILINE)
    assert line is not None, name
    return line[1]
