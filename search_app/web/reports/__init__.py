"""Draws the reports for a meeting, and keeps their state in an address.

    CompareState, DRAFT, due_key                     what a page shows, and its address
    ask, compare_texts, mandates, find_reports       what operations find, kept for a while
    report_html                                      what an operation finds, as it lays it out
    comparison_html                                  two texts side by side
    falling_due                                      what a first page shows of mandates

state, answers → tasks; report, comparison

Nothing is found here: ``index.analyses`` does that, and ``citing.export`` writes the files.
"""

from search_app.web.reports.answers import ask, compare_texts, find_reports, mandates
from search_app.web.reports.comparison import comparison_html, is_shown
from search_app.web.reports.report import report_html
from search_app.web.reports.state import DRAFT, CompareState, due_key
from search_app.web.reports.tasks import falling_due

__all__ = [
    "DRAFT",
    "CompareState",
    "ask",
    "compare_texts",
    "comparison_html",
    "due_key",
    "falling_due",
    "find_reports",
    "is_shown",
    "mandates",
    "report_html",
]
