"""Bound of what somebody asks for by name: a symbol, a meeting, an addressee, a time, a source."""

from __future__ import annotations

from typing import Final

from corpus.errors import QueryError

MAX_NAME: Final = 300
"""Longest name, in characters: those of files have at most 255, symbols and meetings far fewer."""


def check_names(*names: str | None) -> None:
    """Refuse names that are longer than any, before anything reads them.

    Raises:
        QueryError: one of them is.
    """
    for name in names:
        if name is not None and len(name) > MAX_NAME:
            raise QueryError(
                f"This has {len(name):,} characters; what is asked for by name has at most "
                f"{MAX_NAME}. Ask for a part of it.",
                reason="name-too-long",
                count=len(name),
                limit=MAX_NAME,
            )
