"""A small invented corpus, for searching before a user has brought any."""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["FILES"]

FILES: Final = Path(__file__).with_name("files")
"""Folder of the sample's Word and PDF files, one subfolder per meeting."""
