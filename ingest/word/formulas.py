"""A formula of Office MathML as one line of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ingest.word.names import MATH, W, XmlElement

_SKIPPED = frozenset({W + "del", W + "moveFrom", W + "rPr", W + "instrText"})


def linear(element: XmlElement) -> str:
    """The formula as Word's linear format would give it, simplified: ``a/b``, ``x^2``, ``√(x)``.

    It is meant to be found and read, not to be calculated with: grouping is marked by brackets
    only where more than letters and digits stand above, below or behind a sign.
    """
    if element.tag == MATH + "t":
        return element.text or ""
    if element.tag in _SKIPPED:
        return ""
    structure = _STRUCTURES.get(element.tag)
    if structure is not None:
        return structure(element)
    return "".join(linear(child) for child in element if isinstance(child.tag, str))


def _scripts(element: XmlElement) -> str:
    below, above = _part(element, "sub"), _part(element, "sup")
    return (f"_{below}" if below else "") + (f"^{above}" if above else "")


def _fraction(element: XmlElement) -> str:
    return f"{_part(element, 'num')}/{_part(element, 'den')}"


def _with_scripts(element: XmlElement) -> str:
    return _whole(element, "e") + _scripts(element)


def _root(element: XmlElement) -> str:
    return f"{_whole(element, 'deg')}√({_whole(element, 'e')})"


def _operator(element: XmlElement) -> str:
    return f"{_sign(element, 'naryPr', 'chr', '∫')}{_scripts(element)} {_whole(element, 'e')}"


def _brackets(element: XmlElement) -> str:
    inner = _sign(element, "dPr", "sepChr", "|").join(
        linear(child) for child in element.findall(MATH + "e")
    )
    return _sign(element, "dPr", "begChr", "(") + inner + _sign(element, "dPr", "endChr", ")")


_STRUCTURES: Final[dict[str, Callable[[XmlElement], str]]] = {
    MATH + "f": _fraction,
    MATH + "sSup": _with_scripts,
    MATH + "sSub": _with_scripts,
    MATH + "sSubSup": _with_scripts,
    MATH + "rad": _root,
    MATH + "nary": _operator,
    MATH + "d": _brackets,
}


def _whole(element: XmlElement, name: str) -> str:
    child = element.find(MATH + name)
    return "" if child is None else linear(child)


def _part(element: XmlElement, name: str) -> str:
    text = _whole(element, name)
    return f"({text})" if len(text) > 1 and not text.isalnum() else text


def _sign(element: XmlElement, properties: str, name: str, usual: str) -> str:
    child = element.find(f"{MATH}{properties}/{MATH}{name}")
    if child is None:
        return usual
    value = child.get(MATH + "val")
    return "" if value is None else value
