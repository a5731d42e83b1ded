"""Tests for the visible and the block elements of a web page."""

from __future__ import annotations

import re
from typing import Any, Final

_HIDDEN: Final = {
    tag: rule
    for rule, tags in {
        "not-shown": "head title script style template noscript iframe object embed applet audio "
        "video canvas map area datalist dialog",
        "form-field": "select option textarea input button",
        "ruby": "rp rt",
    }.items()
    for tag in tags.split()
}
"""Elements whose text is hidden or not the page's (form input, ruby readings), with their rule."""

_BLOCK: Final = frozenset(
    "html body address article aside blockquote center dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main ol p pre search section "
    "summary table tbody td tfoot th thead tr ul menu dir caption".split()
)

_INVISIBLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)")
_NUMBER: Final = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)


def is_block(tag: str) -> bool:
    """Whether an element's text is separate from the text before and after it."""
    return tag in _BLOCK


def find_hiding_rule(element: Any) -> str | None:
    """Return the rule that hides an lxml element, or None; style sheets are ignored."""
    if not isinstance(element.tag, str):
        return "not-shown"
    style = element.get("style")
    if element.get("hidden") is not None or (style and _INVISIBLE.search(style.lower())):
        return "hidden"
    return _HIDDEN.get(element.tag)


def is_typed_number(element: Any) -> bool:
    """Whether an element is a list item's number, as Word writes it into web pages."""
    return element.tag == "span" and bool(_NUMBER.search(element.get("style") or ""))
