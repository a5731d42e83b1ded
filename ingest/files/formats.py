"""Detection of a file's format by its first bytes, then its name; facts about each format."""

from __future__ import annotations

import mmap
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus.errors import (
    CorruptFileError,
    EmptyFileError,
    EncryptedFileError,
    NoSuchPathError,
    NotAFileError,
    ReadError,
    TooLargeError,
    UnreadableError,
    UnsupportedFormatError,
    WrongExtensionError,
)
from ingest.files import zip_safety

_PDF: Final = b"%PDF-"

_WORD_2: Final = re.compile(rb"\xdb\xa5[\x2d-\x2f]\x00")
"""The beginning of a file of Word 2.0, which is no container: its mark and its version."""

_WORD_XML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*\?>\s*|<!--.{,400}?-->\s*)*<w:wordDocument\b", re.DOTALL
)
"""The beginning of a file of Word 2003 in XML; other files named .xml are no documents."""


@dataclass(frozen=True, slots=True)
class Format:
    """The facts about one format.

    ``reader`` is a module with ``read(path)``, ``becomes`` the format into which LibreOffice first
    converts it; both may be empty. ``magic`` is None for text, ZIP packages and OLE containers.
    """

    name: str
    title: str
    extensions: tuple[str, ...]
    reader: str = ""
    becomes: str = ""
    magic: re.Pattern[bytes] | None = None


FORMATS: Final = {
    known.name: known
    for known in (
        Format("docx", "a Word file (.docx)", (".docx", ".docm"), "ingest.word"),
        Format("doc", "an old Word file (.doc)", (".doc",), becomes="docx", magic=_WORD_2),
        Format("xml", "a Word 2003 XML file (.xml)", (), becomes="docx", magic=_WORD_XML),
        Format("odt", "an OpenDocument text (.odt)", (".odt",), becomes="docx"),
        Format("rtf", "an RTF file", (".rtf",), becomes="docx", magic=re.compile(rb"\s*\{\\rtf")),
        Format("pptx", "a PowerPoint file (.pptx)", (".pptx", ".pptm", ".ppsx"), "ingest.slides"),
        Format("odp", "an OpenDocument presentation (.odp)", (".odp",), becomes="pptx"),
        Format("ppt", "an old PowerPoint file (.ppt)", (".ppt", ".pps"), becomes="pptx"),
        Format("html", "a web page", (".html", ".htm", ".xhtml"), "ingest.web"),
        Format("md", "Markdown", (".md", ".markdown"), "ingest.web.markdown"),
        Format("txt", "plain text", (".txt", ".text"), "ingest.plain"),
        Format("pdf", "a PDF", (".pdf",), "ingest.pdf", magic=re.compile(_PDF)),
        Format("zip", "a ZIP archive", (".zip",)),
    )
}
"""All formats by name; of files with the same text, the one in the first format is shown."""

_BY_EXTENSION: Final = {
    extension: known.name for known in FORMATS.values() for extension in known.extensions
}

READABLE: Final = frozenset(_BY_EXTENSION)
"""The extensions to look for in a folder."""

MAX_BYTES: Final = 200 * 1024 * 1024

_TEXTS: Final = ("txt", "md", "html")
_HEAD: Final = 1024
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_HTML: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_NOT_TEXT: Final = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ\x90", b"\x1f\x8b", b"7z\xbc\xaf",
    b"Rar!\x1a", b"\x00\x00\x01\x00", b"SQLite format 3",
)  # fmt: skip
"""First bytes of files that often have a text extension by mistake."""


def is_candidate(path: Path) -> bool:
    """Whether to read a file in a folder: known extension, not hidden, no lock file."""
    if path.name.startswith((".", "~$")):
        return False
    return path.suffix.lower() in READABLE or (
        path.suffix.lower() == ".xml" and _begins_as_word_xml(path)
    )


def _begins_as_word_xml(path: Path) -> bool:
    try:
        if not path.is_file():  # such as a member of an archive
            return False
        with path.open("rb") as stream:
            return _WORD_XML.match(stream.read(_HEAD)) is not None
    except (OSError, ValueError):
        return False


def guess_format(path: Path) -> str | None:
    """Return the format by a file's extension alone, or None."""
    return _BY_EXTENSION.get(path.suffix.lower())


