"""Collect the answers of the surfaces to a request, without what differs from run to run."""

from __future__ import annotations

import difflib
import io
import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import docx
from docx.oxml.ns import qn
from docx.table import Table
from mcp import Client
from starlette.testclient import TestClient

from corpus.sample import FILES
from search_app.api import Answers, rest
from search_app.localise import date_text
from search_app.mcp import server
from search_app.operations import names
from tests.commands import Outcome, run
from tests.conftest import finished
from tests.golden.requests import GoldenRequest

LEFT_OUT: Final = {
    *("took_ms", "seconds", "size", "size_on_disk", "bytes", "changed_at", "ingested_at"),
    *("passage_id", "id", "stamp", "sha256", "version", "cursor", "instance"),
}
"""Keys of JSON with times, ids and sizes."""

_LOCALES: Final = {
    "ar": "ar_EG.UTF-8", "zh": "zh_CN.UTF-8", "en": "en_GB.UTF-8", "fr": "fr_FR.UTF-8",
    "ru": "ru_RU.UTF-8", "es": "es_ES.UTF-8",
}  # fmt: skip

_CHANGING: Final = re.compile(
    r"\d[\d,.\u00a0\u202f]*\s?(?:ms|мс|毫秒|مي?لي ثانية|s\b|с\b|秒|ثانية|ثوانٍ"
    r"|[kM]B|[Mk]o|[КМк]Б|كيلوبايت|ميغابايت|兆字节)"
)
"""A time or a size, as people are told it."""


class Surfaces:
    """The surfaces over one index: the command, the REST interface and the tools.

    ``folder`` takes drafts and files that are written. It has a folder ``files`` to be read.
    """

    def __init__(self, index: Path, answers: Answers, folder: Path) -> None:
        self._index, self._folder = index, folder
        self._tools = server(answers)
        self._client = TestClient(
            rest(answers, "127.0.0.1", ()),
            base_url="http://127.0.0.1:8502/api/v1",
            client=("127.0.0.1", 50000),
        )

    def collect(self, request: GoldenRequest) -> str:
        """Return the answers of all surfaces as one text, each below its heading."""
        return "\n".join(line.rstrip() for line in self._collect(request)) + "\n"

    def _collect(self, request: GoldenRequest) -> Iterator[str]:
        if request.rest:
            yield from self._ask_rest(request.rest, request, "")
            return
        outcome = self._run(request)
        yield f"### {request.operation} {request.name}, {request.reader}: exit {outcome.code}"
        yield from self._clean(outcome.out, outcome.err)
        if not request.is_operation:
            return
        paths = {ending: self._folder / f"report.{ending}" for ending in request.files}
        written = (word for ending, path in paths.items() for word in (f"--{ending}", str(path)))
        outcome = self._run(request, "--json", *written)
        expected = _indented(outcome.out) if outcome.out else ""
        yield f"### --json: exit {outcome.code}"
        yield from self._clean(expected, outcome.err)
        for ending, path in paths.items():
            yield f"### --{ending}"
            yield from self._clean("\n".join(file_text(path)))
        yield from self._ask_rest(request.to_address(), request, expected)
        yield from self._call_tool(request, expected)

    def _run(self, request: GoldenRequest, *options: str) -> Outcome:
        shutil.rmtree(self._folder / "new", ignore_errors=True)
        places = {"FOLDER": str(self._folder / "files"), "NEW": str(self._folder / "new")}
        words = [places.get(word, word) for word in request.to_command(self._folder / "draft.txt")]
        locale = _LOCALES[request.reader]
        return run(*words, *options, index=self._index, LC_ALL=locale, COLUMNS="100")

    def _clean(self, *texts: str) -> list[str]:
        text = "\n".join(text.strip("\n") for text in texts if text)
        for path, name in ((self._folder, "FOLDER"), (self._index, "INDEX"), (FILES, "FILES")):
            text = text.replace(str(path), name)
        return without_changing(text).split("\n")

    def _ask_rest(self, address: str, request: GoldenRequest, expected: str) -> Iterator[str]:
        headers = {"Accept-Language": request.reader}
        if text := request.given.get("text"):
            headers["Content-Type"] = "text/plain; charset=utf-8"
            response = self._client.post(f"/{address}", content=text.encode(), headers=headers)
        else:
            response = self._client.get(f"/{address}", headers=headers)
        yield f"### REST: {response.status_code}"
        yield from self._clean("\n".join(_differences(expected, _indented(response.text))))

    def _call_tool(self, request: GoldenRequest, expected: str) -> Iterator[str]:
        if request.operation not in names("tool"):
            return

        async def call() -> Any:
            async with Client(self._tools) as client:
                return await client.call_tool(request.operation, request.to_tool())

        result = finished(call())
        yield "### tool" + (": error" if result.is_error else "")
        for part in result.content:
            text = part.text if result.is_error else _indented(part.text)
            yield from self._clean("\n".join(_differences(expected, text)))


def without_changing(text: str) -> str:
    """Return a text without today's date and the times and sizes that people are told."""
    today = datetime.now(UTC).date().isoformat()
    for language in _LOCALES:
        text = text.replace(date_text(today, language), "TODAY")
    return _CHANGING.sub("N", text)


def file_text(path: Path) -> list[str]:
    """Return the text of a file that a command wrote, line by line."""
    if path.suffix != ".docx":
        return path.read_text("utf-8-sig").splitlines()
    lines = []
    for block in docx.Document(io.BytesIO(path.read_bytes())).iter_inner_content():
        if isinstance(block, Table):
            lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            runs = (element.text or "" for element in block._p.iter(qn("w:t"), qn("w:delText")))
            lines.append("".join(runs))
    return lines


def _indented(text: str) -> str:
    return json.dumps(_rounded(json.loads(text)), ensure_ascii=False, indent=1)


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items() if key not in LEFT_OUT}
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return round(value, 3) if isinstance(value, float) else value


def _differences(expected: str, text: str) -> list[str]:
    """Return in what a text differs from the expected one; all of it where that is shorter."""
    given = text.split("\n")
    lines = [*difflib.unified_diff(expected.split("\n"), given, lineterm="", n=0)][2:]
    return min(lines or ["as --json"], given, key=len)
