"""Are the packages of ingest entered by their faces, and do light faces stay light?"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FACES = sorted(
    ".".join(face.parent.relative_to(ROOT).parts) for face in ROOT.glob("ingest/*/**/__init__.py")
)


def imports_of(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


@pytest.mark.parametrize("face", FACES)
def test_nobody_climbs_in_at_a_window(face: str) -> None:
    inside = ROOT.joinpath(*face.split("."))
    climbing = {
        f"{module.relative_to(ROOT)} -> {name}"
        for package in ("corpus", "ingest", "index", "search_app", "benchmarks")
        for module in (ROOT / package).rglob("*.py")
        if not module.is_relative_to(inside)
        for name in imports_of(module)
        if name.startswith(f"{face}.") and name not in FACES
    }
    assert climbing == set()


def test_light_faces_load_no_library_of_a_format() -> None:
    heavy = "{'docx', 'pdfplumber', 'pdfminer', 'pptx', 'pypdfium2', 'markdown_it', 'lxml'}"
    code = (
        "import sys, ingest.files, ingest.cover, ingest.limits, ingest.workers, ingest.read; "
        f"sys.exit(bool({heavy} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0
