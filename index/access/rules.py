"""The operator's rules: which class a document has, and up to which class a person sees.

They are ``access.toml`` in the index's folder, or the file that ``WSIS_SEARCH_ACCESS`` names::

    default = "members"                 # class of what no rule is for; it has to be there

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
    delegation = "Japan"                # whose folder of passages they share; none without it

    [audit]
    file = "/var/log/wsis-search/audit.jsonl"
    queries = false                     # whether questions are logged as well

A document has the strictest class of its files, since its versions complete each other. ``*``
matches any characters, ``/`` between folders included; case does not count. A rule may name
both path and symbol. A file without a symbol may be any document. Where no rule by path fits such a
file, it has at least the strictest class that a rule by symbol gives.

A file without ``default`` is an error, and an empty one too: rules that are lost open nothing.
"""

from __future__ import annotations

import functools
import hashlib
import os
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args

from corpus import settings
from corpus.documents import path_text
from corpus.errors import AccessError

Class = Literal["public", "members", "member-states"]
Role = Literal["reader", "editor"]

CLASSES: Final[tuple[Class, ...]] = get_args(Class)
"""Classes from public to the strictest; a person sees a class and all before it."""

ALL: Final[Class] = CLASSES[-1]

RULES: Final = "access.toml"
"""Name of the operator's file."""


class Pattern:
    """A text in which ``*`` matches any characters, ``/`` included; case does not count."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._parts = text.casefold().split("*")

    def __repr__(self) -> str:
        return repr(self.text)

    def fits(self, folded: str) -> bool:
        """Whether a case-folded text fits the pattern; takes time linear in its length."""
        first, *middle = self._parts
        if not middle:
            return folded == first
        last = middle.pop()
        position, end = len(first), len(folded) - len(last)
        if position > end or not folded.startswith(first) or not folded.endswith(last):
            return False
        for part in middle:  # the leftmost match leaves most of the text to the next parts
            start = folded.find(part, position, end)
            if start < 0:
                return False
            position = start + len(part)
        return True


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that gives files a class ``of``; a pattern of None fits any path or symbol."""

    of: Class
    path: Pattern | None = None
    symbol: Pattern | None = None

    @property
    def pattern(self) -> str:
        """Patterns of the rule as one text, symbol before path."""
        return " ".join(part.text for part in (self.symbol, self.path) if part is not None)

    def fits(self, path: str, symbol: str | None) -> bool:
        """Whether the rule fits a file, given its names from :func:`fold_names`.

        A rule by symbol fits no file whose symbol is unknown.
        """
        is_symbol = self.symbol is None or (symbol is not None and self.symbol.fits(symbol))
        return is_symbol and (self.path is None or self.path.fits(path))


def fold_names(path: Path, symbol: str | None) -> tuple[str, str | None]:
    """Return path and symbol of a file in the form that patterns are compared with."""
    name = path_text(path).replace("\\", "/").casefold()
    return name, None if symbol is None else symbol.replace(" ", "").casefold()


@dataclass(frozen=True, slots=True)
class Person:
    """A rule for what signed-in people may see and do.

    Attributes:
        claim: of the identity provider: ``email``, ``groups``.
        value: pattern of the claim's value, or of one of its values.
        sees: up to which class; editors (``role``) add documents as well.
        delegation: whose folder of passages the person shares; empty for none.
    """

    claim: str
    value: Pattern
    sees: Class
    role: Role = "reader"
    delegation: str = ""

    def fits(self, claims: Mapping[str, Any]) -> bool:
        """Whether the rule fits somebody with these claims; an address has to be verified."""
        if self.claim == "email" and claims.get("email_verified") is not True:
            return False
        claimed = claims.get(self.claim)
        values = claimed if isinstance(claimed, list | tuple) else [claimed]
        return any(isinstance(value, str) and self.value.fits(value.casefold()) for value in values)


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules of who may see what; the first that fits decides.

    ``default`` is the class of documents without a rule. ``audit`` logs changes and exports; None
    for none. ``digest`` is of the part on documents.
    """

    default: Class
    documents: tuple[Rule, ...] = ()
    people: tuple[Person, ...] = ()
    audit: Path | None = None
    audits_queries: bool = False
    digest: str = ""

    def class_of(self, files: Collection[tuple[Path, str | None]]) -> Class:
        """Return the strictest class of a document's files, path and symbol each."""
        return max((self.class_of_file(*file) for file in files), key=CLASSES.index)

    def class_of_file(self, path: Path, symbol: str | None) -> Class:
        """Return the class of a file: that of the first rule that fits, or the default."""
        rule = self.deciding(path, symbol)
        if rule is not None:
            return rule.of
        hidden = [rule.of for rule in self.documents if rule.symbol] if symbol is None else []
        return max((self.default, *hidden), key=CLASSES.index)

    def deciding(self, path: Path, symbol: str | None) -> Rule | None:
        """Return the first rule that fits a file; None where none does."""
        names = fold_names(path, symbol)
        return next((rule for rule in self.documents if rule.fits(*names)), None)

    def person(self, claims: Mapping[str, Any]) -> tuple[Class, Role]:
        """Return the strictest class that a signed-in person sees, and the role."""
        person = self._find_person(claims)
        return (person.sees, person.role) if person else (CLASSES[0], "reader")

    def delegation(self, claims: Mapping[str, Any]) -> str:
        """Return whose folder of passages a signed-in person shares; empty for none."""
        person = self._find_person(claims)
        return person.delegation if person else ""

    def _find_person(self, claims: Mapping[str, Any]) -> Person | None:
        return next((person for person in self.people if person.fits(claims)), None)


