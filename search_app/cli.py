"""The command ``wsis-search``: its subcommands, and how their errors end.

The exit code is 0 for success, also where nothing was found, and 1 for success with listed
failures. It is 2 for wrong use or an unusable index, and 130 for a stop by Ctrl+C. Data goes to
stdout, everything else to stderr.
"""

from __future__ import annotations

import atexit
import gc
import io
import os
import re
import sys
import warnings
from collections import UserDict
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any, Final, TextIO


def _end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print an error in place of Python's traceback, also for Ctrl+C and for errors at import."""
    from corpus.errors import WsisSearchError  # here: the hook is set before imports

    if issubclass(kind, WsisSearchError):
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(2)
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    print("Stopped. What was done is kept; run it again to go on.", file=sys.stderr)
    sys.exit(_STOPPED)


_STOPPED: Final = 130
sys.excepthook = _end  # before the imports that take longest

import typer  # noqa: E402
from typer.core import TyperCommand, TyperGroup  # noqa: E402
from typer.main import get_group  # noqa: E402

from corpus import settings  # noqa: E402
from corpus.errors import ModelWarning, ReadError, WsisSearchError  # noqa: E402
from search_app import COLLECTED_AT  # noqa: E402
from search_app.commands.options import language_of  # noqa: E402
from search_app.operations import REGISTRY, names, operation  # noqa: E402

__all__ = ["app", "main"]

_QUESTIONS: Final = "questions"

_ROOMS: Final = {
    "files": ("ingest", "parse"),
    "downloads": ("fetch", "watch"),
    "alerts": ("alerts",),
    _QUESTIONS: names("command"),
    "maintenance": (
        *("status", "verify", "backup", "restore", "publish", "follow", "export", "engine"),
    ),
    "evaluation": ("eval", "calibrate"),
    "servers": ("serve", "mcp", "demo"),
    "access": ("access", "tokens"),
}
"""Modules of ``search_app.commands`` with their commands, in the order of the help."""


class _Commands(UserDict[str, Any]):
    """Commands by name; a module is imported when one of its commands is needed."""

    def __getitem__(self, name: str) -> Any:
        entry = super().__getitem__(name)
        if isinstance(entry, str):
            room = typer.Typer(rich_markup_mode=None)
            module = import_module(f"search_app.commands.{entry}")
            if entry == _QUESTIONS:
                room.add_typer(module.command_of(operation(name)))
            else:
                room.add_typer(module.app)
            group = get_group(room)
            _take_plainly(group)
            self.update(group.commands)
        return super().__getitem__(name)


_WrongUse: Final[Any] = typer.BadParameter.__mro__[1]
"""Class of errors of wrong use, which is Typer's own or Click's."""


class _Program(TyperGroup):
    """Program whose commands are imported when they are needed."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        _take_plainly(self)
        self.commands = _Commands(
            {name: room for room, commands in _ROOMS.items() for name in commands}
        )

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands; an operation is not imported for its line."""
        commands: Any = self.commands
        lines: dict[str, Any] = {
            name: TyperCommand(name, help=REGISTRY[name].help) for name in names("command")
        }
        self.commands = commands | lines
        super().format_commands(ctx, formatter)
        self.commands = commands

    def make_context(self, *positional: Any, **further: Any) -> Any:
        """Read the options before the command's name."""
        with _translate_wrong_use():
            return super().make_context(*positional, **further)

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            with _translate_wrong_use():
                return super().invoke(ctx)
        except KeyboardInterrupt as error:  # which Typer says nothing of
            _end(type(error), error, None)


@contextmanager
def _translate_wrong_use() -> Iterator[None]:
    """Report wrong use in the reader's language; a question may look like an option."""
    try:
        yield
    except _WrongUse as error:
        arguments = sys.argv[1:]
        language = language_of(arguments)
        name = str(getattr(error, "option_name", ""))
        if type(error).__name__ == "NoArgsIsHelpError":
            pass
        elif language != "en":
            from search_app.terminal import wrong_use

            message = wrong_use(error, language, arguments)
            error.show = partial(print, message, file=sys.stderr)
        elif hasattr(error, "possibilities") and not name.startswith("--"):
            error.message += ". To ask for what begins with a minus, put -- before it."
        raise


class _Plain:
    """Conversion of plain values without Pydantic, whose import takes a tenth of a second."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the value as the command takes it; Typer names the arguments."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        plain = _convert_plainly(value, param.type_descriptor)
        if plain is None:
            param._runtime_param = None  # noqa: SLF001 - its own is made where there is none
            try:
                plain = param.get_runtime_param().coerce(value, param=param, ctx=ctx)
            except typer.BadParameter as error:
                error.message = error.message.removeprefix("Value error, ")  # Pydantic's word
                error.given = value  # type: ignore[attr-defined] # for who says it otherwise
                raise
        return plain


def _convert_plainly(value: Any, descriptor: Any) -> Any:
    """Return a value as its parameter takes it; None where that is not certain."""
    kind = descriptor.annotation
    if kind is str and _is_text(value):
        return value
    if kind == list[str] and all(map(_is_text, value)):
        return list(value)
    if kind is Path and os.access(value, os.R_OK):
        return Path(value)
    if kind is int and re.fullmatch("[0-9]{1,9}", str(value)):
        low, high = descriptor.parameter_info.min, descriptor.parameter_info.max
        number = int(value)
        is_within = (low is None or low <= number) and (high is None or number <= high)
        return number if is_within else None
    if isinstance(kind, type) and issubclass(kind, StrEnum) and value in list(kind):
        return kind(value)
    return None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.isprintable()  # no bytes that are no text, either


def _take_plainly(command: Any) -> None:
    """Keep parameters of a command and its subcommands from asking Pydantic for plain values."""
    for param in command.get_params(command.context_class(command)):  # `--help` is among these
        param._runtime_param = _Plain()  # noqa: SLF001 - other releases of Typer pass over it
    for each in getattr(command, "commands", {}).values():
        _take_plainly(each)


app = typer.Typer(
    name="wsis-search",
    cls=_Program,
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
            envvar=settings.AS.name,
            help="See what readers of a class see: public, members, member-states.",
            show_default=False,
        ),
    ] = None,
    *,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    """Take the options that every command has before the command's name as well."""
    if index is not None:
        settings.INDEX.put(index)
    if model is not None:
        settings.MODEL.put(model)
    if seen_as is not None:
        settings.AS.put(seen_as)
    settings.check_settings()
    if version:
        from importlib.metadata import version as installed

        print(f"wsis-search {installed('wsis-search')}")
        raise typer.Exit


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Print a warning of this program as one line; those of libraries are for developers."""
    if issubclass(category, ModelWarning):
        print(f"Note: {message}", file=sys.stderr)
    else:
        _show_other(message, category, filename, lineno, file, line)


_show_other = warnings.showwarning


def main() -> None:
    """Run the command; every error of this program becomes one line for people."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    warnings.showwarning = _show_warning
    gc.set_threshold(COLLECTED_AT)
    # What the end of the process frees anyway need not be looked through before.
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
    try:
        app(prog_name="wsis-search")
    except WsisSearchError as error:
        _say(error)
        sys.exit(1 if isinstance(error, ReadError) and error.code != "no-such-path" else 2)
    except BrokenPipeError:
        # Whoever read the output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if settings.DEBUG.is_on:
            raise
        _say(error)
        sys.exit(1)


def _say(error: Exception) -> None:
    from search_app.terminal import fault

    print(fault(error, language_of(sys.argv[1:])), file=sys.stderr)


if __name__ == "__main__":
    main()
