"""Operation ``compare``: request and answer for two texts, paragraph by paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Final, Literal

from corpus.documents import path_text
from corpus.filters import Filters
from corpus.parameters import Parameter
from search_app.drafts import Draft
from search_app.operations.answers import OPTIONAL, JsonObject, Link, link_to, make_record
from search_app.operations.documents import check_among
from search_app.operations.question import (
    Language,
    Operation,
    Paging,
    Request,
    RequestContext,
    layout_of,
)

if TYPE_CHECKING:
    from index import analyses
    from index.store import Excerpt


@dataclass(frozen=True)
class CompareRequest(Request["CompareAnswer"]):
    """Two documents, each by its symbol or as the file of a draft."""

    old: Annotated[
        str | Draft,
        Parameter(
            name="from",
            metavar="A",
            help="The earlier document: its symbol, or its file's name.",
            is_argument=True,
            names_document=True,
        ),
    ]
    new: Annotated[
        str | Draft,
        Parameter(
            name="to",
            metavar="B",
            help="What it became: likewise.",
            is_argument=True,
            names_document=True,
        ),
    ]
    filters: Filters = field(default_factory=Filters, kw_only=True)
    shown_in: Annotated[
        Language | None,
        Parameter(name="in", metavar="LANG", help="To compare in; else what both have."),
    ] = field(default=None, kw_only=True)
    changed: Annotated[bool, Parameter(help="Only paragraphs that differ.", brief=True)] = field(
        default=False, kw_only=True
    )


@dataclass(frozen=True)
class WordChangeRecord:
    """A stretch of a paragraph: in both texts, or in one of them."""

    kind: Literal["same", "deleted", "inserted"]
    text: str


@dataclass(frozen=True)
class ParagraphPairRecord:
    """A paragraph in both texts, or in one of them.

    Texts and citations are null in the text that does not have the paragraph; a draft has no
    citations. `moved` is true where the paragraph, or the mark of a note, is at another place in
    the second text. `words` are number and text in pieces.
    """

    change: Literal["same", "changed", "added", "removed"]
    label_from: str | None
    label_to: str | None
    text_from: str | None
    text_to: str | None
    citation_from: str | None
    citation_to: str | None
    moved: bool
    words: tuple[WordChangeRecord, ...]
    link_from: str | None = field(default=None, metadata=OPTIONAL)
    link_to: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class ComparedTextRecord:
    """One of two texts that are compared."""

    symbol: str | None
    title: str | None
    date: str | None
    language: str | None
    file: str
    superseded_by: str | None


@dataclass(frozen=True)
class ComparedTextsRecord:
    """Both texts; the first is called `from`."""

    from_: ComparedTextRecord
    to: ComparedTextRecord


@dataclass(frozen=True)
class CompareAnswer:
    """A comparison of two texts, `from` and `to`, in one language and the order of the second."""

    from_: str
    to: str
    language: str | None
    documents: ComparedTextsRecord
    paragraphs: tuple[ParagraphPairRecord, ...]


def _find(asking: RequestContext, request: CompareRequest) -> analyses.Comparison:
    old, new = (
        side.read() if isinstance(side, Draft) else side for side in (request.old, request.new)
    )
    comparison = asking.index.compare(old, new, request.shown_in)
    for name, side in ((old, comparison.old), (new, comparison.new)):
        if isinstance(name, str):
            check_among(asking.index, request.filters, side.symbol, name)
    if request.changed:
        pairs = tuple(pair for pair in comparison.paragraphs if pair.has_changed)
        return replace(comparison, paragraphs=pairs)
    return comparison


def _answer(
    comparison: analyses.Comparison, request: CompareRequest, asking: RequestContext
) -> CompareAnswer:
    language = request.shown_in or "en"
    return CompareAnswer(
        comparison.old.name,
        comparison.new.name,
        comparison.new.language,
        ComparedTextsRecord(_make_side(comparison.old), _make_side(comparison.new)),
        tuple(
            _make_pair(pair, comparison, language, asking.link) for pair in comparison.paragraphs
        ),
    )


def _make_side(side: analyses.ComparedText) -> ComparedTextRecord:
    return make_record(ComparedTextRecord, side, file=path_text(side.file))


def _make_pair(
    pair: analyses.ParagraphPair, comparison: analyses.Comparison, language: str, link: Link | None
) -> ParagraphPairRecord:
    from search_app.citing import citation, passage_label

    old, new = (
        _find_excerpt(comparison.old, pair.old_place),
        _find_excerpt(comparison.new, pair.new_place),
    )
    return ParagraphPairRecord(
        change=pair.change,
        label_from=passage_label(pair.old) if pair.old else None,
        label_to=passage_label(pair.new) if pair.new else None,
        text_from=pair.old.text if pair.old else None,
        text_to=pair.new.text if pair.new else None,
        citation_from=citation(old, language) if old else None,
        citation_to=citation(new, language) if new else None,
        moved=pair.stands_elsewhere,
        words=tuple(WordChangeRecord(piece.kind, piece.text) for piece in pair.words),
        link_from=link_to(link, old),
        link_to=link_to(link, new),
    )


def _find_excerpt(side: analyses.ComparedText, place: int | None) -> Excerpt | None:
    return side.cited[place] if side.cited and place is not None else None


def _shorten(answer: JsonObject) -> JsonObject:
    language = answer["language"]
    return {
        **{name: answer[name] for name in ("from", "to", "language", "documents")},
        "paragraphs": [
            {
                "change": pair["change"],
                "moved": pair["moved"],
                "from": _shorten_side(pair, "from", language),
                "to": _shorten_side(pair, "to", language),
            }
            for pair in answer["paragraphs"]
        ],
    }


def _shorten_side(pair: JsonObject, side: str, language: str | None) -> JsonObject | None:
    """Return a paragraph of one of two texts; a draft's has no citation."""
    if pair[f"text_{side}"] is None:
        return None
    shown = {name: pair.get(f"{name}_{side}") for name in ("label", "text", "citation", "link")}
    return {name: value for name, value in shown.items() if value} | {"language": language}


def _write_docx(comparison: analyses.Comparison, language: str) -> bytes:
    from search_app.citing.export import comparison_docx

    return comparison_docx(comparison, language)


COMPARE: Final = Operation(
    name="compare",
    request=CompareRequest,
    answer=CompareAnswer,
    find=_find,
    answered=_answer,
    paging=Paging("paragraphs", brief=30, help="Maximum number of paragraphs."),
    brief=_shorten,
    papers={"docx": _write_docx},
    spoken=lambda comparison, language: comparison.new.language or language,
    layout=layout_of("texts", "compare_layout"),
    is_written=False,
)
