"""A small corpus, all invented, for searching before a user has brought any.

    FILES   the folder of its Word and PDF files

The files are made from ``text/`` and ``documents.toml`` by ``writing``, which is not installed; no
text of the real documents is among them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["FILES"]

FILES: Final = Path(__file__).with_name("files")
"""Folder of the sample's Word and PDF files, one subfolder per meeting."""
