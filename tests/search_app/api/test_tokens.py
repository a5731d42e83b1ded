"""Tokens are made, listed and revoked by command; of each only the digest is kept."""

from __future__ import annotations

import stat

import pytest

from corpus.errors import TokenError
from search_app.api import Tokens
from tests.commands import run


def test_a_token_is_told_once_and_kept_as_a_digest(tokens: Tokens) -> None:
    made = run("tokens", "add", "kenya", "--json").json()
    assert made["name"] == "kenya"
    token = made["token"]
    assert tokens.accept(token)
    assert not tokens.accept(token[:-1])
    assert not tokens.accept("")
    (file,) = tokens.folder.iterdir()
    assert token not in file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    listed = run("tokens", "list", "--json").json()["tokens"]
    assert [one["name"] for one in listed] == ["kenya"]
    assert run("tokens", "revoke", "kenya", "--json").json() == {"revoked": "kenya"}
    assert not tokens.accept(token)


@pytest.mark.parametrize("name", ["", "../kenya", "a/b", ".hidden", "x" * 65, "né"])
def test_a_name_that_is_no_name_is_refused(tokens: Tokens, name: str) -> None:
    with pytest.raises(TokenError, match="letters, digits"):
        tokens.add(name)


def test_names_are_held_once_and_revoked_once(tokens: Tokens) -> None:
    first = tokens.add("kenya")
    told = run("tokens", "add", "kenya")
    assert (told.code, "already" in told.err) == (2, True)
    assert tokens.accept(first)
    told = run("tokens", "revoke", "japan")
    assert (told.code, "There are: kenya" in told.err) == (2, True)


def test_a_token_that_cannot_be_read_opens_nothing_and_keeps_the_door_shut(tokens: Tokens) -> None:
    tokens.add("kenya")
    (tokens.folder / "kenya.json").write_text("{", "utf-8")
    assert not tokens.accept("")
    assert len(tokens.all()) == 1


def test_no_server_is_open_to_others_without_a_token(tokens: Tokens) -> None:
    assert not tokens.all()
    told = run("serve", "--api-only", "--host", "0.0.0.0")  # noqa: S104 - refused
    assert told.code == 2
    assert "tokens add NAME" in told.err
