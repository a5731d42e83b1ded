"""Automatic numbers before paragraphs, by the rules of ECMA-376 part 1, 17.9.

Instances (``w:num``) of one abstract list (``w:abstractNum``) count on unless an override restarts
them. Where the standard is silent, Word's behaviour counts (Open-Xml-PowerTools, docx4j).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from corpus.text import format_number
from ingest.word.names import W, XmlElement, get_attribute, get_child_value, is_on, parse_integer

LEVELS: Final = 9

_PLACEHOLDER: Final = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list.

    Attributes:
        number_format: name of a format in ``corpus.text.numerals``.
        text: label with ``%1`` … ``%9`` for the numbers of the levels.
        restarts_after: the level (1-based) up to which use restarts this one; 0 for never.
    """

    start: int = 0
    number_format: str = "decimal"
    text: str = ""
    restarts_after: int | None = None
    is_legal: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """A numbering instance: its levels, and the list with which it counts.

    ``levels`` and ``restarts`` are 0-based. Instances with one ``counts_with`` share counters.
    """

    counts_with: str
    levels: Mapping[int, Level]
    restarts: frozenset[int] = frozenset()

    def find_level_of_style(self, style: str) -> int | None:
        """Return the level bound to the paragraph style, or None."""
        for index, level in self.levels.items():
            if level.style == style:
                return index
        return None


class Numbering:
    """The lists that a file defines; ``style_lists`` has the instance of each numbering style."""

    def __init__(
        self, root: XmlElement | None, style_lists: Mapping[str, str] | None = None
    ) -> None:
        self._style_lists = style_lists or {}
        self._instances: dict[str, XmlElement] = {}
        self._abstracts: dict[str, XmlElement] = {}
        self._definitions: dict[str, ListDefinition | None] = {}
        for child in root if root is not None else ():
            if child.tag == W + "num":
                self._instances.setdefault(get_attribute(child, "numId") or "", child)
            elif child.tag == W + "abstractNum":
                self._abstracts.setdefault(get_attribute(child, "abstractNumId") or "", child)

    def find_definition(self, instance: str) -> ListDefinition | None:
        """Return the list of an instance (``w:numId``), or None."""
        if instance not in self._definitions:
            self._definitions[instance] = self._read(instance)
        return self._definitions[instance]

    def _read(self, instance: str) -> ListDefinition | None:
        number = self._instances.get(instance)
        identifier = self._find_abstract(instance)
        if number is None or identifier is None:
            return None
        levels = {
            index: _read_level(element)
            for element in self._abstracts[identifier].findall(W + "lvl")
            if (index := parse_integer(get_attribute(element, "ilvl"))) is not None
            and 0 <= index < LEVELS
        }
        restarts: set[int] = set()
        for override in number.findall(W + "lvlOverride"):
            index = parse_integer(get_attribute(override, "ilvl"))
            if index is None or not 0 <= index < LEVELS:
                continue
            replaced = override.find(W + "lvl")
            if replaced is not None:
                levels[index] = _read_level(replaced)
            start = parse_integer(get_child_value(override, "startOverride"))
            if start is not None:
                levels[index] = replace(levels.get(index, Level()), start=start)
                restarts.add(index)
        counts_with = get_child_value(number, "abstractNumId") or identifier
        return ListDefinition(counts_with, levels, frozenset(restarts))

    def _find_abstract(self, instance: str) -> str | None:
        """Return the identifier of the abstract list with levels, perhaps through a style."""
        visited: set[str] = set()
        while instance not in visited:
            visited.add(instance)
            identifier = get_child_value(self._instances.get(instance), "abstractNumId") or ""
            abstract = self._abstracts.get(identifier)
            style = get_child_value(abstract, "numStyleLink")
            if abstract is None:
                return None
            if style is None or abstract.find(W + "lvl") is not None:
                return identifier
            for other, element in self._abstracts.items():
                if get_child_value(element, "styleLink") == style and other != identifier:
                    return other
            instance = self._style_lists.get(style, instance)
        return None


def _read_level(element: XmlElement) -> Level:
    text = element.find(W + "lvlText")
    formats = list(element.iter(W + "numFmt"))
    custom = next(
        (number_format for number_format in formats if get_attribute(number_format) == "custom"),
        None,
    )
    name = get_attribute(custom, "format") or next(
        (
            value
            for number_format in formats
            if (value := get_attribute(number_format)) not in {None, "custom"}
        ),
        "decimal",
    )
    return Level(
        start=parse_integer(get_child_value(element, "start")) or 0,
        number_format=name or "decimal",
        text=get_attribute(text) or "",
        restarts_after=parse_integer(get_child_value(element, "lvlRestart")),
        is_legal=bool(is_on(element.find(W + "isLgl"))),
        style=get_child_value(element, "pStyle"),
    )


@dataclass(slots=True)
class Counters:
    """The counters of the lists of one story (the body, a footnote)."""

    _numbers: dict[str, list[int | None]] = field(default_factory=dict)
    _restarted: dict[str, set[int]] = field(default_factory=dict)

    def count_label(self, instance: str, definition: ListDefinition, level: int) -> str | None:
        """Count a paragraph and return its label as printed; call it in document order.

        ``level`` is 0-based. None is for a bullet, and for a level without text or number.
        """
        level = min(max(level, 0), LEVELS - 1)
        numbers = self._numbers.setdefault(definition.counts_with, [None] * LEVELS)
        restarted = self._restarted.setdefault(instance, set())
        if level in definition.restarts and level not in restarted:
            # An override restarts a level once: when the instance first reaches it.
            numbers[level] = None
            restarted.add(level)
        for above in range(level):
            if numbers[above] is None:
                # A level that is skipped counts as used once: 1, 1.1.1, and then 1.2.
                numbers[above] = definition.levels.get(above, Level(start=1)).start
        current = numbers[level]
        start = definition.levels.get(level, Level()).start
        numbers[level] = start if current is None else current + 1
        for deeper in range(level + 1, LEVELS):
            rule = definition.levels.get(deeper, Level()).restarts_after
            if rule is None or rule > deeper or level < rule:
                numbers[deeper] = None
        return _print_label(definition, level, numbers)


def _print_label(definition: ListDefinition, level: int, numbers: list[int | None]) -> str | None:
    printed_level = definition.levels.get(level)
    if printed_level is None or printed_level.number_format == "bullet":
        return None

    def fill(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        source = definition.levels.get(index, Level(start=1))
        value = numbers[index]
        if value is None:
            # A deeper level than the paragraph's own.
            value = source.start
        if source.number_format in {"none", "bullet"}:
            return ""
        if printed_level.is_legal and (index < level or source.number_format != "decimalZero"):
            # Word's own Article/Section list, whose second level is decimalZero and legal, prints
            # "Section 1.01".
            return str(value)
        return format_number(value, source.number_format)

    return _PLACEHOLDER.sub(fill, printed_level.text).strip() or None
