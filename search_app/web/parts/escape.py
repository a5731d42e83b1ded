"""Escaping of text that nobody vouches for, with hidden direction characters shown by name.

These are U+202A–U+202E and U+2066–U+2069 ("Trojan Source", CVE-2021-42574).
"""

from __future__ import annotations

import json
import re
from typing import Final

from markupsafe import Markup, escape

from corpus.text import SPACED_NUMBER

_CONTROLS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^&=@/])")
_SYMBOL: Final = r"(?a:(?=\S{0,24}\d)[A-Z][\w&]*(?:[-/&]{1,2}[\w&.]+)+(?:\([\w.]{1,9}\))?)"
_ARABIC_NAME: Final = (
    r"(?<![^\s،,，“”«»])[^\s،,，“”«»]{0,40}[\u0600-\u06ff][^،,，“”«»\[\]]{0,200}?\.[a-z]{2,5}\b"
)
_HELD: Final = re.compile(f"(?P<name>{_ARABIC_NAME})|{_SYMBOL}[,，]?")  # no line begins with one
_CODE: Final = r"(?a:(?<![\w.&#/-])\d+(?:[./-]\d+)*[./-][A-Za-z]\w*(?:[./-]\w+)*)"
_DRAWN: Final = re.compile(
    rf"(?P<kept><(?P<tag>bdi|style|script|title)\b.*?</(?P=tag)>|<[^>]*>)|{_CODE}|{SPACED_NUMBER.pattern}",
    re.DOTALL,
)
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_LONGEST: Final = 36  # letters that a telephone shows on a line
_WHOLE: Final = Markup('<span class="wsis-whole">{}</span>')
_APART: Final = Markup("<bdi>{}</bdi>")
_SPACES: Final = re.compile(r"[^\S\xa0\u202f]+")  # those that never break stay


def as_html(text: str) -> Markup:
    """Return text for a place in HTML, inside an element or an attribute in double quotes."""
    return name_controls(escape(text))


def unbroken(line: str) -> Markup:
    """Return a citation as HTML that never breaks in a symbol: Arabic would swap the halves."""
    parts = []
    end = 0
    for match in _HELD.finditer(line):
        name = match["name"]
        if name is None and len(match[0]) > _LONGEST:
            continue
        held = _APART.format(name) if name else _WHOLE.format(match[0])
        parts += [escape(line[end : match.start()]), held]
        end = match.end()
    return Markup("").join([*parts, escape(line[end:])])


def codes_apart(html: Markup) -> Markup:
    """Return HTML in which ``5.b`` and ``380 000`` keep their order in a line of Arabic."""
    if not _ARABIC.search(html):
        return html

    def apart(match: re.Match[str]) -> str:
        return match["kept"] or f'<bdi dir="ltr">{match[0]}</bdi>'

    return Markup(_DRAWN.sub(apart, html))  # noqa: S704 - it was HTML before


def name_controls(html: Markup) -> Markup:
    """Return HTML with names in place of characters that turn the direction."""
    return Markup(_CONTROLS.sub(lambda match: f"&lt;U+{ord(match.group()):04X}&gt;", html))  # noqa: S704 - it was HTML before


def as_css(text: str) -> Markup:
    """Return words of the interface as a string of a style sheet; a ``style`` unescapes nothing."""
    return Markup(json.dumps(text, ensure_ascii=False).replace("<", r"\3c "))  # noqa: S704


def as_label(text: str) -> str:
    """Return text as one line for a label of Streamlit's, which it reads as Markdown."""
    return _MARKDOWN.sub(r"\\\1", without_controls(_SPACES.sub(" ", text)).strip())


def without_controls(text: str) -> str:
    """Return text with names in place of characters that turn the direction."""
    return _CONTROLS.sub(lambda match: f"<U+{ord(match.group()):04X}>", text)
