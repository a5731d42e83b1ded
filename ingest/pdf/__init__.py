"""A reader of PDF files that returns blocks in reading order: ``read(path)``.

Read ``content`` first: glyphs, cells and images of a page, in points, origin top left. Then read
``lines`` (lines in typing order) and ``layout`` (paragraphs, headings, notes, tables). Last are
``page``, ``remarks`` and ``ocr``, which reads pictures of pages. Metadata and passages are never
made here: ``ingest.cover`` and ``ingest.passages`` do that.
"""

from ingest.pdf.document import read

__all__ = ["read"]