def list_kinds() -> str:
    """Return the titles of all formats, for messages."""
    return ", ".join(sorted(FORMATS))


def preference(name: str) -> int:
    """Return the rank of a format or extension; 0 is the most faithfully read."""
    name = name.lstrip(".").lower()
    return next((rank for rank, known in enumerate(FORMATS) if known == name), len(FORMATS))


def make_size_error(name: str, size: int) -> TooLargeError:
    """Return the error for a file that is too large."""
    return TooLargeError(
        f"{name} has {size / 1e6:,.0f} MB; the limit is {MAX_BYTES / 1e6:,.0f} MB. "
        "Split it, or save it without its pictures."
    )


def detect(path: Path) -> str:
    """Detect a file's format by content, then by name; return a key of ``FORMATS``.

    Only regular files are opened, as a pipe could block. Raises ReadError if the file is missing,
    empty, too large, encrypted or of an unreadable format.
    """
    head, size = _read_head(path)
    guess = guess_format(path)
    if size == 0:
        raise EmptyFileError(f"{path.name} is empty (0 bytes). Get the file again.")
    if size > MAX_BYTES:
        raise make_size_error(path.name, size)
    actual = _detect_kind(path, head)
    if actual is None and guess in _TEXTS:
        raise CorruptFileError(
            f"{path.name} is named as {FORMATS[guess].title} but its bytes are no text. If it is "
            "something else, give it its own extension; if not, get it again."
        )
    if actual is None:
        raise UnsupportedFormatError(
            f"{path.name}: no reader for files of this kind. Save it as DOCX, PDF or plain text "
            "(.txt)."
        )
    if actual not in _TEXTS:  # content that leaves no doubt is read whatever its name
        return actual
    if guess is None:
        if actual == "html":
            return actual
        raise UnsupportedFormatError(
            f"{path.name}: no reader for {path.suffix or 'files without an extension'}. If it is "
            "plain text, rename it to .txt."
        )
    if guess in _TEXTS:
        return "html" if actual == "html" else guess
    if actual == "html":  # Word and many servers name web pages .doc
        return actual
    raise WrongExtensionError(
        f"{path.name} is named as {FORMATS[guess].title} but does not begin as one. If it is "
        "plain text, rename it to .txt; if not, it is damaged: get the file again."
    )


def _read_head(path: Path) -> tuple[bytes, int]:
    try:
        status = path.stat()
        if path.is_dir():
            raise NotAFileError(f"{path.name} is a folder, not a file. Name a file in it.")
        if not path.is_file():
            raise NotAFileError(
                f"{path.name} is a pipe, socket or device, not a file. Save what it gives to a "
                "file and name that."
            )
        with path.open("rb") as stream:
            return stream.read(_HEAD), status.st_size
    except FileNotFoundError as error:
        where = "file that the link {} points to" if path.is_symlink() else "{}"
        raise NoSuchPathError(f"There is no {where.format(path)}. Check the path.") from error
    except OSError as error:
        raise UnreadableError(
            f"{path.name} cannot be opened: {error.strerror}. Check its permissions."
        ) from error
    except ValueError as error:  # a zero byte in the path
        raise NoSuchPathError(f"{path!r} cannot be the name of a file. Check the path.") from error


def _detect_kind(path: Path, head: bytes) -> str | None:
    if head.startswith(_OLD_OFFICE):
        return _detect_old_office(path)
    if head.startswith(_ZIP):
        return _detect_zip(path)
    for known in FORMATS.values():
        if known.magic is not None and known.magic.match(head):
            if known.magic is _WORD_2 and any(byte & 1 for byte in head[0x0B:0x0C]):
                raise _make_password_error(path)
            return known.name
    is_text = guess_format(path) in _TEXTS  # and may quote how a PDF begins
    return "pdf" if _PDF in head and not is_text else _detect_text(head)


