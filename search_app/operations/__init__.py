"""Operations on an index: each module has a question's request, its answer, and how it runs.

Read registry, answers, question; then quotation, documents; then search, answering, lists,
precedents, refs, lookup, equivalents, show, compare, status, positions, mandates; then dossier,
source. A request's fields with their help are those of every surface, and an answer's fields are
its JSON. The registry alone is imported at once, since the help of the program needs no more.
Surfaces walk the operations and name none.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

from search_app.operations.registry import REGISTRY, names, operation, operation_of, operations

if TYPE_CHECKING:  # at run time they are imported when they are asked for
    from search_app.operations.answering.answer import AnswerRequest, CitedAnswer
    from search_app.operations.answering.translating import PassageTranslator, list_untranslated
    from search_app.operations.answering.writing import CheckedSentence, write_checked
    from search_app.operations.answers import (
        JsonObject,
        Link,
        Values,
        answer_json,
        name_in_json,
    )
    from search_app.operations.compare import COMPARE, CompareAnswer, CompareRequest
    from search_app.operations.documents import (
        DocumentsAnswer,
        DocumentsRequest,
        FilesAnswer,
        FilesRequest,
    )
    from search_app.operations.dossier import DOSSIER, DossierAnswer, DossierRequest
    from search_app.operations.equivalents import EquivalentsAnswer, EquivalentsRequest
    from search_app.operations.lists.question_list import MOST_QUESTIONS
    from search_app.operations.lists.questions import (
        QUESTIONS,
        QuestionResults,
        QuestionsAnswer,
        QuestionsRequest,
    )
    from search_app.operations.lookup import LOOKUP, LookupAnswer, LookupRequest
    from search_app.operations.mandates import (
        DECISIONS,
        MANDATES,
        DecisionsAnswer,
        DecisionsRequest,
        FoundDecisions,
        FoundMandates,
        MandatesAnswer,
        MandatesRequest,
    )
    from search_app.operations.positions import POSITIONS, PositionsAnswer, PositionsRequest
    from search_app.operations.precedents import (
        PRECEDENTS,
        FoundPrecedents,
        PrecedentsAnswer,
        PrecedentsRequest,
    )
    from search_app.operations.question import (
        AnyOperation,
        Language,
        Operation,
        Page,
        PageInfo,
        Paging,
        Request,
        RequestContext,
    )
    from search_app.operations.refs import RefsAnswer, RefsRequest, mentions_of
    from search_app.operations.search import SearchAnswer, SearchRequest, hit_of
    from search_app.operations.show import (
        SHOW,
        PassagesAnswer,
        PassagesRequest,
        ShowAnswer,
        ShowRequest,
    )
    from search_app.operations.source import SOURCE, SourceAnswer, SourceRequest
    from search_app.operations.status import (
        StatusAnswer,
        StatusRequest,
        TranslatorRecord,
        WriterRecord,
        describe_translator,
        describe_writer,
        status_answer,
    )

_MODULES: Final = {
    name: module
    for module, names_there in {
        "answering.answer": "AnswerRequest CitedAnswer",
        "answering.translating": "PassageTranslator list_untranslated",
        "answering.writing": "CheckedSentence write_checked",
        "answers": "JsonObject Link Values answer_json name_in_json",
        "lists.question_list": "MOST_QUESTIONS",
        "lists.questions": "QuestionResults",
        "mandates": "FoundDecisions FoundMandates",
        "precedents": "FoundPrecedents",
        "question": "AnyOperation Language Operation Page PageInfo Paging Request RequestContext",
        "refs": "mentions_of",
        "search": "hit_of",
        "status": "TranslatorRecord WriterRecord describe_translator describe_writer status_answer",
    }.items()
    for name in names_there.split()
}
"""Modules of the names that are no request or answer."""

__all__ = [
    "COMPARE",
    "DECISIONS",
    "DOSSIER",
    "LOOKUP",
    "MANDATES",
    "MOST_QUESTIONS",
    "POSITIONS",
    "PRECEDENTS",
    "QUESTIONS",
    "REGISTRY",
    "SHOW",
    "SOURCE",
    "AnswerRequest",
    "AnyOperation",
    "CheckedSentence",
    "CitedAnswer",
    "CompareAnswer",
    "CompareRequest",
    "DecisionsAnswer",
    "DecisionsRequest",
    "DocumentsAnswer",
    "DocumentsRequest",
    "DossierAnswer",
    "DossierRequest",
    "EquivalentsAnswer",
    "EquivalentsRequest",
    "FilesAnswer",
    "FilesRequest",
    "FoundDecisions",
    "FoundMandates",
    "FoundPrecedents",
    "JsonObject",
    "Language",
    "Link",
    "LookupAnswer",
    "LookupRequest",
    "MandatesAnswer",
    "MandatesRequest",
    "Operation",
    "Page",
    "PageInfo",
    "Paging",
    "PassageTranslator",
    "PassagesAnswer",
    "PassagesRequest",
    "PositionsAnswer",
    "PositionsRequest",
    "PrecedentsAnswer",
    "PrecedentsRequest",
    "QuestionResults",
    "QuestionsAnswer",
    "QuestionsRequest",
    "RefsAnswer",
    "RefsRequest",
    "Request",
    "RequestContext",
    "SearchAnswer",
    "SearchRequest",
    "ShowAnswer",
    "ShowRequest",
    "SourceAnswer",
    "SourceRequest",
    "StatusAnswer",
    "StatusRequest",
    "TranslatorRecord",
    "Values",
    "WriterRecord",
    "answer_json",
    "describe_translator",
    "describe_writer",
    "hit_of",
    "list_untranslated",
    "mentions_of",
    "name_in_json",
    "names",
    "operation",
    "operation_of",
    "operations",
    "status_answer",
    "write_checked",
]


def __getattr__(name: str) -> object:
    question = name.removesuffix("Request").removesuffix("Answer").lower()
    module = _MODULES.get(name) or (question in REGISTRY and REGISTRY[question].module)
    if name not in __all__ or not module:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{module}"), name)
    return value
