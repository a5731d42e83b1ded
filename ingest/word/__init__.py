"""Blocks of a Word file (.docx), in reading order.

    read(path) -> FileContent        the one way in
    read_tables(path)                only its tables, as rows of texts

package     opens the file and refuses traps -> names: its XML
  v
styles, numbering, notes         the headings, numbers and marks that it defines
  v
source      all text of the package, counted apart from how it is read
  v
runs        text of one paragraph, tracked changes accepted -> fields, formulas, shapes,
            symbol_fonts
  v
story       paragraphs and tables in order -> ``ingest.tables``
  v
document    blocks

Nothing is laid out: a Word file has no pages here. The only room of ingest that imports python-docx
is ``package``.
"""

from ingest.word.document import read, read_tables

__all__ = ["read", "read_tables"]
