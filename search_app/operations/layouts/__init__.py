"""Layouts of what operations find, in the reader's language, for files, terminals and pages.

    quote, line, own_language_name    a passage, a line of pieces, a language's own name
    note_lines                        notes for the reader of an answer
    task_cells, when_name             a mandate as cells of a table, a time as a reader writes it

cells -> passages, references, texts, mandates, positions -> dossier

An operation names its layout, which is imported when something is drawn (``Operation.layout``).
"""

from search_app.operations.layouts.cells import BLANK, line, own_language_name, quote
from search_app.operations.layouts.mandates import task_cells, when_name
from search_app.operations.layouts.passages import note_lines

__all__ = [
    "BLANK",
    "line",
    "note_lines",
    "own_language_name",
    "quote",
    "task_cells",
    "when_name",
]
