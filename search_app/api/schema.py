"""Dataclasses of a problem (RFC 9457), and construction of any dataclass from its JSON."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from search_app.operations import name_in_json

T = TypeVar("T")


@dataclass(frozen=True)
class Wrong:
    """Wrong part of a request: its place, its name, and what it has to be."""

    place: str
    name: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Reason why there is no answer (RFC 9457).

    `type` is the kind of problem and `code` the last part of it. `title` names the status. `detail`
    says what happened and what to do. `errors` are the wrong parts of the request, and
    `suggestions` near forms of a reference that was not found.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: tuple[Wrong, ...] = ()
    suggestions: tuple[str, ...] = ()


def from_json(kind: type[T], value: Any) -> T:
    """Return a dataclass value from its JSON, without the fields that the type does not have."""
    result: T = _make(kind, value)
    return result


def _make(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        json_names = {field.name: name_in_json(field.name) for field in fields(kind)}
        return kind(
            **{
                name: _make(hints[name], value[json_name])
                for name, json_name in json_names.items()
                if json_name in value
            }
        )
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _make(next(member for member in get_args(kind) if member is not type(None)), value)
    if origin is tuple:
        return tuple(_make(get_args(kind)[0], item) for item in value)
    return value


@cache
def _hints(kind: object) -> dict[str, object]:
    return get_type_hints(kind)
