"""Commands that ask operations; the fields of the requests give the options and their help."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, get_args, get_origin

import typer
from typer.core import TyperCommand

from corpus.errors import QueryError
from corpus.parameters import ParameterField
from search_app.commands.options import (
    IndexFolder,
    Json,
    Model,
    console,
    print_json,
    read_stdin,
    reader,
)
from search_app.drafts import Draft
from search_app.operations import AnyOperation, Page, RequestContext, Values
from search_app.operations import operation as operation_by_name

if TYPE_CHECKING:
    from index import Index

_MOST: Final = 1000

_ENDINGS: Final = {"docx": ".docx", "markdown": ".md", "csv": ".csv"}
"""Kinds of files that a command writes, by how their names end."""

_FILES: Final = {
    "docx": "Write it as a Word file.",
    "markdown": "Write it as Markdown.",
    "csv": "Write it as a table of values.",
}


_WORKSHEET: Final = {
    "worksheet": "Write a table to fill in, with a decision for each row: .docx or .csv.",
    "worksheet_in": "Read such a table that came back, and print its decisions.",
}
_LISTS: Final = "questions"
"""Option that names a list of questions."""


def command_of(operation: AnyOperation) -> typer.Typer:
    """Return a Typer program with one command, which asks an operation."""

    def run(**values: Any) -> None:
        _run(operation, values)

    app = typer.Typer()
    app.command(operation.name, cls=_ListCommand, help=operation.help)(
        with_signature(run, [*_list_parameters(operation)])
    )
    return app


class _ListCommand(TyperCommand):
    """Command that takes a file of questions in place of its arguments."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Require the arguments only where no file is named."""
        option = f"--{_LISTS}"
        has_list = any(arg == option or arg.startswith(f"{option}=") for arg in args)
        for param in self.params:
            if has_list and param.param_type_name == "argument":
                param.required = False
        return super().parse_args(ctx, args)


def with_signature(
    run: Callable[..., None], parameters: Sequence[inspect.Parameter]
) -> Callable[..., None]:
    """Give a function the signature that Typer reads."""
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _list_parameters(operation: AnyOperation) -> Iterator[inspect.Parameter]:
    if operation.needs_index:
        yield parameter_of("folder", IndexFolder)
    yield from map(option_of, operation.fields)
    if operation.paging and operation.paging.is_found:
        option = typer.Option("-k", min=1, max=_MOST, help=operation.paging.help)
        yield parameter_of("k", Annotated[int, option], operation.paging.k)
    # Of an operation with lists, only these are written.
    listed = operation_by_name(operation.lists) if operation.lists else operation
    files = operation.files or listed.files
    if operation.lists:
        help_ = "Answer each question or term of a CSV or text file, one a line."
        option = typer.Option(f"--{_LISTS}", metavar="FILE", help=help_)
        yield parameter_of(_LISTS, Annotated[Path | None, option], None)
    for name in files:
        option = typer.Option(f"--{name}", metavar="FILE", help=_FILES[name])
        yield parameter_of(name, Annotated[Path | None, option], None)
    if files:
        endings = ", ".join(_ENDINGS[name][1:] for name in files)
        help_ = f"Write it as the file's ending says: {endings}."
        option = typer.Option("--out", metavar="FILE", help=help_)
        yield parameter_of("out", Annotated[Path | None, option], None)
    if operation.worksheet:
        for name, help_ in _WORKSHEET.items():
            option = typer.Option(f"--{name.replace('_', '-')}", metavar="FILE", help=help_)
            yield parameter_of(name, Annotated[Path | None, option], None)
    if operation.needs_model:
        yield parameter_of("model", Model, None)
    yield parameter_of("as_json", Json, default=False)


def option_of(field: ParameterField) -> inspect.Parameter:
    """Return the option, or the argument, of a field."""
    parameter = field.parameter
    kinds = get_args(field.type) or (field.type,)
    help_, metavar = parameter.help, parameter.metavar
    if kinds == (Draft,):
        help_, metavar = "A draft, or - for text on stdin.", "FILE|-"
    elif Draft in kinds and str in kinds:
        help_ = f"{help_.rstrip('.')}; or the file of a draft."
    kind = _choose_type(field, kinds)
    if parameter.is_argument:
        shown = metavar or field.name.upper()
        argument = typer.Argument(metavar=shown, help=help_)
        default = inspect.Parameter.empty if field.is_required else field.default
        return parameter_of(field.name, Annotated[kind, argument], default)
    name = parameter.name or field.name.replace("_", "-")
    flag = f"-{name}" if len(name) == 1 else f"--{name}"
    least, most = (parameter.least, parameter.most) if kind is int else (None, None)
    if field.takes_many:
        help_ = f"{help_.rstrip('.')}; may be repeated."
    option = typer.Option(flag, metavar=metavar, help=help_, min=least, max=most)
    default = None if field.takes_many else field.default
    if get_origin(field.type) is Literal:
        default = kind(default)
    return parameter_of(field.name, Annotated[kind, option], default)


def _choose_type(field: ParameterField, kinds: tuple[Any, ...]) -> Any:
    """Return the type of an option; the operation itself refuses a wrong language."""
    if field.takes_many:
        return list[str] | None
    if get_origin(field.type) is Literal:
        return StrEnum(field.name.capitalize(), {value.upper(): value for value in kinds})
    if field.type in (int, bool):
        return field.type
    return str | None if type(None) in kinds else str


