"""Draws the reports for a meeting, and keeps their state in an address.

    due_key                                          when a mandate is due, in one form
    ask, mandates, find_reports                      what operations find, kept for a while
    report_html                                      what an operation finds, as it lays it out
    falling_due                                      what a first page shows of mandates

state, answers → tasks; report

Nothing is found here: ``index.analyses`` does that, and ``citing.export`` writes the files.
"""

from search_app.web.reports.answers import ask, find_reports, mandates
from search_app.web.reports.report import report_html
from search_app.web.reports.state import due_key
from search_app.web.reports.tasks import falling_due

__all__ = [
    "ask",
    "due_key",
    "falling_due",
    "find_reports",
    "mandates",
    "report_html",
]
