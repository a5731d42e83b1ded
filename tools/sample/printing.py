"""Print Word files to PDF by LibreOffice."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_SECONDS: Final = 300
"""Limit of one call of LibreOffice; a meeting's files take it about 10 s on two cores."""

_MOMENT: Final = re.compile(rb"/CreationDate\(D:\d{14}Z'\)")
_IDENTITY: Final = re.compile(
    rb"/ID \[ <[0-9A-F]{32}>\s<[0-9A-F]{32}> \]\s/DocChecksum /[0-9A-F]{32}"
)


class PrintingError(RuntimeError):
    """The error that LibreOffice is missing or fails to print, with advice."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A Word file to print, the PDF to write, and the day it was issued."""

    word: Path
    pdf: Path
    issued: date


def print_pdfs(sheets: Sequence[Sheet]) -> None:
    """Print Word files to PDFs, in one call of LibreOffice.

    Raises:
        PrintingError: LibreOffice is missing, failed, or took too long.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise PrintingError(
            "LibreOffice is missing, so the PDFs cannot be written. Install it (on Debian and "
            "Ubuntu: apt-get install libreoffice-writer fonts-noto-core fonts-noto-cjk), or leave "
            "the PDFs as they are with --no-pdf."
        )
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out")
        command = (
            program,
            "--headless",
            "--norestore",
            # A profile of its own: LibreOffice that is open on the desktop would take the call.
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            *("--convert-to", "pdf:writer_pdf_Export"),
            *("--outdir", str(out)),
            *(str(sheet.word.resolve()) for sheet in sheets),
        )
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program with our own files
                command, capture_output=True, text=True, timeout=_SECONDS, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise PrintingError(
                f"LibreOffice had not printed {len(sheets)} files after {_SECONDS} seconds. "
                "Run the script again; what is done stays done."
            ) from error
        for sheet in sheets:
            printed = out / f"{sheet.word.stem}.pdf"
            if not printed.is_file():
                raise PrintingError(
                    f"LibreOffice did not print {sheet.word.name}: {done.stderr.strip()[-500:]}"
                )
            settled = _settle(printed.read_bytes(), sheet)
            partial = sheet.pdf.with_name(f"{sheet.pdf.name}.part")
            partial.write_bytes(settled)
            partial.replace(sheet.pdf)


def _settle(pdf: bytes, sheet: Sheet) -> bytes:
    # LibreOffice writes the time of printing, and identifiers made from it. In their place, at
    # the same length since a PDF refers to offsets, go the day of issue and a hash of the source.
    identity = hashlib.sha256(sheet.word.read_bytes()).hexdigest()[:32].upper().encode()
    pdf = _MOMENT.sub(f"/CreationDate(D:{sheet.issued:%Y%m%d}000000Z')".encode(), pdf)
    return _IDENTITY.sub(
        b"/ID [ <%b>\n<%b> ]\n/DocChecksum /%b" % (identity, identity, identity), pdf
    )
