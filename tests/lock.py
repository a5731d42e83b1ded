"""Which versions are tested together? Written from what is installed: ``make lock``.

    python -m tests.lock > requirements.lock

Names and versions only, of what the program and its development need, directly or through others.
What only benchmarks need stays out, whatever else is installed. torch is a range: its build for
CPUs carries a version of its own.
"""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
RANGES = {"torch": "torch>=2.9"}


def needed(requirements: list[str]) -> dict[str, str]:
    """Give the versions of requirements, and of what they require, by name."""
    found: dict[str, str] = {}
    waiting = [(Requirement(line), "") for line in requirements]
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            continue
        is_new = name not in found
        found[name] = installed.version
        # Extras may add to what a package was seen to need.
        for wanted in ("", *requirement.extras) if is_new else requirement.extras:
            waiting += [(Requirement(line), wanted) for line in installed.requires or ()]
    return found


def main() -> None:
    """Print the lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lines = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    versions = needed(lines)
    for name in sorted(versions):
        print(RANGES.get(name, f"{name}=={versions[name]}"))


if __name__ == "__main__":
    main()
