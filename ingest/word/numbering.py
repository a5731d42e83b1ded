"""Numbers that Word prints before paragraphs, where they are counted, not typed.

The rules are those of ECMA-376 part 1, 17.9: a paragraph points to a numbering instance
(``w:num``), which points to an abstract list of nine levels (``w:abstractNum``), perhaps through
a numbering style, and may override levels and starts. Instances of one abstract list count on from
each other, as in Word, unless an override restarts them. Where the standard is silent (levels that
are skipped, what an override restarts and when), Word's behaviour is taken from what the authors
of Open-Xml-PowerTools and docx4j report of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from corpus.text import format_number
from ingest.word.names import W, XmlElement, attribute, child_value, integer, is_on

LEVELS: Final = 9
"""Levels of a list in Word."""

_PLACEHOLDER: Final = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list.

    Attributes:
        start: its first number.
        number_format: name of the format, as in ``corpus.text.numerals``.
        text: what is printed, with ``%1`` … ``%9`` for the numbers of the levels.
        restarts_after: 0 if it never restarts; otherwise it restarts when a level up to this
            one (counted from 1) is used.
        is_legal: whether all numbers in it are printed in decimals.
        style: identifier of the paragraph style that is bound to the level.
    """

    start: int = 0
    number_format: str = "decimal"
    text: str = ""
    restarts_after: int | None = None
    is_legal: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """A numbering instance: what its levels print, and what it counts together with.

    Attributes:
        counts_with: identifier of the abstract list that the instance names; instances that name
            the same one share counters (not those that only end at the same numbering style).
        levels: by level from 0.
        restarts: levels (from 0) that this instance restarts when it is first used.
    """

    counts_with: str
    levels: Mapping[int, Level]
    restarts: frozenset[int] = frozenset()

    def level_of_style(self, style: str) -> int | None:
        """The level that is bound to the paragraph style, or None."""
        for index, level in self.levels.items():
            if level.style == style:
                return index
        return None


class Numbering:
    """The lists that a file defines.

    Args:
        root: the root of the numbering part, or None where the file has none.
        style_lists: for each numbering style, the instance that it points to.
    """

    def __init__(
        self, root: XmlElement | None, style_lists: Mapping[str, str] | None = None
    ) -> None:
        self._style_lists = style_lists or {}
        self._instances: dict[str, XmlElement] = {}
        self._abstracts: dict[str, XmlElement] = {}
        self._known: dict[str, ListDefinition | None] = {}
        for child in root if root is not None else ():
            if child.tag == W + "num":
                self._instances.setdefault(attribute(child, "numId") or "", child)
            elif child.tag == W + "abstractNum":
                self._abstracts.setdefault(attribute(child, "abstractNumId") or "", child)

    def definition(self, instance: str) -> ListDefinition | None:
        """The list of the instance (``w:numId``); None where the file does not define it."""
        if instance not in self._known:
            self._known[instance] = self._read(instance)
        return self._known[instance]

    def _read(self, instance: str) -> ListDefinition | None:
        number = self._instances.get(instance)
        identifier = self._abstract_of(instance)
        if number is None or identifier is None:
            return None
        levels = {
            index: _level(element)
            for element in self._abstracts[identifier].findall(W + "lvl")
            if (index := integer(attribute(element, "ilvl"))) is not None and 0 <= index < LEVELS
        }
        restarts: set[int] = set()
        for override in number.findall(W + "lvlOverride"):
            index = integer(attribute(override, "ilvl"))
            if index is None or not 0 <= index < LEVELS:
                continue
            replaced = override.find(W + "lvl")
            if replaced is not None:
                levels[index] = _level(replaced)
            start = integer(child_value(override, "startOverride"))
            if start is not None:
                levels[index] = replace(levels.get(index, Level()), start=start)
                restarts.add(index)
        named = child_value(number, "abstractNumId") or identifier
        return ListDefinition(named, levels, frozenset(restarts))

    def _abstract_of(self, instance: str) -> str | None:
        """The abstract list with the levels: a list may only name a style that names another."""
        seen: set[str] = set()
        while instance not in seen:
            seen.add(instance)
            identifier = child_value(self._instances.get(instance), "abstractNumId") or ""
            abstract = self._abstracts.get(identifier)
            style = child_value(abstract, "numStyleLink")
            if abstract is None:
                return None
            if style is None or abstract.find(W + "lvl") is not None:
                return identifier
            for other, element in self._abstracts.items():
                if child_value(element, "styleLink") == style and other != identifier:
                    return other
            instance = self._style_lists.get(style, instance)
        return None


def _level(element: XmlElement) -> Level:
    text = element.find(W + "lvlText")
    formats = list(element.iter(W + "numFmt"))
    custom = next((found for found in formats if attribute(found) == "custom"), None)
    name = attribute(custom, "format") or next(
        (value for found in formats if (value := attribute(found)) not in {None, "custom"}),
        "decimal",
    )
    return Level(
        start=integer(child_value(element, "start")) or 0,
        number_format=name or "decimal",
        text=attribute(text) or "",
        restarts_after=integer(child_value(element, "lvlRestart")),
        is_legal=bool(is_on(element.find(W + "isLgl"))),
        style=child_value(element, "pStyle"),
    )


@dataclass(slots=True)
class Counters:
    """Where each list of one story (the body, a footnote) has got to.

    ``next_label`` is called once for each numbered paragraph, in document order.
    """

    _numbers: dict[str, list[int | None]] = field(default_factory=dict)
    _used: dict[str, set[int]] = field(default_factory=dict)

    def next_label(self, instance: str, definition: ListDefinition, level: int) -> str | None:
        """Count one paragraph and give its label as printed, without white space at its ends.

        Args:
            instance: identifier of the numbering instance.
            definition: what it prints.
            level: of the paragraph, from 0; one outside the nine is brought into them.

        Returns:
            The label, or None for a bullet, a level without text and a level with no number.
        """
        level = min(max(level, 0), LEVELS - 1)
        numbers = self._numbers.setdefault(definition.counts_with, [None] * LEVELS)
        restarted = self._used.setdefault(instance, set())
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
        return _printed(definition, level, numbers)


def _printed(definition: ListDefinition, level: int, numbers: list[int | None]) -> str | None:
    shown = definition.levels.get(level)
    if shown is None or shown.number_format == "bullet":
        return None

    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        source = definition.levels.get(index, Level(start=1))
        value = numbers[index]
        if value is None:
            # A deeper level than the paragraph's own.
            value = source.start
        if source.number_format in {"none", "bullet"}:
            return ""
        if shown.is_legal and (index < level or source.number_format != "decimalZero"):
            # Word's own Article/Section list, whose second level is decimalZero and legal, prints
            # "Section 1.01".
            return str(value)
        return format_number(value, source.number_format)

    return _PLACEHOLDER.sub(number, shown.text).strip() or None
