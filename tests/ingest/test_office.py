"""Old and foreign office files go through LibreOffice, which leaves nothing behind."""

from __future__ import annotations

import http.server
import subprocess
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pptx
import pytest

from corpus.documents import Document
from corpus.errors import (
    CorruptFileError,
    OutOfTimeError,
    ReadError,
    TooLargeError,
    UnsupportedFormatError,
)
from ingest import office
from ingest.files import zip_safety
from ingest.limits import Limits
from ingest.read import read
from ingest.workers import read_all, read_one
from tests.ingest.files.test_formats import WORD_XML, word2


def needs_office(test: Callable[..., None]) -> Callable[..., None]:
    is_absent = office.find_program() is None
    skipped = pytest.mark.skipif(is_absent, reason="LibreOffice is not installed")
    marked: Callable[..., None] = pytest.mark.process(skipped(test))
    return marked


RTF = (
    r"{\rtf1\ansi\deff0{\fonttbl{\f0 Times;}}\pard The Group notes the report.\par"
    r"\pard \u1043?\u1088?\u1091?\u1087?\u1087?\u1072? \u1079?\u1072?\u1089?\u1077?\u1076?\u1072?"
    r"\u1077?\u1090?.\par}"
)
WORDS = ["The Group notes the report.", "Группа заседает."]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)

_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>{doctype}
<office:document-content office:version="1.3"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink">
<office:body><office:text>{body}</office:text></office:body></office:document-content>"""
_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/"
 manifest:media-type="application/vnd.oasis.opendocument.text"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""


def open_document(path: Path, body: str, *, doctype: str = "", padding: int = 0) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", _CONTENT.format(body=body, doctype=doctype))
        if padding:
            archive.writestr("Pictures/x.png", bytes(padding))
    return path


def find_left_behind() -> list[str]:
    """Command lines of processes that work in one of the temporary folders, and the folders.

    What was killed may still be there for a moment.
    """
    until = time.monotonic() + 10
    while (folders := _there()) and time.monotonic() < until:
        time.sleep(0.05)
    return folders


def _there() -> list[str]:
    folders = [str(folder) for folder in Path(tempfile.gettempdir()).glob("wsis-search-*")]
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().decode("utf-8", "replace")
        except OSError:
            continue
        if f"{tempfile.gettempdir()}/wsis-search-" in command:
            folders.append(command)
    return folders


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps what other tests have in the temporary folder out of sight."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))


@needs_office
@pytest.mark.parametrize(
    ("name", "data"), [("old.doc", word2(encrypted=False)), ("old.xml", WORD_XML)]
)
def test_older_word_files_are_read(name: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    document = read(path)
    assert document.passages[0].text == "The Group notes the report."
    assert not document.warnings


@needs_office
@pytest.mark.parametrize("name", ["доклад ملف 报告 %20 #1 'x' & y;.rtf", "x.doc"])
@pytest.mark.thorough
def test_rich_text_under_any_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(RTF, encoding="ascii")
    document = read(path)
    assert [passage.text for passage in document.passages] == WORDS
    assert document.format == "rtf"
    assert [warning.code for warning in document.warnings if warning.code == "wrong-extension"] == (
        ["wrong-extension"] if name == "x.doc" else []
    )
    assert find_left_behind() == []


@needs_office
def test_an_open_document_text_is_read(tmp_path: Path) -> None:
    body = '<text:h text:outline-level="2">Заголовок</text:h><text:p>工作组注意到报告。</text:p>'
    document = read(open_document(tmp_path / "a.odt", body))
    assert [(p.kind, p.text) for p in document.passages] == [
        ("heading", "Заголовок"),
        ("paragraph", "工作组注意到报告。"),
    ]


@needs_office
@pytest.mark.thorough
def test_old_formats_of_word_and_powerpoint(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_text(RTF, encoding="ascii")
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Отчёт о ходе работы"
    deck.save(str(tmp_path / "b.pptx"))
    for source, target in (("a.rtf", "doc"), ("b.pptx", "ppt"), ("b.pptx", "odp")):
        subprocess.run(
            [office.find_program() or "", f"-env:UserInstallation=file://{tmp_path}/profile",
             "--headless", "--convert-to", target, "--outdir", tmp_path, tmp_path / source],
            check=True, capture_output=True,
        )  # fmt: skip
    if not (tmp_path / "b.ppt").exists():
        pytest.skip("LibreOffice Impress is not installed")
    assert [passage.text for passage in read(tmp_path / "a.doc").passages] == WORDS
    for name in ("b.ppt", "b.odp"):
        document = read(tmp_path / name)
        assert document.pages == 1
        assert [(p.kind, p.page, p.text) for p in document.passages] == [
            ("heading", 1, "Отчёт о ходе работы")
        ]


@needs_office
@pytest.mark.thorough
def test_several_workers_at_once(tmp_path: Path) -> None:
    paths = []
    for number in range(2):
        paths.append(tmp_path / f"{number}.rtf")
        paths[-1].write_text(RTF.replace("report", f"report {number}"), encoding="ascii")
    for path, document in read_all(paths, workers=2):
        assert isinstance(document, Document)
        assert document.passages[0].text == f"The Group notes the report {path.stem}."
    assert find_left_behind() == []


@needs_office
def test_time_that_is_over(tmp_path: Path) -> None:
    path = tmp_path / "slow.rtf"
    path.write_text(RTF, encoding="ascii")
    with (
        pytest.raises(OutOfTimeError, match=r"slow\.rtf: LibreOffice did not open it"),
        office.convert(path, "rtf", seconds=0.2),
    ):
        pytest.fail("there is no copy")
    assert find_left_behind() == []


@needs_office
@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks at /proc")
@pytest.mark.thorough
def test_a_worker_that_is_killed_takes_libreoffice_with_it(tmp_path: Path) -> None:
    path = tmp_path / "long.rtf"
    # Long enough for LibreOffice to be at work when the worker's time is over.
    path.write_text(RTF[:-1] + r"The Group notes the report.\par " * 60_000 + "}", encoding="ascii")
    with pytest.raises(OutOfTimeError, match=r"long\.rtf was not read within 2 seconds"):
        read_one(path, Limits(seconds=2))
    assert find_left_behind() == []


@pytest.fixture
def server_requests() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and the paths that it was asked for."""
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", paths
        server.shutdown()
        thread.join()