def parameter_of(name: str, kind: Any, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
    """Return a parameter of a command as Typer reads it."""
    keyword = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, keyword, default=default, annotation=kind)


def _run(operation: AnyOperation, values: Values) -> None:
    """Ask an operation, write files and worksheets, print the answer, and set the exit code."""
    from corpus.languages import is_official

    operation, values = _find_listed(*_find_returned(operation, values))
    paths = _list_files(operation, values)
    sheet = _find_worksheet(operation, values)
    if operation.worksheet and sheet:
        values = values | {operation.worksheet.field: True}
    request = operation.request_of(
        {field.name: _read_value(field, values[field.name]) for field in operation.fields}
    )
    shown_in: str | None = getattr(request, "shown_in", None)
    language = shown_in if shown_in and is_official(shown_in) else reader()
    with ExitStack() as stack:
        index = stack.enter_context(_open_index(values)) if operation.needs_index else None
        with _show_progress(operation) as tell:
            # What programs read is in English, where no other language is asked for.
            sentence_language = language if shown_in or not values["as_json"] else "en"
            asking = RequestContext(
                index, reader=reader(), language=sentence_language, progress=tell
            )
            page = Page(values["k"]) if "k" in values and operation.paging else None
            result, _ = operation.look(asking, request, page)
        for name, path in paths:
            asking.index.note("export", what=path.suffix, file=str(path))
            _write(path, operation.write(name, result, language))
        for name, path in sheet:
            asking.index.note("export", what=path.suffix, file=str(path))
            _write(path, operation.write_worksheet(name, result, language))
    for sentence in operation.warnings(result):
        print(sentence, file=sys.stderr)
    if values["as_json"]:
        print_json(operation.as_json(operation.answered(result, request, asking)))
    if not values["as_json"] or operation.is_empty(result):
        from search_app import terminal

        if operation.is_empty(result):
            # Empty where a warning says all.
            sentence = terminal.nothing_found(operation, result, request, language)
            print(sentence, end="\n" * bool(sentence), file=sys.stderr)
        elif not (paths or sheet):
            terminal.show_found(operation, console(), result, operation.spoken(result, language))
    if operation.failures(result):
        raise typer.Exit(1)


def _find_returned(operation: AnyOperation, values: Values) -> tuple[AnyOperation, Values]:
    """Return the operation that reads a worksheet that came back, where one is given."""
    if not operation.worksheet or values["worksheet_in"] is None:
        return operation, values
    returned = operation_by_name(operation.worksheet.reader)
    if values.get(returned.draft or "") is not None or values["worksheet"] is not None:
        raise typer.BadParameter("Give --worksheet-in alone: it is read, and nothing else.")
    return returned, values | {returned.draft or "": str(values["worksheet_in"])}


def _find_listed(operation: AnyOperation, values: Values) -> tuple[AnyOperation, Values]:
    """Return the operation that answers a list of questions, where one is given."""
    if not operation.lists:
        return operation, values
    argument = next(field.name for field in operation.fields if field.parameter.is_argument)
    if values[_LISTS] is None:
        if any(values[name] is not None for name in (*_ENDINGS, "out")):
            raise typer.BadParameter(f"Files are written of lists: add --{_LISTS} FILE.")
        return operation, values
    if values[argument] is not None:
        raise typer.BadParameter(f"Give --{_LISTS} or {argument.upper()}, not both.")
    return operation_by_name(operation.lists), values | {_LISTS: str(values[_LISTS])}


def _list_files(operation: AnyOperation, values: Values) -> list[tuple[str, Path]]:
    paths = [(name, values[name]) for name in operation.files if values[name] is not None]
    out: Path | None = values.get("out")
    return paths if out is None else [*paths, (_choose_kind(out, operation.files), out)]


def _find_worksheet(operation: AnyOperation, values: Values) -> list[tuple[str, Path]]:
    path: Path | None = values["worksheet"] if operation.worksheet else None
    return [] if path is None else [(_choose_kind(path, ("docx", "csv")), path)]


def _choose_kind(path: Path, names: Sequence[str]) -> str:
    kinds = {_ENDINGS[name]: name for name in names}
    kind = kinds.get(path.suffix.lower())
    if kind is None:
        ends = " or ".join(kinds)
        raise typer.BadParameter(f"Name a file that ends in {ends}, not {path.name}.")
    return kind


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise QueryError(
            f"{path} cannot be written: {error.strerror or error}. Name another file."
        ) from error
    print(f"Written: {path}", file=sys.stderr)


@contextmanager
def _show_progress(operation: AnyOperation) -> Iterator[Callable[[str, int, int], None] | None]:
    """Show that an operation goes on, unless a program reads the output."""
    from search_app.commands import progress

    if operation.has_progress:
        with progress.bars() as tell:
            yield tell
    elif operation.waiting:
        with progress.waiting(operation.waiting):
            yield None
    else:
        yield None


def _open_index(values: Values) -> AbstractContextManager[Index]:
    from index import Index

    return Index.open(values["folder"], values.get("model"))


def _read_value(field: ParameterField, value: Any) -> Any:
    """Return a field's value; a file name becomes a draft where the field may be one."""
    kinds = get_args(field.type) or (field.type,)
    if Draft not in kinds:
        return str(value) if isinstance(value, StrEnum) else value
    if value is None:
        return None
    if str not in kinds and value == "-":
        return Draft(text=read_stdin())
    if str not in kinds or Path(value).is_file():
        return Draft(path=Path(value))
    return value
