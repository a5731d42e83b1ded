"""Put parts together to a Word file whose bytes depend on its text alone."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from tools.sample.markup import serialise
from tools.sample.pages import (
    AUTOMATIC,
    document_part,
    footer_part,
    footnotes_part,
    header_part,
)
from tools.sample.styles import numbering_part, settings_part, styles_part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.sample.texts import SampleDocument, SampleText

AUTHOR: Final = "wsis-search sample"
"""Author that the files name."""

_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip entry can have: the files carry no time of their making."""

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_PARTS: Final = (
    ("rIdStyles", "styles", "styles.xml"),
    ("rIdNumbering", "numbering", "numbering.xml"),
    ("rIdSettings", "settings", "settings.xml"),
    ("rIdFootnotes", "footnotes", "footnotes.xml"),
    ("rIdHeader", "header", "header1.xml"),
    ("rIdHeaderFirst", "header", "header2.xml"),
    ("rIdFooter", "footer", "footer1.xml"),
    ("rIdFooterFirst", "footer", "footer2.xml"),
)
"""Relationship, type and file of the parts that the main part may point to."""


def word_file(document: SampleDocument, text: SampleText, language: str) -> bytes:
    """The bytes of the version's ``.docx``; the same on each call (and, packing aside, anywhere).

    Raises:
        SampleTextError: the text's numbers cannot be counted automatically.
    """
    has_list = document.folder in AUTOMATIC
    word = {
        "document.xml": document_part(document, text, language),
        "styles.xml": styles_part(language, has_list=has_list),
        "settings.xml": settings_part(language),
        "footnotes.xml": footnotes_part(text.blocks, language),
        "header1.xml": header_part(document, language, is_first_page=False),
        "header2.xml": header_part(document, language, is_first_page=True),
        "footer1.xml": footer_part(language),
        "footer2.xml": footer_part(language),
    }
    if has_list:
        word["numbering.xml"] = numbering_part(language)
    parts = tuple(part for part in _PARTS if part[2] in word)
    members = {
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": _relationships(
            ("rId1", f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _properties(document, text, language),
        "word/_rels/document.xml.rels": _relationships(
            *((key, f"{_OFFICE}/relationships/{kind}", file) for key, kind, file in parts)
        ),
        **{f"word/{name}": serialise(root) for name, root in word.items()},
    }
    return _pack(members)


def unpack(docx: bytes) -> dict[str, bytes]:
    """The files inside a Word file, by name."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist()}


def content_hash(docx: bytes) -> str:
    """SHA-256 (hexadecimal) over the names and contents of the files inside a Word file.

    Not over its bytes: builds of zlib pack the same content differently.
    """
    digest = hashlib.sha256()
    for name, content in unpack(docx).items():
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _pack(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.create_system = 0
            package.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return buffer.getvalue()


def _content_types(parts: tuple[tuple[str, str, str], ...]) -> bytes:
    names = {"document": "document.main"} | {
        file.removesuffix(".xml"): kind for _, kind, file in parts
    }
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD_TYPE}.{kind}+xml"/>'
        for name, kind in names.items()
    )
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    return (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="{core}"/>{overrides}</Types>'
    ).encode()


def _relationships(*targets: tuple[str, str, str]) -> bytes:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'
        for key, kind, target in targets
    )
    return (
        f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'
    ).encode()


def _properties(document: SampleDocument, text: SampleText, language: str) -> bytes:
    when = f"{document.issued.isoformat()}T00:00:00Z"
    return (
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(text.title)}</dc:title><dc:creator>{AUTHOR}</dc:creator>"
        f"<cp:lastModifiedBy>{AUTHOR}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified>'
        f"<dc:language>{language}</dc:language></cp:coreProperties>"
    ).encode()
