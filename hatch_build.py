"""List of what the program needs, written into the wheel when it is built (PEP 770).

The list is CycloneDX: names, versions and hashes from the lock files, licences from
``requirements/licences.json``. Nothing is asked of a network, nothing but the backend is imported,
and the same sources give the same bytes.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import uuid
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REQUIRED: Final = ("program", "models")
OPTIONAL: Final = ("milvus",)
ENTRY: Final = re.compile(r"^([\w.-]+)==(\S+)(?: ; (.*?))?(?: \\)?\n((?:    .*\n)+)", re.MULTILINE)
"""An entry of a lock file: name, version, marker and lines of hashes."""


def _package_url(name: str, version: str = "") -> str:
    return f"pkg:pypi/{name}" + (f"@{version}" if version else "")


def list_components(folder: Path) -> list[dict[str, Any]]:
    """Return a CycloneDX component for each entry of the lock files in `folder`."""
    licences = json.loads((folder / "licences.json").read_text("utf-8"))
    components: dict[str, dict[str, Any]] = {}
    for group in (*REQUIRED, *OPTIONAL):
        lock = (folder / f"{group}.lock").read_text("utf-8")
        for name, version, marker, hashes in ENTRY.findall(lock):
            reference = _package_url(name, version)
            # Hashes are those of files, of which a release has one for each system.
            files = {
                "type": "distribution",
                "url": reference,
                "hashes": [
                    {"alg": "SHA-256", "content": digest}
                    for digest in re.findall(r"--hash=sha256:(\w+)", hashes)
                ],
            }
            component: dict[str, Any] = {
                "type": "library",
                "bom-ref": reference,
                "name": name,
                "version": version,
                "scope": "required" if group in REQUIRED else "optional",
                "purl": reference,
                "externalReferences": [files],
            }
            if name in licences:
                component["licenses"] = [licences[name]]
            if marker:
                component["properties"] = [{"name": "wsis-search:marker", "value": marker}]
            components.setdefault(reference, component)
    return list(components.values())


def compose_bill(
    folder: Path, name: str, version: str, licence: str, dependencies: list[str]
) -> dict[str, Any]:
    """Return the bill of materials of a release, for the lock files in `folder`.

    Args:
        folder: the folder of lock files.
        name: name of the distribution.
        version: its version.
        licence: its licence, as an SPDX expression.
        dependencies: its requirements. One without a lock is listed with its range of versions.
    """
    components = list_components(folder)
    root = _package_url(name, version)
    references: dict[str, list[str]] = {}
    for component in components:
        references.setdefault(component["name"], []).append(component["bom-ref"])
    needed = []
    for requirement in map(Requirement, dependencies):
        required = canonicalize_name(requirement.name)
        if required not in references:
            reference = _package_url(required)
            references[required] = [reference]
            components.append(
                {
                    "type": "library",
                    "bom-ref": reference,
                    "name": required,
                    "scope": "required",
                    "purl": reference,
                    "properties": [
                        {"name": "wsis-search:versions", "value": str(requirement.specifier)}
                    ],
                }
            )
        needed += references[required]
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": name,
                "version": version,
                "licenses": [{"expression": licence}],
                "purl": root,
            }
        },
        "components": sorted(components, key=lambda each: str(each["bom-ref"])),
        "dependencies": [{"ref": root, "dependsOn": sorted(needed)}],
        # What components require of each other is not said.
        "compositions": [{"aggregate": "incomplete", "dependencies": [root]}],
    }
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(bill, sort_keys=True))
    return {**bill, "serialNumber": f"urn:uuid:{number}"}


class BillOfMaterials(BuildHookInterface):  # type: ignore[type-arg]
    """The step of a build that adds the list to a wheel."""

    _folder: str = ""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the list to a folder of its own, and name it to the builder of the wheel."""
        if version == "editable":
            return
        core = self.metadata.core
        bill = compose_bill(
            Path(self.root, "requirements"),
            core.name,
            self.metadata.version,
            core.license_expression,
            core.dependencies,
        )
        self._folder = tempfile.mkdtemp(prefix="sbom-")
        path = Path(self._folder, f"{core.name}.cdx.json")
        path.write_text(json.dumps(bill, indent=1) + "\n", "utf-8")
        build_data["sbom_files"].append(str(path))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - as the backend calls it
        """Remove the folder that `initialize` makes."""
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
