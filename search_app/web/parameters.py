"""Classes of page states: each field of a frozen dataclass is a parameter of the address.

A field's type names its parameter: ``page: Annotated[int, NumberParameter("page")] = 1``. Defaults
are left out of an address, and values that are not understood become the default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, Final, Protocol, Self, get_type_hints

from corpus import meetings

Parameters = Mapping[str, Sequence[str]]
"""Parameters of an address: values by names."""

LONGEST: Final = 300
"""Characters of a value that are read."""


class PageParameter(Protocol):
    """A parameter of the address for a field."""

    def read(self, parameters: Parameters) -> object:
        """Return the field's value; None for the default."""

    def write(self, value: object) -> dict[str, list[str]]:
        """Return the parameters for a value that is not the default."""


class TextParameter:
    """A text in the address.

    The first of ``names`` is written, all are read. A value that does not fit becomes the default.
    ``longest`` is the number of characters that are read; None for all.
    """

    def __init__(
        self,
        *names: str,
        fits: Callable[[str], bool] = bool,
        longest: int | None = LONGEST,
        strip: bool = True,
    ) -> None:
        self._names = names
        self._fits = fits
        self._longest = longest
        self._strip = strip

    def read(self, parameters: Parameters) -> Any:
        """Return the first value that there is."""
        text = next((value for name in self._names for value in parameters.get(name, ())), "")
        text = text[: self._longest].strip() if self._strip else text[: self._longest]
        return text if text and self._fits(text) else None

    def write(self, value: Any) -> dict[str, list[str]]:
        """Return the value under the first name."""
        return {self._names[0]: [str(value)]}


class MeetingName(TextParameter):
    """A meeting as people name it: ``40th meeting`` is ``40``."""

    def read(self, parameters: Parameters) -> str | None:
        """Return the meeting as documents name it."""
        text = super().read(parameters)
        return meetings.parse_meeting(text) if text else None


class NumberParameter(TextParameter):
    """A whole number; less than ``least`` is the default, more than ``most`` is ``most``."""

    def __init__(self, name: str, *, least: int = 1, most: int = 999_999_999) -> None:
        super().__init__(name, fits=lambda text: text.isascii() and text.isdecimal())
        self._least = least
        self._most = most

    def read(self, parameters: Parameters) -> int | None:
        """Return the number within its limits."""
        text = super().read(parameters)
        number = min(int(text), self._most) if text else -1
        return number if number >= self._least else None


class PageState:
    """The state of a page, as its address has it; a frozen dataclass for each page."""

    __slots__ = ()

    @classmethod
    def from_address(cls, parameters: Parameters) -> Self:
        """Return the state of an address; what is not understood is left out."""
        values = {
            name: parameter.read(parameters) for name, (_, parameter) in cls._read_fields().items()
        }
        return cls(**{name: value for name, value in values.items() if value is not None})

    def to_address(self) -> dict[str, list[str]]:
        """Return the parameters that are not the default."""
        parameters: dict[str, list[str]] = {}
        for name, (usual, parameter) in self._read_fields().items():
            value = getattr(self, name)
            if value != usual:
                parameters |= parameter.write(value)
        return parameters

    @classmethod
    @cache
    def _read_fields(cls) -> dict[str, tuple[object, PageParameter]]:
        """Return each field's default and its parameter."""
        hints = get_type_hints(cls, include_extras=True)
        return {
            field.name: (field.default, hints[field.name].__metadata__[0])
            for field in fields(cls)  # type: ignore[arg-type] # each is a dataclass
        }
