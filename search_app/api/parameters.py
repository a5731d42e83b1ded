"""Pydantic models of operations' parameters for REST, and types of fields with their bounds."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, create_model

from corpus.bounds import MAX_NAME
from corpus.parameters import ParameterField
from search_app.drafts import Draft
from search_app.operations import AnyOperation, Page, Values


class Parameters(BaseModel):
    """Parameters of a request. An unknown one is an error, since it would have no effect."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True)

    def values(self) -> Values:
        """Return the values by the field names of the operation's request."""
        return {name: getattr(self, name) for name in type(self).model_fields}

    def page(self) -> Page | None:
        """Return the requested page; None where the list has no pages."""
        offset = getattr(self, "offset", None)
        return None if offset is None else Page(getattr(self, "k", None), offset)


class Nothing(Parameters):
    """Model for a request without parameters."""


@cache
def parameters_of(
    operation: AnyOperation, without: tuple[str, ...] = (), *, is_sent: bool = False
) -> type[Parameters]:
    """Return the model of an operation's parameters, except those named in ``without``."""
    definitions: Values = {}
    for field in operation.fields:
        if field.name not in without:
            alias = field.parameter.name if field.within is None else None
            default = ... if field.is_required else [] if field.takes_many else field.default
            definition = Field(default, alias=alias, description=field.parameter.help)
            definitions[field.name] = (limit_type(field), definition)
    paging = operation.paging
    if paging and paging.k is not None:
        rows = Annotated[int, Field(ge=1, le=paging.most)]
        behind = Annotated[int, Field(ge=0, le=paging.furthest)]
        definitions["k"] = (rows, Field(paging.k, description=paging.help))
        definitions["offset"] = (behind, Field(0, description="Number of results to skip."))
    if is_sent:
        name_field = Field(None, description="Of the draft's file, with its ending.")
        definitions["name"] = (Annotated[str | None, Field(max_length=MAX_NAME)], name_field)
    name = f"{operation.request.__name__.removesuffix('Request')}Parameters"
    kind: type[Parameters] = create_model(name, __base__=Parameters, **definitions)
    return kind


def limit_type(field: ParameterField) -> Any:
    """Return a field's type with its bounds, for pydantic."""
    parameter = field.parameter
    if field.takes_many:
        inner: Any = (
            Literal[parameter.choices] if parameter.choices else _limit_length(str, 1, MAX_NAME)
        )
        return Annotated[list[inner], Field(max_length=parameter.most)]
    kinds = [kind for kind in get_args(field.type) or (field.type,) if kind is not Draft]
    if int in kinds:
        return Annotated[field.type, Field(ge=parameter.least, le=parameter.most)]
    if str not in kinds:
        return field.type
    if parameter.pattern:
        text: Any = Annotated[str, Field(pattern=parameter.pattern)]
    else:
        text = _limit_length(str, parameter.least or 1, parameter.most or MAX_NAME)
    return text | None if type(None) in kinds else text


def _limit_length(kind: type, least: int, most: int) -> Any:
    return Annotated[kind, Field(min_length=least, max_length=most)]
