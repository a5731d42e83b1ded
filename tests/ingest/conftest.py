"""Word files for the tests of this folder, written part by part."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ROOTS = {
    "styles": "w:styles",
    "numbering": "w:numbering",
    "settings": "w:settings",
    "footnotes": "w:footnotes",
    "endnotes": "w:endnotes",
    "header": "w:hdr",
    "footer": "w:ftr",
    "diagramData": "dgm:dataModel",
    "chart": "c:chartSpace",
}


def word_members(body: str, **parts: str) -> dict[str, str]:
    """The members of a Word file: ``body`` inside ``w:body``, and further parts by their names.

    A part is named after the kind of its relationship, with a number behind it if there are
    several (``header1``); its relationship's identifier is ``r`` and its name (``rheader1``).
    """
    members = {
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    links = []
    overrides = [
        (
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.wordprocessingml.document.main+xml"/>'
        )
    ]
    for name, content in parts.items():
        kind = name.rstrip("0123456789")
        root = _ROOTS[kind]
        members[f"word/{name}.xml"] = f"<{root} {_NAMESPACES}>{content}</{root}>"
        links.append(
            f'<Relationship Id="r{name}" Type="{_OFFICE}/{kind}" Target="{name}.xml"/>',
        )
        overrides.append(
            f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-'
            f'officedocument.wordprocessingml.{kind}+xml"/>'
        )
    members["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(links)}</Relationships>'
    )
    members["_rels/.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    members["[Content_Types].xml"] = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(overrides)}</Types>'
    )
    return members


@pytest.fixture
def word_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a Word file from the XML of its body and further parts; gives its path."""

    def write(body: str, **parts: str) -> Path:
        return _zip(tmp_path / "document.docx", word_members(body, **parts))

    return write


@pytest.fixture
def archive_file(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Writes an archive from its members, whatever they are; gives its path."""

    def write(members: Mapping[str, str | bytes]) -> Path:
        return _zip(tmp_path / "document.docx", members)

    return write


@pytest.fixture
def members_of_word_file() -> Callable[..., dict[str, str]]:
    """Gives the members of a Word file, to be spoilt."""
    return word_members


def _zip(path: Path, members: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path
