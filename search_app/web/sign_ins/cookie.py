"""Reading of the cookies of Streamlit's sign-ins, and the sign-in that they prove."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from itsdangerous import BadData, URLSafeTimedSerializer
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_server_config import (
    TOKENS_COOKIE_NAME,
    USER_COOKIE_NAME,
)

from corpus import settings

NAME_BEGINS: Final = "_streamlit_"
"""Beginning of the names of Streamlit's cookies."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in that a cookie proves.

    ``id`` is the SHA-256 of the signed content, hexadecimal. ``oldest`` and ``newest`` tell when
    its parts were signed, in seconds since 1970.
    """

    id: str
    oldest: float
    newest: float
    claims: Mapping[str, object]

    def is_current(self, now: float, seconds: float) -> bool:
        """Whether it was issued in the past, and at most ``seconds`` ago."""
        return self.newest <= now and now - self.oldest <= seconds


def sign_in_seconds() -> float:
    """Return the seconds that a sign-in lasts: the operator's number, or a day."""
    return settings.SIGN_IN_HOURS.number * 3600


def is_sign_in_cookie(name: str) -> bool:
    """Whether a cookie's name is that of a sign-in, or of a part of one."""
    base = TOKENS_COOKIE_NAME if name.startswith(TOKENS_COOKIE_NAME) else USER_COOKIE_NAME
    rest = name.removeprefix(base)
    return name.startswith(base) and (not rest or rest.lstrip("_").isdecimal())


def read_sign_in(cookies: Mapping[str, str], secret: str) -> SignIn | None:
    """Return the sign-in that a request's cookies prove; None where they prove none.

    ``secret`` is the key with which Streamlit signs them.
    """
    times: list[float] = []

    def read_signed_value(name: str) -> bytes | None:
        try:
            value, signed_at = URLSafeTimedSerializer(secret, salt=name).loads(
                cookies.get(name, ""), return_timestamp=True
            )
        except BadData:
            return None
        times.append(signed_at.timestamp())
        return value.encode() if isinstance(value, str) else None

    content = get_cookie_with_chunks(read_signed_value, USER_COOKIE_NAME)
    try:
        claims = json.loads(content or b"")
    except ValueError:
        return None
    if not isinstance(claims, dict) or claims.get("is_logged_in") is not True:
        return None
    digest = hashlib.sha256(content or b"").hexdigest()
    return SignIn(digest, min(times), max(times), claims)
