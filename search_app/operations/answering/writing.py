"""An answer that a writer writes from what a search finds; each sentence is checked.

Sentences that their passages do not support are counted. Where none is left, or the writer fails,
the sentences of the passages themselves stay.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from corpus.filters import Filters
from index import Index
from index.answers import UNSURE, ShortAnswer
from index.retrieval import PER_DOCUMENT, Result
from index.store import Excerpt
from search_app.citing import lead_in
from search_app.operations.answers import make_record
from search_app.writers import PASSAGES, WriterError, WriterSettings, write_answer


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a writer, with the passages that it cites, and whether they support it."""

    text: str
    sources: tuple[Excerpt, ...]
    is_supported: bool


@dataclass(frozen=True, slots=True)
class WriterReport:
    """Outcome of a writer that was asked.

    Attributes:
        language: of the sentences.
        time: of the answer's end, ISO 8601.
        sentences: those that their passages support.
        unsupported: number of the others.
        failure: why there is no more of the answer; None where it is whole.
    """

    model: str
    language: str
    time: str
    sentences: tuple[CheckedSentence, ...]
    unsupported: int
    failure: WriterError | None


@dataclass(frozen=True, slots=True)
class ComposedAnswer(ShortAnswer):
    """A short answer with the report of a writer, whose sentences take the place of quoted ones.

    The report is None where no writer is set.
    """

    report: WriterReport | None = None

    @property
    def writing(self) -> WriterReport | None:
        """The report where it has sentences, which are shown; else quoted ones are."""
        return self.report if self.report and self.report.sentences else None


def compose_answer(index: Index, short: ShortAnswer, filters: Filters, code: str) -> ComposedAnswer:
    """Return a short answer, written anew in the language ``code`` where there is a writer."""
    report = _report(index, short.question, filters, code)
    answer = make_record(ComposedAnswer, short, report=report)
    if answer.writing and not short.sentences:
        # A writer may find words where no sentence of the passages surely answers.
        notes = (note for note in short.notes if note.code != "no-answer")
        return replace(answer, notes=(*notes, UNSURE))
    return answer


def _report(index: Index, question: str, filters: Filters, code: str) -> WriterReport | None:
    sentences: list[CheckedSentence] = []
    failure: WriterError | None = None
    model = ""
    try:
        settings = WriterSettings.from_environment()
        if settings is None:
            return None
        model = settings.model
        sentences.extend(write_checked(index, settings, question, filters, code))
    except WriterError as error:
        failure = error
    supported = tuple(sentence for sentence in sentences if sentence.is_supported)
    time = datetime.now(UTC).isoformat(timespec="seconds")
    return WriterReport(model, code, time, supported, len(sentences) - len(supported), failure)


def write_checked(
    index: Index, settings: WriterSettings, query: str, filters: Filters, language: str
) -> Generator[CheckedSentence, None, None]:
    """Yield the sentences of a written answer as they come, each checked by its passages.

    The writer gets what readers of the class ``settings.limit`` find, and no more than this reader
    may see. Close the iterator where the rest is not needed. Raises ``WriterError`` where the
    writer fails, and ``QueryError`` as the search does.
    """
    seen = index.view_for(settings.limit)
    result = seen.search(
        query,
        k=PASSAGES,
        filters=filters,
        shown_in=language,
        reader=language,
        per_document=PER_DOCUMENT,
    )
    passages = _choose_passages(result)
    if passages and not settings.is_local:
        documents = sorted({passage.symbol or passage.file_name for passage in passages})
        seen.note("export", what="writer", to=settings.host, documents=documents)
    texts = [" ".join(filter(None, (lead_in(each), each.passage.text))) for each in passages]
    with closing(write_answer(settings, query, texts, language)) as sentences:
        for sentence in sentences:
            numbers = [number for number in sentence.numbers if 0 < number <= len(passages)]
            sources = tuple(passages[number - 1] for number in numbers)
            is_cited = bool(sources) and len(sources) == len(sentence.numbers)
            check = seen.check_sentence(sentence.text, language, sources)
            yield CheckedSentence(sentence.text, sources, is_cited and check.is_supported)


def _choose_passages(result: Result) -> Sequence[Excerpt]:
    last = result.answering
    return [hit.shown for hit in result.hits if last is None or hit.rank <= last]
