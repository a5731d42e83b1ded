"""Layout of an answer's sentences with their citations, and as a table of values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.documents import LeadIn
from search_app.citing import (
    Layout,
    LayoutCell,
    LayoutSection,
    LayoutTable,
    citation,
    cut_to_part,
    language_name,
    lead_in,
    paragraph,
    quote_passage,
    words,
)
from search_app.localise import Locale
from search_app.operations.layouts.cells import citation_links

if TYPE_CHECKING:
    from index.answers import AnswerSentence, Disagreement
    from index.store import Excerpt
    from search_app.operations.answering.answer import AnswerRequest
    from search_app.operations.answering.writing import ComposedAnswer, WriterReport


def answer_layout(answer: ComposedAnswer, language: str) -> Layout:
    """Lay out an answer: each sentence, with its citation and its agreement below it.

    Above them is a line where they may not answer. Below the sentences of a writer is a line that
    says which model wrote them, and when.
    """
    if answer.writing:
        lines = _lay_out_writing(answer.writing, language)
    else:
        leads = list_lead_ins(answer.sentences)
        lines = tuple(
            _lay_out_sentence(sentence, lead, language)
            for sentence, lead in zip(answer.sentences, leads, strict=True)
        )
    note = _describe_doubt(answer, language)
    if not lines:
        note = Locale(language).text("search.note.no-answer")
    if note:
        lines = (LayoutCell(note), *lines)
    return Layout(answer.question, (LayoutSection(lines=lines),))


def answer_nothing(answer: ComposedAnswer, request: AnswerRequest, language: str) -> str:
    """Return the sentence that no passage surely answers a question."""
    del answer, request
    return Locale(language).text("answer.nothing")


def _describe_doubt(answer: ComposedAnswer, language: str) -> str:
    """Return the sentence that an answer may be none; empty where it is sure."""
    return Locale(language).text("search.note.unsure-answer") if answer.is_unsure else ""


def answer_table(answer: ComposedAnswer, language: str) -> Layout:
    """Lay out an answer as values: a row for each sentence."""
    say, locale = words(language).export, Locale(language)
    columns = (
        *(say[name] for name in ("text", "language", "symbol", "place", "date", "citation")),
        *(locale.text(f"answer.{name}") for name in ("agrees", "differs")),
        say["remark"],
    )
    remark = _describe_doubt(answer, language)
    rows = _list_writing(answer.writing, remark, language) if answer.writing else []
    for sentence in () if rows else answer.sentences:
        shown = sentence.shown
        values = (
            quote_passage(quote_sentence(sentence), " "),
            language_name(shown.text_language, language),
            shown.symbol,
            paragraph(shown, language),
            shown.date,
            citation(shown, language),
            list_agreeing(sentence, language),
            "; ".join(describe_disagreement(other, language) for other in sentence.disagreements),
            remark,
        )
        rows.append(tuple(LayoutCell(value or "") for value in values))
    table = LayoutTable(columns, (1.0,) * len(columns), tuple(rows))
    return Layout(answer.question, (LayoutSection(table=table),), is_wide=True)


def _list_writing(
    writing: WriterReport, remark: str, language: str
) -> list[tuple[LayoutCell, ...]]:
    """Return the values of a writer's sentences; those of several sources follow one another."""
    rows = []
    for sentence in writing.sentences:
        sources = sentence.sources
        columns = (
            [shown.symbol for shown in sources],
            [paragraph(shown, language) for shown in sources],
            [shown.date for shown in sources],
            [citation(shown, language) for shown in sources],
        )
        joined = ("; ".join(dict.fromkeys(filter(None, column))) for column in columns)
        own = sentence.text, language_name(writing.language, language)
        values = (*own, *joined, "", "", remark)
        rows.append(tuple(LayoutCell(value or "") for value in values))
    return rows


def _lay_out_writing(writing: WriterReport, language: str) -> tuple[LayoutCell, ...]:
    locale = Locale(language)
    sentences = (
        LayoutCell(
            sentence.text,
            writing.language,
            below="\n".join(citation(shown, language) for shown in sentence.sources),
            links=citation_links(sentence.sources, language),
        )
        for sentence in writing.sentences
    )
    day = locale.date(writing.time.partition("T")[0])
    return (*sentences, LayoutCell(locale.text("writer.by", model=writing.model, date=day)))


def quote_sentence(sentence: AnswerSentence) -> Excerpt:
    """Return a sentence's passage, cut to it and to the sentence that its first words refer to."""
    quoted = cut_to_part(sentence.shown, sentence.text)
    if not sentence.antecedent:
        return quoted
    return replace(quoted, lead_ins=(LeadIn(None, sentence.antecedent, is_next=True),))


def list_lead_ins(sentences: Sequence[AnswerSentence]) -> list[str]:
    """Return what leads into each sentence of an answer, once for items of one list in a row.

    A sentence that follows the one to which it refers needs nothing.
    """
    leads = [
        ""
        if sentence.antecedent and before and before.text.endswith(sentence.antecedent)
        else lead_in(quote_sentence(sentence))
        for before, sentence in zip((None, *sentences), sentences, strict=False)
    ]
    lists = [
        (
            sentence.shown.symbol,
            sentence.antecedent,
            *(lead.text for lead in sentence.shown.lead_ins),
        )
        for sentence in sentences
    ]
    return [
        "" if place and leads[place - 1] and own == lists[place - 1] else lead
        for place, (lead, own) in enumerate(zip(leads, lists, strict=True))
    ]


def list_agreeing(sentence: AnswerSentence, language: str) -> str:
    """Return the citations of the other documents that say the same."""
    cited = (citation(shown, language) for shown in sentence.also)
    return words(language).between_documents.join(cited)


def describe_disagreement(disagreement: Disagreement, language: str) -> str:
    """Return the citation of a sentence that says otherwise, with what differs."""
    locale, cited = Locale(language), citation(disagreement.shown, language)
    change = describe_change(disagreement, language)
    return locale.add_label(cited, change) if change else cited


def describe_change(disagreement: Disagreement, language: str) -> str:
    """Return the figures or words that differ; empty where only one sentence has any."""
    locale = Locale(language)
    if not (disagreement.own and disagreement.other):
        return ""
    return locale.text(
        "answer.change",
        own=locale.join_names(disagreement.own),
        other=locale.join_names(disagreement.other),
    )


def _lay_out_sentence(sentence: AnswerSentence, lead: str, language: str) -> LayoutCell:
    locale, shown = Locale(language), sentence.shown
    agreeing = list_agreeing(sentence, language)
    quoted = quote_sentence(sentence)
    below = [
        citation(shown, language),
        locale.add_label(locale.text("answer.agrees"), agreeing) if agreeing else "",
        *(
            locale.add_label(locale.text("answer.differs"), describe_disagreement(other, language))
            for other in sentence.disagreements
        ),
    ]
    passages = (
        shown,
        *sentence.also,
        *(disagreement.shown for disagreement in sentence.disagreements),
    )
    return LayoutCell(
        # What leads into an item is above the first one of its list.
        quote_passage(
            quoted if lead else replace(quoted, lead_ins=()), " " if sentence.antecedent else "\n"
        ),
        shown.text_language,
        below="\n".join(filter(None, below)),
        links=citation_links(passages, language),
        quoted=quoted,
    )
