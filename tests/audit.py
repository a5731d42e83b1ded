"""Has anything installed a known weakness? ``make audit`` asks pip-audit, and reads closely.

    python -m tests.audit PIP-AUDIT SITE-PACKAGES

pip-audit says "no known vulnerabilities" also where its database was not reached and every package
was skipped, so that what was skipped is counted here. Exit 0: all were looked up, and none is
weak; 1: some are; 2: some or all could not be looked up.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any, Final

OWN: Final = "wsis-search"
TORCH: Final = "torch"
"""Its build for CPUs has a version of its own, which no database knows."""


def judge(report: str, errors: str) -> tuple[int, list[str]]:
    """Give the exit code and what to say, for pip-audit's JSON and what it wrote to stderr."""
    try:
        packages: list[dict[str, Any]] = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        messages = errors.strip().splitlines()
        return 2, [
            f"Nothing was audited: {messages[-1] if messages else 'pip-audit printed nothing'}"
        ]
    packages = [each for each in packages if each["name"] != OWN]
    skipped = [each["name"] for each in packages if "skip_reason" in each]
    weak = [each for each in packages if each.get("vulns")]
    lines = [
        f"{each['name']} {each['version']}: {weakness['id']}, mended in "
        f"{', '.join(weakness['fix_versions']) or 'no version yet'}"
        for each in weak
        for weakness in each["vulns"]
    ]
    looked_up = len(packages) - len(skipped)
    lines.append(f"{looked_up} of {len(packages)} packages were looked up, {len(weak)} are weak.")
    missed = [name for name in skipped if name != TORCH]
    if missed:
        lines.append(
            f"Not looked up: {', '.join(missed)}. The database was not reached, or does not know "
            "them: this says nothing of them."
        )
    return (1 if weak else 2 if missed else 0), lines


def main(arguments: Sequence[str]) -> int:
    program, packages = arguments
    command = [program, "--path", packages, "-f", "json", "--progress-spinner", "off"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    code, lines = judge(done.stdout, done.stderr)
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
