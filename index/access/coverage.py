"""What the rules cover: the documents of each rule, and the rule that decides for each file.

A rule that fits no file is most often a typing error: a symbol that is misspelt, or a path without
``*``, which is compared with whole paths. What it was to hide is then open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.documents import path_text
from index.access.rules import CLASSES, Class, Rule, Rules, folded_names


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file of the index.

    Attributes:
        path: where it stands.
        symbol: of the document that it gives; None where that is not known.
    """

    path: Path
    symbol: str | None


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """A rule with the documents that it decides for.

    Attributes:
        pattern: of the rule, as the operator wrote it; the symbol's before the path's.
        of: the class that it gives.
        documents: symbols, or paths where none is known, in order.
        is_fitting: whether it fits any file, also one that a rule before it decides for.
    """

    pattern: str
    of: Class
    documents: tuple[str, ...]
    is_fitting: bool


@dataclass(frozen=True, slots=True)
class FileDecision:
    """A file with what decides for its class.

    Attributes:
        file: its path.
        symbol: of its document; None where that is not known.
        pattern: of the rule that decides; None for the default.
        of: the class of the file.
    """

    file: str
    symbol: str | None
    pattern: str | None
    of: Class


@dataclass(frozen=True, slots=True)
class DocumentAccess:
    """A document with its class, which is the strictest of its files'.

    Attributes:
        document: its symbol, or its path where none is known.
        of: its class.
        files: what decides for each of its files.
    """

    document: str
    of: Class
    files: tuple[FileDecision, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the rules of an index cover.

    Attributes:
        rules: in their order.
        default: class of what no rule is for; None where there are no rules.
        by_default: documents that only the default decides for.
    """

    rules: tuple[RuleCoverage, ...] = ()
    default: Class | None = None
    by_default: tuple[str, ...] = ()

    @property
    def unfitting(self) -> tuple[str, ...]:
        """The patterns of the rules that fit no file."""
        return tuple(rule.pattern for rule in self.rules if not rule.is_fitting)


def coverage(rules: Rules | None, files: Iterable[HeldFile]) -> Coverage:
    """Find what each rule covers.

    Args:
        rules: None where there are none.
        files: all that the index holds, those that could not be read included.
    """
    if rules is None:
        return Coverage()
    fitting: set[int] = set()
    covered: list[set[str]] = [set() for _ in rules.documents]
    by_default: set[str] = set()
    for file in files:
        names = folded_names(file.path, file.symbol)
        fits = [at for at, rule in enumerate(rules.documents) if rule.fits(*names)]
        fitting.update(fits)
        (covered[fits[0]] if fits else by_default).add(_name_of(file))
    return Coverage(
        tuple(
            RuleCoverage(rule.pattern, rule.of, tuple(sorted(documents)), number in fitting)
            for number, (rule, documents) in enumerate(zip(rules.documents, covered, strict=True))
        ),
        rules.default,
        tuple(sorted(by_default)),
    )


def access_of(rules: Rules, document: str, files: Sequence[HeldFile]) -> DocumentAccess:
    """Find which rule decides for each file of a document, of which there is one at least."""
    decisions = tuple(_decision(rules, file) for file in files)
    strictest = max((one.of for one in decisions), key=CLASSES.index)
    return DocumentAccess(document, strictest, decisions)


def _decision(rules: Rules, file: HeldFile) -> FileDecision:
    rule: Rule | None = rules.deciding(file.path, file.symbol)
    return FileDecision(
        path_text(file.path),
        file.symbol,
        None if rule is None else rule.pattern,
        rules.class_of_file(file.path, file.symbol),
    )


def _name_of(file: HeldFile) -> str:
    return file.symbol or path_text(file.path)
