"""Which class has a document, and up to which class does a person see? As the operator's file says.

It is ``access.toml`` in the index's folder, or the file that ``WSIS_SEARCH_ACCESS`` names::

    default = "members"                 # of what no rule is for; "public" where this is not said

    [[documents]]                       # the first that fits a file says its class
    path = "*/published/*"
    class = "public"

    [[documents]]
    symbol = "CWG-WSIS&SDG-*"
    class = "member-states"

    [[people]]                          # the first that fits what the identity provider says
    claim = "groups"
    value = "secretariat"
    class = "member-states"
    role = "editor"                     # "reader" where this is not said

    [audit]
    file = "/var/log/wsis-search/audit.jsonl"
    queries = false                     # whether what is asked is noted as well

A document has the strictest class of its files, since its versions complete each other. ``*``
stands for any characters, folders parted by ``/`` included; case does not count. A rule may name
both path and symbol. A file without a symbol that no rule by path fits has at least the strictest
class that a rule by symbol gives: what it is cannot be told.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args

from corpus.documents import path_text
from corpus.errors import AccessError

Class = Literal["public", "members", "member-states"]
Role = Literal["reader", "editor"]

CLASSES: Final[tuple[Class, ...]] = get_args(Class)
"""From what everybody may see to what fewest may; who may see one may see those before it."""

ALL: Final[Class] = CLASSES[-1]

VARIABLE: Final = "WSIS_SEARCH_ACCESS"
RULES: Final = "access.toml"
"""Name of the operator's file."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Gives files a class.

    Attributes:
        of: the class.
        path: pattern of the file's path; None for any.
        symbol: pattern of the document's symbol; None for any.
    """

    of: Class
    path: str | None = None
    symbol: str | None = None

    def fits(self, path: str, symbol: str | None) -> bool:
        """Whether it says the class of a file."""
        is_symbol = self.symbol is None or (
            symbol is not None and _is_like(symbol.replace(" ", ""), self.symbol.replace(" ", ""))
        )
        return is_symbol and (self.path is None or _is_like(path, self.path))


@dataclass(frozen=True, slots=True)
class Person:
    """Says what people may see and do who have signed in.

    Attributes:
        claim: of the identity provider: ``email``, ``groups``.
        value: pattern of the claim's value, or of one of its values.
        sees: up to which class.
        role: readers read; editors add documents as well.
    """

    claim: str
    value: str
    sees: Class
    role: Role = "reader"

    def fits(self, claims: Mapping[str, Any]) -> bool:
        """Whether it is of somebody with these claims; an address counts where it was verified."""
        if self.claim == "email" and claims.get("email_verified") is not True:
            return False
        given = claims.get(self.claim)
        values = given if isinstance(given, list | tuple) else [given]
        return any(isinstance(one, str) and _is_like(one, self.value) for one in values)


@dataclass(frozen=True, slots=True)
class Rules:
    """Who may see what.

    Attributes:
        default: class of what no rule is for.
        documents: rules in order.
        people: likewise.
        audit: file that notes what was changed and exported; None for none.
        audits_queries: whether it notes what was asked.
        digest: of the part that is about documents.
    """

    default: Class
    documents: tuple[Rule, ...] = ()
    people: tuple[Person, ...] = ()
    audit: Path | None = None
    audits_queries: bool = False
    digest: str = ""

    def class_of(self, files: Collection[tuple[Path, str | None]]) -> Class:
        """Tell the class of a document by its files: the path of each, with its symbol."""
        return max((self._class_of(*file) for file in files), key=CLASSES.index)

    def person(self, claims: Mapping[str, Any]) -> tuple[Class, Role]:
        """Tell up to which class somebody sees, and in which role, who has signed in."""
        for one in self.people:
            if one.fits(claims):
                return one.sees, one.role
        return CLASSES[0], "reader"

    def _class_of(self, path: Path, symbol: str | None) -> Class:
        name = path_text(path).replace("\\", "/")
        for rule in self.documents:
            if rule.fits(name, symbol):
                return rule.of
        hidden = [rule.of for rule in self.documents if rule.symbol] if symbol is None else []
        return max((self.default, *hidden), key=CLASSES.index)


def rules_file(folder: Path) -> Path:
    """Tell where the rules of an index stand, if there are any."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else folder / RULES


