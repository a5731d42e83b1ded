"""What can be asked of an index: a module a question, with its request, its answer and how it runs.

    operation("search")    one question: its request, its answer, `run` (Operation)
    operations("rest")     all that a surface has, in their order
    Asking                 who asks: the open index, the reader's language
    Page                   a part of a list
    SearchRequest …        what is asked for; its fields with their help are those of every surface
    SearchAnswer …         what is answered; its fields in their order are the JSON of every surface
    answer_json            an answer, or a part of one, as JSON

    answers -> operation -> quoted, among, documents -> search, precedents, refs, lookup,
    equivalents, show, compare, status, positions, mandates -> dossier

What cites and what asks an index is imported where an answer is made: the help of a command waits
for neither. Surfaces walk the operations and name none. What one surface alone has stands in that
surface.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from search_app.operations.answers import Link, Note, answer_json, name_in_json
from search_app.operations.operation import (
    Absent,
    Asking,
    Language,
    Operation,
    Page,
    Paging,
    Part,
    Request,
    Surface,
    names,
    operation,
    operation_of,
    operations,
)

if TYPE_CHECKING:  # at run time they are imported when they are asked for
    from search_app.operations.compare import CompareAnswer, Compared, CompareRequest
    from search_app.operations.documents import (
        DocumentsAnswer,
        DocumentsRequest,
        Entry,
        File,
        FilesAnswer,
        FilesRequest,
    )
    from search_app.operations.dossier import DossierAnswer, DossierRequest
    from search_app.operations.equivalents import EquivalentsAnswer, EquivalentsRequest
    from search_app.operations.lookup import LookupAnswer, LookupRequest
    from search_app.operations.mandates import FoundMandates, MandatesAnswer, MandatesRequest
    from search_app.operations.positions import PositionsAnswer, PositionsRequest
    from search_app.operations.precedents import PrecedentsAnswer, PrecedentsRequest
    from search_app.operations.refs import RefsAnswer, RefsRequest, mentions_of
    from search_app.operations.search import Hit, SearchAnswer, SearchRequest, hit_of
    from search_app.operations.show import (
        PassagesAnswer,
        PassagesRequest,
        ShowAnswer,
        ShowRequest,
    )
    from search_app.operations.status import Failure, StatusAnswer, StatusRequest, status_answer

_MODULES = {
    "compare": "CompareAnswer Compared CompareRequest",
    "documents": "DocumentsAnswer DocumentsRequest Entry File FilesAnswer FilesRequest",
    "dossier": "DossierAnswer DossierRequest",
    "equivalents": "EquivalentsAnswer EquivalentsRequest",
    "lookup": "LookupAnswer LookupRequest",
    "mandates": "FoundMandates MandatesAnswer MandatesRequest",
    "positions": "PositionsAnswer PositionsRequest",
    "precedents": "PrecedentsAnswer PrecedentsRequest",
    "refs": "RefsAnswer RefsRequest mentions_of",
    "search": "Hit SearchAnswer SearchRequest hit_of",
    "show": "PassagesAnswer PassagesRequest ShowAnswer ShowRequest",
    "status": "Failure StatusAnswer StatusRequest status_answer",
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names.split()}

__all__ = [
    "Absent",
    "Asking",
    "CompareAnswer",
    "CompareRequest",
    "Compared",
    "DocumentsAnswer",
    "DocumentsRequest",
    "DossierAnswer",
    "DossierRequest",
    "Entry",
    "EquivalentsAnswer",
    "EquivalentsRequest",
    "Failure",
    "File",
    "FilesAnswer",
    "FilesRequest",
    "FoundMandates",
    "Hit",
    "Language",
    "Link",
    "LookupAnswer",
    "LookupRequest",
    "MandatesAnswer",
    "MandatesRequest",
    "Note",
    "Operation",
    "Page",
    "Paging",
    "Part",
    "PassagesAnswer",
    "PassagesRequest",
    "PositionsAnswer",
    "PositionsRequest",
    "PrecedentsAnswer",
    "PrecedentsRequest",
    "RefsAnswer",
    "RefsRequest",
    "Request",
    "SearchAnswer",
    "SearchRequest",
    "ShowAnswer",
    "ShowRequest",
    "StatusAnswer",
    "StatusRequest",
    "Surface",
    "answer_json",
    "hit_of",
    "mentions_of",
    "name_in_json",
    "names",
    "operation",
    "operation_of",
    "operations",
    "status_answer",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
