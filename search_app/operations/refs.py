"""Operation ``refs``: a list of the references in a text or a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from corpus import documents
from corpus.parameters import Parameter
from search_app import drafts
from search_app.drafts import Draft
from search_app.operations.answers import make_record
from search_app.operations.question import Operation, Request, RequestContext, layout_of


@dataclass(frozen=True)
class RefsRequest(Request["RefsAnswer"]):
    """A text or a file."""

    draft: Annotated[Draft, Parameter(help="A text or a file.", is_argument=True)]


@dataclass(frozen=True)
class MentionRecord:
    """A reference as a text has it; `passage` counts the paragraphs from 0."""

    canonical: str
    kind: str
    body: str | None
    number: str | None
    edition: str | None
    passage: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class RefsAnswer:
    """The references of a text, in its order."""

    mentions: tuple[MentionRecord, ...]


Found = Sequence[Sequence[documents.Mention]]
"""The references of each paragraph."""


def mentions_of(paragraphs: Found) -> tuple[MentionRecord, ...]:
    """Return references with the numbers of their paragraphs."""
    return tuple(
        make_record(MentionRecord, mention, passage=position)
        for position, line in enumerate(paragraphs)
        for mention in line
    )


def _find(_: RequestContext, request: RefsRequest) -> Found:
    """Return the references of each line of a text, or of each passage of a file."""
    from corpus.extract import references

    draft = request.draft
    if draft.text is None:
        return [passage.mentions for passage in draft.read().passages]
    drafts.check_length(draft.text)
    lines = [line for line in draft.text.splitlines() if line.strip()]
    paragraphs = [documents.Passage("paragraph", line) for line in lines]
    by_document = references.find_in_document(paragraphs, references.DocumentFrame(None, ""))
    # A line that is a resolution of nobody known and nothing else, as it is looked up.
    return [
        _open(references.find(line), mentions)
        or tuple(mention for mention in references.find_in_lookup(line) if mention.body is None)
        for line, mentions in zip(lines, by_document, strict=True)
    ]


def _open(
    alone: Sequence[documents.Mention], in_text: Sequence[documents.Mention]
) -> tuple[documents.Mention, ...]:
    """Return the references of a line; the whole text may not say whose a bare number is."""
    without_body = {mention.start: mention for mention in in_text if mention.body is None}
    return tuple(without_body.get(mention.start, mention) for mention in alone)


def _answer(paragraphs: Found, *_: object) -> RefsAnswer:
    return RefsAnswer(mentions_of(paragraphs))


REFS: Final = Operation(
    name="refs",
    request=RefsRequest,
    answer=RefsAnswer,
    find=_find,
    answered=_answer,
    waiting="Reading the references",
    needs_index=False,
    layout=layout_of("texts", "refs_layout"),
    is_written=False,
)