def _detect_text(head: bytes) -> str | None:
    zeros = head.count(0)
    has_mark = b"\xff\xfe" in head[:4] or b"\xfe\xff" in head[:4]
    # Text in UTF-16 has at most one zero byte in two, and then only in Latin script.
    if head.startswith(_NOT_TEXT) or (not has_mark and zeros > (len(head) + 1) // 2):
        return None
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    return "html" if _HTML.match(plain) else "txt"


def is_ole(path: Path) -> bool:
    """Whether a file is an OLE container, as Word and PowerPoint wrote them up to 2003."""
    with path.open("rb") as stream:
        return stream.read(len(_OLD_OFFICE)) == _OLD_OFFICE


def _detect_old_office(path: Path) -> str:
    """Return the format in an OLE container (names of its streams: [MS-DOC] 2.1, [MS-PPT] 2.1)."""

    def has(name: str) -> bool:
        return content.find(name.encode("utf-16-le")) >= 0

    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        content = whole
        if has("EncryptedPackage") or has("EncryptedSummary") or _is_encrypted_word(whole):
            raise _make_password_error(path)
        documents = {"doc": has("WordDocument"), "ppt": has("PowerPoint Document")}
        guess = guess_format(path) or ""
        if documents.get(guess):  # either can be embedded in the other
            return guess
        for kind, is_there in documents.items():
            if is_there:
                return kind
        if has("Workbook"):
            raise _refuse_spreadsheet(path)
    if guess in ("doc", "ppt", "docx", "pptx"):
        raise CorruptFileError(
            f"{path.name} is damaged or cut short: it holds no document. Get the file again."
        )
    raise UnsupportedFormatError(
        f"{path.name}: no reader for files of this kind. Save it as DOCX or PDF."
    )


def _make_password_error(path: Path) -> EncryptedFileError:
    return EncryptedFileError(
        f"{path.name} is protected by a password. Open it in its program, remove the password and "
        "save it again."
    )


def _is_encrypted_word(content: mmap.mmap) -> bool:
    """Whether the file information block of Word 97–2003 has fEncrypted set ([MS-DOC] 2.5.2)."""
    offset = content.find(b"\xec\xa5", 512)
    while offset >= 0:
        if offset % 512 == 0:
            return bool(content[offset + 0x0B] & 1) if offset + 0x0B < len(content) else False
        offset = content.find(b"\xec\xa5", offset + 1)
    return False


def _detect_zip(path: Path) -> str:
    with path.open("rb") as stream, zip_safety.open_zip(stream, path.name) as archive:
        names = set(archive.namelist())
        guess = guess_format(path)
        is_package = "[Content_Types].xml" in names or guess in ("docx", "pptx")
        if is_package and any(name.startswith("word/") for name in names):
            return "docx"
        if is_package and any(name.startswith("ppt/") for name in names):
            return "pptx"
        if is_package and any(name.startswith("xl/") for name in names):
            raise _refuse_spreadsheet(path)
        if "mimetype" in names:
            kind = _detect_open_document(path, archive)
            if kind:
                return kind
    if guess in (None, "zip"):
        return "zip"
    raise WrongExtensionError(
        f"{path.name} is named as {FORMATS[guess].title} but is a ZIP archive that holds none. "
        "If it is an archive of documents, rename it to .zip; if not, get the file again."
    )


def _detect_open_document(path: Path, archive: zipfile.ZipFile) -> str | None:
    """Return the OpenDocument format of a package (ODF 1.3 part 2, 3.3), or None."""
    with archive.open("mimetype") as stream:
        kind = stream.read(200).decode("ascii", "replace").strip()
    prefix = "application/vnd.oasis.opendocument."
    if not kind.startswith(prefix):
        return None
    try:
        with archive.open("META-INF/manifest.xml") as stream:
            manifest = stream.read(16 * 1024**2)
    except KeyError:
        manifest = b""
    if b"encryption-data" in manifest or "encrypted-package" in archive.namelist():
        raise EncryptedFileError(
            f"{path.name} is protected by a password. Open it in LibreOffice, remove the password "
            "and save it again."
        )
    if kind.startswith(prefix + "text"):
        return "odt"
    if kind.startswith(prefix + "presentation"):
        return "odp"
    if kind.startswith(prefix + "spreadsheet"):
        raise _refuse_spreadsheet(path)
    raise UnsupportedFormatError(
        f"{path.name}: no reader for this kind of OpenDocument file. Save it as PDF."
    )


def _refuse_spreadsheet(path: Path) -> ReadError:
    return UnsupportedFormatError(
        f"{path.name} is a spreadsheet, for which there is no reader. Save it as PDF, or the text "
        "in it as DOCX."
    )
