"""Names of a ZIP archive's members, decoded from any packing system; test for unsafe ones."""

from __future__ import annotations

import re
import zipfile
from typing import Final

INSIDE: Final = "!/"
"""Sign between an archive's path and an inner name, as in Java's URLs."""

_UTF8_FLAG: Final = 0x800
_LOCAL_CODES: Final = (
    # Windows packs names in the old code page of its language and does not say which. Of these,
    # the first is taken that makes nothing but letters of its script: Cyrillic letters that do not
    # touch Latin ones; Chinese characters of two high bytes, as the common ones have in GB 18030.
    ("utf-8", re.compile(r".+", re.DOTALL)),
    (
        "cp866",
        re.compile(
            r"(?!.*(?:[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]))[\x20-\x7e\u0400-\u04ff№]+"
        ),
    ),
    ("gb2312", re.compile(r"[\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’—…·]+")),
    ("cp850", re.compile(r"[\x20-\x7eÀ-ÖØ-öø-ÿ¿¡ªº«»]+")),
    ("cp1256", re.compile(r"[\x20-\x7e\u0600-\u06ff]+")),
)


def read_member_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name in Unicode, with folders separated by ``/``."""
    name = info.filename
    if not info.flag_bits & _UTF8_FLAG and not name.isascii():
        name = _decode(name)
    # Some packers for Windows part folders with its own sign.
    return name if "/" in name else name.replace("\\", "/")


def is_outside(name: str) -> bool:
    """Whether a name leads out of the folder into which an archive is unpacked."""
    parts = name.split("/")
    return (
        name.startswith(("/", "\\"))
        or ".." in parts
        or "." in parts
        or "" in parts
        or "\\" in name
        or bool(re.match(r"[A-Za-z]:", name))
        or any(ord(character) < 0x20 for character in name)
    )


def _decode(name: str) -> str:
    try:
        data = name.encode("cp437")  # zipfile has read it so
    except UnicodeEncodeError:
        return name
    for encoding, wanted in _LOCAL_CODES:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if wanted.fullmatch(text):
            return text
    return name
