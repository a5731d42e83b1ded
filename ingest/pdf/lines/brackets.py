"""Brackets that a PDF names by what was typed, not by what is seen.

Some producers (LibreOffice, fpdf2) map the glyph of an opening bracket in Arabic text to ``(``,
though it looks like ``)``; others (Chromium) map it by its looks. A glyph, which is a number in a
font, keeps to one way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from ingest.pdf.drawn import Glyph
from ingest.pdf.lines.bidi import BRACKETS, OPENING, has_rtl, mirrored, paired
from ingest.pdf.lines.rows import SPACE_GAP, rows_of, segments

Sequenced = tuple[tuple[str, str], ...]
"""The brackets of one line from left to right, each with the name of its glyph."""

_OUTSIDE: Final = frozenset(" .,;:!?\u060c\u061b\u061f\u3002\uff0c\uff1b")
"""What stands on the outer side of a bracket, beside the line's edge."""


def glyph_name(glyph: Glyph) -> str:
    """The font and number of a glyph."""
    return f"{glyph.font} {glyph.code}"


@dataclass(slots=True)
class Brackets:
    """What was seen of a document's brackets so far.

    A bracket touches what it encloses: one with a letter at its right and a space at its left looks
    like ``(``, whatever the direction of the text and whatever its font calls it. Where that does
    not tell, those glyphs are turned that let the brackets of lines pair up from left to right.
    """

    _lines: Counter[Sequenced] = field(default_factory=Counter)
    _looks: dict[str, int] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def add(self, glyphs: Sequence[Glyph]) -> None:
        """Note the brackets of a page that has letters from right to left.

        A line without such letters tells how a glyph looks as well: a reference in Latin letters
        that fills a line of an Arabic paragraph.
        """
        if not any(glyph.text in BRACKETS for glyph in glyphs):
            return
        if not any(has_rtl(glyph.text) for glyph in glyphs):
            return
        for row in rows_of(glyphs):
            if not any(glyph.text in BRACKETS for glyph in row.glyphs + row.raised):
                continue
            for segment in segments(row):
                places = [at for at, glyph in enumerate(segment) if glyph.text in BRACKETS]
                if not places:
                    continue
                named = [(segment[at].text, glyph_name(segment[at])) for at in places]
                if any(has_rtl(glyph.text) for glyph in segment):
                    self._lines[tuple(named)] += 1
                for at, (char, name) in zip(places, named, strict=True):
                    self._names[name] = char
                    self._looks[name] = self._looks.get(name, 0) + _looks(segment, at)

    def inverted(self) -> frozenset[str]:
        """The names of the glyphs that look like the partner of the bracket they are called."""
        known = {
            name: (look > 0) != (self._names[name] in OPENING)
            for name, look in self._looks.items()
            if look
        }
        turned = {name for name, is_inverted in known.items() if is_inverted}
        undecided = {name for line in self._lines for _, name in line} - known.keys()
        return _paired_up(self._lines, turned, undecided)


def _looks(segment: Sequence[Glyph], at: int) -> int:
    """1 where a bracket has the place of ``(``, -1 where it has that of ``)``, 0 if none tells."""
    left, right = _beside(segment, at, -1), _beside(segment, at, 1)
    if left == "outside" and right == "text":
        return 1
    if left == "text" and right == "outside":
        return -1
    return 0


def _beside(segment: Sequence[Glyph], at: int, step: int) -> str:
    bracket = segment[at]
    other = at + step
    while 0 <= other < len(segment) and not segment[other].text:
        other += step
    if not 0 <= other < len(segment):
        return "outside"
    neighbour = segment[other]
    gap = neighbour.x0 - bracket.x1 if step > 0 else bracket.x0 - neighbour.x1
    if gap > SPACE_GAP * bracket.size or neighbour.text[0] in _OUTSIDE or neighbour.text.isspace():
        return "outside"
    return "text" if neighbour.text[0].isalnum() else "sign"


def _paired_up(
    lines: Mapping[Sequenced, int], inverted: set[str], undecided: AbstractSet[str]
) -> frozenset[str]:
    """The inverted glyphs and those undecided ones with which the brackets of lines pair up."""
    kinds: dict[str, str] = {}
    for line in lines:
        kinds.update({name: min(char, mirrored(char)) for char, name in line})
    names = sorted(undecided)
    trials = [{name} for name in names]
    trials += [
        {one, other}
        for at, one in enumerate(names)
        for other in names[at + 1 :]
        if kinds[one] == kinds[other]
    ]
    # Where two ways pair as well, a font that turns both its brackets is the likelier.
    trials.sort(key=lambda trial: len(trial) < 2 or len({n.rsplit(" ", 1)[0] for n in trial}) > 1)
    lonely = _lonely(lines, inverted)
    while lonely and trials:
        # A pair at a time: one bracket alone rarely gains by being turned.
        best = min(trials, key=lambda trial: _lonely(lines, inverted ^ trial))
        fewer = _lonely(lines, inverted ^ best)
        if fewer >= lonely:
            break
        inverted, lonely = inverted ^ best, fewer
    return frozenset(inverted)


def _lonely(lines: Mapping[Sequenced, int], inverted: AbstractSet[str]) -> int:
    """How many brackets have no partner when the glyphs in ``inverted`` are mirrored."""
    count = 0
    for line, times in lines.items():
        seen = [mirrored(char) if name in inverted else char for char, name in line]
        count += times * (len(seen) - len(paired(seen)))
    return count
