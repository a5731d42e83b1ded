"""HTML that several pages share, by templates in which text is only ever text.

``html`` draws with a template and escapes all that is put in; ``escape`` is for places without one.
Read ``escape``, ``templates``, ``marks``; then ``links``, ``passage``, ``meeting_bars``.

Nothing is drawn on a page here, and Streamlit is not known.
"""

from search_app.web.parts.escape import as_css, as_html, as_label, unbroken, without_controls
from search_app.web.parts.links import (
    PAGE,
    compare_address,
    document_address,
    document_parameters,
    label_line,
    symbol_address,
    token,
)
from search_app.web.parts.marks import Span, differing_html
from search_app.web.parts.meeting_bars import MeetingBar, bars_html, meeting_key, meetings
from search_app.web.parts.passage import (
    PassageView,
    acts_html,
    citation_html,
    headings_above,
    in_order_of_table,
    meeting_name,
    passage_html,
    text_html,
)
from search_app.web.parts.templates import html

__all__ = [
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
    "label_line",
    "meeting_key",
    "meeting_name",
    "meetings",
    "passage_html",
    "symbol_address",
    "text_html",
    "token",
    "unbroken",
    "without_controls",
]
