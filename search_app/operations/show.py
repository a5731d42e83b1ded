"""Operations ``show`` (a document, or a paragraph) and ``passages`` (a part of a version)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Final

from corpus import settings
from corpus.cards import VersionCard
from corpus.filters import Filters
from corpus.languages import check_language
from corpus.parameters import Parameter
from search_app.operations.answers import OPTIONAL, Note, Values, cite_passage, make_record
from search_app.operations.documents import DocumentFacts, check_among, facts_of
from search_app.operations.question import (
    Language,
    Operation,
    Paging,
    Request,
    RequestContext,
    layout_of,
)

if TYPE_CHECKING:
    from index.lookup import Card
    from index.store import Excerpt, PassageTranslation
    from search_app.operations.answering.translating import TranslatedCard
    from search_app.writers import WriterError

_LABEL: Final = Parameter(help="Of one of its paragraphs: 2.1 a). Else all are shown.")
_VERSION: Final = Parameter(
    name="in", metavar="LANG", help="The version in this language, where it is there."
)
_LAYOUT: Final = layout_of("references", "show_layout")
_TRANSLATE: Final = Parameter(
    metavar="LANG",
    help="Translate passages that have no version in this language by machine. What is stored is "
    "not asked again.",
)


@dataclass(frozen=True)
class ShowRequest(Request["ShowAnswer"]):
    """A document, or a paragraph with its document."""

    symbol: Annotated[
        str,
        Parameter(
            metavar="SYMBOL[#LABEL]",
            help="CWG-WSIS&SDG-39/2, or a file name; a paragraph: CWG-WSIS&SDG-39/2#2.1.",
            is_argument=True,
            names_document=True,
        ),
    ]
    label: Annotated[str | None, _LABEL] = None
    filters: Filters = field(default_factory=Filters, kw_only=True)
    shown_in: Annotated[Language | None, _VERSION] = field(default=None, kw_only=True)
    translate: Annotated[Language | None, _TRANSLATE] = field(default=None, kw_only=True)


@dataclass(frozen=True)
class PassageRecord:
    """A passage of a document; `lead_in` is what is quoted before an item of a list."""

    kind: str
    label: str | None
    heading: str | None
    page: int | None
    language: str | None
    text: str
    citation: str
    lead_in: str | None = field(default=None, metadata=OPTIONAL)
    link: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class TranslationRecord:
    """A machine translation of a passage, which is no official text.

    Attributes:
        by: name of the translator.
        kept: whether it was stored before, so that nothing was sent.
        differs: numbers, dates, symbols and references that only one of the two texts has.
            Terms that are translated otherwise in the archive, as `term = translation`.
    """

    language: str
    text: str
    by: str
    kept: bool
    differs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ShownPassageRecord(PassageRecord):
    """A passage with its translation; null where none is requested, needed or possible."""

    translation: TranslationRecord | None = None


@dataclass(frozen=True, kw_only=True)
class ShowAnswer(DocumentFacts):
    """A document, or one of its paragraphs.

    `superseded_by` is the symbol of the newest revision, if any; `language` is that of `passages`.
    `notes` say why passages lack a translation.
    """

    superseded_by: str | None = field(default=None, metadata=OPTIONAL)
    language: str | None
    versions: tuple[VersionCard, ...]
    passages: tuple[ShownPassageRecord, ...]
    notes: tuple[Note, ...] | None = field(default=None, metadata=OPTIONAL)


def _find_translated(asking: RequestContext, request: ShowRequest) -> TranslatedCard:
    """Find a document; to be translated, it is shown in that language where it has a version."""
    from search_app.operations.answering.translating import plan_translation

    card, target = _find(asking, request), request.translate
    if target:
        check_language(target)
    has_version = any(version.language == target for version in card.versions)
    if target and has_version and not request.shown_in:
        card = _find(asking, replace(request, shown_in=target))
    return plan_translation(card, target)


def _translate(asking: RequestContext, card: TranslatedCard) -> TranslatedCard:
    from search_app.operations.answering.translating import translate_card

    return translate_card(asking, card)


def _find(asking: RequestContext, request: ShowRequest | PassagesRequest) -> Card:
    card = asking.index.show(_name_passage(request), request.shown_in)
    check_among(asking.index, request.filters, card.metadata.symbol, request.symbol)
    return card


def _name_passage(request: ShowRequest | PassagesRequest) -> str:
    document = request.symbol.partition("#")[0]
    return f"{document}#{request.label}" if request.label else request.symbol


def _answer(card: TranslatedCard, request: ShowRequest, asking: RequestContext) -> ShowAnswer:
    failure = card.failure
    return ShowAnswer(
        **facts_of(card.metadata),
        superseded_by=card.superseded_by or None,
        language=card.language,
        versions=card.versions,
        passages=tuple(
            cite_passage(
                ShownPassageRecord,
                shown,
                request.shown_in or "en",
                asking.link,
                **_passage_facts(shown),
                translation=_make_translation(shown.translation),
            )
            for shown in card.passages
        ),
        notes=(_describe_failure(failure, asking.language),) if failure else None,
    )


def _make_translation(translation: PassageTranslation | None) -> TranslationRecord | None:
    if translation is None:
        return None
    return make_record(TranslationRecord, translation, kept=translation.is_stored)


def _describe_failure(failure: WriterError, language: str) -> Note:
    from search_app.localise import Locale

    reason = failure.reason
    return Note(f"translation-{reason}", Locale(language).text(f"translation.failed.{reason}"))


def _warn(card: TranslatedCard) -> tuple[str, ...]:
    """Return why passages lack a translation, in the language of the others.

    The message about a setting follows, for whoever runs the command.
    """
    failure = card.failure
    if failure is None:
        return ()
    from search_app.localise import negotiate_language

    shown = _describe_failure(failure, negotiate_language([card.target])).message
    return (shown, failure.message) if failure.is_of_settings else (shown,)


def _write_docx(card: TranslatedCard, language: str) -> bytes:
    from search_app.citing.export import PAPERS

    return PAPERS["docx"](_LAYOUT(card, language), language)


def _has_no_translator() -> bool:
    """Whether no translation can come, so that answers change with the index only."""
    return not (settings.TRANSLATOR.text or settings.WRITER.text)


def _passage_facts(shown: Excerpt) -> Values:
    """Return those facts that a passage has of itself, also where its document's differ."""
    passage = shown.passage
    return {"kind": passage.kind, "label": passage.label, "language": passage.language}


