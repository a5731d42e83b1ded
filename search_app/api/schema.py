"""What is in an answer? The contract's JSON as types, for its description and for the client."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Final, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from search_app.api.holdings import DocumentCard
from search_app.operations import (
    CompareAnswer,
    DossierAnswer,
    MandatesAnswer,
    Note,
    PositionsAnswer,
    name_in_json,
)

Language = Literal["ar", "en", "es", "fr", "ru", "zh"]
"""ISO 639-1 codes of the six."""

ORIGINAL: Final = "original"
"""What a hit is shown in as it was found."""

LanguageOrOriginal = Literal["ar", "en", "es", "fr", "ru", "zh", "original"]

Mode = Literal["hybrid", "dense", "lexical"]

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """A passage as it was found and as it is shown.

    Attributes:
        rank: from 1.
        score: 0 to 1.
        symbol: of its document; null where it has none.
        title: of the document.
        language: of the passage as it was found.
        label: its number as it is cited (`2.2 a)`).
        heading: the headings above it, as one line.
        page: counted from 1; null where the file has no pages.
        text: exactly what is cited.
        shown_language: of `shown_text`.
        shown_text: the same passage in the language that was asked for, where it is there; of a
            search the language of the question, where no other was.
        citation: of `shown_text`, ready to paste, as the language of `in` writes it; else English.
        versions: the languages of the document.
        file: name of the file that `shown_text` was read from.
        superseded_by: symbol of the newest revision; absent where it is not superseded.
        lead_in: what is quoted before `shown_text`, an item of a list: the sentence that leads
            into it, and `[…]` for what is left out; absent where there is none, or it is not sure.
    """

    rank: int
    score: float
    symbol: str | None
    title: str | None
    language: str | None
    label: str | None
    heading: str | None
    page: int | None
    text: str
    shown_language: str | None
    shown_text: str
    citation: str
    versions: tuple[str | None, ...]
    file: str
    superseded_by: str | None = None
    lead_in: str | None = None


@dataclass(frozen=True, kw_only=True)
class Hit(Quoted):
    """One answer to a question.

    Attributes:
        more_here: further passages of its document that answer, left out for others.
        rows: other rows of the same table that answer.
        also_in: symbols of superseded documents that say the same; absent where there are none.
    """

    more_here: int
    rows: tuple[str, ...]
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figures:
    """Numbers and dates that only one of two texts has, as they are written there."""

    draft: tuple[str, ...]
    earlier: tuple[str, ...]


@dataclass(frozen=True)
class Editions:
    """A resolution or decision that two texts cite in two editions: canonical forms."""

    draft: str
    earlier: str


@dataclass(frozen=True, kw_only=True)
class Precedent(Quoted):
    """An earlier passage that says the same as a paragraph of a draft.

    Attributes:
        date: of its document, ISO 8601.
        meeting: of its document.
        meeting_days: its first and last day, ISO 8601.
        source: who submitted it.
        share: of the paragraph's words that stand there, 0 to 1; null where the document has no
            version in the paragraph's language.
        compared_language: of the version whose words were compared; null likewise.
        reuse: whether the paragraph was taken over, and how: ``verbatim`` where no word differs,
            ``changed`` where most was taken over; ``translated`` is probable.
        standing: the same, and of what was not taken over whether it has a good part of the words
            (``partly``) or is near in meaning (``near``).
        references: what both cite.
        figures: numbers and dates that differ where nearly the same is said.
        negations: words that deny, of which the other has none in their place.
        editions: of what both cite, but not in the same edition.
    """

    date: str | None
    meeting: str | None
    meeting_days: str | None
    source: str | None
    share: float | None
    compared_language: str | None
    reuse: Literal["verbatim", "changed", "translated"] | None
    standing: Literal["verbatim", "changed", "translated", "partly", "near"]
    references: tuple[str, ...]
    figures: Figures
    negations: Figures
    editions: tuple[Editions, ...]


@dataclass(frozen=True)
class Totals:
    """How much could be found under the filters."""

    passages: int
    documents: int


@dataclass(frozen=True)
class SearchAnswer:
    """What `search` answers.

    Attributes:
        query: as it was asked.
        language: in which it seems to be asked; null where it cannot be told.
        took_ms: milliseconds that the search took.
        hits: best first.
        suggestions: near forms of a reference in the question that the index does not have.
        notes: on how the question was taken.
        has_more: whether there are hits behind these.
        totals: how much could be found.
    """

    query: str
    language: str | None
    took_ms: float
    hits: tuple[Hit, ...]
    suggestions: tuple[str, ...]
    notes: tuple[Note, ...]
    has_more: bool
    totals: Totals


@dataclass(frozen=True)
class DraftParagraph:
    """A paragraph of a draft with its precedents, the most telling first.

    Attributes:
        compared: whether it has words enough to be compared.
    """

    kind: str
    label: str | None
    heading: str | None
    page: int | None
    language: str | None
    text: str
    compared: bool
    hits: tuple[Precedent, ...]


@dataclass(frozen=True)
class PrecedentsAnswer:
    """What `precedents` answers.

    Attributes:
        file: name of the draft.
        language: that it is written in.
        symbol: that it bears.
        paragraphs: in reading order, without headings.
        notes: on what of the index the draft was not compared with: the document that it says it
            is (`itself`), and documents with a later date than the draft's (`later`).
        all_paragraphs: of the draft, of which the first are compared where it is long.
    """

    file: str
    language: str | None
    symbol: str | None
    paragraphs: tuple[DraftParagraph, ...]
    notes: tuple[Note, ...]
    all_paragraphs: int


@dataclass(frozen=True)
class Mentioning:
    """A paragraph that mentions the reference; `canonical` are the forms in which it does."""

    symbol: str | None
    label: str | None
    language: str | None
    page: int | None
    text: str
    heading: str | None
    citation: str
    canonical: tuple[str, ...]
    file: str
    lead_in: str | None = None


@dataclass(frozen=True)
class Edition:
    """One edition of a resolution, as the documents cite it."""

    edition: str | None
    canonical: str
    paragraphs: int
    documents: tuple[str, ...]


@dataclass(frozen=True)
class LookupAnswer:
    """What `lookup` answers.

    Attributes:
        canonical: the reference in its one form.
        kind: document, resolution, decision, recommendation, action-line or sdg.
        document: its card; null where the index does not have it.
        mentions: one a paragraph.
        editions: of a resolution, in order of year.
        see_also: what is mixed up with it, what other bodies have under a number that does not say
            whose it is, and revisions and addenda.
        suggestions: near forms.
        paragraphs: the numbers of the paragraphs that were asked for; mentions that name one of
            them stand first.
    """

    canonical: str | None
    kind: str | None
    document: DocumentCard | None
    mentions: tuple[Mentioning, ...]
    editions: tuple[Edition, ...]
    see_also: tuple[str, ...]
    suggestions: tuple[str, ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Mention:
    """A reference as it stands in a text; `passage` counts the paragraphs from 0."""

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
    """What `refs` answers."""

    mentions: tuple[Mention, ...]


@dataclass(frozen=True)
class Taught:
    """A paragraph that taught an equivalent; `label` is its number as it is cited."""

    symbol: str | None
    label: str | None


@dataclass(frozen=True)
class Equivalent:
    """What a term is in a language; `weight` says how sure, 0 to 1."""

    language: str
    term: str
    weight: float
    paragraphs: tuple[Taught, ...]


@dataclass(frozen=True)
class EquivalentsAnswer:
    """What `equivalents` answers."""

    term: str
    language: str
    equivalents: tuple[Equivalent, ...]
    suggestions: tuple[str, ...]


@dataclass(frozen=True)
class Wrong:
    """A part of a request that is wrong: where it stands, its name, and what it has to be."""

    place: str
    name: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why there is no answer (RFC 9457).

    Attributes:
        type: a name of the kind of problem.
        title: of the status.
        status: of the answer.
        detail: what happened and what to do.
        code: the last part of `type`.
        errors: what is wrong with the request, part by part.
        suggestions: near forms, where a reference was not found.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: tuple[Wrong, ...] = ()
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A part of a list.

    Attributes:
        total: how many there are without paging.
        has_more: whether there are some behind these.
    """

    total: int
    has_more: bool


