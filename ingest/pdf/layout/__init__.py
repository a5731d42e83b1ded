"""Paragraphs, headings, notes and tables of the lines of all pages.

    blocks(pages) -> list[Block]               the way in; each page is a ``PageText``
    printed(page, habits) -> paragraphs        of the first page, side by side as they stand there
    running_lines(pages) -> lines              page headers and footers, to be taken out before
    box_around(page, rectangles) -> Box        where something stands
    table_of(cells, glyphs, ...) -> table      a ruled table, with the glyphs that stand in it

running, tables -> notes -> columns -> paragraphs -> headings -> blocks -> printed

No glyph is moved here, and no text changed but where lines are joined.
"""

from ingest.pdf.layout.blocks import PageText, blocks
from ingest.pdf.layout.paragraphs import box_around
from ingest.pdf.layout.printed import printed
from ingest.pdf.layout.running import running_lines
from ingest.pdf.layout.tables import RuledTable, table_of

__all__ = ["PageText", "RuledTable", "blocks", "box_around", "printed", "running_lines", "table_of"]
