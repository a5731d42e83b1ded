"""Access to an index: the operator's rules of who may see what.

Read ``rules`` first. ``in_force`` gives the rules that answers rest on, and ``coverage`` the
documents of each rule. ``readers`` knows who asks now, and ``audit`` logs changes and exports.

A class of readers has an index of its own without hidden documents (``index.replication.views``).
Nothing that is asked, counted or derived can therefore reveal them.
"""

from index.access.audit import note
from index.access.coverage import (
    Coverage,
    DocumentAccess,
    FileDecision,
    IndexedFile,
    RuleCoverage,
    access_of,
    coverage,
    list_indexed_files,
)
from index.access.in_force import VIEWS_FOLDER, RulesInForce
from index.access.readers import ANONYMOUS, READER, Reader
from index.access.rules import ALL, CLASSES, RULES, Class, Rules, check_class, rules_file, rules_of

__all__ = [
    "ALL",
    "ANONYMOUS",
    "CLASSES",
    "READER",
    "RULES",
    "VIEWS_FOLDER",
    "Class",
    "Coverage",
    "DocumentAccess",
    "FileDecision",
    "IndexedFile",
    "Reader",
    "RuleCoverage",
    "Rules",
    "RulesInForce",
    "access_of",
    "check_class",
    "coverage",
    "list_indexed_files",
    "note",
    "rules_file",
    "rules_of",
]
