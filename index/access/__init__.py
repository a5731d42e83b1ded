"""Who may see what of an index?

    rules_of(folder)        Rules: which class a document has, what somebody may see and do
    rules_file(folder)      where they stand
    check_class(name)       a class by its name
    Views(store)            the copies of an index that readers of each class are answered from
    READER, Reader          who is asking
    note(folder, event)     who changed and exported what, in the operator's audit log

    rules -> views;  rules -> readers -> audit

What is hidden from a reader is in no row that the reader is answered from: a class has an index of
its own, which is derived from the whole. So nothing that is asked, counted, learned or derived can
tell of it, whatever floor or page asks.
"""

from index.access.audit import note
from index.access.readers import ANONYMOUS, READER, Reader
from index.access.rules import (
    ALL,
    CLASSES,
    RULES,
    Class,
    Role,
    Rules,
    check_class,
    rules_file,
    rules_of,
)
from index.access.views import Views

__all__ = [
    "ALL",
    "ANONYMOUS",
    "CLASSES",
    "READER",
    "RULES",
    "Class",
    "Reader",
    "Role",
    "Rules",
    "Views",
    "check_class",
    "note",
    "rules_file",
    "rules_of",
]
