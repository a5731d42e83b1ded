"""Registry of the operations, which are imported when they are needed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeVar, get_args

if TYPE_CHECKING:
    from search_app.operations.question import AnyOperation, Operation, Request

A = TypeVar("A")

Surface = Literal["command", "rest", "tool"]

EVERYWHERE: Final[tuple[Surface, ...]] = get_args(Surface)


class Listing(NamedTuple):
    """An operation before it is imported: its module, its surfaces and a line of help."""

    module: str
    surfaces: tuple[Surface, ...]
    help: str


REGISTRY: Final[Mapping[str, Listing]] = {
    "search": Listing(
        "search",
        EVERYWHERE,
        "Find passages that answer a question, in whatever language they are written.",
    ),
    "questions": Listing(
        "lists.questions", ("rest",), "Find the passages that answer each question of a list."
    ),
    "answer": Listing(
        "answering.answer",
        EVERYWHERE,
        "Answer a question by sentences of the documents, each with its citation.",
    ),
    "precedents": Listing(
        "precedents",
        EVERYWHERE,
        "Find what was said before that says the same as each paragraph of a draft.",
    ),
    "refs": Listing("refs", ("command", "rest"), "List the references in a text or a file."),
    "lookup": Listing(
        "lookup",
        EVERYWHERE,
        "Tell what the index knows of a document or resolution, and who mentions it where.",
    ),
    "equivalents": Listing(
        "equivalents",
        EVERYWHERE,
        "Tell what a term is in the other languages, and which paragraphs say so.",
    ),
    "documents": Listing("documents", ("rest",), "List the documents, the newest meeting first."),
    "show": Listing("show", EVERYWHERE, "Show a document, or one of its paragraphs."),
    "passages": Listing("show", ("rest",), "Show a part of a version, in reading order."),
    "files": Listing(
        "documents", ("rest",), "List the files that a document's versions were read from."
    ),
    "compare": Listing(
        "compare",
        EVERYWHERE,
        "Compare two documents, such as revisions, paragraph against paragraph, word by word.",
    ),
    "mandates": Listing(
        "mandates",
        EVERYWHERE,
        "List who is asked to do what, by when, and where it is reported on.",
    ),
    "decisions": Listing(
        "mandates",
        ("rest",),
        "Read a worksheet on mandates that was filled in: the decision on each.",
    ),
    "positions": Listing(
        "positions",
        EVERYWHERE,
        "Tell who said what on a topic: countries and other sources by meetings.",
    ),
    "source": Listing(
        "source",
        EVERYWHERE,
        "List what a source said and asked for, by its documents, and what became of it.",
    ),
    "dossier": Listing(
        "dossier", EVERYWHERE, "Draw up what to read before a meeting, item by item of its agenda."
    ),
    "status": Listing(
        "status", ("rest",), "Tell what the index holds, and what could not be read and why."
    ),
}


def names(surface: Surface) -> tuple[str, ...]:
    """Return the names of a surface's operations, in their order."""
    return tuple(name for name, row in REGISTRY.items() if surface in row.surfaces)


def operation(name: str) -> AnyOperation:
    """Return the operation of a name; raise :class:`KeyError` where there is none."""
    module = import_module(f"search_app.operations.{REGISTRY[name].module}")
    definition: AnyOperation = getattr(module, name.upper())
    return definition


def operation_of(request: Request[A]) -> Operation[Any, Any, A]:
    """Return the operation that a request belongs to."""
    kind = type(request)
    every = map(operation, REGISTRY)
    return next(candidate for candidate in every if candidate.request is kind)


def operations(surface: Surface) -> tuple[AnyOperation, ...]:
    """Return a surface's operations, in their order."""
    return tuple(map(operation, names(surface)))
