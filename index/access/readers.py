"""Who is asking? Somebody who sees documents up to a class, in a role; told along with the call."""

from __future__ import annotations

import getpass
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from index.access.rules import CLASSES, Class, Role


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who asks.

    Attributes:
        name: as an audit log calls them.
        sees: up to which class of documents.
        role: readers read; editors add documents as well.
    """

    name: str
    sees: Class = CLASSES[0]
    role: Role = "reader"


ANONYMOUS: Final = Reader("anonymous")

READER: Final[ContextVar[Reader | None]] = ContextVar("reader", default=None)
"""Who is asking; None where it is whoever runs the program, who sees and does everything."""


def reader_name() -> str:
    """Name who is asking, for an audit log."""
    reader = READER.get()
    if reader is not None:
        return reader.name
    try:
        return f"local:{getpass.getuser()}"
    except (OSError, KeyError):  # a user without a name
        return "local"
