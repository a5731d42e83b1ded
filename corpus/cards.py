"""Dataclasses in answers: versions, related, citing, cited and absent documents, differences."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One language version of a document."""

    language: str | None
    title: str | None
    source: str | None
    file: str
    format: str
    pages: int | None
    passages: int


@dataclass(frozen=True, slots=True)
class RelatedDocument:
    """A revision, addendum or corrigendum, or its main document; title None where not indexed."""

    symbol: str
    title: str | None
    in_index: bool


@dataclass(frozen=True, slots=True)
class CitedReference:
    """A reference that a document cites, its number of citing paragraphs; whether it is indexed."""

    canonical: str
    kind: str
    paragraphs: int
    in_index: bool


@dataclass(frozen=True, slots=True)
class CitingDocument:
    """A citing document: symbol (None where it has none), title, number of citing paragraphs."""

    symbol: str | None
    title: str | None
    paragraphs: int


@dataclass(frozen=True, slots=True)
class CitedEdition:
    """One edition of a resolution, as the documents cite it.

    ``edition`` is its year or None, ``canonical`` the most frequent form. ``documents`` are
    symbols, or titles of documents without a symbol.
    """

    edition: str | None
    canonical: str
    paragraphs: int
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Absent:
    """A cited document that is not in the index, and the number of paragraphs that mention it."""

    symbol: str
    mentions: int


@dataclass(frozen=True, slots=True)
class ListedCard:
    """A document that a list of ITU names and the index does not hold.

    ``title`` is in the reader's language, else in English, else in any (``language``). ``date`` is
    the day of receipt, ISO 8601; ``access`` is the list's code of who may have the files.
    """

    symbol: str
    title: str | None
    language: str | None
    source: str | None
    date: str | None
    access: str | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures or words, as written, that only one of two texts has, in reading order."""

    draft: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether either text has any."""
        return bool(self.draft or self.earlier)


@dataclass(frozen=True, slots=True)
class Editions:
    """Canonical forms of one resolution or decision that two texts cite in two editions."""

    draft: str
    earlier: str
