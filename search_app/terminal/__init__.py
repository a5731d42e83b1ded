"""Output for people at a terminal, from the same values as the JSON.

Text of documents is printed without markup, escape sequences or overrides of direction. Read
tables, layout, holdings, evaluation, alerts, faults. Nothing is computed here.
"""

from search_app.terminal.alerts import show_alerts, show_news
from search_app.terminal.evaluation import show_evaluation, show_fitting
from search_app.terminal.faults import fault, wrong_use
from search_app.terminal.holdings import (
    show_access,
    show_decisions,
    show_fetched,
    show_findings,
    show_meetings,
    show_noticed,
    show_report,
    show_status,
)
from search_app.terminal.layout import nothing_found, show_found
from search_app.terminal.tables import plain, show_changes, show_document

__all__ = [
    "fault",
    "nothing_found",
    "plain",
    "show_access",
    "show_alerts",
    "show_changes",
    "show_decisions",
    "show_document",
    "show_evaluation",
    "show_fetched",
    "show_findings",
    "show_fitting",
    "show_found",
    "show_meetings",
    "show_news",
    "show_noticed",
    "show_report",
    "show_status",
    "wrong_use",
]
