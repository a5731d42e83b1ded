"""Sets of labelled covers, and the text files that they are read from.

A set is a folder of text files, one a language. A cover begins with ``@ name``, has its facts as
``name = value``, and then its lines. Each line begins with a letter for its place on the page:

* L| M| R|   a paragraph in the left, middle or right cell of a table without lines
* =|         the table's next row
* C| B|      centred; centred and bold
* N| I| G|   at the margin; bold at the margin; at the other margin
* T|         running text
* H| F|      page header and footer
* 1|         the footnote 1

``{1}`` calls a footnote, ``{^*}`` is a typed raised sign, ``//`` breaks a line within its
paragraph. ``C[Source]|`` names the paragraph's style. Facts that are not stated are null.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent

SETS: Final = ("tuned", "held_out", "stress")
"""Covers used for tuning, covers written before a second look, and covers meant to break it."""

FACTS: Final = (
    "symbol", "title", "source", "countries", "date", "meeting", "series", "number", "revision",
    "addendum", "original_language", "meeting_place", "meeting_days", "agenda_item",
)  # fmt: skip

_LINE: Final = re.compile(r"(?P<kind>[LMRCBNIGTHF=]|\d)(?:\[(?P<style>[^\]]+)\])?\| ?(?P<text>.*)")


@dataclass(frozen=True, slots=True)
class Part:
    """One paragraph of a cover: its place letter, text with marks, and style."""

    kind: str
    text: str
    style: str | None = None


@dataclass(slots=True)
class Sheet:
    """One cover with its true facts."""

    name: str
    language: str
    facts: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)

    def true(self) -> dict[str, object]:
        """Return each fact by its name in ``parse --json``; None where the cover lacks it."""
        values: dict[str, object] = {name: self.facts.get(name) for name in FACTS}
        values["countries"] = (self.facts.get("countries") or "").split() or None
        return values


def sheets(name: str) -> Iterator[Sheet]:
    """Yield the covers of one set."""
    for path in sorted((HERE / name).glob("*.txt")):
        yield from _of_file(path)


def _of_file(path: Path) -> Iterator[Sheet]:
    sheet: Sheet | None = None
    for number, raw in enumerate(path.read_text("utf-8").splitlines(), start=1):
        line = raw.rstrip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("@"):
            if sheet is not None:
                yield sheet
            sheet = Sheet(f"{path.stem}-{line[1:].strip()}", path.stem)
            continue
        part = _LINE.fullmatch(line)
        name, equals, value = line.partition(" = ")
        if sheet is not None and part is not None:
            sheet.parts.append(Part(part["kind"], part["text"], part["style"]))
        elif sheet is not None and equals and name in FACTS:
            sheet.facts[name] = value.strip()
        else:
            raise ValueError(f"{path.name}, line {number}: neither a fact nor a line of a cover")
    if sheet is not None:
        yield sheet
