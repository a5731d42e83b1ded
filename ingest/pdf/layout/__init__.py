"""Paragraphs, headings, notes and tables of the lines of all pages.

    build_blocks(pages) -> list[Block]          the way in; each page is a ``PageText``
    describe_paragraphs(page, habits)           of the first page, side by side as they are there
    find_running_lines(pages) -> lines          page headers and footers, to be taken out before
    enclose(page, rectangles) -> Box            the place of something
    build_table(cells, glyphs, ...) -> table    a ruled table, with the glyphs in it

running, tables -> notes -> columns -> paragraphs -> headings -> blocks -> cover

No glyph is moved here, and no text changed but where lines are joined.
"""

from ingest.pdf.layout.blocks import PageText, build_blocks
from ingest.pdf.layout.cover import describe_paragraphs
from ingest.pdf.layout.paragraphs import enclose
from ingest.pdf.layout.running import find_running_lines
from ingest.pdf.layout.tables import RuledTable, build_table

__all__ = [
    "PageText",
    "RuledTable",
    "build_blocks",
    "build_table",
    "describe_paragraphs",
    "enclose",
    "find_running_lines",
]