@dataclass(frozen=True)
class ComparePart(Part, CompareAnswer):
    """A part of a comparison, in the order of the second text; `total` counts paragraphs."""


@dataclass(frozen=True)
class PositionsPart(Part, PositionsAnswer):
    """A part of the positions on a topic; those that name the topic come first."""


@dataclass(frozen=True)
class MandatesPart(Part, MandatesAnswer):
    """A part of the mandates, the newest meeting first."""


@dataclass(frozen=True)
class DossierPart(Part, DossierAnswer):
    """A part of a dossier, in the order of the agenda; `total` counts items.

    `meeting_days` are the first and the last, ISO 8601; null where they are not known.
    """


def from_json(kind: type[T], value: Any) -> T:
    """Make a value of one of these types of its JSON; what the type does not know is left out.

    Raises:
        TypeError: something that it needs is missing.
    """
    made: T = _made(kind, value)
    return made


def _made(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        given = {field.name: name_in_json(field.name) for field in fields(kind)}
        return kind(
            **{
                name: _made(hints[name], value[known])
                for name, known in given.items()
                if known in value
            }
        )
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _made(next(one for one in get_args(kind) if one is not type(None)), value)
    if origin is tuple:
        return tuple(_made(get_args(kind)[0], one) for one in value)
    return value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