SHOW: Final = Operation(
    name="show",
    request=ShowRequest,
    answer=ShowAnswer,
    find=_find_translated,
    finish=_translate,
    answered=_answer,
    paging=Paging("passages", k=None, brief=50, help="Maximum number of passages."),
    path="/documents/{symbol:path}",
    layout=_LAYOUT,
    papers={"docx": _write_docx},
    warnings=_warn,
    is_repeatable=_has_no_translator,
    is_written=False,
    has_progress=True,
)


@dataclass(frozen=True)
class PassagesRequest(Request["PassagesAnswer"]):
    """A document, and filters of its passages."""

    symbol: Annotated[
        str, Parameter(help="Of the document, or its file's name.", names_document=True)
    ]
    label: Annotated[str | None, _LABEL] = None
    filters: Filters = field(default_factory=Filters, kw_only=True)
    shown_in: Annotated[Language | None, _VERSION] = field(default=None, kw_only=True)


@dataclass(frozen=True)
class PassagesAnswer:
    """A part of a version, in reading order."""

    symbol: str | None
    language: str | None
    passages: tuple[PassageRecord, ...]


def _answer_passages(card: Card, request: PassagesRequest, _: RequestContext) -> PassagesAnswer:
    language = request.shown_in or "en"
    passages = tuple(
        cite_passage(PassageRecord, shown, language, None, **_passage_facts(shown))
        for shown in card.passages
    )
    return PassagesAnswer(card.metadata.symbol, card.language, passages)


PASSAGES: Final = Operation(
    name="passages",
    request=PassagesRequest,
    answer=PassagesAnswer,
    find=_find,
    answered=_answer_passages,
    paging=Paging("passages"),
)
