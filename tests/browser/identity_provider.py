"""A small provider of OpenID Connect on this machine: whoever comes is asked who they are.

The parts of https://openid.net/specs/openid-connect-core-1_0.html that a sign-in by code needs.
"""

from __future__ import annotations

import base64
import html
import http.server
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT: Final = ("wsis-search", "only-for-this-test")


def write_secrets(folder: Path, provider: str, port: int) -> Path:
    """Write the operator's settings for sign-ins, and return their file.

    Args:
        folder: to write to.
        provider: address of the provider.
        port: of the app on this machine.
    """
    path = folder / "secrets.toml"
    path.write_text(
        f"""
        [auth]
        redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
        cookie_secret = "of this test, and of no other use at all"
        client_id = "{CLIENT[0]}"
        client_secret = "{CLIENT[1]}"
        server_metadata_url = "{provider}/.well-known/openid-configuration"
        """,
        "utf-8",
    )
    return path


class Provider:
    """The provider.

    Attributes:
        address: of it.
        people: claims of each, by the name that they choose.
        key: that it signs with.
        published: that it says it signs with.
        signed: how many tokens it has given.
    """

    def __init__(self, people: dict[str, dict[str, Any]]) -> None:
        self.address = ""
        self.people = people
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.published = self.key
        self.signed = 0
        self.codes: dict[str, tuple[str, str]] = {}

    def metadata(self) -> dict[str, Any]:
        """Return its description of itself."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def token(self, code: str) -> dict[str, Any]:
        """Give what a code is worth, once."""
        name, nonce = self.codes.pop(code)
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT[0],
            "sub": name,
            "nonce": nonce,
            "iat": now,
            "exp": now + 600,
            **self.people[name],
        }
        self.signed += 1
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)
        return {"access_token": "-", "token_type": "Bearer", "expires_in": 600, "id_token": signed}


class _Handler(http.server.BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(asked.query).items()}
        if asked.path == "/.well-known/openid-configuration":
            self._say(self.provider.metadata())
        elif asked.path == "/keys":
            self._say({"keys": [self.provider.published.as_dict(private=False)]})
        elif asked.path == "/authorize":
            self._ask(query)
        elif asked.path == "/choose":
            self._send_back(query)
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        shown = self.headers.get("Authorization", "").removeprefix("Basic ")
        name, _, secret = base64.b64decode(shown).decode().partition(":")
        if (name or sent.get("client_id"), secret or sent.get("client_secret")) != CLIENT:
            self.send_error(401)
        elif sent.get("code") not in self.provider.codes:
            self.send_error(400)
        else:
            self._say(self.provider.token(sent["code"]))

    def _ask(self, query: dict[str, str]) -> None:
        assert query["client_id"] == CLIENT[0]
        links = "".join(
            f'<p><a href="/choose?{html.escape(urlencode({**query, "name": name}))}">{name}</a>'
            for name in self.provider.people
        )
        self._send("text/html", f"<title>Who are you?</title>{links}".encode())

    def _send_back(self, query: dict[str, str]) -> None:
        code = secrets.token_hex(8)
        self.provider.codes[code] = (query["name"], query["nonce"])
        back = urlencode({"code": code, "state": query["state"]})
        self.send_response(302)
        self.send_header("Location", f"{query['redirect_uri']}?{back}")
        self.end_headers()

    def _say(self, value: object) -> None:
        self._send("application/json", json.dumps(value).encode())

    def _send(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def providing(people: dict[str, dict[str, Any]]) -> Iterator[Provider]:
    """Run a provider that knows people."""
    provider = Provider(people)
    handler = type("Handler", (_Handler,), {"provider": provider})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        provider.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield provider
        server.shutdown()
