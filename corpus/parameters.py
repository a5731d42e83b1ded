"""Parameters of requests: descriptions on dataclass fields, and dataclasses made from values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """The description of a field for all surfaces, as metadata of its type (``Annotated``).

    Attributes:
        name: name on the command line and in REST, where it is not the field's.
        metavar: placeholder of its value in the help of the command.
        least: smallest number, or least length of a text.
        most: greatest number, greatest length of a text, or greatest number of values.
        pattern: regular expression that a text has to match.
        brief: default for assistants, which pay for each word; None for the usual default.
        is_argument: whether the command line takes it without a name.
    """

    help: str
    name: str | None = None
    metavar: str | None = None
    least: int | None = None
    most: int | None = None
    pattern: str | None = None
    choices: tuple[str, ...] = ()
    brief: Any = None
    is_argument: bool = False
    names_document: bool = False


@dataclass(frozen=True, slots=True)
class ParameterField:
    """A field of a dataclass with its description; ``within`` names the field it is nested in."""

    field: str
    type: Any
    default: Any
    parameter: Parameter
    within: str | None = None

    @property
    def name(self) -> str:
        """The name for programs; a nested field has the name of its parameter."""
        return (self.parameter.name if self.within else None) or self.field

    @property
    def is_required(self) -> bool:
        """Whether a value must be given."""
        return self.default is MISSING

    @property
    def takes_many(self) -> bool:
        """Whether it takes several values."""
        return get_origin(self.type) is tuple


@cache
def describe_fields(kind: type) -> tuple[ParameterField, ...]:
    """Return the described fields of a dataclass, and those of dataclasses in its fields.

    Arguments come first, also behind inherited fields. A field of the class itself takes precedence
    over a nested one with its name.
    """
    own = {entry.field: entry for entry in _describe_fields(kind)}
    hints = get_type_hints(kind)
    entries: list[ParameterField] = []
    for entry in fields(kind):
        field_type = hints[entry.name]
        if entry.name in own:
            entries.append(own[entry.name])
        elif isinstance(field_type, type) and is_dataclass(field_type):
            entries += [
                each for each in _describe_fields(field_type, entry.name) if each.name not in own
            ]
    return tuple(sorted(entries, key=lambda entry: not entry.parameter.is_argument))


def value_of(kind: type, values: Mapping[str, Any]) -> Any:
    """Make a dataclass from values by the names of ``describe_fields``; None is the default."""
    own_values: dict[str, Any] = {}
    inner_values: dict[str, dict[str, Any]] = {}
    for entry in describe_fields(kind):
        value = values.get(entry.name)
        if value is None:
            continue
        if entry.takes_many:
            value = tuple(value)
        if entry.within is None:
            own_values[entry.field] = value
        else:
            inner_values.setdefault(entry.within, {})[entry.field] = value
    hints = _find_hints(kind)
    return kind(
        **own_values,
        **{name: hints[name].from_values(**inner) for name, inner in inner_values.items()},
    )


@cache
def _find_hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _describe_fields(kind: type, within: str | None = None) -> Iterator[ParameterField]:
    hints = get_type_hints(kind, include_extras=True)
    for entry in fields(kind):
        hint = hints[entry.name]
        parameters = [each for each in get_args(hint)[1:] if isinstance(each, Parameter)]
        if get_origin(hint) is Annotated and parameters:
            yield ParameterField(
                entry.name, get_args(hint)[0], entry.default, parameters[0], within
            )
