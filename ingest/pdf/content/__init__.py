"""The glyphs, table cells and images on the pages of a PDF file.

``open_pdf`` gives pages in points, origin top left. Read ``pages``, ``interpreter``, ``operators``,
``collector``, ``glyphs``, ``table_cells``, ``frames``, ``second_reader``, then ``doubt``. Reading
order is never found here. No other package imports pdfplumber and pdfminer.
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
