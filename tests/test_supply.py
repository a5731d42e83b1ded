"""What the program is made of: licences to rely on, and an audit that does not flatter."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Final

from tests.audit import judged

ROOT = Path(__file__).parents[1]

PERMISSIVE: Final = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|Zlib|BSL|CC0|CNRI|PSF|Python Software Foundation|HPND)\b",
    re.IGNORECASE,
)
WEAK_COPYLEFT: Final = {
    "certifi": "MPL-2.0: a list of certificates, used as it is",
    "hypothesis": "MPL-2.0: tests only",
    "pathspec": "MPL-2.0: development only",
    "pytest-rerunfailures": "MPL-2.0: tests only",
    "tqdm": "MPL-2.0 and MIT: used as it is",
}
"""Files under the MPL stay under it where they are changed; nothing here changes them."""
UNSAID: Final = {
    "axe-playwright-python": "MIT by its LICENSE file; the axe inside is MPL-2.0: tests only",
    "pytrec-eval-terrier": "MIT",
}
"""Packages whose metadata does not say it."""


def test_every_licence_is_permissive() -> None:
    """Of all that is installed for the program or its development, by what the packages say."""
    doubtful = {}
    for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines():
        name = re.split(r"[=><\s#]", line)[0]
        if not name or name in WEAK_COPYLEFT or name in UNSAID:
            continue
        try:
            said = metadata(name)
        except PackageNotFoundError:
            continue  # for another system or Python
        texts = [each for each in said.get_all("Classifier", []) if "License ::" in each]
        texts += said.get_all("License-Expression", [])
        texts += [each[:200] for each in said.get_all("License", [])]
        if not PERMISSIVE.search(" ".join(texts)):
            doubtful[name] = texts
    assert doubtful == {}


def test_an_audit_that_reached_nothing_says_so() -> None:
    """pip-audit itself reports success where every package was skipped."""
    skipped = {"name": "jinja2", "skip_reason": "Dependency not found on PyPI"}
    weak = {
        "name": "lxml",
        "version": "6.0",
        "vulns": [{"id": "CVE-1", "fix_versions": ["6.1"], "aliases": [], "description": ""}],
    }
    fine = {"name": "rich", "version": "14.0", "vulns": []}
    for dependencies, code, said in (
        ([skipped, fine], 2, "Not looked up: jinja2"),
        ([weak, skipped], 1, "lxml 6.0: CVE-1, mended in 6.1"),
        ([fine, {"name": "torch", "skip_reason": "local version"}], 0, "1 of 2 packages"),
    ):
        got = judged(json.dumps({"dependencies": dependencies, "fixes": []}), "")
        assert got[0] == code
        assert any(said in line for line in got[1])
    assert judged("", "ERROR: no route to host\n") == (
        2,
        ["Nothing was audited: ERROR: no route to host"],
    )
