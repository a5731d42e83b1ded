"""Detection of bracket glyphs whose font names them as typed, not as seen.

In Arabic text LibreOffice and fpdf2 map ``(`` to a glyph like ``)``; Chromium maps by looks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from ingest.pdf.content import Glyph
from ingest.pdf.lines.bidi import BRACKETS, OPENING, has_rtl, mirror, pair_brackets
from ingest.pdf.lines.rows import SPACE_GAP, build_rows, split_row

BracketSequence = tuple[tuple[str, str], ...]
"""A line's brackets from left to right, each with its glyph's name."""

_OUTSIDE: Final = frozenset(" .,;:!?\u060c\u061b\u061f\u3002\uff0c\uff1b")
"""Signs that may be on the outer side of a bracket."""


def name_glyph(glyph: Glyph) -> str:
    """Return font and number of a glyph as its name."""
    return f"{glyph.font} {glyph.code}"


@dataclass(slots=True)
class Brackets:
    """The brackets of a document so far, which show how each glyph looks.

    A bracket touches what it encloses: with a letter right and a space left it looks like ``(``.
    """

    _lines: Counter[BracketSequence] = field(default_factory=Counter)
    _looks: dict[str, int] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def add(self, glyphs: Sequence[Glyph]) -> None:
        """Note a right-to-left page's brackets, also in lines that a Latin reference fills."""
        if not any(glyph.text in BRACKETS for glyph in glyphs):
            return
        if not any(has_rtl(glyph.text) for glyph in glyphs):
            return
        for row in build_rows(glyphs):
            if not any(glyph.text in BRACKETS for glyph in row.glyphs + row.raised):
                continue
            for segment in split_row(row):
                places = [index for index, glyph in enumerate(segment) if glyph.text in BRACKETS]
                if not places:
                    continue
                sequence = [(segment[index].text, name_glyph(segment[index])) for index in places]
                if any(has_rtl(glyph.text) for glyph in segment):
                    self._lines[tuple(sequence)] += 1
                for index, (char, name) in zip(places, sequence, strict=True):
                    self._names[name] = char
                    self._looks[name] = self._looks.get(name, 0) + _judge_look(segment, index)

    def find_inverted(self) -> frozenset[str]:
        """Return the names of glyphs that look like their bracket's partner."""
        decided = {
            name: (look > 0) != (self._names[name] in OPENING)
            for name, look in self._looks.items()
            if look
        }
        names = {name for name, is_inverted in decided.items() if is_inverted}
        undecided = {name for line in self._lines for _, name in line} - decided.keys()
        return _choose_inverted(self._lines, names, undecided)


def _judge_look(segment: Sequence[Glyph], index: int) -> int:
    """Return 1 for a bracket in the place of ``(``, -1 for that of ``)``, else 0."""
    left, right = _find_neighbour(segment, index, -1), _find_neighbour(segment, index, 1)
    if left == "outside" and right == "text":
        return 1
    if left == "text" and right == "outside":
        return -1
    return 0


def _find_neighbour(segment: Sequence[Glyph], index: int, step: int) -> str:
    bracket = segment[index]
    other = index + step
    while 0 <= other < len(segment) and not segment[other].text:
        other += step
    if not 0 <= other < len(segment):
        return "outside"
    neighbour = segment[other]
    gap = neighbour.x0 - bracket.x1 if step > 0 else bracket.x0 - neighbour.x1
    if gap > SPACE_GAP * bracket.size or neighbour.text[0] in _OUTSIDE or neighbour.text.isspace():
        return "outside"
    return "text" if neighbour.text[0].isalnum() else "sign"


def _choose_inverted(
    lines: Mapping[BracketSequence, int], inverted: set[str], undecided: AbstractSet[str]
) -> frozenset[str]:
    """Return the inverted glyphs, with those undecided ones that make brackets pair up."""
    kinds: dict[str, str] = {}
    for line in lines:
        kinds.update({name: min(char, mirror(char)) for char, name in line})
    names = sorted(undecided)
    trials = [{name} for name in names]
    trials += [
        {name, other}
        for index, name in enumerate(names)
        for other in names[index + 1 :]
        if kinds[name] == kinds[other]
    ]
    # Where two ways pair as well, a font that turns both its brackets is the likelier.
    trials.sort(
        key=lambda trial: len(trial) < 2 or len({glyph.rsplit(" ", 1)[0] for glyph in trial}) > 1
    )
    lonely = _count_lonely(lines, inverted)
    while lonely and trials:
        # A pair at a time: one bracket alone rarely gains by being turned.
        best = min(trials, key=lambda trial: _count_lonely(lines, inverted ^ trial))
        fewer = _count_lonely(lines, inverted ^ best)
        if fewer >= lonely:
            break
        inverted, lonely = inverted ^ best, fewer
    return frozenset(inverted)


def _count_lonely(lines: Mapping[BracketSequence, int], inverted: AbstractSet[str]) -> int:
    """Count brackets without partner if ``inverted`` glyphs are mirrored."""
    count = 0
    for line, times in lines.items():
        shapes = [mirror(char) if name in inverted else char for char, name in line]
        count += times * (len(shapes) - len(pair_brackets(shapes)))
    return count
