"""Are damaged, protected and hostile files refused with advice, and odd ones still opened?"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import ingest.read
from corpus.errors import (
    CorruptFileError,
    EmptyFileError,
    EncryptedFileError,
    NoSuchPathError,
    ReadError,
    TooLargeError,
    WrongExtensionError,
)
from ingest.word import package as word_package
from ingest.word.document import read

Archive = Callable[[dict[str, str]], Path]
Members = Callable[..., dict[str, str]]

BODY = "<w:p><w:r><w:t>text</w:t></w:r></w:p>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyFileError),
        (b"just some words", WrongExtensionError),
        (b"PK\x03\x04 and then nothing of an archive", CorruptFileError),
        (OLE + "EncryptedPackage".encode("utf-16-le"), EncryptedFileError),
        (OLE + "PictureDocument".encode("utf-16-le"), CorruptFileError),
    ],
)
def test_what_is_no_word_file(tmp_path: Path, content: bytes, error: type[ReadError]) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(content)
    with pytest.raises(error, match=r"report\.docx"):
        ingest.read.read(path)


def test_a_path_to_nothing(tmp_path: Path) -> None:
    with pytest.raises(NoSuchPathError):
        ingest.read.read(tmp_path / "missing.docx")


def test_another_office_file(archive_file: Archive) -> None:
    with pytest.raises(WrongExtensionError, match="no Word file"):
        read(archive_file({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}))


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_truncated_file(archive_file: Archive, members_of_word_file: Members, cut: float) -> None:
    path = archive_file(members_of_word_file(BODY * 200))
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * cut)])
    with pytest.raises(CorruptFileError, match="damaged"):
        read(path)


def test_flipped_bytes_never_end_in_another_error(
    archive_file: Archive, members_of_word_file: Members
) -> None:
    path = archive_file(members_of_word_file(BODY, styles="", footnotes=""))
    content = path.read_bytes()
    for position in range(0, len(content), 7):
        path.write_bytes(
            content[:position] + bytes([content[position] ^ 0xA5]) + content[position + 1 :]
        )
        try:
            read(path)
        except ReadError as error:
            assert str(path) in error.message  # noqa: PT017


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/_rels/document.xml.rels"])
def test_entities_are_refused(
    archive_file: Archive, members_of_word_file: Members, encoding: str, part: str
) -> None:
    members = dict[str, str | bytes](members_of_word_file(BODY))
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
        '<!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    )
    members[part] = (bomb + str(members[part]).replace("text", "&b;&c;")).encode(encoding)
    with pytest.raises(CorruptFileError, match="declares entities"):
        read(archive_file(members))  # type: ignore[arg-type]


def test_an_archive_with_a_password(archive_file: Archive, members_of_word_file: Members) -> None:
    path = archive_file(members_of_word_file(BODY))
    content = bytearray(path.read_bytes())
    # The first bit of the general purpose flags, in the last entry of the directory.
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(EncryptedFileError, match="password"):
        read(path)


def test_a_bomb_is_not_unpacked(
    archive_file: Archive, members_of_word_file: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_package, "MAX_UNPACKED", 5_000_000)
    members = members_of_word_file(BODY)
    members["word/media/image1.png"] = "0" * 6_000_000
    path = archive_file(members)
    assert path.stat().st_size < 20_000
    with pytest.raises(TooLargeError, match="unpacks to more than"):
        read(path)


def test_a_part_that_lies_about_its_size(
    archive_file: Archive, members_of_word_file: Members
) -> None:
    members = members_of_word_file(BODY)
    members["word/document.xml"] += " " * 3_000_000
    path = archive_file(members)
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("word/document.xml").file_size
    path.write_bytes(content.replace(size.to_bytes(4, "little"), (900).to_bytes(4, "little")))
    with pytest.raises(CorruptFileError):
        read(path)


def test_a_long_part(
    archive_file: Archive, members_of_word_file: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_package, "MAX_XML_PART", 10_000)
    with pytest.raises(TooLargeError, match=r"word/document\.xml"):
        read(archive_file(members_of_word_file(BODY * 1000)))


def test_a_document_without_a_body(archive_file: Archive, members_of_word_file: Members) -> None:
    members = members_of_word_file(BODY)
    members["word/document.xml"] = members["word/document.xml"].replace("w:body", "w:bodies")
    with pytest.raises(CorruptFileError, match="no body"):
        read(archive_file(members))


def test_deep_nesting_is_an_error_for_people(
    archive_file: Archive, members_of_word_file: Members
) -> None:
    deep = "<w:sdt><w:sdtContent>" * 5000 + BODY + "</w:sdtContent></w:sdt>" * 5000
    with pytest.raises(CorruptFileError):
        read(archive_file(members_of_word_file(deep)))


def test_deepest_nesting_that_is_parsed(
    archive_file: Archive, members_of_word_file: Members
) -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 80 + BODY + "</w:tc></w:tr></w:tbl>" * 80
    assert [block.text for block in read(archive_file(members_of_word_file(deep))).blocks] == [
        "text"
    ]


def test_links_to_nothing_are_mended(archive_file: Archive, members_of_word_file: Members) -> None:
    members = members_of_word_file(BODY, styles="")
    relationships = "word/_rels/document.xml.rels"
    members[relationships] = members[relationships].replace(
        "</Relationships>",
        '<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/image" Target="NULL"/></Relationships>',
    )
    assert [block.text for block in read(archive_file(members)).blocks] == ["text"]


@pytest.mark.parametrize(
    "main",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    ],
)
def test_macro_files_and_templates(
    archive_file: Archive, members_of_word_file: Members, main: str
) -> None:
    members = members_of_word_file(BODY)
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", main
    )
    assert [block.text for block in read(archive_file(members)).blocks] == ["text"]


def test_the_strict_dialect(archive_file: Archive, members_of_word_file: Members) -> None:
    members = {
        name: content.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, content in members_of_word_file(BODY).items()
    }
    assert [block.text for block in read(archive_file(members)).blocks] == ["text"]


def test_a_damaged_part_of_less_weight_is_a_warning(
    archive_file: Archive, members_of_word_file: Members
) -> None:
    members = members_of_word_file(BODY, footnotes="")
    members["word/footnotes.xml"] = "<w:footnotes"
    reading = read(archive_file(members))
    assert [block.text for block in reading.blocks] == ["text"]
    assert [warning.code for warning in reading.warnings] == ["damaged-part"]
