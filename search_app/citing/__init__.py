"""Citations of passages in one line: document, paragraph, page and language.

Read words, markdown, citation, plain_links, precedent_differences, work; then layout, docx_runs,
docx, tracked_changes; then reference_managers, export. The modules that write files are imported
when they are asked for. A citation is made from what the index holds, in the reader's language. No
text of a document is translated.
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
    source_submitters,
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
from search_app.citing.plain_links import (
    PLAIN_DOCUMENTS,
    PLAIN_REFERENCES,
    label_line,
    plain_address,
    plain_document_address,
    plain_reference_address,
    public_address,
    public_link,
    with_link,
)
from search_app.citing.precedent_differences import describe_differences, find_label
from search_app.citing.words import (
    hold_numbers,
    intact,
    join_facts,
    language_name,
    office_name,
    words,
)

__all__ = [
    "PLAIN_DOCUMENTS",
    "PLAIN_REFERENCES",
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
    "find_label",
    "hold_numbers",
    "intact",
    "join_facts",
    "label",
    "label_line",
    "language_name",
    "lead_in",
    "markdown",
    "office_name",
    "own_note",
    "own_number",
    "page",
    "paragraph",
    "passage_label",
    "plain_address",
    "plain_document_address",
    "plain_reference_address",
    "public_address",
    "public_link",
    "quotation",
    "quote_passage",
    "source_name",
    "source_submitters",
    "submitter_name",
    "submitter_names",
    "table_citation",
    "with_link",
    "with_now",
    "words",
]
