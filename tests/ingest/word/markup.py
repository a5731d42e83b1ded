"""Pieces of WordprocessingML for the tests, and what is read of a file made of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.word.document import read

WordFile = Callable[..., Path]

WHO = 'w:author="Ana" w:date="2024-10-02T09:00:00Z"'


def paragraph(inner: str, properties: str = "") -> str:
    """Return a ``w:p`` around ``inner``: runs, or plain words that become one."""
    if not inner.startswith("<"):
        inner = f'<w:r><w:t xml:space="preserve">{inner}</w:t></w:r>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Return a ``w:r`` with the text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def texts(path: Path) -> list[str]:
    """Return the texts of all blocks."""
    return [block.text for block in read(path).blocks]


def deletion(text: str) -> str:
    """Return a tracked deletion."""
    return f"<w:del {WHO}><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def field(code: str, result: str) -> str:
    """Return a complex field."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