def rules_file(folder: Path) -> Path:
    """Return the path of an index's rules: ``WSIS_SEARCH_ACCESS``, or else in its folder."""
    return settings.ACCESS.path or folder / RULES


def rules_of(folder: Path) -> Rules | None:
    """Read the rules of an index from their file as it is now; None where it is absent.

    Answers to readers rest on ``index.access.in_force`` instead, which notices a lost file.
    ``AccessError`` means that the file is unreadable or invalid, and that nobody may see anything.
    """
    content, _ = read_file(rules_file(folder))
    return None if content is None else parse_rules(content, rules_file(folder).name)


def read_file(path: Path) -> tuple[bytes | None, float]:
    """Read the rules' file: content, and time of its last change in seconds since 1970.

    The content is None where the file is absent; the time is infinity where it changed meanwhile.
    Raises ``AccessError`` if it is unreadable, or absent although ``WSIS_SEARCH_ACCESS`` names it.
    """
    try:
        with path.open("rb") as stream:
            before = os.fstat(stream.fileno())
            content = stream.read()
            after = os.fstat(stream.fileno())
    except FileNotFoundError as error:
        if not settings.ACCESS.text:
            return None, 0.0
        raise AccessError(
            f"WSIS_SEARCH_ACCESS names {path.name}, which is not there. Put the rules back: until "
            "then nobody is shown anything."
        ) from error
    except OSError as error:
        raise AccessError(
            f"The rules in {path.name} cannot be read: {error.strerror or error}."
        ) from error
    is_same = (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, len(content))
    return content, after.st_mtime if is_same else float("inf")


def parse_rules(content: bytes, name: str) -> Rules:
    """Parse the content of a rules' file, which errors call by ``name``."""
    try:
        return _parse(content)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        why = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
        raise AccessError(
            f"The rules in {name} are not understood: {why}. Until that is put right, "
            "nobody is shown anything."
        ) from error


def check_class(name: str) -> Class:
    """Return the class of this name; raise ``AccessError`` where there is none."""
    for known in CLASSES:
        if known == name:
            return known
    raise AccessError(f"{name} is no class of documents. Use one of: {', '.join(CLASSES)}.")


# --- the inside ----------------------------------------------------------------------------------


@functools.lru_cache(maxsize=8)
def _parse(content: bytes) -> Rules:
    table = tomllib.loads(content.decode("utf-8"))
    _check_keys(table, {"default", "documents", "people", "audit"})
    audit = table.get("audit", {})
    if not isinstance(audit, dict):
        raise TypeError("audit is no table: write [audit] above file and queries")
    _check_keys(audit, {"file", "queries"})
    if "default" not in table:
        raise ValueError(
            'default, the class of what no rule is for, is missing: write default = "members" '
            "above the first rule"
        )
    default = _parse_class(table["default"])
    documents = tuple(_parse_rule(rule) for rule in _tables(table, "documents"))
    file = audit.get("file")
    queries = audit.get("queries", False)
    if not isinstance(queries, bool) or not isinstance(file, str | None):
        raise TypeError("[audit] takes file, a path, and queries, true or false")
    return Rules(
        default,
        documents,
        tuple(_parse_person(rule) for rule in _tables(table, "people")),
        Path(file) if file else None,
        queries,
        hashlib.sha256(repr((default, documents)).encode()).hexdigest(),
    )


def _tables(table: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    rules = table.get(name, [])
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        raise TypeError(f"{name} is no list of rules: write [[{name}]] above each of them")
    return rules


def _parse_rule(table: Mapping[str, Any]) -> Rule:
    _check_keys(table, {"path", "symbol", "class"})
    if not table.keys() & {"path", "symbol"}:
        raise ValueError("a rule of [[documents]] names neither a path nor a symbol")
    path = Pattern(_check_text(table["path"])) if "path" in table else None
    symbol = Pattern(_check_text(table["symbol"]).replace(" ", "")) if "symbol" in table else None
    return Rule(_parse_class(table["class"]), path, symbol)


def _parse_person(table: Mapping[str, Any]) -> Person:
    _check_keys(table, {"claim", "value", "class", "role", "delegation"})
    role = table.get("role", "reader")
    if role not in get_args(Role):
        raise ValueError(f"{role} is no role; use one of: {', '.join(get_args(Role))}")
    return Person(
        _check_text(table["claim"]),
        Pattern(_check_text(table["value"])),
        _parse_class(table["class"]),
        role,
        _check_text(table["delegation"]) if "delegation" in table else "",
    )


def _parse_class(name: object) -> Class:
    if name not in CLASSES:
        raise ValueError(f"{name} is no class; use one of: {', '.join(CLASSES)}")
    return check_class(str(name))


def _check_text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(f"{value!r} is no pattern")
    return value


def _check_keys(table: Mapping[str, Any], names: set[str]) -> None:
    unknown = ", ".join(sorted(table.keys() - names))
    if unknown:  # a word that is misspelt would leave something open
        raise ValueError(f"{unknown} is not known; {', '.join(sorted(names))} are")
