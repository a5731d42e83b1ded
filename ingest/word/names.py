"""Names in a Word file's XML, and readers of its attributes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
REL: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
VML: Final = "{urn:schemas-microsoft-com:vml}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DIAGRAM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"


class XmlElement(Protocol):
    """The methods of an lxml element that this package uses (lxml ships no types)."""

    @property
    def tag(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str | None: ...  # noqa: D102
    def get(self, key: str, /) -> str | None: ...  # noqa: D102
    def find(self, path: str, /) -> XmlElement | None: ...  # noqa: D102
    def findall(self, path: str, /) -> list[XmlElement]: ...  # noqa: D102
    def iter(self, *tags: str) -> Iterator[XmlElement]: ...  # noqa: D102
    def remove(self, element: XmlElement, /) -> None: ...  # noqa: D102
    def set(self, key: str, value: str, /) -> None: ...  # noqa: D102
    def iterancestors(self, *tags: str) -> Iterator[XmlElement]: ...  # noqa: D102
    def __iter__(self) -> Iterator[XmlElement]: ...


DELETED: Final = frozenset({W + "del", W + "moveFrom"})
"""Elements with words that a tracked change deletes."""


def get_attribute(element: XmlElement | None, name: str = "val") -> str | None:
    """Return the attribute ``w:name`` of ``element``; None where either is missing."""
    return None if element is None else element.get(W + name)


def get_child_value(element: XmlElement | None, child: str, name: str = "val") -> str | None:
    """Return the attribute ``w:name`` of the child ``w:child``, a name or a path."""
    if element is None:
        return None
    return get_attribute(element.find("/".join(W + step for step in child.split("/"))), name)


def parse_integer(text: str | None) -> int | None:
    """Return ``text`` as a number; None if missing or invalid."""
    try:
        return None if text is None else int(text)
    except ValueError:
        return None


def is_on(element: XmlElement | None) -> bool | None:
    """Whether a toggle such as ``<w:vanish/>`` is on; None if missing."""
    if element is None:
        return None
    return get_attribute(element) not in {"0", "false", "off", "none"}


def read_branch(alternate: XmlElement) -> Iterator[XmlElement]:
    """Yield the children of an ``mc:AlternateContent``'s first branch with words."""
    branches = _sort_branches(alternate)
    return iter(branches[0]) if branches else iter(())


def _sort_branches(alternate: XmlElement) -> list[XmlElement]:
    branches = [*alternate.findall(MC + "Choice"), *alternate.findall(MC + "Fallback")]
    return sorted(branches, key=lambda branch: next(branch.iter(*_WORDS), None) is None)


_WORDS: Final = (W + "t", W + "sym", MATH + "t", VML + "textpath")


def take_other_branches(root: XmlElement) -> Iterator[XmlElement]:
    """Remove unread branches from ``root``, and yield them."""
    for alternate in list(root.iter(MC + "AlternateContent")):
        if next(alternate.iterancestors(root.tag), None) is None:
            continue  # it is in a branch that was taken out
        for branch in _sort_branches(alternate)[1:]:
            alternate.remove(branch)
            yield branch
