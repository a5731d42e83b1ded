"""Operation ``questions``: the best passages for each question of a list."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Final

from corpus.errors import QueryError
from corpus.parameters import Parameter
from search_app.drafts import Draft
from search_app.operations.answers import Note, make_record
from search_app.operations.lists.question_list import ListedLine, read_questions
from search_app.operations.question import Operation, Page, RequestContext, layout_of
from search_app.operations.search import (
    ORIGINAL,
    SEARCH,
    HitRecord,
    SearchRequest,
    SearchSettings,
    hit_of,
)

if TYPE_CHECKING:
    from index.retrieval import Hit, Result


@dataclass(frozen=True)
class QuestionsRequest(SearchSettings["QuestionsAnswer"]):
    """A list of questions or terms, with what holds for each of them."""

    questions: Annotated[
        Draft, Parameter(help="A CSV or text file, one question or term a line.", is_argument=True)
    ]
    k: Annotated[
        int, Parameter(help="Maximum number of hits of a question.", least=1, most=100)
    ] = field(default=3, kw_only=True)


@dataclass(frozen=True)
class QuestionRecord:
    """A question of a list, with the passages that answer it, which may be none.

    `line` is that of the file, from 1.
    """

    line: int
    query: str
    language: str | None
    hits: tuple[HitRecord, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class SkippedRecord:
    """A line that is no question, with the reason; `text` is its beginning."""

    line: int
    text: str
    code: str
    message: str


@dataclass(frozen=True)
class QuestionsAnswer:
    """Answer to a list of questions, in its order.

    `column` is the heading of the questions, or null. `skipped` lines were not searched for.
    """

    questions: tuple[QuestionRecord, ...]
    skipped: tuple[SkippedRecord, ...]
    column: str | None


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """A question of a list with the result of its search."""

    line: int
    result: Result

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The hits that answer, best first."""
        last = self.result.answering
        return tuple(hit for hit in self.result.hits if last is None or hit.rank <= last)


@dataclass(frozen=True, slots=True)
class SkippedLine:
    """A line of a list that cannot be searched for, with the error that says why."""

    line: int
    text: str
    error: QueryError


@dataclass(frozen=True, slots=True)
class QuestionResults:
    """Results of a list of questions; ``language`` is that of its sentences."""

    results: tuple[QuestionResult, ...]
    skipped: tuple[SkippedLine, ...]
    column: str | None
    language: str


_SHOWN: Final = 80
"""Characters that a line's text is cut to where it is named."""


def _find(asking: RequestContext, request: QuestionsRequest) -> QuestionResults:
    listed = read_questions(request.questions)
    asking.index.store.filters.check(request.filters)
    results: list[QuestionResult] = []
    skipped: list[SkippedLine] = []
    for each in listed.lines:
        try:
            results.append(QuestionResult(each.line, _search(asking, request, each)))
        except QueryError as error:
            text = each.text if len(each.text) <= _SHOWN else f"{each.text[: _SHOWN - 1]}…"
            skipped.append(SkippedLine(each.line, text, error))
        if asking.progress:
            asking.progress("queries", 1, len(listed.lines))
    return QuestionResults(tuple(results), tuple(skipped), listed.column, asking.language)


def _search(asking: RequestContext, request: QuestionsRequest, each: ListedLine) -> Result:
    own = make_record(SearchRequest, request, query=each.text)
    result: Result = SEARCH.find(replace(asking, page=Page(request.k)), own)
    return result


def _answer(
    found: QuestionResults, request: QuestionsRequest, asking: RequestContext
) -> QuestionsAnswer:
    shown_in = None if request.shown_in == ORIGINAL else request.shown_in
    return QuestionsAnswer(
        tuple(
            QuestionRecord(
                each.line,
                each.result.query,
                each.result.language,
                tuple(
                    hit_of(hit, shown_in or each.result.shown_in or "en", asking.link)
                    for hit in each.hits
                ),
                tuple(Note(note.code, note.message) for note in each.result.notes),
            )
            for each in found.results
        ),
        tuple(
            SkippedRecord(each.line, each.text, each.error.reason, each.error.message)
            for each in found.skipped
        ),
        found.column,
    )


def _warn(found: QuestionResults) -> tuple[str, ...]:
    """Return a sentence on each line that was not searched for."""
    describe = layout_of("passages", "describe_skipped")
    return tuple(describe(each, found.language) for each in found.skipped)


QUESTIONS: Final = Operation(
    name="questions",
    request=QuestionsRequest,
    answer=QuestionsAnswer,
    find=_find,
    answered=_answer,
    layout=layout_of("passages", "questions_layout"),
    table=layout_of("passages", "questions_table"),
    warnings=_warn,
    has_progress=True,
    needs_model=True,
)
