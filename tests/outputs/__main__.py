"""Record the answers of every surface to fixed requests, and compare them after a change.

    python -m tests.outputs keep FOLDER [PART …]     records, keeps the indexes that it reads
    python -m tests.outputs compare FOLDER [PART …]  does it again; exit 1 where something differs
    python -m tests.outputs ingest FOLDER            also reads all files anew

The parts are those of ``PARTS`` below; all where none is named. Only times and names of states are
left out of what is compared. A difference is a defect, or a line of the CHANGELOG.
"""

from __future__ import annotations

import difflib
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from corpus.sample import FILES
from tests.outputs import commands, surfaces

SHOWN: Final = 80
"""Lines of a difference that are printed."""

SOURCES: Final = {"sample": FILES, "documents": commands.DOCUMENTS}

Outputs = tuple[str, list[dict[str, Any]]]
"""Name of a part, and what it says."""

PARTS: Final[dict[str, Callable[[Path], Iterator[dict[str, Any]]]]] = {
    "read": lambda _: commands.read_files(),
    "ask-sample": lambda folder: commands.query_outputs(folder / "sample"),
    "ask-documents": lambda folder: commands.query_outputs(folder / "documents"),
    "measure": lambda folder: commands.evaluation_outputs(folder / "sample"),
    "rankings": lambda folder: commands.rankings(folder / "sample"),
    "commands": lambda folder: surfaces.commands(folder / "sample"),
    "rest": lambda folder: surfaces.rest_answers(folder / "sample"),
    "tools": lambda folder: surfaces.tools(folder / "sample"),
    "pages": lambda folder: surfaces.pages(folder / "sample"),
}


def ingest(folder: Path) -> Iterator[Outputs]:
    """Read each source anew; keep the index where the folder has none of it."""
    for name, source in SOURCES.items():
        if not source.is_dir():
            continue
        with tempfile.TemporaryDirectory() as fresh:
            index = Path(fresh) / "index"
            printed = commands.ingest_outputs(index, source)
            printed["command"] = [str(part).replace(fresh, "FRESH") for part in printed["command"]]
            if not (folder / name).exists():
                shutil.copytree(index, folder / name)
        yield f"ingest-{name}", [printed]


def compare(path: Path, text: str) -> bool:
    """Whether a record is as it was; what differs is printed."""
    before = path.read_text("utf-8")
    if before == text:
        print(f"{path.stem}: not one byte differs", flush=True)
        return True
    lines = difflib.unified_diff(before.splitlines(), text.splitlines(), lineterm="", n=2)
    print(f"{path.stem}: DIFFERS", *list(lines)[:SHOWN], sep="\n", flush=True)
    return False


def _outputs(folder: Path, parts: Sequence[str], *, is_read: bool) -> Iterator[Outputs]:
    if is_read or not (folder / "sample").exists():
        yield from ingest(folder)
    for name in parts:
        if name != "ask-documents" or (folder / "documents").exists():
            yield name, [*PARTS[name](folder)]


def main() -> int:
    """Record or compare, as the command line says."""
    if len(sys.argv) < 3 or sys.argv[1] not in {"keep", "compare", "ingest"}:
        print(__doc__, file=sys.stderr)
        return 2
    what, folder, chosen = sys.argv[1], Path(sys.argv[2]), sys.argv[3:] or [*PARTS]
    folder.mkdir(parents=True, exist_ok=True)
    is_same = True
    for name, outputs in _outputs(folder, chosen, is_read=what == "ingest"):
        text = json.dumps(outputs, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        path = folder / f"{name}.json"
        if what == "keep" or not path.exists():
            path.write_text(text, "utf-8")
            print(f"{name}: recorded", flush=True)
        else:
            is_same &= compare(path, text)
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(main())
