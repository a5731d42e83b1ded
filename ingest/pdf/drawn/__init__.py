"""The glyphs, cells of tables and images that a PDF file draws on its pages.

    opened(path) -> File         the way in; ``File.pages()`` gives a ``PageContent`` for each
    Glyph, Rectangle, Frame      what stands on a page, in points, origin top left
    attach_marks, drop_doubles, drop_repeats
                                 one glyph for what is seen as one
    without_doubtful, implausible
                                 which glyphs, or lines made of them, cannot be used

pages -> repair; interpreter -> content, annotations, cmap; collector -> glyphs, ruled; frames;
doubt, plausible

No order of reading here, and no spaces that were not drawn: that is ``ingest.pdf.lines``. The only
package that imports pdfplumber and pdfminer.
"""

from ingest.pdf.drawn.doubt import Doubt, without_doubtful
from ingest.pdf.drawn.frames import Frame, Rectangle
from ingest.pdf.drawn.glyphs import Glyph, attach_marks, drop_doubles, drop_repeats
from ingest.pdf.drawn.pages import PageContent, opened
from ingest.pdf.drawn.plausible import implausible

__all__ = [
    "Doubt",
    "Frame",
    "Glyph",
    "PageContent",
    "Rectangle",
    "attach_marks",
    "drop_doubles",
    "drop_repeats",
    "implausible",
    "opened",
    "without_doubtful",
]
