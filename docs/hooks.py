"""What the documentation takes from the program itself: its commands, and its network interface.

MkDocs calls ``on_page_markdown`` for each page (https://www.mkdocs.org/user-guide/configuration).
"""

# ruff: noqa: INP001 - a script of MkDocs, no package

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typer

from search_app.cli import app


def on_page_markdown(markdown: str, **_: object) -> str:
    """Put in what a page asks for."""
    for name, made in (("commands", commands), ("network", network)):
        place = f"{{{{ {name} }}}}"
        if place in markdown:
            markdown = markdown.replace(place, made())
    return markdown


def commands() -> str:
    """Each command with its own help."""
    parts = []
    for name, command, context in every_command():
        parts += [f"## `{name}`", "", "```text", command.get_help(context).strip(), "```", ""]
    return "\n".join(parts)


def every_command() -> Iterator[tuple[str, Any, Any]]:
    """Each command by its whole name, with its context; groups before what is in them."""
    group = typer.main.get_command(app)
    waiting = [(group, group.context_class(group, info_name="wsis-search"))]
    while waiting:
        command, context = waiting.pop(0)
        yield context.command_path, command, context
        inner = getattr(command, "commands", {})
        waiting[:0] = [
            (each, each.context_class(each, info_name=name, parent=context))
            for name, each in inner.items()
        ]


def network() -> str:
    """Each address, with what it takes and answers."""
    described = schema()
    parts = []
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            parts += [f"## `{method.upper()} {path}`", "", operation.get("summary", ""), ""]
            parts += [operation.get("description", ""), ""]
            parameters = operation.get("parameters", [])
            if parameters:
                parts += ["| parameter | in | meaning |", "|---|---|---|"]
                for each in parameters:
                    meaning = each.get("description", "").replace("\n", " ").replace("|", "\\|")
                    parts.append(f"| `{each['name']}` | {each['in']} | {meaning} |")
            codes = ", ".join(
                f"{code} {answer.get('description', '')}".strip()
                for code, answer in operation.get("responses", {}).items()
            )
            parts += ["", f"Answers: {codes}.", ""]
    return "\n".join(parts)


def schema() -> dict[str, Any]:
    """The OpenAPI description, as a server gives it."""
    from index.store import Store
    from search_app.api import Answers
    from search_app.api.application import application

    with TemporaryDirectory() as folder:
        Store(Path(folder), create=True).close()
        answers = Answers(Path(folder))
        try:
            described: dict[str, Any] = application(answers).openapi()
        finally:
            answers.close()
    return described
