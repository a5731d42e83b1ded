"""Read the table of requests, and turn each into a command, an address and a call of a tool."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

FOLDER: Final = Path(__file__).parent

_COMMAND_NAMES: Final = {"k": "-k", "all_revisions": "--all-revisions"}
_TOOL_NAMES: Final = {"from": "old", "to": "new", "in": "shown_in"}
_IN_ORDER: Final = ("query", "question", "text", "topic", "from", "to", "meeting", "name")
"""Parameters that the command takes without their names; ``meeting`` of a dossier alone."""


@dataclass(frozen=True, slots=True)
class GoldenRequest:
    """A request of the table.

    Attributes:
        operation: name of the command, the address and the tool.
        name: name of the request among those of the operation.
        given: parameters by their names in the REST interface.
        reader: language of whoever asks.
        files: endings of the files that the command writes.
        page: address of the page that shows the answer, unescaped; None for no page.
        command: words of the command, where the parameters do not give them.
        rest: address of the REST interface alone, below its version.
    """

    operation: str
    name: str
    given: dict[str, Any]
    reader: str = "en"
    files: tuple[str, ...] = ()
    page: str | None = None
    command: tuple[str, ...] = ()
    rest: str = ""

    @property
    def is_operation(self) -> bool:
        """Whether the command has it as text and as JSON, and the REST interface by parameters."""
        return not (self.command or self.rest or self.operation == "page")

    @property
    def id(self) -> str:
        """Return the name that no other request has."""
        return f"{self.operation}-{self.name}"

    def check(self, folder: str, text: str) -> None:
        """Compare an answer with the recorded one below ``folder``.

        Write it anew where ``REWRITE_GOLDEN`` is set.
        """
        file = FOLDER / folder / self.operation / f"{self.name}.txt"
        if "REWRITE_GOLDEN" in os.environ:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        expected = file.read_text("utf-8") if file.exists() else ""
        lines = difflib.unified_diff(expected.split("\n"), text.split("\n"), lineterm="", n=1)
        difference = "\n".join(lines)
        assert not difference, f"`make golden` records what differs:\n{difference}"

    def to_command(self, draft: Path) -> list[str]:
        """Return the words of the command; a text is written to ``draft``."""
        if self.command:
            return [*self.command]
        return [self.operation, *self._positional(draft), *self._options()]

    def _positional(self, draft: Path) -> Iterator[str]:
        for name, value in self.given.items():
            if name == "text":
                draft.write_text(value, "utf-8")
                yield str(draft)
            elif not self._is_option(name):
                yield value

    def _options(self) -> Iterator[str]:
        for name, value in self.given.items():
            if self._is_option(name):
                option = _COMMAND_NAMES.get(name, f"--{name}")
                for item in value if isinstance(value, list) else [value]:
                    yield from [option] if item is True else [option, str(item)]

    def _is_option(self, name: str) -> bool:
        if name == "meeting":
            return self.operation != "dossier"
        return name not in {*_IN_ORDER, "reference", "term", "symbol"}

    def to_address(self) -> str:
        """Return the address below the version of the REST interface."""
        query = {name: value for name, value in self.given.items() if name != "text"}
        path = self.operation
        if path == "show":
            path = f"documents/{quote(query.pop('symbol'), safe='')}"
        return f"{path}?{urlencode(query, doseq=True)}"

    def to_tool(self) -> dict[str, Any]:
        """Return the arguments of the tool for assistants."""
        return {_TOOL_NAMES.get(name, name): value for name, value in self.given.items()}


def read_requests() -> Iterator[GoldenRequest]:
    """Yield the requests of the table."""
    with (FOLDER / "requests.toml").open("rb") as file:
        tables = tomllib.load(file)
    own = {"reader", "files", "page", "command", "rest"}
    for operation, requests in tables.items():
        for name, values in requests.items():
            given = {key: value for key, value in values.items() if key not in own}
            settings = {key: values[key] for key in own & values.keys()}
            yield GoldenRequest(operation, name, given, **settings)


REQUESTS: Final = tuple(read_requests())
