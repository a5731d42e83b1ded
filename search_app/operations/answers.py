"""Parts that answers share (notes, citing paragraphs, links), and conversion of answers to JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from corpus.meetings import Days
    from index.store import Excerpt

T = TypeVar("T")

JsonObject = dict[str, Any]
"""An object as ``json.dumps`` takes it."""

Values = dict[str, Any]
"""Values of a dataclass's fields by their names."""

Link = Callable[["Excerpt"], str]
"""Function that returns the address of a passage for people."""

OPTIONAL: Final = {"is_optional": True}
"""Metadata of a field that JSON leaves out where it is None."""


@dataclass(frozen=True)
class Note:
    """A note for the reader on how the program took the question or the draft."""

    code: str
    message: str


@dataclass(frozen=True)
class CitedIn:
    """A paragraph that cites something; `link` is absent where the surface has no addresses."""

    symbol: str | None
    label: str | None
    language: str | None
    citation: str
    link: str | None = field(default=None, metadata=OPTIONAL)


def answer_json(value: object) -> Any:
    """Return a value for ``json.dumps``, with an answer's fields in their order."""
    if is_dataclass(value):
        return {
            name: answer_json(item)
            for field_name, name, is_optional in _list_fields(value.__class__)
            if (item := getattr(value, field_name)) is not None or not is_optional
        }
    if isinstance(value, Mapping):
        return {name: answer_json(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [answer_json(item) for item in value]
    if isinstance(value, PurePath):
        from corpus.documents import path_text  # here: who describes an answer needs no document

        return path_text(value)
    return value


def name_in_json(field_name: str) -> str:
    """Return a field's name in JSON, without the underscore behind a Python keyword."""
    return field_name.rstrip("_")


def days_text(days: Days | None) -> str | None:
    """Return a meeting's first and last day in ISO 8601; None where they are unknown."""
    return str(days) if days else None


def link_to(link: Link | None, excerpt: Excerpt | None) -> str | None:
    """Return the address of a passage; None where the surface or the passage has none."""
    return link(excerpt) if link and excerpt else None


def make_record(kind: type[T], /, *sources: object, **own: Any) -> T:
    """Return a record: ``own`` values, and others from the first source with a field's name."""
    for record_field in fields(kind):  # type: ignore[arg-type]
        for source in sources:
            if record_field.name not in own and hasattr(source, record_field.name):
                own[record_field.name] = getattr(source, record_field.name)
    return kind(**own)


def cite_passage(
    kind: type[T], shown: Excerpt, language: str, link: Link | None, /, *sources: object, **own: Any
) -> T:
    """Return a record of a passage, cited in a language; ``own`` and sources come before it."""
    from search_app.citing import citation, label, lead_in

    passage = shown.passage
    makers: Mapping[str, Callable[[], object]] = {
        "label": lambda: label(shown),
        "heading": lambda: passage.heading_line,
        "page": lambda: passage.page,
        "text": lambda: passage.text,
        "paragraph": lambda: passage.text,
        "citation": lambda: citation(shown, language),
        "lead_in": lambda: lead_in(shown) or None,
        "link": lambda: link_to(link, shown),
    }
    names = {record_field.name for record_field in fields(kind)} - own.keys()  # type: ignore[arg-type]
    names -= {name for name in names if any(hasattr(source, name) for source in sources)}
    own |= {name: make() for name, make in makers.items() if name in names}
    return make_record(kind, *sources, shown, **own)


@cache
def _list_fields(kind: type) -> tuple[tuple[str, str, bool], ...]:
    return tuple(
        (kind_field.name, name_in_json(kind_field.name), "is_optional" in kind_field.metadata)
        for kind_field in fields(kind)
    )
