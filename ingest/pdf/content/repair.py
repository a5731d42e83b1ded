"""Repair by PDFium of a file that pdfminer cannot open: lost objects, other encryption."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.errors import EncryptedFileError

_CATALOG: Final = re.compile(
    rb"(\d+)\s+(\d+)\s+obj\s*<<(?:(?!endobj).){0,4000}?/Type\s*/Catalog", re.DOTALL
)


def rebuild_pdf(path: Path) -> BytesIO | None:
    """Return a sound, decrypted copy or None; raise EncryptedFileError if a password is needed."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise EncryptedFileError(
                f"{path.name} is protected by a password. Save a copy without the password and "
                "ingest that."
            ) from error
        if error.err_code == pdfium.FPDF_ERR_SECURITY:
            raise EncryptedFileError(
                f"{path.name} is encrypted in a way that cannot be opened here, with a certificate "
                "perhaps. Save a copy that is not encrypted and ingest that."
            ) from error
        document = _open_with_trailer(path)
    except OSError:
        return None
    if document is None:
        return None
    try:
        copy = BytesIO()
        document.save(copy, flags=pdfium.FPDF_REMOVE_SECURITY)
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()
    copy.seek(0)
    return copy


def _open_with_trailer(path: Path) -> pypdfium2.PdfDocument | None:
    """Open the file with a new trailer; None unless all pages are there."""
    content = path.read_bytes()
    catalogs = _CATALOG.findall(content)
    if not catalogs or b"/Encrypt" in content:
        return None
    try:
        document = pypdfium2.PdfDocument(
            content + b"\nendobj\ntrailer\n<</Root %s %s R>>\n%%%%EOF\n" % catalogs[-1]
        )
        for page in document:
            page.close()
    except pypdfium2.PdfiumError:
        return None
    return document
