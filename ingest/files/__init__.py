"""Files in folders and ZIP archives, and their formats.

Read ``find``, ``archives``, ``member_names``, ``formats`` (``detect`` tells a format by bytes),
then ``zip_safety``, which refuses malicious packages. Files are never read beyond their format.
"""

from ingest.files import archives, zip_safety
from ingest.files.find import find, leads_out
from ingest.files.formats import (
    FORMATS,
    READABLE,
    detect,
    guess_format,
    is_candidate,
    is_ole,
    preference,
)

__all__ = [
    "FORMATS",
    "READABLE",
    "archives",
    "detect",
    "find",
    "guess_format",
    "is_candidate",
    "is_ole",
    "leads_out",
    "preference",
    "zip_safety",
]
