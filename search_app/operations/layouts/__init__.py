"""How is what an operation finds laid out, in the reader's language? For files and for terminals.

    quote, line, own_language_name    a passage, a line of pieces, a language's own name
    asked_by … whose                what a page says of a mandate, a position or an item likewise

cells -> passages, references, texts, mandates, positions -> dossier

An operation names its layout, which is imported when something is drawn (``Operation.layout``).
"""

from search_app.operations.layouts.cells import BLANK, line, own_language_name, quote
from search_app.operations.layouts.dossier import cited_in, item_heading, named_paragraphs
from search_app.operations.layouts.mandates import (
    asked_by,
    asked_in,
    asked_of,
    mandates_scope,
    task_cells,
    when_name,
)
from search_app.operations.layouts.passages import note_lines
from search_app.operations.layouts.positions import (
    how_much,
    jointly,
    nearness,
    only_near,
    whose,
)

__all__ = [
    "BLANK",
    "asked_by",
    "asked_in",
    "asked_of",
    "cited_in",
    "how_much",
    "item_heading",
    "jointly",
    "line",
    "mandates_scope",
    "named_paragraphs",
    "nearness",
    "note_lines",
    "only_near",
    "own_language_name",
    "quote",
    "task_cells",
    "when_name",
    "whose",
]
