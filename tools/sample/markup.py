"""WordprocessingML for a line of text: elements, runs and paragraphs.

Children of ``w:pPr`` and ``w:rPr`` are in the order of ECMA-376 part 1, 17.3. Word refuses files
with any other order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML: Final = "http://www.w3.org/XML/1998/namespace"

ET.register_namespace("w", W)
ET.register_namespace("r", R)

_GROUPED_FIGURE: Final = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)")
_MARK: Final = re.compile(r"\[\^(\d)\]")

_LETTERS: Final = "A-Za-zÀ-ÖØ-öø-ɏ"
_WORD: Final = (
    rf"[{_LETTERS}0-9]+(?:[-.,:/&+'’@_\u00a0]+[{_LETTERS}0-9]+)*"
    r"(?:\([A-Z][A-Za-z.0-9]*\))?%?"
)
_PHRASE: Final = rf"(?=[{_LETTERS}]){_WORD}(?:[ ,;:.'’–-]+{_WORD})*(?:[.!?](?=[»”\"]))?"
_LEFT_TO_RIGHT: Final = re.compile(f"{_PHRASE}|{_WORD}")
"""In Arabic text: a phrase in Latin letters (a quotation with its full stop), or a figure."""


def element(
    name: str, attributes: dict[str, str] | None = None, *children: ET.Element
) -> ET.Element:
    """The element ``w:name`` with attributes, which are in the namespace ``w`` or named ``r:…``."""
    made = ET.Element(f"{{{W}}}{name}")
    for key, value in (attributes or {}).items():
        made.set(f"{{{R}}}{key[2:]}" if key.startswith("r:") else f"{{{W}}}{key}", value)
    made.extend(children)
    return made


def serialise(root: ET.Element) -> bytes:
    """The part as a file of the package has it: UTF-8, with its declaration."""
    declaration = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=False)
    return declaration + body


def paragraph(
    text: str,
    style: str,
    *,
    language: str,
    list_level: int | None = None,
    extra: tuple[ET.Element, ...] = (),
) -> ET.Element:
    """A paragraph in a style of the document.

    Args:
        text: a tab is a tab; ``[^1]`` is the mark of footnote 1.
        style: identifier of its style.
        language: Arabic makes the paragraph run from right to left.
        list_level: level from 0 in the document's automatic list, or None.
        extra: elements before the text, such as a field.
    """
    properties = element("pPr", None, element("pStyle", {"val": style}))
    if list_level is not None:
        properties.append(list_place(list_level))
    if language == "ar":
        properties.append(element("bidi"))
        properties.append(element("rPr", None, element("rtl")))
    return element("p", None, properties, *extra, *runs(text, language))


def list_place(level: int) -> ET.Element:
    """Return the properties that put a paragraph, or a style, on a level (from 0) of the list."""
    place = element("ilvl", {"val": str(level)}), element("numId", {"val": "1"})
    return element("numPr", None, *place)


def runs(text: str, language: str) -> Iterator[ET.Element]:
    """The runs of ``text``: one, or in Arabic one per change of direction; marks are their own."""
    # A plain space between the groups of a figure would end a line there, and in Arabic would
    # show the groups in the wrong order (UAX 9: a space, unlike U+00A0, does not join figures).
    text = _GROUPED_FIGURE.sub(lambda match: match[0].replace(" ", "\u00a0"), text)
    for index, piece in enumerate(_MARK.split(text)):
        if index % 2:
            yield _footnote_reference(piece)
        elif language == "ar":
            yield from _arabic_runs(piece)
        elif piece:
            yield _run(piece, rtl=False)


def _arabic_runs(text: str) -> Iterator[ET.Element]:
    done = 0
    for match in _LEFT_TO_RIGHT.finditer(text):
        if match.start() > done:
            yield _run(text[done : match.start()], rtl=True)
        yield _run(match[0], rtl=False)
        done = match.end()
    if done < len(text):
        yield _run(text[done:], rtl=True)


def _run(text: str, *, rtl: bool) -> ET.Element:
    made = element("r")
    if rtl:
        made.append(element("rPr", None, element("rtl")))
    for index, piece in enumerate(text.split("\t")):
        if index:
            made.append(element("tab"))
        if piece:
            words = element("t")
            words.text = piece
            if piece != piece.strip():
                words.set(f"{{{_XML}}}space", "preserve")
            made.append(words)
    return made


def _footnote_reference(number: str) -> ET.Element:
    return element(
        "r",
        None,
        element("rPr", None, element("rStyle", {"val": "FootnoteReference"})),
        element("footnoteReference", {"id": number}),
    )
