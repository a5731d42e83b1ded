"""Draws what several pages show as HTML, by templates in which text is only ever text.

    html(macro, …)               draw with a template; all that is put in is escaped
    as_html, as_label, as_css, unbroken, without_controls      text for a place without template
    passage_html, PassageView, text_html, citation_html   a passage, its text, its citation
    in_order_of_table                                rows of a table as it has them
    acts_html                                        what can be done with one, in a row
    meeting_name, headings_above                     the meeting and the headings of a passage
    bars_html, meetings, meeting_key, MeetingBar     bars of passages over the meetings
    document_address, document_parameters, label_line, token, PAGE      where a passage is read
    symbol_address, compare_address                  where a document is, and two next to each other
    source_address, source_links                     where it is shown what a source said
    Span, differing_html                             of a text, to mark; what another text lacks

escape → templates, marks; links → passage, meeting_bars

Nothing is drawn on a page here, and Streamlit is not known.
"""

from search_app.web.parts.escape import as_css, as_html, as_label, unbroken, without_controls
from search_app.web.parts.links import (
    PAGE,
    compare_address,
    document_address,
    document_parameters,
    label_line,
    lasting_address,
    source_address,
    source_links,
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
    "lasting_address",
    "meeting_key",
    "meeting_name",
    "meetings",
    "passage_html",
    "source_address",
    "source_links",
    "symbol_address",
    "text_html",
    "token",
    "unbroken",
    "without_controls",
]
