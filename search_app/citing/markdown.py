"""Escaping for Markdown, so that a document's text stays text; quotes and links.

Only a character that Markdown, HTML or GitHub would read as a sign gets a backslash.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import Final
from urllib.parse import quote as percent_encode

from corpus.text import clean
from search_app.citing.words import one_line

_SIGNS: Final = re.compile(
    r"""
    \\(?=[!-/:-@\[-`{-~]|$)       # escapes what follows, or breaks the line
    | [`*~]
    | (?<![^\W_])_ | _(?![^\W_])  # within a word it is a letter
    | \](?=[(\[{])                # of a link or a picture
    | \[(?=[\[^])                 # of a wiki or a note
    | <(?=[A-Za-z/!?])
    | \$(?=\$) | (?<=\S)\$(?!\d)  # ends a formula
    | \^(?=\[|[^\s^]+\^)          # of a note, or raises what stands between two
    | \{(?=[{%:.\#])
    | (?<!\S)\#(?=\#*$)           # behind a heading it would belong to its sign
    | (?<!\w)@(?=\w)              # notifies somebody
    | (?<!\S):(?=\w+:)            # `:name:` is a picture on GitHub
    """,
    re.VERBOSE,
)
_FORMULA_BEGINS: Final = re.compile(r"\$\S")
_ENTITY: Final = re.compile(r"&(?=(#\d+;|#[Xx][\dA-Fa-f]+;|\w+;))")
_ADDRESS: Final = re.compile(r"(?<=[A-Za-z]):(?=//\S*\\)|(?<=www)\.(?=\S*\\)", re.IGNORECASE)
"""Colon or stop of an address with an escaped sign: as a link it would show the backslash."""

_BLOCK: Final = re.compile(
    r"""
    (?= [>|] | \#{1,6}(?:\s|$) | [-+](?:\s|$) | -[-\s:|]*$ | =+$ | :[\s:|-]
      | \[(?:[ Xx]\]|.*\]:) )
    | \d{1,9}(?=[.)](?:\s|$))
    """,
    re.VERBOSE,
)
"""Beginning of a line that would begin another block; behind a number, its stop is escaped."""
_LINK_TEXT: Final = re.compile(r"(\\.)|([\[\]])")
_LINK_END: Final = re.compile(r"[\s()<>\\]")


def escape(text: str) -> str:
    """Escape a text as part of a line."""
    line = one_line(text)
    is_formula = bool(_FORMULA_BEGINS.search(line))
    line = _SIGNS.sub(lambda sign: f"\\{sign[0]}" if is_formula or sign[0] != "$" else "$", line)
    line = _ENTITY.sub(lambda sign: "\\&" if sign[1][0] == "#" or sign[1] in html5 else "&", line)
    return _ADDRESS.sub(r"\\\g<0>", line)


def escape_start(text: str) -> str:
    """Escape a text at the beginning of a line."""
    line = escape(text)
    match = _BLOCK.match(line)
    return f"{line[: match.end()]}\\{line[match.end() :]}" if match else line


def escape_paragraph(text: str) -> str:
    """Escape a text as one paragraph, with ``<br>`` between its lines."""
    first, *following = [line for line in clean(text).split("\n") if line.strip()] or [""]
    return "<br>".join((escape_start(first), *map(escape, following)))


def escape_cell(text: str) -> str:
    """Escape a text as the cell of a table, with ``<br>`` between its lines."""
    lines = (escape(line) for line in clean(text).split("\n") if line.strip())
    return "<br>".join(lines).replace("|", r"\|")


def quote(text: str) -> str:
    """Write a text as a block quote that nothing in it can end, line by line."""
    lines = [escape_start(line) for line in clean(text).split("\n") if line.strip()]
    return "> " + "\\\n> ".join(lines or [""])


def link(text: str, address: str) -> str:
    """Write a link; neither the text, from a document, nor the address can end it early."""
    escaped = _LINK_TEXT.sub(lambda sign: sign[1] or f"\\{sign[2]}", escape(text))
    return f"[{escaped}]({_LINK_END.sub(lambda sign: percent_encode(sign[0]), address)})"
