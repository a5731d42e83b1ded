"""How is what is drawn up for a meeting shown, and how does it stand in an address?

    CompareState, MandatesState, DossierState        what a page shows, and its address
    ask, compared, mandates, reported                what operations find, kept for a while
    comparison_html, positions_html, mandates_html, dossier_html      what the pages are drawn with
    falling_due                                      what a first page shows of mandates

state, answers; comparison, tasks → table, paper

Nothing is found here: ``index.analyses`` does that, and ``citing.export`` writes the files.
"""

from search_app.web.reports.answers import ask, compared, mandates, reported
from search_app.web.reports.comparison import comparison_html, is_shown
from search_app.web.reports.paper import dossier_html
from search_app.web.reports.state import (
    DRAFT,
    CompareState,
    DossierState,
    MandatesState,
    due_key,
)
from search_app.web.reports.table import positions_html
from search_app.web.reports.tasks import falling_due, mandates_html

__all__ = [
    "DRAFT",
    "CompareState",
    "DossierState",
    "MandatesState",
    "ask",
    "compared",
    "comparison_html",
    "dossier_html",
    "due_key",
    "falling_due",
    "is_shown",
    "mandates",
    "mandates_html",
    "positions_html",
    "reported",
]
