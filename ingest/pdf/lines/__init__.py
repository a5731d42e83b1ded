"""Lines of text of the glyphs of a page, in the order in which they were typed.

    build_lines(glyphs, page, ...) -> list[Line]
                                               the way in; points, origin top left
    Line, LABEL, MARK_START, MARK_END          a line, and the signs around a note's mark in it
    runs_from_right, Brackets, KnownColumns    needed of a page first
    find_habits(lines) -> Habits; join_paragraph, breaks_word
                                               running text of lines
    has_rtl, is_han                            of a text
    find_free_stretches, is_between, narrow_gutter
                                               gutters between columns

gutters -> rows -> brackets, bidi_numbers -> bidi -> lines -> joining

No paragraphs, columns or tables here: that is ``ingest.pdf.layout``.
"""

from ingest.pdf.lines.bidi import has_rtl
from ingest.pdf.lines.brackets import Brackets
from ingest.pdf.lines.gutters import KnownColumns, find_free_stretches, is_between, narrow_gutter
from ingest.pdf.lines.joining import Habits, breaks_word, find_habits, join_paragraph
from ingest.pdf.lines.lines import (
    LABEL,
    MARK_END,
    MARK_START,
    Line,
    build_lines,
    is_han,
    runs_from_right,
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
    "build_lines",
    "find_free_stretches",
    "find_habits",
    "has_rtl",
    "is_between",
    "is_han",
    "join_paragraph",
    "narrow_gutter",
    "runs_from_right",
]
