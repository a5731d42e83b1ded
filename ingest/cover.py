"""What is a document: its symbol, title, source, date and original language?

From the file's name, the cover (the first page, or the first blocks where the format has no pages),
the page headers and the file's own properties. A value that none of them states plainly is None
rather than a guess.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from corpus import countries
from corpus.documents import Metadata, ReadingWarning
from corpus.folding import fold
from ingest import cover_symbols, cover_titles, dates, source_words
from ingest.cover_lines import LONG, Line, labelled, of_cover
from ingest.cover_parts import segments
from ingest.cover_words import LANGUAGE_NAMES, MEETING, ONLY, ORGANISATION, ORIGINAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ingest.blocks import Block, Reading

__all__ = ["cover_lines", "metadata"]

_BESIDE_A_DATE: Final = 12
"""Letters that may stand beside the date of the document: ``Date:``, ``Le``, ``года``."""


def metadata(
    path: Path,
    reading: Reading,
    language: str | None,  # noqa: ARG001 - the cover's words are looked for in all six
) -> tuple[Metadata, list[ReadingWarning]]:
    """What the file, its cover, its page headers and its properties say of the document.

    Args:
        path: of the file; only its name is used.
        reading: what a reader found in it.
        language: of the version.

    Returns:
        The metadata, and a warning with the code ``conflicting-metadata`` for each disagreement
        (``ingest.cover_symbols`` says which side is kept).
    """
    lines = of_cover(reading.blocks)
    symbol, warnings = cover_symbols.decide(
        path.name, (line.text for line in lines), reading.running
    )
    running = [part for line in reading.running for part in segments(line)]
    source, source_at = _source(lines, is_official=symbol is not None)
    return Metadata(
        symbol=symbol.canonical if symbol else None,
        title=cover_titles.find(lines, source_at, reading.properties),
        source=source,
        date=_date(line.text for line in lines) or _date(running),
        meeting=symbol.meeting if symbol else None,
        series=symbol.series if symbol else None,
        number=symbol.number if symbol else None,
        revision=symbol.revision if symbol else None,
        addendum=symbol.addendum if symbol else None,
        original_language=_original([line.folded for line in lines])
        or _original([fold(part).text for part in running]),
    ), warnings


def cover_lines(blocks: Sequence[Block]) -> list[str]:
    """The lines of the cover, as ``ingest.language.of_version`` wants them."""
    return [line.text for line in of_cover(blocks)]


def _date(lines: Iterable[str]) -> str | None:
    """The date that stands alone on a line, or beside the symbol or the original language.

    A date behind a place or within a sentence is a meeting's or somebody else's.
    """
    for line in lines:
        found = dates.find(line)
        if len(found) != 1:
            continue
        folded = fold(line[: found[0].start] + " " + line[found[0].end :]).text
        if MEETING.search(folded):
            continue
        rest = ONLY.sub(" ", ORIGINAL.sub(" ", folded))
        is_alone = len(re.sub(r"[\W_]", "", rest)) <= _BESIDE_A_DATE and not re.search(r"\d", rest)
        if is_alone or cover_symbols.on_line(line) is not None:
            return found[0].iso
    return None


def _original(folded_lines: Sequence[str]) -> str | None:
    """The original language; of two (``English / Russian``) the first."""
    for pattern in (ORIGINAL, ONLY):
        for line in folded_lines:
            match = pattern.search(line) if len(line) <= LONG else None
            if match is None:
                continue
            named = next(text for text in match.groupdict().values() if text)
            hits = ((names.search(named), code) for code, names in LANGUAGE_NAMES)
            starts = [(hit.start(), code) for hit, code in hits if hit is not None]
            if starts:
                return min(starts)[1]
    return None


def _source(lines: Sequence[Line], *, is_official: bool) -> tuple[str | None, int | None]:
    """The source as written, and the place of its line.

    An office or a country that stands alone is the source only of a document that has a symbol.
    """
    for at, line in enumerate(lines):
        if len(line.text) > LONG:
            continue
        value = labelled(lines, at, source_words.LABEL)
        if value is not None:
            return value
        if _names_source(line) or (is_official and _is_submitter(line)):
            return line.text.rstrip(" *"), at
    return None, None


def _names_source(line: Line) -> bool:
    """Whether a line says, without a label, who submits the document."""
    return bool(
        source_words.STYLE.fullmatch(line.style)
        or source_words.LINE.match(line.folded)
        or source_words.LINE_CHINESE.fullmatch(line.folded)
    )


def _is_submitter(line: Line) -> bool:
    """Whether a line is an office, a group or a list of countries."""
    if ORGANISATION.match(line.folded) or line.text.endswith(":"):
        return False
    return bool(source_words.OFFICE.fullmatch(line.folded)) or countries.is_list(line.text)
