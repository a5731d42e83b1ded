"""Collect the answers of each surface: commands, REST, assistants, files and pages."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from unittest import mock
from urllib.parse import quote, urlencode

import docx
from docx.oxml.ns import qn
from docx.table import Table
from mcp import Client
from starlette.testclient import TestClient

from search_app.api import Answers, rest
from search_app.mcp import server
from search_app.mcp.serving import link_into
from tests.outputs.commands import run_command
from tests.outputs.requests import LISTED, PAGES, REQUESTS, RecordedRequest

OPTIONS: Final = {"k": "-k", "shown_in": "--in", "all_revisions": "--all-revisions"}
"""Options of the command that are named otherwise than the parameter."""

HEADERS: Final = ("content-type", "cache-control", "vary", "link")

LOCALES: Final = {
    "ar": "ar_EG.UTF-8", "zh": "zh_CN.UTF-8", "en": "en_GB.UTF-8", "fr": "fr_FR.UTF-8",
    "ru": "ru_RU.UTF-8", "es": "es_ES.UTF-8",
}  # fmt: skip

TOOK: Final = re.compile(r"\d[\d,.\u00a0\u202f]*\s?(?:ms|毫秒|мс|ميلي ثانية)")
"""The time that a search took, as a terminal shows it."""

CHANGING: Final = re.compile(r'(?<="took_ms":)[\d.]+|W/"[^"]+"|[0-9a-f]{8}-[0-9a-f-]{27}')


def commands(index: Path) -> Iterator[dict[str, Any]]:
    """Yield the output of each command at a terminal and as JSON, and the files that it writes."""
    for request in REQUESTS:
        with tempfile.TemporaryDirectory() as folder, _set_locale(request.reader):
            arguments = [request.operation, *_arguments(request, Path(folder))]
            folder_options = ["--index", str(index)] if request.operation != "refs" else []
            for how, options in (("terminal", ()), ("json", ("--json",))):
                outcome = run_command(*arguments, *folder_options, *options) | {
                    "command": f"{request.name}, {how}"
                }
                printed = json.dumps(outcome, ensure_ascii=False).replace(folder, "FOLDER")
                yield json.loads(TOOK.sub("0 ms", printed))
            for ending in request.formats:
                path = Path(folder, f"report.{ending}")
                outcome = run_command(*arguments, *folder_options, f"--{ending}", str(path))
                text = file_text(path) if path.exists() else ""
                yield {
                    "command": f"{request.name}, {ending}",
                    "exit": outcome["exit"],
                    "text": text,
                }
    for name in sorted({request.operation for request in REQUESTS}):
        yield run_command(name, "--help") | {"command": f"{name} --help"}


def rest_answers(index: Path) -> Iterator[dict[str, Any]]:
    """Yield the answers of the REST interface, and its description."""
    answers = Answers(index, link=link_into("https://search.example"))
    client = TestClient(
        rest(answers, "127.0.0.1", ()),
        base_url="http://127.0.0.1:8502/api/v1",
        client=("127.0.0.1", 50000),
    )
    yield {"request": "openapi", "answer": client.get("/openapi.json").json()}
    for request in REQUESTS:
        given, options = dict(request.given), _as_query(request.options)
        headers = {"Accept-Language": request.reader}
        if "text" in given:
            content = given["text"].encode()
            headers["Content-Type"] = "text/plain; charset=utf-8"
            path = f"/{request.operation}?{urlencode(options, doseq=True)}"
            response = client.post(path, content=content, headers=headers)
        elif request.operation == "show":
            path = f"/documents/{quote(given['symbol'], safe='')}"
            response = client.get(path, params=options, headers=headers)
        else:
            names = {"old": "from", "new": "to"}
            query = {names.get(name, name): value for name, value in given.items()} | options
            response = client.get(f"/{request.operation}", params=query, headers=headers)
        yield _answer(request.name, response)
    for path, query in LISTED:
        yield _answer(f"{path} {query}", client.get(f"/{path}", params=query))
    answers.close()


def tools(index: Path) -> Iterator[dict[str, Any]]:
    """Yield the descriptions of the tools for assistants, and their answers."""
    answers = Answers(index, link=link_into("https://search.example"))

    async def call() -> list[dict[str, Any]]:
        outputs: list[dict[str, Any]] = []
        async with Client(server(answers)) as client:
            listed = (await client.list_tools()).tools
            outputs.append({"tools": [tool.model_dump(mode="json") for tool in listed]})
            for request in REQUESTS:
                if request.operation in {tool.name for tool in listed}:
                    given = request.given | request.options
                    result = await client.call_tool(request.operation, given)
                    texts = [getattr(part, "text", "") for part in result.content]
                    outputs.append(
                        {
                            "request": request.name,
                            "error": result.is_error,
                            "answer": [_without_changing(text) for text in texts],
                        }
                    )
        return outputs

    yield from asyncio.run(call())
    answers.close()


_SECONDS: Final = re.compile(r"\d+[.,]\d+(?=\s?(?:s\b|с\b|秒|ثانية))")
"""The time that a search took, as the page says it."""


def pages(index: Path) -> Iterator[dict[str, Any]]:
    """Yield the text of the app's pages, and the targets of their links."""
    from tests.browser.conftest import browsing, serving, visit

    with serving(index) as address, browsing() as browser:
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.set_default_timeout(60_000)
        for name, query in PAGES:
            visit(page, f"{address}/{name}?{urlencode(query)}")
            page.wait_for_timeout(1500)  # what comes by itself
            lines = page.locator(".stMain").inner_text().splitlines()
            links = page.locator(".stMain a").evaluate_all(
                "links => links.map((link) => link.getAttribute('href'))"
            )
            yield {
                "page": f"{name}?{urlencode(query)}",
                "title": page.title(),
                "direction": page.locator("html").get_attribute("dir"),
                "text": [_SECONDS.sub("N", line.strip()) for line in lines if line.strip()],
                "links": links,
            }


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


def _arguments(request: RecordedRequest, folder: Path) -> Iterator[str]:
    for name, value in request.given.items():
        if name == "text":
            path = folder / "draft.txt"
            path.write_text(value, "utf-8")
            yield str(path)
        else:
            yield value
    for name, value in request.options.items():
        option = OPTIONS.get(name, f"--{name}")
        if request.operation == "show" and name == "label":
            continue
        for item in value if isinstance(value, list) else [value]:
            yield from [option] if item is True else [option, str(item)]


def _as_query(options: dict[str, Any]) -> dict[str, Any]:
    return {"in" if name == "shown_in" else name: value for name, value in options.items()}


def _answer(name: str, response: Any) -> dict[str, Any]:
    body = _without_changing(response.text)
    return {
        "request": name,
        "status": response.status_code,
        "headers": {key: response.headers[key] for key in HEADERS if key in response.headers},
        "answer": json.loads(body) if "json" in response.headers["content-type"] else body,
    }


def _without_changing(text: str) -> str:
    return CHANGING.sub("0", text)


def _set_locale(code: str) -> Any:
    terminal = {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
    return mock.patch.dict(os.environ, {"LC_ALL": LOCALES[code], "LANG": LOCALES[code], **terminal})
