"""Paragraphs, headings, notes and tables made of the lines of all pages.

``build_blocks`` is the entry; ``find_running_lines`` finds page headers and footers, which go
before. Read ``running``, ``tables``, ``notes``, ``columns``, ``paragraphs``, ``headings``,
``blocks``, then ``cover``. Text is never changed here, except where lines are joined.
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
