"""Layouts of operations' results, in the reader's language, for files, terminals and pages.

Read ``cells`` first. An operation imports its layout when it is drawn (``Operation.layout``).
"""

from search_app.operations.layouts.answer import describe_change, list_lead_ins, quote_sentence
from search_app.operations.layouts.cells import BLANK, line, own_language_name, quote
from search_app.operations.layouts.mandate_worksheet import count_decisions
from search_app.operations.layouts.mandates import task_cells, when_name
from search_app.operations.layouts.passages import choose_hint, note_lines

__all__ = [
    "BLANK",
    "choose_hint",
    "count_decisions",
    "describe_change",
    "line",
    "list_lead_ins",
    "note_lines",
    "own_language_name",
    "quote",
    "quote_sentence",
    "task_cells",
    "when_name",
]
