"""Who may ask over the network? Commands that make and revoke tokens."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from search_app.commands.options import Json, console, print_json

if TYPE_CHECKING:
    from search_app.api import Token

app = typer.Typer()
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

    there = Tokens().all()
    if as_json:
        print_json({"tokens": [_told(one) for one in there]})
        return
    from rich.table import Table

    table = Table("name", "class", "made")
    for one in there:
        table.add_row(one.name, one.sees, one.created or "its file cannot be read")
    console().print(table)


@tokens.command()
def revoke(name: _Name, *, as_json: Json = False) -> None:
    """Take a token back; a running server refuses it from now on."""
    from search_app.api import Tokens

    Tokens().revoke(name)
    if as_json:
        print_json({"revoked": name})


def _told(token: Token) -> dict[str, str | None]:
    return {"name": token.name, "created": token.created, "class": token.sees}
