"""The files that are there, in archives too, and their formats.

    find(paths) -> files, errors     the way in: files below folders, documents in archives
    leads_out(path, folder)          whether links lead from below a folder to somewhere else
    detect(path) -> name             the format of a file, by its bytes
    FORMATS, READABLE                what is known of each format, and the extensions looked for
    is_candidate(path)               whether a file in a folder is to be read
    guess_format, preference         the format that a name means; which is read the truest
    archives                         paths of documents in archives: exists, fingerprint, extracted
    zip_safety                       packages that are traps are refused before a library sees them

find -> archives -> member_names, formats -> zip_safety

No file is read here beyond what tells its format: the readers of ``FORMATS`` do that.
"""

from ingest.files import archives, zip_safety
from ingest.files.find import find, leads_out
from ingest.files.formats import FORMATS, READABLE, detect, guess_format, is_candidate, preference

__all__ = [
    "FORMATS",
    "READABLE",
    "archives",
    "detect",
    "find",
    "guess_format",
    "is_candidate",
    "leads_out",
    "preference",
    "zip_safety",
]
