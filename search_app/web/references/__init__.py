"""A reference, with what cites it and what it cites, as HTML.

Read ``state``, ``neighbourhood``, ``view``. Nothing is drawn on a page here.
"""

from search_app.web.references.mentions import name_references, spans
from search_app.web.references.neighbourhood import Title, neighbourhood, neighbourhood_html
from search_app.web.references.state import ReferenceState, reference_address

__all__ = [
    "ReferenceState",
    "Title",
    "name_references",
    "neighbourhood",
    "neighbourhood_html",
    "reference_address",
    "spans",
]
