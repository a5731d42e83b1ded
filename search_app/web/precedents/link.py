"""Packs a draft into an address, so that readers can open the result again and send it.

Only a reader who asks for such a link gets one: it shows the draft's text to whoever sees it.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from typing import Final

from search_app.drafts import MAX_TEXT

PARAMETER: Final = "draft"

LONGEST: Final = 7500
"""Characters of a packed draft: with the rest an address stays below the 8,000 octets that RFC 9110
(4.1) asks everyone to pass on."""


def pack_draft(text: str, name: str | None) -> str | None:
    """Pack a draft for an address; None where it is too long for one.

    Args:
        text: of the draft, a paragraph a line.
        name: of its file.
    """
    content = json.dumps([name, text], ensure_ascii=False, separators=(",", ":")).encode()
    value = base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")
    return value if len(value) <= LONGEST else None


def unpack_draft(value: str) -> tuple[str, str | None] | None:
    """Unpack the text of a draft and its name; None for what anyone may have written instead."""
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
