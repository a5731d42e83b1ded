"""Lines of text of the glyphs of a page, in the order in which they were typed.

    lines(glyphs, page, ...) -> list[Line]     the way in; points, origin top left
    Line, LABEL, MARK_START, MARK_END          a line, and the signs around a note's mark in it
    reads_from_right, Brackets, KnownColumns   what has to be known of a page first
    habits(lines) -> Habits; joined, breaks_word
                                               how lines become running text again
    has_rtl, is_han                            of a text
    free_stretches, is_between, narrowed       gutters between columns

gutters -> rows -> brackets, bidi_numbers -> bidi -> lines -> joining

No paragraphs, columns or tables here: that is ``ingest.pdf.layout``.
"""

from ingest.pdf.lines.bidi import has_rtl
from ingest.pdf.lines.brackets import Brackets
from ingest.pdf.lines.gutters import KnownColumns, free_stretches, is_between, narrowed
from ingest.pdf.lines.joining import Habits, breaks_word, habits, joined
from ingest.pdf.lines.lines import (
    LABEL,
    MARK_END,
    MARK_START,
    Line,
    is_han,
    lines,
    reads_from_right,
)

__all__ = [
    "LABEL",
    "MARK_END",
    "MARK_START",
    "Brackets",
    "Habits",
    "KnownColumns",
    "Line",
    "breaks_word",
    "free_stretches",
    "habits",
    "has_rtl",
    "is_between",
    "is_han",
    "joined",
    "lines",
    "narrowed",
    "reads_from_right",
]
