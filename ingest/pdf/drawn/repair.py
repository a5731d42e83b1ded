"""Does a file that its reader cannot open open all the same, rebuilt by PDFium?

PDFium looks for the objects of a file whose table of contents is missing or wrong, and knows ways
of encryption that pdfminer does not.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.errors import EncryptedFileError


def rebuilt(path: Path) -> BytesIO | None:
    """A copy of the file at ``path``, sound and not encrypted; None where that fails too.

    Raises:
        EncryptedFileError: when a password or a certificate is needed.
    """
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
        return None
    except OSError:
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
