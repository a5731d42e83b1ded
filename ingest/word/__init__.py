"""A reader of Word files (.docx) that returns blocks in reading order.

Read ``package`` (opens the file safely), ``styles``, ``numbering``, ``notes``, ``source``, ``runs``
(text of a paragraph), ``story`` and ``document``, whose ``read`` is the entry. Layout is never
computed: a Word file has no pages here. Only ``package`` imports python-docx.
"""

from ingest.word.document import read, read_tables

__all__ = ["read", "read_tables"]
