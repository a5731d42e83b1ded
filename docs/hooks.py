"""Parts of the documentation that the program describes itself: commands and network interface.

MkDocs calls ``on_page_markdown`` for each page (https://www.mkdocs.org/user-guide/configuration).

    python -m docs.hooks   # writes the tables of commands and settings into docs/reference
"""

# ruff: noqa: INP001 - a script of MkDocs, no package

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import typer

from corpus.settings import SETTINGS, Number
from search_app.cli import app

_REFERENCE: Final = Path(__file__).with_name("reference")
COMMANDS_PAGE: Final = _REFERENCE / "commands.md"
SETTINGS_PAGE: Final = _REFERENCE / "settings.md"

_TABLE: Final = r"(?s)(?<=<!-- {} -->\n).*?(?=<!-- end -->)"

_OUTSIDE: Final = re.compile(r"!?\[([^\]]*)\]\((?:\.\./)+benchmarks/[^)]*\)")
"""A link to a page of the benchmarks, which the site does not have."""

_EVERYWHERE: Final = ("--index", "--model")

_FILTERS: Final = (
    *("--meeting", "--series", "--language", "--source", "--region", "--since", "--until"),
)


def on_page_markdown(markdown: str, **_: object) -> str:
    """Replace the places of a page by the parts that they name, and links out of the site."""
    markdown = _OUTSIDE.sub(r"\1", markdown)
    for name, made in (("commands", commands), ("network", network)):
        place = f"{{{{ {name} }}}}"
        if place in markdown:
            markdown = markdown.replace(place, made())
    return markdown


def fill_table(page: str) -> str:
    """Return the page of commands with the table as the program has it now."""
    rows = ["| command | what it does | options |", "|---|---|---|"]
    for name, command, context in every_command():
        if name != "wsis-search":
            arguments = command.collect_usage_pieces(context)[1:]
            usage = " ".join([name, *(argument.strip("{}") for argument in arguments)])
            usage = usage.replace("|", "\\|")
            help_line = command.help.split("\n\n")[0]
            rows.append(f"| `{usage}` | {help_line} | {_list_options(command)} |")
    return _replace_table("commands", rows, page)


def fill_settings(page: str) -> str:
    """Return the page of settings with the tables as the program has them now."""
    for group, name in ((None, "settings"), ("app", "app")):
        rows = ["| variable | meaning |", "|---|---|"]
        for setting in SETTINGS:
            if setting.help and setting.group == group:
                limits = ""
                if isinstance(setting, Number):
                    numbers = (setting.default, setting.least, setting.most)
                    limits = " ({:,g}; from {:g} to {:,g})".format(*numbers)
                rows.append(f"| `{setting.name}` | {setting.help}{limits} |")
        page = _replace_table(name, rows, page)
    return page


def _replace_table(name: str, rows: list[str], page: str) -> str:
    return re.sub(_TABLE.format(name), lambda _: "\n".join([*rows, ""]), page, count=1)


def _list_options(command: Any) -> str:
    """Return the options of a command; "filters" stands for those of the search."""
    options = [name for each in command.params for name in each.opts if name.startswith("-")]
    hidden = [*_EVERYWHERE, *(_FILTERS if set(_FILTERS) <= set(options) else ())]
    names = ["filters"] if _FILTERS[0] in hidden else []
    return ", ".join([*names, *(f"`{name}`" for name in options if name not in hidden)])


def commands() -> str:
    """Return each command with its own help."""
    parts = []
    for name, command, context in every_command():
        parts += [f"## `{name}`", "", "```text", command.get_help(context).strip(), "```", ""]
    return "\n".join(parts)


def every_command() -> Iterator[tuple[str, Any, Any]]:
    """Yield each command by its whole name, with its context; a group before its commands."""
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
    """Return each address with its parameters and answers."""
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


if __name__ == "__main__":
    COMMANDS_PAGE.write_text(fill_table(COMMANDS_PAGE.read_text("utf-8")), "utf-8")
    SETTINGS_PAGE.write_text(fill_settings(SETTINGS_PAGE.read_text("utf-8")), "utf-8")
