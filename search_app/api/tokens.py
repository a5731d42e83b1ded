"""Tokens of programs; the server keeps only the SHA-256 of each, in a file named by its holder.

A token is 32 random bytes, so the digest needs no salt. Once the folder of tokens exists, programs
of this machine need one, even after the last is revoked, until ``Tokens.open``.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import platformdirs

from corpus import settings
from corpus.errors import AccessError, TokenError
from index.access import CLASSES, Class, check_class

_PREFIX: Final = "wsis_"
"""Beginning of every token, by which a token in a text is recognised."""

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")
_ENDING: Final = ".json"
_OPEN: Final = "open"
"""File in the folder of tokens that lets programs of this machine ask without one."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token as the server keeps it.

    ``created`` is ISO 8601, UTC; None where its file cannot be read, so that nobody can use it.
    ``sees`` is the highest class of documents that the holder sees.
    """

    name: str
    created: str | None
    sha256: str
    sees: Class = CLASSES[0]


class Tokens:
    """The tokens in ``folder``; None for ``WSIS_SEARCH_TOKENS``, or the user's settings."""

    def __init__(self, folder: Path | None = None) -> None:
        usual = platformdirs.user_config_path("wsis-search") / "tokens"
        self.folder = folder or settings.TOKENS.path or usual
        self._is_named = folder is not None or bool(settings.TOKENS.text)

    def add(self, name: str, sees: Class = CLASSES[0]) -> str:
        """Make a token for a class of documents and return it; it cannot be shown again."""
        token = _PREFIX + secrets.token_urlsafe(32)
        content = {
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "sha256": _hash(token),
            "class": sees,
        }
        path = self._path(name)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # First: a server that is closed for a moment harms nobody.
            (self.folder / _OPEN).unlink(missing_ok=True)
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                json.dump(content, file)
        except FileExistsError as error:
            raise TokenError(
                f"There is a token of the name {name} already. Take another name, or revoke it: "
                f"wsis-search tokens revoke {name}"
            ) from error
        except OSError as error:
            raise TokenError(
                f"The token cannot be kept in {self.folder}: {error.strerror or error}. Name "
                "another folder by WSIS_SEARCH_TOKENS."
            ) from error
        return token

    def revoke(self, name: str) -> None:
        """Remove a token; raise :class:`TokenError` where there is none of this name.

        After the last one, the server answers nobody until :meth:`open` or a new token.
        """
        try:
            path = self._path(name)
            (self.folder / _OPEN).unlink(missing_ok=True)
            path.unlink()
        except FileNotFoundError as error:
            names = ", ".join(token.name for token in self.all()) or "none"
            raise TokenError(
                f"There is no token of the name {name}. There are: {names}."
            ) from error
        except OSError as error:
            raise TokenError(
                f"The token {name} cannot be removed from {self.folder}: "
                f"{error.strerror or error}. Check the permissions."
            ) from error

    def all(self) -> tuple[Token, ...]:
        """Return the tokens by name; raise :class:`TokenError` where they cannot be read."""
        return tuple(
            _read(self.folder / name) for name in sorted(self._names()) if name.endswith(_ENDING)
        )

    def are_needed(self) -> bool:
        """Whether programs of this machine need a token as well; raises as :meth:`all`."""
        names = self._names()
        has_tokens = any(name.endswith(_ENDING) for name in names)
        return has_tokens or (_OPEN not in names and self.folder.exists())

    def open(self) -> None:
        """Let programs of this machine ask without a token again."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if names := ", ".join(token.name for token in self.all()):
                raise TokenError(
                    f"There are tokens, so that programs have to show one: {names}. Revoke them "
                    "first: wsis-search tokens revoke NAME"
                )
            (self.folder / _OPEN).touch(mode=0o600)
        except OSError as error:
            raise TokenError(
                f"That no token is needed cannot be kept in {self.folder}: "
                f"{error.strerror or error}. Check the permissions."
            ) from error

    def _names(self) -> frozenset[str]:
        try:
            return frozenset(os.listdir(self.folder))  # noqa: PTH208 - it says what is wrong
        except FileNotFoundError as error:
            if not self._is_named:
                return frozenset()
            raise TokenError(
                f"WSIS_SEARCH_TOKENS names a folder of tokens that is not there: {self.folder}. "
                "Put it back, or make a token in it (wsis-search tokens add NAME), or open the "
                "server to programs of its own machine (wsis-search tokens open)."
            ) from error
        except OSError as error:
            raise TokenError(
                f"The tokens in {self.folder} cannot be read: {error.strerror or error}. Check the "
                "permissions."
            ) from error

    def accept(self, shown: str) -> Token | None:
        """Return the stored token that matches, or None; raises as :meth:`all`."""
        digest = _hash(shown)
        # All are compared, so that the time does not show which one it is.
        tokens = self.all()
        matches = [hmac.compare_digest(digest, token.sha256) for token in tokens]
        return next((token for token, is_it in zip(tokens, matches, strict=True) if is_it), None)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise TokenError(
                f"{name!r} cannot be the name of a token. Take up to 64 letters, digits, dots, "
                "hyphens and underscores, the first a letter or a digit."
            )
        return self.folder / f"{name}{_ENDING}"


def _read(path: Path) -> Token:
    name = path.name.removesuffix(_ENDING)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AccessError):
        content = json.loads(path.read_text("utf-8"))
        sees = check_class(content.get("class", CLASSES[0]))
        return Token(name, str(content["created"]), str(content["sha256"]), sees)
    return Token(name, None, "")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
