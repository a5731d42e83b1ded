"""How is a reference shown, with what cites it and what it cites?

    ReferenceState, reference_address                        what the page shows, and its address
    card_html, forms_html, editions_html, lists_html         what it is, and its lists
    neighbourhood, neighbourhood_html, Title                 the picture of what stands around it
    forms, spans                                             how and where documents write it

state, neighbourhood, forms → view

Nothing is drawn on a page here, and no reference is read: `corpus.references` does that.
"""

from search_app.web.references.forms import forms
from search_app.web.references.neighbourhood import Title, neighbourhood, neighbourhood_html
from search_app.web.references.state import ReferenceState, reference_address
from search_app.web.references.view import (
    card_html,
    editions_html,
    forms_html,
    lists_html,
    spans,
)

__all__ = [
    "ReferenceState",
    "Title",
    "card_html",
    "editions_html",
    "forms",
    "forms_html",
    "lists_html",
    "neighbourhood",
    "neighbourhood_html",
    "reference_address",
    "spans",
]
