"""Whatever a file is, it ends as a document or as one line that says what to do."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.sample import FILES
from ingest import plain
from ingest.blocks import FileContent
from ingest.limits import Limits
from ingest.read import read
from ingest.workers import read_all, read_one

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LOL: Final = (
    '<!DOCTYPE x [<!ENTITY l0 "lol">'
    + "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    + "]>"
)
EXTERNAL: Final = '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/hostname">]>'

WORD: Final = min((FILES / "CWGWSIS40").glob("*C-0003!!MSW-E*"))
PDF: Final = min((FILES / "CWGWSIS40").glob("*C-0003!!PDF-E*"))


def failure(path: Path) -> str:
    """The error's code, after a look at its message."""
    with pytest.raises(ReadError) as caught:
        read(path)
    message = caught.value.message
    assert path.name in message
    assert "\n" not in message
    assert len(message) < 500
    assert message.count(". ") >= 1, "what happened, and what to do"
    assert message.endswith((".", ")"))
    return caught.value.code


def change_package(source: Path, target: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == part else data)
    return target


@pytest.mark.parametrize("source", [WORD, PDF], ids=["docx", "pdf"])
@pytest.mark.parametrize("share", [0.02, 0.4, 0.9])
def test_a_truncated_file(source: Path, share: float, tmp_path: Path) -> None:
    path = tmp_path / f"cut{source.suffix}"
    path.write_bytes(source.read_bytes()[: int(share * source.stat().st_size)])
    try:
        document = read(path)
    except ReadError:
        assert failure(path) in ("corrupt-file", "no-text", "wrong-extension")
    else:  # pages before the cut can be read
        assert source == PDF
        assert document.passages


@pytest.mark.parametrize("source", [WORD, PDF], ids=["docx", "pdf"])
@pytest.mark.parametrize("examples", [8, pytest.param(100, marks=pytest.mark.slow)])
def test_a_file_damaged_anywhere_is_read_or_refused(
    source: Path, examples: int, tmp_path: Path
) -> None:
    whole = source.read_bytes()
    path = tmp_path / f"damaged{source.suffix}"

    @settings(max_examples=examples, deadline=None)
    @given(at=st.integers(0, len(whole) - 64), rubbish=st.binary(min_size=1, max_size=64))
    def is_read_or_refused(at: int, rubbish: bytes) -> None:
        path.write_bytes(whole[:at] + rubbish + whole[at + len(rubbish) :])
        try:
            assert read(path).passages
        except ReadError:
            failure(path)

    is_read_or_refused()


