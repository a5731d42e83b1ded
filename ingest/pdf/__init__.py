"""A reader of PDF files that returns blocks in reading order: ``read(path)``.

Read the packages in this order: ``content`` (glyphs, cells and images of a page, in points, origin
top left), ``lines`` (lines in typing order), ``layout`` (paragraphs, headings, notes, tables). Then
read ``page``, ``remarks`` and ``ocr``, which reads pictures of pages. Metadata and passages are
never made here: ``ingest.cover`` and ``ingest.passages`` do that.
"""

from ingest.pdf.document import read

__all__ = ["read"]
