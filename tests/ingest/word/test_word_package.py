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
from ingest.files import zip_safety
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
def test_a_file_that_is_no_word_file_is_refused(
    tmp_path: Path, content: bytes, error: type[ReadError]
) -> None:
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
    monkeypatch.setattr(zip_safety, "MAX_UNPACKED", 5_000_000)
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
    monkeypatch.setattr(zip_safety, "MAX_XML_PART", 10_000)
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


# --- to the letter ---


def test_a_package_names_its_parts_and_properties(
    archive_file: Archive, members_of_word_file: Members
) -> None:
    parts = ("styles", "numbering", "settings", "footnotes", "endnotes", "header1", "header2")
    members = members_of_word_file(BODY, **dict.fromkeys(parts, ""))
    members["docProps/core.xml"] = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        "<dc:title> A title </dc:title><dc:creator>An author</dc:creator><dc:language>fr"
        "</dc:language><dc:subject> </dc:subject>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2024-02-01T10:00:00Z</dcterms:created>'
        "</cp:coreProperties>"
    )
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        "</Types>",
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-'
        'package.core-properties+xml"/></Types>',
    )
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    members["_rels/.rels"] = members["_rels/.rels"].replace(
        "</Relationships>",
        f'<Relationship Id="rc" Type="{kind}" Target="docProps/core.xml"/></Relationships>',
    )
    members["word/_rels/document.xml.rels"] = members["word/_rels/document.xml.rels"].replace(
        "</Relationships>",
        '<Relationship Id="rx" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/header" Target="http://x.example" TargetMode="External"/>'
        '<Relationship Id="rt" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/theme" Target="styles.xml"/>'
        '<Relationship Id="ra" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/aFChunk" Target="numbering.xml"/></Relationships>',
    )
    package = word_package.open_package(archive_file(members))
    assert package.properties == {
        "title": "A title",
        "author": "An author",
        "created": "2024-02-01T10:00:00+00:00",
        "language": "fr",
    }
    assert package.warnings == ()
    roots = {
        part: getattr(package, part).tag.rpartition("}")[2]
        for part in ("styles", "numbering", "settings", "footnotes", "endnotes", "body")
    }
    assert roots == {part: part for part in roots}
    assert set(package.parts) == {f"r{part}" for part in parts}
    assert set(package.names) == {*package.parts, "ra"}
    assert package.names["rendnotes"] == (
        "word/endnotes.xml",
        len(members["word/endnotes.xml"].encode()),
    )
    assert package.names["ra"][0] == "word/numbering.xml"


def test_a_package_without_properties_has_none(
    archive_file: Archive, members_of_word_file: Members
) -> None:
    package = word_package.open_package(archive_file(members_of_word_file(BODY)))
    assert (package.properties, package.parts, package.names) == ({}, {}, {})
    assert (package.styles, package.settings, package.footnotes) == (None, None, None)


def test_a_damaged_part_is_named(archive_file: Archive, members_of_word_file: Members) -> None:
    members = members_of_word_file(BODY, footnotes="", endnotes="", header1="")
    members["word/footnotes.xml"] = "<w:footnotes"
    members["word/endnotes.xml"] = ""
    package = word_package.open_package(archive_file(members))
    assert set(package.parts) == {"rheader1"}
    for warning, part in zip(package.warnings, ("footnotes", "endnotes"), strict=True):
        assert warning.code == "damaged-part"
        assert warning.message.startswith(
            f"The part /word/{part}.xml is damaged and was left out ("
        )


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (
            {"[Content_Types].xml": "<Types/>", "word/document.xml": None},
            WrongExtensionError,
            "this is no Word file, though its name says so. Give it its right extension.",
        ),
        (
            {"[Content_Types].xml": None, "word/document.xml": None},
            WrongExtensionError,
            "this is no Word file, though its name says so. Give it its right extension.",
        ),
        (
            {"word/document.xml": "<a/>"},
            CorruptFileError,
            (
                "the file is damaged and cannot be opened (it has no body). Open it in Word or "
                "LibreOffice, which can often repair it, and save it again."
            ),
        ),
        (
            {"word/other.XML": "x <!DOCTYPE a>"},
            CorruptFileError,
            (
                "its part word/other.XML declares entities, which no office program writes and "
                "which can be an attack. Do not use this file."
            ),
        ),
    ],
)
def test_the_fault_of_a_package_is_named(
    archive_file: Archive,
    members_of_word_file: Members,
    change: dict[str, str | None],
    error: type[ReadError],
    message: str,
) -> None:
    members = {**members_of_word_file(BODY), **change}
    path = archive_file({name: text for name, text in members.items() if text is not None})
    with pytest.raises(error) as caught:
        word_package.open_package(path)
    assert caught.value.message == f"{path}: {message}"


