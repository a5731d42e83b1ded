"""Draws what several pages show as HTML, by templates in which text is only ever text.

Read escape, templates, marks; then links, passage, meeting_bars. All that is put into a template is
escaped. Nothing is drawn on a page here, and Streamlit is not known.
"""

from search_app.web.parts.escape import as_css, as_html, as_label, unbroken, without_controls
from search_app.web.parts.links import (
    LONGEST_PACKED,
    PAGE,
    compare_address,
    document_address,
    document_parameters,
    pack_values,
    source_address,
    source_links,
    symbol_address,
    token,
    unpack_values,
)
from search_app.web.parts.marks import Span, differing_html, references_html
from search_app.web.parts.meeting_bars import MeetingBar, bars_html, meeting_key, meetings
from search_app.web.parts.passage import (
    PassageView,
    acts_html,
    citation_html,
    headings_above,
    in_order_of_table,
    passage_html,
    text_html,
    translation_html,
)
from search_app.web.parts.templates import html

__all__ = [
    "LONGEST_PACKED",
    "PAGE",
    "MeetingBar",
    "PassageView",
    "Span",
    "acts_html",
    "as_css",
    "as_html",
    "as_label",
    "bars_html",
    "citation_html",
    "compare_address",
    "differing_html",
    "document_address",
    "document_parameters",
    "headings_above",
    "html",
    "in_order_of_table",
    "meeting_key",
    "meetings",
    "pack_values",
    "passage_html",
    "references_html",
    "source_address",
    "source_links",
    "symbol_address",
    "text_html",
    "token",
    "translation_html",
    "unbroken",
    "unpack_values",
    "without_controls",
]
