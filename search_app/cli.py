"""The command ``wsis-search``: which commands there are, and how their errors end.

Data goes to stdout, everything else to stderr. Exit 0: done; 1: done, with failures that are
listed; 2: wrong use, or an index that cannot be used.
"""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
import warnings
from pathlib import Path
from typing import Annotated, Final, TextIO

import typer

from corpus.errors import ModelWarning, ReadError, WsisSearchError
from search_app.commands import (
    access,
    alerting,
    asking,
    drawing,
    fetching,
    keeping,
    measuring,
    reading,
    running,
)

__all__ = ["app", "main"]

_COLLECTED_AT: Final = 50_000
"""Objects that are made before the youngest are looked through for what nobody holds, 700 by
default: imports make a hundred thousand, which stay. ``benchmarks.speed.command`` shows a
paragraph with it, and without it and what :func:`main` does at the end."""

app = typer.Typer(
    name="wsis-search",
    help="Search documents of ITU's Council Working Group on WSIS and SDGs, in the six languages "
    "of the United Nations, and cite what is found.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def options(
    index: Annotated[
        Path | None, typer.Option("--index", help="Folder of the index.", show_default=False)
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", help="Embedding model.", show_default=False)
    ] = None,
    seen_as: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="CLASS",
            envvar="WSIS_SEARCH_AS",
            help="See what readers of a class see: public, members, member-states.",
            show_default=False,
        ),
    ] = None,
    *,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    """Take the options that every command has before the command's name as well."""
    if index is not None:
        os.environ["WSIS_SEARCH_INDEX"] = str(index)
    if model is not None:
        os.environ["WSIS_SEARCH_MODEL"] = model
    if seen_as is not None:
        os.environ["WSIS_SEARCH_AS"] = seen_as
    if version:
        from importlib.metadata import version as installed

        print(f"wsis-search {installed('wsis-search')}")
        raise typer.Exit


for part in (reading, fetching, alerting, asking, drawing, keeping, measuring, running, access):
    app.add_typer(part.app)


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """One line for people where it is this program's own; the libraries' are for developers."""
    if issubclass(category, ModelWarning):
        print(f"Note: {message}", file=sys.stderr)
    else:
        _show_other(message, category, filename, lineno, file, line)


_show_other = warnings.showwarning


def main() -> None:
    """Run the command; every error of this program's own becomes one line for people."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    warnings.showwarning = _show_warning
    gc.set_threshold(_COLLECTED_AT)
    # What the end of the process frees anyway need not be looked through before.
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
    try:
        app()
    except WsisSearchError as error:
        print(f"Error: {error.message}", file=sys.stderr)
        sys.exit(1 if isinstance(error, ReadError) and error.code != "no-such-path" else 2)
    except BrokenPipeError:
        # Whoever read the output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if os.environ.get("WSIS_SEARCH_DEBUG"):
            raise
        # A mistake of this program. What was committed to an index is whole.
        print(
            f"Error: wsis-search made a mistake ({type(error).__name__}: {error}). What is in the "
            "index is kept. Run it again with WSIS_SEARCH_DEBUG=1 and report what it prints.",
            file=sys.stderr,
        )
        sys.exit(1)
    except KeyboardInterrupt:
        print("Stopped. What was done is kept; run it again to go on.", file=sys.stderr)
        sys.exit(130)
