"""A file is what its bytes say; its name only helps where they leave it open."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from corpus.errors import (
    CorruptFileError,
    EmptyFileError,
    EncryptedFileError,
    NoSuchPathError,
    ReadError,
    TooLargeError,
    UnreadableError,
    UnsupportedFormatError,
    WrongExtensionError,
)
from ingest.files import formats

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ODF = "application/vnd.oasis.opendocument."
TEXT = b"The Group notes the report."


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + bytes(512)


def package(*names: str, mimetype: str = "", manifest: str = "") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        contents = {"mimetype": mimetype, "META-INF/manifest.xml": manifest}
        contents |= dict.fromkeys(names, "x")
        for name, content in contents.items():
            if content:  # at no time in particular: workers have to collect the same tests
                archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


WORD_XML = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Word.Document"?>\n'
    b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">'
    b"<w:body><w:p><w:r><w:t>The Group notes the report.</w:t></w:r></w:p></w:body>"
    b"</w:wordDocument>"
)


def word2(*, encrypted: bool) -> bytes:
    """Make a file of Word 2.0: an information block, and text behind it."""
    text = b"The Group notes the report.\rThe Group meets again.\r"
    flags = 0x0100 if encrypted else 0
    block = bytearray(struct.pack("<HHHHHHH", 0xA5DB, 0x2D, 0, 0x0409, 0, flags, 0x2D))
    block += bytes(0x180 - len(block))
    struct.pack_into("<III", block, 0x18, 0x180, 0x180 + len(text), 0x180 + len(text))
    struct.pack_into("<I", block, 0x34, len(text))
    return bytes(block) + text + bytes(512)


def word97(*, encrypted: bool) -> bytes:
    """The beginning of a file information block behind the names of the streams."""
    block = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x0409, 0, 0x0100 if encrypted else 0)
    return OLE + "WordDocument".encode("utf-16-le").ljust(512, b"\0") + block.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.docx", package("[Content_Types].xml", "word/document.xml"), "docx"),
        ("a.zip", package("[Content_Types].xml", "word/document.xml"), "docx"),
        ("a.zip", package("word/report.docx"), "zip"),
        ("a.zip", package(), "zip"),
        ("a.pptx", package("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        ("a.docx", package("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        ("a.odt", package(mimetype=ODF + "text"), "odt"),
        ("a.doc", package(mimetype=ODF + "text-template"), "odt"),
        ("a.odp", package(mimetype=ODF + "presentation"), "odp"),
        ("a.doc", word97(encrypted=False), "doc"),
        ("a.doc", word2(encrypted=False), "doc"),
        ("a.xml", WORD_XML, "xml"),
        ("a.doc", WORD_XML, "xml"),
        ("a", word97(encrypted=False), "doc"),
        ("a.doc", stream("WordDocument") + stream("PowerPoint Document"), "doc"),
        ("a.ppt", stream("WordDocument") + stream("PowerPoint Document"), "ppt"),
        ("a.pps", stream("PowerPoint Document"), "ppt"),
        ("a.rtf", b"{\\rtf1 x}", "rtf"),
        ("a.doc", b"{\\rtf1 x}", "rtf"),
        ("a.pdf", b"%PDF-1.7", "pdf"),
        ("a.pdf", b"rubbish of a mail server\n%PDF-1.7", "pdf"),
        ("a.docx", b"%PDF-1.7", "pdf"),
        ("a.txt", b"A PDF begins with %PDF-1.7", "txt"),
        ("a.txt", TEXT, "txt"),
        ("a.txt", "текст".encode("utf-16"), "txt"),
        ("a.txt", TEXT.decode().encode("utf-16-le"), "txt"),
        ("a.md", TEXT, "md"),
        ("a.html", TEXT, "html"),
        ("a.HTM", b"\xef\xbb\xbf<!-- x --> <!DOCTYPE html>", "html"),
        ("a.doc", b"<html xmlns:w='urn:schemas-microsoft-com:office:word'>", "html"),
        ("a.txt", b"<html><body>", "html"),
        ("a.xhtml", b"<?xml version='1.0'?>\n<html>", "html"),
    ],
)
def test_content_and_name_decide_the_format(
    name: str, content: bytes, kind: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert formats.detect(path) == kind


@pytest.mark.parametrize(
    ("name", "content", "error", "says"),
    [
        ("a.docx", b"", EmptyFileError, "is empty"),
        ("a.docx", TEXT, WrongExtensionError, "named as a Word file"),
        ("a.doc", TEXT, WrongExtensionError, "an old Word file"),
        ("a.pdf", TEXT, WrongExtensionError, "named as a PDF"),
        ("a.docx", package("photo.jpg"), WrongExtensionError, "rename it to .zip"),
        ("a.docx", package("a")[:60], CorruptFileError, "cannot be unpacked"),
        ("a.docx", stream("EncryptedPackage"), EncryptedFileError, "password"),
        ("a.pptx", stream("EncryptedPackage"), EncryptedFileError, "password"),
        ("a.doc", word97(encrypted=True), EncryptedFileError, "password"),
        ("a.doc", word2(encrypted=True), EncryptedFileError, "password"),
        ("a.xml", b"<?xml version='1.0'?><dataroot/>", UnsupportedFormatError, "no reader"),
        (
            "a.odt",
            package(mimetype=ODF + "text", manifest="<manifest:encryption-data/>"),
            EncryptedFileError,
            "password",
        ),
        ("a.doc", OLE, CorruptFileError, "damaged"),
        ("a.msg", OLE, UnsupportedFormatError, "no reader"),
        ("a.xls", stream("Workbook"), UnsupportedFormatError, "spreadsheet"),
        ("a.xlsx", package("[Content_Types].xml", "xl/x"), UnsupportedFormatError, "spreadsheet"),
        ("a.ods", package(mimetype=ODF + "spreadsheet"), UnsupportedFormatError, "spreadsheet"),
        ("a.odg", package(mimetype=ODF + "graphics"), UnsupportedFormatError, "no reader"),
        ("a.py", TEXT, UnsupportedFormatError, "rename it to .txt"),
        ("a.png", b"\x89PNG\r\n", UnsupportedFormatError, "no reader"),
        ("a.txt", b"\x89PNG\r\n", CorruptFileError, "no text"),
        ("a.html", bytes(500), CorruptFileError, "no text"),
    ],
)
def test_unreadable_content_is_refused_with_the_reason(
    name: str, content: bytes, error: type[ReadError], says: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error, match=says) as caught:
        formats.detect(path)
    assert name in caught.value.message
    assert "\n" not in caught.value.message


def test_a_path_that_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.docx").symlink_to(tmp_path / "gone.docx")
    (tmp_path / "round.docx").symlink_to(tmp_path / "round.docx")
    for path, error, says in (
        (tmp_path / "pipe.txt", UnreadableError, r"pipe\.txt is a pipe"),
        (Path("/dev/zero"), UnreadableError, "zero is a pipe, socket or device"),
        (tmp_path, UnreadableError, "is a folder"),
        (tmp_path / "link.docx", NoSuchPathError, "that the link .*link.docx points to"),
        (tmp_path / "round.docx", UnreadableError, r"round\.docx cannot be opened"),
        (tmp_path / "gone.docx", NoSuchPathError, "There is no .*gone.docx"),
        (tmp_path / "a.docx" / "b.docx", NoSuchPathError, "There is no"),
        (Path("zero\0byte.docx"), NoSuchPathError, "cannot be the name of a file"),
        (tmp_path / ("x" * 300), UnreadableError, "cannot be opened"),
    ):
        with pytest.raises(error, match=says):
            formats.detect(path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_bytes(TEXT)
    path.chmod(0)
    with pytest.raises(UnreadableError, match="Check its permissions"):
        formats.detect(path)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as target:
        target.truncate(formats.MAX_BYTES + 1)  # takes no room on the disk
    with pytest.raises(TooLargeError, match=r"huge\.pdf has 210 MB"):
        formats.detect(path)


@pytest.mark.parametrize(
    ("name", "is_read"),
    [("a.DOCX", True), ("a.odt", True), ("~$a.docx", False), ("._a.pdf", False), ("a.xls", False)],
)
def test_a_name_decides_whether_a_file_is_a_candidate(name: str, is_read: bool) -> None:
    assert formats.is_candidate(Path(name)) is is_read


def test_only_word_files_in_xml_are_candidates(tmp_path: Path) -> None:
    for name, data in (("word.xml", WORD_XML), ("list.xml", b"<?xml version='1.0'?><a/>")):
        (tmp_path / name).write_bytes(data)
    assert formats.is_candidate(tmp_path / "word.xml")
    assert not formats.is_candidate(tmp_path / "list.xml")


def test_every_format_is_read_or_becomes_one_that_is() -> None:
    for known in formats.FORMATS.values():
        if known.name != "zip":
            assert find_spec(known.reader or formats.FORMATS[known.becomes].reader)
