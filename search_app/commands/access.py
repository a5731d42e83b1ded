"""Commands about access: what the rules cover, and the tokens of programs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from search_app.commands.options import IndexFolder, Json, console, print_json

app = typer.Typer()


@app.command()
def access(
    folder: IndexFolder,
    document: Annotated[
        str | None,
        typer.Argument(help="Show which rule decides for this: a symbol, or a file's path."),
    ] = None,
    *,
    forget: Annotated[
        bool,
        typer.Option("--forget", help="Forget rules that are gone: everybody sees everything."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Show who may see what: the documents of each rule, and rules that fit none."""
    from index import Index
    from search_app import contract

    with Index.open(folder) as index:
        if forget:
            index.forget_access_rules()
        decided = None if document is None else index.access_of(document)
        coverage = index.access_coverage()
    if as_json:
        coverage_json = (
            contract.as_access(coverage) if decided is None else contract.as_decisions(decided)
        )
        print_json(coverage_json)
        return
    from search_app import terminal

    if decided is None:
        terminal.show_access(console(), coverage)
    else:
        terminal.show_decisions(console(), decided)


tokens = typer.Typer(no_args_is_help=True, help="Make and revoke the tokens of programs.")
app.add_typer(tokens, name="tokens")

_Name = Annotated[str, typer.Argument(metavar="NAME", help="Of whoever holds it.")]


@tokens.command()
def add(
    name: _Name,
    *,
    seen: Annotated[
        str,
        typer.Option(
            "--class",
            help="Up to which class of documents it sees: public, members, member-states.",
        ),
    ] = "public",
    as_json: Json = False,
) -> None:
    """Make a token; it is shown this once."""
    from index.access import check_class
    from search_app.api import Tokens

    token = Tokens().add(name, check_class(seen))
    if as_json:
        print_json({"name": name, "class": seen, "token": token})
    else:
        print(token)
        print(
            "Keep it: only its digest is kept here. Programs send it as the header\n"
            f"Authorization: Bearer {token[:9]}…",
            file=sys.stderr,
        )


@tokens.command(name="list")
def list_all(*, as_json: Json = False) -> None:
    """List who holds a token."""
    from search_app.api import Tokens

    all_tokens = Tokens().all()
    if as_json:
        records = [
            {"name": token.name, "created": token.created, "class": token.sees}
            for token in all_tokens
        ]
        print_json({"tokens": records})
        return
    from rich.table import Table

    table = Table("name", "class", "made")
    for token in all_tokens:
        table.add_row(token.name, token.sees, token.created or "its file cannot be read")
    console().print(table)


@tokens.command()
def revoke(name: _Name, *, as_json: Json = False) -> None:
    """Take a token back; a running server refuses it from now on."""
    from search_app.api import Tokens

    tokens_here = Tokens()
    tokens_here.revoke(name)
    if as_json:
        print_json({"revoked": name})
    elif not tokens_here.all():
        print(
            "No token is left, so the server answers no program. Make another (wsis-search tokens\n"
            "add NAME), or answer programs of this machine without one: wsis-search tokens open",
            file=sys.stderr,
        )


@tokens.command(name="open")
def open_to_this_machine(*, as_json: Json = False) -> None:
    """Answer programs of this machine without a token again, after the last was revoked."""
    from search_app.api import Tokens

    Tokens().open()
    if as_json:
        print_json({"open": True})
