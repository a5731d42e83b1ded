"""Which documents can be searched before a user has brought any? A small corpus, all invented."""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["FILES"]

FILES: Final = Path(__file__).with_name("files")
"""Folder of the sample's Word and PDF files, one subfolder per meeting."""
