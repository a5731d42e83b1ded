"""Words like resolution next to a symbol, and the bodies they name."""

from __future__ import annotations

import re
from typing import Final

from corpus.extract.references.scan import Scan

_CHINESE_HEAD: Final = re.compile(r"\ ?(?:号\ ?)?")
_ARABIC_PLURAL: Final = re.compile(r"(?:قرار|مقرر)(?:ا|ان|ين|ات|ي|اته|اتها|يه|يها)$|ات$|تين$|تان$")
_NEAR: Final = 90  # characters before a symbol in which the head begins


def read_bodies(scan: Scan, end: int, *, needs_of: bool = False) -> tuple[list[str], int]:
    """Return the names of the bodies that follow ``end``, and their end."""
    names: list[str] = []
    for _ in range(3):
        of = scan.words.of.match(scan.text, end)
        position = of.end() if of else end
        body = scan.words.body.match(scan.text, position)
        if body is None or (needs_of and position == end):
            break
        names.append(body.value)
        end = body.end
    return names, end


def read_kind_behind(scan: Scan, end: int) -> str | None:
    """Return the kind that Chinese text names behind a symbol, or None."""
    behind = _CHINESE_HEAD.match(scan.text, end)
    head = scan.words.chinese_head.match(scan.text, behind.end()) if behind else None
    return head.value if head else None


def read_kind_ahead(scan: Scan, start: int) -> tuple[str | None, bool]:
    """Return the kind named right before a symbol, or None, and whether several symbols follow."""
    text, words = scan.text, scan.words
    for ahead in words.head.finditer(text, max(scan.done, start - _NEAR), start):
        _, end = read_bodies(scan, ahead.end)
        number = words.number.match(text, end, start)
        if not text[number.end() if number else end : start].strip(" \"'.("):
            return ahead.value[0], is_plural(text[ahead.start : ahead.end])
    return None, False


def is_plural(head: str) -> bool:
    """Whether a head word announces several numbers; Russian words may do so."""
    if head.endswith("s") or head.startswith(("резолюци", "решени", "рекомендаци")):
        return not head.endswith(("ю", "ей", "ем", "е"))
    return _ARABIC_PLURAL.search(head) is not None
