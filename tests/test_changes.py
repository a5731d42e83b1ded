"""The changes that ARCHITECTURE lists, made in a copy of the tree in the files that it names."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from index import Index

ROOT = Path(__file__).parents[1]
PACKAGES = ("corpus", "ingest", "index", "search_app")

pytestmark = [pytest.mark.process, pytest.mark.thorough]

FORMAT = '''"""Read a ledger: a paragraph an entry."""

from pathlib import Path

from ingest.blocks import Block, FileContent


def read(path: Path) -> FileContent:
    """Read a ledger."""
    _, *entries = path.read_text("utf-8").split(";")
    return FileContent(tuple(Block("paragraph", entry.strip()) for entry in entries))
'''

QUESTION = '''"""Count the documents of each source."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Annotated

from corpus.filters import Filters
from corpus.parameters import Parameter
from search_app.citing import Layout, LayoutCell, LayoutTable
from search_app.citing.layout import LayoutSection
from search_app.operations import Operation, Request


@dataclass(frozen=True)
class SourcesRequest(Request["SourcesAnswer"]):
    """From how many documents on."""

    least: Annotated[int, Parameter(help="Only sources of so many.", least=1, most=99)] = 1


@dataclass(frozen=True)
class SourcesAnswer:
    """Counts by the names of sources."""

    sources: dict[str, int]


def _find(asking, request):
    counts = Counter(entry.source or "" for entry in asking.index.documents())
    return SourcesAnswer({name: n for name, n in counts.items() if n >= request.least})


def _layout(found, language):
    rows = tuple((LayoutCell(name), LayoutCell(str(n))) for name, n in found.sources.items())
    table = LayoutTable(("Source", "Documents"), (3, 1), rows)
    return Layout("Sources", (LayoutSection(table=table),))


SOURCES = Operation(
    name="sources",
    request=SourcesRequest,
    answer=SourcesAnswer,
    find=_find,
    answered=lambda found, *_: found,
    layout=_layout,
)
'''

FILTER = """    initials: Annotated[
        tuple[str, ...],
        Parameter(name="initial", help="Only sources that begin with this letter.", most=9),
        Facet("initial", of_source=lambda source: (source[:1],)),
    ] = ()
    since: Annotated["""

COMMAND = '''@app.command("moment")
def show_moment(folder: IndexFolder) -> None:
    """Print the generation of the index."""
    from index import Index

    with Index.open(folder) as index:
        print(index.status().generation)


@app.command()
def status('''


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is installed, with all changes in it."""
    copy = tmp_path_factory.mktemp("tree")
    leave_out = shutil.ignore_patterns("__pycache__", "files")
    for package in PACKAGES:
        ignored = leave_out if package == "corpus" else shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, copy / package, ignore=ignored)
    (copy / "ingest" / "ledger.py").write_text(FORMAT)
    (copy / "search_app" / "operations" / "sources.py").write_text(QUESTION)
    _edit(
        copy / "ingest" / "files" / "formats.py",
        '        Format("docx",',
        '        Format("ledger", "a ledger", (".ledger",), "ingest.ledger", '
        'magic=re.compile(b"LEDGER;")),\n        Format("docx",',
    )
    _edit(
        copy / "corpus" / "languages" / "en" / "references.toml",
        'resolution = ["resolution", "resolutions"]',
        'resolution = ["resolution", "resolutions", "resolve"]',
    )
    _edit(
        copy / "search_app" / "operations" / "registry.py",
        '    "status": Listing(',
        '    "sources": Listing("sources", EVERYWHERE, "Count the documents of each source."),\n'
        '    "status": Listing(',
    )
    _edit(copy / "corpus" / "filters.py", "    since: Annotated[", FILTER)
    _edit(
        copy / "search_app" / "commands" / "maintenance.py", "@app.command()\ndef status(", COMMAND
    )
    _edit(copy / "search_app" / "cli.py", '*("status", ', '*("moment", "status", ')
    return copy


def _edit(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(before) == 1, (path, before)
    path.write_text(text.replace(before, after), "utf-8")


def _run(tree: Path, arguments: Sequence[str | Path]) -> str:
    code = "from search_app.cli import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=tree,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_format_is_a_module_and_a_row(tree: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.ledger"
    file.write_text("LEDGER;10 schools were connected.;20 are planned.", "utf-8")
    document = json.loads(_run(tree, ["parse", file, "--json"]))
    texts = [passage["text"] for passage in document["passages"]]
    assert texts == ["10 schools were connected.", "20 are planned."]
    assert document["format"] == "ledger"


def test_a_word_for_a_reference_is_in_one_table(tree: Path, tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_text("We recall Resolve 140 (Rev. Dubai, 2018) on outcomes.", "utf-8")
    answer = json.loads(_run(tree, ["refs", file, "--json"]))
    assert [mention["number"] for mention in answer["mentions"]] == ["140"]


def test_a_question_is_a_module_and_a_row(tree: Path, sample_index: Path, tmp_path: Path) -> None:
    index: list[str | Path] = ["--index", sample_index]
    with Index.open(sample_index) as opened:
        documents = len(opened.documents())
    answer = json.loads(_run(tree, ["sources", *index, "--json"]))
    assert sum(answer["sources"].values()) == documents
    table = tmp_path / "sources.csv"
    _run(tree, ["sources", *index, "--out", table])
    assert table.read_text("utf-8-sig").splitlines()[0] == '"Source","Documents"'
    assert "Count the documents of each source." in _run(tree, ["--help"])


@pytest.mark.parametrize("query", ["الإنذار المبكر", "early warning"])
def test_a_filter_is_a_row(tree: Path, sample_index: Path, query: str) -> None:
    with Index.open(sample_index) as opened:
        excerpts = [hit.found for hit in opened.search(query, k=30).hits]
    sources = {passage.symbol: passage.source or "" for passage in excerpts}
    initial = (excerpts[0].source or "")[:1]
    arguments: list[str | Path] = [
        "search",
        query,
        "--index",
        sample_index,
        "--json",
        "--initial",
        initial,
    ]
    hits = json.loads(_run(tree, arguments))["hits"]
    assert {sources[hit["symbol"]][:1] for hit in hits} == {initial}
    assert "--initial" in _run(tree, ["positions", "--help"])


def test_a_command_is_a_function_and_its_name(tree: Path, sample_index: Path) -> None:
    assert _run(tree, ["moment", "--index", sample_index]).strip().isdecimal()