def test_limits_of_a_package_are_exact(
    archive_file: Archive, members_of_word_file: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = members_of_word_file(BODY)
    members["word/media/a.bin"] = "0" * (3 * 1024**2)
    members["word/long.rels"] = " " * (2 * 1024**2)
    path = archive_file(members)
    whole = sum(len(text.encode()) for text in members.values())
    monkeypatch.setattr(zip_safety, "MAX_UNPACKED", whole)
    monkeypatch.setattr(zip_safety, "MAX_XML_PART", 2 * 1024**2)
    assert word_package.open_package(path).body is not None
    monkeypatch.setattr(zip_safety, "MAX_XML_PART", 2 * 1024**2 - 1)
    with pytest.raises(TooLargeError) as caught:
        word_package.open_package(path)
    assert caught.value.message == (
        f"{path}: its part word/long.rels unpacks to more than 1 MiB. Split the document."
    )
    monkeypatch.setattr(zip_safety, "MAX_UNPACKED", whole - 1)
    with pytest.raises(TooLargeError) as caught:
        word_package.open_package(path)
    assert caught.value.message == (
        f"{path} unpacks to more than 5 MiB and was not opened. If it is genuine, remove its "
        "pictures or split it."
    )
    content = bytearray(path.read_bytes())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(EncryptedFileError) as encrypted:
        word_package.open_package(path)
    assert encrypted.value.message == (
        f"{path} is protected by a password. Save it without one and try again."
    )


@pytest.mark.parametrize("before", [0, 1024**2 - 5, 1024**2 + 3])
def test_a_declaration_between_two_pieces_of_a_part_is_found(
    archive_file: Archive, members_of_word_file: Members, before: int
) -> None:
    members = {**members_of_word_file(BODY), "word/more.xml": f"{' ' * before}<!ENTITY a 'b'>"}
    with pytest.raises(CorruptFileError, match="declares entities"):
        word_package.open_package(archive_file(members))


def test_links_that_lead_to_a_member_stay() -> None:
    names = {"word/styles.xml", "custom/a.xml", "word/media/a.png"}
    kept = (
        '<Relationship Id="1" Target="styles.xml"/>',
        '<Relationship Id="2" Target="/word/styles.xml"/>',
        '<Relationship Id="3" Target="../custom/./a.xml#place"/>',
        "<Relationship Id='4' Target = 'media//a.png'></Relationship>",
        '<Relationship Id="5" Target="http://x.example/" TargetMode="External"/>',
        '<r:Relationship Id="6" Target="../../../word/styles.xml"/>',
        '<Relationship Id="7"/>',
    )
    gone = (
        '<Relationship Id="8" Target="NULL"/>',
        '<Relationship Id="9" Target="../styles.xml"/>',
        '<r:Relationship Id="10" Target="/styles.xml"> </r:Relationship>',
        '<Relationship Id="11" Target="/word/Styles.xml"/>',
    )
    part = f"<Relationships>{''.join(kept + gone)}</Relationships>".encode()
    mended = word_package._drop_dangling("word/_rels/document.xml.rels", part, names)
    assert mended == f"<Relationships>{''.join(kept)}</Relationships>".encode()
    root = b'<Relationship Id="1" Target="word/styles.xml"/>'
    assert word_package._drop_dangling("_rels/.rels", root, names) == root


def test_the_main_part_may_have_another_name(
    archive_file: Archive, members_of_word_file: Members
) -> None:
    members = {
        name.replace("document.xml", "main.xml"): text.replace("document.xml", "main.xml")
        for name, text in members_of_word_file(BODY, settings="").items()
    }
    path = archive_file(members)
    assert word_package.open_package(path).settings is not None
    assert [block.text for block in read(path).blocks] == ["text"]
