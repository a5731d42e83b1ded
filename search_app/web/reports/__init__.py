"""Reports for a meeting as HTML, and their results, which are kept for a while.

Read ``answers``, ``tasks``, ``report``. Nothing is found here.
"""

from search_app.web.reports.answers import ask, find_reports, mandates
from search_app.web.reports.report import report_html
from search_app.web.reports.tasks import due_key, falling_due

__all__ = ["ask", "due_key", "falling_due", "find_reports", "mandates", "report_html"]
