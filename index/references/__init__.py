"""References: their mentions, their forms, and near ones.

    paragraphs, editions                mentions of a reference, and its editions
    cites, list_citing, absent          references of a document, its citing documents, missing ones
    list_listed, find_listed            documents that ITU's lists name and the index lacks
    base, base_symbol, is_same          a reference without its edition
    forms, name_references, write_reference   forms and names of a reference in documents
    own_name, own_names                 the own name of a document, and all own names
    find_named, find_references, exact  the references of a question, and their passages
    nameable, strip_references          references for any index, and the rest of the question
    is_known                            whether the index has or mentions one
    suggestions                         near forms of a mistyped reference
    with_number                         documents and references with a number
    graph, write_graph                  the graph of citations, and as a file

    mentions -> suggest -> exact;  mentions -> graph;  forms

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
    find_listed,
    is_same,
    list_citing,
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
    "find_listed",
    "find_named",
    "find_references",
    "forms",
    "graph",
    "is_known",
    "is_same",
    "list_citing",
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
