"""Conversion of office files by LibreOffice: of old and foreign ones, and of papers written here.

Text becomes .docx, presentations .pptx; ``convert_paper`` makes .odt or .pdf of a .docx. Each
conversion has its own profile, so several run at a time, without macros or network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

from corpus.errors import CorruptFileError, OutOfTimeError, UnreadableError, UnsupportedFormatError
from ingest import guard
from ingest.files import FORMATS, is_ole, zip_safety

LONGEST: Final = 300.0
"""Longest conversion, in seconds: a new profile takes 2 to 4, 200 pages of text about 10."""

_FILTERS: Final = {
    "docx": "docx:MS Word 2007 XML",
    "pptx": "pptx:Impress MS PowerPoint 2007 XML",
    "odt": "odt:writer8",
    "pdf": "pdf:writer_pdf_Export",
}
_WORD_FILTERS: Final = ("MS Word 97", "MS WinWord 6.0", "MS Word 95")
"""Filters that read a Word file in an OLE container: without one, a damaged file is read as text,
letter by letter.
"""
_USUAL_PLACES: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
    "C:\\Program Files (x86)\\LibreOffice\\program\\soffice.exe",
)

_PROFILE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}</oor:items>
"""
_ITEM: Final = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>\n"
)
_SETTINGS: Final = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Impress/Content/Update", "Link", "0"),
    ("Office.Common/Misc", "FirstRun", "false"),
    # Whatever still asks the network is sent to a port that nobody listens on.
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)


def find_program() -> str | None:
    """Return the path of LibreOffice; None where it is not installed."""
    for name in ("soffice", "libreoffice"):
        path = shutil.which(name)
        if path:
            return path
    return next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


@contextmanager
def convert(path: Path, kind: str, *, seconds: float = LONGEST) -> Iterator[Path]:
    """Yield the path of a .docx or .pptx copy, which exists as long as the context lasts.

    ``kind`` is doc, rtf, odt, ppt or odp.

    Raises:
        UnsupportedFormatError: LibreOffice is not installed.
        CorruptFileError: LibreOffice cannot open the file.
        OutOfTimeError: it took too long, and was ended.
        ReadError: the file is a trap (``ingest.files.zip_safety``).
    """
    target = FORMATS[kind].becomes
    soffice = _require_program(path, kind, target)
    if zipfile.is_zipfile(path):
        with path.open("rb") as stream, zip_safety.open_zip(stream, path.name) as archive:
            zip_safety.check_package(archive, path.name)
    # The guard deletes the folder too, if this process is killed.
    with tempfile.TemporaryDirectory(prefix="wsis-search-", ignore_cleanup_errors=True) as folder:
        # Under a plain name: LibreOffice takes some characters of a path for its own.
        source = Path(folder, f"source.{kind}")
        try:
            shutil.copyfile(path, source)
        except OSError as error:
            raise UnreadableError(
                f"{path.name} cannot be copied for reading: {error.strerror or error}. Check its "
                f"permissions and the space in {folder}."
            ) from error
        result = Path(folder, "converted", f"source.{target}")
        for read_by in _WORD_FILTERS if kind == "doc" and is_ole(source) else (None,):
            code = _convert(soffice, source, target, Path(folder), seconds, read_by)
            if code == guard.OUT_OF_TIME or result.is_file():
                break
        if code == guard.OUT_OF_TIME:
            raise OutOfTimeError(
                f"{path.name}: LibreOffice did not open it within {seconds:,.0f} seconds and was "
                f"ended. Open it there yourself and save it as .{target}."
            )
        if not result.is_file() or not result.stat().st_size:
            raise CorruptFileError(
                f"{path.name} cannot be opened by LibreOffice: it is damaged, or protected by a "
                f"password. Open it in its own program and save it as .{target}."
            )
        yield result


def can_write_papers() -> bool:
    """Whether a LibreOffice is installed that converts papers."""
    soffice = find_program()
    return soffice is not None and _find_missing_part(soffice, "odt") is None


def convert_paper(content: bytes, target: Literal["odt", "pdf"]) -> bytes:
    """Convert a Word file that this program wrote.

    Raises UnsupportedFormatError where LibreOffice is not installed; CorruptFileError where
    LibreOffice wrote no file; OutOfTimeError where it took too long, and was ended.
    """
    soffice = find_program()
    if soffice is None or _find_missing_part(soffice, target):
        raise UnsupportedFormatError(
            f"Papers are written as .{target} by LibreOffice Writer, which is not installed. "
            "Install it (https://www.libreoffice.org), or take the Word file."
        )
    with tempfile.TemporaryDirectory(prefix="wsis-search-", ignore_cleanup_errors=True) as folder:
        source = Path(folder, "paper.docx")
        source.write_bytes(content)
        code = _convert(soffice, source, target, Path(folder), LONGEST)
        result = Path(folder, "converted", f"paper.{target}")
        if code == guard.OUT_OF_TIME:
            raise OutOfTimeError(
                f"LibreOffice did not write the .{target} file within {LONGEST:,.0f} seconds and "
                "was ended. Take the Word file."
            )
        if not result.is_file() or not result.stat().st_size:
            raise CorruptFileError(f"LibreOffice wrote no .{target} file. Take the Word file.")
        return result.read_bytes()


def _require_program(path: Path, kind: str, target: str) -> str:
    """Return the path of a LibreOffice that can convert; raise UnsupportedFormatError if none."""
    soffice = find_program()
    if soffice is None:
        raise UnsupportedFormatError(
            f"{path.name}: files of this kind (.{kind}) are read through LibreOffice, which is not "
            "installed. Install it (https://www.libreoffice.org, or your system's package "
            f"libreoffice), or save the file as .{target}."
        )
    part = _find_missing_part(soffice, target)
    if part:
        raise UnsupportedFormatError(
            f"{path.name}: files of this kind (.{kind}) are read through LibreOffice {part}, which "
            f"is not installed though LibreOffice is. Install it, or save the file as .{target}."
        )
    return soffice


def _find_missing_part(soffice: str, target: str) -> str | None:
    """Return the part of LibreOffice that ``target`` needs and that is not installed, or None."""
    folder = Path(soffice).resolve().parent
    part, library = ("Impress", "libsdlo.so") if target == "pptx" else ("Writer", "libswlo.so")
    # Where the program's own library is not found either, nothing is known of this installation.
    is_known = (folder / "libmergedlo.so").exists() or (folder / "libsfxlo.so").exists()
    return part if is_known and not (folder / library).exists() else None


def _convert(
    soffice: str,
    source: Path,
    target: str,
    folder: Path,
    seconds: float,
    read_by: str | None = None,
) -> int:
    """Run LibreOffice; without ``read_by``, it finds the filter that reads the file."""
    profile = folder / "profile"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    items = "".join(
        _ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS
    )
    settings.write_text(_PROFILE.format(items=items), encoding="utf-8")
    command = [
        soffice,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--nologo",
        *([f"--infilter={read_by}"] if read_by else []),
        "--convert-to",
        _FILTERS[target],
        "--outdir",
        str(folder / "converted"),
        str(source),
    ]
    environment = {
        **{
            name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")
        },
        "HOME": str(folder),
        "SAL_USE_VCLPLUGIN": "svp",  # no display
        "TMPDIR": str(folder),
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }
    guarded = [sys.executable, "-I", "-S", str(Path(guard.__file__))]
    # Its standard input is a pipe that closes with this process, whatever ends it.
    with subprocess.Popen(  # noqa: S603
        [*guarded, str(seconds), str(folder), *command], stdin=subprocess.PIPE, env=environment
    ) as process:
        return process.wait()