@needs_office
@pytest.mark.thorough
def test_nothing_is_fetched(tmp_path: Path, server_requests: tuple[str, list[str]]) -> None:
    address, paths = server_requests
    body = (
        f'<text:p>Text<draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href='
        f'"{address}/picture.png"/></draw:frame></text:p><text:section text:name="s">'
        f'<text:section-source xlink:href="{address}/section.odt"/><text:p>in</text:p>'
        "</text:section>"
    )
    assert read(open_document(tmp_path / "a.odt", body)).passages
    rtf = RTF[:-1] + rf'{{\field{{\*\fldinst INCLUDEPICTURE "{address}/p.png" \\d}}}}}}'
    (tmp_path / "b.rtf").write_text(rtf, encoding="ascii")
    assert read(tmp_path / "b.rtf").passages
    assert paths == []


def test_libreoffice_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_program", lambda: None)
    path = tmp_path / "report.rtf"
    path.write_text(RTF, encoding="ascii")
    with pytest.raises(UnsupportedFormatError) as caught:
        read(path)
    assert "report.rtf" in caught.value.message
    assert "Install it" in caught.value.message
    assert ".docx" in caught.value.message


def test_a_part_of_libreoffice_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "program").mkdir()
    for name in ("soffice", "libmergedlo.so", "libswlo.so"):
        (tmp_path / "program" / name).touch()
    monkeypatch.setattr(office, "find_program", lambda: str(tmp_path / "program" / "soffice"))
    path = tmp_path / "talk.ppt"
    path.write_bytes(OLE + "PowerPoint Document".encode("utf-16-le"))
    with pytest.raises(UnsupportedFormatError, match=r"talk\.ppt.*LibreOffice Impress"):
        read(path)


@needs_office
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.doc", OLE + "WordDocument".encode("utf-16-le") + bytes(4000)),
        ("a.ppt", OLE + "PowerPoint Document".encode("utf-16-le") + bytes(4000)),
    ],
)
@pytest.mark.thorough
def test_a_damaged_file_is_one_line(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadError, match=rf"{name}") as caught:
        read(tmp_path / name)
    assert caught.value.code in ("corrupt-file", "no-text", "unsupported-format")
    assert "wsis-search-" not in caught.value.message
    assert "\n" not in caught.value.message
    assert find_left_behind() == []


@needs_office
def test_traps_do_not_reach_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_convert", lambda *_: pytest.fail("LibreOffice was started"))
    monkeypatch.setattr(zip_safety, "MAX_UNPACKED", 1_000_000)
    lol = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'
    external = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    for doctype in (lol, external):
        path = open_document(tmp_path / "bomb.odt", "<text:p>&a;</text:p>", doctype=doctype)
        with pytest.raises(CorruptFileError, match=r"bomb\.odt.*declares entities"):
            read(path)
    path = open_document(tmp_path / "bomb.odt", "", padding=2_000_000)
    with pytest.raises(TooLargeError, match=r"bomb\.odt unpacks to more"):
        read(path)
