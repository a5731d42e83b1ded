"""Who may see what of an index.

    rules_of(folder)        Rules in the operator's file: classes of documents, of people
    rules_file(folder)      where they stand
    check_class(name)       a class by its name
    Views(store)            the copies of an index that readers of each class are answered from
    Views(store).rules      RulesInForce: the rules that answers rest on; they fail closed
    coverage, access_of     which rule decides for which documents, and which fits none
    READER, Reader          who is asking
    note(rules, event)      who changed and exported what, in the operator's audit log

    rules -> in_force -> views;  rules -> coverage;  rules -> readers -> audit

What is hidden from a reader is in no row that the reader is answered from: a class has an index of
its own, which is derived from the whole. So nothing that is asked, counted, learned or derived can
tell of it, whatever floor or page asks.
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
    indexed_files,
)
from index.access.readers import ANONYMOUS, READER, Reader
from index.access.rules import (
    ALL,
    CLASSES,
    RULES,
    Class,
    Rules,
    check_class,
    rules_file,
    rules_of,
)
from index.access.views import Identity, Views

__all__ = [
    "ALL",
    "ANONYMOUS",
    "CLASSES",
    "READER",
    "RULES",
    "Class",
    "Coverage",
    "DocumentAccess",
    "FileDecision",
    "Identity",
    "IndexedFile",
    "Reader",
    "RuleCoverage",
    "Rules",
    "Views",
    "access_of",
    "check_class",
    "coverage",
    "indexed_files",
    "note",
    "rules_file",
    "rules_of",
]
