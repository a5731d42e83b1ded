"""References: their mentions, their forms, and near ones.

Read ``mentions`` first, then ``forms``, ``suggest``, ``exact`` and ``graph``.

References are found in texts by ``corpus.extract.references``; nothing here compares meanings.
"""

from index.references.exact import (
    Exact,
    References,
    exact,
    find_named,
    find_references,
    is_known,
    nameable,
    strip_references,
)
from index.references.forms import forms, name_references, own_name, own_names, write_reference
from index.references.graph import Graph, graph
from index.references.graph import write as write_graph
from index.references.labels import find_labelled, has_label
from index.references.mentions import (
    MentioningParagraph,
    absent,
    base,
    base_symbol,
    cites,
    editions,
    find_listed,
    is_same,
    list_citing,
    list_indexed_editions,
    list_listed,
    paragraphs,
)
from index.references.suggest import suggestions, with_number

__all__ = [
    "Exact",
    "Graph",
    "MentioningParagraph",
    "References",
    "absent",
    "base",
    "base_symbol",
    "cites",
    "editions",
    "exact",
    "find_labelled",
    "find_listed",
    "find_named",
    "find_references",
    "forms",
    "graph",
    "has_label",
    "is_known",
    "is_same",
    "list_citing",
    "list_indexed_editions",
    "list_listed",
    "name_references",
    "nameable",
    "own_name",
    "own_names",
    "paragraphs",
    "strip_references",
    "suggestions",
    "with_number",
    "write_graph",
    "write_reference",
]
