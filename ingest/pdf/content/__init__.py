"""The glyphs, cells of tables and images that a PDF file draws on its pages.

    open_pdf(path) -> PdfFile    the way in; its ``read_pages()`` gives a ``PageContent`` for each
    Glyph, Rectangle, Frame      things on a page, in points, origin top left
    attach_marks, drop_doubles, drop_repeats
                                 one glyph for what is seen as one
    fill_unknown                 letters that another reader knows
    drop_doubtful, find_implausible
                                 glyphs, or lines made of them, that cannot be used

pages -> repair; interpreter -> operators, annotations, cmap; collector -> glyphs, table_cells;
frames; second_reader, doubt, plausibility

No order of reading here, and no spaces that were not drawn: that is ``ingest.pdf.lines``. The only
package that imports pdfplumber and pdfminer.
"""

from ingest.pdf.content.doubt import Doubt, drop_doubtful
from ingest.pdf.content.frames import Frame, Rectangle
from ingest.pdf.content.glyphs import Glyph, attach_marks, drop_doubles, drop_repeats
from ingest.pdf.content.pages import PageContent, open_pdf
from ingest.pdf.content.plausibility import find_implausible
from ingest.pdf.content.second_reader import fill_unknown

__all__ = [
    "Doubt",
    "Frame",
    "Glyph",
    "PageContent",
    "Rectangle",
    "attach_marks",
    "drop_doubles",
    "drop_doubtful",
    "drop_repeats",
    "fill_unknown",
    "find_implausible",
    "open_pdf",
]
