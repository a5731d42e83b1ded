"""Packing of a draft into an address, on request only, since its readers see it; unpacking."""

from __future__ import annotations

from search_app.drafts import MAX_TEXT
from search_app.web.parts import pack_values, unpack_values


def pack_draft(text: str, name: str | None) -> str | None:
    """Return a draft's text and file name packed for an address; None where it is too long."""
    return pack_values([name, text])


def unpack_draft(value: str) -> tuple[str, str | None] | None:
    """Return a packed draft's text and name; None where it is none: anyone may have written it."""
    try:
        # No more than a draft may have, however small it was packed.
        name, text = unpack_values(value, 8 * MAX_TEXT)
    except (ValueError, TypeError):
        return None
    if not isinstance(text, str) or not text.strip():
        return None
    return text[:MAX_TEXT], str(name)[:300] if name else None
