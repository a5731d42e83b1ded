"""Tokens are made, listed and revoked by command; of each only the digest is kept."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from corpus.errors import TokenError
from search_app.api import Answers, Tokens
from tests.commands import run
from tests.search_app.api.conftest import client_of


def test_a_token_is_shown_once_and_stored_as_digest(tokens: Tokens) -> None:
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
    assert [token["name"] for token in listed] == ["kenya"]
    assert run("tokens", "revoke", "kenya", "--json").json() == {"revoked": "kenya"}
    assert not tokens.accept(token)


@pytest.mark.parametrize("name", ["", "../kenya", "a/b", ".hidden", "x" * 65, "né"])
def test_a_name_that_is_no_name_is_refused(tokens: Tokens, name: str) -> None:
    with pytest.raises(TokenError, match="letters, digits"):
        tokens.add(name)


def test_names_of_tokens_are_unique_and_revoked_once(tokens: Tokens) -> None:
    first = tokens.add("kenya")
    outcome = run("tokens", "add", "kenya")
    assert (outcome.code, "already" in outcome.err) == (2, True)
    assert tokens.accept(first)
    outcome = run("tokens", "revoke", "japan")
    assert (outcome.code, "There are: kenya" in outcome.err) == (2, True)


def test_an_unreadable_token_admits_nobody(tokens: Tokens) -> None:
    tokens.add("kenya")
    (tokens.folder / "kenya.json").write_text("{", "utf-8")
    assert not tokens.accept("")
    assert len(tokens.all()) == 1


def test_no_server_is_open_to_others_without_a_token(tokens: Tokens) -> None:
    assert not tokens.all()
    outcome = run("serve", "--api-only", "--host", "0.0.0.0")  # noqa: S104 - refused
    assert outcome.code == 2
    assert "tokens add NAME" in outcome.err


def _ask(client: TestClient, token: str = "") -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = client.get("status", headers=headers)
    return answer.status_code, answer.json().get("detail", "")


def test_a_server_without_tokens_left_answers_nobody(server: TestClient, tokens: Tokens) -> None:
    assert _ask(server)[0] == 200  # no token was ever made
    token = tokens.add("kenya")
    assert (_ask(server)[0], _ask(server, token)[0]) == (401, 200)
    outcome = run("tokens", "revoke", "kenya")
    assert (outcome.code, "wsis-search tokens open" in outcome.err) == (0, True)
    for credential in ("", token):
        status, detail = _ask(server, credential)
        assert (status, "tokens open" in detail, "tokens add" in detail) == (401, True, True)
    assert run("serve", "--api-only", "--host", "0.0.0.0").code == 2  # noqa: S104 - refused
    assert run("tokens", "open", "--json").json() == {"open": True}
    assert _ask(server)[0] == 200
    assert run("serve", "--api-only", "--host", "0.0.0.0").code == 2  # noqa: S104 - refused
    tokens.add("japan")
    assert _ask(server)[0] == 401
    outcome = run("tokens", "open")
    assert (outcome.code, "japan" in outcome.err) == (2, True)


def test_deleted_or_unreadable_tokens_admit_nobody(server: TestClient, tokens: Tokens) -> None:
    tokens.add("kenya")
    (tokens.folder / "kenya.json").unlink()
    assert _ask(server)[0] == 401  # an empty folder
    shutil.rmtree(tokens.folder)
    assert _ask(server)[0] == 503  # the one that the setting names is not there
    outcome = run("tokens", "list")
    assert (outcome.code, "WSIS_SEARCH_TOKENS names" in outcome.err) == (2, True)
    assert run("serve", "--api-only", "--host", "0.0.0.0").code == 2  # noqa: S104 - refused
    tokens.folder.write_text("no folder", "utf-8")
    assert _ask(server)[0] == 503
    tokens.folder.unlink()
    token = tokens.add("kenya")
    assert (_ask(server)[0], _ask(server, token)[0]) == (401, 200)


@pytest.mark.thorough
def test_without_tokens_only_the_machine_itself_is_answered(
    answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WSIS_SEARCH_TOKENS")
    monkeypatch.setattr(
        "search_app.api.tokens.platformdirs.user_config_dir", lambda _: str(tmp_path / "settings")
    )
    assert _ask(client_of(answers))[0] == 200
    assert _ask(client_of(answers, peer="192.0.2.7"))[0] == 401


def test_an_unreadable_token_lets_no_server_listen_elsewhere(tokens: Tokens) -> None:
    tokens.add("kenya")
    (tokens.folder / "kenya.json").write_text("{", "utf-8")
    outcome = run("serve", "--api-only", "--host", "0.0.0.0")  # noqa: S104 - refused
    assert (outcome.code, "tokens add NAME" in outcome.err) == (2, True)