def rules_of(folder: Path) -> Rules | None:
    """Read the rules of an index, as they are now; None where there are none.

    Args:
        folder: of the index.

    Raises:
        AccessError: they cannot be read, or say something that is not known; nobody is to be told
            anything then.
    """
    path = rules_file(folder)
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        if not os.environ.get(VARIABLE):
            return None
        raise AccessError(
            f"{VARIABLE} names {path.name}, which is not there. Put the rules back: until "
            "then nobody is shown anything."
        ) from error
    except OSError as error:
        raise AccessError(
            f"The rules in {path.name} cannot be read: {error.strerror or error}."
        ) from error
    try:
        return _parsed(content)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        why = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
        raise AccessError(
            f"The rules in {path.name} are not understood: {why}. Until that is put right, "
            "nobody is shown anything."
        ) from error


def check_class(name: str) -> Class:
    """Give a class by its name.

    Raises:
        AccessError: it is none.
    """
    for one in CLASSES:
        if one == name:
            return one
    raise AccessError(f"{name} is no class of documents. Use one of: {', '.join(CLASSES)}.")


# --- the inside ----------------------------------------------------------------------------------


@functools.lru_cache(maxsize=8)
def _parsed(content: bytes) -> Rules:
    table = tomllib.loads(content.decode("utf-8"))
    _know(table, {"default", "documents", "people", "audit"})
    audit = table.get("audit", {})
    _know(audit, {"file", "queries"})
    default = _class(table.get("default", CLASSES[0]))
    documents = tuple(_rule(one) for one in table.get("documents", ()))
    file = audit.get("file")
    queries = audit.get("queries", False)
    if not isinstance(queries, bool) or not isinstance(file, str | None):
        raise TypeError("[audit] takes file, a path, and queries, true or false")
    return Rules(
        default,
        documents,
        tuple(_person(one) for one in table.get("people", ())),
        Path(file) if file else None,
        queries,
        hashlib.sha256(repr((default, documents)).encode()).hexdigest(),
    )


def _rule(one: Mapping[str, Any]) -> Rule:
    _know(one, {"path", "symbol", "class"})
    if not one.keys() & {"path", "symbol"}:
        raise ValueError("a rule of [[documents]] names neither a path nor a symbol")
    path, symbol = (_text(one[name]) if name in one else None for name in ("path", "symbol"))
    return Rule(_class(one["class"]), path, symbol)


def _person(one: Mapping[str, Any]) -> Person:
    _know(one, {"claim", "value", "class", "role"})
    role = one.get("role", "reader")
    if role not in get_args(Role):
        raise ValueError(f"{role} is no role; use one of: {', '.join(get_args(Role))}")
    return Person(_text(one["claim"]), _text(one["value"]), _class(one["class"]), role)


def _class(name: object) -> Class:
    for one in CLASSES:
        if one == name:
            return one
    raise ValueError(f"{name} is no class; use one of: {', '.join(CLASSES)}")


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(f"{value!r} is no pattern")
    return value


def _know(table: Mapping[str, Any], names: set[str]) -> None:
    unknown = ", ".join(sorted(table.keys() - names))
    if unknown:  # a word that is misspelt would leave something open
        raise ValueError(f"{unknown} is not known; {', '.join(sorted(names))} are")


def _is_like(text: str, pattern: str) -> bool:
    parts = map(re.escape, pattern.casefold().split("*"))
    return re.fullmatch(".*".join(parts), text.casefold(), re.DOTALL) is not None
