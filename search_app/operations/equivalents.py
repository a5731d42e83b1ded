"""Operation ``equivalents``: a term in the other languages, with paragraphs that show them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Final

from corpus.bounds import MAX_QUERY
from corpus.filters import Filters
from corpus.parameters import Parameter
from search_app.operations.answers import make_record
from search_app.operations.question import Language, Operation, Request, RequestContext, layout_of

if TYPE_CHECKING:
    from index.retrieval import Terminology


@dataclass(frozen=True)
class EquivalentsRequest(Request["EquivalentsAnswer"]):
    """A term, and the language of its equivalents."""

    term: Annotated[
        str,
        Parameter(
            help="A word, some words, an acronym.", least=1, most=MAX_QUERY, is_argument=True
        ),
    ]
    filters: Filters = field(default_factory=Filters, kw_only=True)
    shown_in: Annotated[
        Language | None, Parameter(name="in", metavar="LANG", help="Only in this language.")
    ] = field(default=None, kw_only=True)


@dataclass(frozen=True)
class SourceParagraphRecord:
    """A paragraph from which an equivalent was learned; `label` is its number as cited."""

    symbol: str | None
    label: str | None


@dataclass(frozen=True)
class EquivalentRecord:
    """A term in another language; `weight` is its certainty, 0 to 1."""

    language: str
    term: str
    weight: float
    paragraphs: tuple[SourceParagraphRecord, ...]


@dataclass(frozen=True)
class EquivalentsAnswer:
    """Equivalents of a term in the other languages."""

    term: str
    language: str
    equivalents: tuple[EquivalentRecord, ...]
    suggestions: tuple[str, ...]


def _find(asking: RequestContext, request: EquivalentsRequest) -> Terminology:
    """Return equivalents from the documents under the filters."""
    index = asking.index
    terminology = index.equivalents(request.term, request.shown_in)
    equivalents = list(terminology.equivalents)
    allowed = index.store.filters.documents(request.filters)
    if allowed is not None:
        symbols = {document.symbol for document in index.documents() if document.id in allowed}
        remaining = [
            replace(
                equivalent,
                paragraphs=tuple(p for p in equivalent.paragraphs if p.symbol in symbols),
            )
            for equivalent in equivalents
        ]
        equivalents = [equivalent for equivalent in remaining if equivalent.paragraphs]
    return replace(terminology, equivalents=tuple(equivalents))


def _answer(terminology: Terminology, *_: object) -> EquivalentsAnswer:
    from search_app.citing import label

    equivalents = (
        make_record(
            EquivalentRecord,
            equivalent,
            paragraphs=tuple(
                SourceParagraphRecord(each.symbol, label(each.shown))
                for each in equivalent.paragraphs
            ),
        )
        for equivalent in terminology.equivalents
    )
    return make_record(EquivalentsAnswer, terminology, equivalents=tuple(equivalents))


EQUIVALENTS: Final = Operation(
    name="equivalents",
    request=EquivalentsRequest,
    answer=EquivalentsAnswer,
    find=_find,
    answered=_answer,
    is_empty=lambda terminology: not terminology.equivalents,
    layout=layout_of("texts", "equivalents_layout"),
    is_written=False,
    nothing=layout_of("texts", "equivalents_nothing"),
)
