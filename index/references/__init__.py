"""References to resolutions, documents and action lines: mentions, written forms, near forms.

Read in this order: ``mentions`` (citing paragraphs, editions), ``suggest`` (near forms), ``exact``
(references of a question, and their passages), ``forms`` (names by language), ``graph``.

``corpus.extract.references`` finds references in texts; nothing here compares meanings.
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
from index.references.forms import (
    forms,
    name_references,
    own_name,
    own_names,
    write_reference,
)
from index.references.graph import Graph, graph
from index.references.graph import write as write_graph
from index.references.mentions import (
    MentioningParagraph,
    absent,
    base,
    base_symbol,
    cites,
    editions,
    is_same,
    list_citing,
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
    "find_named",
    "find_references",
    "forms",
    "graph",
    "is_known",
    "is_same",
    "list_citing",
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
