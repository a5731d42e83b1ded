"""Citations of passages in one line, quotations, and layouts for Word, Markdown, CSV and terminals.

Read ``words``, ``citation``, ``layout``, ``work``, ``docx_runs``, ``docx``; then
``comparison_lines``, ``note_calls``, ``tracked_changes``; ``export`` last. A citation is made in
the reader's language. No text of a document is translated here.
"""

from search_app.citing import markdown
from search_app.citing.citation import (
    citation,
    cut_to_part,
    document_name,
    label,
    lead_in,
    own_note,
    own_number,
    page,
    paragraph,
    passage_label,
    quotation,
    quote_passage,
    source_name,
    submitter_name,
    submitter_names,
    table_citation,
    with_now,
)
from search_app.citing.layout import (
    Layout,
    LayoutCell,
    LayoutLink,
    LayoutPair,
    LayoutSection,
    LayoutTable,
    Mark,
)
from search_app.citing.precedent_differences import describe_differences
from search_app.citing.words import intact, language_name, office_name, words

__all__ = [
    "Layout",
    "LayoutCell",
    "LayoutLink",
    "LayoutPair",
    "LayoutSection",
    "LayoutTable",
    "Mark",
    "citation",
    "cut_to_part",
    "describe_differences",
    "document_name",
    "intact",
    "label",
    "language_name",
    "lead_in",
    "markdown",
    "office_name",
    "own_note",
    "own_number",
    "page",
    "paragraph",
    "passage_label",
    "quotation",
    "quote_passage",
    "source_name",
    "submitter_name",
    "submitter_names",
    "table_citation",
    "with_now",
    "words",
]
