"""Operation ``answer``: sentences of passages that together answer a question."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final

from corpus.bounds import MAX_QUERY
from corpus.parameters import Parameter
from search_app.operations.answers import OPTIONAL, CitedIn, Link, Note, cite_passage
from search_app.operations.question import FilteredRequest, Operation, RequestContext, layout_of

if TYPE_CHECKING:
    from index.answers import AnswerSentence, Disagreement
    from index.store import Excerpt
    from search_app.operations.answering.writing import ComposedAnswer, WriterReport
    from search_app.writers import WriterError


@dataclass(frozen=True)
class AnswerRequest(FilteredRequest["CitedAnswer"]):
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


@dataclass(frozen=True)
class CitationRecord(CitedIn):
    """A passage that has a sentence; `link` is absent where the surface has no addresses."""


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
        lead_in: quoted before `text`, an item of a list, or a sentence whose first words refer to
            the one before; absent where that is not sure.
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
        notes: `unsure-answer` says that the sentences may not answer.
        written_at: when it wrote them, ISO 8601; absent for sentences of passages.
    """

    question: str
    language: str | None
    sentences: tuple[SentenceRecord, ...]
    unsupported: int
    writer: str | None
    notes: tuple[Note, ...]
    written_at: str | None = field(default=None, metadata=OPTIONAL)


def _find(asking: RequestContext, request: AnswerRequest) -> ComposedAnswer:
    """Search as the page of hits does, and choose sentences of these, or let a writer write."""
    from index.retrieval import PER_DOCUMENT, QUESTION_LANGUAGE
    from search_app.operations.answering.writing import compose_answer

    result = asking.index.search(
        request.question,
        filters=request.filters,
        shown_in=request.shown_in or QUESTION_LANGUAGE,
        reader=asking.reader,
        per_document=PER_DOCUMENT,
        with_revisions=False,
    )
    short = asking.index.answer(result, request.filters)
    code = request.shown_in or short.shown_in or asking.reader or "en"
    return compose_answer(asking.index, short, request.filters, code)


def _answer(answer: ComposedAnswer, _: AnswerRequest, asking: RequestContext) -> CitedAnswer:
    language, report, writing = answer.shown_in or "en", answer.report, answer.writing
    notes = [Note(note.code, note.message) for note in answer.notes]
    if report and report.failure:
        notes.append(_describe_failure(report.failure, asking.language))
    return CitedAnswer(
        answer.question,
        answer.language,
        _cite_writing(writing, language, asking.link)
        if writing
        else tuple(_make_sentence(each, language, asking.link) for each in answer.sentences),
        unsupported=report.unsupported if report else 0,
        writer=writing.model if writing else None,
        notes=tuple(notes),
        written_at=writing.time if writing else None,
    )


def _describe_failure(failure: WriterError, language: str) -> Note:
    from search_app.localise import Locale

    reason = failure.reason
    return Note(f"writer-{reason}", Locale(language).text(f"writer.failed.{reason}"))


def _has_no_writer() -> bool:
    """Whether answers are sentences of passages alone, which change with the index only."""
    from search_app.operations.status import describe_writer

    return describe_writer() is None


def _cite_writing(
    writing: WriterReport, language: str, link: Link | None
) -> tuple[SentenceRecord, ...]:
    return tuple(
        SentenceRecord(
            sentence.text,
            writing.language,
            tuple(_cite(source, language, link) for source in sentence.sources),
            (),
            (),
        )
        for sentence in writing.sentences
    )


def _warn(answer: ComposedAnswer) -> tuple[str, ...]:
    """Return what a reader has to know of the writer: why it failed, and what is left out.

    The message about a setting follows, for whoever runs the command.
    """
    from search_app.localise import Locale

    locale, report = Locale(answer.shown_in or "en"), answer.report
    if report is None:
        return ()
    left_out = locale.plural("writer.left_out", report.unsupported) if report.unsupported else ""
    failure = locale.text(f"writer.failed.{report.failure.reason}") if report.failure else ""
    cause = report.failure
    detail = cause.message if cause and cause.is_of_settings else ""
    return tuple(filter(None, (left_out, failure, detail)))


def _make_sentence(sentence: AnswerSentence, language: str, link: Link | None) -> SentenceRecord:
    from search_app.citing import lead_in
    from search_app.operations.layouts import quote_sentence

    shown = sentence.shown
    return SentenceRecord(
        sentence.text,
        shown.text_language,
        (_cite(shown, language, link),),
        tuple(_cite(other, language, link) for other in sentence.also),
        tuple(_make_disagreement(other, language, link) for other in sentence.disagreements),
        lead_in(quote_sentence(sentence)) or None,
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
    return cite_passage(CitationRecord, shown, language, link)


ANSWER: Final = Operation(
    name="answer",
    request=AnswerRequest,
    answer=CitedAnswer,
    find=_find,
    answered=_answer,
    layout=layout_of("answer", "answer_layout"),
    nothing=layout_of("answer", "answer_nothing"),
    table=layout_of("answer", "answer_table"),
    spoken=lambda answer, language: answer.shown_in or language,
    is_empty=lambda answer: not (answer.writing or answer.sentences),
    warnings=_warn,
    is_repeatable=_has_no_writer,
    brief_help="Each sentence is to the letter of the passage that it cites, unless `writer` names "
    "the model that wrote it. No sentence means that no passage surely answers, and the note "
    "`unsure-answer` that the sentences may not answer.",
    waiting="Loading the model and searching",
    needs_model=True,
)
