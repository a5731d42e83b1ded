"""What do the commands share? The options that several take, and how they open and print."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import platformdirs
import typer
from rich.console import Console

if TYPE_CHECKING:
    from index.model.encoder import Encoder
    from index.store.documents import Store

__all__ = [
    "In",
    "Index",
    "Json",
    "Mode",
    "Model",
    "console",
    "default_index",
    "encoder_of",
    "exit_with",
    "prepare",
    "print_json",
    "read_stdin",
    "sample_index",
]


class Mode(StrEnum):
    """How passages are compared with a question."""

    HYBRID = "hybrid"
    DENSE = "dense"
    LEXICAL = "lexical"


def default_index() -> Path:
    """The folder of the index where neither ``--index`` nor ``WSIS_SEARCH_INDEX`` names one."""
    return Path(platformdirs.user_data_dir("wsis-search")) / "index"


def sample_index() -> Path:
    """The folder of the index that ``demo`` makes of the sample corpus."""
    return default_index().with_name("sample")


Index = Annotated[
    Path,
    typer.Option(
        "--index",
        envvar="WSIS_SEARCH_INDEX",
        default_factory=default_index,
        show_default="the user's data folder",
        help="Folder of the index.",
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        envvar="WSIS_SEARCH_MODEL",
        help="A sentence-transformers model, by name or folder, or an address "
        "(http://host:port/v1#name), instead of the bundled one.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
In = Annotated[
    str | None,
    typer.Option("--in", metavar="LANG", help="Show in this language where it is there."),
]


def encoder_of(model: str | None, store: Store, *, now: bool = False) -> Encoder:
    """The model of an index, or the one that is named; loaded when it is first needed."""
    from index.model import encoder

    # An index is asked with the model that it was built with, unless another is named. Its vectors'
    # length is taken on trust until the model is there; `use_model` compares the names.
    remembered, dimension = store.setting("model"), store.setting("dimension")
    if now:
        return encoder.load(model or remembered)
    known = int(dimension) if dimension and model in (None, remembered) else None
    return encoder.when_needed(model or remembered, known)


def prepare(store: Store, encoder: Encoder) -> None:
    """Write the vectors of an index that has changed, so that the first search is quick."""
    from index.retrieval.search import Search
    from search_app.commands import progress

    with progress.waiting("Writing the vectors"):
        Search(store, encoder).prepare()


def read_stdin() -> str:
    """Read text on stdin, in whatever encoding it is.

    Raises:
        CorruptFileError: it is text in no encoding that the six languages use.
    """
    from ingest.plain import decode

    text, _ = decode(sys.stdin.buffer.read(), Path("stdin"))
    return text


def console() -> Console:
    """A terminal to print to."""
    return Console(highlight=False)


def print_json(value: object) -> None:
    """Print a value as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def exit_with(code: int) -> NoReturn:
    """End the command with an exit code."""
    raise typer.Exit(code)
