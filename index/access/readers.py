"""The reader of the current call, who sees documents up to a class, in a role."""

from __future__ import annotations

import getpass
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from index.access.rules import CLASSES, Class, Role


@dataclass(frozen=True, slots=True)
class Reader:
    """A person who asks.

    ``name`` is for the audit log. ``sees`` is the strictest class that the person sees. Editors add
    documents too. ``delegation`` is whose folder of passages they share; empty for none.
    """

    name: str
    sees: Class = CLASSES[0]
    role: Role = "reader"
    delegation: str = ""


ANONYMOUS: Final = Reader("anonymous")

READER: Final[ContextVar[Reader | None]] = ContextVar("reader", default=None)
"""Reader of the current call; None for the program's own user, who may do everything."""


def reader_name() -> str:
    """Return the name of the current reader, for the audit log."""
    reader = READER.get()
    if reader is not None:
        return reader.name
    try:
        return f"local:{getpass.getuser()}"
    except (OSError, KeyError):  # a user without a name
        return "local"
