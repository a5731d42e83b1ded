"""Where is a reference mentioned, and what is near to it?

    paragraphs, editions                who mentions a reference, and in which edition
    cites, cited_by, absent             what a document cites, who cites it, what is not there
    base, base_symbol, is_same          a reference without its edition
    forms, called, written              how documents write a reference, and what it is called
    own_name, own_names                 the name that a document is known by, and all of those
    named, find_references, exact       the references of a question, and where they lead
    nameable, beside                    those of any index, and what the question says beside them
    is_known                            whether the index has or mentions one
    suggestions                         near forms of what was mistyped
    with_number                         what the index has or mentions under a number
    graph, write_graph                  who cites whom, and as a file

    mentions -> suggest -> exact;  mentions -> graph;  forms

References are found in texts by ``corpus.extract.references``; nothing here compares meanings.
"""

from index.references.exact import (
    Exact,
    References,
    beside,
    exact,
    find_references,
    is_known,
    nameable,
    named,
)
from index.references.forms import Form, called, forms, own_name, own_names, written
from index.references.graph import Graph, graph
from index.references.graph import write as write_graph
from index.references.mentions import (
    MentioningParagraph,
    absent,
    base,
    base_symbol,
    cited_by,
    cites,
    editions,
    is_same,
    paragraphs,
)
from index.references.suggest import suggestions, with_number

__all__ = [
    "Exact",
    "Form",
    "Graph",
    "MentioningParagraph",
    "References",
    "absent",
    "base",
    "base_symbol",
    "beside",
    "called",
    "cited_by",
    "cites",
    "editions",
    "exact",
    "find_references",
    "forms",
    "graph",
    "is_known",
    "is_same",
    "nameable",
    "named",
    "own_name",
    "own_names",
    "paragraphs",
    "suggestions",
    "with_number",
    "write_graph",
    "written",
]
