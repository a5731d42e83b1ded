"""Facts about paragraph styles: name, heading level, list, hidden text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from corpus import tables
from ingest.blocks import ParagraphFormat
from ingest.word.names import W, XmlElement, get_attribute, get_child_value, is_on, parse_integer

_NO_HEADING: Final = 9
"""``w:outlineLvl`` of body text."""

_CENTRED: Final = frozenset({"center", "centerGroup"})

_WORDS: Final = tables.load_shipped("reading")

_NUMBERED_HEADING: Final = re.compile(
    # Word keeps English names in the file, but other programs write the names that they show.
    rf"(?:{'|'.join(_WORDS['headings'])})\s*([1-9])"
    # ITU's and the UN's variants: "Heading 1_itu", "Heading 1 Char", "Heading 2/TOC".
    r"(?:\D.*)?",
    re.IGNORECASE,
)
_UN_HEADING: Final = re.compile(r"_+\s*h\s*_\s*(m|ch|[1-9])(?:[\W_].*)?")
"""Heading styles of UN documents: ``_ H_M_GA`` (title), ``_ H_Ch_GA`` (chapter), ``_ H_1_GA`` …"""

_NAMED_HEADINGS: Final = {
    name: level
    for level, names in (
        # Word's own, and localised names of Title.
        (1, " ".join(_WORDS["titles"])),
        (2, "subtitle"),
        # ITU's templates. Headings without a number are below whichever numbered heading is open,
        # so they take levels that no numbered heading of these templates has.
        (1, "title1 title2 title3 title4"),
        *(
            (1, f"{part}_no {part}no {part}_title {part}title")
            for part in ("annex", "appendix", "chap", "part", "rec", "res", "dec")
        ),
        *((2, f"{part}_no {part}no {part}_title {part}title") for part in ("section", "art")),
        (2, "section_1 section1"),
        (3, "section_2 section2"),
        (4, "section_3 section3"),
        (8, "headingb heading_b"),
        (9, "headingi heading_i"),
    )
    for name in names.split()
}


@dataclass(frozen=True, slots=True)
class ListPlace:
    """The place of a paragraph in a list; ``instance`` is a ``w:numId``, ``level`` is 0-based.

    ``level`` is None where only a style names the list. ``styles`` led here, nearest first.
    """

    instance: str
    level: int | None
    styles: tuple[str, ...] = ()


def parse_heading_level(name: str) -> int | None:
    """Return the level, 1–9, of a heading style by its name, or None.

    It knows Word's ``heading 1`` in all languages, the UN's ``_ H_1_GA`` and ITU's ``Headingb``.
    """
    plain = " ".join(name.split()).lower()
    if match := _NUMBERED_HEADING.fullmatch(plain):
        return int(match[1])
    if match := _UN_HEADING.fullmatch(plain):
        rank = match[1]
        # A title and a chapter are above the first heading, as they are on the page.
        return 1 if rank in {"m", "ch"} else min(int(rank) + 1, 9)
    return _NAMED_HEADINGS.get(plain.replace(" ", "_")) or _NAMED_HEADINGS.get(
        plain.replace(" ", "")
    )


class Styles:
    """The styles of one file; look-ups follow ``w:basedOn``."""

    def __init__(self, root: XmlElement | None) -> None:
        self._by_id: dict[str, XmlElement] = {}
        self._default: str | None = None
        self._chains: dict[str | None, tuple[XmlElement, ...]] = {}
        self._hidden: dict[str | None, bool | None] = {}
        self._levels: dict[str | None, int | None] = {}
        self._lists: dict[str | None, ListPlace | None] = {}
        self._looks: dict[str | None, ParagraphFormat] = {}
        for style in root.findall(W + "style") if root is not None else ():
            identifier = get_attribute(style, "styleId") or ""
            self._by_id.setdefault(identifier, style)
            if get_attribute(style, "type") in {None, "paragraph"} and get_attribute(
                style, "default"
            ) in {
                "1",
                "true",
                "on",
            }:
                self._default = identifier

    def find_name(self, identifier: str | None) -> str | None:
        """Return the name of the style, or of the default one, or None."""
        style = self._by_id.get(identifier or self._default or "")
        return get_child_value(style, "name")

    def find_heading_level(self, properties: XmlElement | None) -> int | None:
        """Return the level, 1–9, of a paragraph with these ``w:pPr``; None if no heading."""
        direct = parse_integer(get_child_value(properties, "outlineLvl"))
        if direct is not None:
            return direct + 1 if 0 <= direct < _NO_HEADING else None
        identifier = get_child_value(properties, "pStyle")
        if identifier not in self._levels:
            self._levels[identifier] = self._find_level_of_style(identifier)
        return self._levels[identifier]

    def _find_level_of_style(self, identifier: str | None) -> int | None:
        for style in self._find_chain(identifier):
            outline = parse_integer(get_child_value(style, "pPr/outlineLvl"))
            if outline is not None:
                return outline + 1 if 0 <= outline < _NO_HEADING else None
            level = parse_heading_level(get_child_value(style, "name") or "")
            if level is not None:
                return level
        return None

    def find_list_place(self, properties: XmlElement | None) -> ListPlace | None:
        """Return the list place of a paragraph with these ``w:pPr``, or None."""
        identifier = get_child_value(properties, "pStyle")
        if identifier not in self._lists:
            self._lists[identifier] = self._find_list_of_style(identifier)
        place = self._lists[identifier]
        instance = get_child_value(properties, "numPr/numId")
        level = parse_integer(get_child_value(properties, "numPr/ilvl"))
        if instance is not None:
            return None if instance == "0" else ListPlace(instance, level or 0)
        if place is not None and level is not None:
            return ListPlace(place.instance, level)
        return place

    def _find_list_of_style(self, identifier: str | None) -> ListPlace | None:
        level: int | None = None
        styles: list[str] = []
        for style in self._find_chain(identifier):
            styles.append(get_attribute(style, "styleId") or "")
            if level is None:
                level = parse_integer(get_child_value(style, "pPr/numPr/ilvl"))
            instance = get_child_value(style, "pPr/numPr/numId")
            if instance is not None:
                return None if instance == "0" else ListPlace(instance, level, tuple(styles))
        return None

    def hides(self, identifier: str | None) -> bool | None:
        """Whether a paragraph or character style hides text; None where it does not say."""
        if identifier not in self._hidden:
            self._hidden[identifier] = next(
                (
                    is_hidden
                    for style in self._find_chain(identifier)
                    if (is_hidden := is_on(style.find(f"{W}rPr/{W}vanish"))) is not None
                ),
                None,
            )
        return self._hidden[identifier]

    def find_format(self, properties: XmlElement | None) -> ParagraphFormat:
        """Return the format of a paragraph with these ``w:pPr``, by them and its style."""
        identifier = get_child_value(properties, "pStyle")
        if identifier not in self._looks:
            self._looks[identifier] = ParagraphFormat(
                _find_first(self._find_chain(identifier), f"{W}pPr/{W}jc") in _CENTRED,
                self._is_set(identifier, "b"),
                (parse_integer(_find_first(self._find_chain(identifier), f"{W}rPr/{W}sz")) or 0)
                / 2,
                self._is_set(identifier, "i"),
            )
        look = self._looks[identifier]
        direct = get_child_value(properties, "jc")
        return look if direct is None else replace(look, centred=direct in _CENTRED)

    def _is_set(self, identifier: str | None, name: str) -> bool:
        """Whether a style sets a property of letters: ``b`` for bold, ``i`` for italics."""
        path = f"{W}rPr/{W}{name}"
        settings = (is_on(style.find(path)) for style in self._find_chain(identifier))
        return bool(next((setting for setting in settings if setting is not None), None))

    def find_table_borders(self, identifier: str | None) -> Iterator[XmlElement]:
        """Yield the ``w:tblBorders`` of a table style, nearest first."""
        for style in self._find_chain(identifier) if identifier else ():
            borders = style.find(f"{W}tblPr/{W}tblBorders")
            if borders is not None:
                yield borders

    def find_numbering_styles(self) -> dict[str, str]:
        """Return the numbering instance of each list style."""
        return {
            identifier: instance
            for identifier, style in self._by_id.items()
            if get_attribute(style, "type") == "numbering"
            and (instance := get_child_value(style, "pPr/numPr/numId")) is not None
        }

    def _find_chain(self, identifier: str | None) -> tuple[XmlElement, ...]:
        if identifier not in self._chains:
            chain: list[XmlElement] = []
            visited: set[str] = set()
            current = identifier if identifier in self._by_id else self._default
            while current is not None and current not in visited and current in self._by_id:
                visited.add(current)
                chain.append(self._by_id[current])
                current = get_child_value(self._by_id[current], "basedOn")
            self._chains[identifier] = tuple(chain)
        return self._chains[identifier]


def _find_first(styles: Iterable[XmlElement], path: str) -> str | None:
    """Return the property at ``path`` of the first style that has it."""
    values = (get_attribute(style.find(path)) for style in styles)
    return next((value for value in values if value is not None), None)
