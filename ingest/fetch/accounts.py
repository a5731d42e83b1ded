"""The TIES account of who fetches: from the environment or the system's keyring, not a file."""

from __future__ import annotations

import contextlib
import importlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

USER: Final = "WSIS_SEARCH_TIES_USER"
"""Environment variable with the name of the account."""

PASSWORD: Final = "WSIS_SEARCH_TIES_PASSWORD"  # noqa: S105 - a variable's name
"""Environment variable with its password."""

SERVER: Final = "WSIS_SEARCH_TIES_SERVER"
"""Environment variable with another server of files, as ``HOST:PORT``."""

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
    server = os.environ.get(SERVER) or _ADDRESS
    user, password = os.environ.get(USER, ""), os.environ.get(PASSWORD, "")
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
