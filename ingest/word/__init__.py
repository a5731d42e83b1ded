"""A reader of Word files (.docx) that returns blocks in reading order.

``read`` is the entry; ``read_tables`` returns only tables. Read ``package`` (opens the file safely)
and ``names``, then ``styles``, ``numbering`` and ``notes``. Next come ``source``, ``runs`` (text of
a paragraph, with ``fields``, ``formulas``, ``shapes``, ``symbol_fonts``), ``story`` and
``document``. Layout is never computed: a Word file has no pages here. Only ``package`` imports
python-docx.
"""

from ingest.word.document import read, read_tables

__all__ = ["read", "read_tables"]