@pytest.mark.parametrize("name", ["a.docx", "a.pptx", "a.doc", "a.ppt"])
def test_encrypted_office_files(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le") + bytes(500))
    assert failure(path) == "encrypted-file"


@pytest.mark.parametrize("declaration", [LOL, EXTERNAL], ids=["bomb", "external"])
def test_entities_in_a_word_file(declaration: str, tmp_path: Path) -> None:
    def spoilt(data: bytes) -> bytes:
        head, _, rest = data.partition(b"<w:document")
        body = rest.replace(b"</w:t>", b"&l9;</w:t>", 1)
        return head + declaration.encode() + b"<w:document" + body

    path = change_package(WORD, tmp_path / "bomb.docx", "word/document.xml", spoilt)
    assert failure(path) == "corrupt-file"


def test_a_message_of_several_lines_becomes_one_line(tmp_path: Path) -> None:
    def spoilt(data: bytes) -> bytes:
        return data.replace(b"<w:body>", b"<w:body>\n\0", 1)

    path = change_package(WORD, tmp_path / "nul.docx", "word/document.xml", spoilt)
    assert failure(path) == "corrupt-file"


@pytest.mark.thorough
def test_a_zip_bomb_in_a_word_file(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as stream:
            for _ in range(160):
                stream.write(bytes(1024**2))
    assert path.stat().st_size < 1_000_000
    began = time.monotonic()
    assert failure(path) == "too-large"
    assert time.monotonic() - began < 60


@pytest.mark.process
@pytest.mark.parametrize("pages", [2_000, pytest.param(10_000, marks=pytest.mark.slow)])
@pytest.mark.thorough
def test_thousands_of_empty_pages(pages: int, tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    with pypdfium2.PdfDocument.new() as document:
        for _ in range(pages):
            document.new_page(595, 842).close()
        document.save(path)
    with pytest.raises(ReadError, match=r"empty\.pdf gives no text") as caught:
        read_one(path, Limits(seconds=300, megabytes=1000))
    assert caught.value.code == "no-text"


def test_five_thousand_merged_cells(word_file: Callable[..., Path]) -> None:
    def cell(row: int, column: int) -> str:
        merge = '<w:vMerge w:val="restart"/>' if row == 0 else "<w:vMerge/>"
        span = f'<w:gridSpan w:val="2"/>{merge if column % 2 else ""}'
        return (
            f"<w:tc><w:tcPr>{span}</w:tcPr><w:p><w:r><w:t>{row}.{column}</w:t></w:r></w:p></w:tc>"
        )

    rows = "".join(
        f"<w:tr>{''.join(cell(row, column) for column in range(10))}</w:tr>" for row in range(500)
    )
    grid = "<w:gridCol/>" * 20
    began = time.monotonic()
    document = read(word_file(f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"))
    assert time.monotonic() - began < 60
    assert len(document.passages) == 500


def test_a_web_page_with_five_thousand_merged_cells(tmp_path: Path) -> None:
    path = tmp_path / "table.html"
    cell = '<td colspan="99999999" rowspan="99999999">x</td>'
    path.write_text(f"<table>{f'<tr>{cell * 10}</tr>' * 500}</table>", encoding="utf-8")
    began = time.monotonic()
    assert read(path).passages
    assert time.monotonic() - began < 60


def test_a_file_that_is_written_to_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.txt"
    path.write_text("The Group notes the report.\n", encoding="utf-8")
    honest = plain.read

    def slow(path: Path) -> FileContent:
        reading = honest(path)
        with path.open("a", encoding="utf-8") as stream:
            stream.write("One more line that came later.\n")
        return reading

    monkeypatch.setattr(plain, "read", slow)
    assert [warning.code for warning in read(path).warnings] == ["changed-file"]
    monkeypatch.setattr(plain, "read", honest)
    assert not read(path).warnings


def test_a_wrong_extension_gives_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(WORD.read_bytes())
    document = read(path)
    assert document.format == "docx"
    (warning,) = (warning for warning in document.warnings if warning.code == "wrong-extension")
    assert warning.message.startswith("report.pdf is named as a PDF but is a Word file (.docx)")


@pytest.mark.process
@pytest.mark.thorough
def test_a_run_over_bad_files_goes_on_to_its_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.docx").mkdir()
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere.pdf")
    (tmp_path / "empty.docx").touch()
    (tmp_path / "rubbish.txt").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "ملف 报告 \udcff.txt").write_bytes("工作组注意到报告。".encode())
    (tmp_path / "good.docx").write_bytes(WORD.read_bytes())
    paths = [*sorted(tmp_path.iterdir()), Path("/dev/zero"), tmp_path / "none.docx"]
    results = dict(read_all(paths, workers=2, limits=Limits(seconds=60)))
    failed = {
        path.name: result.code for path, result in results.items() if isinstance(result, ReadError)
    }
    assert failed == {
        "pipe.txt": "not-a-file",
        "folder.docx": "not-a-file",
        "gone.pdf": "no-such-path",
        "empty.docx": "empty-file",
        "rubbish.txt": "corrupt-file",
        "zero": "not-a-file",
        "none.docx": "no-such-path",
    }
    assert len(results) == len(paths)


@pytest.mark.process
def test_no_file_is_left_in_memory_twice(tmp_path: Path) -> None:
    """A sparse file of the largest size that is read is refused without being loaded."""
    path = tmp_path / "huge.docx"
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("x", "y")
    with path.open("wb") as target:
        target.write(data.getvalue()[:30])
        target.truncate(150 * 1024**2)
    with pytest.raises(ReadError, match=r"huge\.docx"):
        read_one(path, Limits(seconds=60, megabytes=700))
