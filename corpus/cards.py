"""Facts about documents and texts that answers hold unchanged."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One language of a document."""

    language: str | None
    title: str | None
    source: str | None
    file: str
    format: str
    pages: int | None
    passages: int


@dataclass(frozen=True, slots=True)
class RelatedDocument:
    """A revision, addendum or corrigendum, or what it belongs to; title None where it is absent."""

    symbol: str
    title: str | None
    in_index: bool


@dataclass(frozen=True, slots=True)
class CitedReference:
    """A reference that a document cites, its number of paragraphs, and whether it is indexed."""

    canonical: str
    kind: str
    paragraphs: int
    in_index: bool


@dataclass(frozen=True, slots=True)
class CitingDocument:
    """A document that cites: its symbol (None where it has none), title, and paragraphs."""

    symbol: str | None
    title: str | None
    paragraphs: int


@dataclass(frozen=True, slots=True)
class CitedEdition:
    """One edition of a resolution, as the documents cite it.

    Attributes:
        edition: its year; None for mentions that name no edition.
        canonical: the form in which it is cited most.
        paragraphs: how many cite it.
        documents: their symbols, or titles for want of one, in order.
    """

    edition: str | None
    canonical: str
    paragraphs: int
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Absent:
    """A document that is cited and not in the index, and in how many paragraphs it is."""

    symbol: str
    mentions: int


@dataclass(frozen=True, slots=True)
class ListedCard:
    """A document that a list of ITU names and the index does not hold.

    Attributes:
        symbol: as it is cited.
        title: in the reader's language, else in English, else in any.
        language: of the title, ISO 639-1.
        source: who submitted it, as the list has it.
        date: on which it was received, ISO 8601.
        access: code of who may have its files, as the list has it.
    """

    symbol: str
    title: str | None
    language: str | None
    source: str | None
    date: str | None
    access: str | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures that only one of two texts has, in their own writing.

    Attributes:
        draft: only in the draft, in reading order.
        earlier: only in the earlier text.
    """

    draft: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is a difference."""
        return bool(self.draft or self.earlier)


@dataclass(frozen=True, slots=True)
class Editions:
    """One resolution or decision that two texts cite in two editions, in canonical forms."""

    draft: str
    earlier: str
