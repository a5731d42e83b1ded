"""Labelled documents, and the text files that they are read from.

A set is a folder of text files, one a language. A document begins with ``@ name``, has its fields
as ``name = value``, and then its lines. A line has its kind, a bar, and its text:

    L|           a line of the cover; a tab separates its left from its right half
    T| M|        bold, and plain, lines above and below the text
    #1| #2|      a heading and its level
    O| P| P0|    the opening line of a resolution, a paragraph of its preamble, other text
    C|           the italic line over a list of a resolution of ITU
    1.<tab>|     a numbered paragraph; ``(a)`` and ``a)`` are items
    F|           a footnote: its mark, a space and its text

``*…*`` is italic, ``{1}`` calls a footnote, ``//`` breaks a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from corpus import tables

HERE: Final = Path(__file__).parent

SETS: Final = ("tuned", "held_out")
"""Documents on which the reader was corrected, and others."""

_FIELDS: Final = ("form", "symbol", "job", "layout")
_LINE: Final = re.compile(r"(?P<kind>[^|\t]{1,6})\t?\| ?(?P<text>.*)")
_LAYOUTS: Final = {
    "resolution": {
        "size": "12", "height": "25", "align": "justify", "margin": "1.3", "first": "indent",
        "fount": "serif", "leading": "1.3", "rule": "typed",
    },
    "report": {
        "size": "11", "height": "23", "align": "justify", "margin": "1.2", "first": "indent",
        "fount": "serif", "leading": "1.25", "rule": "drawn",
    },
    "union": {
        "size": "12", "height": "22", "align": "start", "margin": "0", "first": "hanging",
        "fount": "sans", "leading": "1.2", "rule": "drawn",
    },
}  # fmt: skip
"""The settings of the forms: points, centimetres, lines."""

_COVER: Final = "LTM"
_INNERMOST: Final = 9
"""Level of the line over a list, and of a preamble."""

_NUMERAL: Final = re.compile(r"([IVX]+\.|[A-Z]\.|[А-Я]\.|[一二三四]、)\t")
"""Number of a heading, which a reader returns as its label."""


@dataclass(frozen=True, slots=True)
class Part:
    """One paragraph of a document: its kind, its number as printed, and its text with marks."""

    kind: str
    text: str
    label: str | None = None

    @property
    def plain(self) -> str:
        """The text as a reader returns it."""
        text = re.sub(r"\{[^}]+\}|\*", "", self.text).replace("//", "\n")
        return text.replace("\t", " ").strip()

    @property
    def is_cover(self) -> bool:
        """Whether its headings and pages are not compared."""
        return self.kind in _COVER

    @property
    def ends_preamble(self) -> bool:
        """Whether it is no paragraph or note of a preamble."""
        return self.kind not in "PF("


@dataclass(frozen=True, slots=True)
class Expected:
    """A passage that a reader should return; its cover lines are compared by their text only."""

    text: str
    label: str | None
    heading: tuple[str, ...]
    part: Part


@dataclass(slots=True)
class Sheet:
    """One document.

    Attributes:
        name: language and name, unique in its set.
        fields: form, symbol, job number and layout.
        parts: its paragraphs in order; a footnote follows the paragraph that calls it.
    """

    name: str
    language: str
    fields: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)

    @property
    def layout(self) -> dict[str, str]:
        """The settings of its pages: size of the letters, height of the page and the like."""
        own = dict(pair.split(":") for pair in self.fields.get("layout", "").split())
        return {**_LAYOUTS[self.fields["form"]], **own}

    @property
    def title(self) -> str:
        """The text of the running head: the title without its number."""
        kind = "T" if self.fields["form"] == "report" else "#1"
        head = next(part for part in self.parts if part.kind == kind)
        return head.plain.partition(". ")[2] or head.plain

    @property
    def notes(self) -> dict[str, str]:
        """Footnotes by their marks."""
        return {part.label or "": part.text for part in self.parts if part.kind == "F"}

    def list_expected(self) -> Iterator[Expected]:
        """Yield the passages with their heading paths."""
        preamble = tables.load_shipped("reading")["preamble"][self.language]
        above: list[tuple[int, str]] = []
        for part in self.parts:
            level = int(part.kind[1]) if part.kind[0] == "#" else _INNERMOST
            if part.kind == "P" and (not above or above[-1][1] != preamble):
                above.append((_INNERMOST, preamble))
            elif part.kind[0] in "#OC" or (
                above and above[-1][1] == preamble and part.ends_preamble
            ):
                above = [head for head in above if head[0] < level]
            text, label = part.plain, part.label
            if part.kind[0] == "#" and (match := _NUMERAL.match(part.text)):
                label, text = match[1], text[match.end() :]
            yield Expected(text, label, tuple(line for _, line in above), part)
            if part.kind[0] in "#C":
                above.append((level, part.plain))


def read_sheets(name: str) -> Iterator[Sheet]:
    """Yield the documents of one set."""
    for path in sorted((HERE / name).glob("*.txt")):
        sheet: Sheet | None = None
        for number, raw in enumerate(path.read_text("utf-8").splitlines(), start=1):
            line = raw.strip()
            if line.startswith("@"):
                if sheet is not None:
                    yield sheet
                sheet = Sheet(f"{path.stem}-{line[1:].strip()}", path.stem)
            elif line and sheet is not None:
                _add_line(sheet, raw, f"{path.name}, line {number}")
        if sheet is not None:
            yield sheet


def _add_line(sheet: Sheet, line: str, place: str) -> None:
    name, equals, value = line.partition(" = ")
    if equals and name in _FIELDS:
        sheet.fields[name] = value.strip()
        return
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"{place}: neither a field nor a line of a document")
    kind, text = match["kind"], match["text"]
    if kind == "F":
        label, _, text = text.partition(" ")
        sheet.parts.append(Part(kind, text, label))
    elif kind[0] in "LTMOPC#" and kind[1:] in ("", "0", "1", "2"):
        sheet.parts.append(Part(kind, text))
    else:
        sheet.parts.append(
            Part("(" if kind[0] in "(a" or not kind[0].isdigit() else "1", text, kind)
        )
