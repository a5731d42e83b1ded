"""Packing of a draft into an address, on request only, since its readers see it; unpacking."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from typing import Final

from search_app.drafts import MAX_TEXT

LONGEST: Final = 7500
"""Maximum characters of a packed draft: an address has to stay below 8,000 octets (RFC 9110, 4.1).
"""


def pack_draft(text: str, name: str | None) -> str | None:
    """Return a draft's text and file name packed for an address; None where it is too long."""
    content = json.dumps([name, text], ensure_ascii=False, separators=(",", ":")).encode()
    value = base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")
    return value if len(value) <= LONGEST else None


def unpack_draft(value: str) -> tuple[str, str | None] | None:
    """Return a packed draft's text and name; None where it is none: anyone may have written it."""
    if len(value) > LONGEST:
        return None
    try:
        content = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
        # No more than a draft may have, however small it was packed.
        name, text = json.loads(zlib.decompressobj().decompress(content, 8 * MAX_TEXT))
    except (binascii.Error, zlib.error, ValueError, TypeError):
        return None
    if not isinstance(text, str) or not text.strip():
        return None
    return text[:MAX_TEXT], str(name)[:300] if name else None
