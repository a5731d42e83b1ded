"""A reader of PDF files that returns blocks in reading order: ``read(path)``.

Read ``content`` (glyphs, cells, images), ``lines`` (typing order), ``layout`` (paragraphs, notes,
tables), ``page``, ``remarks``, then ``ocr``. Metadata and passages are never made here.
"""

from ingest.pdf.document import read

__all__ = ["read"]
