"""Reading a PDF file into blocks in reading order.

    read(path) -> Reading        the one way in

drawn/    which glyphs, cells and images stand on a page        points, origin top left
  v
lines/    which lines of text do they make, and typed in which order (bidi)
  v
layout/   which paragraphs, headings, notes and tables do the lines make
page      what one page says, and which of its letters cannot be trusted
remarks   where its readers' remarks stand
ocr       the same lines, recognised, where a page is a picture

No metadata, no passages, no symbols here: ``ingest.cover`` and ``ingest.passages`` read those from
blocks.
"""

from ingest.pdf.document import read

__all__ = ["read"]
