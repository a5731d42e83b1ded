"""Options and defaults that several commands share; reading of stdin, printing of JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import platformdirs
import typer

from corpus import settings

if TYPE_CHECKING:
    from rich.console import Console


class Mode(StrEnum):
    """Ways to compare passages with a question."""

    HYBRID = "hybrid"
    DENSE = "dense"
    LEXICAL = "lexical"


def default_index() -> Path:
    """Return the index folder where neither ``--index`` nor ``WSIS_SEARCH_INDEX`` names one."""
    return Path(platformdirs.user_data_dir("wsis-search")) / "index"


def sample_index() -> Path:
    """Return the folder of the index that ``demo`` makes of the sample corpus."""
    return default_index().with_name("sample")


IndexFolder = Annotated[
    Path,
    typer.Option(
        "--index",
        envvar=settings.INDEX.name,
        default_factory=default_index,
        show_default="the user's data folder",
        help="Folder of the index.",
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        envvar=settings.MODEL.name,
        help="A sentence-transformers model, by name or folder, or an address "
        "(http://host:port/v1#name), instead of the bundled one.",
    ),
]
FollowLinks = Annotated[
    bool, typer.Option("--follow-links", help="Follow links that lead out of PATH, too.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
In = Annotated[
    str | None,
    typer.Option("--in", metavar="LANG", help="Show in this language where it is there."),
]


def reader() -> str:
    """Return the language of the person at the terminal, from the locale; else English."""
    from corpus.languages import is_official  # here: help is in English

    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    code = locale[:2].lower()
    return code if is_official(code) else "en"


def language_of(arguments: Sequence[str]) -> str:
    """Return the language of a command's output: that of ``--in``, or the reader's."""
    from corpus.languages import is_official

    option_arguments = [*takewhile(lambda argument: argument != "--", arguments)]
    languages = [
        argument.removeprefix("--in=")
        for argument in option_arguments
        if argument.startswith("--in=")
    ]
    languages += [value for option, value in pairwise(option_arguments) if option == "--in"]
    return next(filter(is_official, languages), reader())


def read_stdin() -> str:
    """Read text from stdin; raise :class:`CorruptFileError` where no known encoding fits."""
    from ingest.plain import decode

    text, _ = decode(sys.stdin.buffer.read(), Path("stdin"))
    return text


def console() -> Console:
    """Return a Rich console for stdout."""
    from rich.console import Console  # programs, which ask for JSON, need not wait for it

    return Console(highlight=False)


def print_json(value: object) -> None:
    """Print a value as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2))
