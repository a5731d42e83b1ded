"""Labelled documents, and the text files that they are read from.

A set is a folder of text files, one a language. A document begins with ``@ name``, has its fields
as ``name = value``, and then its lines. A field ``fact …`` is a fact of its cover. A line has its
kind, a bar, and its text:

    L|           a line of the cover; a tab separates its left from its right half
    T| M|        bold, and plain, lines above and below the text
    #1| … #4|    a heading and its level, with its number before a tab
    O| P| P0|    the opening line of a resolution, a paragraph of its preamble, other text
    C|           the italic line over a list of a resolution of ITU
    1.<tab>|     a numbered paragraph; ``(a)`` and ``a)`` are items
    N| S| K|     a note in small letters, a line in the middle, the caption of a table
    R|           a row of a table, with tabs between its cells; the first one is its header
    X|           the title of the contents and of their columns; an entry follows for each heading
    =|           the next page
    F|           a footnote: its mark, a space and its text

``*…*`` is italic, ``^…^`` bold, ``{1}`` calls a footnote, ``//`` breaks a line. The field
``layout`` has settings such as ``contents:table``; ``_LAYOUTS`` has those of each form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from corpus import tables

HERE: Final = Path(__file__).parent

SETS: Final = (
    *("tuned", "held_out", "itu", "itu_held_out"),
    *("layouts", "layouts_held_out", "bodies", "bodies_held_out"),
)
"""Documents on which the reader was corrected, and others; Recommendations and proposals to an
assembly of ITU, other layouts, and documents of further bodies, a third of them held out by lot."""

_FIELDS: Final = ("form", "symbol", "job", "layout")
_FACT: Final = "fact "
_LINE: Final = re.compile(r"(?P<kind>[^|\t]{1,16})\t?\| ?(?P<text>.*)")
_LAYOUTS: Final = {
    "resolution": {
        "size": "12", "height": "25", "align": "justify", "margin": "1.3", "first": "indent",
        "fount": "serif", "leading": "1.3", "rule": "typed",
    },
    "report": {
        "size": "11", "height": "23", "align": "justify", "margin": "1.2", "first": "indent",
        "fount": "serif", "leading": "1.25", "rule": "drawn", "contents": "typed",
    },
    "union": {
        "size": "12", "height": "22", "align": "start", "margin": "0", "first": "hanging",
        "fount": "sans", "leading": "1.2", "rule": "drawn",
    },
    "standard": {
        "size": "12", "height": "22", "align": "justify", "margin": "0", "first": "hanging",
        "fount": "serif", "leading": "1.2", "rule": "drawn", "contents": "styles",
        "numbers": "straight",
    },
    "assembly": {
        "size": "12", "height": "22", "align": "start", "margin": "0", "first": "hanging",
        "fount": "serif", "leading": "1.2", "rule": "drawn",
    },
}  # fmt: skip
"""The settings of the forms: points, centimetres, lines."""

_COVER: Final = "LTM"
_UNREAD: Final = "X="
_INNERMOST: Final = 9
"""Level of the line over a list, and of a preamble."""

_DEEPEST_ENTRY: Final = 3
"""Level of the innermost headings that the contents list."""

_ENTRIES_A_PAGE: Final = 4
"""Headings on a page, by which the page numbers of the contents count."""

_NUMERAL: Final = re.compile(
    r"([IVX]+\.|[A-Z]\.|[А-Я]\.|[一二三四]、|第[一二三四][章节]"
    r"|\d{1,2}\.|(?:\d{1,2}|[A-Z]|[IVX]+)(?:\.\d{1,2}){0,3}|[\u0621-\u064b]{3,6}(?= -))(?: -)?\t"
)
"""Number of a heading, which a reader returns as its label."""

_MARKS: Final = re.compile(r"\{[^}]+\}|[*^]")
_BULLET: Final = "–"


@dataclass(frozen=True, slots=True)
class Part:
    """One paragraph of a document: its kind, its number as printed, and its text with marks."""

    kind: str
    text: str
    label: str | None = None

    @property
    def plain(self) -> str:
        """The text as a reader returns it."""
        text = re.sub("(?://)+", "\n", _MARKS.sub("", self.text))
        return text.replace("\t", " ").strip()

    @property
    def is_cover(self) -> bool:
        """Whether its headings and pages are not compared."""
        return self.kind in _COVER

    @property
    def is_compared(self) -> bool:
        """Whether a reader should return it as a passage."""
        return not self.is_cover and self.kind[0] not in _UNREAD

    @property
    def is_unnumbered(self) -> bool:
        """Whether it is a heading of the first level without a number."""
        return self.kind == "#1" and not _NUMERAL.match(self.text)

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
        facts: facts of its cover by their names in ``parse --json``.
        parts: its paragraphs in order; a footnote follows the paragraph that calls it.
    """

    name: str
    language: str
    fields: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
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

    @property
    def body(self) -> int:
        """The index of the last part that begins a page by itself, after the front matter."""
        return max((index for index, part in enumerate(self.parts) if part.kind == "="), default=0)

    def list_expected(self) -> Iterator[Expected]:
        """Yield the passages with their heading paths, and the parts that no reader returns."""
        preamble = tables.load_shipped("reading")["preamble"][self.language]
        above: list[tuple[int, str]] = []
        columns: list[str] = []
        for part in self.parts:
            level = int(part.kind[1]) if part.kind[0] == "#" else _INNERMOST
            if part.kind == "P" and (not above or above[-1][1] != preamble):
                above.append((_INNERMOST, preamble))
            elif part.kind[0] in "#OC" or (
                above and above[-1][1] == preamble and part.ends_preamble
            ):
                above = [head for head in above if head[0] < level]
            text, label = part.plain, part.label if part.label != _BULLET else None
            if part.kind[0] == "#" and (match := _NUMERAL.match(part.text)):
                label, text = match[1], part.plain[match.end() :].strip()
            cells = part.text.split("\t") if part.kind == "R" else []
            if cells:
                text = " | ".join(_name_cells(cells, columns))
            columns = (columns or cells) if cells else []
            yield Expected(text, label, tuple(line for _, line in above), part)
            if part.kind[0] in "#C":
                above.append((level, part.plain))

    def list_printed(self) -> Iterator[Part]:
        """Yield the parts as they are printed: numbers with dashes, reversed, or without a gap."""
        write = _WRITERS.get(self.layout.get("numbers", ""))
        for part in self.parts:
            if self.layout.get("gap") == "none":
                yield _close_gap(part)
            elif write is None:
                yield part
            elif part.label:
                yield Part(part.kind, part.text, write(part.label))
            elif part.kind[0] in "#X" and (match := _NUMERAL.match(part.text)):
                yield Part(part.kind, f"{write(match[1])}{part.text[match.end() - 1 :]}")
            else:
                yield part


