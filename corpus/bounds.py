"""Limits on the length of questions and names, and the check that refuses longer names."""

from __future__ import annotations

from typing import Final

from corpus.errors import QueryError

MAX_QUERY: Final = 50_000
"""Longest question, in characters; a model's window holds far less."""

MAX_NAME: Final = 300
"""Longest name, in characters: file names have at most 255, symbols and meetings far fewer."""


def check_names(*names: str | None) -> None:
    """Raise QueryError where a name is longer than any real name, before anything reads it."""
    for name in names:
        if name is not None and len(name) > MAX_NAME:
            raise QueryError(
                f"This has {len(name):,} characters; what is asked for by name has at most "
                f"{MAX_NAME}. Ask for a part of it.",
                reason="name-too-long",
                count=len(name),
                limit=MAX_NAME,
            )
