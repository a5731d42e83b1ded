"""How what an operation finds is shown at a terminal, and what is said where it finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from search_app.localise import Locale
from search_app.operations import AnyOperation
from search_app.terminal.layout import show_layout
from search_app.terminal.references import not_found, show_trace
from search_app.terminal.reports import no_mandates, no_positions, show_comparison
from search_app.terminal.tables import (
    no_equivalents,
    show_card,
    show_equivalents,
    show_mentions,
    show_notes,
    show_precedents,
    show_result,
)

if TYPE_CHECKING:
    from rich.console import Console


def show_found(asked: AnyOperation, console: Console, found: Any, code: str) -> None:
    """Show what an operation finds: its layout, where a terminal has no better form for it.

    Args:
        asked: the operation.
        console: to show it at.
        found: by the operation.
        code: language of the reader, one of the six.
    """
    if asked.name in _SHOWN or asked.layout is None:
        _SHOWN[asked.name](console, found, code)
    else:
        show_notes(console, getattr(found, "notes", ()), Locale(code))
        show_layout(console, asked.layout(found, code), code)


def nothing_found(name: str, found: Any, request: Any, language: str) -> str:
    """Return what is said where an operation finds nothing.

    Args:
        name: of the operation.
        found: by the operation.
        request: what was asked for.
        language: of the reader, one of the six.
    """
    if name in _NOTHING:
        return _NOTHING[name](found, request, language)
    locale = Locale(language)
    return locale.sentences(map(locale.text, ("search.nothing", "search.nothing_hint")))


_SHOWN: Final[Mapping[str, Callable[[Console, Any, str], None]]] = {
    "search": lambda console, found, code: show_result(console, found, code, found.query),
    "precedents": lambda console, found, code: show_precedents(console, found.paragraphs, code),
    "refs": lambda console, found, _: show_mentions(console, found),
    "lookup": show_trace,
    "equivalents": show_equivalents,
    "show": show_card,
    "compare": show_comparison,
}

_NOTHING: Final[Mapping[str, Callable[[Any, Any, str], str]]] = {
    "lookup": lambda found, request, code: not_found(request.reference, found, code),
    "equivalents": lambda found, _, code: no_equivalents(found, code),
    "mandates": lambda _, __, code: no_mandates(code),
    "positions": lambda found, _, code: no_positions(found.topic, code),
}
