"""Licences of what the program needs, for the list in the wheel: ``make lock`` writes them.

    python -m tests.licences SBOM > requirements/licences.json

The SBOM is what cyclonedx-py reads from an environment. A package that is installed only on other
systems, or whose metadata names no licence, is left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from packaging.utils import canonicalize_name

from tests.lock import FOLDER, read_names

LISTED: Final = ("program", "models", "milvus")


def pick_licence(licences: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return one CycloneDX licence for a package: an SPDX expression, or else a name."""
    named = None
    for licence in licences:
        if "expression" in licence:
            return {"expression": licence["expression"]}
        if "id" in licence["license"]:
            return {"expression": licence["license"]["id"]}
        classifier = licence["license"]["name"].rpartition(" :: ")[2]
        if len(classifier) <= 80 and classifier != "OSI Approved":
            named = named or {"license": {"name": classifier}}
    return named


def main(arguments: Sequence[str]) -> None:
    """Print the licences by the names of packages."""
    (path,) = arguments
    listed = set().union(*(read_names(FOLDER / f"{name}.lock") for name in LISTED))
    licences = {}
    for component in json.loads(Path(path).read_text("utf-8"))["components"]:
        name = canonicalize_name(component["name"])
        licence = pick_licence(component.get("licenses", []))
        if name in listed and licence:
            licences[name] = licence
    lines = [f" {json.dumps(name)}: {json.dumps(licences[name])}" for name in sorted(licences)]
    print("{\n" + ",\n".join(lines) + "\n}")


if __name__ == "__main__":
    main(sys.argv[1:])
