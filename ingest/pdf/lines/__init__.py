"""Lines of text made of a page's glyphs, in the order in which they were typed.

``build_lines`` is the entry; ``join_paragraph`` joins lines by a document's ``Habits``. Read
``gutters``, ``rows``, ``brackets``, ``bidi_numbers``, ``bidi``, ``lines``, then ``joining``.
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
