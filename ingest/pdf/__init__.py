"""Blocks of a PDF file, in reading order.

    read(path) -> FileContent        the one way in

content/  glyphs, cells and images of a page                  points, origin top left
  v
lines/    lines of text made of them, in the order of typing (bidi)
  v
layout/   paragraphs, headings, notes and tables made of the lines
page      text of one page, without the letters that cannot be trusted
remarks   places of its readers' remarks
ocr       the same lines, recognised, where a page is a picture

No metadata, no passages, no symbols here: ``ingest.cover`` and ``ingest.passages`` read those from
blocks.
"""

from ingest.pdf.document import read

__all__ = ["read"]