def _close_gap(part: Part) -> Part:
    """Return a part with its number directly before its text, as ``1.1.The``."""
    if part.label and part.kind in ("1", "("):
        return Part(part.kind, f"{part.label}{part.text}")
    if part.kind[0] in "#X" and (match := _NUMERAL.match(part.text)):
        gap = "" if re.search(r"\d\.|、", match[1]) else " "
        return Part(part.kind, f"{match[1]}{gap}{part.text[match.end() :]}")
    return part


def _name_cells(cells: list[str], columns: list[str]) -> Iterator[str]:
    texts = [cell.replace("//", " ") for cell in cells]
    yield from (
        (f"{name}: {text}" for name, text in zip(columns, texts, strict=True)) if columns else texts
    )


def _reverse_number(label: str) -> str:
    """Return ``2.1.A`` for ``A.1.2``, with a mark of direction where a letter is in it."""
    pieces = label.split(".")
    mark = "" if label[0].isdigit() or len(pieces) == 1 else "\u200e"
    return mark + ".".join(reversed(pieces))


_WRITERS: Final[Mapping[str, Callable[[str], str]]] = {
    "reversed": _reverse_number,
    "dashed": lambda label: label.replace(".", "-"),
}
"""Ways to print a clause number in Arabic, by the values of the setting ``numbers``."""


def read_sheets(name: str) -> Iterator[Sheet]:
    """Yield the documents of one set."""
    for path in sorted((HERE / name).glob("*.txt")):
        sheets: list[Sheet] = []
        for number, raw in enumerate(path.read_text("utf-8").splitlines(), start=1):
            line = raw.strip()
            if line.startswith("@"):
                sheets.append(Sheet(f"{path.stem}-{line[1:].strip()}", path.stem))
            elif line and sheets:
                _add_line(sheets[-1], raw, f"{path.name}, line {number}")
        for sheet in sheets:
            sheet.parts = [each for part in sheet.parts for each in _list_contents(part, sheet)]
            yield sheet


def _list_contents(part: Part, sheet: Sheet) -> Iterator[Part]:
    """Yield a part; for the title of contents, also an entry for each heading behind them."""
    if part.kind != "X":
        yield part
        return
    title, _, columns = part.text.partition("\t")
    yield from (Part("X0", title), Part("XP", columns))
    behind = sheet.parts[sheet.parts.index(part) :]
    heads = [
        index
        for index, each in enumerate(behind)
        if each.kind[0] == "#" and int(each.kind[1]) <= _DEEPEST_ENTRY
    ]
    for index, (head, end) in enumerate(zip(heads, [*heads[1:], len(behind)], strict=True)):
        text = re.sub("(?://)+", " – ", behind[head].text)
        numbers = [each.label or "" for each in behind[head:end] if each.kind == "1"]
        if sheet.layout.get("contents") == "columns":
            text += f"\t{_name_range(numbers)}"
        yield Part(f"X{behind[head].kind[1]}", f"{text}\t{1 + index // _ENTRIES_A_PAGE}")


def _name_range(labels: list[str]) -> str:
    """Return the numbers of a chapter's paragraphs as its contents name them: ``1–4``."""
    numbers = [label.strip(" .-．、") for label in labels]
    return "–".join(dict.fromkeys([*numbers[:1], *numbers[-1:]]))


def _add_line(sheet: Sheet, line: str, place: str) -> None:
    name, equals, value = line.partition(" = ")
    if equals and name in _FIELDS:
        sheet.fields[name] = value.strip()
        return
    if equals and name.startswith(_FACT):
        sheet.facts[name.removeprefix(_FACT)] = value.strip()
        return
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"{place}: neither a field nor a line of a document")
    kind, text = match["kind"], match["text"]
    if kind == "F":
        label, _, text = text.partition(" ")
        sheet.parts.append(Part(kind, text, label))
    elif kind[0] in "LTMOPCNSKRX=#" and kind[1:] in ("", "0", "1", "2", "3", "4"):
        sheet.parts.append(Part(kind, text))
    else:
        sheet.parts.append(Part("1" if kind[0].isdigit() else "(", text, kind))
