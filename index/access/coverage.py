"""Coverage of the rules: the documents of each rule, and the rule that decides for each file.

A rule that fits no file is usually a typing error, so that its documents stay open.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.documents import path_text
from corpus.errors import AccessError, QueryError
from corpus.extract.symbols import parse
from index.access.rules import CLASSES, Class, Rule, Rules, fold_names, rules_file
from index.store import Store


@dataclass(frozen=True, slots=True)
class IndexedFile:
    """A file of the index, with its document's symbol; None where that is unknown."""

    path: Path
    symbol: str | None


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """A rule with the documents that it decides for.

    ``pattern`` is as the operator wrote it. ``documents`` are symbols, or paths where none is
    known. ``is_fitting`` says that it fits a file, even one that an earlier rule decides for.
    """

    pattern: str
    of: Class
    documents: tuple[str, ...]
    is_fitting: bool


@dataclass(frozen=True, slots=True)
class FileDecision:
    """A file with the rule that decides for its class; a ``pattern`` of None is the default."""

    file: str
    symbol: str | None
    pattern: str | None
    of: Class


@dataclass(frozen=True, slots=True)
class DocumentAccess:
    """A document (symbol, or else path) with the strictest class of its files."""

    document: str
    of: Class
    files: tuple[FileDecision, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Documents that each rule of an index decides for.

    ``default`` is the class of documents without a rule, or None where there are no rules.
    """

    rules: tuple[RuleCoverage, ...] = ()
    default: Class | None = None
    by_default: tuple[str, ...] = ()

    @property
    def unfitting(self) -> tuple[str, ...]:
        """Patterns of the rules that fit no file."""
        return tuple(rule.pattern for rule in self.rules if not rule.is_fitting)


def coverage(rules: Rules | None, files: Iterable[IndexedFile]) -> Coverage:
    """Find the files of an index that each rule covers, unreadable ones included."""
    if rules is None:
        return Coverage()
    fitting: set[int] = set()
    covered: list[set[str]] = [set() for _ in rules.documents]
    by_default: set[str] = set()
    for file in files:
        names = fold_names(file.path, file.symbol)
        fits = [number for number, rule in enumerate(rules.documents) if rule.fits(*names)]
        fitting.update(fits)
        (covered[fits[0]] if fits else by_default).add(file.symbol or path_text(file.path))
    return Coverage(
        tuple(
            RuleCoverage(rule.pattern, rule.of, tuple(sorted(documents)), number in fitting)
            for number, (rule, documents) in enumerate(zip(rules.documents, covered, strict=True))
        ),
        rules.default,
        tuple(sorted(by_default)),
    )


def list_indexed_files(store: Store) -> list[IndexedFile]:
    """List the files of an index, unreadable ones included."""
    return [
        IndexedFile(Path(os.fsdecode(row["path"])), row["symbol"]) for row in store.files.symbols()
    ]


def access_of(rules: Rules | None, name: str, store: Store) -> DocumentAccess:
    """Find the rule for each file of a document, given its symbol or a path's end."""
    if rules is None:
        raise AccessError(
            f"There are no rules of who may see what: everybody sees {name}. Write them to "
            f"{path_text(rules_file(store.folder))}."
        )
    parsed = parse(name)
    symbol = None if parsed is None else parsed.symbol.canonical
    decisions = tuple(
        _find_decision(rules, file)
        for file in list_indexed_files(store)
        if _is_named(file, name, symbol)
    )
    if not decisions:
        raise QueryError(f"{name} is not in the index. See what is there: wsis-search status")
    strictest = max((decision.of for decision in decisions), key=CLASSES.index)
    return DocumentAccess(symbol or name, strictest, decisions)


def _is_named(file: IndexedFile, name: str, symbol: str | None) -> bool:
    if symbol is not None and file.symbol == symbol:
        return True
    path = path_text(file.path)
    return path == name or path.endswith(f"/{name}")


def _find_decision(rules: Rules, file: IndexedFile) -> FileDecision:
    rule: Rule | None = rules.deciding(file.path, file.symbol)
    return FileDecision(
        path_text(file.path),
        file.symbol,
        None if rule is None else rule.pattern,
        rules.class_of_file(file.path, file.symbol),
    )
