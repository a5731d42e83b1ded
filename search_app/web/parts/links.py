"""Addresses of passages in their documents, which outlive the next ingest.

Passage ids change when a file is read again, so an address names symbol, language and number.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from typing import Any, Final
from urllib.parse import urlencode

from index.store import Excerpt
from search_app.citing import source_submitters, submitter_name

PAGE: Final = "page"
"""Name of the page's picture, in place of a language of the right side."""

LONGEST_PACKED: Final = 7500
"""Characters of packed values: with the rest an address stays below the 8,000 octets that RFC 9110
(4.1) asks everyone to pass on.
"""

_TOKEN_LENGTH: Final = 12


def document_parameters(shown: Excerpt, right: str | None = None) -> dict[str, str]:
    """Return the parameters with which the documents page opens at a passage."""
    parameters = {"symbol": shown.symbol} if shown.symbol else {}
    # The page turns the id into a number or a place when it has opened.
    parameters["passage"] = str(shown.passage_id)
    if shown.language:
        parameters["left"] = shown.language
    if right and right != shown.language:
        parameters["right"] = right
    return parameters


def document_address(shown: Excerpt, right: str | None = None) -> str:
    """Return a passage's relative address, percent-encoded: ``documents?symbol=…&left=fr``."""
    return "documents?" + urlencode(document_parameters(shown, right))


def symbol_address(symbol: str, language: str | None = None) -> str:
    """Return the address of a document by its symbol, relative to the app's, percent-encoded."""
    version = {"left": language} if language else {}
    return "documents?" + urlencode({"symbol": symbol, **version})


def source_address(name: str) -> str:
    """Return the address of what a source said, by its name, relative to the app's, quoted."""
    return "./?" + urlencode({"view": "source", "q": name})


def source_links(source: str | None, language: str) -> list[tuple[str, str]]:
    """Return the names of those who submitted a document, each with the address of its page."""
    names = [submitter_name(by, language) for by in source_submitters(source)]
    return [(name, source_address(name)) for name in names]


def compare_address(old: str, new: str) -> str:
    """Return the address of two documents side by side, relative to the app's, percent-encoded."""
    return "draft?" + urlencode({"to": new, "from": old, "view": "compared"})


def pack_values(values: object) -> str | None:
    """Pack values of JSON for an address; None where they are too long for one."""
    content = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    packed = base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")
    return packed if len(packed) <= LONGEST_PACKED else None


def unpack_values(packed: str, most: int) -> Any:
    """Return packed values, from at most ``most`` bytes of JSON; raise ValueError for no such."""
    if len(packed) > LONGEST_PACKED:
        raise ValueError("longer than an address may be")
    try:
        content = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        return json.loads(zlib.decompressobj().decompress(content, most))
    except (zlib.error, RecursionError) as error:
        raise ValueError("not packed here") from error


def token(key: str) -> str:
    """Return an address's name for a document without a symbol; it hides the file's place."""
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()[:_TOKEN_LENGTH]
