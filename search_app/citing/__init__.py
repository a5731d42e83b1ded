"""Citations of passages in one line: document, paragraph, page and language.

    citation              the line for one passage
    quotation             a passage in quotation marks, with that line
    table_citation        the line for a table of which rows are quoted
    lead_in               what leads into an item of a list, which is quoted with it
    own_number            the number that such an item has below that
    quoted_text           the text to quote of a passage: those, and its text or cells
    said_of               a passage of which only a part is quoted
    own_note              the reader's note at a passage, named as the reader's
    paragraph, page, label   its parts, where a page or a program shows them by themselves
    with_now              which paragraph of a revision holds a passage
    passage_label         the number of a passage, of a draft as well
    document_name         the version of a document
    submitter_name, submitter_names   who submitted a document, in the reader's language
    source_name           the same of a source as a cover has it
    differing             sentences on what differs between a draft and an earlier text
    find_label            what an earlier text is to a draft: taken over, near, the contrary
    intact                a symbol, whole in a line of the other direction
    office_name           the name of a verb, an office or another addressee for the reader
    Layout, LayoutSection, …   what an operation found, for Word, Markdown, CSV and terminals
    words                 a language's words of citations
    put_in_quotes         a text in a language's quotation marks
    language_name         the name of a language for the reader
    markdown              a module: text of documents in Markdown, where it stays text
    export                a module, loaded when it is asked for: passages and precedents as Word,
                          Markdown, CSV, BibTeX or RIS

Rooms: words -> markdown, citation, differing -> work -> docx_runs; layout -> docx;
laid_out, footnotes -> tracked; reference_managers -> export. A citation is made from what the index
holds, in the reader's language; no text of a document is translated.
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
from search_app.citing.precedent_differences import describe_differences, find_label
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
    "find_label",
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
    "source_submitters",
    "submitter_name",
    "submitter_names",
    "table_citation",
    "with_now",
    "words",
]
