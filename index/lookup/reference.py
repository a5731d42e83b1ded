"""Look-up of one reference: its document, its editions and its mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpus.cards import (
    CitedEdition,
    CitedReference,
    CitingDocument,
    ListedCard,
    RelatedDocument,
    VersionCard,
)
from corpus.documents import Mention, Metadata, Passage
from corpus.errors import QueryError
from corpus.extract import references
from corpus.languages import check_language
from corpus.text import clean
from index.lookup.show import describe
from index.references import (
    MentioningParagraph,
    base,
    base_symbol,
    cites,
    editions,
    find_labelled,
    find_listed,
    find_named,
    is_known,
    list_citing,
    list_indexed_editions,
    paragraphs,
    suggestions,
    with_number,
)
from index.store import Excerpt, Store

_LONGEST: Final = 300  # characters; no reference that was ever seen has half of it
_ORGANS: Final = {"UNGA": "A", "ECOSOC": "E"}


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """A document of the index, with title and source in the preferred language.

    Of a Recommendation it is the newest edition, unless another is requested. ``related`` are its
    revisions and addenda, its original and other editions, if the index has or mentions them.
    """

    metadata: Metadata
    versions: tuple[VersionCard, ...]
    related: tuple[RelatedDocument, ...]
    cites: tuple[CitedReference, ...]
    cited_by: tuple[CitingDocument, ...]


@dataclass(frozen=True, slots=True)
class MentionLine:
    """A paragraph that mentions the reference, in one of its languages.

    ``canonicals`` are its forms there. ``is_of_paragraph`` says that it names a paragraph in
    question. ``is_of_edition`` says that a form is of the edition in question; true without one.
    """

    shown: Excerpt
    canonicals: tuple[str, ...]
    is_of_paragraph: bool = False
    is_of_edition: bool = True


@dataclass(frozen=True, slots=True)
class Trace:
    """Knowledge of an index on a reference.

    Attributes:
        canonical: of the reference; None where the text is none, but near to some.
        document: its card; None where the index does not have it.
        mentions: one line a paragraph; first those that name a requested paragraph, then those of
            the requested edition. Further as in ``index.references.mentions.paragraphs``.
        editions: of a resolution, in order of year.
        see_also: references that drafters mix it up with (``A/RES/71/212`` for ``A/71/212``). Also
            those of other bodies under its number, where no body was named. If the index lacks the
            document, also its revisions and addenda.
        suggestions: where nothing was found, those of other bodies under its number, else near
            forms. For a number alone, all references with it.
        paragraphs: numbers of the requested paragraphs (``paragraph 109 of …``).
        quoted: those paragraphs of the document, in the preferred language if possible.
        listed: what a list of ITU says of a document that the index does not have, or None.
        is_of_named_bodies: whether the index has the number, but only with the name of a body.
    """

    canonical: str | None
    kind: str | None
    document: DocumentCard | None = None
    mentions: tuple[MentionLine, ...] = ()
    editions: tuple[CitedEdition, ...] = ()
    see_also: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    quoted: tuple[Excerpt, ...] = ()
    listed: ListedCard | None = None
    is_of_named_bodies: bool = False

    @property
    def lacks_body(self) -> bool:
        """Whether nothing says which body adopted the resolution or decision."""
        return (self.canonical or "").startswith(("Res. ", "Dec. "))

    @property
    def is_found(self) -> bool:
        """Whether the index has or mentions it, or a list of ITU names it."""
        return self.document is not None or bool(self.mentions) or self.listed is not None


def describe_order(lines: Sequence[MentionLine]) -> str | None:
    """Return how mentions are ordered by the edition in question.

    ``edition_first`` means that its mentions come first, ``edition_absent`` that there are none.
    None means that all are of it, that none is in question, or that another order prevails.
    """
    are_of_edition = [line.is_of_edition for line in lines]
    if all(are_of_edition):
        return None
    if not any(are_of_edition):
        return "edition_absent"
    return "edition_first" if are_of_edition == sorted(are_of_edition, reverse=True) else None


def look_up(store: Store, reference: str, language: str | None = None) -> Trace:
    """Look up a reference, in any form and language, such as a symbol or a file's name.

    A question that names one reference counts as that. Passages and titles are in ``language`` if
    possible. Raises ``QueryError`` where the text is not near any reference, or names several.
    """
    if language is not None:
        check_language(language)
    target = _find_one(store, reference)
    if target is None:
        return Trace(None, None, suggestions=_suggest(store, reference))
    others = references.find_other_bodies(clean(reference))
    open_target = references.find_without_body(clean(reference))
    if open_target is not None:
        # A number that several bodies count to is nobody's, though the index may have one of them.
        others = (replace(target, canonical=base(target.canonical), edition=None), *others)
        target = open_target
    mentioning = paragraphs(store, target, (language,))
    numbers = references.paragraphs(target.text)
    lines = _make_mention_lines(store, target, mentioning, numbers)
    card = _make_card(store, target, mentioning, language)
    namesakes = tuple(mention.canonical for mention in others if is_known(store, mention))
    trace = Trace(
        canonical=target.canonical,
        kind=target.kind,
        document=card,
        mentions=tuple(sorted(lines, key=lambda line: not line.is_of_paragraph)),
        editions=tuple(editions(store, target, mentioning)),
        see_also=_find_see_also(store, target, is_here=card is not None) + namesakes,
        paragraphs=numbers,
        quoted=_read_quoted(store, card, numbers, language),
        listed=find_listed(store, target.canonical, language),
    )
    if trace.is_found:
        return trace
    # What another body has under the number is meant rather than what only looks like it.
    meant = namesakes or tuple(dict.fromkeys(suggestions(store, reference, [target])))
    return Trace(
        target.canonical,
        target.kind,
        see_also=tuple(related for related in trace.see_also if related not in namesakes),
        suggestions=meant,
        is_of_named_bodies=trace.lacks_body and bool(namesakes),
    )


def _read_quoted(
    store: Store, card: DocumentCard | None, numbers: Sequence[str], language: str | None
) -> tuple[Excerpt, ...]:
    """Read the requested paragraphs of a document."""
    symbol = card.metadata.symbol if card else None
    ids = find_labelled(store, symbol, numbers, (language,)) if symbol else []
    excerpts = store.passages.excerpts(ids)
    return tuple(excerpts[passage] for passage in ids)


def _suggest(store: Store, reference: str) -> tuple[str, ...]:
    """Return near forms of a text that is no reference; raise an error where there are none."""
    text = clean(reference)
    number = references.bare_number(text)
    near = with_number(store, number) if number else ()
    near = near or suggestions(store, reference)
    if near:
        return near
    _refuse_part(text)
    raise QueryError(
        f"“{text}” is no reference. Write one as a document does: CWG-WSIS&SDG-39/2, C24/8, "
        "A/RES/70/125, Resolution 1332, WSIS C5, SDG 9.c; to look for words: wsis-search search.",
        reason="no-reference",
        reference=text,
    )


def _make_mention_lines(
    store: Store, target: Mention, mentioning: Sequence[MentioningParagraph], numbers: Sequence[str]
) -> list[MentionLine]:
    shown = store.passages.excerpts([paragraph.passage_id for paragraph in mentioning])
    return [
        MentionLine(
            shown[paragraph.passage_id],
            paragraph.canonicals,
            _names_paragraph(shown[paragraph.passage_id].passage, target, numbers),
            paragraph.is_of_edition,
        )
        for paragraph in mentioning
    ]


def _refuse_part(text: str) -> None:
    """Raise QueryError for a mere part of a reference; accept any other text."""
    lacks = references.find_missing_part(text)
    if lacks == "part-alone":
        raise QueryError(
            f"“{text}” alone is no whole reference. Name the document or meeting that it belongs "
            "to.",
            reason=lacks,
            reference=text,
        )
    if lacks:
        raise QueryError(
            f"There is no such action line as “{text}”. Those of WSIS are C1 to C11.",
            reason=lacks,
            reference=text,
        )


def _names_paragraph(passage: Passage, target: Mention, numbers: Sequence[str]) -> bool:
    return bool(numbers) and any(
        base(mention.canonical) == base(target.canonical)
        and not set(numbers).isdisjoint(references.paragraphs(mention.text))
        for mention in passage.mentions
    )


def _find_one(store: Store, reference: str) -> Mention | None:
    """Return the reference that a text names, or None; raise QueryError for several."""
    # A text of more than twice that length is not even cleaned.
    text = clean(reference) if len(reference) <= 2 * _LONGEST else reference
    if len(text) <= _LONGEST and not any(character.isalnum() for character in text):
        raise QueryError(
            "Nothing is asked: name a reference, such as CWG-WSIS&SDG-39/2.", reason="nothing-named"
        )
    if len(text) > _LONGEST:
        raise QueryError(
            f"This has {len(text):,} characters; a reference has at most {_LONGEST}. List those of "
            "a text: wsis-search refs FILE",
            reason="reference-too-long",
            count=len(text),
            limit=_LONGEST,
        )
    by_canonical = {
        mention.canonical: mention for mention in find_named(store, text, is_looked_up=True)
    }
    if len(by_canonical) > 1:
        raise QueryError(
            f"“{text}” names {len(by_canonical)} references. Look up one of them: "
            f"{', '.join(by_canonical)}.",
            reason="several-references",
            text=text,
            count=len(by_canonical),
            references=tuple(by_canonical),
        )
    return next(iter(by_canonical.values()), None)


def _make_card(
    store: Store, target: Mention, mentioning: Sequence[MentioningParagraph], language: str | None
) -> DocumentCard | None:
    editions_here = list_indexed_editions(store, target)
    symbol = editions_here[0] if editions_here else target.canonical
    described = describe(store, symbol, (language,))
    if described is None:
        return None
    document_id, metadata, versions = described
    return DocumentCard(
        metadata,
        versions,
        _find_related(store, symbol, language),
        tuple(cites(store, document_id)),
        tuple(list_citing(store, mentioning)),
    )


def _find_related(store: Store, symbol: str, language: str | None) -> tuple[RelatedDocument, ...]:
    root = base_symbol(base(symbol))
    related = []
    for name in store.mentions.symbols_from(root):
        if name not in (symbol, base(symbol)) and base_symbol(base(name)) == root:
            described = describe(store, name, (language,))
            title = described[1].title if described else None
            related.append(RelatedDocument(name, title, described is not None))
    return tuple(related)


def _find_see_also(store: Store, target: Mention, *, is_here: bool) -> tuple[str, ...]:
    """Return a report's resolution or the reverse, and revisions of a missing document."""
    if target.kind in ("document", "recommendation") and not is_here:
        related = _find_related(store, target.canonical, None)
        kin = tuple(relation.symbol for relation in related if relation.in_index)
    else:
        kin = ()
    organ = _ORGANS.get(target.body or "")
    if "/" not in (target.number or ""):
        return kin
    report, resolution = f"{organ}/{target.number}", f"{organ}/RES/{target.number}"
    other = {report: resolution, resolution: report}.get(target.canonical, "")
    mixed_up = tuple(
        mention.canonical for mention in references.find(other) if is_known(store, mention)
    )
    return (*mixed_up, *kin)
