"""Check of an environment against the lock files: ``make check-lock``.

    python -m tests.lock_check REPORTS LOCK...

Every installed distribution but torch, pip and the program itself has to be in a lock file, in its
version, and the installer's reports have to name the hash of its archive among those of the lock
file. Every entry of the given lock files that this system needs has to be installed. Exit 1 where
one of these does not hold.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import distributions
from pathlib import Path
from typing import Final, NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.lock import FOLDER, TORCH, split_entries

FREE: Final = ("pip", "wsis-search")
"""The installer comes with Python; the program is this folder."""


class LockEntry(NamedTuple):
    """A package of a lock file that this system needs.

    Attributes:
        version: its version.
        digests: SHA-256 of the files of the release, in hexadecimal digits.
    """

    version: str
    digests: frozenset[str]


def read_lock(lock: Path) -> dict[str, LockEntry]:
    """Return the entries of a lock file that this system and this Python need, by name."""
    entries: dict[str, LockEntry] = {}
    for text in split_entries(lock.read_text("utf-8")):
        requirement = Requirement(text.partition("\n")[0].rstrip(" \\"))
        if requirement.marker is None or requirement.marker.evaluate():
            (specifier,) = requirement.specifier
            digests = frozenset(re.findall(r"--hash=sha256:(\w+)", text))
            entries[canonicalize_name(requirement.name)] = LockEntry(specifier.version, digests)
    return entries


def read_reports(folder: Path) -> dict[tuple[str, str], str]:
    """Return the SHA-256 of installed archives, by name and version; of two, the later one."""
    digests: dict[tuple[str, str], str] = {}
    for path in sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime):
        for item in json.loads(path.read_text("utf-8"))["install"]:
            release = item["metadata"]
            archive = item["download_info"].get("archive_info", {})
            digest = archive.get("hashes", {}).get("sha256", "")
            digests[canonicalize_name(release["name"]), release["version"]] = digest
    return digests


def find_differences(
    installed: dict[str, str],
    needed: Iterable[dict[str, LockEntry]],
    allowed: Iterable[dict[str, LockEntry]],
    digests: dict[tuple[str, str], str],
) -> list[str]:
    """Return a line for each way in which an environment differs from its lock files.

    Args:
        installed: the versions of installed distributions, by name.
        needed: the lock files whose every package has to be there.
        allowed: lock files whose packages may be there.
        digests: what :func:`read_reports` returns.
    """
    required = {name: entry for lock in needed for name, entry in lock.items()}
    known = {name: entry for lock in allowed for name, entry in lock.items()} | required
    lines = [f"{name} is not installed" for name in required if name not in installed]
    for name, version in installed.items():
        if name in FREE or TORCH.match(name):
            continue
        entry = known.get(name)
        if entry is None:
            lines.append(f"{name} {version} is in no lock file")
        elif entry.version != version:
            lines.append(f"{name} {version} is installed, {entry.version} is locked")
        elif name in required and (name, version) not in digests:
            lines.append(f"{name} {version} was installed without a record of its hash")
        elif name in required and digests[name, version] not in entry.digests:
            lines.append(f"{name} {version} was installed from an archive that is not locked")
    return sorted(lines)


def main(arguments: Sequence[str]) -> int:
    """Print the differences, and how many distributions were looked at."""
    reports, *locks = map(Path, arguments)
    installed: dict[str, str] = {
        canonicalize_name(each.name): each.version for each in distributions()
    }
    lines = find_differences(
        installed,
        [read_lock(lock) for lock in locks],
        [read_lock(lock) for lock in FOLDER.glob("*.lock") if lock.stem == "documentation"],
        read_reports(reports),
    )
    apart = sorted(name for name in installed if name in FREE or TORCH.match(name))
    print(*lines, sep="\n", end="\n" if lines else "")
    print(
        f"{len(installed) - len(apart)} installed distributions were compared with the lock files, "
        f"{len(lines)} differences. Without a lock: {', '.join(apart)}."
    )
    if lines:
        print("To install everything anew: make clean, then make check-lock.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
