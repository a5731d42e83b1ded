"""A formula of Office MathML as one line of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ingest.word.names import MATH, W, XmlElement

_SKIPPED = frozenset({W + "del", W + "moveFrom", W + "rPr", W + "instrText"})


def write_linear(element: XmlElement) -> str:
    """Write a formula in Word's linear format, simplified for search: ``a/b``, ``x^2``, ``√(x)``.

    Only groups with more than letters and digits get brackets.
    """
    if element.tag == MATH + "t":
        return element.text or ""
    if element.tag in _SKIPPED:
        return ""
    structure = _STRUCTURES.get(element.tag)
    if structure is not None:
        return structure(element)
    return "".join(write_linear(child) for child in element if isinstance(child.tag, str))


def _write_scripts(element: XmlElement) -> str:
    below, above = _write_grouped(element, "sub"), _write_grouped(element, "sup")
    return (f"_{below}" if below else "") + (f"^{above}" if above else "")


def _write_fraction(element: XmlElement) -> str:
    return f"{_write_grouped(element, 'num')}/{_write_grouped(element, 'den')}"


def _write_with_scripts(element: XmlElement) -> str:
    return _write_child(element, "e") + _write_scripts(element)


def _write_root(element: XmlElement) -> str:
    return f"{_write_child(element, 'deg')}√({_write_child(element, 'e')})"


def _write_operator(element: XmlElement) -> str:
    sign = _read_sign(element, "naryPr", "chr", "∫")
    return f"{sign}{_write_scripts(element)} {_write_child(element, 'e')}"


def _write_brackets(element: XmlElement) -> str:
    inner = _read_sign(element, "dPr", "sepChr", "|").join(
        write_linear(child) for child in element.findall(MATH + "e")
    )
    return (
        _read_sign(element, "dPr", "begChr", "(")
        + inner
        + _read_sign(element, "dPr", "endChr", ")")
    )


_STRUCTURES: Final[dict[str, Callable[[XmlElement], str]]] = {
    MATH + "f": _write_fraction,
    MATH + "sSup": _write_with_scripts,
    MATH + "sSub": _write_with_scripts,
    MATH + "sSubSup": _write_with_scripts,
    MATH + "rad": _write_root,
    MATH + "nary": _write_operator,
    MATH + "d": _write_brackets,
}


def _write_child(element: XmlElement, name: str) -> str:
    child = element.find(MATH + name)
    return "" if child is None else write_linear(child)


def _write_grouped(element: XmlElement, name: str) -> str:
    text = _write_child(element, name)
    return f"({text})" if len(text) > 1 and not text.isalnum() else text


def _read_sign(element: XmlElement, properties: str, name: str, usual: str) -> str:
    child = element.find(f"{MATH}{properties}/{MATH}{name}")
    if child is None:
        return usual
    value = child.get(MATH + "val")
    return "" if value is None else value
