"""Opening of a Word file: its package checked, mended in memory, and taken into parts.

Size and XML parts are checked before python-docx opens it; ECMA-376 part 2, 8.1.4, forbids
entities. Files that Word opens but python-docx does not (strict dialect, macros) are mended.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

import docx
from docx.document import Document as DocxDocument
from docx.opc.exceptions import OpcError
from docx.oxml.parser import parse_xml

from corpus.documents import ReadingWarning
from corpus.errors import CorruptFileError, WrongExtensionError
from ingest.files import zip_safety
from ingest.word.names import W, XmlElement

_MAIN_PART: Final = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
)
_OTHER_MAIN_PARTS: Final = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.template"
    rb"|ms-word\.(?:document|template)\.macroEnabled(?:Template)?)\.main\+xml",
)
_STRICT: Final = (
    # The strict dialect (ISO/IEC 29500) differs in the names of its namespaces.
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
    *(
        (
            b"http://purl.oclc.org/ooxml/drawingml/" + name,
            b"http://schemas.openxmlformats.org/drawingml/2006/" + name,
        )
        for name in (b"main", b"chart", b"diagram")
    ),
)
_DAMAGE: Final = (
    *zip_safety.DAMAGE,
    OpcError,
    KeyError,
    SyntaxError,  # lxml's XMLSyntaxError is one
    AttributeError,
    TypeError,
    AssertionError,
    IndexError,
)


@dataclass(frozen=True, slots=True)
class WordPackage:
    """The parts of a Word file that the reader needs; a missing part is None.

    ``parts`` has roots of headers, footers, diagrams, charts and comments by relationship
    identifier. ``names`` has their names and those of embedded documents, with sizes in bytes.
    """

    body: XmlElement
    styles: XmlElement | None = None
    numbering: XmlElement | None = None
    settings: XmlElement | None = None
    footnotes: XmlElement | None = None
    endnotes: XmlElement | None = None
    parts: dict[str, XmlElement] = field(default_factory=dict)
    names: dict[str, tuple[str, int]] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    warnings: tuple[ReadingWarning, ...] = ()


def open_package(path: Path) -> WordPackage:
    """Open a Word file that ``ingest.files.detect`` has checked.

    Raises:
        EncryptedFileError: it needs a password.
        WrongExtensionError: it is an archive without a Word document.
        TooLargeError: it unpacks to more than ``ingest.files.zip_safety`` allows.
        CorruptFileError: it is damaged, or declares entities.
    """
    content = path.read_bytes()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            zip_safety.check_package(archive, str(path), refused=("<!DOCTYPE", "<!ENTITY"))
            names = archive.namelist()
        if "word/document.xml" not in names and not _has_main_part(content):
            raise WrongExtensionError(
                f"{path}: this is no Word file, though its name says so. "
                "Give it its right extension.",
            )
        try:
            document = docx.Document(io.BytesIO(content))
        except _DAMAGE:
            document = docx.Document(io.BytesIO(_mend(content)))
        return _read_parts(document)
    except _DAMAGE as damage:
        raise CorruptFileError(
            f"{path}: the file is damaged and cannot be opened ({damage}). "
            "Open it in Word or LibreOffice, which can often repair it, and save it again.",
        ) from damage


def _has_main_part(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        try:
            types = archive.read("[Content_Types].xml")
        except KeyError:
            return False
    return _MAIN_PART.encode() in types or bool(_OTHER_MAIN_PARTS.search(types))


def _mend(content: bytes) -> bytes:
    """Return a copy that python-docx opens: known types and namespaces, valid links."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy,
    ):
        names = set(source.namelist())
        for name in dict.fromkeys(source.namelist()):
            part = source.read(name)
            if name.lower().endswith((".xml", ".rels")):
                for strict, usual in _STRICT:
                    part = part.replace(strict, usual)
            if name == "[Content_Types].xml":
                part = _OTHER_MAIN_PARTS.sub(_MAIN_PART.encode(), part)
            elif name.endswith(".rels"):
                part = _drop_dangling(name, part, names)
            copy.writestr(name, part)
    return target.getvalue()


_RELATIONSHIP: Final = re.compile(
    rb"<(?:\w+:)?Relationship\s[^>]*?(?:/>|>\s*</(?:\w+:)?Relationship>)"
)
_TARGET: Final = re.compile(rb"""\sTarget\s*=\s*["']([^"']*)["']""")
_EXTERNAL: Final = re.compile(rb"""\sTargetMode\s*=\s*["']External["']""")


def _drop_dangling(name: str, part: bytes, names: set[str]) -> bytes:
    folder = name.rsplit("_rels/", 1)[0]

    def keep_link(match: re.Match[bytes]) -> bytes:
        target_match = _TARGET.search(match[0])
        if _EXTERNAL.search(match[0]) or target_match is None:
            return match[0]
        target = target_match[1].decode("utf-8", "replace").split("#")[0]
        steps: list[str] = []
        for step in (target if target.startswith("/") else folder + target).split("/"):
            if step == "..":
                del steps[-1:]
            elif step not in {"", "."}:
                steps.append(step)
        return match[0] if "/".join(steps) in names else b""

    return _RELATIONSHIP.sub(keep_link, part)


def _read_parts(document: DocxDocument) -> WordPackage:
    body = document.element.find(f"{W}body")
    if body is None:
        raise ValueError("it has no body")
    roots: dict[str, XmlElement] = {}
    parts: dict[str, XmlElement] = {}
    names: dict[str, tuple[str, int]] = {}
    warnings: list[ReadingWarning] = []
    for identifier, link in document.part.rels.items():
        kind = link.reltype.rsplit("/", 1)[-1]
        if link.is_external or kind not in _WANTED | {"aFChunk"}:
            continue
        names[identifier] = (str(link.target_part.partname).lstrip("/"), len(link.target_part.blob))
        if kind == "aFChunk":
            continue
        try:
            root = cast("XmlElement", parse_xml(link.target_part.blob))
        except (SyntaxError, ValueError) as damage:
            warnings.append(
                ReadingWarning(
                    "damaged-part",
                    f"The part {link.target_part.partname} is damaged and was left out ({damage}).",
                ),
            )
            continue
        parts[identifier] = root
        roots.setdefault(kind, root)
    return WordPackage(
        body=cast("XmlElement", body),
        styles=roots.get("styles"),
        numbering=roots.get("numbering"),
        settings=roots.get("settings"),
        footnotes=roots.get("footnotes"),
        endnotes=roots.get("endnotes"),
        parts=parts,
        names=names,
        properties=_read_properties(document),
        warnings=tuple(warnings),
    )


_WANTED: Final = frozenset(
    "styles numbering settings footnotes endnotes header footer diagramData chart comments".split()
)


def _read_properties(document: DocxDocument) -> dict[str, str]:
    # python-docx invents a title where the part is missing, hence the look before.
    if not any(
        link.reltype.endswith("/core-properties") for link in document.part.package.rels.values()
    ):
        return {}
    try:
        core = document.core_properties
        properties = {
            "title": core.title,
            "author": core.author,
            "created": core.created.isoformat() if core.created else "",
            "language": core.language,
            "subject": core.subject,
        }
    except _DAMAGE:
        return {}
    return {name: value.strip() for name, value in properties.items() if value and value.strip()}
