"""The TIES account of who fetches: from the environment or the system's keyring, not a file."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from corpus import settings

SERVICE: Final = "wsis-search-ties"
"""Name under which the system's keyring has the account."""

_ADDRESS: Final = "confsynch.itu.int:990"


@dataclass(frozen=True, slots=True)
class Account:
    """An account for files that are not public; ``server`` is ``HOST:PORT``."""

    user: str
    password: str = field(repr=False)
    server: str = _ADDRESS


FindsAccount = Callable[[], Account | None]
"""Function that finds the account, or None, once it is needed."""


def find_account() -> Account | None:
    """Return the account of the environment, else the keyring's; None where there is none."""
    server = settings.TIES_SERVER.text or _ADDRESS
    user, password = settings.TIES_USER.text, settings.TIES_PASSWORD.text
    if not (user and password):
        user, password = _ask_keyring(user)
    return Account(user, password, server) if user and password else None


def _ask_keyring(user: str) -> tuple[str, str]:
    """Return name and password of the system's keyring, both empty where it has none."""
    try:
        keyring: Any = importlib.import_module("keyring")
    except ImportError:
        return "", ""
    # A keyring without a service behind it, or one that stays locked, raises errors of its own.
    with contextlib.suppress(Exception):
        credential = keyring.get_credential(SERVICE, user or None)
        if credential is not None:
            return str(credential.username or ""), str(credential.password or "")
    return "", ""
