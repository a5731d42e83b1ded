"""How is what is drawn up for a meeting shown, and how does it stand in an address?

    CompareState                what each page shows, and its address
    compared                    answers of the index, kept for as long as it stays as it is
    comparison_html             what the pages are drawn with
    downloads                   the forms in which a page leaves the app

state, answers → comparison; downloads

Nothing is found here: ``index.reports`` does that, and ``citing.export`` writes the files.
"""

from search_app.web.reports.answers import compared
from search_app.web.reports.comparison import comparison_html, is_shown
from search_app.web.reports.downloads import downloads
from search_app.web.reports.state import DRAFT, CompareState

__all__ = [
    "DRAFT",
    "CompareState",
    "compared",
    "comparison_html",
    "downloads",
    "is_shown",
]
