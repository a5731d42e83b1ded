"""Operation ``answer``: sentences of passages that together answer a question."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final

from corpus.bounds import MAX_QUERY
from corpus.filters import Filters
from corpus.parameters import Parameter
from search_app.operations.answers import OPTIONAL, Link, Note, link_to
from search_app.operations.question import (
    SHOWN_IN,
    Language,
    Operation,
    Page,
    Request,
    RequestContext,
    layout_of,
)

if TYPE_CHECKING:
    from index.answers import AnswerSentence, Disagreement, ShortAnswer
    from index.store import Excerpt


@dataclass(frozen=True)
class AnswerRequest(Request["CitedAnswer"]):
    """A question, and filters of documents."""

    question: Annotated[
        str,
        Parameter(
            help="A question or some words, in any of the six languages.",
            least=1,
            most=MAX_QUERY,
            is_argument=True,
        ),
    ]
    filters: Filters = field(default_factory=Filters, kw_only=True)
    shown_in: Annotated[Language | None, SHOWN_IN] = field(default=None, kw_only=True)


@dataclass(frozen=True)
class CitationRecord:
    """A passage that has a sentence; `link` is absent where the surface has no addresses."""

    symbol: str | None
    label: str | None
    language: str | None
    citation: str
    link: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class DisagreementRecord:
    """A sentence of another document that says otherwise.

    `differs` are the figures or words of the answer's sentence that differ, `other` those of this
    one.
    """

    text: str
    differs: tuple[str, ...]
    other: tuple[str, ...]
    citation: CitationRecord


@dataclass(frozen=True)
class SentenceRecord:
    """A sentence of an answer.

    Attributes:
        text: to the letter of its passage, unless a model wrote it.
        citations: the passages that have it.
        also: passages of other documents that say the same.
        disagreements: sentences of other documents that say otherwise.
        lead_in: quoted before `text`, an item of a list; absent where that is not sure.
    """

    text: str
    language: str | None
    citations: tuple[CitationRecord, ...]
    also: tuple[CitationRecord, ...]
    disagreements: tuple[DisagreementRecord, ...]
    lead_in: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class CitedAnswer:
    """Sentences that together answer a question, the best first.

    Attributes:
        language: of the question, or null.
        unsupported: sentences that were left out, since no passage supports them.
        writer: name of the model that wrote the sentences; null for sentences of passages.
    """

    question: str
    language: str | None
    sentences: tuple[SentenceRecord, ...]
    unsupported: int
    writer: str | None
    notes: tuple[Note, ...]


def _find(asking: RequestContext, request: AnswerRequest, page: Page) -> ShortAnswer:
    """Search as the page of hits does, and choose sentences of these."""
    del page
    from index.retrieval import PER_DOCUMENT, QUESTION_LANGUAGE

    result = asking.index.search(
        request.question,
        filters=request.filters,
        shown_in=request.shown_in or QUESTION_LANGUAGE,
        reader=asking.reader,
        per_document=PER_DOCUMENT,
        with_revisions=False,
    )
    return asking.index.answer(result, request.filters)


def _answer(answer: ShortAnswer, request: AnswerRequest, asking: RequestContext) -> CitedAnswer:
    del request
    language = answer.shown_in or "en"
    return CitedAnswer(
        answer.question,
        answer.language,
        tuple(_make_sentence(sentence, language, asking.link) for sentence in answer.sentences),
        unsupported=0,
        writer=None,
        notes=tuple(Note(note.code, note.message) for note in answer.notes),
    )


def _make_sentence(sentence: AnswerSentence, language: str, link: Link | None) -> SentenceRecord:
    from search_app.citing import cut_to_part, lead_in

    shown = sentence.shown
    return SentenceRecord(
        sentence.text,
        shown.text_language,
        (_cite(shown, language, link),),
        tuple(_cite(other, language, link) for other in sentence.also),
        tuple(_make_disagreement(other, language, link) for other in sentence.disagreements),
        lead_in(cut_to_part(shown, sentence.text)) or None,
    )


def _make_disagreement(
    disagreement: Disagreement, language: str, link: Link | None
) -> DisagreementRecord:
    return DisagreementRecord(
        disagreement.text,
        disagreement.own,
        disagreement.other,
        _cite(disagreement.shown, language, link),
    )


def _cite(shown: Excerpt, language: str, link: Link | None) -> CitationRecord:
    from search_app.citing import citation, label

    return CitationRecord(
        shown.symbol, label(shown), shown.language, citation(shown, language), link_to(link, shown)
    )


ANSWER: Final = Operation(
    name="answer",
    request=AnswerRequest,
    answer=CitedAnswer,
    find=_find,
    answered=_answer,
    layout=layout_of("answer", "answer_layout"),
    table=layout_of("answer", "answer_table"),
    spoken=lambda answer, language: answer.shown_in or language,
    is_empty=lambda answer: not answer.sentences,
    brief_help="Each sentence is to the letter of the passage that it cites. Nothing is "
    "summarised: no sentence means that no passage surely answers.",
    waiting="Loading the model and searching",
    needs_model=True,
)
