"""Removal of a page's letters that cannot be right, font by font, with the reasons."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.pdf.content.glyphs import NOTHING, UNKNOWN, Glyph

_UNUSABLE: Final = re.compile("[\ue000-\uf8ff\ufffd\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

ALLOWED_UNUSABLE: Final = 0.08
"""Largest share of unknown letters on a page for a sound font."""

ALLOWED_IN_FEW: Final = 0.3
"""Largest share of unknown letters for a font with few letters on the page."""

ALWAYS: Final = 0.9
"""Share of a glyph's places between Arabic letters from which it only stretches words."""

SMALL: Final = 20
"""Letters of a font below which accents prove nothing; such fonts are judged together."""

FEWEST_IN_A_ROW: Final = 3
"""Doubtful signs in a row that are text; fewer are bullets and arrows."""

_SCRIPTS: Final = (
    ("latin", 0x41, 0x2FF),
    ("greek", 0x370, 0x3FF),
    ("cyrillic", 0x400, 0x52F),
    ("hebrew", 0x590, 0x5FF),
    ("arabic", 0x600, 0x6FF),
    ("arabic", 0x750, 0x77F),
    ("latin", 0x1D00, 0x1DBF),
    ("latin", 0x1E00, 0x1EFF),
    ("greek", 0x1F00, 0x1FFF),
    ("latin", 0x2070, 0x214F),
    ("han", 0x2E80, 0x2FDF),
    ("han", 0x3000, 0x312F),
    ("han", 0x3400, 0x9FFF),
    ("han", 0xF900, 0xFAFF),
    ("latin", 0xFF21, 0xFF5A),
    ("han", 0x20000, 0x3FFFF),
)
_EXPECTED: Final = frozenset({"latin", "greek", "cyrillic", "arabic", "han"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """Unusable text of a page: count of signs, font and cause (the end of a sentence)."""

    letters: int
    font: str
    cause: str


def drop_doubtful(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[Doubt]]:
    """Return the glyphs without unusable fonts, and the doubt about each such font.

    Such a font gives private-use signs, or mixes scripts in one word.
    """
    stretch = _find_stretches(glyphs)
    texts: dict[str, list[str]] = defaultdict(list)
    for glyph in glyphs:
        if glyph.text and not (stretch and (glyph.font, glyph.code) in stretch):
            texts[glyph.font].append(glyph.text)
    times = {font: Counter(of_font) for font, of_font in texts.items()}
    causes = {font: _explain_damage(texts[font], times[font]) for font in texts}
    few = {font for font in texts if causes[font] is None and _count_signs(times[font]) < SMALL}
    in_few = [text for font in few for text in texts[font]]
    together = _explain_misreading(in_few, Counter(in_few))
    causes |= {
        font: together for font in few if _explain_misreading(texts[font], times[font], fewest=1)
    }
    doubts = [
        Doubt(_count_signs(times[font]), font, cause)
        for font, cause in causes.items()
        if cause is not None and _measure_longest_run(glyphs, font) >= FEWEST_IN_A_ROW
    ]
    out = {doubt.font for doubt in doubts}
    return [glyph for glyph in glyphs if glyph.font not in out] if out else list(glyphs), doubts


def _count_signs(times: Mapping[str, int]) -> int:
    return sum(count for text, count in times.items() if not text.isspace())


def _measure_longest_run(glyphs: Sequence[Glyph], font: str) -> int:
    longest = run = 0
    for glyph in glyphs:
        if glyph.text and not glyph.text.isspace():
            run = run + 1 if glyph.font == font else 0
            longest = max(longest, run)
    return longest


def _explain_damage(texts: Sequence[str], times: Mapping[str, int]) -> str | None:
    """Return the end of a sentence on why texts of glyphs are unusable, or None."""
    signs = _count_signs(times)
    if not signs:
        return None
    unknown = sum(count for text, count in times.items() if _UNUSABLE.search(text))
    if NOTHING in times:
        # At the end of a line it may be the line's end; within a word a letter is missing.
        unknown += sum(
            text == NOTHING and _is_letter(texts, index - 1) and _is_letter(texts, index + 1)
            for index, text in enumerate(texts)
        )
    if unknown > (ALLOWED_UNUSABLE if signs >= SMALL else ALLOWED_IN_FEW) * signs:
        return f"{unknown} of {signs} characters have no known letter"
    return _explain_misreading(texts, times)


def _explain_misreading(
    texts: Sequence[str], times: Mapping[str, int], fewest: int = SMALL
) -> str | None:
    """Return why the letters cannot be right, or None; fewer than ``fewest`` prove nothing."""
    letters: Counter[str] = Counter()
    for text, count in times.items():
        for char in filter(str.isalpha, text):
            letters[char] += count
    total = sum(letters.values())
    if any(_find_script(char) not in _EXPECTED for char in letters) and (
        _count_strange(texts) > ALLOWED_UNUSABLE * total
    ):
        return "its letters come from scripts that make no sense together"
    accented = sum(count for char, count in letters.items() if 0x80 <= ord(char) <= 0x24F)
    if total >= fewest and accented > 0.4 * total:
        return "its letters are accented Latin ones that no language puts side by side"
    return None


def _count_strange(texts: Sequence[str]) -> int:
    """Count the letters of foreign scripts that share a word with letters of another script."""
    count = 0
    for is_word, word in itertools.groupby("".join(texts), str.isalpha):
        names = [_find_script(char) for char in word] if is_word else []
        if len(set(names)) > 1:
            count += sum(name not in _EXPECTED for name in names)
    return count


def _find_stretches(glyphs: Sequence[Glyph]) -> frozenset[tuple[str, int]]:
    """Return font and code of unknown glyphs that only stretch Arabic words."""
    times: Counter[tuple[str, int]] = Counter()
    inside: Counter[tuple[str, int]] = Counter()
    on_itself: set[tuple[str, int]] = set()
    for index, glyph in enumerate(glyphs):
        if glyph.text != UNKNOWN:
            continue
        name = glyph.font, glyph.code
        times[name] += 1
        inside[name] += _follows_arabic(glyphs, index, -1) and _follows_arabic(glyphs, index, 1)
        before = glyphs[index - 1] if index else glyph
        if (before.font, before.code) == name and before.baseline == glyph.baseline:
            step = abs(before.x0 - glyph.x0)
            if 0 < step < 0.9 * (glyph.x1 - glyph.x0):
                on_itself.add(name)
    return frozenset(name for name in on_itself if inside[name] > ALWAYS * times[name])


def _follows_arabic(glyphs: Sequence[Glyph], index: int, step: int) -> bool:
    other = index + step
    while 0 <= other < len(glyphs) and glyphs[other].code == glyphs[index].code:
        other += step
    text = glyphs[other].text[:1] if 0 <= other < len(glyphs) else ""
    return bool(text) and _find_script(text) == "arabic"


def _is_letter(texts: Sequence[str], index: int) -> bool:
    return 0 <= index < len(texts) and texts[index][:1].isalpha()


def _find_script(char: str) -> str:
    code = ord(char)
    for script, first, last in _SCRIPTS:
        if first <= code <= last:
            return script
    return unicodedata.name(char, "other").split()[0]
