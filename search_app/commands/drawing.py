"""What can be drawn up for a meeting? Commands whose answer is a paper, on screen or as a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import QueryError
from search_app.commands.options import In, IndexFolder, Json, console, print_json

if TYPE_CHECKING:
    from corpus.documents import Document

app = typer.Typer()

Docx = Annotated[
    Path | None, typer.Option("--docx", metavar="FILE", help="Write it as a Word file.")
]


@app.command()
def compare(
    folder: IndexFolder,
    old: Annotated[str, typer.Argument(metavar="A", help="A symbol, or the file of a draft.")],
    new: Annotated[str, typer.Argument(metavar="B", help="What A became: likewise.")],
    *,
    shown_in: In = None,
    docx: Docx = None,
    as_json: Json = False,
) -> None:
    """Compare two revisions, or a draft with what it is based on, word by word."""
    from index import Index
    from search_app import contract, terminal

    with Index.open(folder) as index:
        found = index.compare(_draft_or_name(old), _draft_or_name(new), shown_in)
    if docx is not None:
        from search_app.citing.export import comparison_docx

        _write(docx, comparison_docx(found, shown_in or found.new.language or "en"))
    if as_json:
        print_json(contract.as_json(found))
    elif docx is None:
        terminal.show_comparison(console(), found)


def _draft_or_name(argument: str) -> Document | str:
    """A draft where there is a file of the name, else the name of a document of the index."""
    if not Path(argument).is_file():
        return argument
    from search_app import drafts

    return drafts.draft_of_file(Path(argument))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise QueryError(
            f"{path} cannot be written: {error.strerror or error}. Name another file."
        ) from error
    print(f"Written: {path}", file=sys.stderr)
