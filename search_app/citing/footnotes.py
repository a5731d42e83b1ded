"""Footnotes of a Word file (ECMA-376, part 1, 17.11), which python-docx does not write."""

from __future__ import annotations

from typing import Any, Final

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.text.paragraph import Paragraph

from search_app.citing.docx_runs import element, make_writable

_SEPARATORS: Final = {"separator": "-1", "continuationSeparator": "0"}


class Footnotes:
    """The footnotes of one document."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._root: Any = None

    def add(self, label: str | None = None) -> tuple[Any, Any, Paragraph]:
        """Add an empty note; return the run that calls it, its own mark's run, and its paragraph.

        The caller puts the first run into the text, and the second at the beginning of the note.
        Word counts the notes whose ``label`` is None.
        """
        if self._root is None:
            self._root = self._part()
        number = str(len(self._root) - len(_SEPARATORS) + 1)
        note = element("w:footnote", id=number)
        paragraph = element("w:p")
        note.append(paragraph)
        self._root.append(note)
        call = element("w:footnoteReference", id=number)
        if label is None:
            return (
                _make_superscript(call),
                _make_superscript(element("w:footnoteRef")),
                self._paragraph(paragraph),
            )
        reference = element("w:footnoteReference", customMarkFollows="1", id=number)
        return (
            _make_superscript(reference, _make_text(label)),
            _make_superscript(_make_text(label)),
            self._paragraph(paragraph),
        )

    def _paragraph(self, xml: Any) -> Paragraph:
        return Paragraph(xml, self._document._body)  # noqa: SLF001

    def _part(self) -> Any:
        """Make the footnotes' part with its separators, and return its root element."""
        root = element("w:footnotes")
        settings = element("w:footnotePr")
        for kind, number in _SEPARATORS.items():
            paragraph, run = element("w:p"), element("w:r")
            run.append(element(f"w:{kind}"))
            paragraph.append(run)
            note = element("w:footnote", type=kind, id=number)
            note.append(paragraph)
            root.append(note)
            settings.append(element("w:footnote", id=number))
        self._document.settings.element.insert_element_before(settings, "w:compat")
        part = self._document.part
        name = PackURI("/word/footnotes.xml")
        footnotes = XmlPart(name, CONTENT_TYPE.WML_FOOTNOTES, root, part.package)
        part.relate_to(footnotes, RELATIONSHIP_TYPE.FOOTNOTES)
        return root


def _make_superscript(*content: Any) -> Any:
    run, properties = element("w:r"), element("w:rPr")
    properties.append(element("w:sz", val="18"))
    properties.append(element("w:vertAlign", val="superscript"))
    run.append(properties)
    for child in content:
        run.append(child)
    return run


def _make_text(text: str) -> Any:
    xml = element("w:t")
    xml.text = make_writable(text)
    return xml
