"""Access to an index: the rules of who may see what.

    rules_of(folder)        Rules in the operator's file: classes of documents, of people
    rules_file(folder)      the path of that file
    check_class(name)       a class by its name
    RulesInForce(store)     the rules that answers rest on; they fail closed
    coverage, access_of     the documents of each rule, and the rules that fit none
    READER, Reader          the reader of the current call
    note(rules, event)      writes to the operator's audit log who changed and exported what

    rules -> in_force;  rules -> coverage;  rules -> readers -> audit

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
    list_indexed_files,
)
from index.access.in_force import VIEWS_FOLDER, RulesInForce
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
